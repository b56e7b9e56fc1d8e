"""Reading: list with its filters, show with its history, search, and all of it as JSON."""

import json
import re
from pathlib import Path

import pytest

from coachdesk.cli.text import columns
from coachdesk.journal.opening import open_journal
from coachdesk.records.entry import Entry
from coachdesk.records.people import Contact, Leader
from tests.cli.driving import Writing, typed
from tests.making import PASSPHRASE, entry, leader


@pytest.fixture
def grace() -> Leader:
    return leader("Grace Hopper", role="Director")


@pytest.fixture
def entries(journal_folder: Path, ada: Leader, grace: Leader) -> list[Entry]:
    """Three about Ada, the second about Grace as well."""
    notes = [
        entry(
            ada,
            occurred={"day": "2026-01-05", "precision": "day"},
            kind="praise",
            text="Rehearsed the release.",
            themes=["delivery"],
        ),
        entry(
            ada,
            grace,
            occurred={"day": "2026-02-05", "time": "09:30", "zone": "UTC"},
            title="Planning",
            text="Risks read aloud.",
        ),
        entry(
            ada,
            occurred={"day": "2026-03-01", "time": "09:30", "zone": "UTC"},
            lane="reflection",
            text="Am I fair?",
        ),
    ]
    with open_journal(journal_folder, PASSPHRASE) as journal:
        journal.put(grace)
        journal.put(*notes)
        journal.put(Contact.make(name="Zoë Hartnell", relation="report"))
    return notes


@pytest.fixture
def desk(journal_folder: Path, entries: list[Entry]) -> Writing:
    assert entries
    return Writing(journal_folder)


def numbers(out: str) -> list[str]:
    return re.findall(r"^ +(\d+)  [0-9a-f]{8}  ", out, re.MULTILINE)


def test_a_list_has_a_line_for_each_entry_the_newest_first(desk: Writing, entries: list[Entry]) -> None:
    lines = desk.done("list", "ada").out.splitlines()
    assert lines[0] == "Ada Marsh: 3 entries"
    assert re.fullmatch(
        r" +3  [0-9a-f]{8}  1 Mar 2026, 09:30  Observation \[reflection\]  Am I fair\?", lines[1]
    )
    assert re.fullmatch(r" +2  [0-9a-f]{8}  5 Feb 2026, 09:30  Observation +Planning", lines[2])
    assert re.fullmatch(r" +1  [0-9a-f]{8}  5 Jan 2026 +Praise +Rehearsed the release\.", lines[3])
    assert entries[0].id[:8] in lines[3]


def test_a_list_without_a_leader_has_everybody(desk: Writing) -> None:
    out = desk.done("list").out
    assert "Ada Marsh: 3 entries" in out
    assert "Grace Hopper: 1 entry\n" in out


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (("--from", "2026-02-05"), ["3", "2"]),
        (("--to", "2026-02-05"), ["2", "1"]),
        (("--from", "2026-01-06", "--to", "2026-02-28"), ["2"]),
        (("--kind", "praise"), ["1"]),
        (("--kind", "praise", "--kind", "observation"), ["3", "2", "1"]),
        (("--theme", "delivery"), ["1"]),
        (("--lane", "reflection"), ["3"]),
        (("--words", "risks alo"), ["2"]),
        (("--limit", "1"), ["3"]),
        (("--limit", "0"), ["3", "2", "1"]),
    ],
)
def test_filters_narrow_a_list(desk: Writing, filters: tuple[str, ...], shown: list[str]) -> None:
    assert numbers(desk.done("list", "ada", *filters).out) == shown


def test_a_list_says_what_its_filters_and_its_limit_hide(desk: Writing) -> None:
    assert "Ada Marsh: 1 entry; 2 hidden by filters" in desk.done("list", "ada", "--kind", "praise").out
    assert (
        desk.done("list", "grace", "--kind", "praise").out
        == "Grace Hopper: nothing here: 1 hidden by filters\n"
    )
    assert "the newest 1 of 3 entries" in desk.done("list", "ada", "--limit", "1").out
    desk.done("leaders", "--add", "Nobody Yet")
    assert desk.done("list", "nobody").out == "Nobody Yet: no entries yet\n"


