"""How good the checker is, measured on sentences written by somebody who had not seen its rules.

The files hold sentences with the rules each should meet; about half of them should meet none. The rules were
improved on all files but the sixth afterwards, so what is printed here for those, and for all together, is a fit
and no estimate for new text. The only estimate is how each file came out
before anything had been changed for it (precision / recall, all rules together):

- ``sentences.toml``: 400 sentences; 85 / 70 % on the half that had been kept unseen while the rules were written.
- ``sentences_fresh.toml``: 200 sentences; 92 / 85 %, and a false alarm on 5 of its 80 clean ones (6 %). By rule:
  L1 100/75, L2 100/73, L3 69/75, L4 100/82, L5 90/90, L6 90/90, L7 91/83, L8 100/90, L9 90/90, L11 83/91,
  L12 100/90, L13 100/100.
- ``sentences_third.toml``: 400 sentences; 86 / 89 %, and a false alarm on 19 of its 200 clean ones (9.5 %). By rule:
  L1 87/95, L2 88/61, L3 73/94, L4 84/89, L5 84/94, L6 100/100, L7 94/94, L8 80/94, L9 93/88, L11 94/100,
  L12 87/81, L13 78/82. No label was changed.
- ``sentences_fourth.toml``: 400 sentences; 91 / 91 %, and a false alarm on 12 of its 200 clean ones (6 %). By rule:
  L1 84/80, L2 88/79, L3 81/100, L4 88/88, L5 94/94, L6 100/94, L7 88/88, L8 89/94, L9 100/94, L11 94/94,
  L12 100/94, L13 94/94. No label was changed. Taken alone that run was below what is asked for here in the precision
  of L1, L2, L3, L4, L7 and L8 and in the recall of L2; what is asked for, is asked of all files together.
- ``sentences_fifth.toml``: 400 sentences; 90 / 91 %, and a false alarm on 17 of its 200 clean ones (8.5 %). By rule:
  L1 81/72, L2 100/80, L3 89/100, L4 92/71, L5 85/100, L6 89/100, L7 89/100, L8 85/100, L9 94/94, L11 88/88,
  L12 94/94, L13 94/94. No label was changed. Taken alone that run is below what is asked for here in the precision
  of L1, L3, L5, L6, L7, L8 and L11 and in the recall of L1 and L4. Its writer had not seen the other files, and yet
  19 of its sentences turned out nearly, two of them exactly, as in one of those; without the 19 it is 89 / 90 %.
- ``sentences_sixth.toml``: 400 sentences; 90 / 82 %, and a false alarm on 12 of its 200 clean ones (6 %). By rule:
  L1 81/68, L2 88/75, L3 78/88, L4 91/59, L5 94/88, L6 100/100, L7 88/82, L8 89/94, L9 85/69, L11 94/88,
  L12 100/88, L13 100/88. No label was changed. Taken alone that run is below what is asked for here in the precision
  of L1, L2, L3, L7, L8 and L9 and in the recall of L1, L2, L4 and L9. Its writer had not seen the other files, and
  yet 18 of its sentences turned out nearly, two of them exactly, as in one of those; without them it is 90 / 81 %.

Some of what is still wrong is left so, since its label can be disputed and a rule bent to it would be worse.
"""

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import msgspec
import pytest

from coachdesk.coaching.wording import Checker

FILES = {
    "sentences.toml": 400,
    "sentences_fresh.toml": 200,
    "sentences_third.toml": 400,
    "sentences_fourth.toml": 400,
    "sentences_fifth.toml": 400,
    "sentences_sixth.toml": 400,
}
"""How many sentences each has at least."""
PRECISION, RECALL, FALSE_ALARMS = 0.90, 0.80, 0.10


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence and the rules it should meet."""

    text: str
    expected: tuple[str, ...]


class Score:
    """How often each rule was right, missed a sentence, or found one it should not."""

    def __init__(self, sentences: list[Sentence]) -> None:
        checker = Checker.load()
        self.right, self.missed, self.wrong = Counter[str](), Counter[str](), Counter[str]()
        self.sentences, self.clean, self.alarms = len(sentences), 0, 0
        for sentence in sentences:
            found = {finding.rule for finding in checker.check(sentence.text)}
            expected = set(sentence.expected)
            self.right.update(found & expected)
            self.missed.update(expected - found)
            self.wrong.update(found - expected)
            self.clean += not expected
            self.alarms += bool(found) and not expected
        self.rules = sorted(set(self.right + self.missed + self.wrong), key=lambda rule: int(rule[1:]))

    def precision(self, *rules: str) -> float:
        right, wrong = (sum(counts[rule] for rule in rules) for counts in (self.right, self.wrong))
        return right / max(right + wrong, 1)

    def recall(self, *rules: str) -> float:
        right, missed = (sum(counts[rule] for rule in rules) for counts in (self.right, self.missed))
        return right / max(right + missed, 1)

    def show(self, name: str) -> None:
        print(
            f"\n{name}: {self.sentences} sentences, {self.clean} of them clean: {self.alarms} false alarms "
            f"({self.alarms / self.clean:.1%}); precision {self.precision(*self.rules):.0%}, "
            f"recall {self.recall(*self.rules):.0%}"
        )
        for rule in self.rules:
            counts = f"{self.right[rule]:3} right {self.missed[rule]:3} missed {self.wrong[rule]:3} wrong"
            print(f"{rule:>3}  {counts}   {self.precision(rule):4.0%} / {self.recall(rule):4.0%}")


@cache
def sentences_in(name: str) -> list[Sentence]:
    read = tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
    return msgspec.convert(read["sentence"], list[Sentence])


@pytest.mark.parametrize("name", FILES)
def test_the_sentences_are_enough_to_measure_by(name: str) -> None:
    sentences = sentences_in(name)
    assert len(sentences) >= FILES[name]
    assert len({sentence.text for sentence in sentences}) == len(sentences)


def test_the_checker_is_right_often_enough_for_each_rule() -> None:
    for name in FILES:
        Score(sentences_in(name)).show(name)
    score = Score([sentence for name in FILES for sentence in sentences_in(name)])
    score.show("together")
    precision = {rule: score.precision(rule) for rule in score.rules}
    recall = {rule: score.recall(rule) for rule in score.rules}
    assert {rule: share for rule, share in precision.items() if share < PRECISION} == {}
    assert {rule: share for rule, share in recall.items() if share < RECALL} == {}
    assert score.alarms / score.clean < FALSE_ALARMS
