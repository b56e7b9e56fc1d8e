"""``coachdesk backup``: a complete copy of the journal, proved; in its own folder, or in any other."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from coachdesk import sentences
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.cli.refusals import Refused
from coachdesk.cli.showing import labelled
from coachdesk.cli.text import WIDEST
from coachdesk.journal import backup, keeping, places
from coachdesk.journal.journal import Journal


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "folder", metavar="FOLDER", nargs="?", type=Path, help="where to; the journal’s own without"
    )
    parser.add_argument(
        "--list", action="store_true", help="make none: list those in the journal’s own folder"
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Makes the copy and says what is in it; then drops those of its own that are superfluous."""
    folder = options.folder.expanduser() if options.folder else None
    if folder and not folder.is_dir():
        raise Refused("backup_folder_missing", path=str(folder))
    with opened(desk, options) as journal:
        if options.list:
            return _list(desk, journal, as_json=options.json)
        place = backup.place_for(journal.path, journal.now(), folder)
        with desk.terminal.progress("Backing up") as progress:
            head = journal.back_up(place, progress)
        if folder is None:
            keeping.thin_backups(journal, place)
        elif places.is_synced(folder):
            desk.terminal.remark(sentences.said("backup_in_a_cloud"))
    rows = [("Backup", str(place)), ("Events", str(head.size)), ("Head", head.root)]
    if options.json:
        desk.terminal.say_json({"path": str(place), "size": head.size, "root": head.root})
    else:
        desk.terminal.say(*labelled(rows, WIDEST + 60))
    return 0


def _list(desk: Desk, journal: Journal, *, as_json: bool) -> int:
    found = backup.own_backups(journal.path)
    if as_json:
        desk.terminal.say_json([{"path": str(one.path), "made_at": one.made_at.isoformat()} for one in found])
    else:
        desk.terminal.say(*([str(one.path) for one in found] or [sentences.said("no_backups")]))
    return 0
