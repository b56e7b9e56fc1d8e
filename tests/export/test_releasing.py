"""Handing over, and everything that can stop it: then the journal is as it was and no half file is left."""

import os
import re
import stat
import threading
import zlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from coachdesk.export import rendering
from coachdesk.export.anchors import Kept
from coachdesk.export.names import Alias
from coachdesk.export.receipt import receipt_of, text_of
from coachdesk.export.releasing import (
    Choices,
    export_timeline,
    manager_of,
    prepare,
    release,
)
from coachdesk.export.rendering import ExportFailed, Rendering
from coachdesk.export.replacing import Redaction
from coachdesk.export.selection import Selection
from coachdesk.export.verify import verify_pdf
from coachdesk.journal.errors import AlreadyExists, JournalMissing, StorageFailed, StorageFull, UnsafePath
from coachdesk.records.handover import Export
from tests.export.conftest import File


@pytest.fixture
def choices(file: File) -> Choices:
    return Choices(selection=Selection(leader_ids=(file.ada.id,)), recipient="HR")


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def test_the_file_is_the_owners_alone(file: File, choices: Choices, folder: Path) -> None:
    before = os.umask(0)
    try:
        released = export_timeline(file.journal, choices, folder / "t.pdf")
    finally:
        os.umask(before)
    assert stat.S_IMODE(released.path.stat().st_mode) == 0o600
    assert left_in(folder) == ["t.pdf"]


