"""Drafts: kept as they were typed, outside the ledger, gone once sealed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.records.base import cleaned
from coachdesk.records.people import Leader
from tests.making import PASSPHRASE, entry

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.text(st.characters(codec=None, exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def kept(journal: Journal) -> list[str]:
    return [draft.id for draft in journal.view.drafts()]


def test_a_draft_is_there_again_after_closing_and_in_no_ledger(journal: Journal) -> None:
    head = journal.head
    journal.keep_draft("d", {"text": "half a sent"})
    journal.close()
    with open_journal(journal.path, PASSPHRASE) as opened:
        (draft,) = opened.view.drafts()
        assert (draft.id, draft.values) == ("d", {"text": "half a sent"})
        assert opened.head == head


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(), json_values, max_size=3))
def test_whatever_the_editor_keeps_comes_back_cleaned(journal: Journal, values: dict[str, object]) -> None:
    journal.keep_draft("d", values)
    (draft,) = journal.view.drafts()
    assert draft.values == cleaned(values)


def test_a_draft_kept_again_takes_the_place_of_itself(journal: Journal) -> None:
    for text in ("h", "ha", "half"):
        journal.keep_draft("d", {"text": text})
    assert [draft.values for draft in journal.view.drafts()] == [{"text": "half"}]


def test_the_draft_touched_last_comes_first(journal: Journal) -> None:
    for draft_id in ("a", "b", "c", "a"):
        journal.keep_draft(draft_id, {})
    assert kept(journal) == ["a", "c", "b"]


def test_a_draft_thrown_away_is_gone_and_the_others_stay(journal: Journal) -> None:
    for draft_id in ("a", "b"):
        journal.keep_draft(draft_id, {})
    journal.drop_draft("a")
    journal.drop_draft("was never there")
    assert kept(journal) == ["b"]


def test_sealing_takes_the_draft_with_it_in_one_step(journal: Journal, ada: Leader) -> None:
    for draft_id in ("mine", "other"):
        journal.keep_draft(draft_id, {"text": "x"})
    journal.put(entry(ada), draft_id="mine")
    assert kept(journal) == ["other"]


def test_a_sealing_that_fails_keeps_the_draft(journal: Journal, ada: Leader) -> None:
    journal.keep_draft("mine", {"text": "x"})
    journal.put(note := entry(ada))
    with pytest.raises(ValueError, match="sealed_already"):
        journal.put(note, draft_id="mine")
    assert kept(journal) == ["mine"]