def test_a_kind_that_is_none_is_refused_with_those_that_are(desk: Writing) -> None:
    refused = desk.tried("list", "--kind", "gossip")
    assert refused.code == 1
    assert "coaching_session" in refused.err


def test_a_line_fits_the_terminal(desk: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    desk.noted("日本語 " * 60)
    lines = desk.done("list").out.splitlines()
    assert max(map(columns, lines)) == 60
    assert any(line.endswith("…") for line in lines)


def test_a_list_as_json_has_everything(desk: Writing, entries: list[Entry]) -> None:
    found = json.loads(desk.done("list", "ada", "--kind", "praise", "--json").out)
    assert [(one["leader"]["name"], one["total"], one["hidden"]) for one in found] == [("Ada Marsh", 3, 2)]
    listed = found[0]["entries"][0]
    assert (listed["number"], listed["revision"], listed["withdrawn"]) == (1, 1, False)
    assert listed["entry"]["id"] == entries[0].id
    assert listed["entry"]["themes"] == ["delivery"]


def test_an_entry_is_shown_with_its_fields_its_lag_and_its_history(
    desk: Writing, entries: list[Entry]
) -> None:
    desk.done(
        "correct", entries[1].id, "--text", "Risks read out.", "--place", "Room 2", "--reason", "Wrong word"
    )
    desk.done("add", entries[1].id, "Zoë agrees.", "--reason", "Asked her")
    desk.done("refile", entries[1].id, "--leader", "ada", "--reason", "Not about Grace")
    desk.done("withdraw", entries[1].id, "--reason", "Hearsay")
    out = desk.done("show", entries[1].id[:6]).out
    assert out.startswith(f"Entry 2 about Ada Marsh   id {entries[1].id}   WITHDRAWN\n")
    for line in (
        "Occurred  Thu 5 February 2026, 09:30 (UTC)",
        "Place     Room 2",
        "Note\n  Risks read out.",
        "Added later\n  Zoë agrees.",
        "because: Wrong word",
        "Note: Risks read [-aloud.-] {+out.+}",
        "Place: {+Room 2+}",
        "About: [-Ada Marsh and Grace Hopper-]  {+Ada Marsh+}",
        "because: Hearsay",
    ):
        assert line in out
    assert re.search(r"Recorded  .*late entry – \d+ days after", out)
    assert [line[:3].strip() for line in out.splitlines() if re.match(r" +\d  \w", line)] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]


def test_legal_advice_is_shown_with_its_lawyer_and_a_change_of_it_too(desk: Writing) -> None:
    advice = desk.noted("Advice.", "--counsel", "F. Siddiqui", "--purpose", "a plan")
    desk.done("correct", advice.id, "--counsel", "G. Prys", "--purpose", "a plan", "--reason", "Wrong name")
    out = desk.done("show", advice.id).out
    assert "Counsel   G. Prys: a plan" in out
    assert "Counsel: [-F. Siddiqui: a plan-]  {+G. Prys: a plan+}" in out


def test_what_was_told_in_which_entry_is_shown(desk: Writing, entries: list[Entry]) -> None:
    said = desk.noted("Told.", "--told", "2026-03-09", "--told-how", "in the check-in")
    assert "Told on Mon 9 March 2026, in the check-in" in desk.done("show", said.id).out
    with open_journal(desk.folder, PASSPHRASE) as journal:
        told = {"state": "told", "day": "2026-03-09", "entry_id": said.id}
        journal.correct(entries[0].changed(told=told), "Told")
    assert f"entry {said.id[:8]}" in desk.done("show", entries[0].id).out


def test_a_shown_entry_as_json_has_every_revision(desk: Writing, entries: list[Entry]) -> None:
    desk.done("correct", entries[1].id, "--place", "Room 2", "--reason", "Forgotten")
    found = json.loads(desk.done("show", entries[1].id, "--json").out)
    assert [(one["name"], one["number"]) for one in found["leaders"]] == [
        ("Ada Marsh", 2),
        ("Grace Hopper", 1),
    ]
    assert found["entry"]["place"] == "Room 2"
    assert [(one["action"], one["reason"], one["entry"]["place"]) for one in found["history"]] == [
        ("create", "", ""),
        ("correct", "Forgotten", "Room 2"),
    ]
    assert found["withdrawn"] is False


