"""The one door: what is sealed, how sealed records change, and what is counted."""

import io
from collections.abc import Callable

import pytest

from coachdesk.journal.connection import dbapi2
from coachdesk.journal.errors import (
    AlreadyWithdrawn,
    NoSuchRecord,
    NothingChanged,
    ReasonMissing,
)
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.ledger.counts import Count
from coachdesk.records.base import InvalidRecord
from coachdesk.records.clock_change import ClockChange
from coachdesk.records.handover import Export
from coachdesk.records.people import Contact, Leader
from tests.making import PASSPHRASE, Clock, entry, leader


@pytest.fixture
def bo(journal: Journal) -> Leader:
    """A second leader."""
    bo = leader("Bo Lind")
    journal.put(bo)
    return bo


def counts(journal: Journal) -> dict[str, tuple[int, int]]:
    """Entries and events for each leader, the same after opening again."""
    return {leader_id: (count.entries, count.events) for leader_id, count in journal.counts.of.items()}


def file_of(journal: Journal, about: Leader) -> list[tuple[int, str, int]]:
    """A leader's entries by their numbers: number, text, revision."""
    shown = journal.view.timeline(about.id).entries
    return sorted((one.number, one.entry.text, one.revision) for one in shown)


def test_what_was_put_is_durable_when_the_call_returns(journal: Journal, ada: Leader) -> None:
    note = entry(ada)
    event = journal.put(note)
    other = journal.open_view()
    assert other.get(note.id).record == note
    assert other.get(note.id).event == event
    other.close()


def test_an_event_says_what_was_done_to_what_and_when(journal: Journal, ada: Leader, clock: Clock) -> None:
    clock.change_offset(120)
    event = journal.put(note := entry(ada), reason="late")
    assert (event.seq, event.record_id, event.record_type, event.schema) == (2, note.id, "entry", 1)
    assert (event.revision, event.action, event.offset) == (1, "create", 120)
    assert event.recorded_at == clock.reading.recorded_at
    assert event.boottime == clock.reading.boottime
    assert journal.view.get(note.id).payload.reason == "late"
    assert journal.head.size == 2


def test_the_boot_is_named_under_a_mark_of_this_journal_only(
    journal: Journal, ada: Leader, clock: Clock
) -> None:
    first = journal.put(entry(ada))
    assert clock.reading.boot not in first.boot
    clock.restart()
    assert len({first.boot, journal.put(entry(ada)).boot}) == 2
    clock.restart(boot="")
    assert journal.put(entry(ada)).boot == ""


def test_entries_are_numbered_in_each_leaders_file_and_other_records_are_not(
    journal: Journal, ada: Leader, bo: Leader
) -> None:
    journal.put(entry(ada, text="one"), Contact.make(name="Coach"), entry(ada, bo, text="both"))
    journal.put(entry(ada, text="two"))
    assert file_of(journal, ada) == [(1, "one", 1), (2, "both", 1), (3, "two", 1)]
    assert file_of(journal, bo) == [(1, "both", 1)]
    assert counts(journal) == {ada.id: (3, 3), bo.id: (1, 1)}


def test_all_records_of_one_put_are_sealed_or_none(journal: Journal, ada: Leader) -> None:
    head = journal.head
    with pytest.raises(NoSuchRecord):
        journal.put(leader("New"), entry(ada), entry(leader("Nobody")))
    assert journal.head == head
    assert [one.name for one in journal.view.leaders()] == [ada.name]


def test_a_leader_or_contact_put_again_is_an_update(journal: Journal, ada: Leader) -> None:
    event = journal.put(ada.changed(role="Head of Dispatch"), reason="promoted")
    assert (event.action, event.revision) == ("update", 2)
    assert journal.view.leaders() == (ada.changed(role="Head of Dispatch"),)
    assert [revision.payload.reason for revision in journal.view.history(ada.id)] == ["", "promoted"]


def test_what_the_ledger_says_about_itself_has_actions_of_its_own(journal: Journal) -> None:
    changed = ClockChange.make(kind="back", before="a", after="b", seconds=-1)
    export = Export.make(
        number="1", state="prepared", leader_ids=(), purpose="", recipient="", digest="", size=1, root="",
        entries=0, withheld=0,
    )  # fmt: skip
    assert journal.put(changed).action == "clock"
    assert journal.put(export).action == "export"
    released = journal.put(export.changed(state="released"))
    assert (released.action, released.revision) == ("export", 2)


