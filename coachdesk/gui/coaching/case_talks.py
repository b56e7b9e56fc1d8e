"""The later stages of an intervention on its page: the feedback session, the alignment, and the review."""

from collections.abc import Sequence
from functools import partial

from coachdesk.coaching.intervention import signers, unanswered, unsigned
from coachdesk.gui import wording
from coachdesk.gui.coaching import case_forms, case_meeting_forms, case_talk_forms, withdrawing
from coachdesk.gui.coaching.case_meetings import put_kept, put_meetings
from coachdesk.gui.coaching.case_shown import OneCase, add_line, change, show, signer_name
from coachdesk.gui.coaching.issue_forms import link_form
from coachdesk.gui.coaching.record_card import Act, Card
from coachdesk.gui.coaching.record_form import run
from coachdesk.gui.coaching.words import ANSWERS, SEGMENTS
from coachdesk.gui.texts import _
from coachdesk.records.case import Barrier, Commitment, FeedbackItem, MutualExpectation, Skill


def put_session(one: OneCase, kind: str, words: str) -> None:
    """The meeting of a stage, or the act that plans it (``words``)."""
    meetings = one.file.meetings_of(kind)
    put_meetings(one, meetings)
    if not any(meeting.state in ("planned", "held") for meeting in meetings):
        one.page.acts(Act(words, lambda: run(case_meeting_forms.plan_form(one, kind)), "calendar-plus", ""))


# Feedback


def put_feedback(one: OneCase) -> None:
    """The session, each piece of feedback with what the leaders say to it, the goal, skills and barriers."""
    put_session(one, "feedback_session", _("Plan the feedback session…"))
    for segment, words in SEGMENTS.items():
        items = [item for item in one.file.items if item.segment == segment]
        if items:
            one.page.part(_(words))
        for item in items:
            _put_item(one, item)
    if not one.file.items:
        one.page.say(_("No feedback is laid out yet: behaviour that was seen, point by point."))
    one.page.acts(Act(_("Add feedback…"), lambda: run(case_talk_forms.item_form(one)), "plus", ""))
    _put_goal(one)
    _put_skills(one)
    _put_barriers(one)


def _put_item(one: OneCase, item: FeedbackItem) -> None:
    missing = unanswered(item)
    state = (_("Not answered by all"), "warning") if missing else ("", "quiet")
    card = one.page.card(item.text, state, of=item.id)
    for answer in item.answers:
        words, voice = ANSWERS[answer.state]
        said = _("{name}, {day}").format(name=one.name(answer.leader_id), day=wording.short_day(answer.day))
        quoted = _("“{words}”").format(words=answer.words) if answer.words else ""
        add_line(card, one.look, said, note=quoted, state=(_(words), voice))
    for leader_id in missing:
        add_line(card, one.look, one.name(leader_id), state=(_("No answer yet"), "quiet"))
    one.page.put_links(card, item)
    card.act(
        Act(_("What did they say?"), lambda: run(case_talk_forms.answer_form(one, item)), "chat-text"),
        Act(
            _("Link an entry…"),
            partial(show, link_form, one.tools, item.leader_ids, item.id, one.page),
            "link",
        ),
        Act(_("Change…"), lambda: run(case_talk_forms.item_form(one, item)), "pencil-simple"),
        withdrawing.act(one.tools, one.page, item.id),
    )


def _put_goal(one: OneCase) -> None:
    goal = one.case.common_goal
    card = one.page.card(_("The common goal"), ("", "") if goal else (_("Open"), "warning"))
    card.say(goal or _("What both want to reach together is not written yet."), "body" if goal else "quiet")
    words, icon = (_("Change…"), "pencil-simple") if goal else (_("Set the goal…"), "target")
    card.act(Act(words, lambda: run(case_forms.goal_form(one)), icon))


def _put_skills(one: OneCase) -> None:
    card = one.page.card(_("Giving and receiving feedback"))
    for at, skill in enumerate(one.case.skills):
        form = change(skill.what, partial(show, case_forms.skill_form, one, at))
        add_line(card, one.look, skill.what, form, state=_learned(skill))
    if not one.case.skills:
        card.say(_("No skill was taught yet."), "quiet")
    card.act(Act(_("Add a skill…"), lambda: run(case_forms.skill_form(one)), "plus"))


def _learned(skill: Skill) -> tuple[str, str]:
    if skill.practised_on:
        return _("Practised on {day}").format(day=wording.short_day(skill.practised_on)), "good"
    if skill.taught_on:
        return _("Taught on {day}").format(day=wording.short_day(skill.taught_on)), "quiet"
    return _("Not taught yet"), "warning"


def _put_barriers(one: OneCase) -> None:
    card = one.page.card(_("Barriers between them"))
    for at, barrier in enumerate(one.case.barriers):
        form = change(barrier.what, partial(show, case_forms.barrier_form, one, at))
        add_line(card, one.look, barrier.what, form, state=_removed(barrier))
    if not one.case.barriers:
        card.say(_("None is listed."), "quiet")
    card.act(Act(_("Add a barrier…"), lambda: run(case_forms.barrier_form(one)), "plus"))


def _removed(barrier: Barrier) -> tuple[str, str]:
    if barrier.removed_on:
        return _("Removed on {day}").format(day=wording.short_day(barrier.removed_on)), "good"
    return _("In the way"), "warning"


