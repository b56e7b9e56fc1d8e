"""Expectations and plan (section 5); support provided, and the positive record (section 9)."""

from collections.abc import Iterator, Sequence
from functools import partial

from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.export.blocks import Block, Heading, Paragraph, Span, Table, Text, plain
from coachdesk.export.coached import Version
from coachdesk.export.coaching_file import CoachingFile, Item
from coachdesk.export.evidence import Cover
from coachdesk.export.report_entries import anchor
from coachdesk.export.report_entries import summary as summary_of
from coachdesk.export.report_meetings import apart, check_ins
from coachdesk.export.report_parts import (
    cadence,
    day,
    facts,
    group,
    lines,
    linked,
    links_withheld,
    marked,
    named,
    recorded,
    table,
    table_of,
)
from coachdesk.records.kinds import KINDS
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support

_IMPROVED = ("issue_improving", "issue_resolved", "goal_met", "goal_partly")


def expectations_and_plan(file: CoachingFile) -> Iterator[Block]:
    """What was expected and told; plans, goals with their versions, check-ins; support in figures."""
    blocks = [*_expectations(file), *_plans(file), *_support_in_figures(file)]
    if blocks:
        yield Heading("Expectations and plan", 1, "plan")
        yield from links_withheld(file)
        yield from blocks


def _expectations(file: CoachingFile) -> Iterator[Block]:
    found = file.all(Expectation)
    if found:
        yield Heading("Expectations", 2, "expectations")
        yield table_of(
            found,
            ("No.", "Expectation", "Source", "Told", "Restated by the leader"),
            (0.06, 0.39, 0.16, 0.2, 0.19),
            partial(_expectation, file),
        )


def _expectation(file: CoachingFile, item: Item[Expectation]) -> tuple[str | Text, ...]:
    one = item.record
    return (
        named(item),
        lines(marked(item, one.text), words.EXPECTED[one.aspect], linked(file, one.id)),
        lines(words.LAID_DOWN[one.source], one.source_detail) or "Not stated",
        lines(day(one.told_on, "Not told yet"), one.told_how),
        lines(day(one.restated_on), one.restated),
    )


def _plans(file: CoachingFile) -> Iterator[Block]:
    plans, goals = file.all(Plan), file.all(Goal)
    if plans or goals:
        yield Heading("Plans and goals", 2, "plans")
    for plan in plans:
        title = f"{plan.name}: {words.PLANS[plan.record.kind]}"
        yield group(plan, title, _plan(file, plan))
        for goal in goals:
            if goal.record.plan_id == plan.record.id:
                yield group(goal, f"{goal.name}: {goal.record.title}", _goal(file, goal))
    known = {plan.record.id for plan in plans}
    for goal in goals:
        if goal.record.plan_id not in known:
            yield group(goal, f"{goal.name}: {goal.record.title}", _goal(file, goal))
    yield from apart(file)


def _plan(file: CoachingFile, item: Item[Plan]) -> Iterator[Block]:
    plan = item.record
    yield facts(
        ("Purpose", plan.purpose),
        ("From, to", lines(phrases.day(plan.started), phrases.day(plan.ends) if plan.ends else "No end set")),
        ("Check-ins", cadence(plan.cadence) if plan.cadence else ""),
        ("Status", words.STATUS[plan.status]),
        ("Adjusted because", plan.adjusted),
        ("Entries", linked(file, plan.id)),
        ("Recorded", recorded(item)),
    )
    if len(item.coached.versions) > 1:
        yield _versions(item.coached.versions, ("Started", "Ends", "Status", "Adjusted because"))
    yield from check_ins(file, plan.id)


def _goal(file: CoachingFile, item: Item[Goal]) -> Iterator[Block]:
    goal = item.record
    yield facts(
        ("Plan", file.reference(goal.plan_id)),
        ("Type", words.GOALS[goal.type]),
        ("Measure", goal.measure or "None set"),
        ("Baseline", goal.baseline),
        ("Target", goal.target),
        ("Due", phrases.day(goal.due) if goal.due else "No day set"),
        ("Status", words.STATUS[goal.status]),
        ("Company objective", goal.company_objective),
        ("Entries", linked(file, goal.id)),
        ("Recorded", recorded(item)),
    )
    if len(item.coached.versions) > 1:
        yield _versions(item.coached.versions, ("Measure", "Baseline", "Target", "Due", "Status"))


