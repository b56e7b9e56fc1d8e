"""Opens a CoachDesk journal without CoachDesk: writes its database as a plain SQLite file that any tool reads.

It needs Python 3.11 and the library "cryptography" (44 or newer), and nothing else; it is one file, to be put beside a
backup. What it does is described in packaging/docs/journal-format.md. The journal is only read.

    python open_journal.py Notes.coachdesk notes.sqlite                     asks for the passphrase
    python open_journal.py Notes.coachdesk notes.sqlite --recovery          asks for the recovery code
    python open_journal.py Notes.coachdesk notes.sqlite --sheet letters.txt the same, where keys.json is lost

The plain file is NOT encrypted: whoever can read it can read everything. Close CoachDesk first.
"""

import argparse
import getpass
import hashlib
import hmac
import json
import os
import struct
import sys
import unicodedata
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHEET_LINES, SHEET_LETTERS, SHEET_CHECK = 8, 22, 2
SHEET_PARTS = (1, 12, 1, 1, 16, 16, 12, 48, 3)
CODE_LETTERS = 32
RESERVED = 80
MOST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 2048 * 1024, 10, 16
LOG_HEAD, FRAME_HEAD = 32, 24
LOG_ORDERS = {b"\x37\x7f\x06\x82": "<", b"\x37\x7f\x06\x83": ">"}


class Refused(Exception):
    """Something that the person should be told."""


def read_headers(journal: Path) -> list[dict[str, Any]]:
    """What keys.json and its copies say, each once; more than one where a change was cut short. Raises Refused."""
    headers: list[dict[str, Any]] = []
    for name in ("keys.json", "keys.json.bak", "keys.json.next"):
        try:
            found = json.loads((journal / name).read_bytes())
        except (OSError, ValueError):
            continue
        is_whole = isinstance(found, dict) and found.get("sha256") == checksum(found)
        if is_whole and found not in headers:
            headers.append(found)
    if headers:
        return headers
    raise Refused("keys.json and its copy are missing or damaged: use the recovery sheet (--sheet).")


def checksum(header: dict[str, Any]) -> str:
    """The keyless check: SHA-256 over the canonical JSON (RFC 8785) of the header with an empty "sha256"."""
    return hashlib.sha256(canonical({**header, "sha256": ""})).hexdigest()


