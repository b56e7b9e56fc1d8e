"""The performance improvement plan as a letter (F45): what, how it is seen, help, check-ins, what follows, receipt."""

from collections.abc import Iterator, Mapping, Sequence

from coachdesk.coaching.pip import Pip, Point
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.export.blocks import Block, Document, Heading, Paragraph, plain
from coachdesk.export.letters import Letterhead, expected, follows, letter
from coachdesk.export.report_entries import summary
from coachdesk.export.report_parts import cadence, day, facts, lines, signatures, table
from coachdesk.records.base import Record
from coachdesk.records.consequence import Consequence
from coachdesk.records.entry import Entry
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support

TITLE = "Performance improvement plan"
_ROOM = 5
"""Empty lines for the leader's own words."""


def pip_letter(head: Letterhead, plan: Plan, pip: Pip, records: Mapping[str, Record]) -> Document:
    """The plan in the order it is read; ``records`` are all that ``pip`` names, by their ids."""
    return letter(head, TITLE, _blocks(head, plan, pip, records))


def _blocks(head: Letterhead, plan: Plan, pip: Pip, records: Mapping[str, Record]) -> Iterator[Block]:
    yield facts(("Begins", phrases.day(plan.started)), ("Ends", phrases.day(plan.ends) if plan.ends else ""))
    if plan.purpose:
        yield Paragraph(plain(plan.purpose))
    yield from _expectations(pip, records)
    yield from _goals(pip, records)
    yield from _support(pip, records)
    yield from _check_ins(plan, pip, records)
    yield from _consequences(pip, records)
    yield from _receipt(head)


def _expectations(pip: Pip, records: Mapping[str, Record]) -> Iterator[Block]:
    if not pip.expectations:
        return
    yield Heading("What your role asks", 2, "expectations")
    rows = []
    for point in pip.expectations:
        one = records[point.record_id]
        assert isinstance(one, Expectation)
        source = phrases.joined((words.LAID_DOWN[one.source], one.source_detail))
        rows.append(
            (
                one.text,
                lines(source, f"Told on {day(one.told_on)}" if one.told_on else ""),
                _seen(point, records),
            )
        )
    yield table(("What", "Where it is laid down", "What was seen"), (0.36, 0.24, 0.4), rows)


def _goals(pip: Pip, records: Mapping[str, Record]) -> Iterator[Block]:
    if not pip.goals:
        return
    yield Heading("What is to be different", 2, "goals")
    rows = []
    for point in pip.goals:
        one = records[point.record_id]
        assert isinstance(one, Goal)
        baseline, target = (
            f"{label}: {value}" if value else ""
            for label, value in (("Now", one.baseline), ("Target", one.target))
        )
        rows.append(
            (lines(one.title, _seen(point, records)), one.measure, lines(baseline, target), day(one.due))
        )
    yield table(("Goal", "How we will see it", "Now, target", "By"), (0.33, 0.27, 0.24, 0.16), rows)


def _seen(point: Point, records: Mapping[str, Record]) -> str:
    """The examples, each with its day."""
    found = []
    for evidence in point.evidence:
        entry = records.get(evidence.entry_id)
        if isinstance(entry, Entry):
            found.append(f"{phrases.short_day(evidence.day)}: {summary(entry)}")
    return "\n".join(found)


def _support(pip: Pip, records: Mapping[str, Record]) -> Iterator[Block]:
    offers = [one for one in map(records.__getitem__, pip.support_ids) if isinstance(one, Support)]
    if offers:
        yield Heading("Help you get", 2, "support")
        yield table(
            ("What", "With whom", "Offered", "Given"),
            (0.46, 0.24, 0.15, 0.15),
            ((one.what, one.counterpart, day(one.offered_on), day(one.delivered_on)) for one in offers),
        )


def _check_ins(plan: Plan, pip: Pip, records: Mapping[str, Record]) -> Iterator[Block]:
    meetings = [records[one.meeting_id] for one in pip.checkpoints]
    planned: Sequence[tuple[str, Slot]] = [
        (words.MEETINGS[one.kind], one.at) for one in meetings if isinstance(one, Meeting)
    ]
    coming = [*planned, *((words.MEETINGS["check_in"], at) for at in pip.coming)]
    if coming or plan.cadence:
        yield Heading("When we look at it together", 2, "check-ins")
    if plan.cadence:
        yield Paragraph(plain(f"{cadence(plan.cadence)}."))
    if coming:
        rows = (
            (phrases.day(at.day), f"{at.time}, {phrases.count(at.minutes, 'minute')}", what)
            for what, at in sorted(coming, key=lambda one: one[1].local)
        )
        yield table(("Day", "Time", "Meeting"), (0.42, 0.3, 0.28), rows)


def _consequences(pip: Pip, records: Mapping[str, Record]) -> Iterator[Block]:
    found = [one for one in map(records.__getitem__, pip.consequence_ids) if isinstance(one, Consequence)]
    if found:
        yield Heading("What follows if it does not change", 2, "follows")
    for one in found:
        yield from expected(one)
        yield from follows(one)


def _receipt(head: Letterhead) -> Iterator[Block]:
    yield Heading("How you see it", 2, "answer")
    yield Paragraph(plain("Your own words. They are kept with this plan, as you write them."))
    yield table(("",), (1.0,), ((" \n ",) for _ in range(_ROOM)))
    yield Heading("Receipt", 2, "receipt")
    yield Paragraph(
        plain("Signing says that you received this plan. It does not say that you agree with it.")
    )
    yield signatures(
        (
            ("Received by", head.leader.name),
            ("Manager", head.manager.name),
            ("Witness, if not signed", ""),
        )
    )
