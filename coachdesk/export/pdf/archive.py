"""From an ordinary PDF to one for the archive: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).

Added here: the structure tree, XMP, the output intent, attached files, and an empty tagged field for a
signature. Equal drawings and files give equal bytes.
"""

import datetime as dt
import io
import zlib
from collections.abc import Sequence
from typing import Literal
from xml.sax.saxutils import escape

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from coachdesk import resources
from coachdesk.export.pdf.characters import one_line
from coachdesk.export.pdf.draw import Drawing
from coachdesk.export.pdf.structure import tag

FIELD = "Signature1"
_FIELD_SAYS = "Digital signature of this export"
_PRINT, _HIDDEN_AND_LOCKED = 4, 132
_PRODUCER = "CoachDesk"


class AttachedFile(msgspec.Struct, frozen=True):
    """A file inside the PDF; ``relationship`` as ISO 32000-2, 7.11.3 names it."""

    name: str
    data: bytes
    media_type: str
    relationship: Literal["Data", "Supplement"]
    description: str


def finish(drawing: Drawing, *, attachments: Sequence[AttachedFile], signed: bool) -> bytes:
    """The finished file; where ``signed``, it has the field that ``seal.sign`` fills."""
    created = dt.datetime.fromisoformat(drawing.created)
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawing.data)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]
            for annotation in page.obj.get("/Annots", ()):
                annotation.F = _PRINT
        tag(pdf, drawing)
        if signed:
            _add_field(pdf)
        _add_output_intent(pdf)
        for file in attachments:
            _attach(pdf, file, created)
        _describe(pdf, drawing, created)
        _avoid_trailing_returns(pdf)
        pdf.save(
            output,
            # In object streams the same could happen, out of reach: see _avoid_trailing_returns.
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
            fix_metadata_version=False,
            recompress_flate=False,
        )
    return output.getvalue()


def _add_field(pdf: Pdf) -> None:
    """PyHanko's own field is not in the structure tree, which PDF/UA asks for."""
    page, root = pdf.pages[0].obj, pdf.Root.StructTreeRoot
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(_FIELD_SAYS),
            Rect=Object.parse(b"[0 0 0 0]"),
            F=_HIDDEN_AND_LOCKED,
            P=page,
        )
    )
    page.Annots = Array([*page.get("/Annots", ()), widget])
    page.Tabs = Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=1)
    document = root.K
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=document,
            Alt=String(_FIELD_SAYS),
            K=Dictionary(Type=Name.OBJR, Pg=page, Obj=widget),
        )
    )
    kids = document.K
    document.K = Array([*(kids if isinstance(kids, Array) else [kids]), element])
    key = int(root.ParentTreeNextKey)
    widget.StructParent = key
    root.ParentTree.Nums = Array([*root.ParentTree.Nums, key, element])
    root.ParentTreeNextKey = key + 1


def _add_output_intent(pdf: Pdf) -> None:
    profile = pdf.make_stream(resources.path("colour", "sRGB.icc").read_bytes(), N=3)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=profile,
            )
        ]
    )


def _attach(pdf: Pdf, file: AttachedFile, created: dt.datetime) -> None:
    when = _pdf_date(created)
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
    associated = list(pdf.Root.get("/AF", ()))
    pdf.Root.AF = Array([*associated, pdf.attachments[file.name].obj])


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
    metadata = pdf.make_stream(xmp.encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    if "/Info" in pdf.trailer:
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


def _pdf_date(when: dt.datetime) -> str:
    zone = when.strftime("%z") or "+0000"
    return f"D:{when:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:]}'"


def _avoid_trailing_returns(pdf: Pdf) -> None:
    """Strict readers take a stream's last CR and the LF before ``endstream`` for one line end.

    The last byte of Flate data is part of the content's checksum, so white space is added to the content.
    """
    for found in pdf.objects:
        if not _is_plain_flate(found):
            continue
        assert isinstance(found, pikepdf.Stream)
        if found.read_raw_bytes()[-1:] == b"\r":
            content = found.read_bytes()
            while (packed := zlib.compress(content))[-1:] == b"\r":
                content += b"\n"
            found.write(packed, filter=Name.FlateDecode)


def _is_plain_flate(found: Object) -> bool:
    if not isinstance(found, pikepdf.Stream) or "/Length1" in found or "/Type" in found:
        return False
    used = found.get("/Filter")
    if isinstance(used, Array):
        used = used[0] if len(used) == 1 else None
    return bool(used == Name.FlateDecode)
