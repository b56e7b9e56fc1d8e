"""Export to PDF: what goes in, what the cover says, the pages themselves, and then the handing over."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from coachdesk.export import releasing
from coachdesk.export.releasing import MANAGER, Prepared, aimed, begin, check_target, drop_part, write_part
from coachdesk.export.rendering import ExportFailed
from coachdesk.gui.announcing import announce
from coachdesk.gui.background import Task
from coachdesk.gui.export_choice import ExportChoice
from coachdesk.gui.export_cover import ExportCover
from coachdesk.gui.export_done import ExportDone
from coachdesk.gui.export_making import Made, Making
from coachdesk.gui.export_pages import ExportPages
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XL, XXL, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, column, label, line, row
from coachdesk.journal.errors import JournalError, JournalMissing

_LEAST, _MOST = (720, 480), (1060, 820)
_SUFFIX = ".pdf"
CHOICE, COVER, PAGES, DONE = range(4)
TITLES = (N_("What goes in"), N_("What the cover says"), N_("Look at it"), N_("Handed over"))


class ExportWindow(QDialog):
    """The four pages of an export, one after the other."""

    def __init__(self, tools: Tools, leader_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self._making: Making | None = None
        self._task: Task | None = None
        self.made: Made | None = None
        self.setWindowTitle(_("Export to PDF"))
        self.setMinimumSize(*_LEAST)
        self.resize(
            *(min(most, size - XXL) for most, size in zip(_MOST, parent.size().toTuple(), strict=True))
        )
        self.message = MessageBar(tools.look)
        self.choice = ExportChoice(tools, leader_id)
        self.cover = ExportCover(releasing.manager_of(tools.session.view))
        self.pages = ExportPages(tools.look, tools.session.background)
        self.handed = ExportDone(tools)
        self.steps = QStackedWidget()
        for page in (self.choice, self.cover, self.pages, self.handed):
            self.steps.addWidget(page)
        self._title, self._step = label("", "title"), label("", "caption")
        self.back = button(_("Back"), self.go_back)
        self.onward = button(_("Continue"), self.go_on, role="primary")
        self.onward.setDefault(True)
        self._arrange()
        self.choice.changed.connect(self._update)
        self.choice.failed.connect(self._on_unread)
        self.pages.cancelled.connect(self.go_back)
        self._show(CHOICE)

    def _arrange(self) -> None:
        head = row(gap=M)
        head.addWidget(self._title, 1)
        head.addWidget(self._step)
        buttons = row(gap=S)
        buttons.addWidget(button(_("Close"), self.reject))
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.onward)
        within = column(margin=XL, gap=M)
        within.addLayout(head)
        within.addWidget(self.message)
        within.addWidget(self.steps, 1)
        within.addWidget(line())
        within.addLayout(buttons)
        self.setLayout(within)

    @property
    def at(self) -> int:
        """Which page is shown."""
        return self.steps.currentIndex()

    def _show(self, page: int) -> None:
        self.steps.setCurrentIndex(page)
        self._title.setText(_(TITLES[page]))
        self._step.setText(_("Step {number} of {count}").format(number=page + 1, count=len(TITLES)))
        words = {CHOICE: _("Continue"), COVER: _("Draw the pages"), PAGES: _("Hand over…"), DONE: _("Done")}
        self.onward.setText(words[page])
        self.back.setVisible(page in (COVER, PAGES))
        self._update()
        first = {
            CHOICE: self.choice.leader,
            COVER: self.cover.purpose,
            PAGES: self.pages.cancel,
            DONE: self.handed.verify,
        }
        first[page].setFocus()
        announce(self, self._title.text())

    def _update(self) -> None:
        ready = {CHOICE: self.choice.shown > 0, PAGES: self.made is not None}
        self.onward.setEnabled(ready.get(self.at, True))

    def _on_unread(self, error: Exception) -> None:
        if not isinstance(error, JournalError):
            raise error
        self.message.show_error(error)

    # From page to page

    def go_on(self) -> None:
        """Does what the page is for, and goes to the next."""
        self.message.clear()
        steps: dict[int, Callable[[], object]] = {
            CHOICE: partial(self._show, COVER),
            COVER: self.draw,
            PAGES: self.hand_over,
            DONE: self.accept,
        }
        steps[self.at]()

    def go_back(self) -> None:
        """Stops what is going on, and goes to the page before."""
        self.message.clear()
        self._stop()
        self._show(max(self.at - 1, CHOICE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes a page back as long as there is one: nobody loses their choices by it."""
        if event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self.go_back()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Closes; a file that was not handed over is forgotten."""
        self._stop()
        super().done(result)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        if self._making is not None:
            self._making.stop()
        self._making = self._task = self.made = None
        self.pages.clear()

    # Drawing

    def draw(self) -> None:
        """Has the pages drawn, in memory."""
        session = self._tools.session
        try:
            if self.cover.manager != releasing.manager_of(session.view):
                session.change_setting(MANAGER, msgspec.json.encode(self.cover.manager))
            begun = begin(session.journal, self.cover.choices(self.choice.selection))
        except JournalError as error:
            self.message.show_error(error)
            return
        self._stop()
        self._making = Making(session.journal, begun)
        self._task = session.background.run(
            self, self._making, self._on_made, failed=self._on_failed, progressed=self.pages.show_progress
        )
        self.pages.show_progress(0)
        self._show(PAGES)

    def _on_made(self, made: Made) -> None:
        self._making = self._task = None
        self.made = made
        self.pages.show_made(made)
        self._update()
        self.pages.view.setFocus()
        announce(self, _("The pages are there."))

    def _on_failed(self, error: Exception) -> None:
        self._stop()
        self._show(COVER)
        if not isinstance(error, JournalError | ExportFailed):
            raise error
        self.message.show_error(error)

    # Handing over

    def hand_over(self) -> None:
        """Asks where to, and writes the very bytes that were looked at."""
        made = self.made
        assert made is not None
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        suggestion = (
            folder if folder.is_dir() else Path.home()
        ) / f"{made.prepared.evidence.cover.number}{_SUFFIX}"
        chosen = self._tools.prompts.choose_target(
            self, _("Hand over as"), suggestion, _("PDF ({pattern})").format(pattern="*.pdf")
        )
        if chosen is None or not self._tools.session.is_open or self.made is not made:
            return
        has_suffix = chosen.suffix.lower() == _SUFFIX
        target = chosen if has_suffix else chosen.with_name(chosen.name + _SUFFIX)
        try:
            # Whoever chose a file that is there was asked whether to replace it.
            check_target(target, replace=has_suffix)
        except JournalError as error:
            self._refuse(error)
            return
        prepared = aimed(made.prepared, target)
        self.onward.setEnabled(False)
        self._task = self._tools.session.background.run(
            self,
            partial(_written, prepared, made.data),
            partial(self._release, made),
            failed=self._refuse,
            dropped=drop_part,
        )

    def _release(self, made: Made, prepared: Prepared) -> None:
        try:
            released = self._tools.session.release(prepared, made.said)
        except JournalError as error:
            self._refuse(error)
            return
        self._stop()
        self.handed.show_released(released)
        self._show(DONE)

    def _refuse(self, error: Exception) -> None:
        self._task = None
        self._update()
        if isinstance(error, JournalMissing):
            sentence = _("There is no folder {path} any more. Nothing was handed over; choose another place.")
            self.message.show_sentence(sentence.format(path=error.path))
        elif isinstance(error, JournalError):
            self.message.show_error(error)
        else:
            raise error


def _written(prepared: Prepared, data: bytes, _task: Task) -> Prepared:
    write_part(prepared, data)
    return prepared
