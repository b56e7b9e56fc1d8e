"""One run: arguments read, help with examples, exit codes, and nothing that goes wrong without a sentence."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coachdesk.cli.commands import list as list_command
from coachdesk.cli.table import COMMANDS
from tests.cli.driving import Keyboard, Writing, coachdesk, environment, typed
from tests.making import PASSPHRASE

CONFIDED = "what he told me"


@pytest.fixture
def desk(journal_folder: Path) -> Writing:
    return Writing(journal_folder)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(name, "-h").code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: coachdesk {name}")
    assert f"\n  coachdesk {name}" in said
    assert "--passphrase-file" in said
    assert max(map(len, said.splitlines())) <= 130


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("-h").code == 0
    said = capsys.readouterr().out
    for command in COMMANDS.values():
        assert f"  {command.name} " in said
        assert command.does in said


def test_the_help_is_there_at_once() -> None:
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        assert coachdesk("-h").code == 0
        taken.append(time.perf_counter() - started)
    assert min(taken) < 0.15


def test_the_help_loads_nothing_of_the_core() -> None:
    program = "import sys; from coachdesk.__main__ import main; main(['-h']); print(sorted(sys.modules))"
    loaded = coachdesk(launcher=program).out.splitlines()[-1]
    for part in ("records", "ledger", "journal", "export"):
        assert f"'coachdesk.{part}" not in loaded
    assert "coachdesk.cli.parsing" in loaded


def test_alone_and_without_a_display_it_says_what_can_be_done() -> None:
    ran = coachdesk()
    assert (ran.code, "coachdesk -h" in ran.err, ran.out) == (1, True, "")


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    import coachdesk as package

    assert typed("--version").code == 0
    assert capsys.readouterr().out == f"CoachDesk {package.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("exprt",), "did you mean “export”?"),
        (("xyzzy",), "there is no command “xyzzy”"),
        (("list", "--nonsense"), "--nonsense"),
        (("show",), "ID"),
        (("note",), "LEADER"),
        (("note", "ada", "--lane", "secret"), "--lane"),
        (("list", "--limit", "many"), "--limit"),
        (("list", "--kin", "praise"), "--kin"),
        (("--nonsense", "list"), "--nonsense"),
    ],
)
def test_a_misuse_is_explained_and_ends_with_two(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(*arguments).code == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""


def test_an_export_that_is_neither_made_nor_listed_is_a_misuse() -> None:
    refused = typed("export", "ada", secrets=())
    assert refused.code == 2
    assert "-o" in refused.err


def test_no_journal_named_is_a_misuse() -> None:
    ran = typed("list")
    assert (ran.code, "COACHDESK_JOURNAL" in ran.err) == (2, True)


def test_journal_and_passphrase_file_may_stand_before_and_after_the_command(
    desk: Writing, tmp_path: Path
) -> None:
    (tmp_path / "pass.txt").write_text(PASSPHRASE)
    journal, file = ("--journal", str(desk.folder)), ("--passphrase-file", str(tmp_path / "pass.txt"))
    for arguments in (
        (*journal, *file, "leaders"),
        ("leaders", *journal, *file),
        (*journal, "leaders", *file),
        ("--journal", "/nowhere", *file, "leaders", *journal),
    ):
        assert "Ada Marsh" in typed(*arguments, secrets=()).out
    assert typed("leaders", *file, secrets=(), COACHDESK_JOURNAL=str(desk.folder)).code == 0
    assert "/nowhere" in typed("leaders", "--journal", "/nowhere", COACHDESK_JOURNAL=str(desk.folder)).err


def test_a_home_folder_is_understood_in_a_journals_path(desk: Writing, home: Path) -> None:
    desk.folder.rename(home / "T.coachdesk")
    assert typed("leaders", "--journal", "~/T.coachdesk").code == 0
    assert typed("leaders", COACHDESK_JOURNAL="~/T.coachdesk").code == 0


def test_a_mistake_of_ours_says_what_was_kept_and_never_what_a_note_says(
    desk: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        try:
            raise KeyError(CONFIDED)
        except KeyError as error:
            raise ValueError(CONFIDED) from error

    monkeypatch.setattr(list_command, "entry_lines", broken)
    quiet = desk.tried("list")
    assert quiet.code == 1
    assert "CoachDesk made a mistake (ValueError)" in quiet.err
    assert "confirmed before is safe" in quiet.err
    assert "Traceback" not in quiet.err
    assert "test_running.py" not in quiet.err
    loud = typed("list", COACHDESK_JOURNAL=str(desk.folder), COACHDESK_DEBUG="1")
    assert "test_running.py" in loud.err
    assert "KeyError" in loud.err
    for said in (quiet.err, loud.err):
        assert CONFIDED not in said


def test_a_full_disk_under_the_output_is_a_refusal_with_a_sentence(desk: Writing) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "coachdesk", "leaders", "--journal", str(desk.folder), "--passphrase-file", "-"],
            input=PASSPHRASE.encode(), stdout=full, stderr=subprocess.PIPE, env=environment(), check=False, start_new_session=True,
        )  # fmt: skip
    assert ran.returncode == 1
    assert b"could not be written out" in ran.stderr
    assert b"Exception" not in ran.stderr


def test_a_reader_that_has_enough_is_no_trouble(desk: Writing) -> None:
    for _ in range(3):
        desk.noted("日本語" * 100)
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "coachdesk", "list", "--journal", str(desk.folder), "--passphrase-file", "-"],
        input=PASSPHRASE.encode(), stdout=writing, stderr=subprocess.PIPE, env=environment(), check=False, start_new_session=True,
    )  # fmt: skip
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (1, b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_standard_streams_harm_nothing(desk: Writing, tmp_path: Path, closed: str) -> None:
    (tmp_path / "pass.txt").write_text(PASSPHRASE)
    command = f'exec "{sys.executable}" -m coachdesk note Ada Text. --passphrase-file pass.txt {closed}'
    environ = environment(COACHDESK_JOURNAL=str(desk.folder))
    ran = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, env=environ, check=False, start_new_session=True
    )
    assert ran.returncode == 0
    assert typed("verify", str(desk.folder)).code == 0
    assert "Ada Marsh: 1 entry" in desk.done("list").out


def test_where_nobody_can_be_asked_the_passphrase_file_is_named(desk: Writing) -> None:
    ran = coachdesk("list", "--journal", desk.folder)
    assert (ran.code, "--passphrase-file" in ran.err) == (1, True)
    assert ran.out == ""


def test_a_locale_without_unicode_is_no_trouble(desk: Writing) -> None:
    desk.noted("Zoë – 日本")
    ran = coachdesk(
        "list", "--journal", desk.folder, "--passphrase-file", "-",
        stdin=PASSPHRASE.encode(), environ=environment(LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0"),
    )  # fmt: skip
    assert ran.code == 0
    assert "Zoë – 日本" in ran.out


def test_the_end_of_the_input_at_a_question_stops_and_records_nothing(desk: Writing) -> None:
    entry = desk.noted("Text.")
    before = desk.size()
    stopped = desk.tried("withdraw", entry.id, keyboard=Keyboard(is_terminal=True))
    assert (stopped.code, "Stopped. Nothing half-done was kept." in stopped.err) == (130, True)
    assert typed("list", "--journal", str(desk.folder), secrets=()).code == 130
    assert desk.size() == before


def test_the_bench_is_started_with_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    from coachdesk import bench

    asked: list[dict[str, bool]] = []
    monkeypatch.setattr(bench, "main", lambda **options: asked.append(options) or 0)
    assert typed("bench", "--json").code == 0
    assert typed("bench", "--large").code == 0
    assert asked == [{"as_json": True, "large": False}, {"as_json": False, "large": True}]
