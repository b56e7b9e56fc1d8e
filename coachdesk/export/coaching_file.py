"""The coaching records of a report under the names that a reader knows them by.

A record is called by its type and a number (Goal 2), an entry by its number, whom the report is about by name.
Of other leaders the evidence holds no name: they are the other leader, or other leader 1 and 2.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Generic, TypeVar

import msgspec

from coachdesk.coaching.milestone import Milestone, Revision
from coachdesk.coaching.milestones import milestones
from coachdesk.export import phrases
from coachdesk.export.blocks import Span, Text
from coachdesk.export.coached import Closed, Coached
from coachdesk.export.evidence import Cover
from coachdesk.export.phrases_coaching import STANCES
from coachdesk.export.report_entries import anchor
from coachdesk.export.story import Reported, Story
from coachdesk.ledger.clock import day_of
from coachdesk.records.about import AboutLeaders
from coachdesk.records.case import Intake
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Link
from coachdesk.records.people import Leader

About = TypeVar("About", bound=AboutLeaders)


class Item(msgspec.Struct, Generic[About], frozen=True):
    """A coaching record that is shown: what it is called, as it stands, and how it came to that.

    ``about`` are the names of those it is about, where the report is about two.
    """

    name: str
    record: About
    coached: Coached
    about: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The number in its name."""
        return self.name.rpartition(" ")[2]

    @property
    def anchor(self) -> str:
        """Where it stands, if it has a heading or a row of a table for itself."""
        return f"{self.coached.record_type}-{self.number}"


class CoachingFile:
    """All coaching records of a report, shown and withheld, and the names of what they refer to."""

    def __init__(self, story: Story, leaders: Sequence[Leader]) -> None:
        self.story, self.leaders = story, tuple(leaders)
        self._leader_names = {leader.id: leader.name for leader in leaders}
        self.names = _names(story)
        self.items: dict[str, Item[AboutLeaders]] = {
            one.current.id: Item(self.names[one.current.id], one.current, one, self._named(one.current))
            for one in story.coaching
        }
        self._entries: dict[str, Reported] = {one.current.id: one for one in story.entries}
        self._gaps = {gap.events[0].record_id: gap.number for gap in story.gaps}
        self._links: dict[str, list[Item[Link]]] = {}
        for item in self.all(Link):
            if not item.coached.withdrawn:
                self._links.setdefault(item.record.target_id, []).append(item)
        self._others = list(dict.fromkeys(_other_leaders(story, self._leader_names)))

    def all(self, kind: type[About]) -> list[Item[About]]:
        """The records of one kind that are shown, in the order in which they were first written."""
        return [
            Item(item.name, item.record, item.coached, item.about)
            for item in self.items.values()
            if isinstance(item.record, kind)
        ]

    def person(self, leader_id: str) -> str:
        """What a leader is called."""
        if leader_id in self._leader_names:
            return self._leader_names[leader_id]
        if len(self._others) == 1:
            return "the other leader"
        return f"other leader {self._others.index(leader_id) + 1}"

    @property
    def whom(self) -> str:
        """Whom the report is about, as a sentence about all of them says it."""
        return "this person" if len(self.leaders) == 1 else "these two people"

    def _named(self, record: AboutLeaders) -> tuple[str, ...]:
        if len(self.leaders) == 1:
            return ()
        return tuple(leader.name for leader in self.leaders if leader.id in record.leader_ids)

    def entry(self, entry_id: str) -> Entry | None:
        """An entry that is shown."""
        found = self._entries.get(entry_id)
        return found.current if found else None

    def reference(self, record_id: str | None) -> Text:
        """What a record is called, as a link to where it stands."""
        if not record_id:
            return ()
        if (entry := self._entries.get(record_id)) is not None:
            return (Span(f"entry {entry.number}", "", anchor(entry.numbers)),)
        if record_id in self._gaps:
            return (Span(f"entry {self._gaps[record_id]} (withheld)"),)
        if (item := self.items.get(record_id)) is not None:
            return (Span(item.name, "", self.anchor_of(item)),)
        withheld = self.names.get(record_id)
        return (Span(f"{withheld} (withheld)" if withheld else "a record that is not in this file"),)

    def references(self, record_ids: Iterable[str]) -> Text:
        """Several, with commas."""
        spans: list[Span] = []
        for record_id in record_ids:
            spans += [Span(", "), *self.reference(record_id)] if spans else self.reference(record_id)
        return tuple(spans)

    def anchor_of(self, item: Item[AboutLeaders]) -> str:
        """Where a record stands: its heading, its row of a table, or the heading that it stands under."""
        if isinstance(item.record, Link):
            return "links"
        if isinstance(item.record, Intake):
            case = self.items.get(item.record.case_id)
            return case.anchor if case else "no-case"
        return item.anchor

    def links_to(self, record_id: str) -> list[Item[Link]]:
        """The links from entries to a record, those withdrawn left out."""
        return self._links.get(record_id, [])

    @property
    def withheld_links(self) -> int:
        """How many standing links are on file and not shown. Which records they lead to is not in the file."""
        return sum(
            one.record_type == "link" and one.why != "erased" and one.events[-1].action != "withdraw"
            for one in self.story.closed
        )

    def links_of_entries(self) -> dict[str, Text]:
        """What each entry says something to: issues, goals, expectations and the like, each on a line."""
        found: dict[str, list[Span]] = {}
        for item in self.all(Link):
            if item.coached.withdrawn:
                continue
            spans = found.setdefault(item.record.entry_id, [])
            spans += [Span("\n")] if spans else []
            spans += [*self.reference(item.record.target_id), Span(f", {STANCES[item.record.stance]}")]
            if issue := self.items.get(item.record.target_id):
                title = getattr(issue.record, "title", "")
                spans += [Span(f" – {title}", "quiet")] if title else []
        return {entry_id: tuple(spans) for entry_id, spans in found.items()}

    def milestones(self, cover: Cover) -> list[tuple[Milestone, Item[AboutLeaders]]]:
        """What stands in the chronology: moments in the period, up to the day of the report."""
        histories = [
            [Revision(day_of(one.event), one.record) for one in item.coached.versions]
            for item in self.items.values()
            if not item.coached.withdrawn
        ]
        today = dt.datetime.fromisoformat(cover.created_at).date()
        last = cover.to_day or "9999-12-31"
        return [
            (one, self.items[one.record_id])
            for one in milestones(histories, today)
            if cover.from_day <= one.day <= last
        ]


def _names(story: Story) -> dict[str, str]:
    """Types are counted apart, each in the order of the ledger; what is withheld leaves a gap in the numbers."""
    found: list[tuple[int, str, str]] = []
    every: list[Coached | Closed] = [*story.coaching, *story.closed]
    for one in every:
        event = one.versions[0].event if isinstance(one, Coached) else one.events[0]
        found.append((event.seq, event.record_id, one.record_type))
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for _, record_id, record_type in sorted(found):
        counts[record_type] = counts.get(record_type, 0) + 1
        names[record_id] = f"{phrases.COACHING[record_type]} {counts[record_type]}"
    return names


def _other_leaders(story: Story, known: Collection[str]) -> Iterable[str]:
    for one in story.coaching:
        for version in one.versions:
            yield from (other for other in version.record.leader_ids if other not in known)
