"""``key`` and ``passphrase --sheet``: another key, a sheet to copy, and a journal whose keys.json is lost; ``--read-only``."""

import re
from pathlib import Path

import pytest

from coachdesk.journal.opening import open_journal
from tests.cli.driving import Ran, typed
from tests.making import PASSPHRASE

LINE = re.compile(r"^(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}$", re.MULTILINE)
CODE = re.compile(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}")


def command(folder: Path, name: str, *arguments: str, secrets: tuple[str, ...] = (PASSPHRASE,)) -> Ran:
    return typed(name, "--journal", str(folder), *arguments, secrets=secrets)


def test_rotating_shows_the_new_code_and_sheet_and_the_old_code_is_worthless(
    journal_folder: Path, recovery_code: str
) -> None:
    done = command(journal_folder, "key", "--rotate")
    assert done.code == 0, done.err
    found = CODE.search(done.out)
    assert found
    assert found[0] != recovery_code
    assert len(LINE.findall(done.out)) == 8
    with open_journal(journal_folder, found[0], "recovery") as journal:
        assert journal.notices == ()
    refused = command(journal_folder, "key", "--rotate", secrets=("not it",) * 3)
    assert refused.code == 1


def test_what_is_asked_of_the_key_is_one_thing(journal_folder: Path) -> None:
    assert command(journal_folder, "key").code == 2
    assert command(journal_folder, "key", "--raw", "--rotate").code == 2


@pytest.mark.parametrize("which", ["--sheet", "--new-sheet"])
def test_the_letters_of_a_sheet_open_a_journal_whose_keys_are_lost(
    which: str, journal_folder: Path, recovery_code: str, tmp_path: Path
) -> None:
    shown = command(journal_folder, "key", which)
    lines = LINE.findall(shown.out)
    code = found[0] if (found := CODE.search(shown.out)) else recovery_code
    assert (code == recovery_code) == (which == "--sheet")
    (tmp_path / "letters.txt").write_text("\n".join(lines).lower())
    for name in ("keys.json", "keys.json.bak"):
        (journal_folder / name).unlink()
    new = "four words nobody else has"
    opened = command(
        journal_folder, "passphrase", "--sheet", str(tmp_path / "letters.txt"), secrets=(code, new, new)
    )
    assert opened.code == 0, opened.err
    assert "written anew from the recovery sheet" in opened.err
    open_journal(journal_folder, new).close()


def test_a_slip_in_the_letters_is_told_by_its_line(
    journal_folder: Path, tmp_path: Path, recovery_code: str
) -> None:
    lines = LINE.findall(command(journal_folder, "key", "--sheet").out)
    lines[2] = lines[2][:-1] + ("7" if lines[2][-1] != "7" else "8")
    (tmp_path / "letters.txt").write_text("\n".join(lines))
    refused = command(
        journal_folder, "passphrase", "--sheet", str(tmp_path / "letters.txt"), secrets=(recovery_code,)
    )
    assert refused.code == 1
    assert "line 3" in refused.err


def test_what_only_reads_is_done_for_reading_only_and_nothing_else_is(journal_folder: Path) -> None:
    database = journal_folder / "journal.db"
    before = database.read_bytes()
    listed = command(journal_folder, "leaders", "--read-only")
    assert listed.code == 0, listed.err
    assert "Ada Marsh" in listed.out
    assert "for reading only" in listed.err
    for name, *rest in (("search", "anything"), ("verify", str(journal_folder)), ("list", "Ada")):
        ran = typed("--read-only", name, "--journal", str(journal_folder), *rest)
        assert ran.code in (0, 1)
        assert "would write" not in ran.err
    refused = command(journal_folder, "note", "Ada", "Not to be written", "--read-only")
    assert refused.code == 1
    assert "would write in it" in refused.err
    assert database.read_bytes() == before


def test_a_journal_that_is_open_elsewhere_is_read_beside_it(journal_folder: Path) -> None:
    with open_journal(journal_folder, PASSPHRASE):
        assert command(journal_folder, "leaders").code == 1
        assert "Ada Marsh" in command(journal_folder, "leaders", "--read-only").out
