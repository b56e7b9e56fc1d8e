"""What is in the files of a journal: every page decrypted without SQLCipher, every value as SQL gives it, and words in them."""

import base64
import contextlib
import functools
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from coachdesk.journal import connection
from coachdesk.journal.files import DATABASE

PAGE, RESERVE, SALT, FRAME_HEADER, LOG_HEADER = 4096, 80, 16, 24, 32
ENDING = 7
"""Letters at the end of a term by which it is found: FTS5 keeps it without the beginning that it shares with another."""


def pages(path: Path, key: bytes) -> Iterator[bytes]:
    """Every page of a database or of its log, decrypted; also one that is in use no more."""
    data = path.read_bytes()
    if path.name.endswith("-wal"):
        frames = range(LOG_HEADER, len(data) - FRAME_HEADER - PAGE + 1, FRAME_HEADER + PAGE)
        for at in frames:
            number = int.from_bytes(data[at : at + 4], "big")
            yield _decrypted(data[at + FRAME_HEADER : at + FRAME_HEADER + PAGE], key, is_first=number == 1)
        return
    for at in range(0, len(data), PAGE):
        yield _decrypted(data[at : at + PAGE], key, is_first=at == 0)


def _decrypted(page: bytes, key: bytes, *, is_first: bool) -> bytes:
    body, vector = page[SALT if is_first else 0 : PAGE - RESERVE], page[PAGE - RESERVE :][:16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(body) + decryptor.finalize()


def everything_in(folder: Path, key: bytes) -> bytes:
    """All that is in the folder of a journal: databases and logs decrypted, other files as they are."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.endswith((".db", "-wal")) and path.stat().st_size:
            whole = b"".join(pages(path, key))
            found.append(whole)
        elif path.is_file():
            found.append(path.read_bytes())
    return b"\0".join(found)


def values_in(database: Path, key: bytearray) -> bytes:
    """Every value of every table: no word of it is cut in two by the end of a page."""
    with contextlib.closing(connection.connect(database, key)) as opened:
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [
            row for name in names if name != "search" for row in opened.execute(f'SELECT * FROM "{name}"')
        ]
    return b"\0".join(
        one.encode() if isinstance(one, str) else bytes(one)
        for row in rows
        for one in row
        if isinstance(one, str | bytes)
    )


def databases_in(folder: Path) -> list[Path]:
    """The journal's own and those of its backups."""
    return sorted(folder.rglob(DATABASE))


def encodings(word: str) -> dict[str, list[bytes]]:
    """A word in each of eight encodings, by their names; in base64 wherever it begins."""
    plain = word.encode()
    found = {name: [word.encode(name)] for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")}
    found["hex"] = [plain.hex().encode(), plain.hex().upper().encode()]
    found["percent"] = [quote(word).encode()]
    found["json"] = [json.dumps(word)[1:-1].encode(), json.dumps(word, ensure_ascii=False)[1:-1].encode()]
    found["base64"] = []
    for shift in range(3):
        packed = base64.b64encode(bytes(shift) + plain + bytes(3))
        found["base64"].append(packed[-(-shift * 4 // 3) + 1 : (shift + len(plain)) * 4 // 3 - 1])
    return found


@functools.cache
def spellings(word: str) -> tuple[bytes, ...]:
    """A word in all encodings, as it is and in small letters, and the endings of the terms that the index has for it."""
    forms = [form for one in (word, word.lower()) for many in encodings(one).values() for form in many]
    bare = "".join(
        one for one in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(one)
    )
    terms = [one[-ENDING:].encode() for one in re.findall(r"\w+", bare)]
    return tuple(dict.fromkeys([*forms, *terms]))


def is_in(word: str, whole: bytes) -> bool:
    """Whether it is there in any spelling."""
    return any(form in whole for form in spellings(word))
