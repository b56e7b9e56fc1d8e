"""What a correction changed, shown so that the original stays legible: struck words, added words."""

import difflib
import re
from collections.abc import Mapping

from coachdesk.export import phrases
from coachdesk.export.blocks import Mark, Span, Text
from coachdesk.records.entry import NARRATIVE, ActionPoint, Entry
from coachdesk.records.kinds import KINDS

_WORDS = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 4000
_LISTS = ("Present", "Themes", "Action points")

FIELDS: dict[str, str] = {
    "text": "Note",
    "situation": "Situation",
    "behaviour": "Behaviour",
    "impact": "Impact",
    "account": "Leader’s account, in their own words",
    "intent": "When asked what they intended",
}


def differences(before: str, after: str) -> Text:
    """``after`` with what was taken out of ``before`` struck and what is new underlined."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return (Span(before, "struck"), Span("\n"), Span(after, "added"))
    spans: list[Span] = []
    for taken, put in _changes(old, new):
        if taken == put:
            _append(spans, taken, "")
            continue
        _append(spans, taken, "struck")
        if taken and put and not put[0].isspace() and not taken[-1].isspace():
            _append(spans, " ", "")
        _append(spans, put, "added")
    return tuple(spans)


def _changes(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Runs of words, old and new. A lone space between two changes belongs to them: it reads as one change."""
    runs: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for change, start, end, new_start, new_end in matcher.get_opcodes():
        taken, put = "".join(old[start:end]), "".join(new[new_start:new_end])
        joins = change == "equal" and taken.isspace() and "\n" not in taken
        open_change = bool(runs) and runs[-1][0] != runs[-1][1]
        if open_change and (joins or change != "equal"):
            runs[-1] = (runs[-1][0] + taken, runs[-1][1] + put)
        else:
            runs.append((taken, put))
    return runs


def _append(spans: list[Span], text: str, mark: Mark) -> None:
    if text:
        spans.append(Span(text, mark))


def replaced(before: str, after: str, removed: str = "(removed)") -> Text:
    """A short value struck and the one that took its place; ``removed`` is said where none did."""
    spans = [Span(before, "struck"), Span("  ")] if before else []
    return (*spans, Span(after or removed, "added" if after else "quiet"))


def changed_values(
    old: Mapping[str, str], new: Mapping[str, str], removed: str = "(removed)"
) -> tuple[tuple[str, Text], ...]:
    """The values by name in which two mappings differ, each as old and new."""
    return tuple(
        (name, replaced(old.get(name, ""), new.get(name, ""), removed))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    )


def changed_facts(before: Entry, after: Entry, entry_link: dict[str, str]) -> tuple[tuple[str, Text], ...]:
    """The facts (not the narrative) in which two states of an entry differ, each as old and new.

    In a list that still stands only the words that changed are marked.
    """
    old, new = dict(facts(before, entry_link)), dict(facts(after, entry_link))
    return tuple(
        (name, differences(old[name], new[name]) if name in _LISTS and name in old and name in new else text)
        for name, text in changed_values(old, new)
    )


def facts(entry: Entry, entry_link: dict[str, str]) -> list[tuple[str, str]]:
    """The short facts of an entry by their label; ``entry_link`` gives other entries their number."""
    in_entry = entry_link.get(entry.told.entry_id or "", "") if entry.told else ""
    told_applies = entry.told is not None or KINDS[entry.kind].told
    found = [
        ("Occurred", phrases.occurred(entry.occurred)),
        ("Title", entry.title),
        ("Kind", KINDS[entry.kind].name),
        ("Record", "Formal record" if entry.formal else "Informal note"),
        ("Place", entry.place),
        ("Present", "; ".join(phrases.joined((person.name, person.role)) for person in entry.present)),
        ("Source", phrases.source(entry.source) if entry.source else ""),
        ("Told", phrases.told(entry.told, in_entry) if entry.told else "Not stated" if told_applies else ""),
        ("Themes", ", ".join(entry.themes)),
        ("Action points", "; ".join(action_point(point) for point in entry.action_points)),
        ("Late because", entry.late_reason),
        ("Lane", "" if entry.lane == "ordinary" else phrases.LANES[entry.lane]),
    ]
    return [(name, value) for name, value in found if value]


def action_point(point: ActionPoint) -> str:
    """An action point on one line."""
    due = f"due {phrases.short_day(point.due)}" if point.due else ""
    done = f"done {phrases.short_day(point.done)}" if point.done else ""
    return f"{point.text} ({phrases.joined((phrases.OWNERS[point.owner], due, done))})"


def changed_narrative(before: Entry, after: Entry) -> list[tuple[str, Text]]:
    """The narrative fields in which two states differ, with the differences marked."""
    return [
        (FIELDS[field], differences(getattr(before, field), getattr(after, field)))
        for field in NARRATIVE
        if getattr(before, field) != getattr(after, field)
    ]