# Alignment


def put_alignment(one: OneCase) -> None:
    """The meeting, what each side expects of the other with who signed it off, and who was told of the change."""
    put_session(one, "alignment", _("Plan the alignment meeting…"))
    one.page.part(_("Mutual expectations"))
    for expectation in one.file.expectations:
        _put_expectation(one, expectation)
    if not one.file.expectations:
        one.page.say(_("Nothing is laid down yet of what each expects of the other."))
    open_ones = [found for found in one.file.expectations if unsigned(found, one.case, one.names)]
    add = Act(_("Add an expectation…"), lambda: run(case_talk_forms.expectation_form(one)), "plus", "")
    sign = Act(_("Sign off all…"), lambda: run(case_talk_forms.sign_form(one, open_ones)), "check-circle", "")
    one.page.acts(add, *((sign,) if len(open_ones) > 1 else ()))
    _put_commitments(one)


def _put_expectation(one: OneCase, expectation: MutualExpectation) -> None:
    missing = unsigned(expectation, one.case, one.names)
    state = (_("To be signed off"), "warning") if missing else (_("Signed off"), "good")
    card = one.page.card(expectation.text, state, above=_sides(one, expectation), of=expectation.id)
    _put_signatures(one, card, expectation)
    acts = [
        Act(_("Change…"), lambda: run(case_talk_forms.expectation_form(one, expectation)), "pencil-simple"),
        withdrawing.act(one.tools, one.page, expectation.id),
    ]
    if missing:
        acts.insert(
            0, Act(_("Sign off…"), lambda: run(case_talk_forms.sign_form(one, [expectation])), "check-circle")
        )
    card.act(*acts)


def _sides(one: OneCase, expectation: MutualExpectation) -> str:
    """Who expects it of whom."""
    if not expectation.by_id:
        words = _("The sponsor and the coach expect of {other}")
    elif not expectation.of_id:
        words = _("{name} expects of the sponsor and the coach")
    else:
        words = _("{name} expects of {other}")
    return words.format(name=one.name(expectation.by_id), other=one.name(expectation.of_id))


def _put_signatures(one: OneCase, card: Card, expectation: MutualExpectation) -> None:
    """The parties one by one; who signed and is no longer one of them is still named."""
    days: dict[tuple[str, str], str] = {
        (signed.role, signed.name): signed.day for signed in expectation.sign_offs
    }
    for role, name in dict.fromkeys((*signers(one.case, one.names), *days)):
        day = days.get((role, name))
        state = (wording.short_day(day), "good") if day else (_("Not yet"), "quiet")
        add_line(card, one.look, signer_name(role, name), state=state)


def _put_commitments(one: OneCase) -> None:
    one.page.part(_("Commitment to change"))
    card = one.page.card(_("Who was affected, and is told of it"), _told(one.file.commitments))
    card.say(
        _("The leaders themselves tell those they hurt that they will change, and you note the answer."),
        "quiet",
    )
    for commitment in one.file.commitments:
        _put_commitment(one, card, commitment)
    card.act(Act(_("Add somebody…"), lambda: run(case_talk_forms.commitment_form(one)), "plus"))


def _told(commitments: Sequence[Commitment]) -> tuple[str, str]:
    if not commitments:
        return "", "quiet"
    told = sum(commitment.told_on is not None for commitment in commitments)
    words = _("{told} of {all} told").format(told=wording.number(told), all=wording.number(len(commitments)))
    return words, "good" if told == len(commitments) else "warning"


def _put_commitment(one: OneCase, card: Card, commitment: Commitment) -> None:
    words = _("{leader} tells {name}").format(leader=one.name(commitment.leader_id), name=commitment.affected)
    withdraw = withdrawing.beside(one.tools, one.page, commitment.id, words)
    if commitment.told_on is None:
        tell = Act(_("Told…"), lambda: run(case_talk_forms.commitment_form(one, commitment, is_told=True)))
        open_state = (_("Not told yet"), "warning")
        one.page.places[commitment.id] = add_line(card, one.look, words, tell, withdraw, state=open_state)
        return
    answer = _("“{words}”").format(words=commitment.response) if commitment.response else ""
    note = "\n".join(part for part in (commitment.how, answer) if part)
    pencil = change(words, lambda: run(case_talk_forms.commitment_form(one, commitment)))
    told = (wording.short_day(commitment.told_on), "good")
    line = add_line(card, one.look, words, pencil, withdraw, note=note, state=told)
    one.page.places[commitment.id] = line


# Review


def put_review(one: OneCase) -> None:
    """The closing meeting, how the sessions were kept, and how it ended."""
    put_session(one, "closing", _("Plan the closing review…"))
    if one.file.series:
        one.page.part(_("Sessions and calls"))
        put_kept(one, one.file.series)
    case = one.case
    card = one.page.card(
        _("How it ended"), (_("Closed"), "good") if case.stage == "closed" else (_("Open"), "quiet")
    )
    if case.closed_on:
        card.say(wording.day(case.closed_on), "quiet")
    card.say(case.review or _("The closing words are not written yet."), "body" if case.review else "quiet")
    if case.common_goal:
        card.table(((_("The common goal"), case.common_goal),))
    words = _("Change the closing words…") if case.stage == "closed" else _("Close the intervention…")
    card.act(Act(words, lambda: run(case_forms.close_form(one)), "flag"))
