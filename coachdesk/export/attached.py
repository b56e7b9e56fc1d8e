"""The files in a PDF, and the evidence among them, read with care: the file may be anybody's."""

import zlib

import pikepdf

from coachdesk.export import evidence as evidence_format
from coachdesk.export.evidence import FILE_NAME, Evidence, UnreadableEvidence
from coachdesk.export.pdf.protection import opened

_MOST_BYTES = 512 * 1024 * 1024
_PACKED = (pikepdf.Name.FlateDecode, pikepdf.Array([pikepdf.Name.ASCIIHexDecode, pikepdf.Name.FlateDecode]))


def attachments_in(data: bytes, password: str = "") -> dict[str, bytes]:
    """The files attached to a PDF.

    Raises ``pikepdf.PdfError``, Locked without its password, and ValueError for one that is absurdly large.
    """
    with opened(data, password) as pdf:
        return {name: _content(spec.get_file().obj) for name, spec in pdf.attachments.items()}


def evidence_in(attached: dict[str, bytes]) -> Evidence:
    """The evidence among the files. Raises :class:`UnreadableEvidence`."""
    if FILE_NAME not in attached:
        raise UnreadableEvidence("missing")
    return evidence_format.decode(attached[FILE_NAME])


def _content(stream: pikepdf.Object) -> bytes:
    """An attachment's content, unpacked only as far as it may go: a small file can be made to fill the memory."""
    if not isinstance(stream, pikepdf.Stream):
        raise ValueError("damaged")
    packed, raw = stream.get("/Filter"), stream.read_raw_bytes()
    if packed is None:
        return raw
    if packed not in _PACKED or "/DecodeParms" in stream:
        raise ValueError("packed_oddly")
    unpacker = zlib.decompressobj()
    try:
        if packed == _PACKED[1]:
            raw = bytes.fromhex(raw.removesuffix(b">").decode("ascii"))
        content = unpacker.decompress(raw, _MOST_BYTES)
    except (zlib.error, ValueError):
        raise ValueError("damaged") from None
    if not unpacker.eof:
        raise ValueError("too_large")
    return content
