"""Entries in outline: the same as the entries themselves, whatever the filter, and in journals made before it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.journal import schema
from coachdesk.journal.filters import Filter
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.journal.outline import headline_of
from coachdesk.journal.view import View
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Leader
from tests.journal.shelf import Shelf, filters
from tests.journal.spoiling import ADDED, make_version_1, raw
from tests.making import PASSPHRASE, entry


@settings(max_examples=300)
@given(wanted=filters, which=st.integers(0, 1), limit=st.sampled_from([0, 1, 7, 200, -1]))
def test_outlines_are_those_of_the_timeline(shelf: Shelf, wanted: Filter, which: int, limit: int) -> None:
    about = shelf.leaders[which]
    whole = shelf.journal.view.timeline(about.id, wanted, limit)
    shown = shelf.journal.view.outlines(about.id, wanted, limit)
    assert (shown.total, shown.hidden) == (whole.total, whole.hidden)
    for line, listed in zip(shown.entries, whole.entries, strict=True):
        one = listed.entry
        assert (line.number, line.withdrawn) == (listed.number, listed.withdrawn)
        assert (line.id, line.kind, line.lane, line.occurred) == (one.id, one.kind, one.lane, one.occurred)
        assert line.headline == headline_of(one) == one.text


def test_a_headline_is_the_title_or_how_the_first_text_begins(ada: Leader) -> None:
    assert headline_of(entry(ada, title="Planning")) == "Planning"
    assert (
        headline_of(entry(ada, title=" \t", text="\n", situation="  In the stand-up")) == "  In the stand-up"
    )
    assert headline_of(entry(ada, text="é" * 300)) == "é" * 200
    assert headline_of(entry(ada, text="")) == ""


def test_a_theme_is_not_found_in_a_longer_one_nor_by_its_separator(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada, themes=["pace of work", "tone"]))
    for theme, found in (("tone", 1), ("pace", 0), ("pace of work\x1ftone", 0), ("", 0), ("%", 0)):
        shown = journal.view.outlines(ada.id, Filter(themes=(theme,)))
        assert [line.id for line in shown.entries] == [note.id] * found


def everything_in_index(folder: Path) -> list[tuple[object, ...]]:
    connection = raw(folder)
    rows = [
        tuple(row) for table in ADDED for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
    ]
    connection.close()
    return rows


def test_a_journal_of_version_1_gets_the_same_index(filled_folder: Path) -> None:
    with open_journal(filled_folder, PASSPHRASE) as journal:
        (ada, bo) = journal.view.leaders()
        journal.put(
            entry(ada, text=" \t\n", impact="é" * 300, told={"state": "not_yet"}, themes=["ß", "a", "Z"]),
            entry(ada, bo, text="", told={"state": "in_writing", "day": "2026-03-03"}, kind="conversation"),
            entry(bo, kind="check_in", occurred={"day": "2026-03-02", "precision": "day"}, themes=[""]),
            *(entry(bo, kind=kind) for kind in KINDS if kind != "counsel_note"),
        )
    expected = everything_in_index(filled_folder)
    make_version_1(filled_folder)
    with open_journal(filled_folder, PASSPHRASE) as journal:
        journal.check()
    assert everything_in_index(filled_folder) == expected


@pytest.mark.parametrize("body", ["x'7b227265636f7264223a'", "x''", "x'ff00'", "x'6e756c6c'", "x'5b5d'"])
def test_a_journal_of_version_1_with_a_payload_that_cannot_be_read_opens_and_a_check_names_it(
    filled_folder: Path, body: str
) -> None:
    with open_journal(filled_folder, PASSPHRASE) as journal:
        (ada, _) = journal.view.leaders()
        journal.put(entry(ada, text="Before"), spoilt := entry(ada, text="Spoilt"), entry(ada, text="After"))
        seq = journal.view.get(spoilt.id).event.seq
    make_version_1(filled_folder, f"UPDATE payload SET body = {body} WHERE seq = {seq}")
    with open_journal(filled_folder, PASSPHRASE) as journal:
        shown = {line.id: line.headline for line in journal.view.outlines(ada.id).entries}
        assert shown[spoilt.id] == ""
        assert {"Before", "After"} < set(shown.values())
        with pytest.raises(LedgerFault) as told:
            journal.check()
        assert told.value.seq == seq


def test_the_kinds_that_are_there_to_be_told_are_those_of_the_index() -> None:
    """Another such kind needs a migration: the index of older journals says which entries are not told."""
    tellable = ", ".join(f"'{kind.key}'" for kind in KINDS.values() if kind.told)
    assert f"kind IN ({tellable})" in schema.migrations()[1]


def test_outlines_are_read_over_a_connection_of_ones_own_too(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada))
    beside: View = journal.open_view()
    assert [line.id for line in beside.outlines(ada.id).entries] == [note.id]
    beside.close()
