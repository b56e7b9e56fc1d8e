"""Bad input and a bad moment: the journal is untouched, no half file has the final name, and it is said what to do."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pypdfium2
import pytest

from coachdesk import sentences
from coachdesk.export import rendering
from coachdesk.export.releasing import Choices, drop_part, export_timeline, prepare, write_part
from coachdesk.export.rendering import Rendering
from coachdesk.export.selection import Selection
from coachdesk.export.verify import verify_pdf
from coachdesk.journal.errors import NotWritable, StorageFailed, StorageFull
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.program import program
from coachdesk.records.people import Leader
from tests.export.conftest import File
from tests.export.pdf.documents import prose
from tests.making import PASSPHRASE, entry

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are set on Linux only")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def choices_about(leader: Leader, **values: object) -> Choices:
    return Choices(selection=Selection(leader_ids=(leader.id,)), **values)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def exported(journal: Journal, ada: Leader, folder: Path) -> tuple[bytes, str]:
    """The file, and all its text without white space."""
    data = export_timeline(journal, choices_about(ada), folder / "t.pdf").path.read_bytes()
    with pypdfium2.PdfDocument(data) as document:
        return data, "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def test_an_entry_of_fifty_pages(journal: Journal, ada: Leader, folder: Path) -> None:
    journal.put(entry(ada, text="\n\n".join(prose(180, place) for place in range(215)) + "\nTHE END"))
    data, text = exported(journal, ada, folder)
    assert text.count("Entry1continued") >= 48
    assert "THEEND" in text
    assert verify_pdf(data).accepted


def test_a_word_of_two_hundred_letters_and_letters_no_font_has(
    journal: Journal, ada: Leader, folder: Path
) -> None:
    word = "".join(chr(ord("a") + place % 26) for place in range(200))
    journal.put(
        entry(ada, title=word, behaviour=word, account="She wrote 한국 and \U0001f600.", place=word[:80])
    )
    data, text = exported(journal, ada, folder)
    assert text.count(word) >= 2
    assert "[U+1F600]" in text
    assert verify_pdf(data).accepted


@linux
def test_a_disk_that_is_full_at_any_byte_leaves_nothing(
    file: File, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = export_timeline(file.journal, choices_about(file.ada), folder / "whole.pdf").path.stat().st_size
    (folder / "whole.pdf").unlink()
    head = file.journal.head
    real = rendering.start
    for most in (0, 1, 4096, size // 2, size - 1000):

        def start_with_little_room(*hidden: str, most: int = most) -> "subprocess.Popen[bytes]":
            process = real(*hidden)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
            return process

        monkeypatch.setattr(rendering, "start", start_with_little_room)
        with pytest.raises((StorageFailed, StorageFull)) as failed:
            export_timeline(file.journal, choices_about(file.ada), folder / "t.pdf")
        assert sentences.of_error(failed.value)
        assert left_in(folder) == []
        assert file.journal.head == head


@linux
def test_a_disk_that_is_full_when_the_window_writes_leaves_nothing(file: File, folder: Path) -> None:
    prepared = prepare(file.journal, choices_about(file.ada), folder / "t.pdf")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    for most in (0, 1, 70_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, usual[1]))
        try:
            with pytest.raises((StorageFailed, StorageFull)):
                write_part(prepared, b"x" * 80_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        assert left_in(folder) == []


def test_a_place_where_nothing_can_be_written_is_said(file: File) -> None:
    head, target = file.journal.head, Path("/sys/t.pdf")
    if not target.parent.is_dir():
        pytest.skip("there is no such folder here")
    with pytest.raises((NotWritable, StorageFailed)) as failed:
        export_timeline(file.journal, choices_about(file.ada), target)
    assert "/sys" in (sentences.of_error(failed.value) or "")
    assert file.journal.head == head


def test_a_name_that_is_too_long_is_said(file: File, folder: Path) -> None:
    with pytest.raises(StorageFailed):
        export_timeline(file.journal, choices_about(file.ada), folder / f"{'t' * 240}.pdf")
    assert left_in(folder) == []


def test_what_a_killed_export_left_is_taken_away_by_the_next(file: File, folder: Path) -> None:
    prepared = prepare(file.journal, choices_about(file.ada), folder / "t.pdf")
    write_part(prepared, b"%PDF-1.7 as far as it came")
    (folder / ".t.pdf.other.part").write_bytes(b"mine")
    export_timeline(file.journal, choices_about(file.ada), folder / "t.pdf")
    assert left_in(folder) == [".t.pdf.other.part", "t.pdf"]
    drop_part(prepared)


EXPORT = """
import sys
from pathlib import Path
from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.selection import Selection
from coachdesk.journal.opening import open_journal

path, passphrase, leader_id, target = sys.argv[1:]
with open_journal(Path(path), passphrase) as journal:
    print("open", flush=True)
    export_timeline(journal, Choices(selection=Selection(leader_ids=(leader_id,))), Path(target), replace=True)
    print("made", flush=True)
"""


@pytest.mark.timeout(240)
def test_a_kill_at_any_moment_leaves_the_journal_whole_and_no_half_file(file: File, folder: Path) -> None:
    path, target, rng = file.journal.path, folder / "t.pdf", random.Random(5)
    head = file.journal.head
    file.journal.close()
    environment = program("_render")[1]
    for _ in range(8):
        command = [sys.executable, "-c", EXPORT, str(path), PASSPHRASE, file.ada.id, str(target)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        time.sleep(rng.uniform(0.1, 2.2))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if target.exists():
            assert verify_pdf(target.read_bytes()).accepted
        with open_journal(path, PASSPHRASE) as journal:
            assert journal.head.size >= head.size
            assert {one.state for one in journal.view.records("export")} <= {"prepared", "released"}
            head = journal.head
    with open_journal(path, PASSPHRASE) as journal:
        export_timeline(journal, choices_about(file.ada), target, replace=True)
    assert left_in(folder) == ["t.pdf"]


def test_a_renderer_whose_caller_died_ends(file: File, folder: Path) -> None:
    prepared = prepare(file.journal, choices_about(file.ada), folder / "t.pdf")
    process = rendering.start()
    saying = rendering.talk(process, prepared.job)
    next(saying)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(60) != 0
    assert not Rendering(prepared.job).data
    assert left_in(folder) == []
