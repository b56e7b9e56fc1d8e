"""The plan: what it is for, its goals and how they stand, what is expected, support, and the check-ins."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from coachdesk.coaching.meetings import standing
from coachdesk.coaching.rhythm import coming
from coachdesk.gui import wording
from coachdesk.gui.coaching import lettering, plan_forms, withdrawing
from coachdesk.gui.coaching.issue_forms import link_form
from coachdesk.gui.coaching.leader_page import LeaderPage
from coachdesk.gui.coaching.record_card import Act, Card
from coachdesk.gui.coaching.record_form import run
from coachdesk.gui.coaching.words import (
    ASPECTS,
    GOAL_STATUS,
    GOAL_TYPES,
    MEETING_STATES,
    MEETINGS,
    PLAN_KINDS,
    RATINGS,
    SOURCES,
    SUPPORT_ANSWERS,
    SUPPORT_CAUSES,
    SUPPORTS,
)
from coachdesk.gui.errors import sentence
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tools import Tools
from coachdesk.journal.errors import JournalError
from coachdesk.records.base import Record
from coachdesk.records.meeting import Meeting, Slot
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support

_NEWEST_MEETINGS = 6


class PlanPage(LeaderPage):
    """A leader's plans, expectations and support."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, _("Plan"))
        self._unfolded: set[str] = set()

    def clear(self) -> None:
        """Forgets everything."""
        self._unfolded.clear()
        super().clear()

    def begin(self, what: str = "") -> bool:
        """Starts a plan; or adds an ``expectation`` or ``support``. Whether anything was."""
        forms = {
            "expectation": partial(plan_forms.expectation_form, self._tools, self._about, None, self),
            "support": partial(plan_forms.support_form, self._tools, self._about, None, None, self),
        }
        return run(forms.get(what, partial(plan_forms.plan_form, self._tools, self._about, None, self))())

    @property
    def _about(self) -> tuple[str]:
        return (self._leader_id,)

    def _build(self) -> None:
        self.begin_page()
        plans = self._records("plan", Plan)
        start = Act(_("Start a plan…"), lambda: self.begin(), "plus", "")
        expectations, supports = self._records("expectation", Expectation), self._records("support", Support)
        if not (plans or expectations or supports):
            self.nothing(
                "path",
                _("No plan yet"),
                _("A plan says what shall be different, how both of you will see it, and by when."),
                start,
            )
            return
        self.head(_("Plan"), start)
        if not plans:
            self.say(_("No plan yet."))
        for plan in sorted(plans, key=lambda one: (one.status == "closed", one.started)):
            self._add_plan(plan)
        self.head(_("What is expected"), Act(_("Add…"), lambda: self.begin("expectation"), "plus", ""))
        self._add_expectations(expectations)
        self.head(_("Support"), Act(_("Offer…"), lambda: self.begin("support"), "plus", ""))
        self._add_supports(supports)
        self.end_page()

    # The plan and its goals

    def _add_plan(self, plan: Plan) -> None:
        is_open = plan.status == "open"
        card = self.card(
            _(PLAN_KINDS[plan.kind]),
            (_("Open"), "good") if is_open else (_("Closed"), "quiet"),
            above=_span(plan),
            of=plan.id,
        )
        if plan.purpose:
            card.say(plan.purpose)
        meetings = [one for one in self._records("meeting", Meeting) if one.of_id == plan.id]
        goals = [one for one in self._records("goal", Goal) if one.plan_id == plan.id]
        self._add_next(card, plan, meetings)
        card.table(lettering.copies(self._tools, plan))
        card.act(
            Act(_("Add a goal…"), lambda: run(plan_forms.goal_form(self._tools, plan, None, self)), "target"),
            Act(
                _("Plan a check-in…"),
                lambda: run(plan_forms.meeting_form(self._tools, plan, self)),
                "calendar-plus",
                is_due=True,
            ),
            Act(
                _("Adjust the plan…"),
                lambda: run(plan_forms.plan_form(self._tools, plan.leader_ids, plan, self)),
                "pencil-simple",
            ),
            *([lettering.act(self._tools, self, plan)] if plan.kind == "pip" else []),
            Act(
                _("Close") if is_open else _("Open again"),
                lambda: self._turn(plan),
                "check" if is_open else "arrow-counter-clockwise",
            ),
            withdrawing.act(self._tools, self, plan.id),
        )
        for goal in goals:
            self._add_goal(plan, goal, meetings)
        if not goals:
            self.say(_("No goal yet."))
        self._add_meetings(plan, meetings)

    def _turn(self, plan: Plan) -> None:
        status = "closed" if plan.status == "open" else "open"
        question = _("Close this plan?") if status == "closed" else _("Open this plan again?")
        words = _("It stays on file with everything in it.")
        action = _("Close the plan") if status == "closed" else _("Open again")
        if self._tools.prompts.confirm(self, question, words, action):
            self._put(plan.changed(status=status))

    def _put(self, record: Record) -> None:
        """Seals what was agreed to, unless the journal was locked meanwhile; or says why not."""
        if not self._tools.session.is_open:
            return
        try:
            self._tools.session.put(record)
        except JournalError as error:
            self._tools.prompts.tell(self, _("Plan"), sentence(error))

    def _add_next(self, card: Card, plan: Plan, meetings: Sequence[Meeting]) -> None:
        now = dt.datetime.now(dt.UTC)
        planned = sorted((one for one in meetings if one.state == "planned"), key=lambda one: one.at.local)
        for late in (one for one in planned if standing(one, now).state == "due"):
            card.say(_("{meeting}: was it held?").format(meeting=_slot(late.at)), "warning")
        ahead = [one for one in planned if standing(one, now).state != "due"]
        if ahead:
            card.say(_("Next: {meeting}").format(meeting=_slot(ahead[0].at)))
            return
        for slot in coming(plan, meetings, _today()):
            card.say(
                _("The next check-in would be {slot}; it is not planned yet.").format(slot=_slot(slot)),
                "warning",
            )

    def _add_goal(self, plan: Plan, goal: Goal, meetings: Sequence[Meeting]) -> None:
        words, voice = GOAL_STATUS[goal.status]
        card = self.card(goal.title, (_(words), voice), above=_(GOAL_TYPES[goal.type]), of=goal.id)
        card.table(
            (
                (_("Seen by"), goal.measure),
                (_("To begin with"), goal.baseline),
                (_("Target"), goal.target),
                (_("By"), wording.day(goal.due) if goal.due else ""),
                (_("Objective"), goal.company_objective),
                (_("Last rating"), _last_rating(goal, meetings)),
            )
        )
        if not goal.measure:
            card.say(_("Without a measure nobody can say later whether it was met."), "warning")
        self._add_links(card, self._links_to(goal.id))
        card.act(
            Act(
                _("Link an entry…"),
                lambda: run(link_form(self._tools, goal.leader_ids, goal.id, self)),
                "link",
            ),
            Act(
                _("Change…"),
                lambda: run(plan_forms.goal_form(self._tools, plan, goal, self)),
                "pencil-simple",
                is_due=True,
            ),
            withdrawing.act(self._tools, self, goal.id),
        )

    # Check-ins

    def _add_meetings(self, plan: Plan, meetings: Sequence[Meeting]) -> None:
        """What is planned is always shown, however long ago it was to be; of the others the newest, or all."""
        if not meetings:
            return
        self.part(_("Check-ins"))
        now = dt.datetime.now(dt.UTC)
        ordered = sorted(meetings, key=lambda one: one.at.local, reverse=True)
        past = [one for one in ordered if one.state != "planned"]
        left = [] if plan.id in self._unfolded else past[_NEWEST_MEETINGS:]
        for meeting in (one for one in ordered if one not in left):
            stands = standing(meeting, now)
            words, voice = MEETING_STATES[stands.state]
            card = self.card(
                _slot(meeting.at), (_(words), voice), above=_(MEETINGS[meeting.kind]), of=meeting.id
            )
            for move in meeting.moves:
                card.say(
                    _("Moved from {slot}. {reason}").format(slot=_slot(move.at), reason=move.reason), "quiet"
                )
            if meeting.notes is not None:
                notes = meeting.notes
                card.table(
                    (
                        (_("Progress"), notes.progress),
                        (_("Challenges"), notes.challenges),
                        (_("Successes"), notes.successes),
                        (_("New issues"), notes.raised),
                    )
                )
            if meeting.entry_id:
                self.entry_link(card, meeting.entry_id, _("Noted in its entry"))
            card.act(*self._meeting_acts(meeting))
        if left:
            more = ngettext("{count} more", "{count} more", len(left))
            words = more.format(count=wording.number(len(left)))
            self.acts(Act(words, partial(self._unfold, plan.id), "caret-down"))

    def show_record(self, record_id: str) -> None:
        """Turns to a record; a meeting of long ago is unfolded with the others of its plan."""
        of = next((one.of_id for one in self._records("meeting", Meeting) if one.id == record_id), None)
        if of and record_id not in self.places:
            self._unfold(of)
        super().show_record(record_id)

    def _unfold(self, plan_id: str) -> None:
        self._unfolded.add(plan_id)
        self.refresh()

    def _meeting_acts(self, meeting: Meeting) -> list[Act]:
        held = Act(_("It was held…"), lambda: run(plan_forms.held_form(self._tools, meeting, self)), "check")
        withdraw = withdrawing.act(self._tools, self, meeting.id)
        if meeting.state == "held":
            return [held._replace(words=_("Change the notes…"), icon="pencil-simple"), withdraw]
        move = Act(_("Move…"), lambda: run(plan_forms.move_form(self._tools, meeting, self)), "calendar")
        if meeting.state == "missed":
            return [move, held, withdraw]
        if meeting.state != "planned":
            return [withdraw]
        return [held, move, Act(_("It was missed…"), lambda: self._miss(meeting), "x"), withdraw]

    def _miss(self, meeting: Meeting) -> None:
        question = _("Was this check-in missed?")
        words = _("It stays on file as missed. It can still be moved to another day.")
        if self._tools.prompts.confirm(self, question, words, _("It was missed")):
            self._put(meeting.changed(state="missed"))

    # Expectations and support

    def _add_expectations(self, expectations: Sequence[Expectation]) -> None:
        if not expectations:
            self.say(
                _(
                    "Nothing is laid down yet. What is expected of the role, where it says so, and when it was told."
                )
            )
        for number, one in enumerate(expectations, 1):
            told = (
                _("Told on {day}").format(day=wording.short_day(one.told_on))
                if one.told_on
                else _("Not told yet")
            )
            above = _("{number}. {aspect}").format(number=number, aspect=_(ASPECTS[one.aspect]))
            card = self.card(one.text, (told, "quiet" if one.told_on else "warning"), above=above, of=one.id)
            card.table(
                (
                    (_("Laid down in"), one.source_detail or _(SOURCES[one.source])),
                    (_("Said back"), one.restated),
                )
            )
            self._add_links(card, self._links_to(one.id))
            card.act(
                Act(_("Link an entry…"), partial(self._link, one), "link"),
                Act(
                    _("Told, or said back…"), partial(self._change_expectation, one), "chat-text", is_due=True
                ),
                withdrawing.act(self._tools, self, one.id),
            )

    def _link(self, one: Expectation) -> None:
        run(link_form(self._tools, one.leader_ids, one.id, self))

    def _change_expectation(self, one: Expectation) -> None:
        run(plan_forms.expectation_form(self._tools, one.leader_ids, one, self))

    def _add_supports(self, supports: Sequence[Support]) -> None:
        if not supports:
            self.say(
                _(
                    "Nothing is offered yet: training, a mentor or coach, a workshop, relief, work across teams."
                )
            )
        for one in supports:
            card = self.card(one.what, _support_state(one), above=_(SUPPORTS[one.type]), of=one.id)
            card.table(
                (
                    (_("For"), _(SUPPORT_CAUSES[one.cause]) if one.cause else ""),
                    (_("With"), one.counterpart),
                    (_("Offered"), wording.short_day(one.offered_on)),
                    (_("Answer"), _(SUPPORT_ANSWERS[one.answer]) if one.answer else ""),
                    (_("In their words"), one.answer_words),
                    (_("Delivered"), wording.short_day(one.delivered_on) if one.delivered_on else ""),
                    (_("Outcome"), one.outcome),
                    (_("Cost"), one.cost),
                )
            )
            card.act(
                Act(_("What came of it?"), partial(self._change_support, one), "pencil-simple"),
                withdrawing.act(self._tools, self, one.id),
            )

    def _change_support(self, one: Support) -> None:
        run(plan_forms.support_form(self._tools, one.leader_ids, one.plan_id, one, self))


def _support_state(one: Support) -> tuple[str, str]:
    if one.delivered_on:
        return _("Delivered"), "good"
    if one.answer == "declined":
        return _("Declined"), "quiet"
    return (_("Accepted, not delivered yet"), "warning") if one.answer else (_("Offered"), "quiet")


def _last_rating(goal: Goal, meetings: Sequence[Meeting]) -> str:
    rated = [
        (meeting.at.local, rating.rating)
        for meeting in meetings
        for rating in meeting.ratings
        if rating.goal_id == goal.id
    ]
    if not rated:
        return ""
    local, rating = max(rated)
    return _("{rating}, on {day}").format(rating=_(RATINGS[str(rating)]), day=wording.short_day(local[:10]))


def _span(plan: Plan) -> str:
    if plan.ends is None:
        return _("Since {day}").format(day=wording.short_day(plan.started))
    return _("{first} to {last}").format(
        first=wording.short_day(plan.started), last=wording.short_day(plan.ends)
    )


def _slot(slot: Slot) -> str:
    return _("{day}, {time} ({zone})").format(
        day=wording.day(slot.day), time=wording.time(slot.time), zone=slot.zone
    )


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
