"""The first step of an erasure: what shall go."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from coachdesk.gui.choice import Choice, QuietCombo
from coachdesk.gui.coaching.inputs import NotUnderstood
from coachdesk.gui.keeping.asked import Asked, Grain, field_called, filled_fields
from coachdesk.gui.record_words import called
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.when import DayField, sentence
from coachdesk.gui.widgets import column, label, section
from coachdesk.records.base import InvalidRecord, Record, clean_line
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from coachdesk.records.spoken_days import NotADay

_ENTRY: Mapping[str, str] = {"record": N_("This entry"), "field": N_("A part of this entry")}
_RECORD: Mapping[str, str] = {"record": N_("This record")}
_ANY: Mapping[str, str] = {
    "words": N_("Words"),
    "leader": N_("All about a leader"),
    "period": N_("A period"),
}
_WORDS_HEIGHT = 72


class WhatStep(QWidget):
    """Asks for one of: an entry or a part of it, words, all about a leader, a period. ``changed``: another is chosen."""

    changed = Signal()

    def __init__(self, tools: Tools, start: Asked) -> None:
        super().__init__()
        view = tools.session.view
        self._start = start
        self._record = view.get(start.record_id).record if start.record_id else None
        self._leaders = view.leaders()
        own = _ENTRY if isinstance(self._record, Entry) else _RECORD if self._record is not None else {}
        self.grain = Choice(_("What shall go"), {**own, **_ANY}, may_be_none=False)
        self.words = QPlainTextEdit(placeholderText=_("One word or phrase on each line"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(_WORDS_HEIGHT)
        self.words.setAccessibleName(_("Words or phrases"))
        self.only_here = QCheckBox(_("Only in this entry") if own is _ENTRY else _("Only in this record"))
        if self._record is None:
            self.only_here.hide()
        self.field = QuietCombo(_("Which part"))
        self.leader = self._leaders_in(_("Which leader"))
        self.also = QLineEdit(placeholderText=_("A nickname, initials …, with commas between"))
        self.also.setAccessibleName(_("What else they are called"))
        self.elsewhere = QCheckBox(_("Take their name out of what is about others alone, too"))
        self.elsewhere.setChecked(True)
        self.from_day, self.to_day = DayField(_("From"), "day"), DayField(_("To"), "day")
        self.whose = self._leaders_in(_("About whom"), everybody=True)
        self._pages: dict[str, QWidget] = {}
        self._arrange()
        self.grain.choose(start.grain)
        self.grain.chosen.connect(self._on_grain)
        self._show_page()

    def _leaders_in(self, name: str, *, everybody: bool = False) -> QuietCombo:
        made = QuietCombo(name)
        made.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if everybody:
            made.addItem(_("Everybody"), "")
        for one in self._leaders:
            made.addItem(one.name, one.id)
        made.setCurrentIndex(max(made.findData(self._start.leader_id), 0))
        return made

    def _arrange(self) -> None:
        within = column(gap=S)
        within.addWidget(self.grain)
        within.addSpacing(M)
        if isinstance(self._record, Entry):
            for field in filled_fields(self._record):
                self.field.addItem(field_called(field), field)
        pages: dict[str, Callable[[QVBoxLayout], object]] = {
            "record": self._about_record,
            "field": self._about_field,
            "words": self._about_words,
            "leader": self._about_leader,
            "period": self._about_period,
        }
        for grain, fill in pages.items():
            page, inner = QWidget(), column(gap=S)
            fill(inner)
            page.setLayout(inner)
            self._pages[grain] = page
            within.addWidget(page)
        self.setLayout(within)

    def _about_record(self, within: QVBoxLayout) -> None:
        self.shown = label(_name_of(self._record), "strong", wraps=True)
        within.addWidget(self.shown)
        within.addWidget(
            label(
                _("All of it, in every state it had, with the files that only it names."), "quiet", wraps=True
            )
        )

    def _about_field(self, within: QVBoxLayout) -> None:
        _ask(within, _("Which part?"), self.field)
        within.addWidget(
            label(_("What stands in it goes, in every state of the entry."), "quiet", wraps=True)
        )

    def _about_words(self, within: QVBoxLayout) -> None:
        _ask(within, _("Which words?"), self.words)
        within.addWidget(self.only_here)
        within.addWidget(
            label(
                _(
                    "Wherever they stand in a text, in capitals or not. Several on one line are found where they stand in a row."
                ),
                "quiet",
                wraps=True,
            )
        )

    def _about_leader(self, within: QVBoxLayout) -> None:
        _ask(within, _("Which leader?"), self.leader)
        _ask(within, _("What else are they called? (if you like)"), self.also)
        within.addWidget(self.elsewhere)
        within.addWidget(
            label(
                _("All that is about nobody else goes. What is about others too stays, without their name."),
                "quiet",
                wraps=True,
            )
        )

    def _about_period(self, within: QVBoxLayout) -> None:
        _ask(within, _("From which day? (empty: from the beginning)"), self.from_day)
        _ask(within, _("To which day? (itself included)"), self.to_day)
        _ask(within, _("About whom?"), self.whose)
        within.addWidget(
            label(_("What happened on these days goes, whenever it was written down."), "quiet", wraps=True)
        )

    # What is chosen

    def _on_grain(self, _key: str) -> None:
        self._show_page()
        self.begin()
        self.changed.emit()

    def _show_page(self) -> None:
        for grain, page in self._pages.items():
            page.setVisible(grain == self.grain.current)

    def begin(self) -> None:
        """The keyboard goes to the first thing that is asked."""
        asked: Mapping[str, QWidget] = {
            "words": self.words,
            "field": self.field,
            "leader": self.leader,
            "period": self.from_day,
        }
        if (first := asked.get(self.grain.current)) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.grain.begin()

    def asked(self) -> Asked:
        """What shall go. Raises NotUnderstood where something is missing."""
        grain: Grain = self.grain.current  # type: ignore[assignment]
        if grain in ("record", "field"):
            field = self.field.currentData() if grain == "field" else ""
            return Asked(grain, self._start.record_id, field=field or "")
        if grain == "words":
            words = tuple(filter(None, map(clean_line, self.words.toPlainText().splitlines())))
            if not words:
                raise NotUnderstood(_("Please type the words that shall go."))
            return Asked(grain, self._start.record_id if self.only_here.isChecked() else "", words=words)
        if grain == "leader":
            if not self._leaders:
                raise NotUnderstood(_("There is nobody in this journal yet."))
            also = tuple(filter(None, map(clean_line, self.also.text().split(","))))
            elsewhere = self.elsewhere.isChecked()
            return Asked(grain, leader_id=self.leader.currentData(), also=also, elsewhere=elsewhere)
        first, last = _day(self.from_day), _day(self.to_day)
        if not (first or last):
            raise NotUnderstood(_("Please say from which day, or to which."))
        if first and last and last < first:
            raise NotUnderstood(_("The period ends before it begins."))
        return Asked(grain, leader_id=self.whose.currentData(), from_day=first, to_day=last)

    def clear(self) -> None:
        """Forgets everything."""
        self.words.clear()
        self.also.clear()
        self.shown.clear()
        for box in (self.leader, self.whose, self.field):
            box.clear()


def _ask(within: QVBoxLayout, question: str, field: QWidget) -> None:
    """A question and what answers it; each next one stands apart from the one before."""
    name = section(question)
    name.setBuddy(field)
    if within.count():
        within.addSpacing(S)
    within.addWidget(name)
    within.addWidget(field)


def _name_of(record: Record | None) -> str:
    return record.name if isinstance(record, Leader) else called(record) if record is not None else ""


def _day(field: DayField) -> str:
    try:
        return field.understood()
    except (NotADay, InvalidRecord) as error:
        raise NotUnderstood(sentence(error, field.kept)) from None
