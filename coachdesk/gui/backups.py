"""The backups: those the journal keeps, a copy on a stick, and what would differ before one is put back."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLayout,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from coachdesk import sentences
from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.named_list import named_list, show_lines
from coachdesk.gui.record_words import called
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tokens import M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, closing_row, column, dialog_column, label
from coachdesk.journal import backup, places
from coachdesk.journal.backup import Backup
from coachdesk.journal.errors import JournalError

if TYPE_CHECKING:
    from coachdesk.journal.restoring import Differences
    from coachdesk.journal.view import Revision
    from coachdesk.ledger.event import Head

_WIDTH = 580
_BACKUP = Qt.ItemDataRole.UserRole


class BackupsDialog(QDialog):
    """Two steps: the backups, and what putting one of them back would change."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self._task: Task | None = None
        self._is_past_copying = False
        self._chosen = Path()
        self._laid_out: tempfile.TemporaryDirectory[str] | None = None
        self.setWindowTitle(_("Backups"))
        self.message = MessageBar(tools.look)
        self.progress = QProgressBar(minimum=0, maximum=100, textVisible=False)
        self.progress.hide()
        self.list, self.lost, self.back = (
            named_list(name) for name in (_("Backups"), _("Only now"), _("Only then"))
        )
        self.list.itemActivated.connect(lambda _item: self.look())
        self.list.itemSelectionChanged.connect(self._update)
        self.make = button(_("Back up now"), self.back_up, role="primary")
        self.elsewhere = button(_("Back up elsewhere…"), self.back_up_elsewhere)
        self.compare = button(_("What would differ?"), self.look)
        self.other = button(_("Choose a backup elsewhere…"), self.look_elsewhere, role="link")
        self.drop_button = button(_("Drop this backup…"), self.drop, role="link")
        self.put_back = button(_("Put this backup in the journal’s place"), self.restore, role="danger")
        self.back_button = button(_("Back"), self._show_list)
        self.steps = QStackedWidget()
        self.steps.addWidget(self._list_page())
        self.steps.addWidget(self._compare_page())
        within = dialog_column(self, _WIDTH, gap=S)
        self._title = label(_("Backups"), "title")
        within.addWidget(self._title)
        within.addWidget(self.message)
        within.addWidget(self.steps)
        within.addWidget(self.progress)
        self._fill()
        self.make.setEnabled(not tools.session.is_read_only)

    # The backups

    def _list_page(self) -> QWidget:
        within = column(gap=S)
        said = _(
            "A complete, encrypted copy is made every day and proved to open. The newest few are kept, then one a day, one a week and one a month. They lie in the journal’s own folder: keep one on a stick as well, in case the whole computer is lost."
        )
        self._said = label(said, "quiet", wraps=True)
        within.addWidget(self._said)
        within.addSpacing(S)
        within.addWidget(self.list, 1)
        held, with_chosen = QWidget(), FlowLayout(S)
        for one in (self.compare, self.drop_button, self.other):
            with_chosen.addWidget(one)
        held.setLayout(with_chosen)
        within.addWidget(held)
        within.addSpacing(S)
        within.addLayout(closing_row(self.elsewhere, self.make, left=button(_("Close"), self.reject)))
        return _page(within)

    def _fill(self) -> None:
        self.list.clear()
        for one in backup.own_backups(self._tools.session.journal.path):
            item = QListWidgetItem(_moment(one))
            item.setData(_BACKUP, one.path)
            self.list.addItem(item)
        if self.list.count() == 0:
            item = QListWidgetItem(_("No backup yet. “Back up now” makes the first."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        else:
            self.list.setCurrentRow(0)
        self._update()

    def _update(self) -> None:
        is_chosen = bool(self.list.selectedItems())
        self.compare.setEnabled(is_chosen)
        self.drop_button.setEnabled(is_chosen and not self._tools.session.is_read_only)

    def back_up(self) -> None:
        """A copy in the journal's own folder."""
        self._work(None)

    def back_up_elsewhere(self) -> None:
        """A copy wherever the manager says."""
        folder = self._tools.prompts.choose_folder(self, _("Where to? A stick, for instance."), Path.home())
        if folder is not None:
            self._work(folder)

    def _work(self, folder: Path | None) -> None:
        self._set_busy(_("Backing up"))
        self._task = self._tools.session.back_up(
            self, folder, partial(self._on_made, folder), self._on_failed, self._on_progress
        )

    def _on_made(self, folder: Path | None, head: "Head") -> None:
        self._set_idle()
        self._fill()
        said = ngettext(
            "The backup is made and proved: it opens, and holds {count} event, all that the journal holds.",
            "The backup is made and proved: it opens, and holds {count} events, all that the journal holds.",
            head.size,
        ).format(count=wording.number(head.size))
        self.message.show_sentence(said, "good")
        if folder is not None and places.is_synced(folder):
            self.message.show_sentence(sentences.said("backup_in_a_cloud"), "warning")

    def drop(self) -> None:
        """Drops the chosen backup, if that is meant and another one opens."""
        chosen = self.list.selectedItems()
        one = chosen[0].data(_BACKUP) if chosen else None
        if one is None or not self._tools.prompts.confirm(
            self,
            _("Drop this backup?"),
            _(
                "The copy of {moment} is deleted; the journal is not changed. First it is made sure that another backup opens."
            ).format(moment=chosen[0].text()),
            _("Drop it"),
        ):
            return
        if not self._tools.session.is_open:
            return
        from coachdesk.gui.keeping.work import dropping  # noqa: PLC0415  # seldom

        own = backup.own_backups(self._tools.session.journal.path)
        found = next((copy for copy in own if copy.path == one), None)
        if found is None:  # thinned out while it was asked
            self._fill()
            return
        self._set_busy(_("Dropping a backup"))
        self._task = self._tools.session.run_whole(
            self, dropping(found), self._on_dropped, self._on_failed, self._on_progress
        )

    def _on_dropped(self, _none: object) -> None:
        self._set_idle()
        self._fill()
        self.message.show_sentence(_("The backup is gone. Another one was proved to open."), "good")

    # What would differ

    def _compare_page(self) -> QWidget:
        within = column(gap=S)
        self._shared = label("", wraps=True)
        self._lost_said, self._back_said = label("", "section"), label("", "section")
        within.addWidget(self._shared)
        for said, events in ((self._lost_said, self.lost), (self._back_said, self.back)):
            within.addWidget(said)
            within.addWidget(events)
        within.addStretch(1)
        within.addSpacing(M)
        within.addLayout(closing_row(self.put_back, left=self.back_button))
        return _page(within)

    def look(self) -> None:
        """Compares the chosen backup with the journal; nothing is changed."""
        chosen = self.list.selectedItems()
        if chosen and (place := chosen[0].data(_BACKUP)):
            self._look_at(place)

    def look_elsewhere(self) -> None:
        """The same for one on a stick."""
        place = self._tools.prompts.choose_folder(self, _("Which backup? Choose its folder."), Path.home())
        if place is not None:
            self._look_at(backup.copy_in(place))

    def look_beside(self) -> None:
        """The copies that another program laid beside the journal, in place of the backups."""
        from coachdesk.journal import copies  # noqa: PLC0415  # seldom

        journal = self._tools.session.journal
        self.list.clear()
        for place in copies.copies_beside(journal.path, journal.id):
            if place.is_dir() or place.suffix == ".db":
                item = QListWidgetItem(place.name)
                item.setData(_BACKUP, place)
                self.list.addItem(item)
        self.setWindowTitle(_("Copies beside the journal"))
        self._title.setText(_("Copies beside the journal"))
        self.put_back.setText(_("Put this copy in the journal’s place"))
        self._said.setText(
            _(
                "Another program laid these beside the journal. Look what differs: what only a copy has can be written here again, or the copy takes the journal’s place; the journal as it is now is kept as a backup first. Delete a copy only once nothing of it is missing here."
            )
        )
        for one in (self.make, self.elsewhere, self.drop_button, self.other):
            one.hide()
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self._update()

    def _look_at(self, place: Path) -> None:
        from coachdesk.journal import copies, restoring  # noqa: PLC0415  # seldom

        try:
            if place.is_file():
                self._forget_laid_out()
                self._laid_out = tempfile.TemporaryDirectory(prefix="coachdesk-")
                place = copies.as_journal(place, Path(self._laid_out.name))
            differences = restoring.compare(self._tools.session.journal, place)
        except JournalError as error:
            self.message.show_error(error)
            return
        self._chosen = place
        self.message.clear()
        self._show_differences(differences)

    def _show_differences(self, found: "Differences") -> None:
        differs = found.present != found.copy
        self.put_back.setEnabled(differs and not self._tools.session.is_read_only)
        shared = ngettext(
            "The first {count} event is the same in both.",
            "The first {count} events are the same in both.",
            found.shared,
        ).format(count=wording.number(found.shared))
        if not differs:
            shared = sentences.said("backup_is_the_same")
        self._shared.setText(shared)
        lost = _("In the journal now, and gone from it afterwards: {count}")
        back = _("Not in the journal now, and back afterwards: {count}")
        show_lines(self._lost_said, lost, found.lost, self.lost, _lines(found.only_present))
        show_lines(self._back_said, back, found.back, self.back, _lines(found.only_copy))
        self.steps.setCurrentIndex(1)
        self.back_button.setFocus()

    def _show_list(self) -> None:
        self.steps.setCurrentIndex(0)

    def restore(self) -> None:
        """Puts it back, once it is certain that this is meant; the journal then asks for its passphrase."""
        if self._tools.prompts.confirm(
            self,
            _("Put this backup in the journal’s place?"),
            _(
                "The journal as it is now is kept as a backup first. That it was restored is recorded for good. You unlock the journal again afterwards."
            ),
            _("Put it back"),
        ):
            self._set_busy(_("Putting the backup back"))
            self._task = self._tools.session.restore(
                self, self._chosen, self._on_failed, self._on_restore_progress
            )

    # Work

    def _set_busy(self, what: str) -> None:
        self.message.clear()
        self.steps.setEnabled(False)
        self.progress.setAccessibleName(what)
        self.progress.setValue(0)
        self.progress.show()

    def _set_idle(self) -> None:
        self._task, self._is_past_copying = None, False
        self.steps.setEnabled(True)
        self.progress.hide()
        (self.make if self.steps.currentIndex() == 0 else self.back_button).setFocus()

    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(share * 100))

    def _on_restore_progress(self, share: float) -> None:
        self._on_progress(share)
        self._is_past_copying = share >= 1

    def _on_failed(self, error: Exception) -> None:
        self._set_idle()
        self.message.show_error(error)

    def done(self, result: int) -> None:
        """Closes; not while a backup takes the journal's place, which nothing can stop, unless a lock wants it."""
        if self._is_past_copying and self._tools.session.is_open and not self._tools.session.is_locking:
            return
        if self._task is not None:
            self._task.cancel()
        for shown in (self.list, self.lost, self.back):
            shown.clear()
        self._forget_laid_out()
        super().done(result)

    def _forget_laid_out(self) -> None:
        if self._laid_out is not None:
            self._laid_out.cleanup()


def _page(within: QLayout) -> QWidget:
    page = QWidget()
    page.setLayout(within)
    return page


def _lines(newest: Sequence["Revision"]) -> list[str]:
    return [f"{wording.recorded(one.event.recorded_at)}   {called(one.record)}" for one in newest]


def _moment(one: Backup) -> str:
    return wording.recorded(one.made_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
