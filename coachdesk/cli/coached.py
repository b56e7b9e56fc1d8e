"""Coaching records that may be shown here, which one is meant, and the entries they name by number.

Intake interviews that were not released, the planner's sheets and links to reflections are the manager's
own: the command line shows them nowhere.
"""

from collections.abc import Iterable, Mapping

from coachdesk.cli import finding
from coachdesk.cli.refusals import Refused
from coachdesk.cli.showing import may_be_listed
from coachdesk.cli.text import on_one_line
from coachdesk.coaching.on_file import those
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.journal.errors import NoSuchRecord
from coachdesk.journal.view import Listed, Revision, View
from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry
from coachdesk.records.forms import COACHING, type_name
from coachdesk.records.issue import Issue, Link
from coachdesk.records.people import Leader

Entries = Mapping[str, Listed]
"""Entries about a leader by id, with their numbers."""


def about(view: View, leader_id: str) -> tuple[AboutLeaders, ...]:
    """The coaching records about a leader that may be shown, withdrawn ones left out."""
    found = [one for name in COACHING for one in view.about(leader_id, name)]
    return tuple(one for one in those(found, AboutLeaders) if may_be_shown(view, one))


def any_of(view: View, beginning: str) -> Revision:
    """The entry or coaching record whose id begins so, as it stands.

    Raises NoSuchRecord, AmbiguousId, and Refused for what is shown in the window alone.
    """
    last = view.get(finding.id_of(view, beginning))
    if not isinstance(last.record, AboutLeaders):
        raise NoSuchRecord(beginning)
    if not (isinstance(last.record, Entry) or may_be_shown(view, last.record)):
        raise Refused("own_window_only")
    return last


def may_be_shown(view: View, record: Record) -> bool:
    """Whether a record may be shown outside the manager's own window; a link if what it joins may.

    What once was a reflection stays one.
    """
    ends = (record.entry_id, record.target_id) if isinstance(record, Link) else ()
    return all(may_be_listed(view, one) for one in (record.id, *ends))


def entries_of(view: View, leader_id: str, ids: Iterable[str | None]) -> dict[str, Listed]:
    """Those of these records that are entries about a leader, reflections left out."""
    numbers = [view.number_of(one) for one in dict.fromkeys(ids) if one and view.type_of(one) == "entry"]
    listed = view.listed(leader_id, numbers) if numbers else ()
    return {one.entry.id: one for one in listed if may_be_listed(view, one.entry.id)}


def cited(ids: Iterable[str | None], entries: Entries) -> str:
    """Entries as somebody cites them: ``entry 4``, ``entries 4, 7–9``; empty if none of them is there."""
    numbers = {entries[one].number for one in ids if one and one in entries}
    return f"{'entry' if len(numbers) == 1 else 'entries'} {phrases.numbers(numbers)}" if numbers else ""


def links_to(record_id: str, records: Iterable[Record], entries: Entries) -> list[Link]:
    """The links to a record whose entries stand, in the order of their numbers."""
    found = [
        one
        for one in those(records, Link)
        if one.target_id == record_id and one.entry_id in entries and not entries[one.entry_id].withdrawn
    ]
    return sorted(found, key=lambda one: entries[one.entry_id].number)


def linked(record_id: str, records: Iterable[Record], entries: Entries) -> str:
    """The entries that say something to a record, each on a line of its own with what."""
    return "\n".join(
        f"{cited([one.entry_id], entries)}, {phrases.short_day(entries[one.entry_id].entry.occurred.day)}, "
        f"{words.STANCES[one.stance]}{f': {one.note}' if one.note else ''}"
        for one in links_to(record_id, records, entries)
    )


def linked_values(record_id: str, records: Iterable[Record], entries: Entries) -> list[dict[str, object]]:
    """The same for other programs."""
    return [
        {
            "number": entries[one.entry_id].number,
            "entry_id": one.entry_id,
            "stance": one.stance,
            "note": one.note,
        }
        for one in links_to(record_id, records, entries)
    ]


def issue_of(view: View, leader: Leader, meant: str) -> Issue:
    """The issue that is meant: by the beginning of its id, or words of its title. Raises Refused."""
    issues, name = those(view.about(leader.id, "issue"), Issue), finding.plain(meant)
    found = (
        [one for one in issues if finding.plain(one.title) == name]
        or [one for one in issues if name and finding.begins_words(name, finding.plain(one.title))]
        or [one for one in issues if finding.may_be_id(name) and one.id.startswith(name)]
    )
    if not found:
        raise Refused("issue_unknown", issue=meant, name=leader.name)
    if len(found) > 1:
        named = "; ".join(f"{one.title} ({finding.short_id(one.id)})" for one in found)
        raise Refused("issue_ambiguous", issue=meant, found=named)
    return found[0]


def entry_that_stands(view: View, beginning: str, leader: Leader | None = None) -> Entry:
    """The entry that is meant. Raises Refused if it was withdrawn, or is not about the leader who is named."""
    entry, last = finding.entry_of(view, beginning)
    if last.event.action == "withdraw":
        raise Refused("entry_withdrawn", entry=finding.short_id(entry.id))
    if leader is not None and leader.id not in entry.leader_ids:
        raise Refused("entry_about_others", entry=finding.short_id(entry.id), name=leader.name)
    return entry


def called(record: Record) -> str:
    """What a record is called: its type, and how its title or its text begins."""
    texts = (getattr(record, field, "") for field in ("title", "what", "text", "purpose", "name"))
    title = on_one_line(next((text for text in texts if text), ""))
    stored = type_name(record)
    name = phrases.COACHING.get(stored, stored.capitalize())
    return f"{name} “{title}”" if title else name


def leader_values(leader: Leader) -> dict[str, str]:
    """Who a listing for other programs is about."""
    return {"id": leader.id, "name": leader.name}
