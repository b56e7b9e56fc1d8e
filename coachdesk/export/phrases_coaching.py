"""How a report calls what coaching records hold: states, kinds, roles, and their moments in the chronology."""

from collections.abc import Mapping

from coachdesk.export import phrases

ACKNOWLEDGED = {
    "not_raised": "Not raised yet",
    "raised": "Raised",
    "acknowledged": "Acknowledged",
    "partly": "Partly acknowledged",
    "disputed": "Disputed",
    "denied": "Denied",
    "withdrawn": "Withdrawn by the author",
}
"""Where the leader stands on an issue."""

ANSWERED = {
    "agreed": "Agreed",
    "amended": "Agreed with an amendment",
    "disputed": "Disputed",
    "accepted": "Accepted",
    "declined": "Declined",
}

SEGMENTS = {"operational": "Operational", "process": "Process", "personal": "Personal"}

STANCES = {"supports": "supports it", "contradicts": "contradicts it", "neutral": "neutral"}

STATUS = {
    "open": "Open",
    "improving": "Improving",
    "resolved": "Resolved",
    "closed": "Closed",
    "met": "Met",
    "partly": "Partly met",
    "not_met": "Not met",
    "dropped": "Dropped",
}

PLANS = {"development": "Development plan", "pip": "Performance improvement plan"}

GOALS = {
    "behaviour": "Behaviour",
    "communication": "Communication",
    "leadership_coaching": "Leadership coaching",
    "emotional_intelligence": "Emotional intelligence",
    "business": "Business",
    "other": "Other",
}

EXPECTED = {"technical": "Technical", "business": "Business", "behaviour": "Behaviour", "other": ""}

LAID_DOWN = {"job_description": "Job description", "policy": "Policy", "goal": "Goal", "other": ""}

SUPPORTS = {
    "training": "Training",
    "mentor": "Mentor",
    "coach": "Coach",
    "workshop": "Workshop",
    "workload": "Workload relief",
    "cross_team": "Cross-team work",
    "other": "Other",
}

CAUSES = {"skill": "gap in skill", "behaviour": "behaviour"}
"""What help is for."""

MEETINGS = {
    "check_in": "Check-in",
    "individual": "Individual session",
    "three_way": "Three-way call",
    "alignment": "Alignment meeting",
    "feedback_session": "Feedback session",
    "closing": "Closing review",
    "pip": "Plan meeting",
}

STANDS = {
    "planned": "Planned",
    "held": "Kept",
    "missed": "Missed",
    "cancelled": "Cancelled",
}

NOTED = {
    "progress": "Progress",
    "challenges": "Challenges",
    "successes": "Successes",
    "feedback": "Feedback",
    "raised": "Issues raised",
    "resolved": "Issues resolved",
}

RATINGS = {
    -2: "much worse (−2)",
    -1: "worse (−1)",
    0: "as before (0)",
    1: "better (+1)",
    2: "much better (+2)",
}

AREAS = {"team": "The team", "career": "Career", "disciplinary": "Discipline"}

LETTERS = {
    "follow_up": "Follow-up after a conversation",
    "consequence": "Notice of consequences",
    "pip": "Performance improvement plan",
}

SIGNED = {
    "signed": "Receipt signed",
    "refused": "Declined to sign",
    "not_asked": "Not asked to sign",
}

RATERS = {
    "self": "The leader themselves",
    "own_manager": "The leader’s own manager (one person, not anonymous)",
    "peers": "Peers",
    "reports": "Direct reports",
    "superiors": "Superiors",
    "others": "Others",
}

RATERS_BRIEFLY = {
    "self": "Leader",
    "own_manager": "Manager",
    "peers": "Peers",
    "reports": "Reports",
    "superiors": "Superiors",
    "others": "Others",
}

ROLES = {
    "leader": "Leader",
    "sponsor": "Sponsor",
    "coach": "Coach",
    "mediator": "Mediator",
    "hr": "HR",
    "counsel": "Counsel",
    "affected": "Affected",
    "interviewee": "Interviewee",
}

