"""A coaching record on a terminal: what it is, and beneath it what it says, value beside label."""

from collections.abc import Iterator, Sequence

from coachdesk.cli.showing import INDENT, labelled
from coachdesk.cli.text import WIDEST, on_one_line, wrapped
from coachdesk.export import phrases
from coachdesk.records.meeting import Slot

_QUOTES = ("“", "„", "«", "»", '"', "‘", "'")


def width_of(terminal_width: int) -> int:
    """How wide a page is."""
    return min(terminal_width, WIDEST)


def card(title: str, rows: Sequence[tuple[str, str]], width: int, *, depth: int = 1) -> Iterator[str]:
    """The lines of a card, ``depth`` indents from the left; rows that say nothing are left out."""
    indent = INDENT * depth
    yield wrapped(on_one_line(title), width, indent)
    told = [(label, value) for label, value in rows if value.strip()]
    inner = indent + INDENT
    for line in labelled(told, max(width - len(inner), 1)) if told else ():
        yield "\n".join(inner + part if part else "" for part in line.split("\n"))


def quoted(said: str) -> str:
    """Somebody's own words in quotation marks, unless they were written in some already."""
    return said if not said or said.lstrip().startswith(_QUOTES) else f"“{said}”"


def slot(at: Slot) -> str:
    """When a meeting is: the day, the time on the wall, the zone."""
    return f"{phrases.day(at.day)}, {at.time} ({at.zone})"


def of_leaders(leader_ids: Sequence[str], names: dict[str, str]) -> str:
    """Leaders by name."""
    return " and ".join(names.get(one, "") or "somebody unknown" for one in leader_ids)
