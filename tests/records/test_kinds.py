"""The table of entry kinds: it is data, so a test reads it."""

import re

import msgspec

from coachdesk.records.entry import Entry
from coachdesk.records.kinds import KINDS

PROMISED = [
    "conversation",
    "observation",
    "praise",
    "feedback",
    "check_in",
    "coaching_session",
    "three_way_call",
    "intake_interview",
    "alignment_meeting",
    "pip_meeting",
    "decision",
    "response",
    "counsel_note",
    "other",
]
ALWAYS_SHOWN = {"id", "leader_ids", "kind", "occurred", "title", "lane"}


def test_every_promised_kind_is_there_under_its_own_key() -> None:
    assert list(KINDS) == PROMISED
    assert all(kind.key == key for key, kind in KINDS.items())


def test_the_fields_of_a_kind_are_fields_of_an_entry_each_named_once() -> None:
    fields = {field.name for field in msgspec.structs.fields(Entry)} - ALWAYS_SHOWN
    for kind in KINDS.values():
        assert kind.fields
        assert set(kind.fields) <= fields
        assert len(set(kind.fields)) == len(kind.fields)


def test_kinds_have_names_and_colours_that_tell_them_apart() -> None:
    for column in ("name", "plural", "colour"):
        values = [getattr(kind, column) for kind in KINDS.values()]
        assert all(values)
        assert len(set(values)) == len(values)
    assert all(re.fullmatch("#[0-9A-F]{6}", kind.colour) for kind in KINDS.values())


def test_the_balance_has_something_on_both_sides() -> None:
    tones = {kind.key: kind.tone for kind in KINDS.values()}
    assert tones["praise"] == "positive"
    assert tones["observation"] == tones["feedback"] == tones["pip_meeting"] == "corrective"
    assert tones["counsel_note"] == "neutral"


def test_what_has_still_to_be_told_shows_the_field_for_it() -> None:
    assert all("told" in kind.fields for kind in KINDS.values() if kind.told)
