"""The recovery code: shown, put on paper, and proved by typing two of its groups back."""

import secrets
from pathlib import Path

from PySide6.QtWidgets import QDialog, QGridLayout, QLayout, QLineEdit, QPushButton, QStackedWidget, QWidget

from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, column, dialog_column, frame, label, row
from coachdesk.journal.errors import JournalError

_WIDTH = 560
_ASKED = 2
_COLUMNS = 3


class RecoveryDialog(QDialog):
    """Three steps: why and whether to make a code, the code, two groups of it typed back."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools
        self.setWindowTitle(_("Recovery code and sheet"))
        self.message = MessageBar(tools.look)
        self.steps = QStackedWidget()
        within = dialog_column(self, _WIDTH, gap=S)
        within.addWidget(label(_("Recovery code and sheet"), "title"))
        within.addWidget(self.message)
        within.addWidget(self.steps)
        self.asked: tuple[int, ...] = ()
        self.answers: list[QLineEdit] = []
        self._show(self._code_page() if tools.session.recovery_code else self._renew_page())

    @property
    def _groups(self) -> list[str]:
        return self._tools.session.recovery_code.split("-")

    def _show(self, page: QWidget) -> None:
        while (old := self.steps.currentWidget()) is not None:
            self.steps.removeWidget(old)
            old.deleteLater()
        self.message.clear()
        self.steps.addWidget(page)
        if buttons := page.findChildren(QPushButton):
            buttons[-1].setFocus()  # the one that went took the keyboard with it

    def _renew_page(self) -> QWidget:
        """The code is kept nowhere: whoever has not got it on paper can only make another."""
        if self._tools.session.is_recovery_proved:
            said = _(
                "The code that was shown when this journal was made is on paper and opens it. It is kept nowhere else."
            )
        else:
            said = _("The code was shown once, when this journal was made, and is kept nowhere.")
        within = column(gap=M)
        within.addWidget(label(said, wraps=True))
        within.addWidget(
            label(
                _(
                    "You can have a new code, and a new sheet with it. The old code and the old sheet then no longer open the journal. If somebody else may have seen them, change the key too."
                ),
                "quiet",
                wraps=True,
            )
        )
        within.addSpacing(S)
        within.addLayout(
            self._buttons(
                button(_("Close"), self.reject), button(_("Make a new code"), self.renew, role="primary")
            )
        )
        return _page(within)

    def renew(self) -> None:
        """A new code in place of the old one."""
        try:
            self._tools.session.renew_recovery_code()
        except JournalError as error:
            self.message.show_error(error)
            return
        self._show(self._code_page())

    def _code_page(self) -> QWidget:
        within = column(gap=M)
        within.addWidget(
            label(
                _(
                    "If you forget the passphrase, this code is the only other way in. Put it on paper, and the paper where you keep your passport."
                ),
                wraps=True,
            )
        )
        grid = QGridLayout()
        grid.setContentsMargins(L, L, L, L)
        grid.setSpacing(M)
        for place, group in enumerate(self._groups):
            grid.addLayout(_group(place + 1, group), place // _COLUMNS, place % _COLUMNS)
        within.addWidget(frame("well", grid))
        within.addWidget(
            label(
                _(
                    "Write it down, or save a page to print: the sheet. It also has eight lines that stand in for the journal’s keys if their file is lost. Anybody who has it can open the journal."
                ),
                "caption",
                wraps=True,
            )
        )
        within.addSpacing(S)
        within.addLayout(
            self._buttons(
                button(_("Save a page to print…"), self.save_sheet, icon=self._tools.look.icon("printer")),
                button(_("I have it on paper"), self.ask_back, role="primary"),
            )
        )
        return _page(within)

    def save_sheet(self) -> None:
        """Makes the page to print, where the manager says."""
        from coachdesk.gui.recovery_sheet import save_recovery_sheet  # noqa: PLC0415  # loads the PDF library

        name = self._tools.session.journal.path.name.removesuffix(".coachdesk")
        target = self._tools.prompts.choose_target(
            self, _("Save the recovery page"), Path.home() / _("CoachDesk recovery.pdf"), _("PDF (*.pdf)")
        )
        if target is None or not self._tools.session.recovery_code:
            return
        try:
            sheet = self._tools.session.journal.recovery_sheet()
            save_recovery_sheet(target, self._tools.session.recovery_code, name, sheet)
        except JournalError as error:
            self.message.show_error(error)
            return
        self.message.show_sentence(
            _(
                "Saved as {path}. Print it, put the paper away, and delete the file: it opens the journal."
            ).format(path=target),
            "good",
        )

    def ask_back(self) -> None:
        """Asks for two groups of the code, to be read from the paper."""
        self._show(self._proof_page())
        self.answers[0].setFocus()

    def _proof_page(self) -> QWidget:
        count = len(self._groups)
        self.asked = tuple(sorted(secrets.SystemRandom().sample(range(count), _ASKED)))
        within = column(gap=XS)
        within.addWidget(label(_("From the paper, please, so that it is certain to work:"), wraps=True))
        within.addSpacing(S)
        self.answers = []
        for place in self.asked:
            words = _("Group {number} of {count}").format(number=place + 1, count=count)
            said, field = label(words, "strong"), QLineEdit(maxLength=8)
            said.setBuddy(field)
            field.setAccessibleName(words)
            field.returnPressed.connect(self.prove)
            self.answers.append(field)
            within.addWidget(said)
            within.addWidget(field)
            within.addSpacing(S)
        within.addSpacing(S)
        within.addLayout(
            self._buttons(
                button(_("Show the code again"), lambda: self._show(self._code_page())),
                button(_("Check"), self.prove, role="primary"),
            )
        )
        return _page(within)

    def prove(self) -> None:
        """Compares what was typed with the code; then it is forgotten."""
        if [as_printed(field.text()) for field in self.answers] != [
            self._groups[place] for place in self.asked
        ]:
            self.message.show_sentence(
                _("That is not what the code says. Please compare with the paper, letter by letter.")
            )
            self.answers[0].setFocus()
            self.answers[0].selectAll()
            return
        try:
            self._tools.session.prove_recovery()
        except JournalError as error:
            self.message.show_error(error)
            return
        self.accept()

    def _buttons(self, *made: QWidget) -> QLayout:
        within = row(gap=S)
        within.addStretch(1)
        for one in made:
            within.addWidget(one)
        return within


def _group(number: int, letters: str) -> QLayout:
    """One group of the code beside its number, by which it is asked for again."""
    shown = label(letters, "mono")
    shown.setAccessibleName(_("Group {number}: {letters}").format(number=number, letters=" ".join(letters)))
    within = row(gap=S)
    within.addStretch(1)
    within.addWidget(label(str(number), "caption"))
    within.addWidget(shown)
    within.addStretch(1)
    return within


def as_printed(typed: str) -> str:
    """What was typed as the code has it: capitals, and no letter that could be taken for a digit."""
    return "".join(typed.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))


def _page(within: QLayout) -> QWidget:
    made = QWidget()
    made.setLayout(within)
    return made
