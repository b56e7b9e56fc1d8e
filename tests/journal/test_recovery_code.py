"""A new recovery code in place of the old one: one of the two opens the journal, the old one ends for good."""

import pytest

from coachdesk.journal.errors import StorageFull, WrongRecoveryCode
from coachdesk.journal.header import BACKUP_NAME, NAME
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from tests.making import PASSPHRASE


def test_the_new_code_opens_the_old_one_no_more_and_the_passphrase_as_before(
    journal: Journal, recovery_code: str
) -> None:
    before = journal.raw_key()
    new = journal.change_recovery_code()
    journal.close()
    with pytest.raises(WrongRecoveryCode):
        open_journal(journal.path, recovery_code, "recovery")
    for secret, by in ((new, "recovery"), (PASSPHRASE, "passphrase")):
        with open_journal(journal.path, secret, by) as opened:  # type: ignore[arg-type]
            assert opened.notices == ()
            assert opened.raw_key() == before


def test_no_file_keeps_the_withdrawn_code(journal: Journal, recovery_code: str) -> None:
    journal.change_recovery_code()
    journal.close()
    assert not list(journal.path.glob("keys.json.new"))
    for name in (NAME, BACKUP_NAME):
        (journal.path / "keys.json").write_bytes((journal.path / name).read_bytes())
        with pytest.raises(WrongRecoveryCode):
            open_journal(journal.path, recovery_code, "recovery")


def test_codes_differ_each_time(journal: Journal) -> None:
    assert journal.change_recovery_code() != journal.change_recovery_code()


def test_where_the_new_header_cannot_be_written_the_old_code_still_opens(
    journal: Journal, recovery_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("coachdesk.journal.files.write_private", full)
        with pytest.raises(StorageFull):
            journal.change_recovery_code()
    journal.close()
    open_journal(journal.path, recovery_code, "recovery").close()
