"""Writing: note, add, correct, withdraw, refile, and who the notes are about."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from coachdesk.records.entry import ActionPoint, Counsel, Presence, Source, Told
from tests.cli.driving import Keyboard, Writing
from tests.making import PASSPHRASE

NOW = ("--occurred", dt.datetime.now(dt.UTC).strftime("%Y-%m-%d"), "--zone", "UTC")


@pytest.fixture
def desk(journal_folder: Path) -> Writing:
    return Writing(journal_folder)


def test_a_note_says_its_number_its_id_and_when(desk: Writing) -> None:
    first = desk.done("note", "Ada", "One to one.")
    assert re.fullmatch(
        r"Recorded as no\. 1 about Ada Marsh: [0-9a-f]{8}, 1:1, \w+ \d+ \w+ \d{4}, \d\d:\d\d\n", first.out
    )
    assert "no. 2" in desk.done("note", "Ada", "Another.").out


def test_words_of_a_note_need_no_quotes_and_options_may_stand_anywhere(desk: Writing) -> None:
    entry = desk.noted("Asked", "--kind", "praise", "for", "the", *NOW, "numbers.")
    assert (entry.text, entry.kind) == ("Asked for the numbers.", "praise")


def test_words_to_look_at_are_named_beside_the_answer_where_that_is_asked_for(desk: Writing) -> None:
    text = "He was lazy and is always late. He is always late."
    named = desk.done("note", "Ada", text, "--wording")
    assert named.out.startswith("Recorded as no. 1 about Ada Marsh: ")
    assert named.err.endswith("\n2 wordings to look at: “lazy”, “always”\n")
    once = desk.done("note", "Ada", "Rather lazy.", "--wording")
    assert once.err.endswith("\n1 wording to look at: “lazy”\n")
    assert "wording" not in desk.done("note", "Ada", "She sent the plan on Monday.", "--wording").err
    assert "wording" not in desk.done("note", "Ada", text).err


def test_a_text_that_begins_with_a_dash_is_given_after_two_dashes(desk: Writing) -> None:
    assert desk.noted("--", "-1 on the plan").text == "-1 on the plan"


@pytest.mark.parametrize("text", [(), ("-",)])
def test_a_note_is_read_from_standard_input(desk: Writing, text: tuple[str, ...]) -> None:
    keyboard = Keyboard("First line", "", "  indented, with a dash –")
    assert desk.noted(*text, keyboard=keyboard).text == "First line\n\n  indented, with a dash –"


def test_a_passphrase_and_a_note_come_from_standard_input_in_this_order(desk: Writing) -> None:
    keyboard = Keyboard(PASSPHRASE, "What happened")
    assert desk.noted("--passphrase-file", "-", keyboard=keyboard).text == "What happened"


def test_standard_input_is_left_alone_when_the_note_is_in_its_fields(desk: Writing) -> None:
    entry = desk.noted("--behaviour", "Read the risks aloud", keyboard=Keyboard("not for the note"))
    assert (entry.text, entry.behaviour) == ("", "Read the risks aloud")


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ((), "conversation"),
        (("--account", "his words"), "conversation"),
        (("--behaviour", "x"), "observation"),
        (("--situation", "x"), "observation"),
        (("--impact", "x"), "observation"),
        (("--behaviour", "x", "--kind", "praise"), "praise"),
        (("--kind", "Check-in"), "check_in"),
        (("--kind", "PIP meeting"), "pip_meeting"),
        (("--kind", "1:1"), "conversation"),
        (("--counsel", "F. Siddiqui", "--purpose", "advice"), "counsel_note"),
    ],
)
def test_the_kind_follows_from_what_is_written_unless_it_is_given(
    desk: Writing, options: tuple[str, ...], kind: str
) -> None:
    assert desk.noted("Text.", *options).kind == kind


FIELDS: dict[str, tuple[tuple[str, ...], Any]] = {
    "title": (("--title", "Half-year"), "Half-year"),
    "place": (("--place", "Room 2"), "Room 2"),
    "situation": (("--situation", "Release"), "Release"),
    "behaviour": (("--behavior", "Spoke up"), "Spoke up"),
    "impact": (("--impact", "Dates moved"), "Dates moved"),
    "account": (("--account", "“I saw it.”"), "“I saw it.”"),
    "intent": (("--intent", "To help"), "To help"),
    "source": (("--source", "reported", "--by", "Zoë"), Source(how="reported", by="Zoë")),
    "present": (
        ("--present", "Zoë Hartnell, EM", "--present", "Li"),
        (Presence(name="Zoë Hartnell", role="EM"), Presence(name="Li")),
    ),
    "themes": (("--theme", "tone", "--theme", "delivery"), ("tone", "delivery")),
    "lane": (("--lane", "reflection"), "reflection"),
    "formal": (("--formal",), True),
    "told": (
        ("--told", "2026-03-04", "--told-how", "by telephone"),
        Told(state="told", day="2026-03-04", how="by telephone"),
    ),
    "late_reason": (("--late-reason", "On leave"), "On leave"),
    "counsel": (
        ("--counsel", "F. Siddiqui", "--purpose", "advice"),
        Counsel(lawyer="F. Siddiqui", purpose="advice"),
    ),
    "action_points": (
        ("--action", "Write; to all; leader; 2026-04-01", "--action", "Ring", "--action", "Ask; hr"),
        (
            ActionPoint(text="Write; to all", owner="leader", due="2026-04-01"),
            ActionPoint(text="Ring"),
            ActionPoint(text="Ask", owner="hr"),
        ),
    ),
}


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_an_entry_can_be_given_and_corrected(desk: Writing, field: str) -> None:
    options, value = FIELDS[field]
    noted = desk.noted("Text.", *options)
    assert getattr(noted, field) == value
    plain = desk.noted("Plain.")
    assert getattr(plain, field) != value
    desk.done("correct", plain.id[:8], *options, "--reason", "Left out")
    corrected = desk.entry(plain.id)
    assert getattr(corrected, field) == value
    assert corrected.text == "Plain."


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--told", "not-yet"), Told(state="not_yet")),
        (("--told", "2026-03-04", "--in-writing"), Told(state="in_writing", day="2026-03-04")),
    ],
)
def test_told_is_not_yet_or_in_writing_too(desk: Writing, options: tuple[str, ...], told: Told) -> None:
    assert desk.noted("Text.", *options).told == told


@pytest.mark.parametrize(
    ("options", "field", "empty"),
    [
        (("--place", ""), "place", ""),
        (("--theme", ""), "themes", ()),
        (("--present", ""), "present", ()),
        (("--told", ""), "told", None),
        (("--source", "saw"), "source", Source(how="saw")),
        (("--no-formal",), "formal", False),
    ],
)
def test_a_correction_takes_a_value_out_again(
    desk: Writing, options: tuple[str, ...], field: str, empty: Any
) -> None:
    given = (
        "--place",
        "Room 2",
        "--theme",
        "tone",
        "--present",
        "Li",
        "--told",
        "2026-03-04",
        "--formal",
        "--by",
        "Zoë",
    )
    noted = desk.noted("Text.", *given)
    assert noted.source == Source(how="reported", by="Zoë")
    desk.done("correct", noted.id, *options, "--reason", "It was not so")
    assert getattr(desk.entry(noted.id), field) == empty


def test_when_is_as_it_was_said_with_zone_and_precision(desk: Writing) -> None:
    entry = desk.noted("Text.", "--occurred", "2026-03-02 14:30", "--about", "--zone", "Asia/Tokyo")
    assert entry.occurred.sort_key == "2026-03-02T14:30"
    assert (entry.occurred.zone, entry.occurred.precision) == ("Asia/Tokyo", "about")
    assert desk.noted("Text.", "--about", "--zone", "UTC").occurred.precision == "about"


def test_a_corrected_time_stays_in_the_entrys_day_and_zone(desk: Writing) -> None:
    entry = desk.noted("Text.", "--occurred", "2026-03-02 14:30", "--zone", "Asia/Tokyo")
    desk.done("correct", entry.id, "--occurred", "9:05", "--reason", "Wrong time")
    corrected = desk.entry(entry.id).occurred
    assert (corrected.sort_key, corrected.zone) == ("2026-03-02T09:05", "Asia/Tokyo")
    desk.done("correct", entry.id, "--about", "--reason", "Not sure")
    assert desk.entry(entry.id).occurred.precision == "about"
    desk.done("correct", entry.id, "--zone", "Asia/Seoul", "--reason", "We were in Seoul")
    assert desk.entry(entry.id).occurred.zone == "Asia/Seoul"


def test_a_late_note_is_called_late_and_a_very_late_one_is_asked_why(desk: Writing) -> None:
    four_days_ago = (dt.datetime.now(dt.UTC) - dt.timedelta(days=4)).strftime("%Y-%m-%d")
    late = desk.done("note", "Ada", "Text.", "--occurred", four_days_ago)
    assert "late entry, 4 days after" in late.out
    assert late.err.count("\n") == 1
    very_late = desk.done("note", "Ada", "Text.", "--occurred", "2026-01-02")
    assert "late entry – " in very_late.out
    assert "--late-reason" in very_late.err
    asked = desk.done(
        "note", "Ada", "Text.", "--occurred", "2026-01-02", keyboard=Keyboard("On leave", is_terminal=True)
    )
    assert "Why is it written only now?" in asked.err
    assert "--late-reason" not in asked.err
    assert "On leave" in [one.entry.late_reason for one in desk.listed(desk.leaders()[0].id)]


def test_a_day_to_come_is_remarked(desk: Writing) -> None:
    year = dt.datetime.now(dt.UTC).year + 2
    assert "still to come" in desk.done("note", "Ada", "Text.", "--occurred", f"{year}-03-02").err


def test_an_unknown_name_is_a_new_leader_and_that_is_said(desk: Writing) -> None:
    said = desk.done(
        "note", "  Grace   Hopper ", "Text.", "--role", "Director", "--team", "Tools", "--employee-id", "7"
    )
    assert said.out.startswith("New leader: Grace Hopper\nRecorded as no. 1 about Grace Hopper")
    grace = next(leader for leader in desk.leaders() if leader.name == "Grace Hopper")
    assert (grace.role, grace.team, grace.employee_id) == ("Director", "Tools", "7")


def test_the_beginning_of_every_word_of_a_name_is_no_slip(desk: Writing) -> None:
    assert "about Ada Marsh" in desk.done("note", "ad mars", "Text.").out


@pytest.mark.parametrize("slip", ["Aida Marsh", "Ms Ada Marsh"])
def test_a_name_close_to_a_known_one_is_refused_unless_it_is_said_to_be_new(desk: Writing, slip: str) -> None:
    refused = desk.tried("note", slip, "Text.")
    assert refused.code == 1
    assert "Ada Marsh" in refused.err
    assert "--new-leader" in refused.err
    assert len(desk.leaders()) == 1
    assert f"New leader: {slip}" in desk.done("note", slip, "Text.", "--new-leader").out


def test_somebody_at_a_terminal_is_asked_whom_they_mean(desk: Writing) -> None:
    meant = desk.done("note", "Adda", "Text.", keyboard=Keyboard("y", is_terminal=True))
    assert "Do you mean Ada Marsh?" in meant.err
    assert "about Ada Marsh" in meant.out
    other = desk.tried("note", "Adda", "Text.", keyboard=Keyboard("", is_terminal=True))
    assert (other.code, "--new-leader" in other.err) == (1, True)
    assert len(desk.leaders()) == 1


def test_the_answer_says_the_day_in_full(desk: Writing) -> None:
    said = desk.done("note", "Ada", "Text.", "--occurred", "2 March 2026 3pm", "--zone", "UTC").out
    assert "Mon 2 March 2026, 15:00" in said


def test_what_looks_like_an_id_is_no_name(desk: Writing) -> None:
    refused = desk.tried("note", "4f3a9c01", "Text.")
    assert refused.code == 1
    assert len(desk.leaders()) == 1


def test_a_note_that_is_refused_leaves_no_new_leader_behind(desk: Writing) -> None:
    before = desk.size()
    for options in (
        ("--told", "2026-02-30"),
        ("--told", "2999-01-01"),
        ("--zone", "Mars"),
        ("--counsel", "x"),
        ("--attach", "no such file"),
    ):
        assert desk.tried("note", "Grace Hopper", "Text.", *options).code == 1
    assert desk.tried("note", "Grace Hopper", keyboard=Keyboard("   ")).code == 1
    assert desk.size() == before


def test_an_attachment_is_kept_with_the_note(desk: Writing, tmp_path: Path) -> None:
    (tmp_path / "reply.eml").write_bytes(b"From: Zo\xc3\xab\n")
    entry = desk.noted(
        "Text.", "--attach", str(tmp_path / "reply.eml"), "--attach", str(tmp_path / "reply.eml")
    )
    assert len(entry.attachment_ids) == 2
    shown = desk.done("show", entry.id).out
    assert shown.count("reply.eml, 11 bytes") == 2


def test_an_addition_stands_under_the_entry_with_its_reason_and_files(desk: Writing, tmp_path: Path) -> None:
    (tmp_path / "later.txt").write_text("later")
    entry = desk.noted("Text.")
    desk.done(
        "add",
        entry.id[:8],
        "Zoë",
        "says 14:50.",
        "--reason",
        "Learnt today",
        "--attach",
        str(tmp_path / "later.txt"),
    )
    desk.done("add", entry.id[:8], "--reason", "More", keyboard=Keyboard("from standard input"))
    additions = desk.entry(entry.id).additions
    assert [addition.text for addition in additions] == ["Zoë says 14:50.", "from standard input"]
    assert len(additions[0].attachment_ids) == 1
    assert desk.entry(entry.id).text == "Text."


def test_an_addition_that_is_refused_seals_no_attachment(desk: Writing, tmp_path: Path) -> None:
    (tmp_path / "later.txt").write_text("later")
    entry, attach = desk.noted("Text."), ("--attach", str(tmp_path / "later.txt"))
    before = desk.size()
    assert desk.tried("add", entry.id, "x", *attach).code == 1
    assert desk.tried("add", entry.id, keyboard=Keyboard("  ")).code == 1
    assert desk.size() == before
    desk.done("withdraw", entry.id, "--reason", "Hearsay")
    assert desk.tried("add", entry.id, "x", *attach, "--reason", "y").code == 1
    assert desk.size() == before + 1


def test_a_change_without_a_reason_is_refused_or_the_reason_is_asked_for(desk: Writing) -> None:
    entry = desk.noted("Text.")
    for command in (("add", entry.id, "x"), ("correct", entry.id, "--place", "x"), ("withdraw", entry.id)):
        assert "--reason" in desk.tried(*command).err
        assert desk.tried(*command, "--reason", " ").code == 1
    desk.done("correct", entry.id, "--place", "Room 2", keyboard=Keyboard("Forgotten", is_terminal=True))
    assert "because: Forgotten" in desk.done("show", entry.id).out


def test_a_correction_of_nothing_is_a_misuse_and_one_that_changes_nothing_is_refused(desk: Writing) -> None:
    entry = desk.noted("Text.", "--place", "Room 2")
    assert desk.tried("correct", entry.id, "--reason", "x").code == 2
    unchanged = desk.tried("correct", entry.id, "--place", "Room 2", "--reason", "x")
    assert (unchanged.code, "reads like that already" in unchanged.err) == (1, True)


def test_the_text_can_be_corrected_from_standard_input(desk: Writing) -> None:
    entry = desk.noted("Text.")
    desk.done("correct", entry.id, "--text", "-", "--reason", "x", keyboard=Keyboard("The whole", "text"))
    assert desk.entry(entry.id).text == "The whole\ntext"


def test_a_withdrawal_is_asked_about_only_where_somebody_can_answer(desk: Writing) -> None:
    entry = desk.noted("What I only heard.")
    no = desk.tried("withdraw", entry.id, "--reason", "x", keyboard=Keyboard("", is_terminal=True))
    assert no.code == 1
    assert "What I only heard." in no.err
    desk.done("withdraw", entry.id, keyboard=Keyboard("y", "Hearsay", is_terminal=True))
    assert "withdrawn" in desk.done("list").out
    another = desk.noted("Another.")
    desk.done("withdraw", another.id, "--yes", "--reason", "x", keyboard=Keyboard(is_terminal=True))
    assert "takes no more changes" in desk.tried("correct", another.id, "--place", "x", "--reason", "y").err


def test_a_refiled_entry_stands_under_the_right_leader(desk: Writing) -> None:
    desk.done("leaders", "--add", "Grace Hopper")
    entry = desk.noted("Text.")
    said = desk.done("refile", entry.id, "--leader", "grace", "--reason", "Wrong name")
    assert said.out.startswith("Now filed under Grace Hopper")
    assert [leader.id for leader in desk.leaders() if desk.listed(leader.id)] == list(
        desk.entry(entry.id).leader_ids
    )
    desk.done("refile", entry.id, "--leader", "grace", "--leader", "ada", "--reason", "About both")
    assert len(desk.entry(entry.id).leader_ids) == 2
    assert "Nobody in this journal" in desk.tried("refile", entry.id, "--leader", "Zoë", "--reason", "x").err


def test_leaders_are_added_changed_and_listed(desk: Writing) -> None:
    desk.done("leaders", "--add", "Grace Hopper", "--role", "Director", "--started", "2024-11-04")
    again = desk.tried("leaders", "--add", "grace hopper")
    assert (again.code, "--new-leader" in again.err) == (1, True)
    desk.done("leaders", "--edit", "grace", "--role", "VP", "--name", "Grace M. Hopper")
    desk.noted("Text.", *NOW)
    out = desk.done("leaders").out
    assert re.search(r"[0-9a-f]{8}  0 entries +Grace M\. Hopper, VP", out)
    assert re.search(r"[0-9a-f]{8}  1 entry    last \d+ \w+ \d{4}  Ada Marsh", out)
    found = json.loads(desk.done("leaders", "--json").out)
    assert [(one["name"], one["entries"], one["started"]) for one in found] == [
        ("Ada Marsh", 1, None),
        ("Grace M. Hopper", 0, "2024-11-04"),
    ]


@pytest.mark.parametrize("options", [("--role", "VP"), ("--edit", "Ada"), ("--edit", "Ada", "--role", "")])
def test_a_change_of_a_leader_needs_the_leader_and_a_change(desk: Writing, options: tuple[str, ...]) -> None:
    assert desk.tried("leaders", *options).code == 2


def test_two_leaders_of_one_name_are_told_apart_by_their_ids(desk: Writing) -> None:
    desk.done("leaders", "--add", "Ada Marsh", "--new-leader")
    refused = desk.tried("note", "Ada Marsh", "Text.")
    assert refused.code == 1
    for leader in desk.leaders():
        assert leader.id[:8] in refused.err
        desk.done("note", leader.id[:8], "Text.")
        assert len(desk.listed(leader.id)) == 1


def test_what_was_not_text_is_kept_as_a_mark_and_that_is_said(desk: Writing) -> None:
    said = desk.done("note", "Ada", "a\x00b\udcffc\x1b[2J")
    assert "3 characters were not text" in said.err
    assert desk.listed(desk.leaders()[0].id)[0].entry.text == "a\ufffdb\ufffdc\ufffd[2J"
    assert "not text" not in desk.done("note", "Ada", "already \ufffd").err
