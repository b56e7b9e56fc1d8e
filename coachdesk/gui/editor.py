"""Writing: a new note, an addition to a sealed entry, or its correction. Typing is a draft; Save seals it."""

import datetime as dt
from typing import NamedTuple

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget

from coachdesk.export.story import VERY_LATE
from coachdesk.gui import errors, wording
from coachdesk.gui.editor_fields import not_said
from coachdesk.gui.editor_head import Head, lane_after, told_after
from coachdesk.gui.editor_known import offer_known
from coachdesk.gui.editor_page import Page, Place
from coachdesk.gui.editor_text import GrowingText
from coachdesk.gui.note import (
    Mode,
    Note,
    WrongField,
    from_draft,
    is_begun,
    missing_parts,
    says_nothing,
    to_draft,
)
from coachdesk.gui.sealing import (
    NothingInIt,
    beginning_of,
    heading,
    note_to_correct,
    recorded_at,
    seal,
    sealed_entry,
)
from coachdesk.gui.tab_order import put_after
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import L, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.when import sentence
from coachdesk.gui.widgets import MessageBar, busy_cursor, button, column, label, line, row, say, tool_button
from coachdesk.gui.wording_pane import WordingPane
from coachdesk.journal.errors import JournalError, ReasonMissing
from coachdesk.records.base import InvalidRecord, new_id
from coachdesk.records.entry import Entry

_PAUSE_MS = 600


class _Begun(NamedTuple):
    """What is being written: its draft, the note as it was at first, and the sealed entry it belongs to."""

    draft_id: str
    note: Note
    entry: Entry | None = None


