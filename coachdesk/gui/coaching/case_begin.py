"""The first stages of an intervention on its page: the briefing, and the interviews told in confidence."""

from collections.abc import Sequence
from functools import partial

from coachdesk.coaching.intervention import to_interview
from coachdesk.gui import wording
from coachdesk.gui.coaching import case_forms, case_talk_forms, withdrawing
from coachdesk.gui.coaching.case_shown import OneCase, add_line, change, said_form, show
from coachdesk.gui.coaching.contact_forms import contacts, details
from coachdesk.gui.coaching.record_card import Act
from coachdesk.gui.coaching.record_form import run
from coachdesk.gui.coaching.words import IMPACTS, ROLES
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import M
from coachdesk.gui.widgets import Sign, column, frame, label, row
from coachdesk.records.case import Intake

_SIGN = 20


def put_briefing(one: OneCase) -> None:
    """What the conflict does, who is part of it, what was explained and agreed, and what follows otherwise."""
    _put_impact(one)
    _put_parties(one)
    _put_agreement(one)
    _put_briefings(one)
    _put_consequences(one)


def _state(missing: Sequence[object] | bool, open_words: str = "") -> tuple[str, str]:  # noqa: FBT001
    return (open_words or _("Open"), "warning") if missing else (_("Done"), "good")


def _put_impact(one: OneCase) -> None:
    impact = one.case.impact
    said = [(_(words), getattr(impact, field)) for field, words in IMPACTS.items()]
    card = one.page.card(_("What the conflict does"), _state([name for name, words in said if not words]))
    card.table([(name, words or _("not written yet")) for name, words in said])
    is_written = all(words for _name, words in said)
    words = _("Change…") if is_written else _("Write it down…")
    card.act(Act(words, lambda: run(case_forms.impact_form(one)), "pencil-simple"))


def _put_parties(one: OneCase) -> None:
    card = one.page.card(_("Who is part of it"))
    known = {contact.id: details(contact) for contact in contacts(one.tools)}
    for leader_id in one.case.leader_ids:
        add_line(card, one.look, one.name(leader_id), state=(_(ROLES["leader"]), "quiet"))
    for at, party in enumerate(one.case.parties):
        form = change(party.name, partial(show, case_forms.party_form, one, at))
        note = known.get(party.contact_id or "", "")
        add_line(card, one.look, party.name, form, note=note, state=(_(ROLES[party.role]), "quiet"))
    if not one.named("sponsor"):
        card.say(_("The sponsor sets the expectations. Nobody is named yet."), "warning")
    if not one.named("coach", "mediator"):
        card.say(_("No coach or mediator is named yet."), "warning")
    card.act(Act(_("Add somebody…"), lambda: run(case_forms.party_form(one)), "user-plus"))


def _put_agreement(one: OneCase) -> None:
    agreement = one.case.agreement
    is_agreed = agreement is not None and agreement.agreed_on is not None
    card = one.page.card(_("What the sponsor may hear"), _state(not is_agreed, _("Not agreed yet")))
    if agreement is not None:
        card.table(
            (
                (_("May hear"), agreement.sponsor_may_hear),
                (_("Not shared"), agreement.not_shared),
                (_("Agreed on"), wording.day(agreement.agreed_on) if agreement.agreed_on else ""),
            )
        )
    words, icon = (_("Change…"), "pencil-simple") if is_agreed else (_("Agree it…"), "handshake")
    card.act(Act(words, lambda: run(case_forms.agreement_form(one)), icon))


def _put_briefings(one: OneCase) -> None:
    briefed = {briefing.to for briefing in one.case.briefings}
    missing = [name for name in one.leaders.values() if name not in briefed]
    card = one.page.card(_("The process explained"), _state(missing))
    for at, briefing in enumerate(one.case.briefings):
        words = _("{day}: {name}").format(day=wording.short_day(briefing.day), name=briefing.to)
        by = _("by {name}").format(name=briefing.by) if briefing.by else ""
        note = ", ".join(part for part in (by, briefing.how) if part)
        if briefing.words:
            note = "\n".join(part for part in (note, briefing.words) if part)
        form = change(briefing.to, partial(show, case_forms.change_briefing_form, one, at))
        add_line(card, one.look, words, form, note=note)
    for name in missing:
        card.say(_("{name} does not know of it yet.").format(name=name), "warning")
    card.act(Act(_("It was explained…"), lambda: run(case_forms.briefing_form(one, missing)), "megaphone"))


def _put_consequences(one: OneCase) -> None:
    warned = {leader_id for said in one.file.consequences for leader_id in said.leader_ids}
    missing = [leader_id for leader_id in one.case.leader_ids if leader_id not in warned]
    card = one.page.card(_("If the relationship does not work"), _state(missing))
    for said in one.file.consequences:
        among = [leader_id for leader_id in said.leader_ids if leader_id in one.case.leader_ids]
        words = _("{day}: said to {names}").format(
            day=wording.short_day(said.said_on or ""), names=one.listed(among)
        )
        add_line(card, one.look, words, note=said.what)
    for leader_id in missing:
        card.say(_("{name} was not told what follows.").format(name=one.name(leader_id)), "warning")
    card.act(Act(_("It was said…"), lambda: run(said_form(one, missing)), "warning-circle"))


# Interviews


def put_intake(one: OneCase) -> None:
    """The interviews, in their lane, and who was not asked yet."""
    within = row(margin=M, gap=M)
    within.addWidget(Sign(one.look, "lock-simple", _SIGN, "warning"))
    said = column(gap=0)
    said.addWidget(label(_("Told in confidence"), "strong"))
    said.addWidget(
        label(
            _(
                "Interviews are shown here and nowhere else: in no search, timeline or report. "
                "One can be released when the interviewee agrees."
            ),
            wraps=True,
        )
    )
    within.addLayout(said, 1)
    one.page.put(frame("warning", within))
    waiting = to_interview(one.file, one.names)
    card = one.page.card(_("Who is interviewed"), _state(waiting))
    card.say(_("The leaders, and those whom it hit or who saw it."), "quiet")
    for name in waiting:
        ask = Act(_("Interview…"), partial(show, case_talk_forms.intake_form, one, None, name))
        add_line(card, one.look, name, ask)
    card.act(
        Act(_("Interview somebody else…"), lambda: run(case_talk_forms.intake_form(one)), "plus"),
        Act(
            _("Add somebody affected…"),
            lambda: run(case_forms.party_form(one, role="affected")),
            "user-plus",
        ),
    )
    for intake in one.file.intakes:
        _put_interview(one, intake)


def _put_interview(one: OneCase, intake: Intake) -> None:
    words = _("Released") if intake.released else _("In confidence")
    card = one.page.card(
        intake.interviewee,
        (words, "quiet" if intake.released else "warning"),
        above=intake.relation,
        of=intake.id,
    )
    day = wording.day(intake.day)
    card.say(_("{day}, confidence was promised").format(day=day) if intake.promised else day, "quiet")
    card.table(
        (
            (_("Background"), intake.background),
            (_("History"), intake.history),
            (_("Why untenable"), intake.untenable),
        )
    )
    card.act(
        Act(_("Change…"), lambda: run(case_talk_forms.intake_form(one, intake)), "pencil-simple"),
        withdrawing.act(one.tools, one.page, intake.id),
    )
