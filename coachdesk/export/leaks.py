"""The search for leaks: nothing may be in the finished file that was to stay out of it.

Looked for are the names that were replaced, the texts of what is withheld and the digests of files that are not
attached: in the evidence, on the pages (as pdfium sees them, and as their content streams draw them), in all
strings of all objects (alternative text, bookmarks, annotations, metadata), in all other streams, and in the
attached files, PDF files and packed ones inside of them too.

When is it a leak, and when the same words twice? A withheld text is known by its *runs*: four words in a row that
stand in no text that is shown. A text of less than four words is a run by itself. Whoever wrote the same sentence
into two entries, one withheld and one not, has therefore not leaked it. What the report itself says (its headings,
its explanations) is a function of evidence that was searched before, so runs and names that stand on its pages, or in
the frame of its metadata, and not in that evidence are its own words (:meth:`Forbidden.without`). In a file that is attached as it was taken in
only names and digests are looked for: its text is shown by choice. A name that is an ordinary word (Will, Page) is
looked for with the rest of the full name only.

What is only in a picture, or in a file locked with a password of its own, is not found.
"""

import email
import email.policy
import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Literal

import msgspec
import pikepdf
import pypdfium2

from coachdesk import resources
from coachdesk.export import evidence as evidence_format
from coachdesk.export import memory
from coachdesk.export.attached import digests_in
from coachdesk.export.evidence import FILE_NAME
from coachdesk.export.fault import Known
from coachdesk.export.forbidden import Forbidden, rows, words_of
from coachdesk.export.names import folded
from coachdesk.export.pdf.all_text import (
    SPLIT,
    Text,
    drawn_texts,
    laid_open,
    loose_text,
    seen_texts,
    stored_texts,
)
from coachdesk.export.proof import known_in
from coachdesk.export.replacing import written as written_in

_LETTERS = re.compile(r"[\W_]+")
_BETWEEN_TEXTS = " 0x0x0 "
"""A word that stands in no text."""

_BETWEEN_LETTERS = r"[\0\s]*"
_SHORTEST_SPLIT = 6
"""Letters: a shorter name is found in many a word."""

_DEEPEST = 3
_MOST_MEMBERS = 2000
_MOST_BYTES = 32 * 1024 * 1024

_NO_FILES: Mapping[str, str] = {}

What = Literal["name", "withheld", "attachment"]


class Leak(msgspec.Struct, frozen=True):
    """Something that was to stay out: ``where`` it was found, and what it is; never the words themselves."""

    where: str
    what: What


class _Search:
    """The same search over many texts."""

    def __init__(self, forbidden: Forbidden) -> None:
        self._sets: list[tuple[What, int, frozenset[tuple[str, ...]]]] = []
        kinds: tuple[tuple[What, frozenset[tuple[str, ...]]], ...] = (
            ("name", forbidden.names),
            ("withheld", forbidden.runs),
        )
        for what, every in kinds:
            for length in sorted({len(one) for one in every}):
                self._sets.append((what, length, frozenset(one for one in every if len(one) == length)))
        self._digests, self._anywhere = forbidden.digests, forbidden.anywhere
        joined = {"".join(name) for name in forbidden.names}
        self._joined = [name for name in joined if len(name) >= _SHORTEST_SPLIT]

    def kinds_in(self, text: str) -> set[What]:
        """What stands in a text."""
        words = words_of(text)
        found: set[What] = {
            what for what, length, every in self._sets if not every.isdisjoint(rows(words, length))
        }
        if self._digests and any(digest in text for digest in self._digests):
            found.add("attachment")
        if self._anywhere and any(name in "".join(text.split()) for name in self._anywhere):
            found.add("name")
        return found

    def is_split_in(self, text: str) -> bool:
        """Whether a name stands in a text although its letters are drawn one by one."""
        if not self._joined:
            return False
        plain = folded(text)
        letters = _LETTERS.sub("", plain)
        return any(
            name in letters
            and re.search(rf"(?<![^\W_]){_BETWEEN_LETTERS.join(name)}(?![^\W_])", plain) is not None
            for name in self._joined
        )


