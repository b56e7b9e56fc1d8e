"""What is due of each leader, counted off the GUI thread: of everybody once, then of those with something new."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coachdesk.coaching.due import NOTHING, Due, due_of
from coachdesk.gui.background import Task
from coachdesk.gui.session import Session

if TYPE_CHECKING:
    from coachdesk.journal.view import View
    from coachdesk.ledger.counts import Count


class DueWatch(QObject):
    """Knows what is due. ``counted``: it is known anew."""

    counted = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[str, Due] = {}
        self._counts: Mapping[str, Count] = {}
        self._day: dt.date | None = None
        self._stale: set[str] = set()
        self._task: Task | None = None

    def of(self, leader_id: str) -> Due:
        """What is due of a leader, as far as it is known."""
        return self._known.get(leader_id, NOTHING)

    @property
    def is_counting(self) -> bool:
        """Whether an answer is still to come."""
        return self._task is not None

    def refresh(self) -> None:
        """Counts again for those about whom something was written since, and for all on another day."""
        counts, today = self._session.journal.counts.of, dt.date.today()  # noqa: DTZ011  # the day on the wall
        before = self._counts if today == self._day else {}
        self._stale |= {leader_id for leader_id, count in counts.items() if before.get(leader_id) != count}
        self._counts, self._day = counts, today
        if self._stale:
            self._drop_question()
            asked = tuple(self._stale)
            self._task = self._session.ask(
                self, partial(_count, asked, today), partial(self._on_counted, asked)
            )

    def clear(self) -> None:
        """Forgets everything."""
        self._drop_question()
        self._known, self._counts, self._day = {}, {}, None
        self._stale.clear()

    def _drop_question(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_counted(self, asked: Sequence[str], found: Mapping[str, Due]) -> None:
        self._task = None
        self._stale.difference_update(asked)
        self._known.update({leader_id: found.get(leader_id, NOTHING) for leader_id in asked})
        self.counted.emit()


def _count(leader_ids: Sequence[str], today: dt.date, view: "View", _task: Task) -> dict[str, Due]:
    """One leader after the other: what SQLite holds for it meanwhile stays small."""
    due: dict[str, Due] = {}
    for leader_id in leader_ids:
        for left in view.outstanding([leader_id]):
            more = due_of(left.days, today, untold=left.untold) * left.entries
            due[leader_id] = due.get(leader_id, NOTHING) + more
    return due
