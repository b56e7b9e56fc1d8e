"""Coaching records: what is kept as it was given, and what is refused because it cannot be so."""

import datetime as dt
import itertools
import re
import tomllib
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import inspect

from coachdesk import resources
from coachdesk.ledger import canonical
from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.case import Case
from coachdesk.records.feedback360 import Round
from coachdesk.records.forms import COACHING, RECORD_TYPES, SCHEMAS, read
from coachdesk.records.issue import Issue
from coachdesk.records.meeting import Meeting, Move, Slot
from coachdesk.records.plan import Goal
from coachdesk.records.support import Support
from tests.coached import sampled

PROBLEMS = tomllib.loads(resources.path("sentences.toml").read_text("utf-8"))["records"]

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)
days = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)).map(str)
near_days = st.dates(dt.date(2026, 3, 1), dt.date(2026, 3, 5)).map(str)
"""So few that they are in order now and then, and the same."""

_DAY = re.compile("(.*_on|day|by_day|started|ends|due|noticed)")


def refused(record_type: str, **values: Any) -> tuple[str, str]:
    """Where and why the sample of a type is refused with these values in it."""
    with pytest.raises(InvalidRecord) as error:
        RECORD_TYPES[record_type].make(**sampled(record_type) | values)
    return error.value.field, error.value.problem


def problem_with(make: Callable[[], Record]) -> str | None:
    """Why a record is refused; None where it is made."""
    try:
        make()
    except InvalidRecord as error:
        return error.problem
    return None


def is_accepted(make: Callable[[], Record]) -> bool:
    return problem_with(make) is None


def text_for(name: str) -> st.SearchStrategy[str]:
    """Text for a field, well formed as a rule where it holds a day, a time or a zone."""
    if _DAY.fullmatch(name):
        return days | any_text
    well_formed = {
        "local": st.sampled_from(["2026-03-02T15:00", "2026-03-29T01:30", "2026-03-02"]),
        "time": st.sampled_from(["15:00", "25:00", "9:00"]),
        "zone": st.sampled_from(["Europe/London", "Europe/Atlantis"]),
        "digest": st.sampled_from(["0" * 64, "0" * 63, "G" * 64]),
    }
    return well_formed.get(name, any_text)


SIMPLE: dict[type[inspect.Type], st.SearchStrategy[Any]] = {
    inspect.IntType: st.integers(-3, 9),
    inspect.FloatType: st.floats(-1, 101),
    inspect.BoolType: st.booleans(),
    inspect.NoneType: st.none(),
}


def values_of(kind: inspect.Type, name: str = "") -> st.SearchStrategy[Any]:
    """Plain values that have the shape of a type, whatever they mean."""
    match kind:
        case inspect.StrType():
            found: st.SearchStrategy[Any] = text_for(name)
        case inspect.LiteralType():
            found = st.sampled_from(kind.values)
        case inspect.UnionType():
            found = st.one_of([values_of(one, name) for one in kind.types])
        case inspect.VarTupleType():
            found = st.lists(values_of(kind.item_type, name), max_size=3)
        case inspect.StructType():
            fields = {one.name: values_of(one.type, one.name) for one in kind.fields}
            found = st.fixed_dictionaries({}, optional=fields)
        case _:
            found = SIMPLE[type(kind)]
    return found


@pytest.mark.parametrize("record_type", COACHING)
@given(data=st.data())
def test_whatever_is_given_is_kept_as_it_is_or_refused_with_a_sentence(
    record_type: str, data: st.DataObject
) -> None:
    kind = RECORD_TYPES[record_type]
    values = sampled(record_type) | data.draw(values_of(inspect.type_info(kind))) | {"id": "a"}
    problem = problem_with(lambda: kind.make(**values))
    if problem is not None:
        assert problem in PROBLEMS
        return
    record = kind.make(**values)
    stored = canonical.encode(record)
    assert read(record_type, SCHEMAS[record_type], canonical.decode(stored)) == record
    assert canonical.encode(read(record_type, SCHEMAS[record_type], canonical.decode(stored))) == stored


