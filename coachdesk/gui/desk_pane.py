"""The desk: leaders, timeline, and what is read or written, side by side. It only puts panes together."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from coachdesk.gui.banners import Banners
from coachdesk.gui.coaching import ways
from coachdesk.gui.coaching.area import TIMELINE, Area
from coachdesk.gui.coaching.prepare_draft import is_prepared
from coachdesk.gui.coaching.prepare_paper import title_of
from coachdesk.gui.coaching.talk_panel import TalkPanel
from coachdesk.gui.drafts_row import DraftsRow
from coachdesk.gui.editor import EditorPane
from coachdesk.gui.leaders import LeadersPane
from coachdesk.gui.note import Note
from coachdesk.gui.read_only import ReadOnlyDesk
from coachdesk.gui.reading import ReadingPane
from coachdesk.gui.reopening import reopen
from coachdesk.gui.texts import _
from coachdesk.gui.timeline import TimelinePane
from coachdesk.gui.tokens import M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import is_form
from coachdesk.gui.widgets import Empty, MessageBar, button, column, frame
from coachdesk.records.attachment import Attachment

_LEAST = (190, 260, 360)
_FIRST_SIZES = (240, 384, 616)


class DeskPane(QWidget):
    """What is seen while the journal is open. ``turned``: another leader, entry or side of the desk."""

    turned = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.banners = Banners(tools.look)
        self.message = MessageBar(tools.look, wide=True)
        self.leaders, self.timeline = LeadersPane(tools), TimelinePane(tools)
        self.reading, self.editor = ReadingPane(tools), EditorPane(tools)
        self.drafts = DraftsRow(tools)
        self.panes = (self.leaders, self.drafts, self.timeline, self.reading, self.editor)
        self.right = QStackedWidget()
        self.right.addWidget(self.reading)
        self.right.addWidget(self.editor)
        self.talk = TalkPanel(tools.look)
        self.right.addWidget(self.talk)
        self.home = button(
            _("Today"), self.show_today, role="row", icon=tools.look.icon("sun-horizon", "quiet")
        )
        self.home.setCheckable(True)
        self._split()
        self._read_only = ReadOnlyDesk(self)
        self.start = Empty(
            tools.look,
            "user-plus",
            _("Whom do you want to keep notes about?"),
            _("Begin with one leader who reports to you. Their name is enough; the rest can follow."),
            _("Add the first leader"),
            self.leaders.add,
            role="primary",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.splitter)
        within = column(gap=0)
        within.addWidget(self.banners)
        within.addWidget(self.message)
        within.addWidget(self._stack, 1)
        self.setLayout(within)
        self._connect()

    def _split(self) -> None:
        """Leaders, and beside them Today, a page, or timeline and entry."""
        self.splitter, self._inner = (
            QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False) for _side in range(2)
        )
        self.area = Area(self._tools, self._inner)
        above, below = column(), column(gap=0)
        above.setContentsMargins(S, M, S, 0)
        above.addWidget(self.home)
        below.addLayout(above)
        below.addWidget(self.leaders, 1)
        below.addWidget(self.drafts)
        left, timeline, right = (frame("ground", below), self.timeline, self.right)
        for side, least in zip((left, timeline, right), _LEAST, strict=True):
            side.setMinimumWidth(least)
        for splitter, sides in ((self.splitter, (left, self.area)), (self._inner, (timeline, right))):
            for side in sides:
                splitter.addWidget(side)
            splitter.setStretchFactor(1, 1)
            splitter.setHandleWidth(1)
            splitter.splitterMoved.connect(self._keep_sizes)
        first, *others = self._sizes
        self.splitter.setSizes([first, sum(others)])
        self._inner.setSizes(others)

    @property
    def _sizes(self) -> tuple[int, ...]:
        """How wide the sides were last made."""
        return self._tools.settings.current.splitter or _FIRST_SIZES

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the leaders give way first: the others need the room more."""
        super().resizeEvent(event)
        first, *others = self._sizes
        left = max(_LEAST[0], min(first, self.width() - sum(others)))
        self.splitter.setSizes([left, self.width() - left])

    def _keep_sizes(self) -> None:
        self._tools.settings.change(splitter=(self.splitter.sizes()[0], *self._inner.sizes()))

    def _connect(self) -> None:
        session = self._tools.session
        self.leaders.picked.connect(self._on_leader)
        self.leaders.list.clicked.connect(self._leave_today)
        self.leaders.list.activated.connect(self._leave_today)
        self.area.entry_wanted.connect(self.show_entry)
        self.area.today.note_wanted.connect(self._note_about)
        self.area.today.page_wanted.connect(self.show_page)
        self.area.turned.connect(self._on_turned)
        self.area.note_begun.connect(self.begin_note)
        for wanted in (self.area.beside_wanted, self.talk.closed):
            wanted.connect(self.turn_talk)
        self.talk.held.connect(self._talk_was_held)
        self.leaders.due_wanted.connect(self._show_due)
        self.timeline.picked.connect(self._on_entry)
        self.timeline.note_wanted.connect(self.new_note)
        self.editor.sealed.connect(self._on_sealed)
        self.editor.closed.connect(self._on_put_away)
        self.editor.wordings.blunt.connect(self.open_workshop)
        self.editor.remarked.connect(lambda sentence: self.message.show_sentence(sentence, "warning"))
        self.drafts.picked.connect(self.take_up)
        self.area.today.draft_wanted.connect(self.take_up)
        self.reading.add_wanted.connect(self.add_to_entry)
        self.reading.correct_wanted.connect(self.correct_entry)
        self.reading.issue_wanted.connect(lambda entry_id: self.area.begin("issues", entry_id))
        for pane in (self.reading, self.editor):
            pane.opened.connect(self.look_at)
        ways.connect(self, self._tools)
        session.locked.connect(self.clear)
        session.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Every pane reads again what it shows."""
        self.banners.refresh(self._tools.session)
        for pane in (*self.panes, self.area):
            with self._read_only.as_far_as_it_goes():
                pane.refresh()
        self._stack.setCurrentWidget(self.splitter if self.leaders.has_anybody else self.start)
        self.turned.emit()

    def clear(self) -> None:
        """Every pane forgets what it showed."""
        self._read_only.end()
        self.message.clear()
        self.banners.clear()
        for pane in (*self.panes, self.area):
            pane.clear()
        self.talk.clear()
        self.read()

    @property
    def writing(self) -> tuple[QWidget, ...]:
        """What writes, or leads there, outside the pages of a leader."""
        reading, timeline = self.reading, self.timeline
        doors = (
            reading.told,
            reading.add,
            reading.correct,
            reading.more,
            timeline.new_note,
            timeline.prepare,
        )
        return (*doors, timeline.first_note.action, self.leaders.add_button, self.start.action)

    def is_timeline(self, widget: QWidget) -> bool:
        """Whether a widget belongs to the timeline or to what is read beside it."""
        return self._inner.isAncestorOf(widget)

    @property
    def leader_id(self) -> str:
        """The chosen leader, or ""."""
        return self.leaders.current

    @property
    def entry_id(self) -> str:
        """The entry that is being read, or ""."""
        return self.timeline.current

    @property
    def is_writing(self) -> bool:
        """Whether a note is being written, in front."""
        is_in_front = self.right.currentWidget() is self.editor and self.area.key == TIMELINE
        return self.editor.is_writing and is_in_front

    @property
    def can_change(self) -> bool:
        """Whether an entry is being read, in front, that takes changes."""
        return self.reading.can_change and not self.is_writing

    def open_desk(self) -> None:
        """What is seen first after unlocking: the drafts that were left are taken up again."""
        if self._tools.session.is_read_only:
            self._read_only.begin()
        self.refresh()
        drafts = () if self._tools.session.is_read_only else self._tools.session.view.drafts()
        interrupted = [draft for draft in drafts if draft.values.get("on_screen", True)]
        notes = [draft.id for draft in interrupted if not is_form(draft.values)]
        forms = [draft.id for draft in interrupted if is_form(draft.values)]
        if notes:
            self.take_up(notes[0])
        elif self.leaders.has_anybody:
            self.show_today()
        else:
            self.start.action.setFocus()
        if forms:  # above the desk, once that is seen
            QTimer.singleShot(0, self, partial(self.take_up, forms[0]))

    def show_today(self) -> None:
        """Goes home: what is due."""
        self.area.show_today()

    def show_page(self, leader_id: str, key: str, record_id: str = "") -> None:
        """Goes to a page of a leader, to a record on it if one is named."""
        self.leaders.pick(leader_id)
        self.area.show_page(leader_id, key, record_id)

    def _on_turned(self) -> None:
        self.home.setChecked(self.area.is_today)
        self.turned.emit()

    def _leave_today(self) -> None:
        if self.area.is_today:
            self.area.show_leader(self.leader_id)

    def _note_about(self, leader_id: str) -> None:
        self.leaders.pick(leader_id)
        self.new_note()

    def _show_due(self) -> None:
        self.area.show_key(TIMELINE)
        self.timeline.show_due()

    def new_note(self) -> None:
        """An empty note about the chosen leader; one that is being written waits among the drafts."""
        if not self.leader_id:
            self.leaders.add()
        if self.leader_id:
            self.editor.begin((self.leader_id,))
            self.write()

    def take_up(self, draft_id: str) -> None:
        """Goes on with a draft: a note, a form where it was opened, or a preparation on its page."""
        session = self._tools.session
        drafts = session.view.drafts() if session.is_open and not session.is_read_only else ()
        draft = next((one for one in drafts if one.id == draft_id), None)
        if draft is None:
            return
        if is_form(draft.values):
            reopen(self, self._tools, draft)
            return
        if is_prepared(draft.values):
            self.show_page(draft.values["leader_ids"][0], "prepare")
            return
        self.editor.resume(draft_id)
        if self.editor.is_writing:
            self.leaders.pick(next(iter(self.editor.note.leader_ids), ""))
            self.write()

    def begin_note(self, note: Note) -> None:
        """A note that is filled in already."""
        self.editor.begin_note(note)
        self.write()

    # The talk

    def turn_talk(self) -> None:
        """What is prepared comes beside the timeline, or goes away again."""
        if self.right.currentWidget() is self.talk and self.area.key == TIMELINE:
            (self.write if self.editor.is_writing else self.read)()
            return
        page = self.area.page("prepare")
        page.show_leader(self.leader_id)
        parts = page.parts()
        if parts is None:
            self.area.show_page(self.leader_id, "prepare")
            return
        self.talk.show_sheet(title_of(page), parts)
        self.area.show_key(TIMELINE)
        self.right.setCurrentWidget(self.talk)
        self.timeline.be_beside_writing(writing=False)
        self.talk.begin()
        self.turned.emit()

    def _talk_was_held(self) -> None:
        self.area.page("prepare").write_down()

    def open_workshop(self, blunt: str = "", put: Callable[[str], object] | None = None) -> None:
        """The workshop for a blunt sentence. ``put`` takes what it makes; else the note, or the preparation."""
        from coachdesk.gui.coaching.workshop import open_workshop  # noqa: PLC0415  # seldom

        open_workshop(self, self._tools, blunt, put)

    def add_to_entry(self) -> None:
        """Writes something under the entry that is read."""
        if self.reading.can_change:
            self.editor.begin_change(self.reading.entry_id, "addition")
            self.write()

    def correct_entry(self) -> None:
        """Corrects the entry that is read."""
        if self.reading.can_change:
            self.editor.begin_change(self.reading.entry_id, "correction")
            self.write()

    def look_at(self, attachment: Attachment) -> None:
        """Shows a file."""
        from coachdesk.gui.preview import PreviewDialog  # noqa: PLC0415  # seldom, and it loads PDFium

        dialog = PreviewDialog(self._tools, attachment, self.window())
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()

    def write(self) -> None:
        """The editor comes to the front."""
        self.area.show_key(TIMELINE)
        self.right.setCurrentWidget(self.editor)
        self.timeline.be_beside_writing(writing=True)
        self.drafts.leave_out(self.editor.draft_id)
        self.editor.take_focus()
        self.turned.emit()

    def go_to_right(self) -> None:
        """The keyboard goes to what is read or written."""
        if self.right.currentWidget() is self.editor:
            self.editor.take_focus()
        else:
            self.reading.text.setFocus()

    def read(self) -> None:
        """The reading pane comes to the front."""
        self.right.setCurrentWidget(self.reading)
        self.timeline.be_beside_writing(writing=False)
        self.drafts.leave_out("")
        self.turned.emit()

    def show_leader(self, leader_id: str) -> None:
        """Goes to a leader's timeline, archived or not."""
        self._tools.settings.change(show_archived=self._shows_archived(leader_id))
        self.leaders.search.setText("")
        self.leaders.search.textEdited.emit("")
        self.leaders.pick(leader_id)
        self.area.show_leader(leader_id)
        self.timeline.list.setFocus()

    def show_entry(self, leader_id: str, entry_id: str, words: str = "") -> None:
        """Goes to an entry in its place on the timeline of a leader; ``words`` are what it was found by."""
        self.show_leader(leader_id)
        self.timeline.reveal(entry_id)
        self.reading.mark(words)
        self.read()

    def _shows_archived(self, leader_id: str) -> bool:
        shown = self._tools.settings.current.show_archived
        return shown or any(
            one.id == leader_id and one.archived for one in self._tools.session.view.leaders()
        )

    def _on_leader(self, leader_id: str) -> None:
        self.timeline.show_leader(leader_id)
        if leader_id != self.area.leader_id:
            self.area.show_leader(leader_id)
        self.turned.emit()

    def _on_entry(self, entry_id: str) -> None:
        self.reading.show_entry(entry_id)
        if entry_id and self.editor.put_away():
            self.read()
        self.turned.emit()

    def _on_put_away(self) -> None:
        self.read()
        self.timeline.list.setFocus()

    def _on_sealed(self, entry_id: str) -> None:
        self.timeline.reveal(entry_id)
        self.reading.show_entry(entry_id)
        self.reading.say_sealed()
        self.read()
        self.timeline.list.setFocus()
