"""What a selection shows of a whole file: period, kinds, issues, and what was left out by hand."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from coachdesk.export.evidence import Withheld
from coachdesk.export.gathering import events_about, file_of
from coachdesk.export.scope import withheld
from coachdesk.export.selection import Selection
from coachdesk.journal.journal import Journal
from coachdesk.records.case import Case, FeedbackItem
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision
from coachdesk.records.issue import Issue, Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from tests.making import Clock, entry

Why = Callable[..., dict[str, Withheld]]

NEVER = "not there"


class Worked(NamedTuple):
    """Two issues with Ada, with what was done about each; ``why`` is why each is withheld, by its name here."""

    journal: Journal
    ids: dict[str, str]
    why: Why


@pytest.fixture
def worked(journal: Journal, ada: Leader, clock: Clock) -> Worked:
    about = {"leader_ids": (ada.id,)}
    made: dict[str, Any] = {
        "heard": entry(ada, text="About the first.", occurred={"day": "2026-01-10", "precision": "day"}),
        "seen": entry(ada, text="About both.", occurred={"day": "2026-02-10", "precision": "day"}),
        "other": entry(ada, text="About the second.", occurred={"day": "2026-03-10", "precision": "day"}),
        "praise": entry(
            ada, kind="praise", text="Well done.", occurred={"day": "2026-03-11", "precision": "day"}
        ),
        "asked": entry(ada, kind="conversation", text="Asked.", occurred={"day": "2026-02-20", "precision": "day"}),
        "plan": Plan.make(**about, started="2026-02-01", ends="2026-02-28", status="closed"),
    }  # fmt: skip
    made["issue"] = Issue.make(
        **about, title="First", noticed="2026-01-10",
        acknowledgements=[{"state": "partly", "day": "2026-02-20", "entry_id": made["asked"].id}],
    )  # fmt: skip
    made["second"] = Issue.make(**about, title="Second", noticed="2026-03-01", status="resolved")
    made["goal"] = Goal.make(**about, plan_id=made["plan"].id, title="Listens")
    made["unlinked goal"] = Goal.make(**about, plan_id=made["plan"].id, title="Something else")
    made["expectation"] = Expectation.make(**about, text="Answers", told_on="2026-01-15")
    made["decision"] = Decision.make(
        **about, title="Goes on", decided_on="2026-03-20", entry_ids=(made["seen"].id,)
    )
    made["meeting"] = Meeting.make(**about, of_id=made["plan"].id, at={"local": "2026-02-12T10:00"})
    made["consequence"] = Consequence.make(
        **about, what="No board review", said_on="2026-02-20", entry_id=made["asked"].id
    )
    made["letter"] = Letter.make(
        **about, kind="consequence", of_id=made["consequence"].id, handed_on="2026-02-21", to="Ada", digest="0" * 64
    )  # fmt: skip
    made["case"] = Case.make(**about, title="Apart", opened_on="2026-03-01")
    made["item"] = FeedbackItem.make(**about, case_id=made["case"].id, text="Unanswered")
    for name, one, target in (
        ("to first", "heard", "issue"),
        ("seen to first", "seen", "issue"),
        ("seen to second", "seen", "second"),
        ("to second", "other", "second"),
        ("seen to goal", "seen", "goal"),
        ("to expectation", "other", "expectation"),
    ):
        made[name] = Link.make(**about, entry_id=made[one].id, target_id=made[target].id)
    clock.pass_time(86_400 * 90)
    journal.put(*made.values())
    ids = {name: one.id for name, one in made.items()}

    def why(**values: Any) -> dict[str, Withheld]:
        chosen = {
            field: tuple(ids[name] for name in value) if field in _NAMED else value
            for field, value in values.items()
        }
        selection = Selection(leader_ids=(ada.id,), **chosen)
        stored = events_about(journal.view, selection.leader_ids)
        found = withheld(file_of(stored, selection.leader_ids), selection)
        return {name: found[record_id] for name, record_id in ids.items()}

    return Worked(journal, ids, why)


_NAMED = ("issue_ids", "excluded", "others_data")


def shown(found: dict[str, Withheld]) -> set[str]:
    return {name for name, why in found.items() if not why}


def test_without_limits_everything_is_shown(worked: Worked) -> None:
    assert shown(worked.why()) == set(worked.ids)


def test_of_a_period_is_shown_what_happened_or_was_in_force_in_it(worked: Worked) -> None:
    found = worked.why(from_day="2026-02-01", to_day="2026-02-28")
    assert shown(found) == {
        "seen", "asked", "plan", "issue", "goal", "unlinked goal", "expectation", "meeting", "consequence", "letter",
        "seen to first", "seen to goal",
    }  # fmt: skip
    assert found["heard"] == found["second"] == found["case"] == found["item"] == "outside_scope"
    assert found["to first"] == found["seen to second"] == "linked"


def test_the_first_and_the_last_day_are_in_the_period(worked: Worked) -> None:
    for day in ("2026-02-12", "2026-02-21"):
        assert ("meeting" in shown(worked.why(from_day=day, to_day=day))) == (day == "2026-02-12")
        assert ("letter" in shown(worked.why(from_day=day, to_day=day))) == (day == "2026-02-21")


def test_where_kinds_are_chosen_coaching_records_go_in_only_by_their_type(worked: Worked) -> None:
    assert shown(worked.why(kinds=("praise",))) == {"praise"}
    assert shown(worked.why(kinds=("goal", "plan"))) == {"goal", "unlinked goal", "plan"}
    with_links = worked.why(kinds=("observation", "issue"))
    assert shown(with_links) == {
        "heard", "seen", "other", "issue", "second", "to first", "seen to first", "seen to second", "to second"
    }  # fmt: skip
    assert with_links["seen to goal"] == "linked"


def test_of_an_issue_is_shown_what_belongs_to_it(worked: Worked) -> None:
    found = worked.why(issue_ids=("issue",))
    assert shown(found) == {
        "issue", "heard", "seen", "asked", "goal", "plan", "decision", "consequence", "letter", "to first",
        "seen to first", "seen to goal",
    }  # fmt: skip
    assert found["second"] == found["other"] == found["unlinked goal"] == found["meeting"] == "outside_scope"
    assert found["seen to second"] == "linked"


def test_of_two_issues_is_shown_what_belongs_to_either(worked: Worked) -> None:
    both = shown(worked.why(issue_ids=("issue", "second")))
    assert both == shown(worked.why(issue_ids=("issue",))) | {
        "second",
        "other",
        "expectation",
        "to second",
        "seen to second",
        "to expectation",
    }


def test_a_link_that_was_withdrawn_makes_nothing_belong(worked: Worked) -> None:
    worked.journal.withdraw(worked.ids["to first"], "It was about something else")
    assert "heard" not in shown(worked.why(issue_ids=("issue",)))


def test_what_is_left_out_by_hand_takes_its_links_with_it(worked: Worked) -> None:
    found = worked.why(excluded=("seen", "case"), others_data=("asked",))
    assert (found["seen"], found["case"], found["asked"]) == ("outside_scope", "outside_scope", "others_data")
    assert found["seen to first"] == found["seen to goal"] == "linked"
    assert not found["item"]
    assert not found["to first"]


def test_days_kinds_and_issues_narrow_together(worked: Worked) -> None:
    found = worked.why(issue_ids=("issue",), from_day="2026-02-01", kinds=("observation", "decision"))
    assert shown(found) == {"seen", "decision"}
