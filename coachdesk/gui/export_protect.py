"""The last step of an export: who can open it, on which paper, signed or not; and the very pages of it."""

from typing import Any

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from coachdesk.export import certificate
from coachdesk.export.releasing import SIGNING_KEY
from coachdesk.gui.choice import Choice, QuietCombo
from coachdesk.gui.export_making import Made
from coachdesk.gui.export_pages import ExportPages
from coachdesk.gui.export_wish import Wish
from coachdesk.gui.passphrase import NewPassphrase
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column, label, row, section
from coachdesk.journal.view import View
from coachdesk.records.base import clean_line

ARCHIVE, PROTECTED = "archive", "protected"
_PROFILES = {ARCHIVE: N_("Archive"), PROTECTED: N_("With a passphrase")}
_MEANS = {
    ARCHIVE: N_("Opens in any reader, for decades (PDF/A). Whoever has the file can read it."),
    PROTECTED: N_(
        "Encrypted (AES-256). Give the passphrase by another way than the file: on the telephone, say. It is kept "
        "nowhere; without it nobody can open the file."
    ),
}
_SIDE = 268
_GROUP = 4
_LONGEST = 40
_PAUSE_MS = 350


class ProtectStep(QWidget):
    """``changed``: something else is chosen, the pages drawn so far are of another file."""

    changed = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.profile = Choice(_("Who can open it"), _PROFILES, may_be_none=False)
        self.means = label("", "caption", wraps=True)
        self.password = NewPassphrase(tools.look, tools.session.background)
        self.paper = QuietCombo(_("Paper"))
        for size in ("A4", "Letter"):
            self.paper.addItem(size)
        self.signed = QCheckBox(_("Sign it"))
        self.fingerprint = label("", "caption", wraps=True)
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.watermark = QLineEdit(placeholderText=_("DRAFT, or nothing"), maxLength=_LONGEST)
        self.privilege_log = QCheckBox(_("List legal advice that is withheld"))
        self.pages = ExportPages(tools.look, tools.session.background)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.changed)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        side = column(gap=S)
        side.addWidget(section(_("Who can open it")))
        side.addWidget(self.profile)
        side.addWidget(self.means)
        side.addWidget(self.password)
        side.addSpacing(M)
        side.addWidget(section(_("Signature")))
        side.addWidget(self.signed)
        side.addWidget(self.fingerprint)
        side.addSpacing(M)
        side.addWidget(section(_("Pages")))
        side.addLayout(_named(_("P&aper"), self.paper))
        side.addLayout(_named(_("&Watermark"), self.watermark))
        side.addWidget(self.privilege_log)
        side.addStretch(1)
        inner = QWidget()
        inner.setLayout(side)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inner)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFixedWidth(_SIDE)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        within = row(gap=L)
        within.addWidget(scroll)
        within.addWidget(self.pages, 1)
        self.setLayout(within)

    def _connect(self) -> None:
        self.profile.chosen.connect(self._on_profile)
        self.password.changed.connect(self._later)
        self.password.finished.connect(self._at_once)
        self.watermark.textEdited.connect(self._later)
        self.paper.currentIndexChanged.connect(self._at_once)
        for box in (self.signed, self.privilege_log):
            box.toggled.connect(self._at_once)

    # What is chosen

    def show_wish(self, wish: Wish) -> None:
        """Shows what was chosen before. Nobody is told."""
        with QSignalBlocker(self):
            self.profile.choose(PROTECTED if wish.is_protected else ARCHIVE)
            self.paper.setCurrentText(wish.page_size)
            self.signed.setChecked(wish.is_signed)
            self.watermark.setText(wish.watermark)
            self.privilege_log.setChecked(wish.has_privilege_log)
            self._pause.stop()
        self._update()

    def with_choices(self, wish: Wish) -> Wish:
        """``wish`` with what this step says."""
        return msgspec.structs.replace(
            wish,
            is_protected=self.profile.current == PROTECTED,
            page_size="Letter" if self.paper.currentText() == "Letter" else "A4",
            is_signed=self.signed.isChecked(),
            watermark=clean_line(self.watermark.text()),
            has_privilege_log=self.privilege_log.isChecked(),
        )

    @property
    def problem(self) -> str:
        """Why it cannot be drawn yet, in a sentence; "" if it can."""
        return self.password.problem if self.profile.current == PROTECTED else ""

    def _on_profile(self) -> None:
        self._at_once()
        if self.profile.current == PROTECTED:
            self.password.first.setFocus()

    def _later(self) -> None:
        """Nobody is told before the typing pauses."""
        self._pause.start()

    def _at_once(self, _value: Any = None) -> None:
        self._pause.stop()
        self._update()
        self.changed.emit()

    def _update(self) -> None:
        is_protected = self.profile.current == PROTECTED
        self.means.setText(_(_MEANS[PROTECTED if is_protected else ARCHIVE]))
        self.password.setVisible(is_protected)
        self.paper.be_as_wide_as_chosen()
        known = fingerprint_of(self._tools.session.view)
        if not self.signed.isChecked():
            words = _("Without a signature anybody can change the file and its evidence together.")
        elif known:
            words = _("With this journal’s certificate. Its fingerprint: {digits}").format(
                digits=grouped(known)
            )
        else:
            words = _(
                "With this journal’s certificate, which is made now. Its fingerprint is shown afterwards."
            )
        self.fingerprint.setText(words)

    # The pages

    def show_progress(self, share: float) -> None:
        """How much is drawn, 0 to 1."""
        self.pages.show_progress(share)

    def show_made(self, made: Made) -> None:
        """Shows the pages, which are those of the file itself."""
        self._update()
        self.pages.show_made(made)

    def show_nothing(self, why: str) -> None:
        """Says why there are no pages yet."""
        self.pages.show_nothing(why)

    def begin(self) -> None:
        """The keyboard comes here."""
        self.profile.begin()

    def clear(self) -> None:
        """Forgets the pages and the password."""
        self._pause.stop()
        self.password.clear()
        self.pages.clear()


def _named(words: str, field: QWidget) -> QVBoxLayout:
    said = label(words)
    said.setBuddy(field)
    field.setAccessibleName(words.replace("&", ""))
    made = column(gap=XS)
    made.addWidget(said)
    made.addWidget(field)
    return made


def grouped(digits: str) -> str:
    """Hexadecimal digits in groups of four, to be read out."""
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def fingerprint_of(view: View) -> str:
    """The fingerprint of the journal's certificate; "" before its first export."""
    kept = view.setting(SIGNING_KEY)
    return certificate.fingerprint(msgspec.msgpack.decode(kept, type=certificate.SigningKey)) if kept else ""