@pytest.mark.parametrize("record_type", COACHING)
@given(text=any_text)
def test_every_text_can_be_written_and_comes_back(record_type: str, text: str) -> None:
    def free(name: str) -> bool:
        return not (_DAY.fullmatch(name) or name.endswith("_id") or name in ("id", "digest"))

    kind = RECORD_TYPES[record_type]
    fields = {
        field.name: "w" + text
        for field in inspect.type_info(kind).fields  # type: ignore[attr-defined]
        if isinstance(field.type, inspect.StrType) and free(field.name)
    }
    record = kind.make(**sampled(record_type) | fields)
    again = read(record_type, SCHEMAS[record_type], canonical.decode(canonical.encode(record)))
    assert again == record
    assert {getattr(again, name)[0] for name in fields} <= {"w"}


@pytest.mark.parametrize("record_type", COACHING)
def test_it_is_about_somebody_and_about_nobody_twice(record_type: str) -> None:
    assert refused(record_type, leader_ids=[]) == ("leader_ids", "empty")
    assert refused(record_type, leader_ids=["a", "b", "a"]) == ("leader_ids", "named_twice")


def test_all_that_is_about_leaders_but_an_entry_is_a_coaching_record() -> None:
    about = {name for name, kind in RECORD_TYPES.items() if issubclass(kind, AboutLeaders)}
    assert about - set(COACHING) == {"entry"}


@pytest.mark.parametrize("record_type", COACHING)
def test_every_day_is_a_day_of_the_calendar(record_type: str) -> None:
    fields = [name for name in sampled(record_type) if _DAY.fullmatch(name)]
    for field in fields:
        assert refused(record_type, **{field: "2026-02-30"}) == (field, "no_such_date")


SLOT = {"local": "2026-03-02T15:00", "zone": "Europe/London"}
LATER = SLOT | {"local": "2026-03-09T15:00"}
ACKNOWLEDGED = {"state": "denied", "day": "2026-02-01"}
ASKED = {"asked_on": "2025-09-22", "by_day": "2025-09-29"}


