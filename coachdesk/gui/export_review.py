"""The second step of an export: each entry and record with its tick, and what the other side will ask."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import partial
from typing import NamedTuple

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from coachdesk.coaching.readiness_line import Line
from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.calmly import calmly
from coachdesk.gui.coaching.readiness_reading import lines_of
from coachdesk.gui.coaching.readiness_view import ReadinessView
from coachdesk.gui.coaching.record_list import empty
from coachdesk.gui.export_entries import Candidate, EntriesDelegate, candidates
from coachdesk.gui.export_reading import Read, said_elsewhere
from coachdesk.gui.export_ticks import TickList, TickModel
from coachdesk.gui.export_wish import Wish, selection_of
from coachdesk.gui.list_model import ROW
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column, label, row, say
from coachdesk.journal.view import View

ENTRIES, ASKED = range(2)


class _Asked(NamedTuple):
    """The fourteen answers about a leader."""

    leader_id: str
    name: str
    lines: tuple[Line, ...]


class ReviewStep(QWidget):
    """``changed``: something else is ticked. ``entry_wanted`` (id): an entry or a record shall be read;
    ``page_wanted`` (leader, key): the page of another record; ``failed`` (error): it could not be read.
    """

    changed = Signal()
    entry_wanted = Signal(str)
    page_wanted = Signal(str, str)
    failed = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._read, self._wish = Read(), Wish(leader_ids=())
        self._asked_of: tuple[str, ...] = ()
        self._task: Task | None = None
        self._unfolded: dict[str, set[str]] = {}
        self.tabs = QTabBar(drawBase=False, expanding=False, usesScrollButtons=False)
        self.tabs.setAccessibleName(_("What is reviewed"))
        self.tabs.addTab(_("What goes in"))
        self.tabs.addTab(_("What will be asked"))
        self.model = TickModel()
        self.list = TickList(_("What can be exported"), self.model, EntriesDelegate(tools.look))
        self.all, self.none = (
            button(words, partial(self._tick_all, is_in), role="link")
            for words, is_in in ((_("Tick all"), True), (_("Tick none"), False))
        )
        self.others = button("", self.turn_others_data, role="link")
        self.state, self.elsewhere = label("", "quiet", wraps=True), label("", "quiet", wraps=True)
        self.period = label("", "quiet", wraps=True)
        self._answers: QVBoxLayout = column(gap=L)
        self._stack = QStackedWidget()
        self._arrange()
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.model.ticked.connect(self._on_ticked)
        self.list.opened.connect(self._on_opened)
        self.list.selectionModel().currentChanged.connect(self._on_row)

    def _arrange(self) -> None:
        bulk, chosen = row(gap=S), column(gap=S)
        for act in (self.all, self.none, self.others):
            bulk.addWidget(act)
        bulk.addStretch(1)
        chosen.addLayout(bulk)
        chosen.addWidget(self.list, 1)
        chosen.addWidget(label(_("Space ticks, Enter opens the row."), "caption"))
        chosen.addWidget(self.period)
        chosen.addWidget(self.elsewhere)
        asked = column(margin=S, gap=M)
        asked.addWidget(self.state)
        asked.addLayout(self._answers)
        asked.addStretch(1)
        inner = QWidget()
        inner.setLayout(asked)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inner)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setProperty("role", "reading")
        scroll.setAccessibleName(_("What will be asked"))
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        held = QWidget()
        held.setLayout(chosen)
        self._stack.addWidget(held)
        self._stack.addWidget(scroll)
        within = column(gap=M)
        within.addWidget(self.tabs)
        within.addWidget(self._stack, 1)
        self.setLayout(within)

    # What goes in

    def show_wish(self, wish: Wish) -> None:
        """Shows what was chosen before. Nobody is told."""
        self._wish = wish
        self._update()

    def with_choices(self, wish: Wish) -> Wish:
        """``wish`` with what this step says."""
        if self._wish.leader_ids != wish.leader_ids:
            return msgspec.structs.replace(wish, excluded=(), others_data=())
        own = self._wish
        return msgspec.structs.replace(wish, excluded=own.excluded, others_data=own.others_data)

    def show_read(self, read: Read) -> None:
        """Shows what there is."""
        self._read = read
        say(self.elsewhere, said_elsewhere(read.stock.elsewhere))
        self._update()

    @property
    def rows(self) -> Sequence[Candidate]:
        """What is listed."""
        return self.model.rows

    def _update(self) -> None:
        self.model.set_rows(candidates(self._read.rows, self._wish))
        as_it_stands = _(
            "What is in the period is shown as it stands today, with what was changed in it or added to it after the period."
        )
        say(self.period, as_it_stands if selection_of(self._wish).has_period else "")
        self._on_row()

    def _on_row(self, *_rows: object) -> None:
        current = self.list.currentIndex()
        candidate: Candidate | None = current.data(ROW) if current.isValid() else None
        self.others.setEnabled(candidate is not None and candidate.is_free)
        is_others = candidate is not None and candidate.key in self._wish.others_data
        self.others.setText(
            _("It is not somebody else’s data") if is_others else _("Leave out as somebody else’s data")
        )

    def _decide(self, excluded: Collection[str], others_data: Collection[str]) -> None:
        self._wish = msgspec.structs.replace(
            self._wish, excluded=tuple(sorted(excluded)), others_data=tuple(sorted(others_data))
        )
        self._update()
        self.changed.emit()

    def _on_ticked(self, record_id: str, is_in: bool) -> None:  # noqa: FBT001  # a signal has no names
        one, wish = {record_id}, self._wish
        self._decide(
            set(wish.excluded) - one if is_in else set(wish.excluded) | one, set(wish.others_data) - one
        )

    def _tick_all(self, is_in: bool) -> None:  # noqa: FBT001  # bound by partial
        free, wish = {row.key for row in self.rows if row.is_free}, self._wish
        if is_in:
            self._decide(set(wish.excluded) - free, set(wish.others_data) - free)
        else:
            self._decide(set(wish.excluded) | free - set(wish.others_data), wish.others_data)

    def turn_others_data(self) -> None:
        """Leaves the chosen row out because it is about somebody else, or no longer does."""
        candidate: Candidate | None = self.list.currentIndex().data(ROW)
        if candidate is not None and candidate.is_free:
            one, wish = {candidate.key}, self._wish
            self._decide(set(wish.excluded) - one, set(wish.others_data) ^ one)

    def _on_opened(self, candidate: Candidate) -> None:
        self.entry_wanted.emit(candidate.key)

    # What will be asked

    def ask(self) -> None:
        """Has the readiness check answered, once for the same leaders."""
        if self._wish.leader_ids == self._asked_of or not self._wish.leader_ids:
            return
        self.stop()
        self._asked_of = self._wish.leader_ids
        empty(self._answers)
        self.state.setText(_("Reading what is on file…"))
        self.state.show()
        self._say_open(None)
        work = partial(_answers, self._asked_of, dt.date.today())  # noqa: DTZ011  # the day on the manager's wall
        self._task = self._tools.session.ask(self, work, self._on_answers, self._on_failed)

    def _on_answers(self, answers: Sequence[_Asked]) -> None:
        self._task = None
        open_lines = sum(line.state != "fine" for asked in answers for line in asked.lines)
        self.state.setText(
            _("What the other side’s counsel would ask, and what your notes answer. It is never printed.")
        )
        self._say_open(open_lines)
        for asked in answers:
            if len(answers) > 1:
                self._answers.addWidget(label(asked.name, "title"))
            shown = ReadinessView(
                self._tools, asked.leader_id, self._unfolded.setdefault(asked.leader_id, set())
            )
            shown.entry_wanted.connect(self.entry_wanted)
            shown.page_wanted.connect(partial(self.page_wanted.emit, asked.leader_id))
            shown.show_lines(asked.lines)
            self._answers.addWidget(shown)

    def _on_failed(self, error: Exception) -> None:
        self._task, self._asked_of = None, ()
        self.failed.emit(error)

    def _say_open(self, count: int | None) -> None:
        words = _("What will be asked ({count})").format(count=wording.number(count or 0))
        self.tabs.setTabText(ASKED, words if count else _("What will be asked"))

    # Coming and going

    def begin(self) -> None:
        """The keyboard comes here."""
        self.ask()
        if self.tabs.currentIndex() == ENTRIES:
            self.list.begin()
        else:
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Nobody waits for answers any more."""
        if self._task is not None:
            self._task.cancel()
        self._task, self._asked_of = None, ()

    def clear(self) -> None:
        """Forgets everything."""
        self.stop()
        self.model.set_rows(())
        empty(self._answers)
        self.state.setText("")
        self.show_read(Read())


def _answers(leader_ids: Sequence[str], today: dt.date, view: View, task: Task) -> list[_Asked]:
    names = {leader.id: leader.name for leader in view.leaders()}
    with calmly():
        return [
            _Asked(one, names.get(one, ""), lines_of(one, today, with_wording=True, view=view, task=task))
            for one in leader_ids
        ]
