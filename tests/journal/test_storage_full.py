"""A full disk: what was being saved is not saved, what was saved is safe, and work goes on once there is room."""

import contextlib
import io
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from coachdesk.journal import schema
from coachdesk.journal.connection import dbapi2
from coachdesk.journal.errors import StorageFull
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal, open_reading
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.making import COST, PASSPHRASE, Clock, entry, leader


def mounted(folder: Path) -> bool:
    """Whether this user can put a small disk of its own at ``folder``."""
    command = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "coachdesk-test", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmount(folder: Path) -> None:
    subprocess.run(["umount", str(folder)], check=True)


def can_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        if not mounted(Path(folder)):
            return False
        unmount(Path(folder))
    return True


class SmallDisk(NamedTuple):
    """A journal on a disk that can be filled to the last byte, and emptied again."""

    journal: Journal
    fill: Callable[[], object]
    empty: Callable[[], object]


def small_file(folder: Path) -> Iterator[SmallDisk]:
    """No disk of its own: the database may just not grow."""
    journal, _ = create_journal(folder / "Small.coachdesk", PASSPHRASE, COST, clock=Clock())
    connection = journal._connection

    def limit(pages: int) -> None:
        with contextlib.suppress(dbapi2.ProgrammingError):  # closed meanwhile: the limit went with it
            connection.execute(f"PRAGMA max_page_count = {pages}")

    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    with journal:
        yield SmallDisk(journal, lambda: limit(pages), lambda: limit(2**30))


def small_mount(folder: Path) -> Iterator[SmallDisk]:
    """A real file system of a few megabytes."""
    disk = folder / "disk"
    disk.mkdir()
    assert mounted(disk)
    filler = disk / "filler"

    def fill() -> None:
        with filler.open("ab", buffering=0) as file:
            for size in (65536, 4096, 512, 1):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    try:
        journal, _ = create_journal(disk / "Small.coachdesk", PASSPHRASE, COST, clock=Clock())
        with journal:
            yield SmallDisk(journal, fill, filler.unlink)
    finally:
        unmount(disk)


DISKS = {"page limit": small_file} | ({"mounted": small_mount} if can_mount() else {})


@pytest.fixture(params=DISKS)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallDisk]:
    yield from DISKS[request.param](tmp_path)


@pytest.fixture
def bo(disk: SmallDisk) -> Leader:
    bo = leader("Bo")
    disk.journal.put(bo)
    return bo


def long_entry(about: Leader) -> Entry:
    return entry(about, text="all that was said, word for word, " * 4000)


def test_a_save_that_finds_no_room_is_not_made_and_the_next_one_is_once_there_is(
    disk: SmallDisk, bo: Leader
) -> None:
    journal = disk.journal
    journal.put(safe := entry(bo, text="safe"))
    head = journal.head
    disk.fill()
    for _ in range(3):
        with pytest.raises(StorageFull) as told:
            journal.put(long_entry(bo))
        assert told.value.path == journal.path / "journal.db"
        assert journal.head == head
        assert [one.entry for one in journal.view.timeline(bo.id).entries] == [safe]
    disk.empty()
    assert journal.put(long_entry(bo)).seq == head.size + 1
    assert journal.check().entries == 2


def test_a_full_disk_takes_no_correction_no_draft_and_no_attachment_and_loses_none(
    disk: SmallDisk, bo: Leader
) -> None:
    journal, long = disk.journal, "x " * 200_000
    journal.put(note := entry(bo))
    journal.keep_draft("d", {"text": "kept"})
    before = journal.view.history(note.id)
    disk.fill()
    attempts: list[Callable[[], object]] = [
        lambda: journal.correct(note.changed(text=long), "why"),
        lambda: journal.add(note.id, long, "why"),
        lambda: journal.keep_draft("d", {"text": long}),
        lambda: journal.change_setting("note", long.encode()),
        lambda: journal.take_in("a", io.BytesIO(bytes(4_000_000))),
    ]
    for attempt in attempts:
        with pytest.raises(StorageFull):
            attempt()
    assert journal.view.history(note.id) == before
    assert [draft.values for draft in journal.view.drafts()] == [{"text": "kept"}]
    disk.empty()
    journal.correct(note.changed(text="now there is room"), "why")
    journal.check()


def test_a_journal_closed_on_a_full_disk_is_whole_when_it_is_opened(disk: SmallDisk, bo: Leader) -> None:
    journal = disk.journal
    journal.put(note := entry(bo))
    disk.fill()
    with pytest.raises(StorageFull):
        journal.put(long_entry(bo))
    path, head = journal.path, journal.head
    journal.close()
    disk.empty()
    with open_journal(path, PASSPHRASE) as opened:
        assert opened.head == head
        assert opened.notices == ()
        assert opened.view.get(note.id).record == note


def test_a_journal_on_a_full_disk_is_read_even_if_an_older_version_made_it(
    disk: SmallDisk, bo: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = disk.journal
    journal.put(note := entry(bo))
    journal.close()
    disk.fill()
    later = [*schema.migrations(), "CREATE TABLE later (x INTEGER) STRICT;"]
    for steps in (schema.migrations(), later):
        monkeypatch.setattr(schema, "migrations", lambda steps=steps: steps)
        with open_reading(journal.path, PASSPHRASE) as opened:
            assert [one.entry for one in opened.view.timeline(bo.id).entries] == [note]
            opened.check()
