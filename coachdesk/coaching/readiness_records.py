"""The readiness check's questions about plans, help, and the leader's own side."""

from coachdesk.coaching.acknowledgement import CONTESTED, state_of
from coachdesk.coaching.on_file import those
from coachdesk.coaching.readiness_line import Asked, Line, State, line
from coachdesk.records.decision import FitReview
from coachdesk.records.issue import Issue, Link
from coachdesk.records.plan import Goal
from coachdesk.records.support import Support


def goals(asked: Asked) -> Line:
    """Goals without a measure or without a date."""
    all_of_them = [one for one in those(asked.records, Goal, asked.leader_id) if one.status != "dropped"]
    if not all_of_them:
        return line("goals", (), "missing")
    no_measure = [one for one in all_of_them if not one.measure.strip()]
    no_date = [one for one in all_of_them if one.due is None]
    found = [one.id for one in all_of_them if one in no_measure or one in no_date]
    return line("goals", found, no_measure=len(no_measure), no_date=len(no_date), of=len(all_of_them))


def support(asked: Asked) -> Line:
    """Support that was offered, not declined, and not delivered."""
    offered = those(asked.records, Support, asked.leader_id)
    if not offered:
        return line("support", (), "missing")
    found = [one.id for one in offered if one.answer != "declined" and one.delivered_on is None]
    return line("support", found, of=len(offered))


def account(asked: Asked) -> Line:
    """Contested issues without the leader's own account: neither with the transition nor in an entry linked to it."""
    contested = [one for one in those(asked.records, Issue, asked.leader_id) if state_of(one) in CONTESTED]
    heard = {entry.id for entry in asked.entries if entry.account.strip()}
    links = [(link.target_id, link.entry_id) for link in those(asked.records, Link)]
    found = [one.id for one in contested if not _is_heard(one, heard, links)]
    return line("account", found, of=len(contested))


def team(asked: Asked) -> Line:
    """Corrections that say what it did to others; ``reviews`` of the fit say how the team fares."""
    if not asked.corrective:
        return line("team", (), "missing")
    found = [entry.id for entry in asked.corrective if entry.impact.strip()]
    reviews = [one for one in those(asked.records, FitReview, asked.leader_id) if one.team_wellbeing.strip()]
    state: State = "fine" if found or reviews else "look"
    return line("team", found, state, of=len(asked.corrective), reviews=len(reviews))


def _is_heard(issue: Issue, heard: set[str], links: list[tuple[str, str]]) -> bool:
    said = [one for one in issue.acknowledgements if one.state in CONTESTED]
    linked = {entry_id for target_id, entry_id in links if target_id == issue.id}
    return any(one.words.strip() or one.entry_id in heard for one in said) or bool(linked & heard)
