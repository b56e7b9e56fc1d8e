"""What the entries say together: what was never told, balance, gaps, patterns, and what stays with the manager."""

import datetime as dt

import pytest
from hypothesis import given

from coachdesk.coaching.balance import balance, balance_by_month, months_between, tone
from coachdesk.coaching.baseline import Baseline, baseline
from coachdesk.coaching.due_items import due_items
from coachdesk.coaching.gaps import gaps, longest_gap
from coachdesk.coaching.patterns import load_themes, patterns, theme_key
from coachdesk.coaching.reflection import may_leave, may_leave_ever, own_commitments, that_may_leave
from coachdesk.coaching.told import age_of, waits
from coachdesk.records.case import Intake
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, Link
from coachdesk.records.talk import Preparation
from tests.coaching.notes import ADA, TODAY, about, note, notes


def test_what_was_never_told_is_due_the_oldest_first() -> None:
    new, old = note("2026-03-01"), note("2026-01-01")
    told = note("2026-01-01", told={"state": "told", "day": "2026-01-02"})
    found = due_items([new, old, told, note("2026-01-01", kind="conversation")], TODAY)
    assert [(one.kind, one.record_id, one.leader_ids, one.overdue_days) for one in found] == [
        ("example", old.id, (ADA,), 68),
        ("example", new.id, (ADA,), 9),
    ]


@pytest.mark.parametrize("lane", ["reflection", "medical", "intake"])
def test_what_stands_in_a_closed_lane_is_not_there_to_be_told(lane: str) -> None:
    assert not waits(note(lane=lane, told={"state": "not_yet"}))
    assert waits(note(told={"state": "not_yet"}))


@pytest.mark.parametrize(("day", "days", "old"), [("2026-02-08", 30, False), ("2026-02-07", 31, True)])
def test_an_example_is_old_after_thirty_days(day: str, days: int, old: bool) -> None:
    assert (age_of(note(day), TODAY).days, age_of(note(day), TODAY).is_old) == (days, old)


def test_praise_and_correction_are_counted_by_month_with_empty_months_between() -> None:
    praise, fault = note("2026-01-31", kind="praise"), note("2026-01-01")
    later = note("2026-03-01", kind="praise")
    entries = [
        later,
        praise,
        fault,
        note("2026-03-02", kind="conversation"),
        note("2025-01-01", kind="other"),
    ]
    january, february, march = balance_by_month(entries)
    assert (january.month, january.praise, january.corrective, january.share) == (
        "2026-01",
        (praise.id,),
        (fault.id,),
        0.5,
    )
    assert (february.month, february.praise, february.corrective, february.share) == ("2026-02", (), (), None)
    assert (march.month, march.share) == ("2026-03", 1.0)
    assert balance(entries).praise == (praise.id, later.id)
    assert balance_by_month([]) == ()
    assert months_between(["2026-02", "2025-11"]) == ("2025-11", "2025-12", "2026-01", "2026-02")


@given(notes)
def test_every_entry_with_a_tone_is_behind_one_number(entries: list[Entry]) -> None:
    months = balance_by_month(entries)
    for name, wanted in (("praise", "positive"), ("corrective", "corrective")):
        counted = [entry_id for month in months for entry_id in getattr(month, name)]
        assert sorted(counted) == sorted(one.id for one in entries if tone(one) == wanted)
        assert counted == list(getattr(balance(entries), name))
    days = {one.id: one.occurred.day for one in entries}
    assert all(days[one].startswith(month.month) for month in months for one in month.praise)
    if months:
        names = [month.month for month in months]
        assert tuple(names) == months_between({names[0], names[-1]})


def test_the_strengths_before_the_first_correction_are_told_apart_from_what_came_after() -> None:
    first, second = note("2026-01-05", kind="praise"), note("2026-02-02", kind="praise")
    same_day, after = note("2026-02-09", kind="praise"), note("2026-03-02", kind="praise")
    slip, talk = note("2026-02-09"), note("2026-01-01", kind="conversation")
    own = note("2026-01-02", lane="reflection")
    entries = [after, slip, second, own, talk, first, same_day]
    found = baseline(entries, [about(Issue, title="Late figures")])
    assert found == Baseline("2026-02-09", (first.id, second.id), (same_day.id, after.id), (slip.id,))
    noticed = [
        about(Issue, title=title, noticed=day)
        for title, day in (("Later", "2026-03-01"), ("Late figures", "2026-01-20"))
    ]
    found = baseline(entries, noticed)
    assert found == Baseline(
        "2026-01-20", (first.id,), (second.id, same_day.id, after.id), (slip.id,), "Late figures"
    )
    assert baseline([first, talk], []) is None


@given(notes)
def test_before_the_change_nothing_was_corrected_and_no_praise_is_lost(entries: list[Entry]) -> None:
    found = baseline(entries, [])
    if found is None:
        assert all(tone(one) != "corrective" for one in entries)
        return
    days = {one.id: one.occurred.day for one in entries}
    assert found.day == min(days[one] for one in found.corrections)
    assert all(days[one] < found.day for one in found.strengths)
    assert (*found.strengths, *found.praise) == balance(entries).praise
    assert found.corrections == balance(entries).corrective


