"""Fields of the editor in which something is chosen: how it is known, whether it was told, who may see it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from coachdesk.gui import wording
from coachdesk.gui.choice import Choice
from coachdesk.gui.note import Note
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XS, S
from coachdesk.gui.when import DayField
from coachdesk.gui.widgets import column, label, row, section

SOURCES = {
    "saw": N_("I saw it"),
    "heard": N_("I heard it myself"),
    "reported": N_("Somebody told me"),
    "document": N_("From a document"),
}

TOLD_STATES = {"not_yet": N_("Not yet"), "told": N_("Told"), "in_writing": N_("In writing")}

LANES_EXPLAINED = {
    "ordinary": N_("Part of this leader’s file: it can go into a report."),
    "reflection": N_(
        "Your own thoughts. Never in a report; but a court or an access request may still ask for them."
    ),
    "counsel": N_(
        "Legal advice. Left out of reports. The label alone makes nothing privileged: a lawyer must be advising, "
        "so name them and what for."
    ),
    "medical": N_("Health and the like: kept apart, left out of reports. Write only what you must."),
    "intake": N_("Said in confidence before a coaching. Left out of reports."),
}


class SourceField(QWidget):
    """How the manager knows."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice = Choice(_("How do you know?"), SOURCES)
        self._by = QLineEdit()
        self._by.setAccessibleName(_("Who said so, or which document"))
        within = column(gap=XS)
        within.addWidget(section(_("How do you know?")))
        within.addWidget(self._choice)
        within.addWidget(self._by)
        self.setLayout(within)
        self._choice.chosen.connect(self._on_chosen)
        self._by.textEdited.connect(self.changed)
        self._show_by()

    def _on_chosen(self) -> None:
        self._show_by()
        self.changed.emit()
        if self._by.isVisible() and not self._by.text():
            self._by.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_by(self) -> None:
        hints = {"reported": _("Who told you, in which words?"), "document": _("Which document?")}
        self._by.setVisible(self._choice.current in hints or bool(self._by.text()))
        self._by.setPlaceholderText(hints.get(self._choice.current, ""))

    def values(self) -> dict[str, Any]:
        """What is chosen, by the note's fields."""
        return {"source": self._choice.current, "source_by": self._by.text()}

    def show_note(self, note: Note) -> None:
        """Shows what the note has for it."""
        self._choice.choose(note.source)
        self._by.setText(note.source_by)
        self._show_by()

    @property
    def is_filled(self) -> bool:
        """Whether anything is chosen."""
        return bool(self._choice.current)

    def begin(self) -> None:
        """The keyboard goes here."""
        self._choice.begin()

    def clear(self) -> None:
        """Forgets everything."""
        self.show_note(Note())


class ToldField(QWidget):
    """Whether the leader knows of it: when, how, and in which conversation stays as it was."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entry_id = ""
        self._choice = Choice(_("Does the leader know?"), TOLD_STATES)
        self.day = DayField(_("Told on which day"), "day_past")
        self.day.setFixedWidth(140)
        self._how = QLineEdit(placeholderText=_("how: in our 1:1, by e-mail …"))
        self._how.setAccessibleName(_("Told how"))
        within = column(gap=XS)
        within.addWidget(section(_("Does the leader know?")))
        within.addWidget(self._choice)
        self._more = QWidget()
        line = row(gap=S)
        line.addWidget(self.day)
        line.addWidget(self._how, 1)
        self._more.setLayout(line)
        within.addWidget(self._more)
        self.setLayout(within)
        self._choice.chosen.connect(self._on_chosen)
        self.day.changed.connect(self.changed)
        self._how.textEdited.connect(self.changed)
        self._show_more()

    def _on_chosen(self, key: str) -> None:
        if key in ("told", "in_writing") and not self.day.kept:
            self.day.show_kept("today")
        self._show_more()
        self.changed.emit()

    def _show_more(self) -> None:
        self._more.setVisible(self._choice.current in ("told", "in_writing"))

    def values(self) -> dict[str, Any]:
        """What is chosen, by the note's fields."""
        return {
            "told": self._choice.current,
            "told_day": self.day.kept,
            "told_how": self._how.text(),
            "told_entry_id": self._entry_id,
        }

    def show_note(self, note: Note) -> None:
        """Shows what the note has for it."""
        self._entry_id = note.told_entry_id
        self._choice.choose(note.told)
        self.day.show_kept(note.told_day)
        self._how.setText(note.told_how)
        self._show_more()

    @property
    def is_filled(self) -> bool:
        """Whether anything is chosen."""
        return bool(self._choice.current)

    def begin(self) -> None:
        """The keyboard goes here."""
        self._choice.begin()

    def clear(self) -> None:
        """Forgets everything."""
        self.show_note(Note())


