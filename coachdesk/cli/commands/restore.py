"""``coachdesk restore``: the journal becomes what one of its backups is; as it was, it is kept beside."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from coachdesk import sentences
from coachdesk.cli import coached
from coachdesk.cli.access import journal_path, opened
from coachdesk.cli.desk import Desk, secret
from coachdesk.cli.refusals import Refused
from coachdesk.cli.showing import headline, when
from coachdesk.export import phrases
from coachdesk.journal import files, replacing, restoring
from coachdesk.journal.restoring import Differences
from coachdesk.journal.view import Revision
from coachdesk.records.entry import Entry

_SHOWN = 12


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("backup", metavar="BACKUP", type=Path, help="a folder that “backup” made")
    parser.add_argument(
        "--damaged",
        action="store_true",
        help="the journal cannot be read any more: the backup takes its place, the damaged file is kept beside",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would differ")
    parser.add_argument("--yes", action="store_true", help="do not ask whether it is meant")


def run(desk: Desk, options: Namespace) -> int:
    """Says what differs, asks, and puts it back."""
    place = options.backup.expanduser()
    if options.damaged:
        return _replace(desk, options, place)
    with opened(desk, options) as journal:
        differences = restoring.compare(journal, place)
        desk.terminal.say(*_lines(differences))
        if options.dry_run or differences.present == differences.copy:
            return 0
        if not options.yes and not (
            desk.terminal.can_ask and desk.terminal.confirm(sentences.said("sure_to_restore"))
        ):
            raise Refused("not_confirmed")
        with desk.terminal.progress("Restoring") as progress:
            kept = restoring.restore(journal, place, progress)
        desk.terminal.say(sentences.said("restored", path=str(kept)))
    return 0


def _replace(desk: Desk, options: Namespace, place: Path) -> int:
    """Puts the backup in the place of what cannot be opened, and so cannot be compared with it."""
    path = journal_path(desk, options)
    files.check_own_folder(path)
    passphrase = secret(desk, options.passphrase_file, f"Passphrase for {path.name}: ")
    if not options.yes and not (
        desk.terminal.can_ask and desk.terminal.confirm(sentences.said("sure_to_replace"))
    ):
        raise Refused("not_confirmed")
    with desk.terminal.progress("Restoring") as progress:
        kept, done = replacing.replace_damaged(path, place, passphrase, "passphrase", progress)
    desk.terminal.say(sentences.said("replaced", size=done.head.size, path=str(kept)))
    if done.holds:
        desk.terminal.say(sentences.said("replaced_holds", count=len(done.holds)))
    if not done.is_complete:
        desk.terminal.say(sentences.said("replaced_incomplete"))
    return 0


def _lines(differences: Differences) -> list[str]:
    if differences.present == differences.copy:
        return [sentences.said("backup_is_the_same")]
    return [
        sentences.said("backup_shares", shared=differences.shared),
        *_listed(
            sentences.said("only_in_journal", count=differences.lost),
            differences.only_present,
            differences.lost,
        ),
        *_listed(
            sentences.said("only_in_backup", count=differences.back), differences.only_copy, differences.back
        ),
    ]


def _listed(heading: str, newest: Sequence[Revision], count: int) -> list[str]:
    """The newest few under a heading; nothing if there are none."""
    more = count - len(newest[:_SHOWN])
    return [heading, *map(_line, newest[:_SHOWN]), *([f"  … {more}"] if more else [])] if count else []


def _line(revision: Revision) -> str:
    """When it was written, and what it was."""
    event, record = revision.event, revision.record
    said = f"{when(record)}, {headline(record)}" if isinstance(record, Entry) else coached.called(record)
    return f"  {phrases.recorded_briefly(event)}  {event.action}  {said}"
