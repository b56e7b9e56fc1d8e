"""Making a journal, its keys, its passphrase, its recovery code."""

import re
from pathlib import Path

import pytest

from coachdesk.cli.passphrases import is_weak
from coachdesk.export.evidence import Manager
from coachdesk.export.releasing import manager_of
from coachdesk.journal.errors import WrongPassphrase
from coachdesk.journal.opening import open_journal
from tests.cli.driving import Keyboard, Ran, typed
from tests.making import PASSPHRASE

CODE = re.compile(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}")
NEW = "another battery horse staple"


def changed(
    folder: Path, *options: str, secrets: tuple[str, ...] = (), keyboard: Keyboard | None = None
) -> Ran:
    return typed("passphrase", "--journal", str(folder), *options, secrets=secrets, keyboard=keyboard)


def opens(folder: Path, passphrase: str) -> bool:
    try:
        open_journal(folder, passphrase).close()
    except WrongPassphrase:
        return False
    return True


def test_a_new_journal_shows_its_recovery_code_once_and_what_comes_next(tmp_path: Path) -> None:
    path = tmp_path / "My notes.coachdesk"
    made = typed(
        "new",
        str(path),
        "--name",
        " Ada  Marsh ",
        "--role",
        "VP",
        "--employer",
        "Calderquay",
        secrets=(PASSPHRASE,) * 2,
    )
    assert made.code == 0
    assert f"Your journal: {path}" in made.out
    assert f"coachdesk --journal '{path}' note" in made.out
    codes = CODE.findall(made.out)
    assert len(codes) == 1
    assert made.err == "New passphrase: \nThe same once more: \n"
    with open_journal(path, codes[0], by="recovery") as journal:
        assert manager_of(journal.view) == Manager(name="Ada Marsh", role="VP", employer="Calderquay")


def test_a_new_journal_takes_its_passphrase_from_a_file_or_standard_input(tmp_path: Path) -> None:
    (tmp_path / "pass.txt").write_bytes(PASSPHRASE.encode() + b"\r\nnot this line\n")
    assert (
        typed("new", str(tmp_path / "A"), "--passphrase-file", str(tmp_path / "pass.txt"), secrets=()).code
        == 0
    )
    assert (
        typed(
            "--passphrase-file", "-", "new", str(tmp_path / "B"), secrets=(), keyboard=Keyboard(PASSPHRASE)
        ).code
        == 0
    )
    assert opens(tmp_path / "A", PASSPHRASE)
    assert opens(tmp_path / "B", PASSPHRASE)


@pytest.mark.parametrize(
    ("secrets", "words"),
    [(("", ""), "cannot be empty"), (("  ", "  "), "cannot be empty"), (("one", "two"), "not the same")],
)
def test_a_passphrase_that_is_empty_or_typed_differently_makes_no_journal(
    tmp_path: Path, secrets: tuple[str, ...], words: str
) -> None:
    refused = typed("new", str(tmp_path / "A"), secrets=secrets)
    assert refused.code == 1
    assert words in refused.err
    assert list(tmp_path.iterdir()) == []


def test_a_weak_passphrase_is_remarked_and_taken(tmp_path: Path) -> None:
    weak = typed("new", str(tmp_path / "A"), secrets=("arsenal1",) * 2)
    assert weak.code == 0
    assert "is weak" in weak.err
    assert "arsenal1" not in weak.out + weak.err


@pytest.mark.parametrize(
    ("passphrase", "weak"),
    [
        ("password", True),
        ("Tomas2026", True),
        (PASSPHRASE, False),
        ("päßwörter und 馬 und 電池", False),
        ("x" * 500, True),
        ("ab3" * 5000, True),
        ("\udcff\x00", True),
    ],
)
def test_what_is_weak(passphrase: str, weak: bool) -> None:
    assert is_weak(passphrase) is weak


def test_the_old_passphrase_lets_a_new_one_in_and_then_opens_no_more(journal_folder: Path) -> None:
    done = changed(journal_folder, secrets=(PASSPHRASE, NEW, NEW))
    assert done.code == 0
    assert "was changed" in done.out
    assert opens(journal_folder, NEW)
    assert not opens(journal_folder, PASSPHRASE)


def test_both_passphrases_may_come_from_files_or_line_by_line_from_standard_input(
    journal_folder: Path, tmp_path: Path
) -> None:
    for name, text in (("old.txt", PASSPHRASE), ("new.txt", NEW)):
        (tmp_path / name).write_text(text)
    files = (
        "--passphrase-file",
        str(tmp_path / "old.txt"),
        "--new-passphrase-file",
        str(tmp_path / "new.txt"),
    )
    assert changed(journal_folder, *files).code == 0
    assert opens(journal_folder, NEW)
    lines = ("--passphrase-file", "-", "--new-passphrase-file", "-")
    assert changed(journal_folder, *lines, keyboard=Keyboard(NEW, PASSPHRASE)).code == 0
    assert opens(journal_folder, PASSPHRASE)


