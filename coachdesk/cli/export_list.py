"""What an export would show and what it would withhold, line by line: ``coachdesk export --list``.

The manager's own reflections, sheets for talks and unreleased interviews stand there without their words: those
are for the window alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from coachdesk import sentences
from coachdesk.cli import finding
from coachdesk.cli.desk import Desk
from coachdesk.cli.text import on_one_line, shortened, table
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.export.elsewhere import Elsewhere
from coachdesk.export.reviewing import Reviewed
from coachdesk.records.kinds import KINDS

_OWN = ("reflection", "under_review", "preparation", "intake", "linked", "threshold", "refiled")
"""Why a record is withheld of which no word is said here."""

_SORTS: Mapping[str, Mapping[str, str]] = {
    "meeting": words.MEETINGS,
    "plan": words.PLANS,
    "letter": words.LETTERS,
}


def say_reviewed(
    desk: Desk, found: Sequence[Reviewed], elsewhere: Sequence[Elsewhere], *, as_json: bool, narrowed: bool
) -> None:
    """Every entry and coaching record on a line of its own, then how many there are of each, and what is ``elsewhere``.

    ``narrowed`` is whether only a period was chosen.
    """
    if as_json:
        others = [{"id": one.record_id, "leader": one.leader, "number": one.number} for one in elsewhere]
        desk.terminal.say_json({"records": [_as_json(one) for one in found], "elsewhere": others})
        return
    names = {one.record_id: _name(one) for one in found}
    rows = [_row(one, names) for one in found]
    lines = [shortened(line, desk.terminal.width) for line in table(rows)] if rows else []
    desk.terminal.say(*(lines or [sentences.said("nothing_on_file")]), "", *_counts(found))
    if narrowed:
        desk.terminal.say(sentences.said("period_as_it_stands"))
    if elsewhere:
        desk.terminal.say(sentences.said("named_elsewhere", entries=_by_leader(elsewhere)))
    desk.terminal.say(sentences.said("only_listed"))


def _by_leader(elsewhere: Sequence[Elsewhere]) -> str:
    numbers: dict[str, list[int]] = {}
    for one in elsewhere:
        numbers.setdefault(one.leader, []).append(one.number)
    return "; ".join(f"{on_one_line(name)}, no. {phrases.numbers(found)}" for name, found in numbers.items())


def _row(one: Reviewed, names: Mapping[str, str]) -> tuple[str, ...]:
    joined = " – ".join(names.get(end, "a record elsewhere") for end in one.joins)
    return (
        _name(one),
        finding.short_id(one.record_id),
        phrases.short_day(one.day),
        _said(one),
        _headline(one) or joined or "–",
    )


def _name(one: Reviewed) -> str:
    return f"{phrases.COACHING.get(one.type, 'Entry')} {one.number}"


def _said(one: Reviewed) -> str:
    kind = KINDS[one.kind].name if one.kind else _SORTS.get(one.type, {}).get(one.sort, "")
    marks = (
        kind,
        "late" if one.late else "",
        "not told" if one.told == "no" else "",
        "withdrawn" if one.withdrawn else "",
        f"WITHHELD: {phrases.REASONS_WITHHELD[one.withheld]}" if one.withheld else "",
    )
    return phrases.joined(marks)


def _headline(one: Reviewed) -> str:
    return "" if one.withheld in _OWN else on_one_line(one.headline)


def _counts(found: Sequence[Reviewed]) -> list[str]:
    lines = []
    for what, among in (
        ("entry", [one for one in found if one.type == "entry"]),
        ("coaching record", [one for one in found if one.type != "entry"]),
    ):
        if not among:
            continue
        reasons = Counter(phrases.REASONS_WITHHELD[one.withheld] for one in among if one.withheld)
        why = "; ".join(f"{reason}: {count}" for reason, count in reasons.items())
        total = f"{phrases.count(len(among), what)}: {len(among) - reasons.total()} shown"
        lines.append(f"{total}, {reasons.total()} withheld ({why})" if why else total)
    return lines


def _as_json(one: Reviewed) -> dict[str, Any]:
    return {
        "id": one.record_id,
        "type": one.type,
        "number": one.number,
        "numbers": list(one.numbers),
        "day": one.day,
        "kind": one.kind or one.sort,
        "headline": _headline(one),
        "withheld": one.withheld,
        "late": one.late,
        "told": one.told,
        "withdrawn": one.withdrawn,
    }
