"""What of a 360 round may be seen: nothing of a group under the threshold but its name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.coaching.feedback360 import RoundView, view_of
from coachdesk.records.base import InvalidRecord
from coachdesk.records.feedback360 import Round
from tests.coaching.notes import about

QUESTIONS = ("Answers what is asked", "Listens")
RELATIONS = ("self", "own_manager", "peers", "reports", "superiors", "others")


def group(relation: str, answered: int, *means: float, **values: Any) -> dict[str, Any]:
    scores = [{"question": number, "mean": mean} for number, mean in enumerate(means, start=1)]
    return {"relation": relation, "invited": answered + 0, "answered": answered, "scores": scores} | values


def spring(*groups: dict[str, Any], threshold: int = 5) -> Round:
    return about(
        Round,
        title="Spring",
        opened_on="2026-02-01",
        threshold=threshold,
        questions=QUESTIONS,
        groups=groups,
    )


def test_a_group_that_is_large_enough_shows_what_it_said() -> None:
    found = view_of(spring(group("peers", 5, 3.5, 4.0, invited=8, themes=["Explains well"])))
    (peers,) = found.groups
    assert (peers.relation, peers.invited, peers.answered, peers.is_one) == ("peers", 8, 5, False)
    assert (found.cell("peers", 1), found.cell("peers", 2), found.cell("peers", 3)) == (3.5, 4.0, None)
    assert peers.themes == ("Explains well",)
    assert found.suppressed == ()


def test_a_group_under_the_threshold_is_only_named() -> None:
    found = view_of(spring(group("peers", 5, 3.5), group("reports", 4)))
    assert found.suppressed == ("reports",)
    assert [one.relation for one in found.groups] == ["peers"]
    assert found.cell("reports", 1) is None
    assert "4" not in repr(found).replace(found.round_id, "")


def test_what_the_leader_and_their_own_manager_said_is_shown_as_that_of_one_person() -> None:
    found = view_of(spring(group("self", 1, 4.5), group("own_manager", 1, 2.0)))
    assert [(one.relation, one.is_one) for one in found.groups] == [("self", True), ("own_manager", True)]
    assert (found.cell("self", 1), found.cell("own_manager", 1)) == (4.5, 2.0)


def test_a_group_of_which_nobody_answered_has_nothing_to_hide() -> None:
    found = view_of(spring(group("others", 0, invited=6), group("self", 0, invited=1)))
    assert (found.groups, found.suppressed) == ((), ())


def test_a_group_of_two_cannot_be_kept_at_any_threshold() -> None:
    with pytest.raises(InvalidRecord):
        spring(group("peers", 2, 3.5), threshold=3)


def _round(sizes: dict[str, int], threshold: int) -> Round:
    groups = []
    for relation, size in sizes.items():
        answered = min(size, 1) if relation in ("self", "own_manager") else size
        is_open = answered >= (1 if relation in ("self", "own_manager") else threshold)
        groups.append(group(relation, answered, *((3.0, 4.0) if is_open else ())))
    return spring(*groups, threshold=threshold)


@given(st.dictionaries(st.sampled_from(RELATIONS), st.integers(0, 9)), st.integers(3, 8))
def test_every_group_that_answered_is_either_shown_or_named_as_suppressed(
    sizes: dict[str, int], threshold: int
) -> None:
    feedback = _round(sizes, threshold)
    found: RoundView = view_of(feedback)
    shown = {one.relation for one in found.groups}
    assert shown.isdisjoint(found.suppressed)
    assert shown | set(found.suppressed) == {one.relation for one in feedback.groups if one.answered}
    for one in found.groups:
        assert one.answered >= threshold or (one.is_one and one.answered == 1)
    for relation in found.suppressed:
        assert [found.cell(relation, question) for question in (1, 2)] == [None, None]
