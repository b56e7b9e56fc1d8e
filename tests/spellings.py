"""In how many ways a text may stand in a file: in three encodings, in hex, in base64, escaped, packed."""

import base64
import contextlib
import re
import zlib
from collections.abc import Iterator
from urllib.parse import quote

_ZLIB, _GZIP = re.compile(rb"\x78[\x01\x5e\x9c\xda]"), re.compile(rb"\x1f\x8b\x08")
_LEAST = 12
"""Bytes: a shorter find was no packed text but a chance."""


def spellings(canary: str) -> Iterator[bytes]:
    """How a text may stand in a file: as itself in three encodings, in hex, in base64 wherever it begins."""
    for data in (canary.encode(), canary.encode("utf-16-le"), canary.encode("utf-16-be")):
        yield data
        yield data.hex().encode()
        yield data.hex().upper().encode()
        for before in range(3):
            whole = base64.b64encode(bytes(before) + data + bytes(3)).decode()
            first, last = -(-before * 4 // 3) + 1, (before + len(data)) * 4 // 3 - 1
            yield whole[first:last].encode()


def escapes(canary: str) -> Iterator[bytes]:
    """How a text that is not ASCII may stand in a file that is: in JSON, in an address, in an ini file of Qt's."""
    yield canary.encode("unicode_escape")
    yield canary.encode("latin-1", "replace")
    yield quote(canary).encode()
    yield "".join(one if one.isascii() else f"\\u{ord(one):04x}" for one in canary).encode()


def unpacked(data: bytes) -> Iterator[bytes]:
    """``data``, and whatever in it was packed with zlib or gzip, wherever that begins."""
    yield data
    for beginning, bits in ((_ZLIB, zlib.MAX_WBITS), (_GZIP, zlib.MAX_WBITS | 16)):
        for found in beginning.finditer(data):
            with contextlib.suppress(zlib.error):
                inner = zlib.decompressobj(bits).decompress(memoryview(data)[found.start() :])
                if len(inner) >= _LEAST:
                    yield inner
