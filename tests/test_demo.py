"""The demo is a journal like any other: written act by act, each at its own time, and right to the last page."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from msgspec.structs import replace

from coachdesk import resources
from coachdesk.coaching.acknowledgement import state_of
from coachdesk.coaching.due_items import due_items
from coachdesk.coaching.feedback360 import view_of
from coachdesk.coaching.intervention import case_file, steps
from coachdesk.coaching.meetings import kept
from coachdesk.coaching.on_file import those
from coachdesk.coaching.playbook import load_steps, playbook
from coachdesk.coaching.wording import Checker
from coachdesk.demo import NAME, DemoBuilt, build_demo
from coachdesk.demo_exports import choices_of
from coachdesk.export.pdf.layout import lay_out
from coachdesk.export.proof import prove
from coachdesk.export.releasing import begin, gathered, manager_of
from coachdesk.export.report import document_of
from coachdesk.journal.errors import AlreadyExists
from coachdesk.journal.opening import open_journal
from coachdesk.journal.view import View
from coachdesk.ledger.clock import parse
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.case import Case
from coachdesk.records.consequence import Letter
from coachdesk.records.decision import Decision
from coachdesk.records.entry import Entry
from coachdesk.records.feedback360 import Round
from coachdesk.records.forms import COACHING, type_name
from coachdesk.records.issue import Issue
from coachdesk.records.plan import Goal
from coachdesk.records.support import Support
from tests.making import COST, PASSPHRASE

STORIES: list[dict[str, Any]] = [
    json.loads(path.read_text("utf-8"))
    for path in sorted(Path(str(resources.path("demo"))).iterdir())
    if path.suffix == ".json"
]
CASE = next(story for story in STORIES if "exports" in story)
NOTES = [act for act in CASE["acts"] if act["do"] == "note"]
ACTS = sorted(
    (act for story in STORIES for act in story["acts"]),
    key=lambda act: dt.datetime.fromisoformat(act["recorded"]),
)
_PURPOSE = (
    "Role review after the third quarter: to decide with HR whether the role, the support and the plan go on as they "
    "are, are changed, or end, as agreed in the meeting of 2 October 2026."
)
LAST_DAY = dt.date(2026, 10, 9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def built(folder: Path) -> DemoBuilt:
    return build_demo(folder, PASSPHRASE, COST)


@pytest.fixture
def view(built: DemoBuilt) -> Iterator[View]:
    with open_journal(built.journal_path, PASSPHRASE) as journal:
        yield journal.view


def written(view: View, built: DemoBuilt) -> dict[str, Entry]:
    """The entries as they now stand, by the ref of the act that wrote them."""
    listed = sorted(view.timeline(built.leader_id).entries, key=lambda one: one.number)
    return {act["ref"]: one.entry for act, one in zip(NOTES, listed, strict=True)}


def test_every_note_of_the_case_is_there_and_its_leader_and_people(view: View, built: DemoBuilt) -> None:
    assert built.entries == len(NOTES) == len(written(view, built))
    assert built.leader == CASE["leaders"][0]["name"]
    assert {leader.name for leader in view.leaders()} == {
        one["name"] for story in STORIES for one in story["leaders"]
    }
    assert len(view.records("contact")) == sum(len(story["contacts"]) for story in STORIES)
    assert manager_of(view).name == CASE["manager"]["name"]


def test_every_act_was_recorded_at_its_own_time_and_offset(view: View) -> None:
    people = ("leader", "contact", "attachment")
    events = [line.event for line in view.lines() if line.event.record_type not in people]
    recorded = [(parse(one.recorded_at), dt.timedelta(minutes=one.offset)) for one in events]
    moments = [dt.datetime.fromisoformat(act["recorded"]) for act in ACTS]
    # A series is one act and many meetings: each of its events is recorded at the moment of the act.
    assert list(dict.fromkeys(recorded)) == list(dict.fromkeys((at, at.utcoffset()) for at in moments))


def test_what_was_told_points_to_the_conversation_in_which_it_was(view: View, built: DemoBuilt) -> None:
    entries = written(view, built)
    told = [act for act in CASE["acts"] if act["do"] == "told"]
    for act in told:
        now = entries[act["ref"]].told
        assert now is not None
        assert now.entry_id == entries[act["told"]["entry_id"].removeprefix("@")].id
        assert now.day == act["told"]["day"]


def test_corrections_additions_and_withdrawals_were_done(view: View, built: DemoBuilt) -> None:
    entries = written(view, built)
    changes = [act for act in CASE["acts"] if act["do"] in ("correct", "add", "withdraw")]
    assert len(changes) > 5
    for act in changes:
        last = view.history(entries[act["ref"]].id)
        if act["do"] == "correct":
            assert act["reason"] in [revision.payload.reason for revision in last]
        if act["do"] == "add":
            assert act["text"] in [addition.text for addition in entries[act["ref"]].additions]
        if act["do"] == "withdraw":
            assert last[-1].event.action == "withdraw"


def test_the_attachments_are_the_files_of_the_case(view: View, built: DemoBuilt) -> None:
    entries, seen = written(view, built), 0
    for act in NOTES:
        for name, attachment_id in zip(
            act["entry"].get("attachments", ()), entries[act["ref"]].attachment_ids, strict=True
        ):
            record = view.get(attachment_id).record
            assert isinstance(record, Attachment)
            data = resources.path("demo", "attachments", name).read_bytes()
            assert (record.name, record.digest) == (name, hashlib.sha256(data).hexdigest())
            assert b"".join(view.content(record)) == data
            seen += 1
    assert seen == len(list(resources.path("demo", "attachments").iterdir()))


def test_little_is_left_to_do_and_no_note_is_dated_after_it_was_written(view: View) -> None:
    due = [one for one in due_items(everything(view), LAST_DAY) if one.kind not in ("no_note", "meeting")]
    points = [one for one in due if one.kind == "action_point"]
    untold = [one for one in due if one.kind == "example"]
    assert [one.kind for one in due if one not in (*points, *untold)] == []
    assert 1 <= len(points) <= 4
    assert sum(0 < one.overdue_days < 14 for one in points) >= 1
    assert 1 <= len(untold) <= 2
    for story in STORIES:
        for act in story["acts"]:
            if act["do"] == "note":
                assert act["entry"]["occurred"]["day"] <= act["recorded"][:10]


def test_the_stories_show_all_that_coaching_has(view: View) -> None:
    records = everything(view)
    assert {type_name(one) for one in records} >= {*COACHING}
    states = {state_of(one) for one in those(records, Issue)}
    assert states == {"raised", "acknowledged", "partly", "disputed", "denied", "withdrawn"}
    denied = [playbook(one, records, load_steps()) for one in those(records, Issue)]
    assert {step.state for found in denied if found for step in found.steps} == {"done", "skipped", "open"}
    (feedback,) = those(records, Round)
    assert view_of(feedback).suppressed == ("superiors",)
    assert {one.answer for one in those(records, Support)} == {"accepted", "declined"}
    assert {one.status for one in those(records, Goal)} >= {"open", "met", "partly", "not_met"}
    assert any(len(view.history(one.id)) > 2 for one in those(records, Goal))
    assert {one.kind for one in those(records, Letter)} == {"consequence", "pip"}
    chosen = [option.kind for one in those(records, Decision) for option in one.options if option.chosen]
    assert sorted(chosen) == ["extend", "part_ways"]


def test_the_case_of_two_was_gone_through_to_its_end(view: View) -> None:
    records = everything(view)
    (case,) = those(records, Case)
    file = case_file(case, records)
    assert len(case.leader_ids) == 2
    names = {one.id: one.name for one in view.leaders()}
    assert [step.key for step in steps(file, names) if not step.is_done] == []
    assert {one.released for one in file.intakes} == {True, False}
    answers = [answer.state for item in file.items for answer in item.answers]
    assert set(answers) == {"agreed", "amended", "disputed"}
    assert {len(one.sign_offs) for one in file.expectations} == {4}
    held = kept(file.series, dt.datetime(2026, 10, 9, tzinfo=dt.UTC))
    assert (len(held.kept), len(held.missed), len(held.moved)) == (20, 1, 4)
    first, second = (
        [one.entry.id for one in view.timeline(who, limit=-1).entries] for who in case.leader_ids
    )
    assert len(set(first) & set(second)) > 5
    assert set(first) != set(second)


def test_four_documents_are_exported_and_one_names_nobody_else(view: View, built: DemoBuilt) -> None:
    made = {one.name: choices_of(view, built, one, "a password") for one in built.exports}
    assert list(made) == ["archive", "protected", "redacted", "case"]
    assert [name for name, one in made.items() if one.protected] == ["protected"]
    assert [name for name, one in made.items() if one.redaction.aliases] == ["redacted"]
    assert len(made["case"].selection.leader_ids) == 2
    hidden = made["redacted"]
    assert len(hidden.redaction.dropped_attachments) == 3
    aliased = {name for alias in hidden.redaction.aliases for name in alias.names}
    assert aliased > {"Noa Ben-Ami", "Noa", "Priya Raghunathan", "priya.raghunathan@aldermoor.example"}
    assert not aliased & {built.leader, "Leeds", "Thread", "Nidd"}


@pytest.mark.parametrize("page_size", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["archive", "case"])
def test_the_cover_is_one_page_on_either_paper(
    built: DemoBuilt, name: str, page_size: Literal["A4", "Letter"]
) -> None:
    """With much to say: the preset for HR, copies, and a purpose on two lines."""
    wanted = next(one for one in built.exports if one.name == name)
    with open_journal(built.journal_path, PASSPHRASE) as journal:
        choices = replace(
            choices_of(journal.view, built, wanted, ""),
            page_size=page_size,
            locale="en-US",
            protected="a password",
            purpose=_PURPOSE,
            copy="1 of 3",
            distribution=("A. Byrne, HR", "L. Pryce, counsel", "The manager’s own file"),
        )
        evidence = gathered(journal.view, begin(journal, choices)).evidence
    document = document_of(prove(evidence))
    first = next(
        one for one in lay_out(document, lambda _share: None).headings if one.title == "How to read this"
    )
    assert first.page == 1


def test_nobody_is_labelled(view: View) -> None:
    """What a part is missing from is no matter here, and a reflection may be as blunt as it likes."""
    checker = Checker.load()
    found = [
        (entry.title, one.rule, one.found)
        for entry in those(everything(view), Entry)
        if entry.lane != "reflection"
        for one in checker.check_entry(entry)
        if one.rule != "L10"
    ]
    assert len(found) <= 3, found


def everything(view: View) -> list[Record]:
    """All records as they now stand, without what was withdrawn."""
    entries = {
        one.entry.id: one.entry
        for leader in view.leaders()
        for one in view.timeline(leader.id, limit=-1).entries
        if not one.withdrawn
    }
    coaching = [record for record_type in COACHING for record in view.records(record_type)]
    return [*view.leaders(), *entries.values(), *coaching]


def test_the_journal_is_right_to_the_last_page_and_its_clock_never_jumped(built: DemoBuilt) -> None:
    with open_journal(built.journal_path, PASSPHRASE) as journal:
        checked = journal.check()
    assert checked.entries == sum(act["do"] == "note" for act in ACTS)
    assert checked.anomalies == ()


def test_the_recovery_code_opens_it_too(built: DemoBuilt) -> None:
    with open_journal(built.journal_path, built.recovery_code, by="recovery") as journal:
        assert journal.view.leaders()


def test_a_second_demo_in_the_same_folder_is_refused_and_the_first_left_alone(
    folder: Path, built: DemoBuilt
) -> None:
    before = (folder / NAME / "journal.db").read_bytes()
    with pytest.raises(AlreadyExists):
        build_demo(folder, PASSPHRASE, COST)
    assert (built.journal_path / "journal.db").read_bytes() == before


def test_progress_runs_to_the_end(tmp_path: Path) -> None:
    shares: list[float] = []
    build_demo(tmp_path, PASSPHRASE, COST, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
