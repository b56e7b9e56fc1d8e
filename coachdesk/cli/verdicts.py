"""What a verification found, said in plain words or as JSON."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from coachdesk import sentences
from coachdesk.cli.desk import Desk
from coachdesk.cli.text import WIDEST, table, wrapped
from coachdesk.export import phrases
from coachdesk.export.verdict import Finding, Missing

STATES = {"proved": "proved", "wrong": "WRONG", "note": "note"}
"""How each state of a finding is marked."""

_INDENT = " " * 8
_SHOWN = 16
"""Of a commitment, as it is printed in the report."""


class Found(NamedTuple):
    """One thing found in a journal, as :class:`Finding` is in a report."""

    kind: str
    state: str
    facts: Mapping[str, str]


def say_found(
    desk: Desk,
    path: Path,
    found: Sequence[Finding | Found],
    missing: Sequence[Missing] = (),
    *,
    as_json: bool,
) -> int:
    """Each finding, what is not shown, then all of it in one; returns the exit code: 0 if nothing is wrong."""
    is_wrong = any(finding.state == "wrong" for finding in found)
    if as_json:
        listed = [{"kind": one.kind, "state": one.state, "facts": dict(one.facts)} for one in found]
        gaps = [msgspec.to_builtins(one) for one in missing]
        desk.terminal.say_json({"accepted": not is_wrong, "findings": listed, "withheld": gaps})
        return int(is_wrong)
    desk.terminal.say(str(path), "")
    desk.terminal.say(*(_line(finding, desk.terminal.width) for finding in found))
    if missing:
        desk.terminal.say("", sentences.said("withheld", count=len(missing)))
        desk.terminal.say(*(_INDENT + line for line in table(rows_of(missing))))
    desk.terminal.say("", sentences.said("wrong" if is_wrong else "right"))
    return int(is_wrong)


def rows_of(missing: Sequence[Missing]) -> list[tuple[str, ...]]:
    """The list of gaps as a table with a first row of names."""
    rows: list[tuple[str, ...]] = [("What", "Day", "Recorded", "Why", "Commitment")]
    for one in missing:
        what = f"Entry {one.number}" if one.number else phrases.COACHING[one.record_type]
        why = phrases.REASONS_WITHHELD[one.why]
        rows.append((what, one.day, one.recorded_at[:10], why, one.commitment[:_SHOWN]))
    return rows


def _line(finding: Finding | Found, width: int) -> str:
    text = wrapped(sentences.finding(finding.kind, finding.facts), min(width, WIDEST), _INDENT)
    return STATES[finding.state].ljust(len(_INDENT)) + text[len(_INDENT) :]
