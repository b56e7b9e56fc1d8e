"""How a report says things: dates, lags, sizes, and the names of what records hold. Plain English.

Days and times follow the reader's locale as far as their order and their clock go; months have their English
names in all of them, so that no day can be taken for a month.
"""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Literal, NamedTuple

from coachdesk.export.counted import Numbers, said
from coachdesk.export.evidence import Withheld
from coachdesk.export.story import LATE, VERY_LATE, Label
from coachdesk.ledger.clock import parse
from coachdesk.ledger.event import Event
from coachdesk.records.entry import Lane, Owner, Source, Told
from coachdesk.records.occurred import Occurred

LABELS: dict[Label, str] = {
    "addendum": "Addendum",
    "correction": "Correction",
    "amendment": "Amendment",
    "withdrawal": "Withdrawn",
    "refiling": "Refiled",
}

REASONS_WITHHELD: dict[Withheld, str] = {
    "reflection": "Author’s own reflection",
    "counsel": "Legal advice",
    "medical": "Medical or protected matter",
    "intake": "Intake confidence",
    "preparation": "Author’s own preparation",
    "linked": "Says something about what is withheld",
    "threshold": "Once showed a 360 group that is now under the threshold",
    "outside_scope": "Left out by the author as outside the scope",
    "others_data": "Other people’s data",
    "under_review": "Author’s own reflection; disclosure is under review",
    "refiled": "Filed here in error, refiled",
    "erased": "Erased; see “Corrections and changes”",
}

COACHING = {
    "issue": "Issue",
    "link": "Link",
    "plan": "Plan",
    "goal": "Goal",
    "expectation": "Expectation",
    "support": "Support",
    "meeting": "Meeting",
    "consequence": "Consequence",
    "letter": "Letter",
    "round": "360 round",
    "case": "Relationship case",
    "intake": "Intake interview",
    "feedback_item": "Feedback item",
    "mutual_expectation": "Mutual expectation",
    "commitment": "Commitment to change",
    "decision": "Decision",
    "fit_review": "Fit review",
    "preparation": "Preparation",
    "protected_event": "Protected event",
}
"""What each type of coaching record is called."""

LANES: dict[Lane, str] = {
    "ordinary": "Ordinary",
    "reflection": "Reflection",
    "counsel": "Counsel",
    "medical": "Medical",
    "intake": "Intake",
}

OWNERS: dict[Owner, str] = {
    "me": "Manager",
    "leader": "Leader",
    "hr": "HR",
    "coach": "Coach",
    "other": "Other",
}

_MINUTES_SAID = 120
_KB = 1024

_SOURCES = {
    "saw": "Seen by the author",
    "heard": "Heard directly by the author",
    "document": "From a document",
}


class _Reader(NamedTuple):
    """In which order a day is written, whether the clock has twelve hours, and the zone that goes without saying."""

    order: Literal["day", "month", "iso"] = "day"
    twelve: bool = False
    zone: str = ""


_BRITISH = _Reader()
_reader: ContextVar[_Reader] = ContextVar("reader", default=_BRITISH)
_MONTH_FIRST = ("en-US", "en-PH", "es-US")
_TWELVE = ("en-US", "en-PH", "en-CA", "en-AU", "en-NZ", "en-IN", "es-US")
_YEAR_FIRST = ("sv", "lt", "hu", "ja", "ko", "zh", "fa", "mn", "en-CA", "fr-CA", "en-ZA")
_NOON = 12


@contextlib.contextmanager
def said_for(locale: str, zone: str) -> Iterator[None]:
    """Days and times are written for a reader of ``locale`` (a BCP 47 tag); in tables a zone is named where it is
    not ``zone``. Without this they are British, and no table names a zone.
    """
    known = {locale, locale.partition("-")[0]}
    order: Literal["day", "month", "iso"] = "day"
    if known.intersection(_MONTH_FIRST):
        order = "month"
    elif known.intersection(_YEAR_FIRST):
        order = "iso"
    token = _reader.set(_Reader(order, bool(known.intersection(_TWELVE)), zone))
    try:
        yield
    finally:
        _reader.reset(token)


def day(iso: str) -> str:
    """``2025-09-14`` as ``Sun 14 September 2025``."""
    return f"{dt.date.fromisoformat(iso):%a} {_long(dt.date.fromisoformat(iso))}"


def _long(date: dt.date) -> str:
    match _reader.get().order:
        case "month":
            return f"{date:%B} {date.day}, {date:%Y}"
        case "iso":
            return date.isoformat()
    return f"{date.day} {date:%B %Y}"


def short_day(iso: str) -> str:
    """``2025-09-14`` as ``14 Sep 2025``."""
    return _short(dt.date.fromisoformat(iso))


def _short(date: dt.date) -> str:
    match _reader.get().order:
        case "month":
            return f"{date:%b} {date.day}, {date:%Y}"
        case "iso":
            return date.isoformat()
    return f"{date.day} {date:%b %Y}"


