"""Backups: whole, proved, openable, thinned out so that the newest and the last good one always stay."""

import datetime as dt
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.journal import backup, keeping, restoring
from coachdesk.journal.backup import Backup
from coachdesk.journal.check import IndexFault
from coachdesk.journal.errors import (
    AlreadyExists,
    AlreadyOpen,
    BackupWrong,
    DamagedContent,
    DamagedDatabase,
    PathError,
    WrongPassphrase,
)
from coachdesk.journal.files import DATABASE
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.people import Leader
from tests.journal.conftest import Filled
from tests.making import COST, PASSPHRASE, Clock, entry, leader

NOW = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def kept(filled: Filled, tmp_path: Path) -> Iterator[Journal]:
    """A copy of the journal that has something of everything, open."""
    path = tmp_path / "Kept.coachdesk"
    shutil.copytree(filled.folder, path)
    with open_journal(path, PASSPHRASE, clock=Clock()) as journal:
        yield journal


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[Journal, Leader]]:
    journal, _ = create_journal(tmp_path / "Small.coachdesk", PASSPHRASE, COST, clock=Clock())
    with journal:
        ada = leader()
        journal.put(ada)
        journal.put(entry(ada, text="before the backup"))
        yield journal, ada


FAULTS = (BackupWrong, DamagedDatabase, DamagedContent, IndexFault, LedgerFault)
"""All that a check of a spoilt copy may say."""


def made(*days_ago: int) -> list[Backup]:
    return [Backup(path=Path(f"{ago}"), made_at=NOW - dt.timedelta(days=ago)) for ago in days_ago]


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_is_a_journal_that_passphrase_and_recovery_code_open(
    kept: Journal, filled: Filled, tmp_path: Path
) -> None:
    assert kept.back_up(tmp_path / "copy.coachdesk") == kept.head
    for secret, by in ((PASSPHRASE, "passphrase"), (filled.recovery_code, "recovery")):
        with open_journal(tmp_path / "copy.coachdesk", secret, by) as copy:  # type: ignore[arg-type]
            assert (copy.id, copy.head, copy.notices) == (kept.id, kept.head, ())
            assert copy.check() == kept.check()


