"""``coachdesk demo``: the whole way once, with invented people: journal, export, verification."""

import itertools
import os
import secrets
import shlex
import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

import msgspec

from coachdesk import sentences
from coachdesk.cli import window
from coachdesk.cli.commands.export import say_released
from coachdesk.cli.desk import Desk
from coachdesk.cli.finding import plain
from coachdesk.cli.passphrases import new_cost
from coachdesk.cli.showing import labelled
from coachdesk.cli.text import WIDEST
from coachdesk.cli.verdicts import say_found
from coachdesk.demo import NAME, DemoBuilt, build_demo
from coachdesk.export.gathering import Selection
from coachdesk.export.releasing import Choices, Released, export_timeline
from coachdesk.export.verify import verify_pdf
from coachdesk.journal import files
from coachdesk.journal.errors import AlreadyExists, AlreadyOpen, JournalError
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal

_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
_GROUPS, _GROUP = 5, 5
_ZONE = "Europe/London"
_KEPT_IN = "passphrase.txt"
_SIZE = "demo_size"
"""The setting that says how many events the demo itself wrote: what is behind them is somebody's own."""


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder to put everything in")
    parser.add_argument(
        "--again",
        action="store_true",
        help="make it anew where one is; one that somebody wrote in is kept beside it",
    )


def run(desk: Desk, options: Namespace) -> int:
    """Makes the demo and says where everything is."""
    folder: Path = options.folder.expanduser()
    passphrase, kept_in = random_passphrase(), folder / _KEPT_IN
    if options.again:
        make_room(desk, folder)
    built = _built(desk, folder, passphrase, kept_in)
    released = _exported(desk, built, passphrase)
    desk.terminal.say(*_where(built, kept_in))
    say_released(desk, released)
    desk.terminal.say("")
    code = say_found(desk, released.path, verify_pdf(released.path.read_bytes()).findings, as_json=False)
    desk.terminal.say("", *_next(desk, built, kept_in))
    if window.is_installed() and window.has_display(desk.environ):
        window.start_window(built.journal_path)
        desk.terminal.say("", sentences.said("window_started", path=kept_in))
    return code


def _built(desk: Desk, folder: Path, passphrase: str, kept_in: Path) -> DemoBuilt:
    """The journal, and its passphrase in a file; neither is left behind half-done."""
    for path in (folder / NAME, kept_in):
        if os.path.lexists(path):
            raise AlreadyExists(path)
    try:
        with files.storage_errors(folder):
            files.make_private_folder(folder)
            files.write_private(kept_in, passphrase.encode() + b"\n")
        with desk.terminal.progress("Writing the journal") as progress:
            return build_demo(folder, passphrase, new_cost(desk), progress)
    except BaseException:
        shutil.rmtree(folder / NAME, ignore_errors=True)
        kept_in.unlink(missing_ok=True)
        raise


def remember_size(journal: Journal) -> None:
    """The demo is complete: whatever is written from here on is somebody's own."""
    journal.change_setting(_SIZE, str(journal.head.size).encode())


def make_room(desk: Desk, folder: Path) -> None:
    """Takes an earlier demo away. One that somebody wrote in, or that is none, is kept beside it under a number.

    Raises AlreadyOpen or a storage error.
    """
    if not os.path.lexists(folder):
        return
    with files.storage_errors(folder):
        if _is_untouched(folder):
            shutil.rmtree(folder)
            return
        beside = (folder.with_name(f"{folder.name}-{number}") for number in itertools.count(1))
        kept = next(path for path in beside if not os.path.lexists(path))
        folder.rename(kept)
    desk.terminal.remark(sentences.said("demo_kept", path=kept))


def _is_untouched(folder: Path) -> bool:
    """Whether everything in ``folder`` is what the demo put there."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    others = {one.name for one in folder.iterdir()} - {NAME, _KEPT_IN}
    if len(others) > 1 or not all(name.endswith(".pdf") for name in others):
        return False
    try:
        passphrase = (folder / _KEPT_IN).read_text("utf-8").strip()
        with open_journal(folder / NAME, passphrase) as journal:
            written = str(journal.head.size).encode()
            return journal.view.setting(_SIZE) == written and not journal.view.drafts()
    except AlreadyOpen:
        raise
    except (JournalError, OSError, ValueError):
        return False


def random_passphrase() -> str:
    """About 123 bits, in groups that can be typed."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _exported(desk: Desk, built: DemoBuilt, passphrase: str) -> Released:
    choices = Choices(
        selection=Selection(leader_id=built.leader_id),
        purpose=built.export.purpose,
        recipient=built.export.recipient,
        case_reference=built.export.case_reference,
        zone=_ZONE,
    )
    target = built.journal_path.with_name("export.pdf")
    with (
        open_journal(built.journal_path, passphrase) as journal,
        desk.terminal.progress("Exporting") as progress,
    ):
        released = export_timeline(journal, choices, target, progress)
        remember_size(journal)
    named = target.rename(target.with_name(f"{released.number}.pdf"))
    return msgspec.structs.replace(released, path=named)


def _where(built: DemoBuilt, kept_in: Path) -> list[str]:
    rows = [
        ("Journal", f"{built.journal_path}, {built.entries} entries about {built.leader}, all invented"),
        ("Passphrase", f"{kept_in}"),
        ("Recovery", built.recovery_code),
    ]
    return [*labelled(rows, WIDEST + 60), ""]


def _next(desk: Desk, built: DemoBuilt, kept_in: Path) -> list[str]:
    access = f"--journal {shlex.quote(str(built.journal_path))} --passphrase-file {shlex.quote(str(kept_in))}"
    name = plain(built.leader).split()[0]
    commands = (f"list {name}", "search mandate", f'note {name} "Asked me how the review will go."')
    return [sentences.said("next"), *(f"  {desk.program} {access} {command}" for command in commands)]