class EditorPane(QWidget):
    """One note being written. ``sealed`` (id): it is in the journal; ``closed``: it was put away;
    ``remarked`` (sentence): something about it should be known; ``opened`` (attachment): it shall be looked at.
    """

    sealed = Signal(str)
    closed = Signal()
    remarked = Signal(str)
    opened = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._begun: _Begun | None = None
        self._kept: Note | None = None
        self._could_not_keep = self._is_refused = False
        self._left_at: dict[str, Place | None] = {}
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._what, self._state = label("", "strong", wraps=True), label("", "caption", wraps=True)
        self.message = MessageBar(tools.look, wide=True)
        self.head, self.page = Head(tools.look), Page(tools)
        self.wordings = WordingPane(tools, self.page)
        self._hint = label("", "caption", wraps=True)
        self.throw_away = tool_button(_("Throw this away"), tools.look.icon("trash", "quiet"), self.discard)
        self.later = button(_("Later"), self.put_away, role="quiet")
        self.later.setToolTip(_("Keep it as a draft and go on reading (Esc)"))
        self.save = button(_("Save"), self.seal, role="primary")
        self.save.setToolTip(_("Seal it in the journal (Ctrl+Enter)"))
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        for widget in (self._what, self.head):
            self.page.above.addWidget(widget)
        words, below = column(gap=0), row(gap=S)
        words.addWidget(self._hint)
        words.addWidget(self._state)
        below.setContentsMargins(L, S, L, S)
        below.addWidget(self.throw_away)
        below.addLayout(words, 1)
        below.addWidget(self.later)
        below.addWidget(self.save)
        within = column(gap=0)
        within.addWidget(self.page, 1)
        within.addWidget(self.wordings)
        within.addWidget(self.message)
        within.addWidget(line())
        within.addLayout(below)
        self.setLayout(within)

    def _connect(self) -> None:
        self._pause.timeout.connect(self.keep)
        self.head.changed.connect(self._on_changed)
        self.page.changed.connect(self._on_changed)
        self.wordings.changed.connect(self._on_changed)
        self.wordings.removed.connect(self.keep)
        self.head.kind_chosen.connect(self._on_kind)
        self.page.opened.connect(self.opened)
        self.head.decided.connect(self.page.go_on_where_it_was)
        self._tools.session.keeping.connect(self.keep)
        away = QShortcut(QKeySequence("Escape"), self, self.put_away)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # What is in it

    @property
    def text(self) -> GrowingText:
        """The field for the note's text."""
        found: GrowingText = self.page.fields["text"].edit
        return found

    @property
    def title(self) -> QLineEdit:
        """The field for the note's title."""
        return self.page.title

    @property
    def is_writing(self) -> bool:
        """Whether a note was begun and not yet put away."""
        return self._begun is not None

    @property
    def draft_id(self) -> str:
        """The draft of what is being written, or ""."""
        return self._begun.draft_id if self._begun else ""

    @property
    def note(self) -> Note:
        """What is being written, as it stands."""
        assert self._begun is not None
        values = self.head.values() | self.page.values() | self.wordings.values()
        return msgspec.structs.replace(self._begun.note, **values)

    def choose_kind(self) -> None:
        """Opens the list of kinds, unless what is written has the kind of the entry it is added to."""
        if self.head.isVisible():
            self.head.choose_kind()

    def take_focus(self) -> None:
        """The keyboard goes to where writing goes on."""
        if not self.isAncestorOf(QApplication.focusWidget() or self):
            self.page.go_on()

    # Beginning

    def begin(self, leader_ids: tuple[str, ...]) -> None:
        """An empty note about these leaders, of now, the cursor in its text."""
        self.begin_note(Note(leader_ids=leader_ids))

    def begin_note(self, note: Note) -> None:
        """A new note with something in it already. The one about a prepared talk or a reflection is begun only once."""
        if not self.put_away():
            return
        for draft in self._tools.session.view.drafts():
            if is_begun(note, draft.values):
                self.resume(draft.id)
                return
        self._show(_Begun(new_id(), note))

    def begin_change(self, entry_id: str, mode: Mode) -> None:
        """An addition to a sealed entry or its correction; the one that was begun before, if there is one."""
        if not self.put_away():
            return
        view = self._tools.session.view
        for draft in view.drafts():
            if (draft.values.get("entry_id"), draft.values.get("mode")) == (entry_id, mode):
                self.resume(draft.id)
                return
        entry = sealed_entry(view, entry_id)
        addition = Note(mode="addition", entry_id=entry_id, leader_ids=entry.leader_ids, kind=entry.kind)
        note = addition if mode == "addition" else note_to_correct(view, entry)
        self._show(_Begun(new_id(), note, entry))

    def resume(self, draft_id: str) -> None:
        """A draft as it was left."""
        view = self._tools.session.view
        draft = next((one for one in view.drafts() if one.id == draft_id), None)
        if draft is None or draft_id == self.draft_id or not self.put_away():
            return
        note = from_draft(draft.values)
        entry = sealed_entry(view, note.entry_id) if note.entry_id else None
        first = note_to_correct(view, entry) if entry and note.mode == "correction" else note
        self._show(_Begun(draft_id, first, entry), msgspec.structs.replace(note, on_screen=True))
        self._kept = note
        self._say_state(draft.updated_at)
        self.page.go_back(self._left_at.get(draft_id))

    def _show(self, begun: _Begun, note: Note | None = None) -> None:
        shown, view = note or begun.note, self._tools.session.view
        self._begun = None
        self.message.clear()
        self._know()
        written_at = recorded_at(view, begun.entry.id) if begun.entry else None
        self.head.show_note(shown, written_at)
        self.head.setVisible(shown.mode != "addition")
        self.page.show_note(shown)
        self.wordings.show_note(shown)
        self.page.show_original(beginning_of(begun.entry) if begun.entry and shown.mode == "addition" else "")
        say(self._what, heading(view, begun.entry, begun.note.mode) if begun.entry else "")
        say(self._state, "")
        self._begun = begun
        if note is None:
            self._begun = begun._replace(note=self.note)
        self._pause.stop()
        put_after(self.head.when.line, (self.page.title,))
        put_after(
            self.page.last, (*self.message.findChildren(QToolButton), self.throw_away, self.later, self.save)
        )
        self._judge()
        self.page.begin()

    # While it is written

    def _on_changed(self) -> None:
        if self._begun is not None:
            if self._is_refused:
                self._is_refused = False
                self.message.clear()
            self._pause.start()
            self.wordings.look_soon()
            self._judge()

    def _judge(self) -> None:
        """Says quietly what is missing; nothing of it keeps anybody from saving."""
        note = self.note
        self.page.show_late(is_late=note.mode != "addition" and self.head.when.delay > VERY_LATE)
        say(self._hint, not_said(missing_parts(note)))

    def _on_kind(self, kind: str, before: str) -> None:
        note = self.note
        changed = msgspec.structs.replace(
            note,
            lane=lane_after(kind, before, note.lane),
            told=told_after(kind, before, note.told),
        )
        for key in ("lane", "told"):
            self.page.fields[key].show_note(changed)
        self.page.show_kind(kind)

    def keep(self) -> None:
        """Keeps what was typed so far."""
        if self._begun is not None and self._tools.session.is_open:
            self._keep(self.note)

    def _keep(self, note: Note) -> bool:
        """Whether nothing of ``note`` is on the screen only."""
        assert self._begun is not None
        self._pause.stop()
        session, draft_id = self._tools.session, self._begun.draft_id
        self._left_at[draft_id] = self.page.place
        try:
            if not self._is_worth_keeping(note):
                if self._kept is not None:
                    session.drop_draft(draft_id)
                self._kept = None
                say(self._state, "")
            elif note != self._kept:
                session.keep_draft(draft_id, to_draft(note))
                self._kept = note
                self._say_state(dt.datetime.now(dt.UTC).isoformat())
        except JournalError as error:
            self._say_not_kept(error)
            return False
        return True

    def _is_worth_keeping(self, note: Note) -> bool:
        assert self._begun is not None
        if note.mode == "correction":
            return msgspec.structs.replace(note, on_screen=True) != self._begun.note
        return not says_nothing(note)

    def _say_state(self, at: str) -> None:
        say(self._state, _("Draft kept {moment}").format(moment=wording.recorded(at)))
        if self._could_not_keep:
            self._could_not_keep = False
            self.message.clear()

    def _say_not_kept(self, error: JournalError) -> None:
        self._could_not_keep = True
        say(self._state, _("Not kept"))
        self.message.show_sentence(
            _("What you typed is on this screen only. {why} It is tried again as you type.").format(
                why=errors.sentence(error)
            )
        )

    # Ending

    def seal(self) -> None:
        """Records it for good, or says why not."""
        if self._begun is None:
            return
        if self.page.files.is_busy:
            self.page.show_files_on_the_way()
            return
        self._is_refused = True
        try:
            with busy_cursor():  # a pasted book takes seconds
                sealed = seal(self._tools.session, self.note, self._begun.entry, self._begun.draft_id)
        except NothingInIt:
            self.message.show_sentence(_("There is nothing in it yet. One sentence is enough."), "note")
            self.page.begin()
        except WrongField as wrong:
            self._say_wrong(wrong)
        except ReasonMissing as missing:
            self.message.show_error(missing)
            self.page.go_to("reason")
        except (JournalError, InvalidRecord) as error:
            self.message.show_error(error)
        else:
            self.clear()
            self.sealed.emit(sealed.entry_id)
            if sealed.remarks:
                self.remarked.emit("\n".join(sealed.remarks))

    def _say_wrong(self, wrong: WrongField) -> None:
        typed = getattr(wrong.error, "typed", None) or str(getattr(wrong.error, "value", None) or "")
        if wrong.field == "when":
            typed = self.head.when.line.text()
        self.message.show_sentence(sentence(wrong.error, typed))
        if wrong.field in ("when", "about"):
            self.head.go_to(wrong.field)
        else:
            self.page.go_to(wrong.field)

    def put_away(self) -> bool:
        """Leaves it for later: it waits among the drafts, if there is anything in it. Whether it could be kept."""
        if self._begun is None:
            return True
        if not self._keep(msgspec.structs.replace(self.note, on_screen=False)):
            return False
        self.clear()
        self.closed.emit()
        return True

    def discard(self) -> None:
        """Throws it away for good, after asking if there is anything in it."""
        if self._begun is None:
            return
        question, explanation = (
            _("Throw this away?"),
            _("It was never sealed, so nothing of it will be left."),
        )
        if self._is_worth_keeping(self.note) and not self._tools.prompts.confirm(
            self, question, explanation, _("Throw away")
        ):
            return
        if self._tools.session.is_open and self._begun is not None:
            try:
                self._tools.session.drop_draft(self._begun.draft_id)
            except JournalError as error:
                self.message.show_error(error)
                return
            self.clear()
            self.closed.emit()

    def clear(self) -> None:
        """Forgets everything; a draft stays in the journal."""
        self._begun = self._kept = None
        self._is_refused = False
        self._pause.stop()
        self.wordings.clear()
        self.page.clear()
        self.head.clear()
        self.message.clear()
        for words in (self._what, self._state, self._hint):
            say(words, "")

    # What is known elsewhere

    def refresh(self) -> None:
        """Whom and what is offered while typing may be others now."""
        if self._begun is not None:
            self._know()

    def _know(self) -> None:
        offer_known(self._tools.session, self.head, self.page)
