"""The leaders as Qt's model: by name, those archived last, narrowed to the words of a search."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, Qt

from coachdesk.coaching.due import NOTHING, Due
from coachdesk.gui import wording
from coachdesk.gui.list_model import NOWHERE, ROW, Index
from coachdesk.gui.texts import _
from coachdesk.gui.tips import plain_tip
from coachdesk.records.people import Leader


class Person(NamedTuple):
    """A leader, how many entries there are about them, and what of it is due."""

    leader: Leader
    entries: int
    due: Due = NOTHING


class LeadersModel(QAbstractListModel):
    """Leaders by name, those that are archived last; the role ROW returns the :class:`Person`."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Person] = []
        self._shown: list[Person] = []
        self._words, self._with_archived = "", False

    def set_rows(self, people: Sequence[Person]) -> None:
        """Shows these."""
        self._all = list(people)
        self._filter()

    @property
    def has_anybody(self) -> bool:
        """Whether there is any leader, shown or not."""
        return bool(self._all)

    def narrow(self, words: str, *, with_archived: bool) -> None:
        """Shows those whose name, role or team has every one of these words in it."""
        self._words, self._with_archived = words, with_archived
        self._filter()

    def _filter(self) -> None:
        words = self._words.casefold().split()
        self.beginResetModel()
        fitting = [person for person in self._all if all(word in _haystack(person.leader) for word in words)]
        shown = [person for person in fitting if self._with_archived or not person.leader.archived]
        self._shown = sorted(
            shown, key=lambda person: (person.leader.archived, person.leader.name.casefold())
        )
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        person = self._shown[index.row()]
        if role == ROW:
            return person
        if role == Qt.ItemDataRole.DisplayRole:
            return person.leader.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(
                "\n".join(line for line in (_in_full(person.leader), wording.due(person.due)) if line)
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(person)
        return None

    def show_due(self, of: Callable[[str], Due]) -> None:
        """Says anew what is due of each leader; the list stays as it is."""
        self._all = [person._replace(due=of(person.leader.id)) for person in self._all]
        self._shown = [person._replace(due=of(person.leader.id)) for person in self._shown]
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def row_of(self, leader_id: str) -> int:
        """Where a leader is; -1 if not shown."""
        return next((at for at, person in enumerate(self._shown) if person.leader.id == leader_id), -1)


def _haystack(leader: Leader) -> str:
    return f"{leader.name} {leader.role} {leader.team}".casefold()


def _in_full(leader: Leader) -> str:
    return ", ".join(part for part in (leader.name, leader.role, leader.team) if part)


def spoken(person: Person) -> str:
    """A leader as a screen reader says them, with what is due."""
    archived = _("Archived") if person.leader.archived else ""
    parts = (
        person.leader.name,
        person.leader.role,
        archived,
        wording.entries(person.entries),
        wording.due(person.due),
    )
    return ", ".join(part for part in parts if part)
