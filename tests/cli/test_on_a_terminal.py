"""On a real terminal: questions are asked and secrets not shown, progress comes and goes, Ctrl+C stops."""

import re
from pathlib import Path

import pytest

from tests.cli.driving import OnTerminal, Writing, environment
from tests.making import PASSPHRASE

CODE = re.compile(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}")
STRONG = "several words of no relation 7"


@pytest.fixture
def desk(journal_folder: Path) -> Writing:
    return Writing(journal_folder)


def on_terminal(desk: Writing, *arguments: str | Path) -> OnTerminal:
    return OnTerminal(*arguments, environ=environment(COACHDESK_JOURNAL=str(desk.folder), COLUMNS="90"))


def test_a_journal_is_made_written_in_and_recovered_by_somebody_who_types(tmp_path: Path) -> None:
    environ = environment(COACHDESK_JOURNAL=str(tmp_path / "N.coachdesk"))
    new = OnTerminal("new", tmp_path / "N.coachdesk")
    new.answer("New passphrase: ", STRONG)
    new.answer("The same once more: ", STRONG)
    assert new.end() == 0
    code = CODE.findall(new.screen)[0]
    assert STRONG not in new.screen
    note = OnTerminal("note", "Ada", "Marsh,", "the text.", environ=environ)
    note.answer("Passphrase for N.coachdesk: ", "not this")
    note.answer("Passphrase for N.coachdesk: ", STRONG)
    assert note.end() == 0
    assert "New leader: Ada" in note.screen
    change = OnTerminal("passphrase", "--recovery", environ=environ)
    change.answer("Recovery code of N.coachdesk: ", code.lower())
    change.answer("New passphrase: ", STRONG + "8")
    change.answer("The same once more: ", STRONG + "8")
    assert change.end() == 0
    assert code not in change.screen.upper()
    listed = OnTerminal("list", environ=environ)
    listed.answer("Passphrase for N.coachdesk: ", STRONG + "8")
    assert listed.end() == 0
    assert "Marsh, the text." in listed.screen


def test_a_note_is_typed_and_ended_with_ctrl_d(desk: Writing) -> None:
    note = on_terminal(desk, "note", "Ada", "--occurred", "2026-01-02")
    note.answer("Passphrase", PASSPHRASE)
    note.answer("Type the note.", "First line\nsecond line", end="\n\x04")
    note.answer("Why is it written only now?", "On leave")
    assert note.end() == 0
    assert "late entry – " in note.screen
    shown = desk.done("show", re.findall(r"[0-9a-f]{8}", note.screen)[0]).out
    assert "  First line\n  second line" in shown
    assert "Late because  On leave" in shown


def test_found_words_stand_out_and_odd_text_does_not_move_the_cursor(desk: Writing) -> None:
    desk.noted("Mandates \x1b[2J\u202eand risks.")
    found = on_terminal(desk, "search", "risks")
    found.answer("Passphrase", PASSPHRASE)
    assert found.end() == 0
    assert "\x1b[1mrisks\x1b[0m" in found.screen
    assert "\x1b[2J" not in found.screen
    assert "[U+202E]" in found.screen


def test_progress_is_shown_and_wiped_away(desk: Writing, tmp_path: Path) -> None:
    desk.noted("Text.")
    export = on_terminal(desk, "export", "ada", "-o", tmp_path / "r.pdf")
    export.answer("Passphrase", PASSPHRASE)
    assert export.end() == 0
    assert re.search(r"\rExporting +\d+%", export.screen)
    after = export.screen.rpartition("\r\x1b[K")[2]
    assert after.startswith("Export  ")


def test_a_sentence_is_broken_between_words(desk: Writing) -> None:
    asked = on_terminal(desk, "show", "zzzzzzzz")
    asked.answer("Passphrase", PASSPHRASE)
    assert asked.end() == 1
    assert "Nothing in this journal has an id" in asked.screen
    assert max(map(len, asked.screen.splitlines())) <= 90


def test_a_withdrawal_asks_whether_it_is_meant(desk: Writing) -> None:
    entry = desk.noted("What I heard.")
    withdraw = on_terminal(desk, "withdraw", entry.id)
    withdraw.answer("Passphrase", PASSPHRASE)
    withdraw.answer("[y/N]", "n")
    assert withdraw.end() == 1
    assert "was not withdrawn" in withdraw.screen


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_at_the_passphrase_stop(desk: Writing, key: str) -> None:
    before = desk.size()
    note = on_terminal(desk, "note", "Ada", "Text.")
    note.answer("Passphrase", key, end="")
    assert note.end() == 130
    assert "Stopped. Nothing half-done was kept." in note.screen
    assert desk.size() == before


def test_ctrl_c_in_the_middle_of_an_export_leaves_no_file(desk: Writing, tmp_path: Path) -> None:
    for _ in range(3):
        desk.noted("Word after word. " * 20_000)
    (tmp_path / "out").mkdir()
    export = on_terminal(desk, "export", "ada", "-o", tmp_path / "out" / "r.pdf")
    export.answer("Passphrase", PASSPHRASE)
    export.wait_for("Exporting   1")
    export.interrupt()
    assert export.end() == 130
    assert "Stopped." in export.screen
    assert list((tmp_path / "out").iterdir()) == []
