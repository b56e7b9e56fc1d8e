"""Search: finds what a plain scan finds, marks it, and takes every text a person can type."""

import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachdesk.journal import search
from coachdesk.journal.filters import Filter
from coachdesk.journal.journal import Journal
from coachdesk.journal.search import CLOSE, OPEN, match_query
from coachdesk.records.entry import NARRATIVE
from coachdesk.records.people import Contact, Leader
from tests.making import entry

VOCABULARY = [
    "plan",
    "planning",
    "Café",
    "cafe",
    "night-shift",
    "Öl",
    "über",
    "E-4711",
    "don't",
    "日本語",
    "שלום",
    "x",
]
FOLDED = {"cafe": "cafe", "öl": "ol", "über": "uber"}

one_journal = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def found(journal: Journal, words: str, limit: int = 50) -> list[str]:
    return [hit.record_id for hit in journal.view.search(words, limit)]


def folded(text: str) -> list[str]:
    """The words of a text as a plain scan compares them: no case, no accents, nothing but letters and digits."""
    plain = unicodedata.normalize("NFD", text.lower())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in kept).split()


def contains(words: list[str], wanted: list[str], *, prefix: bool) -> bool:
    """Whether ``wanted`` stand beside each other in ``words``; the last may be the beginning of a word."""
    for start in range(len(words) - len(wanted) + 1):
        window = words[start : start + len(wanted)]
        if window == wanted or (prefix and window[:-1] == wanted[:-1] and window[-1].startswith(wanted[-1])):
            return True
    return False


any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
syntax = st.lists(st.sampled_from(['"', "'", "AND", "OR", "NOT", "NEAR(", ")", "*", "^", ":", "title:", "-", "+", "{", "}", "\x00", "plan", "\\"])).map(" ".join)  # fmt: skip


@one_journal
@example('"')
@example("\ud800")
@example("plan\x00 OR")
@example("\u2028")
@given(any_text | syntax)
def test_no_text_a_person_can_type_raises(journal: Journal, words: str) -> None:
    (ada,) = journal.view.leaders()
    journal.view.search(words)
    journal.view.timeline(ada.id, Filter(words=words))


def test_a_whole_page_can_be_pasted_into_the_search(journal: Journal, ada: Leader) -> None:
    page = " ".join(f"word{number}" for number in range(3000))
    journal.put(note := entry(ada, text=page))
    assert found(journal, page) == [note.id]
    assert found(journal, page + " other") == []


@one_journal
@given(
    texts=st.lists(st.lists(st.sampled_from(VOCABULARY), max_size=5).map(" ".join), min_size=1, max_size=5),
    query=st.lists(st.sampled_from([*VOCABULARY, "pla", "caf", "nothing"]), min_size=1, max_size=3),
)
def test_it_finds_what_a_plain_scan_finds(journal: Journal, texts: list[str], query: list[str]) -> None:
    (ada,) = journal.view.leaders()
    notes = [entry(ada, text=text) for text in texts]
    journal.put(*notes)
    terms = [folded(term) for term in query]
    expected = {
        note.id
        for note in notes
        if all(contains(folded(note.text), term, prefix=term is terms[-1]) for term in terms)
    }
    hits = set(found(journal, " ".join(query), 10_000))
    assert hits & {note.id for note in notes} == expected


scripts = st.characters(max_codepoint=0x9FFF, categories=("Lu", "Ll", "Lo", "Nd"))


@one_journal
@given(st.lists(st.text(scripts, min_size=1, max_size=8), min_size=1, max_size=5), st.data())
def test_every_word_of_a_text_in_any_script_finds_it(
    journal: Journal, words: list[str], data: st.DataObject
) -> None:
    (ada,) = journal.view.leaders()
    journal.put(note := entry(ada, text=" ".join(words)))
    word = data.draw(st.sampled_from(words))
    assert note.id in found(journal, word, 10_000)


@pytest.mark.parametrize("typed", ["CAFÉ", "cafe", "Cafe\u0301", "café", "caf", "ca"])
def test_case_and_accents_and_the_end_of_the_word_make_no_difference(
    typed: str, journal: Journal, ada: Leader
) -> None:
    journal.put(note := entry(ada, text="Met in the Café."))
    assert found(journal, typed) == [note.id]


def test_all_words_have_to_be_there_and_only_the_last_may_be_unfinished(
    journal: Journal, ada: Leader
) -> None:
    journal.put(note := entry(ada, text="interrupted the planning meeting"))
    assert found(journal, "meeting interrupted") == found(journal, "interrupted plan") == [note.id]
    assert found(journal, "plan interrupted") == found(journal, "interrupted lunch") == []


