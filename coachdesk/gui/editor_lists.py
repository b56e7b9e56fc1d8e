"""Fields of the editor that hold several: who was there, and themes."""

from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QStyledItemDelegate, QWidget

from coachdesk.coaching.patterns import example_of
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.note import Note
from coachdesk.gui.tab_order import put_before
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tokens import XS, S
from coachdesk.gui.widgets import chip, column, is_enter, label, restyle, row, say, section, tool_button
from coachdesk.records.base import clean_line
from coachdesk.records.entry import Presence

_MOST_SHOWN = 8


def completed(line: QLineEdit, words: QStringListModel) -> QCompleter:
    """Has ``line`` offer the words that hold what is typed in it."""
    completer = QCompleter(words, line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(_MOST_SHOWN)
    line.setCompleter(completer)
    line.textEdited.connect(lambda _text: _dress(completer))
    return completer


def _dress(completer: QCompleter) -> None:
    """Has the sheet look at the list of offers, which Qt makes when the first letter is typed."""
    offers = completer.popup()
    if offers is not None and offers.property("role") != "offers":
        offers.setItemDelegate(QStyledItemDelegate(offers))
        restyle(offers, role="offers")


class People:
    """Who may be meant when a name is begun: leaders and contacts, with what is known of their role."""

    def __init__(self) -> None:
        self.names = QStringListModel()
        self.roles: dict[str, str] = {}

    def know(self, roles: dict[str, str]) -> None:
        """From now on these are known, by name."""
        self.roles = roles
        self.names.setStringList(sorted(roles, key=str.casefold))


class PersonRow(QWidget):
    """One who was there: a name and a role."""

    changed = Signal()
    removed = Signal()

    def __init__(self, look: Look, people: People) -> None:
        super().__init__()
        self._people = people
        self._name = QLineEdit(placeholderText=_("Name"))
        self._name.setAccessibleName(_("Who was there"))
        completed(self._name, people.names).activated.connect(self._on_known)
        self._role = QLineEdit(placeholderText=_("as what"))
        self._role.setAccessibleName(_("As what they were there"))
        self._remove = tool_button(_("Take out"), look.icon("x", "quiet"), self.removed.emit)
        self.controls = (self._name, self._role, self._remove)
        within = row(gap=S)
        within.addWidget(self._name, 3)
        within.addWidget(self._role, 2)
        within.addWidget(self._remove)
        self.setLayout(within)
        for line in (self._name, self._role):
            line.textChanged.connect(self._on_changed)
        self._on_changed()

    def _on_changed(self) -> None:
        policy = self._remove.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._remove.setSizePolicy(policy)
        self._remove.setVisible(not self.is_blank)
        self.changed.emit()

    def _on_known(self, name: str) -> None:
        if not self._role.text():
            self._role.setText(self._people.roles.get(name, ""))

    @property
    def is_blank(self) -> bool:
        return not (self._name.text().strip() or self._role.text().strip())

    @property
    def value(self) -> Presence:
        return Presence(name=clean_line(self._name.text()), role=clean_line(self._role.text()))

    def show_value(self, person: Presence) -> None:
        self._name.setText(person.name)
        self._role.setText(person.role)

    def begin(self) -> None:
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)


class _ThemeLine(QLineEdit):
    """Enter and comma end a theme; Backspace in an empty line takes the last one back."""

    ended = Signal()
    taken_back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (is_enter(event) and self.text().strip()) or event.text() == ",":
            self.ended.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)


class ThemesField(QWidget):
    """Themes as chips, with those in use offered."""

    changed = Signal()

    def __init__(self, known: QStringListModel) -> None:
        super().__init__()
        self._themes = list[str]()
        self._line = _ThemeLine(placeholderText=_("a theme, then Enter"))
        self._line.setAccessibleName(_("Themes"))
        completed(self._line, known).activated.connect(
            lambda _text: self._add(), Qt.ConnectionType.QueuedConnection
        )
        self._chips, self._flow = QWidget(), FlowLayout()
        self.example = label("", "caption", wraps=True)
        self._chips.setLayout(self._flow)
        within = column(gap=XS)
        within.addWidget(section(_("Themes")))
        within.addWidget(self._chips)
        within.addWidget(self._line)
        within.addWidget(self.example)
        self.setLayout(within)
        self._line.ended.connect(self._add)
        self._line.taken_back.connect(lambda: self._remove(self._themes[-1]) if self._themes else None)
        self._line.textEdited.connect(self.changed)
        self._show_chips()
        self._show_example("")

    def _add(self) -> None:
        theme = clean_line(self._line.text())
        self._line.setText("")
        if theme and theme.casefold() not in (one.casefold() for one in self._themes):
            self._themes.append(theme)
            self._show_chips()
            self._show_example(theme)
            self.changed.emit()

    def _remove(self, theme: str) -> None:
        self._themes.remove(theme)
        self._show_chips()
        self._show_example("")
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _show_example(self, theme: str) -> None:
        """How a theme that comes with CoachDesk may be noted, once it is chosen."""
        found, words = example_of(theme), ""
        if found is not None:
            words = _("How it may be noted: {situation} {behaviour} {impact}").format(
                situation=found.situation, behaviour=found.behaviour, impact=found.impact
            )
        say(self.example, words)

    def _show_chips(self) -> None:
        for gone in self._chips.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for theme in self._themes:
            made = chip(_("{theme} ×").format(theme=theme.replace("&", "&&")))
            made.setAccessibleName(_("Take out “{theme}”").format(theme=theme))
            made.setToolTip(plain_tip(made.accessibleName()))
            made.clicked.connect(lambda _checked, theme=theme: self._remove(theme))
            self._flow.addWidget(made)
            put_before(self._line, (made,))
        self._chips.setVisible(bool(self._themes))

    def values(self) -> dict[str, Any]:
        """The themes, what stands in the line being one, by the note's field."""
        typed = clean_line(self._line.text())
        return {"themes": tuple(dict.fromkeys([*self._themes, *([typed] if typed else [])]))}

    def show_note(self, note: Note) -> None:
        """Shows what the note has for it."""
        self._line.setText("")
        self._themes = list(note.themes)
        self._show_chips()
        self._show_example("")

    @property
    def is_filled(self) -> bool:
        """Whether there is any."""
        return bool(self._themes or self._line.text().strip())

    def begin(self) -> None:
        """The keyboard goes here."""
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forgets everything."""
        self.show_note(Note())
