"""What the states and kinds of coaching records are called, and which colour a state has: one place for all pages."""

from collections.abc import Mapping

from coachdesk.gui.texts import N_

SEGMENTS: Mapping[str, str] = {
    "operational": N_("Operational"),
    "process": N_("Process"),
    "personal": N_("Personal"),
}

ACKNOWLEDGED: Mapping[str, tuple[str, str]] = {
    "not_raised": (N_("Not raised yet"), "quiet"),
    "raised": (N_("Raised"), "quiet"),
    "acknowledged": (N_("Acknowledged"), "good"),
    "partly": (N_("Partly acknowledged"), "quiet"),
    "disputed": (N_("Disputed"), "warning"),
    "denied": (N_("Denied"), "danger"),
    "withdrawn": (N_("Withdrawn"), "quiet"),
}
"""Each state in a word, and the voice in which it is said."""

ISSUE_STATUS: Mapping[str, str] = {
    "open": N_("Open"),
    "improving": N_("Improving"),
    "resolved": N_("Resolved"),
}

STANCES: Mapping[str, str] = {
    "supports": N_("Supports it"),
    "contradicts": N_("Speaks against it"),
    "neutral": N_("Neither"),
}

STEP_STATES: Mapping[str, tuple[str, str]] = {
    "done": (N_("Done"), "good"),
    "skipped": (N_("Skipped"), "quiet"),
    "open": (N_("Open"), "warning"),
}

PLAN_KINDS: Mapping[str, str] = {
    "development": N_("Development plan"),
    "pip": N_("Performance improvement plan"),
}

GOAL_TYPES: Mapping[str, str] = {
    "behaviour": N_("Behaviour"),
    "communication": N_("Communication"),
    "leadership_coaching": N_("Leadership coaching"),
    "emotional_intelligence": N_("Emotional intelligence"),
    "business": N_("Business"),
    "other": N_("Other"),
}

GOAL_STATUS: Mapping[str, tuple[str, str]] = {
    "open": (N_("Open"), "quiet"),
    "met": (N_("Met"), "good"),
    "partly": (N_("Partly met"), "warning"),
    "not_met": (N_("Not met"), "danger"),
    "dropped": (N_("Dropped"), "quiet"),
}

ASPECTS: Mapping[str, str] = {
    "technical": N_("Technical"),
    "business": N_("Business"),
    "behaviour": N_("Behaviour"),
    "other": N_("Other"),
}

SOURCES: Mapping[str, str] = {
    "job_description": N_("Job description"),
    "policy": N_("Policy"),
    "goal": N_("Goal"),
    "other": N_("Other"),
}

SUPPORTS: Mapping[str, str] = {
    "training": N_("Training"),
    "mentor": N_("Mentor"),
    "coach": N_("Coach"),
    "workshop": N_("Workshop"),
    "workload": N_("Relief of workload"),
    "cross_team": N_("Work across teams"),
    "other": N_("Other"),
}

SUPPORT_CAUSES: Mapping[str, str] = {
    "skill": N_("A skill to learn"),
    "behaviour": N_("A behaviour to change"),
}

SUPPORT_ANSWERS: Mapping[str, str] = {
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
}

MEETINGS: Mapping[str, str] = {
    "check_in": N_("Check-in"),
    "individual": N_("Individual coaching session"),
    "three_way": N_("Three-way call"),
    "alignment": N_("Alignment meeting"),
    "feedback_session": N_("Feedback session"),
    "closing": N_("Closing review"),
    "pip": N_("Improvement plan review"),
}

MEETING_STATES: Mapping[str, tuple[str, str]] = {
    "planned": (N_("Planned"), "quiet"),
    "due": (N_("Was it held?"), "warning"),
    "kept": (N_("Kept"), "good"),
    "missed": (N_("Missed"), "danger"),
    "cancelled": (N_("Cancelled"), "quiet"),
}

RATINGS: Mapping[str, str] = {
    "-2": N_("Much worse"),
    "-1": N_("Worse"),
    "0": N_("As before"),
    "1": N_("Better"),
    "2": N_("Much better"),
}

STAGES: Mapping[str, str] = {
    "briefing": N_("Briefing"),
    "intake": N_("Intake"),
    "feedback": N_("Feedback"),
    "alignment": N_("Alignment"),
    "support": N_("Support"),
    "review": N_("Review"),
    "closed": N_("Closed"),
}

ROLES: Mapping[str, str] = {
    "leader": N_("Leader"),
    "sponsor": N_("Sponsor"),
    "coach": N_("Coach"),
    "mediator": N_("Mediator"),
    "hr": N_("HR"),
    "counsel": N_("Counsel"),
    "affected": N_("Affected"),
    "interviewee": N_("To be interviewed"),
}

IMPACTS: Mapping[str, str] = {
    "work_performance": N_("Work performance"),
    "leadership_effectiveness": N_("Leadership effectiveness"),
    "organisation": N_("The organisation"),
}

ANSWERS: Mapping[str, tuple[str, str]] = {
    "agreed": (N_("Agreed"), "good"),
    "amended": (N_("Agreed with a change"), "quiet"),
    "disputed": (N_("Disputed"), "warning"),
}

RELATIONS: Mapping[str, str] = {
    "self": N_("The leader’s own view"),
    "own_manager": N_("Their own manager (you)"),
    "peers": N_("Peers"),
    "reports": N_("Direct reports"),
    "superiors": N_("Superiors"),
    "others": N_("Others"),
}

AREAS: Mapping[str, str] = {
    "team": N_("The team’s performance"),
    "career": N_("Their career"),
    "disciplinary": N_("A disciplinary step"),
}

LETTERS: Mapping[str, str] = {
    "follow_up": N_("What we agreed"),
    "consequence": N_("Notice of consequences"),
    "pip": N_("Performance improvement plan"),
}

SIGNED: Mapping[str, str] = {
    "signed": N_("Receipt signed"),
    "refused": N_("Declined to sign"),
    "not_asked": N_("Not asked to sign"),
}

OPTIONS: Mapping[str, str] = {
    "continue": N_("Go on as now"),
    "extend": N_("Give more time"),
    "pip": N_("Performance improvement plan"),
    "role_change": N_("Change the role"),
    "transfer": N_("Move to another team"),
    "part_ways": N_("Part ways"),
}

MET: Mapping[str, tuple[str, str]] = {
    "yes": (N_("Met"), "good"),
    "partly": (N_("Partly met"), "warning"),
    "no": (N_("Not met"), "danger"),
    "unclear": (N_("Not clear yet"), "quiet"),
}

PROTECTED: Mapping[str, str] = {
    "complaint": N_("A complaint"),
    "leave": N_("A leave"),
    "accommodation": N_("An accommodation"),
    "pregnancy": N_("A pregnancy"),
    "whistleblowing": N_("Whistleblowing"),
}

READY: Mapping[str, tuple[str, str]] = {
    "fine": (N_("Nothing to ask"), "good"),
    "look": (N_("Look at it"), "warning"),
    "missing": (N_("Not on file"), "quiet"),
}
