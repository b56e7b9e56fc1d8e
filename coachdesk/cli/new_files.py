"""Writing a text that somebody asked for into a file of its own: new, and only its owner can read it."""

import os
from pathlib import Path

from coachdesk.cli.refusals import Refused


def check_new(path: Path) -> None:
    """Raises Refused if something is there already: nothing is ever replaced by a text."""
    if os.path.lexists(path):
        raise Refused("text_exists", path=str(path))


def write_new(path: Path, text: str) -> None:
    """Writes a new file. Raises Refused, and then leaves none."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode())
    except FileExistsError:
        raise Refused("text_exists", path=str(path)) from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            path.unlink(missing_ok=True)
        why = getattr(error, "strerror", None) or "that is no name for a file"
        raise Refused("text_not_written", path=str(path), why=why) from None
