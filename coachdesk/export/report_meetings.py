"""Meetings in a report: kept, missed or moved. Of the sessions with a third party, kept and outcomes only."""

from collections.abc import Iterable, Iterator
from functools import partial

from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.export.blocks import Block, Heading, Paragraph, Table, Text, plain
from coachdesk.export.coaching_file import CoachingFile, Item
from coachdesk.export.report_parts import day, lines, marked, table_of
from coachdesk.export.sessions import has_closed_notes, shown_notes
from coachdesk.records.case import Case
from coachdesk.records.meeting import Meeting, MeetingNotes
from coachdesk.records.plan import Plan

_OF_ONE = (0.19, 0.12, 0.18, 0.39, 0.12)
_OF_TWO = (0.19, 0.22, 0.19, 0.25, 0.15)
"""Shares of the width. Where there are two, a meeting may say whom it is about, and an entry has two numbers."""


def check_ins(file: CoachingFile, plan_id: str) -> Iterator[Block]:
    """The meetings of a plan."""
    found = [item for item in file.all(Meeting) if item.record.of_id == plan_id]
    if found:
        yield Paragraph(plain("Meetings"), "label")
        yield meetings_table(file, found)


def apart(file: CoachingFile) -> Iterator[Block]:
    """The meetings that belong to no plan and no case that is shown."""
    known = {item.record.id for kind in (Plan, Case) for item in file.all(kind)}
    found = [item for item in file.all(Meeting) if item.record.of_id not in known]
    if found:
        yield Heading("Other meetings", 2, "meetings")
        yield meetings_table(file, found)


def meetings_table(file: CoachingFile, meetings: Iterable[Item[Meeting]]) -> Table:
    """Meetings in order of time."""
    return table_of(
        sorted(meetings, key=lambda item: item.record.at.local),
        ("When", "Meeting", "Stands", "Outcome", "Entry"),
        _OF_TWO if len(file.leaders) > 1 else _OF_ONE,
        partial(_row, file),
    )


def _row(file: CoachingFile, item: Item[Meeting]) -> tuple[str | Text, ...]:
    meeting = item.record
    moved = (
        f"Moved on {day(move.moved_on)}, from {day(move.at.day)}, {phrases.clock(move.at.time)}"
        + (f": {move.reason}" if move.reason else "")
        for move in meeting.moves
    )
    ratings = [
        (*file.reference(rating.goal_id), *plain(f": {words.RATINGS[rating.rating]}"))
        for rating in meeting.ratings
    ]
    return (
        lines(
            day(meeting.at.day),
            f"{phrases.clock(meeting.at.time)}, {phrases.count(meeting.at.minutes, 'minute')}",
        ),
        marked(item, words.MEETINGS[meeting.kind]),
        lines(words.STANDS[meeting.state], *moved),
        lines(*_noted(meeting), *ratings),
        file.reference(meeting.entry_id),
    )


def _noted(meeting: Meeting) -> Iterator[str]:
    notes = meeting.notes or MeetingNotes()
    said = [(name, getattr(notes, name)) for name in shown_notes(meeting.kind)]
    for name, text in said:
        if text:
            yield f"{words.NOTED[name]}: {text}"
    if has_closed_notes(meeting) and not any(text for _, text in said):
        yield "No outcome shown"


def kept_back(file: CoachingFile) -> Iterator[Block]:
    """That the notes of some sessions are not in the file."""
    found = [
        item.record.id
        for item in file.all(Meeting)
        if any(
            isinstance(one.record, Meeting) and has_closed_notes(one.record) for one in item.coached.versions
        )
    ]
    if found:
        said = plain(
            "What was said in sessions with a third party is on file and not shown, but for outcomes: "
        )
        moves = plain(". Whether one of these sessions had been moved is not told here either.")
        yield Paragraph((*said, *file.references(found), *moves))
