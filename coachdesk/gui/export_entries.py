"""The entries and coaching records of an export, each with its tick, or with the reason why it is withheld."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter

from coachdesk.export.reviewing import Reviewed
from coachdesk.gui import wording
from coachdesk.gui.export_ticks import TickDelegate
from coachdesk.gui.export_wish import Wish
from coachdesk.gui.record_words import TYPES
from coachdesk.gui.texts import N_, _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XS, M, S
from coachdesk.records.forms import COACHING
from coachdesk.records.kinds import KINDS

REASONS = {
    "reflection": N_("Your own reflection"),
    "counsel": N_("Legal advice"),
    "medical": N_("Medical"),
    "intake": N_("Said in confidence"),
    "preparation": N_("Your own preparation"),
    "linked": N_("About what is withheld"),
    "threshold": N_("A 360 group under the threshold"),
    "others_data": N_("Somebody else’s data"),
    "under_review": N_("Under review"),
    "refiled": N_("Refiled"),
}
"""Why something is withheld, by the core's name for it; ``outside_scope`` is said more exactly."""

_WIDEST_KIND = 132
_BY_HAND = N_("Left out by hand")


class Candidate(msgspec.Struct, frozen=True):
    """An entry or a coaching record, and why it is not in the export; "" if it is. ``is_free``: a tick decides."""

    row: Reviewed
    why: str
    is_free: bool

    @property
    def key(self) -> str:
        """As :class:`Ticked`."""
        return self.row.record_id

    @property
    def is_in(self) -> bool:
        """As :class:`Ticked`."""
        return not self.why

    @property
    def spoken(self) -> str:
        """As :class:`Ticked`."""
        day = wording.short_day(self.row.day) if self.row.day else ""
        parts = [day, self.sort, self.headline, self.why or self.remark]
        return ", ".join(part for part in parts if part)

    @property
    def sort(self) -> str:
        """What it is: the kind of an entry, or the type of a record."""
        is_entry = self.row.type == "entry"
        return wording.kind(self.row.kind) if is_entry else _(TYPES[self.row.type])

    @property
    def headline(self) -> str:
        """What it says, on one line."""
        is_link = self.row.type == "link" and not self.row.headline
        return _("Ties an entry to an issue or a goal") if is_link else self.row.headline

    @property
    def remark(self) -> str:
        """What a reader will ask about it: that it was written late, or that nobody was told."""
        said = [_("Withdrawn")] if self.row.withdrawn else []
        if self.row.late:
            said.append(_("Late"))
        if self.row.told == "no":
            said.append(_("Not told yet"))
        return ", ".join(said)


def candidates(rows: Sequence[Reviewed], wish: Wish) -> list[Candidate]:
    """The rows as the manager treats them, in their order. What they ticked counts at once, however it was read."""
    return [_candidate(row, wish) for row in rows]


def _candidate(row: Reviewed, wish: Wish) -> Candidate:
    if row.by_hand:
        if row.record_id in wish.others_data:
            return Candidate(row, _(REASONS["others_data"]), is_free=True)
        return Candidate(row, _(_BY_HAND) if row.record_id in wish.excluded else "", is_free=True)
    if row.withheld != "outside_scope":
        return Candidate(row, _(REASONS.get(row.withheld, N_("Withheld"))), is_free=False)
    first, last = wish.from_day, wish.to_day
    if row.day and ((first and row.day < first) or (last and row.day > last)):
        return Candidate(row, _("Outside the dates"), is_free=False)
    is_of_kind = not wish.kinds or row.kind in wish.kinds or row.type in wish.kinds
    return Candidate(row, _("Of another issue") if is_of_kind else _("Of another kind"), is_free=False)


class EntriesDelegate(TickDelegate):
    """Draws the number and the day, the kind and the title, and why it is withheld."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        metrics = QFontMetrics(self.caption)
        self._number = metrics.horizontalAdvance("0000 / 00")
        self._day = metrics.horizontalAdvance(wording.short_day("2028-09-28")) + M
        words = [*(wording.kind(kind) for kind in KINDS), *(_(TYPES[name]) for name in COACHING)]
        self._kind = min(max(metrics.horizontalAdvance(word) for word in words) + XS, _WIDEST_KIND)

    def paint_words(self, painter: QPainter, area: QRect, row: Candidate) -> None:
        look = self.look
        quiet = look.colour("quiet")
        number = QRect(area.left(), area.top(), self._number, area.height())
        self.write(painter, number, row.row.number, quiet, right=True)
        day = QRect(number.right() + M, area.top(), self._day, area.height())
        self.write(painter, day, wording.short_day(row.row.day) if row.row.day else "", quiet)
        kind = QRect(day.right(), area.top(), self._kind, area.height())
        is_plain = row.why or row.row.type != "entry"
        self.write(painter, kind, row.sort, quiet if is_plain else look.kind_ink(row.row.kind))
        rest = area.adjusted(kind.right() + S - area.left(), 0, 0, 0)
        if said := row.why or row.remark:
            ink = look.colour("warning" if row.why else "quiet")
            used = self.write(painter, rest, said, ink, right=True)
            rest = rest.adjusted(0, 0, -used - M, 0)
        ink = look.colour("quiet" if row.why else "text")
        self.write(painter, rest, row.headline, ink, font=self.body)
