"""Text for a terminal: nothing in it steers the terminal, columns are counted as they are seen."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from coachdesk.cli import text


@given(st.text())
def test_nothing_that_is_shown_steers_a_terminal(anything: str) -> None:
    for letter in text.shown(anything):
        assert letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(letter) not in (
            "LRO",
            "RLO",
            "LRE",
            "RLE",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


@given(st.text())
def test_what_is_not_shown_as_itself_is_written_out(anything: str) -> None:
    for letter in anything:
        assert text.shown(letter) in (letter, f"[U+{ord(letter):04X}]")


def test_right_to_left_text_and_emoji_are_left_as_they_are() -> None:
    for line in ("שלום עולם", "مرحبا", "👩‍👩‍👧", "Tomáš Révész", "日本語\tand a tab"):
        assert text.shown(line) == line


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs"))), st.integers(2, 30))
def test_a_shortened_text_fits_and_says_that_it_was_cut(line: str, width: int) -> None:
    short = text.shortened(line, width)
    assert text.columns(short) <= width
    assert short == line or short.endswith("…")


def test_wide_letters_take_two_columns_and_accents_none() -> None:
    assert text.columns("日本") == 4
    assert text.columns("e\u0301") == 1
    assert text.table([("日本", "x"), ("abcd", "y"), ("e\u0301", "z")]) == [
        "日本  x",
        "abcd  y",
        "e\u0301     z",
    ]


def test_wrapping_keeps_lines_and_indents_and_breaks_between_words() -> None:
    assert (
        text.wrapped("one two three\n  - four\n\nfive", 10, "  ")
        == "  one two\n  three\n    - four\n\n  five"
    )


def test_a_word_longer_than_a_line_is_kept_whole() -> None:
    address = "https://example.org/" + "x" * 60
    assert text.wrapped(f"see {address}", 20) == f"see\n{address}"
