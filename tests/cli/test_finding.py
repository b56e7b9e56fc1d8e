"""Who and what is meant, by as little as one types."""

import pytest

from coachdesk.cli import finding
from coachdesk.cli.refusals import Refused
from coachdesk.journal.errors import AmbiguousId, NoSuchRecord
from coachdesk.journal.journal import Journal
from coachdesk.records.people import Leader
from tests.making import entry, leader

TOMAS = leader("Tomáš Révész", id="b519bb5f698ff492c61951fd")
LUKASZ = leader("Łukasz Wróbel")
SOREN = leader("Søren Kjærgaard")
GRACE = leader("Grace Hopper")
GRETE = leader("Grete Hermann")
ALL = [TOMAS, LUKASZ, SOREN, GRACE, GRETE]


@pytest.mark.parametrize(
    ("meant", "found"),
    [
        ("Tomáš Révész", [TOMAS]),
        ("tomas revesz", [TOMAS]),
        ("TOMÁŠ", [TOMAS]),
        ("rev", [TOMAS]),
        ("revesz tom", [TOMAS]),
        ("  tom   rev ", [TOMAS]),
        ("To\u0301ma\u0301s\u030c", [TOMAS]),
        ("lukasz", [LUKASZ]),
        ("wrobel", [LUKASZ]),
        ("soren kjaer", [SOREN]),
        ("gr", [GRACE, GRETE]),
        ("gr her", [GRETE]),
        ("gr gr", []),
        ("omas", []),
        ("", []),
        (TOMAS.id, [TOMAS]),
        (TOMAS.id[:8], [TOMAS]),
        (TOMAS.id[:3], []),
    ],
)
def test_a_leader_is_meant_by_beginnings_of_words_accents_and_capitals_aside(
    meant: str, found: list[Leader]
) -> None:
    assert finding.leaders_meant(ALL, meant) == found


def test_the_very_name_wins_over_names_that_begin_so() -> None:
    ann, anna = leader("Ann Lee"), leader("Anna Leeson")
    assert finding.leaders_meant([anna, ann], "ann lee") == [ann]
    rene, renee = leader("Rene"), leader("René")
    assert finding.leaders_meant([rene, renee], "René") == [renee]
    assert finding.leaders_meant([rene, renee], "ren") == [rene, renee]


@pytest.mark.parametrize("slip", ["Tomas Revez", "Tomasz Revesz", "Tomáš", "Mr Tomáš Révész"])
def test_a_slip_is_close_to_the_name_it_was_meant_to_be(slip: str) -> None:
    assert finding.close_leaders(ALL, slip) == [TOMAS]


@pytest.mark.parametrize("slip", ["Anna", "ANNA", "Anna Kovac", "Kovač Anna", "Kovacs"])
def test_one_word_of_a_name_may_be_the_slip(slip: str) -> None:
    ana = leader("Ana Kovač")
    assert finding.leaders_meant([ana, *ALL], slip) == []
    assert finding.close_leaders([ana, *ALL], slip) == [ana]


@pytest.mark.parametrize("other", ["Ada Marsh", "Tony Rivers", "G. B. Hopkins"])
def test_another_name_is_close_to_none(other: str) -> None:
    assert finding.close_leaders(ALL, other) == []


def test_an_id_is_told_from_a_name() -> None:
    assert finding.looks_like_id("4f3a9c01")
    assert not finding.looks_like_id("Ada")
    assert not finding.looks_like_id("deaf")
    assert not finding.looks_like_id("4f")


def test_a_leader_who_may_be_several_is_refused_with_their_names_and_ids(journal: Journal) -> None:
    journal.put(GRACE, GRETE)
    with pytest.raises(Refused) as refused:
        finding.leader_of(journal.view, "gr")
    assert refused.value.problem == "leader_ambiguous"
    assert GRETE.id[:8] in refused.value.facts["found"]
    assert finding.leader_of(journal.view, GRETE.id[:8]).name == GRETE.name


def test_a_leader_nobody_knows_is_refused(journal: Journal) -> None:
    with pytest.raises(Refused) as refused:
        finding.leader_of(journal.view, "Zoë")
    assert refused.value.problem == "leader_unknown"


def test_an_entry_is_found_by_the_beginning_of_its_id_in_either_case(journal: Journal, ada: Leader) -> None:
    note = entry(ada)
    journal.put(note)
    for beginning in (note.id, note.id[:8], note.id[:8].upper(), f" {note.id[:8]} "):
        assert finding.entry_of(journal.view, beginning)[0] == note


def test_too_few_letters_mean_no_entry_and_neither_does_a_leader(journal: Journal, ada: Leader) -> None:
    note = entry(ada)
    journal.put(note)
    with pytest.raises(AmbiguousId):
        finding.entry_of(journal.view, note.id[:3])
    for none in ("", "zzzz", "ffffffffffffffff", ada.id, "%%%%", "\x00\x00\x00\x00", "\udcff" * 4):
        with pytest.raises(NoSuchRecord):
            finding.entry_of(journal.view, none)
