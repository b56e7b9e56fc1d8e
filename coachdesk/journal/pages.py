"""Reading a database without its library: every page by itself, so that one that is damaged takes no other with it.

The file is SQLCipher 4's: AES-256-CBC, a page's IV and HMAC-SHA-512 at its end. What is under it is SQLite's format
(https://sqlite.org/fileformat2.html): the rows are found on the leaves of its tables, whatever became of the pages
that led there. What was committed to the log and not yet worked in is read too, also behind a frame that is torn.
"""

import contextlib
import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from coachdesk.journal import files, keys, log
from coachdesk.journal.header import Header

Value = None | int | float | str | bytes
Row = tuple[int, tuple[Value, ...]]
"""A row id, and the columns as they are stored."""

_IV, _MAC, _SALT = 16, 64, 16
_RESERVED = _IV + _MAC
_SALT_MASK = 0x3A
_TABLE_LEAF = 13
_INDEX_PAGES = {10: (8, 0), 2: (12, 4)}
"""By the kind of a page of an index: how long its head is, and what stands before each row."""
_FILE_HEAD = 100
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FLOAT, _ZERO, _ONE, _FIRST_SIZED = 7, 8, 9, 12
_LONGEST_VARINT = 9


class Pages:
    """The pages of a database and of its log, decrypted as they are asked for. Keeps keys until it is closed.

    Only where no connection to the database is open in this process. Raises a storage error.
    """

    def __init__(self, database: Path, key: bytearray, head: Header) -> None:
        self._path, self.size = database, head.cipher.page_size
        salt = bytes.fromhex(head.database_salt)
        self._key = keys.subkey(key, "sqlcipher")
        masked = bytes(byte ^ _SALT_MASK for byte in salt)
        self._mac_key = bytearray(hashlib.pbkdf2_hmac("sha512", self._key, masked, 2, keys.KEY_BYTES))
        with files.storage_errors(database):
            self._file = database.open("rb")
            self._log = self._opened_log(database)
            found = log.read(self._log, self.size) if self._log else log.Log({})
            in_file = self._file.seek(0, 2) // self.size
        self._frames, self._behind = found.counted, found.behind
        self.count = max(in_file, *self._frames, 0)

    @staticmethod
    def _opened_log(database: Path) -> BinaryIO | None:
        beside = database.with_name(f"{database.name}-wal")
        return beside.open("rb") if files.check_own_file(beside) else None

    def close(self) -> None:
        """Forgets the keys."""
        for key in (self._key, self._mac_key):
            keys.wipe(key)
        self._file.close()
        if self._log:
            self._log.close()

    @property
    def usable(self) -> int:
        """How many bytes of a page are SQLite's."""
        return self.size - _RESERVED

    def read(self, number: int) -> bytes | None:
        """A page (the first is 1) in clear; None if it is damaged or is not there.

        A number below 0 stands for what the log has behind a torn frame, the last of it being -1.
        """
        with files.storage_errors(self._path):
            if number < 0:
                return self._logged(*self._behind[number])
            if number in self._frames and (page := self._logged(number, self._frames[number])) is not None:
                return page
            self._file.seek((number - 1) * self.size)
            return self._decrypted(self._file.read(self.size), number)

    def _logged(self, number: int, place: int) -> bytes | None:
        if self._log is None:
            return None
        self._log.seek(place)
        return self._decrypted(self._log.read(self.size), number)

    def _decrypted(self, stored: bytes, number: int) -> bytes | None:
        if len(stored) < self.size or number < 1:
            return None
        begin = _SALT if number == 1 else 0
        body, rest = stored[begin : self.usable], stored[self.usable :]
        iv, mac = rest[:_IV], rest[_IV:]
        found = hmac.digest(self._mac_key, body + iv + struct.pack("<I", number), "sha512")
        if not hmac.compare_digest(found, mac):
            return None
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(iv)).decryptor()
        return bytes(begin) + decryptor.update(body) + decryptor.finalize()

    def damaged(self) -> list[int]:
        """The numbers of the pages that cannot be read."""
        return [number for number in range(1, self.count + 1) if self.read(number) is None]

    def places(self) -> Iterator[tuple[int, int]]:
        """Where rows stand: the number of a leaf, and where on it a row begins. What counts comes last."""
        for number in (*range(-len(self._behind), 0), *range(1, self.count + 1)):
            is_first = (self._behind[number][0] if number < 0 else number) == 1
            page, head = self.read(number), _FILE_HEAD if is_first else 0
            if page is None or page[head] != _TABLE_LEAF:
                continue
            count = int.from_bytes(page[head + 3 : head + 5], "big")
            pointers = page[head + 8 : head + 8 + 2 * count]
            for at in range(0, len(pointers) - 1, 2):
                yield number, int.from_bytes(pointers[at : at + 2], "big")

    def index_rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows of indexes, and of tables that are kept as one; those that go on over other pages are left out."""
        for number in range(1, self.count + 1):
            page = self.read(number)
            if page is None or number == 1 or page[0] not in _INDEX_PAGES:
                continue
            head, before = _INDEX_PAGES[page[0]]
            for place in range(int.from_bytes(page[3:5], "big")):
                at = int.from_bytes(page[head + 2 * place : head + 2 * place + 2], "big")
                with contextlib.suppress(IndexError, ValueError, struct.error):
                    length, at = _varint(page, at + before)
                    if length <= (self.usable - 12) * 64 // 255 - 23:
                        yield tuple(_values(page[at : at + length]))

    def row(self, number: int, at: int) -> Row | None:
        """The row at a place; None if a page that it goes on to is damaged, or it is none."""
        page = self.read(number)
        if page is None:
            return None
        try:
            length, at = _varint(page, at)
            row_id, at = _varint(page, at)
            content = self._content(page, at, length)
            return None if content is None else (row_id, tuple(_values(content)))
        except (IndexError, ValueError, struct.error):
            return None

    def _read_behind(self, number: int) -> bytes | None:
        """A page that stands only behind a torn frame."""
        places = [at for at, (one, _place) in enumerate(self._behind) if one == number]
        return self.read(places[-1] - len(self._behind)) if places else None

    def _content(self, page: bytes, at: int, length: int) -> bytes | None:
        """All of a row, which may go on over a chain of other pages."""
        here = _length_here(length, self.usable)
        content = bytearray(page[at : at + here])
        following = int.from_bytes(page[at + here : at + here + 4], "big") if here < length else 0
        while following and len(content) < length:
            more = self.read(following) or self._read_behind(following)
            if more is None:
                return None
            content += more[4 : self.usable]
            following = int.from_bytes(more[:4], "big")
        return bytes(content[:length]) if len(content) >= length else None


def _length_here(length: int, usable: int) -> int:
    """How much of a row stands on the leaf itself."""
    most = usable - 35
    if length <= most:
        return length
    least = (usable - 12) * 32 // 255 - 23
    here = least + (length - least) % (usable - 4)
    return here if here <= most else least


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(_LONGEST_VARINT):
        byte = data[at + place]
        if place == _LONGEST_VARINT - 1:
            return value << 8 | byte, at + _LONGEST_VARINT
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004  # the bit that says that more follow
            return value, at + place + 1
    raise ValueError


def _values(content: bytes) -> Iterator[Value]:
    begin, at = _varint(content, 0)
    kinds = []
    while at < begin:
        kind, at = _varint(content, at)
        kinds.append(kind)
    for kind in kinds:
        length = _length_of(kind)
        data, at = content[at : at + length], at + length
        if len(data) < length:
            raise ValueError
        yield _value(kind, data)


def _length_of(kind: int) -> int:
    if kind in _INTEGERS:
        return _INTEGERS[kind]
    if kind == _FLOAT:
        return 8
    return (kind - _FIRST_SIZED) // 2 if kind >= _FIRST_SIZED else 0


def _value(kind: int, data: bytes) -> Value:
    if kind in _INTEGERS:
        return int.from_bytes(data, "big", signed=True)
    if kind == _FLOAT:
        return float(struct.unpack(">d", data)[0])
    if kind >= _FIRST_SIZED:
        return data.decode() if kind % 2 else data
    return {_ZERO: 0, _ONE: 1}.get(kind)
