"""What can be set about the window: its theme, when it locks, and how it looks at the wording."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QWidget

from coachdesk.gui.capture import CAN_EXCLUDE
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, dialog_column, label, row

_WIDTH = 420
THEME_NAMES = {
    "system": N_("As the system has it"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "contrast": N_("High contrast"),
}
LOCK_MINUTES = (1, 3, 5, 10, 20, 30, 60, 0)


def minutes_words(minutes: int) -> str:
    """How long is waited before the journal locks."""
    if not minutes:
        return _("Never by itself")
    return ngettext(
        "After {count} minute without a touch", "After {count} minutes without a touch", minutes
    ).format(count=minutes)


def minutes_box(chosen: int) -> QComboBox:
    """A choice of when to lock."""
    made = QComboBox()
    for minutes in LOCK_MINUTES:
        made.addItem(minutes_words(minutes), minutes)
    if made.findData(chosen) < 0:
        made.addItem(minutes_words(chosen), chosen)
    made.setCurrentIndex(made.findData(chosen))
    return made


class PreferencesDialog(QDialog):
    """Every choice holds at once; there is nothing to confirm."""

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        from coachdesk.gui.own_rules_box import OwnRulesBox  # noqa: PLC0415  # the first screen needs a part of this module

        super().__init__(parent)
        self._tools = tools
        current = tools.settings.current
        self.setWindowTitle(_("Preferences"))
        self.theme = QComboBox()
        for name, words in THEME_NAMES.items():
            self.theme.addItem(_(words), name)
        self.theme.setCurrentIndex(self.theme.findData(current.theme))
        self.minutes = minutes_box(current.lock_minutes)
        self.minimise = QCheckBox(_("Lock when the window is minimised"))
        self.minimise.setChecked(current.lock_on_minimise)
        self.check_wording = QCheckBox(_("Look at the wording while I write"))
        self.check_wording.setChecked(current.check_wording)
        within = dialog_column(self, _WIDTH, gap=XS)
        within.addWidget(label(_("Preferences"), "title"))
        within.addSpacing(M)
        for words, box in ((_("&Theme"), self.theme), (_("&Lock"), self.minutes)):
            said = label(words, "strong")
            said.setBuddy(box)
            box.setAccessibleName(words.replace("&", ""))
            within.addWidget(said)
            within.addWidget(box)
            within.addSpacing(M)
        within.addWidget(self.minimise)
        self.capture = self._capture_box()
        within.addWidget(self.capture)
        within.addWidget(self.check_wording)
        within.addSpacing(M)
        self.own_rules = OwnRulesBox(tools)
        within.addWidget(self.own_rules)
        within.addSpacing(L)
        buttons = row(gap=S)
        buttons.addStretch(1)
        buttons.addWidget(button(_("Close"), self.accept, role="primary"))
        within.addLayout(buttons)
        self.theme.currentIndexChanged.connect(lambda: tools.settings.change(theme=self.theme.currentData()))
        self.minutes.currentIndexChanged.connect(
            lambda: tools.settings.change(lock_minutes=self.minutes.currentData())
        )
        self.check_wording.toggled.connect(lambda is_on: tools.settings.change(check_wording=is_on))
        self.minimise.toggled.connect(lambda is_on: tools.settings.change(lock_on_minimise=is_on))

    def _capture_box(self) -> QCheckBox:
        """Hidden where the system could not keep the window out of pictures anyhow."""
        settings = self._tools.settings
        box = QCheckBox(_("Allow pictures of this window: screenshots, screen sharing"), self)
        box.setChecked(settings.current.allow_screen_capture)
        box.setHidden(not CAN_EXCLUDE)
        box.toggled.connect(lambda is_on: settings.change(allow_screen_capture=is_on))
        return box
