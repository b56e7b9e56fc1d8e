"""Sentences and quotations: what is somebody's speech, and where one thought of the author's ends."""

import pytest

from coachdesk.coaching.wording_text import passage, quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "no" twice.', ['"no"']),
        ("He said “no” twice.", ["“no”"]),
        ("Il a dit «non» et «jamais».", ["«non»", "«jamais»"]),
        ("Er sagte »nein« und ging.", ["»nein«"]),
        ("Er sagte „nein“ und ‚nie‘.", ["„nein“", "‚nie‘"]),
        ("He said 'no' twice.", ["'no'"]),
        ("He said ‘don’t’ twice.", ["‘don’t’"]),
        ("The managers' plan isn't Ana's, it's Ben's.", []),
        ("The ’90s code, the teams’ plan.", []),
        ("A 27\" screen and a 5' cable.", []),
        ("Call `never()` first.", ["`never()`"]),
        ("She said “I am not done", ["“I am not done"]),
        ("She said “I am\nHe left.", ["“I am"]),
        ("> you always\nHe wrote that.", ["> you always"]),
        ("'tis late, said Ana.", []),
        ('> he said "no" and "never" again', ['> he said "no" and "never" again']),
    ],
)
def test_quotations_are_found_and_apostrophes_are_none(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He came. He left.", 2),
        ("He came\nHe left", 2),
        ("- one\n• two • three", 3),
        ("Is it? Yes! Good…", 3),
        ("He saw Dr. Ames at 3 p.m. on Monday, e.g. about churn.", 1),
        ("He said “No. Never. Go.” to Ana.", 1),
        ("He said “No.” Ana left.", 2),
        ("Version 3.11 is out.", 1),
        ("...", 0),
        ("", 0),
    ],
)
def test_a_text_is_cut_into_sentences_but_never_inside_a_quotation(text: str, count: int) -> None:
    assert len(passage(text).sentences) == count


def test_every_word_is_in_exactly_one_sentence() -> None:
    read = passage("One two. “Three. Four” five!\n\nSix\n> seven")
    places = [place for sentence in read.sentences for place in range(sentence.first, sentence.last)]
    assert places == list(range(len(read.words)))


def test_a_text_without_full_stops_is_cut_all_the_same() -> None:
    sentences = passage("word " * 300).sentences
    assert [sentence.last - sentence.first for sentence in sentences] == [120, 120, 60]
    assert [sentence.start for sentence in sentences] == [0, 600, 1200]
