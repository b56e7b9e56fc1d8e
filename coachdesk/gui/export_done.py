"""The last page of an export: where the file is, what it is known by, what to send along, and its verification."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from coachdesk import sentences
from coachdesk.export.releasing import Released
from coachdesk.export.verify import Finding, verify_pdf
from coachdesk.gui.announcing import announce
from coachdesk.gui.background import Task
from coachdesk.gui.pdf_pages import PDFIUM
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, Sign, button, column, label, row, section

_GROUP = 4
_SIGN = 18
_STATES = {
    "proved": ("check-circle", "good"),
    "wrong": ("warning-circle", "danger"),
    "note": ("info", "quiet"),
}

SEND_ALONG = (
    N_("The PDF. It carries its own evidence; do not print it to a new PDF, and do not save it anew."),
    N_(
        "The fingerprint, by another way than the file: read it out on the telephone, say. It shows that the file is yours."
    ),
    N_(
        "How to check it: “coachdesk verify” and the name of the file. That needs no journal and no passphrase."
    ),
    N_("Keep a copy: it anchors your journal. A later export can be compared with it."),
)


_FINDINGS = {
    "not_anchored": N_(
        "Not anchored. Nothing outside this file was compared with it, so it shows that everything in it fits "
        "together, but not since when. An earlier export kept by somebody else is an anchor: whoever has both files "
        "can compare them."
    )
}
"""What is said otherwise on a terminal."""


class ExportDone(QWidget):
    """What was handed over."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools, self._path = tools, Path()
        self.message = MessageBar(tools.look)
        self.path, self.digest, self.fingerprint, self.counts = (label("", wraps=True) for _place in range(4))
        for said in (self.path, self.digest, self.fingerprint):
            said.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.verify = button(_("Verify it now"), self.check, icon=tools.look.icon("shield-check"))
        self.findings: QVBoxLayout = column(gap=S)
        self._arrange()

    def _arrange(self) -> None:
        facts = QGridLayout()
        facts.setHorizontalSpacing(L)
        facts.setVerticalSpacing(S)
        facts.setColumnStretch(1, 1)
        named = (
            (_("File"), self.path),
            (_("Contents"), self.counts),
            (_("SHA-256"), self.digest),
            (_("Fingerprint"), self.fingerprint),
        )
        for line, (name, said) in enumerate(named):
            facts.addWidget(label(name, "quiet"), line, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(said, line, 1)
            said.setAccessibleName(name)
        within = column(gap=S)
        within.addLayout(facts)
        within.addSpacing(M)
        within.addWidget(section(_("What to send along")))
        for sentence in SEND_ALONG:
            within.addWidget(label(_(sentence), wraps=True))
        within.addSpacing(M)
        within.addWidget(self.verify, 0, Qt.AlignmentFlag.AlignLeft)
        within.addWidget(self.message)
        within.addLayout(self.findings)
        within.addStretch(1)
        inner = QWidget()
        inner.setLayout(within)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inner)
        scroll.setProperty("role", "reading")
        scroll.setAccessibleName(_("What was handed over"))
        outer = column()
        outer.setContentsMargins(0, XS, 0, 0)
        outer.addWidget(scroll)
        self.setLayout(outer)

    def show_released(self, released: Released) -> None:
        """Says what was handed over."""
        self._path = released.path
        self.path.setText(str(released.path))
        self.digest.setText(grouped(released.digest))
        self.fingerprint.setText(grouped(released.fingerprint))
        pages = ngettext("{count} page", "{count} pages", released.pages).format(count=released.pages)
        self.counts.setText(
            _("{number}: {pages}, {entries} shown, {withheld} withheld").format(
                number=released.number, pages=pages, entries=released.entries, withheld=released.withheld
            )
        )
        self.verify.setEnabled(True)

    def check(self) -> None:
        """Reads the file as a stranger would, and says what it proves."""
        self.verify.setEnabled(False)
        self.message.clear()
        self._tools.session.background.run(
            self, partial(_verified, self._path), self._on_verified, failed=self._on_failed
        )

    def _on_verified(self, findings: Sequence[Finding]) -> None:
        self.verify.setEnabled(True)
        while (item := self.findings.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for finding in findings:
            self.findings.addWidget(self._line(finding))
        is_wrong = any(finding.state == "wrong" for finding in findings)
        said = (
            _("Something does not hold. Do not send this file.")
            if is_wrong
            else _("Nothing is wrong with it.")
        )
        self.message.show_sentence(said, "danger" if is_wrong else "good")
        self.verify.setFocus()
        announce(self, said)

    def _line(self, finding: Finding) -> QWidget:
        icon, colour = _STATES[finding.state]
        within = row(gap=S)
        within.addWidget(Sign(self._tools.look, icon, _SIGN, colour), 0, Qt.AlignmentFlag.AlignTop)
        within.addWidget(label(_said(finding), wraps=True), 1)
        made = QWidget()
        made.setLayout(within)
        return made

    def _on_failed(self, error: Exception) -> None:
        self.verify.setEnabled(True)
        if isinstance(error, OSError):
            said = _("The file cannot be read any more ({why}). Was it moved, or a disk taken out?")
            self.message.show_sentence(said.format(why=error.strerror))
        else:
            raise error


def _said(finding: Finding) -> str:
    template = _FINDINGS.get(finding.kind)
    return _(template) if template else sentences.finding(finding.kind, finding.facts, _)


def grouped(digits: str) -> str:
    """Hexadecimal digits in groups of four, to be read out."""
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def _verified(path: Path, _task: Task) -> Sequence[Finding]:
    data = path.read_bytes()
    with PDFIUM:
        return verify_pdf(data).findings
