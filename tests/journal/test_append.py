"""Appending: all of an event or nothing of it, on disk and in memory."""

from typing import Any

import pytest

from coachdesk.journal import append
from coachdesk.journal.append import load_state, stored_nodes
from coachdesk.journal.connection import Connection, dbapi2
from coachdesk.journal.errors import StorageFailed
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.ledger import tree
from coachdesk.records.people import Leader
from tests.making import PASSPHRASE, Clock, entry, leader


class Failing:
    """The real connection, but its ``at``-th statement fails."""

    def __init__(self, real: Connection, at: int, error: BaseException) -> None:
        self._real, self._left, self._error = real, at, error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def execute(self, *args: Any) -> Any:
        self._step()
        return self._real.execute(*args)

    def executemany(self, *args: Any) -> Any:
        self._step()
        return self._real.executemany(*args)

    def _step(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise self._error


def content(journal: Journal) -> list[Any]:
    """Every row of every table of ours."""
    names = [
        name for (name,) in journal._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    assert "event" in names
    return [
        (name, journal._connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall())
        for name in sorted(names)
    ]


def disk_error() -> dbapi2.OperationalError:
    error = dbapi2.OperationalError("disk I/O error")
    error.sqlite_errorcode = 10
    return error


def test_a_statement_that_fails_anywhere_leaves_file_and_memory_as_they_were(
    journal: Journal, ada: Leader, clock: Clock
) -> None:
    """With a changed clock in it, so that two events are under way."""
    bo, real = leader("Bo"), journal._connection
    journal.put(bo, note := entry(ada, themes=["pace"]))
    journal.keep_draft("d", {"text": "x"})
    before, head, counts = content(journal), journal.head, journal.counts
    clock.set_by(-7200)
    steps = 0
    while True:
        steps += 1
        journal.store.connection = Failing(real, steps, disk_error())  # type: ignore[assignment]
        try:
            journal.put(entry(ada, bo, themes=["pace", "calm"]), draft_id="d")
            break
        except StorageFailed:
            assert (content(journal), journal.head, journal.counts) == (before, head, counts)
        finally:
            journal.store.connection = real
    assert steps > 15
    assert journal.head.size == head.size + 2
    journal.add(note.id, "still writing", "why")
    assert journal.check().events == head.size + 3


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt),
        (MemoryError(), StorageFailed),
        (ZeroDivisionError(), ZeroDivisionError),
    ],
)
def test_whatever_interrupts_it_half_an_event_is_never_kept(
    error: BaseException, raised: type[BaseException], journal: Journal, ada: Leader
) -> None:
    real, before = journal._connection, content(journal)
    journal.store.connection = Failing(real, 6, error)  # type: ignore[assignment]
    with pytest.raises(raised):
        journal.put(entry(ada))
    journal.store.connection = real
    assert content(journal) == before
    journal.put(entry(ada))
    journal.check()


@pytest.mark.parametrize(
    "table", ["payload", "tree_node", "leader_count", "record", "record_leader", "record_theme"]
)
def test_a_refusal_of_the_database_itself_leaves_everything_as_it_was(
    table: str, journal: Journal, ada: Leader
) -> None:
    journal.put(entry(ada))
    before, head = content(journal), journal.head
    refuse = (
        f"CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.{table} BEGIN SELECT RAISE(ABORT, 'refused'); END"
    )
    journal._connection.execute(refuse)
    with pytest.raises(dbapi2.IntegrityError, match="refused"):
        journal.put(entry(ada, themes=["pace"]), entry(ada))
    assert (content(journal), journal.head) == (before, head)
    journal._connection.execute("DROP TRIGGER refuse")
    assert journal.put(entry(ada)).seq == head.size + 1


def test_the_state_read_from_the_file_is_the_state_kept_in_memory(journal: Journal, ada: Leader) -> None:
    bo = leader("Bo")
    journal.put(bo)
    for number in range(20):
        journal.put(entry(*[(ada,), (bo,), (ada, bo)][number % 3]))
        loaded = load_state(journal._connection, journal.view.setting("counts_key") or b"")
        assert loaded == journal._state
    with pytest.raises(KeyError):
        stored_nodes(journal._connection)(3, 99)


def test_the_nodes_kept_are_those_of_the_tree_and_each_is_written_once(journal: Journal, ada: Leader) -> None:
    journal.put(*(entry(ada) for _ in range(36)))
    leaves = [line.leaf_hash for line in journal.view.lines()]
    rows = journal._connection.execute("SELECT level, position, hash FROM tree_node").fetchall()
    assert len(rows) == 37 - 3
    for level, position, kept in rows:
        width = 1 << level
        assert kept == tree.root_of_hashes(leaves[position * width : (position + 1) * width])


def test_every_event_has_a_salt_of_its_own(journal: Journal, ada: Leader) -> None:
    journal.put(*(entry(ada) for _ in range(10)))
    salts = {line.salt for line in journal.view.lines()}
    assert len(salts) == journal.head.size
    assert {len(salt or b"") for salt in salts} == {32}


def test_an_event_is_read_back_as_it_was_appended(journal: Journal, ada: Leader) -> None:
    event = journal.put(entry(ada))
    row = journal._connection.execute(
        f"SELECT {append.EVENT_COLUMNS} FROM event WHERE seq = ?", (event.seq,)
    ).fetchone()
    assert append.event_of(row) == event
    journal.close()
    with open_journal(journal.path, PASSPHRASE) as opened:
        assert opened.view.event(event.seq) == event
