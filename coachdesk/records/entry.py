"""An entry: one dated note about one or more leaders (features F2, F3, F5 to F8, F10, F11)."""

from typing import Literal, Self

from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import InvalidRecord, Part
from coachdesk.records.kinds import KINDS
from coachdesk.records.occurred import Occurred
from coachdesk.records.people import check_day

Lane = Literal["ordinary", "reflection", "counsel", "medical", "intake"]
"""Who may ever see an entry. Everything but ``ordinary`` is left out of a report unless released."""

Owner = Literal["me", "leader", "hr", "coach", "other"]


class Source(Part, frozen=True, kw_only=True):
    """How the manager knows: seen, heard directly, reported by somebody (hearsay), or a document."""

    how: Literal["saw", "heard", "reported", "document"]
    by: str = ""


class Presence(Part, frozen=True, kw_only=True):
    """Somebody who was there, and as what."""

    name: str
    role: str = ""

    @classmethod
    def of_words(cls, typed: str) -> Self:
        """Somebody as one types them: the name, then after a comma what they were there as."""
        name, _, role = typed.partition(",")
        return cls(name=name.strip(), role=role.strip())


class Told(Part, frozen=True, kw_only=True):
    """Whether the leader knows of this: not yet, told (``day``, ``how``), or in writing.

    ``entry_id`` is the entry of the conversation in which it was told.
    """

    state: Literal["not_yet", "told", "in_writing"]
    day: str | None = None
    how: str = ""
    entry_id: str | None = None

    def __post_init__(self) -> None:
        if self.day is not None:
            check_day("told.day", self.day)
        if (self.state == "not_yet") != (self.day is None):
            raise InvalidRecord("told.day", "told_needs_its_day", self.day)


class ActionPoint(Part, frozen=True, kw_only=True):
    """Something agreed: whose it is, by when, and the day it was done."""

    text: str
    owner: Owner = "me"
    due: str | None = None
    done: str | None = None

    def __post_init__(self) -> None:
        for field in ("due", "done"):
            if (day := getattr(self, field)) is not None:
                check_day(f"action_points.{field}", day)


class Counsel(Part, frozen=True, kw_only=True):
    """What a counsel-lane entry must name. The label alone creates no privilege."""

    lawyer: str
    purpose: str


class Addition(Part, frozen=True, kw_only=True):
    """An addendum: text put under a sealed entry later; the text above it stays as it was."""

    text: str
    attachment_ids: tuple[str, ...] = ()


class Entry(AboutLeaders, frozen=True, kw_only=True):
    """One note. ``text`` is free; situation, behaviour and impact keep what happened apart (SBI),
    ``account`` is the leader's own words, ``intent`` what they answered when asked what they meant.
    """

    kind: str
    occurred: Occurred
    place: str = ""
    title: str = ""
    text: str = ""
    situation: str = ""
    behaviour: str = ""
    impact: str = ""
    account: str = ""
    intent: str = ""
    source: Source | None = None
    present: tuple[Presence, ...] = ()
    themes: tuple[str, ...] = ()
    lane: Lane = "ordinary"
    formal: bool = False
    told: Told | None = None
    action_points: tuple[ActionPoint, ...] = ()
    attachment_ids: tuple[str, ...] = ()
    late_reason: str = ""
    counsel: Counsel | None = None
    additions: tuple[Addition, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.kind not in KINDS:
            raise InvalidRecord("kind", "no_such_kind", self.kind)
        if self.lane == "counsel" and self.counsel is None:
            raise InvalidRecord("counsel", "counsel_lane_needs_lawyer_and_purpose")


NARRATIVE = ("text", "situation", "behaviour", "impact", "account", "intent")
"""The fields a manager writes prose in, in the order they are read."""
