"""The finished forms: a drawing as PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), with attached files.

The protected form is the same without the claim to be an archive file, encrypted.
"""

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Literal
from xml.sax.saxutils import escape

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from coachdesk import resources
from coachdesk.export import memory
from coachdesk.export.pdf import protection
from coachdesk.export.pdf.characters import one_line
from coachdesk.export.pdf.draw import ABOVE_HEADING, Drawing, Placed
from coachdesk.export.pdf.pictures import Picture
from coachdesk.export.pdf.tags import with_structure

FIELD = "Signature1"
_FIELD_SAYS = "Digital signature of this export"
_PRODUCER = "CoachDesk"
_PRINT = 4
_LOCKED = 128
_SIGNATURES_EXIST = 1
_NO_PICTURES: Mapping[str, Picture] = {}
_PACKINGS = {"flate": Name.FlateDecode, "jpeg": Name.DCTDecode}
_ARCHIVE = "   <pdfaid:part>3</pdfaid:part>\n   <pdfaid:conformance>A</pdfaid:conformance>\n"


class Packed(msgspec.Struct, frozen=True):
    """The content of a file, packed with zlib already; ``size`` and ``md5`` are of what it was before."""

    data: bytes
    size: int
    md5: bytes


class AttachedFile(msgspec.Struct, frozen=True):
    """A file inside the PDF; ``relationship`` as ISO 32000-2, 7.11.3 names it."""

    name: str
    data: bytes | Packed
    media_type: str
    relationship: Literal["Data", "Supplement"]
    description: str


def finish(
    drawing: Drawing,
    *,
    attachments: Sequence[AttachedFile],
    signed: bool,
    pictures: Mapping[str, Picture] = _NO_PICTURES,
    password: str = "",
) -> bytes:
    """The finished file; where it is to be ``signed``, with the empty field that ``seal.sign`` fills.

    ``pictures`` are those that the drawing names. Without a ``password`` equal input gives equal bytes. Raises ValueError if two attachments have the same name, or ``created``
    is no date with an offset.
    """
    created = dt.datetime.fromisoformat(drawing.created)
    if created.tzinfo is None or len({file.name for file in attachments}) < len(attachments):
        raise ValueError(drawing.created, [file.name for file in attachments])
    data = _without_structure(drawing, attachments, created, pictures, password, signed=signed)
    memory.give_back()
    return with_structure(data, drawing, _FIELD_SAYS if signed else "", password)


def _without_structure(
    drawing: Drawing,
    attachments: Sequence[AttachedFile],
    created: dt.datetime,
    pictures: Mapping[str, Picture],
    password: str,
    *,
    signed: bool,
) -> bytes:
    """The file with an empty structure tree. What pikepdf took for it is free again when this returns."""
    output, placed = BytesIO(), drawing.placed
    with pikepdf.open(BytesIO(drawing.data)) as pdf:
        _attach(pdf, attachments, created)  # first: they are large, and nothing else was read yet
        pages = [page.obj for page in pdf.pages]
        for index, page in enumerate(pages):
            page.StructParents = index
            # PDF/A-3, 6.9: no transitions, not even the empty ones ReportLab writes.
            del page["/Trans"]
        _add_pictures(pdf, pages, placed, pictures)
        keys = count(len(pages))
        _add_links(pdf, pages, placed, keys)
        if signed:
            _add_field(pdf, pages[0], next(keys))
        # It opens at its first page in its own size.
        pdf.Root.OpenAction = Array([pages[0], Name.XYZ, None, None, 1])
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary())
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        _add_output_intent(pdf)
        _describe(pdf, drawing, created, claim="" if password else _ARCHIVE)
        for found in pdf.objects:
            if isinstance(found, Stream) and found.get("/Type") != Name.Metadata:
                _end_well(found)
        pdf.save(
            output,
            # Streams of objects would be a third of the size, but could end with a carriage return.
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=not password,
            encryption=protection.encryption(password) if password else None,
            fix_metadata_version=False,
            compress_streams=False,  # done already; it would undo what _end_well does
        )
    return output.getvalue()


def _add_pictures(pdf: Pdf, pages: Sequence[Object], placed: Placed, pictures: Mapping[str, Picture]) -> None:
    for page, keys in zip(pages, placed.pictures, strict=True):
        if keys:
            shown = {f"/{key}": _picture_stream(pdf, pictures[key]) for key in keys}
            page.Resources.XObject = Dictionary(shown)


