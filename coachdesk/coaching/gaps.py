"""Times without a note. A reader may take them for times when all was well, so the manager should know them first."""

import datetime as dt
import itertools
from collections.abc import Iterable

import msgspec

from coachdesk.coaching.on_file import days_since, in_order
from coachdesk.records.entry import Entry


class Gap(msgspec.Struct, frozen=True):
    """``days`` days from one note to the next. ``after_id`` is empty for the time since the last note."""

    from_day: str
    to_day: str
    days: int
    before_id: str
    after_id: str = ""


def gaps(entries: Iterable[Entry], today: dt.date) -> tuple[Gap, ...]:
    """From each note to the next on a later day, and from the last to today, the longest first.

    By when things happened, whatever was written about whom is given; what is dated ahead is not looked at.
    """
    noted = [one for one in in_order(entries) if days_since(one.occurred.day, today) >= 0]
    found = [
        Gap(before.occurred.day, after.occurred.day, _days(before, after), before.id, after.id)
        for before, after in itertools.pairwise(noted)
        if _days(before, after)
    ]
    if noted and (since := days_since(noted[-1].occurred.day, today)):
        found.append(Gap(noted[-1].occurred.day, today.isoformat(), since, noted[-1].id))
    return tuple(sorted(found, key=lambda gap: (-gap.days, gap.from_day)))


def longest_gap(entries: Iterable[Entry], today: dt.date) -> Gap | None:
    """The longest time without a note; None if there is none, as when nothing was noted yet."""
    return next(iter(gaps(entries, today)), None)


def _days(before: Entry, after: Entry) -> int:
    return days_since(before.occurred.day, dt.date.fromisoformat(after.occurred.day))
