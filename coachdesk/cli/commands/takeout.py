"""``coachdesk takeout``: an open copy of the whole journal, so that nobody is locked in."""

from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Mapping
from pathlib import Path

from coachdesk import sentences
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import NotUnderstood, Refused
from coachdesk.cli.showing import labelled
from coachdesk.cli.text import WIDEST
from coachdesk.export.open_copy import EVERY_LANE, copy_openly, records_by_lane
from coachdesk.export.releasing import check_target
from coachdesk.records.entry import Lane

_CLOSED = sorted(EVERY_LANE - {"ordinary"})


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("target", metavar="DIR", type=Path, help="the folder to make")
    lanes = parser.add_argument_group("what goes in besides what is ordinary")
    which = lanes.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="everything, drafts too")
    which.add_argument("--ordinary", action="store_true", help="nothing else")
    which.add_argument(
        "--lane",
        metavar="LANE",
        action="append",
        default=[],
        help=f"this lane (again for more): {', '.join(_CLOSED)}",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask whether to write it unencrypted")


def run(desk: Desk, options: Namespace) -> int:
    """Asks, writes the copy, and says where it is."""
    target = options.target.expanduser()
    check_target(target)
    for lane in options.lane:
        if lane not in _CLOSED:
            raise NotUnderstood("takeout_no_lane", lane=lane, lanes=", ".join(_CLOSED))
    with opened(desk, options) as journal:
        lanes = _lanes(options, records_by_lane(journal.view))
        left_out = ", ".join(sorted(EVERY_LANE - {*lanes, "ordinary"})) or "none"
        question = sentences.said("sure_to_copy_openly", path=str(target), left_out=left_out)
        if not options.yes and not desk.terminal.confirm(question):
            raise Refused("takeout_not_confirmed")
        with desk.terminal.progress("Copying") as progress:
            copied = copy_openly(journal.view, target, lanes, progress, drafts=options.all)
    rows = [
        ("Open copy", str(copied.path)),
        ("Events", str(copied.events)),
        ("Leaders", str(copied.leaders)),
        ("Attachments", str(copied.attachments)),
        ("Left out", f"{copied.left_out} records"),
    ]
    desk.terminal.say(*labelled(rows, WIDEST))
    desk.terminal.remark(sentences.said("copied_openly"))
    return 0


def _lanes(options: Namespace, found: Mapping[Lane, int]) -> Collection[Lane]:
    """The lanes that were asked for. Raises NotUnderstood where there is something to say and nothing was."""
    if options.all:
        return EVERY_LANE
    if found and not (options.ordinary or options.lane):
        lanes = ", ".join(f"{lane} ({count})" for lane, count in sorted(found.items()))
        raise NotUnderstood("takeout_lanes_unsaid", lanes=lanes)
    return tuple(lane for lane in EVERY_LANE if lane in options.lane)