def test_a_backup_is_for_its_owner_alone(kept: Journal, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        kept.back_up(tmp_path / "copy.coachdesk")
    finally:
        os.umask(before)
    folder = tmp_path / "copy.coachdesk"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_nothing_that_was_written_is_in_clear_in_a_backup(kept: Journal, tmp_path: Path) -> None:
    kept.back_up(tmp_path / "copy.coachdesk")
    written = b"".join(path.read_bytes() for path in (tmp_path / "copy.coachdesk").iterdir())
    assert b"Canary" not in written
    assert b"SQLite format 3" not in written


def test_what_is_saved_meanwhile_is_in_the_journal_and_not_in_the_backup(
    small: tuple[Journal, Leader], tmp_path: Path
) -> None:
    journal, ada = small
    before = journal.head

    def save(share: float) -> None:
        if 0 < share < 1:
            journal.put(entry(ada, text="meanwhile"))

    assert journal.back_up(tmp_path / "copy.coachdesk", save) == before
    assert journal.head.size > before.size
    view = journal.view_of_copy(tmp_path / "copy.coachdesk")
    assert view.head() == before
    view.close()


def test_a_cancelled_backup_leaves_nothing(small: tuple[Journal, Leader], tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def cancel(_share: float) -> None:
        raise Enough

    before = names_in(tmp_path)
    with pytest.raises(Enough):
        small[0].back_up(tmp_path / "copy.coachdesk", cancel)
    assert names_in(tmp_path) == before


def test_a_backup_takes_no_other_things_place(small: tuple[Journal, Leader], tmp_path: Path) -> None:
    (tmp_path / "copy.coachdesk").mkdir()
    with pytest.raises(AlreadyExists):
        small[0].back_up(tmp_path / "copy.coachdesk")


def test_a_copy_that_was_spoilt_is_never_called_a_backup(
    small: tuple[Journal, Leader], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page of the copy in turn is spoilt between writing and proving."""
    journal, _ = small
    copy = backup.copy_database

    def spoil(page: int) -> None:
        def copied(*args: object) -> object:
            head = copy(*args)  # type: ignore[arg-type]
            folder = args[1]
            assert isinstance(folder, Path)
            content = bytearray((folder / DATABASE).read_bytes())
            content[page * 4096 + 100] ^= 1
            (folder / DATABASE).write_bytes(content)
            return head

        monkeypatch.setattr(backup, "copy_database", copied)

    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    assert pages > 20
    for page in range(0, pages, 3):
        spoil(page)
        with pytest.raises(FAULTS):
            journal.back_up(tmp_path / "copy.coachdesk")
    assert names_in(tmp_path) == {"Small.coachdesk"}


def test_a_withdrawn_passphrase_opens_none_of_the_journals_own_backups(
    small: tuple[Journal, Leader],
) -> None:
    journal, _ = small
    place = backup.place_for(journal.path, journal.now())
    journal.back_up(place)
    journal.change_passphrase("a new one for everything", COST)
    with pytest.raises(WrongPassphrase):
        open_journal(place, PASSPHRASE)
    with open_journal(place, "a new one for everything") as copy:
        assert copy.check().head == copy.head


def test_before_a_migration_the_journal_as_it_was_is_kept(
    small: tuple[Journal, Leader], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, _ = small
    path, head = journal.path, journal.head
    journal.close()
    steps = backup.schema.migrations()
    monkeypatch.setattr(
        backup.schema, "migrations", lambda: [*steps, "CREATE TABLE later (x INTEGER) STRICT;"]
    )
    with open_journal(path, PASSPHRASE) as newer:
        assert newer.head == head
        [copy] = backup.own_backups(path)
    monkeypatch.undo()
    with open_journal(copy.path, PASSPHRASE) as older:
        assert older.head == head
        assert older.check().head == older.head


def test_own_backups_come_newest_first_and_nothing_else_is_taken_for_one(
    small: tuple[Journal, Leader],
) -> None:
    journal, _ = small
    for moment in (NOW, NOW - dt.timedelta(days=1), NOW + dt.timedelta(days=1)):
        journal.back_up(backup.place_for(journal.path, moment))
    (journal.path / "backups" / "notes of mine.coachdesk").mkdir()
    found = backup.own_backups(journal.path)
    assert [one.made_at - NOW for one in found] == [dt.timedelta(days=day) for day in (1, 0, -1)]
    backup.drop(found[1:])
    assert backup.own_backups(journal.path) == found[:1]


def test_a_second_backup_within_a_second_has_a_place_of_its_own(small: tuple[Journal, Leader]) -> None:
    journal, _ = small
    first = backup.place_for(journal.path, NOW)
    journal.back_up(first)
    assert backup.place_for(journal.path, NOW) != first


@given(st.lists(st.integers(0, 2000), unique=True, max_size=60))
def test_thinning_keeps_the_newest_and_one_of_each_day_week_and_month(ages: list[int]) -> None:
    copies = made(*ages)
    gone = backup.superfluous(copies)
    left = sorted((one for one in copies if one not in gone), key=lambda one: one.made_at, reverse=True)
    ordered = sorted(copies, key=lambda one: one.made_at, reverse=True)
    assert left[: backup.NEWEST_KEPT] == ordered[: backup.NEWEST_KEPT]
    most = backup.NEWEST_KEPT + backup.DAYS_KEPT + backup.WEEKS_KEPT + backup.MONTHS_KEPT
    assert len(left) <= most
    assert backup.superfluous(left) == []
    months = {(one.made_at.year, one.made_at.month) for one in ordered}
    assert len({(one.made_at.year, one.made_at.month) for one in left}) >= min(
        len(months), backup.MONTHS_KEPT
    )


def test_a_backup_is_due_when_there_is_none_or_a_day_has_gone_by() -> None:
    assert backup.is_due([], NOW)
    assert not backup.is_due(made(0), NOW)
    assert backup.is_due(made(1, 2), NOW)


def test_a_backup_made_while_the_clock_was_ahead_keeps_none_from_being_made() -> None:
    assert backup.is_due(made(-400, 2), NOW)
    assert not backup.is_due(made(-400, 0), NOW)


def test_a_backup_made_while_the_clock_is_behind_is_not_thinned_out_at_once(
    small: tuple[Journal, Leader],
) -> None:
    journal, _ = small
    for minute in range(5):
        journal.back_up(backup.place_for(journal.path, NOW + dt.timedelta(minutes=minute)))
    place = backup.place_for(journal.path, NOW - dt.timedelta(hours=1))
    journal.back_up(place)
    keeping.thin_backups(journal, place)
    left = [one.path for one in backup.own_backups(journal.path)]
    assert len(left) == backup.NEWEST_KEPT + 1
    assert place in left


def test_what_differs_is_told_before_anything_is_put_back(small: tuple[Journal, Leader]) -> None:
    journal, ada = small
    place = backup.place_for(journal.path, journal.now())
    head = journal.back_up(place)
    journal.put(entry(ada, text="after the backup"))
    found = restoring.compare(journal, place)
    assert (found.copy, found.present, found.shared) == (head, journal.head, head.size)
    assert [one.event.seq for one in found.only_present] == [head.size + 1]
    assert (found.lost, found.back, found.only_copy) == (1, 0, ())


def test_a_restored_journal_is_the_copy_and_says_so_and_the_one_before_is_kept(
    small: tuple[Journal, Leader],
) -> None:
    journal, ada = small
    path, place = journal.path, backup.place_for(journal.path, journal.now())
    then = journal.back_up(place)
    journal.put(entry(ada, text="after the backup"))
    journal.keep_draft("draft", {"text": "being written"})
    replaced = journal.head
    kept = restoring.restore(journal, place)
    [restored] = journal.view.records("restore")
    assert (restored.size, restored.root) == (then.size, then.root)  # type: ignore[attr-defined]
    assert (restored.replaced_size, restored.replaced_root) == (replaced.size, replaced.root)  # type: ignore[attr-defined]
    assert journal.head.size == then.size + 1
    assert [draft.values for draft in journal.view.drafts()] == [{"text": "being written"}]
    journal.put(entry(ada, text="work goes on"))
    journal.close()
    with open_journal(path, PASSPHRASE) as again:
        assert again.notices == ()
        assert again.check().head == again.head
    with open_journal(kept, PASSPHRASE) as before:
        assert before.head == replaced


def test_a_copy_of_another_journal_is_not_put_back(small: tuple[Journal, Leader], tmp_path: Path) -> None:
    journal, _ = small
    other, _ = create_journal(tmp_path / "Other.coachdesk", PASSPHRASE, COST)
    other.close()
    head = journal.head
    with pytest.raises(BackupWrong, match="another_journal"):
        restoring.restore(journal, other.path)
    assert journal.head == head
    assert backup.own_backups(journal.path) == []


def test_a_spoilt_copy_is_not_put_back(small: tuple[Journal, Leader]) -> None:
    journal, ada = small
    place = backup.place_for(journal.path, journal.now())
    journal.back_up(place)
    content = bytearray((place / DATABASE).read_bytes())
    content[5 * 4096 + 100] ^= 1
    (place / DATABASE).write_bytes(content)
    with pytest.raises(FAULTS):
        restoring.restore(journal, place)
    journal.put(entry(ada, text="nothing was lost"))
    assert journal.check().head == journal.head
    assert not (journal.path / "journal.db.new").exists()


def test_nothing_is_put_back_while_somebody_reads(small: tuple[Journal, Leader]) -> None:
    journal, ada = small
    place = backup.place_for(journal.path, journal.now())
    journal.back_up(place)
    reader = journal.open_view()
    journal.put(entry(ada))
    with pytest.raises(AlreadyOpen):
        restoring.restore(journal, place)
    reader.close()
    head = journal.head
    journal.put(entry(ada, text="nothing was lost"))
    assert journal.head.size == head.size + 1
    assert journal.check().head == journal.head


def test_a_save_that_waits_for_a_restore_is_refused(
    small: tuple[Journal, Leader], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, ada = small
    path, place = journal.path, backup.place_for(journal.path, journal.now())
    journal.back_up(place)
    journal.put(entry(ada))
    refused: list[BaseException] = []

    def save() -> None:
        try:
            journal.put(entry(ada, text="meanwhile"))
        except Exception as error:  # noqa: BLE001
            refused.append(error)

    saving, exchange = threading.Thread(target=save), journal.store.exchange

    def slowly(new: Path) -> None:
        saving.start()
        saving.join(0.5)
        assert saving.is_alive()
        exchange(new)

    with monkeypatch.context() as patch:
        patch.setattr(journal.store, "exchange", slowly)
        restoring.restore(journal, place)
    saving.join()
    assert [type(error) for error in refused] == [AlreadyOpen]
    journal.check()
    journal.close()
    with open_journal(path, PASSPHRASE) as again:
        again.check()


def test_a_backup_that_has_no_place_leaves_nothing(small: tuple[Journal, Leader], tmp_path: Path) -> None:
    locked = tmp_path / "file"
    locked.write_text("not a folder")
    with pytest.raises(PathError):
        small[0].back_up(locked / "copy.coachdesk")
    assert names_in(tmp_path) == {"Small.coachdesk", "file"}


def test_what_a_copy_that_was_cut_short_left_is_removed_at_the_next_opening(
    small: tuple[Journal, Leader],
) -> None:
    journal, _ = small
    path = journal.path
    journal.back_up(backup.place_for(path, NOW))
    journal.close()
    [whole] = backup.own_backups(path)
    shutil.copytree(whole.path, whole.path.with_name(f".{whole.path.name}.0badcafe"))
    (path / "journal.db.new").write_bytes(b"half")
    open_journal(path, PASSPHRASE).close()
    assert names_in(path / "backups") == {whole.path.name}
    assert not (path / "journal.db.new").exists()


def test_even_a_long_statement_ends_when_nobody_waits_any_more(
    small: tuple[Journal, Leader], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Enough(Exception):
        pass

    told: list[float] = []

    def cancel_in_the_second_half(share: float) -> None:
        told.append(share)
        if share >= 0.5:
            raise Enough

    monkeypatch.setattr(backup, "_STEPS_BETWEEN", 1)
    with pytest.raises(Enough):
        small[0].back_up(tmp_path / "copy.coachdesk", cancel_in_the_second_half)
    assert max(told) == 0.5
    assert names_in(tmp_path) == {"Small.coachdesk"}
