"""What a record form asks with: one small class for each kind of answer, all with the same three doors.

``value`` is the answer as the record keeps it, ``show`` puts one there, ``begin`` takes the keyboard. A form is a
table of :class:`Input`; a new record type in the window is one more table.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol, cast

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from coachdesk.gui import entry_words, when
from coachdesk.gui.choice import Choice, QuietCombo
from coachdesk.gui.coaching.tick_list import ManyOf
from coachdesk.gui.editor_text import GrowingText
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import S
from coachdesk.gui.when import DayField, home_zone
from coachdesk.gui.widgets import row
from coachdesk.records.base import InvalidRecord, clean_line
from coachdesk.records.spoken_days import NotADay

Kind = Literal[
    "line",
    "prose",
    "lines",
    "day",
    "day_ahead",
    "day_past",
    "slot",
    "choice",
    "one_of",
    "many_of",
    "number",
    "decimal",
    "yes",
]
_PROSE_LINES, _MOST_LETTERS = 3, 300
_FIRST_TIME, _MINUTES = "10:00", 60


class Input(NamedTuple):
    """One question of a form. ``key`` is the record's field; ``options`` are what can be chosen, by key.

    ``choice`` shows few options as chips, ``one_of`` many in a list, of which ``many_of`` takes several.
    ``own``: the name is the user's own words, which nobody translates. ``unchosen``: what is ``needed`` is not
    chosen beforehand; it says what somebody did, which nobody should record by pressing Enter.
    """

    key: str
    name: str
    kind: Kind = "line"
    hint: str = ""
    options: Mapping[str, str] = {}
    least: int = 0
    most: int = 1000
    needed: bool = False
    own: bool = False
    unchosen: bool = False

    @property
    def said(self) -> str:
        """The name as it is said."""
        return self.name if self.own else _(self.name).replace("&", "")


class NotUnderstood(Exception):
    """What was typed makes no answer; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Answer(Protocol):
    """What every kind of input can do."""

    def value(self) -> Any:
        """The answer. Raises :class:`NotUnderstood`."""
        ...

    def show_value(self, value: Any) -> None:
        """Shows an answer that was given before."""
        ...

    def begin(self) -> None:
        """Takes the keyboard."""
        ...


class Line(QLineEdit):
    """A short text."""

    def __init__(self, asked: Input) -> None:
        super().__init__(placeholderText=_(asked.hint), maxLength=_MOST_LETTERS)

    def value(self) -> str:
        """As :class:`Answer`."""
        return clean_line(self.text())

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        self.setText(value or "")

    def begin(self) -> None:
        """As :class:`Answer`."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class Prose(GrowingText):
    """A text of any length."""

    def __init__(self, asked: Input) -> None:
        super().__init__(asked.said, _(asked.hint), least_lines=_PROSE_LINES)
        self.setProperty("role", "")

    def value(self) -> str:
        """As :class:`Answer`."""
        return self.words.strip()

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        self.setPlainText(value or "")

    def begin(self) -> None:
        """As :class:`Answer`."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class Lines(Prose):
    """Several short texts, one on each line."""

    def value(self) -> tuple[str, ...]:  # type: ignore[override]
        """As :class:`Answer`."""
        return tuple(filter(None, map(clean_line, self.words.splitlines())))

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        super().show_value("\n".join(value or ()))


class Day(DayField):
    """A day in any words: one that has been (``day_past``), one to come (``day_ahead``), or either; None if nothing
    is typed.
    """

    def __init__(self, asked: Input) -> None:
        super().__init__(asked.said, cast("when.Heard", asked.kind))

    def value(self) -> str | None:
        """As :class:`Answer`."""
        try:
            return self.understood() or None
        except (NotADay, InvalidRecord) as error:
            raise NotUnderstood(when.sentence(error, self.kept)) from None

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        self.show_kept(value or "")

    def begin(self) -> None:
        """As :class:`Answer`."""
        when.focus_end(self)


class Slot(QWidget):
    """A day and a time to come, in this computer's zone unless the record has another."""

    def __init__(self, asked: Input) -> None:
        super().__init__()
        name = asked.said
        self.day = DayField(name, "day_ahead")
        self.time = QLineEdit(_FIRST_TIME, maxLength=5)
        self.time.setAccessibleName(_("{field}: time of day").format(field=name))
        self.minutes = QSpinBox(minimum=5, maximum=1440, singleStep=15, value=_MINUTES)
        self.minutes.lineEdit().setTextMargins(S, 0, 0, 0)
        self.minutes.setSuffix(_(" min"))
        self.minutes.setAccessibleName(_("{field}: how long").format(field=name))
        self._zone = home_zone()
        within = row(gap=S)
        within.addWidget(self.day, 2)
        within.addWidget(self.time, 1)
        within.addWidget(self.minutes, 1)
        self.setLayout(within)
        self.setFocusProxy(self.day)

    def value(self) -> dict[str, Any] | None:
        """As :class:`Answer`; None without a day."""
        try:
            day = self.day.understood()
        except (NotADay, InvalidRecord) as error:
            raise NotUnderstood(when.sentence(error, self.day.kept)) from None
        if not day:
            return None
        return {
            "local": f"{day}T{self.time.text().strip().zfill(5)}",
            "zone": self._zone,
            "minutes": self.minutes.value(),
        }

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        if value is not None:
            self.day.show_kept(value.day)
            self.time.setText(value.time)
            self.minutes.setValue(value.minutes)
            self._zone = value.zone

    def typed(self) -> list[Any]:
        """Day, time and minutes as they stand, for a draft."""
        return [self.day.kept, self.time.text(), self.minutes.value()]

    def show_typed(self, typed: Sequence[Any]) -> None:
        """Shows what a draft has kept."""
        day, time, minutes = typed
        self.day.show_kept(day)
        self.time.setText(time)
        self.minutes.setValue(minutes)

    def begin(self) -> None:
        """As :class:`Answer`."""
        when.focus_end(self.day)


