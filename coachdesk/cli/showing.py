"""Entries as lines and as pages of a terminal."""

from collections.abc import Sequence

from coachdesk.cli import finding
from coachdesk.cli.text import columns, on_one_line, padded, shortened, table, wrapped
from coachdesk.coaching.reflection import may_leave_ever
from coachdesk.export import phrases
from coachdesk.journal.append import WHOLE
from coachdesk.journal.outline import Outline, headline_of
from coachdesk.journal.view import View
from coachdesk.records.entry import Entry
from coachdesk.records.kinds import KINDS

INDENT = "  "


def when(entry: Entry | Outline) -> str:
    """The day, and the time if it is known."""
    return phrases.occurred_briefly(entry.occurred)


def when_in_full(entry: Entry) -> str:
    """As :func:`when`, with the weekday: what was said is said back so that a slip is seen."""
    day, time, about = (
        phrases.day(entry.occurred.day),
        entry.occurred.time,
        entry.occurred.precision == "about",
    )
    return f"{day}, {'about ' if about else ''}{time}" if time else day


def kind_name(entry: Entry | Outline) -> str:
    """The kind, and the lane where it is not the ordinary one."""
    name = KINDS[entry.kind].name
    return name if entry.lane == "ordinary" else f"{name} [{entry.lane}]"


def headline(entry: Entry | Outline) -> str:
    """The title, or how the text begins."""
    begins = entry.headline if isinstance(entry, Outline) else headline_of(entry)
    return on_one_line(begins) or "(no text)"


def entry_lines(entries: Sequence[Outline], width: int) -> list[str]:
    """One line for each entry of one leader: number, id, when, kind, headline."""
    rows = [
        (
            f"{entry.number:>4}",
            finding.short_id(entry.id),
            when(entry),
            kind_name(entry) + _state(entry),
            "" if entry.erased == WHOLE else headline(entry),
        )
        for entry in entries
    ]
    return [shortened(line, width) for line in table(rows)] if rows else []


def _state(entry: Outline) -> str:
    return ", erased" if entry.erased == WHOLE else ", withdrawn" if entry.withdrawn else ""


def labelled(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Values beside their labels; a long value runs on under itself."""
    margin = max(columns(label) for label, _ in rows) + len(INDENT)
    return [padded(label, margin) + wrapped(value, width, " " * margin)[margin:] for label, value in rows]


def may_be_listed(view: View, record_id: str) -> bool:
    """Whether other programs may have a record: never the manager's own reflections."""
    return may_leave_ever([revision.record for revision in view.history(record_id)])
