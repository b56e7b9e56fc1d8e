"""Erasing, holding and retention in a terminal: said, asked for by name or number, and refused under a hold."""

import json
from pathlib import Path

import pytest

from coachdesk.records.people import Leader
from tests.cli.driving import Keyboard
from tests.cli.filing import Filed, day

WHY = ("--reason", "It had to go", "--by", "Robin Vale")


@pytest.fixture
def desk(journal_folder: Path, ada: Leader) -> Filed:
    return Filed(journal_folder, ada)


def at(*answers: str) -> Keyboard:
    return Keyboard(*answers, is_terminal=True)


def test_an_entry_is_erased_once_its_number_was_typed(desk: Filed) -> None:
    ran = desk.done("erase", desk.first.id[:8], *WHY, keyboard=at("1"))
    assert "1 record would go" in ran.err
    assert "cannot be undone" in ran.err
    assert "Copies elsewhere cannot be reached" in ran.err
    assert "Erased, and written down as event" in ran.out
    assert "erased" in desk.done("list", "Ada").out
    page = desk.done("show", desk.first.id).out
    assert "ERASED" in page
    assert "Planning" not in page
    [listed] = [one for one in desk.json("list", "Ada")[0]["entries"] if one["entry"]["id"] == desk.first.id]
    assert listed["erased"] == 2


@pytest.mark.parametrize("answers", [("",), ("2",), ("yes",)])
def test_what_is_not_typed_is_not_erased(desk: Filed, answers: tuple[str, ...]) -> None:
    before = desk.size()
    ran = desk.tried("erase", desk.first.id, *WHY, keyboard=at(*answers))
    assert (ran.code, desk.size()) == (1, before)
    assert "Nothing was erased" in ran.err
    assert desk.tried("erase", desk.first.id, *WHY).code == 1
    assert desk.size() == before


def test_a_word_and_a_field_go_from_an_entry(desk: Filed) -> None:
    desk.done("erase", desk.second.id, "--word", "others", *WHY, "--yes")
    assert desk.entry(desk.second.id).text == "Let the [erased] finish."
    desk.done("erase", desk.second.id, "--field", "text", *WHY, "--yes")
    assert desk.entry(desk.second.id).text == "[erased]"
    assert "no such field" in desk.tried("erase", desk.second.id, "--field", "mood", *WHY, "--yes").err
    desk.done("erase", "--word", "Planning", *WHY, "--yes")
    assert desk.entry(desk.first.id).title == "[erased]"


def test_a_leader_is_erased_once_their_name_was_typed(desk: Filed) -> None:
    assert desk.tried("erase", "--leader", "Grace", *WHY, keyboard=at("Grace")).code == 1
    desk.done("erase", "--leader", "Grace", "--also", "the director", *WHY, keyboard=at("Grace Hopper"))
    assert [one.name for one in desk.leaders()] == [desk.ada.name]
    assert desk.entry(desk.second.id).leader_ids == (desk.ada.id,)
    assert "Grace" not in desk.done("show", desk.second.id).out


def test_a_period_is_erased(desk: Filed) -> None:
    desk.done("erase", "--leader", "Ada", "--to", "2026-02-28", *WHY, "--yes")
    assert desk.entry(desk.first.id).title == ""
    assert desk.entry(desk.second.id).text != ""
    assert desk.tried("erase", "--from", "1999-01-01", "--to", "1999-12-31", *WHY, "--yes").code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("4f3a9c01", "--leader", "Ada"),
        ("4f3a9c01", "--word", "x", "--field", "y"),
        ("--field", "text"),
        ("4f3a9c01", "--also", "x"),
        ("4f3a9c01", "--from", "2026-01-01"),
    ],
)
def test_it_must_be_clear_what_is_to_go(desk: Filed, arguments: tuple[str, ...]) -> None:
    ran = desk.tried("erase", *arguments, *WHY, "--yes")
    assert ran.code == 2
    assert "not clear what is to go" in ran.err


def test_who_and_why_are_asked_for(desk: Filed) -> None:
    assert "Say why" in desk.tried("erase", desk.first.id, "--yes").err
    assert "Say who" in desk.tried("erase", desk.first.id, "--yes", "--reason", "x").err
    desk.done("erase", desk.first.id, keyboard=at("Her request", "Robin", "1"))


def test_a_hold_is_placed_listed_shown_and_lifted(desk: Filed) -> None:
    assert "No legal hold" in desk.done("hold").out
    placed = desk.done("hold", "--place", "Ada", "--since", "2026-02-01", *WHY).out
    hold_id = placed.split()[0]
    assert "LEGAL HOLD since Sun 1 February 2026, by Robin Vale: It had to go" in placed
    for shown in (desk.done("hold"), desk.done("list", "Ada"), desk.done("show", desk.first.id)):
        assert "LEGAL HOLD" in shown.out
    assert "LEGAL HOLD" not in desk.done("list", "Grace").out
    before = desk.size()
    refused = desk.tried("erase", desk.first.id, *WHY, "--yes")
    assert refused.code == 1
    assert "A legal hold, in force since 2026-02-01, covers this" in refused.err
    assert desk.size() == before
    assert "Lifted on" in desk.done("hold", "--lift", hold_id, *WHY).out
    [listed] = json.loads(desk.done("hold", "--json").out)
    assert (listed["in_force"], listed["lifted_by"]) == (False, "Robin Vale")
    desk.done("erase", desk.first.id, *WHY, "--yes")


def test_a_hold_cannot_begin_on_a_day_to_come(desk: Filed) -> None:
    refused = desk.tried("hold", "--place", "Ada", "--since", "2999-01-01", *WHY)
    assert refused.code == 1
    assert "2999-01-01 is still to come" in refused.err
    assert "No legal hold" in desk.done("hold").out


def test_a_hold_on_the_whole_journal_is_on_everybody(desk: Filed) -> None:
    desk.done("hold", "--place", *WHY)
    assert "of the whole journal" in desk.done("list", "Grace").out
    assert "covers this" in desk.tried("erase", "--leader", "Grace", *WHY, "--yes").err
    assert desk.tried("hold", "--lift", "ffffffff", *WHY).code == 1


def test_retention_is_asked_for_under_today_and_nothing_goes_by_itself(desk: Filed) -> None:
    assert "Is what is kept" not in desk.done("today").out
    desk.done("retention", "Ada", day(-3), "--note", "Six years")
    assert "Six years" in desk.done("retention").out
    assert "Is what is kept about them still needed?" in desk.done("today").out
    [asked] = [one for one in desk.json("today") if one["kind"] == "retention"]
    assert (asked["group"], asked["overdue_days"], asked["leaders"][0]["id"]) == ("overdue", 3, desk.ada.id)
    desk.put(desk.ada.changed(archived=True))
    assert "Is what is kept" in desk.done("today").out
    desk.done("hold", "--place", "Ada", *WHY)
    assert "Is what is kept" not in desk.done("today").out
    assert "on legal hold" in desk.done("retention").out
    assert desk.entry(desk.first.id).title == "Planning"
    desk.done("retention", "Ada", "never")
    assert desk.tried("retention", "Ada").code == 2
