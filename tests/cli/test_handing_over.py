"""Handing over: export, verify without a journal, verify a journal, the demo."""

import json
import re
import stat
from pathlib import Path

import pikepdf
import pytest

from coachdesk.export.verify import verify_pdf
from coachdesk.journal.opening import open_journal
from coachdesk.records.handover import Export
from tests.cli.driving import Ran, Writing, coachdesk, environment, typed
from tests.making import PASSPHRASE


@pytest.fixture
def desk(journal_folder: Path) -> Writing:
    desk = Writing(journal_folder)
    desk.noted("The first.", "--occurred", "2026-01-05")
    return desk


def verified(*arguments: str | Path) -> Ran:
    return typed("verify", *map(str, arguments))


def test_an_export_says_what_it_is_and_how_to_check_it(desk: Writing, tmp_path: Path) -> None:
    target = tmp_path / "A report.pdf"
    out = desk.done("export", "ada", "-o", str(target)).out
    with open_journal(desk.folder, PASSPHRASE) as journal:
        kept = journal.view.records("export")[-1]
    assert isinstance(kept, Export)
    assert re.search(rf"Export +{kept.number}\n", out)
    assert re.search(rf"SHA-256 +{kept.digest}\n", out)
    assert re.search(r"Entries +1 shown, 0 withheld\n", out)
    assert re.search(r"Signed with +[0-9a-f]{64}\n", out)
    assert re.search(rf"Check it +coachdesk verify '{target}'\n", out)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pikepdf.open(target) as pdf:
        assert re.search(rf"Pages +{len(pdf.pages)}\n", out)


def test_what_goes_in_is_chosen_and_what_does_not_is_a_numbered_gap(desk: Writing, tmp_path: Path) -> None:
    desk.noted("Praise.", "--kind", "praise", "--occurred", "2026-02-05")
    left_out = desk.noted("Left out.", "--occurred", "2026-02-06")
    desk.noted("Too late.", "--occurred", "2026-03-01")
    desk.noted("Advice.", "--counsel", "F. Siddiqui", "--purpose", "a plan", "--occurred", "2026-02-07")
    desk.noted("Am I fair?", "--lane", "reflection", "--occurred", "2026-02-08")
    chosen = (
        "--from",
        "2026-02-01",
        "--to",
        "2026-02-28",
        "--exclude",
        left_out.id[:8],
        "--release",
        "counsel",
    )
    target = tmp_path / "r.pdf"
    out = desk.done("export", "ada", "-o", str(target), *chosen).out
    assert "2 shown, 4 withheld" in out
    said = verified(target).out
    counted = "there are exactly 6 entries about this person: 2 shown, and withheld: no. 1, 3, 4, 6"
    assert counted in " ".join(said.split())


