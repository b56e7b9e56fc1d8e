"""Drawing a report in a process of its own: the program started again with the hidden ``_render`` argument.

On its standard input it gets the evidence, the exhibits and the signing key, never the journal's keys; on its
standard output it says how far it is, one JSON line at a time. The file it leaves has a temporary name;
it was read back with another library and found to prove what it says.
"""

import hashlib
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

from coachdesk.export import seal
from coachdesk.export.certificate import SigningKey
from coachdesk.export.evidence import FILE_NAME, decode
from coachdesk.export.pdf import archive
from coachdesk.export.pdf.draw import draw
from coachdesk.export.proof import prove
from coachdesk.export.reading_back import Reader
from coachdesk.export.rendering import Job, Said, started
from coachdesk.export.report import document_of
from coachdesk.export.verify import attachments_in, findings_of, signature_findings

_SHARES = {"drawn": 0.55, "finished": 0.75, "signed": 0.8, "checked": 0.98}


def answer(read: IO[bytes], write: IO[bytes]) -> int:
    """Renders the job on ``read``; answers on ``write``. Returns the exit code.

    Of a mistake in the program only its kind and place are told: its words may quote the journal.
    """

    def say(said: Said) -> None:
        write.write(msgspec.json.encode(said) + b"\n")
        write.flush()

    job = msgspec.msgpack.decode(read.read(), type=Job)
    try:
        data, pages = rendered(job, lambda share: say(Said(share=share)))
        if job.target:
            _write(Path(job.target), data)
    except OSError as error:
        say(Said(problem="storage", detail=str(error.errno or 0)))
        return 1
    except CheckFailed as failed:
        say(Said(problem="check_failed", detail=failed.kinds))
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


class CheckFailed(Exception):
    """The finished file, read back, does not prove what it says; ``kinds`` are the findings."""

    def __init__(self, kinds: str) -> None:
        super().__init__(kinds)
        self.kinds = kinds


def rendered(job: Job, progress: Callable[[float], None]) -> tuple[bytes, int]:
    """The finished file and its number of pages. Raises :class:`CheckFailed`."""
    with started("_read_back") as process:
        return _rendered(job, progress, Reader(process))


def _rendered(job: Job, progress: Callable[[float], None], reader: Reader) -> tuple[bytes, int]:
    proved = prove(decode(job.evidence))
    drawing = draw(document_of(proved), lambda share: progress(share * _SHARES["drawn"]))
    evidence = archive.AttachedFile(
        FILE_NAME, job.evidence, "application/json", "Data", "Evidence for this report"
    )
    files = [
        archive.AttachedFile(file.name, file.content, file.media_type, "Supplement", file.description)
        for file in job.exhibits
    ]
    data = archive.finish(drawing, attachments=[evidence, *files], signed=bool(job.signing_key))
    progress(_SHARES["finished"])
    if job.signing_key:
        key = msgspec.msgpack.decode(job.signing_key, type=SigningKey)
        data = seal.sign(data, key, "Export of a manager’s record")
    progress(_SHARES["signed"])
    reader.begin(data, drawing.pages)
    found = [
        *signature_findings(data),
        *findings_of(data, proved, drawing.pages, attachments_in(data), reader.compare),
    ]
    wrong = [finding.kind for finding in found if finding.state == "wrong"]
    if wrong:
        raise CheckFailed(", ".join(wrong))
    progress(_SHARES["checked"])
    return data, len(drawing.pages)


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
    return answer(sys.stdin.buffer, sys.stdout.buffer)
