"""The timeline as Qt's model: entries, milestones and the months they fall into, as rows of one list.

It is made from the outline alone, so that ten thousand entries open at once; texts are read a page at a
time, as rows come into sight, and only the last pages are kept.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, Qt

from coachdesk.coaching import due
from coachdesk.gui import wording
from coachdesk.gui.list_model import NOWHERE, ROW, Index
from coachdesk.gui.milestone_rows import MilestoneRow
from coachdesk.gui.texts import _
from coachdesk.journal.append import WHOLE
from coachdesk.journal.marks import Mark
from coachdesk.journal.view import Listed
from coachdesk.records.entry import Entry

PAGE, _PAGES_KEPT = 32, 24

Load = Callable[[Sequence[int]], Sequence[Listed]]
"""Reads entries by their numbers, in the same order."""


class Month(NamedTuple):
    """The heading above the entries of a month (``2025-09``), and how many they are."""

    iso: str
    entries: int


class TimelineModel(QAbstractListModel):
    """Rows are :class:`Month`, ``Listed`` or ``MilestoneRow``, which the role ROW returns."""

    def __init__(self, load: Load) -> None:
        super().__init__()
        self._load = load
        self._marks: Sequence[Mark] = ()
        self._rows: list[Month | MilestoneRow | int] = []
        self._pages: OrderedDict[int, Sequence[Listed]] = OrderedDict()
        self._row_of: dict[int, int] = {}

    def set_marks(self, marks: Sequence[Mark], milestones: Sequence[MilestoneRow] = ()) -> None:
        """Shows these entries and milestones, the newest first, each month under its heading."""
        self.beginResetModel()
        self._marks, self._rows, self._row_of = marks, [], {}
        self._pages.clear()
        counts: dict[str, int] = {}
        for mark in marks:
            month = mark.day[:7]
            counts[month] = counts.get(month, 0) + 1
        among: dict[str, list[MilestoneRow]] = {}
        for one in milestones:
            among.setdefault(one.day[:7], []).append(one)
        place = 0
        for month in sorted({*counts, *among}, reverse=True):
            count = counts.get(month, 0)
            self._rows.append(Month(month, count))
            self._add_month(range(place, place + count), among.get(month, ()))
            place += count
        self.endResetModel()

    def _add_month(self, places: Sequence[int], milestones: Sequence[MilestoneRow]) -> None:
        """The rows of a month. What came of a talk stands above the note about it, which has the same day."""
        at = 0
        for one in milestones:
            below = self._first_not_after(one.day, places, at)
            self._rows += (*places[at:below], one)
            at = below
        self._rows += places[at:]

    def _first_not_after(self, day: str, places: Sequence[int], start: int) -> int:
        """Where among ``places``, from ``start`` on, the entries of ``day`` and of those before it begin."""
        return bisect_left(places, 1, start, key=lambda place: self._marks[place].day <= day)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == ROW:
            return self._row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            found = self._row(index.row())
            return spoken(found)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.is_month(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def is_month(self, row: int) -> bool:
        """Whether a row is a heading; reads no text."""
        return isinstance(self._rows[row], Month)

    def is_milestone(self, row: int) -> bool:
        """Whether a row is a milestone; reads no text."""
        return isinstance(self._rows[row], MilestoneRow)

    def row_of_milestone(self, wanted: MilestoneRow) -> int:
        """Where a milestone is; -1 if it is not shown."""
        return next((row for row, one in enumerate(self._rows) if one == wanted), -1)

    def record_at(self, row: int) -> int:
        """The number of the entry in a row; -1 for anything else and for no row."""
        place = self._rows[row] if 0 <= row < len(self._rows) else None
        return self._marks[place].record if isinstance(place, int) else -1

    def row_of(self, record: int) -> int:
        """Where an entry is, by its number; -1 if it is not shown."""
        if record >= 0 and not self._row_of:
            self._row_of = {
                self._marks[place].record: row
                for row, place in enumerate(self._rows)
                if isinstance(place, int)
            }
        return self._row_of.get(record, -1)

    def _row(self, row: int) -> Month | MilestoneRow | Listed:
        place = self._rows[row]
        return self._entry(place) if isinstance(place, int) else place

    def _entry(self, place: int) -> Listed:
        number, within = divmod(place, PAGE)
        if number not in self._pages:
            wanted = self._marks[number * PAGE : (number + 1) * PAGE]
            self._pages[number] = self._load([mark.record for mark in wanted])
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number][within]


def headline(listed: Listed) -> str:
    """What a list calls an entry: its title, or how it begins."""
    return headline_of(listed.entry)


def headline_of(entry: Entry) -> str:
    """As :func:`headline`."""
    texts = (entry.title, entry.behaviour, entry.text, entry.account, entry.situation, entry.impact)
    return next((" ".join(text[:200].split()) for text in texts if text.strip()), "")


def kind_word(listed: Listed) -> str:
    """What kind of entry it is; of one that was erased that is gone too."""
    return _("Erased") if listed.erased == WHOLE else wording.kind(listed.entry.kind)


def is_untold(listed: Listed) -> bool:
    """Whether the leader should be told of this and, as far as is known, was not."""
    entry = listed.entry
    return not listed.withdrawn and due.is_untold(entry.kind, entry.told.state if entry.told else None)


def spoken(found: Month | MilestoneRow | Listed) -> str:
    """A row as a screen reader says it."""
    if isinstance(found, Month):
        return wording.month(found.iso)
    if isinstance(found, MilestoneRow):
        return _("Milestone, {day}, {words}").format(day=wording.short_day(found.day), words=found.words)
    return _spoken(found)


def _spoken(listed: Listed) -> str:
    entry = listed.entry
    parts = [kind_word(listed), wording.short_day(entry.occurred.day), headline(listed)]
    if listed.withdrawn:
        parts.append("" if listed.erased == WHOLE else _("Withdrawn"))
    elif is_untold(listed):
        parts.append(_("Not told yet"))
    elif entry.told is not None:
        parts.append(wording.told(entry.told))
    return ", ".join(part for part in parts if part)
