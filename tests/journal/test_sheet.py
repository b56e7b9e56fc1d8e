"""The recovery sheet: with its code and the database alone the journal opens, and a newer sheet makes it worthless."""

import shutil
from pathlib import Path

import msgspec
import pytest

from coachdesk.journal import header, keys, sheet
from coachdesk.journal.errors import (
    DamagedDatabase,
    MistypedRecoveryCode,
    MistypedSheet,
    NoRecoverySlot,
    SheetRevoked,
    WrongPassphrase,
    WrongRecoveryCode,
)
from coachdesk.journal.opening import create_journal, open_journal, open_with_sheet
from coachdesk.journal.rotation import rotate_key
from tests.making import COST, PASSPHRASE


@pytest.fixture
def lines(journal_folder: Path) -> tuple[str, ...]:
    return sheet.sheet_of(header.read_header(journal_folder)[0])


def lose_header(folder: Path) -> None:
    for name in ("keys.json", "keys.json.bak"):
        (folder / name).unlink()


def kinds(journal: object) -> set[str]:
    return {one.kind for one in journal.notices}  # type: ignore[attr-defined]


def test_a_sheet_is_eight_short_lines_from_which_the_slot_comes_back_however_it_is_typed(
    journal_folder: Path, lines: tuple[str, ...]
) -> None:
    assert [len(line.split("-")) for line in lines] == [6] * 8
    whole = header.read_header(journal_folder)[0]
    typed = "\n".join(lines).lower().replace("-", " ").replace("1", "l").replace("0", "o")
    found = sheet.header_from(typed)
    assert found.slots == (sheet.recovery_slot_of(whole),)
    assert (found.journal_id, found.database_salt, found.cipher) == (
        whole.journal_id, whole.database_salt, whole.cipher,
    )  # fmt: skip


def test_a_slip_in_a_sheet_is_named_by_its_line(lines: tuple[str, ...]) -> None:
    """Two letters check a line: of all wrong letters one in a thousand passes it, and none the whole."""
    unnoticed = 0
    for at, line in enumerate(lines):
        for place, letter in enumerate(line):
            if letter == "-":
                continue
            wrong = line[:place] + ("7" if letter != "7" else "8") + line[place + 1 :]
            with pytest.raises(MistypedSheet) as told:
                sheet.header_from("\n".join([*lines[:at], wrong, *lines[at + 1 :]]))
            unnoticed += told.value.line != at + 1
    assert unnoticed <= 3
    swapped = [lines[1], lines[0], *lines[2:]]
    for text, problem in (("\n".join(lines[1:]), "length"), ("\n".join(swapped), "line")):
        with pytest.raises(MistypedSheet) as told:
            sheet.header_from(text)
        assert told.value.problem == problem


def test_lines_of_two_sheets_do_not_go_together(lines: tuple[str, ...], tmp_path: Path) -> None:
    other, _ = create_journal(tmp_path / "Other.coachdesk", PASSPHRASE, COST)
    with other, pytest.raises(MistypedSheet, match="whole"):
        sheet.header_from("\n".join([*lines[:4], *other.recovery_sheet()[4:]]))


@pytest.mark.parametrize("damage", ["missing", "noise"])
def test_sheet_and_database_are_enough_and_keys_are_written_anew_only_then(
    damage: str, journal_folder: Path, lines: tuple[str, ...], recovery_code: str
) -> None:
    lose_header(journal_folder)
    if damage == "noise":
        (journal_folder / "keys.json").write_bytes(b"noise")
    before = {one.name: one.read_bytes() for one in journal_folder.iterdir()}
    text = "\n".join(lines)
    with pytest.raises(MistypedRecoveryCode):
        open_with_sheet(journal_folder, text, "not a code")
    with pytest.raises(WrongRecoveryCode):
        open_with_sheet(journal_folder, text, keys.new_recovery_code())
    assert {one.name: one.read_bytes() for one in journal_folder.iterdir()} == before
    with open_with_sheet(journal_folder, text, recovery_code) as journal:
        assert kinds(journal) == {"header_from_sheet"}
        assert len(journal.view.leaders()) == 1
        journal.change_passphrase("another one entirely", COST)
    for secret, by in (("another one entirely", "passphrase"), (recovery_code, "recovery")):
        with open_journal(journal_folder, secret, by) as again:  # type: ignore[arg-type]
            assert again.notices == ()
    with pytest.raises(WrongPassphrase):
        open_journal(journal_folder, PASSPHRASE)


def test_keys_that_are_whole_are_left_as_they_are(
    journal_folder: Path, lines: tuple[str, ...], recovery_code: str
) -> None:
    before = (journal_folder / "keys.json").read_bytes()
    with open_with_sheet(journal_folder, "\n".join(lines), recovery_code) as journal:
        assert kinds(journal) == set()
    assert (journal_folder / "keys.json").read_bytes() == before


def test_a_new_sheet_revokes_the_old_one_even_where_the_keys_are_lost(
    journal_folder: Path, lines: tuple[str, ...], recovery_code: str
) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        code = journal.change_recovery_code()
        new = journal.recovery_sheet()
    lose_header(journal_folder)
    with pytest.raises(SheetRevoked):
        open_with_sheet(journal_folder, "\n".join(lines), recovery_code)
    assert not (journal_folder / "keys.json").exists()
    open_with_sheet(journal_folder, "\n".join(new), code).close()


def test_after_a_rotation_the_old_sheet_opens_nothing(
    journal_folder: Path, lines: tuple[str, ...], recovery_code: str
) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal:
        code = rotate_key(journal, PASSPHRASE, COST)
        new = journal.recovery_sheet()
    lose_header(journal_folder)
    with pytest.raises(DamagedDatabase):
        open_with_sheet(journal_folder, "\n".join(lines), recovery_code)
    with open_with_sheet(journal_folder, "\n".join(new), code) as journal:
        assert len(journal.view.leaders()) == 1


def test_the_sheet_of_another_journal_does_not_open_this_one(
    journal_folder: Path, lines: tuple[str, ...], recovery_code: str, tmp_path: Path
) -> None:
    other, _ = create_journal(tmp_path / "Other.coachdesk", PASSPHRASE, COST)
    other.close()
    shutil.copy(tmp_path / "Other.coachdesk" / "journal.db", journal_folder / "journal.db")
    with pytest.raises(DamagedDatabase):
        open_with_sheet(journal_folder, "\n".join(lines), recovery_code)


def test_a_header_without_a_recovery_slot_has_no_sheet(journal_folder: Path) -> None:
    whole = header.read_header(journal_folder)[0]
    with pytest.raises(NoRecoverySlot):
        sheet.sheet_of(msgspec.structs.replace(whole, slots=whole.slots[:1]))


def test_each_line_says_how_far_it_is_while_it_is_typed(lines: tuple[str, ...]) -> None:
    assert sheet.state_of(1, " ") == "empty"
    assert sheet.state_of(1, lines[0][:7]) == "begun"
    assert sheet.state_of(1, lines[0].lower().replace("-", " ")) == "right"
    assert sheet.state_of(2, lines[0]) == "wrong", "a line knows its number"
    assert sheet.state_of(1, lines[0] + "X") == "wrong"
    assert sheet.state_of(1, "U") == "wrong", "no letter of the sheet"
