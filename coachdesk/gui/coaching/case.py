"""The intervention: where it stands among its six stages, what came last, what is next, and all of each stage."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from coachdesk.coaching.intervention import STAGES, case_file, steps
from coachdesk.coaching.on_file import those
from coachdesk.gui import wording
from coachdesk.gui.coaching import case_forms, withdrawing
from coachdesk.gui.coaching.case_begin import put_briefing, put_intake
from coachdesk.gui.coaching.case_meetings import put_series, series_act
from coachdesk.gui.coaching.case_next import stage_that_follows, what_came_last, what_is_next
from coachdesk.gui.coaching.case_places import round_of, stage_of
from coachdesk.gui.coaching.case_shown import OneCase, Seen
from coachdesk.gui.coaching.case_talks import put_alignment, put_feedback, put_review
from coachdesk.gui.coaching.leader_page import LeaderPage
from coachdesk.gui.coaching.record_card import Act, Card
from coachdesk.gui.coaching.record_form import run
from coachdesk.gui.coaching.words import STAGES as STAGE_NAMES
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XS
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Empty, MessageBar, button
from coachdesk.journal.errors import JournalError
from coachdesk.records.base import Record
from coachdesk.records.case import Case, FeedbackItem
from coachdesk.records.issue import Link

_OF_A_CASE = ("intake", "feedback_item", "mutual_expectation", "commitment", "meeting", "consequence")


def put_support(one: OneCase) -> None:
    """The three months of sessions and calls."""
    put_series(one)
    if one.case.stage != "closed":
        one.page.acts(series_act(one)._replace(role=""))


_BODIES: Mapping[str, Callable[[OneCase], None]] = {
    "briefing": put_briefing,
    "intake": put_intake,
    "feedback": put_feedback,
    "alignment": put_alignment,
    "support": put_support,
    "review": put_review,
}


class CasePage(LeaderPage):
    """The interventions of a leader: of a case with two, both have this page."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, _("Intervention"))
        self._seen = Seen()
        self._links: tuple[Link, ...] = ()

    def show_leader(self, leader_id: str) -> None:
        """Shows the interventions of a leader."""
        if leader_id != self._leader_id:
            self._seen = Seen()
        super().show_leader(leader_id)

    def clear(self) -> None:
        """Forgets everything."""
        self._seen, self._links = Seen(), ()
        super().clear()

    def begin(self, what: str = "") -> bool:  # noqa: ARG002  # there is only one thing to start
        """Starts an intervention. Whether it was."""
        return run(case_forms.start_form(self._tools, self._leader_id, self))

    # What was turned to

    def show_stage(self, case_id: str, stage: str) -> None:
        """Shows what belongs to a stage; "" for nothing of the case."""
        self._seen.stages[case_id] = stage
        self.refresh()

    def show_only(self, case_id: str, state: str) -> None:
        """Shows only the sessions in this state; "" for all by their rounds."""
        self._seen.states[case_id] = state
        self._seen.stages[case_id] = "support"
        self.refresh()

    def unfold(self, key: tuple[str, str], *, on: bool) -> None:
        """Shows the meetings of a round, or its summary alone."""
        self._seen.unfolded[key] = on
        self.refresh()

    def show_record(self, record_id: str) -> None:
        """Turns to the stage, and unfolds the round, in which a record is shown."""
        for one in self._cases():
            if stage := stage_of(one, record_id):
                self._seen.stages[one.case.id] = stage
                self._seen.states.pop(one.case.id, None)
                self._seen.unfolded[one.case.id, round_of(one, record_id)] = True
                self.refresh()
        super().show_record(record_id)

    def put_links(self, card: Card, item: FeedbackItem) -> None:
        """Adds the entries that a piece of feedback rests on, whichever of the leaders they are about."""
        links = [one for one in self._links if one.target_id == item.id]
        if links:
            card.head(_("Entries"))
        self._add_links(card, links, item.leader_ids)

    # What is shown

    def _build(self) -> None:
        self.begin_page()
        self.message = MessageBar(self._tools.look)
        self.put(self.message)
        cases = self._cases()
        self._links = tuple(those(self._tools.session.view.records("link"), Link)) if cases else ()
        if cases:
            self.head(
                _("Intervention"), Act(_("Start an intervention…"), lambda: self.begin() and None, "plus", "")
            )
        else:
            self._put_empty()
        for number, one in enumerate(cases):
            self._put_case(one, is_first=not number)
        self.end_page()

    def _cases(self) -> list[OneCase]:
        """The leader's cases, the open ones first, the newest of them on top."""
        view = self._tools.session.view
        found = self._records("case", Case)
        if not found:
            return []
        records: list[Record] = [one for name in _OF_A_CASE for one in view.records(name)]
        names = {leader.id: leader.name for leader in view.leaders()}
        found.sort(key=lambda one: one.opened_on, reverse=True)
        found.sort(key=lambda one: one.stage == "closed")
        return [OneCase(self._tools, self, case_file(one, records), names, self._seen) for one in found]

    def one_case(self, case_id: str) -> OneCase | None:
        """A case of the leader, if it is still on file."""
        return next((one for one in self._cases() if one.case.id == case_id), None)

    def _put_empty(self) -> None:
        self.put(
            Empty(
                self._tools.look,
                "handshake",
                _("No intervention"),
                _(
                    "For a relationship between leaders that does not work: six stages from the briefing to the closing "
                    "review, with everything that was said and agreed."
                ),
                _("Start an intervention…"),
                self.begin,
                role="primary",
            )
        )

    def _put_case(self, one: OneCase, *, is_first: bool) -> None:
        case = one.case
        voice = "good" if case.stage == "closed" else "quiet"
        state, people = (_(STAGE_NAMES[case.stage]), voice), one.listed(case.leader_ids)
        card = self.card(case.title, state, above=people, of=case.id)
        shown = self._seen.stages.get(case.id, "" if case.stage == "closed" else case.stage)
        self._put_stages(one, card, shown)
        if last := what_came_last(one):
            card.say(_("Last: {what}").format(what=last), "quiet")
        self._put_next(one, card, is_first=is_first)
        if shown:
            self.part(_(STAGE_NAMES[shown]))
            _BODIES[shown](one)

    def _put_stages(self, one: OneCase, card: Card, shown: str) -> None:
        """The six stages in their order: how much of each is done; a press shows what belongs to it."""
        held, flow = QWidget(), FlowLayout(XS)
        for stage in STAGES:
            own = [step for step in steps(one.file, one.names) if step.stage == stage]
            done = sum(step.is_done for step in own)
            made = button(
                _("{stage} {done}/{all}").format(
                    stage=_(STAGE_NAMES[stage]), done=wording.number(done), all=wording.number(len(own))
                ),
                lambda stage=stage: self.show_stage(one.case.id, "" if stage == shown else stage),  # type: ignore[misc]
                role="quiet",
                icon=_stage_icon(one, stage, is_done=done == len(own)),
            )
            made.setCheckable(True)
            made.setChecked(stage == shown)
            made.setAccessibleName(
                _("{stage}: {done} of {all} done").format(
                    stage=_(STAGE_NAMES[stage]), done=wording.number(done), all=wording.number(len(own))
                )
            )
            flow.addWidget(made)
        held.setLayout(flow)
        card.put(held)

    def _put_next(self, one: OneCase, card: Card, *, is_first: bool) -> None:
        role = "primary" if is_first else ""
        change = Act(_("Change…"), lambda: run(case_forms.change_form(one)), "pencil-simple")
        withdraw = withdrawing.act(self._tools, self, one.case.id)
        if one.case.stage == "closed":
            card.act(change._replace(words=_("Open again…"), icon="arrow-counter-clockwise"), withdraw)
            return
        found, following = what_is_next(one), stage_that_follows(one)
        acts = []
        if found is not None:
            card.say(_("Next: {what}").format(what=found.words), "warning" if found.is_late else "strong")
            first, *others = sorted(found.acts, key=lambda act: found.is_ahead and act.icon != "calendar")
            acts += [first._replace(icon="", role="" if found.is_ahead else role), *others]
        elif following:
            words = _("Next: all of this stage is done; go on to {stage}")
            card.say(words.format(stage=_(STAGE_NAMES[following])), "strong")
        if following:
            words = _("Go on to {stage}").format(stage=_(STAGE_NAMES[following]))
            go_on = Act(words, lambda: self._go_on(one.case, following), "arrow-right")
            acts.append(go_on if found is not None else go_on._replace(role=role))
        card.act(*acts, change, withdraw)

    def _go_on(self, case: Case, stage: str) -> None:
        try:
            self._seen.stages.pop(case.id, None)
            self._tools.session.put(case.changed(stage=stage))
        except JournalError as error:
            self.message.show_error(error)


def _stage_icon(one: OneCase, stage: str, *, is_done: bool) -> QIcon:
    order = [*STAGES, "closed"]
    if is_done:
        return one.look.icon("check-circle", "good")
    if stage == one.case.stage:
        return one.look.icon("circle-half", "accent_text")
    is_past = order.index(stage) < order.index(one.case.stage)
    return one.look.icon("circle-dashed", "warning") if is_past else one.look.icon("circle", "quiet")
