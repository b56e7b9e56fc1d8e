"""The head remembered outside the journal: an older copy and another history are noticed."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.journal import head_seen
from coachdesk.journal.head_seen import note_head, read_head, write_head
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.ledger.event import Head
from tests.making import PASSPHRASE, Clock, entry, leader

ID = "0a1b2c3d4e5f60718293a4b5"


Save = Callable[..., Head]
Notices = Callable[[Path], list[tuple[str, str]]]


@pytest.fixture
def save(recovery_code: str) -> Save:
    """Opens the journal in a folder, writes leaders of these names, and closes it."""

    def save(folder: Path, *names: str) -> Head:
        with open_journal(folder, recovery_code, "recovery") as journal:
            journal.put(*map(leader, names))
            return journal.head

    return save


@pytest.fixture
def notices(recovery_code: str) -> Notices:
    """What is noticed when the journal in a folder is opened."""

    def notices(folder: Path) -> list[tuple[str, str]]:
        with open_journal(folder, recovery_code, "recovery") as journal:
            return [(notice.kind, notice.detail) for notice in journal.notices]

    return notices


def test_a_head_is_read_back_and_holds_no_more_than_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "state"
    write_head(folder, ID, Head(3, "ab" * 32))
    assert read_head(folder, ID) == Head(3, "ab" * 32)
    assert read_head(folder, "another") is None
    (file,) = folder.iterdir()
    assert file.read_bytes() == b'{"size":3,"root":"' + b"ab" * 32 + b'"}'
    assert (stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(file.stat().st_mode)) == (0o700, 0o600)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b"[]", b'{"size":"3"}', b'{"size":-1,"root":""}', b'{"size":0,"root":""}']
)
def test_a_file_that_says_nothing_useful_is_as_good_as_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / f"{ID}.json").write_bytes(data)
    assert read_head(tmp_path, ID) is None


def test_a_head_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    write_head(tmp_path / "file" / "below", ID, Head(1, ""))
    write_head(tmp_path / "file", ID, Head(1, ""))
    assert (tmp_path / "file").read_bytes() == b""


def test_closing_remembers_the_head_and_opening_again_has_nothing_to_say(
    journal_folder: Path, home: Path, save: Save, notices: Notices
) -> None:
    head = save(journal_folder, "one")
    folder = head_seen.state_folder()
    assert folder.is_relative_to(home)
    (file,) = folder.iterdir()
    assert read_head(folder, file.stem) == head
    assert notices(journal_folder) == []
    save(journal_folder, "two", "three")
    assert notices(journal_folder) == []


def test_an_older_complete_copy_put_back_is_noticed_until_the_newer_one_is_there_again(
    journal_folder: Path, tmp_path: Path, save: Save, notices: Notices
) -> None:
    shutil.copytree(journal_folder, tmp_path / "older")
    save(journal_folder, "one", "two")
    journal_folder.rename(tmp_path / "newer")
    shutil.copytree(tmp_path / "older", journal_folder)
    assert notices(journal_folder) == notices(journal_folder) == [("older_copy", "1 < 3")]
    shutil.rmtree(journal_folder)
    (tmp_path / "newer").rename(journal_folder)
    assert notices(journal_folder) == []


def test_a_copy_that_went_its_own_way_is_another_history(
    journal_folder: Path, tmp_path: Path, save: Save, notices: Notices
) -> None:
    shutil.copytree(journal_folder, tmp_path / "copy")
    save(journal_folder, "one", "two")
    older = tmp_path / "copy"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(head_seen, "write_head", lambda *_args: None)  # written elsewhere
        save(older, *"12345")
    assert notices(older) == notices(older) == [("another_history", "3")]


def test_what_was_noticed_is_not_forgotten_by_writing_on(
    journal_folder: Path, tmp_path: Path, save: Save, notices: Notices
) -> None:
    shutil.copytree(journal_folder, tmp_path / "copy")
    save(journal_folder, *"abcd")
    save(tmp_path / "copy", "other")
    assert notices(tmp_path / "copy") == [("older_copy", "2 < 5")]
    save(tmp_path / "copy", *"efgh")
    assert notices(tmp_path / "copy") == [("another_history", "5")]
    assert notices(journal_folder) == []


def test_a_crash_leaves_an_earlier_head_which_is_still_part_of_the_history(
    journal: Journal, clock: Clock, tmp_path: Path
) -> None:
    (ada,) = journal.view.leaders()
    journal.put(entry(ada))
    write_head(head_seen.state_folder(), journal.id, journal.head)
    journal.put(entry(ada), entry(ada))
    shutil.copytree(journal.path, tmp_path / "crashed")
    with open_journal(tmp_path / "crashed", PASSPHRASE, clock=clock) as opened:
        assert opened.head.size == 4
        assert opened.notices == ()


def test_each_save_is_remembered_so_that_what_was_never_closed_is_missed_too(
    journal: Journal, clock: Clock, tmp_path: Path
) -> None:
    """The log beside the database is damaged, say: SQLite lets go of what came after, without a word."""
    (ada,) = journal.view.leaders()
    journal.put(entry(ada))
    shutil.copytree(journal.path, tmp_path / "crashed")
    journal.put(entry(ada))
    with open_journal(tmp_path / "crashed", PASSPHRASE, clock=clock) as opened:
        assert [(one.kind, one.detail) for one in opened.notices] == [("older_copy", "2 < 3")]


def test_a_head_is_noted_over_the_one_before_and_where_there_was_none(tmp_path: Path) -> None:
    for size, root in ((12345, "ab" * 32), (7, "cd" * 32)):
        note_head(tmp_path / "state", ID, Head(size, root))
        assert read_head(tmp_path / "state", ID) == Head(size, root)
    (tmp_path / "file").write_bytes(b"")
    note_head(tmp_path / "file", ID, Head(1, ""))
    assert (tmp_path / "file").read_bytes() == b""


def test_a_copy_that_was_accepted_is_the_one_to_go_on_with(
    journal_folder: Path, tmp_path: Path, save: Save, notices: Notices
) -> None:
    shutil.copytree(journal_folder, tmp_path / "copy")
    save(journal_folder, "one", "two")
    with open_journal(tmp_path / "copy", PASSPHRASE) as journal:
        journal.accept_history()
        assert journal.notices == ()
    assert notices(tmp_path / "copy") == []
    save(tmp_path / "copy", "other")
    assert notices(tmp_path / "copy") == []
    assert [kind for kind, _ in notices(journal_folder)] == ["another_history"]
