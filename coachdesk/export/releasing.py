"""The act of handing over: gathered, rendered in another process, sealed as *prepared*, named, sealed as *released*."""

import datetime as dt
import re
import secrets
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

import coachdesk
from coachdesk.export import certificate
from coachdesk.export import evidence as evidence_format
from coachdesk.export.alias_key import keep_aliases
from coachdesk.export.evidence import Cover, Evidence, Manager
from coachdesk.export.forbidding import forbidden_of
from coachdesk.export.gathering import gather
from coachdesk.export.pdf import protection
from coachdesk.export.rendering import ExhibitFile, Job, Rendering, Said, started
from coachdesk.export.replacing import Redaction
from coachdesk.export.selection import Selection
from coachdesk.journal import files, header
from coachdesk.journal.errors import AlreadyExists, JournalMissing, UnsafePath
from coachdesk.journal.journal import Journal
from coachdesk.journal.view import View
from coachdesk.ledger.counts import CountProof
from coachdesk.ledger.event import Head, decode_payload, record_of
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord, clean_line
from coachdesk.records.handover import Export

SIGNING_KEY, MANAGER = "signing_key", "manager"


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the author decides about an export. ``zone`` is the zone the cover speaks in (IANA).

    ``protected`` is the password the file opens with; without one it is an archive file. The others of
    the second half are as in :class:`Cover`.
    """

    selection: Selection
    redaction: Redaction = Redaction()
    purpose: str = ""
    recipient: str = ""
    case_reference: str = ""
    formal: bool = False
    page_size: Literal["A4", "Letter"] = "A4"
    zone: str = "UTC"
    signed: bool = True
    protected: str = ""
    locale: str = ""
    copy: str = ""
    distribution: tuple[str, ...] = ()
    watermark: str = ""
    privilege_log: bool = False


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was handed over. ``digest`` is the file's SHA-256, ``fingerprint`` the certificate's,
    ``record_id`` names what the journal keeps of it.
    """

    record_id: str
    number: str
    path: Path
    digest: str
    pages: int
    entries: int
    withheld: int
    fingerprint: str


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A job ready to be rendered, and what will be written down about it."""

    job: Job
    evidence: Evidence
    choices: Choices
    target: Path


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """What only the journal's writer can say of a report: its cover, its head, the key it is signed with."""

    choices: Choices
    cover: Cover
    head: Head
    counts: tuple[CountProof | None, ...]
    signing_key: bytes


def prepare(journal: Journal, choices: Choices, target: Path, *, replace: bool = False) -> Prepared:
    """Gathers everything for a report. Raises NoSuchRecord, AlreadyExists, JournalMissing, a storage error."""
    check_target(target, replace=replace)
    return aimed(gathered(journal.view, begin(journal, choices)), target)


def check_target(target: Path, *, replace: bool = False) -> None:
    """Raises JournalMissing, UnsafePath or AlreadyExists unless a file can be made there.

    Nothing unencrypted goes into a journal's folder, and only an earlier PDF is ever replaced.
    """
    if not target.parent.is_dir():
        raise JournalMissing(target.parent)
    if any((folder / header.NAME).exists() for folder in target.absolute().resolve().parents):
        raise UnsafePath(target, "inside_a_journal")
    if target.is_symlink() or (target.exists() and not (replace and _is_pdf(target))):
        raise AlreadyExists(target)


def _is_pdf(path: Path) -> bool:
    if not path.is_file():
        return False
    with files.storage_errors(path), path.open("rb") as file:
        return file.read(5) == b"%PDF-"


def begin(journal: Journal, choices: Choices) -> Begun:
    """The quick part of preparing, for the thread that writes. Raises a storage error.

    Raises InvalidRecord for a password of which not all would count.
    """
    if len(protection.normal(choices.protected).encode()) > protection.LONGEST:
        raise InvalidRecord("password", "too_long", protection.LONGEST)
    signing_key, fingerprint = _signing_key(journal) if choices.signed else (b"", "")
    return Begun(
        choices=choices,
        cover=_cover(journal, choices, fingerprint),
        head=journal.head,
        counts=journal.counts.proofs(choices.selection.leader_ids),
        signing_key=signing_key,
    )


def gathered(view: View, begun: Begun) -> Prepared:
    """The long part of preparing, over any view; the file is to come back as bytes. Raises NoSuchRecord."""
    choices = begun.choices
    evidence = gather(view, begun.head, begun.counts, choices.selection, begun.cover, choices.redaction)
    forbidden = forbidden_of(view, choices.selection, choices.redaction, evidence)
    job = Job(
        packed=zlib.compress(evidence_format.encode(evidence)),
        exhibits=_exhibit_files(view, evidence),
        signing_key=begun.signing_key,
        target="",
        password=protection.normal(begun.choices.protected),
        forbidden=forbidden,
    )
    return Prepared(job=job, evidence=evidence, choices=begun.choices, target=Path())


def aimed(prepared: Prepared, target: Path) -> Prepared:
    """The same, to become the file ``target``; until it is released it has another name beside it.

    What an earlier one left there under such a name, because it was killed, is taken away.
    """
    left = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}\.part")
    with files.storage_errors(target):
        for found in target.parent.iterdir():
            if left.fullmatch(found.name):
                found.unlink(missing_ok=True)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    job = msgspec.structs.replace(prepared.job, target=str(part))
    return msgspec.structs.replace(prepared, job=job, target=target)


