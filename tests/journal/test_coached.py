"""Coaching records through the one door: put, revised, withdrawn, read again after a restart, and checked."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from coachdesk.journal.coached import references
from coachdesk.journal.errors import AlreadyWithdrawn, NoSuchRecord, NothingChanged, ReasonMissing
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.ledger.counts import Count
from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import InvalidRecord, new_id
from coachdesk.records.case import Case
from coachdesk.records.entry import Entry
from coachdesk.records.forms import COACHING, RECORD_TYPES, type_name
from coachdesk.records.issue import Issue
from coachdesk.records.people import Contact, Leader
from coachdesk.records.plan import Goal, Plan
from coachdesk.records.protected import ProtectedEvent
from coachdesk.records.support import Support
from tests.coached import one_of_each
from tests.making import entry, leader

NOBODY = "f" * 24


class Coached(NamedTuple):
    """A journal with one coaching record of each type, and what they name."""

    journal: Journal
    ada: Leader
    bram: Leader
    entries: tuple[Entry, Entry]
    records: dict[str, AboutLeaders]


@pytest.fixture
def desk(journal: Journal, ada: Leader) -> Coached:
    """Everything that coaching records name, and not yet any of them in the journal."""
    bram, contact = leader("Bram Visser"), Contact.make(name="J. Fairclough", relation="sponsor")
    first, second = entry(ada), entry(ada)
    journal.put(bram, contact)
    journal.put(first, second)
    return Coached(journal, ada, bram, (first, second), one_of_each((ada, bram), (first, second), contact))


@pytest.fixture
def coached(desk: Coached) -> Coached:
    """The same with all of them in it: they may name each other in whatever order they are given."""
    desk.journal.put(*desk.records.values())
    return desk


def revised(record: AboutLeaders) -> AboutLeaders:
    """The record with its first free text changed, or its notes gone."""
    for field in msgspec.structs.fields(type(record)):
        name, value = field.name, getattr(record, field.name)
        if (
            field.type is str
            and value
            and name not in ("id", "day", "digest")
            and not name.endswith(("_id", "_on"))
        ):
            return record.changed(**{name: value + " Later."})
    if isinstance(record, ProtectedEvent):  # it has no text at all
        return record.changed(type="complaint")
    return record.changed(notes=None)


def restarted(journal: Journal, journal_folder: Path, recovery_code: str) -> Journal:
    journal.close()
    return open_journal(journal_folder, recovery_code, "recovery")


@pytest.mark.parametrize("record_type", COACHING)
def test_it_is_put_revised_withdrawn_and_read_again(
    coached: Coached, record_type: str, journal_folder: Path, recovery_code: str
) -> None:
    journal, record = coached.journal, coached.records[record_type]
    later = revised(record)
    journal.put(later, reason="It went on")
    journal.withdraw(record.id, "Not so")
    journal.check()
    with restarted(journal, journal_folder, recovery_code) as again:
        history = again.view.history(record.id)
        assert [one.event.action for one in history] == ["create", "update", "withdraw"]
        assert [one.record for one in history] == [record, later, later]
        assert [one.payload.reason for one in history] == ["", "It went on", "Not so"]
        assert {one.payload.leaders for one in history} == {record.leader_ids}
        assert {number for one in history for number in one.payload.numbers} == {0}
        checked = again.check()
        assert (checked.head, checked.entries) == (again.head, 2)


def test_every_event_counts_for_its_leaders_and_none_is_an_entry(coached: Coached) -> None:
    both = sum(len(record.leader_ids) == 2 for record in coached.records.values())
    assert both == 5
    assert coached.journal.counts.of[coached.ada.id] == Count(2, 2 + len(COACHING))
    assert coached.journal.counts.of[coached.bram.id] == Count(0, both)


def test_entries_are_numbered_as_if_there_were_no_coaching_records(coached: Coached) -> None:
    for one in (coached.ada, coached.bram):
        coached.journal.put(entry(one))
    assert [one.number for one in coached.journal.view.timeline(coached.ada.id).entries] == [3, 2, 1]
    assert [one.number for one in coached.journal.view.timeline(coached.bram.id).entries] == [1]
    assert coached.journal.check().entries == 4


@pytest.mark.parametrize("record_type", COACHING)
def test_whatever_it_names_must_exist(desk: Coached, record_type: str) -> None:
    journal, record = desk.journal, desk.records[record_type]
    others = [one for one in desk.records.values() if one is not record]
    named, head = set(references(record)), journal.head
    assert {("leader", one) for one in record.leader_ids} <= named
    for _, record_id in named:
        text = json.dumps(msgspec.to_builtins(record)).replace(record_id, NOBODY)
        astray = type(record).make(**json.loads(text))
        with pytest.raises(NoSuchRecord) as missing:
            journal.put(*others, astray)
        assert missing.value.record_id == NOBODY
    assert journal.head == head


def test_every_field_that_names_something_is_found(desk: Coached) -> None:
    def ids(value: Any) -> Iterable[str]:
        if isinstance(value, dict):
            for item in value.values():
                yield from ids(item)
        elif isinstance(value, list | tuple):
            for item in value:
                yield from ids(item)
        elif isinstance(value, str) and len(value) == 24 and not set(value) - set("0123456789abcdef"):
            yield value

    for record in desk.records.values():
        found = {record_id for _, record_id in references(record)}
        assert found == set(ids(msgspec.to_builtins(record))) - {record.id}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda desk: Goal.make(leader_ids=(desk.ada.id,), plan_id=desk.entries[0].id, title="x"),
        lambda desk: Plan.make(leader_ids=(desk.entries[0].id,), started="2026-03-02"),
        lambda desk: desk.records["link"].changed(entry_id=desk.ada.id),
        lambda desk: desk.records["preparation"].changed(success_entry_id=desk.ada.id),
        lambda desk: desk.records["issue"].changed(
            acknowledgements=[{"state": "denied", "day": "2026-03-02", "entry_id": desk.ada.id}]
        ),
    ],
    ids=["plan", "leader", "entry", "success_entry", "inside_a_part"],
)
def test_what_it_names_must_be_of_the_right_type(
    desk: Coached, wrong: Callable[[Coached], AboutLeaders]
) -> None:
    with pytest.raises(NoSuchRecord):
        desk.journal.put(wrong(desk))


def test_a_link_and_a_meeting_may_belong_to_anything(coached: Coached) -> None:
    for target in (coached.records["issue"].id, coached.ada.id, coached.entries[1].id):
        coached.journal.put(coached.records["link"].changed(id=new_id(), target_id=target))
        coached.journal.put(coached.records["meeting"].changed(id=new_id(), of_id=target))
    assert len(coached.journal.view.records("link")) == 4


@pytest.mark.parametrize("record_type", COACHING)
def test_a_revision_that_changes_nothing_and_one_after_the_end_are_refused(
    coached: Coached, record_type: str
) -> None:
    journal, record = coached.journal, coached.records[record_type]
    with pytest.raises(NothingChanged):
        journal.put(record)
    with pytest.raises(ReasonMissing):
        journal.withdraw(record.id, " ")
    journal.withdraw(record.id, "Not so")
    head = journal.head
    with pytest.raises(AlreadyWithdrawn):
        journal.put(revised(record))
    with pytest.raises(AlreadyWithdrawn):
        journal.withdraw(record.id, "Again")
    assert journal.head == head


def test_only_entries_and_coaching_records_are_withdrawn_and_only_entries_refiled(coached: Coached) -> None:
    with pytest.raises(NoSuchRecord):
        coached.journal.withdraw(coached.ada.id, "x")
    for change in (
        lambda: coached.journal.add(coached.records["goal"].id, "x", "y"),
        lambda: coached.journal.refile(coached.records["goal"].id, [coached.bram.id], "y"),
    ):
        with pytest.raises(NoSuchRecord):
            change()


def test_a_record_keeps_its_type(coached: Coached) -> None:
    with pytest.raises(InvalidRecord, match="another_record_has_it"):
        coached.journal.put(
            Issue.make(id=coached.records["goal"].id, leader_ids=(coached.ada.id,), title="x")
        )


def test_all_that_is_put_together_is_put_or_none(coached: Coached) -> None:
    head, plan = coached.journal.head, coached.records["plan"]
    with pytest.raises(NoSuchRecord):
        coached.journal.put(revised(plan), coached.records["goal"].changed(plan_id=NOBODY))
    assert coached.journal.head == head
    assert coached.journal.view.get(plan.id).record == plan


@pytest.mark.parametrize("record_type", COACHING)
def test_a_leader_has_the_newest_of_what_still_stands(coached: Coached, record_type: str) -> None:
    journal, record = coached.journal, coached.records[record_type]
    later, second = revised(record), record.changed(id=new_id())
    journal.put(later, second)
    assert journal.view.about(coached.ada.id, record_type) == (later, second)
    assert journal.view.about(coached.bram.id, record_type) == (
        (later, second) if coached.bram.id in record.leader_ids else ()
    )
    journal.withdraw(record.id, "Not so")
    assert journal.view.about(coached.ada.id, record_type) == (second,)
    assert journal.view.records(record_type) == (second,)


def test_a_text_that_holds_an_id_is_not_about_that_leader(coached: Coached) -> None:
    plan = Plan.make(leader_ids=(coached.ada.id,), started="2026-03-02", purpose=coached.bram.id)
    coached.journal.put(plan)
    assert plan in coached.journal.view.about(coached.ada.id, "plan")
    assert coached.journal.view.about(coached.bram.id, "plan") == ()
    assert coached.journal.view.about(coached.ada.id, "entry") == ()
    assert coached.journal.view.about(coached.ada.id, "leader") == ()


def test_who_leaves_a_case_is_named_once_more_and_who_comes_from_then_on(coached: Coached) -> None:
    journal, ada, bram, case = coached.journal, coached.ada, coached.bram, coached.records["case"]
    cleo = leader("Cleo")
    journal.put(cleo)
    before = journal.counts.of[bram.id].events
    journal.put(case.changed(leader_ids=(ada.id, cleo.id)), reason="Bram moved to another team")
    assert journal.view.get(case.id).payload.leaders == (ada.id, cleo.id, bram.id)
    journal.put(case.changed(leader_ids=(ada.id, cleo.id), common_goal="One plan."))
    assert journal.view.get(case.id).payload.leaders == (ada.id, cleo.id)
    assert journal.counts.of[bram.id].events == before + 1
    assert journal.counts.of[cleo.id] == Count(0, 2)
    assert journal.view.about(bram.id, "case") == ()
    assert [one.id for one in journal.view.about(cleo.id, "case")] == [case.id]
    of_case = [one.event.action for one in journal.view.file_of(bram.id) if one.event.record_id == case.id]
    assert of_case == ["create", "update"]
    assert journal.check().head == journal.head


def test_a_leader_who_left_keeps_their_case_and_their_support(coached: Coached) -> None:
    journal, ada = coached.journal, coached.ada
    journal.put(ada.changed(archived=True))
    journal.put(revised(coached.records["case"]))
    journal.put(Case.make(leader_ids=(ada.id, coached.bram.id), title="Again", opened_on="2026-03-02"))
    journal.put(Support.make(leader_ids=(ada.id,), what="Outplacement", offered_on="2026-03-02"))
    assert [len(journal.view.about(ada.id, one)) for one in ("case", "support")] == [2, 2]
    assert journal.check().head == journal.head


def test_a_file_is_every_event_about_the_leader_in_the_order_of_the_ledger(coached: Coached) -> None:
    coached.journal.put(revised(coached.records["goal"]))
    for one in (coached.ada, coached.bram):
        file = coached.journal.view.file_of(one.id)
        assert len(file) == coached.journal.counts.of[one.id].events
        assert [stored.event.seq for stored in file] == sorted(stored.event.seq for stored in file)


def test_no_search_finds_what_was_told_in_confidence(coached: Coached) -> None:
    for record in coached.records.values():
        for words in ("merger", "untenable", "Night lead", "nights", "hears late", "Interrupted"):
            found = {hit.record_id for hit in coached.journal.view.search(words)}
            assert record.id not in found
    assert len(coached.journal.view.search("Interrupted")) == 2


def test_what_is_put_without_a_single_reference_needs_only_its_leader(journal: Journal, ada: Leader) -> None:
    lightest = {
        "plan": {"started": "2026-03-02"},
        "issue": {"title": "Listens late"},
        "expectation": {"text": "Owns the business problem."},
        "consequence": {"what": "Another director presents."},
        "decision": {"title": "After the plan", "decided_on": "2026-03-02"},
        "fit_review": {"day": "2026-03-02"},
        "preparation": {},
        "meeting": {"at": {"local": "2026-03-09T15:00"}},
        "round": {"title": "Spring", "opened_on": "2026-03-02"},
    }
    records = [RECORD_TYPES[name].make(leader_ids=(ada.id,), **values) for name, values in lightest.items()]
    journal.put(*records)
    assert [journal.view.about(ada.id, type_name(record)) for record in records] == [
        (one,) for one in records
    ]


def test_the_histories_of_a_leader_are_whole_and_without_what_was_withdrawn(
    journal: Journal, ada: Leader
) -> None:
    bo = Leader.make(name="Bo Lindqvist")
    journal.put(bo)
    both = Issue.make(leader_ids=(ada.id, bo.id), title="Two sides")
    own = Plan.make(leader_ids=(ada.id,), started="2026-03-02")
    gone = Plan.make(leader_ids=(ada.id,), started="2026-03-03")
    for record in (both, own, gone):
        journal.put(record)
    journal.put(both.changed(status="improving"))
    journal.withdraw(gone.id, "Begun by mistake")
    found = journal.view.histories(ada.id, ("issue", "plan"))
    states = {one[0].record.id: [revision.record for revision in one] for one in found}
    assert states == {both.id: [both, both.changed(status="improving")], own.id: [own]}
    assert [one[0].record.id for one in journal.view.histories(bo.id, ("issue", "plan"))] == [both.id]
    assert journal.view.histories(ada.id, ("entry", "goal")) == ()
