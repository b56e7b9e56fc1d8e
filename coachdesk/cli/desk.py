"""What every command works with: the terminal, the environment, and what tests put in their place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coachdesk.cli.refusals import Refused
from coachdesk.cli.terminal import PASSPHRASE_FILE, Terminal, first_line

if TYPE_CHECKING:
    from coachdesk.journal.keys import Cost

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Desk:
    """The dependencies of a command.

    ``program`` is how it was called, for commands to copy; ``cost``, if given, is what a try at a new
    passphrase costs.
    """

    terminal: Terminal
    environ: Mapping[str, str]
    program: str = "coachdesk"
    cost: "Callable[[], Cost] | None" = None


def read_file(path: Path) -> bytes:
    """The content of a file that the person named. Raises Refused."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: OSError | ValueError) -> Refused:
    """The refusal of a file that is not there or cannot be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Refused("file_missing", path=str(path))
    why = getattr(error, "strerror", None) or "that is no name for a file"
    return Refused("file_unreadable", path=str(path), why=why)


def secret(desk: Desk, file: str | None, question: str, option: str = PASSPHRASE_FILE) -> str:
    """A passphrase or a code: typed, or the first line of ``file`` (``-``: of standard input).

    Raises Refused where nobody can be asked: ``option`` is what names the file then.
    """
    if file is None:
        return desk.terminal.secret(question, option)
    if file == STANDARD_INPUT:
        return desk.terminal.line()
    return first_line(read_file(Path(file)), file)
