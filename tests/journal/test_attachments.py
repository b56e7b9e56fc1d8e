"""Attachments: taken in whole or not at all, and never given out otherwise than they came in."""

import hashlib
import io
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachdesk.journal import attachments
from coachdesk.journal.attachments import CHUNK_BYTES, Abandoned
from coachdesk.journal.errors import DamagedContent, NoSuchRecord, StorageFull
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.records.people import Leader
from tests.making import PASSPHRASE, entry


class Cancelled(Exception):
    """What a job raises to stop."""


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time, as a pipe or a network folder may."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 1000))


def chunks(journal: Journal) -> int:
    return int(journal._connection.execute("SELECT count(*) FROM attachment").fetchone()[0])


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 16 * CHUNK_BYTES, 17 * CHUNK_BYTES + 5]
)
def test_content_of_any_size_comes_back_as_it_was(size: int, journal: Journal) -> None:
    content = (bytes(range(251)) * (size // 251 + 1))[:size]
    told: list[int] = []
    attachment = journal.take_in("minutes.pdf", io.BytesIO(content), told.append)
    journal.put(attachment)
    pieces = list(journal.view.content(attachment))
    assert b"".join(pieces) == content
    assert max(map(len, pieces), default=0) <= CHUNK_BYTES
    assert (attachment.size, attachment.digest) == (size, hashlib.sha256(content).hexdigest())
    assert told == sorted(told)
    assert told[-1:] == ([size] if size else [])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), size=st.integers(1, 40), batch=st.integers(1, 5))
def test_chunks_of_any_size_make_the_same_content(
    journal: Journal, content: bytes, size: int, batch: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attachments, "CHUNK_BYTES", size)
        patch.setattr(attachments, "_CHUNKS_A_TRANSACTION", batch)
        attachment = journal.take_in("a", io.BytesIO(content))
    journal.put(attachment)
    assert b"".join(journal.view.content(attachment)) == content


def test_a_stream_that_only_trickles_is_taken_in_whole(journal: Journal) -> None:
    attachment = journal.take_in("a", Trickle(b"drop" * 10_000))
    assert attachment.size == 40_000
    assert b"".join(journal.view.content(attachment)) == b"drop" * 10_000


@pytest.mark.parametrize(
    ("name", "kept", "media_type"),
    [
        ("minutes.pdf", "minutes.pdf", "application/pdf"),
        ("/home/ada/secret plans/photo.PNG", "photo.PNG", "image/png"),
        ("../../etc/passwd", "passwd", "application/octet-stream"),
        ("two\nlines\x00.txt", "two lines\ufffd.txt", "text/plain"),
        ("", "attachment", "application/octet-stream"),
        ("..", "..", "application/octet-stream"),
    ],
)
def test_a_file_keeps_its_own_name_and_not_where_it_lay(
    name: str, kept: str, media_type: str, journal: Journal
) -> None:
    attachment = journal.take_in(name, io.BytesIO(b"x"))
    assert (attachment.name, attachment.media_type) == (kept, media_type)


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_intake_that_is_cancelled_leaves_nothing(
    after: int, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "CHUNK_BYTES", 10)
    monkeypatch.setattr(attachments, "_CHUNKS_A_TRANSACTION", 2)
    calls: list[int] = []

    def progress(done: int) -> None:
        calls.append(done)
        if len(calls) == after:
            raise Cancelled

    with pytest.raises(Cancelled):
        journal.take_in("a", io.BytesIO(bytes(1000)), progress)
    assert chunks(journal) == 0
    assert len(calls) == after
    journal.put(journal.view.leaders()[0])


