"""The demo is a journal like any other: written act by act, each at its own time, and right to the last page."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coachdesk import resources
from coachdesk.demo import NAME, DemoBuilt, build_demo
from coachdesk.export.releasing import manager_of
from coachdesk.journal.errors import AlreadyExists
from coachdesk.journal.opening import open_journal
from coachdesk.journal.view import View
from coachdesk.ledger.clock import parse
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import Entry
from tests.making import COST, PASSPHRASE

CASE: dict[str, Any] = json.loads(resources.path("demo", "case.json").read_text("utf-8"))
NOTES = [act for act in CASE["acts"] if act["do"] == "note"]


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
    assert [leader.name for leader in view.leaders()] == [CASE["leader"]["name"]] == [built.leader]
    assert len(view.records("contact")) == len(CASE["contacts"])
    assert manager_of(view).name == CASE["manager"]["name"]


def test_every_act_was_recorded_at_its_own_time_and_offset(view: View) -> None:
    acts = [line.event for line in view.lines() if line.event.record_type == "entry"]
    assert len(acts) == len(CASE["acts"])
    for event, act in zip(acts, CASE["acts"], strict=True):
        at = dt.datetime.fromisoformat(act["recorded"])
        assert parse(event.recorded_at) == at
        assert dt.timedelta(minutes=event.offset) == at.utcoffset()


def test_what_was_told_points_to_the_conversation_in_which_it_was(view: View, built: DemoBuilt) -> None:
    entries = written(view, built)
    told = [act for act in CASE["acts"] if act["do"] == "told"]
    for act in told:
        now = entries[act["ref"]].told
        assert now is not None
        assert now.entry_id == entries[act["told"]["entry_id"]].id
        assert now.day == act["told"]["day"]


def test_corrections_additions_and_withdrawals_were_done(view: View, built: DemoBuilt) -> None:
    entries = written(view, built)
    for act in CASE["acts"]:
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


def test_the_journal_is_right_to_the_last_page_and_its_clock_never_jumped(built: DemoBuilt) -> None:
    with open_journal(built.journal_path, PASSPHRASE) as journal:
        checked = journal.check()
    assert checked.entries == built.entries
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