def _picture_stream(pdf: Pdf, picture: Picture) -> Stream:
    stream = pdf.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray if picture.grey else Name.DeviceRGB,
        BitsPerComponent=8,
    )
    stream.write(picture.data, filter=_PACKINGS[picture.packing])
    return stream


def _add_links(pdf: Pdf, pages: Sequence[Object], placed: Placed, keys: Iterator[int]) -> None:
    """Links are printed, have no border, lead to just above their headings, and are visited in reading order."""
    for page, links in zip(pages, placed.links, strict=True):
        annotations = []
        for link in links:
            heading = placed.headings[link.heading]
            target = Array([pages[heading.page], Name.XYZ, 0, _points(heading.y + ABOVE_HEADING), 0])
            area = map(_points, (link.left, link.bottom, link.right, link.top))
            annotation = Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array(area),
                Border=Array([0, 0, 0]),
                Dest=target,
                Contents=String(link.description or str(heading.page + 1)),
                F=_PRINT,
                StructParent=next(keys),
            )
            annotations.append(pdf.make_indirect(annotation))
        if annotations:
            page.Annots = Array(annotations)
            page.Tabs = Name.S


def _points(length: float) -> Decimal:
    return Decimal(f"{length:.2f}")


def _add_field(pdf: Pdf, page: Object, key: int) -> None:
    """An empty invisible field that is in the structure tree: pyHanko's own is not, and PDF/UA asks for it."""
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(_FIELD_SAYS),
            Rect=Array([0, 0, 0, 0]),
            F=_PRINT | _LOCKED,
            P=page,
            StructParent=key,
        )
    )
    page.Annots = Array([*page.get("/Annots", ()), widget])
    page.Tabs = Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=_SIGNATURES_EXIST)


def _add_output_intent(pdf: Pdf) -> None:
    """All colours are sRGB (ISO 19005-3, 6.2.3)."""
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_stream(resources.path("colour", "sRGB.icc").read_bytes(), N=3),
            )
        ]
    )


def _describe(pdf: Pdf, drawing: Drawing, created: dt.datetime, claim: str) -> None:
    """XMP and the document information say the same, as PDF/A asks."""
    title, author = one_line(drawing.title), one_line(drawing.author)
    template = resources.path("xmp.xml").read_text("utf-8")
    xmp = template.format(
        title=escape(title),
        author=escape(author),
        producer=_PRODUCER,
        date=created.isoformat(timespec="seconds"),
        claim=claim,
    )
    pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    del pdf.trailer["/Info"]
    when = _pdf_date(created)
    said = {
        "/Title": title,
        "/Author": author,
        "/Creator": _PRODUCER,
        "/Producer": _PRODUCER,
        "/CreationDate": when,
        "/ModDate": when,
    }
    for name, value in said.items():
        pdf.docinfo[name] = value


def _attach(pdf: Pdf, attachments: Sequence[AttachedFile], created: dt.datetime) -> None:
    """Associated files: in the list viewers show, and in that of the catalog (ISO 19005-3, 6.8)."""
    when = _pdf_date(created)
    for file in attachments:
        pdf.attachments[file.name] = pikepdf.AttachedFileSpec(
            pdf,
            file.data if isinstance(file.data, bytes) else b"",
            description=file.description,
            filename=file.name,
            mime_type=file.media_type,
            creation_date=when,
            mod_date=when,
            relationship=Name("/" + file.relationship),  # type: ignore[call-arg]  # missing in its stubs
        )
        content = pdf.attachments[file.name].get_file().obj
        assert isinstance(content, Stream)
        if isinstance(file.data, Packed):
            content.write(file.data.data, filter=Name.FlateDecode)
            content.Params.Size, content.Params.CheckSum = file.data.size, String(file.data.md5)
        _end_well(content)
    if attachments:
        pdf.Root.AF = Array([pdf.attachments[file.name].obj for file in attachments])


def _end_well(stream: Stream) -> None:
    """A compressed stream, and no carriage return at its end.

    Strict readers take that and the line feed before ``endstream`` for one line end and find the stream too
    short. The last bytes are a checksum of the content, so what ends so is written in hexadecimal.
    """
    if "/Filter" not in stream:
        stream.write(zlib.compress(stream.read_bytes()), filter=Name.FlateDecode)
    raw = stream.read_raw_bytes()
    if raw[-1:] == b"\r":
        stream.write(raw.hex().encode() + b">", filter=Array([Name.ASCIIHexDecode, Name.FlateDecode]))


def _pdf_date(when: dt.datetime) -> str:
    """ISO 32000-1, 7.9.4."""
    zone = when.strftime("%z")
    return f"D:{when:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
