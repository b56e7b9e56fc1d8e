"""One run of the command line: the arguments read, the command done, whatever happens said in a sentence."""

import importlib
import os
import shlex
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from coachdesk import sentences
from coachdesk.cli import parsing, window
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import NotUnderstood, Refused
from coachdesk.cli.terminal import Stopped, Terminal

DONE, REFUSED, MISUSED, INTERRUPTED = 0, 1, 2, 130
"""Exit codes. 130 is what a shell says of a program stopped by Ctrl+C."""

DEBUG = "COACHDESK_DEBUG"

_OF_THE_JOURNAL = ("platformdirs", "sqlcipher3", "tzlocal", "zxcvbn")
"""What is not there where only files are to be verified (the extra ``journal``)."""


def run(arguments: Sequence[str], desk: Desk | None = None) -> int:
    """Does what the arguments say and returns the exit code. Nothing that goes wrong gets past here."""
    desk = desk or Desk(Terminal.standard(), os.environ, _program())
    try:
        code = _do(arguments, desk)
        desk.terminal.flush()
    except SystemExit as ended:  # of argparse: it has said why
        return int(ended.code or DONE)
    except (KeyboardInterrupt, Stopped):
        desk.terminal.remark("", sentences.said("stopped"))
        return INTERRUPTED
    except BrokenPipeError:
        desk.terminal.forget()
        return REFUSED
    except ModuleNotFoundError as missing:
        needed = missing.name in _OF_THE_JOURNAL
        return _refused(Refused("journal_not_installed") if needed else missing, desk)
    except Exception as error:  # noqa: BLE001  # the last place where anything can be said
        return _refused(error, desk)
    return code


def _do(arguments: Sequence[str], desk: Desk) -> int:
    name, rest, common = parsing.split(arguments)
    if name is None:
        return _open_window(desk, common.journal)
    module = importlib.import_module(f"coachdesk.cli.commands.{name}")
    parser = parsing.command_parser(name)
    module.arguments(parser)
    parsing.add_common(parser)
    options: Namespace = parser.parse_intermixed_args(rest, common)
    return int(module.run(desk, options))


def _open_window(desk: Desk, journal: str | None) -> int:
    if not window.is_installed():
        desk.terminal.remark(sentences.said("window_not_installed"))
        return REFUSED
    if not window.has_display(desk.environ):
        desk.terminal.remark(sentences.said("window_without_display"))
        return REFUSED
    return window.open_window(Path(journal).expanduser() if journal else None)


def _refused(error: Exception, desk: Desk) -> int:
    if isinstance(error, Refused) and error.problem == "answer_not_written":
        desk.terminal.forget()
    said = sentences.of_error(error)
    desk.terminal.remark(said or sentences.said("unexpected", name=type(error).__name__))
    if type(error).__name__ in ("DamagedDatabase", "DamagedHeader"):
        from coachdesk.cli import damaged  # noqa: PLC0415  # seldom, and it loads the database library

        desk.terminal.remark(*damaged.ways_back(error))
    if said is None and desk.environ.get(DEBUG):
        desk.terminal.remark(_where(error))
    return MISUSED if isinstance(error, NotUnderstood) else REFUSED


def _where(error: BaseException) -> str:
    """The way to a mistake of ours, without the error's own words: they may hold a note's."""
    lines = [*traceback.format_tb(error.__traceback__), type(error).__name__]
    if cause := error.__cause__ or error.__context__:
        lines.insert(0, _where(cause) + "\n")
    return "".join(lines)


def _program() -> str:
    """How this program was called, to be put before a command that somebody will copy."""
    if Path(sys.argv[0]).name != "__main__.py":
        return "coachdesk"
    python, here = Path(sys.executable), Path.cwd()
    return shlex.join(
        [str(python.relative_to(here) if python.is_relative_to(here) else python), "-m", "coachdesk"]
    )