def test_a_search_finds_entries_leaders_and_contacts(desk: Writing, entries: list[Entry]) -> None:
    out = desk.done("search", "risks", "alou").out
    assert out.splitlines() == [
        f"{entries[1].id[:8]}  5 Feb 2026, 09:30  Ada Marsh and Grace Hopper  Observation",
        "          Risks read aloud.",
    ]
    assert "leader  Grace Hopper" in desk.done("search", "director").out
    assert "contact  Zoë Hartnell" in desk.done("search", "zoe hartn").out


def test_a_search_that_finds_nothing_says_so(desk: Writing) -> None:
    assert desk.done("search", "quarrelsome").out.startswith("Nothing found for “quarrelsome”.")


@pytest.mark.parametrize(
    "words",
    ['"', "'; DROP TABLE event; --", "NEAR(a b)", "*", "a AND", "\x00", "\udcff", "()", "-", "…", "title:x"],
)
def test_words_are_never_search_syntax(desk: Writing, words: str) -> None:
    assert desk.tried("search", "--", words).code == 0


def test_found_entries_as_json(desk: Writing, entries: list[Entry]) -> None:
    desk.done("withdraw", entries[1].id, "--reason", "x")
    assert "withdrawn" in desk.done("search", "risks").out
    found = json.loads(desk.done("search", "risks", "--json").out)
    assert [(one["id"], one["type"], one["snippet"], one["leaders"]) for one in found] == [
        (entries[1].id, "entry", "Risks read aloud.", ["Ada Marsh", "Grace Hopper"])
    ]
    assert json.loads(desk.done("search", "director", "--json").out)[0]["type"] == "leader"
    assert json.loads(desk.done("search", "quarrelsome", "--json").out) == []


def test_a_search_has_a_limit(desk: Writing) -> None:
    for text in ("meeting one", "meeting two", "meeting three"):
        desk.noted(text)
    assert len(json.loads(desk.done("search", "meeting", "--limit", "2", "--json").out)) == 2


def test_an_empty_journal_says_how_to_begin(tmp_path: Path) -> None:
    path = str(tmp_path / "New.coachdesk")
    assert typed("new", path, secrets=(PASSPHRASE, PASSPHRASE)).code == 0
    for command in ("list", "leaders"):
        assert "coachdesk note" in typed(command, "--journal", path).out


def test_odd_text_in_every_place_is_shown_and_never_steers_the_terminal(desk: Writing) -> None:
    odd = "\u202eEvil\u2066 \u009b2J [31m\x1b[2J"
    desk.done("leaders", "--edit", "grace", "--role", odd)
    note = desk.noted(odd, "--title", odd, "--place", odd, "--theme", odd, "--present", odd, "--account", odd)
    for command in (
        ("list",),
        ("leaders",),
        ("show", note.id),
        ("search", "evil"),
        ("list", "--json"),
        ("show", note.id, "--json"),
    ):
        out = desk.done(*command).out
        assert "Evil" in out
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
        if "--json" in command:
            assert "\u202eEvil" in json.dumps(json.loads(out), ensure_ascii=False)
        else:
            assert "[U+202E]Evil" in out


def test_a_list_shows_what_is_still_to_be_told(desk: Writing, entries: list[Entry]) -> None:
    desk.done("correct", entries[0].id, "--told", "2026-01-06", "--reason", "Told")
    assert numbers(desk.done("list", "ada", "--told", "no").out) == ["3", "2"]
    assert numbers(desk.done("list", "ada", "--told", "yes").out) == ["1"]


def test_a_list_of_a_period_that_ends_before_it_begins_is_refused(desk: Writing) -> None:
    refused = desk.tried("list", "ada", "--from", "2026-03-01", "--to", "2026-02-01")
    assert refused.code == 1
    assert "ends (Sun 1 February 2026) before it begins (Sun 1 March 2026)" in refused.err