def leaks_in(texts: Iterable[Text], search: _Search) -> Iterator[Leak]:
    """What stands in the texts that may not."""
    for one in texts:
        for what in sorted(search.kinds_in(one.text.replace(SPLIT, " "))):
            yield Leak(one.where, what)
        if SPLIT in one.text and search.is_split_in(one.text):
            yield Leak(one.where, "name")


def find_leaks(
    pdf: bytes,
    forbidden: Forbidden,
    *,
    password: str = "",
    searched: bytes = b"",
    said: Sequence[str] = (),
    seen: Iterable[Text] | None = None,
    originals: Mapping[str, str] = _NO_FILES,
) -> tuple[Leak, ...]:
    """What is in the file that may not be; each place once.

    ``searched`` is the SHA-256 of its evidence, where that was searched already, ``said`` is what that gives for each page, ``seen`` its pages as pdfium reads them, where they were read
    already. ``originals`` are the names of files that are attached by choice, each with what it is called.
    Raises pikepdf.PdfError and pypdfium2.PdfiumError for what is no PDF.
    """
    if forbidden.is_empty:
        return ()
    is_searched = bool(searched) and digests_in(pdf, password).get(FILE_NAME) == searched
    with pikepdf.open(BytesIO(pdf), password=password) as opened:
        attached = {
            name: spec.get_file().read_bytes()
            for name, spec in opened.attachments.items()
            if not (is_searched and name == FILE_NAME)
        }
    known = {hashlib.sha256(content).digest() for content in attached.values()}
    evidence = attached.pop(FILE_NAME, b"")
    found = leaks_in_evidence(evidence, forbidden) if evidence else ()
    del evidence
    looked = _Looked(
        pdf, password, said, seen, attached, frozenset(known | ({searched} if is_searched else set()))
    )
    others = list(_elsewhere(looked, forbidden, originals))
    if others and said:
        own = "\n".join((*said, resources.path("xmp.xml").read_text("utf-8")))
        others = list(_elsewhere(looked, forbidden.without(words_of(own)), originals))
    return tuple(dict.fromkeys([*found, *others]))


class _Looked(msgspec.Struct, frozen=True):
    """A file and what is known of it."""

    data: bytes
    password: str
    said: Sequence[str]
    seen: Iterable[Text] | None
    attached: dict[str, bytes]
    """All but the evidence."""
    known: frozenset[bytes]
    """The digests of all that is attached."""


def _elsewhere(looked: _Looked, forbidden: Forbidden, originals: Mapping[str, str]) -> Iterator[Leak]:
    """What stands in the file beside its evidence. Most often nothing does, not even what it says itself."""
    search = _Search(forbidden)
    yield from leaks_in(_pages(looked), search)
    with pikepdf.open(BytesIO(looked.data), password=looked.password) as pdf:
        laid = laid_open(looked.data, pdf)
    memory.give_back()
    yield from leaks_in(_gathered(stored_texts(laid, looked.known)), search)
    for number, (name, content) in enumerate(looked.attached.items(), start=1):
        wanted = forbidden.only_names() if name in originals else forbidden
        yield from _attached(originals.get(name, f"attachment {number}"), content, wanted, 0)


def _pages(looked: _Looked) -> Iterator[Text]:
    """The pages as they are seen and as they are drawn, but for those that are what the evidence gives."""
    if looked.seen is None:
        yield from _others(seen_texts(looked.data, looked.password), looked.said)
    else:
        yield from _others(looked.seen, looked.said)
    with pikepdf.open(BytesIO(looked.data), password=looked.password) as pdf:
        yield from _others(drawn_texts(pdf), looked.said)


def _others(texts: Iterable[Text], said: Sequence[str]) -> Iterator[Text]:
    for place, one in enumerate(texts):
        if place >= len(said) or _visible(one.text) != _visible(said[place]):
            yield one


def _visible(text: str) -> str:
    return "".join(text.replace(SPLIT, " ").split())


