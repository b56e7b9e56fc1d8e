"""What is typed into the search box, understood."""

import datetime as dt

import pytest

from coachdesk.gui.emphasis import Passage, passage_of
from coachdesk.gui.periods import Period, day_before, period_of
from coachdesk.gui.query import begins, completions, parse, parts_of
from coachdesk.gui.tips import plain_tip
from coachdesk.journal.filters import Filter
from coachdesk.journal.search import CLOSE, OPEN
from tests.making import leader

TODAY = dt.date(2026, 3, 4)
ANA, ZOE = leader("Ana Kovač"), leader("Zoë Marsh")
LEADERS = [ANA, ZOE]


def wanted(typed: str) -> Filter:
    query = parse(typed, LEADERS, TODAY)
    assert not query.problem
    return query.wanted


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("the question", Filter(words="the question")),
        ("kind:praise the question", Filter(words="the question", kinds=("praise",))),
        ("the kind:check_in question", Filter(words="the question", kinds=("check_in",))),
        ('kind:"pip meeting"', Filter(kinds=("pip_meeting",))),
        ("KIND:Obs", Filter(kinds=("observation",))),
        ("lane:coun", Filter(lanes=("counsel",))),
        ("told:no", Filter(told="no")),
        ("due:yes", Filter(due=TODAY.isoformat())),
        ("told:YES", Filter(told="yes")),
        ("after:2026-02", Filter(from_day="2026-02-01")),
        ("before:2026", Filter(to_day="2025-12-31")),
        ("after:yesterday", Filter(from_day="2026-03-03")),
        ("after:2026-01-05 before:2026-02-01", Filter(from_day="2026-01-05", to_day="2026-01-31")),
        ("kind: told: question", Filter(words="question")),
        ("when:ever", Filter(words="when:ever")),
        ("", Filter()),
    ],
)
def test_words_and_filters_are_told_apart(typed: str, expected: Filter) -> None:
    assert wanted(typed) == expected


def test_several_kinds_that_begin_alike_are_all_meant() -> None:
    assert wanted("kind:p").kinds == ("praise", "pip_meeting")


def test_a_leader_is_meant_by_the_beginning_of_any_name_and_without_accents() -> None:
    assert parse("leader:kov", LEADERS, TODAY).leaders == (ANA,)
    assert parse('leader:"zoe m"', LEADERS, TODAY).leaders == (ZOE,)
    assert parse('leader:"Zoe', LEADERS, TODAY).leaders == (ZOE,)
    assert parse("question", LEADERS, TODAY).leaders == ()


@pytest.mark.parametrize(
    "typed",
    [
        "leader:nobody",
        "kind:xyz",
        "lane:fast",
        "told:maybe",
        "due:no",
        "after:soon",
        "before:2026-13",
        "after:2026-02-30",
    ],
)
def test_a_filter_that_means_nothing_is_said_and_nothing_is_looked_for(typed: str) -> None:
    query = parse(f"question {typed}", LEADERS, TODAY)
    assert query.problem
    assert (query.wanted, query.words) == (Filter(), "")


def test_a_query_is_narrowed_by_anything_but_words() -> None:
    assert not parse("question", LEADERS, TODAY).is_narrowed
    assert parse("leader:ana", LEADERS, TODAY).is_narrowed
    assert parse("told:no question", LEADERS, TODAY).is_narrowed


def test_the_filters_are_found_where_they_stand() -> None:
    typed = 'a kind:praise leader:"Ana K'
    assert [(part.key, part.value, typed[part.start : part.end]) for part in parts_of(typed)] == [
        ("kind", "praise", "kind:praise"),
        ("leader", "Ana K", 'leader:"Ana K'),
    ]


def test_what_a_filter_may_become_is_offered() -> None:
    assert completions("told:", LEADERS) == ["told:no ", "told:yes "]
    assert completions("due:", LEADERS) == ["due:yes "]
    assert completions("question kind:pip", LEADERS) == ['question kind:"PIP meeting" ']
    assert completions('leader:"Ana K', LEADERS) == ['leader:"Ana Kovač" ']
    assert completions("lane:r", LEADERS) == ["lane:Reflection "]
    for settled in ("kind:praise", "kind:praise ", "after:", "question", 'leader:"Ana Kovač"', ""):
        assert completions(settled, LEADERS) == []


@pytest.mark.parametrize(
    ("words", "typed", "expected"),
    [
        ("Export to PDF", "exp", True),
        ("Export to PDF", "pdf exp", True),
        ("Export to PDF", "exp exp", False),
        ("Check-in", "in", True),
        ("Łukasz", "luk", False),
        ("Zoë", "zoe", True),
        ("anything", "", True),
    ],
)
def test_words_begin_as_typed(words: str, typed: str, expected: bool) -> None:
    assert begins(words, typed) is expected


# Periods


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026", Period("2026-01-01", "2026-12-31")),
        ("2026-02", Period("2026-02-01", "2026-02-28")),
        ("2024-2", Period("2024-02-01", "2024-02-29")),
        ("2026-12", Period("2026-12-01", "2026-12-31")),
        ("2026-03-02", Period("2026-03-02", "2026-03-02")),
        (" today ", Period("2026-03-04", "2026-03-04")),
        ("14 Sep 2025", Period("2025-09-14", "2025-09-14")),
        ("0000", None),
        ("2026-00", None),
        ("2026-13", None),
        ("9999-12", None),
        ("2026-02-30", None),
        ("whenever", None),
        ("", None),
    ],
)
def test_a_day_a_month_and_a_year_stand_for_all_of_themselves(typed: str, expected: Period | None) -> None:
    assert period_of(typed, TODAY) == expected


def test_the_day_before_is_in_the_month_before() -> None:
    assert day_before("2024-03-01") == "2024-02-29"


# Words shown as written


def test_found_words_are_places_in_a_plain_text() -> None:
    marked = f"…the {OPEN}question{CLOSE} of the <b>{OPEN}ques{CLOSE}tion</b>"
    passage = passage_of(marked)
    assert passage.text == "…the question of the <b>question</b>"
    assert [passage.text[start : start + length] for start, length in passage.found] == ["question", "ques"]


@pytest.mark.parametrize(
    "marked", ["", "nothing found", f"{CLOSE}odd{OPEN}", f"{OPEN}open", f"{OPEN}{OPEN}a{CLOSE}"]
)
def test_marks_that_do_not_fit_together_lose_no_word(marked: str) -> None:
    assert passage_of(marked).text == marked.replace(OPEN, "").replace(CLOSE, "")


def test_a_passage_without_marks_has_nothing_found() -> None:
    assert passage_of("plain") == Passage("plain", ())


def test_a_tool_tip_never_becomes_markup() -> None:
    assert plain_tip("Ana & Zoë, 1 < 2") == "Ana & Zoë, 1 < 2"
    assert plain_tip("<b>bold</b> & co") == "<span>&lt;b&gt;bold&lt;/b&gt; &amp; co</span>"
