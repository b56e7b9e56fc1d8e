"""The decision page: what was said would follow, whether role and person fit, what was decided, what will be asked."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, QPoint, QTimer, Signal
from PySide6.QtWidgets import QWidget

from coachdesk.coaching.readiness_line import Line
from coachdesk.gui import wording
from coachdesk.gui.asking import Asking
from coachdesk.gui.coaching import consequence_forms, decision_forms, lettering, withdrawing
from coachdesk.gui.coaching.leader_page import LeaderPage
from coachdesk.gui.coaching.protected import show_protected
from coachdesk.gui.coaching.readiness_reading import lines_of
from coachdesk.gui.coaching.readiness_view import ReadinessView
from coachdesk.gui.coaching.record_card import Act, Card, framed
from coachdesk.gui.coaching.record_form import RecordForm, run
from coachdesk.gui.coaching.record_list import RecordList, empty
from coachdesk.gui.coaching.words import AREAS, MET, OPTIONS
from coachdesk.gui.entry_words import person
from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column, label
from coachdesk.records.consequence import Consequence
from coachdesk.records.decision import Decision, FitReview

_FORMS: Mapping[str, Callable[..., RecordForm]] = {
    "consequence": consequence_forms.consequence_form,
    "fit": decision_forms.fit_form,
    "decision": decision_forms.decision_form,
}
_ABOVE_ANSWERS = 120
"""So many pixels of the page stay in sight above the answers when they come."""


class DecisionPage(LeaderPage):
    """A leader's consequences, reviews of fit and decisions, and the readiness check.

    ``page_wanted`` (key): what is behind a line stands on another page.
    """

    page_wanted = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, _("Decision"))
        self._asking = Asking(tools.session, self)
        self._is_asked = self._is_awaited = False
        self._lines: tuple[Line, ...] = ()
        self._view: ReadinessView | None = None
        self._unfolded: set[str] = set()

    def show_leader(self, leader_id: str) -> None:
        """Shows what was decided about a leader."""
        if leader_id != self._leader_id:
            self._forget_check()
        super().show_leader(leader_id)

    def clear(self) -> None:
        """Forgets everything."""
        self._asking.close()
        self._forget_check()
        super().clear()

    def _forget_check(self) -> None:
        self._asking.drop()
        self._is_asked, self._is_awaited, self._lines = False, False, ()
        self._unfolded.clear()

    def begin(self, what: str = "") -> bool:
        """Records a decision; or states a ``consequence``, or begins a review of ``fit``. Whether anything was.

        ``protected`` shows the protected events, which begin nothing.
        """
        if what == "protected":
            return show_protected(self._tools, self._leader_id, self)
        form = _FORMS[what or "decision"]
        return run(form(self._tools, (self._leader_id,), None, self))

    def refresh(self) -> None:
        """Reads again what is shown."""
        super().refresh()
        if self._is_asked and self._tools.session.is_open:
            self._check(with_wording=False)

    def _build(self) -> None:
        self.begin_page()
        self.head(
            _("What was said would follow"),
            Act(_("State a consequence…"), lambda: self.begin("consequence"), "plus", ""),
        )
        self._add_consequences(self._records("consequence", Consequence))
        self.head(
            _("Do role and person fit?"), Act(_("Review the fit…"), lambda: self.begin("fit"), "plus", "")
        )
        self._add_reviews(self._records("fit_review", FitReview))
        self.head(_("Decision"), Act(_("Record a decision…"), lambda: self.begin(), "plus", ""))
        self._add_decisions(self._records("decision", Decision))
        self._add_check()
        self.end_page()

    # Consequences

    def _add_consequences(self, found: Sequence[Consequence]) -> None:
        if not found:
            self.say(_("Nothing yet. Who knows in time what follows, and by when, can still choose."))
        for one in found:
            said = (
                (_("Said on {day}").format(day=wording.short_day(one.said_on)), "good")
                if one.said_on
                else (_("Not said yet"), "warning")
            )
            card = self.card(one.what, said, above=_("Formal") if one.formal else "", of=one.id)
            if any(map(consequence_forms.is_threat, (one.what, one.change_expected))):
                card.say(_(consequence_forms.THREAT), "warning")
            listed = QLocale().createSeparatedList
            card.table(
                (
                    (_("Change expected"), one.change_expected),
                    (_("Measured by"), one.measured),
                    (_("By"), wording.day(one.by_day) if one.by_day else ""),
                    (_("It touches"), listed([_(AREAS[area]) for area in one.areas])),
                    (_("Said to"), listed(list(one.said_to))),
                    (_("How"), one.how),
                    *lettering.copies(self._tools, one),
                )
            )
            if not (one.measured and one.by_day):
                card.say(_("Without a day and a measure nobody can say later whether it came."), "warning")
            if one.entry_id:
                self.entry_link(card, one.entry_id, _("Noted in its entry"))
            card.act(
                Act(_("Said, or changed…"), partial(self._change, "consequence", one), "pencil-simple"),
                lettering.act(self._tools, self, one),
                withdrawing.act(self._tools, self, one.id),
            )

    def _change(self, what: str, record: Any) -> None:
        run(_FORMS[what](self._tools, record.leader_ids, record, self))

    # Fit

    def _add_reviews(self, found: Sequence[FitReview]) -> None:
        if not found:
            self.say(_("Not reviewed yet. What the role requires, against what is on file."))
        for one in sorted(found, key=lambda review: review.day, reverse=True):
            card = self.card(_("Reviewed on {day}").format(day=wording.day(one.day)), of=one.id)
            for at, requirement in enumerate(one.requirements):
                words, voice = MET[requirement.met]
                card.head(requirement.text)
                card.say(_(words), voice)
                self._add_entries(card, requirement.entry_ids)
                card.open(_("Weigh it…"), partial(self._weigh, one, at)).setAccessibleDescription(
                    requirement.text
                )
            if one.team_wellbeing:
                card.head(_("The team, apart from the person"))
                card.say(one.team_wellbeing)
            if one.conclusion:
                card.head(_("Conclusion"))
                card.say(one.conclusion)
            card.act(
                Act(_("Add a requirement…"), partial(self._weigh, one, None), "plus"),
                Act(_("Change…"), partial(self._change, "fit", one), "pencil-simple"),
                withdrawing.act(self._tools, self, one.id),
            )

    def _weigh(self, review: FitReview, at: int | None) -> None:
        run(decision_forms.requirement_form(self._tools, review, at, self))

    def _add_entries(self, card: Card, entry_ids: Sequence[str]) -> None:
        if entry_ids:
            found = RecordList(self._tools, self._leader_id, entry_ids)
            found.entry_wanted.connect(self.entry_wanted)
            card.put(found)

    # Decisions

    def _add_decisions(self, found: Sequence[Decision]) -> None:
        if not found:
            self.say(_("None yet. A decision names what else was considered, and what it relies on."))
        for one in sorted(found, key=lambda decision: decision.decided_on, reverse=True):
            chosen = next((option.kind for option in one.options if option.chosen), "")
            card = self.card(
                one.title, (_(OPTIONS[chosen]) if chosen else "", "note"), above=self._when(one), of=one.id
            )
            card.head(_("Considered"))
            for option in one.options:
                card.say(_(OPTIONS[option.kind]), "strong" if option.chosen else "body")
                if option.considered:
                    card.say(option.considered, "quiet")
            card.table(
                (
                    (_("Because"), one.reason),
                    (
                        _("Consulted"),
                        QLocale().createSeparatedList(
                            [person(each.name, each.role) for each in one.consulted]
                        ),
                    ),
                )
            )
            if one.review_on:
                is_due = one.review_on <= _today().isoformat()
                card.say(
                    _("To be looked at again on {day}").format(day=wording.day(one.review_on)),
                    "warning" if is_due else "body",
                )
            card.head(_("It relies on"))
            if not one.entry_ids:
                card.say(_("No entry is named."), "warning")
            self._add_entries(card, one.entry_ids)
            card.act(
                Act(_("Look at it again…"), partial(self._change, "decision", one), "pencil-simple"),
                withdrawing.act(self._tools, self, one.id),
            )

    def _when(self, decision: Decision) -> str:
        """When it was decided, and when that was written: the ledger fixes the latter."""
        history = self._tools.session.view.history(decision.id)
        words = _("Decided on {day}, recorded on {moment}")
        if len(history) > 1:
            words = _("Decided on {day}, recorded on {moment}, last changed on {last}")
        return words.format(
            day=wording.short_day(decision.decided_on),
            moment=wording.recorded(history[0].event.recorded_at),
            last=wording.recorded(history[-1].event.recorded_at),
        )

    # The readiness check

    def _add_check(self) -> None:
        self.head(
            _("What will be asked"),
            Act(_("Protected events…"), lambda: self.begin("protected"), "shield"),
            Act(_("Ask the fourteen questions"), self.ask, "magnifying-glass", ""),
        )
        self.say(
            _(
                "The questions of somebody who doubts it all, answered from what is on file. This is your own "
                "preparation: it is in no report and never printed. Even so a court may ask you for what you know."
            )
        )
        held, self._answers, self._view = QWidget(), column(gap=0), None
        held.setLayout(self._answers)
        self.put(held)
        self._show_answers()

    def _show_answers(self) -> None:
        """Shows the answers in their place; the rest of the page stays as it is."""
        if not self._lines:
            empty(self._answers)
            if self._is_asked:
                self._answers.addWidget(label(_("Reading …"), "quiet"))
            return
        if self._view is None:
            empty(self._answers)
            self._view = ReadinessView(self._tools, self._leader_id, self._unfolded)
            self._view.entry_wanted.connect(self.entry_wanted)
            self._view.page_wanted.connect(self.page_wanted)
            self._answers.addWidget(framed(self._view))
        self._view.show_lines(self._lines)
        if self._is_awaited:
            self._is_awaited = False
            QTimer.singleShot(0, self._view, partial(self._bring, self._view))

    def _bring(self, found: QWidget) -> None:
        page = self.widget()
        if page is not None:
            page.adjustSize()
            self.verticalScrollBar().setValue(found.mapTo(page, QPoint(0, 0)).y() - _ABOVE_ANSWERS)

    def ask(self) -> None:
        """Has the questions answered; they stay answered until another leader is shown."""
        self._is_asked = self._is_awaited = True
        if not self._lines:
            self._show_answers()
        self._check(with_wording=False)

    def _check(self, *, with_wording: bool) -> None:
        question = partial(lines_of, self._leader_id, _today(), with_wording)
        self._asking.ask(question, partial(self._on_lines, with_wording=with_wording))

    def _on_lines(self, lines: tuple[Line, ...], *, with_wording: bool) -> None:
        """Shows the lines; the wording, which takes longer, is read after the others."""
        found = lines if with_wording else self._with_wording_as_before(lines)
        if found != self._lines or self._is_awaited:
            self._lines = found
            self._show_answers()
        if not with_wording:
            self._check(with_wording=True)

    def _with_wording_as_before(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        before = {line.key: line for line in self._lines}
        return tuple(before.get(line.key, line) if line.key == "wording" else line for line in lines)


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
