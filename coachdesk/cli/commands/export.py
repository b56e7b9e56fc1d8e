"""``coachdesk export``: the confidential PDF about one leader, and the command that checks it."""

import os
import shlex
import stat
from argparse import SUPPRESS, ArgumentParser, Namespace
from pathlib import Path

from coachdesk.cli import entry_options, finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import Refused
from coachdesk.cli.showing import labelled
from coachdesk.cli.text import WIDEST
from coachdesk.cli.when import local_zone, period_of, today_in
from coachdesk.export.gathering import Selection
from coachdesk.export.releasing import Choices, Released, export_timeline
from coachdesk.journal.view import View
from coachdesk.records.base import clean_line

_RELEASABLE = ("counsel", "medical", "intake")


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", help="whom it is about")
    parser.add_argument(
        "-o", dest="target", metavar="FILE.pdf", type=Path, required=True, help="the file to make"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE.pdf if it is there")
    what = parser.add_argument_group("what goes in")
    what.add_argument("--from", dest="from_day", metavar="DAY", help="what happened from this day on")
    what.add_argument(
        "--to", dest="to_day", metavar="DAY", help="what happened up to this day, itself included"
    )
    what.add_argument("--kind", action="append", default=[], help="only this kind (again for more)")
    what.add_argument(
        "--exclude",
        metavar="ID",
        action="append",
        default=[],
        help="leave this entry out; a numbered gap stays (again for more)",
    )
    what.add_argument(
        "--release",
        metavar="LANE",
        action="append",
        default=[],
        help=f"let in what is left out otherwise: {', '.join(_RELEASABLE)}",
    )
    cover = parser.add_argument_group("what the cover says")
    cover.add_argument("--purpose", metavar="TEXT", default="", help="what it is for")
    cover.add_argument("--recipient", metavar="TEXT", default="", help="whom it is given to")
    cover.add_argument("--case", metavar="TEXT", default="", help="the case reference")
    cover.add_argument("--formal", action="store_true", help="a formal record, not an informal one")
    cover.add_argument("--letter", action="store_true", help="US Letter instead of A4")
    cover.add_argument("--zone", help=SUPPRESS)
    cover.add_argument("--unsigned", action="store_true", help="do not sign the file")


def run(desk: Desk, options: Namespace) -> int:
    """Makes the file, seals that it was made, and says what is in it."""
    zone = options.zone or local_zone()
    target = options.target.expanduser()
    check_target(target, replace=options.force)
    _check_lanes(options.release)
    days = period_of(options.from_day, options.to_day, today_in(zone))
    kinds = tuple(entry_options.kind_of(kind) for kind in options.kind)
    with opened(desk, options) as journal:
        leader = finding.leader_of(journal.view, options.leader)
        choices = Choices(
            selection=Selection(
                leader_id=leader.id,
                from_day=days[0],
                to_day=days[1],
                kinds=kinds,
                lanes=tuple(options.release),
                excluded=_excluded(journal.view, options.exclude),
            ),
            purpose=clean_line(options.purpose),
            recipient=clean_line(options.recipient),
            case_reference=clean_line(options.case),
            formal=options.formal,
            page_size="Letter" if options.letter else "A4",
            zone=zone,
            signed=not options.unsigned,
        )
        with desk.terminal.progress("Exporting") as progress:
            released = export_timeline(journal, choices, target, progress, replace=options.force)
    say_released(desk, released)
    return 0


def check_target(target: Path, *, replace: bool) -> None:
    """Raises Refused unless a file can be made there."""
    if not target.parent.is_dir():
        raise Refused("export_folder_missing", path=str(target.parent))
    if os.path.lexists(target) and not (replace and stat.S_ISREG(target.lstat().st_mode)):
        raise Refused("export_exists", path=str(target))


def _check_lanes(lanes: list[str]) -> None:
    for lane in lanes:
        if lane not in _RELEASABLE:
            raise Refused("lane_never_released", lane=lane, lanes=", ".join(_RELEASABLE))


def _excluded(view: View, beginnings: list[str]) -> tuple[str, ...]:
    return tuple(finding.entry_of(view, beginning)[0].id for beginning in beginnings)


def say_released(desk: Desk, released: Released) -> None:
    """What was made, and how anybody can check it."""
    rows = [
        ("Export", released.number),
        ("File", str(released.path)),
        ("Pages", str(released.pages)),
        ("Entries", f"{released.entries} shown, {released.withheld} withheld"),
        ("SHA-256", released.digest),
        ("Signed with", released.fingerprint or "not signed"),
        ("Check it", f"{desk.program} verify {shlex.quote(str(released.path))}"),
    ]
    desk.terminal.say(*labelled(rows, WIDEST + 60))
