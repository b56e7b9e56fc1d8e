"""Breaking text into lines."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from coachdesk.export.pdf.fonts import Fonts
from coachdesk.export.pdf.lines import Line, Setting, break_lines
from coachdesk.export.pdf.right_to_left import is_in
from coachdesk.export.pdf.style import Ink
from tests.export.pdf.documents import TEXTS, prose

FACES = Fonts().faces()
INK = Ink("sans", 10)


def setting(width: float, *inks: Ink) -> Setting:
    return Setting(FACES, inks or (INK,), width)


def strings(lines: list[Line]) -> list[str]:
    return ["".join(fragment.text for fragment in line) for line in lines]


def broken(text: str, width: float = 200) -> list[str]:
    return [line.rstrip(" ") for line in strings(break_lines((text,), setting(width)))]


def end(line: Line, of: Setting) -> float:
    return line[-1].x + of.measure(line[-1].text.rstrip(" "), line[-1].source) if line else 0


@given(TEXTS, st.integers(30, 400))
@example("00000000000000000000:א\x7f® ", 88)
def test_no_line_is_wider_than_it_may_be(text: str, width: int) -> None:
    within = setting(width)
    assert all(end(line, within) <= width + 0.01 for line in break_lines((text,), within))


@given(TEXTS, st.integers(1, 400))
def test_every_character_is_on_a_line_and_in_order(text: str, width: int) -> None:
    shown = re.sub(r"\s", "", "".join(broken(text, width)))
    whole = re.sub(r"\s", "", FACES["sans"].printable(text))
    if is_in(text):
        assert len(shown) <= len(whole)
    else:
        assert shown == whole


@given(st.lists(st.sampled_from(prose(40).split()), max_size=60), st.integers(0, 300), st.integers(80, 400))
def test_text_in_two_spans_breaks_where_text_in_one_does(words: list[str], at: int, width: int) -> None:
    text = " ".join(words)
    two = break_lines((text[:at], text[at:]), setting(width, INK, INK))
    assert strings(two) == strings(break_lines((text,), setting(width)))


def test_lines_and_indents_are_kept_as_written() -> None:
    assert broken("one\n\n  two\nthree") == ["one", "", "two", "three"]
    lines = break_lines(("one\n    two",), setting(200))
    assert lines[0][0].x == 0
    assert lines[1][0].x == 4 * FACES["sans"].space * INK.size


def test_a_line_ends_with_a_space_where_a_word_ends_and_the_text_goes_on() -> None:
    assert strings(break_lines(("one\n\ntwo",), setting(200))) == ["one ", "", "two"]
    for inks in ((INK,), (INK, INK)):
        texts = (prose(40), "")[: len(inks)]
        *wrapped, last = strings(break_lines(texts, setting(150, *inks)))
        assert all(line.endswith(" ") and not line.endswith("  ") for line in wrapped)
        assert not last.endswith(" ")
        assert "".join([*wrapped, last]) == prose(40)
    assert not any(line.endswith(" ") for line in strings(break_lines(("x" * 200,), setting(150))))
    assert not any(line.endswith(" ") for line in strings(break_lines(("報告書" * 30,), setting(150))))


def test_what_overflows_hangs_under_the_text_after_its_bullet() -> None:
    for bullet in ("- ", "• ", "12. ", "  (3) "):
        within = setting(150)
        first, *others = break_lines((bullet + prose(20),), within)
        assert len(others) > 1
        assert {line[0].x for line in others} == {within.measure(bullet, 0)}
        assert first[0].x < within.measure(bullet, 0)


def test_a_word_that_fits_no_line_is_broken_and_nothing_of_it_lost() -> None:
    word = "x" * 200
    assert "".join(broken(word)) == word
    assert len(broken(word)) > 4
    assert "".join(broken("ab " + word)).replace(" ", "") == "ab" + word


def test_a_letter_keeps_its_marks_where_a_word_is_broken() -> None:
    lines = broken("x\u0301" * 200)
    assert len(lines) > 3
    assert all(line.startswith("x") for line in lines)


def test_chinese_breaks_anywhere_but_not_before_a_closing_mark() -> None:
    lines = broken("報告書について、" * 30)
    assert len(lines) > 5
    assert not any(line[0] in "、。」" for line in lines)


def test_hebrew_begins_at_the_right_and_reads_from_there() -> None:
    within = setting(300)
    (line,) = break_lines(("שלום (abc) 14/09",), within)
    assert abs(end(line, within) - 300) < 0.01
    assert strings([line]) == ["14/09 (abc) םולש"]


def test_arabic_letters_take_the_forms_their_neighbours_ask_for() -> None:
    (shown,) = broken("بيت لا")
    assert shown == "\ufefb \ufe96\ufef4\ufe91"


def test_a_span_keeps_its_ink_where_the_order_is_turned_round() -> None:
    (line,) = break_lines(("שלום ", "עולם"), setting(300, INK, Ink("bold", 10)))
    assert [(fragment.text.strip(), fragment.source) for fragment in line] == [("םלוע", 1), ("םולש", 0)]
