"""Whether a PDF is what its evidence gives: it is drawn again, and every object of the two is compared.

Text alone can deceive: it can be covered, clipped, hidden in a layer, set in a font that shows other
letters. A report is a function of its evidence, so nothing in the file is left to be believed. Streams are
compared unpacked, since another compression library packs the same content otherwise.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeGuard

import msgspec
import pikepdf
from pikepdf import Name, Object, Pdf

from coachdesk.export.evidence import FILE_NAME, Cover
from coachdesk.export.pdf import archive
from coachdesk.export.pdf.draw import Drawing
from coachdesk.export.pdf.pictures import Picture, are_alike, are_similar
from coachdesk.export.pdf.protection import opened
from coachdesk.export.proof import Proved
from coachdesk.export.report_entries import attachment_of

_PACKING = ("/Length", "/Filter", "/DecodeParms")
_MOST_BYTES = 256 * 1024 * 1024

# What a signature changes (seal.sign): the catalog, its form, the field, and one object that is new.
_SIGNED_ROOT = ("/Perms", "/Extensions", "/Version", "/AcroForm")
_SIGNED_FIELD = ("/V",)
_OBJECTS_OF_A_SIGNATURE = 3

_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_END = b"%%EOF"


def files_of(proved: Proved, evidence: bytes, exhibits: Mapping[str, bytes]) -> list[archive.AttachedFile]:
    """The files attached to a report: its evidence and its exhibits, described as they always are."""
    files = [
        archive.AttachedFile(FILE_NAME, evidence, "application/json", "Data", "Evidence for this report")
    ]
    for exhibit in proved.evidence.exhibits:
        record = attachment_of(proved, exhibit.attachment_id)
        content = exhibits[exhibit.file_name]
        said = f"Exhibit {exhibit.number}"
        files.append(archive.AttachedFile(exhibit.file_name, content, record.media_type, "Supplement", said))
    return files


class Compared(msgspec.Struct, frozen=True):
    """``different`` is the number of the first object that differs from the drawing, ``added`` for one too many;
    empty if none. ``alike`` is how many pictures of exhibits are the same but for what cannot be seen, ``similar``
    how many may be the same drawn otherwise: of these nothing is proved.
    """

    different: str = ""
    alike: int = 0
    similar: int = 0


def compared(
    data: bytes,
    drawing: Drawing,
    files: list[archive.AttachedFile],
    *,
    pictures: Mapping[str, Picture],
    cover: Cover,
    password: str = "",
) -> Compared:
    """A file beside the same one drawn again. Raises Locked, ValueError and what pikepdf raises."""
    signed, password = bool(cover.fingerprint), password if cover.protected else ""
    expected = archive.finish(drawing, attachments=files, signed=signed, pictures=pictures, password=password)
    if not signed and data == expected:
        return Compared()
    with opened(expected, password) as wanted, opened(data, password) as found:
        if bool(_key_of(found)) != cover.protected:
            return Compared("encryption")
        nearly: list[str] = []
        different = next(_differences(wanted, found, nearly, signed=signed), "")
        different = different or next(_oddities(data, expected, found, signed=signed), "")
    return Compared(different, nearly.count("alike"), nearly.count("similar"))


def _oddities(data: bytes, expected: bytes, found: Pdf, *, signed: bool) -> Iterator[str]:
    """What could make another reader see other objects than these: a file that has to be mended to be read, an
    object that stands in it and is not in its table.
    """
    if found.get_warnings():
        yield "damaged"
    first, _, added = data.partition(_END)
    if len(_OBJECT.findall(first)) != len(_OBJECT.findall(expected)):
        yield "hidden"
    if len(_OBJECT.findall(added)) != (_OBJECTS_OF_A_SIGNATURE if signed else 0):
        yield "hidden"


def _differences(wanted: Pdf, found: Pdf, nearly: list[str], *, signed: bool) -> Iterator[str]:
    """The numbers of objects that differ; into ``nearly`` goes how pictures do that nearly do not."""
    count = int(wanted.trailer.Size)
    changed = _changed_by_signing(wanted) if signed else {}
    for number in range(1, count):
        if number == _key_of(wanted) == _key_of(found):
            continue
        ours, theirs = wanted.get_object(number, 0), found.get_object(number, 0)
        without = changed.get(number, ())
        if _content(ours, without) == _content(theirs, without):
            continue
        how = _nearly(ours, theirs)
        if how:
            nearly.append(how)
        else:
            yield str(number)
    if wanted.trailer.Root.objgen != found.trailer.Root.objgen:
        yield "trailer"
    added = [one for one in found.objects if one.objgen[0] >= count]
    if len(added) > signed or any(
        one.get("/Type") != Name.Sig for one in added if isinstance(one, pikepdf.Dictionary)
    ):
        yield "added"
    if signed:
        form = found.Root.get("/AcroForm")
        if form is None or form.Fields.unparse() != wanted.Root.AcroForm.Fields.unparse():
            yield "form"


def _key_of(pdf: Pdf) -> int:
    """The number of the object that the key of a protected file is made from: new for each file. 0 if there is none."""
    return int(pdf.trailer.Encrypt.objgen[0]) if "/Encrypt" in pdf.trailer else 0


def _changed_by_signing(wanted: Pdf) -> dict[int, tuple[str, ...]]:
    field = wanted.Root.AcroForm.Fields[0]
    return {wanted.trailer.Root.objgen[0]: _SIGNED_ROOT, field.objgen[0]: _SIGNED_FIELD}


def _content(found: Object, without: tuple[str, ...]) -> tuple[dict[str, bytes], bytes]:
    """An object's entries and, of a stream, its unpacked content."""
    if isinstance(found, pikepdf.Stream):
        entries = {
            name: _unparsed(value) for name, value in found.stream_dict.items() if name not in _PACKING
        }
        return entries, _unpacked(found)
    if isinstance(found, pikepdf.Dictionary):
        return {name: _unparsed(value) for name, value in found.items() if name not in without}, b""
    return {"": _unparsed(found)}, b""


def _is_picture(found: Object) -> TypeGuard[pikepdf.Stream]:
    return isinstance(found, pikepdf.Stream) and found.get("/Subtype") == Name.Image


def _nearly(ours: Object, theirs: Object) -> Literal["", "alike", "similar"]:
    """How much two pictures of the same kind differ: another version of a library draws edges otherwise.

    Those that are packed with a loss are never more than similar.
    """
    if not _is_picture(ours) or not _is_picture(theirs) or _content(ours, ())[0] != _content(theirs, ())[0]:
        return ""
    if any(len(one.read_raw_bytes()) > _MOST_BYTES or "/DecodeParms" in one for one in (ours, theirs)):
        return ""
    images = [pikepdf.PdfImage(one).as_pil_image() for one in (ours, theirs)]
    if are_alike(*images) and not any(one.get("/Filter") == Name.DCTDecode for one in (ours, theirs)):
        return "alike"
    return "similar" if are_similar(*images) else ""


def _unparsed(value: object) -> bytes:
    return value.unparse() if isinstance(value, Object) else repr(value).encode()


def _unpacked(stream: pikepdf.Stream) -> bytes:
    raw = stream.read_raw_bytes()
    if len(raw) > _MOST_BYTES:
        raise ValueError("too_large")
    if stream.get("/Filter") == Name.DCTDecode:
        return raw
    return stream.read_bytes()
