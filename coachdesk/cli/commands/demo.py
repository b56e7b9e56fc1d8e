"""``coachdesk demo``: the whole way once, with invented people: journal, four exports, verification."""

import itertools
import os
import re
import secrets
import shlex
import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from coachdesk import sentences
from coachdesk.cli import window
from coachdesk.cli.commands.export import say_released
from coachdesk.cli.desk import Desk
from coachdesk.cli.finding import plain
from coachdesk.cli.passphrases import new_cost
from coachdesk.cli.showing import labelled
from coachdesk.cli.text import WIDEST, table
from coachdesk.cli.verdicts import say_found
from coachdesk.demo import KEPT_IN, NAME, DemoBuilt, build_demo
from coachdesk.demo_exports import choices_of
from coachdesk.export.releasing import Released, export_timeline, next_number
from coachdesk.export.verdict import Verdict
from coachdesk.export.verify import verify_pdf
from coachdesk.journal import files
from coachdesk.journal.errors import AlreadyExists, AlreadyOpen, JournalError
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal

_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
_GROUPS, _GROUP = 5, 5
_PASSWORD_IN = "pdf-password.txt"  # noqa: S105  # where it is kept
_EXPORTED = re.compile(r"CD-EXPORT-\d{4}-\d{3}(-[a-z]+)?\.pdf")
_SAID = {
    "archive": "for the archive",
    "protected": "opens with a password",
    "redacted": "other people under aliases",
    "case": "the two of the relationship case",
}
"""What each document is, as the demo says it."""
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
    passphrase, kept_in = random_passphrase(), folder / KEPT_IN
    password, password_in = random_passphrase(), folder / _PASSWORD_IN
    if options.again:
        make_room(desk, folder)
    built = _built(desk, folder, {kept_in: passphrase, password_in: password})
    exported = _exported(desk, built, passphrase, password)
    desk.terminal.say(*_where(built, kept_in, password_in))
    passwords = {one.name: password for one in built.exports if one.protected}
    code = _say_exported(desk, exported, passwords)
    desk.terminal.say("", *_next(desk, built, kept_in))
    if window.is_installed() and window.has_display(desk.environ):
        window.start_window(built.journal_path)
        desk.terminal.say("", sentences.said("window_started", path=kept_in))
    return code


def _built(desk: Desk, folder: Path, secret: Mapping[Path, str]) -> DemoBuilt:
    """The journal, and what opens it and a PDF in files; none is left behind half-done."""
    journal = folder / NAME
    for path in (journal, *secret):
        if os.path.lexists(path):
            raise AlreadyExists(path)
    try:
        with files.storage_errors(folder):
            files.make_private_folder(folder)
            for path, said in secret.items():
                files.write_private(path, said.encode() + b"\n")
        with desk.terminal.progress("Writing the journal") as progress:
            return build_demo(folder, next(iter(secret.values())), new_cost(desk), progress)
    except BaseException:
        shutil.rmtree(journal, ignore_errors=True)
        for path in secret:
            path.unlink(missing_ok=True)
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
    others = {one.name for one in folder.iterdir()} - {NAME, KEPT_IN, _PASSWORD_IN}
    if len(others) > len(_SAID) or not all(map(_EXPORTED.fullmatch, others)):
        return False
    try:
        passphrase = (folder / KEPT_IN).read_text("utf-8").strip()
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


def _exported(desk: Desk, built: DemoBuilt, passphrase: str, password: str) -> dict[str, Released]:
    """The documents by what they are called; no name of anybody is in those of the files."""
    folder, exported = built.journal_path.parent, {}
    with (
        open_journal(built.journal_path, passphrase) as journal,
        desk.terminal.progress("Exporting") as progress,
    ):
        for done, wanted in enumerate(built.exports):
            choices = choices_of(journal.view, built, wanted, password)
            number = next_number(journal.view, choices.zone)
            target = folder / f"{number}-{wanted.name}.pdf"
            share = _shared(progress, done, len(built.exports))
            exported[wanted.name] = export_timeline(journal, choices, target, share)
        remember_size(journal)
    return exported


def _shared(progress: Callable[[float], None], done: int, parts: int) -> Callable[[float], None]:
    return lambda share: progress((done + share) / parts)


def _say_exported(desk: Desk, exported: Mapping[str, Released], passwords: Mapping[str, str]) -> int:
    """What each document is, and that it can be checked: the first of them in full. Returns the exit code."""
    verdicts: dict[str, Verdict] = {}
    with desk.terminal.progress("Verifying") as progress:
        for done, (name, released) in enumerate(exported.items(), start=1):
            data = released.path.read_bytes()
            verdicts[name] = verify_pdf(data, password=passwords.get(name, ""))
            progress(done / len(exported))
    rows = [
        (released.path.name, f"{released.pages} pages", _SAID[name]) for name, released in exported.items()
    ]
    desk.terminal.say(*table(rows), "")
    say_released(desk, next(iter(exported.values())))
    in_full = [name for place, name in enumerate(exported) if not place or not verdicts[name].accepted]
    codes = []
    for name in in_full:
        desk.terminal.say("")
        codes.append(say_found(desk, exported[name].path, verdicts[name].findings, as_json=False))
    if not any(codes):
        desk.terminal.say(sentences.said("demo_verified", count=len(exported)))
    return max(codes)


def _where(built: DemoBuilt, kept_in: Path, password_in: Path) -> list[str]:
    rows = [
        ("Journal", f"{built.journal_path}, {built.entries} entries about {built.leader}, all invented"),
        ("Passphrase", f"{kept_in}"),
        ("Recovery", built.recovery_code),
        ("Password", f"{password_in}, of the protected PDF"),
    ]
    return [*labelled(rows, WIDEST + 60), ""]


def _next(desk: Desk, built: DemoBuilt, kept_in: Path) -> list[str]:
    access = f"--journal {shlex.quote(str(built.journal_path))} --passphrase-file {shlex.quote(str(kept_in))}"
    name = plain(built.leader).split()[0]
    commands = (f"list {name}", "search mandate", f'note {name} "Asked me how the review will go."')
    return [sentences.said("next"), *(f"  {desk.program} {access} {command}" for command in commands)]
