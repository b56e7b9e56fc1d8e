"""Verifying as a stranger: receipts, gaps, the page to keep, passwords."""

import json
import re
import stat
import time
from pathlib import Path

import pytest

from coachdesk.journal.opening import open_journal
from coachdesk.records.handover import Export
from tests.cli.driving import Ran, Writing, coachdesk, typed
from tests.making import PASSPHRASE

FIRST = f"CD-EXPORT-{time.localtime().tm_year}-001"


@pytest.fixture
def desk(journal_folder: Path) -> Writing:
    desk = Writing(journal_folder)
    desk.noted("The first.", "--occurred", "2026-01-05")
    desk.noted("Am I fair?", "--lane", "reflection", "--occurred", "2026-02-08")
    return desk


def exported(desk: Writing, target: Path, *options: str) -> Path:
    desk.done("export", "ada", "-o", str(target), "--recipient", "A. O’Brien, HR", *options)
    return target


def receipt(desk: Writing, number: str, target: Path) -> Path:
    desk.done("receipt", number, "-o", str(target))
    return target


def verified(*arguments: str | Path, secrets: tuple[str, ...] = ()) -> Ran:
    return typed("verify", *map(str, arguments), secrets=secrets)


def number_in(out: str) -> str:
    return re.findall(r"CD-EXPORT-\d+-\d+", out)[0]


def test_an_export_says_how_its_receipt_is_had_and_the_receipt_anchors_it(
    desk: Writing, tmp_path: Path
) -> None:
    file = tmp_path / "r.pdf"
    out = desk.done("export", "ada", "-o", str(file), "--recipient", "A. O’Brien, HR").out
    command = re.search(r"Receipt +coachdesk (receipt .*)\n", out)
    assert command is not None
    shown = desk.done(*command[1].split()).out
    assert "Recipient: A. O’Brien, HR\n" in shown
    saved = receipt(desk, number_in(out).lower(), tmp_path / "receipt.txt")
    assert saved.read_text() == shown
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    found = verified(file, "--receipt", saved)
    assert found.code == 0
    assert found.out.splitlines()[2].startswith("proved  Anchored by the receipt of CD-EXPORT-")


def test_the_receipt_of_an_earlier_export_anchors_a_later_one(desk: Writing, tmp_path: Path) -> None:
    exported(desk, tmp_path / "1.pdf")
    desk.noted("Another one.")
    later = exported(desk, tmp_path / "2.pdf")
    found = verified(later, "--receipt", receipt(desk, FIRST, tmp_path / "1.txt"))
    assert found.code == 0
    assert f"Anchored by the receipt of the earlier export {FIRST}" in found.out
    both = verified(later, "--receipt", tmp_path / "1.txt", "--against", tmp_path / "1.pdf", "--json")
    kinds = [one["kind"] for one in json.loads(both.out)["findings"]]
    assert kinds[:2] == ["anchored", "anchored_earlier_receipt"]


def test_the_receipt_of_a_later_export_says_nothing_about_an_earlier_one(
    desk: Writing, tmp_path: Path
) -> None:
    first = exported(desk, tmp_path / "1.pdf")
    desk.noted("Another one.")
    exported(desk, tmp_path / "2.pdf")
    later = receipt(desk, FIRST.replace("-001", "-002"), tmp_path / "2.txt")
    found = verified(first, "--receipt", later)
    said = " ".join(found.out.split())
    assert (found.code, "WRONG" in found.out) == (0, False)
    assert "note The receipt of " in said
    assert "was given for a later export" in said
    assert "Not anchored." in said
    own = receipt(desk, FIRST, tmp_path / "1.txt")
    words = own.read_text()
    own.write_text(re.sub("Head: ..", "Head: 00", words.replace("-001", "-002")))
    other = verified(first, "--receipt", own)
    assert (other.code, "It is not proved that this journal grew" in " ".join(other.out.split())) == (1, True)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (lambda text: text.replace("O’Brien", "Brown"), "the recipient is another one"),
        (lambda text: re.sub("File: ..", "File: 00", text), "SHA-256 is another one"),
        (lambda text: re.sub("Head: ..", "Head: 00", text), "the head of the ledger is another one"),
        (lambda text: re.sub("Signer: .*", "Signer: not signed", text), "the certificate is another one"),
        (lambda text: text.replace("-001", "-009"), "It is not proved that this journal grew"),
        (lambda text: text.replace("RECEIPT 1", "RECEIPT 7"), "newer version"),
        (lambda text: text.replace("COACHDESK", "DEAR ANN"), "there is no receipt"),
    ],
    ids=("recipient", "file", "head", "signer", "number", "version", "none"),
)
def test_a_receipt_that_does_not_fit_is_said_to_be_so(
    desk: Writing, tmp_path: Path, changed: object, words: str
) -> None:
    file = exported(desk, tmp_path / "r.pdf")
    saved = receipt(desk, FIRST, tmp_path / "receipt.txt")
    saved.write_text(changed(saved.read_text()))  # type: ignore[operator]
    found = verified(file, "--receipt", saved)
    said = " ".join(found.out.split())
    assert found.code == 1
    assert words in said
    assert "Not anchored." in said


