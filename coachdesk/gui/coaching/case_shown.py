"""One case as its page shows it, and what the parts of that page share: lines with something to do beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from coachdesk.coaching.intervention import CaseFile
from coachdesk.gui import wording
from coachdesk.gui.coaching.consequence_forms import consequence_form
from coachdesk.gui.coaching.record_card import Act, Card
from coachdesk.gui.coaching.record_form import RecordForm, run
from coachdesk.gui.coaching.words import MEETINGS, ROLES
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column, label, row, tool_button
from coachdesk.gui.wording import own_zone
from coachdesk.records.case import Case
from coachdesk.records.meeting import Meeting, Slot

if TYPE_CHECKING:
    from coachdesk.gui.coaching.case import CasePage


@dataclass
class Seen:
    """What of a page the manager turned to: the stage of a case, a state of its meetings, rounds by their day."""

    stages: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    unfolded: dict[tuple[str, str], bool] = field(default_factory=dict)


class OneCase(NamedTuple):
    """A case, all that is on file of it, the leaders' names by id, and the page that shows it."""

    tools: Tools
    page: "CasePage"
    file: CaseFile
    names: dict[str, str]
    seen: Seen

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.file.case

    @property
    def look(self) -> Look:
        """Icons and colours."""
        return self.tools.look

    def name(self, leader_id: str) -> str:
        """What a leader is called."""
        return self.names.get(leader_id) or _("somebody who is no longer on file")

    def listed(self, leader_ids: Sequence[str]) -> str:
        """Leaders by name."""
        return ", ".join(self.name(one) for one in leader_ids)

    @property
    def leaders(self) -> dict[str, str]:
        """The leaders of the case by id, for a form to choose from."""
        return {one: self.name(one) for one in self.case.leader_ids}

    @property
    def people(self) -> list[str]:
        """Everybody in the case by name: the leaders first."""
        found = [*self.leaders.values(), *(party.name for party in self.case.parties)]
        return list(dict.fromkeys(found))

    def named(self, *roles: str) -> str:
        """The first who has one of these roles, or ""."""
        return next((party.name for party in self.case.parties if party.role in roles), "")


def slot(at: Slot) -> str:
    """When a meeting is; the zone is named where it is not this computer's."""
    said = _("{day}, {time}").format(day=wording.day(at.day), time=wording.time(at.time))
    return said if at.zone == own_zone() else _("{moment} ({zone})").format(moment=said, zone=at.zone)


def meeting_name(one: OneCase, meeting: Meeting) -> str:
    """What a meeting is, and with whom if not with all."""
    name = _(MEETINGS[meeting.kind])
    if meeting.kind != "individual":
        return name
    return _("{meeting} with {names}").format(meeting=name, names=one.listed(meeting.leader_ids))


def signer_name(role: str, name: str) -> str:
    """Who signs off, and as what."""
    return _("{name} ({role})").format(name=name or _("nobody named yet"), role=_(ROLES[role]))


def add_line(
    card: Card, look: Look, words: str, *acts: Act, note: str = "", state: tuple[str, str] = ("", "quiet")
) -> QWidget:
    """Adds a line to a card: what it says, where it stands, and what can be done with it.

    An act with an icon and nothing else to tell it from its neighbours is only its icon; its words are its name.
    """
    said, beside = column(gap=0), row(gap=S)
    said.addWidget(label(words, wraps=True))
    if note:
        said.addWidget(label(note, "quiet", wraps=True))
    beside.addLayout(said, 1)
    if state[0]:
        beside.addWidget(label(*state))
    for act in acts:
        if act.icon:
            beside.addWidget(tool_button(act.words, look.icon(act.icon, "quiet"), act.do))
        else:
            beside.addWidget(button(act.words, act.do, role=act.role))
    held = QWidget()
    held.setLayout(beside)
    card.put(held)
    return held


def change(what: str, do: Callable[[], object]) -> Act:
    """The pencil beside a line."""
    return Act(_("Change: {what}").format(what=what), do, "pencil-simple")


def said_form(one: OneCase, leader_ids: Sequence[str]) -> RecordForm:
    """What follows if the relationship does not work was said: to these, or to all if they know it already."""
    whom = leader_ids or one.case.leader_ids
    return consequence_form(one.tools, one.case.leader_ids, None, one.page, whom)


def show(form: Callable[..., RecordForm], *asked: object) -> None:
    """Opens the form of these, and waits."""
    run(form(*asked))
