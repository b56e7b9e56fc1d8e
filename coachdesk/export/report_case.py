"""The coaching intervention (section 10): stages, parties, what the sponsor may see; outcomes only."""

from collections.abc import Iterator
from functools import partial
from typing import TypeVar

from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.export.blocks import Block, Heading, Paragraph, Text, plain
from coachdesk.export.coached import Coached
from coachdesk.export.coaching_file import CoachingFile, Item
from coachdesk.export.report_meetings import meetings_table
from coachdesk.export.report_parts import (
    capital,
    day,
    facts,
    group,
    lines,
    linked,
    links_withheld,
    marked,
    recorded,
    table,
    table_of,
)
from coachdesk.ledger.clock import day_of
from coachdesk.records.case import (
    Answer,
    Case,
    Commitment,
    FeedbackItem,
    Intake,
    MutualExpectation,
)
from coachdesk.records.meeting import Meeting

OfCase = TypeVar("OfCase", Intake, FeedbackItem, MutualExpectation, Commitment)


def intervention(file: CoachingFile) -> Iterator[Block]:
    """Every case, and what belongs to one that is not shown."""
    cases = file.all(Case)
    known = [case.record.id for case in cases]
    lost = list(_parts_of_lost_cases(file, known))
    if not (cases or lost):
        return
    yield Heading("Coaching intervention", 1, "intervention", new_page=True)
    yield from links_withheld(file)
    for case in cases:
        title = f"{case.name}: {case.record.title}"
        yield Heading(title, 2, f"{case.anchor}-contents")
        yield group(case, "How it stands", [*_case(file, case), *_parts(file, [case.record.id])])
    if lost:
        yield Heading("Of a case that is not shown", 2, "no-case")
        yield from lost


def _parts_of_lost_cases(file: CoachingFile, known: list[str]) -> Iterator[Block]:
    every = (Intake, FeedbackItem, MutualExpectation, Commitment)
    found = [item.record for item in file.items.values() if isinstance(item.record, every)]
    lost = dict.fromkeys(one.case_id for one in found if one.case_id not in known)
    yield from _parts(file, list(lost))


def _parts(file: CoachingFile, case_ids: list[str]) -> Iterator[Block]:
    yield from _interviews(_of(file, Intake, case_ids))
    yield from _feedback(file, _of(file, FeedbackItem, case_ids))
    yield from _mutual(file, _of(file, MutualExpectation, case_ids))
    yield from _commitments(file, _of(file, Commitment, case_ids))


def _of(file: CoachingFile, kind: type[OfCase], case_ids: list[str]) -> list[Item[OfCase]]:
    return [item for item in file.all(kind) if item.record.case_id in case_ids]


def _case(file: CoachingFile, item: Item[Case]) -> Iterator[Block]:
    case = item.record
    yield facts(
        ("Leaders", capital("; ".join(file.person(leader_id) for leader_id in case.leader_ids))),
        ("Parties", "; ".join(f"{one.name} ({words.ROLES[one.role]})" for one in case.parties)),
        ("Opened", phrases.day(case.opened_on)),
        ("Stage", words.STAGES[case.stage]),
        ("Closed", phrases.day(case.closed_on) if case.closed_on else ""),
        ("Common goal", case.common_goal),
        ("Closing review", case.review),
        ("Entries", linked(file, case.id)),
        ("Recorded", recorded(item)),
    )
    stages = _stages(item.coached)
    if len(stages) > 1:
        yield Paragraph(plain("Stages"), "label")
        yield table(("Stage", "Recorded"), (0.5, 0.5), stages)
    yield from _impact(case)
    yield from _briefings(case)
    yield from _agreement(case)
    yield from _learned(case)
    meetings = [one for one in file.all(Meeting) if one.record.of_id == case.id]
    if meetings:
        yield Paragraph(plain("Meetings, with their outcomes only"), "label")
        yield meetings_table(file, meetings)


def _stages(coached: Coached) -> list[tuple[str, str]]:
    """Each stage, and the day on which it was first recorded."""
    found: list[tuple[str, str]] = []
    for version in coached.versions:
        assert isinstance(version.record, Case)
        stage = words.STAGES[version.record.stage]
        if not found or found[-1][0] != stage:
            found.append((stage, day(day_of(version.event))))
    return found


def _impact(case: Case) -> Iterator[Block]:
    told = facts(
        ("On work performance", case.impact.work_performance),
        ("On leadership", case.impact.leadership_effectiveness),
        ("On the organisation", case.impact.organisation),
    )
    if told.rows:
        yield Paragraph(plain("Impact"), "label")
        yield told


