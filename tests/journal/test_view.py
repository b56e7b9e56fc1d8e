"""Reading: histories, ids by their beginning, and a timeline that shows what a plain scan would."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.journal.errors import AmbiguousId, NoSuchRecord
from coachdesk.journal.filters import Filter
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.ledger.event import Head, decode_payload
from coachdesk.ledger.verify import check
from coachdesk.records.attachment import Attachment
from coachdesk.records.people import Contact, Leader
from tests.journal.shelf import Shelf, filters
from tests.making import PASSPHRASE, Clock, entry, leader


@settings(max_examples=300)
@given(wanted=filters, which=st.integers(0, 1), limit=st.sampled_from([0, 1, 7, 200, -1]))
def test_a_timeline_shows_what_a_plain_scan_would(
    shelf: Shelf, wanted: Filter, which: int, limit: int
) -> None:
    about = shelf.leaders[which]
    file = [one for one in shelf.entries if about.id in one.leader_ids]
    passing = shelf.newest_first(wanted, about.id)
    shown = shelf.journal.view.timeline(about.id, wanted, limit)
    assert [one.entry for one in shown.entries] == (passing if limit < 0 else passing[:limit])
    assert (shown.total, shown.hidden) == (len(file), len(file) - len(passing))
    assert [one.number for one in shown.entries] == [file.index(one.entry) + 1 for one in shown.entries]
    assert {one.entry.id for one in shown.entries if one.withdrawn} == shelf.withdrawn & {
        one.entry.id for one in shown.entries
    }


def test_the_newest_entries_come_first_and_without_a_filter_none_is_hidden(shelf: Shelf) -> None:
    shown = shelf.journal.view.timeline(shelf.leaders[0].id)
    keys = [one.entry.occurred.sort_key for one in shown.entries]
    assert keys == sorted(keys, reverse=True)
    assert (shown.total, shown.hidden) == (len(keys), 0)


def test_nobodys_timeline_is_empty(shelf: Shelf) -> None:
    shown = shelf.journal.view.timeline("nobody", Filter(words="alpha"))
    assert (shown.entries, shown.total, shown.hidden) == ((), 0, 0)


def test_a_listed_entry_says_when_it_was_first_written(journal: Journal, ada: Leader, clock: Clock) -> None:
    first = journal.put(note := entry(ada))
    clock.pass_time(86_400)
    journal.add(note.id, "more", "why")
    (listed,) = journal.view.timeline(ada.id).entries
    assert (listed.recorded_at, listed.revision, listed.withdrawn) == (first.recorded_at, 2, False)


def test_a_history_has_every_revision_oldest_first(journal: Journal, ada: Leader) -> None:
    journal.put(note := entry(ada))
    journal.add(note.id, "more", "why")
    journal.correct(journal.view.get(note.id).record.changed(place="Room 4"), "where")  # type: ignore[arg-type]
    journal.withdraw(note.id, "after all")
    history = journal.view.history(note.id)
    assert [one.event.action for one in history] == ["create", "add", "correct", "withdraw"]
    assert [one.event.revision for one in history] == [1, 2, 3, 4]
    assert [one.payload.reason for one in history] == ["", "why", "where", "after all"]
    assert history[-1] == journal.view.get(note.id)


def test_a_leaders_file_has_every_event_counted_in_it_with_the_bytes_that_were_sealed(
    journal: Journal, ada: Leader
) -> None:
    bo = leader("Bo")
    journal.put(bo)
    journal.put(mine := entry(ada), theirs := entry(bo), moved := entry(ada))
    journal.add(theirs.id, "more", "why")
    journal.refile(moved.id, [bo.id], "wrong")
    journal.withdraw(moved.id, "wrong again")
    ids = [[stored.event.record_id for stored in journal.view.file_of(one.id)] for one in (ada, bo)]
    assert ids == [[mine.id, moved.id, moved.id], [theirs.id, theirs.id, moved.id, moved.id]]
    lines = {line.event.seq: line for line in journal.view.lines()}
    for stored in journal.view.file_of(ada.id):
        assert (stored.event, stored.body, stored.salt) == (
            lines[stored.event.seq].event, lines[stored.event.seq].payload, lines[stored.event.seq].salt
        )  # fmt: skip
        assert ada.id in decode_payload(stored.body).leaders


def test_an_event_is_found_by_its_number_and_a_record_by_its_last(journal: Journal, ada: Leader) -> None:
    journal.put(entry(ada))
    last = journal.put(ada.changed(role="Head"))
    assert journal.view.event(last.seq) == last
    assert journal.view.last_event_of(ada.id).event == last
    assert [stored.event for stored in journal.view.last_of("leader")] == [last]
    assert journal.view.last_of("entry") == ()
    for missing in (0, last.seq + 1):
        with pytest.raises(NoSuchRecord):
            journal.view.event(missing)


@pytest.mark.parametrize("method", ["get", "history", "last_event_of"])
def test_what_was_never_written_is_not_found(method: str, journal: Journal) -> None:
    with pytest.raises(NoSuchRecord) as told:
        getattr(journal.view, method)("nothing")
    assert told.value.record_id == "nothing"
    assert not journal.view.is_known("nothing")


def test_records_come_in_the_order_they_were_first_written_and_leaders_by_name(
    journal: Journal, ada: Leader
) -> None:
    zoe, bo = leader("zoe"), leader("Bo")
    coach = Contact.make(name="Coach")
    journal.put(zoe, bo, coach)
    journal.put(zoe.changed(name="Zoe"))
    assert [record.id for record in journal.view.records("leader")] == [ada.id, zoe.id, bo.id]
    assert journal.view.records("contact") == (coach,)
    assert journal.view.records("entry") == ()
    assert [one.name for one in journal.view.leaders()] == ["Ada Marsh", "Bo", "Zoe"]


def test_an_id_is_found_by_its_beginning(journal: Journal) -> None:
    journal.put(leader("a", id="abc" + "0" * 21), leader("b", id="abd" + "0" * 21), leader("f", id="f" * 24))
    assert journal.view.find_id("abc") == "abc" + "0" * 21
    assert journal.view.find_id("f" * 24) == journal.view.find_id("f" * 6) == "f" * 24
    with pytest.raises(AmbiguousId):
        journal.view.find_id("ab")


@given(
    st.text(st.characters(codec=None, exclude_categories=()), max_size=5)
    | st.sampled_from(["", "%", "g", "' OR 1"])
)
def test_no_text_at_all_finds_an_id_that_does_not_begin_with_it(shelf: Shelf, text: str) -> None:
    try:
        found = shelf.journal.view.find_id(text)
    except (NoSuchRecord, AmbiguousId):
        return
    assert text
    assert found.startswith(text)


def test_the_lines_are_the_ledger_and_the_nodes_its_tree(shelf: Shelf) -> None:
    view = shelf.journal.view
    *_, last = check(view.lines(), view.setting("counts_key") or b"")
    assert last.head == shelf.journal.head == Head(last.frontier.size, last.frontier.root.hex())
    with pytest.raises(KeyError):
        view.nodes()(1, 10**6)
    with pytest.raises(KeyError):
        view.nodes()(0, 10**6)


def test_a_view_of_its_own_reads_on_while_the_journal_is_written(journal: Journal, ada: Leader) -> None:
    view = journal.open_view()
    journal.put(entry(ada))
    lines = view.lines()
    next(lines)
    journal.put(entry(ada))
    assert len(list(lines)) == 1
    assert view.timeline(ada.id).total == 2
    view.close()


def test_a_view_that_is_closed_already_is_not_interrupted(journal: Journal) -> None:
    view = journal.open_view()
    view.close()
    view.interrupt()


def test_a_view_can_be_interrupted(journal: Journal, ada: Leader) -> None:
    journal.put(*(entry(ada) for _ in range(20)))
    view = journal.open_view()
    lines = view.lines()
    next(lines)
    view.interrupt()
    with pytest.raises(Exception, match="interrupted"):
        list(lines)
    assert view.timeline(ada.id).total == 20
    view.close()


def test_an_entry_of_an_older_schema_is_read_through_its_upcasts(
    journal: Journal, ada: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading code meets a schema number that is not today's and takes the long way."""
    from coachdesk.journal import view

    journal.put(note := entry(ada))
    monkeypatch.setattr(view, "SCHEMAS", {"entry": 2})
    (listed,) = journal.view.timeline(ada.id).entries
    assert listed.entry == note


def test_content_is_read_back_through_the_view(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes(b"content")
    with (tmp_path / "note.txt").open("rb") as file:
        attachment = journal.take_in("note.txt", file)
    journal.put(attachment)
    assert b"".join(journal.view.content(attachment)) == b"content"
    assert journal.view.records("attachment") == (attachment,)
    assert isinstance(attachment, Attachment)
    journal.close()
    with open_journal(journal.path, PASSPHRASE) as opened:
        assert b"".join(opened.view.content(attachment)) == b"content"
