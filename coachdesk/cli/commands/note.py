"""``coachdesk note``: something about a leader, sealed in one line."""

import datetime as dt
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import msgspec

from coachdesk import sentences
from coachdesk.cli import coached, entry_options, finding, wordings
from coachdesk.cli.access import opened
from coachdesk.cli.attaching import check_attachable, taken_in
from coachdesk.cli.desk import STANDARD_INPUT, Desk
from coachdesk.cli.refusals import Refused
from coachdesk.cli.showing import kind_name, when_in_full
from coachdesk.cli.when import local_zone, now_in, today_in
from coachdesk.coaching.self_reflection import RESPONSE, answered_by
from coachdesk.export import phrases
from coachdesk.export.story import LATE, VERY_LATE
from coachdesk.journal.journal import Journal
from coachdesk.journal.view import View
from coachdesk.ledger.clock import parse
from coachdesk.records.base import clean_line
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.issue import Issue
from coachdesk.records.occurred import Occurred
from coachdesk.records.people import Leader

_AHEAD = dt.timedelta(days=1)


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "leader",
        metavar="LEADER",
        help="a name or the beginning of one, or an id; an unknown name is a new leader",
    )
    parser.add_argument(
        "text", metavar="TEXT", nargs="*", help="the note; - or none: from standard input, or typed here"
    )
    entry_options.add_options(parser)
    parser.add_argument(
        "--attach",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="keep a copy of FILE with it (again for more)",
    )
    parser.add_argument(
        "--reflection", metavar="ISSUE", help="it is the reflection on ISSUE that the leader was asked for"
    )
    parser.add_argument(
        "--new-leader", action="store_true", help="LEADER is somebody new, however alike a known name is"
    )
    parser.add_argument(
        "--wording", action="store_true", help="once it is sealed, name the words a reader may stumble over"
    )
    for name in ("role", "team", "employee-id"):
        parser.add_argument(
            f"--{name}", metavar="TEXT", default="", help=f"the new leader's {name.replace('-', ' ')}"
        )


def run(desk: Desk, options: Namespace) -> int:
    """Seals the note and says under which number."""
    zone = options.zone or local_zone()
    values = entry_options.values_of(options, zone, today_in(zone))
    values.setdefault("occurred", _now(zone, about=options.about))
    values.setdefault("kind", RESPONSE if options.reflection else _usual_kind(values))
    check_attachable(options.attach)
    with opened(desk, options) as journal:
        leader, is_new = _leader(desk, journal, options)
        values["text"] = _text(desk, options)
        entry = Entry.make(leader_ids=(leader.id,), **values)
        if not (entry.title or options.attach or any(getattr(entry, field).strip() for field in NARRATIVE)):
            raise Refused("note_empty")
        answered = _answered(journal.view, leader, entry, options.reflection)
        entry = _with_late_reason(desk, entry)
        attachments = taken_in(desk, journal, options.attach)
        if is_new:
            journal.put(leader)
            desk.terminal.say(sentences.said("new_leader", name=leader.name))
        entry = entry.changed(attachment_ids=tuple(attachment.id for attachment in attachments))
        event = journal.put(*attachments, *answered, entry)
        _say_sealed(desk, journal, leader, entry, parse(event.recorded_at))
        _remark_replaced(desk, entry, values)
        if options.wording:
            wordings.remark(desk, journal.view, lambda checker: checker.check_entry(entry, (leader.name,)))
    return 0


def _now(zone: str, *, about: bool) -> Occurred:
    now = now_in(zone)
    return msgspec.structs.replace(now, precision="about") if about else now


def _usual_kind(values: dict[str, Any]) -> str:
    if "counsel" in values:
        return "counsel_note"
    is_observed = any(values.get(field) for field in ("situation", "behaviour", "impact"))
    return "observation" if is_observed else "conversation"


def _leader(desk: Desk, journal: Journal, options: Namespace) -> tuple[Leader, bool]:
    """Who is meant, and whether they are new. A name close to a known one is more likely a slip: that is
    asked, or refused where nobody can answer.
    """
    known, meant = journal.view.leaders(), options.leader
    if not options.new_leader:
        if found := finding.leaders_meant(known, meant):
            return finding.the_only(found, meant), False
        if finding.looks_like_id(meant.strip()):
            raise Refused("leader_unknown", name=meant, close="")
        if close := finding.close_leaders(known, meant):
            names = ", ".join(leader.name for leader in close)
            can_ask = len(close) == 1 and desk.terminal.can_ask
            if can_ask and desk.terminal.confirm(sentences.said("is_it_them", name=meant, close=names)):
                return close[0], False
            raise Refused("close_leader", name=meant, close=names)
    new = Leader.make(
        name=clean_line(meant), role=options.role, team=options.team, employee_id=options.employee_id
    )
    return new, True


def _text(desk: Desk, options: Namespace) -> str:
    """The note's text: given, or read where nothing else was said or ``-`` asks for it."""
    if options.text == [STANDARD_INPUT]:
        return desk.terminal.rest()
    if options.text or entry_options.has_prose(options):
        return " ".join(options.text)
    return desk.terminal.rest()


def _answered(view: View, leader: Leader, entry: Entry, meant: str | None) -> tuple[Issue, ...]:
    """The issue whose reflection the note is, if one is named. Raises Refused if none is waited for."""
    if not meant:
        return ()
    issue = coached.issue_of(view, leader, meant)
    answered = answered_by(issue, entry)
    if answered is None:
        raise Refused("reflection_not_waited_for", name=leader.name, issue=issue.title)
    return (answered,)


def _with_late_reason(desk: Desk, entry: Entry) -> Entry:
    delay = entry.occurred.until(dt.datetime.now(dt.UTC))
    if delay > VERY_LATE and not entry.late_reason and desk.terminal.can_ask:
        return entry.changed(late_reason=desk.terminal.ask(sentences.said("why_late", days=delay.days)))
    return entry


def _say_sealed(desk: Desk, journal: Journal, leader: Leader, entry: Entry, recorded: dt.datetime) -> None:
    delay = entry.occurred.until(recorded)
    number, short = journal.counts.of[leader.id].entries, finding.short_id(entry.id)
    late = f"; {phrases.lag(entry.occurred, recorded)}" if delay > LATE else ""
    desk.terminal.say(
        f"Recorded as no. {number} about {leader.name}: {short}, {kind_name(entry)}, {when_in_full(entry)}{late}"
    )
    if delay > VERY_LATE and not entry.late_reason:
        desk.terminal.remark(sentences.said("no_late_reason", id=short))
    if entry.occurred.at - recorded > _AHEAD:
        desk.terminal.remark(sentences.said("in_the_future", id=short))


def _remark_replaced(desk: Desk, entry: Entry, values: dict[str, Any]) -> None:
    """Nothing is replaced without a word."""
    count = str(msgspec.to_builtins(entry)).count("\ufffd") - str(values).count("\ufffd")
    if count > 0:
        desk.terminal.remark(
            sentences.said("replaced_characters" if count > 1 else "replaced_character", count=count)
        )
