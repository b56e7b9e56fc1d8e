"""A relationship case and its staged intervention (F32 to F36, F38 to F40; seed 002)."""

from typing import Literal

from coachdesk.records.about import AboutLeaders, check_dates, check_once, check_written
from coachdesk.records.base import ERASED, InvalidRecord, Part
from coachdesk.records.issue import Segment


class Party(Part, frozen=True, kw_only=True):
    """Somebody with a part in the case besides the leaders; ``contact_id`` if they are on file."""

    role: Literal["sponsor", "coach", "mediator", "hr", "counsel", "affected", "interviewee"]
    name: str
    contact_id: str | None = None

    def __post_init__(self) -> None:
        check_written("parties.name", self.name)


class Impact(Part, frozen=True, kw_only=True):
    """What the conflict does to the work, to leadership, and to the organisation."""

    work_performance: str = ""
    leadership_effectiveness: str = ""
    organisation: str = ""


class Briefing(Part, frozen=True, kw_only=True):
    """The process explained to somebody: ``by`` whom, ``how``, in which words."""

    day: str
    to: str
    by: str = ""
    how: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        check_dates("briefings", day=self.day)
        check_written("briefings.to", self.to)


class Agreement(Part, frozen=True, kw_only=True):
    """What the coach may tell the sponsor, and what stays between coach and leader."""

    sponsor_may_hear: str = ""
    not_shared: str = ""
    agreed_on: str | None = None

    def __post_init__(self) -> None:
        check_dates("agreement", agreed_on=self.agreed_on)


class Skill(Part, frozen=True, kw_only=True):
    """Giving or receiving feedback, as it was taught and practised."""

    what: str
    taught_on: str | None = None
    practised_on: str | None = None

    def __post_init__(self) -> None:
        check_written("skills.what", self.what)
        check_dates("skills", taught_on=self.taught_on, practised_on=self.practised_on)


class Barrier(Part, frozen=True, kw_only=True):
    """What stands in the way, and the day it no longer did."""

    what: str
    removed_on: str | None = None

    def __post_init__(self) -> None:
        check_written("barriers.what", self.what)
        check_dates("barriers", removed_on=self.removed_on)


class Case(AboutLeaders, frozen=True, kw_only=True):
    """An intervention for one leader or for the relationship of several. ``review`` are the closing words."""

    title: str
    opened_on: str
    parties: tuple[Party, ...] = ()
    impact: Impact = Impact()
    briefings: tuple[Briefing, ...] = ()
    agreement: Agreement | None = None
    common_goal: str = ""
    skills: tuple[Skill, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    stage: Literal["briefing", "intake", "feedback", "alignment", "support", "review", "closed"] = "briefing"
    review: str = ""
    closed_on: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("title", self.title)
        check_dates(opened_on=self.opened_on, closed_on=self.closed_on)
        if (self.stage == "closed") != (self.closed_on is not None):
            raise InvalidRecord("closed_on", "closed_needs_its_day", self.closed_on)


class Intake(AboutLeaders, frozen=True, kw_only=True):
    """An intake interview, told in confidence. Unless ``released`` it never leaves the manager's own window.

    ``promised`` is whether the interviewee was promised that; ``relation`` is theirs to the leaders.
    """

    case_id: str
    interviewee: str
    relation: str = ""
    day: str
    background: str = ""
    history: str = ""
    untenable: str = ""
    promised: bool = False
    released: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("case_id", self.case_id)
        check_written("interviewee", self.interviewee)
        check_dates(day=self.day)


class Answer(Part, frozen=True, kw_only=True):
    """What one leader said to a piece of feedback; ``words`` are their own."""

    leader_id: str
    state: Literal["agreed", "amended", "disputed"]
    words: str = ""
    day: str

    def __post_init__(self) -> None:
        check_dates("answers", day=self.day)


class FeedbackItem(AboutLeaders, frozen=True, kw_only=True):
    """One piece of feedback laid out in the feedback session, and the leaders' answers."""

    case_id: str
    text: str
    segment: Segment = "personal"
    answers: tuple[Answer, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("case_id", self.case_id)
        check_written("text", self.text)
        for answer in self.answers:
            self.check_among("answers", answer.leader_id)


class SignOff(Part, frozen=True, kw_only=True):
    """One of the parties signed off: as what, by name, on which day."""

    role: Literal["leader", "sponsor", "coach", "mediator", "hr", "counsel"]
    name: str
    day: str

    def __post_init__(self) -> None:
        check_written("sign_offs.name", self.name)
        check_dates("sign_offs", day=self.day)


class MutualExpectation(AboutLeaders, frozen=True, kw_only=True):
    """What ``by_id`` expects of ``of_id``: leaders, or empty for the sponsor or the coach."""

    case_id: str
    by_id: str = ""
    of_id: str = ""
    text: str
    sign_offs: tuple[SignOff, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("case_id", self.case_id)
        check_written("text", self.text)
        sides = [("by_id", self.by_id), ("of_id", self.of_id)]
        for field, leader_id in sides:
            if leader_id:
                self.check_among(field, leader_id)
        if self.by_id and self.by_id == self.of_id:
            raise InvalidRecord("of_id", "named_twice", self.of_id)
        # Names of which words were erased tell nobody apart any more.
        known = [one for one in self.sign_offs if ERASED not in one.name]
        check_once("sign_offs", tuple((one.role, one.name) for one in known))


class Commitment(AboutLeaders, frozen=True, kw_only=True):
    """A leader tells somebody they hurt that they will change; ``response`` is what was answered."""

    case_id: str
    leader_id: str
    affected: str
    told_on: str | None = None
    how: str = ""
    response: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("case_id", self.case_id)
        self.check_among("leader_id", self.leader_id)
        check_written("affected", self.affected)
        check_dates(told_on=self.told_on)
