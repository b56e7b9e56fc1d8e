"""The pages of an export: why there are none yet, how far they are, and then the very ones that will be handed over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QStackedLayout, QWidget

from coachdesk.gui.background import Background
from coachdesk.gui.export_making import Made
from coachdesk.gui.page_view import PageView
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import L, M, S
from coachdesk.gui.widgets import Empty, button, column, label, row

_PER_CENT = 100
_BAR = 360


class ExportPages(QWidget):
    """Why not yet, progress, then pages. ``cancelled``: the manager does not want to wait."""

    cancelled = Signal()

    def __init__(self, look: Look, background: Background) -> None:
        super().__init__()
        self.progress = QProgressBar(textVisible=False, maximum=_PER_CENT)
        self.progress.setAccessibleName(_("Drawing the pages"))
        self.progress.setFixedWidth(_BAR)
        self.cancel = button(_("Cancel"), self.cancelled.emit)
        self.view = PageView(look, background)
        self._page, self._what = label("", "caption"), label("", "caption", wraps=True)
        self._nothing = Empty(look, "file-pdf", _("No pages yet"), "")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._waiting())
        self._stack.addWidget(self._looking())
        self._stack.addWidget(self._nothing)
        self.view.turned.connect(self._on_turned)

    def _waiting(self) -> QWidget:
        within = column(gap=M)
        within.addStretch(1)
        for widget in (label(_("Drawing the pages…"), "strong"), self.progress, self.cancel):
            within.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        within.addStretch(1)
        made = QWidget()
        made.setLayout(within)
        return made

    def _looking(self) -> QWidget:
        said = row(gap=L)
        said.addWidget(self._what, 1)
        said.addWidget(self._page)
        within = column(gap=S)
        within.addWidget(self.view, 1)
        within.addLayout(said)
        made = QWidget()
        made.setLayout(within)
        return made

    def show_nothing(self, why: str) -> None:
        """Says why nothing is drawn."""
        self.view.clear()
        self._nothing.say(_("No pages yet"), why)
        self._stack.setCurrentWidget(self._nothing)

    def show_progress(self, share: float) -> None:
        """How much is done, 0 to 1."""
        self._stack.setCurrentIndex(0)
        self.progress.setValue(round(share * _PER_CENT))

    def show_made(self, made: Made) -> None:
        """Shows the pages."""
        self._stack.setCurrentIndex(1)
        self.view.show_pages(made.data, made.sizes, made.prepared.job.password)
        self._what.setText(
            ngettext(
                "{count} page, drawn from the file itself. Nothing has left the journal yet.",
                "{count} pages, drawn from the file itself. Nothing has left the journal yet.",
                len(made.sizes),
            ).format(count=len(made.sizes))
        )

    def clear(self) -> None:
        """Forgets the pages."""
        self.view.clear()
        self.progress.setValue(0)

    def _on_turned(self, number: int) -> None:
        self._page.setText(_("Page {number} of {count}").format(number=number, count=self.view.pages))
