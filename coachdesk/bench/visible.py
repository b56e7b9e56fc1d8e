"""A process that starts the window as a person does and ends as soon as it is painted; or only loads Qt.

Whoever started it has the clock: one byte on standard output says that it is done. With an empty window it
says how much memory that takes instead.
"""

import os
import sys

_DONE = b"x"


def _window(journal: str) -> None:
    """From the command line on, up to the first painted screen: the way into a journal."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415  # loading it is part of the start

    from coachdesk.__main__ import main  # noqa: PLC0415

    # The loop that would run until the window is closed is the one thing that is not as it always is.
    QApplication.exec = _until_painted  # type: ignore[assignment,method-assign]
    main(["--journal", journal])


def _until_painted(_app: object) -> int:
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415

    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow))
    while not window.windowHandle().isExposed():
        QApplication.processEvents()
    window.repaint()
    os.write(1, _DONE)
    return 0


def _qt() -> None:
    import PySide6.QtWidgets  # noqa: F401, PLC0415

    os.write(1, _DONE)


def _empty() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415

    from coachdesk.bench.resident import resident_bytes  # noqa: PLC0415

    app, window = QApplication([]), QMainWindow()
    window.show()
    app.processEvents()
    sys.stdout.write(str(resident_bytes() or 0))


if __name__ == "__main__":
    if sys.argv[1] == "window":
        _window(sys.argv[2])
    else:
        {"qt": _qt, "empty": _empty}[sys.argv[1]]()
