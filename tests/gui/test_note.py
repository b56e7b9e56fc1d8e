"""A note as a value: through a draft and back, into an entry, and out of one to be corrected."""

import datetime as dt

import msgspec
import pytest

from coachdesk.gui.editor_head import lane_after, told_after
from coachdesk.gui.note import (
    Note,
    Point,
    WrongField,
    entry_of,
    from_draft,
    is_empty,
    missing_parts,
    note_of,
    says_nothing,
    to_draft,
)
from coachdesk.gui.when import listener
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord
from coachdesk.records.entry import Presence
from coachdesk.records.spoken import said
from coachdesk.records.spoken_days import NotADay

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
FILE = Attachment(name="plan.pdf", media_type="application/pdf", size=3, digest="00")
FULL = Note(
    leader_ids=("a" * 24, "b" * 24),
    kind="pip_meeting",
    when="2026-03-02 14:30 Europe/London",
    title="Review",
    text="We went through the plan.",
    situation="Room 4",
    behaviour="Said no.",
    impact="None yet.",
    account="I was never told.",
    intent="To be quick.",
    place="Room 4",
    source="reported",
    source_by="Priya",
    present=(Presence(name="Priya", role="HR"),),
    themes=("planning",),
    lane="counsel",
    lawyer="Ms Byrne",
    purpose="notice",
    formal=True,
    told="told",
    told_day="2026-03-03",
    told_how="in our 1:1",
    told_entry_id="c" * 24,
    action_points=(Point("Send the plan", "leader", "2026-03-10", "2026-03-04"),),
    attachments=(FILE,),
    late_reason="Ill",
)


def test_a_draft_gives_back_the_same_note() -> None:
    assert from_draft(to_draft(FULL)) == FULL
    assert from_draft(to_draft(Note(leader_ids=("a",)))) == Note(leader_ids=("a",))


def test_a_draft_of_a_newer_version_keeps_what_is_known() -> None:
    assert from_draft(to_draft(FULL) | {"mood": "grim"}) == FULL


def test_an_entry_has_everything_that_was_filled_in() -> None:
    entry = entry_of(FULL, listener(NOW))
    assert (entry.kind, entry.occurred.day, entry.occurred.time, entry.occurred.zone) == (
        "pip_meeting",
        "2026-03-02",
        "14:30",
        "Europe/London",
    )
    assert entry.source is not None
    assert (entry.source.how, entry.source.by) == ("reported", "Priya")
    assert entry.told is not None
    assert (entry.told.state, entry.told.day, entry.told.how) == ("told", "2026-03-03", "in our 1:1")
    assert entry.counsel is not None
    assert entry.counsel.lawyer == "Ms Byrne"
    assert (entry.action_points[0].due, entry.action_points[0].done) == ("2026-03-10", "2026-03-04")
    assert entry.attachment_ids == (FILE.id,)
    assert (entry.account, entry.late_reason, entry.formal) == ("I was never told.", "Ill", True)


def test_an_entry_that_is_opened_for_correction_and_left_as_it_is_is_the_same_entry() -> None:
    entry = entry_of(FULL, listener(NOW))
    note = note_of(entry, said(entry.occurred, ""), (FILE,))
    assert entry_of(note, listener(), entry) == entry
    assert note.mode == "correction"


def test_blank_rows_are_no_people_and_no_action_points() -> None:
    note = msgspec.structs.replace(
        FULL, present=(Presence(name=" ", role="HR"),), action_points=(Point(" ", "me", "Friday", ""),)
    )
    entry = entry_of(note, listener(NOW))
    assert (entry.present, entry.action_points) == ((), ())


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"when": "30 February"}, "when", InvalidRecord),
        ({"when": "soon"}, "when", NotADay),
        ({"leader_ids": ()}, "about", InvalidRecord),
        ({"lawyer": " "}, "lane", InvalidRecord),
        ({"told_day": ""}, "told", InvalidRecord),
        ({"told_day": "some day"}, "told", NotADay),
        ({"told_day": "tomorrow"}, "told", InvalidRecord),
        ({"action_points": (Point("Send it", "me", "", "tomorrow"),)}, "action_points", InvalidRecord),
        ({"action_points": (Point("Send it", "me", "31 April"),)}, "action_points", InvalidRecord),
    ],
)
def test_what_makes_no_entry_is_told_with_its_field(
    changes: dict[str, object], field: str, error: type[Exception]
) -> None:
    with pytest.raises(WrongField) as told:
        entry_of(msgspec.structs.replace(FULL, **changes), listener(NOW))
    assert told.value.field == field
    assert isinstance(told.value.error, error)


def test_what_was_only_chosen_says_nothing_and_a_place_alone_is_no_note() -> None:
    chosen = Note(
        leader_ids=("a",), kind="praise", when="yesterday", told="not_yet", lane="medical", formal=True
    )
    assert says_nothing(chosen)
    assert not says_nothing(msgspec.structs.replace(chosen, place="Room 4"))
    assert is_empty(msgspec.structs.replace(chosen, place="Room 4"))
    assert not is_empty(msgspec.structs.replace(chosen, attachments=(FILE,)))


def test_missing_parts_are_named_once_one_of_them_is_there() -> None:
    note = Note(kind="observation")
    assert missing_parts(note) == ()
    assert missing_parts(msgspec.structs.replace(note, behaviour="Left.")) == ("situation", "impact")
    assert missing_parts(msgspec.structs.replace(note, kind="conversation", behaviour="Left.")) == ()


def test_feedback_without_a_next_step_lacks_one() -> None:
    note = Note(kind="feedback", situation="Review", behaviour="Left.", impact="Two waited.")
    assert missing_parts(note) == ("action_points",)
    assert missing_parts(msgspec.structs.replace(note, impact="")) == ("impact", "action_points")
    assert missing_parts(msgspec.structs.replace(note, action_points=(Point("none", done="today"),))) == ()
    assert missing_parts(Note(kind="feedback")) == ()


def test_a_kind_brings_its_lane_unless_one_was_chosen() -> None:
    assert lane_after("counsel_note", "conversation", "ordinary") == "counsel"
    assert lane_after("conversation", "counsel_note", "counsel") == "ordinary"
    assert lane_after("conversation", "counsel_note", "medical") == "medical"


def test_an_example_that_is_written_down_is_not_told_yet_unless_said_otherwise() -> None:
    assert told_after("observation", "conversation", "") == "not_yet"
    assert told_after("conversation", "observation", "not_yet") == ""
    assert told_after("praise", "observation", "told") == "told"