def test_progress_grows_to_the_end(file: File, choices: Choices, folder: Path) -> None:
    shares: list[float] = []
    export_timeline(file.journal, choices, folder / "t.pdf", shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 5


def test_the_receipt_names_the_recipient_as_the_file_does(file: File, folder: Path) -> None:
    choices = Choices(
        selection=Selection(leader_ids=(file.ada.id,)),
        redaction=Redaction(aliases=(Alias(names=("Priya Shah", "Priya", "Shah"), shown="Peer A"),)),
        recipient="Priya Shah, HR",
    )
    released = export_timeline(file.journal, choices, folder / "t.pdf")
    record = file.journal.view.get(released.record_id).record
    assert isinstance(record, Export)
    receipt = receipt_of(record)
    assert receipt.recipient == "[Peer A], HR"
    verdict = verify_pdf(released.path.read_bytes(), Kept(receipt=text_of(receipt).encode()))
    assert verdict.accepted
    assert "receipt_differs" not in {one.kind for one in verdict.findings}


def test_exports_are_numbered_in_their_order(file: File, choices: Choices, folder: Path) -> None:
    numbers = [export_timeline(file.journal, choices, folder / f"{n}.pdf").number[-3:] for n in range(2)]
    assert numbers == ["001", "002"]


def test_the_signing_key_is_the_journals_own_and_stays(file: File, choices: Choices, folder: Path) -> None:
    prints = {export_timeline(file.journal, choices, folder / f"{n}.pdf").fingerprint for n in range(2)}
    assert len(prints) == 1
    assert len(prints.pop()) == 64


@pytest.mark.parametrize("what", ["file", "folder", "symlink"])
def test_something_else_under_the_name_is_left_alone(
    file: File, choices: Choices, folder: Path, what: str
) -> None:
    target = folder / "t.pdf"
    if what == "file":
        target.write_bytes(b"mine")
    elif what == "folder":
        target.mkdir()
    else:
        target.symlink_to(folder / "elsewhere")
    with pytest.raises(AlreadyExists):
        export_timeline(file.journal, choices, target)
    assert left_in(folder) == ["t.pdf"]


def test_an_existing_file_is_replaced_when_asked(file: File, choices: Choices, folder: Path) -> None:
    target = folder / "t.pdf"
    target.write_bytes(b"%PDF-1.7 an older one")
    export_timeline(file.journal, choices, target, replace=True)
    assert len(target.read_bytes()) > 10_000


def test_only_a_pdf_is_replaced_and_nothing_is_put_into_a_journal(
    file: File, choices: Choices, folder: Path
) -> None:
    letter = folder / "letter.txt"
    letter.write_bytes(b"mine")
    with pytest.raises(AlreadyExists):
        export_timeline(file.journal, choices, letter, replace=True)
    for name in ("journal.db", "plain.pdf"):
        with pytest.raises(UnsafePath):
            export_timeline(file.journal, choices, file.journal.path / name, replace=True)
    assert letter.read_bytes() == b"mine"


def test_a_missing_folder_is_said_before_any_work(file: File, choices: Choices, folder: Path) -> None:
    with pytest.raises(JournalMissing):
        prepare(file.journal, choices, folder / "nowhere" / "t.pdf")


def test_a_cancelled_export_leaves_nothing(file: File, choices: Choices, folder: Path) -> None:
    prepared = prepare(file.journal, choices, folder / "t.pdf")
    head = file.journal.head
    run = Rendering(prepared.job)
    with pytest.raises(ExportFailed) as failed:
        run.run(lambda _share: run.cancel())
    assert failed.value.problem == "stopped"
    assert left_in(folder) == []
    assert file.journal.head == head


def test_an_export_can_be_cancelled_from_another_thread(file: File, choices: Choices, folder: Path) -> None:
    prepared = prepare(file.journal, choices, folder / "t.pdf")
    run = Rendering(prepared.job)
    threading.Timer(0.1, run.cancel).start()
    with pytest.raises(ExportFailed):
        run.run(lambda _share: None)
    assert left_in(folder) == []


def test_a_renderer_that_gets_no_job_is_ended() -> None:
    with pytest.raises(KeyError), rendering.started() as process:
        raise KeyError
    assert process.returncode


def test_a_renderer_that_dies_leaves_nothing(
    file: File, choices: Choices, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = prepare(file.journal, choices, folder / "t.pdf")
    real = rendering.start

    def start_and_kill() -> object:
        process = real()
        process.kill()
        return process

    monkeypatch.setattr(rendering, "start", start_and_kill)
    with pytest.raises(ExportFailed) as failed:
        Rendering(prepared.job).run(lambda _share: None)
    assert failed.value.problem == "crashed"
    assert left_in(folder) == []


def test_evidence_that_does_not_prove_itself_is_never_released(
    file: File, choices: Choices, folder: Path
) -> None:
    from msgspec.structs import replace

    prepared = prepare(file.journal, choices, folder / "t.pdf")
    planted = replace(prepared.job.exhibits[0], content=b"something else")
    with pytest.raises(ExportFailed) as failed:
        Rendering(replace(prepared.job, exhibits=(planted,))).run(lambda _share: None)
    assert (failed.value.problem, failed.value.detail) == ("check_failed", "exhibit_wrong")
    assert left_in(folder) == []


def test_a_folder_that_went_away_is_said(file: File, choices: Choices, folder: Path) -> None:
    prepared = prepare(file.journal, choices, folder / "t.pdf")
    folder.rmdir()
    with pytest.raises(StorageFailed):
        Rendering(prepared.job).run(lambda _share: None)


def test_a_full_disk_is_called_full(
    monkeypatch: pytest.MonkeyPatch, file: File, choices: Choices, folder: Path
) -> None:
    prepared = prepare(file.journal, choices, folder / "t.pdf")
    real = rendering.talk

    def talk_to_the_end(*of: object) -> object:
        yield from real(*of)
        yield rendering.Said(problem="storage", detail="28")

    monkeypatch.setattr(rendering, "talk", talk_to_the_end)
    with pytest.raises(StorageFull):
        Rendering(prepared.job).run(lambda _share: None)
    assert left_in(folder) == []
    with pytest.raises(StorageFull) as full:
        export_timeline(file.journal, choices, folder / "u.pdf")
    assert full.value.path == folder / "u.pdf"
    assert left_in(folder) == []


def test_a_name_that_cannot_be_given_takes_the_file_away(file: File, choices: Choices, folder: Path) -> None:
    prepared = prepare(file.journal, choices, folder / "t.pdf")
    said = Rendering(prepared.job).run(lambda _share: None)
    (folder / "t.pdf").mkdir()
    with pytest.raises(StorageFailed):
        release(file.journal, prepared, said)
    assert left_in(folder) == ["t.pdf"]
    states = [record.state for record in file.journal.view.records("export")]
    assert states == ["prepared"]


def test_who_keeps_the_journal_is_unknown_until_they_say(file: File) -> None:
    assert manager_of(file.journal.view).name == ""
    file.journal.change_setting("manager", b'{"name": "Judith", "role": "", "employer": ""}')
    assert manager_of(file.journal.view).name == "Judith"


def test_the_renderer_started_by_hand_answers_as_agreed(
    file: File, choices: Choices, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import io

    import msgspec

    from coachdesk.export import render

    prepared = prepare(file.journal, choices, folder / "t.pdf")
    heard = io.BytesIO()
    assert render.answer(io.BytesIO(msgspec.msgpack.encode(prepared.job)), heard) == 0
    last = msgspec.json.decode(heard.getvalue().splitlines()[-1], type=rendering.Said)
    assert last.digest
    assert last.pages > 5
    again = io.BytesIO()
    assert render.answer(io.BytesIO(msgspec.msgpack.encode(prepared.job)), again) == 1
    assert msgspec.json.decode(again.getvalue().splitlines()[-1], type=rendering.Said).problem == "storage"
    assert capsys.readouterr().out == ""


def test_a_mistake_in_the_renderer_is_told_by_its_place_and_never_by_its_words(
    file: File, choices: Choices, folder: Path
) -> None:
    prepared = prepare(file.journal, choices, folder / "t.pdf")
    broken = replace(prepared.job, packed=zlib.compress(b"CANARY"))
    with pytest.raises(ExportFailed) as failed:
        Rendering(broken).run(lambda _share: None)
    assert failed.value.problem == "mistake"
    assert re.fullmatch(r"\w+, \w+\.py:\d+", failed.value.detail)
    assert left_in(folder) == []