@pytest.mark.parametrize("about", ["nobody", "contact"])
def test_an_entry_is_about_leaders_who_are_known(about: str, journal: Journal) -> None:
    contact = Contact.make(name="Coach")
    journal.put(contact)
    with pytest.raises(NoSuchRecord):
        journal.put(entry(leader_ids=(contact.id if about == "contact" else "nobody",)))


def test_a_sealed_entry_is_not_put_again(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada))
    for again in (note, note.changed(text="other")):
        with pytest.raises(InvalidRecord, match="sealed_already"):
            journal.put(again)
    with pytest.raises(InvalidRecord, match="named_twice"):
        journal.put(twice := entry(ada), twice)
    assert journal.head.size == 2


def test_an_id_belongs_to_one_kind_of_record(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada))
    for impostor in (
        leader("Impostor", id=note.id),
        Contact.make(id=ada.id, name="Impostor"),
        entry(ada, id=ada.id),
    ):
        with pytest.raises(InvalidRecord, match="another_record_has_it"):
            journal.put(impostor)
    journal.check()


def test_putting_nothing_is_refused_and_drops_no_draft(journal: Journal) -> None:
    journal.keep_draft("d", {"text": "unsaved"})
    with pytest.raises(InvalidRecord):
        journal.put(draft_id="d")
    assert len(journal.view.drafts()) == 1


def test_an_addition_stands_under_the_text_which_stays(journal: Journal, ada: Leader) -> None:
    file = journal.take_in("file", io.BytesIO(b"a"))
    journal.put(note := entry(ada), file)
    journal.add(note.id, "first", "remembered")
    event = journal.add(note.id, "second\r\nline\x00", "remembered more", [file.id])
    now = journal.view.get(note.id).record
    assert (event.action, event.revision) == ("add", 3)
    assert [(one.text, one.attachment_ids) for one in now.additions] == [
        ("first", ()),
        ("second\nline\ufffd", (file.id,)),
    ]  # type: ignore[attr-defined]
    assert now.changed(additions=()) == note  # type: ignore[attr-defined]


def test_a_correction_seals_the_new_state_and_keeps_the_old_in_the_history(
    journal: Journal, ada: Leader
) -> None:
    journal.put(note := entry(ada, text="tree times"))
    event = journal.correct(note.changed(text="three times"), "a slip of the pen\x07")
    assert (event.action, event.revision) == ("correct", 2)
    first, second = journal.view.history(note.id)
    assert (first.record, first.payload.reason) == (note, "")
    assert (second.record, second.payload.reason) == (
        note.changed(text="three times"),
        "a slip of the pen\ufffd",
    )
    assert file_of(journal, ada) == [(1, "three times", 2)]


def test_a_withdrawal_keeps_the_text_and_is_visible(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada))
    event = journal.withdraw(note.id, "about somebody else")
    (shown,) = journal.view.timeline(ada.id).entries
    assert event.action == "withdraw"
    assert (shown.withdrawn, shown.entry, shown.number) == (True, note, 1)


def test_a_withdrawn_entry_takes_no_more_changes(journal: Journal, ada: Leader, bo: Leader) -> None:
    journal.put(note := entry(ada))
    journal.withdraw(note.id, "wrong")
    attempts = [
        lambda: journal.add(note.id, "more", "why"),
        lambda: journal.correct(note.changed(text="other"), "why"),
        lambda: journal.withdraw(note.id, "why"),
        lambda: journal.refile(note.id, [bo.id], "why"),
    ]
    for attempt in attempts:
        with pytest.raises(AlreadyWithdrawn) as told:
            attempt()
        assert told.value.record_id == note.id
    assert len(journal.view.history(note.id)) == 2


@pytest.mark.parametrize("reason", ["", "  ", "\n\t", "\u2003"])
def test_a_sealed_entry_changes_only_with_a_reason(
    reason: str, journal: Journal, ada: Leader, bo: Leader
) -> None:
    journal.put(note := entry(ada))
    attempts = [
        lambda: journal.add(note.id, "more", reason),
        lambda: journal.correct(note.changed(text="other"), reason),
        lambda: journal.withdraw(note.id, reason),
        lambda: journal.refile(note.id, [bo.id], reason),
    ]
    for attempt in attempts:
        with pytest.raises(ReasonMissing):
            attempt()
    assert len(journal.view.history(note.id)) == 1