def _versions(versions: Sequence[Version], fields: Sequence[str]) -> Table:
    """Every version with its date; what is the same as in the one before is left out."""
    rows, before = [], ("",) * len(fields)
    for number, version in enumerate(versions, start=1):
        now = tuple(_value(version, field) for field in fields)
        withdrawal = version.event.action == "withdraw"
        changed = [
            f"{field}: {value or 'none'}"
            for field, value, old in zip(fields, now, before, strict=True)
            if value != old
        ]
        said = "Withdrawn" if withdrawal else "\n".join(changed) or "Other particulars"
        rows.append((str(number), phrases.recorded_briefly(version.event), said, version.reason))
        before = now
    return table(("Version", "Recorded", "Says from here on", "Reason given"), (0.1, 0.2, 0.42, 0.28), rows)


def _value(version: Version, field: str) -> str:
    name = {"Adjusted because": "adjusted"}.get(field, field.lower())
    value = getattr(version.record, name) or ""
    if name in ("due", "started", "ends"):
        return day(value)
    return words.STATUS[value] if name == "status" else str(value)


def _support_in_figures(file: CoachingFile) -> Iterator[Block]:
    offers = [item.record for item in file.all(Support) if not item.coached.withdrawn]
    if not offers:
        return
    counted = (
        (len(offers), "offered"),
        (sum(one.answer == "accepted" for one in offers), "accepted"),
        (sum(one.answer == "declined" for one in offers), "declined"),
        (sum(one.delivered_on is not None for one in offers), "delivered"),
    )
    said = ", ".join(f"{number} {what}" for number, what in counted)
    page = Span("", "", "support", page=True)
    yield Heading("Support", 2, "support-in-figures")
    yield Paragraph((Span(f"{said}; page "), page))


def support_and_positives(file: CoachingFile, cover: Cover) -> Iterator[Block]:
    """What was offered to help and what came of it; what went well, at the same weight."""
    offers, positives = file.all(Support), _positives(file, cover)
    if not (offers or positives):
        return
    title = "Support provided and positive record" if offers else "Positive record"
    yield Heading(title, 1, "support-and-positives")
    if offers:
        yield Heading("Support provided", 2, "support")
        yield table_of(
            offers,
            ("No.", "Support", "Offered", "Answer", "Delivered", "Outcome"),
            (0.06, 0.26, 0.13, 0.18, 0.13, 0.24),
            partial(_support, file),
        )
        yield from links_withheld(file)
        if positives:
            yield Heading("Positive record", 2, "positives")
    if positives:
        widths = (0.2, 0.71, 0.09)
        yield table(("Date", "What was good", "Page"), widths, (row for _, row in positives))


def _support(file: CoachingFile, item: Item[Support]) -> tuple[str | Text, ...]:
    one = item.record
    answer = words.ANSWERED[one.answer] if one.answer else "No answer yet"
    return (
        named(item),
        lines(
            marked(item, one.what),
            phrases.joined((words.SUPPORTS[one.type], one.counterpart, one.cost)),
            f"Cause: {words.CAUSES[one.cause]}" if one.cause else "",
            file.reference(one.plan_id),
            linked(file, one.id),
        ),
        day(one.offered_on),
        lines(answer, day(one.answered_on), one.answer_words),
        day(one.delivered_on, "–" if one.answer == "declined" else "Not delivered yet"),
        lines(day(one.outcome_on), one.outcome),
    )


def _positives(file: CoachingFile, cover: Cover) -> list[tuple[str, tuple[Text, Text, Text]]]:
    """Praise and improvements, with what they sort by."""
    found: list[tuple[str, tuple[Text, Text, Text]]] = []
    for entry in file.story.entries:
        if KINDS[entry.current.kind].tone == "positive" and not entry.withdrawn:
            kind = Span(f"{KINDS[entry.current.kind].name}, entry {entry.number}  ", "quiet")
            text, where = (kind, Span(summary_of(entry.current))), anchor(entry.numbers)
            when = plain(phrases.occurred_briefly(entry.occurred))
            found.append((entry.occurred.sort_key, (when, text, _page(where))))
    for one, item in file.milestones(cover):
        if one.key in _IMPROVED:
            said = words.milestone(one.key, one.record_type, one.facts, "")
            text = (Span(f"{item.name}  ", "quiet"), Span(said))
            found.append((one.sort_key, (plain(day(one.day)), text, _page(file.anchor_of(item)))))
    return sorted(found, key=lambda one: one[0])


def _page(where: str) -> Text:
    return (Span("", "", where, page=True),)
