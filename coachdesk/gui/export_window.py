"""Export to PDF in four steps: what goes in, each of it looked at, who is named, who can open it; then it is handed over."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.export.presets import Preset
from coachdesk.export.releasing import Released
from coachdesk.export.rendering import ExportFailed
from coachdesk.gui import export_wish
from coachdesk.gui.announcing import announce
from coachdesk.gui.export_done import ExportDone
from coachdesk.gui.export_drawing import Drawing
from coachdesk.gui.export_entries import Candidate, candidates
from coachdesk.gui.export_handing import Handing
from coachdesk.gui.export_making import Made
from coachdesk.gui.export_peek import look_at, peek
from coachdesk.gui.export_presets import applied, preset_of
from coachdesk.gui.export_protect import ProtectStep
from coachdesk.gui.export_reading import Read, Reading, counted
from coachdesk.gui.export_redact import FILES, RedactStep
from coachdesk.gui.export_review import ReviewStep
from coachdesk.gui.export_scope import ScopeStep
from coachdesk.gui.export_steps import DONE, PROTECT, REDACT, REVIEW, SCOPE, Step, Steps, put_behind
from coachdesk.gui.export_wish import Wish, about_others, selection_of
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XL, XXL, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, column, label, line, row
from coachdesk.journal.errors import JournalError, JournalMissing
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord

_LEAST, _MOST = (720, 480), (1060, 820)
TITLES = (
    N_("What goes in"),
    N_("Look it through"),
    N_("Who is named"),
    N_("Protect and look"),
    N_("Handed over"),
)
_ONWARD = {SCOPE: N_("Continue"), REVIEW: N_("Continue"), REDACT: N_("Continue"), DONE: N_("Done")}
_STEPS = 4


class ExportWindow(QDialog):
    """The steps, one after the other. ``entry_wanted`` (leader, entry) and ``page_wanted`` (leader, key): the window
    was left, with its choices kept, for something that shall be seen on the desk.
    """

    entry_wanted = Signal(str, str)
    page_wanted = Signal(str, str)

    def __init__(self, tools: Tools, leader_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._begun_for = tools, leader_id
        self.setWindowTitle(_("Export to PDF"))
        self.setMinimumSize(*_LEAST)
        self.resize(
            *(min(most, size - XXL) for most, size in zip(_MOST, parent.size().toTuple(), strict=True))
        )
        self.message = MessageBar(tools.look)
        self.reading = Reading(tools.session, self)
        self.drawing, self.handing = Drawing(tools.session, self), Handing(tools, self)
        self.steps = Steps(tools)
        self._title, self._step = label("", "title"), label("", "caption")
        self.count = label("", "caption", wraps=True)
        self.afresh = button(_("Begin afresh"), self.begin_afresh, role="link")
        self.back = button(_("Back"), self.go_back)
        self.onward = button(_("Continue"), self.go_on, role="primary")
        self.onward.setDefault(True)
        self.close_button = button(_("Close"), self.reject)
        self._read = Read()
        self._rows: Sequence[Candidate] = ()
        self._arrange()
        self._connect()
        kept = export_wish.unfinished(tools.session.view, leader_id)
        self._first = export_wish.fresh(tools.session.view, leader_id)
        self.wish = kept or self._first
        self._seen = self.wish.decisions
        self._is_resumed = kept is not None

    # Putting together

    def _arrange(self) -> None:
        head = row(gap=M)
        head.addWidget(self._title, 1)
        head.addWidget(self.afresh)
        head.addWidget(self._step)
        buttons = row(gap=S)
        buttons.addWidget(self.close_button)
        buttons.addSpacing(M)
        buttons.addWidget(self.count, 1)
        buttons.addSpacing(M)
        buttons.addWidget(self.back)
        buttons.addWidget(self.onward)
        within = column(margin=XL, gap=M)
        within.addLayout(head)
        within.addWidget(self.message)
        within.addWidget(self.steps, 1)
        within.addWidget(line())
        within.addLayout(buttons)
        self.setLayout(within)

    def _connect(self) -> None:
        self.steps.made.connect(self._on_part)
        self.reading.came.connect(self._on_read)
        self.reading.failed.connect(self._on_unread)
        self.drawing.came.connect(self._on_made)
        self.drawing.progressed.connect(lambda share: self.steps.protect.show_progress(share))
        self.drawing.failed.connect(self._on_not_drawn)
        self.handing.released.connect(self._on_released)
        self.handing.failed.connect(self._refuse)
        self._tools.session.keeping.connect(self._on_keeping)
        for keys, pressed in (("Ctrl+Return", self.onward), ("Alt+Left", self.back)):
            QShortcut(QKeySequence(keys), self, pressed.click)

    def _on_part(self, part: Step | ExportDone) -> None:
        """A step is there: it is told what is chosen, and heard from now on."""
        put_behind(self, (self.close_button, self.back, self.onward))
        if isinstance(part, ExportDone):
            return
        if isinstance(part, ScopeStep):
            part.presets.picked.connect(self._take_preset)
            part.presets.save_wanted.connect(self._keep_preset)
        elif isinstance(part, ReviewStep):
            part.entry_wanted.connect(self.look_at_entry)
            part.page_wanted.connect(self._leave_for_page)
            part.failed.connect(self._on_unread)
        elif isinstance(part, RedactStep):
            part.be_seen(self._seen)
            part.entry_wanted.connect(self.look_at_entry)
            part.file_wanted.connect(self._look_at_file)
            part.failed.connect(self._on_unread)
        elif isinstance(part, ProtectStep):
            part.pages.cancelled.connect(self.go_back)
        if not isinstance(part, ProtectStep):
            part.show_read(self._read)
        part.show_wish(self.wish)
        part.changed.connect(self._on_changed)

    def open(self) -> None:
        """Makes the step it begins with, which takes longer than all the rest, and shows itself."""
        self.afresh.setVisible(self._is_resumed)
        self._show_wish()
        self._show(min(self.wish.step, PROTECT))
        if self._is_resumed:
            self.message.show_sentence(_("Your choices are here as you left them."), "note")
        super().open()

    def begin_afresh(self) -> None:
        """Forgets what was chosen before."""
        self.wish = self._first
        self.message.clear()
        self._stop()
        self.afresh.hide()
        self._show_wish()
        self._show(SCOPE)

    # What is chosen

    def _show_wish(self) -> None:
        for part in self.steps.there:
            part.show_wish(self.wish)
        self.wish = self._chosen()
        self._want()

    def _chosen(self) -> Wish:
        wish = self.wish
        for part in self.steps.there:
            wish = part.with_choices(wish)
        return wish if wish.leader_ids == self.wish.leader_ids else about_others(wish)

    def _on_changed(self) -> None:
        before, self.wish = self.wish, self._chosen()
        for part in self.steps.there:
            if not part.isVisible():
                part.show_wish(self.wish)
        if before.leader_ids != self.wish.leader_ids:
            self._read = Read()
        self._want()
        if self.at == PROTECT:
            self.draw()

    def _want(self) -> None:
        self.reading.want(selection_of(self.wish))
        self._update()

    def _take_preset(self, preset: Preset, before: Preset | None) -> None:
        self.wish = applied(preset, before, self._chosen())
        self._show_wish()

    def _keep_preset(self, name: str) -> None:
        self.steps.scope.presets.keep(preset_of(name, self._chosen()))
        self.wish = msgspec.structs.replace(self._chosen(), preset=name)

    def _on_read(self, read: Read) -> None:
        self._read = read
        for part in self.steps.there:
            if not isinstance(part, ProtectStep):
                part.show_read(read)
        self._update()

    def _on_unread(self, error: Exception) -> None:
        if not isinstance(error, JournalError | InvalidRecord):
            raise error
        self.message.show_error(error)

    # From step to step

    @property
    def at(self) -> int:
        """Which step is shown."""
        return self.steps.currentIndex()

    def _show(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self.wish = msgspec.structs.replace(self._chosen(), step=min(step, PROTECT))
        self._title.setText(_(TITLES[step]))
        self._step.setText(_("Step {number} of {count}").format(number=step + 1, count=_STEPS))
        self._step.setVisible(step != DONE)
        self.back.setVisible(step in (REVIEW, REDACT, PROTECT))
        self.back.setEnabled(step in (REVIEW, REDACT, PROTECT))
        if step == DONE:
            self.steps.handed.begin()
        else:
            part = self.steps.of(step)
            part.show_wish(self.wish)
            part.begin()
        if step == PROTECT:
            self.draw()
        self._update()
        announce(self, self._title.text())

    def _update(self) -> None:
        self._rows, step = candidates(self._read.rows, self.wish), self.at
        if step == SCOPE:
            is_ready = bool(self.wish.leader_ids)
        elif step == REVIEW:
            is_ready = any(one.is_in for one in self._rows)
        elif step == REDACT:
            is_ready = self.steps.redact.is_ready
        else:
            is_ready = step == DONE or (self.drawing.made is not None and not self.handing.is_busy)
        self.onward.setEnabled(is_ready)
        self.onward.setText(_("Hand over…") if step == PROTECT else _(_ONWARD[step]))
        made = self.drawing.made
        drawn = len(made.sizes) if made is not None else 0
        self.count.setText(counted(self._rows, self._read.stock, drawn) if step != DONE else "")

    def go_on(self) -> None:
        """Does what the step is for, and goes to the next."""
        self.message.clear()
        if self.at == PROTECT:
            self.hand_over()
        elif self.at == DONE:
            self.accept()
        else:
            if self.at == REDACT:
                self._seen = self._chosen().decisions
                self.steps.redact.be_seen(self._seen)
            self._show(self.at + 1)

    def go_back(self) -> None:
        """Stops what is going on, and goes to the step before."""
        self.message.clear()
        self.drawing.stop()
        self.handing.stop()
        self._show(max(self.at - 1, SCOPE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes a step back as long as there is one: nobody loses their choices by it."""
        if event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self.go_back()
        else:
            super().keyPressEvent(event)

    # Beside the steps

    def look_at_entry(self, record_id: str, words: str = "") -> None:
        """Shows an entry or a coaching record; ``words`` are marked in it."""
        page = peek(self._tools, record_id, self, words)
        if page is not None and self._tools.session.is_open:
            about = self._tools.session.view.get(record_id).payload.leaders
            leader_id = next((one for one in self.wish.leader_ids if one in about), about[0])
            self.reject()
            wanted, what = (self.page_wanted, page) if page else (self.entry_wanted, record_id)
            wanted.emit(leader_id, what)

    def _look_at_file(self, attachment: Attachment) -> None:
        look_at(self._tools, attachment, self)

    def _leave_for_page(self, leader_id: str, key: str) -> None:
        self.reject()
        self.page_wanted.emit(leader_id, key)

    # Drawing and handing over

    def draw(self) -> None:
        """Has the pages drawn, in memory, unless they are those that are there."""
        self.message.clear()
        if not self.steps.redact.is_ready:
            self.steps.redact.ask()
            self.steps.protect.show_nothing(_("Looking for names first…"))
        elif self.steps.redact.has_unseen and self.wish.third_parties == "named":
            self._show(REDACT)
            self.message.show_sentence(_("Others are named here than before. Please look again."), "note")
        elif self.steps.protect.problem:
            self.drawing.stop()
            self.steps.protect.show_nothing(self.steps.protect.problem)
        elif not self.drawing.is_of(self.wish, self.steps.protect.password.text):
            self.steps.protect.show_progress(0)
            self.drawing.start(self.wish, self.steps.protect.password.text)
        self._update()

    def _on_made(self, made: Made) -> None:
        self.steps.protect.show_made(made)
        self._update()
        announce(self, _("The pages are there."))

    def _on_not_drawn(self, error: Exception) -> None:
        self.steps.protect.show_nothing(_("They could not be drawn."))
        self._update()
        if not isinstance(error, JournalError | InvalidRecord | ExportFailed):
            raise error
        if isinstance(error, ExportFailed) and error.problem == "leaked" and "Exhibit" in error.detail:
            self._show(REDACT)
            self.steps.redact.tabs.setCurrentIndex(FILES)
            said = _(
                "No file was made: what was to stay out of it stands in it ({places}). Leave out the file that says it, or keep the name. Nothing has left the journal."
            )
            self.message.show_sentence(said.format(places=error.detail))
            return
        self.message.show_error(error)

    def hand_over(self) -> None:
        """Asks where to, and writes the very bytes that were looked at."""
        made = self.drawing.made
        assert made is not None
        chosen = self.handing.ask(self, made)
        if chosen is None or not self._tools.session.is_open or self.drawing.made is not made:
            return
        target, is_asked = chosen
        self.handing.begin(made, target, replace=is_asked)
        self._update()

    def _on_released(self, released: Released) -> None:
        password = self.steps.protect.password.text if self.wish.is_protected else ""
        self.drawing.stop()
        self.steps.protect.clear()
        self.wish = self._first
        try:
            export_wish.forget(self._tools.session, self._begun_for)
        except JournalError as error:
            self.message.show_error(error)
        self.steps.handed.show_released(released, password)
        self._show(DONE)

    def _refuse(self, error: Exception) -> None:
        self._update()
        if isinstance(error, JournalMissing):
            sentence = _("There is no folder {path} any more. Nothing was handed over; choose another place.")
            self.message.show_sentence(sentence.format(path=error.path))
        elif isinstance(error, JournalError):
            self.message.show_error(error)
        else:
            raise error

    # Leaving

    def _on_keeping(self) -> None:
        """The lock may come: what was chosen is kept, encrypted, and the window is there again afterwards."""
        if self.isVisible() and self.at != DONE:
            self._keep(on_screen=True)

    def _keep(self, *, on_screen: bool) -> None:
        session = self._tools.session
        try:
            export_wish.keep(session, self._begun_for, self._chosen(), on_screen=on_screen)
        except JournalError as error:
            session.is_kept = False
            self.message.show_error(error)

    def done(self, result: int) -> None:
        """Closes. A file that was not handed over is forgotten, what was chosen is kept for the next time."""
        session = self._tools.session
        if session.is_open and not session.is_locking and self.at != DONE and self._chosen() != self._first:
            self._keep(on_screen=False)
        self._stop()
        super().done(result)

    def _stop(self) -> None:
        self.drawing.stop()
        self.handing.stop()
        self.reading.stop()
        self.steps.clear()
