"""From a blunt sentence to one that can be heard: nothing is made up, and the manager's words stay data."""

import datetime as dt

import pytest

from coachdesk.coaching.phrasing import Piece, part_name, variants, warning_text, workshop
from coachdesk.coaching.questions import kind_of
from coachdesk.coaching.wording import Checker
from coachdesk.records.entry import Entry

BLUNT = "Dude, people think you’re defensive."
TODAY = dt.date(2026, 3, 20)


def example(**values: object) -> Entry:
    occurred = {"day": "2026-03-02", "zone": "Europe/London", "precision": "day"}
    told = {
        "situation": "Board review, the churn question",
        "behaviour": "You answered the latency question",
        "impact": "The board asked twice and moved on without the number.",
    }
    return Entry.make(**{"leader_ids": ("1",), "kind": "observation", "occurred": occurred, **told, **values})


def test_a_blunt_sentence_and_an_example_give_all_four_parts() -> None:
    made = workshop(BLUNT, example(), today=TODAY)
    assert {piece.key: piece.text for piece in made.pieces} == {
        "noticed": "You answered the latency question.",
        "when": "2 March 2026: Board review, the churn question",
        "effect": "The board asked twice and moved on without the number.",
        "question": "Have you noticed moments when your responses might be perceived as defensive? "
        "What do you think prompts that reaction?",
    }
    assert made.blunt == BLUNT
    assert made.warnings == ("power_distance", "others_speak", "label")
    assert {finding.rule for finding in made.findings} == {"L1", "L5", "L12"}


def test_both_variants_say_all_parts_and_only_the_softer_one_begins_with_the_wish_to_help() -> None:
    direct, soft = workshop(BLUNT, example()).variants
    assert (direct.key, soft.key) == ("direct", "soft")
    for variant in (direct, soft):
        said = "\n".join(variant.lines)
        assert "You answered the latency question." in said
        assert "2 March 2026" in said
        assert "without the number." in said
        assert variant.blanks == ()
        assert kind_of(said).kind == "open"
    assert "believe in your capabilities" in soft.lines[0]
    assert direct.lines[0].startswith("I noticed")


def test_what_the_example_does_not_say_stays_a_blank() -> None:
    made = workshop(BLUNT, example(behaviour=" ", impact="", situation=""))
    assert [piece.text for piece in made.pieces[:3]] == ["", "2 March 2026", ""]
    assert made.variants[0].blanks == ("noticed", "effect")
    assert made.variants[0].lines[0] == "I noticed this: ____"
    assert "no_impact" in made.warnings


def test_without_an_example_everything_but_the_question_is_blank() -> None:
    made = workshop("The numbers came late.")
    assert [piece.text for piece in made.pieces] == [
        "",
        "",
        "",
        "What was your perspective on that interaction?",
    ]
    assert made.warnings == ("no_example",)
    assert made.variants[0].blanks == ("noticed", "when", "effect")


def test_a_label_of_several_words_is_not_pressed_into_the_question() -> None:
    assert (
        workshop("You are not a team player.").pieces[3].text
        == "What was your perspective on that interaction?"
    )


@pytest.mark.parametrize(("day", "old"), [("2026-02-18", False), ("2026-02-17", True)])
def test_an_example_of_more_than_a_month_is_old(day: str, old: bool) -> None:
    entry = example(occurred={"day": day, "zone": "Europe/London", "precision": "day"})
    assert ("old_example" in workshop(BLUNT, entry, today=TODAY).warnings) is old
    assert "old_example" not in workshop(BLUNT, entry).warnings


def test_a_user_text_with_braces_stays_as_it_is() -> None:
    made = workshop("You always {effect} me.", example(behaviour="Wrote {question} and {0} <b>"))
    assert made.variants[0].lines[0] == "I noticed this: Wrote {question} and {0} <b>"
    assert "absolute" in made.warnings


def test_parts_that_the_manager_filled_in_give_the_variants_anew() -> None:
    (direct, _) = variants(
        (Piece("noticed", "a"), Piece("when", "b"), Piece("effect", " "), Piece("question", "d"))
    )
    assert direct.lines == ("I noticed this: a", "When: b", "The effect was this: ____", "d")
    assert direct.blanks == ("effect",)


def test_what_the_workshop_says_can_be_said_in_another_language_but_not_what_the_manager_wrote() -> None:
    other = {
        "I noticed this: {noticed}": "Mir fiel auf: {noticed}",
        "What was your perspective on that interaction?": "Wie haben Sie es gesehen?",
    }
    made = workshop(
        "You always fail.", example(behaviour="Wrote {when}"), say=lambda words: other.get(words, words)
    )
    assert made.pieces[3].text == "Wie haben Sie es gesehen?"
    assert made.variants[0].lines[0] == "Mir fiel auf: Wrote {when}"
    assert made.variants[0].lines[-1] == "Wie haben Sie es gesehen?"


def test_every_part_and_warning_has_its_words() -> None:
    made = workshop(
        "You always fail, you lazy idiot, they say.", example(impact=""), today=dt.date(2027, 1, 1)
    )
    assert len(made.warnings) == 6
    for warning in (*made.warnings, "no_example"):
        assert warning_text(warning).endswith(".")
    assert {part_name(piece.key) for piece in made.pieces} >= {"What I noticed", "The effect"}


def test_a_checker_with_the_users_own_words_is_used() -> None:
    checker = Checker.load(b'[[list]]\nrule = "L1"\nwords = ["wafty"]\n')
    assert "as wafty?" in workshop("You are wafty.", checker=checker).pieces[3].text
