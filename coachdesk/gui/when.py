"""Days and moments typed in words: what is understood is shown back in full, what is not says why."""

import datetime as dt
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from coachdesk.export.story import LATE, VERY_LATE
from coachdesk.gui import errors, wording
from coachdesk.gui.note import Listener
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tokens import XS
from coachdesk.gui.widgets import label, restyle
from coachdesk.records.base import InvalidRecord
from coachdesk.records.occurred import Occurred
from coachdesk.records.spoken import occurred_as_said, said
from coachdesk.records.spoken_days import ENGLISH, Names, NotADay, day_as_said, past

_MONTHS, _WEEKDAYS = range(1, 13), range(1, 8)
_FIELD_WIDTH, _AROUND = 220, 24


def reading_names(locale: QLocale) -> Names:
    """Months and weekdays as the reader's locale calls them."""
    order = locale.dateFormat(QLocale.FormatType.ShortFormat).lower()
    return Names(
        months=tuple(locale.standaloneMonthName(month) for month in _MONTHS),
        weekdays=tuple(locale.standaloneDayName(day) for day in _WEEKDAYS),
        month_first=order.find("m") < order.find("d"),
    )


def _in_either(hear: Callable[[Names], str | Occurred]) -> str | Occurred:
    """What is heard in the reader's own words, or else in English."""
    own = reading_names(QLocale())
    try:
        return hear(own)
    except NotADay as error:
        if error.day:
            raise
    return hear(Names(ENGLISH.months, ENGLISH.weekdays, own.month_first))


def home_zone() -> str:
    """This computer's zone; UTC where it is in none that a record could name."""
    try:
        return Occurred(day="2000-01-01", zone=wording.own_zone(), precision="day").zone
    except InvalidRecord:
        return "UTC"


def listener(now: dt.datetime | None = None) -> Listener:
    """Who understands what is typed at ``now`` (aware), in this computer's zone."""
    at, zone = now or dt.datetime.now(dt.UTC), home_zone()
    today = at.astimezone().date()

    def moment(typed: str) -> Occurred:
        heard = _in_either(lambda names: occurred_as_said(typed, at, zone, names))
        assert isinstance(heard, Occurred)
        return heard

    def day(typed: str, *, ahead: bool = False) -> str:
        return str(_in_either(lambda names: day_as_said(typed, today, names, ahead=ahead)))

    return Listener(moment, day, lambda typed: day(typed, ahead=True), lambda typed: past(day(typed), today))


def sentence(error: Exception, typed: str) -> str:
    """Why what was typed is no day or moment, and how to write one."""
    if isinstance(error, NotADay) and error.day:
        return _("That was no such weekday: it was {day}.").format(day=wording.day(error.day))
    if isinstance(error, NotADay):
        return _("When was that? “yesterday 3pm”, “14 Sep” or “2026-03-02 14:30” is understood.")
    if isinstance(error, InvalidRecord):
        if error.problem == "not_yet_past":
            return _("{day} is still to come. Give the day on which it happened.").format(
                day=wording.day(str(error.value))
            )
        facts = {
            "no_such_date": _("There never was a day like that: {typed}."),
            "no_such_time": _("No clock shows a time like that: {typed}."),
            "skipped_by_clock_change": _("That hour never was: the clocks went forward over it. ({typed})"),
            "no_such_zone": _("There is no time zone like that; they are named like Europe/London."),
        }
        if error.problem in facts:
            return facts[error.problem].format(typed=typed.strip())
    return errors.sentence(error)


