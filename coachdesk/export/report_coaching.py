"""The coaching records of a report: its sections about them, their changes, and which are withheld.

A leader with whom nothing was started has none of these sections but the positive record, if there is praise.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.export.blocks import Block, Heading, Paragraph, Span, Text, plain
from coachdesk.export.coached import Version
from coachdesk.export.coaching_file import CoachingFile, Item
from coachdesk.export.differences import differences
from coachdesk.export.evidence import Cover
from coachdesk.export.report_case import intervention
from coachdesk.export.report_entries import Row, cut
from coachdesk.export.report_issues import responses, summary
from coachdesk.export.report_meetings import kept_back
from coachdesk.export.report_outcome import consequences_and_decisions, feedback_rounds
from coachdesk.export.report_parts import capital, table, table_of
from coachdesk.export.report_plan import expectations_and_plan, support_and_positives
from coachdesk.export.sessions import has_closed_notes
from coachdesk.records.issue import Link
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.protected import ProtectedEvent

HOW_TO_READ = (
    "Coaching records",
    (
        "Issues, goals, support and the like are not entries: each type has numbers of its own, in the order in which "
        "they were first written, and a number that is missing is listed under “Withheld items”. They are shown as "
        "they now stand; what was changed in them, when and why, is under “Corrections and changes”."
    ),
)


def before_entries(file: CoachingFile) -> Iterator[Block]:
    """Summary of issues, expectations and plan."""
    yield from summary(file)
    yield from expectations_and_plan(file)


def after_entries(file: CoachingFile, cover: Cover) -> Iterator[Block]:
    """Responses, support and positive record, intervention, 360, consequences and decisions."""
    if file.items:
        yield from responses(file)
    yield from support_and_positives(file, cover)
    yield from intervention(file)
    yield from feedback_rounds(file)
    yield from consequences_and_decisions(file)
    yield from _protected(file)
    yield from _links(file)


def milestone_rows(file: CoachingFile, cover: Cover) -> Iterator[tuple[str, Row]]:
    """What coaching records add to the chronology, with what it is sorted by."""
    for one, item in file.milestones(cover):
        when = phrases.short_day(one.day) + (f", {phrases.clock(one.time)}" if one.time else "")
        leader_id = one.facts.get("leader_id", "")
        said = words.milestone(
            one.key, one.record_type, one.facts, file.person(leader_id) if leader_id else ""
        )
        where = Span("", "", file.anchor_of(item), page=True)
        event = (Span(f"{item.name}  ", "quiet"), Span(cut(capital(" ".join(said.split())))))
        yield one.sort_key, (plain(when), event, (), (where,))


def count(file: CoachingFile) -> str:
    """How many there are, and how many are shown."""
    shown, withheld = len(file.story.coaching), len(file.story.closed)
    on_file = phrases.count(shown + withheld, "coaching record")
    return f"{on_file} on file about {file.whom}: {shown} shown, {withheld} withheld."


def _protected(file: CoachingFile) -> Iterator[Block]:
    """Protected events, if the author released that lane: the day and which it was."""
    if found := file.all(ProtectedEvent):
        yield Heading("Protected events", 1, "protected-events")
        yield table_of(found, ("No.", "Day", "What"), (0.1, 0.25, 0.65), _protected_event)


def _protected_event(item: Item[ProtectedEvent]) -> tuple[str, ...]:
    what = words.PROTECTED[item.record.type] + (" [withdrawn]" if item.coached.withdrawn else "")
    return item.number, phrases.short_day(item.record.day), what


def _links(file: CoachingFile) -> Iterator[Block]:
    """The links that stand beside nothing above: they were withdrawn, or lead to what has no room for them."""
    beside = (
        "issue",
        "goal",
        "expectation",
        "plan",
        "support",
        "case",
        "feedback_item",
        "round",
        "consequence",
        "decision",
        "fit_review",
    )
    rest = [
        item
        for item in file.all(Link)
        if item.coached.withdrawn or _type_of(file, item.record.target_id) not in beside
    ]
    if rest:
        yield Heading("Other links", 1, "links")
        rows = (
            (
                file.reference(item.record.entry_id),
                words.STANCES[item.record.stance] + (" [withdrawn]" if item.coached.withdrawn else ""),
                file.reference(item.record.target_id),
                item.record.note,
            )
            for item in rest
        )
        yield table(("Entry", "Stance", "Record", "Note"), (0.15, 0.23, 0.22, 0.4), rows)


def _type_of(file: CoachingFile, record_id: str) -> str:
    item = file.items.get(record_id)
    return item.coached.record_type if item else ""


def changes(file: CoachingFile) -> Iterator[Block]:
    """Every change of a coaching record in the order in which it was written, old and new."""
    found = [
        (version.event.seq, item, before, version)
        for item in file.items.values()
        for before, version in zip(item.coached.versions, item.coached.versions[1:], strict=False)
    ]
    if found:
        yield Heading("Changes to coaching records", 2, "coaching-changes")
        rows = (
            (
                file.reference(item.record.id),
                phrases.recorded_briefly(version.event),
                _changed(file, before, version),
                version.reason,
            )
            for _, item, before, version in sorted(found, key=lambda one: one[0])
        )
        yield table(("Record", "Recorded", "Change", "Reason given"), (0.16, 0.2, 0.41, 0.23), rows)


def _changed(file: CoachingFile, before: Version, after: Version) -> Text:
    if after.event.action == "withdraw":
        return plain("Withdrawn")
    spans: list[Span] = []
    old, new = (msgspec.structs.asdict(one.record) for one in (before, after))
    for name in old:
        if old[name] != new[name]:
            spans += [Span("\n")] if spans else []
            is_entry = name == "entry_id"
            values = [_called(file, one[name]) if is_entry else one[name] for one in (old, new)]
            spans += [Span(f"{_label(name)}: "), *_values(file, *values)]
    if not spans and isinstance(after.record, Meeting) and has_closed_notes(after.record):
        return plain("In what is not told of a session")
    return tuple(spans) or plain("Named another leader")


def _label(name: str) -> str:
    if name == "at":
        return "When"
    plain_name = name.removesuffix("_ids").removesuffix("_id").replace("_", " ")
    return plain_name.capitalize()


def _values(file: CoachingFile, old: Any, new: Any) -> Text:
    """Two values of a field: words struck and added, or of what grew, by how much."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        if new[: len(old)] == old:
            return plain(f"{len(new) - len(old)} added")
        return plain(f"{len(old)} before, {len(new)} now, as shown")
    if isinstance(old, Slot) and isinstance(new, Slot):
        return differences(_moment(old), _moment(new))
    if not all(value is None or isinstance(value, str | int | bool) for value in (old, new)):
        return plain("changed to what is shown")
    return differences(_said(file, old), _said(file, new))


