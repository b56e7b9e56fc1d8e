"""Every text in a PDF, read in ways that have nothing in common with how it was drawn: for the search for leaks.

The pages are read by pdfium (glyphs as they lie), and again from their content streams with the fonts' own code
maps (in the order they are drawn, however they are split). Everything else is read from the bytes of the file:
all strings of all objects, also of those that nothing refers to any more, and all other streams.
"""

import contextlib
import hashlib
import re
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from io import BytesIO

import msgspec
import pikepdf
import pypdfium2

_LITERAL = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)"
_HEX = rb"(?<!<)<[0-9A-Fa-f\s]++>"
_SHOWN = re.compile(
    rb"(?P<text>%b|%b)|/(?:(?P<font>[^\s/\[\]()<>]+)\s+[-+\d.]+\s+Tf|(?:ActualText|Alt|E)\s*(?P<said>%b|%b))"
    % (_LITERAL, _HEX, _LITERAL, _HEX),
    re.DOTALL,
)
_STRING = re.compile(rb"%b|%b" % (_LITERAL, _HEX), re.DOTALL)
_KEY = re.compile(rb"/([A-Za-z]+)\s*$")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_NOT_TEXT = re.compile(
    rb"/Length1\b|/FontFile|/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType)|/N\s+[134]\b"
)
_BF_CHAR = re.compile(rb"beginbfchar\s(.*?)endbfchar", re.DOTALL)
_BF_RANGE = re.compile(rb"beginbfrange\s(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_MOST_BYTES = 64 * 1024 * 1024
_AT_ONCE = 1024 * 1024
_MOST_CODES = 70_000

SPLIT = "\0"
"""Stands between two strings that are drawn one after the other: a word may go on there, or end."""

_KINDS = {
    b"ActualText": "alternative text", b"Alt": "alternative text", b"E": "alternative text", b"Title": "outline",
    b"Contents": "annotation", b"TU": "annotation", b"T": "annotation", b"V": "annotation", b"RC": "annotation",
    b"Author": "metadata", b"Subject": "metadata", b"Keywords": "metadata", b"Creator": "metadata",
    b"Producer": "metadata", b"F": "file name", b"UF": "file name", b"Desc": "file name",
}  # fmt: skip


class Text(msgspec.Struct, frozen=True):
    """A text and where in the file it stands: ``page 12``, ``outline``, ``metadata``, ``strings`` ..."""

    where: str
    text: str


Decode = Callable[[bytes], str]


def seen_texts(data: bytes, password: str = "") -> Iterator[Text]:
    """Each page as pdfium reads it. Raises pypdfium2.PdfiumError."""
    with closing(pypdfium2.PdfDocument(data, password=password or None)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                yield Text(f"page {number + 1}", text.get_text_range())


def drawn_texts(pdf: pikepdf.Pdf) -> Iterator[Text]:
    """Each page from its content stream; :data:`SPLIT` between strings. Raises pikepdf.PdfError."""
    fonts: dict[tuple[int, int], dict[bytes, Decode]] = {}
    for number, page in enumerate(pdf.pages, start=1):
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        found = resources.get("/Font", pikepdf.Dictionary())
        decoders = fonts.get(found.objgen) if found.is_indirect else None
        if decoders is None:
            decoders = {name[1:].encode(): _decoder(font) for name, font in found.items()}
            if found.is_indirect:
                fonts[found.objgen] = decoders
        yield Text(f"page {number}", _drawn(_contents(page.obj), decoders))


def _contents(page: pikepdf.Object) -> bytes:
    contents = page.get("/Contents")
    if contents is None:
        return b""
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))


def _drawn(content: bytes, decoders: dict[bytes, Decode]) -> str:
    found: list[str] = []
    decode: Decode = _plain
    for match in _SHOWN.finditer(content):
        if match.lastgroup == "text":
            text = match["text"]
            is_simple = text[:1] == b"(" and b"\\" not in text
            found.append(decode(text[1:-1] if is_simple else _bytes_of(text)))
            found.append(SPLIT)
        elif match.lastgroup == "font":
            decode = decoders.get(match["font"], _plain)
        elif match.lastgroup == "said":
            found.append(f" {_text_string(_bytes_of(match['said']))} ")
    return "".join(found)


def _plain(codes: bytes) -> str:
    return codes.decode("latin-1")


def _decoder(font: pikepdf.Object) -> Decode:
    """How strings in a font are read: by its own code map, or as Latin letters if it has none."""
    to_unicode = font.get("/ToUnicode") if isinstance(font, pikepdf.Dictionary) else None
    if not isinstance(to_unicode, pikepdf.Stream):
        return _plain
    codes, width = _code_map(to_unicode.read_bytes())
    if width > 1:
        return lambda text: "".join(
            codes.get(int.from_bytes(text[at : at + width], "big"), "") for at in range(0, len(text), width)
        )
    table = {code: codes.get(code, chr(code)) for code in range(256)}
    if all(table[code] == chr(code) for code in range(32, 127)):
        return lambda text: _as_it_is(text) or text.decode("latin-1").translate(table)
    return lambda text: text.decode("latin-1").translate(table)


def _as_it_is(text: bytes) -> str:
    """Printable ASCII, which stands for itself; empty for anything else."""
    found = text.decode("ascii") if text.isascii() else ""
    return found if found.isprintable() else ""


