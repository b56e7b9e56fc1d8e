"""What is on the sheet for a conversation: the same for the page that is printed and for the panel beside the timeline.

No widget in here.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from coachdesk.coaching.agreed import carried
from coachdesk.coaching.conversation import Lack
from coachdesk.coaching.told import Age, age_of
from coachdesk.gui import wording
from coachdesk.gui.coaching import still_open
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.records.entry import Entry
from coachdesk.records.talk import Preparation

LACKS: Mapping[Lack, str] = {
    "no_success": N_("No past success to begin with. Write down what went well, and begin with it."),
    "no_example": N_("No observation is chosen. Without one it will be heard as a general verdict."),
    "old_example": N_("An observation is older than 30 days. A recent one is less likely to be dismissed."),
    "not_private": N_("The setting is not said to be private. Nobody opens up where others can hear."),
    "no_next_day": N_("No day for the next conversation yet."),
}
"""What a prepared conversation lacks, as it is said beside it. None of it keeps anybody from having it."""

POWER = N_(
    "You decide about their work: what is blunt from a peer is heard as an attack from you. Ask first."
)

_LETTERS = 240


class Part(NamedTuple):
    """A part of the sheet: what it is called, and what it says, line by line."""

    title: str
    lines: tuple[str, ...]


def days_ago(age: Age) -> str:
    """How old something is."""
    if age.days <= 0:
        return _("today")
    return ngettext("{count} day ago", "{count} days ago", age.days).format(count=wording.number(age.days))


def gist(entry: Entry) -> str:
    """What an entry says, on one line, cut short."""
    texts = (entry.behaviour, entry.title, entry.text, entry.situation)
    words = next((" ".join(text.split()) for text in texts if text.strip()), wording.kind(entry.kind))
    return words if len(words) <= _LETTERS else words[:_LETTERS].rstrip() + "…"


def told_of(entry: Entry, today: dt.date) -> str:
    """An entry as it is spoken of: its day, how long ago that is, what happened."""
    return _("{day}, {ago}: {words}").format(
        day=wording.short_day(entry.occurred.day), ago=days_ago(age_of(entry, today)), words=gist(entry)
    )


def setting(preparation: Preparation) -> str:
    """When and where it is to be."""
    at = preparation.at
    when = _("{day}, {time}").format(day=wording.day(at.day), time=wording.time(at.time)) if at else ""
    return " · ".join(part for part in (when, where(preparation)) if part)


def where(preparation: Preparation) -> str:
    """The place, whether nobody else can hear, and whether it is nobody's own room."""
    private = _("in private") if preparation.is_private else ""
    neutral = _("on neutral ground") if preparation.is_neutral else ""
    return " · ".join(part for part in (preparation.place.strip(), private, neutral) if part)


def people(preparation: Preparation) -> list[str]:
    """Who is there besides the two of them, each as one types it: the name, and as what."""
    return [", ".join(filter(None, (one.name, one.role))) for one in preparation.present]


def sheet(
    preparation: Preparation,
    entries: Collection[Entry],
    today: dt.date,
    goals: Mapping[str, str] = MappingProxyType({}),
) -> list[Part]:
    """The parts that have something in them, in the order of a conversation. ``goals`` are titles by id."""
    by_id = {entry.id: entry for entry in entries}
    success = by_id.get(preparation.success_entry_id or "")
    examples = [by_id[one] for one in preparation.example_ids if one in by_id]
    agreed = tuple(map(still_open.words_of, carried(entries, preparation.leader_ids[0])))
    next_on = wording.day(preparation.next_on) if preparation.next_on else ""
    parts = (
        Part(_("Setting"), (setting(preparation), *_also_there(preparation))),
        Part(
            _("Begin with"), ((told_of(success, today),) if success else ()) + lines_of(preparation.opening)
        ),
        Part(_("What happened"), tuple(told_of(one, today) for one in examples)),
        Part(_(still_open.TITLE), agreed),
        Part(_("The impact"), lines_of(preparation.impact)),
        Part(_("Ask, and listen"), preparation.questions),
        Part(_("Growth"), tuple(goals.get(one, "") for one in preparation.goal_ids)),
        Part(_("Support to offer"), lines_of(preparation.support_offer)),
        Part(_("What is expected"), lines_of(preparation.expectation)),
        Part(_("The next conversation"), (next_on,)),
    )
    return [part._replace(lines=said) for part in parts if (said := tuple(filter(None, part.lines)))]


def _also_there(preparation: Preparation) -> list[str]:
    return [_("Also there: {person}").format(person=person) for person in people(preparation)]


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that have something in them."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
