"""What is due: by the calendar and by what was said, and the same in the journal's filter as in the rule."""

import datetime as dt
from typing import get_args

import pytest

from coachdesk.coaching.due import NOTHING, Due, due_of, is_untold
from coachdesk.coaching.due_items import due_items
from coachdesk.journal.filters import Filter
from coachdesk.journal.journal import Journal
from coachdesk.records.entry import Entry, Lane
from coachdesk.records.people import Leader
from tests.making import entry, leader

COUNSEL = {"lawyer": "R. Okafor", "purpose": "Advice"}
TODAY = dt.date(2026, 3, 10)
YESTERDAY, TOMORROW = "2026-03-09", "2026-03-11"


@pytest.mark.parametrize(
    ("days", "due"),
    [
        ((), NOTHING),
        ((YESTERDAY,), Due(overdue=1)),
        ((TODAY.isoformat(),), Due(open=1)),
        ((None,), Due(open=1)),
        ((TOMORROW,), NOTHING),
        ((YESTERDAY, None, TOMORROW, YESTERDAY), Due(overdue=2, open=1)),
    ],
)
def test_an_action_point_is_due_on_its_day_and_overdue_after_it(
    days: tuple[str | None, ...], due: Due
) -> None:
    assert due_of(days, TODAY, untold=False) == due


@pytest.mark.parametrize(
    ("kind", "told", "waits"),
    [
        ("observation", None, True),
        ("conversation", None, False),
        ("conversation", "not_yet", True),
        ("observation", "told", False),
        ("praise", "in_writing", False),
    ],
)
def test_an_example_waits_to_be_told_until_it_was(kind: str, told: str | None, waits: bool) -> None:
    assert is_untold(kind, told) is waits
    assert due_of((), TODAY, untold=waits) == Due(untold=int(waits))


def test_what_is_due_adds_up() -> None:
    assert Due(1, 2, 3) + Due(untold=1) == Due(1, 2, 4)
    assert Due(1, 2, 3) * 2 == Due(2, 4, 6)
    assert Due(1, 2, 3).total == 6
    assert NOTHING.total == 0


def points(*points: tuple[str | None, str | None]) -> list[dict[str, object]]:
    return [{"text": '],"additions":', "due": due, "done": done} for due, done in points]


@pytest.fixture
def entries(journal: Journal, ada: Leader) -> list[Entry]:
    """Every way to be due and not to be, one entry each, and twice in each lane; the last two were withdrawn and refiled."""
    bo = leader("Bo")
    journal.put(bo)
    made = [
        entry(ada, kind="conversation", action_points=points((YESTERDAY, None))),
        entry(ada, kind="conversation", action_points=points((TODAY.isoformat(), None))),
        entry(ada, kind="conversation", action_points=points((TOMORROW, None))),
        entry(ada, kind="conversation", action_points=points((YESTERDAY, YESTERDAY), (TOMORROW, None))),
        entry(ada, kind="conversation", action_points=points((None, None), (YESTERDAY, None))),
        entry(ada, kind="conversation", text='"told":null "action_points":[{"done":null}]'),
        entry(ada, kind="conversation", told={"state": "not_yet"}),
        entry(ada, kind="observation"),
        entry(ada, kind="observation", action_points=points((YESTERDAY, None)), told={"state": "not_yet"}),
        entry(ada, kind="praise", told={"state": "told", "day": YESTERDAY}),
        entry(
            ada, kind="praise", told={"state": "told", "day": YESTERDAY}, action_points=points((None, None))
        ),
        entry(ada, bo, kind="observation"),
        *(
            entry(ada, lane=lane, action_points=agreed, counsel=COUNSEL if lane == "counsel" else None)
            for lane in get_args(Lane)
            for agreed in ((), points((YESTERDAY, None)))
        ),
        entry(ada, kind="observation", action_points=points((YESTERDAY, None))),
        entry(ada, kind="observation", action_points=points((YESTERDAY, None))),
    ]
    journal.put(*made)
    journal.withdraw(made[-2].id, "Not him")
    journal.refile(made[-1].id, [bo.id], "It was Bo")
    return made


def by_the_rule(one: Entry) -> Due:
    """Its lines on Today, counted."""
    lines = [item for item in due_items([one], TODAY) if item.record_id == one.id]
    examples = sum(item.kind == "example" for item in lines)
    overdue = sum(item.kind == "action_point" and item.overdue_days > 0 for item in lines)
    return Due(overdue, len(lines) - examples - overdue, examples)


def live(journal: Journal, entries: list[Entry], about: str) -> list[Entry]:
    found = [journal.view.get(one.id) for one in entries]
    return [
        each.record
        for each in found
        if isinstance(each.record, Entry)
        and about in each.record.leader_ids
        and each.event.action != "withdraw"
    ]


def test_the_journal_counts_what_the_rule_counts(journal: Journal, entries: list[Entry]) -> None:
    about = [one.id for one in journal.view.leaders()]
    for who in about:
        counted = sum(
            (
                due_of(found.days, TODAY, untold=found.untold) * found.entries
                for found in journal.view.outstanding([who])
            ),
            NOTHING,
        )
        assert counted == sum((by_the_rule(one) for one in live(journal, entries, who)), NOTHING)
        assert counted.total
    together = journal.view.outstanding(about)
    assert {found.leader_id for found in together} == set(about)
    assert journal.view.outstanding([]) == ()


def test_the_filter_shows_the_entries_that_the_rule_calls_due(journal: Journal, entries: list[Entry]) -> None:
    wanted = Filter(due=TODAY.isoformat())
    for who in journal.view.leaders():
        due = {one.id for one in live(journal, entries, who.id) if by_the_rule(one).total}
        assert {listed.entry.id for listed in journal.view.timeline(who.id, wanted).entries} == due
        assert {hit.record_id for hit in journal.view.find(wanted, [who.id])} == due
        both = Filter(due=TODAY.isoformat(), told="no", kinds=("observation",))
        untold = {one.id for one in live(journal, entries, who.id) if one.kind == "observation"}
        assert {hit.record_id for hit in journal.view.find(both, [who.id])} == untold & due
