"""What is whole while its event is lost: it is saved too, once, says so, and nothing that was erased comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.journal import erasable, erasing, header, rescuing, salvage
from coachdesk.journal.errors import DamagedDatabase
from coachdesk.journal.files import DATABASE
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.journal.pages import Pages, Value
from coachdesk.journal.rescuing import New, Rescued, Words
from coachdesk.records.entry import Entry
from coachdesk.records.forms import RECORD_TYPES
from coachdesk.records.hold import Hold
from coachdesk.records.people import Leader
from tests.journal.spoiling import PAGE
from tests.making import COST, PASSPHRASE, entry, leader

WORDS = Words(
    "(name lost)",
    "(content lost)",
    "Saved from a damaged journal.",
    "When it was written is lost.",
    "Words only.",
)
"""What is put into the new journal."""

Row = tuple[Value, ...]


def rescued(folder: Path) -> Rescued:
    new = New(folder.with_name("Saved.coachdesk"), PASSPHRASE, COST)
    return rescuing.rescue(folder, PASSPHRASE, "passphrase", new, WORDS)


def flip_a_bit(database: Path, page: int) -> None:
    with database.open("r+b") as file:
        file.seek((page - 1) * PAGE + 200)
        byte = file.read(1)[0]
        file.seek((page - 1) * PAGE + 200)
        file.write(bytes([byte ^ 1]))


def pages_of(folder: Path) -> Pages:
    head = header.read_header(folder)[0]
    return Pages(folder / DATABASE, header.unlock(head, PASSPHRASE, "passphrase", folder), head)


def lose_events(is_lost: Callable[[int], bool], patch: pytest.MonkeyPatch) -> None:
    """The rows of these events are on no page any more."""
    real = salvage._event

    def event(seq: int, values: Row) -> object:
        return None if is_lost(seq) else real(seq, values)

    patch.setattr(salvage, "_event", event)


def test_a_note_whose_event_is_lost_by_two_bits_is_saved(tmp_path: Path) -> None:
    folder = tmp_path / "Team.coachdesk"
    journal, _code = create_journal(folder, PASSPHRASE, COST)
    with journal:
        ada = leader()
        journal.put(ada)
        journal.put(
            entry(ada, text="the only note", occurred={"day": "2026-03-01", "time": "10:00", "zone": "UTC"})
        )
    pages = pages_of(folder)
    with_events = {
        place[0]
        for place in pages.places()
        if (row := pages.row(*place)) and salvage._event(*row) is not None
    }
    pages.close()
    assert len(with_events) == 1
    flip_a_bit(folder / DATABASE, *with_events)
    found = rescuing.survey(folder, PASSPHRASE, "passphrase")
    assert (found.whole, found.alone, found.lost, found.after_it) == (0, 2, (), 2)
    assert {type(one.record) for one in found.newer} == {Leader, Entry}
    done = rescued(folder)
    assert (done.events, done.alone, done.lost, done.after_it) == (0, 2, (), 2)
    with open_journal(folder.with_name("Saved.coachdesk"), PASSPHRASE) as new:
        new.check()
        [again] = new.view.leaders()
        assert again == ada
        [listed] = new.view.timeline(ada.id).entries
        assert listed.entry.text == "the only note"
        assert listed.entry.late_reason == WORDS.event_lost
        assert listed.entry.occurred.day == "2026-03-01"
        [state] = new.view.history(listed.entry.id)
        assert state.payload.reason == WORDS.event_lost
        assert state.event.action == "create"


@pytest.fixture
def told(journal_folder: Path, ada: Leader) -> tuple[Path, list[str]]:
    """Events 2 to 7: two notes, the first corrected, the second withdrawn, a hold, a third note."""
    with open_journal(journal_folder, PASSPHRASE) as journal:
        first, second, third = entry(ada, text="first"), entry(ada, text="second"), entry(ada, text="third")
        journal.put(first)
        journal.put(second)
        journal.correct(first.changed(text="first, corrected"), "a slip")
        journal.withdraw(second.id, "about somebody else")
        journal.put(Hold.make(leader_id=ada.id, since="2026-03-02", by="Counsel", why="a claim"))
        journal.put(third)
    return journal_folder, [first.id, second.id, third.id]


@pytest.mark.parametrize(
    ("lost", "events", "alone", "gone"),
    [
        ({2}, 6, 0, (2,)),  # a later state of it is whole
        ({4}, 6, 1, ()),
        ({2, 4}, 5, 2, ()),
        ({3, 5}, 5, 2, ()),
        ({5}, 6, 1, ()),
        ({1, 6}, 5, 2, ()),
        (set(range(1, 8)), 0, 7, ()),
    ],
)
def test_each_content_is_saved_once_in_its_order(
    lost: set[int],
    events: int,
    alone: int,
    gone: tuple[int, ...],
    told: tuple[Path, list[str]],
    ada: Leader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, (first, second, third) = told
    lose_events(lost.__contains__, monkeypatch)
    done = rescued(folder)
    monkeypatch.undo()
    assert (done.events, done.alone, tuple(one.seq for one in done.lost)) == (events, alone, gone)
    with open_journal(folder.with_name("Saved.coachdesk"), PASSPHRASE) as new:
        new.check()
        assert [one.name for one in new.view.leaders()] == [ada.name]
        listed = new.view.timeline(ada.id, limit=-1).entries
        assert {one.entry.id: one.entry.text for one in listed} == {
            first: "first, corrected",
            second: "second",
            third: "third",
        }
        actions = {
            one.entry.id: [state.event.action for state in new.view.history(one.entry.id)] for one in listed
        }
        assert actions[second] == ["create", "withdraw"]
        assert actions[first] == (["create", "correct"] if 2 not in gone else ["correct"])
        [hold] = new.view.records("hold")
        assert hold.in_force  # type: ignore[attr-defined]
        reasons = [state.payload.reason for one in (first, second) for state in new.view.history(one)]
        assert sum(reason.startswith(WORDS.event_lost) for reason in reasons) == len(
            lost & {2, 3, 4, 5}
        ) - len(gone)
        if 4 in lost:
            assert f"{WORDS.event_lost} a slip" in reasons


def test_what_was_erased_does_not_come_back_where_its_event_is_lost(
    told: tuple[Path, list[str]], ada: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, (_first, _second, third) = told
    with open_journal(folder, PASSPHRASE) as journal:
        note = entry(ada, text="to go whole")
        kept = entry(ada, text="a secret word")
        journal.put(note)
        journal.put(kept)
        [hold] = journal.view.records("hold")
        journal.put(hold.changed(lifted_on="2026-03-03", lifted_by="Counsel", lifted_why="over"))
        plan = erasable.plan_words(journal.view, ["secret"], kept.id)
        erasing.erase(journal, plan, "Robin Vale", "It had to go.")
        plan = erasable.plan_record(journal.view, note.id)
        erasing.erase(journal, plan, "Robin Vale", "It had to go.")
        gone = {one.seq for one in plan.erased}
    lose_events(lambda _seq: True, monkeypatch)
    done = rescued(folder)
    monkeypatch.undo()
    assert gone <= {one.seq for one in done.lost}
    with open_journal(folder.with_name("Saved.coachdesk"), PASSPHRASE) as new:
        found = {one.entry.text for one in new.view.timeline(ada.id, limit=-1).entries}
        assert found == {"first, corrected", "second", "third", "a [erased] word"}
        assert new.view.is_known(third)
        assert not new.view.is_known(note.id)


def lose_contents(patch: pytest.MonkeyPatch) -> None:
    """The rows of all contents cannot be read any more."""
    real = salvage._has_kinds

    def has_kinds(values: Row, kinds: tuple[type, ...]) -> bool:
        return False if kinds == (type(None), bytes, bytes) else real(values, kinds)

    patch.setattr(salvage, "_has_kinds", has_kinds)


def test_of_what_is_lost_the_words_of_the_index_are_saved(
    told: tuple[Path, list[str]], ada: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, (first, second, third) = told
    with open_journal(folder, PASSPHRASE) as journal:
        ben = leader("Ben Ode", role="Operations")
        journal.put(ben)
        both = entry(
            *(ada, ben),
            title="A title",
            situation="In the planning meeting.",
            impact="Nobody spoke.",
            occurred={"day": "2026-03-05", "precision": "day", "zone": "Europe/London"},
            lane="counsel",
            counsel={"lawyer": "Robin Vale", "purpose": "advice"},
        )
        journal.put(both)
        size = journal.head.size
    lose_contents(monkeypatch)
    found = rescuing.survey(folder, PASSPHRASE, "passphrase")
    done = rescued(folder)
    monkeypatch.undo()
    assert (found.whole, found.alone, found.indexed) == (done.events, done.alone, done.indexed) == (0, 0, 5)
    assert [one.seq for one in done.lost] == list(range(1, size + 1))
    with open_journal(folder.with_name("Saved.coachdesk"), PASSPHRASE) as new:
        new.check()
        assert {one.name: one.role for one in new.view.leaders()} == {
            ada.name: ada.role,
            "Ben Ode": "Operations",
        }
        listed = {one.entry.id: one.entry for one in new.view.timeline(ada.id, limit=-1).entries}
        assert {one: note.text for one, note in listed.items() if one != both.id} == {
            first: "first, corrected",
            third: "third",
        }
        assert not new.view.is_known(second), "it was withdrawn"
        again = listed[both.id]
        assert (again.title, again.lane, again.kind, again.occurred) == (
            both.title,
            both.lane,
            both.kind,
            both.occurred,
        )
        assert set(again.leader_ids) == {ada.id, ben.id}
        assert "In the planning meeting." in again.text
        assert "Nobody spoke." in again.text
        assert again.late_reason == WORDS.words_only


def test_what_was_erased_does_not_come_back_from_the_index(
    told: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, (first, _second, third) = told
    with open_journal(folder, PASSPHRASE) as journal:
        [hold] = journal.view.records("hold")
        journal.put(hold.changed(lifted_on="2026-03-03", lifted_by="Counsel", lifted_why="over"))
        plan = erasable.plan_record(journal.view, first)
        erasing.erase(journal, plan, "Robin Vale", "It had to go.")
        plan = erasable.plan_words(journal.view, ["third"], third)
        erasing.erase(journal, plan, "Robin Vale", "It had to go.")
    lose_contents(monkeypatch)
    assert rescued(folder).indexed == 2
    monkeypatch.undo()
    with open_journal(folder.with_name("Saved.coachdesk"), PASSPHRASE) as new:
        assert not new.view.is_known(first)
        assert new.view.get(third).record.text == "[erased]"  # type: ignore[attr-defined]


def test_where_nothing_at_all_is_whole_nothing_is_made(told: tuple[Path, list[str]]) -> None:
    folder, _ids = told
    (folder / DATABASE).write_bytes(bytes(5 * PAGE))
    with pytest.raises(DamagedDatabase, match="nothing_whole"):
        rescued(folder)
    assert not folder.with_name("Saved.coachdesk").exists()


def test_the_fields_of_a_record_tell_its_type() -> None:
    """Content without its event is of the type whose fields it has: no two may have the same, or one in another."""
    names = {name: set(kind.__struct_fields__) for name, kind in RECORD_TYPES.items()}
    for one, fields in names.items():
        assert not [other for other, more in names.items() if other != one and fields <= more], one
