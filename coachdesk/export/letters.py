"""Letters for the leader, in plain language: what was agreed, and what follows if nothing changes (F30).

A letter says what its one record says and nothing else: no reflection, no other lane, no evidence.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from coachdesk.export import phrases
from coachdesk.export.blocks import Block, Document, Heading, Paragraph, plain
from coachdesk.export.evidence import Manager
from coachdesk.export.report_parts import facts, signatures, table
from coachdesk.records.consequence import Consequence
from coachdesk.records.entry import ActionPoint, Entry
from coachdesk.records.people import Leader

_OWNERS = {"me": "I", "leader": "You", "hr": "HR", "coach": "The coach", "other": "Somebody else"}
_AREAS = {"team": "the team", "career": "your career", "disciplinary": "discipline"}

_ANSWER = (
    "If you see any of this differently, or something stands in your way, please tell me soon, in person or in "
    "writing. What you answer is kept beside this letter."
)


class Letterhead(msgspec.Struct, frozen=True, kw_only=True):
    """From whom to whom, and when: ``created`` is ISO 8601 with offset."""

    leader: Leader
    manager: Manager
    created: str
    page_size: Literal["A4", "Letter"] = "A4"

    @property
    def day(self) -> str:
        """The day of the letter."""
        return self.created[:10]


def letter(head: Letterhead, title: str, blocks: Iterable[Block]) -> Document:
    """A letter with its head; the title is its first heading."""
    sender = phrases.joined((head.manager.name, head.manager.role))
    begins = (
        Heading(title, 1, "letter"),
        facts(
            ("To", phrases.joined((head.leader.name, head.leader.role))),
            ("From", sender or "Your manager"),
            ("Date", phrases.day(head.day)),
        ),
    )
    return Document(
        title=title,
        author=head.manager.name,
        language="en-GB",
        page_size=head.page_size,
        created=head.created,
        header=(("CONFIDENTIAL", f"For {head.leader.name}"),),
        footer=((head.manager.employer, ""),),
        page_label="Page {page} of {pages}",
        blocks=(*begins, *blocks),
    )


def follow_up(head: Letterhead, entry: Entry) -> Document:
    """What was agreed in a conversation: the action points of its entry, whose each is, by when."""
    title = f"What we agreed on {phrases.day(entry.occurred.day)}"
    return letter(head, title, _agreed(entry))


def _agreed(entry: Entry) -> Iterator[Block]:
    yield Paragraph(
        plain(
            "Thank you for the conversation. So that neither of us has to remember it all, this is what we agreed."
        )
    )
    several = len(entry.leader_ids) > 1
    yield table(
        ("What", "Who", "By when"),
        (0.58, 0.18, 0.24),
        ((point.text, _owner(point, several=several), _when(point)) for point in entry.action_points),
    )
    yield Paragraph(plain(_ANSWER))


def _owner(point: ActionPoint, *, several: bool) -> str:
    return "All of you" if several and point.owner == "leader" else _OWNERS[point.owner]


def _when(point: ActionPoint) -> str:
    if point.done:
        return f"Done on {phrases.short_day(point.done)}"
    return phrases.short_day(point.due) if point.due else "No day set"


def consequence(head: Letterhead, record: Consequence) -> Document:
    """What has to change and by when, and what follows if it does not."""
    return letter(head, "What has to change, and what follows if not", _consequence(head, record))


def _consequence(head: Letterhead, record: Consequence) -> Iterator[Block]:
    yield Paragraph(
        plain(
            "I want you to succeed in your role. This letter says plainly what has to change, by when, and how both "
            "of us will see it, so that nothing comes as a surprise."
        )
    )
    if record.said_on:
        how = f" ({record.how})" if record.how else ""
        yield Paragraph(plain(f"We spoke about it on {phrases.day(record.said_on)}{how}."))
    yield Heading("What has to change", 2, "change")
    yield from expected(record)
    yield Heading("What follows if it does not", 2, "follows")
    yield from follows(record)
    yield Heading("What you can do", 2, "answer")
    yield Paragraph(plain(_ANSWER))
    if record.formal:
        yield Heading("Receipt", 2, "receipt")
        yield Paragraph(
            plain("Signing says that you received this letter. It does not say that you agree with it.")
        )
        yield signatures((("Received by", head.leader.name), ("Witness, if not signed", "")))


def expected(record: Consequence) -> Iterator[Block]:
    """The change, its measure and its day."""
    told = facts(
        ("What", record.change_expected),
        ("How we will see it", record.measured),
        ("By when", phrases.day(record.by_day) if record.by_day else ""),
    )
    if told.rows:
        yield told


def follows(record: Consequence) -> Iterator[Block]:
    """What comes of it otherwise: an outcome, not a threat."""
    yield Paragraph(plain(record.what))
    areas = " and ".join(_AREAS[area] for area in record.areas)
    concerns = f"It concerns {areas}. " if areas else ""
    yield Paragraph(
        plain(
            f"{concerns}It follows from how things stand, and nobody wishes for it. Once the change is there, the "
            "reason for it is gone."
        )
    )
