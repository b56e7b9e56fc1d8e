"""The open copy: nobody is locked in, and nobody writes it by mistake."""

import hashlib
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from coachdesk.journal.erasable import plan_record
from coachdesk.journal.erasing import erase
from coachdesk.journal.opening import open_journal
from coachdesk.ledger.commitment import commit
from tests.cli.driving import Keyboard, Ran, Writing
from tests.making import PASSPHRASE


@pytest.fixture
def desk(journal_folder: Path, tmp_path: Path) -> Writing:
    desk = Writing(journal_folder)
    (tmp_path / "slides.txt").write_bytes(b"what was shown")
    (tmp_path / "secret.txt").write_bytes(b"what the lawyer wrote")
    attached = str(tmp_path / "slides.txt")
    shown = desk.noted("# No *markup* <b>\n1. here", "--occurred", "2026-01-05", "--attach", attached)
    desk.done("correct", shown.id[:8], "--behaviour", "Asked twice.", "--reason", "More exact")
    desk.noted("AM I FAIR", "--lane", "reflection", "--occurred", "2026-02-08")
    advice = ("--counsel", "F. Siddiqui", "--purpose", "a plan", "--attach", str(tmp_path / "secret.txt"))
    desk.noted("PRIVILEGED", *advice, "--occurred", "2026-02-07")
    desk.done("issue", "ada", "--title", "Answers another question", "--segment", "personal")
    return desk


def taken(desk: Writing, target: Path, *options: str) -> Ran:
    return desk.done("takeout", str(target), "--yes", *options)


def everything(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def events(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads((folder / "journal.json").read_bytes())["events"])


def test_everything_is_there_and_the_ledger_can_be_computed_from_it(desk: Writing, tmp_path: Path) -> None:
    out = taken(desk, tmp_path / "open", "--all")
    folder = tmp_path / "open"
    assert "not encrypted" in out.err
    found = events(folder)
    assert [one["event"]["seq"] for one in found] == list(range(1, desk.size() + 1))
    for one in found:
        assert commit(one["payload"], bytes.fromhex(one["salt"])).hex() == one["event"]["commitment"]
    assert {b"what was shown", b"what the lawyer wrote"} == {
        path.read_bytes() for path in (folder / "files").iterdir()
    }
    (page,) = (folder / "pages").iterdir()
    said = page.read_text("utf-8")
    assert "\\# No \\*markup\\* \\<b\\>\\\n1\\. here".replace("1\\.", "\\1.") in said
    assert "*Corrected on" in said
    assert "AM I FAIR" in said
    assert "Answers another question" in said
    assert "](<../files/" in said
    assert "Left out, because these lanes were not asked for: nothing." in (folder / "README.txt").read_text()


def test_what_was_not_asked_for_is_in_none_of_its_files(desk: Writing, tmp_path: Path) -> None:
    out = taken(desk, tmp_path / "open", "--ordinary").out
    said = everything(tmp_path / "open")
    for secret in (b"AM I FAIR", b"PRIVILEGED", b"what the lawyer wrote", b"secret.txt", b"Siddiqui"):
        assert secret not in said
    digest = hashlib.sha256(b"what the lawyer wrote").hexdigest().encode()
    assert digest not in said
    assert "3 records" in out
    left_out = [one for one in events(tmp_path / "open") if one.get("left_out")]
    assert len(left_out) == 3
    assert all("payload" not in one and "salt" not in one for one in left_out)
    taken(desk, tmp_path / "some", "--lane", "counsel")
    some = everything(tmp_path / "some")
    assert b"PRIVILEGED" in some
    assert b"what the lawyer wrote" in some
    assert b"AM I FAIR" not in some


def test_it_is_its_owners_alone(desk: Writing, tmp_path: Path) -> None:
    taken(desk, tmp_path / "open", "--all")
    folder = tmp_path / "open"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert modes == {0o700, 0o600}


def test_what_lies_in_closed_lanes_is_asked_about_and_writing_it_is_confirmed(
    desk: Writing, tmp_path: Path
) -> None:
    target = str(tmp_path / "open")
    unsaid = desk.tried("takeout", target, "--yes")
    assert (unsaid.code, "counsel (1), reflection (1)" in unsaid.err) == (2, True)
    no = desk.tried("takeout", target, "--all", keyboard=Keyboard("n", is_terminal=True))
    assert (no.code, "NOT be encrypted" in " ".join(no.err.split())) == (1, True)
    assert desk.tried("takeout", target, "--lane", "gossip").code == 2
    assert not list(tmp_path.glob("*open*"))
    assert desk.done("takeout", target, "--all", keyboard=Keyboard("y", is_terminal=True)).code == 0


def test_nothing_is_replaced_and_a_journal_takes_no_open_copy_in(desk: Writing, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    assert "Something is at" in desk.tried("takeout", str(tmp_path / "there"), "--all", "--yes").err
    inside = desk.tried("takeout", str(desk.folder / "open"), "--all", "--yes")
    assert (inside.code, "inside a journal" in inside.err) == (1, True)


def test_a_copy_that_cannot_be_finished_leaves_nothing_behind(
    desk: Writing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coachdesk.export import open_copy

    def interrupted(*_arguments: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(open_copy, "leader_page", interrupted)
    assert desk.tried("takeout", str(tmp_path / "open"), "--all", "--yes").code == 130
    assert not list(tmp_path.glob("*open*"))


def test_what_was_erased_is_in_no_copy_and_the_rest_is(desk: Writing, tmp_path: Path) -> None:
    gone = desk.noted("Nobody needs to know of Priya.", "--occurred", "2026-01-07")
    with open_journal(desk.folder, PASSPHRASE) as journal:
        issue = journal.view.records("issue")[0].id
        for record_id in (gone.id, issue):
            erase(journal, plan_record(journal.view, record_id), "Ada", "Asked for")
    taken(desk, tmp_path / "open", "--all")
    said = everything(tmp_path / "open")
    assert b"Priya" not in said
    assert b"another question" not in said
    assert b"AM I FAIR" in said
    erased = [one for one in events(tmp_path / "open") if one.get("erased")]
    assert [one["event"]["record_id"] for one in erased] == [issue, gone.id]
    assert all("salt" not in one for one in erased)