STAGES = {
    "briefing": "Sponsor briefing",
    "intake": "Intake interviews",
    "feedback": "Feedback session",
    "alignment": "Alignment meeting",
    "support": "Three months of support",
    "review": "Closing review",
    "closed": "Closed",
}

OPTIONS = {
    "continue": "Continue",
    "extend": "Extend",
    "pip": "Performance improvement plan",
    "role_change": "Change of role",
    "transfer": "Transfer",
    "part_ways": "Part ways",
}

MET = {"yes": "Met", "partly": "Partly met", "no": "Not met", "unclear": "Unclear"}

PROTECTED = {
    "complaint": "Complaint",
    "leave": "Leave",
    "accommodation": "Accommodation",
    "pregnancy": "Pregnancy",
    "whistleblowing": "Whistleblowing",
}
"""What the law protects somebody for."""

MILESTONES = {
    "issue_raised": "Raised: {title}",
    "issue_acknowledged": "Acknowledged: {title}",
    "issue_partly": "Partly acknowledged: {title}",
    "issue_disputed": "Disputed: {title}",
    "issue_denied": "Denied: {title}",
    "issue_withdrawn": "Withdrawn by the author: {title}",
    "issue_improving": "Noted as improving: {title}",
    "issue_resolved": "Noted as resolved: {title}",
    "plan_started": "{plan} started",
    "plan_closed": "{plan} closed",
    "goal_set": "Set: {title}",
    "goal_met": "Met: {title}",
    "goal_partly": "Partly met: {title}",
    "goal_not_met": "Not met: {title}",
    "goal_dropped": "Dropped: {title}",
    "expectation_told": "Told: {text}",
    "expectation_restated": "Said by the leader in their own words: {words}",
    "support_offered": "Offered: {what}",
    "support_accepted": "Accepted: {what}",
    "support_declined": "Declined: {what}",
    "support_delivered": "Delivered: {what}",
    "meeting_held": "{meeting}, kept",
    "meeting_missed": "{meeting}, missed",
    "meeting_moved": "{meeting} moved from {from} to {to}",
    "consequence_said": "Said: {what}",
    "letter_handed_over": "{letter}, handed to {to}. {signed}",
    "round_closed": "Closed: {title}",
    "case_opened": "Opened: {title}",
    "case_closed": "Closed: {title}",
    "briefing": "{to} briefed on the process",
    "intake_held": "Held with {interviewee}",
    "feedback_agreed": "{leader}: agreed: {text}",
    "feedback_amended": "{leader}: agreed with an amendment: {text}",
    "feedback_disputed": "{leader}: disputed: {text}",
    "alignment_signed_off": "Signed off by {name}: {text}",
    "commitment_told": "{leader} told {affected}",
    "decision_made": "{title}: {chosen}",
    "fit_reviewed": "Role and evidence compared",
}
"""A moment of a coaching record, by its key in ``coaching.milestone_rules``."""

_SHORT: Mapping[str, Mapping[str, str]] = {
    "plan": PLANS,
    "meeting": MEETINGS,
    "letter": LETTERS,
    "decision": OPTIONS,
}


def milestone(key: str, record_type: str, facts: Mapping[str, str], leader: str) -> str:
    """A moment in words. ``leader`` is whom it names, if anybody; texts are as the manager wrote them."""
    known = {"leader": leader, **facts}
    for name in ("kind", "chosen"):
        known[name] = _SHORT.get(record_type, {}).get(known.get(name, ""), "")
    known[record_type] = known["kind"]
    known["signed"] = SIGNED.get(known.get("signature", ""), "")
    if record_type == "meeting":
        known |= {name: _slot(known.get(name, "")) for name in ("from", "to")}
    return MILESTONES[key].format_map(known).strip().removesuffix(":")


def _slot(local: str) -> str:
    """``2026-03-02T15:00`` as ``2 Mar 2026, 15:00``."""
    day, _, time = local.partition("T")
    return f"{phrases.short_day(day)}, {time}" if day else ""