def write_part(prepared: Prepared, data: bytes) -> None:
    """Writes what was looked at under the name it has until :func:`release`. Raises a storage error."""
    try:
        with files.storage_errors(prepared.target):
            files.write_private(Path(prepared.job.target), data)
    except BaseException:
        drop_part(prepared)
        raise


def drop_part(prepared: Prepared) -> None:
    """Takes away what :func:`write_part` wrote: it will not be released after all."""
    Path(prepared.job.target).unlink(missing_ok=True)


def export_timeline(
    journal: Journal,
    choices: Choices,
    target: Path,
    progress: Callable[[float], None] = lambda _share: None,
    *,
    replace: bool = False,
) -> Released:
    """Makes the report and hands it over as ``target``. Until it is whole nothing has that name.

    Raises what :func:`prepare`, :meth:`Rendering.run` and :func:`release` raise.
    """
    with files.storage_errors(target), started() as renderer:
        prepared = prepare(journal, choices, target, replace=replace)
        said = Rendering(prepared.job, renderer, target).run(progress)
    return release(journal, prepared, said)


def release(journal: Journal, prepared: Prepared, said: Said) -> Released:
    """Seals the digest, gives the file its name, and seals that too. Raises a storage error."""
    evidence, choices, part = prepared.evidence, prepared.choices, Path(prepared.job.target)
    ids = {proved.event.record_id for proved in evidence.entries if proved.event.record_type == "entry"}
    withheld = len(ids & evidence.withheld.keys())
    record = Export.make(
        number=evidence.cover.number,
        state="prepared",
        leader_ids=choices.selection.leader_ids,
        purpose=choices.purpose,
        recipient=evidence.cover.recipient,
        digest=said.digest,
        size=evidence.head.size,
        root=evidence.head.root,
        entries=len(ids) - withheld,
        withheld=withheld,
        fingerprint=evidence.cover.fingerprint,
    )
    try:
        keep_aliases(journal, choices.redaction.aliases)
        journal.put(record)
        with files.storage_errors(prepared.target):
            part.replace(prepared.target)
            files.sync_folder(prepared.target.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    journal.put(record.changed(state="released"))
    return Released(
        record_id=record.id,
        number=record.number,
        path=prepared.target,
        digest=said.digest,
        pages=said.pages,
        entries=record.entries,
        withheld=record.withheld,
        fingerprint=evidence.cover.fingerprint,
    )


def manager_of(view: View) -> Manager:
    """Who keeps the journal, as far as they said."""
    kept = view.setting(MANAGER)
    return msgspec.json.decode(kept, type=Manager) if kept else Manager()


def _signing_key(journal: Journal) -> tuple[bytes, str]:
    """The journal's signing key and its certificate's fingerprint; made at the first export."""
    kept = journal.view.setting(SIGNING_KEY)
    if kept is None:
        name = manager_of(journal.view).name or "CoachDesk journal"
        kept = msgspec.msgpack.encode(certificate.make_certificate(name, dt.datetime.now(dt.UTC)))
        journal.change_setting(SIGNING_KEY, kept)
    return kept, certificate.fingerprint(msgspec.msgpack.decode(kept, type=certificate.SigningKey))


def next_number(view: View, zone: str) -> str:
    """The number of the next export, which is its file's name too unless another is given."""
    known = {record.id for record in view.records("export")}
    return f"CD-EXPORT-{dt.datetime.now(ZoneInfo(zone)).year}-{len(known) + 1:03}"


def _cover(journal: Journal, choices: Choices, fingerprint: str) -> Cover:
    now = dt.datetime.now(ZoneInfo(choices.zone)).replace(microsecond=0)
    return Cover(
        number=next_number(journal.view, choices.zone),
        created_at=now.isoformat(),
        zone=choices.zone,
        manager=manager_of(journal.view),
        purpose=clean_line(choices.purpose),
        recipient=clean_line(choices.recipient),
        case_reference=clean_line(choices.case_reference),
        formal=choices.formal,
        from_day=choices.selection.from_day,
        to_day=choices.selection.to_day,
        page_size=choices.page_size,
        fingerprint=fingerprint,
        app_version=coachdesk.__version__,
        locale=clean_line(choices.locale),
        copy=clean_line(choices.copy),
        distribution=tuple(clean_line(one) for one in choices.distribution if clean_line(one)),
        watermark=clean_line(choices.watermark),
        privilege_log=choices.privilege_log,
        protected=bool(choices.protected),
    )


def _exhibit_files(view: View, evidence: Evidence) -> tuple[ExhibitFile, ...]:
    found = []
    for exhibit in evidence.exhibits:
        stored = view.last_event_of(exhibit.attachment_id)
        record = record_of(stored.event, decode_payload(stored.body))
        assert isinstance(record, Attachment)
        content = b"".join(view.content(record))
        found.append(ExhibitFile(exhibit.file_name, record.media_type, f"Exhibit {exhibit.number}", content))
    return tuple(found)