@pytest.mark.parametrize(
    ("record_type", "values", "problem"),
    [
        ("issue", {"title": " "}, ("title", "empty")),
        ("issue", {"segment": "political"}, ("segment", "wrong_value")),
        (
            "issue",
            {"acknowledgements": [{"state": "denied", "day": "soon"}]},
            ("acknowledgements.day", "no_such_date"),
        ),
        (
            "issue",
            {"noticed": "2026-02-02", "acknowledgements": [ACKNOWLEDGED]},
            ("acknowledgements", "dates_run_backwards"),
        ),
        (
            "issue",
            {"steps": [{"key": "a", "state": "skipped", "day": "2026-02-01", "reason": " "}]},
            ("steps.reason", "skipped_needs_its_reason"),
        ),
        (
            "issue",
            {"steps": [{"key": "a", "state": "done", "day": "2026-02-01"}] * 2},
            ("steps", "named_twice"),
        ),
        ("issue", {"causes": ""}, ("causes_on", "words_and_day_go_together")),
        (
            "issue",
            {"self_reflections": [{"asked_on": "2025-09-22", "by_day": "2025-09-21"}]},
            ("self_reflections.by_day", "dates_run_backwards"),
        ),
        (
            "issue",
            {"self_reflections": [ASKED | {"came_on": "2025-09-21"}]},
            ("self_reflections.came_on", "dates_run_backwards"),
        ),
        ("link", {"entry_id": ""}, ("entry_id", "empty")),
        ("link", {"target_id": ""}, ("target_id", "empty")),
        ("plan", {"ends": "2025-09-30"}, ("ends", "dates_run_backwards")),
        ("plan", {"cadence": {"time": "24:00"}}, ("cadence", "no_such_time")),
        ("plan", {"cadence": {"zone": "Mars/Base"}}, ("cadence", "no_such_zone")),
        ("plan", {"cadence": {"weekday": 7}}, ("cadence.weekday", "wrong_value")),
        ("goal", {"title": ""}, ("title", "empty")),
        ("goal", {"plan_id": ""}, ("plan_id", "empty")),
        ("expectation", {"text": "\n"}, ("text", "empty")),
        ("expectation", {"restated_on": "2025-09-14"}, ("restated_on", "dates_run_backwards")),
        ("expectation", {"restated": ""}, ("restated_on", "words_and_day_go_together")),
        ("support", {"what": ""}, ("what", "empty")),
        ("support", {"answer": None}, ("answered_on", "answer_needs_its_day")),
        ("support", {"answered_on": None}, ("answered_on", "answer_needs_its_day")),
        ("support", {"answer": "declined"}, ("delivered_on", "declined_and_delivered")),
        ("support", {"outcome": ""}, ("outcome_on", "words_and_day_go_together")),
        ("meeting", {"at": SLOT | {"local": "2026-03-29T01:30"}}, ("at", "skipped_by_clock_change")),
        ("meeting", {"at": SLOT | {"local": "2026-03-02"}}, ("at", "no_such_time")),
        ("meeting", {"at": SLOT | {"zone": "localtime"}}, ("at", "no_such_zone")),
        ("meeting", {"at": SLOT | {"minutes": 0}}, ("at.minutes", "wrong_value")),
        ("meeting", {"at": SLOT}, ("moves", "moves_do_not_lead_here")),
        ("meeting", {"state": "missed"}, ("ratings", "only_a_meeting_held_is_rated")),
        ("meeting", {"ratings": [{"goal_id": "g", "rating": 1}] * 2}, ("ratings", "named_twice")),
        ("meeting", {"ratings": [{"goal_id": "g", "rating": 3}]}, ("ratings[0].rating", "wrong_value")),
        ("consequence", {"what": ""}, ("what", "empty")),
        ("consequence", {"by_day": "2025-11-02"}, ("by_day", "dates_run_backwards")),
        ("consequence", {"areas": ["team", "team"]}, ("areas", "named_twice")),
        ("letter", {"of_id": ""}, ("of_id", "empty")),
        ("letter", {"to": ""}, ("to", "empty")),
        ("letter", {"digest": "A" * 64}, ("digest", "no_digest")),
        ("round", {"threshold": 2}, ("threshold", "wrong_value")),
        ("round", {"closed_on": "2025-09-30"}, ("closed_on", "dates_run_backwards")),
        ("round", {"questions": ["Listens"]}, ("groups.scores", "no_such_question")),
        (
            "round",
            {"groups": [{"relation": "peers", "invited": 2, "answered": 3}]},
            ("groups.answered", "more_answered_than_invited"),
        ),
        (
            "round",
            {"groups": [{"relation": "own_manager", "invited": 2, "answered": 2}]},
            ("groups.invited", "group_of_one"),
        ),
        (
            "round",
            {"groups": [{"relation": "peers", "invited": 3, "answered": 3}] * 2},
            ("groups", "named_twice"),
        ),
        (
            "round",
            {"groups": [{"relation": "peers", "invited": 3, "answered": 3, "rater": "Bo"}]},
            ("groups[0]", "wrong_value"),
        ),
        ("case", {"title": ""}, ("title", "empty")),
        ("case", {"closed_on": "2025-08-31"}, ("closed_on", "dates_run_backwards")),
        ("case", {"closed_on": None}, ("closed_on", "closed_needs_its_day")),
        ("case", {"stage": "review"}, ("closed_on", "closed_needs_its_day")),
        ("case", {"parties": [{"role": "coach", "name": ""}]}, ("parties.name", "empty")),
        ("case", {"briefings": [{"day": "2025-09-02", "to": ""}]}, ("briefings.to", "empty")),
        (
            "case",
            {"skills": [{"what": "x", "taught_on": "2025-09-27", "practised_on": "2025-09-20"}]},
            ("skills.practised_on", "dates_run_backwards"),
        ),
        ("case", {"barriers": [{"what": ""}]}, ("barriers.what", "empty")),
        ("intake", {"interviewee": ""}, ("interviewee", "empty")),
        ("intake", {"case_id": ""}, ("case_id", "empty")),
        ("feedback_item", {"text": ""}, ("text", "empty")),
        ("feedback_item", {"leader_ids": ["a"]}, ("answers", "not_about_that_leader")),
        ("mutual_expectation", {"by_id": "z"}, ("by_id", "not_about_that_leader")),
        ("mutual_expectation", {"of_id": "z"}, ("of_id", "not_about_that_leader")),
        ("mutual_expectation", {"leader_ids": ["a"], "by_id": "a", "of_id": "a"}, ("of_id", "named_twice")),
        (
            "mutual_expectation",
            {"sign_offs": [{"role": "coach", "name": "P", "day": "2025-09-25"}] * 2},
            ("sign_offs", "named_twice"),
        ),
        ("commitment", {"leader_id": "z"}, ("leader_id", "not_about_that_leader")),
        ("commitment", {"affected": ""}, ("affected", "empty")),
        ("decision", {"title": ""}, ("title", "empty")),
        ("decision", {"review_on": "2025-12-30"}, ("review_on", "dates_run_backwards")),
        ("decision", {"options": [{"kind": "pip"}]}, ("options", "one_option_is_chosen")),
        (
            "decision",
            {"options": [{"kind": kind, "chosen": True} for kind in ("pip", "extend")]},
            ("options", "one_option_is_chosen"),
        ),
        ("decision", {"options": [{"kind": "pip", "chosen": True}] * 2}, ("options", "named_twice")),
        ("decision", {"entry_ids": ["e", "e"]}, ("entry_ids", "named_twice")),
        ("fit_review", {"requirements": [{"text": ""}]}, ("requirements.text", "empty")),
        ("preparation", {"example_ids": ["e", "e"]}, ("example_ids", "named_twice")),
        ("preparation", {"goal_ids": ["g", "g"]}, ("goal_ids", "named_twice")),
        ("support", {"cause": "attitude"}, ("cause", "wrong_value")),
    ],
)
def test_what_cannot_be_so_is_refused_where_it_stands(
    record_type: str, values: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert refused(record_type, **values) == problem


def test_a_goal_without_a_measure_is_kept() -> None:
    assert Goal.make(leader_ids=["a"], plan_id="p", title="Listens").measure == ""


def test_what_nobody_measured_by_days_may_stay_open() -> None:
    assert Support.make(leader_ids=["a"], what="A mentor", offered_on="2026-03-02").answer is None
    assert Case.make(leader_ids=["a", "b"], title="The two", opened_on="2026-03-02").impact.organisation == ""


FOUR = ("offered_on", "answered_on", "delivered_on", "outcome_on")


@given(st.tuples(near_days, *[st.none() | near_days] * 3))
def test_support_goes_from_offer_to_outcome_and_never_back(four: tuple[str, ...]) -> None:
    given_days = dict(zip(FOUR, four, strict=True))
    values = given_days | {
        "answer": "accepted" if given_days["answered_on"] else None,
        "outcome": "Better." if given_days["outcome_on"] else "",
    }
    known = [day for day in four if day is not None]
    accepted = is_accepted(lambda: Support.make(leader_ids=["a"], what="A mentor", **values))
    assert accepted == (known == sorted(known))


@given(st.none() | near_days, st.lists(near_days, max_size=4))
def test_where_the_leader_stands_is_told_in_order(noticed: str | None, told: list[str]) -> None:
    known = [noticed, *told] if noticed else told
    states = [{"state": "disputed", "day": day} for day in told]
    accepted = is_accepted(
        lambda: Issue.make(leader_ids=["a"], title="x", noticed=noticed, acknowledgements=states)
    )
    assert accepted == (known == sorted(known))


@given(
    st.sampled_from(["self", "own_manager", "peers", "reports", "superiors", "others"]),
    st.integers(0, 12),
    st.integers(3, 9),
    st.booleans(),
    st.booleans(),
)
def test_what_a_group_under_the_threshold_said_is_never_kept(
    relation: str, answered: int, threshold: int, has_scores: bool, has_themes: bool
) -> None:
    is_one = relation in ("self", "own_manager")
    assume(not is_one or answered <= 1)
    group = {
        "relation": relation,
        "invited": answered,
        "answered": answered,
        "scores": [{"question": 1, "mean": 3.5}] if has_scores else [],
        "themes": ["Hears late."] if has_themes else [],
    }
    accepted = is_accepted(
        lambda: Round.make(
            leader_ids=["a"],
            title="x",
            opened_on="2026-03-02",
            threshold=threshold,
            questions=["Listens"],
            groups=[group],
        )
    )
    hidden = answered < (1 if is_one else threshold)
    assert accepted == (not hidden or not (has_scores or has_themes))


def test_nothing_in_a_round_takes_the_name_of_a_rater() -> None:
    def names(kind: inspect.Type) -> set[str]:
        match kind:
            case inspect.StructType():
                return {field.name for field in kind.fields}.union(
                    *(names(field.type) for field in kind.fields)
                )
            case inspect.VarTupleType():
                return names(kind.item_type)
        return set()

    assert names(inspect.type_info(Round)) == {
        *("id", "leader_ids", "title", "opened_on", "closed_on", "threshold", "questions", "groups"),
        *("relation", "invited", "answered", "scores", "themes", "question", "mean"),
    }


def test_a_meeting_is_moved_after_its_day_only_with_a_reason_and_it_shows() -> None:
    at, to = Slot(**SLOT), Slot(**LATER)
    with pytest.raises(InvalidRecord) as error:
        Move(at=at, to=to, moved_on="2026-03-03", reason=" ")
    assert (error.value.field, error.value.problem) == ("moves.reason", "moved_late_needs_its_reason")
    assert Move(at=at, to=to, moved_on="2026-03-03", reason="Both were ill.").is_late
    assert not Move(at=at, to=to, moved_on="2026-03-02").is_late


@given(st.lists(near_days, min_size=1, max_size=4), st.data())
def test_the_moves_of_a_meeting_lead_from_one_date_to_the_next(where: list[str], data: st.DataObject) -> None:
    slots = [{"local": f"{day}T12:00"} for day in where]
    moves = [{"at": at, "to": to, "moved_on": "1900-01-01"} for at, to in itertools.pairwise(slots)]
    meeting = Meeting.make(leader_ids=["a"], at=slots[-1], moves=moves)
    assert meeting.at.day == where[-1]
    assert meeting.at.time == "12:00"
    elsewhere = data.draw(near_days)
    if moves:
        assert is_accepted(lambda: meeting.changed(at={"local": f"{elsewhere}T12:00"})) == (
            elsewhere == where[-1]
        )


def test_a_meeting_is_not_moved_before_it_was_moved() -> None:
    first, second = (
        {"at": SLOT, "to": LATER, "moved_on": "2026-03-02"},
        {"at": LATER, "to": SLOT, "moved_on": "2026-03-01"},
    )
    assert refused("meeting", at=SLOT, moves=[first, second]) == ("moves", "dates_run_backwards")


def test_a_change_of_clocks_moves_no_meeting() -> None:
    before, after = (Slot(local=f"2026-{day}T15:00", zone="Europe/London") for day in ("03-23", "04-06"))
    assert (before.time, after.time) == ("15:00", "15:00")
    assert msgspec.structs.asdict(after)["local"] == "2026-04-06T15:00"
