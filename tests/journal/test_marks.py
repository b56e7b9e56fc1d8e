"""Timelines in outline, told and untold, and finding within a filter: each as a plain scan would have it."""

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from coachdesk.journal import marks
from coachdesk.journal.errors import NoSuchRecord
from coachdesk.journal.filters import EVERYTHING, Filter
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal
from coachdesk.journal.search import CLOSE, OPEN
from coachdesk.records.entry import Entry
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Contact, Leader
from tests.making import COST, PASSPHRASE, Clock, entry, leader

KIND = ("observation", "praise", "check_in")
TOLD = (
    None,
    {"state": "not_yet"},
    {"state": "told", "day": "2026-03-03"},
    {"state": "in_writing", "day": "2026-03-04"},
)
THEMES = ("pace", "calm")
FILTERS = (
    EVERYTHING,
    Filter(kinds=("praise",)),
    Filter(lanes=("medical",)),
    Filter(from_day="2026-01-03", to_day="2026-01-08"),
    Filter(themes=("calm",)),
    Filter(words="alpha"),
    Filter(told="no"),
    Filter(told="yes"),
    Filter(told="no", kinds=("observation",), words="alpha"),
)


class Shelf(NamedTuple):
    journal: Journal
    leaders: tuple[Leader, Leader]
    entries: list[Entry]
    withdrawn: set[str]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Every kind, told in every way, withdrawn or not; read by many tests and written by none."""
    journal, _ = create_journal(
        tmp_path_factory.mktemp("marks") / "S.coachdesk", PASSPHRASE, COST, clock=Clock()
    )
    ada, bo = leader("Ada alpha"), leader("Bo")
    entries = [
        entry(
            *[(ada,), (bo,), (ada, bo)][number % 3],
            kind=kind,
            told=told,
            lane="medical" if number % 5 == 0 else "ordinary",
            themes=THEMES[: number % 3],
            occurred={"day": f"2026-01-{number // 2 + 1:02}", "precision": "day"},
            text="alpha beta" if number % 2 else "gamma",
            title="It was “told” and so on" if number % 7 == 0 else "",
        )
        for number, (kind, told) in enumerate(itertools.product(KIND, TOLD))
    ]
    with journal:
        journal.put(ada, bo, Contact.make(name="Alpha"))
        journal.put(*entries)
        withdrawn = {entries[0].id, entries[1].id}
        for entry_id in sorted(withdrawn):
            journal.withdraw(entry_id, "It was somebody else")
        yield Shelf(journal, (ada, bo), entries, withdrawn)


def is_untold(shelf: Shelf, one: Entry) -> bool:
    if one.id in shelf.withdrawn:
        return False
    return KINDS[one.kind].told if one.told is None else one.told.state == "not_yet"


def passes(shelf: Shelf, one: Entry, wanted: Filter) -> bool:
    was_told = one.id not in shelf.withdrawn and one.told is not None and one.told.state != "not_yet"
    return (
        (not wanted.from_day or one.occurred.day >= wanted.from_day)
        and (not wanted.to_day or one.occurred.day <= wanted.to_day)
        and (not wanted.kinds or one.kind in wanted.kinds)
        and (not wanted.lanes or one.lane in wanted.lanes)
        and (not wanted.themes or bool(set(one.themes) & set(wanted.themes)))
        and (not wanted.words or wanted.words in one.text)
        and (wanted.told != "no" or is_untold(shelf, one))
        and (wanted.told != "yes" or was_told)
    )


def newest_first(shelf: Shelf, wanted: Filter, *leaders: Leader) -> list[Entry]:
    found = [
        (one.occurred.day, place, one)
        for place, one in enumerate(shelf.entries)
        if passes(shelf, one, wanted) and (not leaders or any(who.id in one.leader_ids for who in leaders))
    ]
    return [one for _day, _place, one in sorted(found, key=lambda row: row[:2], reverse=True)]


@pytest.mark.parametrize("wanted", FILTERS, ids=repr)
def test_the_marks_are_the_timeline_in_outline(shelf: Shelf, wanted: Filter) -> None:
    for who in shelf.leaders:
        found = shelf.journal.view.marks(who.id, wanted)
        expected = newest_first(shelf, wanted, who)
        assert [(mark.day, mark.kind, mark.lane) for mark in found] == [
            (one.occurred.day, one.kind, one.lane) for one in expected
        ]
        numbers = [shelf.journal.view.number_of(one.id) for one in expected]
        assert [mark.record for mark in found] == numbers
        shown = shelf.journal.view.timeline(who.id, wanted)
        assert [listed.entry for listed in shown.entries] == expected
        assert shown.hidden == shown.total - len(expected)


def test_entries_are_read_by_their_marks_in_the_same_order(shelf: Shelf) -> None:
    ada = shelf.leaders[0]
    some = shelf.journal.view.marks(ada.id)[2:5]
    listed = shelf.journal.view.listed(ada.id, [mark.record for mark in reversed(some)])
    assert [one.entry.id for one in listed] == [one.id for one in newest_first(shelf, EVERYTHING, ada)[2:5]]
    assert shelf.journal.view.listed(ada.id, []) == ()


def test_another_leaders_entry_is_not_read_by_its_number(shelf: Shelf) -> None:
    ada, bo = shelf.leaders
    only_bo = next(one for one in shelf.entries if one.leader_ids == (bo.id,))
    assert shelf.journal.view.listed(ada.id, [shelf.journal.view.number_of(only_bo.id)]) == ()


def test_an_unknown_record_has_no_number(shelf: Shelf) -> None:
    with pytest.raises(NoSuchRecord):
        shelf.journal.view.number_of("0" * 24)


def test_themes_are_counted_for_one_leader(shelf: Shelf) -> None:
    for who in shelf.leaders:
        counted = Counter(theme for one in shelf.entries if who.id in one.leader_ids for theme in one.themes)
        assert shelf.journal.view.themes(who.id) == dict(counted)
    assert shelf.journal.view.themes("nobody") == {}


@pytest.mark.parametrize("wanted", [wanted for wanted in FILTERS if not wanted.words], ids=repr)
@pytest.mark.parametrize("windows", [(1000, -1), (2, -1)])
def test_finding_is_the_newest_first_whatever_the_filter(
    shelf: Shelf, wanted: Filter, windows: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "_WINDOWS", windows)
    ada, bo = shelf.leaders
    for about in ((), (ada,), (ada, bo)):
        found = shelf.journal.view.find(wanted, [who.id for who in about])
        assert [hit.record_id for hit in found] == [one.id for one in newest_first(shelf, wanted, *about)]
        assert {hit.snippet for hit in found} <= {""}
        assert {hit.record_type for hit in found} <= {"entry"}


def test_finding_words_emphasises_them_and_finds_no_people(shelf: Shelf) -> None:
    wanted = Filter(words="alp", kinds=("praise",))
    found = shelf.journal.view.find(wanted)
    expected = newest_first(shelf, Filter(words="alpha", kinds=("praise",)))
    assert [hit.record_id for hit in found] == [one.id for one in expected]
    assert all(f"{OPEN}alpha{CLOSE} beta" in hit.snippet for hit in found)


def test_only_so_many_are_found_and_each_once(shelf: Shelf) -> None:
    expected = [one.id for one in newest_first(shelf, EVERYTHING)]
    for limit in (1, 3, len(expected), 50):
        found = [hit.record_id for hit in shelf.journal.view.find(EVERYTHING, limit=limit)]
        assert found == expected[:limit]


def test_what_is_typed_never_becomes_syntax(shelf: Shelf) -> None:
    for words in ('"', "alpha OR gamma", "NEAR(", "*", "'; DROP TABLE record; --", "\x00"):
        shelf.journal.view.find(Filter(words=words, kinds=("praise",)))
    assert shelf.journal.view.find(Filter(words="alpha OR gamma")) == ()
