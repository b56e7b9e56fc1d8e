"""``coachdesk export``: other people's names, and files that do not go along."""

import json
from pathlib import Path

import pypdfium2
import pytest

from tests.cli.driving import Writing


@pytest.fixture
def desk(journal_folder: Path, tmp_path: Path) -> Writing:
    mail = tmp_path / "mail.txt"
    mail.write_text("Priya Shah wrote: no.", "utf-8")
    desk = Writing(journal_folder)
    desk.noted(
        "Then Priya Shah said no, and Priya left.", "--present", "Priya Shah, peer", "--attach", str(mail)
    )
    return desk


def text_of(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    try:
        return " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())
    finally:
        pages.close()


def attachment(desk: Writing) -> str:
    return str(json.loads(desk.done("export", "ada", "--list-names", "--json").out)["attachments"][0]["id"])


@pytest.mark.parametrize(
    "options", [("--alias", "Priya Shah=Peer Q"), ("--alias-all",), ("--alias", "Shah=Peer Q")]
)
def test_a_name_is_replaced_and_the_report_says_so(
    desk: Writing, tmp_path: Path, options: tuple[str, ...]
) -> None:
    target = tmp_path / "r.pdf"
    desk.done("export", "ada", "-o", str(target), *options, "--drop-attachment", attachment(desk)[:8])
    text = text_of(target)
    assert "Priya" not in text
    assert "Shah" not in text
    assert "Names in brackets" in text
    assert ("[Peer Q] said no, and [Peer Q] left." if "--alias" in options else "[Peer A] said no") in text
    said = " ".join(desk.done("verify", str(target)).out.split())
    assert "words are replaced by a name in brackets" in said
    assert "1 files are named and not attached (E1)" in said


def test_a_file_that_names_somebody_stops_the_export_and_is_named(desk: Writing, tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    ran = desk.tried("export", "ada", "-o", str(target), "--alias-all")
    assert ran.code == 1
    assert "Exhibit E1" in ran.err
    assert "--drop-attachment" in ran.err
    assert not target.exists()


def test_who_is_named_and_what_would_be_replaced_is_listed(desk: Writing) -> None:
    out = desk.done("export", "ada", "--list-names", "--alias-all").out
    assert "Peer A" in out
    assert "Priya Shah, Priya" in out
    assert "mail.txt" in out
    assert "Priya → [Peer A]" in out


def test_a_name_can_stay(desk: Writing) -> None:
    said = json.loads(
        desk.done("export", "ada", "--list-names", "--alias-all", "--keep-name", "priya", "--json").out
    )
    assert said["replaced"] == []


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--alias", "Priya", "is no alias"),
        ("--alias", "Priya=[x]", "cannot stand for a name"),
        ("--drop-attachment", "ffff", "No file whose id begins with"),
    ],
)
def test_what_was_not_understood_is_said(
    desk: Writing, tmp_path: Path, option: str, value: str, said: str
) -> None:
    ran = desk.tried("export", "ada", "-o", str(tmp_path / "r.pdf"), option, value)
    assert ran.code != 0
    assert said in " ".join(ran.err.split())
