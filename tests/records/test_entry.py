"""Entries and what stands inside them."""

from typing import Any

import pytest

from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord
from coachdesk.records.entry import NARRATIVE, ActionPoint, Entry, Told
from coachdesk.records.kinds import KINDS

NOTE: dict[str, Any] = {
    "leader_ids": ["a"],
    "kind": "observation",
    "occurred": {"day": "2026-03-02", "precision": "day"},
}


def problem_of(**values: Any) -> tuple[str, str]:
    with pytest.raises(InvalidRecord) as refused:
        Entry.make(**NOTE | values)
    return refused.value.field, refused.value.problem


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"leader_ids": []}, ("leader_ids", "empty")),
        ({"leader_ids": ["a", "b", "a"]}, ("leader_ids", "named_twice")),
        ({"kind": "gossip"}, ("kind", "no_such_kind")),
        ({"lane": "counsel"}, ("counsel", "counsel_lane_needs_lawyer_and_purpose")),
        ({"lane": "public"}, ("lane", "wrong_value")),
        ({"told": {"state": "told"}}, ("told.day", "told_needs_its_day")),
        ({"told": {"state": "not_yet", "day": "2026-03-02"}}, ("told.day", "told_needs_its_day")),
        ({"told": {"state": "in_writing", "day": "2026-02-30"}}, ("told.day", "no_such_date")),
        ({"action_points": [{"text": "x", "due": "soon"}]}, ("action_points.due", "no_such_date")),
        ({"action_points": [{"text": "x", "done": "20260302"}]}, ("action_points.done", "no_such_date")),
        ({"action_points": [{"text": "x", "owner": "everybody"}]}, ("action_points[0].owner", "wrong_value")),
        ({"occurred": {"day": "2026-02-30", "precision": "day"}}, ("occurred.day", "no_such_date")),
        ({"source": {"how": "dreamt"}}, ("source.how", "wrong_value")),
        ({"mood": "grim"}, ("", "wrong_value")),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(
    values: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problem_of(**values) == problem


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_written_with_nothing_but_a_leader_and_a_day(kind: str) -> None:
    assert Entry.make(**NOTE | {"kind": kind}).kind == kind


def test_a_counsel_note_that_names_the_lawyer_and_the_purpose_is_accepted() -> None:
    note = Entry.make(**NOTE | {"lane": "counsel", "counsel": {"lawyer": "C. Advocate", "purpose": "advice"}})
    assert note.counsel is not None
    assert note.counsel.lawyer == "C. Advocate"


def test_told_and_action_points_take_their_days() -> None:
    assert Told(state="told", day="2026-03-02").day == "2026-03-02"
    assert Told(state="not_yet").day is None
    assert ActionPoint(text="x", due="2026-03-02", done="2026-03-03").owner == "me"


def test_the_narrative_is_made_of_text_fields_of_an_entry() -> None:
    entry = Entry.make(**NOTE | dict.fromkeys(NARRATIVE, "words"))
    assert [getattr(entry, field) for field in NARRATIVE] == ["words"] * len(NARRATIVE)


@pytest.mark.parametrize(("name", "size", "field"), [("", 1, "name"), ("a.pdf", -1, "size")])
def test_an_attachment_has_a_name_and_a_size(name: str, size: int, field: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        Attachment.make(name=name, media_type="application/pdf", size=size, digest="")
    assert refused.value.field == field