def _briefings(case: Case) -> Iterator[Block]:
    if case.briefings:
        yield Paragraph(plain("Briefings on the process"), "label")
        yield table(
            ("Day", "To", "By, how", "Words"),
            (0.15, 0.17, 0.2, 0.48),
            ((day(one.day), one.to, lines(one.by, one.how), one.words) for one in case.briefings),
        )


def _agreement(case: Case) -> Iterator[Block]:
    if case.agreement:
        yield Paragraph(plain("What the sponsor may be told"), "label")
        yield facts(
            ("May be told", case.agreement.sponsor_may_hear or "Not laid down"),
            ("Is not passed on", case.agreement.not_shared),
            ("Agreed", phrases.day(case.agreement.agreed_on) if case.agreement.agreed_on else "Not yet"),
        )


def _learned(case: Case) -> Iterator[Block]:
    if case.skills:
        yield Paragraph(plain("Giving and receiving feedback"), "label")
        yield table(
            ("What", "Taught", "Practised"),
            (0.56, 0.22, 0.22),
            ((one.what, day(one.taught_on), day(one.practised_on)) for one in case.skills),
        )
    if case.barriers:
        yield Paragraph(plain("Barriers"), "label")
        yield table(
            ("What", "Removed"),
            (0.78, 0.22),
            ((one.what, day(one.removed_on, "Not yet")) for one in case.barriers),
        )


def _interviews(interviews: list[Item[Intake]]) -> Iterator[Block]:
    """Only those that were released are in the file at all."""
    for item in interviews:
        one = item.record
        yield Paragraph(marked(item, f"Intake interview {item.number}, released"), "label")
        yield facts(
            ("Held", phrases.day(one.day)),
            ("With", phrases.joined((one.interviewee, one.relation))),
            ("Background", one.background),
            ("History", one.history),
            ("Why untenable", one.untenable),
        )


def _feedback(file: CoachingFile, items: list[Item[FeedbackItem]]) -> Iterator[Block]:
    if items:
        yield Paragraph(plain("Feedback, and how each leader answered"), "label")
        yield table_of(
            items, ("Segment", "Feedback", "Answers"), (0.16, 0.42, 0.42), partial(_feedback_item, file)
        )


def _feedback_item(file: CoachingFile, item: Item[FeedbackItem]) -> tuple[str | Text, ...]:
    one = item.record
    return (
        words.SEGMENTS[one.segment],
        lines(marked(item, one.text), linked(file, one.id)),
        lines(*(part for answer in one.answers for part in (_answer(file, answer), answer.words))),
    )


def _answer(file: CoachingFile, one: Answer) -> str:
    return f"{capital(file.person(one.leader_id))}: {words.ANSWERED[one.state].lower()}, {day(one.day)}"


def _mutual(file: CoachingFile, items: list[Item[MutualExpectation]]) -> Iterator[Block]:
    if items:
        yield Paragraph(plain("Mutual expectations"), "label")
        yield table_of(
            items,
            ("Who expects it of whom", "What", "Signed off"),
            (0.22, 0.34, 0.44),
            partial(_mutual_expectation, file),
        )


def _mutual_expectation(file: CoachingFile, item: Item[MutualExpectation]) -> tuple[str | Text, ...]:
    one = item.record
    signed = (f"{by.name} ({words.ROLES[by.role]}), {day(by.day)}" for by in one.sign_offs)
    return (
        capital(f"{_side(file, one.by_id)}, of {_side(file, one.of_id)}"),
        marked(item, one.text),
        lines(*signed) or "Not signed off yet",
    )


def _side(file: CoachingFile, leader_id: str) -> str:
    return file.person(leader_id) if leader_id else "the sponsor or coach"


def _commitments(file: CoachingFile, items: list[Item[Commitment]]) -> Iterator[Block]:
    if items:
        yield Paragraph(plain("Commitments to change"), "label")
        yield table_of(
            items,
            ("Who", "Told to", "When, how", "Answer"),
            (0.22, 0.24, 0.24, 0.3),
            partial(_commitment, file),
        )


def _commitment(file: CoachingFile, item: Item[Commitment]) -> tuple[str | Text, ...]:
    one = item.record
    return (
        marked(item, capital(file.person(one.leader_id))),
        one.affected,
        lines(day(one.told_on, "Not told yet"), one.how),
        one.response,
    )