def test_the_cover_says_what_was_chosen(desk: Writing, tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    cover = (
        "--purpose",
        "Review",
        "--recipient",
        "A. O’Brien",
        "--case",
        "CQ-1",
        "--formal",
        "--letter",
        "--unsigned",
    )
    out = desk.done("export", "ada", "-o", str(target), *cover).out
    assert "not signed" in out
    with pikepdf.open(target) as pdf:
        evidence = json.loads(pdf.attachments["evidence.json"].get_file().read_bytes())
        assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [612, 792]
    found = evidence["cover"]
    assert (found["purpose"], found["recipient"], found["case_reference"]) == ("Review", "A. O’Brien", "CQ-1")
    assert (found["formal"], found["page_size"], found["fingerprint"]) == (True, "Letter", "")
    assert "not signed" in verified(target).out


def test_a_file_that_is_there_is_replaced_only_by_force(desk: Writing, tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    target.write_text("%PDF-1.7 an earlier one")
    refused = desk.tried("export", "ada", "-o", str(target))
    assert (refused.code, "--force" in refused.err) == (1, True)
    assert target.read_text() == "%PDF-1.7 an earlier one"
    desk.done("export", "ada", "-o", str(target), "--force")
    assert len(target.read_bytes()) > 10_000


def test_what_is_no_pdf_is_never_replaced(desk: Writing, tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("something else")
    assert desk.tried("export", "ada", "-o", str(target), "--force").code == 1
    assert target.read_text() == "something else"


def test_in_a_folder_the_file_has_the_number_of_the_export_and_nobodys_name(
    desk: Writing, tmp_path: Path
) -> None:
    folder = tmp_path / "for HR"
    folder.mkdir()
    assert desk.tried("export", "ada", "-o", str(folder)).code == 0
    (made,) = folder.iterdir()
    assert re.fullmatch(r"CD-EXPORT-\d{4}-001\.pdf", made.name)


def test_a_protected_export_opens_with_its_password_only(desk: Writing, tmp_path: Path) -> None:
    target, secret = tmp_path / "r.pdf", tmp_path / "password.txt"
    secret.write_text("three grey geese\n")
    paper = ("--copy", "1 of 2", "--distribution", "HR", "--watermark", "DRAFT", "--locale", "en-US")
    made = desk.tried("export", "ada", "-o", str(target), "--protect", "--password-file", str(secret), *paper)
    assert made.code == 0, made.err
    assert "geese" not in made.out + made.err
    assert verify_pdf(target.read_bytes(), password="three grey geese").accepted
    assert not verify_pdf(target.read_bytes()).accepted


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ada", "-o", "{}/nowhere/r.pdf"), "There is no folder"),
        (("ada", "-o", "{}/r.pdf", "--release", "reflection"), "cannot be released"),
        (("ada", "-o", "{}/r.pdf", "--release", "gossip"), "cannot be released"),
        (("ada", "-o", "{}/r.pdf", "--kind", "gossip"), "no kind of entry"),
        (("ada", "-o", "{}/r.pdf", "--from", "spring"), "not a day of the calendar"),
        (("ada", "-o", "{}/r.pdf", "--exclude", "ffffffff"), "Nothing in this journal has an id"),
        (("zoe", "-o", "{}/r.pdf"), "Nobody in this journal"),
        (("ada", "-o", "{}/r.pdf", "--zone", "Mars"), "no time zone"),
    ],
)
def test_an_export_that_is_refused_makes_no_file(
    desk: Writing, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    refused = desk.tried("export", *(argument.format(folder) for argument in arguments))
    assert refused.code == 1
    assert words in refused.err
    assert list(folder.iterdir()) == []


def test_a_file_is_verified_without_a_journal_a_passphrase_or_the_database(
    desk: Writing, tmp_path: Path
) -> None:
    target = tmp_path / "r.pdf"
    desk.done("export", "ada", "-o", str(target))
    program = (
        "import sys; from coachdesk.__main__ import main; code = main(sys.argv[1:]);"
        "print([name for name in sys.modules if 'sqlcipher' in name or 'PySide' in name]); sys.exit(code)"
    )
    ran = coachdesk("verify", target, launcher=program, environ=environment(HOME=str(tmp_path / "nobody")))
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "[]"
    assert "Nothing is wrong." in ran.out
    assert ran.err == ""


def test_an_earlier_export_anchors_a_later_one_and_the_journal(desk: Writing, tmp_path: Path) -> None:
    earlier, later = tmp_path / "1.pdf", tmp_path / "2.pdf"
    desk.done("export", "ada", "-o", str(earlier))
    desk.noted("The second.")
    desk.done("export", "ada", "-o", str(later))
    anchored = verified(later, "--against", earlier)
    assert anchored.code == 0
    assert "proved  Anchored by" in anchored.out
    assert "only grew" in anchored.out
    assert "Not anchored" in verified(later).out
    wrong_way = verified(earlier, "--against", later)
    assert wrong_way.code == 1
    assert "WRONG" in wrong_way.out
    assert "Do not rely on it" in wrong_way.out
    journal = verified(desk.folder, "--against", later)
    assert journal.code == 0
    assert "proved  Anchored by" in journal.out


def test_an_export_of_another_journal_is_no_anchor(desk: Writing, tmp_path: Path) -> None:
    foreign, other = tmp_path / "foreign.pdf", tmp_path / "Other.coachdesk"
    typed("new", str(other), secrets=(PASSPHRASE,) * 2)
    typed("note", "Zoë", "Text.", "--journal", str(other))
    assert typed("export", "zoe", "-o", str(foreign), "--journal", str(other)).code == 0
    desk.noted("x")
    desk.noted("y")
    refused = verified(desk.folder, "--against", foreign)
    assert refused.code == 1
    assert "It is not proved that this journal grew from the earlier export" in " ".join(refused.out.split())
    (tmp_path / "broken.pdf").write_bytes(foreign.read_bytes()[:-2000])
    assert "does not hold on its own" in verified(desk.folder, "--against", tmp_path / "broken.pdf").err


def test_a_file_that_was_changed_is_refused_and_what_is_wrong_is_marked(
    desk: Writing, tmp_path: Path
) -> None:
    target = tmp_path / "r.pdf"
    desk.done("export", "ada", "-o", str(target))
    data = target.read_bytes()
    target.write_bytes(
        data.replace(b"/Creator", b"/Greator", 1) if b"/Creator" in data else data[:-5] + b"%EOX\n"
    )
    refused = verified(target)
    assert refused.code == 1
    assert "WRONG" in refused.out
    found = json.loads(verified(target, "--json").out)
    assert found["accepted"] is False
    assert "wrong" in {one["state"] for one in found["findings"]}


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF\n", b"\x00" * 5000])
def test_what_is_no_report_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    refused = verified(tmp_path / "x.pdf")
    assert refused.code == 1
    assert "WRONG" in refused.out
    assert refused.err == ""


def test_a_file_that_is_missing_or_cannot_be_read_is_said_to_be(tmp_path: Path) -> None:
    assert "There is no file" in verified(tmp_path / "x.pdf").err
    assert "cannot be read" in verified("x" * 5000).err + verified("\x00").err
    assert "There is no file" in verified(__file__, "--against", tmp_path / "x.pdf").err


def test_a_journal_is_checked_to_the_last_page(desk: Writing) -> None:
    right = verified(desk.folder)
    assert right.code == 0
    assert "The whole ledger was computed anew: events 2, records 2, entries 1, attachments 0." in " ".join(
        right.out.split()
    )
    assert "last seen on this computer" in right.out
    found = json.loads(verified(desk.folder, "--json").out)
    assert found["accepted"] is True
    assert [one["kind"] for one in found["findings"]] == ["journal_checked", "head_seen"]


def test_an_older_copy_put_back_is_found(desk: Writing, tmp_path: Path) -> None:
    older = {file.name: file.read_bytes() for file in desk.folder.iterdir()}
    desk.noted("The second.")
    for name, data in older.items():
        (desk.folder / name).write_bytes(data)
    found = verified(desk.folder)
    assert found.code == 1
    assert "an earlier copy was put back" in " ".join(found.out.split())
    assert "an earlier copy was put back" in desk.done("list").err
    strange = coachdesk(
        "list",
        "--journal",
        desk.folder,
        "--passphrase-file",
        "-",
        stdin=PASSPHRASE.encode(),
        environ=environment(XDG_STATE_HOME=str(tmp_path)),
    )
    assert strange.err == ""


def test_an_older_copy_can_be_accepted_as_the_one_to_go_on_with(desk: Writing) -> None:
    older = {file.name: file.read_bytes() for file in desk.folder.iterdir()}
    desk.noted("The second.")
    for name, data in older.items():
        (desk.folder / name).write_bytes(data)
    assert "verify JOURNAL --accept" in desk.done("list").err
    accepted = verified(desk.folder, "--accept")
    assert (accepted.code, "now the one to go on with" in " ".join(accepted.out.split())) == (0, True)
    assert "earlier copy" not in desk.done("list").err
    assert verified(desk.folder).code == 0


def test_only_a_journal_can_be_accepted(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    refused = verified(tmp_path / "a.pdf", "--accept")
    assert (refused.code, "Only a journal can be accepted" in refused.err) == (2, True)


def test_a_journal_that_was_altered_is_refused_with_a_sentence(desk: Writing) -> None:
    desk.noted("The second.")
    with open_journal(desk.folder, PASSPHRASE) as journal:
        journal._connection.execute("UPDATE record_leader SET kind = 'praise' WHERE entry_number = 1")
    refused = verified(desk.folder)
    assert refused.code == 1
    assert "the timeline does not fit the ledger" in refused.err


def test_a_computer_that_never_saw_the_journal_says_so(
    desk: Writing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    found = verified(desk.folder)
    assert (found.code, "has not seen this journal before" in found.out) == (0, True)


def test_the_demo_goes_the_whole_way_and_says_where_everything_is(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    ran = coachdesk("demo", folder, umask=0)
    assert ran.code == 0, ran.err
    assert ran.err == ""
    pdf, protected, redacted, case = sorted(folder.glob("*.pdf"))
    for part in (folder / "Demo.coachdesk", folder / "passphrase.txt", folder / "pdf-password.txt", pdf):
        assert str(part) in ran.out
    for name in (protected.name, redacted.name, case.name):
        assert name in ran.out
    assert f"Export       {pdf.stem.removesuffix('-archive')}" in ran.out
    assert "Nothing is wrong." in ran.out
    assert "All 4 documents were verified" in ran.out
    commands = [
        line.strip() for line in ran.out.splitlines() if line.startswith("  ") and " -m coachdesk " in line
    ]
    assert len(commands) == 3
    listed = coachdesk(*commands[0].partition(" -m coachdesk ")[2].split(), folder=tmp_path)
    assert "Tomáš Révész: the newest 50 of 67 entries" in listed.out
    assert verified(case, "--against", pdf).code == 0
    assert verified(protected, "--password-file", folder / "pdf-password.txt").code == 0
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert set(modes.values()) == {0o600, 0o700}
    again = coachdesk("demo", folder)
    assert (again.code, "Something is at" in again.err) == (1, True)


def test_a_demo_that_cannot_be_finished_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coachdesk.cli.commands import demo

    def interrupted(*_arguments: object) -> None:
        (tmp_path / "demo" / "Demo.coachdesk").mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "build_demo", interrupted)
    assert typed("demo", str(tmp_path / "demo")).code == 130
    assert list((tmp_path / "demo").iterdir()) == []