class _Front(msgspec.Struct, frozen=True):
    """Of evidence only what is in no event."""

    cover: Any
    exhibits: Any


def leaks_in_evidence(
    data: bytes, forbidden: Forbidden, known: Iterable[Known] | None = None
) -> tuple[Leak, ...]:
    """What stands in the written texts of the evidence, and in its cover. Ids and hashes say nothing.

    ``known`` are its events, where they were read already.
    """
    return () if forbidden.is_empty else tuple(_in_evidence(data, known, forbidden))


def _in_evidence(data: bytes, known: Iterable[Known] | None, forbidden: Forbidden) -> Iterator[Leak]:
    try:
        evidence = None if known else evidence_format.decode(data)
    except evidence_format.UnreadableEvidence:
        yield from _attached("evidence", data, forbidden, _DEEPEST)
        return
    # Names of several words may meet by chance, across a comma or from one list to the next.
    single = frozenset(one for one in forbidden.names if len(one) == 1)
    search = _Search(msgspec.structs.replace(forbidden, names=single))
    for one in known or (known_in(evidence) if evidence else ()):
        written = (
            str(one.values.get("reason", "")),
            *written_in(one.event.record_type, one.values.get("record")),
        )
        for what in sorted(search.kinds_in(_BETWEEN_TEXTS.join(written))):
            yield Leak(f"evidence of {one.event.record_id[:8]}", what)
    plain = msgspec.json.decode(data, type=_Front)
    for text in _texts_of([plain.cover, plain.exhibits]):
        yield from (Leak("cover", what) for what in sorted(search.kinds_in(text)))


def _texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts_of(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts_of(item)


def _gathered(texts: Iterable[Text]) -> Iterator[Text]:
    """Many short texts of one kind as one: that is quicker to search."""
    found: dict[str, list[str]] = {}
    for one in texts:
        found.setdefault(one.where, []).append(one.text)
    for where, several in found.items():
        yield Text(where, _BETWEEN_TEXTS.join(several))


def _attached(where: str, content: bytes, forbidden: Forbidden, depth: int) -> Iterator[Leak]:
    if hashlib.sha256(content).hexdigest() in forbidden.digests:
        yield Leak(where, "attachment")
    yield from leaks_in((Text(where, text) for text in _texts_in(content)), _Search(forbidden))
    if depth >= _DEEPEST:
        return
    inner = f"{where}, inside"
    if b"%PDF-" in content[:1024]:
        try:
            found = find_leaks(content, forbidden)
        except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError):
            return
        yield from (Leak(f"{where}, {leak.where}", leak.what) for leak in found)
    elif content[:4] == b"PK\3\4":
        for member in _members(content):
            yield from _attached(inner, member, forbidden, depth + 1)
    elif b"\nContent-Type:" in content[:65536] or b"\nMIME-Version:" in content[:65536]:
        for part in _parts(content):
            yield from _attached(inner, part, forbidden, depth + 1)


def _texts_in(content: bytes) -> Iterator[str]:
    if b"\0" not in content[:4096] or content[:2] in (b"\xfe\xff", b"\xff\xfe"):
        yield (
            re.sub(r"<[^<>]{1,200}>", " ", loose_text(content))
            if b"<?xml" in content[:200]
            else loose_text(content)
        )
    else:
        yield loose_text(content)


def _members(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for member in packed.infolist()[:_MOST_MEMBERS]:
                yield member.filename.encode()
                if member.file_size <= _MOST_BYTES and not member.flag_bits & 1:
                    yield packed.read(member)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError):
        return


def _parts(content: bytes) -> Iterator[bytes]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    yield "\n".join(str(value) for value in message.values()).encode("utf-8", "replace")
    for part in message.walk():
        if not part.is_multipart():
            payload: Any = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload != content:
                charset = part.get_content_charset() or "utf-8"
                try:
                    yield (
                        payload.decode(charset, "replace").encode()
                        if part.get_content_maintype() == "text"
                        else payload
                    )
                except LookupError:
                    yield payload