class WhenField(QWidget):
    """When it happened: typed in any words into ``line``, which its owner puts where it belongs; what was
    understood is shown here in full. ``changed``: that is something else.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hear, self._written_at = listener(), dt.datetime.now(dt.UTC)
        self.occurred: Occurred | None = None
        self.line = QLineEdit(placeholderText=_("now, yesterday 3pm, 14 Sep …"))
        self.line.setAccessibleName(_("When it happened"))
        self.line.setFixedWidth(_FIELD_WIDTH)
        self._answer, self._late = label("", "caption", wraps=True), label("", "caption", wraps=True)
        within = QVBoxLayout()
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(XS)
        within.addWidget(self._answer)
        within.addWidget(self._late)
        self.setLayout(within)
        self.line.textChanged.connect(self._understand)

    def begin_now(self) -> None:
        """This moment, which stays the same while the note is written."""
        self.show_kept(_("now"))

    def show_kept(self, kept: str, written_at: dt.datetime | None = None) -> None:
        """Shows what :attr:`kept` was in an earlier sitting, of a note first written then (now if not given)."""
        now = dt.datetime.now(dt.UTC)
        self._hear, self._written_at = listener(now), written_at or now
        self.line.setText(kept)
        self._understand()
        if self.occurred is not None and kept != _("now"):
            self.line.setText(said(self.occurred, home_zone()))
        self.line.setFixedWidth(max(_FIELD_WIDTH, self._room_for(self.line.text())))
        self.line.setCursorPosition(0)

    def _room_for(self, words: str) -> int:
        return self.line.fontMetrics().horizontalAdvance(words) + _AROUND

    @property
    def kept(self) -> str:
        """What a draft keeps: the moment with its zone, so that it means the same later and elsewhere."""
        return said(self.occurred, "") if self.occurred else self.line.text()

    @property
    def delay(self) -> dt.timedelta:
        """How long after it happened it is written, as far as that is understood."""
        return self.occurred.until(self._written_at) if self.occurred else dt.timedelta()

    def _understand(self) -> None:
        typed, problem = self.line.text(), ""
        try:
            self.occurred = self._hear.moment(_ENGLISH_NOW if typed == _("now") else typed)
        except (NotADay, InvalidRecord) as error:
            self.occurred, problem = None, sentence(error, typed)
        restyle(self.line, invalid="true" if problem else "false")
        self._say(self._answer, problem or self._in_full(), "danger" if problem else "caption")
        self._say(self._late, self._how_late(), "caption")
        self.line.setAccessibleDescription(self._answer.text())
        self.changed.emit()

    def _say(self, where: QWidget, words: str, voice: str) -> None:
        where.setText(words)  # type: ignore[attr-defined]  # a label
        restyle(where, voice=voice)
        where.setVisible(bool(words))

    def _in_full(self) -> str:
        assert self.occurred is not None
        when = self.occurred
        parts = {"day": wording.day(when.day), "zone": when.zone, "time": wording.time(when.time or "00:00")}
        templates = {
            "exact": _("{day}, {time}, {zone}"),
            "about": _("{day}, about {time}, {zone}"),
            "day": _("{day}, {zone}"),
        }
        return templates[when.precision].format(**parts)

    def _how_late(self) -> str:
        if self.occurred is None:
            return ""
        if self.occurred.at - self._written_at > _AHEAD:
            return _("That was still to come. A note tells of what happened.")
        if self.delay > VERY_LATE:
            return ngettext(
                "A late entry: {count} day after.", "A late entry: {count} days after.", self.delay.days
            ).format(count=wording.number(self.delay.days))
        return _("More than two days ago: it will be called a late entry.") if self.delay > LATE else ""

    def clear(self) -> None:
        """Forgets everything."""
        self.line.setText("")
        for said_before in (self._answer, self._late):
            said_before.setText("")
        self.line.setAccessibleDescription("")


_ENGLISH_NOW = "now"
_AHEAD = dt.timedelta(minutes=5)


Heard = Literal["day", "day_ahead", "day_past"]
"""Which way a day is understood: see :class:`note.Listener`."""


class DayField(QLineEdit):
    """A day typed in any words. When left, it shows the day it understood; ``changed``: something was typed."""

    changed = Signal()

    def __init__(self, name: str, heard: Heard) -> None:
        is_ahead = heard == "day_ahead"
        super().__init__(placeholderText=_("Friday, 14 Sep …") if is_ahead else _("today, 14 Sep …"))
        self.setAccessibleName(name)
        self._heard, self._kept = heard, ""
        self.textEdited.connect(self._on_typed)

    def _on_typed(self) -> None:
        self._kept = self.text()
        restyle(self, invalid="false")
        self.changed.emit()

    @property
    def kept(self) -> str:
        """The day in ISO 8601 once it is understood, what was typed before that."""
        return self._kept

    def show_kept(self, kept: str) -> None:
        """Shows a day that was kept."""
        self._kept = kept
        self._understand()

    def understood(self) -> str:
        """The day in ISO 8601, "" if nothing is typed. Raises NotADay and InvalidRecord."""
        typed = self._kept.strip()
        hear: Callable[[str], str] = getattr(listener(), self._heard)
        return hear(typed) if typed else ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._understand()
        super().focusOutEvent(event)

    def _understand(self) -> None:
        typed, problem = self._kept.strip(), ""
        try:
            self._kept = self.understood()
            self.setText(wording.short_day(self._kept) if typed else "")
        except (NotADay, InvalidRecord) as error:
            problem = sentence(error, typed)
            self.setText(typed)
        restyle(self, invalid="true" if problem else "false")
        said = problem or (wording.day(self._kept) if self._kept else "")
        self.setToolTip(plain_tip(said))
        self.setAccessibleDescription(said)


def focus_end(line: QLineEdit) -> None:
    """The keyboard goes to ``line``, everything in it chosen."""
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    line.selectAll()
