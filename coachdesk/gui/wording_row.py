"""One finding of the language checker: the words, why a reader would stumble, what to ask oneself, what can be done."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coachdesk.coaching.wording import Finding
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import N_, _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XS
from coachdesk.gui.widgets import button, column, label
from coachdesk.gui.wording_check import words_for

_AT_SOMEBODY, _NOT_FOR_HERE = ("L1", "L12"), ("L7", "L8")
_LETTERS = 60

WAYS = (
    ("otherwise", N_("Say it with “I”…"), "quotes", _AT_SOMEBODY),
    ("medical", N_("To the medical lane"), "first-aid", ("L8",)),
    ("hand", N_("Hand to HR…"), "sign-out", _NOT_FOR_HERE),
)
"""What can be done beyond changing a word, and for which rules."""


class FindingRow(QWidget):
    """``wanted`` (what, finding): ``go`` to it, ``leave`` it, say it ``otherwise``, ``medical``, ``hand`` it over."""

    wanted = Signal(str, object)

    def __init__(self, look: Look, finding: Finding, *, is_in_medical: bool) -> None:
        super().__init__()
        found = finding.found if len(finding.found) <= _LETTERS else finding.found[:_LETTERS] + "…"
        words = _("“{found}”").format(found=" ".join(found.split())).replace("&", "&&")
        self.place = button(words, lambda: self.wanted.emit("go", finding), role="link")
        self.place.setToolTip(_("Go to it in the text"))
        ways, acts = QWidget(), FlowLayout(XS)
        for what, said, icon, rules in WAYS:
            if finding.rule in rules and not (what == "medical" and is_in_medical):
                shown = look.icon(icon, "quiet")
                acts.addWidget(
                    button(_(said), partial(self.wanted.emit, what, finding), role="quiet", icon=shown)
                )
        leave = button(_("Leave it"), lambda: self.wanted.emit("leave", finding), role="quiet")
        leave.setAccessibleName(_("Leave it: {words}").format(words=words))
        acts.addWidget(leave)
        ways.setLayout(acts)
        within = column(gap=0)
        within.addWidget(self.place)
        within.addWidget(label(_(words_for(finding, "question")), wraps=True))
        within.addWidget(label(_(words_for(finding, "explanation")), "caption", wraps=True))
        within.addSpacing(XS)
        within.addWidget(ways)
        self.setLayout(within)

    def begin(self) -> None:
        """The keyboard goes here."""
        self.place.setFocus()
