"""Reading an exported PDF that somebody named, with its password where it has one."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from coachdesk import sentences
from coachdesk.cli.desk import Desk, read_file, secret
from coachdesk.cli.terminal import PASSWORD_FILE
from coachdesk.export.pdf.protection import Locked, opened

_TRIES = 3


def read_pdf(desk: Desk, path: Path, file: str | None = None, known: str = "") -> tuple[bytes, str]:
    """The file and the password that opens it, empty for one that anybody can open.

    The password is one that is ``known``, the first line of ``file``, or typed, more than once if need be. The
    last one tried is given back where none opens the file. Raises Refused, and Stopped.
    """
    data, password = read_file(path), ""
    for password in _passwords(desk, path, file, known):
        if _opens(data, password):
            break
    return data, password


def _passwords(desk: Desk, path: Path, file: str | None, known: str) -> Iterator[str]:
    """What may open the file, one after the other; nobody is asked for what is not needed."""
    yield ""
    if known:
        yield known
    question = f"Password for {path.name}: "
    yield secret(desk, file, question, PASSWORD_FILE)
    for _ in range(0 if file else _TRIES - 1):
        desk.terminal.remark(sentences.said("try_another_password"))
        yield secret(desk, None, question, PASSWORD_FILE)


def _opens(data: bytes, password: str) -> bool:
    """Whether a password opens a file; what is no PDF needs none."""
    try:
        opened(data, password).close()
    except Locked:
        return False
    except (pikepdf.PdfError, ValueError):
        return True
    return True
