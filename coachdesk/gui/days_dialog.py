"""From which day to which: for a timeline, and for an export."""

import datetime as dt

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from coachdesk.gui.periods import period_of
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.widgets import MessageBar, button, dialog_column, label, row

_WIDTH = 380


class DaysDialog(QDialog):
    """Asks for two days, each of which may be left open. :attr:`days` is the answer."""

    def __init__(self, look: Look, before: tuple[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.days = before
        self.setWindowTitle(_("Dates"))
        self.message = MessageBar(look)
        self.first, self.last = QLineEdit(before[0]), QLineEdit(before[1])
        self._arrange()

    def _arrange(self) -> None:
        within = dialog_column(self, _WIDTH, gap=XS)
        within.addWidget(label(self.windowTitle(), "title"))
        within.addWidget(
            label(_("A day, a month or a year: 2026-03-02, 2026-03, 2026."), "quiet", wraps=True)
        )
        within.addSpacing(S)
        within.addWidget(self.message)
        for words, field in ((_("&From"), self.first), (_("&To, that day included"), self.last)):
            said = label(words)
            said.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            field.setMaxLength(40)
            within.addWidget(said)
            within.addWidget(field)
            within.addSpacing(M)
        show = button(_("Show these"), self.answer, role="primary")
        show.setDefault(True)
        buttons = row(gap=S)
        buttons.addStretch(1)
        buttons.addWidget(button(_("Cancel"), self.reject))
        buttons.addWidget(show)
        within.addSpacing(L - M)
        within.addLayout(buttons)

    def answer(self) -> None:
        """Takes the two days, or says why not."""
        today = dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
        read = [(field, field.text().strip()) for field in (self.first, self.last)]
        periods = [period_of(typed, today) if typed else None for _field, typed in read]
        for (field, typed), period in zip(read, periods, strict=True):
            if typed and period is None:
                self._refuse(
                    field,
                    _("“{typed}” is not a date of the calendar. Write it like 2026-03-02.").format(
                        typed=typed
                    ),
                )
                return
        first, last = periods
        days = (first.first if first else "", last.last if last else "")
        if all(days) and days[0] > days[1]:
            self._refuse(self.last, _("The last day is before the first."))
            return
        self.days = days
        self.accept()

    def _refuse(self, field: QLineEdit, sentence: str) -> None:
        self.message.show_sentence(sentence)
        field.setFocus()
        field.selectAll()
