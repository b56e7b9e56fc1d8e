"""Keys: the journal key, the slots that wrap it, and what is derived from it.

The journal key is 32 random bytes. Each *slot* holds it wrapped with AES-256-GCM under a key that one
credential gives: the passphrase through Argon2id (RFC 9106), the recovery code through HKDF (RFC 5869).
Key bytes live in bytearrays, which are wiped; nothing here turns them into str.
"""

import hashlib
import secrets
import time
import unicodedata
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coachdesk.journal.errors import MistypedRecoveryCode
from coachdesk.ledger import canonical

KEY_BYTES = 32
_NONCE_BYTES = 12
_SALT_BYTES = 16
_RECOVERY_BYTES = 20
_RECOVERY_LETTERS = 36
_MEBIBYTE = 1024

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O, U, so that nothing can be misread from paper."""


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one try at the passphrase costs: Argon2id memory in KiB, passes, lanes."""

    memory_kib: int = 256 * _MEBIBYTE
    iterations: int = 3
    lanes: int = 4


FLOOR = Cost(64 * _MEBIBYTE, 1, 1)
CAP = Cost(2048 * _MEBIBYTE, 10, 16)
"""A header below the floor is a downgrade, above the cap an attempt to exhaust memory: both refused."""


SaltHex = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
NonceHex = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{24}$")]
WrappedHex = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{96}$")]
"""A wrapped key is as long as the key and GCM's tag."""


class Argon2(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="name", tag="argon2id"):
    """How a passphrase becomes a key."""

    salt: SaltHex
    cost: Cost


class Hkdf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="name", tag="hkdf-sha256"):
    """How a recovery code, random already, becomes a key."""

    salt: SaltHex


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The journal key, wrapped for one credential (bytes in hex)."""

    type: Literal["passphrase", "recovery"]
    kdf: Argon2 | Hkdf
    nonce: NonceHex
    wrapped: WrappedHex


class SlotRefused(Exception):
    """The credential does not open the slot."""


def wrap(key: bytearray, journal_id: str, credential: bytearray, kind: str, kdf: Argon2 | Hkdf) -> Slot:
    """A slot that gives ``key`` back to whoever has ``credential``."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    with_key = _slot_key(credential, kdf)
    try:
        wrapped = AESGCM(with_key).encrypt(nonce, bytes(key), _bound(journal_id, kind, kdf))
    finally:
        wipe(with_key)
    return msgspec.convert(
        {"type": kind, "kdf": msgspec.to_builtins(kdf), "nonce": nonce.hex(), "wrapped": wrapped.hex()}, Slot
    )


def unwrap(slot: Slot, journal_id: str, credential: bytearray) -> bytearray:
    """The journal key from ``slot``. Raises :class:`SlotRefused`."""
    with_key, key = _slot_key(credential, slot.kdf), bytearray(KEY_BYTES)
    try:
        bound = _bound(journal_id, slot.type, slot.kdf)
        AESGCM(with_key).decrypt_into(bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), bound, key)
    except InvalidTag:
        raise SlotRefused from None
    finally:
        wipe(with_key)
    return key


def _slot_key(credential: bytearray, kdf: Argon2 | Hkdf) -> bytearray:
    out = bytearray(KEY_BYTES)
    salt = bytes.fromhex(kdf.salt)
    if isinstance(kdf, Argon2):
        cost = kdf.cost
        Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=cost.iterations,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        ).derive_into(credential, out)  # type: ignore[arg-type]  # any buffer does; the stubs lag
    else:
        HKDF(SHA256(), KEY_BYTES, salt, b"coachdesk recovery slot").derive_into(credential, out)
    return out


def _bound(journal_id: str, kind: str, kdf: Argon2 | Hkdf) -> bytes:
    """A slot moved to another journal, or given cheaper parameters, does not open."""
    return canonical.encode([journal_id, kind, msgspec.to_builtins(kdf)])


def subkey(key: bytearray, purpose: Literal["sqlcipher", "header"]) -> bytearray:
    """The key for one purpose, by HKDF-SHA-256 from the journal key."""
    out = bytearray(KEY_BYTES)
    HKDF(SHA256(), KEY_BYTES, None, f"coachdesk {purpose}".encode()).derive_into(key, out)
    return out


def new_key() -> bytearray:
    """A fresh journal key."""
    return bytearray(secrets.token_bytes(KEY_BYTES))


def new_salt() -> str:
    """A fresh salt for a slot, in hex."""
    return secrets.token_hex(_SALT_BYTES)


def wipe(secret: bytearray) -> None:
    """Overwrites a secret in place."""
    secret[:] = bytes(len(secret))


def passphrase_bytes(passphrase: str) -> bytearray:
    """What is derived from: NFC, any space as U+0020, UTF-8 (RFC 8265, OpaqueString).

    The same passphrase typed on another keyboard gives the same bytes.
    """
    spaced = "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in passphrase)
    return bytearray(unicodedata.normalize("NFC", spaced).encode("utf-8", "surrogatepass"))


def new_recovery_code() -> str:
    """160 random bits in eight groups of four and a check group, to be written on paper."""
    letters = base32(secrets.token_bytes(_RECOVERY_BYTES))
    letters += _check_group(letters)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def recovery_bytes(code: str) -> bytearray:
    """The 20 bytes of a recovery code as a person types it. Raises :class:`MistypedRecoveryCode`."""
    letters = plain_letters(code)
    if len(letters) != _RECOVERY_LETTERS:
        raise MistypedRecoveryCode("length")
    if not set(letters) <= set(CROCKFORD):
        raise MistypedRecoveryCode("letter")
    body, check = letters[:32], letters[32:]
    if _check_group(body) != check:
        raise MistypedRecoveryCode("check")
    return bytearray(from_base32(body))


def plain_letters(typed: str) -> str:
    """What a person typed from paper: capitals, no spaces or hyphens, no letter that looks like a digit."""
    return "".join(typed.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))


def from_base32(letters: str) -> bytes:
    """The bytes that :func:`base32` wrote."""
    number = 0
    for letter in letters:
        number = number << 5 | CROCKFORD.index(letter)
    return number.to_bytes(len(letters) * 5 // 8, "big")


def base32(data: bytes) -> str:
    """Bytes, five at a time, in Crockford's letters."""
    number, count = int.from_bytes(data, "big"), len(data) * 8 // 5
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in range(count - 1, -1, -1))


def _check_group(letters: str) -> str:
    return base32(hashlib.sha256(letters.encode()).digest()[:5])[:4]


def calibrated_cost(seconds: float = 1.0) -> Cost:
    """A cost of about ``seconds`` on this machine: 256 MiB and three passes, less memory if it is slow."""
    started = time.perf_counter()
    probe = Argon2(new_salt(), Cost(FLOOR.memory_kib, 3, 4))
    wipe(_slot_key(bytearray(b"calibration"), probe))
    taken = max(time.perf_counter() - started, 1e-6)
    steps = min(4, max(1, round(seconds / taken)))
    return Cost(FLOOR.memory_kib * steps, 3, 4)
