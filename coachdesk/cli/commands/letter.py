"""``coachdesk letter``: a short PDF for the leader, and the record that a copy was handed over."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import cast, get_args

from coachdesk import sentences
from coachdesk.cli import finding
from coachdesk.cli.access import opened
from coachdesk.cli.commands.export import check_target
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import NotUnderstood, Refused
from coachdesk.cli.showing import labelled
from coachdesk.cli.text import WIDEST
from coachdesk.cli.when import TODAY, day_of, local_zone, today_in
from coachdesk.export import phrases_coaching as words
from coachdesk.export.letter_making import (
    Kind,
    Made,
    Told,
    Wanted,
    hand_over,
    is_there,
    make_letter,
    write_letter,
)
from coachdesk.journal.view import View
from coachdesk.records.consequence import Letter
from coachdesk.records.plan import Plan

_KINDS = tuple(kind.replace("_", "-") for kind in get_args(Kind))


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("kind", metavar="KIND", choices=_KINDS, help=f"one of {', '.join(_KINDS)}")
    parser.add_argument("leader", metavar="LEADER", help="whom it is for")
    parser.add_argument(
        "record",
        metavar="ID",
        nargs="?",
        help="the entry, the consequence or the plan it is made from (default: the newest that there is)",
    )
    parser.add_argument(
        "-o", dest="target", metavar="FILE.pdf", type=Path, required=True, help="the file to make"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE.pdf if it is there")
    parser.add_argument("--date", metavar="DAY", default=TODAY, help="the day of the letter (default: today)")
    parser.add_argument("--letter", action="store_true", help="US Letter instead of A4")
    handing = parser.add_argument_group("handing it over")
    handing.add_argument(
        "--handed-over",
        action="store_true",
        help="record that this copy was given to the leader; FILE.pdf may be there already, unchanged",
    )
    handing.add_argument("--how", metavar="TEXT", default="", help="how it was given")
    handing.add_argument(
        "--signature",
        choices=("signed", "refused"),
        help="whether the leader signed for it, or declined to",
    )
    handing.add_argument("--witness", metavar="NAME", default="", help="who was there")


def run(desk: Desk, options: Namespace) -> int:
    """Makes the file, says what is not in it, and records that it was handed over."""
    if not options.handed_over and (options.how or options.signature or options.witness):
        raise NotUnderstood("letter_not_handed_over")
    zone, target = local_zone(), options.target.expanduser()
    kind = cast("Kind", options.kind.replace("-", "_"))
    day = day_of(options.date, today_in(zone))
    with opened(desk, options) as journal:
        view = journal.view
        leader = finding.leader_of(view, options.leader)
        wanted = Wanted(
            kind=kind,
            leader_id=leader.id,
            record_id=_record_id(view, leader.id, kind, options.record),
            day=day,
            zone=zone,
            page_size="Letter" if options.letter else "A4",
        )
        made = make_letter(view, wanted)
        if not (options.handed_over and is_there(made, target)):
            check_target(target, replace=options.force)
            write_letter(made, target, replace=options.force)
        told = Told(how=options.how, signature=options.signature or "not_asked", witness=options.witness)
        handed = hand_over(journal, made, told) if options.handed_over else None
    _say(desk, made, target, handed)
    return 0


def _record_id(view: View, leader_id: str, kind: Kind, beginning: str | None) -> str:
    """The record that is meant; without one, the newest of which such a letter can be made."""
    if beginning:
        return finding.id_of(view, beginning)
    if kind == "follow_up":
        found = [
            listed.entry.id
            for listed in view.timeline(leader_id, limit=-1).entries
            if listed.entry.action_points and listed.entry.lane == "ordinary" and not listed.withdrawn
        ]
    else:
        records = reversed(view.about(leader_id, "plan" if kind == "pip" else "consequence"))
        found = [one.id for one in records if not isinstance(one, Plan) or one.kind == "pip"]
    if not found:
        raise Refused("letter_from_nothing", kind=words.LETTERS[kind])
    return found[0]


def _say(desk: Desk, made: Made, target: Path, handed: Letter | None) -> None:
    rows = [
        ("Letter", words.LETTERS[made.wanted.kind]),
        ("For", made.leader.name),
        ("File", str(target)),
        ("Pages", str(made.pages)),
        ("SHA-256", made.digest),
    ]
    if handed:
        rows.append(("Handed over", f"{handed.handed_on}, {words.SIGNED[handed.signature].lower()}"))
    desk.terminal.say(*labelled(rows, WIDEST + 60))
    if made.missing:
        desk.terminal.remark(sentences.letter_missing(made.missing))
