"""A damaged journal: all that is whole goes into a new one, what is lost is named, and a backup can take its place."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.journal import backup, header, keys, rescuing, salvage
from coachdesk.journal.errors import AlreadyExists, AlreadyOpen, BackupWrong, DamagedDatabase, WrongPassphrase
from coachdesk.journal.files import DATABASE
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.journal.pages import Pages
from coachdesk.journal.replacing import replace_damaged
from coachdesk.journal.rescuing import New, Rescued, Words
from coachdesk.records.people import Leader
from tests.journal.spoiling import PAGE, overwrite_page
from tests.making import COST, PASSPHRASE, entry

WORDS = Words(
    "(name lost)",
    "(content lost)",
    "Saved from a damaged journal.",
    "When it was written is lost.",
    "Only words.",
)
NOTES = 40


@pytest.fixture
def noted(journal_folder: Path, ada: Leader) -> Path:
    """Forty notes of a page each or more, an attachment, a correction, a setting and a draft."""
    with open_journal(journal_folder, PASSPHRASE) as journal:
        file = journal.take_in("a.txt", io.BytesIO(b"attached " * 30_000))
        journal.put(file)
        for number in range(NOTES):
            journal.put(entry(ada, text=f"number {number} " * (20 + 30 * number)))
        first = journal.view.timeline(ada.id, limit=-1).entries[0].entry
        journal.correct(first.changed(impact="corrected"), "because")
        journal.keep_draft("d", {"text": "being written"})
        journal.change_setting("mine", b"kept")
    return journal_folder


def rescued(folder: Path, target: str = "Saved.coachdesk", secret: str = PASSPHRASE) -> Rescued:
    new = New(folder.parent / target, PASSPHRASE, COST)
    return rescuing.rescue(folder, secret, "passphrase", new, WORDS)


def texts(folder: Path) -> set[str]:
    with open_journal(folder, PASSPHRASE) as journal:
        journal.check()
        return {
            one.entry.text
            for leader in journal.view.leaders()
            for one in journal.view.timeline(leader.id, limit=-1).entries
        }


def pages_of(folder: Path) -> Pages:
    head = header.read_header(folder)[0]
    return Pages(folder / DATABASE, header.unlock(head, PASSPHRASE, "passphrase", folder), head)


def test_of_a_journal_that_is_whole_nothing_is_lost(noted: Path, ada: Leader) -> None:
    before = (noted / DATABASE).read_bytes()
    done = rescued(noted)
    assert (done.lost, done.attachments_lost, done.damaged_pages, done.erased) == ((), (), (), 0)
    assert (noted / DATABASE).read_bytes() == before
    with (
        open_journal(noted, PASSPHRASE) as old,
        open_journal(noted.parent / "Saved.coachdesk", PASSPHRASE) as new,
    ):
        assert old.head.size == done.events == new.head.size - 1
        for record in old.view.timeline(ada.id, limit=-1).entries:
            was, now = old.view.history(record.entry.id), new.view.history(record.entry.id)
            assert [(one.record, one.event.recorded_at, one.payload.reason) for one in was] == [
                (one.record, one.event.recorded_at, one.payload.reason) for one in now
            ]
        [attachment] = new.view.records("attachment")
        assert b"".join(new.view.content(attachment)) == b"attached " * 30_000  # type: ignore[arg-type]
        assert new.view.setting("mine") == b"kept"
        assert [one.values for one in new.view.drafts()] == [{"text": "being written"}]
        assert new.id != old.id
    open_journal(noted.parent / "Saved.coachdesk", done.code, "recovery").close()


def test_whichever_page_is_destroyed_every_other_event_is_saved(noted: Path) -> None:
    """Some page of every table is hit; an event is lost only if a page that it stands on was."""
    database = noted / DATABASE
    whole, head = database.read_bytes(), header.read_header(noted)[0]
    key = header.unlock(head, PASSPHRASE, "passphrase", noted)
    every, hit = texts(noted), 0
    for page in range(0, len(whole) // PAGE, 3):
        database.write_bytes(whole)
        overwrite_page(database, page)
        pages = Pages(database, key, head)
        found = salvage.scan(pages)
        pages.close()
        assert found.damaged_pages == [page + 1]
        saved = {one.payload.record.get("text") for one in found.sound if one.event.record_type == "entry"}
        # A leaf of the ledger holds many events, one of the contents at most a few.
        assert len(every - saved) <= len(found.lost)
        hit += bool(found.lost)
    assert 0 < hit < len(whole) // PAGE // 3


def test_what_is_lost_is_listed_and_the_rest_is_a_journal_that_verifies(noted: Path) -> None:
    database = noted / DATABASE
    for page in (0, 9, 15, 21, 27):
        overwrite_page(database, page)
    with pytest.raises(DamagedDatabase):
        open_journal(noted, PASSPHRASE)
    done = rescued(noted)
    assert done.damaged_pages == (1, 10, 16, 22, 28)
    with open_journal(noted.parent / "Saved.coachdesk", PASSPHRASE) as new:
        new.check()
        last = new.view.written_after(new.head.size - 1, 1)[0]
        assert last.event.action == "restore"
        assert last.payload.reason == WORDS.why
        assert done.events + len(done.lost) >= NOTES
        assert [one.seq for one in done.lost] == sorted({one.seq for one in done.lost})


def test_a_leader_whose_name_is_lost_keeps_the_entries_and_a_lost_attachment_says_so(noted: Path) -> None:
    found = salvage.scan(pages := pages_of(noted))
    pages.close()
    [name] = [one for one in found.sound if one.event.record_type == "leader"]
    real = salvage.scan

    def without(pages: Pages, progress: salvage.Progress) -> salvage.Scanned:
        again = real(pages, progress)
        again.sound[:] = [one for one in again.sound if one.event.seq != name.event.seq]
        again.lost.append(salvage.Lost(name.event.seq, "2026-03-02"))
        again.chunks.popitem()
        return again

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(salvage, "scan", without)
        done = rescued(noted)
    assert done.attachments_lost == ("a.txt",)
    with open_journal(noted.parent / "Saved.coachdesk", PASSPHRASE) as new:
        [leader] = new.view.leaders()
        assert leader.name == "(name lost)"
        assert len(new.view.timeline(leader.id, limit=-1).entries) == NOTES
        assert [one.title for one in new.view.records("attachment")] == ["(content lost)"]  # type: ignore[attr-defined]
        new.check()


def test_what_is_only_in_the_log_is_saved_too(noted: Path, ada: Leader, tmp_path: Path) -> None:
    torn = tmp_path / "torn.coachdesk"
    with open_journal(noted, PASSPHRASE) as journal:
        journal.put(entry(ada, text="only in the log"))
        shutil.copytree(noted, torn)
    assert (torn / f"{DATABASE}-wal").stat().st_size > 0
    done = rescued(torn)
    assert done.lost == ()
    assert "only in the log" in texts(tmp_path / "Saved.coachdesk")


def test_the_newest_good_backup_is_named_with_what_it_lacks(noted: Path, ada: Leader) -> None:
    with open_journal(noted, PASSPHRASE) as journal:
        for _time in range(2):
            journal.back_up(backup.place_for(noted, journal.now()))
        head = journal.head
        journal.put(entry(ada, text="after the backup"))
    newest, older = backup.own_backups(noted)
    overwrite_page(newest.path / DATABASE, 12)
    done = rescued(noted)
    assert done.newest == (older, head)
    assert done.after_it == 1


def lose(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).unlink()


SPOILT: dict[str, Callable[[Path], object]] = {
    "missing": lambda folder: (folder / DATABASE).unlink(),
    "noise": lambda folder: (folder / DATABASE).write_bytes(bytes(3 * PAGE)),
    "a page": lambda folder: overwrite_page(folder / DATABASE, 0),
    "no keys either": lambda folder: lose(folder, DATABASE, "keys.json", "keys.json.bak"),
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_backup_takes_the_place_of_what_is_damaged_which_is_kept(
    spoil: str, noted: Path, tmp_path: Path
) -> None:
    with open_journal(noted, PASSPHRASE) as journal:
        head = journal.back_up(tmp_path / "copy.coachdesk")
    SPOILT[spoil](noted)
    damaged = (noted / DATABASE).read_bytes() if (noted / DATABASE).exists() else None
    with pytest.raises(WrongPassphrase):
        replace_damaged(noted, tmp_path / "copy.coachdesk", "not it")
    kept, found = replace_damaged(noted, tmp_path / "copy.coachdesk", PASSPHRASE)
    assert found.head == head
    assert (kept.read_bytes() if kept.exists() else None) == damaged
    with open_journal(noted, PASSPHRASE) as journal:
        assert journal.notices == ()
        assert journal.head.size == head.size + 1
        assert journal.view.written_after(head.size, 1)[0].event.action == "restore"
        journal.check()


def test_no_spoilt_or_foreign_backup_takes_the_place_of_anything(noted: Path, tmp_path: Path) -> None:
    with open_journal(noted, PASSPHRASE) as journal:
        journal.back_up(tmp_path / "copy.coachdesk")
    create_journal(tmp_path / "Other.coachdesk", PASSPHRASE, COST)[0].close()
    overwrite_page(tmp_path / "copy.coachdesk" / DATABASE, 12)
    before = {one.name: one.read_bytes() for one in noted.iterdir() if one.is_file()}
    with pytest.raises(DamagedDatabase):
        replace_damaged(noted, tmp_path / "copy.coachdesk", PASSPHRASE)
    with pytest.raises(BackupWrong, match="another_journal"):
        replace_damaged(noted, tmp_path / "Other.coachdesk", PASSPHRASE)
    assert {one.name: one.read_bytes() for one in noted.iterdir() if one.is_file()} == before


def test_nothing_is_saved_where_that_cannot_be(noted: Path, tmp_path: Path) -> None:
    with open_journal(noted, PASSPHRASE), pytest.raises(AlreadyOpen):
        rescued(noted)
    with pytest.raises(AlreadyExists):
        rescued(noted, noted.name)
    with pytest.raises(WrongPassphrase):
        rescued(noted, secret="not it")
    (noted / DATABASE).write_bytes(bytes(5 * PAGE))
    with pytest.raises(DamagedDatabase, match="nothing_whole"):
        rescued(noted)
    assert {one.name for one in tmp_path.iterdir()} == {noted.name}


def test_pages_forget_their_keys(noted: Path) -> None:
    pages = pages_of(noted)
    pages.close()
    assert pages._key == pages._mac_key == bytearray(keys.KEY_BYTES)


def test_a_survey_says_what_a_rescue_would_save_and_what_the_newest_good_backup_lacks(
    noted: Path, ada: Leader
) -> None:
    with open_journal(noted, PASSPHRASE) as journal:
        for _twice in range(2):
            journal.back_up(backup.place_for(noted, journal.now()))
        size = journal.head.size
        journal.put(entry(ada, title="After the backup"))
    newest, older = backup.own_backups(noted)
    overwrite_page(newest.path / DATABASE, 3)
    overwrite_page(noted / DATABASE, 0)
    overwrite_page(noted / DATABASE, (noted / DATABASE).stat().st_size // PAGE // 2)
    before = {one: one.read_bytes() for one in noted.rglob("*") if one.is_file()}
    shares: list[float] = []
    found = rescuing.survey(noted, PASSPHRASE, "passphrase", shares.append)
    assert found.newest is not None
    assert (found.newest[0], found.newest[1].size) == (older, size)
    assert found.after_it == 1
    assert [one.record.title for one in found.newer] == ["After the backup"]  # type: ignore[attr-defined]
    assert max(shares) >= 0.5
    assert {one: one.read_bytes() for one in noted.rglob("*") if one.is_file()} == before
    done = rescued(noted)
    assert (found.whole, found.lost) == (done.events, done.lost)
    with pytest.raises(WrongPassphrase):
        rescuing.survey(noted, "not this one", "passphrase")


def test_where_the_database_or_the_keys_are_gone_a_survey_uses_what_a_backup_has(noted: Path) -> None:
    with open_journal(noted, PASSPHRASE) as journal:
        journal.back_up(backup.place_for(noted, journal.now()))
    for name in (header.NAME, header.BACKUP_NAME):
        (noted / name).unlink()
    assert rescuing.survey(noted, PASSPHRASE, "passphrase").whole > NOTES
    (noted / DATABASE).unlink()
    found = rescuing.survey(noted, PASSPHRASE, "passphrase")
    assert (found.whole, found.lost, found.after_it) == (0, (), 0)
    assert found.newest is not None


def test_a_rescue_that_is_stopped_leaves_nothing(noted: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.7:
            raise KeyboardInterrupt

    new = New(noted.parent / "Saved.coachdesk", PASSPHRASE, COST)
    with pytest.raises(KeyboardInterrupt):
        rescuing.rescue(noted, PASSPHRASE, "passphrase", new, WORDS, progress=stop)
    assert [one.name for one in noted.parent.iterdir()] == [noted.name]
