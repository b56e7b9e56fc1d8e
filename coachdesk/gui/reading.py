"""Reading an entry: a calm page, its files, its history, and the doors by which it changes. Nothing is edited here."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QDialog, QMenu, QStackedLayout, QTextEdit, QWidget

from coachdesk.gui import wording
from coachdesk.gui.change_dialogs import refile_entry, tell_entry, withdraw_entry
from coachdesk.gui.coaching.lettering import open_letter
from coachdesk.gui.coaching.link_forms import TARGETS, link_to_form, targets
from coachdesk.gui.coaching.record_form import run
from coachdesk.gui.exhibits import Exhibits
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.found_words import found_in
from coachdesk.gui.read_entry import ReadEntry, files_of, read_entry
from coachdesk.gui.reading_page import write_page
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XL, XS, XXL, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Empty, MessageBar, button, column, line, text_to_read, tool_button
from coachdesk.records.kinds import KINDS

_WIDEST = 680
"""Lines longer than this are hard to read."""


class ReadingPane(QWidget):
    """One entry, to be read. ``add_wanted`` and ``correct_wanted``: it shall be written about;
    ``issue_wanted`` (id): an issue shall be raised from it; ``prepare_wanted`` (id): a talk about it be prepared;
    ``opened`` (attachment): a file shall be looked at; ``erase_wanted`` (id): it shall be erased for good.
    """

    add_wanted = Signal()
    correct_wanted = Signal()
    issue_wanted = Signal(str)
    prepare_wanted = Signal(str)
    opened = Signal(object)
    erase_wanted = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools, self._entry_id, self._words = tools, "", ""
        self.shown: ReadEntry | None = None
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = text_to_read(_("The entry"))
        self.text.document().setDocumentMargin(0)
        self.message, self.exhibits = MessageBar(tools.look, wide=True), Exhibits(tools.look)
        self._empty = Empty(
            tools.look,
            "book-open",
            _("Nothing to read yet"),
            _("Choose an entry, or press Ctrl+N to write one."),
        )
        self._make_buttons()
        self._arrange()
        self.exhibits.opened.connect(self.opened)
        tools.look.changed.connect(self._on_look)

    def _make_buttons(self) -> None:
        look = self._tools.look
        self.history = tool_button(
            _("How it came to stand so"), look.icon("clock-counter-clockwise"), self._on_history
        )
        self.history.setCheckable(True)
        self.told = button(_("Mark as told"), self.mark_as_told, role="quiet", icon=look.icon("chat-text"))
        self.add = button(_("Add"), self._want_addition, role="quiet", icon=look.icon("plus"))
        self.correct = button(
            _("Correct"), self._want_correction, role="quiet", icon=look.icon("pencil-simple")
        )
        self.more = tool_button(
            _("Raise as an issue, link, prepare a talk, refile, withdraw or erase"),
            look.icon("dots-three"),
            self._open_more,
        )
        self.add.setToolTip(_("Put something under it; what stands stays as it is"))
        self.correct.setToolTip(_("Change it; the original stays legible beside the change"))
        self._menu = QMenu(self)
        self._raise = self._menu.addAction(
            look.icon("flag", "quiet"), _("Raise as an issue…"), partial(self._want, self.issue_wanted)
        )
        self._link_goal = self._menu.addAction(
            look.icon("target", "quiet"), _("Link to a goal…"), lambda: self._link(("goal",))
        )
        self._link_any = self._menu.addAction(
            look.icon("link", "quiet"), _("Link to…"), lambda: self._link(tuple(TARGETS))
        )
        self._prepare = self._menu.addAction(
            look.icon("clipboard-text", "quiet"),
            _("Prepare the talk…"),
            partial(self._want, self.prepare_wanted),
        )
        self._letter = self._menu.addAction(
            look.icon("envelope-simple", "quiet"), _("Letter: what we agreed…"), self._write_letter
        )
        self._coaching_ends = self._menu.addSeparator()
        self._menu.addAction(look.icon("arrows-left-right", "quiet"), _("Refile…"), self.refile)
        self._menu.addAction(look.icon("prohibit", "quiet"), _("Withdraw…"), self.withdraw)
        self._menu.addSeparator()
        erase = partial(self._want, self.erase_wanted)
        self._menu.addAction(look.icon("eraser", "quiet"), _("Erase for good…"), erase)

    def _arrange(self) -> None:
        self._page = QWidget()
        flow, held = FlowLayout(XS), QWidget()
        for widget in (self.history, self.told, self.add, self.correct, self.more):
            flow.addWidget(widget)
        held.setLayout(flow)
        self._margins, self._door_margins = column(gap=0), column(gap=0)
        self._margins.addWidget(self.exhibits)
        self._door_margins.addWidget(held)
        self._files, doors = QWidget(), QWidget()
        self._files.setLayout(self._margins)
        doors.setLayout(self._door_margins)
        page = column(gap=0)
        page.addWidget(self.message)
        page.addWidget(self.text, 1)
        page.addWidget(self._files)
        page.addWidget(line())
        page.addWidget(doors)
        self._page.setLayout(page)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._page)

    def show_entry(self, entry_id: str) -> None:
        """Shows an entry; "" is none."""
        if entry_id != self._entry_id:
            self.message.clear()
            self.history.setChecked(False)
            self._words = ""
        self._entry_id = entry_id
        self.refresh()

    @property
    def entry_id(self) -> str:
        """The entry that is shown, or ""."""
        return self._entry_id

    def refresh(self) -> None:
        """Reads again what is shown."""
        self.shown = read_entry(self._tools.session.view, self._entry_id) if self._entry_id else None
        if self.shown is None:
            self.clear()
            return
        entry, is_final = self.shown.entry, self.shown.is_final
        is_told = entry.told is not None and entry.told.state != "not_yet"
        can_be_told = KINDS[entry.kind].told or entry.told is not None
        self.told.setVisible(can_be_told and not is_told and not is_final)
        for door in (self.add, self.correct, self.more):
            door.setVisible(not is_final)
        self.history.setVisible(bool(self.shown.story.changes))
        files = files_of(self.shown)
        self.exhibits.show_files(files)
        self._files.setVisible(bool(files))
        self._write()
        self._stack.setCurrentWidget(self._page)

    def _write(self) -> int:
        """Writes the page anew, scrolled to where it was; returns where its history begins."""
        if self.shown is None:
            return 0
        bar = self.text.verticalScrollBar()
        at = bar.value()
        begins = write_page(self._tools.look, self.text, self.shown, with_history=self.history.isChecked())
        bar.setValue(at)
        self.mark(self._words)
        return begins

    def mark(self, words: str) -> None:
        """Marks what the entry was found by, until another is shown."""
        self._words, look, selections = words, self._tools.look, []
        for start, end in found_in(self.text.document().toPlainText(), words):
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.text.document())
            selection.cursor.setPosition(start)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.format.setBackground(look.colour("found"))
            selection.format.setForeground(look.colour("text"))
            selections.append(selection)
        self.text.setExtraSelections(selections)

    def _on_history(self) -> None:
        begins = self._write()
        if self.history.isChecked():
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(begins)
            bar = self.text.verticalScrollBar()
            bar.setValue(bar.value() + self.text.cursorRect(cursor).top() - L)

    def say_sealed(self) -> None:
        """Says quietly that what is shown was just recorded, and how it can still change."""
        if self.shown is not None:
            number = wording.number(self.shown.story.numbers[0] or 0)
            words = _("Sealed as entry {number}. “Add” and “Correct” below still change it, with a reason.")
            self.message.show_passing(words.format(number=number))

    def show_history(self) -> None:
        """Shows how the entry came to stand so, or hides it."""
        if self.history.isVisible():
            self.history.toggle()
            self._on_history()

    def clear(self) -> None:
        """Forgets everything."""
        self._entry_id, self.shown = "", None
        self.text.setPlainText("")
        self.mark("")
        self.exhibits.show_files(())
        self.message.clear()
        self.history.setChecked(False)
        self._stack.setCurrentWidget(self._empty)

    def _on_look(self) -> None:
        self._write()

    # The doors by which it changes

    @property
    def can_change(self) -> bool:
        """Whether an entry is shown that takes changes."""
        return self.shown is not None and not self.shown.is_final

    def _want_addition(self) -> None:
        self.message.clear()
        self.add_wanted.emit()

    def _want_correction(self) -> None:
        self.message.clear()
        self.correct_wanted.emit()

    def mark_as_told(self) -> None:
        """Asks when and how the leader was told, and records it."""
        if self.shown is not None and self.can_change:
            self._run(tell_entry(self._tools, self.shown.entry, self.window()))

    def refile(self) -> None:
        """Asks whom it is really about, and why."""
        if self.shown is not None and self.can_change:
            self._run(refile_entry(self._tools, self.shown.entry, self.window()))

    def withdraw(self) -> None:
        """Asks why, and marks it as withdrawn."""
        if self.shown is not None and self.can_change:
            self._run(withdraw_entry(self._tools, self.shown.entry, self.window()))

    def _run(self, dialog: QDialog) -> None:
        self.message.clear()
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()

    # What is started from it

    def _want(self, wanted: SignalInstance) -> None:
        wanted.emit(self._entry_id)

    def _write_letter(self) -> None:
        if (
            self.shown is not None
            and self.can_change
            and open_letter(self._tools, self.window(), self.shown.entry)
        ):
            self.message.show_passing(_("That it was handed over is on file."))

    def _link(self, kinds: Sequence[str]) -> None:
        if (
            self.shown is not None
            and self.can_change
            and run(link_to_form(self._tools, self.shown.entry, kinds, self.window()))
        ):
            self.message.show_passing(_("Linked. It is listed there among the entries."))

    def offers(self) -> tuple[str, ...]:
        """The keys of what the menu offers beside refiling: only what there is to link to, and no closed lane."""
        if self.shown is None or self.shown.entry.lane != "ordinary":
            return ()
        entry, view = self.shown.entry, self._tools.session.view
        is_praise = KINDS[entry.kind].tone == "positive"
        goals = is_praise and targets(view, entry.leader_ids, ("goal",))
        found = {
            "issue": not is_praise,
            "goal": goals,
            "any": targets(view, entry.leader_ids),
            "prepare": True,
            "letter": entry.action_points,
        }
        return tuple(key for key, is_there in found.items() if is_there)

    def _open_more(self) -> None:
        self.message.clear()
        offered = self.offers()
        for key, action in (
            ("issue", self._raise),
            ("goal", self._link_goal),
            ("any", self._link_any),
            ("prepare", self._prepare),
            ("letter", self._letter),
        ):
            action.setVisible(key in offered)
        self._coaching_ends.setVisible(bool(offered))
        self._menu.popup(self.more.mapToGlobal(QPoint(0, -self._menu.sizeHint().height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(XL, (self.width() - _WIDEST) // 2)
        self.text.setViewportMargins(side, XL, min(side, XXL), L)
        self._margins.setContentsMargins(side, S, side, M)
        self._door_margins.setContentsMargins(side - S, S, side - S, S)
