"""The bank holds the seeds' own questions, and a closed or leading question is told from an open one."""

import pytest

from coachdesk.coaching.questions import bank, kind_of, purposes

OFFERS = {"Would you be interested in resources or training on effective communication?"}
"""A seed's own offer: to be answered with yes or no, and rightly so."""


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("How did you see it?", "open", ""),
        ("Can you share what might be causing this?", "open", "invites"),
        ("Could you please walk me through the call?", "open", "invites"),
        ("Did you read the report?", "closed", "yes_or_no"),
        ("So, are you ready?", "closed", "yes_or_no"),
        ("Was it the deadline or the team?", "closed", "yes_or_no"),
        ("When did you send it?", "closed", "one_fact"),
        ("How many people were there?", "closed", "one_fact"),
        ("Don’t you think that was too much?", "leading", "expects_an_answer"),
        ("Isn't it obvious?", "leading", "expects_an_answer"),
        ("Surely you saw that?", "leading", "expects_an_answer"),
        ("Why didn't you call?", "leading", "expects_an_answer"),
        ("Why are you so defensive?", "leading", "expects_an_answer"),
        ("What makes him so arrogant?", "leading", "presumes"),
        ("Have you seen it? What did you make of it?", "open", ""),
        ("What did you make of it? Don't you agree?", "leading", "expects_an_answer"),
        ("Please send it.", "none", "asks_nothing"),
        ("", "none", "asks_nothing"),
    ],
)
def test_a_question_is_told_to_be_open_closed_or_leading(text: str, kind: str, why: str) -> None:
    verdict = kind_of(text)
    assert (verdict.kind, verdict.why) == (kind, why)
    assert verdict.found.lower() in text.replace("’", "'").lower()


def test_the_bank_asks_openly() -> None:
    kinds = {question.text: kind_of(question.text.replace("{label}", "hurried")).kind for question in bank()}
    assert {text for text, kind in kinds.items() if kind != "open"} == OFFERS


def test_every_question_serves_a_known_purpose_and_every_purpose_has_some() -> None:
    assert len(bank()) >= 20
    assert {purpose for question in bank() for purpose in question.purposes} == set(purposes())
    for purpose in purposes():
        assert all(purpose in question.purposes for question in bank(purpose))
        assert bank(purpose)


def test_the_seeds_own_questions_are_there_word_for_word() -> None:
    by_source = {(question.source, question.text) for question in bank() if question.source}
    assert (
        "000-4",
        "How do you see the connection between the technical and business aspects of the projects?",
    ) in by_source
    assert ("001-C4", "What was your perspective on that interaction?") in by_source
    assert [question.source for question in bank("reflect") if question.needs_label] == ["001-C3"]