def test_the_longest_gap_comes_first_and_the_time_since_the_last_note_is_one() -> None:
    first, second, third = note("2026-01-01"), note("2026-01-11"), note("2026-03-01")
    found = gaps([third, first, second, note("2026-01-11"), note("2026-04-01")], TODAY)
    assert [(gap.from_day, gap.to_day, gap.days) for gap in found] == [
        ("2026-01-11", "2026-03-01", 49),
        ("2026-01-01", "2026-01-11", 10),
        ("2026-03-01", "2026-03-10", 9),
    ]
    assert (found[0].after_id, found[1].before_id, found[2].before_id, found[2].after_id) == (
        third.id,
        first.id,
        third.id,
        "",
    )
    assert longest_gap([third], TODAY) == found[2]
    today = note("2026-03-10")
    assert [gap.after_id for gap in gaps([third, today], TODAY)] == [today.id]
    assert longest_gap([], TODAY) is None
    assert longest_gap([note("2026-03-10")], TODAY) is None


@given(notes)
def test_the_gaps_fill_the_time_from_the_first_note_to_today(entries: list[Entry]) -> None:
    past = [one.occurred.day for one in entries if one.occurred.day <= TODAY.isoformat()]
    since = (TODAY - dt.date.fromisoformat(min(past))).days if past else 0
    assert sum(gap.days for gap in gaps(entries, TODAY)) == since
    assert all(gap.days > 0 for gap in gaps(entries, TODAY))


def test_a_theme_is_the_same_however_it_is_spelled() -> None:
    one, two, three = (
        note("2026-01-01", themes=("Late news",)),
        note("2026-01-20", themes=("late  NEWS", "Late news", "Interrupts")),
        note("2026-03-01", kind="praise", themes=("LATE NEWS ",)),
    )
    late, interrupts = patterns([three, two, one])
    assert (late.theme, late.entry_ids) == ("Late news", (one.id, two.id, three.id))
    assert [(mark.month, mark.entry_ids, mark.corrective) for mark in late.marks] == [
        ("2026-01", (one.id, two.id), (one.id, two.id)),
        ("2026-03", (three.id,), ()),
    ]
    assert interrupts.entry_ids == (two.id,)
    assert patterns([]) == ()


@given(notes)
def test_every_theme_of_every_entry_is_a_mark_once(entries: list[Entry]) -> None:
    marks = [
        (theme_key(one.theme), mark.month, entry_id)
        for one in patterns(entries)
        for mark in one.marks
        for entry_id in mark.entry_ids
    ]
    wanted = {
        (theme_key(theme), one.occurred.day[:7], one.id)
        for one in entries
        for theme in one.themes
        if one.lane != "reflection" and theme.strip()
    }
    assert sorted(marks) == sorted(wanted)


def test_the_themes_to_begin_with_name_what_is_seen_and_show_how_to_note_it() -> None:
    themes = load_themes()
    assert len({one.key for one in themes}) == len({theme_key(one.name) for one in themes}) == len(themes)
    assert next(one for one in themes if one.name == "Answers a different question").tone == "corrective"
    assert {one.tone for one in themes} == {"corrective", "positive"}
    for one in themes:
        assert one.situation
        assert one.behaviour
        assert one.impact


def test_a_reflection_the_planners_sheet_and_a_confidence_do_not_leave() -> None:
    intake = Intake.make(leader_ids=(ADA,), case_id="c", interviewee="Cy", day="2026-03-01")
    assert not may_leave(note(lane="reflection"))
    assert not may_leave(Preparation.make(leader_ids=(ADA,)))
    assert not may_leave(intake)
    assert may_leave(intake.changed(released=True))
    assert may_leave(note())


def test_what_once_was_a_reflection_stays_one() -> None:
    own = note(lane="reflection")
    assert not may_leave_ever([own, own.changed(lane="ordinary")])
    assert may_leave_ever([note(), note()])
    intake = Intake.make(leader_ids=(ADA,), case_id="c", interviewee="Cy", day="2026-03-01")
    assert may_leave_ever([intake, intake.changed(released=True)])
    assert not may_leave_ever([intake.changed(released=True), intake])


def test_a_link_from_a_reflection_stays_with_it() -> None:
    own, open_note = note(lane="reflection"), note()
    links = [Link.make(leader_ids=(ADA,), entry_id=one.id, target_id="goal") for one in (own, open_note)]
    to_own = Link.make(leader_ids=(ADA,), entry_id=open_note.id, target_id=own.id)
    assert that_may_leave([own, open_note, *links, to_own]) == (open_note, links[1])


def test_what_the_manager_promised_themselves_comes_most_overdue_first() -> None:
    points = [
        {"text": "a", "due": "2026-03-09"},
        {"text": "b", "due": "2026-03-20"},
        {"text": "c", "due": "2026-03-01"},
        {"text": "d"},
        {"text": "e", "done": "2026-03-01"},
        {"text": "f", "owner": "leader"},
    ]
    own = note(lane="reflection", action_points=points)
    found = own_commitments([own, note(action_points=points)], TODAY)
    assert [(one.entry_id, one.point, one.day, one.overdue_days) for one in found] == [
        (own.id, 2, "2026-03-01", 9),
        (own.id, 0, "2026-03-09", 1),
        (own.id, 3, None, 0),
        (own.id, 1, "2026-03-20", -10),
    ]
