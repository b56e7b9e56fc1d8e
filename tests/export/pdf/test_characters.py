"""What becomes of characters before they are printed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.export.pdf.characters import one_line, printable
from coachdesk.export.pdf.fonts import Face, Fonts
from tests.export.pdf.documents import TEXTS

INVISIBLE = "\u00ad\u200b\u200d\u200e\u202e\u2066\ufeff\ufe0f\U000e0041"


FACE = Fonts().faces()["sans"]


@pytest.fixture
def face() -> Face:
    return FACE


@given(TEXTS)
def test_what_is_printed_is_in_a_font_and_comes_out_the_same_again(text: str) -> None:
    known = set(map(chr, range(32, 127))) | set("\u0301éא")

    def font_of(char: str) -> str | None:
        return "font" if char in known else None

    shown = printable(text, font_of)
    assert set(shown) <= known | {"\n"}
    assert printable(shown, font_of) == shown


@given(st.text())
def test_nothing_visible_is_lost(text: str) -> None:
    shown = FACE.printable(text)
    for char in unicodedata.normalize("NFC", text):
        if unicodedata.category(char)[0] in "LNPS" and unicodedata.normalize("NFKC", char) == char:
            assert char in shown or f"[U+{ord(char):04X}]" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb", "a    b"),
        ("e\u0301", "é"),
        ("ﬁ", "fi"),
        ("a\x00b\x07\x80", "a[U+0000]b[U+0007][U+0080]"),
        ("\ud800", "[U+D800]"),
        ("😀", "[U+1F600]"),
        ("한", "[U+D55C]"),
        ("\ue000", "[U+E000]"),
        (f"a{INVISIBLE}b", "ab"),
        ("漢字 → ✓ שלום", "漢字 → ✓ שלום"),
    ],
)
def test_a_character_is_shown_as_itself_or_as_its_code_point(face: Face, text: str, shown: str) -> None:
    assert face.printable(text) == shown


def test_a_mark_stands_on_a_letter_or_is_named(face: Face) -> None:
    assert face.printable("\u0301") == "[U+0301]"
    assert face.printable("x \u0301") == "x [U+0301]"
    assert face.printable("x\u0301") == "x\u0301"
    assert face.printable("x\u0301\u0300\u0301") == "x\u0301\u0300[U+0301]"
    assert face.printable("x\u05b0") == "x[U+05B0]"  # a Hebrew mark on a Latin letter
    assert face.printable("ש\u05b0") == "ש\u05b0"


def test_a_title_is_one_line_without_control_characters() -> None:
    assert one_line(" a\n b\x00\ud800c \u202e") == "a b c"


def test_the_large_font_is_read_only_when_it_is_needed() -> None:
    fonts = Fonts()
    face = fonts.faces()["sans"]
    face.printable("Zoë, Łukasz, naïve – “quoted” …")
    assert "cjk" not in fonts._loaded
    face.printable("漢")
    assert "cjk" in fonts._loaded
