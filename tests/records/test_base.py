"""Cleaned text, ids, and records made of loose values."""

import sys
import unicodedata
from typing import Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.records.base import InvalidRecord, Part, Record, build, clean, clean_line, cleaned, new_id

any_text = st.text(st.characters(codec=None, exclude_categories=()))
"""Hypothesis' own text leaves lone surrogates out; this does not."""


class Box(Part, frozen=True, kw_only=True):
    label: str = ""
    size: Literal["small", "large"] = "small"


class Parcel(Record, frozen=True, kw_only=True):
    name: str
    boxes: tuple[Box, ...] = ()

    def __post_init__(self) -> None:
        if not self.name:
            raise InvalidRecord("name", "empty")


def is_text(letter: str) -> bool:
    """The rule again, from the Unicode database instead of a pattern."""
    code = ord(letter)
    is_noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return letter in "\t\n" or not (is_noncharacter or unicodedata.category(letter) in ("Cc", "Cs"))


@given(any_text)
def test_cleaned_text_holds_only_text_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert all(map(is_text, once))
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once


@given(any_text)
def test_cleaning_drops_nothing(text: str) -> None:
    lines = text.replace("\r\n", "\n")
    for end in "\r\x85\u2028\u2029":
        lines = lines.replace(end, "\n")
    marked = "".join(letter if is_text(letter) else "\ufffd" for letter in lines)
    assert clean(text) == unicodedata.normalize("NFC", marked)


def test_every_code_point_is_either_kept_or_replaced() -> None:
    """All of the first plane, and what lies around the borders between the others."""
    borders = (border + near for border in range(0x10000, sys.maxunicode, 0x10000) for near in range(-9, 9))
    for code in (*range(0x10000), *borders, sys.maxunicode - 2, sys.maxunicode):
        letter = chr(code)
        if letter in "\r\x85\u2028\u2029":
            assert clean(letter) == "\n"
        elif is_text(letter):
            assert clean(letter) == unicodedata.normalize("NFC", letter)
        else:
            assert clean(letter) == "\ufffd"


@given(any_text)
def test_cleaned_text_survives_json_unchanged(text: str) -> None:
    parcel = Parcel.make(name="n" + text, boxes=[{"label": text}])
    assert msgspec.json.decode(msgspec.json.encode(parcel), type=Parcel) == parcel
    assert parcel.boxes[0].label == clean(text)


@given(any_text)
def test_a_clean_line_is_one_line_without_space_at_its_ends(text: str) -> None:
    line = clean_line(text)
    assert line == line.strip()
    assert line.splitlines() == ([line] if line else [])


def test_cleaning_reaches_into_lists_and_mappings_and_leaves_other_values_alone() -> None:
    given_values = {"a": ["\x00", ("\r\n", 5)], "b": None, "c": {"d": True}}
    assert cleaned(given_values) == {"a": ["\ufffd", ["\n", 5]], "b": None, "c": {"d": True}}


def test_ids_are_random_and_of_one_length() -> None:
    ids = {new_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(len(one) == 24 and set(one) <= set("0123456789abcdef") for one in ids)


def test_a_record_has_an_id_of_its_own_and_keeps_it_when_changed() -> None:
    parcel = Parcel.make(name="one")
    assert parcel.id != Parcel.make(name="one").id
    assert parcel.changed(name="two").id == parcel.id
    assert parcel.changed(name="two").name == "two"


def test_parts_may_be_given_as_themselves_or_as_mappings() -> None:
    as_itself = Parcel.make(id="x", name="n", boxes=(Box(label="l"),))
    assert as_itself == Parcel.make(id="x", name="n", boxes=[{"label": "l"}])
    assert as_itself.changed(boxes=(Box(label="\x01"),)).boxes == (Box(label="\ufffd"),)


def test_a_record_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        Parcel.make(name="n").name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"name": ""}, "name", "empty"),
        ({"name": 5}, "name", "wrong_value"),
        ({"name": "n", "colour": "red"}, "", "wrong_value"),
        ({}, "", "wrong_value"),
        ({"name": "n", "boxes": [{"size": "huge"}]}, "boxes[0].size", "wrong_value"),
    ],
)
def test_values_that_make_no_record_are_refused_with_the_field_named(
    values: dict[str, object], field: str, problem: str
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        Parcel.make(**values)
    assert (refused.value.field, refused.value.problem) == (field, problem)


def test_a_refused_change_says_the_same_as_a_refused_making() -> None:
    with pytest.raises(InvalidRecord, match="name: empty"):
        Parcel.make(name="n").changed(name="")


def test_building_from_stored_values_does_not_clean_them_again() -> None:
    assert build(Box, {"label": "e\u0301"}).label == "e\u0301"
