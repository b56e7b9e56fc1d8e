"""The last page of an export: where the file is, what it is known by, what to send along, and its verification."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from coachdesk import sentences
from coachdesk.export.receipt import receipt_of, text_of
from coachdesk.export.releasing import Released
from coachdesk.export.verdict import Finding
from coachdesk.export.verify_apart import VerifyingFailed, verify_apart
from coachdesk.gui.announcing import announce
from coachdesk.gui.background import Task
from coachdesk.gui.clipboard import copy_open
from coachdesk.gui.export_protect import grouped
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, Sign, button, column, label, row, section
from coachdesk.records.handover import Export

_SIGN, _RECEIPT = 18, 148
_STATES = {
    "proved": ("check-circle", "good"),
    "wrong": ("warning-circle", "danger"),
    "note": ("info", "quiet"),
}

SEND_ALONG = (
    N_("The PDF. It carries its own evidence; do not print it to a new PDF, and do not save it anew."),
    N_(
        "The receipt below, by e-mail: its date shows since when the file and the notes in it have stood as they are."
    ),
    N_(
        "The fingerprint, by another way than the file: read it out on the telephone, say. It shows that the file is yours."
    ),
    N_(
        "How to check it: “coachdesk verify” and the name of the file. That needs no journal and no passphrase."
    ),
    N_("Keep a copy: it anchors your journal. A later export can be compared with it."),
)


_PASSWORD = N_(
    "The passphrase, by another way than the file. It is kept nowhere, and is forgotten when you close this."
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
        self._tools, self._path, self._password = tools, Path(), ""
        self.message = MessageBar(tools.look)
        self.path, self.digest, self.fingerprint, self.counts = (label("", wraps=True) for _place in range(4))
        for said in (self.path, self.digest, self.fingerprint):
            said.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.receipt = QPlainTextEdit(readOnly=True)
        self.receipt.setAccessibleName(_("The receipt"))
        self.receipt.setUndoRedoEnabled(False)
        self.receipt.setTabChangesFocus(True)
        self.receipt.setFixedHeight(_RECEIPT)
        self.copy_receipt = button(_("Copy the receipt"), self.copy, icon=tools.look.icon("copy"))
        self._about_password = label(_(_PASSWORD), wraps=True)
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
        within.addWidget(self._about_password)
        within.addSpacing(M)
        within.addWidget(self.receipt)
        acts = row(gap=S)
        acts.addWidget(self.copy_receipt)
        acts.addWidget(self.verify)
        acts.addStretch(1)
        within.addLayout(acts)
        within.addWidget(self.message)
        within.addLayout(self.findings)
        within.addStretch(1)
        inner = QWidget()
        inner.setLayout(within)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setWidget(inner)
        self._scroll.setProperty("role", "reading")
        self._scroll.setAccessibleName(_("What was handed over"))
        outer = column()
        outer.setContentsMargins(0, XS, 0, 0)
        outer.addWidget(self._scroll)
        self.setLayout(outer)

    def show_released(self, released: Released, password: str) -> None:
        """Says what was handed over; ``password`` opens it."""
        self._path, self._password = released.path, password
        self._about_password.setVisible(bool(password))
        record = self._tools.session.view.get(released.record_id).record
        assert isinstance(record, Export)
        self.receipt.setPlainText(text_of(receipt_of(record)))
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

    def copy(self) -> None:
        """Puts the receipt on the clipboard. Nothing in it is secret."""
        copy_open(self.receipt.toPlainText())
        said = _("The receipt is copied. Paste it into a message to whoever gets the file.")
        self.message.show_sentence(said, "good")
        announce(self, said)

    def begin(self) -> None:
        """The keyboard comes here."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        """Forgets what was handed over."""
        self._password = ""
        self.receipt.setPlainText("")
        for said in (self.path, self.digest, self.fingerprint, self.counts):
            said.setText("")

    def check(self) -> None:
        """Reads the file as a stranger would, and says what it proves."""
        self.verify.setEnabled(False)
        self.message.clear()
        self._tools.session.background.run(
            self, partial(_verified, self._path, self._password), self._on_verified, failed=self._on_failed
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
        # Only once it was laid out is it anywhere.
        QTimer.singleShot(0, self._scroll, lambda: self._scroll.ensureWidgetVisible(self.message))
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
        elif isinstance(error, VerifyingFailed):
            self.message.show_sentence(_("It could not be verified just now. Please try again."))
        else:
            raise error


def _said(finding: Finding) -> str:
    template = _FINDINGS.get(finding.kind)
    return _(template) if template else sentences.finding(finding.kind, finding.facts, _)


def _verified(path: Path, password: str, task: Task) -> Sequence[Finding]:
    return verify_apart(path.read_bytes(), password, task.check).findings
