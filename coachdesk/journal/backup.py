"""Backups: complete copies of a journal, each proved before it counts, each a journal that its passphrase opens.

A copy is written under another name, opened again with the key, read to the last row, its ledger recomputed and
its head compared; only then does it get its name. Those of its own that a journal keeps lie in its folder
``backups``; any other folder will do for one on demand.
"""

import contextlib
import datetime as dt
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2

from coachdesk.journal import files, header, schema, scrubbing
from coachdesk.journal.check import check_journal, check_pages
from coachdesk.journal.connection import Connection, connect, database_errors
from coachdesk.journal.errors import AlreadyExists, BackupWrong
from coachdesk.journal.header import Header
from coachdesk.journal.view import View
from coachdesk.ledger.event import Head

SUFFIX = ".coachdesk"
_STAMP = "%Y-%m-%dT%H%M%SZ"
_STAMP_LENGTH = len("2026-10-09T081500Z")
_PAGES_A_STEP, _STEPS_BETWEEN = 256, 200_000
_UNDER_WAY = 0.5
"""The share of the whole that copying is; the rest is proving."""

NEWEST_KEPT, DAYS_KEPT, WEEKS_KEPT, MONTHS_KEPT = 3, 14, 8, 24
EVERY = dt.timedelta(days=1)


Progress = Callable[[float], None]


def ignore(_share: float) -> None:
    """For whoever does not ask how far things are."""


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """A copy: where it is, and when it was made (UTC)."""

    path: Path
    made_at: dt.datetime


def own_backups(path: Path) -> list[Backup]:
    """The copies that the journal at ``path`` keeps itself, the newest first; what has no such name is left alone.

    Raises a storage error.
    """
    found = []
    with files.storage_errors(path):
        folders = list((path / files.BACKUPS).glob(f"*{SUFFIX}"))
    for folder in folders:
        try:
            made_at = dt.datetime.strptime(folder.stem, _STAMP).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        found.append(Backup(path=folder, made_at=made_at))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def place_for(path: Path, now: dt.datetime, folder: Path | None = None) -> Path:
    """Where a copy of the journal at ``path`` goes that is made now: into ``folder``, or the journal's own."""
    stamp = now.astimezone(dt.UTC).strftime(_STAMP) + SUFFIX
    place = folder / f"{path.stem} {stamp}" if folder else path / files.BACKUPS / stamp
    return place_for(path, now + dt.timedelta(seconds=1), folder) if place.exists() else place


def name_of(place: Path) -> str | None:
    """What the journal is called of which ``place`` is a copy by its name: "" for one in the journal's own folder, None
    for what has no such name.
    """
    name, _, stamp = place.stem.rpartition(" ")
    try:
        dt.datetime.strptime(stamp, _STAMP).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return name


def copy_in(folder: Path) -> Path:
    """``folder`` itself where it is a journal or a copy of one; else the newest copy that lies in it, if there is any.

    Whoever is asked for a backup on a stick chooses the stick.
    """
    if any((folder / name).exists() for name in (header.NAME, files.DATABASE)):
        return folder
    with contextlib.suppress(OSError):
        found = [one for one in folder.glob(f"*{SUFFIX}") if (one / files.DATABASE).is_file()]
        copies = [one for one in found if name_of(one) is not None]
        return max(copies, key=lambda one: one.stem[-_STAMP_LENGTH:], default=folder)
    return folder


def is_due(backups: Sequence[Backup], now: dt.datetime) -> bool:
    """Whether the schedule asks for a new copy: there is none of the last day.

    One that seems to come from the future, made while the clock was wrong, stands for none.
    """
    return not any(abs(now - one.made_at) < EVERY for one in backups)


def superfluous(backups: Sequence[Backup]) -> list[Backup]:
    """Those that may go: all but the newest few, and the newest of each of the last days, weeks and months.

    They are counted from the newest copy, not from today, so that after a long pause none goes for its age alone.
    """
    ordered = sorted(backups, key=lambda one: one.made_at, reverse=True)
    kept = set(ordered[:NEWEST_KEPT])
    kept |= set(_newest_of_each(ordered, lambda at: at.date(), DAYS_KEPT))
    kept |= set(_newest_of_each(ordered, lambda at: at.isocalendar()[:2], WEEKS_KEPT))
    kept |= set(_newest_of_each(ordered, lambda at: (at.year, at.month), MONTHS_KEPT))
    return [one for one in ordered if one not in kept]


def _newest_of_each(
    ordered: Sequence[Backup], period: Callable[[dt.datetime], object], most: int
) -> Iterator[Backup]:
    seen: set[object] = set()
    for one in ordered:
        if period(one.made_at) in seen:
            continue
        if len(seen) == most:
            return
        seen.add(period(one.made_at))
        yield one


def drop(backups: Iterable[Backup]) -> None:
    """Removes copies. Raises a storage error; what is left of one then has no name that counts."""
    for one in backups:
        with files.storage_errors(one.path):
            gone = one.path.rename(one.path.with_name(f".{one.path.name}.{secrets.token_hex(4)}"))
            files.sync_folder(
                gone.parent
            )  # or a power cut might bring its name back, with half of it or all of it
            shutil.rmtree(gone)
            files.sync_folder(gone.parent)


