"""What a verification found, said in plain words or as JSON."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from coachdesk import sentences
from coachdesk.cli.desk import Desk
from coachdesk.cli.text import WIDEST, wrapped
from coachdesk.export.verify import Finding

_WORDS = {"proved": "proved", "wrong": "WRONG", "note": "note"}
_INDENT = " " * 8


class Found(NamedTuple):
    """One thing found in a journal, as :class:`Finding` is in a report."""

    kind: str
    state: str
    facts: Mapping[str, str]


def say_found(desk: Desk, path: Path, found: Sequence[Finding | Found], *, as_json: bool) -> int:
    """Each finding, then all of it in one; returns the exit code: 0 if nothing is wrong."""
    is_wrong = any(finding.state == "wrong" for finding in found)
    if as_json:
        listed = [{"kind": one.kind, "state": one.state, "facts": dict(one.facts)} for one in found]
        desk.terminal.say_json({"accepted": not is_wrong, "findings": listed})
    else:
        desk.terminal.say(str(path), "")
        desk.terminal.say(*(_line(finding, desk.terminal.width) for finding in found))
        desk.terminal.say("", sentences.said("wrong" if is_wrong else "right"))
    return int(is_wrong)


def _line(finding: Finding | Found, width: int) -> str:
    text = wrapped(sentences.finding(finding.kind, finding.facts), min(width, WIDEST), _INDENT)
    return _WORDS[finding.state].ljust(len(_INDENT)) + text[len(_INDENT) :]
