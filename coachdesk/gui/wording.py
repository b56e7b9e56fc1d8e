"""Values as the reader says them: days, times and numbers in their locale, kinds and lanes by their names."""

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime

from coachdesk.coaching.due import Due
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.records.entry import Lane, Owner, Told
from coachdesk.records.kinds import KINDS
from coachdesk.records.occurred import Occurred

LANES: dict[Lane, str] = {
    "ordinary": N_("Ordinary"),
    "reflection": N_("Reflection"),
    "counsel": N_("Counsel"),
    "medical": N_("Medical"),
    "intake": N_("Intake"),
}

OWNERS: dict[Owner, str] = {
    "me": N_("Me"),
    "leader": N_("Leader"),
    "hr": N_("HR"),
    "coach": N_("Coach"),
    "other": N_("Somebody else"),
}


def kind(key: str) -> str:
    """The name of a kind of entry."""
    return _(KINDS[key].name)


def _date(iso: str) -> QDate:
    return QDate.fromString(iso, Qt.DateFormat.ISODate)


def day(iso: str) -> str:
    """``2025-09-14`` in full, with its weekday: ``Sunday 14 September 2025``."""
    return QLocale().toString(_date(iso), QLocale.FormatType.LongFormat)


def short_day(iso: str) -> str:
    """``2025-09-14`` as in ``14 Sep 2025``, in the order and words of the locale."""
    return QLocale().toString(_date(iso), _short_pattern())


def day_of_month(iso: str) -> str:
    """``2025-09-14`` as in ``Sun 14``: for a list that names the month above it."""
    return QLocale().toString(_date(iso), "ddd d")


def month(iso: str) -> str:
    """``2025-09-14`` or ``2025-09`` as in ``September 2025``."""
    date = _date(iso[:7] + "-01")
    return _("{month} {year}").format(month=QLocale().standaloneMonthName(date.month()), year=date.year())


def _short_pattern() -> str:
    """The locale's own order of day and month, with the month as a word and the year in full."""
    known = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return "d MMM yyyy" if known.lower().find("d") < known.lower().find("m") else "MMM d, yyyy"


def time(iso: str) -> str:
    """``14:30`` as the locale writes it."""
    return QLocale().toString(QTime.fromString(iso, "HH:mm"), QLocale.FormatType.ShortFormat)


def occurred(when: Occurred) -> str:
    """When something happened, in full; the zone is named where it is not this computer's."""
    said = day(when.day)
    if when.time is not None:
        template = _("{day}, about {time}") if when.precision == "about" else _("{day}, {time}")
        said = template.format(day=said, time=time(when.time))
    if when.zone == own_zone():
        return said
    return _("{moment} ({zone})").format(moment=said, zone=when.zone)


def recorded(at: str) -> str:
    """When something was written (ISO 8601, UTC), by this computer's clock."""
    moment = QDateTime.fromString(at, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return _("{day}, {time}").format(
        day=short_day(moment.date().toString(Qt.DateFormat.ISODate)),
        time=QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat),
    )


def own_zone() -> str:
    """The time zone of this computer (IANA)."""
    from PySide6.QtCore import QTimeZone  # noqa: PLC0415  # seldom asked for

    return bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace") or "UTC"


def told(state: Told) -> str:
    """Whether and when the leader was told."""
    if state.state == "not_yet" or state.day is None:
        return _("Not told yet")
    if state.state == "in_writing":
        return _("In writing on {day}").format(day=short_day(state.day))
    return _("Told on {day}").format(day=short_day(state.day))


def number(value: int) -> str:
    """A number with the locale's separators."""
    return QLocale().toString(value)


def entries(count: int) -> str:
    """How many entries."""
    return ngettext("{count} entry", "{count} entries", count).format(count=number(count))


def due(due: Due) -> str:
    """What is due, in full: ``2 action points overdue, 1 entry not told``; "" if nothing is."""
    said = (
        ngettext("{count} action point overdue", "{count} action points overdue", due.overdue),
        ngettext("{count} action point open", "{count} action points open", due.open),
        ngettext("{count} entry not told", "{count} entries not told", due.untold),
    )
    counts = (due.overdue, due.open, due.untold)
    return ", ".join(
        words.format(count=number(count)) for words, count in zip(said, counts, strict=True) if count
    )


def minutes_and_seconds(seconds: int) -> str:
    """``0:42``."""
    return f"{seconds // 60}:{seconds % 60:02}"
