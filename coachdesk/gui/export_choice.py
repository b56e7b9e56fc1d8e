"""The first page of an export: about whom, from when to when, which kinds, which lanes, and the tick list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal, get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QScrollArea, QWidget

from coachdesk.export.gathering import Selection
from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.chip_menu import TickChip
from coachdesk.gui.days_chip import DaysChip
from coachdesk.gui.export_entries import Candidate, EntriesModel, candidates, entries_list
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column, label, row
from coachdesk.journal.filters import EVERYTHING
from coachdesk.journal.view import Listed, View
from coachdesk.records.kinds import KINDS

_SIDE = 260
Releasable = Literal["counsel", "medical", "intake"]
RELEASED: dict[Releasable, str] = {
    "counsel": N_("Legal advice"),
    "medical": N_("Medical notes"),
    "intake": N_("Said in confidence"),
}


class ExportChoice(QWidget):
    """What goes in. ``changed``: :attr:`selection` is another, or the entries are there at last; ``failed``
    (error): they could not be read.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, tools: Tools, leader_id: str) -> None:
        super().__init__()
        self._tools = tools
        self._entries: Sequence[Listed] = ()
        self._excluded: set[str] = set()
        self._rows: Sequence[Candidate] = ()
        self.leader = QComboBox()
        self.leader.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.leader.setMinimumContentsLength(12)
        self.leader.setAccessibleName(_("About whom"))
        for leader in tools.session.view.leaders():
            self.leader.addItem(leader.name, leader.id)
        self.days = DaysChip(tools.look)
        self.kinds = TickChip(tools.look, _("All kinds"), self._kinds_there, wording.kind, _kinds)
        self.lanes = {lane: QCheckBox(_(words)) for lane, words in RELEASED.items()}
        self.reflections = label("", "caption", wraps=True)
        self.summary = label("", "strong", wraps=True)
        self._model = EntriesModel()
        self.list = entries_list(tools.look, self._model)
        self.all, self.none = (
            button(words, partial(self._tick_all, is_in), role="link")
            for words, is_in in ((_("Tick all"), True), (_("Tick none"), False))
        )
        self._arrange()
        self._connect()
        self.leader.setCurrentIndex(max(self.leader.findData(leader_id), 0))
        self._read()

    def _arrange(self) -> None:
        side = column(gap=XS)
        whom = label(_("About &whom"))
        whom.setBuddy(self.leader)
        side.addWidget(whom)
        side.addWidget(self.leader)
        side.addSpacing(M)
        side.addWidget(label(_("Which entries")))
        chips = FlowLayout()
        chips.addWidget(self.days)
        chips.addWidget(self.kinds)
        side.addLayout(chips)
        side.addSpacing(M)
        self._lanes_title = label(_("Withheld, unless you release"))
        side.addWidget(self._lanes_title)
        for box in self.lanes.values():
            side.addWidget(box)
        side.addWidget(self.reflections)
        side.addStretch(1)
        held = QWidget()
        held.setLayout(side)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(held)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFixedWidth(_SIDE)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bulk = row(gap=S)
        bulk.addWidget(self.summary, 1)
        bulk.addWidget(self.all)
        bulk.addWidget(self.none)
        right = column(gap=S)
        right.addLayout(bulk)
        right.addWidget(self.list, 1)
        within = row(gap=L)
        within.addWidget(scroll)
        within.addLayout(right, 1)
        self.setLayout(within)

    def _connect(self) -> None:
        self.leader.currentIndexChanged.connect(self._read)
        self.days.changed.connect(self._update)
        self.kinds.changed.connect(self._update)
        for box in self.lanes.values():
            box.toggled.connect(self._update)
        self._model.ticked.connect(self._on_ticked)

    @property
    def selection(self) -> Selection:
        """What was chosen."""
        shown = {candidate.listed.entry.id for candidate in self._rows if candidate.is_free}
        return self._selection(tuple(sorted(self._excluded & shown)))

    def _selection(self, excluded: tuple[str, ...] = ()) -> Selection:
        from_day, to_day = self.days.days
        return Selection(
            leader_id=self.leader.currentData() or "",
            from_day=from_day,
            to_day=to_day,
            kinds=self.kinds.chosen,
            lanes=tuple(lane for lane in get_args(Releasable) if self.lanes[lane].isChecked()),
            excluded=excluded,
        )

    @property
    def shown(self) -> int:
        """How many entries go in."""
        return sum(not candidate.why for candidate in self._rows)

    def _read(self) -> None:
        self._entries, self._excluded = (), set()
        self.kinds.choose(())
        leader_id = self.leader.currentData()
        if leader_id:
            work = partial(_entries_of, leader_id)
            self._tools.session.ask(self, work, self._on_read, self.failed.emit)
        self._update()

    def _on_read(self, answer: tuple[str, Sequence[Listed]]) -> None:
        leader_id, entries = answer
        if leader_id == self.leader.currentData():
            self._entries = entries
            self._update()

    def _update(self) -> None:
        self._rows = candidates(self._entries, self._selection(), self._excluded)
        self._model.set_rows(self._rows)
        self._offer_lanes()
        leader_id = self.leader.currentData()
        counts = self._tools.session.journal.counts.of
        total = counts[leader_id].entries if leader_id in counts else 0
        self.summary.setText(_in_and_out(self.shown, total - self.shown if self._entries else 0))
        self.changed.emit()

    def _offer_lanes(self) -> None:
        """Only the lanes that there are entries in."""
        there = Counter(listed.entry.lane for listed in self._entries)
        for lane, box in self.lanes.items():
            box.setAccessibleName(_("Release: {words}").format(words=_(RELEASED[lane])))
            box.setText(_("{words} ({count})").format(words=_(RELEASED[lane]), count=there[lane]))
            box.setVisible(bool(there[lane]))
        reflections = there["reflection"]
        said = ngettext(
            "{count} reflection of your own is never exported.",
            "{count} reflections of your own are never exported.",
            reflections,
        )
        self.reflections.setText(said.format(count=wording.number(reflections)))
        self.reflections.setVisible(bool(reflections))
        self._lanes_title.setVisible(any(lane != "ordinary" for lane in there))

    def _kinds_there(self) -> Mapping[str, int]:
        there = Counter(listed.entry.kind for listed in self._entries)
        return {kind: there[kind] for kind in KINDS if there[kind]}

    def _on_ticked(self, entry_id: str, is_in: bool) -> None:  # noqa: FBT001  # a signal has no names
        (self._excluded.discard if is_in else self._excluded.add)(entry_id)
        self._update()

    def _tick_all(self, is_in: bool) -> None:  # noqa: FBT001  # a signal has no names
        free = {candidate.listed.entry.id for candidate in self._rows if candidate.is_free}
        self._excluded = self._excluded - free if is_in else self._excluded | free
        self._update()


def _entries_of(leader_id: str, view: View, _task: Task) -> tuple[str, Sequence[Listed]]:
    return leader_id, view.timeline(leader_id, EVERYTHING, -1).entries


def _in_and_out(shown: int, withheld: int) -> str:
    if not withheld:
        return ngettext("{count} entry goes in.", "{count} entries go in.", shown).format(
            count=wording.number(shown)
        )
    return ngettext(
        "{count} entry goes in; {withheld} withheld, as numbered gaps.",
        "{count} entries go in; {withheld} withheld, as numbered gaps.",
        shown,
    ).format(count=wording.number(shown), withheld=wording.number(withheld))


def _kinds(count: int) -> str:
    return ngettext("{count} kind", "{count} kinds", count).format(count=count)
