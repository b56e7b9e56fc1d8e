"""Drawing a report in a process of its own: the program started again with the hidden ``_render`` argument.

On its standard input it gets the evidence, the exhibits and the signing key, never the journal's keys; on its
standard output it says how far it is, one JSON line at a time. The file it leaves has a temporary name;
it was read back with another library and found to prove what it says.
"""

import functools
import gc
import hashlib
import io
import os
import struct
import sys
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import IO

import msgspec
from reportlab.pdfgen.canvas import Canvas

from coachdesk.export import memory, seal
from coachdesk.export.attached import digests_in
from coachdesk.export.blocks import Document
from coachdesk.export.certificate import SigningKey
from coachdesk.export.evidence import FILE_NAME, Evidence, Version, decode
from coachdesk.export.exhibits import pictures_of, sheets_in
from coachdesk.export.leaks import Leak, find_leaks, leaks_in_evidence
from coachdesk.export.pdf import archive
from coachdesk.export.pdf.draw import Drawing, Placed, draw
from coachdesk.export.pdf.fonts import Fonts
from coachdesk.export.pdf.page import PackedPage
from coachdesk.export.pdf.pictures import Picture
from coachdesk.export.proof import prove
from coachdesk.export.reading_back import Reader
from coachdesk.export.rendering import Job, Said, started
from coachdesk.export.report import document_of
from coachdesk.export.verdict import Finding
from coachdesk.export.verify import Pages, exhibit_findings, signature_findings, text_findings

_SHARES = {"drawn": 0.55, "finished": 0.75, "signed": 0.8, "checked": 0.98}
_LARGE = 1024 * 1024
"""Bytes of packed evidence and exhibits: the evidence of some 1,500 entries."""
_EXHIBITS = 0.25
"""Of the share up to ``drawn``, where there are exhibits."""


def answer(read: IO[bytes], write: IO[bytes]) -> int:
    """Renders the job on ``read``; answers on ``write``. Returns the exit code.

    Of a mistake in the program only its kind and place are told: its words may quote the journal.
    """

    def say(said: Said) -> None:
        write.write(msgspec.json.encode(said) + b"\n")
        write.flush()

    fonts = Fonts()
    fonts.faces()  # read while the job is not there yet, and not between what goes again
    rehearse()
    job = msgspec.msgpack.decode(read.read(), type=Job)
    try:
        data, pages = rendered(job, lambda share: say(Said(share=share)), fonts)
        if job.target:
            _write(Path(job.target), data)
    except OSError as error:
        say(Said(problem="storage", detail=str(error.errno or 0)))
        return 1
    except CheckFailed as failed:
        say(Said(problem="check_failed", detail=failed.kinds))
        return 1
    except Leaked as leaked:
        say(Said(problem="leaked", detail=leaked.places))
        return 1
    except Exception as error:  # noqa: BLE001  # nobody else is there to hear of it
        say(Said(problem="mistake", detail=_where(error)))
        return 1
    size = 0 if job.target else len(data)
    say(Said(share=1.0, digest=hashlib.sha256(data).hexdigest(), pages=pages, size=size))
    if size:
        write.write(data)
        write.flush()
    return 0


def rehearse() -> None:
    """Makes what is made once and stays, before there is a job: between what goes again, each such thing would keep a
    megabyte from the system.
    """
    for form in (Evidence, Version, Document, Placed, PackedPage, SigningKey):
        msgspec.json.Decoder(form)  # what a form is like is found out with the first one
    canvas = Canvas(io.BytesIO(), invariant=1)
    canvas.setTitle("ő")
    canvas.addLiteral("")
    canvas.bookmarkPage("here")
    canvas.addOutlineEntry("here", "here")
    canvas.showPage()
    canvas.getpdfdata()


class CheckFailed(Exception):
    """The finished file, read back, does not prove what it says; ``kinds`` are the findings."""

    def __init__(self, kinds: str) -> None:
        super().__init__(kinds)
        self.kinds = kinds


class Leaked(Exception):
    """Something stands in the finished file that was to stay out of it; ``places`` say where, not what."""

    def __init__(self, leaks: Iterable[Leak]) -> None:
        self.places = ", ".join(dict.fromkeys(leak.where.partition(",")[0] for leak in leaks))
        super().__init__(self.places)


def rendered(job: Job, progress: Callable[[float], None], fonts: Fonts | None = None) -> tuple[bytes, int]:
    """The finished file and its number of pages. Raises :class:`CheckFailed` or :class:`Leaked`."""
    with started("_read_back") as process:
        return _rendered(job, progress, Reader(process), fonts)


def _rendered(
    job: Job, progress: Callable[[float], None], reader: Reader, fonts: Fonts | None = None
) -> tuple[bytes, int]:
    """In steps, each a function of its own: what a step no longer needs is given back before the next begins."""
    drawing, pictures = _drawn(job, progress, fonts)
    if _is_large(job):
        _forget()
    _give_back()
    data = _finished(job, drawing, pictures)
    printed, pictured = drawing.pages, drawing.pictured
    del drawing, pictures
    _give_back()
    progress(_SHARES["finished"])
    if job.signing_key:
        key = msgspec.msgpack.decode(job.signing_key, type=SigningKey)
        file = io.BytesIO(data)
        del data  # the only one who has it can go on in it
        seal.sign_in_place(file, key, "Export of a manager’s record", job.password)
        data = file.getvalue()
        del file
        _give_back()
    progress(_SHARES["signed"])
    reader.begin(data, printed, job.password, pictures=pictured)
    _check(job, data, printed, reader)
    progress(_SHARES["checked"])
    return data, len(printed)


