"""Erasing for good: what, what exactly would go, why and by whom, and then nothing brings it back.

It goes in steps, and each can be left without anything having been changed, until the fresh backup that comes first
is made. A lock closes it at once; what was under way then is finished at the next opening, or was not begun.
"""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from coachdesk.gui import wording
from coachdesk.gui.announcing import announce
from coachdesk.gui.background import Task, ignore
from coachdesk.gui.coaching.inputs import NotUnderstood
from coachdesk.gui.errors import sentence
from coachdesk.gui.keeping import words, work
from coachdesk.gui.keeping.asked import Asked, Foreseen, SpelledOtherwise, files_not_looked_through, foresee
from coachdesk.gui.keeping.holds import show_holds
from coachdesk.gui.keeping.what import WhatStep
from coachdesk.gui.record_words import called
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import (
    MessageBar,
    button,
    closing_row,
    column,
    dialog_column,
    label,
    restyle,
    section,
    text_to_read,
)
from coachdesk.journal import erasing
from coachdesk.journal.errors import CannotErase, ErasureUnfinished, JournalError
from coachdesk.records.base import clean_line

if TYPE_CHECKING:
    from coachdesk.journal.journal import Journal

_WIDTH, _SEEN_HEIGHT, _REASON_HEIGHT = 600, 320, 60
_PATIENCE = 5.0
"""So many seconds a job has to notice that it was cancelled."""
_TITLES = {
    "what": N_("What shall be erased for good?"),
    "seen": N_("This is what would go"),
    "sure": N_("Erase it for good?"),
    "work": N_("Erasing"),
    "done": N_("Erased"),
}
"""The steps, in their order."""


