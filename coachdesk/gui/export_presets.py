"""The presets of an export: four that come with the app, and the manager's own, as chips above the first step."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from coachdesk.export.presets import BUILT_IN, Preset, drop_preset, presets, save_preset
from coachdesk.gui.choice import Choice
from coachdesk.gui.export_wish import Wish
from coachdesk.gui.tab_order import put_before
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, column, label, row
from coachdesk.journal.errors import JournalError
from coachdesk.records.base import InvalidRecord, clean_line

NAMES = {
    "hr": N_("HR copy"),
    "counsel": N_("Counsel copy"),
    "leader": N_("Leader’s own copy"),
    "access_request": N_("Access request"),
    "handover": N_("Handover"),
}
"""What the presets that come with the app are called."""

_LONGEST = 60


class PresetRow(QWidget):
    """``picked`` (Preset, the one before or None): begin with it. ``save_wanted`` (name): what is chosen now shall be kept under it."""

    picked = Signal(object, object)
    save_wanted = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._presets: dict[str, Preset] = {}
        self._before = ""
        self.message = MessageBar(tools.look)
        self._place, acts = column(gap=0), row(gap=S)
        self.chips = self._make_chips()
        self.save = button(_("Save as a preset…"), self.ask_name, role="link")
        self.drop = button(_("Delete this preset…"), self.ask_to_drop, role="link")
        acts.addLayout(self._place, 1)
        for act in (self.save, self.drop):
            acts.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        within = column(gap=S)
        within.addWidget(label(_("Begin with"), "section"))
        within.addLayout(acts)
        within.addWidget(self.message)
        self.setLayout(within)
        self._update()

    def _make_chips(self) -> Choice:
        """One for each preset, read anew."""
        self._presets = {preset.name: preset for preset in presets(self._tools.session.view)}
        words = {name: NAMES.get(name, name.replace("&", "&&")) for name in self._presets}
        made = Choice(_("Begin with"), words, may_be_none=False)
        made.chosen.connect(self._on_chosen)
        self._place.addWidget(made)
        return made

    @property
    def current(self) -> str:
        """The name of the preset that was begun with, or ""."""
        return self.chips.current

    def choose(self, name: str) -> None:
        """Shows which one was begun with. Nobody is told."""
        self._before = name if name in self._presets else ""
        self.chips.choose(self._before)
        self._update()

    def begin(self) -> None:
        """The keyboard comes here."""
        self.chips.begin()

    def _on_chosen(self, name: str) -> None:
        self._update()
        before, self._before = self._presets.get(self._before), name
        self.picked.emit(self._presets[name], before)

    def _update(self) -> None:
        preset = self._presets.get(self.current)
        self.drop.setVisible(preset is not None and preset != BUILT_IN.get(self.current))

    def _rebuild(self, name: str) -> None:
        before = self.chips
        self._place.removeWidget(before)
        before.hide()
        before.deleteLater()
        self.chips = self._make_chips()
        put_before(self.save, self.chips.chips.values())
        self.choose(name)
        self.chips.begin()

    # The manager's own

    def ask_name(self) -> None:
        """Asks under which name what is chosen now shall be kept."""
        prompts, session, before = self._tools.prompts, self._tools.session, said(self.current)
        typed = prompts.ask(self, _("Save as a preset"), _("What shall it be called?"), before)
        if typed is None or not session.is_open:
            return
        name = clean_line(typed)[:_LONGEST]
        self.message.clear()
        if not name:
            self.message.show_sentence(_("Please give it a name."))
            return
        same = {words.casefold(): one for one in self._presets for words in (one, said(one))}
        name = same.get(name.casefold(), name)
        if name not in self._presets or self._may_replace(name):
            self.save_wanted.emit(name)

    def _may_replace(self, name: str) -> bool:
        confirmed = self._tools.prompts.confirm(
            self,
            _("Replace the preset “{name}”?").format(name=said(name)),
            _("What it says now is forgotten."),
            _("Replace"),
        )
        return confirmed and self._tools.session.is_open

    def keep(self, preset: Preset) -> None:
        """Keeps one of the manager's own."""
        try:
            save_preset(self._tools.session.journal, preset)
        except (JournalError, InvalidRecord) as error:
            self.message.show_error(error)
            return
        self._rebuild(preset.name)
        self.message.show_sentence(_("Kept as “{name}”.").format(name=said(preset.name)), "good")

    def ask_to_drop(self) -> None:
        """Deletes one of the manager's own, after asking."""
        name, session = self.current, self._tools.session
        confirmed = self._tools.prompts.confirm(
            self,
            _("Delete the preset “{name}”?").format(name=said(name)),
            _("What is chosen here stays chosen. Exports that were made with it stay as they are."),
            _("Delete"),
        )
        if not confirmed or not session.is_open:
            return
        try:
            drop_preset(session.journal, name)
        except JournalError as error:
            self.message.show_error(error)
            return
        self._rebuild("")


def said(name: str) -> str:
    """What a preset is called in the window."""
    return _(NAMES[name]) if name in NAMES else name


def applied(preset: Preset, before: Preset | None, wish: Wish) -> Wish:
    """``wish`` as a preset has it. About whom it is, the dates and who makes it stay as they are.

    So do words that were typed: only what is empty, or what the preset ``before`` said, is said otherwise.
    """
    words = {
        name: getattr(preset, name)
        for name in ("purpose", "recipient", "watermark")
        if not getattr(wish, name) or (before and getattr(wish, name) == getattr(before, name))
    }
    return msgspec.structs.replace(
        wish,
        preset=preset.name,
        kinds=preset.kinds,
        lanes=preset.lanes,
        under_review=preset.under_review,
        formal=preset.formal or wish.formal,
        third_parties=preset.third_parties,
        page_size=preset.page_size or wish.page_size,
        is_protected=preset.protected,
        is_signed=preset.signed,
        has_privilege_log=preset.privilege_log,
        **words,
    )


def preset_of(name: str, wish: Wish) -> Preset:
    """What of ``wish`` a preset keeps."""
    return Preset(
        name=name,
        kinds=wish.kinds,
        lanes=wish.lanes,
        under_review=wish.under_review,
        formal=wish.formal,
        watermark=wish.watermark,
        purpose=wish.purpose,
        recipient=wish.recipient,
        third_parties=wish.third_parties,
        page_size=wish.page_size,
        protected=wish.is_protected,
        signed=wish.is_signed,
        privilege_log=wish.has_privilege_log,
    )
