"""What was agreed is carried to the next meeting until it is done."""

from hypothesis import given

from coachdesk.coaching.agreed import carried, finished
from coachdesk.records.entry import ActionPoint, Entry
from tests.coaching.notes import ADA, BO, note, notes

POINTS = (
    ActionPoint(text="Some day"),
    ActionPoint(text="In April", due="2026-04-01"),
    ActionPoint(text="Done before", done="2026-03-01"),
    ActionPoint(text="In March", due="2026-03-20"),
)


def test_what_is_open_comes_the_soonest_due_first_and_what_has_no_day_last() -> None:
    found = carried([note(action_points=POINTS), note("2026-03-01", BO, action_points=POINTS)], ADA)
    assert [(one.number, one.point.text) for one in found] == [
        (3, "In March"),
        (1, "In April"),
        (0, "Some day"),
    ]


def test_what_was_done_on_the_day_of_the_talk_is_told_there() -> None:
    found = carried([note(action_points=POINTS)], ADA, "2026-03-01")
    assert "Done before" in [one.point.text for one in found]


def test_what_is_finished_has_its_day_and_what_was_done_before_keeps_its_own() -> None:
    done = finished(note(action_points=POINTS), (1, 2), "2026-03-10")
    assert [point.done for point in done.action_points] == [None, "2026-03-10", "2026-03-01", None]


@given(notes)
def test_nothing_from_a_closed_lane_is_carried_into_a_talk(entries: list[Entry]) -> None:
    lanes = {one.id: one.lane for one in entries}
    assert {lanes[one.entry_id] for one in carried(entries, ADA)} <= {"ordinary"}