def _code_map(cmap: bytes) -> tuple[dict[int, str], int]:
    codes: dict[int, str] = {}
    width = 1
    for block in _BF_CHAR.findall(cmap):
        for code, char in _PAIR.findall(block):
            codes[int(code, 16)] = _utf_16(char)
            width = max(width, len(code) // 2)
    for block in _BF_RANGE.findall(cmap):
        for first, last, char, chars in _TRIPLE.findall(block):
            width = max(width, len(first) // 2)
            start, count = int(first, 16), min(int(last, 16) - int(first, 16) + 1, _MOST_CODES)
            listed = re.findall(rb"<([0-9A-Fa-f\s]+)>", chars)
            for place in range(count):
                if char:
                    base = _utf_16(char)
                    codes[start + place] = base[:-1] + chr(min(ord(base[-1:] or "\0") + place, 0x10FFFF))
                elif place < len(listed):
                    codes[start + place] = _utf_16(listed[place])
    return codes, width


def _utf_16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def stored_texts(data: bytes, known: Collection[bytes] = ()) -> Iterator[Text]:
    """Every string of every object, by what it is for, and every stream that is no page, font or picture.

    Attached files whose digest (SHA-256) is ``known`` are left out: whoever knows them searches them.
    ``data`` is a file without object streams and encryption (:func:`laid_open`).
    """
    end = 0
    while (begin := data.find(b"stream", end)) >= 0:
        yield from _strings(data[end:begin])
        entries = data[max(end, data.rfind(b" obj", end, begin)) : begin]
        start = begin + len(b"stream")
        end = data.find(b"endstream", start)
        if end < 0:
            break
        if not _NOT_TEXT.search(entries):
            yield from _stream(data[start:end].lstrip(b"\r\n"), known if b"/EmbeddedFile" in entries else ())
        end += len(b"endstream")
    yield from _strings(data[end:] if end >= 0 else b"")


def _strings(part: bytes) -> Iterator[Text]:
    for match in _STRING.finditer(part):
        text = _text_string(_bytes_of(match[0]))
        if len(text) > 1:
            key = _KEY.search(part, max(0, match.start() - 30), match.start())
            yield Text(_KINDS.get(key[1], "strings") if key else "strings", text)


def _stream(packed: bytes, known: Collection[bytes]) -> Iterator[Text]:
    content = packed
    with contextlib.suppress(zlib.error, ValueError):
        if (
            packed[:2] == b"78"
        ):  # hexadecimal, as an archive file has a stream that would end with a line feed
            packed = bytes.fromhex(packed.strip().removesuffix(b">").decode("ascii"))
        if known and _digest_of(packed) in known:
            return
        content = zlib.decompressobj().decompress(packed, _MOST_BYTES)
    if (
        b" Tj" in content
        or b" TJ" in content
        or content[:4] in (b"%PDF", b"PK\3\4")
        or b"begincmap" in content
    ):
        yield from _strings(content) if b"ActualText" in content else ()
        return
    if known and {*_digests(content)} & {*known}:
        return
    yield Text("metadata" if b"<?xpacket" in content else "stream", loose_text(content))


def _digest_of(packed: bytes) -> bytes:
    """Of what is packed with zlib, of which no more than a little is unpacked at a time. Raises zlib.error."""
    digest, unpacker = hashlib.sha256(), zlib.decompressobj()
    while packed and not unpacker.eof:
        digest.update(unpacker.decompress(packed, _AT_ONCE))
        packed = unpacker.unconsumed_tail
    return digest.digest()


def _digests(content: bytes) -> tuple[bytes, bytes]:
    """Of the content without its last byte, which may be the end of a line, and of all of it."""
    with memoryview(content) as view:
        digest = hashlib.sha256(view[:-1])
        shorter = digest.digest()
        digest.update(view[-1:])
    return shorter, digest.digest()


def loose_text(content: bytes) -> str:
    """Bytes that may be text, as text: in the encoding that shows, or in both of the two that may be meant."""
    if content[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return content.decode("utf-16", "replace")
    wide = content[: len(content) // 2 * 2].decode("utf-16-le", "replace") if b"\0" in content else ""
    try:
        return content.decode("utf-8") + wide
    except UnicodeDecodeError:
        return content.decode("latin-1") + wide


def _bytes_of(string: bytes) -> bytes:
    """The bytes of a literal or hexadecimal string."""
    if string[:1] == b"<":
        digits = b"".join(string[1:-1].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return _ESCAPE.sub(_unescaped, string[1:-1]) if b"\\" in string else string[1:-1]


def _unescaped(match: re.Match[bytes]) -> bytes:
    char = match[1]
    if char[:1].isdigit():
        return bytes([int(char, 8) & 0xFF])
    return _ESCAPED.get(char, char)


def _text_string(raw: bytes) -> str:
    if raw[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return raw.decode("utf-16", "replace")
    if raw[:3] == b"\xef\xbb\xbf":
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")


def laid_open(data: bytes, pdf: pikepdf.Pdf) -> bytes:
    """``data`` as it is, or written anew where its objects are packed or encrypted."""
    if not pdf.is_encrypted and b"/ObjStm" not in data:
        return data
    output = BytesIO()
    pdf.save(
        output,
        encryption=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return output.getvalue()
