"""What a kept file looks like from inside the window: read in a pool thread, never written to a disk.

A file may come from anybody: pictures are measured before they are unpacked, e-mail is shown as text, and
nothing in a file is ever run, fetched or followed.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Literal, NamedTuple

import pypdfium2
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from coachdesk.gui.background import Task
from coachdesk.gui.pdf_pages import PageSize, page_sizes
from coachdesk.journal.view import View
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import clean

MOST_BYTES = 64 * 1024 * 1024
_MOST_PIXELS = 60_000_000
_MOST_LETTERS = 1_000_000
_LONGEST_PAGE = 12
"""How many times its width a page of a PDF may be long."""

_PICTURES = {"png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "ico"}
_SHOWN_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_SPACE = re.compile(r"\s+")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

Why = Literal["too_large", "too_many_pixels", "unreadable", "protected", "unknown"]


class Picture(NamedTuple):
    """A picture, unpacked."""

    image: QImage


class Pages(NamedTuple):
    """A PDF and the sizes of its pages."""

    data: bytes
    sizes: list[PageSize]


class Words(NamedTuple):
    """Text, or an e-mail with its ``headers`` and the names of its ``files``; ``is_cut`` if it goes on."""

    text: str
    is_cut: bool
    headers: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


class Nothing(NamedTuple):
    """It cannot be shown."""

    why: Why


Content = Picture | Pages | Words | Nothing


def look_into(attachment: Attachment, view: View, task: Task) -> Content:
    """What can be shown of a file. Raises DamagedContent, Cancelled, or a storage error."""
    if attachment.size > MOST_BYTES:
        return Nothing("too_large")
    parts = []
    for chunk in view.content(attachment):
        task.check()
        parts.append(chunk)
    return content_of(attachment, b"".join(parts))


def content_of(attachment: Attachment, data: bytes) -> Content:
    """What can be shown of these bytes: judged by what they are, and by their name where that does not tell."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _pages(data)
    if (picture := _picture(data)) is not None:
        return picture
    if attachment.media_type == "message/rfc822" or attachment.name.lower().endswith(".eml"):
        return _mail(data)
    return _words(data)


def _pages(data: bytes) -> Pages | Nothing:
    try:
        sizes = page_sizes(data)
    except pypdfium2.PdfiumError as error:
        return Nothing("protected" if "assword" in str(error) else "unreadable")
    if not sizes or any(size.width <= 0 or size.height / size.width > _LONGEST_PAGE for size in sizes):
        return Nothing("unreadable")
    return Pages(data, sizes)


def _picture(data: bytes) -> Picture | Nothing | None:
    """The picture, why it cannot be shown, or None if it is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).decode("ascii", "replace") not in _PICTURES or not reader.canRead():
        return None
    size = reader.size()
    if size.width() * size.height() > _MOST_PIXELS:
        return Nothing("too_many_pixels")
    image = reader.read()
    return Nothing("unreadable") if image.isNull() else Picture(image)


def _words(data: bytes) -> Words | Nothing:
    encoding = next((name for mark, name in _BOMS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        if "\ufffd" in text:
            return Nothing("unknown")
    return Nothing("unknown") if "\0" in text else _cut(text)


def _cut(text: str, headers: tuple[tuple[str, str], ...] = (), files: tuple[str, ...] = ()) -> Words:
    return Words(clean(text[:_MOST_LETTERS]), len(text) > _MOST_LETTERS, headers, files)


def _mail(data: bytes) -> Words | Nothing:
    """An e-mail; one that is not as mail should be is shown as the text it is."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        headers = tuple((name, clean(str(message[name]))) for name in _SHOWN_HEADERS if message[name])
        files = tuple(
            clean(part.get_filename() or part.get_content_type()) for part in message.iter_attachments()
        )
        return _cut(_body(message), headers, files)
    except (ValueError, LookupError, AttributeError, TypeError, email.errors.MessageError):
        return _words(data)


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    text = str(part.get_content())
    return text_of_html(text) if part.get_content_subtype() == "html" else text


class _Text(HTMLParser):
    """Collects what would be read of a page, a line for each block."""

    _BLOCKS = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "blockquote"))
    _UNSEEN = frozenset(("script", "style", "head", "title"))

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's
        self._unseen += tag in self._UNSEEN
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in self._UNSEEN))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(_SPACE.sub(" ", data))


def text_of_html(html: str) -> str:
    """The words of an HTML page; nothing that it names is fetched."""
    collected = _Text()
    collected.feed(html)
    collected.close()
    return "\n".join(_lines("".join(collected.parts)))


def _lines(text: str) -> Iterator[str]:
    """The lines of ``text``, never two empty ones after each other."""
    was_empty = True
    for line in (" ".join(line.split()) for line in text.split("\n")):
        if line or not was_empty:
            yield line
        was_empty = not line