def test_only_an_entry_that_is_there_can_be_changed(journal: Journal, ada: Leader) -> None:
    for record_id in ("nothing", ada.id):
        for attempt in (
            lambda record_id=record_id: journal.add(record_id, "more", "why"),
            lambda record_id=record_id: journal.withdraw(record_id, "why"),
            lambda record_id=record_id: journal.refile(record_id, [ada.id], "why"),
            lambda record_id=record_id: journal.correct(entry(ada, id=record_id), "why"),
        ):
            with pytest.raises(NoSuchRecord):
                attempt()


def test_a_correction_that_corrects_nothing_is_refused(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada))
    with pytest.raises(NothingChanged):
        journal.correct(note, "why")
    assert journal.head.size == 2


def test_a_correction_does_not_move_an_entry_to_another_leader(
    journal: Journal, ada: Leader, bo: Leader
) -> None:
    journal.put(note := entry(ada))
    with pytest.raises(InvalidRecord, match="refile_instead"):
        journal.correct(note.changed(leader_ids=(bo.id,)), "why")


def test_a_change_counts_as_an_event_and_not_as_an_entry(journal: Journal, ada: Leader, bo: Leader) -> None:
    journal.put(note := entry(ada, bo))
    journal.add(note.id, "more", "why")
    journal.correct(entry(ada, bo, id=note.id, text="other"), "why")
    journal.withdraw(note.id, "why")
    assert counts(journal) == {ada.id: (1, 4), bo.id: (1, 4)}


def test_a_refiled_entry_leaves_a_numbered_trace_and_takes_the_next_number_where_it_comes(
    journal: Journal, ada: Leader, bo: Leader
) -> None:
    journal.put(entry(ada, text="a1"), wrong := entry(ada, text="b3"), entry(ada, text="a3"))
    journal.put(entry(bo, text="b1"), entry(bo, text="b2"))
    event = journal.refile(wrong.id, [bo.id], "it was Bo")
    now = journal.view.get(wrong.id)
    assert event.action == "refile"
    assert now.record == wrong.changed(leader_ids=(bo.id,))
    assert (now.payload.leaders, now.payload.numbers) == ((bo.id, ada.id), (3, 2))
    assert file_of(journal, ada) == [(1, "a1", 1), (3, "a3", 1)]
    assert file_of(journal, bo) == [(1, "b1", 1), (2, "b2", 1), (3, "b3", 2)]
    assert counts(journal) == {ada.id: (3, 4), bo.id: (3, 3)}
    seen = [stored.event.seq for stored in journal.view.file_of(ada.id)]
    assert event.seq in seen
    journal.put(entry(ada, text="a4"))
    assert file_of(journal, ada)[-1] == (4, "a4", 1)
    journal.check()


def test_an_entry_keeps_its_number_where_it_stays(journal: Journal, ada: Leader, bo: Leader) -> None:
    journal.put(entry(ada, text="first"), note := entry(ada, text="second"))
    journal.refile(note.id, [bo.id, ada.id], "both were there")
    assert file_of(journal, ada)[-1] == (2, "second", 2)
    assert file_of(journal, bo) == [(1, "second", 2)]
    assert counts(journal) == {ada.id: (2, 3), bo.id: (1, 1)}


@pytest.mark.parametrize("corrected_meanwhile", [False, True])
def test_an_entry_that_comes_back_has_its_old_number_again(
    corrected_meanwhile: bool, journal: Journal, ada: Leader, bo: Leader
) -> None:
    journal.put(note := entry(ada, text="note"))
    journal.put(entry(ada, text="later"))
    journal.refile(note.id, [bo.id], "it was Bo")
    if corrected_meanwhile:
        journal.add(note.id, "more", "why")
    journal.refile(note.id, [ada.id], "no, it was Ada")
    assert [(number, text) for number, text, _ in file_of(journal, ada)] == [(1, "note"), (2, "later")]
    assert file_of(journal, bo) == []
    assert journal.counts.of[ada.id].entries == 2
    journal.check()


def test_refiling_needs_another_set_of_leaders_who_are_known(
    journal: Journal, ada: Leader, bo: Leader
) -> None:
    journal.put(note := entry(ada, bo))
    with pytest.raises(NothingChanged):
        journal.refile(note.id, [bo.id, ada.id], "why")
    with pytest.raises(NoSuchRecord):
        journal.refile(note.id, [ada.id, "nobody"], "why")
    for leaders in ([], [ada.id, ada.id]):
        with pytest.raises(InvalidRecord):
            journal.refile(note.id, leaders, "why")
    assert len(journal.view.history(note.id)) == 1
    assert counts(journal) == {ada.id: (1, 1), bo.id: (1, 1)}


