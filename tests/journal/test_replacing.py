"""A backup in the place of a damaged journal: holds, erasures and drafts since then go on, or it is said that they may not."""

from pathlib import Path
from typing import NamedTuple

import pytest

from coachdesk.journal import erasable, erasing, head_seen, header, holding, keeping
from coachdesk.journal.files import DATABASE
from coachdesk.journal.opening import open_journal
from coachdesk.journal.replacing import replace_damaged
from coachdesk.records.people import Leader
from tests.journal.spoiling import PAGE, overwrite_page
from tests.making import PASSPHRASE, entry


class Since(NamedTuple):
    """A journal, its backup, and what was done since: two holds, of which one was lifted, an erasure, a draft."""

    folder: Path
    copy: Path
    erased: str


@pytest.fixture
def since(journal_folder: Path, ada: Leader, tmp_path: Path) -> Since:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        gone, kept = entry(ada, text="unspeakable"), entry(ada, text="stays")
        journal.put(gone)
        journal.put(kept)
        journal.put(*(entry(ada, text=f"number {number} " * 200) for number in range(20)))
        journal.keep_draft("old", {"text": "as it was in the backup"})
        journal.back_up(tmp_path / "copy.coachdesk")
        erasing.erase(journal, erasable.plan_record(journal.view, gone.id), "Robin Vale", "It had to go.")
        keeping.place_hold(journal, ada.id, "Counsel", "a claim")
        over = keeping.place_hold(journal, "", "HR", "an audit")
        keeping.lift_hold(journal, over.id, "HR", "over")
        journal.keep_draft("old", {"text": "written on"})
        journal.keep_draft("new", {"text": "being written"})
    return Since(journal_folder, tmp_path / "copy.coachdesk", gone.id)


def test_holds_erasures_and_drafts_go_on(since: Since, ada: Leader) -> None:
    overwrite_page(since.folder / DATABASE, 0)
    _kept, done = replace_damaged(since.folder, since.copy, PASSPHRASE)
    assert [one.leader_id for one in done.holds] == [ada.id]
    assert done.is_complete
    with open_journal(since.folder, PASSPHRASE) as journal:
        journal.check()
        assert [(one.leader_id, one.why) for one in holding.in_force(journal.view)] == [(ada.id, "a claim")]
        assert {one.id: one.values["text"] for one in journal.view.drafts()} == {
            "old": "written on",
            "new": "being written",
        }


def test_what_was_erased_is_erased_again(since: Since) -> None:
    """Where no hold covers it: a hold that is in force keeps what is there."""
    with open_journal(since.folder, PASSPHRASE) as journal:
        for hold in holding.in_force(journal.view):
            keeping.lift_hold(journal, hold.id, "Counsel", "over")
    overwrite_page(since.folder / DATABASE, 0)
    _kept, done = replace_damaged(since.folder, since.copy, PASSPHRASE)
    assert (done.holds, done.is_complete) == ((), True)
    with open_journal(since.folder, PASSPHRASE) as journal:
        journal.check()
        assert journal.view.get(since.erased).erased
        assert "unspeakable" not in str([one.body for one in journal.view.every()])


@pytest.mark.parametrize("how", ["noise", "missing", "cut"])
def test_where_nothing_of_it_can_be_read_that_is_told(how: str, since: Since) -> None:
    database = since.folder / DATABASE
    if how == "missing":
        database.unlink()
    else:
        database.write_bytes(database.read_bytes()[: 2 * PAGE] if how == "cut" else bytes(3 * PAGE))
    _kept, done = replace_damaged(since.folder, since.copy, PASSPHRASE)
    assert (done.holds, done.is_complete) == ((), False)
    with open_journal(since.folder, PASSPHRASE) as journal:
        assert holding.in_force(journal.view) == ()


def test_of_what_was_last_seen_nothing_may_be_missing(since: Since) -> None:
    """All pages but one can be read, and nobody knows whether there was more than that: unless it was seen here."""
    journal_id = header.read_header(since.folder)[0].journal_id
    (head_seen.state_folder() / f"{journal_id}.json").unlink()
    overwrite_page(since.folder / DATABASE, 0)
    _kept, done = replace_damaged(since.folder, since.copy, PASSPHRASE)
    assert len(done.holds) == 1
    assert not done.is_complete


def test_a_journal_that_is_whole_says_so_by_itself(since: Since) -> None:
    journal_id = header.read_header(since.folder)[0].journal_id
    (head_seen.state_folder() / f"{journal_id}.json").unlink()
    _kept, done = replace_damaged(since.folder, since.copy, PASSPHRASE)
    assert len(done.holds) == 1
    assert done.is_complete


def test_what_is_stopped_while_the_damaged_one_is_read_leaves_nothing(since: Since) -> None:
    def stop(share: float) -> None:
        if share > 0.7:
            raise KeyboardInterrupt

    before = {one.name: one.read_bytes() for one in since.folder.iterdir() if one.is_file()}
    with pytest.raises(KeyboardInterrupt):
        replace_damaged(since.folder, since.copy, PASSPHRASE, progress=stop)
    assert {one.name: one.read_bytes() for one in since.folder.iterdir() if one.is_file()} == before
