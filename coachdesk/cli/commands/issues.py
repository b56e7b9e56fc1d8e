"""``coachdesk issues``: what is worked on with a leader, and where they stand on it, in their words."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from coachdesk import sentences
from coachdesk.cli import coached, finding
from coachdesk.cli.access import opened
from coachdesk.cli.cards import card, quoted, width_of
from coachdesk.cli.coached import Entries
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.coaching.acknowledgement import contested_since, state_of
from coachdesk.coaching.on_file import those
from coachdesk.coaching.playbook import Playbook, load_steps, playbook
from coachdesk.coaching.reflection import that_may_leave
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.journal.filters import Filter
from coachdesk.journal.view import View
from coachdesk.records.base import Record
from coachdesk.records.issue import Acknowledgement, Issue, Link, SelfReflection
from coachdesk.records.people import Leader

_NO_LIMIT = -1
_STEPS = load_steps()


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", help="whose issues")
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Lists the issues by segment."""
    with opened(desk, options) as journal:
        view = journal.view
        leader = finding.leader_of(view, options.leader)
        records = coached.about(view, leader.id)
        issues = _in_order(those(records, Issue))
        entries = coached.entries_of(view, leader.id, _named(records))
        books = _playbooks(view, leader, issues, records)
        if options.json:
            listed = [_as_json(issue, records, entries, books.get(issue.id)) for issue in issues]
            desk.terminal.say_json({"leader": coached.leader_values(leader), "issues": listed})
            return 0
    width = width_of(desk.terminal.width)
    desk.terminal.say(f"{leader.name}: {phrases.count(len(issues), 'issue') if issues else 'no issues'}")
    for segment, name in words.SEGMENTS.items():
        own = [issue for issue in issues if issue.segment == segment]
        desk.terminal.say(*(["", name] if own else []))
        for issue in own:
            desk.terminal.say(
                *card(
                    f"{issue.title} ({finding.short_id(issue.id)})",
                    list(_rows(issue, records, entries, books.get(issue.id))),
                    width,
                )
            )
    if not issues:
        desk.terminal.say(sentences.said("no_issues"))
    return 0


def _in_order(issues: Sequence[Issue]) -> list[Issue]:
    """By segment, those that are resolved last."""
    segments = list(words.SEGMENTS)
    return sorted(issues, key=lambda one: (segments.index(one.segment), one.status == "resolved"))


def _named(records: Sequence[Record]) -> Iterator[str | None]:
    """The entries that issues and links name."""
    yield from (link.entry_id for link in those(records, Link))
    for issue in those(records, Issue):
        yield from (said.entry_id for said in issue.acknowledgements)
        yield from (one.entry_id for one in issue.self_reflections)


def _playbooks(
    view: View, leader: Leader, issues: Sequence[Issue], records: Sequence[Record]
) -> dict[str, Playbook]:
    """How far each contested issue has come. The entries since the first was contested are read, if any is."""
    since = min((day for one in issues if (day := contested_since(one))), default=None)
    if since is None:
        return {}
    shown = view.timeline(leader.id, Filter(from_day=since), _NO_LIMIT).entries
    seen = that_may_leave(one.entry for one in shown if not one.withdrawn)
    found = (playbook(issue, (*records, *seen), _STEPS) for issue in issues)
    return {book.issue_id: book for book in found if book}


def _rows(
    issue: Issue, records: Sequence[Record], entries: Entries, book: Playbook | None
) -> Iterator[tuple[str, str]]:
    yield "Stands", f"{words.ACKNOWLEDGED[state_of(issue)]}; {words.STATUS[issue.status].lower()}"
    yield "Theme", issue.theme
    yield "Noticed", phrases.day(issue.noticed) if issue.noticed else ""
    for one in issue.acknowledgements:
        yield phrases.short_day(one.day), _said(one, entries)
    causes = f"{phrases.short_day(issue.causes_on)}: {quoted(issue.causes)}" if issue.causes_on else ""
    yield "Causes", causes
    yield "Reflection", "\n".join(_reflection(one, entries) for one in issue.self_reflections)
    yield "Entries", coached.linked(issue.id, records, entries) or "none linked yet"
    if book:
        yield "Playbook", _how_far(book)
    step = next((one for one in _STEPS if book and one.key == book.next_step), None)
    if step:
        yield "Next step", f"{step.title}. {step.hint}"


def _said(one: Acknowledgement, entries: Entries) -> str:
    where = coached.cited([one.entry_id], entries)
    state = words.ACKNOWLEDGED[one.state] + (f" ({where})" if where else "")
    return f"{state}: {quoted(one.words)}" if one.words else state


def _reflection(one: SelfReflection, entries: Entries) -> str:
    """One that was asked for, with the questions, and the entry in which it came."""
    asked = f"asked for on {phrases.short_day(one.asked_on)}, by {phrases.short_day(one.by_day)}"
    came = f"came on {phrases.short_day(one.came_on)}" if one.came_on else "not come yet"
    where = coached.cited([one.entry_id], entries)
    state = f"{asked}; {came}" + (f" ({where})" if where else "")
    return "\n".join((state, *one.questions))


def _how_far(book: Playbook) -> str:
    states = [step.state for step in book.steps]
    counted = ", ".join(f"{states.count(state)} {state}" for state in ("done", "skipped", "open"))
    return f"since {phrases.short_day(book.since)}: {counted}"


def _as_json(
    issue: Issue, records: Sequence[Record], entries: Entries, book: Playbook | None
) -> dict[str, Any]:
    return {
        "issue": msgspec.to_builtins(issue),
        "stands": state_of(issue),
        "entries": coached.linked_values(issue.id, records, entries),
        "playbook": msgspec.to_builtins(book),
    }