def test_search_syntax_is_searched_for_and_not_obeyed(journal: Journal, ada: Leader) -> None:
    journal.put(entry(ada, text="alpha"), entry(ada, text="beta"))
    for words in (
        'alpha" OR "beta',
        "alpha OR beta",
        "alpha NOT beta",
        "title:alpha",
        "NEAR(alpha beta)",
        "al* bet",
    ):
        assert found(journal, words) == []
    assert match_query('say "no"') == '"say" """no"""*'


@pytest.mark.parametrize("words", ["", "   ", "\n\t", "...", '""', "–"])
def test_no_word_finds_nothing(words: str, journal: Journal, ada: Leader) -> None:
    journal.put(entry(ada))
    assert found(journal, words) == []


@pytest.mark.parametrize("field", [*NARRATIVE, "title", "place"])
def test_every_text_of_an_entry_is_searched(field: str, journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada, **{field: "canary"}))
    assert found(journal, "canary") == [note.id]


@pytest.mark.parametrize(
    "values",
    [
        {"themes": ["canary"]},
        {"present": [{"name": "Canary", "role": ""}]},
        {"present": [{"name": "x", "role": "canary"}]},
        {"action_points": [{"text": "canary"}]},
        {"additions": [{"text": "canary"}]},
        {"source": {"how": "reported", "by": "canary"}},
    ],
    ids=str,
)
def test_what_hangs_on_an_entry_is_searched_too(
    values: dict[str, Any], journal: Journal, ada: Leader
) -> None:
    journal.put(note := entry(ada, **values))
    assert found(journal, "canary") == [note.id]


def test_people_are_found_by_name_and_role(journal: Journal, ada: Leader) -> None:
    journal.put(coach := Contact.make(name="Cleo Canary", role="sponsor"))
    (hit,) = journal.view.search("canary")
    assert (hit.record_id, hit.record_type, hit.recorded_at) == (
        coach.id,
        "contact",
        journal.view.get(coach.id).event.recorded_at,
    )
    assert found(journal, "sponsor") == [coach.id]
    assert found(journal, "ada marsh") == [ada.id]


def test_a_corrected_text_is_found_by_its_new_words_only(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada, text="the old words"))
    journal.correct(note.changed(text="the new words"), "why")
    assert found(journal, "new") == [note.id]
    assert found(journal, "old") == []
    journal.withdraw(note.id, "why")
    assert found(journal, "new") == [note.id]


def test_a_snippet_shows_the_found_words_marked(journal: Journal, ada: Leader) -> None:
    before, after = "before " * 40, "after " * 40
    journal.put(entry(ada, text=f"{before}the Planning meeting {after}"))
    (hit,) = journal.view.search("planning meet")
    assert f"{OPEN}Planning{CLOSE} {OPEN}meeting{CLOSE}" in hit.snippet
    assert hit.snippet.startswith("…")
    assert len(hit.snippet.split()) < 20


def test_a_word_in_the_title_comes_before_the_same_word_in_the_text(journal: Journal, ada: Leader) -> None:
    journal.put(in_title := entry(ada, title="canary", text="x " * 30), entry(ada, text="canary " + "y " * 5))
    assert found(journal, "canary")[0] == in_title.id


def test_one_or_two_letters_show_the_newest_first(journal: Journal, ada: Leader) -> None:
    notes = [entry(ada, text=f"canary {'ca ' * number}") for number in range(5)]
    journal.put(*notes)
    assert found(journal, "ca") == [note.id for note in reversed(notes)]


def test_a_word_in_too_many_entries_shows_the_newest_first(
    journal: Journal, ada: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = [entry(ada, text=f"{'canary ' * (5 - number)} {'x ' * number}") for number in range(5)]
    journal.put(*notes)
    assert found(journal, "canary") == [note.id for note in notes]
    monkeypatch.setattr(search, "_RANKED_AT_MOST", 4)
    newest = [note.id for note in reversed(notes)]
    for words in ("canary", "can", "canary can"):
        assert found(journal, words) == newest
        assert found(journal, words, 2) == newest[:2]


def test_there_are_never_more_hits_than_were_asked_for(journal: Journal, ada: Leader) -> None:
    journal.put(*(entry(ada, text="canary") for _ in range(8)))
    for words in ("canary", "ca"):
        assert len(found(journal, words, 3)) == 3
        assert found(journal, words, 0) == []
