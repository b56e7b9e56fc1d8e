"""One byte form for each value, checked against RFC 8785 itself."""

import json
import struct
import sys

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.ledger import canonical
from coachdesk.records.occurred import Occurred

# RFC 8785, appendix B: IEEE 754 bits and how they are written.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


def test_the_rfcs_example_of_literals_numbers_and_strings_comes_out_as_printed_there() -> None:
    value = json.loads(
        r"""{
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
          "literals": [null, true, false]
        }"""
    )
    printed = (
        r'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        r'"string":"€$\u000f\nA' + r"'" + r'B\"\\\\\"/"}'
    )
    assert canonical.encode(value) == printed.encode()


def test_the_rfcs_example_of_sorting_comes_out_as_printed_there() -> None:
    value = json.loads(
        r"""{
          "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
          "\u00f6": "Latin Small Letter O With Diaeresis"
        }"""
    )
    assert list(json.loads(canonical.encode(value)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize("bits", NUMBERS)
def test_a_number_is_written_as_in_the_rfcs_table(bits: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical.encode(number) == NUMBERS[bits].encode()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 2**53, -(2**53)])
def test_a_number_that_json_cannot_hold_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match=r"JCS|domain"):
        canonical.encode([number])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@settings(max_examples=400)
@given(json_values | st.recursive(st.text('\x00\x1f\x7f\u2028"\\/aé\U0001f600'), st.lists))
def test_the_quick_way_writes_the_very_bytes_of_the_rfcs_own_library(value: object) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", ["name", "value"])
def test_every_letter_is_written_as_by_the_rfcs_own_library(place: str) -> None:
    for start in range(0, sys.maxunicode, 4096):
        letters = [chr(code) for code in range(start, start + 4096) if not 0xD800 <= code < 0xE000]
        value = dict.fromkeys(letters, 1) if place == "name" else letters
        assert canonical.encode(value) == rfc8785.dumps(value)


def test_values_nested_beyond_reason_are_written_the_same_way() -> None:
    value: list[object] = []
    for _ in range(80):
        value = [value, {"a": value[:0]}]
    assert canonical.encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(json_values)
def test_decoding_gives_the_value_back_and_encoding_it_again_the_same_bytes(value: object) -> None:
    data = canonical.encode(value)
    assert canonical.decode(data) == json.loads(data) == value
    assert canonical.encode(canonical.decode(data)) == data


@given(st.dictionaries(st.text(), st.integers(0, 9), min_size=2), st.randoms(use_true_random=False))
def test_the_order_in_which_names_were_given_makes_no_difference(
    value: dict[str, int], shuffle: object
) -> None:
    names = list(value)
    shuffle.shuffle(names)  # type: ignore[attr-defined]
    assert canonical.encode({name: value[name] for name in names}) == canonical.encode(value)


def test_a_record_is_written_like_the_values_in_it() -> None:
    occurred = Occurred(day="2026-03-02", time="09:30")
    expected = b'{"day":"2026-03-02","precision":"exact","time":"09:30","zone":"UTC"}'
    assert canonical.encode(occurred) == expected


@pytest.mark.parametrize("data", [b"", b"{", b"nul", b'"\\ud800"'])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        canonical.decode(data)
