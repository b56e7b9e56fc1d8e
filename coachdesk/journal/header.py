"""``keys.json``: which credentials open a journal, and how its database is encrypted.

Two checks guard it. ``sha256`` is without a key: it tells damage from a wrong passphrase before
anything is derived. ``hmac`` is under a key derived from the journal key: it tells tampering, once the
journal is open. ``keys.json.bak`` is a second copy, which is read when the first is damaged.
"""

import contextlib
import hashlib
import hmac
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from coachdesk.journal import files, keys
from coachdesk.journal.errors import (
    DamagedHeader,
    JournalError,
    NewerFormat,
    NotAJournal,
    WrongPassphrase,
    WrongRecoveryCode,
)
from coachdesk.journal.keys import Argon2, Cost, Hkdf, Slot
from coachdesk.ledger import canonical

FORMAT = "coachdesk-journal"
VERSION = 1
NAME, BACKUP_NAME, NEXT_NAME = "keys.json", "keys.json.bak", "keys.json.next"
_MOST_BYTES = 64 * 1024


class Cipher(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The database's encryption: SQLCipher's parameters, kept so that no later default can lock anybody out."""

    name: Literal["sqlcipher"] = "sqlcipher"
    compatibility: int = 4
    page_size: int = 4096


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``keys.json`` says. ``sequence`` grows with every change; ``database_salt`` is a copy (hex)."""

    format: str = FORMAT
    version: int = VERSION
    journal_id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{24}$")]
    sequence: int
    cipher: Cipher = Cipher()
    database_salt: str
    slots: tuple[Slot, ...]
    sha256: str = ""
    hmac: str = ""

    def sealed(self, key: bytearray) -> "Header":
        """This header with both its checks made anew."""
        with_mac = msgspec.structs.replace(self, hmac=_mac(self, key))
        return msgspec.structs.replace(with_mac, sha256=_digest(with_mac))

    def with_slot(self, slot: Slot) -> "Header":
        """This header with ``slot`` in place of the one of the same type, and the next sequence number."""
        others = tuple(other for other in self.slots if other.type != slot.type)
        return msgspec.structs.replace(self, slots=(*others, slot), sequence=self.sequence + 1)

    def is_undamaged(self) -> bool:
        """Whether the keyless check fits."""
        return hmac.compare_digest(self.sha256.encode(), _digest(self).encode())

    def is_untampered(self, key: bytearray) -> bool:
        """Whether the check under the journal key fits."""
        return hmac.compare_digest(self.hmac.encode(), _mac(self, key).encode())


def _mac(header: Header, key: bytearray) -> str:
    body = canonical.encode(msgspec.structs.replace(header, sha256="", hmac=""))
    return hmac.digest(keys.subkey(key, "header"), body, "sha256").hex()


def _digest(header: Header) -> str:
    return hashlib.sha256(canonical.encode(msgspec.structs.replace(header, sha256=""))).hexdigest()


def passphrase_slot(key: bytearray, journal_id: str, passphrase: str, cost: Cost) -> Slot:
    """The slot that ``passphrase`` opens."""
    credential = keys.passphrase_bytes(passphrase)
    try:
        return keys.wrap(key, journal_id, credential, "passphrase", Argon2(keys.new_salt(), cost))
    finally:
        keys.wipe(credential)


def recovery_slot(key: bytearray, journal_id: str, code: str) -> Slot:
    """The slot that the recovery ``code`` opens."""
    credential = keys.recovery_bytes(code)
    try:
        return keys.wrap(key, journal_id, credential, "recovery", Hkdf(keys.new_salt()))
    finally:
        keys.wipe(credential)


def unlock(header: Header, secret: str, by: Literal["passphrase", "recovery"], path: Path) -> bytearray:
    """The journal key. Raises WrongPassphrase, WrongRecoveryCode, MistypedRecoveryCode or DamagedHeader."""
    key = unlock_slot(header, secret, by)
    if not header.is_untampered(key):
        keys.wipe(key)
        raise DamagedHeader(path / NAME, "altered")
    return key


def unlock_slot(header: Header, secret: str, by: Literal["passphrase", "recovery"] = "recovery") -> bytearray:
    """The key in one slot, of a header that nothing vouches for yet. Raises as :func:`unlock` does."""
    credential = keys.passphrase_bytes(secret) if by == "passphrase" else keys.recovery_bytes(secret)
    try:
        for slot in header.slots:
            if slot.type == by:
                return keys.unwrap(slot, header.journal_id, credential)
        raise keys.SlotRefused
    except keys.SlotRefused:
        raise (WrongPassphrase if by == "passphrase" else WrongRecoveryCode) from None
    finally:
        keys.wipe(credential)


def read_header(path: Path) -> tuple[Header, bool]:
    """The header of the journal at ``path``, and whether it had to come from the second copy.

    Raises NotAJournal, DamagedHeader, NewerFormat, UnsafePath.
    """
    try:
        return _read(path / NAME), False
    except DamagedHeader as damage:
        try:
            return _read(path / BACKUP_NAME), True
        except DamagedHeader:
            if damage.problem == "missing" and not files.check_own_file(path / "journal.db"):
                raise NotAJournal(path) from None
            raise damage from None


def is_of(path: Path, key: bytearray) -> bool:
    """Whether the header at ``path`` is one of this journal key; also one that cannot be read, which is written anew."""
    try:
        return read_header(path)[0].is_untampered(key)
    except JournalError:
        return True


def write_header(path: Path, header: Header, key: bytearray, prove: tuple[str, str]) -> Header:
    """Puts a changed header in place: written beside, proved with the new credential, then swapped.

    ``prove`` is (slot type, secret). The old header stays as the second copy until the new one is
    durable, then the copy is renewed too, so that no withdrawn credential is left lying about.
    """
    sealed = header.sealed(key)
    with files.storage_errors(path):
        files.replace_private(path / f"{NAME}.new", _encode(sealed))
    written = _read(path / f"{NAME}.new")
    by, secret = prove
    keys.wipe(unlock(written, secret, "recovery" if by == "recovery" else "passphrase", path))
    with files.storage_errors(path):
        (path / f"{NAME}.new").replace(path / NAME)
        files.sync_folder(path)
    settle_header(path, sealed)
    return sealed


def write_next(path: Path, header: Header, key: bytearray) -> None:
    """Lays the header of another key ready, beside the one in force; durable on return."""
    files.replace_private(path / NEXT_NAME, _encode(header.sealed(key)))


def read_next(path: Path) -> Header | None:
    """The header that lies ready; None if there is none, or none that can be read."""
    try:
        return _read(path / NEXT_NAME)
    except JournalError:
        return None


def adopt_next(path: Path) -> Header:
    """Puts the header that lies ready in force, in both its copies."""
    header = _read(path / NEXT_NAME)
    (path / NEXT_NAME).replace(path / NAME)
    files.sync_folder(path)
    settle_header(path, header)
    return header


def drop_next(path: Path) -> None:
    """Removes the header that lies ready: the database still has the key of the one in force."""
    (path / NEXT_NAME).unlink(missing_ok=True)
    files.sync_folder(path)


def settle_header(path: Path, header: Header) -> None:
    """Ends a change of the header, if it was cut short too: no file keeps a credential that was withdrawn.

    A copy that is damaged, missing or older is written anew from ``header``. The header in force is durable already, so a full or read-only disk is no error; the next opening
    tries again.
    """
    with contextlib.suppress(OSError):
        for left_over in (*path.glob(f".{NAME}*"), path / f"{NAME}.new"):
            left_over.unlink(missing_ok=True)
        for name in (NAME, BACKUP_NAME):
            if _sequence_of(path / name) < header.sequence:
                files.replace_private(path / name, _encode(header))


def _sequence_of(path: Path) -> int:
    try:
        return _read(path).sequence
    except JournalError:
        return 0


def replace_header(path: Path, header: Header) -> None:
    """Puts a sealed header in place of one that is missing or damaged, in both its copies. Raises a storage error."""
    with files.storage_errors(path):
        for name in (BACKUP_NAME, NAME):
            files.replace_private(path / name, _encode(header))


def create_header(path: Path, header: Header, key: bytearray) -> Header:
    """The first header of a new journal, in both its copies."""
    sealed = header.sealed(key)
    for name in (NAME, BACKUP_NAME):
        files.write_private(path / name, _encode(sealed))
    return sealed


def _encode(header: Header) -> bytes:
    return msgspec.json.format(msgspec.json.encode(header), indent=1) + b"\n"


def _read(path: Path) -> Header:
    if not files.check_own_file(path):
        raise DamagedHeader(path, "missing")
    with files.storage_errors(path), path.open("rb") as file:
        data = file.read(_MOST_BYTES)
    _check_version(path, data)
    try:
        header = msgspec.json.decode(data, type=Header)
        undamaged = header.is_undamaged()
    except ValueError:  # of JSON, of UTF-8, or of a number too large for canonical JSON
        raise DamagedHeader(path, "unreadable") from None
    if not undamaged:
        raise DamagedHeader(path, "altered")
    for slot in header.slots:
        if isinstance(slot.kdf, Argon2) and not _is_reasonable(slot.kdf.cost):
            raise DamagedHeader(path, "unreasonable_cost")
    return header


def _check_version(path: Path, data: bytes) -> None:
    try:
        found = msgspec.json.decode(data)
        name, version = found["format"], found["version"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DamagedHeader(path, "unreadable") from None
    if name != FORMAT:
        raise DamagedHeader(path, "unreadable")
    if isinstance(version, int) and version > VERSION:
        raise NewerFormat(path.parent, version, VERSION)


def _is_reasonable(cost: Cost) -> bool:
    return (
        keys.FLOOR.memory_kib <= cost.memory_kib <= keys.CAP.memory_kib
        and keys.FLOOR.iterations <= cost.iterations <= keys.CAP.iterations
        and keys.FLOOR.lanes <= cost.lanes <= keys.CAP.lanes
    )