def test_the_recovery_code_lets_a_new_passphrase_in(
    journal_folder: Path, recovery_code: str, tmp_path: Path
) -> None:
    typed_code = recovery_code.lower().replace("-", " ")
    assert changed(journal_folder, "--recovery", secrets=(typed_code, NEW, NEW)).code == 0
    assert opens(journal_folder, NEW)
    (tmp_path / "code.txt").write_text(recovery_code + "\n")
    again = ("--recovery-code-file", str(tmp_path / "code.txt"))
    assert changed(journal_folder, *again, secrets=(PASSPHRASE, PASSPHRASE)).code == 0
    assert opens(journal_folder, PASSPHRASE)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda code: code[:-5], "shorter or longer"),
        (lambda code: "U" + code[1:], "do not use"),
        (lambda code: code[:-1] + ("0" if code[-1] != "0" else "1"), "a slip"),
    ],
)
def test_a_mistyped_recovery_code_is_told_from_a_wrong_one(
    journal_folder: Path, recovery_code: str, spoil, words: str
) -> None:  # type: ignore[no-untyped-def]
    refused = changed(journal_folder, "--recovery", secrets=(spoil(recovery_code),))
    assert refused.code == 1
    assert words in refused.err
    assert recovery_code not in refused.err


def test_the_recovery_code_of_another_journal_opens_nothing(journal_folder: Path, tmp_path: Path) -> None:
    other = CODE.findall(typed("new", str(tmp_path / "B"), secrets=(PASSPHRASE,) * 2).out)[0]
    refused = changed(journal_folder, "--recovery", secrets=(other,))
    assert (refused.code, "another journal" in refused.err) == (1, True)


def test_a_change_that_is_refused_leaves_the_old_passphrase(journal_folder: Path) -> None:
    assert changed(journal_folder, secrets=(PASSPHRASE, "", "")).code == 1
    assert changed(journal_folder, secrets=(PASSPHRASE, "one", "two")).code == 1
    assert changed(journal_folder, secrets=(PASSPHRASE,)).code == 130
    assert opens(journal_folder, PASSPHRASE)


def test_a_typed_passphrase_may_be_typed_three_times_one_from_a_file_once(
    journal_folder: Path, tmp_path: Path
) -> None:
    journal = ("--journal", str(journal_folder))
    third = typed("list", *journal, secrets=("wrong", "wrong again", PASSPHRASE))
    assert (third.code, third.err.count("Please try again.")) == (0, 2)
    never = typed("list", *journal, secrets=("wrong",) * 4)
    assert (never.code, never.err.count("Passphrase for Team.coachdesk:")) == (1, 3)
    assert "passphrase --recovery" in never.err
    (tmp_path / "pass.txt").write_text("wrong\n")
    once = typed("list", *journal, "--passphrase-file", str(tmp_path / "pass.txt"))
    assert (once.code, "does not open this journal" in once.err) == (1, True)


def test_the_raw_key_is_printed_alone_and_the_warning_beside_it(journal_folder: Path) -> None:
    said = typed("key", "--raw", "--journal", str(journal_folder))
    assert re.fullmatch(r"x'[0-9a-f]{64}'\n", said.out)
    assert "read every note" in said.err
    with open_journal(journal_folder, PASSPHRASE) as journal:
        assert journal.raw_key() + "\n" == said.out
    assert typed("key", "--journal", str(journal_folder)).code == 2


@pytest.mark.parametrize(
    "passphrase",
    [
        "päß 馬",
        "😀\u200d👩",
        "\u202eabc",
        "שלום עולם",
        " spaces kept ",
        "e\u0301",
        "\x00\x01",
        "a" * 5000,
        "\ufeffbom",
    ],
)
def test_a_passphrase_may_be_any_text(tmp_path: Path, passphrase: str) -> None:
    path = str(tmp_path / "A")
    assert typed("new", path, secrets=(passphrase, passphrase)).code == 0
    assert typed("list", "--journal", path, secrets=(passphrase,)).code == 0
    assert typed("list", "--journal", path, secrets=(passphrase + "x",) * 3).code == 1
    file = tmp_path / "pass.txt"
    file.write_bytes(b"\xef\xbb\xbf" + passphrase.encode() + b"\n")
    assert typed("list", "--journal", path, "--passphrase-file", str(file)).code == 0


@pytest.mark.parametrize("data", [b"\xff\xfep\x00a\x00", b"p\xe4\xdfword\n", b"\x80"])
def test_a_passphrase_file_that_is_not_utf_8_is_refused_by_name(
    tmp_path: Path, journal_folder: Path, data: bytes
) -> None:
    (tmp_path / "pass.txt").write_bytes(data)
    refused = typed("list", "--journal", str(journal_folder), "--passphrase-file", str(tmp_path / "pass.txt"))
    assert (refused.code, "is not text in UTF-8" in refused.err) == (1, True)
