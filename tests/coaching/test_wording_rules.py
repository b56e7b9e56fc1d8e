"""The user's own rule file: what it can say, and that a slip in it costs nothing else."""

import tomllib
from typing import get_args

import pytest

from coachdesk import resources, sentences
from coachdesk.coaching.wording import Checker
from coachdesk.coaching.wording_phrases import verb_forms
from coachdesk.coaching.wording_rules import LARGEST, Reason, RuleProblem
from coachdesk.coaching.wording_vocabulary import load_vocabulary

OWN = b"""# mine
[[list]]
rule = "L1"
words = ["snooze merchant", "faff* about", "{they} .. (waffle|waffled)"]
unless_after = ["in the demo"]

[[list]]
rule = "L3"
forms = "verb"
words = ["fumble"]

[[allow]]
rule = "L2"
words = ["always on call"]
"""


def rules_in(checker: Checker, text: str) -> list[str]:
    return [finding.rule for finding in checker.check(text)]


def test_a_users_file_adds_words_and_allows_others() -> None:
    checker = Checker.load(OWN)
    assert checker.problems == ()
    assert rules_in(checker, "A snooze merchant.") == ["L1"]
    assert rules_in(checker, "Faffing about.") == ["L1"]
    assert rules_in(checker, "He has often waffled.") == ["L1"]
    assert rules_in(checker, "A snooze merchant in the demo.") == []
    assert [rules_in(checker, f"She {verb} it.") for verb in ("fumbles", "fumbled")] == [["L3"], ["L3"]]
    assert rules_in(checker, "He is always on call.") == []
    assert rules_in(checker, "He is always late.") == ["L2"]


def test_the_rules_that_come_along_do_not_change_by_it() -> None:
    Checker.load(OWN)
    assert rules_in(Checker.load(), "A snooze merchant.") == []


def test_a_phrase_allowed_without_a_rule_is_allowed_by_all() -> None:
    checker = Checker.load(b'[[allow]]\nwords = ["that idiot is always late"]\n')
    assert rules_in(checker, "That idiot is always late.") == []
    assert rules_in(checker, "That idiot is always rude.") == ["L13", "L2", "L1"]


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (b'[[list]]\nrule = "L1"\nwords = ["a"\n', RuleProblem(4, "syntax")),
        (b'[[list]]\nrule = L1\nwords = ["a"]\n', RuleProblem(3, "syntax")),
        (b'[[list]]\nrule = "L77"\nwords = ["a"]\n', RuleProblem(3, "unknown_rule", "L77")),
        (b'[[list]]\nrule = "L1"\nwords = [3]\n', RuleProblem(4, "wrong_value", "words")),
        (b'[[list]]\nrule = "L1"\n', RuleProblem(2, "wrong_value", "words")),
        (b'[[list]]\nrule = "L1"\nwords = []\nlouder = true\n', RuleProblem(5, "wrong_value", "louder")),
        (b'[[list]]\nrule = "L1"\nwords = ["ok",\n  "(a|b"]\n', RuleProblem(5, "bad_phrase", "(a|b")),
        (
            b'[[list]]\nrule = "L1"\nwords = ["{nobody} here"]\n',
            RuleProblem(4, "bad_phrase", "{nobody} here"),
        ),
        (b'[[list]]\nrule = "L1"\nwords = ["..", "b"]\n', RuleProblem(4, "bad_phrase", "..")),
        (b'[[list]]\nrule = "L1"\nwords = ["a*"]\n', RuleProblem(4, "bad_phrase", "a*")),
        (
            b'[[list]]\nrule = "L1"\nwords = ["a ... b ... c ... d ... e"]\n',
            RuleProblem(4, "bad_phrase", "a ... b ... c ... d ... e"),
        ),
        (b'[[list]]\nrule = "L1"\nwords = [""]\n', RuleProblem(2, "bad_phrase")),
        (
            b'[[list]]\nrule = "L1"\nwords = ["a"]\nunless_near = ["@nothing"]\n',
            RuleProblem(5, "bad_phrase", "@nothing"),
        ),
        (b'[[lists]]\nrule = "L1"\nwords = ["a"]\n', RuleProblem(2, "unknown_table", "lists")),
        (b'[list]\nrule = "L1"\nwords = ["a"]\n', RuleProblem(2, "unknown_table", "list")),
    ],
    ids=lambda value: value.decode().replace("\n", " ") if isinstance(value, bytes) else "",
)
def test_a_slip_is_named_by_line_and_the_other_rules_go_on(broken: bytes, problem: RuleProblem) -> None:
    whole = b"\n" + broken + b'\n[[list]]\nrule = "L1"\nwords = ["snooze merchant"]\n'
    checker = Checker.load(whole)
    assert checker.problems == (problem,)
    assert rules_in(checker, "He was lazy. A snooze merchant.") == ["L1", "L1"]


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        (b'[[allow]]\nwords = ["a"]\n# \xff\n', RuleProblem(3, "not_utf8")),
        (b"#" * (LARGEST + 1), RuleProblem(1, "too_large")),
    ],
)
def test_a_file_that_is_no_text_is_left_out(extra: bytes, problem: RuleProblem) -> None:
    checker = Checker.load(extra)
    assert checker.problems == (problem,)
    assert rules_in(checker, "He was lazy.") == ["L1"]


def test_an_empty_file_and_one_from_windows_are_fine() -> None:
    assert Checker.load(b"").problems == ()
    checker = Checker.load(b"\xef\xbb\xbf" + OWN.replace(b"\n", b"\r\n"))
    assert checker.problems == ()
    assert rules_in(checker, "A snooze merchant.") == ["L1"]


def test_verbs_take_their_forms() -> None:
    vocabulary = load_vocabulary()
    assert verb_forms("dodge", vocabulary) == ("dodge", "dodges", "dodged", "dodging")
    assert verb_forms("deny", vocabulary) == ("deny", "denies", "denied", "denying")
    assert verb_forms("hide", vocabulary) == ("hide", "hides", "hid", "hidden", "hiding")


def test_no_word_is_of_two_classes() -> None:
    classes = tomllib.loads(resources.path("wording", "vocabulary.toml").read_text("utf-8"))["classes"]
    words = [word for listed in classes.values() for word in set(listed.split())]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_every_rule_has_its_explanation_and_its_question() -> None:
    rules = tomllib.loads(resources.path("wording", "rules.toml").read_text("utf-8"))["rule"]
    texts = tomllib.loads(resources.path("wording", "texts.toml").read_text("utf-8"))
    keys = {rule["text"] for rule in rules.values()}
    assert len(rules) == 13
    assert set(texts["explanation"]) == keys
    parts = {f"missing_{part}" for part in ("situation", "behaviour", "impact", "place", "action_points")}
    assert set(texts["question"]) == keys | parts
    assert all(text[-1] in ".?" for table in ("explanation", "question") for text in texts[table].values())


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_problem_of_a_rule_file_has_a_sentence(reason: str) -> None:
    said = sentences.rule_problem(reason, 12, "faff")
    assert said[-1] == "."
    assert "{" not in said
    assert "work" in said
