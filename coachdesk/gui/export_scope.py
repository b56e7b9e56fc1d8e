"""The first step of an export: about whom, from when to when, what of it, for whom, and who says it."""

from typing import Any, Literal, get_args

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from coachdesk.export.evidence import Manager
from coachdesk.export.selection import Releasable
from coachdesk.gui import wording
from coachdesk.gui.chip_menu import TickChip
from coachdesk.gui.choice import QuietCombo
from coachdesk.gui.days_chip import DaysChip
from coachdesk.gui.export_presets import PresetRow
from coachdesk.gui.export_reading import Read, Stock
from coachdesk.gui.export_wish import Wish
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tokens import XS, L, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column, label, row, section
from coachdesk.records.base import clean_line
from coachdesk.records.case import Case
from coachdesk.records.kinds import KINDS

_LONGEST, _LONGEST_COPY, _WIDEST = 200, 20, 720
RELEASED: dict[Releasable, str] = {
    "counsel": N_("Legal advice"),
    "medical": N_("Medical notes"),
    "intake": N_("Said in confidence"),
}
_Written = Literal["purpose", "recipient", "copy", "case_reference"]


class ScopeStep(QWidget):
    """What goes in, in one page. ``changed``: something else is chosen."""

    changed = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools, self._stock = tools, Stock()
        self.presets = PresetRow(tools)
        self.leader, self.other = QuietCombo(_("About whom")), QuietCombo(_("And about whom besides"))
        self.days = DaysChip(tools.look)
        self.kinds = TickChip(tools.look, _("All kinds"), self._kinds_there, wording.kind, _kinds)
        self.issues = TickChip(tools.look, _("All issues"), self._issues_there, self._issue, _issues)
        self.lanes = {lane: QCheckBox(_(words)) for lane, words in RELEASED.items()}
        self.reflections = label("", "caption", wraps=True)
        self.purpose = QLineEdit(placeholderText=_("Role review, handover, a request to see the file…"))
        self.recipient = QLineEdit(placeholderText=_("HR, by name"))
        self.copy_number = QLineEdit(placeholderText=_("1 of 2"), maxLength=_LONGEST_COPY)
        self.case_reference = QLineEdit()
        self.distribution = QLineEdit(placeholderText=_("A. Byrne, HR; L. Pryce, counsel"))
        self.formal = QCheckBox(_("A formal record, not my private working notes"))
        self.name, self.role, self.employer = (QLineEdit() for _field in range(3))
        self._arrange()
        self._fill()
        self._connect()

    # Putting together

    def _arrange(self) -> None:
        within = column(gap=XS)
        within.addWidget(self.presets)
        for part in (self._about(), self._which(), self._what_for(), self._whose()):
            within.addSpacing(L)
            within.addLayout(part)
        within.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        inner.setLayout(within)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inner)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = column()
        outer.addWidget(scroll)
        self.setLayout(outer)

    def _about(self) -> QVBoxLayout:
        whom = row(gap=L)
        for words, box in ((_("About &whom"), self.leader), (_("An&d besides"), self.other)):
            box.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            whom.addLayout(_named(words, box), 1)
        made = column(gap=S)
        made.addLayout(whom)
        return made

    def _which(self) -> QVBoxLayout:
        chips, boxes = FlowLayout(), column(gap=0)
        for chip in (self.days, self.kinds, self.issues):
            chips.addWidget(chip)
        self._lanes_title = label(_("Withheld, unless you release"), "quiet")
        boxes.addWidget(self._lanes_title)
        for box in self.lanes.values():
            boxes.addWidget(box)
        boxes.addWidget(self.reflections)
        made = column(gap=S)
        made.addWidget(section(_("Which entries and records")))
        made.addLayout(chips)
        made.addLayout(boxes)
        return made

    def _what_for(self) -> QVBoxLayout:
        both = row(gap=L)
        both.addLayout(_named(_("&Recipient"), self.recipient), 3)
        both.addLayout(_named(_("Cop&y"), self.copy_number), 1)
        both.addLayout(_named(_("Case re&ference"), self.case_reference), 2)
        made = column(gap=S)
        made.addWidget(section(_("What it is for")))
        made.addLayout(_named(_("&Purpose"), self.purpose))
        made.addLayout(both)
        made.addLayout(_named(_("Who &gets a copy"), self.distribution))
        made.addWidget(self.formal)
        return made

    def _whose(self) -> QVBoxLayout:
        own = row(gap=L)
        for words, field in (
            (_("Your &name"), self.name),
            (_("Your r&ole"), self.role),
            (_("&Employer"), self.employer),
        ):
            own.addLayout(_named(words, field), 1)
        made = column(gap=S)
        made.addWidget(section(_("Who made it")))
        made.addLayout(own)
        return made

    def _fill(self) -> None:
        for leader in self._tools.session.view.leaders():
            self.leader.addItem(leader.name, leader.id)

    def _fill_other(self) -> None:
        """Who can be the second: whoever shares a case with the first comes first, and it says so."""
        view, first = self._tools.session.view, self.leader.currentData()
        cases = {
            leader_id: case.title
            for case in view.about(first, "case") if isinstance(case, Case)
            for leader_id in case.leader_ids
        }  # fmt: skip
        others = [leader for leader in view.leaders() if leader.id != first]
        with QSignalBlocker(self.other):
            self.other.clear()
            self.other.addItem(_("Nobody"), "")
            for leader in sorted(others, key=lambda leader: leader.id not in cases):
                case = cases.get(leader.id)
                words = _("{name} (case: {case})").format(name=leader.name, case=case)
                self.other.addItem(words if case else leader.name, leader.id)

    def _connect(self) -> None:
        self.leader.currentIndexChanged.connect(self._on_leader)
        for box in (self.other.currentIndexChanged, self.formal.toggled):
            box.connect(self._say)
        for chip in (self.days, self.kinds, self.issues):
            chip.changed.connect(self._say)
        for tick in self.lanes.values():
            tick.toggled.connect(self._say)
        for field in self._lines.values():
            field.textEdited.connect(self._say)
        for field in (self.distribution, self.name, self.role, self.employer):
            field.textEdited.connect(self._say)

    @property
    def _lines(self) -> dict[_Written, QLineEdit]:
        return {
            "purpose": self.purpose,
            "recipient": self.recipient,
            "copy": self.copy_number,
            "case_reference": self.case_reference,
        }

    # What is chosen

    @property
    def leader_ids(self) -> tuple[str, ...]:
        """About whom it is."""
        return tuple(filter(None, (self.leader.currentData(), self.other.currentData())))

    @property
    def manager(self) -> Manager:
        """Who makes it, as it says now."""
        name, role, employer = (clean_line(field.text()) for field in (self.name, self.role, self.employer))
        return Manager(name=name, role=role, employer=employer)

    def with_choices(self, wish: Wish) -> Wish:
        """``wish`` with what this step says."""
        from_day, to_day = self.days.days
        written = {name: clean_line(field.text()) for name, field in self._lines.items()}
        return msgspec.structs.replace(
            wish,
            leader_ids=self.leader_ids,
            from_day=from_day,
            to_day=to_day,
            kinds=self.kinds.chosen,
            issue_ids=self.issues.chosen,
            lanes=tuple(lane for lane in get_args(Releasable) if self.lanes[lane].isChecked()),
            formal=self.formal.isChecked(),
            manager=self.manager,
            distribution=tuple(filter(None, map(clean_line, self.distribution.text().split(";")))),
            preset=self.presets.current,
            **written,
        )

    def show_wish(self, wish: Wish) -> None:
        """Shows what was chosen before. Nobody is told."""
        with QSignalBlocker(self):
            first, second = (*wish.leader_ids, "", "")[:2]
            with QSignalBlocker(self.leader):
                self.leader.setCurrentIndex(max(self.leader.findData(first), 0))
            self._fill_other()
            self.other.setCurrentIndex(max(self.other.findData(second), 0))
            self.days.set_days(wish.from_day, wish.to_day)
            self.kinds.choose(wish.kinds)
            self.issues.choose(wish.issue_ids)
            for lane, box in self.lanes.items():
                box.setChecked(lane in wish.lanes)
            for name, field in self._lines.items():
                field.setText(getattr(wish, name))
            self.distribution.setText("; ".join(wish.distribution))
            self.formal.setChecked(wish.formal)
            for field, words in (
                (self.name, wish.manager.name),
                (self.role, wish.manager.role),
                (self.employer, wish.manager.employer),
            ):
                field.setText(words)
            self.presets.choose(wish.preset)

    def show_read(self, read: Read) -> None:
        """Offers only what there is: kinds, issues, and the lanes that there are entries in."""
        self._stock, there = read.stock, read.stock.lanes
        self.issues.setVisible(bool(self._stock.issues or self.issues.chosen))
        self.issues.choose(self.issues.chosen)
        for lane, box in self.lanes.items():
            words, count = _(RELEASED[lane]), there.get(lane, 0)
            box.setAccessibleName(_("Release: {words}").format(words=words))
            box.setText(_("{words} ({count})").format(words=words, count=count))
            box.setVisible(bool(count) or box.isChecked())
        reflections = there.get("reflection", 0)
        said = ngettext(
            "{count} reflection of your own is never exported.",
            "{count} reflections of your own are never exported.",
            reflections,
        )
        self.reflections.setText(said.format(count=wording.number(reflections)))
        self.reflections.setVisible(bool(reflections))
        self._lanes_title.setVisible(any(lane != "ordinary" for lane in there))

    def begin(self) -> None:
        """The keyboard comes here."""
        self.presets.begin()

    def _say(self, _value: Any = None) -> None:
        self.changed.emit()

    def _on_leader(self) -> None:
        """Somebody else's entries: what was narrowed to does not hold for them."""
        self._fill_other()
        self.kinds.choose(())
        self.issues.choose(())
        self.changed.emit()

    # What the chips say

    def _kinds_there(self) -> dict[str, int]:
        return {kind: self._stock.kinds[kind] for kind in KINDS if self._stock.kinds.get(kind)}

    def _issues_there(self) -> dict[str, int]:
        return {one: self._stock.linked.get(one, 0) for one in self._stock.issues}

    def _issue(self, issue_id: str) -> str:
        return self._stock.issues.get(issue_id, "") or _("1 issue")


def _named(words: str, field: QLineEdit | QuietCombo) -> QVBoxLayout:
    """A field under its name."""
    said = label(words)
    said.setBuddy(field)
    field.setAccessibleName(words.replace("&", ""))
    if isinstance(field, QLineEdit):
        field.setMaxLength(min(field.maxLength(), _LONGEST))
    made = column(gap=XS)
    made.addWidget(said)
    made.addWidget(field)
    return made


def _kinds(count: int) -> str:
    return ngettext("{count} kind", "{count} kinds", count).format(count=count)


def _issues(count: int) -> str:
    return ngettext("{count} issue", "{count} issues", count).format(count=count)
