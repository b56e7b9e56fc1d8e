"""The exhibits of a report on its pages: pictures, and PDF files as pictures of their pages.

What is bound to the evidence is the original, attached to the report: its digest is in the ledger. A page
that shows it is drawn from it, by the exporter and again by whoever verifies, and the two are compared.
"""

import hashlib
from collections.abc import Callable, Mapping

from coachdesk.export.evidence import Exhibit
from coachdesk.export.pdf.pictures import MOST_SHEETS, Picture, Sheets, sheets_of
from coachdesk.export.proof import Proved
from coachdesk.export.report_entries import attachment_of

MOST_PAGES = 600
"""Of all exhibits together; what is beyond is in the originals only."""


def sheets_in(
    proved: Proved,
    contents: Mapping[str, bytes],
    progress: Callable[[float], None] = lambda _share: None,
) -> dict[str, Sheets]:
    """Each exhibit, by its number, as pictures; ``contents`` are the originals by their names in the PDF.

    Only a file with the digest that the evidence proves is ever opened.
    """
    exhibits = proved.evidence.exhibits
    found, left = {}, MOST_PAGES
    for place, exhibit in enumerate(exhibits):
        sheets = _sheets(proved, exhibit, contents.get(exhibit.file_name, b""), min(left, MOST_SHEETS))
        found[exhibit.number] = sheets
        left -= len(sheets.pictures)
        progress((place + 1) / len(exhibits))
    return found


def _sheets(proved: Proved, exhibit: Exhibit, content: bytes, most: int) -> Sheets:
    record = attachment_of(proved, exhibit.attachment_id)
    if hashlib.sha256(content).hexdigest() != record.digest:
        return Sheets(problem="damaged")
    return sheets_of(record.media_type, content, most)


def key(number: str, page: int) -> str:
    """What a page of an exhibit is called inside the PDF; pages count from 1."""
    return f"{number}-{page}"


def pictures_of(sheets: Mapping[str, Sheets]) -> dict[str, Picture]:
    """All pictures under the keys that the report names them by."""
    return {
        key(number, page): picture
        for number, one in sheets.items()
        for page, picture in enumerate(one.pictures, start=1)
    }
