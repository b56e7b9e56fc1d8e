"""Whether a PDF is what its evidence gives: it is drawn again, and every object of the two is compared.

Text alone can deceive: it can be covered, clipped, hidden in a layer, set in a font that shows other
letters. A report is a function of its evidence, so nothing in the file is left to be believed. Streams are
compared unpacked, since another compression library packs the same content otherwise.
"""

import io
from collections.abc import Iterator, Mapping

import pikepdf
from pikepdf import Name, Object, Pdf

from coachdesk.export.evidence import FILE_NAME
from coachdesk.export.pdf import archive
from coachdesk.export.pdf.draw import Drawing
from coachdesk.export.proof import Proved
from coachdesk.export.report_entries import attachment_of

_PACKING = ("/Length", "/Filter", "/DecodeParms")
_MOST_BYTES = 256 * 1024 * 1024

# What a signature changes (seal.sign): the catalog, its form, the field, and one object that is new.
_SIGNED_ROOT = ("/Perms", "/Extensions", "/Version", "/AcroForm")
_SIGNED_FIELD = ("/V",)


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


def difference(data: bytes, drawing: Drawing, files: list[archive.AttachedFile], *, signed: bool) -> str:
    """The number of the first object that differs from the drawing, ``added`` for one too many; empty if none."""
    expected = archive.finish(drawing, attachments=files, signed=signed)
    if not signed and data == expected:
        return ""
    with pikepdf.open(io.BytesIO(expected)) as wanted, pikepdf.open(io.BytesIO(data)) as found:
        return next(_differences(wanted, found, signed=signed), "")


def _differences(wanted: Pdf, found: Pdf, *, signed: bool) -> Iterator[str]:
    count = int(wanted.trailer.Size)
    changed = _changed_by_signing(wanted) if signed else {}
    for number in range(1, count):
        ours, theirs = wanted.get_object(number, 0), found.get_object(number, 0)
        without = changed.get(number, ())
        if _content(ours, without) != _content(theirs, without):
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


def _unparsed(value: object) -> bytes:
    return value.unparse() if isinstance(value, Object) else repr(value).encode()


def _unpacked(stream: pikepdf.Stream) -> bytes:
    if len(stream.read_raw_bytes()) > _MOST_BYTES:
        raise ValueError("too_large")
    return stream.read_bytes()
