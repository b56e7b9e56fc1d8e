"""What the store costs: filling a journal, opening it, sealing one entry, verifying everything."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2

from coachdesk.bench.journals import AT_ONCE, Bare, Made, filled_journal, search_table, stored
from coachdesk.bench.material import Writer
from coachdesk.bench.measuring import Required, Row, in_turn, row, timed
from coachdesk.journal.files import DATABASE
from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import LEAF_SALT_BYTES, leaves

_FILL = f"fill, {AT_ONCE} entries at once"
_OPENED, _SEALED = 20, 200
_ANOTHER_SEED = 2
_OPEN = Required(seconds=0.05)
_SEAL = Required(ratio=3.0)
_LEAF_BYTES = LEAF_SALT_BYTES + len(b"\x00coachdesk:field\x00\x00")
_NODE_BYTES = 65


class Store:
    """A journal of one size and the two bare databases it is measured against."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        started = time.perf_counter()
        self.made = filled_journal(folder / "Bench.coachdesk", size)
        self._took = time.perf_counter() - started
        connection = self.made.connect()
        search = search_table(connection)
        connection.close()
        self._searched, self._plain = Bare(folder / "searched.db", search), Bare(folder / "plain.db")
        started = time.perf_counter()
        self._searched.fill(size)
        self._bare_took = time.perf_counter() - started
        self._plain.fill(size)

    def close(self) -> None:
        """Closes the bare databases."""
        self._searched.close()
        self._plain.close()

    def filling(self) -> Row:
        """Filling the journal, many entries in one transaction."""
        return row(_FILL, self.size, [self._took], ("bare insert and search", [self._bare_took]))

    def opening(self) -> Row:
        """Opening with the recovery code, whose key derivation costs next to nothing."""
        with self.made.open() as journal:
            raw_key = bytearray(journal.raw_key().encode())
        own: list[float] = []
        bare: list[float] = []
        for number in range(_OPENED + 1):
            started = time.perf_counter()
            journal = self.made.open()
            opened = time.perf_counter()
            journal.close()
            closed = time.perf_counter()
            connection = _bare_connection(self.made, raw_key)
            connected = time.perf_counter()
            connection.close()
            if number:
                own.append(opened - started)
                bare.append(connected - closed)
        return row("open", self.size, own, ("connect, key, read schema", bare), _OPEN)

    def sealing(self) -> Iterator[Row]:
        """Sealing one entry more, and one more, each durable before the next."""
        writer = Writer(_ANOTHER_SEED)
        entries = list(writer.entries(_SEALED + 1, _SEALED + 1, self.made.people))
        rows = [stored(entry) for entry in entries]
        with self.made.open() as journal:
            own, searched, plain = in_turn(
                _SEALED,
                lambda number: journal.put(entries[number]),
                lambda number: self._searched.save(rows[number]),
                lambda number: self._plain.save(rows[number]),
            )
        yield row("seal one entry", self.size, own, ("bare insert and search", searched), _SEAL)
        yield row("seal, beside insert alone", self.size, own, ("bare insert", plain))

    def verifying(self) -> Row:
        """Checking pages, schema, every hash, the index; once, for it takes long."""
        with self.made.open() as journal:
            count, total = _hashes(self.made)
            block = bytes(total // count)
            own, bare = timed([0], lambda _: journal.check(), lambda _: _hash(block, count))
        return row("verify", self.size, own, ("SHA-256 of as much", bare))


def _bare_connection(made: Made, raw_key: bytearray) -> dbapi2.Connection:
    connection = dbapi2.connect(str(made.path / DATABASE), isolation_level=None)
    connection.set_key(bytearray(raw_key))
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def _hashes(made: Made) -> tuple[int, int]:
    """How many leaves and nodes are hashed for the payloads and the tree, and how many bytes they have.

    The counts of the leaders, hashed anew with every event, are ours: they are not in the limit.
    """
    connection, count, total = made.connect(), 0, 0
    for (body,) in connection.execute("SELECT body FROM payload"):
        found = leaves(canonical.decode(body))
        words = sum(len(path) + len(str(value)) for path, value in found)
        count += 2 * len(found)
        total += len(found) * (_LEAF_BYTES + _NODE_BYTES) + words
        count, total = count + 2, total + 2 * _NODE_BYTES
    connection.close()
    return count, total


def _hash(block: bytes, count: int) -> None:
    for _ in range(count):
        hashlib.sha256(block).digest()
