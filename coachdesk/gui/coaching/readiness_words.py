"""The readiness check in words: what would be asked, and how the answer stands."""

from collections.abc import Mapping

from coachdesk.coaching.readiness_line import Line
from coachdesk.gui import wording
from coachdesk.gui.texts import N_, _

QUESTIONS: Mapping[str, str] = {
    "after_decision": N_("What was written only after the decision?"),
    "late": N_("What was written long after it happened?"),
    "untold": N_("What were they never told?"),
    "gap": N_("Why is there nothing for so long?"),
    "positive_share": N_("Was anything good noted?"),
    "before_protected": N_("Did they complain, fall ill or take leave before the first criticism?"),
    "clustered": N_("Did the criticism come all at once, at the end?"),
    "wording": N_("Does it describe, or does it judge?"),
    "goals": N_("Could anybody know when a goal was met?"),
    "support": N_("Was the help that was offered given?"),
    "account": N_("Where is their side of it?"),
    "hearsay": N_("How much of it did you only hear from others?"),
    "comparators": N_("Was the same noted about others?"),
    "team": N_("What did it do to the team?"),
}
"""In the words of somebody who doubts it."""

_SAID: Mapping[str, str] = {
    "after_decision": N_(
        "Since the decision on {day}: {number}, of these about what was before it: {about_before}."
    ),
    "late": N_("More than three weeks after: {number} of {of} entries."),
    "untold": N_("Entries not marked as told: {number}."),
    "gap": N_("The longest time, from {from_day} to {to_day}, in days: {number}."),
    "positive_share": N_("{number} % of {of} notes of praise or correction are praise."),
    "before_protected": N_("Before the first correction, on {day}: {number} of {of} protected events."),
    "clustered": N_("Of the last thirty days: {number} of {of} corrections."),
    "wording": N_("Entries with wording to look at: {number}, places in all: {findings}."),
    "goals": N_("Of {of} goals, without a measure: {no_measure}, without a date: {no_date}."),
    "support": N_("Not delivered: {number} of {of} offers."),
    "account": N_("Without their account: {number} of {of} disputed or denied issues."),
    "hearsay": N_("{share} % ({number} of {of} entries). Not stated how you know: {unsaid}."),
    "comparators": N_(
        "Corrections with a theme: {number}. Entries about others with the same ones: {others}."
    ),
    "team": N_(
        "With an impact: {number} of {of} corrections. Reviews of the fit that say how the team fares: {reviews}."
    ),
}

_MISSING: Mapping[str, str] = {
    "after_decision": N_("No decision is recorded yet."),
    "gap": N_("Nothing is noted yet."),
    "positive_share": N_("There is neither praise nor correction yet."),
    "before_protected": N_(
        "No protected event is noted. Ask HR or counsel whether there is one, and note its day under Coach."
    ),
    "wording": N_("The wording is still being read …"),
    "goals": N_("No goal is on file."),
    "support": N_("No support was ever offered."),
    "hearsay": N_("Nothing is noted yet."),
    "comparators": N_("No correction has a theme, so that nothing can be compared."),
    "team": N_("No correction is noted yet. Note what it does to the team too, where it does something."),
}
_DAYS = ("day", "from_day", "to_day")


def said(line: Line) -> str:
    """How a line stands, in a sentence."""
    if line.state == "missing":
        return _(_MISSING[line.key])
    facts = {
        name: wording.short_day(str(value)) if name in _DAYS else wording.number(int(value))
        for name, value in line.facts.items()
    }
    blank = {"day": "", "about_before": "", "of": "", "share": "", "unsaid": "", "findings": "", "others": ""}
    return _(_SAID[line.key]).format(**{**blank, **facts, "number": wording.number(line.number)})
