"""Draw the icon of the app as PNG, in every size that desktops ask for, from ``resources/icons/coachdesk.svg``.

python packaging/draw_icons.py
"""

import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QGuiApplication, QImage, QImageReader

ICONS = Path(__file__).parents[1] / "coachdesk" / "resources" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Those of ``coachdesk.gui.icons.APP_SIZES``: a test compares what is drawn with what is there."""


def main() -> None:
    """Write the pictures beside the drawing."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    for size in SIZES:
        target = ICONS / f"coachdesk-{size}.png"
        drawn(size).save(str(target))
        print(target.name)
    app.quit()


def drawn(size: int) -> QImage:
    """The icon at ``size`` pixels."""
    reader = QImageReader(str(ICONS / "coachdesk.svg"), QByteArray(b"svg"))
    reader.setScaledSize(QSize(size, size))
    picture = reader.read()
    if picture.isNull():
        raise SystemExit(reader.errorString())
    return picture.convertToFormat(QImage.Format.Format_ARGB32)


if __name__ == "__main__":
    main()
