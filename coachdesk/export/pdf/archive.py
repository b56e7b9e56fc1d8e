"""The archive form: a drawing as PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), with attached files."""

import datetime as dt
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Literal
from xml.sax.saxutils import escape

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from coachdesk import resources
from coachdesk.export.pdf.characters import one_line
from coachdesk.export.pdf.draw import Drawing
from coachdesk.export.pdf.tags import Tagged, with_structure

FIELD = "Signature1"
_FIELD_SAYS = "Digital signature of this export"
_PRODUCER = "CoachDesk"
_PRINT = 4
_LOCKED = 128
_SIGNATURES_EXIST = 1


class AttachedFile(msgspec.Struct, frozen=True):
    """A file inside the PDF; ``relationship`` as ISO 32000-2, 7.11.3 names it."""

    name: str
    data: bytes
    media_type: str
    relationship: Literal["Data", "Supplement"]
    description: str


def finish(drawing: Drawing, *, attachments: Sequence[AttachedFile], signed: bool) -> bytes:
    """The finished file; where it is to be ``signed``, with the empty field that ``seal.sign`` fills.

    Equal input gives equal bytes. Raises ValueError if two attachments have the same name, or ``created``
    is no date with an offset.
    """
    created = dt.datetime.fromisoformat(drawing.created)
    if created.tzinfo is None or len({file.name for file in attachments}) < len(attachments):
        raise ValueError(drawing.created, [file.name for file in attachments])
    tagged = with_structure(drawing)
    output = BytesIO()
    with pikepdf.open(BytesIO(tagged.data)) as pdf:
        for index, page in enumerate(pdf.pages):
            page.obj.StructParents = index
            # PDF/A-3, 6.9: no transitions, not even the empty ones ReportLab writes.
            del page.obj["/Trans"]
        pdf.Root.StructTreeRoot = pdf.get_object(tagged.root, 0)
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        _tag_links(pdf, tagged)
        if signed:
            _add_field(pdf, tagged)
        _add_output_intent(pdf)
        _describe(pdf, drawing, created)
        _attach(pdf, attachments, created)
        for stream in _streams(pdf, tagged):
            _end_well(stream)
        pdf.save(
            output,
            # Streams of objects would be a third of the size, but could end with a carriage return.
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
            fix_metadata_version=False,
            compress_streams=False,  # done already; it would undo what _end_well does
        )
    return output.getvalue()


def _tag_links(pdf: Pdf, tagged: Tagged) -> None:
    """Each link annotation and its element know each other; they are printed, and visited in reading order."""
    for page, links in zip(pdf.pages, tagged.links, strict=True):
        if not links:
            continue
        obj = page.obj
        obj.Tabs = Name.S
        annotations = obj.Annots
        for place, (element, key) in enumerate(links):
            annotation = pdf.make_indirect(annotations[place])
            annotation["/F"] = _PRINT
            annotation["/StructParent"] = key
            annotations[place] = annotation
            pdf.get_object(element, 0)["/K"].append(
                Dictionary({"/Type": Name.OBJR, "/Pg": obj, "/Obj": annotation})
            )


def _add_field(pdf: Pdf, tagged: Tagged) -> None:
    """An empty invisible field in the structure tree: pyHanko's own is in none, and PDF/UA asks for it."""
    page, tree = pdf.pages[0].obj, pdf.Root.StructTreeRoot
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(_FIELD_SAYS),
            Rect=Object.parse(b"[0 0 0 0]"),
            F=_PRINT | _LOCKED,
            P=page,
            StructParent=tagged.next_key,
        )
    )
    page.Annots = Array([*page.get("/Annots", ()), widget])
    page.Tabs = Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=_SIGNATURES_EXIST)
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=tree.K,
            Alt=String(_FIELD_SAYS),
            K=Dictionary(Type=Name.OBJR, Pg=page, Obj=widget),
        )
    )
    tree.K.K.append(element)
    tree.ParentTree.Nums = Array([*tree.ParentTree.Nums, tagged.next_key, element])
    tree.ParentTreeNextKey = tagged.next_key + 1


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


def _describe(pdf: Pdf, drawing: Drawing, created: dt.datetime) -> None:
    """XMP and the document information say the same, as PDF/A asks."""
    title, author = one_line(drawing.title), one_line(drawing.author)
    template = resources.path("xmp.xml").read_text("utf-8")
    xmp = template.format(
        title=escape(title),
        author=escape(author),
        producer=_PRODUCER,
        date=created.isoformat(timespec="seconds"),
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
            file.data,
            description=file.description,
            filename=file.name,
            mime_type=file.media_type,
            creation_date=when,
            mod_date=when,
            relationship=Name("/" + file.relationship),  # type: ignore[call-arg]  # missing in its stubs
        )
    if attachments:
        pdf.Root.AF = Array([pdf.attachments[file.name].obj for file in attachments])


def _streams(pdf: Pdf, tagged: Tagged) -> Iterator[Stream]:
    """All but the metadata, which are left readable; the structure tree between them has none."""
    for number in (*range(1, tagged.root), *range(tagged.end, len(pdf.objects) + 1)):
        found = pdf.get_object(number, 0)
        if isinstance(found, Stream) and found.get("/Type") != Name.Metadata:
            yield found


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
