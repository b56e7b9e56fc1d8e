"""Choosing a passphrase: typed twice, with how strong it is judged off the GUI thread while it is typed."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from coachdesk.gui.background import Background, Task
from coachdesk.gui.texts import N_, _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XS, S
from coachdesk.gui.widgets import column, label, restyle

_PAUSE_MS = 120
_JUDGED = 72
"""More letters than this zxcvbn does not look at."""


class _Level(NamedTuple):
    name: str
    sentence: str


LEVELS = (
    _Level(
        "weak", N_("Very weak: guessed in seconds. Try four words that have nothing to do with each other.")
    ),
    _Level("weak", N_("Weak: guessed within hours. Another word or two makes it strong.")),
    _Level("fair", N_("Fair: it holds for a while. One more unrelated word makes it strong.")),
    _Level("strong", N_("Strong.")),
    _Level("strong", N_("Very strong.")),
)
"""What zxcvbn's scale of five means to somebody who has to choose."""


def strength(passphrase: str, _task: Task) -> int:
    """How hard a passphrase is to guess, 0 to 4."""
    from zxcvbn import zxcvbn  # noqa: PLC0415  # its word lists take a quarter of a second to load

    return int(zxcvbn(passphrase[:_JUDGED])["score"])


def secret_line(look: Look, name: str) -> QLineEdit:
    """A line for a secret, with an eye that shows it."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    eye = QAction(look.icon("eye", "quiet"), _("Show what is typed"), made)
    eye.setCheckable(True)

    def show(shown: bool) -> None:  # noqa: FBT001  # a slot of Qt's
        made.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        eye.setIcon(look.icon("eye-slash" if shown else "eye", "quiet"))

    eye.toggled.connect(show)
    made.addAction(eye, QLineEdit.ActionPosition.TrailingPosition)
    return made


class NewPassphrase(QWidget):
    """Two lines and a meter. ``changed``: look at :attr:`problem` again; ``finished``: Enter in the second."""

    changed = Signal()
    finished = Signal()

    def __init__(self, look: Look, background: Background) -> None:
        super().__init__()
        self._background = background
        self._task: Task | None = None
        self.first = secret_line(look, _("New passphrase"))
        self.second = secret_line(look, _("The same passphrase once more"))
        self._meter = QProgressBar(maximum=4, textVisible=False)
        self._meter.setAccessibleName(_("Strength of the passphrase"))
        self._said = label("", "caption", wraps=True)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.judge)
        self._arrange()
        self.first.textEdited.connect(self._on_typed)
        self.second.textEdited.connect(lambda: self.changed.emit())
        self.second.returnPressed.connect(self.finished)
        self.first.returnPressed.connect(self.second.setFocus)
        self.clear()

    def _arrange(self) -> None:
        within = column(gap=XS)
        self._first_label, self._second_label = (
            label(_("&Passphrase"), "strong"),
            label(_("Once &more"), "strong"),
        )
        self._first_label.setBuddy(self.first)
        self._second_label.setBuddy(self.second)
        within.addWidget(self._first_label)
        within.addWidget(self.first)
        within.addSpacing(XS)
        within.addWidget(self._meter)
        within.addWidget(self._said)
        within.addSpacing(S)
        within.addWidget(self._second_label)
        within.addWidget(self.second)
        self.setLayout(within)

    @property
    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    @property
    def problem(self) -> str:
        """Why it cannot be used yet, in a sentence; empty if it can."""
        if not self.first.text().strip():
            return _("Please choose a passphrase.")
        if self.first.text() != self.second.text():
            return _("The two passphrases are not the same yet.")
        return ""

    @property
    def verdict(self) -> str:
        """How strong it is, in words."""
        return self._said.text()

    def clear(self) -> None:
        """Forgets what was typed."""
        self._pause.stop()
        self.first.setText("")
        self.second.setText("")
        self._show(-1)

    def _on_typed(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._pause.start()
        self.changed.emit()

    def judge(self) -> None:
        """Looks at what was typed, off the GUI thread."""
        if not self.text:
            self._show(-1)
            return
        self._task = self._background.run(self, partial(strength, self.text), self._show)

    def _show(self, score: int) -> None:
        """-1: nothing was typed."""
        level = (
            LEVELS[score]
            if score >= 0
            else _Level("", N_("Four or more unrelated words are strong, and easy to remember."))
        )
        restyle(self._meter, level=level.name)
        self._meter.setValue(max(score, 0 if score < 0 else 1))
        self._said.setText(_(level.sentence))
        restyle(
            self._said,
            voice={"weak": "danger", "fair": "warning", "strong": "good"}.get(level.name, "caption"),
        )
