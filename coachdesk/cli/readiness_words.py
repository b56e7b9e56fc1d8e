"""The readiness check in words: what would be asked, and how the answer stands."""

from collections import defaultdict
from collections.abc import Mapping

from coachdesk.coaching.readiness_line import Line
from coachdesk.export import phrases

QUESTIONS: Mapping[str, str] = {
    "after_decision": "What was written only after the decision?",
    "late": "What was written long after it happened?",
    "untold": "What were they never told?",
    "gap": "Why is there nothing for so long?",
    "positive_share": "Was anything good noted?",
    "before_protected": "Did they complain, fall ill or take leave before the first criticism?",
    "clustered": "Did the criticism come all at once, at the end?",
    "wording": "Does it describe, or does it judge?",
    "goals": "Could anybody know when a goal was met?",
    "support": "Was the help that was offered given?",
    "account": "Where is their side of it?",
    "hearsay": "How much of it did you only hear from others?",
    "comparators": "Was the same noted about others?",
    "team": "What did it do to the team?",
}
"""In the words of somebody who doubts it."""

STATES = {"fine": "nothing to ask", "look": "LOOK AT IT", "missing": "not on file"}

_SAID = {
    "after_decision": "{number} since the decision on {day}, {about_before} of them about what was before.",
    "late": "{number} of {of} entries were written more than three weeks after.",
    "untold": "Entries not marked as told: {number}.",
    "gap": "The longest is {number} days, from {from_day} to {to_day}.",
    "positive_share": "{number} % of {of} notes of praise or correction are praise.",
    "before_protected": "{number} of {of} protected events were before the first correction on {day}.",
    "clustered": "{number} of {of} corrections are of the last thirty days.",
    "wording": "Entries with wording to look at: {number}, with {findings} places in all.",
    "goals": "{number} of {of} goals: {no_measure} without a measure, {no_date} without a date.",
    "support": "{number} of {of} offers are not delivered.",
    "account": "{number} of {of} disputed or denied issues lack their account.",
    "hearsay": "{share} % ({number} of {of} entries); of {unsaid} it is not stated how you know.",
    "comparators": "Corrections with a theme: {number}. Entries about others with the same: {others}.",
    "team": "{number} of {of} corrections say their impact; reviews of the fit that say how the team fares: {reviews}.",
}
_MISSING = {
    "after_decision": "No decision is recorded yet.",
    "gap": "Nothing is noted yet.",
    "positive_share": "There is neither praise nor correction yet.",
    "before_protected": "No protected event is noted. Ask HR or counsel whether there is one; its day is noted in the window.",
    "goals": "No goal is on file.",
    "support": "No support was ever offered.",
    "hearsay": "Nothing is noted yet.",
    "comparators": "No correction has a theme, so nothing can be compared.",
    "team": "No correction is noted yet. Note what it does to the team too, where it does something.",
}
_DAYS = ("day", "from_day", "to_day")


def said(line: Line) -> str:
    """How a line stands, in a sentence."""
    if line.state == "missing":
        return _MISSING[line.key]
    facts = {
        name: phrases.short_day(str(value)) if name in _DAYS else f"{value:,}"
        for name, value in line.facts.items()
    }
    return _SAID[line.key].format_map(defaultdict(str, facts, number=f"{line.number:,}"))
