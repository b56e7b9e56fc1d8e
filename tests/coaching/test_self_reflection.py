"""What a leader is asked to reflect on by a day: what waits, what came, and which entry answers it."""

from typing import Any

import pytest

from coachdesk.coaching.self_reflection import answered_by, asked, asked_otherwise, came, waiting
from coachdesk.records.base import InvalidRecord
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, SelfReflection
from tests.coaching.notes import ADA, BO, about, note

REQUEST = SelfReflection(asked_on="2026-03-02", by_day="2026-03-09", questions=("What did the others see?",))
LATER = SelfReflection(asked_on="2026-03-03", by_day="2026-03-16")


def issue(*requests: SelfReflection, **values: Any) -> Issue:
    return about(Issue, title="Interrupts", self_reflections=requests, **values)


def test_what_was_asked_for_waits_until_it_comes() -> None:
    assert waiting(issue()) is None
    one = asked(asked(issue(), REQUEST), LATER)
    assert waiting(one) == REQUEST
    first = came(one, "2026-03-08", "e")
    assert first.self_reflections[0].questions == REQUEST.questions
    assert [(one.came_on, one.entry_id) for one in first.self_reflections] == [
        ("2026-03-08", "e"),
        (None, None),
    ]
    assert waiting(first) == LATER
    second = came(first, "2026-03-20", None)
    assert waiting(second) is None
    assert came(second, "2026-03-21", "f") == second


def test_it_does_not_come_before_it_was_asked_for() -> None:
    with pytest.raises(InvalidRecord) as refused:
        came(issue(REQUEST), "2026-03-01", None)
    assert (refused.value.field, refused.value.problem) == ("self_reflections.came_on", "dates_run_backwards")


def test_what_waits_can_be_asked_for_otherwise_or_not_any_more() -> None:
    came_once = came(issue(REQUEST, LATER), "2026-03-08", "e")
    put_off = SelfReflection(asked_on="2026-03-03", by_day="2026-03-30")
    assert waiting(asked_otherwise(came_once, put_off)) == put_off
    given_up = asked_otherwise(came_once, None)
    assert given_up.self_reflections == came_once.self_reflections[:1]
    assert asked_otherwise(given_up, put_off) == given_up


def test_an_entry_of_a_closed_lane_is_not_named_and_an_own_reflection_answers_nothing() -> None:
    one = issue(REQUEST)
    private = note("2026-03-08", kind="response", lane="medical")
    assert answered_by(one, private) == came(one, "2026-03-08", None)
    assert answered_by(one, note("2026-03-08", kind="response", lane="reflection")) is None


def test_a_response_of_the_leader_answers_it_and_nothing_else_does() -> None:
    one, response = issue(REQUEST), note("2026-03-08", kind="response", account="They waited for me.")
    found = answered_by(one, response)
    assert found == came(one, "2026-03-08", response.id)
    for other in (note("2026-03-08"), note("2026-03-08", BO, kind="response")):
        assert answered_by(one, other) is None
    assert answered_by(issue(), response) is None
    assert answered_by(issue(REQUEST, leader_ids=(ADA, BO)), response) is not None


ASKED = "Asked for on 2 March\nWhat did the others see?"


def noted(**values: Any) -> Entry:
    return note("2026-03-08", kind="response", title="Reflection", **values)


@pytest.mark.parametrize("text", [ASKED, f"{ASKED}\n\n ", "What did  the others see?", ""])
def test_what_was_asked_alone_is_no_answer(text: str) -> None:
    assert answered_by(issue(REQUEST), noted(text=text), ASKED) is None


@pytest.mark.parametrize(
    "written",
    [
        {"text": f"{ASKED}\nThat I waited."},
        {"text": f"{ASKED} That I waited."},
        {"text": ASKED, "account": "I waited."},
        {"text": ASKED, "attachment_ids": ("f",)},
    ],
    ids=["below", "beside", "in their words", "a file"],
)
def test_whatever_is_written_besides_what_was_asked_is_the_answer(written: dict[str, Any]) -> None:
    found = answered_by(issue(REQUEST), noted(**written), ASKED)
    assert found is not None
    assert waiting(found) is None