def canonical(value: object) -> bytes:
    """Canonical JSON of what stands in a header: text in ASCII, whole numbers, sorted names."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def key_from_passphrase(header: dict[str, Any], passphrase: str) -> bytes:
    """The journal key. Raises Refused."""
    slot = slot_of(header, "passphrase")
    cost = slot["kdf"]["cost"]
    if cost["memory_kib"] > MOST_MEMORY_KIB or cost["iterations"] > MOST_PASSES or cost["lanes"] > MOST_LANES:
        raise Refused("keys.json asks for an absurd amount of work; somebody may have altered it.")
    spaced = "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in passphrase)
    slot_key = Argon2id(
        salt=bytes.fromhex(slot["kdf"]["salt"]),
        length=32,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    ).derive(unicodedata.normalize("NFC", spaced).encode("utf-8", "surrogatepass"))
    return unwrapped(slot, header["journal_id"], slot_key)


def key_from_code(header: dict[str, Any], code: str) -> bytes:
    """The journal key. Raises Refused."""
    letters = plain(code)
    body, check = letters[:CODE_LETTERS], letters[CODE_LETTERS:]
    if (
        not set(letters) <= set(LETTERS)
        or base32(hashlib.sha256(body.encode()).digest()[:5])[: len(check) or 4] != check
    ):
        raise Refused("That recovery code cannot be right: compare it with the paper, letter by letter.")
    slot = slot_of(header, "recovery")
    salt = bytes.fromhex(slot["kdf"]["salt"])
    slot_key = HKDF(SHA256(), 32, salt, b"coachdesk recovery slot").derive(unbase32(body))
    return unwrapped(slot, header["journal_id"], slot_key)


def slot_of(header: dict[str, Any], kind: str) -> dict[str, Any]:
    """The slot that a passphrase or a recovery code opens. Raises Refused."""
    for slot in header["slots"]:
        if slot["type"] == kind:
            return dict(slot)
    raise Refused(f"This journal has no {kind}.")


def unwrapped(slot: dict[str, Any], journal_id: str, slot_key: bytes) -> bytes:
    """What a slot holds, if the key fits it. Raises Refused."""
    bound = canonical([journal_id, slot["type"], slot["kdf"]])
    try:
        return AESGCM(slot_key).decrypt(bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), bound)
    except InvalidTag:
        raise Refused("That does not open this journal.") from None


def header_from_sheet(text: str) -> dict[str, Any]:
    """The header that the letters of a recovery sheet stand for. Raises Refused."""
    letters, length = plain(text), SHEET_LETTERS + SHEET_CHECK
    if len(letters) != SHEET_LINES * length:
        raise Refused("A recovery sheet has eight lines of six groups of four letters.")
    body = ""
    for number in range(1, SHEET_LINES + 1):
        line = letters[(number - 1) * length : number * length]
        said = line[:SHEET_LETTERS]
        check = base32(hashlib.sha256(f"{number}{said}".encode()).digest()[:5])[:SHEET_CHECK]
        if not set(line) <= set(LETTERS) or line[SHEET_LETTERS:] != check:
            raise Refused(f"There is a slip in line {number} of the recovery sheet.")
        body += said
    data, parts = unbase32(body), []
    for size in SHEET_PARTS:
        parts.append(data[:size])
        data = data[size:]
    version, journal_id, compatibility, sectors, database_salt, salt, nonce, wrapped, check_all = parts
    if version != b"\x01" or check_all != hashlib.sha256(b"".join(parts[:-1])).digest()[:3]:
        raise Refused("These lines do not belong together.")
    return {
        "journal_id": journal_id.hex(),
        "cipher": {"name": "sqlcipher", "compatibility": compatibility[0], "page_size": sectors[0] * 512},
        "database_salt": database_salt.hex(),
        "slots": [
            {
                "type": "recovery",
                "kdf": {"name": "hkdf-sha256", "salt": salt.hex()},
                "nonce": nonce.hex(),
                "wrapped": wrapped.hex(),
            }
        ],
    }


def plain(typed: str) -> str:
    """Letters as they are printed: capitals, none that looks like a digit."""
    return "".join(typed.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))


def base32(data: bytes) -> str:
    """Bytes, a multiple of five, in Crockford's base32."""
    number, count = int.from_bytes(data, "big"), len(data) * 8 // 5
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(count - 1, -1, -1))