def test_everything_is_the_same_after_closing_and_opening(journal: Journal, ada: Leader, bo: Leader) -> None:
    journal.put(*(entry(ada, bo, text=f"note {number}") for number in range(9)))
    head, before = journal.head, journal.counts
    journal.close()
    with open_journal(journal.path, PASSPHRASE) as opened:
        assert opened.head == head
        assert (opened.counts.of, opened.counts.hashes) == (before.of, before.hashes)
        assert opened.counts.of[ada.id] == Count(9, 9)
        assert opened.put(entry(ada)).seq == head.size + 1
        assert opened.check().events == head.size + 1


@pytest.mark.parametrize(("moved", "kind"), [(-3600, "back"), (3600, "drift")])
def test_a_clock_that_was_changed_is_written_down_with_the_next_event(
    moved: int, kind: str, journal: Journal, ada: Leader, clock: Clock
) -> None:
    before = journal.put(entry(ada))
    clock.set_by(moved)
    note = journal.put(entry(ada), entry(ada))
    (change,) = journal.view.records("clock_change")
    assert isinstance(change, ClockChange)
    assert (change.kind, change.seconds) == (kind, moved)
    assert (change.before, change.after) == (before.recorded_at, note.recorded_at)
    assert [stored.event.seq for stored in journal.view.last_of("clock_change")] == [before.seq + 2]
    assert journal.head.size == before.seq + 3
    assert [found.seq for found in journal.check().anomalies] == [before.seq + 1]


def test_sleep_summer_time_and_a_restart_are_not_written_down(
    journal: Journal, ada: Leader, clock: Clock
) -> None:
    journal.put(entry(ada))
    for happening in (lambda: clock.pass_time(9 * 3600), lambda: clock.change_offset(60), clock.restart):
        happening()
        journal.put(entry(ada))
    assert journal.view.records("clock_change") == ()
    assert journal.check().anomalies == ()


def test_a_setting_is_kept_and_can_be_changed(journal: Journal) -> None:
    assert journal.view.setting("signing_key") is None
    for value in (b"one", b"other\x00"):
        journal.change_setting("signing_key", value)
        assert journal.view.setting("signing_key") == value


def test_what_an_entry_refers_to_must_be_there(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada))
    size = journal.head.size
    for nobody in ("0" * 24, note.id, ada.id):
        refused: list[Callable[[], object]] = [
            lambda nobody=nobody: journal.put(entry(ada, attachment_ids=[nobody])),
            lambda nobody=nobody: journal.put(
                entry(ada, additions=[{"text": "more", "attachment_ids": [nobody]}])
            ),
            lambda nobody=nobody: journal.add(note.id, "more", "why", [nobody]),
            lambda nobody=nobody: journal.correct(note.changed(attachment_ids=[nobody]), "why"),
        ]
        for refuse in refused:
            with pytest.raises(NoSuchRecord) as told:
                refuse()
            assert told.value.record_id == nobody
    assert journal.head.size == size


def test_an_addition_of_nothing_is_refused_but_a_file_is_something(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada))
    with pytest.raises(InvalidRecord) as told:
        journal.add(note.id, " \n", "why")
    assert (told.value.field, told.value.problem) == ("text", "empty")
    file = journal.take_in("file", io.BytesIO(b"a"))
    journal.add(note.id, "", "why", taken_in=[file])
    assert journal.view.get(file.id).record == file


def test_an_addition_and_its_files_are_sealed_together_or_not_at_all(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada))
    file = journal.take_in("file", io.BytesIO(b"a"))
    journal._connection.execute(
        "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.event WHEN NEW.action = 'add'"
        " BEGIN SELECT RAISE(ABORT, 'refused'); END"
    )
    with pytest.raises(dbapi2.IntegrityError, match="refused"):
        journal.add(note.id, "more", "why", taken_in=[file])
    assert not journal.view.is_known(file.id)
    journal._connection.execute("DROP TRIGGER refuse")
    journal.add(note.id, "more", "why", taken_in=[file])
    assert journal.view.get(note.id).record.additions[0].attachment_ids == (file.id,)  # type: ignore[attr-defined]
    journal.check()
