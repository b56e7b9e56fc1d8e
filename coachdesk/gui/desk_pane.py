"""The desk: leaders, timeline, and what is read or written, side by side. It only puts panes together."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from coachdesk.gui.drafts_row import DraftsRow
from coachdesk.gui.editor import EditorPane
from coachdesk.gui.leaders import LeadersPane
from coachdesk.gui.reading import ReadingPane
from coachdesk.gui.texts import _
from coachdesk.gui.timeline import TimelinePane
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Banner, Empty, MessageBar, column, frame
from coachdesk.records.attachment import Attachment

_LEAST = (190, 260, 360)
_FIRST_SIZES = (240, 400, 600)


class DeskPane(QWidget):
    """What is seen while the journal is open. ``turned``: another leader, entry or side of the desk;
    ``recovery_wanted``: the code shall be put on paper; ``own_wanted``: enough of the demo.
    """

    turned = Signal()
    recovery_wanted = Signal()
    own_wanted = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.banner = Banner(
            tools.look,
            "shield-warning",
            _("Your recovery code is not on paper yet. Without it, a forgotten passphrase cannot be helped."),
            _("Show the code…"),
        )
        self.demo_banner = Banner(
            tools.look,
            "info",
            _("This is the demo: everybody in it is invented. Change what you like."),
            _("Begin my own journal…"),
            "note",
        )
        self.message = MessageBar(tools.look, wide=True)
        self.leaders, self.timeline = LeadersPane(tools), TimelinePane(tools)
        self.reading, self.editor = ReadingPane(tools), EditorPane(tools)
        self.drafts = DraftsRow(tools)
        self.panes = (self.leaders, self.drafts, self.timeline, self.reading, self.editor)
        self.right = QStackedWidget()
        self.right.addWidget(self.reading)
        self.right.addWidget(self.editor)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        below = column(gap=0)
        below.addWidget(self.leaders, 1)
        below.addWidget(self.drafts)
        left = frame("ground", below)
        for side, least in zip((left, self.timeline, self.right), _LEAST, strict=True):
            side.setMinimumWidth(least)
            self.splitter.addWidget(side)
        self.splitter.setStretchFactor(2, 1)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizes(list(tools.settings.current.splitter or _FIRST_SIZES))
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
        within.addWidget(self.banner)
        within.addWidget(self.demo_banner)
        within.addWidget(self.message)
        within.addWidget(self._stack, 1)
        self.setLayout(within)
        self._connect()

    def _connect(self) -> None:
        session = self._tools.session
        self.splitter.splitterMoved.connect(
            lambda: self._tools.settings.change(splitter=tuple(self.splitter.sizes()))
        )
        self.leaders.picked.connect(self._on_leader)
        self.timeline.picked.connect(self._on_entry)
        self.timeline.note_wanted.connect(self.new_note)
        self.editor.sealed.connect(self._on_sealed)
        self.editor.closed.connect(self._on_put_away)
        self.editor.remarked.connect(lambda sentence: self.message.show_sentence(sentence, "warning"))
        self.drafts.picked.connect(self.take_up)
        self.reading.add_wanted.connect(self.add_to_entry)
        self.reading.correct_wanted.connect(self.correct_entry)
        for pane in (self.reading, self.editor):
            pane.opened.connect(self.look_at)
        self.banner.acted.connect(self.recovery_wanted)
        self.demo_banner.acted.connect(self.own_wanted)
        session.locked.connect(self.clear)
        session.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Every pane reads again what it shows."""
        session = self._tools.session
        self.banner.setVisible(not session.is_recovery_proved)
        self.demo_banner.setVisible(session.is_demo)
        for pane in self.panes:
            pane.refresh()
        self._stack.setCurrentWidget(self.splitter if self.leaders.has_anybody else self.start)
        self.turned.emit()

    def clear(self) -> None:
        """Every pane forgets what it showed."""
        self.message.clear()
        for pane in self.panes:
            pane.clear()
        self.read()

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
        return self.editor.is_writing and self.right.currentWidget() is self.editor

    @property
    def can_change(self) -> bool:
        """Whether an entry is being read, in front, that takes changes."""
        return self.reading.can_change and not self.is_writing

    def open_desk(self) -> None:
        """What is seen first after unlocking: the drafts that were left are taken up again."""
        self.refresh()
        drafts = self._tools.session.view.drafts()
        interrupted = [draft.id for draft in drafts if draft.values.get("on_screen", True)]
        if interrupted:
            self.take_up(interrupted[0])
        else:
            (self.leaders.list if self.leaders.has_anybody else self.start.action).setFocus()

    def new_note(self) -> None:
        """An empty note about the chosen leader; one that is being written waits among the drafts."""
        if not self.leader_id:
            self.leaders.add()
        if self.leader_id:
            self.editor.begin((self.leader_id,))
            self.write()

    def take_up(self, draft_id: str) -> None:
        """Goes on with a draft."""
        self.editor.resume(draft_id)
        if self.editor.is_writing:
            self.leaders.pick(next(iter(self.editor.note.leader_ids), ""))
            self.write()

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
        self.timeline.list.setFocus()

    def show_entry(self, leader_id: str, entry_id: str) -> None:
        """Goes to an entry in its place on the timeline of a leader."""
        self.show_leader(leader_id)
        self.timeline.reveal(entry_id)
        self.read()

    def _shows_archived(self, leader_id: str) -> bool:
        shown = self._tools.settings.current.show_archived
        return shown or any(
            one.id == leader_id and one.archived for one in self._tools.session.view.leaders()
        )

    def _on_leader(self, leader_id: str) -> None:
        self.timeline.show_leader(leader_id)
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