def _drawn(
    job: Job, progress: Callable[[float], None], fonts: Fonts | None
) -> tuple[Drawing, Mapping[str, Picture]]:
    """What the evidence gives on paper, and the pictures on it. Raises :class:`Leaked` or :class:`CheckFailed`."""
    first = _EXHIBITS if job.exhibits else 0.0
    pictures: dict[str, Picture] = {}
    drawing = draw(
        # Nothing but ``draw`` holds the document, so that it can let go of it. Made anew, it lies together, and
        # what it was made of goes back to the system.
        _unpacked(job, _document(job, pictures, lambda share: progress(share * first * _SHARES["drawn"]))),
        lambda share: progress((first + share * (1 - first)) * _SHARES["drawn"]),
        fonts,
    )
    return drawing, pictures


def _document(job: Job, pictures: dict[str, Picture], progress: Callable[[float], None]) -> bytes:
    """What the evidence says, proved and packed; into ``pictures`` go those of the exhibits."""
    evidence, originals = job.evidence, {file.name: file.content for file in job.exhibits}
    proved = prove(decode(evidence))
    _fail_if_leaked(leaks_in_evidence(evidence, job.forbidden, proved.events))
    del evidence
    _fail_if_wrong(exhibit_findings(proved, originals))
    sheets = sheets_in(proved, originals, progress)
    pictures.update(pictures_of(sheets))
    document = document_of(proved, sheets)
    _forget()
    return msgspec.msgpack.encode(document)


def _unpacked(job: Job, document: bytes) -> Document:
    if _is_large(job):
        _give_back()
    return msgspec.msgpack.decode(document, type=Document)


def _finished(job: Job, drawing: Drawing, pictures: Mapping[str, Picture]) -> bytes:
    evidence = archive.AttachedFile(
        FILE_NAME, _packed(job), "application/json", "Data", "Evidence for this report"
    )
    files = [
        archive.AttachedFile(file.name, file.content, file.media_type, "Supplement", file.description)
        for file in job.exhibits
    ]
    return archive.finish(
        drawing,
        attachments=[evidence, *files],
        signed=bool(job.signing_key),
        pictures=pictures,
        password=job.password,
    )


def _packed(job: Job) -> archive.Packed:
    evidence = job.evidence
    return archive.Packed(job.packed, len(evidence), hashlib.md5(evidence, usedforsecurity=False).digest())


def _check(job: Job, data: bytes, printed: Pages, reader: Reader) -> None:
    """The finished file: nothing is in it that may not be, it is whole, and holds and shows what it should."""
    attached = _digests({FILE_NAME: job.evidence, **{file.name: file.content for file in job.exhibits}})
    # Whether pdfium sees the pages as they were drawn is found besides.
    _fail_if_leaked(
        find_leaks(
            data,
            job.forbidden,
            password=job.password,
            searched=attached[FILE_NAME],
            said=["\n".join(page) for page in printed],
            seen=(),
            originals={file.name: file.description for file in job.exhibits},
        )
    )
    if _is_large(job):
        _give_back()
    _fail_if_wrong(signature_findings(data, job.password))
    if _is_large(job):
        _give_back()
    if digests_in(data, job.password) != attached:
        raise CheckFailed("attachment_unexpected")
    _fail_if_wrong(text_findings(data, printed, reader.compare, job.password))


def _digests(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: hashlib.sha256(content).digest() for name, content in files.items()}


def _fail_if_leaked(leaks: Collection[Leak]) -> None:
    if leaks:
        raise Leaked(leaks)


def _fail_if_wrong(findings: Iterable[Finding]) -> None:
    wrong = [finding.kind for finding in findings if finding.state == "wrong"]
    if wrong:
        raise CheckFailed(", ".join(wrong))


def _is_large(job: Job) -> bool:
    """Whether there is so much that it is worth the time to give it back at every turn."""
    return len(job.packed) + sum(len(file.content) for file in job.exhibits) > _LARGE


def _forget() -> None:
    """What functions remember, of the evidence mostly, goes with it."""
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper):  # noqa: SLF001  # what a cached function is, by its only name
            one.cache_clear()
    struct._clearcache()  # type: ignore[attr-defined]  # noqa: SLF001  # the standard library has no other way


def _give_back() -> None:
    """What is left of a step, to the system."""
    # Names that were looked up lately are remembered, here and there among what goes.
    forget_names = getattr(sys, "_clear_internal_caches", None) or sys._clear_type_cache  # noqa: SLF001  # of Python 3.13, and before
    forget_names()
    gc.collect()
    memory.give_back()


def _where(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"


def _write(target: Path, data: bytes) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def main() -> int:
    """The process: standard input and output are the channel, nothing else may be written to them."""
    memory.keep_large_apart()
    return answer(sys.stdin.buffer, sys.stdout.buffer)
