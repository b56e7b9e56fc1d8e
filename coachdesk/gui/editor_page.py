"""The page that is written on: title, the fields that the kind asks for, the rest behind "More", and the files."""

from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from coachdesk.gui.editor_fields import FIELDS, Known, fields_of, first_prose
from coachdesk.gui.editor_files import FilesField
from coachdesk.gui.editor_lists import People
from coachdesk.gui.editor_more import More
from coachdesk.gui.editor_text import GrowingText, ProseField, TitleLine, files_in, picture_in, take_copy
from coachdesk.gui.note import Note
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XL, XXL, L, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column, label

_WIDEST = 680
_NARROW = 460
_ARRIVES_MS = 200
"""For so long fields find their places; what is seen meanwhile is the top of the page, if the cursor is there."""

Place = tuple[QWidget, int]
"""A text on the page and where in it the cursor is."""


class Page(QScrollArea):
    """All that can be filled in. ``changed``: something was typed or chosen; ``opened`` (attachment): it shall
    be looked at. The fields are made when the first note is begun: nobody waits for them before.
    """

    changed = Signal()
    opened = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__(widgetResizable=True)
        self._tools = tools
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
        self.people, self.themes = People(), QStringListModel()
        self._mode, self._kind = "new", "conversation"
        self._unfolded: set[str] = set()
        self._is_filled = False
        self._place: QWidget | None = None
        self._follow = QTimer(self, interval=0, singleShot=True)
        self._follow.timeout.connect(self._keep_in_sight)
        self._arriving = QTimer(self, interval=_ARRIVES_MS, singleShot=True)
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._keep_in_sight())
        self._original = label("", "quiet", wraps=True)
        self.title = TitleLine(placeholderText=_("Title (if you like)"))
        self.title.setProperty("role", "title")
        self.title.setAccessibleName(_("Title"))
        self.title.textEdited.connect(self.changed)
        self._take_from(self.title)
        self._column, self.above = column(gap=L), column(gap=S)
        self._column.addLayout(self.above)
        self._column.addWidget(self._original)
        self._column.addWidget(self.title)
        inner = QWidget()
        inner.setLayout(self._column)
        self.setWidget(inner)

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Every field of a note by its key."""
        known = Known(self._tools.look, self.people, self.themes)
        made = {field.key: field.make(known) for field in FIELDS}
        hint = _("The reason is kept beside the change, for good.")
        made["reason"] = ProseField("reason", _("Why?"), hint, least_lines=2)
        for field in made.values():
            self._column.addWidget(field)
            field.changed.connect(self.changed)
            if isinstance(field, ProseField):
                self._watch(field.edit)
        return made

    @cached_property
    def files(self) -> FilesField:
        """The files of the note."""
        made = FilesField(self._tools)
        self._column.addWidget(made)
        made.changed.connect(self.changed)
        made.opened.connect(self.opened)
        return made

    @cached_property
    def more(self) -> More:
        """The fields that are not there yet."""
        made = More(self._tools.look)
        self._column.addWidget(made)
        self._column.addStretch(1)
        made.wanted.connect(self.unfold)
        return made

    def _watch(self, text: GrowingText) -> None:
        self._take_from(text)
        text.cursorPositionChanged.connect(self._follow.start)

    def _take_from(self, text: GrowingText | TitleLine) -> None:
        text.files_given.connect(self._on_files)
        text.picture_given.connect(lambda picture: self.files.take_in_picture(picture))

    def _on_files(self, names: list[str]) -> None:
        self.files.take_in([Path(name) for name in names])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped anywhere on the note."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            take_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if files := files_in(event.mimeData()):
            self._on_files(files)
        elif (picture := picture_in(event.mimeData())) is not None:
            self.files.take_in_picture(picture)
        take_copy(event)

    # What is shown

    def show_note(self, note: Note) -> None:
        """Shows a note: its kind's fields, and those that have something in them."""
        self._mode, self._kind, self._place = note.mode, note.kind, None
        self._unfolded = set()
        self.title.setText(note.title)
        self.title.setCursorPosition(0)
        for field in (*self.fields.values(), self.files):
            field.show_note(note)
        self.more.button.setChecked(False)
        self._is_filled = True
        self._show_fields()
        self.verticalScrollBar().setValue(0)

    def show_original(self, text: str) -> None:
        """What an addition is put under."""
        self._original.setText(text)
        self._original.setVisible(bool(text))

    def show_kind(self, kind: str) -> None:
        """Another kind: its fields unfold, nothing that was typed is hidden."""
        self._kind = kind
        self._show_fields()

    def unfold(self, key: str) -> None:
        """Shows a field and puts the keyboard there."""
        self._unfolded.add(key)
        self._show_fields()
        self.fields[key].begin()

    def show_late(self, *, is_late: bool) -> None:
        """Asks why, if it happened long ago."""
        if is_late != ("late_reason" in self._unfolded):
            self._unfolded ^= {"late_reason"}
            self._show_fields()

    def _show_fields(self) -> None:
        is_new_or_correction = self._mode != "addition"
        wanted = fields_of(self._kind) | self._unfolded if is_new_or_correction else {"text"}
        if self._mode != "new":
            wanted |= {"reason"}
        self.title.setVisible(is_new_or_correction)
        for key, field in self.fields.items():
            field.setVisible(key in wanted or (is_new_or_correction and field.is_filled))
        hidden = [key for key, field in self.fields.items() if field.isHidden()]
        self.more.offer(hidden if is_new_or_correction else ())

    def values(self) -> dict[str, Any]:
        """Everything on the page, by the note's fields."""
        found: dict[str, Any] = {"title": self.title.text()}
        for field in (*self.fields.values(), self.files):
            found |= field.values()
        return found

    def begin(self) -> None:
        """The cursor goes to where this note begins."""
        field = self.fields["text" if self._mode == "addition" else first_prose(self._kind)]
        self._arriving.start()
        field.begin()
        self._follow.start()

    def go_on_where_it_was(self) -> None:
        """Writing goes on in the text that was left for a moment, if there is any in it yet."""
        focused = self.focusWidget()
        is_written = isinstance(focused, GrowingText) and not focused.document().isEmpty()
        self._place = focused if is_written else None
        self.go_on()

    @property
    def place(self) -> Place | None:
        """Where the cursor is, or was before something above the page took the keyboard."""
        field = self.focusWidget()
        if isinstance(field, GrowingText):
            return field, field.textCursor().position()
        return (field, self.title.cursorPosition()) if field is self.title else None

    def go_back(self, place: Place | None) -> None:
        """Writing goes on at a place, or where that is not known, behind what was written last."""
        proses = [field for field in self.fields.values() if isinstance(field, ProseField)]
        written = [
            (prose.edit, prose.edit.document().characterCount()) for prose in proses if prose.is_filled
        ]
        for field, position in (place,) if place else written[-1:]:
            if isinstance(field, GrowingText):
                cursor = field.textCursor()
                cursor.setPosition(min(position, field.document().characterCount() - 1))
                field.setTextCursor(cursor)
            else:
                self.title.setCursorPosition(position)
            self._place = field
        self.go_on()

    def show_files_on_the_way(self) -> None:
        """Says that files are still on their way, where they can be stopped."""
        self._arriving.stop()
        self.files.say_busy()
        QTimer.singleShot(0, self._show_files)  # once it has taken its room

    def _show_files(self) -> None:
        self.ensureWidgetVisible(self.files, 0, L)

    def go_on(self) -> None:
        """Writing goes on in the text that was interrupted, or where the note begins."""
        if self._place is None:
            self.begin()
        else:
            self._place.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, key: str) -> None:
        """The keyboard goes to a field, unfolding it if it must."""
        self.unfold(key)
        self.ensureWidgetVisible(self.fields[key], 0, L)

    @property
    def last(self) -> QWidget:
        """The last of its controls, in the order of Tab."""
        return list(self.more.chips.values())[-1]

    def clear(self) -> None:
        """Forgets everything."""
        self.title.setText("")
        self._original.setText("")
        if self._is_filled:
            for field in (*self.fields.values(), self.files):
                field.clear()
        self._is_filled = False
        self.people.know({})
        self.themes.setStringList([])

    # Where it is

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        side = max(L if width < _NARROW else XL, (width - _WIDEST) // 2)
        self._column.setContentsMargins(side, L, side, XXL)

    def _keep_in_sight(self) -> None:
        """Scrolls to the cursor: when it moves, and once a text that grew under it has found its place."""
        text, inner = QApplication.focusWidget(), self.widget()
        if not isinstance(text, GrowingText) or inner is None or not inner.isAncestorOf(text):
            return
        if not self.isVisible():
            return  # it has no size yet
        if self._arriving.isActive():
            self.verticalScrollBar().setValue(0)
        caret = text.cursorRect()
        seen = text.viewport().mapTo(self.viewport(), caret.center()).y()
        if not caret.height() < seen < self.viewport().height() - caret.height():
            at = text.viewport().mapTo(inner, caret.center())
            self.ensureVisible(at.x(), at.y(), 0, 2 * caret.height())