class EraseDialog(QDialog):
    """The steps. :attr:`was_begun`: the desk was emptied for it, and has to be shown again."""

    def __init__(self, tools: Tools, start: Asked, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self._task, self._stop = Task(ignore), threading.Event()
        self._found: Foreseen | None = None
        self._step = "what"
        self.was_begun = self._is_working = self._may_stop = False
        self.setWindowTitle(_("Erase for good"))
        self.message = MessageBar(tools.look)
        self.what = WhatStep(tools, start)
        self.what.changed.connect(self.message.clear)
        self.seen = text_to_read(_("What would go"))
        self.seen.setProperty("role", "told")
        self.seen.setFixedHeight(_SEEN_HEIGHT)
        self.reason = QPlainTextEdit(placeholderText=_("A request, a rule, a mistake … It is kept for good."))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(_REASON_HEIGHT)
        self.by, self.typed = QLineEdit(), QLineEdit()
        self.type_it, self.phase, self.outcome = (label("", wraps=True) for _place in range(3))
        self.progress = QProgressBar(minimum=0, maximum=100, textVisible=False)
        self.progress.setAccessibleName(_("Erasing"))
        self._make_buttons()
        self._arrange()
        self._turn("what")
        self.what.begin()

    def _make_buttons(self) -> None:
        self.close_button = button(_("Cancel"), self.reject)
        self.back = button(_("Back"), self._go_back)
        self.holds = button(_("Show the holds…"), self._show_holds)
        self.again = button(_("Try again now"), self._finish, role="primary")
        self.go_on = button(_("Show what would go"), self._go_on, role="primary")
        self.go_on.setDefault(True)

    def _arrange(self) -> None:
        self._pages: dict[str, QWidget] = {"what": self.what}
        for step, fill in (
            ("sure", self._arrange_sure),
            ("work", self._arrange_work),
            ("done", self._arrange_done),
        ):
            page, inner = QWidget(), column(gap=S)
            fill(inner)
            page.setLayout(inner)
            self._pages[step] = page
        self._pages["seen"] = self.seen
        self._title = label("", "title", wraps=True)
        within = dialog_column(self, _WIDTH, gap=S)
        within.addWidget(self._title)
        within.addWidget(self.message)
        for step in _TITLES:
            within.addWidget(self._pages[step])
        within.addSpacing(L)
        within.addLayout(closing_row(self.holds, self.back, self.again, self.go_on, left=self.close_button))

    def _arrange_sure(self, within: QVBoxLayout) -> None:
        within.addWidget(
            label(
                _(
                    "This cannot be undone: not by a backup, not by the recovery code. Who erased and why stays in the journal."
                ),
                wraps=True,
            )
        )
        for asked, field in (
            (_("Why? Do not repeat what shall go."), self.reason),
            (_("Who decided it?"), self.by),
        ):
            name = section(asked)
            name.setBuddy(field)
            field.setAccessibleName(asked)
            within.addSpacing(S)
            within.addWidget(name)
            within.addWidget(field)
        within.addSpacing(M)
        self.type_it.setBuddy(self.typed)
        within.addWidget(self.type_it)
        within.addWidget(self.typed)
        self.typed.textChanged.connect(self._update)

    def _arrange_work(self, within: QVBoxLayout) -> None:
        within.addWidget(self.phase)
        within.addWidget(self.progress)

    def _arrange_done(self, within: QVBoxLayout) -> None:
        within.addWidget(self.outcome)

    # Steps

    def _turn(self, step: str) -> None:
        self._step = step
        is_left = step == "done" and not self._is_finished
        self._title.setText(_("Erased, but not everywhere yet") if is_left else _(_TITLES[step]))
        for name, page in self._pages.items():
            page.setVisible(name == step)
        self._update()

    def _update(self) -> None:
        step = self._step
        is_held = bool(self._found and self._found.holds)
        self.back.setVisible(step in ("seen", "sure"))
        self.holds.setVisible(step == "seen" and is_held)
        self.again.setVisible(step == "done" and self._tools.session.is_open and not self._is_finished)
        self.go_on.setVisible(step in ("what", "seen", "sure"))
        self.go_on.setEnabled(not (step == "seen" and is_held) and (step != "sure" or self._is_typed))
        self.go_on.setText(
            {"what": _("Show what would go"), "seen": _("Go on…")}.get(step, _("Erase for good"))
        )
        restyle(self.go_on, role="danger" if step == "sure" else "primary")
        self.close_button.setText(_("Close") if step == "done" else _("Cancel"))

    @property
    def _is_finished(self) -> bool:
        return erasing.is_finished(self._tools.session.journal)

    @property
    def _is_typed(self) -> bool:
        assert self._found is not None
        return clean_line(self.typed.text()).casefold() == self._found.typed.casefold()

    def _go_on(self) -> None:
        {"what": self.look, "seen": self._ask_whether_sure, "sure": self.erase}[self._step]()

    def _go_back(self) -> None:
        self.message.clear()
        if self._step == "sure":
            self._show_found()
        else:
            self._turn("what")
            self.what.begin()

    # What would go

    def look(self) -> None:
        """Works out what would go, and shows it; nothing is changed."""
        self.message.clear()
        try:
            asked = self.what.asked()
        except NotUnderstood as error:
            self.message.show_sentence(error.sentence, "note")
            self.what.begin()
            return
        self._set_looking(is_looking=True)
        session = self._tools.session
        question = partial(foresee, asked, session.journal.path)
        self._task = session.ask(self, question, self._on_found, self._on_not_found)

    def _set_looking(self, *, is_looking: bool) -> None:
        self.what.setEnabled(not is_looking)
        self.go_on.setEnabled(not is_looking)
        self.go_on.setText(_("Looking…") if is_looking else _("Show what would go"))

    def _on_found(self, found: Foreseen) -> None:
        self._set_looking(is_looking=False)
        self._found = found
        words.write_foreseen(self.seen, found)
        if not self.by.text():
            self.by.setText(found.manager)
        self.typed.clear()
        self.type_it.setText(found.type_it.format(typed=found.typed))
        self.typed.setAccessibleName(self.type_it.text())
        self._show_found()

    def _show_found(self) -> None:
        assert self._found is not None
        self._turn("seen")
        if self._found.holds:
            self.message.show_sentence(words.held(self._found.holds), "warning")
        self.seen.setFocus()

    def _on_not_found(self, error: Exception) -> None:
        self._set_looking(is_looking=False)
        self._turn("what")
        said, kind = sentence(error), "danger"
        if isinstance(error, SpelledOtherwise):
            said, kind = words.spelled_otherwise(error.spellings), "note"
        elif isinstance(error, CannotErase) and self._tools.session.view.is_known(error.record_id):
            said = _("{record}\n{why}").format(
                record=called(self._tools.session.view.get(error.record_id).record), why=said
            )
        self.message.show_sentence(said, kind)
        self.what.begin()

    def _show_holds(self) -> None:
        show_holds(self._tools, self)
        if self._tools.session.is_open:  # a hold may be lifted now, and the ledger has grown
            self.look()

    # Erasing

    def _ask_whether_sure(self) -> None:
        self._turn("sure")
        self.reason.setFocus()

    def erase(self) -> None:
        """Erases, once it is said why and by whom, and what has to be typed is typed."""
        assert self._found is not None
        reason, by = self.reason.toPlainText().strip(), clean_line(self.by.text())
        for field, typed, wanted in (
            (self.reason, reason, _("Please say why. It is kept for good, beside the erasure.")),
            (self.by, by, _("Please say who decided it.")),
        ):
            if not typed:
                self._refuse(wanted, field)
                return
        if not self._is_typed:
            return
        sought = self._found.plan.sought
        for field, typed in ((self.reason, reason), (self.by, by)):
            if sought.replaced(typed) != typed:
                self._refuse(_("This holds what shall go, and would keep it. Please say it without."), field)
                return
        session = self._tools.session
        if not session.keep_drafts():
            self._refuse(
                _("What you were writing cannot be kept just now, so nothing was erased."), self.reason
            )
            return
        self.message.clear()
        self.was_begun = True
        session.set_aside.emit()
        session.background.cancel_all()  # whoever reads the journal now keeps its log from being emptied
        session.background.wait(_PATIENCE)
        self._may_stop = True
        self._begin_work(partial(work.erase, self._found.plan, by, reason, self._stop), self._on_erased)

    def _refuse(self, words: str, field: QWidget) -> None:
        self.message.show_sentence(words)
        field.setFocus()

    def _begin_work(self, do: Callable[["Journal", Task], Any], done: Callable[[Any], None]) -> None:
        self._stop.clear()
        self._is_working = True
        self.close_button.setEnabled(self._may_stop)
        self._on_progress(0)
        self._turn("work")
        self.close_button.setFocus()
        self._task = self._tools.session.run_whole(self, do, done, self._on_failed, self._on_progress)

    def _on_progress(self, share: float) -> None:
        is_past = share >= erasing.BACKED_UP or not self._may_stop
        said = (
            _(
                "It is erased. Now every page is written anew, and a fresh backup takes the place of the others …"
            )
            if is_past
            else _("First a backup is made. Until then you can still cancel, and nothing is changed …")
        )
        if said != self.phase.text():
            self.phase.setText(said)
            announce(self, said)
        if is_past:
            self.close_button.setEnabled(False)
        self.progress.setValue(round(share * 100))

    def _on_erased(self, answer: tuple[int, Sequence[Path]]) -> None:
        seq, beside = answer
        said = _(
            "Erased, and written down as event {number}. No page of this journal, nor of its own backups, holds it any more."
        ).format(number=wording.number(seq))
        self._say_done(said, beside)

    def _on_finished(self, beside: Sequence[Path]) -> None:
        self._say_done(
            _("Finished. No page of this journal, nor of its own backups, holds it any more."), beside
        )

    def _say_done(self, said: str, beside: Sequence[Path]) -> None:
        self.message.clear()
        elsewhere = _(
            "Copies elsewhere cannot be reached from here: backups on sticks and other computers, exported files, letters, messages sent. If there are any, see to them yourself."
        )
        of_words = self._found is not None and not self._found.plan.sought.is_empty
        lines = [said, elsewhere, *([files_not_looked_through()] if of_words else []), *map(str, beside)]
        self.outcome.setText("\n\n".join(lines))
        self._end_work()
        self._forget()
        announce(self, said)

    def _end_work(self) -> None:
        self._is_working = False
        self.close_button.setEnabled(True)
        self._turn("done")
        (self.close_button if self._is_finished else self.again).setFocus()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, ErasureUnfinished) or self._found is None or not self._is_finished:
            self.outcome.setText(sentence(error))
            self._end_work()
            return
        self._is_working = False
        self.close_button.setEnabled(True)
        self._show_found()
        if isinstance(error, work.Stopped):
            self.message.show_sentence(_("Cancelled. Nothing was erased, and nothing was changed."), "note")
            return
        self.message.show_error(error)
        if not isinstance(error, JournalError):
            raise error

    def _finish(self) -> None:
        self._may_stop = False
        self._begin_work(work.finish, self._on_finished)

    # Leaving

    def reject(self) -> None:
        """Cancel: while it is at work it stops as long as that is possible; a lock closes it whatever it does."""
        session = self._tools.session
        if self._is_working and session.is_open and not session.is_locking:
            self._stop.set()
            self.close_button.setEnabled(False)
            return
        super().reject()

    def done(self, result: int) -> None:
        """Closes, and forgets what was to go."""
        self._task.cancel()
        self.message.clear()
        self.outcome.clear()
        self._forget()
        super().done(result)

    def _forget(self) -> None:
        """Nothing of what was to go stays in any field."""
        for field in (self.seen, self.reason, self.by, self.typed):
            field.clear()
        self.type_it.clear()
        self.typed.setAccessibleName("")
        self._found = None
        self.what.clear()
