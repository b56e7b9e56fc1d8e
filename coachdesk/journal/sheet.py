"""The recovery sheet: a copy of the recovery slot in letters that can be typed, enough without ``keys.json``.

Whoever has the sheet, its recovery code and ``journal.db`` has the journal. The letters alone open nothing: the key in
them is wrapped under the code. They hold, in this order: a version (1 byte), the journal's id (12), SQLCipher's
compatibility (1), the page size in units of 512 bytes (1), the database's salt (16), and of the slot its salt (16),
nonce (12) and wrapped key (48); then three bytes of SHA-256 over all that. They are written in eight lines of 22
letters of Crockford's base32, each with two letters that check it and its number.
"""

import hashlib
from typing import Literal

import msgspec

from coachdesk.journal import keys
from coachdesk.journal.errors import MistypedSheet, NoRecoverySlot
from coachdesk.journal.header import Cipher, Header
from coachdesk.journal.keys import CROCKFORD, Hkdf, Slot
from coachdesk.ledger import canonical

VERSION = 1
LINES = 8
_LETTERS, _CHECK, _GROUP = 22, 2, 4
_PARTS = (1, 12, 1, 1, 16, 16, 12, 48, 3)
_WHOLE = _LETTERS + _CHECK
_SECTOR = 512

Typed = Literal["empty", "begun", "right", "wrong"]
"""What a line is that a person types."""


def sheet_of(header: Header) -> tuple[str, ...]:
    """The lines that stand on paper beside the recovery code. Raises NoRecoverySlot."""
    slot = recovery_slot_of(header)
    parts = (
        bytes([VERSION]),
        bytes.fromhex(header.journal_id),
        bytes([header.cipher.compatibility, header.cipher.page_size // _SECTOR]),
        bytes.fromhex(header.database_salt + slot.kdf.salt + slot.nonce + slot.wrapped),
    )
    data = b"".join(parts)
    letters = keys.base32(data + _digest(data))
    return tuple(_line(at, letters[at * _LETTERS : (at + 1) * _LETTERS]) for at in range(LINES))


def header_from(text: str) -> Header:
    """The header that a sheet as a person types it stands for; it has one slot and no checks.

    Raises MistypedSheet, which names the first line with a slip in it.
    """
    letters = keys.plain_letters(text)
    if len(letters) != LINES * _WHOLE:
        raise MistypedSheet("length", 0)
    lines = [letters[at : at + _WHOLE] for at in range(0, len(letters), _WHOLE)]
    for at, line in enumerate(lines):
        if not _is_right(at, line):
            raise MistypedSheet("line", at + 1)
    data = keys.from_base32("".join(line[:_LETTERS] for line in lines))
    version, journal_id, compatibility, sectors, database_salt, salt, nonce, wrapped, digest = _parts(data)
    if digest != _digest(data[: -len(digest)]) or version[0] != VERSION:
        raise MistypedSheet("whole", 0)
    slot = Slot("recovery", Hkdf(salt.hex()), nonce.hex(), wrapped.hex())
    return Header(
        journal_id=journal_id.hex(),
        sequence=0,
        cipher=Cipher(compatibility=compatibility[0], page_size=sectors[0] * _SECTOR),
        database_salt=database_salt.hex(),
        slots=(slot,),
    )


def state_of(number: int, typed: str) -> Typed:
    """How far what a person typed of line ``number`` (the first is 1) goes, and whether it is what the paper has."""
    letters = keys.plain_letters(typed)
    if not letters:
        return "empty"
    if len(letters) < _WHOLE and set(letters) <= set(CROCKFORD):
        return "begun"
    return "right" if len(letters) == _WHOLE and _is_right(number - 1, letters) else "wrong"


def recovery_slot_of(header: Header) -> Slot:
    """The slot that the recovery code opens. Raises NoRecoverySlot."""
    for slot in header.slots:
        if slot.type == "recovery":
            return slot
    raise NoRecoverySlot


def mark_of(slot: Slot) -> bytes:
    """What the database remembers of the slot in force, so that a sheet from before it is refused."""
    return hashlib.sha256(canonical.encode(msgspec.to_builtins(slot))).hexdigest().encode()


def _parts(data: bytes) -> list[bytes]:
    found, at = [], 0
    for size in _PARTS:
        found.append(data[at : at + size])
        at += size
    return found


def _line(at: int, letters: str) -> str:
    checked = letters + _check_of(at, letters)
    return "-".join(checked[place : place + _GROUP] for place in range(0, len(checked), _GROUP))


def _is_right(at: int, letters: str) -> bool:
    return set(letters) <= set(CROCKFORD) and letters[_LETTERS:] == _check_of(at, letters[:_LETTERS])


def _check_of(at: int, letters: str) -> str:
    return keys.base32(hashlib.sha256(f"{at + 1}{letters}".encode()).digest()[:5])[:_CHECK]


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[: _PARTS[-1]]
