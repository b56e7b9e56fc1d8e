"""The files in a PDF, and the evidence among them, read with care: the file may be anybody's."""

import hashlib
import zlib
from collections.abc import Iterator

import pikepdf

from coachdesk.export import evidence as evidence_format
from coachdesk.export.evidence import FILE_NAME, Evidence, UnreadableEvidence
from coachdesk.export.pdf.protection import opened

_MOST_BYTES = 512 * 1024 * 1024
_AT_ONCE = 1024 * 1024
_PACKED = (pikepdf.Name.FlateDecode, pikepdf.Array([pikepdf.Name.ASCIIHexDecode, pikepdf.Name.FlateDecode]))


def attachments_in(data: bytes, password: str = "") -> dict[str, bytes]:
    """The files attached to a PDF.

    Raises ``pikepdf.PdfError``, Locked without its password, and ValueError for one that is absurdly large.
    """
    with opened(data, password) as pdf:
        return {name: _content(spec.get_file().obj) for name, spec in pdf.attachments.items()}


def digests_in(data: bytes, password: str = "") -> dict[str, bytes]:
    """The SHA-256 of each file that is attached to a PDF, of which no more than a little is unpacked at a time.

    Raises as :func:`attachments_in`.
    """
    found = {}
    with opened(data, password) as pdf:
        for name, spec in pdf.attachments.items():
            digest = hashlib.sha256()
            for part in _parts(spec.get_file().obj):
                digest.update(part)
            found[name] = digest.digest()
    return found


def evidence_in(attached: dict[str, bytes]) -> Evidence:
    """The evidence among the files. Raises :class:`UnreadableEvidence`."""
    if FILE_NAME not in attached:
        raise UnreadableEvidence("missing")
    return evidence_format.decode(attached[FILE_NAME])


def _content(stream: pikepdf.Object) -> bytes:
    """An attachment's content."""
    return b"".join(_parts(stream))


def _parts(stream: pikepdf.Object) -> Iterator[bytes]:
    """An attachment's content, unpacked only as far as it may go: a small file can be made to fill the memory."""
    if not isinstance(stream, pikepdf.Stream):
        raise ValueError("damaged")
    packed, raw = stream.get("/Filter"), stream.read_raw_bytes()
    if packed is None:
        yield raw
        return
    if packed not in _PACKED or "/DecodeParms" in stream:
        raise ValueError("packed_oddly")
    unpacker = zlib.decompressobj()
    try:
        if packed == _PACKED[1]:
            raw = bytes.fromhex(raw.removesuffix(b">").decode("ascii"))
        left = _MOST_BYTES
        while raw and left and not unpacker.eof:
            part = unpacker.decompress(raw, min(left, _AT_ONCE))
            raw, left = unpacker.unconsumed_tail, left - len(part)
            yield part
    except (zlib.error, ValueError):
        raise ValueError("damaged") from None
    if not unpacker.eof:
        raise ValueError("too_large")