def write_copy(
    source: Connection,
    key: bytearray,
    head: Header,
    place: Path,
    progress: Progress = ignore,
) -> Head:
    """Makes ``place`` a complete copy of the database behind ``source``, as it stands now, and proves it.

    ``source`` is a connection that nobody else uses meanwhile. ``progress`` is told the share done and may raise to
    cancel: then nothing stays behind. Raises AlreadyExists, BackupWrong or a storage error.
    """
    if place.exists() or place.is_symlink():
        raise AlreadyExists(place)
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with files.storage_errors(place):
        try:
            files.make_private_folder(part)
            files.create_private_file(part / files.LOCK)
            expected = copy_database(source, part, key, head, lambda share: progress(_UNDER_WAY * share))
            _scrub_if_needed(part / files.DATABASE, key)
            header.create_header(part, head, key)
            files.sync_folder(part)
            found = prove(
                part / files.DATABASE, key, lambda share: progress(_UNDER_WAY + share * (1 - _UNDER_WAY))
            )
            if found != expected:
                raise BackupWrong(place, "another_head")
            part.rename(place)
            files.sync_folder(place.parent)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return expected


def copy_database(
    source: Connection,
    folder: Path,
    key: bytearray,
    head: Header,
    progress: Progress,
    name: str = files.DATABASE,
) -> Head:
    """Copies the database behind ``source`` into ``folder``: one state of it throughout, whatever is saved meanwhile.

    The copy has the salt that the header knows, so that one header fits every copy of a journal.
    """
    files.create_private_file(folder / name)
    with database_errors(folder / name):
        copy = connect(folder / name, key, head.database_salt)
        try:
            source.execute("BEGIN")
            expected = View(source).head()
            source.backup(
                copy,
                pages=_PAGES_A_STEP,
                progress=lambda _status, left, whole: progress(1 - left / max(whole, 1)),
            )
        finally:
            copy.close()
            if source.in_transaction:
                source.execute("ROLLBACK")
    return expected


def _scrub_if_needed(database: Path, key: bytearray) -> None:
    """A copy made while an erasure is unfinished has every page of the journal, those in use no more too: its own are
    written again, for no later step of the erasure reaches it.
    """
    with database_errors(database):
        copy = connect(database, key)
        try:
            if scrubbing.is_needed(copy):
                scrubbing.scrub(copy, database)
        finally:
            copy.close()


def proved_copy(place: Path, folder: Path, key: bytearray, head: Header, progress: Progress) -> Path:
    """The database of the copy at ``place``, copied into ``folder`` under another name than a journal's, and proved.

    Raises as :func:`prove` does.
    """
    name = f"{files.DATABASE}.new"
    files.remove(folder / name)
    with database_errors(place / files.DATABASE):
        source = connect(place / files.DATABASE, key)
        try:
            copy_database(source, folder, key, head, lambda share: progress(_UNDER_WAY * share), name)
        finally:
            source.close()
    try:
        prove(folder / name, key, lambda share: progress(_UNDER_WAY + share * (1 - _UNDER_WAY)))
    except BaseException:
        files.remove(folder / name)
        raise
    return folder / name


def prove(database: Path, key: bytearray, progress: Progress = ignore) -> Head:
    """Reads and recomputes everything in a copy's database; returns its head.

    Raises IndexFault, LedgerFault, DamagedContent, DamagedDatabase or a storage error. A copy made before a migration
    is proved as far as its older schema goes: every page, and the head.
    """
    with database_errors(database):
        copy = connect(database, key)
        try:
            with _stoppable(copy, progress):
                return _prove(View(copy), copy, progress)
        finally:
            copy.close()


def _prove(view: View, copy: Connection, progress: Progress) -> Head:
    if not schema.is_newest(copy):
        check_pages(copy)
        return view.head()
    size = max(view.head().size, 1)
    return check_journal(view, copy, lambda done: progress(done / size)).head


@contextlib.contextmanager
def _stoppable(connection: Connection, progress: Progress) -> Iterator[None]:
    """Inside, ``progress`` ends even a long statement when it raises: it is told now and then that nothing is done yet."""
    raised: list[BaseException] = []

    def is_over() -> bool:
        try:
            progress(0.0)
        except BaseException as error:  # noqa: BLE001  # it does not pass through SQLite; it is raised below
            raised.append(error)
        return bool(raised)

    connection.set_progress_handler(is_over, _STEPS_BETWEEN)
    try:
        yield
    except dbapi2.OperationalError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def tidy(path: Path) -> None:
    """Removes what a copy or a restore that was cut short left in the journal at ``path``. Raises a storage error."""
    with files.storage_errors(path):
        for part in (path / files.BACKUPS).glob(f".*{SUFFIX}.*"):
            shutil.rmtree(part)
            files.sync_folder(part.parent)
        for part in path.glob(f"{files.DATABASE}.new*"):
            part.unlink()
