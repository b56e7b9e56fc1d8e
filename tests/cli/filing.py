"""A journal with coaching records in it, for tests that read it by commands."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from coachdesk.journal.opening import open_journal
from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import Record
from coachdesk.records.case import Case, Intake
from coachdesk.records.issue import Issue, Link
from coachdesk.records.people import Contact, Leader
from coachdesk.records.talk import Preparation
from tests.cli.driving import Writing
from tests.coached import one_of_each
from tests.making import PASSPHRASE, entry, leader

TODAY = dt.datetime.now().astimezone().date()
OWN = "Zanzibar"
"""Stands in everything that is the manager's own."""


def day(days: int) -> str:
    return (TODAY + dt.timedelta(days=days)).isoformat()


class Filed(Writing):
    """A journal with Ada, Grace and what a test puts in."""

    def __init__(self, folder: Path, ada: Leader) -> None:
        super().__init__(folder)
        self.ada, self.grace = ada, leader("Grace Hopper")
        self.first = entry(ada, title="Planning", occurred={"day": "2026-02-05", "precision": "day"})
        self.second = entry(ada, self.grace, kind="praise", text="Let the others finish.")
        self.about, self.both = (ada.id,), (ada.id, self.grace.id)
        self.put(self.grace)
        self.put(self.first, self.second)

    def put(self, *records: Record, reason: str = "") -> None:
        with open_journal(self.folder, PASSPHRASE) as journal:
            journal.put(*records, reason=reason)

    def put_one_of_each(self) -> dict[str, AboutLeaders]:
        contact = Contact.make(name="J. Fairclough")
        made = one_of_each([self.ada, self.grace], [self.first, self.second], contact)
        self.put(contact, *made.values())
        return made

    def json(self, *arguments: str) -> Any:
        return json.loads(self.done(*arguments, "--json").out)


def own(desk: Filed) -> list[Record]:
    """An interview in confidence, a sheet for a talk, a reflection, and links to all three."""
    case = Case.make(leader_ids=desk.about, title="Dispatch", opened_on="2026-01-05")
    intake = Intake.make(
        leader_ids=desk.about, case_id=case.id, interviewee="Bo", day="2026-01-08", background=OWN
    )
    sheet = Preparation.make(leader_ids=desk.about, opening=OWN)
    reflection = entry(desk.ada, lane="reflection", text=OWN, action_points=[{"text": OWN, "owner": "me"}])
    issue = Issue.make(leader_ids=desk.about, title="Interrupts")
    links = [
        Link.make(leader_ids=desk.about, entry_id=one, target_id=other, note=OWN)
        for one, other in (
            (reflection.id, issue.id),
            (desk.first.id, intake.id),
            (desk.first.id, sheet.id),
        )
    ]
    made = [case, intake, sheet, issue, reflection, *links]
    desk.put(*made)
    return made
