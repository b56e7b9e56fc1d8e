"""What names somebody and is filed under others."""

from coachdesk.export.elsewhere import named_elsewhere
from coachdesk.export.selection import Selection
from coachdesk.journal.journal import Journal
from coachdesk.records.people import Leader
from tests.export.conftest import File
from tests.making import entry, leader


def found(journal: Journal, *about: Leader) -> list[tuple[str, int]]:
    selection = Selection(leader_ids=tuple(one.id for one in about))
    return [(one.leader, one.number) for one in named_elsewhere(journal.view, selection)]


def test_entries_under_others_that_name_somebody_are_found_with_leader_and_number(file: File) -> None:
    journal, bram = file.journal, file.bram
    assert not found(journal, file.ada)
    count = len(journal.view.timeline(bram.id).entries)
    journal.put(entry(bram, text="Said that Ada had known."), entry(bram, text="Nobody is named."))
    journal.put(entry(bram, text="x", present=({"name": "A. Marsh"},)))
    assert found(journal, file.ada) == [("Bram Visser", count + 1), ("Bram Visser", count + 3)]
    assert not found(journal, file.ada, bram), "it is filed under one of the two"


def test_what_was_corrected_since_is_found_once_and_what_is_about_both_is_not(file: File) -> None:
    journal, bram = file.journal, file.bram
    note = entry(bram, text="Ada was right.")
    journal.put(note, entry(file.ada, bram, text="Ada and Bram agreed."))
    journal.correct(note.changed(text="She was right."), "No names")
    assert [name for name, _ in found(journal, file.ada)] == ["Bram Visser"]


def test_a_first_name_says_nothing_in_the_file_of_somebody_who_has_it_too(file: File) -> None:
    other = leader("Ada Kovač")
    file.journal.put(other)
    file.journal.put(entry(other, text="Ada asked."))
    assert not found(file.journal, file.ada)
    file.journal.put(entry(other, text="Ada Marsh asked."), entry(other, text="So did Marsh."))
    assert found(file.journal, file.ada) == [("Ada Kovač", 2), ("Ada Kovač", 3)]