def test_a_file_that_breaks_off_while_it_is_read_leaves_nothing(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= 20:
                raise OSError("the stick was pulled out")
            return super().read(size)

    monkeypatch.setattr(attachments, "CHUNK_BYTES", 10)
    monkeypatch.setattr(attachments, "_CHUNKS_A_TRANSACTION", 1)
    with pytest.raises(OSError, match="pulled out"):
        journal.take_in("a", Broken(bytes(100)))
    assert chunks(journal) == 0


def test_a_disk_that_fills_up_during_an_intake_leaves_nothing_and_lets_saving_go_on(journal: Journal) -> None:
    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._connection.execute(f"PRAGMA max_page_count = {pages + 100}")
    with pytest.raises(StorageFull):
        journal.take_in("large.bin", io.BytesIO(bytes(20 * CHUNK_BYTES)))
    assert chunks(journal) == 0
    journal.put(journal.view.leaders()[0].changed(role="still saving"))
    journal.check()


def test_an_intake_that_ended_in_no_record_is_gone_at_the_next_opening(journal: Journal) -> None:
    kept = journal.take_in("kept", io.BytesIO(b"kept"))
    journal.put(kept)
    journal.take_in("forgotten", io.BytesIO(b"forgotten"))
    assert chunks(journal) == 2
    journal.close()
    with open_journal(journal.path, PASSPHRASE) as opened:
        assert chunks(opened) == 1
        assert b"".join(opened.view.content(kept)) == b"kept"


def test_a_description_without_its_content_is_not_sealed(journal: Journal) -> None:
    attachment = journal.take_in("a", io.BytesIO(b"x"))
    with pytest.raises(NoSuchRecord):
        journal.put(attachment.changed(id="0" * 24))
    journal.put(attachment)


def test_an_attachment_and_the_entry_it_belongs_to_are_sealed_together(journal: Journal, ada: Leader) -> None:
    attachment = journal.take_in("a.txt", io.BytesIO(b"x"))
    note = entry(ada, attachment_ids=(attachment.id,))
    journal.put(attachment, note)
    assert journal.view.get(note.id).event.seq == journal.view.get(attachment.id).event.seq + 1
    assert journal.check().attachments == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attachment SET content = x'00' WHERE position = 1",
        "UPDATE attachment SET position = 99 WHERE position = 0",
        "DELETE FROM attachment WHERE position = 1",
        "DELETE FROM attachment",
        "INSERT INTO attachment SELECT record_id, 99, x'00' FROM attachment LIMIT 1",
    ],
)
def test_content_that_is_not_what_was_taken_in_is_noticed(
    statement: str, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "CHUNK_BYTES", 4)
    attachment = journal.take_in("a", io.BytesIO(b"abcdefghij"))
    journal.put(attachment)
    journal._connection.execute(statement)
    with pytest.raises(DamagedContent) as told:
        list(journal.view.content(attachment))
    assert told.value.record_id == attachment.id
    with pytest.raises(DamagedContent):
        journal.check()


def test_nothing_of_an_intake_is_written_anywhere_else(journal: Journal, tmp_path: Path, home: Path) -> None:
    before = {path for root in (tmp_path, home) for path in root.rglob("*")}
    attachment: Any = journal.take_in("a", io.BytesIO(b"canary" * 100_000))
    list(journal.view.content(attachment))
    after = {path for root in (tmp_path, home) for path in root.rglob("*")}
    assert after == before


def test_a_large_file_is_taken_in_beside_the_desk_which_goes_on_saving(journal: Journal, ada: Leader) -> None:
    content, taken, saved = bytes(range(256)) * 40_000, [], 0
    thread = threading.Thread(
        target=lambda: taken.append(journal.take_in_beside("large.bin", io.BytesIO(content)))
    )
    thread.start()
    while thread.is_alive():
        journal.put(entry(ada))
        saved += 1
    thread.join()
    (attachment,) = taken
    journal.put(attachment)
    assert saved > 1
    assert b"".join(journal.view.content(attachment)) == content
    checked = journal.check()
    assert (checked.entries, checked.attachments) == (saved, 1)


def test_an_intake_beside_the_desk_that_is_cancelled_leaves_nothing(journal: Journal) -> None:
    def cancel(_done: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        journal.take_in_beside("a", io.BytesIO(bytes(10 * CHUNK_BYTES)), cancel)
    assert chunks(journal) == 0


def test_an_intake_that_is_abandoned_ends_at_once_and_is_gone_at_the_next_opening(
    journal: Journal, recovery_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "CHUNK_BYTES", 10)
    told: list[int] = []

    def abandon(done: int) -> None:
        told.append(done)
        if len(told) == 2:
            raise Abandoned

    with pytest.raises(Abandoned):
        journal.take_in_beside("a", io.BytesIO(bytes(1000)), abandon)
    assert chunks(journal) > 0
    journal.close()
    with open_journal(journal.path, recovery_code, "recovery") as opened:
        assert chunks(opened) == 0


def test_a_file_that_a_draft_names_is_still_there_after_a_crash_and_any_other_is_not(
    journal: Journal, recovery_code: str
) -> None:
    named, other = (journal.take_in(name, io.BytesIO(name.encode())) for name in ("named", "other"))
    journal.keep_draft("d", {"text": "half", "attachments": [msgspec.to_builtins(named)]})
    journal.close()
    with open_journal(journal.path, recovery_code, "recovery") as opened:
        assert b"".join(opened.view.content(named)) == b"named"
        with pytest.raises(NoSuchRecord):
            opened.put(other)
        opened.put(named, draft_id="d")


@pytest.mark.parametrize(
    "values",
    [
        {"attachments": ["abc"]},
        {"attachments": "abc"},
        {"attachments": [None, 1, {"no": "id"}, {"id": 5}]},
        {},
        {"x": []},
    ],
    ids=str,
)
def test_a_draft_that_says_anything_else_of_attachments_keeps_nobody_out(
    values: dict[str, Any], journal: Journal, recovery_code: str
) -> None:
    journal.take_in("forgotten", io.BytesIO(b"x"))
    journal.keep_draft("d", values)
    journal.close()
    with open_journal(journal.path, recovery_code, "recovery") as opened:
        assert [draft.values for draft in opened.view.drafts()] == [values]
        assert chunks(opened) == 0
