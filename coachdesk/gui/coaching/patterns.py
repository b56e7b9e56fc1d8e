"""Patterns: which themes recur, how praise and correction are shared out, and how long nothing was noted. A picture."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from coachdesk.coaching.balance import months_between
from coachdesk.coaching.baseline import Baseline
from coachdesk.coaching.patterns import Mark
from coachdesk.gui import wording
from coachdesk.gui.asking import Asking
from coachdesk.gui.coaching.leader_page import LeaderPage
from coachdesk.gui.coaching.month_picture import Cell, Line, MonthPicture
from coachdesk.gui.coaching.pattern_reading import Picture, picture_of
from coachdesk.gui.coaching.record_card import Card
from coachdesk.gui.coaching.record_list import RecordList, empty
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column, label

_FEW = 12
"""So many themes are shown at once, the most frequent first."""


class PatternsPage(LeaderPage):
    """A leader's themes by month, praise and correction by month, and the longest time without a note.

    It is no record that is started: it is there once there is enough to be seen.
    """

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, _("Patterns"))
        self._asking = Asking(tools.session, self)
        self._shown: Picture | None = None
        self._pictures: list[MonthPicture] = []
        self._is_unfolded = False

    def show_leader(self, leader_id: str) -> None:
        """Shows the patterns of a leader."""
        if leader_id != self._leader_id:
            self._shown, self._is_unfolded = None, False
            self.begin_page()
        super().show_leader(leader_id)

    def clear(self) -> None:
        """Forgets everything."""
        self._asking.close()
        self._shown, self._is_unfolded = None, False
        self._pictures = []
        super().clear()

    def begin(self, what: str = "") -> bool:  # noqa: ARG002  # whatever it is
        """Nothing is started here."""
        return False

    def _build(self) -> None:
        """Asks for the picture; it is drawn when it is there, and other than before."""
        today = dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
        self._asking.ask(partial(picture_of, self._leader_id, today), self._on_picture)

    def _on_picture(self, picture: Picture) -> None:
        if picture != self._shown:
            self._shown = picture
            self._draw(picture)

    def _draw(self, picture: Picture) -> None:
        self.begin_page()
        self._pictures = []
        self.head(_("Patterns"))
        months = months_between(
            {mark.month for one in picture.patterns for mark in one.marks}
            | {one.month for one in picture.balance}
        )
        if not months:
            self.say(_("Nothing to be seen yet: themes, praise and correction make the picture."))
        if picture.baseline is not None:
            self._add_baseline(picture.baseline)
        if picture.patterns:
            self._add_themes(picture, months)
        if picture.balance:
            self._add_balance(picture, months)
        self._add_gap(picture)
        self.end_page()

    def _add_baseline(self, found: Baseline) -> None:
        """What was good before anything was corrected, with its days; then what there is since."""
        card, day = self.card(_("How it began, and what changed")), wording.day(found.day)
        card.head(_("Strengths first"))
        if found.strengths:
            self._add_list(card, found.strengths)
        else:
            card.say(_("No praise is noted from before {day}.").format(day=day), "warning")
        card.head(_("Then the change"))
        if found.issue:
            card.say(_("{day}: the issue “{issue}” was first noticed.").format(day=day, issue=found.issue))
        self._add_list(card, found.corrections[:1])
        card.say(
            _("Since {day}: {praise} of praise and {corrections} of correction.").format(
                day=day,
                praise=wording.number(len(found.praise)),
                corrections=wording.number(len(found.corrections)),
            )
        )

    def _add_list(self, card: Card, ids: Sequence[str]) -> None:
        found = RecordList(self._tools, self._leader_id, ids)
        found.entry_wanted.connect(self.entry_wanted)
        card.put(found)

    def _add_themes(self, picture: Picture, months: tuple[str, ...]) -> None:
        card = self.card(_("Themes by month"))
        card.say(
            _(
                "The more entries, the larger the mark; amber where most of them correct. Choose one to see them."
            ),
            "quiet",
        )
        shown = picture.patterns if self._is_unfolded else picture.patterns[:_FEW]
        lines = [Line(one.theme, {mark.month: _theme_cell(mark) for mark in one.marks}) for one in shown]
        ids = [{mark.month: mark.entry_ids for mark in one.marks} for one in shown]
        self._add_picture(card, _("Themes by month"), months, lines, ids)
        if left := len(picture.patterns) - len(shown):
            words = ngettext("{count} more theme", "{count} more themes", left)
            card.open(words.format(count=wording.number(left)), self._unfold)

    def _unfold(self) -> None:
        self._is_unfolded = True
        if self._shown is not None:
            self._draw(self._shown)
            self._pictures[0].setFocus()

    def _add_balance(self, picture: Picture, months: tuple[str, ...]) -> None:
        card = self.card(_("Praise and correction by month"))
        praise = {one.month: one.praise for one in picture.balance if one.praise}
        corrections = {one.month: one.corrective for one in picture.balance if one.corrective}
        given, made = (sum(map(len, each.values())) for each in (praise, corrections))
        card.say(
            _("In all {praise} of praise and {corrections} of correction.").format(
                praise=wording.number(given), corrections=wording.number(made)
            )
        )
        if made and not given:
            card.say(_("Nothing good is noted. Was there nothing, or was it not written down?"), "warning")
        lines = [
            Line(
                name,
                {month: Cell(len(ids), colour, wording.entries(len(ids))) for month, ids in each.items()},
            )
            for name, colour, each in (
                (_("Praise"), "good", praise),
                (_("Correction"), "warning", corrections),
            )
        ]
        self._add_picture(card, _("Praise and correction by month"), months, lines, [praise, corrections])

    def _add_picture(
        self,
        card: Card,
        name: str,
        months: Sequence[str],
        lines: list[Line],
        ids: Sequence[Mapping[str, Sequence[str]]],
    ) -> None:
        """A picture, and below it the place for the entries behind the mark that is chosen."""
        picture, held, place = MonthPicture(self._look, name, months, lines), QWidget(), column()
        held.setLayout(place)
        card.put(picture)
        card.put(held)
        self._pictures.append(picture)

        def show(row: int, month: str) -> None:
            empty(place)
            title = _("{name}, {month}").format(name=lines[row].name, month=wording.month(month))
            found = RecordList(self._tools, self._leader_id, ids[row][month])
            found.entry_wanted.connect(self.entry_wanted)
            place.addWidget(label(title, "section"))
            place.addWidget(found)
            found.begin()

        picture.chosen.connect(show)

    def _add_gap(self, picture: Picture) -> None:
        if picture.gap is None:
            return
        gap = picture.gap
        card = self.card(_("The longest time without a note"))
        words = ngettext(
            "{count} day, from {first} to {last}.", "{count} days, from {first} to {last}.", gap.days
        )
        card.say(
            words.format(
                count=wording.number(gap.days),
                first=wording.short_day(gap.from_day),
                last=wording.short_day(gap.to_day),
            )
        )
        self._add_list(card, [one for one in (gap.before_id, gap.after_id) if one])


def _theme_cell(mark: Mark) -> Cell:
    """Orange where most of it corrects, as in the balance; else the colour of what is neither."""
    count, corrects = len(mark.entry_ids), len(mark.corrective)
    words = wording.entries(count)
    if corrects:
        words = _("{entries}, {corrections} of them corrections").format(
            entries=words, corrections=wording.number(corrects)
        )
    return Cell(count, "warning" if corrects * 2 > count else "accent_text", words)
