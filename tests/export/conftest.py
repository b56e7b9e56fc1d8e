"""A small file about Ada with everything in it that a report must show, and one about Bram that it must not."""

import io
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from coachdesk.export.evidence import Cover, Evidence, Manager
from coachdesk.export.gathering import gather
from coachdesk.export.selection import Selection
from coachdesk.journal.journal import Journal
from coachdesk.records.about import AboutLeaders
from coachdesk.records.case import Intake
from coachdesk.records.entry import Entry
from coachdesk.records.people import Contact, Leader
from tests.coached import one_of_each
from tests.making import Clock, entry, leader

SECRET = "NOBODY TELLS NIGHTS ANYTHING"

Make = Callable[..., Evidence]

HOUR, DAY = 3600, 86_400

COVER = Cover(
    number="CD-EXPORT-2026-001",
    created_at="2026-05-04T10:00:00+01:00",
    zone="Europe/London",
    manager=Manager(name="Judith Fairclough", role="VP Engineering", employer="Calderquay"),
    purpose="Role review",
    recipient="HR",
    case_reference="HR-7",
    formal=False,
    from_day="",
    to_day="",
    page_size="A4",
    fingerprint="",
    app_version="0.1.0",
)


class File(NamedTuple):
    """The journal, whom it is about, and the entries by what they are for."""

    journal: Journal
    ada: Leader
    bram: Leader
    entries: dict[str, Entry]


@pytest.fixture
def file(journal: Journal, ada: Leader, clock: Clock) -> File:
    """Eight entries about Ada (one shared with Bram, one refiled to him), two about Bram alone."""
    bram = leader("Bram Visser")
    journal.put(bram)
    made: dict[str, Entry] = {}

    def note(name: str, *leaders: Leader, **values: object) -> None:
        made[name] = entry(*leaders, **values)
        journal.put(made[name])
        clock.pass_time(HOUR)

    attached = journal.take_in("minutes.txt", io.BytesIO(b"what was agreed"))
    made["praise"] = entry(
        ada, kind="praise", behaviour="Thanked the team by name.", attachment_ids=(attached.id,)
    )
    journal.put(attached, made["praise"])
    note(
        "counsel", ada, lane="counsel", counsel={"lawyer": "L. Pryce", "purpose": "advice"}, text="PRIVILEGED"
    )
    note("reflection", ada, lane="reflection", text="AM I FAIR")
    note("bram", bram, text="ABOUT BRAM ONLY")
    note("both", ada, bram, text="The two of them disagreed in the review.")
    note("corrected", ada, behaviour="She was defensive.", impact="The room went quiet.")
    note("stray", ada, text="MEANT FOR BRAM")
    note("bram too", bram, text="BRAM AGAIN")
    clock.pass_time(30 * DAY)
    note("late", ada, text="Remembered much later.", late_reason="Found in an old notebook.")
    note("withdrawn", ada, text="Heard it wrong.")
    corrected = journal.view.get(made["corrected"].id).record
    journal.correct(corrected.changed(behaviour="She said “no” four times."), "A label, not what I saw")
    clock.pass_time(60)
    again = journal.view.get(made["corrected"].id).record
    journal.correct(again.changed(impact="The room was quiet for a minute."), "More exact")
    journal.add(made["praise"].id, "The team thanked her too.", "Came to light later")
    journal.withdraw(made["withdrawn"].id, "It was somebody else")
    journal.refile(made["stray"].id, (bram.id,), "Wrong person")
    return File(journal, ada, bram, made)


@pytest.fixture
def gathered(file: File) -> Callable[..., Evidence]:
    """Evidence about Ada as a selection with these values makes it."""

    def make(**values: object) -> Evidence:
        journal = file.journal
        selection = Selection(leader_ids=(file.ada.id,), **values)
        return gather(journal.view, journal.head, journal.counts.proofs((file.ada.id,)), selection, COVER)

    return make


@pytest.fixture
def evidence(gathered: Callable[..., Evidence]) -> Evidence:
    return gathered()


class Coached(NamedTuple):
    """The file with a coaching record of each type about Ada, five of them about Bram too, and an intake more."""

    file: File
    records: dict[str, AboutLeaders]
    intake: Intake


@pytest.fixture
def coached(file: File) -> Coached:
    contact = Contact.make(name="J. Fairclough", relation="sponsor")
    entries = (file.entries["praise"], file.entries["corrected"])
    records = one_of_each((file.ada, file.bram), entries, contact)
    intake = Intake.make(
        leader_ids=(file.ada.id, file.bram.id),
        case_id=records["case"].id,
        interviewee=SECRET,
        day="2026-03-02",
        background=SECRET,
        history=SECRET,
        untenable=SECRET,
        promised=True,
    )
    file.journal.put(contact)
    file.journal.put(*records.values())
    file.journal.put(intake, reason=SECRET)
    file.journal.put(records["goal"].changed(status="met"), reason="Three reviews in a row")
    file.journal.withdraw(records["support"].id, "It was another leader's mentor")
    file.journal.put(intake.changed(history=f"{SECRET} 2"))
    return Coached(file, records, intake)


@pytest.fixture
def made(coached: Coached) -> Make:
    def make(about: Leader = coached.file.ada, **values: Any) -> Evidence:
        journal, selection = coached.file.journal, Selection(leader_ids=(about.id,), **values)
        return gather(journal.view, journal.head, journal.counts.proofs((about.id,)), selection, COVER)

    return make
