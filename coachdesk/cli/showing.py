"""Entries as lines and as pages of a terminal."""

from collections.abc import Sequence

from coachdesk.cli import finding
from coachdesk.cli.text import columns, on_one_line, padded, shortened, table, wrapped
from coachdesk.export import phrases
from coachdesk.journal.view import Listed
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.kinds import KINDS

INDENT = "  "


def when(entry: Entry) -> str:
    """The day, and the time if it is known."""
    return phrases.occurred_briefly(entry.occurred)


def kind_name(entry: Entry) -> str:
    """The kind, and the lane where it is not the ordinary one."""
    name = KINDS[entry.kind].name
    return name if entry.lane == "ordinary" else f"{name} [{entry.lane}]"


def headline(entry: Entry) -> str:
    """The title, or how the text begins."""
    candidates = [entry.title, *(getattr(entry, field) for field in NARRATIVE)]
    return next((on_one_line(text) for text in candidates if text.strip()), "(no text)")


def entry_lines(entries: Sequence[Listed], width: int) -> list[str]:
    """One line for each entry of one leader: number, id, when, kind, headline."""
    rows = [
        (
            f"{listed.number:>4}",
            finding.short_id(listed.entry.id),
            when(listed.entry),
            kind_name(listed.entry) + (", withdrawn" if listed.withdrawn else ""),
            headline(listed.entry),
        )
        for listed in entries
    ]
    return [shortened(line, width) for line in table(rows)] if rows else []


def labelled(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Values beside their labels; a long value runs on under itself."""
    margin = max(columns(label) for label, _ in rows) + len(INDENT)
    return [padded(label, margin) + wrapped(value, width, " " * margin)[margin:] for label, value in rows]
