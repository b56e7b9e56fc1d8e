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


FOUND = "Then Yvonne said no. Gunther wrote to Leeds."


def without_names(desk: Writing, target: Path, *options: str) -> str:
    """What can be read in the leader's own copy, made with these options."""
    desk.done("export", "ada", "-o", str(target), "--preset", "leader", "--drop-attachment", "E1", *options)
    return text_of(target)


def test_a_preset_replaces_whom_it_knows_and_asks_about_what_was_just_found(
    desk: Writing, tmp_path: Path
) -> None:
    target = tmp_path / "r.pdf"
    without_names(desk, target)
    desk.noted(FOUND)
    ran = desk.tried(
        "export", "ada", "-o", str(tmp_path / "no.pdf"), "--preset", "leader", "--drop-attachment", "E1"
    )
    assert ran.code == 1
    assert "Gunther; Leeds; Yvonne" in ran.err
    assert "--alias-listed" in ran.err
    assert not (tmp_path / "no.pdf").exists()


def test_what_was_just_found_is_replaced_or_stays_as_it_was_told(desk: Writing, tmp_path: Path) -> None:
    desk.noted(FOUND)
    text = without_names(desk, tmp_path / "all.pdf", "--alias-all")
    assert not [name for name in ("Priya", "Yvonne", "Gunther", "Leeds") if name in text]
    text = without_names(desk, tmp_path / "listed.pdf", "--alias-listed")
    assert "Priya" not in text
    assert "Gunther wrote to Leeds." in text
    options = ("--alias", "Gunther=Person G", "--alias", "Yvonne=Person Y", "--keep-name", "leeds")
    text = without_names(desk, tmp_path / "one.pdf", *options)
    assert "[Person Y] said no. [Person G] wrote to Leeds." in text
    assert "Priya" not in text


def test_what_stays_is_said_beside_the_answer(desk: Writing, tmp_path: Path) -> None:
    desk.noted(FOUND)
    options = ("--alias-listed", "--keep-name", "Leeds", "--drop-attachment", "E1")
    ran = desk.done("export", "ada", "-o", str(tmp_path / "r.pdf"), *options)
    assert "left as they are: Gunther; Yvonne." in ran.err
    assert "left as they are" not in ran.out


def test_with_a_preset_the_others_can_have_their_names_all_the_same(desk: Writing, tmp_path: Path) -> None:
    assert "Priya Shah" in without_names(desk, tmp_path / "r.pdf", "--no-alias-all")


def test_the_list_sets_apart_what_was_just_found_and_says_that_names_may_be_missing(desk: Writing) -> None:
    desk.noted(FOUND)
    out = desk.done("export", "ada", "--list-names", "--preset", "leader").out
    assert out.index("Priya Shah") < out.index("Just found in the text") < out.index("Gunther")
    assert "Names may have been missed" in out
    assert "Priya → [Peer A]" in out
    assert "Gunther → " not in out


@pytest.mark.parametrize("named", ["E1", "e1", "Exhibit E1", "{id}", "{short}"])
def test_a_file_is_left_out_by_its_number_on_the_pages_or_its_id(
    desk: Writing, tmp_path: Path, named: str
) -> None:
    file_id = attachment(desk)
    target = tmp_path / "r.pdf"
    named = named.format(id=file_id, short=file_id[:8])
    desk.done("export", "ada", "-o", str(target), "--alias-all", "--drop-attachment", named)
    assert "E1 – withheld" in text_of(target)


def test_a_file_that_is_outside_the_dates_anyway_stops_nothing(desk: Writing, tmp_path: Path) -> None:
    beginning = attachment(desk)[:8]
    desk.noted("Later.", "--occurred", "2026-02-02")
    target = tmp_path / "r.pdf"
    options = ("--from", "2026-02-02", "--to", "2026-02-02", "--drop-attachment", beginning)
    ran = desk.done("export", "ada", "-o", str(target), *options)
    assert f"“{beginning}” is not in what goes in" in ran.err
    assert target.exists()


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
        ("--drop-attachment", "ffff", "There is no file"),
        ("--drop-attachment", "E2", "There is no file"),
        ("--drop-attachment", " ", "There is no file"),
    ],
)
def test_what_was_not_understood_is_said(
    desk: Writing, tmp_path: Path, option: str, value: str, said: str
) -> None:
    ran = desk.tried("export", "ada", "-o", str(tmp_path / "r.pdf"), option, value)
    assert ran.code != 0
    assert said in " ".join(ran.err.split())