class LaneField(QWidget):
    """Who may ever see it, said plainly; legal advice names the lawyer and what for."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice = Choice(
            _("Who may see it?"), {str(lane): name for lane, name in wording.LANES.items()}, may_be_none=False
        )
        self._explained = label("", "caption", wraps=True)
        self._lawyer = QLineEdit(placeholderText=_("Which lawyer?"))
        self._lawyer.setAccessibleName(_("Lawyer"))
        self._purpose = QLineEdit(placeholderText=_("Advice about what?"))
        self._purpose.setAccessibleName(_("What the advice is for"))
        self._counsel = QWidget()
        names = column(gap=S)
        names.addWidget(self._lawyer)
        names.addWidget(self._purpose)
        self._counsel.setLayout(names)
        within = column(gap=XS)
        within.addWidget(section(_("Who may see it?")))
        within.addWidget(self._choice)
        within.addWidget(self._explained)
        within.addWidget(self._counsel)
        self.setLayout(within)
        self._choice.chosen.connect(self._on_chosen)
        for line in (self._lawyer, self._purpose):
            line.textEdited.connect(self.changed)
        self.clear()

    def _on_chosen(self) -> None:
        self._explain()
        self.changed.emit()

    def _explain(self) -> None:
        self._explained.setText(_(LANES_EXPLAINED[self._choice.current]))
        self._counsel.setVisible(self._choice.current == "counsel")

    def values(self) -> dict[str, Any]:
        """What is chosen, by the note's fields."""
        return {"lane": self._choice.current, "lawyer": self._lawyer.text(), "purpose": self._purpose.text()}

    def show_note(self, note: Note) -> None:
        """Shows what the note has for it."""
        self._choice.choose(note.lane)
        self._lawyer.setText(note.lawyer)
        self._purpose.setText(note.purpose)
        self._explain()

    @property
    def is_filled(self) -> bool:
        """Whether it is anything but ordinary."""
        return self._choice.current != "ordinary"

    def begin(self) -> None:
        """The keyboard goes to what is missing."""
        is_counsel = self._choice.current == "counsel"
        missing = [line for line in (self._lawyer, self._purpose) if is_counsel and not line.text().strip()]
        if missing:
            missing[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._choice.begin()

    def clear(self) -> None:
        """Forgets everything."""
        self.show_note(Note())


class FormalField(QWidget):
    """Whether it is part of a formal process."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._box = QCheckBox(_("Formal record"))
        within = column(gap=XS)
        within.addWidget(self._box)
        within.addWidget(
            label(_("Part of a formal process, and known to the leader as that."), "caption", wraps=True)
        )
        self.setLayout(within)
        self._box.toggled.connect(lambda _is_on: self.changed.emit())

    def values(self) -> dict[str, Any]:
        """What is chosen, by the note's field."""
        return {"formal": self._box.isChecked()}

    def show_note(self, note: Note) -> None:
        """Shows what the note has for it."""
        self._box.setChecked(note.formal)

    @property
    def is_filled(self) -> bool:
        """Whether it is formal."""
        return self._box.isChecked()

    def begin(self) -> None:
        """The keyboard goes here."""
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forgets everything."""
        self._box.setChecked(False)