def _called(file: CoachingFile, record_id: str | None) -> str:
    return "".join(span.text for span in file.reference(record_id))


def _moment(at: Slot) -> str:
    return f"{phrases.short_day(at.day)}, {phrases.clock(at.time)}"


def _said(file: CoachingFile, value: str | int | None) -> str:
    if value in (None, ""):
        return ""
    text = str(value)
    if text in file.names:
        return file.names[text]
    try:
        return phrases.short_day(dt.date.fromisoformat(text).isoformat())
    except ValueError:
        return _KEYS.get(text, text)


_KEYS: Mapping[str, str] = {
    "True": "yes",
    "False": "no",
    "not_met": "not met",
    "pip": "performance improvement plan",
    "role_change": "change of role",
}


def withheld(file: CoachingFile) -> Iterator[Block]:
    """The coaching records that are not shown: type and number, when recorded, category, commitment."""
    yield from kept_back(file)
    if not file.story.closed:
        return
    yield Paragraph(plain("These coaching records are on file and not shown:"))
    rows = (
        (
            file.names[one.events[0].record_id],
            phrases.recorded_briefly(one.events[0]),
            phrases.REASONS_WITHHELD[one.why],
            (Span(one.events[-1].commitment[:16], "quiet"),),
        )
        for one in file.story.closed
    )
    yield table(("Record", "Recorded", "Category", "Commitment"), (0.25, 0.21, 0.31, 0.23), rows)
