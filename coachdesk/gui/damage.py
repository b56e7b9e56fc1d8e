"""A damaged journal: what is whole in it, what the newest good backup has, and the choice between the two."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QLayout,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coachdesk.gui import damage_work, wording
from coachdesk.gui.background import Task
from coachdesk.gui.damage_said import days, listed, moment, recorded, say_found, say_holds, say_saved
from coachdesk.gui.damage_work import Damaged
from coachdesk.gui.first_run import SUFFIX
from coachdesk.gui.passphrase import NewPassphrase
from coachdesk.gui.record_words import called
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tokens import M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, closing_row, column, dialog_column, label, row
from coachdesk.journal import backup

if TYPE_CHECKING:
    from coachdesk.journal.backup import Backup
    from coachdesk.journal.journal import Journal
    from coachdesk.journal.replacing import PutBack
    from coachdesk.journal.rescuing import Rescued, Survey
    from coachdesk.ledger.event import Head

_WIDTH, _WHOLE = 640, 100
_LOST = N_("Lost, by the day of recording and the number of the event")


class DamageDialog(QDialog):
    """Looks at the damaged journal first; then one of two things is done, and said how it ended. The damaged one is kept.

    It ends with a journal that is opened, or with nothing done. ``rescued``: what is opened now is the new journal.
    """

    rescued = Signal()

    def __init__(self, tools: Tools, damaged: Damaged, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._damaged = tools, damaged
        self._task: Task | None = None
        self._is_past_stopping = self._must_open = False
        self._acts: tuple[QWidget, ...] = ()
        self._newest: tuple[Backup, Head] | None = None
        self.setWindowTitle(_("Rescue what can be saved"))
        self._title = label(_("Rescue what can be saved"), "title")
        self.message = MessageBar(tools.look)
        self.progress = QProgressBar(minimum=0, maximum=_WHOLE, textVisible=False)
        self.progress.setAccessibleName(_("Looking through the journal"))
        self.said = label("", wraps=True)
        self.target = QLineEdit(str(_free(damaged.path)))
        self.target.setAccessibleName(_("Where the new journal goes"))
        self.target.returnPressed.connect(self.rescue)
        self.new = NewPassphrase(tools.look, tools.session.background)
        self.steps = QStackedWidget()
        self.cancel = button(_("Cancel"), self.reject)
        self._buttons, self._beside = closing_row(left=self.cancel), row(gap=S)
        within = dialog_column(self, _WIDTH, gap=S)
        for widget in (self._title, self.message, self.said, self.steps, self.progress):
            within.addWidget(widget)
        within.addSpacing(M)
        within.addLayout(self._beside)
        within.addLayout(self._buttons)
        tools.session.opened.connect(self.accept)
        self.look()

    # What there is

    def look(self) -> None:
        """Looks what is whole. Nothing is written."""
        self.said.setText(
            _(
                "Looking through the journal and its backups. Nothing is changed, and you can stop at any time."
            )
        )
        self._work(partial(damage_work.survey, self._damaged), self._on_surveyed)

    def _on_surveyed(self, found: "Survey") -> None:
        self._set_idle()
        self._newest = found.newest
        within = column(gap=S)
        whole = ngettext("{count} event is whole.", "{count} events are whole.", found.whole)
        lost = ngettext("{count} is lost.", "{count} are lost.", len(found.lost))
        said = lost.format(count=wording.number(len(found.lost))) if found.lost else _("Nothing is lost.")
        self.said.setText(f"{whole.format(count=wording.number(found.whole))} {said}")
        say_found(within, found)
        listed(within, _(_LOST), _("Lost"), days(found.lost))
        self._say_backup(within, found)
        self._show(within)
        self._offer(found)

    def _say_backup(self, within: QVBoxLayout, found: "Survey") -> None:
        """What the newest good backup has, and what it lacks."""
        if found.newest is None:
            said = _("There is no good backup in the journal’s own folder. One elsewhere can be chosen.")
            within.addWidget(label(said, wraps=True))
            return
        one, head = found.newest
        said = _("The newest good backup, of {moment}, holds everything up to event {size}.")
        within.addWidget(label(said.format(moment=moment(one), size=wording.number(head.size)), wraps=True))
        if found.after_it:
            newer = ngettext(
                "{count} event that is whole is newer than that backup:",
                "{count} events that are whole are newer than that backup:",
                found.after_it,
            )
            lines = [f"{recorded(one.recorded_at)}   {called(one.record)}" for one in found.newer]
            heading = newer.format(count=wording.number(found.after_it))
            listed(within, heading, _("Newer than the backup"), lines)
        elif found.whole or found.alone or found.indexed:
            within.addWidget(
                label(_("Nothing that is whole is newer than that backup."), "quiet", wraps=True)
            )

    def _offer(self, found: "Survey") -> None:
        """Which of the two is better is plain: a backup that lacks nothing, or else the new journal."""
        has_all = found.newest is not None and not found.after_it
        save = button(_("Save what is whole…"), self.ask_where, role="" if has_all else "primary")
        save.setEnabled(bool(found.whole or found.alone or found.indexed))
        other = button(_("Choose a backup elsewhere…"), self.put_other_back, role="link")
        if found.newest is None:
            self._put(save, beside=other)
            return
        role = "primary" if has_all else ""
        back = button(_("Put the backup back…"), self.put_newest_back, role=role)
        self._put(back, save, beside=other)
        (back if has_all else save).setFocus()

    # Saving into a new one

    def ask_where(self) -> None:
        """Asks where the new journal goes; without the old passphrase, which it shall have."""
        within = column(gap=S)
        where = label(_("&Where the new journal goes"), "strong")
        where.setBuddy(self.target)
        within.addWidget(where)
        place = row(gap=S)
        place.addWidget(self.target, 1)
        place.addWidget(button(_("Choose…"), self.choose_target))
        within.addLayout(place)
        if self._damaged.by == "recovery":
            within.addSpacing(S)
            within.addWidget(label(_("Choose a passphrase for it."), "quiet"))
            within.addWidget(self.new)
        self._show(within)
        self.said.setText(
            _(
                "What is whole goes into a new journal, in the order in which it was recorded; numbers close up where something is lost. The damaged journal is left as it is: keep it, an earlier export vouches for that one."
            )
        )
        self._put(
            button(_("Back"), self.look),
            button(_("Save into it"), self.rescue, role="primary"),
        )
        self.target.setFocus()

    def choose_target(self) -> None:
        """Asks for a folder."""
        chosen = self._tools.prompts.choose_folder(self, _("Where shall the new journal be?"), Path.home())
        if chosen is not None:
            self.target.setText(str(chosen / Path(self.target.text()).name))

    @property
    def _passphrase(self) -> str:
        return self._damaged.secret if self._damaged.by == "passphrase" else self.new.text

    @property
    def _target(self) -> Path:
        typed = Path(self.target.text().strip()).expanduser()
        return typed if typed.name.endswith(SUFFIX) else typed.with_name(typed.name + SUFFIX)

    def rescue(self) -> None:
        """Saves what is whole."""
        if not self.target.text().strip():
            self.target.setFocus()
            return
        if self._damaged.by == "recovery" and self.new.problem:
            self.message.show_sentence(self.new.problem)
            return
        target, passphrase = self._target, self._passphrase
        cost = self._tools.session.cost
        self._work(
            partial(damage_work.rescue, self._damaged, target, passphrase, cost),
            partial(self._on_rescued, target, passphrase),
        )

    def _on_rescued(self, target: Path, passphrase: str, done: "Rescued") -> None:
        self._set_idle()
        said = ngettext(
            "{count} event is saved in {path}. The damaged journal is left as it is.",
            "{count} events are saved in {path}. The damaged journal is left as it is.",
            done.events,
        )
        self.message.show_sentence(said.format(count=wording.number(done.events), path=target), "good")
        self.said.setText(
            _(
                "It opens with your passphrase, and CoachDesk asks for it from now on. Its recovery code is another: put it on paper once it is open."
            )
        )
        within = column(gap=S)
        say_saved(within, done)
        listed(within, _(_LOST), _("Lost"), days(done.lost))
        files = _("Files of which the content is lost; the notes name them still")
        listed(within, files, _("Files lost"), done.attachments_lost)
        if done.erased:
            erased = ngettext(
                "{count} event was an erasure, or erased before: there is nothing of it to save.",
                "{count} events were erasures, or erased before: there is nothing of them to save.",
                done.erased,
            )
            within.addWidget(label(erased.format(count=wording.number(done.erased)), "quiet", wraps=True))
        self._show(within)
        self._put(
            button(
                _("Open the new journal"),
                partial(self._open_rescued, target, passphrase, done.code),
                role="primary",
            )
        )
        self._must_open = True  # its recovery code is known here only
        self.cancel.hide()

    # A backup in its place

    def put_newest_back(self) -> None:
        """The newest good backup takes the place of what is damaged."""
        if self._newest is not None:
            self._put_back(self._newest[0].path)

    def put_other_back(self) -> None:
        """The same with one that is chosen."""
        place = self._tools.prompts.choose_folder(self, _("Which backup? Choose its folder."), Path.home())
        if place is not None:
            self._put_back(backup.copy_in(place))

    def _put_back(self, place: Path) -> None:
        if self._tools.prompts.confirm(
            self,
            _("Put this backup in the journal’s place?"),
            _(
                "What was written after the backup is not in it; saving into a new journal first keeps that too. Legal holds, erasures and drafts since the backup go on as far as they can still be read; what cannot is not in it, and holds must be placed again. The damaged file is kept in the journal’s folder. That it was replaced is recorded for good."
            ),
            _("Put it in place"),
        ):
            self._work(partial(damage_work.put_back, self._damaged, place), self._on_put_back)

    def _on_put_back(self, done: "tuple[Path, PutBack]") -> None:
        self._set_idle()
        kept, put_back = done
        said = _("The backup is in place: the journal goes on after event {size}.")
        self.message.show_sentence(said.format(size=wording.number(put_back.head.size)), "good")
        self.said.setText(_("The damaged file is kept as {path}.").format(path=kept))
        within = column(gap=S)
        say_holds(within, put_back)
        self._show(within)
        opening = damage_work.opening(*self._damaged)
        self._put(button(_("Open the journal"), partial(self._open, opening), role="primary"))

    # Work

    def _open_rescued(self, target: Path, passphrase: str, code: str) -> None:
        self.rescued.emit()
        self._tools.settings.change(journal=str(target))
        self._open(partial(damage_work.open_rescued, target, passphrase, code))

    def _open(self, way: "Callable[[Task], tuple[Journal, str]]") -> None:
        self._set_busy()
        self._tools.session.open_by(self, way, self._on_failed)

    def _work(self, work: Callable[[Task], Any], done: Callable[[Any], None]) -> None:
        self._set_busy()
        self._task = self._tools.session.background.run(
            self, work, done, failed=self._on_failed, progressed=self._on_progress
        )

    def _set_busy(self) -> None:
        self.message.clear()
        self.progress.setValue(0)
        self.progress.show()
        self.steps.setEnabled(False)
        for one in self._acts:
            one.setEnabled(False)

    def _set_idle(self) -> None:
        self._task, self._is_past_stopping = None, False
        self.progress.hide()
        self.steps.setEnabled(True)
        self.cancel.setEnabled(True)

    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(share * _WHOLE))
        self._is_past_stopping = share >= 1
        self.cancel.setEnabled(not self._is_past_stopping)

    def _on_failed(self, error: Exception) -> None:
        self._set_idle()
        for one in self._acts:
            one.setEnabled(True)
        self.message.show_error(error)

    def _put(self, *acts: QWidget, beside: QWidget | None = None) -> None:
        """These can be done now, beside stopping; ``beside`` stands above them."""
        for one in self._acts:
            one.hide()
            one.deleteLater()
        self._acts = acts if beside is None else (beside, *acts)
        for one in acts:
            self._buttons.addWidget(one)
            one.show()  # else it could not take the keyboard yet
        if beside is not None:
            self._beside.addWidget(beside)
        acts[-1].setFocus()

    def _show(self, within: QLayout) -> None:
        page = QWidget()
        page.setLayout(within)
        while (old := self.steps.currentWidget()) is not None:
            self.steps.removeWidget(old)
            for kept in (self.target, self.new):
                if old.isAncestorOf(kept):
                    kept.setParent(self)
                    kept.hide()
            old.deleteLater()
        for kept in (self.target, self.new):
            kept.setVisible(page.isAncestorOf(kept))
        self.steps.addWidget(page)

    def reject(self) -> None:
        """Closes; not while a backup takes the journal's place, which nothing can stop, nor before a new one is open."""
        if not (self._is_past_stopping or self._must_open):
            super().reject()

    def done(self, result: int) -> None:
        """Forgets what was typed."""
        if self._task is not None:
            self._task.cancel()
        self.new.clear()
        super().done(result)


def _free(path: Path) -> Path:
    """A name beside the damaged journal that nothing has."""
    stem = path.name.removesuffix(SUFFIX)
    names = [_("{name} saved").format(name=stem), *(f"{stem} {number}" for number in range(2, 100))]
    return next(place for name in names if not (place := path.with_name(name + SUFFIX)).exists())
