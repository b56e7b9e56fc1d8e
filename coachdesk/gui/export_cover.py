"""The second page of an export: what the cover says, and who says it."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from coachdesk.export.evidence import Manager
from coachdesk.export.gathering import Selection
from coachdesk.export.releasing import Choices
from coachdesk.gui import wording
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XS, L, M
from coachdesk.gui.widgets import column, label, row, section

_LONGEST = 200
_WIDEST = 640


class ExportCover(QWidget):
    """What the cover says."""

    def __init__(self, manager: Manager) -> None:
        super().__init__()
        self.purpose = QLineEdit(placeholderText=_("Role review, handover, a request to see the file…"))
        self.recipient = QLineEdit(placeholderText=_("HR, by name"))
        self.case_reference = QLineEdit()
        self.name, self.role, self.employer = (
            QLineEdit(text) for text in (manager.name, manager.role, manager.employer)
        )
        self.formal = QCheckBox(_("A formal record, not my private working notes"))
        self.paper = QComboBox()
        for size in ("A4", "Letter"):
            self.paper.addItem(size)
        if QLocale().territory() in (QLocale.Country.UnitedStates, QLocale.Country.Canada):
            self.paper.setCurrentText("Letter")
        self._arrange()

    def _arrange(self) -> None:
        both, own = row(gap=L), row(gap=L)
        both.addLayout(self._named(_("&Recipient"), self.recipient), 1)
        both.addLayout(self._named(_("Case re&ference"), self.case_reference), 1)
        for words, field in (
            (_("Your &name"), self.name),
            (_("Your r&ole"), self.role),
            (_("&Employer"), self.employer),
        ):
            own.addLayout(self._named(words, field), 1)
        self.paper.setMaximumWidth(_WIDEST // 3)
        within = column(gap=M)
        within.addWidget(section(_("What it is for")))
        within.addLayout(self._named(_("&Purpose"), self.purpose))
        within.addLayout(both)
        within.addWidget(self.formal)
        within.addSpacing(M)
        within.addWidget(section(_("Who made it")))
        within.addLayout(own)
        within.addSpacing(M)
        within.addLayout(self._named(_("P&aper"), self.paper))
        within.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        inner.setLayout(within)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inner)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = column()
        outer.addWidget(scroll)
        self.setLayout(outer)

    def _named(self, words: str, field: QLineEdit | QComboBox) -> QVBoxLayout:
        """A field under its name."""
        said = label(words)
        said.setBuddy(field)
        field.setAccessibleName(words.replace("&", ""))
        if isinstance(field, QLineEdit):
            field.setMaxLength(_LONGEST)
        made = column(gap=XS)
        made.addWidget(said)
        made.addWidget(field)
        return made

    @property
    def manager(self) -> Manager:
        """Who makes it, as it says now."""
        return Manager(name=_clean(self.name), role=_clean(self.role), employer=_clean(self.employer))

    def choices(self, selection: Selection) -> Choices:
        """What is to be made, with ``selection`` in it."""
        return Choices(
            selection=selection,
            purpose=_clean(self.purpose),
            recipient=_clean(self.recipient),
            case_reference=_clean(self.case_reference),
            formal=self.formal.isChecked(),
            page_size="Letter" if self.paper.currentText() == "Letter" else "A4",
            zone=wording.own_zone(),
        )


def _clean(field: QLineEdit) -> str:
    return " ".join(field.text().split())
