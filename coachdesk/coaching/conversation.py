"""What the planner of the next conversation offers (F15, F16), and the entry that comes of it afterwards."""

import datetime as dt
from collections.abc import Collection
from typing import Literal

import msgspec

from coachdesk.coaching.balance import tone
from coachdesk.coaching.on_file import in_order, is_shared, those
from coachdesk.coaching.told import Age, age_of, waits
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.entry import ActionPoint, Entry, Owner, Told
from coachdesk.records.issue import Link
from coachdesk.records.occurred import Occurred
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support
from coachdesk.records.talk import Preparation

Lack = Literal["no_success", "no_example", "old_example", "not_private", "no_next_day"]


class Candidate(msgspec.Struct, frozen=True):
    """An entry that may be spoken of, how old it is, and whether the leader was not told yet."""

    entry_id: str
    day: str
    age: Age
    is_untold: bool


class Offer(msgspec.Struct, frozen=True):
    """What may go into the preparation. ``successes`` is empty if none is on file, and that is worth a warning.

    ``reminders`` are keys of what is said beside it: that a manager's blunt word weighs more (seed 001, C0).
    """

    successes: tuple[Candidate, ...]
    examples: tuple[Candidate, ...]
    support_ids: tuple[str, ...]
    expectation_ids: tuple[str, ...]
    goal_ids: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ("power_distance",)


def offer(records: Collection[Record], leader_id: str, today: dt.date) -> Offer:
    """What is on file for a conversation with a leader.

    Successes come newest first; examples that were not told before those that were, each newest first. Support
    is what was offered and neither declined nor delivered; expectations, what was not told or not yet restated;
    goals, those that are open in a plan that is open.
    """
    past = [
        one
        for one in in_order(those(records, Entry, leader_id))
        if one.lane == "ordinary" and one.occurred.day <= today.isoformat()
    ]
    newest = [_candidate(one, today) for one in reversed(past) if tone(one) == "corrective"]
    supports = those(records, Support, leader_id)
    expectations = those(records, Expectation, leader_id)
    plans = {one.id for one in those(records, Plan, leader_id) if one.status == "open"}
    goals = [one for one in those(records, Goal, leader_id) if one.status == "open" and one.plan_id in plans]
    return Offer(
        tuple(_candidate(one, today) for one in reversed(past) if tone(one) == "positive"),
        tuple(sorted(newest, key=lambda one: not one.is_untold)),
        tuple(one.id for one in supports if one.answer != "declined" and one.delivered_on is None),
        tuple(one.id for one in expectations if one.told_on is None or one.restated_on is None),
        tuple(one.id for one in goals),
    )


def lacking(preparation: Preparation, records: Collection[Record], today: dt.date) -> tuple[Lack, ...]:
    """What a prepared conversation lacks, as keys. Nothing here keeps anybody from having it."""
    entries = {one.id: one for one in those(records, Entry)}
    examples = [entries[one] for one in preparation.example_ids if one in entries]
    success = entries.get(preparation.success_entry_id or "")
    found: dict[Lack, bool] = {
        "no_success": success is None,
        "no_example": not examples,
        "old_example": any(age_of(one, today).is_old for one in examples),
        "not_private": not preparation.is_private,
        "no_next_day": preparation.next_on is None,
    }
    return tuple(key for key, is_lacking in found.items() if is_lacking)


def entry_of(preparation: Preparation, occurred: Occurred) -> Entry:
    """The entry of the conversation, filled in with what was prepared, for the manager to finish."""
    return Entry.make(
        leader_ids=preparation.leader_ids,
        kind="conversation",
        occurred=occurred,
        place=preparation.place,
        present=preparation.present,
        text=_text(preparation),
        impact=preparation.impact,
        action_points=_points(preparation),
    )


class Talked(msgspec.Struct, frozen=True):
    """What a conversation leaves: ``put`` is to be put on file first, then each of ``told``, sealed already, corrected.

    ``put`` are the preparation, a link to each goal that it served, and the entry.
    """

    put: tuple[Preparation | Link | Entry, ...]
    told: tuple[Entry, ...]


def talked(preparation: Preparation, entry: Entry, records: Collection[Record], how: str = "") -> Talked:
    """What the conversation in ``entry`` leaves to be put on file.

    The entry is linked to the goals that the talk was to serve. The success and the examples are marked as told there if they were not told before, stand in the ordinary lane
    and are about nobody who was not spoken to; what is about others too stays untold. Raises
    :class:`InvalidRecord` if another entry has come of the preparation already.
    """
    if preparation.talked_entry_id not in (None, entry.id):
        raise InvalidRecord("talked_entry_id", "talked_already", preparation.talked_entry_id)
    told = Told(state="told", day=entry.occurred.day, how=how, entry_id=entry.id)
    spoken_of = {preparation.success_entry_id, *preparation.example_ids}
    corrected = tuple(
        one.changed(told=told)
        for one in in_order(those(records, Entry))
        if one.id in spoken_of and _can_be_told(one) and set(entry.leader_ids).issuperset(one.leader_ids)
    )
    goals = [one for one in those(records, Goal) if one.id in preparation.goal_ids and is_shared(one, entry)]
    served = (
        Link.make(
            leader_ids=tuple(who for who in goal.leader_ids if who in entry.leader_ids),
            entry_id=entry.id,
            target_id=goal.id,
        )
        for goal in goals
    )
    return Talked((preparation.changed(talked_entry_id=entry.id), *served, entry), corrected)


def _candidate(entry: Entry, today: dt.date) -> Candidate:
    return Candidate(entry.id, entry.occurred.day, age_of(entry, today), waits(entry))


def _can_be_told(entry: Entry) -> bool:
    return entry.lane == "ordinary" and (entry.told is None or entry.told.state == "not_yet")


def _text(preparation: Preparation) -> str:
    """What was prepared to be said and asked, in the manager's words; what was said instead is theirs to write."""
    parts = (preparation.opening, *preparation.questions)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _points(preparation: Preparation) -> tuple[ActionPoint, ...]:
    """The support is the manager's to give, what is expected the leader's to do, both by the next date."""
    owed: tuple[tuple[str, Owner], ...] = (
        (preparation.support_offer, "me"),
        (preparation.expectation, "leader"),
    )
    return tuple(
        ActionPoint(text=text.strip(), owner=owner, due=preparation.next_on)
        for text, owner in owed
        if text.strip()
    )
