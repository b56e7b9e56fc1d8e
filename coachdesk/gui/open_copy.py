"""An open copy of the whole journal, so that nobody is locked in: what goes into it, where to, and how far it is."""

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QProgressBar, QWidget

from coachdesk.export.open_copy import Copied, copy_openly, records_by_lane
from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.first_run import SUFFIX
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tokens import M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, closing_row, dialog_column, label
from coachdesk.journal.view import View
from coachdesk.records.entry import Lane

_WIDTH, _WHOLE = 520, 100


class OpenCopyDialog(QDialog):
    """Offers the lanes that there is something in, asks for a folder, and writes the copy beside the window."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self._task: Task | None = None
        self.setWindowTitle(_("Open copy"))
        self.message = MessageBar(tools.look)
        self.lanes: dict[Lane, QCheckBox] = {
            lane: QCheckBox() for lane in wording.LANES if lane != "ordinary"
        }
        self._title = label(_("What goes into it besides what is ordinary"), "strong")
        self.drafts = QCheckBox()
        self.progress = QProgressBar(minimum=0, maximum=_WHOLE, textVisible=False)
        self.progress.setAccessibleName(_("Writing the open copy"))
        self.go = button(_("Choose where to save it…"), self.copy, role="primary")
        self.go.setDefault(True)
        self.cancel = button(_("Cancel"), self.reject)
        within = dialog_column(self, _WIDTH, gap=S)
        within.addWidget(label(_("Open copy"), "title"))
        for said in (
            _(
                "What is in this journal for other programs (JSON) and for people (a page of Markdown for each leader), with the attached files. Nothing else is needed to read it."
            ),
            _(
                "It is not encrypted: whoever sees the folder can read it all. The journal itself stays as it is."
            ),
        ):
            within.addWidget(label(said, "quiet", wraps=True))
        within.addSpacing(M)
        for widget in (self.message, self._title, *self.lanes.values(), self.drafts, self.progress):
            within.addWidget(widget)
        for widget in (self._title, *self.lanes.values(), self.drafts, self.progress):
            widget.hide()
        within.addSpacing(M)
        within.addLayout(closing_row(self.cancel, self.go))
        self.go.setEnabled(False)
        tools.session.ask(self, lambda view, _task: records_by_lane(view), self._offer, self._on_failed)

    def _offer(self, found: Mapping[Lane, int]) -> None:
        """Offers what there is, unticked: it leaves the journal in the clear only if somebody says so."""
        drafts = len(self._tools.session.view.drafts())
        for lane, box in self.lanes.items():
            _count(box, _(wording.LANES[lane]), found.get(lane, 0))
        _count(self.drafts, _("Drafts"), drafts)
        self._title.setVisible(bool(drafts) or any(found.get(lane, 0) for lane in self.lanes))
        self.go.setEnabled(True)
        self.go.setFocus()

    def copy(self) -> None:
        """Asks for a folder and writes the copy into a new one in it."""
        folder = self._tools.prompts.choose_folder(self, _("Where shall the open copy be?"), Path.home())
        if folder is None:
            return
        name = _("{name}, open copy").format(name=self._tools.session.journal.path.name.removesuffix(SUFFIX))
        target = next(
            place
            for end in ("", *(f" {number}" for number in range(2, 100)))
            if not (place := folder / f"{name}{end}").exists()
        )
        lanes = [lane for lane, box in self.lanes.items() if box.isChecked()]
        self._set_busy(busy=True)
        self._task = self._tools.session.ask(
            self,
            partial(_copied, target, lanes, self.drafts.isChecked()),
            self._on_copied,
            self._on_failed,
            self._on_progress,
        )

    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(share * _WHOLE))

    def _on_copied(self, copied: Copied) -> None:
        self._set_busy(busy=False)
        said = _("The open copy is in {path}. Delete it when you no longer need it.")
        left_out = ngettext("{count} record was left out.", "{count} records were left out.", copied.left_out)
        sentences = [said.format(path=copied.path)]
        if copied.left_out:
            sentences.append(left_out.format(count=wording.number(copied.left_out)))
        self.message.show_sentence(" ".join(sentences), "good")
        self.go.hide()
        self.cancel.setText(_("Close"))
        self.cancel.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.message.show_error(error)

    def _set_busy(self, *, busy: bool) -> None:
        self._task = None
        if busy:
            self.message.clear()
        self.progress.setVisible(busy)
        self.progress.setValue(0)
        for widget in (self.go, self.drafts, *self.lanes.values()):
            widget.setEnabled(not busy)

    def done(self, result: int) -> None:
        """Closes. A copy that is not whole yet is taken away again."""
        if self._task is not None:
            self._task.cancel()
        super().done(result)


def _count(box: QCheckBox, words: str, count: int) -> None:
    """How many there are, where there are any."""
    box.setText(_("{words} ({count})").format(words=words, count=wording.number(count)))
    box.setVisible(bool(count))


def _copied(target: Path, lanes: Collection[Lane], drafts: bool, view: View, task: Task) -> Copied:  # noqa: FBT001
    return copy_openly(view, target, lanes, task.report, drafts=drafts)