def test_what_is_not_shown_is_listed_with_its_number_its_day_and_why(desk: Writing, tmp_path: Path) -> None:
    file = exported(desk, tmp_path / "r.pdf")
    lines = verified(file).out.splitlines()
    at = lines.index("On file, and not shown (1):")
    assert re.search(
        r"^ +Entry 2 +2026-02-08 +\d{4}-\d\d-\d\d +Author’s own reflection +[0-9a-f]{16}$", lines[at + 2]
    )
    (gap,) = json.loads(verified(file, "--json").out)["withheld"]
    assert (gap["number"], gap["day"], gap["why"]) == ("2", "2026-02-08", "reflection")
    assert re.fullmatch("[0-9a-f]{64}", gap["commitment"])


def test_a_page_of_what_was_found_is_written_whole_and_holds_no_markup_of_others(
    desk: Writing, tmp_path: Path
) -> None:
    file = exported(desk, tmp_path / "<b>r&.pdf")
    page = tmp_path / "found.html"
    assert verified(file, "--report", page).code == 0
    said = page.read_text("utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "Verification of &lt;b&gt;r&amp;.pdf" in said
    assert "<b>r" not in said
    assert "Not anchored." in said
    assert "Entry 2" in said
    assert not re.search(r"<script|<link|<img|https?://|url\(|<!--", said)
    assert '<p class="verdict right">' in said


def test_the_page_of_a_file_that_is_wrong_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"no PDF")
    assert verified(tmp_path / "x.pdf", "--report", tmp_path / "x.html").code == 1
    said = (tmp_path / "x.html").read_text("utf-8")
    assert '<p class="verdict wrong">' in said
    assert "This is not a PDF" in said


def test_nothing_is_replaced_by_a_page_or_a_receipt(desk: Writing, tmp_path: Path) -> None:
    file = exported(desk, tmp_path / "r.pdf")
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "mine.html").write_text("mine")
    for refused in (
        verified(file, "--report", tmp_path / "mine.html"),
        desk.tried("receipt", FIRST, "-o", str(tmp_path / "mine.txt")),
    ):
        assert (refused.code, "Something is at" in refused.err) == (1, True)
    assert (tmp_path / "mine.txt").read_text() == (tmp_path / "mine.html").read_text() == "mine"
    nowhere = verified(file, "--report", tmp_path / "nowhere" / "x.html")
    assert (nowhere.code, "could not be written" in nowhere.err) == (1, True)


@pytest.mark.parametrize("name", ["report.pdf", "report", "report.html.txt", ".html"])
def test_a_page_is_written_under_no_name_that_says_something_else(
    desk: Writing, tmp_path: Path, name: str
) -> None:
    file = exported(desk, tmp_path / "r.pdf")
    refused = verified(file, "--report", tmp_path / name)
    assert (refused.code, "Choose a name that ends in .html" in " ".join(refused.err.split())) == (2, True)
    assert not (tmp_path / name).exists()
    assert verified(file, "--report", tmp_path / "REPORT.HTM").code == 0