def unbase32(letters: str) -> bytes:
    """The bytes that letters stand for."""
    number = 0
    for letter in letters:
        number = number << 5 | LETTERS.index(letter)
    return number.to_bytes(len(letters) * 5 // 8, "big")


def decrypt(database: Path, journal_key: bytes, header: dict[str, Any]) -> tuple[bytes, list[int], list[int]]:
    """The database as plain SQLite, the log worked in, and the numbers of the pages that are damaged, and of those
    that are damaged in the log only: they are as journal.db has them, in an earlier state.
    """
    size = header["cipher"]["page_size"]
    salt = bytes.fromhex(header["database_salt"])
    key = HKDF(SHA256(), 32, None, b"coachdesk sqlcipher").derive(journal_key)
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    stored = database.read_bytes()
    pages = {number + 1: stored[number * size : (number + 1) * size] for number in range(len(stored) // size)}
    log = database.with_name(database.name + "-wal")
    newer, committed = frames(log.read_bytes(), size) if log.exists() else ({}, 0)
    count = committed or len(pages)
    out, damaged, older = bytearray(), [], []
    for number in range(1, count + 1):
        page = page_in_clear(newer.get(number, b""), number, size, key, mac_key)
        if page is None:
            page = page_in_clear(pages.get(number, b""), number, size, key, mac_key)
            if page is not None and number in newer:
                older.append(number)
        if page is None:
            damaged.append(number)
            page = bytes(size)
        out += page
    if len(damaged) == count:
        raise Refused("No page of journal.db fits this key.")
    if 1 not in damaged:
        out[18:20] = b"\x01\x01"  # no log any more
    return bytes(out), damaged, older


def page_in_clear(stored: bytes, number: int, size: int, key: bytes, mac_key: bytes) -> bytes | None:
    """A page in clear, with zeros where its IV and its check stood; None if the check does not fit."""
    begin = 16 if number == 1 else 0
    body, iv, mac = stored[begin : size - RESERVED], stored[size - RESERVED : size - 64], stored[size - 64 :]
    found = hmac.digest(mac_key, body + iv + struct.pack("<I", number), "sha512")
    if len(stored) != size or not hmac.compare_digest(found, mac):
        return None
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    clear = decryptor.update(body) + decryptor.finalize()
    return (b"SQLite format 3\x00" if number == 1 else b"") + clear + bytes(RESERVED)


def frames(log: bytes, size: int) -> tuple[dict[int, bytes], int]:
    """The pages that were committed to the log, and how many pages the database then has.

    As SQLite does, the log is read up to the first frame that does not fit its checksum: what a power cut tore, and
    what is left behind it, never counted.
    """
    committed: dict[int, bytes] = {}
    since: dict[int, bytes] = {}
    order = LOG_ORDERS.get(log[:4], "")
    if not order or len(log) < LOG_HEAD:
        return {}, 0
    sums, count = added_up((0, 0), log[:24], order), 0
    if struct.pack(">II", *sums) != log[24:LOG_HEAD]:
        return {}, 0
    for at in range(LOG_HEAD, len(log) - FRAME_HEAD - size + 1, FRAME_HEAD + size):
        head, page = log[at : at + FRAME_HEAD], log[at + FRAME_HEAD : at + FRAME_HEAD + size]
        sums = added_up(sums, head[:8] + page, order)
        number, pages = struct.unpack(">II", head[:8])
        if number == 0 or head[8:16] != log[16:24] or struct.pack(">II", *sums) != head[16:]:
            break
        since[number] = page
        if pages:
            committed.update(since)
            since, count = {}, pages
    return {number: page for number, page in committed.items() if number <= count}, count


def added_up(sums: tuple[int, int], data: bytes, order: str) -> tuple[int, int]:
    """The log's checksum, carried on over more of it: words of 32 bits, taken in pairs."""
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = one + first + two & 0xFFFFFFFF
        two = two + second + one & 0xFFFFFFFF
    return one, two


def opened(
    journal: Path, headers: list[dict[str, Any]], secret: str, *, by_code: bool
) -> tuple[bytes, list[int], list[int]]:
    """What :func:`decrypt` makes, with the first header that fits. Raises Refused."""
    refused = Refused("There is no header.")
    for header in headers:
        try:
            key = (key_from_code if by_code else key_from_passphrase)(header, secret)
            return decrypt(journal / "journal.db", key, header)
        except Refused as error:
            refused = error
    raise refused


def main() -> int:
    """The program. Exit code 0: all of it is in the plain file; 1: not all; 2: nothing was written."""
    parser = argparse.ArgumentParser(description="Write the database of a CoachDesk journal as plain SQLite.")
    parser.add_argument("journal", type=Path, help="the journal's folder, or a backup's")
    parser.add_argument("target", type=Path, help="the plain file to be made; NOT encrypted")
    parser.add_argument("--recovery", action="store_true", help="open it with the recovery code")
    parser.add_argument("--sheet", type=Path, help="the letters of the recovery sheet, typed into a file")
    parser.add_argument(
        "--secret-file", type=Path, help="the passphrase or the code is this file's first line"
    )
    asked = parser.parse_args()
    try:
        by_code = bool(asked.recovery or asked.sheet)
        if asked.sheet:
            headers = [header_from_sheet(asked.sheet.read_text("utf-8"))]
        else:
            headers = read_headers(asked.journal)
        if asked.secret_file:
            secret = asked.secret_file.read_text("utf-8").splitlines()[0]
        else:
            secret = getpass.getpass("Recovery code: " if by_code else "Passphrase: ")
        data, damaged, older = opened(asked.journal, headers, secret, by_code=by_code)
        with os.fdopen(os.open(asked.target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except (Refused, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if damaged:
        sys.stderr.write(f"Damaged pages, left empty: {', '.join(map(str, damaged))}\n")
    if older:
        sys.stderr.write(f"Damaged in the log, taken as they were before: {', '.join(map(str, older))}\n")
    sys.stderr.write(f"{asked.target} is not encrypted. Delete it when you no longer need it.\n")
    return 1 if damaged or older else 0


if __name__ == "__main__":
    sys.exit(main())