class Chips(Choice):
    """One of a few."""

    def __init__(self, asked: Input) -> None:
        super().__init__(asked.said, asked.options, may_be_none=not asked.needed)
        self._is_needed = asked.needed
        if asked.needed and not asked.unchosen:
            self.choose(next(iter(asked.options)))

    def value(self) -> str | None:
        """As :class:`Answer`."""
        if self._is_needed and not self.current:
            raise NotUnderstood(_("Please choose one."))
        return self.current or None

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        self.choose(value or "")


class OneOf(QuietCombo):
    """One of many, or none of them."""

    def __init__(self, asked: Input) -> None:
        super().__init__(asked.said)
        self.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if not asked.needed:
            self.addItem(_("none"), None)
        for key, words in asked.options.items():
            self.addItem(words, key)

    def value(self) -> str | None:
        """As :class:`Answer`."""
        found: str | None = self.currentData()
        return found

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        self.setCurrentIndex(max(self.findData(value or None), 0))

    def begin(self) -> None:
        """As :class:`Answer`."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class Number(QSpinBox):
    """A whole number."""

    def __init__(self, asked: Input) -> None:
        super().__init__(minimum=asked.least, maximum=asked.most)
        self.lineEdit().setTextMargins(S, 0, 0, 0)

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        self.setValue(value or 0)

    def begin(self) -> None:
        """As :class:`Answer`."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class Decimal(Line):
    """A number that may have decimals, as the locale or a point writes them; None if nothing is typed."""

    def __init__(self, asked: Input) -> None:
        super().__init__(asked)
        self._least, self._most = asked.least, asked.most

    def value(self) -> float | None:  # type: ignore[override]
        """As :class:`Answer`."""
        typed = clean_line(self.text())
        if not typed:
            return None
        for locale in (QLocale(), QLocale.c()):
            found, is_one = locale.toDouble(typed)
            if is_one and self._least <= found <= self._most:
                return float(found)
        words = _("“{typed}” is not a number from {least} to {most}.")
        raise NotUnderstood(words.format(typed=typed, least=self._least, most=self._most))

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        shortest = QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value
        self.setText("" if value is None else QLocale().toString(value, "f", shortest))


class Yes(QCheckBox):
    """Yes or no; the question stands beside the box."""

    def __init__(self, asked: Input) -> None:
        super().__init__(asked.said)

    def value(self) -> bool:
        """As :class:`Answer`."""
        return self.isChecked()

    def show_value(self, value: Any) -> None:
        """As :class:`Answer`."""
        self.setChecked(bool(value))

    def begin(self) -> None:
        """As :class:`Answer`."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


_KINDS: Mapping[str, Callable[[Input], Any]] = {
    "line": Line,
    "prose": Prose,
    "lines": Lines,
    "day": Day,
    "day_ahead": Day,
    "day_past": Day,
    "slot": Slot,
    "choice": Chips,
    "one_of": OneOf,
    "many_of": ManyOf,
    "number": Number,
    "decimal": Decimal,
    "yes": Yes,
}


def made(asked: Input) -> Any:
    """The widget that asks for it: a QWidget and an :class:`Answer`."""
    widget = _KINDS[asked.kind](asked)
    widget.setAccessibleName(asked.said)
    return widget


def entry_options(
    view: Any, leader_ids: Sequence[str], kinds: Sequence[str] = (), named: Sequence[str | None] = ()
) -> dict[str, str]:
    """The newest entries about these leaders that may be named in a form: id to number, kind, day and title.

    Those that are ``named`` already are among them, however old, and whatever became of them. Where the leaders
    are several, each entry says whose it is.
    """
    found: dict[str, str] = {}
    names = {one.id: one.name for one in view.leaders()} if len(leader_ids) > 1 else {}

    def words(listed: Any) -> str:
        whose = [names[one] for one in listed.entry.leader_ids if one in names]
        return entry_words.one_line(listed, QLocale().createSeparatedList(whose))

    for leader_id in leader_ids:
        for listed in view.timeline(leader_id).entries:
            entry = listed.entry
            if not listed.withdrawn and entry.lane == "ordinary" and (not kinds or entry.kind in kinds):
                found.setdefault(entry.id, words(listed))
    for entry_id in named:
        if entry_id and entry_id not in found:
            about = view.get(entry_id).record.leader_ids
            for listed in view.listed(about[0], [view.number_of(entry_id)]):
                found[entry_id] = words(listed)
    return found
