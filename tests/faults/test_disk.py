import random

from tests.faults.disk import (
    SECTOR,
    Close,
    Disk,
    MakeFolder,
    Open,
    Operation,
    Remove,
    Rename,
    Sync,
    Tree,
    Truncate,
    Write,
)

TOP, FILE = 3, 4
OPEN_TOP, OPEN_FILE = Open(TOP, "", False, False), Open(FILE, "file", True, False)


def after_cuts(*operations: Operation, cuts: int = 300) -> list[Tree]:
    disk, rng = Disk(), random.Random(1)
    for operation in operations:
        disk.run(operation)
    return [disk.after_cut(rng) for _ in range(cuts)]


def test_what_was_synced_is_there_after_every_cut() -> None:
    trees = after_cuts(OPEN_TOP, OPEN_FILE, Write(FILE, b"sealed", None), Sync(FILE), Sync(TOP))
    assert all(tree == {"file": b"sealed"} for tree in trees)


def test_what_was_written_and_not_synced_may_be_there_or_missing() -> None:
    trees = after_cuts(OPEN_TOP, OPEN_FILE, Sync(TOP), Write(FILE, b"words", None))
    assert {tree["file"] for tree in trees} == {b"", b"words", bytes(5)}


def test_a_write_is_torn_at_the_sectors_of_the_disk() -> None:
    start = SECTOR - 100
    before = OPEN_TOP, OPEN_FILE, Write(FILE, b"a" * 3 * SECTOR, 0), Sync(FILE), Sync(TOP)
    trees = after_cuts(*before, Write(FILE, b"b" * 2 * SECTOR, start))
    pieces = [(start, SECTOR), (SECTOR, 2 * SECTOR), (2 * SECTOR, start + 2 * SECTOR)]
    found = set()
    for tree in trees:
        content = tree["file"]
        assert content is not None
        whole = [len(set(content[begin:end])) == 1 for begin, end in pieces]
        assert all(whole), "a sector is torn"
        found.add(tuple(content[begin] for begin, _ in pieces))
    assert len(found) == 2 ** len(pieces)


def test_of_two_writes_the_later_may_be_there_without_the_earlier() -> None:
    writes = Write(FILE, b"1", 0), Write(FILE, b"2", 1)
    trees = after_cuts(OPEN_TOP, OPEN_FILE, Sync(TOP), *writes)
    assert b"\x002" in [tree["file"] for tree in trees]


def test_a_name_may_be_missing_until_its_folder_is_synced() -> None:
    trees = after_cuts(OPEN_FILE, Write(FILE, b"words", None), Sync(FILE))
    assert {tuple(tree) for tree in trees} == {(), ("file",)}


def test_a_folder_that_is_not_there_takes_with_it_what_was_synced_inside() -> None:
    inside = Open(TOP, "folder", False, False), Open(FILE, "folder/file", True, False)
    trees = after_cuts(MakeFolder("folder"), *inside, Sync(FILE), Sync(TOP))
    assert {tuple(tree) for tree in trees} == {(), ("folder", "folder/file")}


def test_a_rename_without_sync_of_the_file_may_leave_the_name_with_nothing_in_it() -> None:
    trees = after_cuts(
        *(OPEN_TOP, OPEN_FILE, Write(FILE, b"old", None), Sync(FILE), Sync(TOP), Close(FILE)),
        *(Open(FILE, "new", True, False), Write(FILE, b"new", None), Rename("new", "file")),
    )
    found = {(tree["file"], tree.get("new")) for tree in trees}
    assert {(b"old", None), (b"old", b""), (b"old", b"new"), (b"new", None), (b"", None)} <= found
    assert {name for tree in trees for name in tree} == {"file", "new"}


def test_a_file_made_anew_under_a_removed_name_begins_empty() -> None:
    trees = after_cuts(
        *(OPEN_TOP, OPEN_FILE, Write(FILE, b"old", None), Sync(FILE), Sync(TOP), Close(FILE)),
        *(Remove("file"), OPEN_FILE, Sync(TOP), Write(FILE, b"n", 1)),
    )
    assert {tree["file"] for tree in trees} == {b"", b"\0n", b"\0\0"}


def test_a_truncation_without_sync_may_be_undone() -> None:
    begun = OPEN_TOP, OPEN_FILE, Write(FILE, b"words", None), Sync(FILE), Sync(TOP)
    assert {tree["file"] for tree in after_cuts(*begun, Truncate(FILE, 2))} == {b"words", b"wo"}