def clock(time: str) -> str:
    """``15:05`` or ``15:05:30``, on a clock of twelve hours ``3:05 PM``."""
    if not _reader.get().twelve:
        return time
    hour, _, rest = time.partition(":")
    half = "PM" if int(hour) >= _NOON else "AM"
    return f"{int(hour) % _NOON or _NOON}:{rest} {half}"


def month(iso: str) -> str:
    """``2025-09-14`` as ``September 2025``."""
    return f"{dt.date.fromisoformat(iso):%B %Y}"


def occurred(when: Occurred) -> str:
    """The day, the time as far as it is known, and the zone it is said in."""
    if when.time is None:
        return f"{day(when.day)}, time not noted ({when.zone})"
    about = "about " if when.precision == "about" else ""
    return f"{day(when.day)}, {about}{clock(when.time)} ({when.zone})"


def occurred_briefly(when: Occurred) -> str:
    """For tables: the day, the time if it is known, and the zone of that if it is another than the report's."""
    if when.time is None:
        return short_day(when.day)
    about = "c. " if when.precision == "about" else ""
    usual = _reader.get().zone
    zone = f" ({when.zone})" if usual and when.zone != usual else ""
    return f"{short_day(when.day)}, {about}{clock(when.time)}{zone}"


def recorded(event: Event) -> str:
    """When an event was written, as the clock on the wall showed it, with its offset from UTC."""
    return moment(parse(event.recorded_at), event.offset)


def recorded_briefly(event: Event) -> str:
    """For tables: as :func:`recorded`, to the minute and without the weekday."""
    local = _local(parse(event.recorded_at), event.offset)
    return f"{_short(local.date())}, {clock(f'{local:%H:%M}')} ({utc_offset(event.offset)})"


def moment(at: dt.datetime, offset: int) -> str:
    """An aware time at an offset in minutes: ``Tue 14 October 2025, 17:02:31 (UTC+01:00)``."""
    local = _local(at, offset)
    return f"{local:%a} {_long(local.date())}, {clock(f'{local:%H:%M:%S}')} ({utc_offset(offset)})"


def utc_offset(minutes: int) -> str:
    """``UTC+01:00``."""
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _local(at: dt.datetime, offset: int) -> dt.datetime:
    return at.astimezone(dt.timezone(dt.timedelta(minutes=offset)))


def lag(when: Occurred, recorded: dt.datetime) -> str:
    """How long after it happened something was recorded (aware), and the label that goes with it.

    Where only the day is known it is said in days of the calendar: nobody knows how many hours it was.
    """
    delay = when.until(recorded)
    if delay > VERY_LATE:
        return f"late entry – {count(delay.days, 'day')} after"
    if delay > LATE:
        return f"late entry, {count(delay.days, 'day')} after"
    if when.time is None:
        return _days_after(delay.days)
    minutes = int(delay.total_seconds() // 60)
    if minutes < 1:
        return "at once"
    return f"{count(minutes, 'minute') if minutes < _MINUTES_SAID else count(minutes // 60, 'hour')} after"


def _days_after(days: int) -> str:
    if days < 0:
        return "before that day"
    if days == 0:
        return "the same day"
    return "the day after" if days == 1 else f"{count(days, 'day')} after"


def count(number: int, what: str) -> str:
    """``1 day``, ``2 days``; a noun in -y takes -ies."""
    if number == 1:
        return f"1 {what}"
    return f"{number:,} {what[:-1] + 'ies' if what.endswith('ry') else what + 's'}"


def size(number: int) -> str:
    """Bytes as a person says them."""
    if number < _KB:
        return count(number, "byte")
    return f"{number / _KB:,.0f} KB" if number < _KB * _KB else f"{number / _KB / _KB:,.1f} MB"


def source(known: Source | None) -> str:
    """How the author knows; hearsay is called by its name."""
    if known is None:
        return "Not stated"
    if known.how == "reported":
        return f"Reported by {known.by or 'somebody not named'} (hearsay)"
    return f"{_SOURCES[known.how]}: {known.by}" if known.by else _SOURCES[known.how]


def told(state: Told | None, in_entry: str) -> str:
    """Whether and how the leader was told."""
    if state is None:
        return "Does not apply"
    if state.state == "not_yet" or state.day is None:
        return "Not yet"
    how = "Told" if state.state == "told" else "In writing"
    parts = [f"{how} on {day(state.day)}", state.how, in_entry]
    return ", ".join(part for part in parts if part)


def joined(parts: Iterable[str]) -> str:
    """Parts that are not empty, with commas."""
    return ", ".join(part for part in parts if part)


def entries(values: Iterable[Numbers]) -> str:
    """Entries as a reader cites them: as :func:`numbers`, in a report about two each on its own: ``4 / 7, 5 / –``."""
    cited = list(values)
    if all(len(one) == 1 for one in cited):
        return numbers(number for one in cited for number in one if number is not None)
    return ", ".join(said(one) for one in cited)


def numbers(values: Iterable[int]) -> str:
    """Entry numbers as a reader cites them: ``4, 7–9, 12``."""
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][1] + 1:
            runs[-1][1] = value
        else:
            runs.append([value, value])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
