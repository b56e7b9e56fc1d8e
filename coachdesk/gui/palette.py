"""Search and commands (Ctrl+K): everything is found as one types. What was looked for is kept nowhere."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QWidget

from coachdesk.gui.announcing import announce
from coachdesk.gui.asking import Asking
from coachdesk.gui.errors import sentence
from coachdesk.gui.list_model import ROW
from coachdesk.gui.palette_list import PaletteModel, palette_list
from coachdesk.gui.palette_rows import (
    CommandRow,
    Completion,
    EntryRow,
    Found,
    Heading,
    LeaderRow,
    Row,
    Sentence,
    commands_for,
    entries_for,
    is_choice,
    leaders_for,
    spoken,
)
from coachdesk.gui.query import completions, parse, parts_of
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tokens import XS, XXL, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column, frame, label, line, row
from coachdesk.journal.errors import JournalError

_WIDTH, _HEIGHT = 680, 460
_PAGE = 6
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}


class PaletteDialog(QDialog):
    """The search box. :attr:`answer` is what was chosen, None if nothing was."""

    def __init__(self, tools: Tools, commands: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint)
        self._commands = commands
        self._leaders = tools.session.view.leaders()
        self._asking = Asking(tools.session, self)
        self._entries: Sequence[EntryRow] = ()
        self._is_looking = self._opens_first = self._was_moved = False
        self._words = ""
        self.answer: Found | None = None
        self.setWindowTitle(_("Search and commands"))
        self.field = QLineEdit(placeholderText=_("Search notes, people and commands"), maxLength=300)
        self.field.setProperty("role", "palette")
        self.field.setAccessibleName(_("Search and commands"))
        self.field.setAccessibleDescription(
            _("The arrow keys choose among what is found, Enter opens it, Escape goes back.")
        )
        self.field.addAction(
            tools.look.icon("magnifying-glass", "quiet"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._model = PaletteModel()
        self.list: QListView = palette_list(tools.look, self._model)
        self._arrange()
        self.field.installEventFilter(self)
        self.list.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self.list.clicked.connect(self._on_clicked)
        self._on_typed()

    def _arrange(self) -> None:
        hints = row(gap=L)
        hints.setContentsMargins(L, S, L, S)
        narrow = _("Narrow with {filters}").format(
            filters="leader:  kind:  after:  before:  told:no  due:yes  lane:"
        )
        hints.addWidget(label(narrow, "caption"), 1)
        hints.addWidget(label(_("Esc goes back"), "caption"))
        within = column(gap=0)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(self.field)
        within.addWidget(line())
        within.addSpacing(XS)
        within.addWidget(self.list, 1)
        within.addWidget(line())
        within.addLayout(hints)
        outer = column()
        outer.addWidget(frame("palette", within))
        self.setLayout(outer)

    def showEvent(self, event: QShowEvent) -> None:
        """It hangs from the upper part of its window, whatever size that is."""
        super().showEvent(event)
        above = self.parentWidget()
        if above is not None:
            width = min(_WIDTH, above.width() - 2 * XXL)
            self.resize(width, min(_HEIGHT, above.height() - 2 * XXL - M))
            self.move(above.mapToGlobal(QPoint((above.width() - width) // 2, XXL + S)))
        self.field.setFocus()

    def done(self, result: int) -> None:
        """Closes, and forgets what was looked for."""
        self._asking.close()
        self._entries, self._words = (), ""
        super().done(result)

    # What is listed

    @property
    def is_looking(self) -> bool:
        """Whether the answer to what was typed is still to come."""
        return self._is_looking

    def _on_typed(self) -> None:
        typed = self.field.text()
        query = parse(typed, self._leaders, dt.date.today())  # noqa: DTZ011  # the day on the manager's wall
        self._words = query.words
        self._asking.drop()
        self._opens_first = self._was_moved = False
        self._is_looking = bool(query.words or query.is_narrowed) and not query.problem
        if self._is_looking:
            self._asking.ask(partial(entries_for, query), self._on_found, self._on_failed)
        else:
            self._entries = ()
        self._list(query.problem)

    def _on_found(self, entries: Sequence[EntryRow]) -> None:
        self._entries, self._is_looking = entries, False
        self._list("")
        count = sum(is_choice(one) for one in self._rows(""))
        announce(self.field, ngettext("{count} found", "{count} found", count).format(count=count))
        if self._opens_first:
            self._open()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, JournalError):
            raise error
        self._entries, self._is_looking = (), False
        self._list(sentence(error))

    def _list(self, problem: str) -> None:
        before: Row | None = self.list.currentIndex().data(ROW)
        self._model.set_rows(self._rows(problem))
        at = self._model.row_like(before) if self._was_moved else -1
        self._point_at(at if at >= 0 else self._model.choice_after(-1, 1))

    def _rows(self, problem: str) -> list[Row]:
        typed = self.field.text()
        if problem:
            return [*_under(_("Complete"), self._completions(typed)), Sentence(problem)]
        plain = "" if parts_of(typed) else typed
        rows: list[Row] = _under(_("Complete"), self._completions(typed))
        if plain or not typed.strip():
            rows += _under(_("Commands"), commands_for(plain, self._commands))
            rows += _under(_("Leaders"), leaders_for(plain, self._leaders))
        rows += _under(_("Entries"), self._entries)
        if not rows and not self._is_looking:
            words = _("Nothing found. Fewer words, or the beginning of one, find more.")
            return [Sentence(words)]
        return rows

    def _completions(self, typed: str) -> list[Completion]:
        return [Completion(text) for text in completions(typed, self._leaders)]

    # What is chosen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._on_key(event):
            return True
        return bool(super().eventFilter(watched, event))

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._was_moved = True
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            return False
        return True

    def _move(self, steps: int) -> None:
        at = self.list.currentIndex().row()
        for _step in range(abs(steps)):
            at = self._model.choice_after(at, 1 if steps > 0 else -1)
        self._point_at(at)
        announce(self.field, spoken(self._model.index(at).data(ROW)) if at >= 0 else "")

    def _point_at(self, at: int) -> None:
        index = self._model.index(at) if 0 <= at < self._model.rowCount() else QModelIndex()
        self.list.setCurrentIndex(index)
        if at <= self._model.choice_after(-1, 1):
            self.list.scrollToTop()
        else:
            self.list.scrollTo(index)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._open()

    def _open(self) -> None:
        """Does what the row says. While the answer to the last letter is still to come, it is waited for."""
        found: Row | None = self.list.currentIndex().data(ROW)
        if (
            self._is_looking
            and not self._was_moved
            and not isinstance(found, CommandRow | LeaderRow | Completion)
        ):
            self._opens_first = True
        elif isinstance(found, Completion):
            self.field.setText(found.line)
            self.field.setFocus()
        else:
            self.answer = _answer(found, self._words)
            if self.answer is not None:
                self.accept()


def _answer(row: Row | None, words: str) -> Found | None:
    match row:
        case CommandRow():
            return Found(command=row.key)
        case LeaderRow():
            return Found(leader_id=row.leader_id)
        case EntryRow():
            return Found(leader_id=row.leader_id, entry_id=row.entry_id, words=words)
    return None


def _under(words: str, rows: Sequence[Row]) -> list[Row]:
    """Rows under their heading; nothing if there are none."""
    return [Heading(words), *rows] if rows else []
