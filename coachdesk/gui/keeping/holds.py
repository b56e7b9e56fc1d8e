"""Legal holds: which there are and were, placing one, lifting one. While one is in force nothing it covers is erased."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidgetItem, QWidget

from coachdesk.export.releasing import manager_of
from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.record_form import RecordForm, run
from coachdesk.gui.keeping import words
from coachdesk.gui.named_list import named_list
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import L, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.gui.widgets import button, closing_row, dialog_column, label
from coachdesk.journal import holding, keeping
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.hold import Hold

_WIDTH = 580
_HOLD = Qt.ItemDataRole.UserRole
_WHOLE = "*"
"""Stands for the whole journal among the leaders of a form."""

_SINCE = Input("since", N_("Since which day must things be kept?"), "day")
_BY = Input("by", N_("Who placed it?"), "line", N_("Legal, HR, by name"), needed=True)
_WHY = Input("because", N_("Why?"), "prose", N_("The claim, the letter, the number of the case"), needed=True)
_LIFTED_BY = Input("lifted_by", N_("Who lifts it?"), "line", N_("Legal, HR, by name"), needed=True)
_LIFTED_WHY = Input(
    "because", N_("Why?"), "prose", N_("Who told you that the duty to keep has ended"), needed=True
)


class HoldsDialog(QDialog):
    """The holds, those in force first."""

    def __init__(self, tools: Tools, parent: QWidget, leader_id: str = "") -> None:
        super().__init__(parent)
        self._tools, self._leader_id = tools, leader_id
        self.setWindowTitle(_("Holds"))
        self.list = named_list(_("Holds"))
        self.list.setUniformItemSizes(False)
        self.list.setWordWrap(True)
        self.list.setProperty("role", "told")
        self.list.itemSelectionChanged.connect(self._update)
        self.place_button = button(_("Place a hold…"), self.place, role="primary")
        self.place_button.setDefault(True)
        self.lift_button = button(_("Lift this hold…"), self.lift)
        within = dialog_column(self, _WIDTH, gap=S)
        within.addWidget(label(_("Legal holds"), "title"))
        within.addWidget(
            label(
                _(
                    "While a hold is in force, nothing that it covers can be erased, and no backup is thinned out. Writing, correcting and exporting go on. An erasure of something else, or another key, still replaces the journal’s own backups by a fresh one that holds all of it."
                ),
                "quiet",
                wraps=True,
            )
        )
        within.addSpacing(S)
        within.addWidget(self.list)
        within.addSpacing(L)
        within.addLayout(
            closing_row(self.lift_button, self.place_button, left=button(_("Close"), self.reject))
        )
        tools.session.changed.connect(self._fill)
        self._fill()
        (self.list if self.chosen else self.place_button).setFocus()

    def _fill(self) -> None:
        if not self._tools.session.is_open:
            return
        view = self._tools.session.view
        names = {one.id: one.name for one in view.leaders()}
        self.list.clear()
        for one in sorted(holding.holds(view), key=lambda one: not one.in_force):
            gone = _("Somebody who was erased")
            said = words.hold(one, names.get(one.leader_id, gone) if one.leader_id else "")
            item = QListWidgetItem("\n".join(filter(None, (said, words.lifted(one)))))
            item.setData(_HOLD, one)
            self.list.addItem(item)
        if self.list.count() == 0:
            item = QListWidgetItem(_("No hold was ever placed in this journal."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        else:
            self.list.setCurrentRow(0)
        self._update()

    @property
    def chosen(self) -> Hold | None:
        """The hold that is chosen."""
        items = self.list.selectedItems()
        found: Hold | None = items[0].data(_HOLD) if items else None
        return found

    def _update(self) -> None:
        can_write = not self._tools.session.is_read_only
        self.place_button.setEnabled(can_write)
        self.lift_button.setEnabled(can_write and self.chosen is not None and self.chosen.in_force)

    def place(self) -> None:
        """Asks for a new hold."""
        run(place_hold(self._tools, self._leader_id, self))

    def lift(self) -> None:
        """Lifts the chosen hold, if that is meant."""
        one = self.chosen
        if one is None or not self._tools.prompts.confirm(
            self,
            _("Lift this hold?"),
            _(
                "What it covers can be erased again from then on. Lift it only when you were told that the duty to keep has ended."
            ),
            _("Go on…"),
        ):
            return
        if self._tools.session.is_open:
            run(lift_hold(self._tools, one, self))

    def done(self, result: int) -> None:
        """Closes, and forgets what it showed."""
        self.list.clear()
        super().done(result)


def show_holds(tools: Tools, parent: QWidget, leader_id: str = "") -> None:
    """Shows the holds over another dialog, and waits; a new one is proposed for that leader."""
    dialog = HoldsDialog(tools, parent, leader_id)
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()


@reopens
def place_hold(tools: Tools, about: str, parent: QWidget) -> RecordForm:
    """Asks for a new hold; ``about`` is the id of the leader who is proposed, "" for the whole journal."""
    view = tools.session.view
    whom = Input(
        "whom",
        N_("What does it cover?"),
        "one_of",
        options={_WHOLE: _("The whole journal"), **{one.id: one.name for one in view.leaders()}},
        needed=True,
    )

    def make(answers: dict[str, Any]) -> Sequence[Record]:
        whole = answers["whom"] == _WHOLE
        since = answers["since"] or _today()
        keeping.check_begun(since, _today())
        with _named(why="because"):
            return [
                Hold.make(
                    leader_id="" if whole else answers["whom"],
                    since=since,
                    by=answers["by"],
                    why=answers["because"],
                )
            ]

    return RecordForm(
        tools,
        _("Place a legal hold"),
        (whom, _SINCE, _BY, _WHY),
        make,
        parent,
        explanation=_(
            "It is in force at once, and stays until somebody lifts it. A report says that there is one."
        ),
        values={"whom": about or _WHOLE, "since": _today()},
        action=_("Place the hold"),
    )


@reopens
def lift_hold(tools: Tools, hold: Hold, parent: QWidget) -> RecordForm:
    """Asks who lifts a hold, and why."""
    names = {one.id: one.name for one in tools.session.view.leaders()}

    def make(answers: dict[str, Any]) -> Sequence[Record]:
        if not hold.in_force:
            return []
        with _named(lifted_why="because"):
            return [
                hold.changed(
                    lifted_on=max(_today(), hold.since),
                    lifted_by=answers["lifted_by"],
                    lifted_why=answers["because"],
                )
            ]

    return RecordForm(
        tools,
        _("Lift the hold"),
        (_LIFTED_BY, _LIFTED_WHY),
        make,
        parent,
        explanation=words.hold(hold, names.get(hold.leader_id, "")),
        values={"lifted_by": manager_of(tools.session.view).name},
        action=_("Lift the hold"),
    )


@contextmanager
def _named(**names: str) -> Iterator[None]:
    """Has what makes no hold said beside the question that asks for it."""
    try:
        yield
    except InvalidRecord as error:
        raise InvalidRecord(names.get(error.field, error.field), error.problem, error.value) from None


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011  # the day on the manager's wall