def test_a_receipt_of_nothing_is_refused(desk: Writing, tmp_path: Path) -> None:
    assert "Nothing was exported" in desk.tried("receipt", FIRST).err
    exported(desk, tmp_path / "r.pdf")
    refused = desk.tried("receipt", "CD-EXPORT-1999-007")
    assert (refused.code, "The last ones are: CD-EXPORT-" in refused.err) == (1, True)


def test_a_receipt_and_a_page_are_for_files(desk: Writing, tmp_path: Path) -> None:
    for option in ("--receipt", "--report"):
        refused = verified(desk.folder, option, tmp_path / "x", secrets=(PASSPHRASE,))
        assert (refused.code, "for an exported file" in refused.err) == (2, True)


def protected(desk: Writing, target: Path, password: str) -> Path:
    word = target.with_suffix(".txt")
    word.write_text(password)
    return exported(desk, target, "--protect", "--password-file", str(word))


def test_a_protected_file_asks_for_its_password_and_tells_a_wrong_one(desk: Writing, tmp_path: Path) -> None:
    file = protected(desk, tmp_path / "r.pdf", "four words of mine")
    right = verified(file, secrets=("mistyped", "four words of mine"))
    assert (right.code, right.err.count("Password for r.pdf")) == (0, 2)
    assert "Nothing is wrong." in right.out
    wrong = verified(file, secrets=("one", "two", "three"))
    assert (wrong.code, "That password does not open the file" in " ".join(wrong.out.split())) == (1, True)
    (tmp_path / "word").write_text("four words of mine\n")
    assert verified(file, "--password-file", tmp_path / "word").code == 0
    (tmp_path / "word").write_text("another")
    assert verified(file, "--password-file", tmp_path / "word").code == 1


def test_where_nobody_can_be_asked_the_option_for_the_password_is_named(
    desk: Writing, tmp_path: Path
) -> None:
    file = protected(desk, tmp_path / "r.pdf", "four words of mine")
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    journal = ("--journal", desk.folder, "--passphrase-file", tmp_path / "passphrase")
    for arguments in (
        ("verify", file),
        ("export", "ada", "-o", tmp_path / "2.pdf", "--preset", "hr", *journal),
    ):
        ran = coachdesk(*arguments)
        assert (ran.code, "Use --password-file FILE" in " ".join(ran.err.split())) == (1, True), ran
        assert "--passphrase-file" not in ran.err
    assert "Use --passphrase-file FILE" in " ".join(coachdesk("list", *journal[:2]).err.split())


def test_an_earlier_file_may_have_the_same_password_or_another(desk: Writing, tmp_path: Path) -> None:
    first = protected(desk, tmp_path / "1.pdf", "four words of mine")
    second = protected(desk, tmp_path / "2.pdf", "four other words then")
    third = protected(desk, tmp_path / "3.pdf", "four words of mine")
    same = verified(third, "--against", first, secrets=("four words of mine",))
    assert (same.code, "Anchored by the earlier export" in same.out) == (0, True)
    other = verified(third, "--against", second, secrets=("four words of mine", "four other words then"))
    assert (other.code, "Anchored by the earlier export" in other.out) == (0, True)
    unknown = verified(third, "--against", second, secrets=("four words of mine", "x", "y", "z"))
    assert (unknown.code, "the password does not open it" in " ".join(unknown.out.split())) == (1, True)
    journal = verified(desk.folder, "--against", second, secrets=("four other words then", PASSPHRASE))
    assert (journal.code, "Anchored by the earlier export" in journal.out) == (0, True)


def test_a_handover_is_a_file_with_a_password_and_an_event(desk: Writing, tmp_path: Path) -> None:
    (tmp_path / "word").write_text("four words of mine")
    file = exported(
        desk, tmp_path / "r.pdf", "--preset", "handover", "--password-file", str(tmp_path / "word")
    )
    found = verified(file, "--password-file", tmp_path / "word", "--json")
    assert json.loads(found.out)["accepted"] is True
    with open_journal(desk.folder, PASSPHRASE) as journal:
        (record,) = journal.view.records("export")
    assert isinstance(record, Export)
    assert (record.state, record.purpose) == ("released", "Handover to the next manager")
