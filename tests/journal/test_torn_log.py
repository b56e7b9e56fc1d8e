"""A log as a power cut or a failing disk leaves it: the rescue program and a rescue read what CoachDesk itself reads."""

import importlib.util
import json
import shutil
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from coachdesk.journal import connection, header, salvage
from coachdesk.journal.files import DATABASE
from coachdesk.journal.opening import open_journal
from coachdesk.journal.pages import Pages
from coachdesk.records.people import Leader
from tests.journal.spoiling import PAGE
from tests.making import PASSPHRASE, entry

PROGRAM = Path(__file__).parents[2] / "packaging" / "rescue" / "open_journal.py"
LOG = f"{DATABASE}-wal"
HEAD, FRAME = 32, 24 + PAGE
ROWS = "SELECT seq, salt, body FROM payload ORDER BY seq"
Rows = list[tuple[int, bytes, bytes]]


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """The single file, loaded from where it lies."""
    found = importlib.util.spec_from_file_location("open_journal", PROGRAM)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def logged(journal_folder: Path, ada: Leader, tmp_path: Path) -> Path:
    """A journal as it lies there while it is open: four notes, each some pages long, are only in the log."""
    folder = tmp_path / "logged" / "Team.coachdesk"
    with open_journal(journal_folder, PASSPHRASE) as journal:
        for number in range(4):
            journal.put(entry(ada, text=f"only in the log {number} " * 300))
        shutil.copytree(journal_folder, folder, ignore=shutil.ignore_patterns("*-shm"))
    return folder


class Torn:
    """One journal, of which the log is torn again and again."""

    def __init__(self, folder: Path, program: ModuleType) -> None:
        self.folder, self.program = folder, program
        self.head = header.read_header(folder)[0]
        self.key = header.unlock(self.head, PASSPHRASE, "passphrase", folder)
        self.log = (folder / LOG).read_bytes()
        self.frames = (len(self.log) - HEAD) // FRAME

    def commits(self) -> list[int]:
        """The frames that commit."""
        return [
            at for at in range(self.frames) if struct.unpack(">I", self.log[HEAD + at * FRAME + 4 :][:4])[0]
        ]

    def by_coachdesk(self) -> Rows:
        """Read by the library, of a copy: it works the log in."""
        copy = self.folder.with_name("copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder, copy)
        opened = connection.connect(copy / DATABASE, self.key)
        try:
            return list(opened.execute(ROWS).fetchall())
        finally:
            opened.close()

    def by_program(self) -> Rows:
        """Read from the plain file, which is whole."""
        header_values = json.loads((self.folder / header.NAME).read_bytes())
        data, damaged, older = self.program.decrypt(self.folder / DATABASE, bytes(self.key), header_values)
        assert (damaged, older) == ([], [])
        plain = sqlite3.connect(":memory:")
        try:
            plain.deserialize(data)
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return list(plain.execute(ROWS).fetchall())
        finally:
            plain.close()

    def by_rescue(self) -> set[int]:
        """The events that a scan proves."""
        pages = Pages(self.folder / DATABASE, self.key, self.head)
        try:
            return {one.event.seq for one in salvage.scan(pages).sound}
        finally:
            pages.close()


@pytest.fixture
def torn(logged: Path, program: ModuleType) -> Torn:
    return Torn(logged, program)


def cuts(torn: Torn) -> Iterator[bytes]:
    """Cut behind each frame and within it, in its head or its page in turn, and within the log's own head."""
    yield from (b"", torn.log[:HEAD], torn.log[: HEAD - 1])
    for at in range(torn.frames):
        begin = HEAD + at * FRAME
        yield from (torn.log[: begin + (10, FRAME // 2)[at % 2]], torn.log[: begin + FRAME])


def flipped(log: bytes, at: int) -> bytes:
    return log[:at] + bytes([log[at] ^ 1]) + log[at + 1 :]


def flips(torn: Torn) -> Iterator[bytes]:
    """One bit: of the log's head, and of each frame, in turn of its head, its checksum or its page."""
    yield torn.log
    yield from (flipped(torn.log, at) for at in (0, 5, 12, 17, 30))
    for at in range(torn.frames):
        begin = HEAD + at * FRAME
        yield flipped(torn.log, begin + (1, 9, 17, 24 + 100)[at % 4])


@pytest.mark.parametrize("way", [cuts, flips], ids=["cut", "flipped"])
def test_of_a_torn_log_the_program_and_a_rescue_read_what_coachdesk_reads(way: object, torn: Torn) -> None:
    read = set()
    for log in way(torn):  # type: ignore[operator]
        (torn.folder / LOG).write_bytes(log)
        rows = torn.by_coachdesk()
        assert torn.by_program() == rows
        assert {seq for seq, _salt, _body in rows} <= torn.by_rescue()
        read.add(len(rows))
    assert read == set(range(min(read), min(read) + 5)), "each of the four commits ends before some tear"


def test_a_log_in_the_other_byte_order_is_read_too(torn: Torn, program: ModuleType) -> None:
    """SQLite writes the one of the machine, and reads both."""
    other = {b"\x37\x7f\x06\x82": b"\x37\x7f\x06\x83", b"\x37\x7f\x06\x83": b"\x37\x7f\x06\x82"}
    order = program.LOG_ORDERS[other[torn.log[:4]]]
    head = other[torn.log[:4]] + torn.log[4:24]
    sums = program.added_up((0, 0), head, order)
    log = head + struct.pack(">II", *sums)
    for at in range(torn.frames):
        frame = torn.log[HEAD + at * FRAME :][:FRAME]
        sums = program.added_up(sums, frame[:8] + frame[24:], order)
        log += frame[:16] + struct.pack(">II", *sums) + frame[24:]
    whole = torn.by_coachdesk()
    (torn.folder / LOG).write_bytes(log)
    assert torn.by_coachdesk() == torn.by_program() == whole
    assert torn.by_rescue() == {seq for seq, _salt, _body in whole}


def test_what_is_whole_behind_a_torn_frame_is_saved_by_a_rescue(torn: Torn) -> None:
    every = torn.by_rescue()
    begin = HEAD + (torn.commits()[0] + 1) * FRAME
    (torn.folder / LOG).write_bytes(flipped(torn.log, begin + 17))  # of the checksum: no page is damaged
    assert len(torn.by_coachdesk()) == len(every) - 3
    assert torn.by_rescue() == every


def test_a_page_in_the_log_that_another_key_wrote_is_taken_from_the_database(
    torn: Torn, program: ModuleType
) -> None:
    """Its checksums fit and its HMAC does not."""
    log, sums = torn.log[:HEAD], struct.unpack(">II", torn.log[24:HEAD])
    for at in range(torn.frames):
        frame = bytearray(torn.log[HEAD + at * FRAME :][:FRAME])
        frame[24 + 100] ^= 1
        sums = program.added_up(sums, bytes(frame[:8] + frame[24:]), program.LOG_ORDERS[torn.log[:4]])
        log += bytes(frame[:16]) + struct.pack(">II", *sums) + bytes(frame[24:])
    (torn.folder / LOG).write_bytes(log)
    header_values = json.loads((torn.folder / header.NAME).read_bytes())
    data, damaged, older = program.decrypt(torn.folder / DATABASE, bytes(torn.key), header_values)
    stored = (torn.folder / DATABASE).stat().st_size // PAGE
    assert older
    assert all(number <= stored for number in older)
    assert all(number > stored for number in damaged)
    assert data.startswith(b"SQLite format 3\x00")
