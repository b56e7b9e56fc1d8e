"""A timeline in outline, the themes in it, and finding across leaders: what a plain scan would give."""

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.journal import marks
from coachdesk.journal.errors import NoSuchRecord
from coachdesk.journal.journal import Journal
from coachdesk.journal.search import CLOSE, OPEN
from coachdesk.journal.view import Filter
from coachdesk.records.people import Leader
from tests.journal.shelf import Shelf, filters
from tests.making import entry, leader


@settings(max_examples=150)
@given(wanted=filters, which=st.integers(0, 1))
def test_the_outline_has_every_entry_that_passes_newest_first(
    shelf: Shelf, wanted: Filter, which: int
) -> None:
    about, view = shelf.leaders[which], shelf.journal.view
    expected = shelf.newest_first(wanted, about.id)
    outline = view.marks(about.id, wanted)
    assert [(mark.day, mark.kind) for mark in outline] == [(one.occurred.day, one.kind) for one in expected]
    assert [mark.record for mark in outline] == [view.number_of(one.id) for one in expected]


def test_entries_are_listed_by_the_numbers_of_their_marks_newest_first(shelf: Shelf) -> None:
    about, view = shelf.leaders[0], shelf.journal.view
    outline = view.marks(about.id)
    some = [outline[place].record for place in (9, 2, 5)]
    listed = view.listed(about.id, some)
    assert [view.number_of(one.entry.id) for one in listed] == [outline[place].record for place in (2, 5, 9)]
    everything = view.listed(about.id, [mark.record for mark in outline])
    assert everything == view.timeline(about.id).entries
    assert view.listed(about.id, []) == view.listed("nobody", some) == ()


def test_a_number_belongs_to_a_record_that_was_written(journal: Journal, ada: Leader) -> None:
    assert journal.view.number_of(ada.id) == 1
    with pytest.raises(NoSuchRecord):
        journal.view.number_of("nothing")


@pytest.mark.parametrize("which", [0, 1])
def test_themes_are_counted_and_the_most_frequent_come_first(which: int, shelf: Shelf) -> None:
    about = shelf.leaders[which]
    counted = Counter(theme for one in shelf.entries if about.id in one.leader_ids for theme in one.themes)
    themes = shelf.journal.view.themes(about.id)
    assert themes == counted
    assert list(themes.items()) == sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    assert shelf.journal.view.themes("nobody") == {}


@settings(max_examples=150)
@given(
    wanted=filters,
    among=st.sampled_from([(), (0,), (1,), (0, 1)]),
    limit=st.sampled_from([1, 7, 200]),
    windows=st.sampled_from([(1000, -1), (5, -1), (1, -1)]),
)
def test_finding_across_leaders_gives_the_newest_that_pass_each_once(
    shelf: Shelf, wanted: Filter, among: tuple[int, ...], limit: int, windows: tuple[int, ...]
) -> None:
    ids = [shelf.leaders[place].id for place in among]
    expected = shelf.newest_first(wanted, *(ids or [one.id for one in shelf.leaders]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "_WINDOWS", windows)
        hits = shelf.journal.view.find(wanted, ids, limit)
    assert [hit.record_id for hit in hits] == [one.id for one in expected[:limit]]
    assert {hit.record_type for hit in hits} <= {"entry"}
    marked = {OPEN in hit.snippet and CLOSE in hit.snippet for hit in hits}
    assert marked <= {bool(wanted.words.strip())}


def test_what_is_found_is_shown_with_the_words_marked_and_when_it_was_written(
    journal: Journal, ada: Leader
) -> None:
    event = journal.put(entry(ada, text="It was about the canary in the mine."))
    (hit,) = journal.view.find(Filter(words="canary"), [ada.id])
    assert (hit.record_id, hit.recorded_at) == (event.record_id, event.recorded_at)
    assert f"{OPEN}canary{CLOSE}" in hit.snippet
    (hit,) = journal.view.find(Filter(kinds=("observation",)))
    assert (hit.record_id, hit.snippet) == (event.record_id, "")


def test_an_entry_about_several_leaders_is_found_once(journal: Journal, ada: Leader) -> None:
    bo = leader("Bo")
    journal.put(bo)
    journal.put(both := entry(ada, bo), entry(bo))
    assert [hit.record_id for hit in journal.view.find(Filter())].count(both.id) == 1
    assert len(journal.view.find(Filter())) == 2


@pytest.mark.parametrize(
    ("kind", "told", "withdrawn"),
    list(itertools.product(["praise", "check_in"], [None, "not_yet", "told", "in_writing"], [False, True])),
)
def test_whether_it_was_told_is_asked_where_there_is_something_to_tell(
    kind: str, told: str | None, withdrawn: bool, journal: Journal, ada: Leader
) -> None:
    day = {} if told == "not_yet" else {"day": "2026-03-03"}
    journal.put(note := entry(ada, kind=kind, told={"state": told, **day} if told else None))
    if withdrawn:
        journal.withdraw(note.id, "why")
    found = {answer for answer in ("no", "yes") if journal.view.marks(ada.id, Filter(told=answer))}  # type: ignore[arg-type]
    by_itself = {"no"} if kind == "praise" and not withdrawn else set()
    assert found == ({"not_yet": {"no"}, "told": {"yes"}, "in_writing": {"yes"}}[told] if told else by_itself)
