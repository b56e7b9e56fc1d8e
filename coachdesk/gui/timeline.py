"""The timeline of one leader: the strip of weeks, what it is narrowed to, and the entries month by month."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QStackedWidget, QWidget

from coachdesk.gui import milestone_rows, wording
from coachdesk.gui.announcing import announce
from coachdesk.gui.asking import Asking
from coachdesk.gui.background import Task, ignore
from coachdesk.gui.filter_bar import FilterBar
from coachdesk.gui.keeping.hold_mark import HoldMark
from coachdesk.gui.list_model import ROW
from coachdesk.gui.milestone_rows import MilestoneRow
from coachdesk.gui.strip import Strip
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.timeline_list import TimelineList
from coachdesk.gui.timeline_model import TimelineModel, headline
from coachdesk.gui.tokens import XS, L, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Elided, Empty, button, column, restyle, row, tool_button
from coachdesk.journal.errors import NoSuchRecord
from coachdesk.journal.filters import EVERYTHING, Filter
from coachdesk.journal.marks import Mark
from coachdesk.journal.view import Listed, View
from coachdesk.records.kinds import KINDS

_CENTRE, _ANYWHERE = QAbstractItemView.ScrollHint.PositionAtCenter, QAbstractItemView.ScrollHint.EnsureVisible


class TimelinePane(QWidget):
    """The entries about one leader. ``picked`` (id): an entry was chosen; "" when none is.
    ``note_wanted``: a new note is to be written. ``prepare_wanted``: the next talk is to be prepared.
    ``record_wanted`` (id): the record of a milestone is to be shown.
    """

    picked = Signal(str)
    note_wanted = Signal()
    prepare_wanted = Signal()
    record_wanted = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools, self._leader_id = tools, ""
        self._marks: Sequence[Mark] = ()
        self._shown, self._shows_milestones_only = EVERYTHING, False
        self._milestones: Sequence[MilestoneRow] = ()
        self._is_restoring = False
        self._asking, self._reading = Asking(tools.session, self), Task(ignore)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name, self._role = Elided("", "title"), Elided("", "caption")
        self.hold = HoldMark(tools.look)
        self.new_note = button(
            _("New note"),
            self.note_wanted.emit,
            role="primary",
            icon=tools.look.icon("note-pencil", "on_accent"),
        )
        self.new_note.setToolTip(_("Write a new note (Ctrl+N)"))
        self.prepare = tool_button(
            _("Prepare the next talk"), tools.look.icon("clipboard-text"), self.prepare_wanted.emit
        )
        self.strip = Strip(tools.look, self._title_of)
        self.filters = FilterBar(tools.look, self._counts)
        self.count = Elided("", "caption")
        self.show_all = button(_("Show all"), self.clear_filters, role="link")
        self._model = TimelineModel(self._load)
        self.list = TimelineList(tools.look, self._model)
        self._make_empty_states()
        self._arrange()
        self._connect()

    def _make_empty_states(self) -> None:
        look = self._tools.look
        nobody = Empty(
            look,
            "user-circle",
            _("Nobody chosen"),
            _("Choose a leader at the left to see their timeline."),
        )
        self.first_note = Empty(
            look,
            "note-pencil",
            _("Nothing written yet"),
            _("The first note can be one sentence: what happened, and when."),
            _("Write the first note"),
            self.note_wanted.emit,
        )
        self.all_hidden = Empty(
            look, "funnel", _("Nothing here"), "", _("Show all entries"), self.clear_filters
        )
        self._nobody, self._nothing, self._hidden = (
            _scrolled(state) for state in (nobody, self.first_note, self.all_hidden)
        )

    def _arrange(self) -> None:
        names = column(gap=0)
        names.addWidget(self._name)
        names.addWidget(self._role)
        head = row(gap=S)
        head.setContentsMargins(L, L, L, S)
        head.addLayout(names, 1)
        for door in (self.prepare, self.new_note):
            head.addWidget(door, 0, Qt.AlignmentFlag.AlignVCenter)
        room = self.show_all.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.show_all.setSizePolicy(room)
        counted = row(gap=S)
        counted.addWidget(self.count, 1)
        counted.addWidget(self.show_all)
        above = column(gap=S)
        above.setContentsMargins(L, 0, L, XS)
        above.addWidget(self.strip)
        above.addWidget(self.filters)
        above.addLayout(counted)
        self._above = QWidget()
        self._above.setLayout(above)
        self._stack = QStackedWidget()
        for widget in (self._nobody, self._nothing, self._hidden, self.list):
            self._stack.addWidget(widget)
        held = row()
        held.setContentsMargins(L - XS, 0, L, S)
        held.addWidget(self.hold)
        held.addStretch(1)
        within = column(gap=0)
        within.addLayout(head)
        within.addLayout(held)
        within.addWidget(self._above)
        within.addWidget(self._stack, 1)
        self.setLayout(within)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self._on_activated)
        self.filters.changed.connect(self._narrow)
        self.strip.brushed.connect(self.filters.days.set_days)
        self.strip.opened.connect(self._reveal)

    def be_beside_writing(self, *, writing: bool) -> None:
        """While a note is written, saving it is the one thing to do; a new one is not."""
        restyle(self.new_note, role="" if writing else "primary")
        self.first_note.action.setVisible(not writing)
        self.new_note.setIcon(self._tools.look.icon("note-pencil", "text" if writing else "on_accent"))

    # What is shown

    def show_leader(self, leader_id: str) -> None:
        """Shows the entries about this leader, all of them; "" is nobody."""
        if leader_id != self._leader_id:
            self.filters.clear()
            self._milestones = ()
        self._leader_id = leader_id
        self.refresh()

    def refresh(self) -> None:
        """Reads again what is shown; what was chosen stays chosen."""
        view = self._tools.session.view
        leader = next((one for one in view.leaders() if one.id == self._leader_id), None)
        self._name.setText(leader.name if leader else "")
        self._role.setText(", ".join(part for part in (leader.role, leader.team) if part) if leader else "")
        self._role.setVisible(bool(self._role.text()))
        self.hold.show_for(view, self._leader_id)
        for door in (self.prepare, self.new_note):
            door.setVisible(leader is not None)
        self._marks = view.marks(leader.id) if leader else ()
        self._read(self.filters.wanted)
        self._read_milestones()

    def _read_milestones(self) -> None:
        """They are few, and read apart: the entries do not wait for them."""
        self._reading.cancel()
        if self._leader_id:
            today = dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
            question = partial(milestone_rows.ask, self._leader_id, today)
            self._reading = self._tools.session.ask(self, question, self._on_milestones)

    def _on_milestones(self, found: Sequence[MilestoneRow]) -> None:
        if found != self._milestones:
            self._milestones = found
            self._read(self.filters.wanted)

    def clear(self) -> None:
        """Forgets everything."""
        self._asking.close()
        self._reading.cancel()
        self._leader_id = ""
        self.filters.clear()
        self._marks, self._milestones = (), ()
        self._show(EVERYTHING, ())
        self._name.setText("")
        self._role.setText("")
        self.hold.clear()
        for door in (self.prepare, self.new_note):
            door.hide()

    def clear_filters(self) -> None:
        """Shows everything again."""
        self.filters.clear()
        self._narrow()

    def show_due(self) -> None:
        """Shows only what is due."""
        self.filters.clear()
        self.filters.due.setChecked(True)
        self.list.setFocus()

    def _narrow(self) -> None:
        """The filter changed."""
        now = self.filters.wanted, self.filters.only_milestones
        if self._tools.session.is_open and now != (self._shown, self._shows_milestones_only):
            self._read(self.filters.wanted)

    def _read(self, wanted: Filter) -> None:
        """Asks which entries pass: here if that is quick, in the background if their texts must be read for it."""
        self._asking.drop()
        if self.filters.only_milestones:
            self._show(wanted, ())
        elif wanted == EVERYTHING or not self._marks:
            self._asking.close()
            self._show(wanted, self._marks)
        elif wanted.words or wanted.told or wanted.due:
            self.count.setText(_("Looking…"))
            self._asking.ask(partial(_passing, self._leader_id, wanted), partial(self._show, wanted))
        else:
            self._show(wanted, self._tools.session.view.marks(self._leader_id, wanted))

    def _show(self, wanted: Filter, passing: Sequence[Mark]) -> None:
        chosen, self._shown = self._chosen, wanted
        self._shows_milestones_only = self.filters.only_milestones
        milestones = self._passing_milestones(wanted)
        self._model.set_marks(passing, milestones)
        is_narrowed = wanted != EVERYTHING or self._shows_milestones_only
        today = dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
        self.strip.show_marks(self._marks, {mark.record for mark in passing} if is_narrowed else None, today)
        self.strip.show_days(wanted.from_day, wanted.to_day)
        self._above.setVisible(bool(self._marks or self._milestones))
        self.filters.milestones.setVisible(bool(self._milestones))
        self._say_how_many(len(passing), len(milestones), is_narrowed=is_narrowed)
        self._stack.setCurrentWidget(self._fitting([*passing[:1], *milestones[:1]]))
        self._is_restoring = True
        is_kept = self._choose(chosen, _ANYWHERE)
        self._is_restoring = False
        if not is_kept:
            self.list.scrollToTop()
            self._on_current()

    def _passing_milestones(self, wanted: Filter) -> Sequence[MilestoneRow]:
        """Those in the period; what is asked of entries alone is not asked of them."""
        period = Filter(from_day=wanted.from_day, to_day=wanted.to_day)
        if wanted != period and not self.filters.only_milestones:
            return ()
        last = wanted.to_day or "9999-12-31"
        return [one for one in self._milestones if wanted.from_day <= one.day <= last]

    def _fitting(self, passing: Sequence[object]) -> QWidget:
        """The list, or what there is to say instead."""
        if not self._leader_id:
            return self._nobody
        return self.list if passing else self._hidden if self._marks or self._milestones else self._nothing

    def _say_how_many(self, shown: int, milestones: int, *, is_narrowed: bool) -> None:
        total = len(self._marks)
        hidden = ngettext(
            "{count} entry is hidden by filters.", "{count} entries are hidden by filters.", total - shown
        ).format(count=wording.number(total - shown))
        self.all_hidden.say(_("Nothing here"), hidden)
        words = wording.entries(total)
        if is_narrowed:
            words = _("{shown} of {total}, {hidden} hidden by filters").format(
                shown=wording.number(shown),
                total=wording.entries(total),
                hidden=wording.number(total - shown),
            )
        if self._shows_milestones_only:
            words = ngettext("{count} milestone", "{count} milestones", milestones).format(
                count=wording.number(milestones)
            )
        if words != self.count.text():
            self.count.setText(words)
            announce(self, words)
        self.show_all.setVisible(is_narrowed)

    # What is chosen

    @property
    def current(self) -> str:
        """The id of the chosen entry, or ""."""
        found = self.list.currentIndex().data(ROW)
        return found.entry.id if isinstance(found, Listed) else ""

    @property
    def _chosen(self) -> int | MilestoneRow:
        """The chosen milestone, or the number of the chosen entry, or -1."""
        row = self.list.currentIndex().row()
        if row >= 0 and self._model.is_milestone(row):
            found: MilestoneRow = self.list.currentIndex().data(ROW)
            return found
        return self._model.record_at(row)

    def pick(self, entry_id: str) -> None:
        """Chooses an entry, if it is shown."""
        self._choose(self._number_of(entry_id), _ANYWHERE)

    def reveal(self, entry_id: str) -> None:
        """Chooses an entry in its place on the timeline; a filter that hides it is taken away."""
        self._reveal(self._number_of(entry_id))

    def _reveal(self, number: int) -> None:
        if not self._choose(number, _CENTRE):
            self.clear_filters()
            self._choose(number, _CENTRE)

    def _number_of(self, entry_id: str) -> int:
        try:
            return self._tools.session.view.number_of(entry_id)
        except NoSuchRecord:
            return -1

    def _choose(self, chosen: int | MilestoneRow, hint: QAbstractItemView.ScrollHint) -> bool:
        if isinstance(chosen, MilestoneRow):
            at = self._model.row_of_milestone(chosen)
        else:
            at = self._model.row_of(chosen)
        if at >= 0:
            index = self._model.index(at)
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(index, flag)
            self.list.scrollTo(index, hint)
        return at >= 0

    def _on_current(self) -> None:
        found = self.list.currentIndex().data(ROW)
        self.strip.show_chosen(found.entry.occurred.day if isinstance(found, Listed) else "")
        if not self._is_restoring:
            self.picked.emit(self.current)

    def _on_activated(self, index: QModelIndex) -> None:
        found = index.data(ROW)
        if isinstance(found, MilestoneRow):
            self.record_wanted.emit(found.record_id)

    # What the parts ask for

    def _load(self, numbers: Sequence[int]) -> Sequence[Listed]:
        return self._tools.session.view.listed(self._leader_id, numbers)

    def _title_of(self, number: int) -> str:
        (listed,) = self._load([number])
        return _("{kind}, {day}: {title}").format(
            kind=wording.kind(listed.entry.kind),
            day=wording.short_day(listed.entry.occurred.day),
            title=headline(listed),
        )

    def _counts(self, what: str) -> Mapping[str, int]:
        if what == "themes":
            return self._tools.session.view.themes(self._leader_id)
        found = Counter(mark.kind if what == "kinds" else mark.lane for mark in self._marks)
        order = [*KINDS] if what == "kinds" else [*wording.LANES]
        return {value: found[value] for value in order if found[value]}


def _scrolled(state: QWidget) -> QScrollArea:
    """An empty state that scrolls where the window is too low for it."""
    made = QScrollArea(widgetResizable=True)
    made.setWidget(state)
    made.setFrameShape(QScrollArea.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _passing(leader_id: str, wanted: Filter, view: View, _task: Task) -> Sequence[Mark]:
    return view.marks(leader_id, wanted)
