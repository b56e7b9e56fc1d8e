"""Making the demo anew: what somebody wrote in the earlier one is never thrown away."""

import io
from pathlib import Path

import pytest

from coachdesk.cli.commands.demo import make_room, remember_size
from coachdesk.cli.desk import Desk
from coachdesk.cli.terminal import Terminal
from coachdesk.journal.errors import AlreadyOpen
from coachdesk.journal.opening import create_journal, open_journal
from tests.making import COST, PASSPHRASE, entry, leader


@pytest.fixture
def said() -> io.StringIO:
    """What is remarked."""
    return io.StringIO()


@pytest.fixture
def desk(said: io.StringIO) -> Desk:
    return Desk(Terminal(io.BytesIO(), io.StringIO(), said), {})


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A folder like the one that the demo makes."""
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "passphrase.txt").write_text(PASSPHRASE + "\n")
    (folder / "pdf-password.txt").write_text("a password\n")
    for number, name in enumerate(("archive", "protected", "redacted", "case"), start=1):
        (folder / f"CD-EXPORT-2026-00{number}-{name}.pdf").write_bytes(b"%PDF")
    journal, _ = create_journal(folder / "Demo.coachdesk", PASSPHRASE, COST)
    with journal:
        journal.put(leader("Tom"))
        remember_size(journal)
    return folder


def test_a_demo_that_nobody_wrote_in_makes_room(demo: Path, desk: Desk, said: io.StringIO) -> None:
    make_room(desk, demo)
    assert (list(demo.parent.iterdir()), said.getvalue()) == ([], "")
    make_room(desk, demo)


def test_a_demo_made_before_there_were_four_documents_makes_room_too(demo: Path, desk: Desk) -> None:
    (demo / "pdf-password.txt").unlink()
    for pdf in demo.glob("*.pdf"):
        pdf.unlink()
    (demo / "CD-EXPORT-2026-001.pdf").write_bytes(b"%PDF")
    make_room(desk, demo)
    assert not demo.exists()


def test_a_demo_that_somebody_wrote_in_is_kept_under_a_number(
    demo: Path, desk: Desk, said: io.StringIO
) -> None:
    with open_journal(demo / "Demo.coachdesk", PASSPHRASE) as journal:
        (tom,) = journal.view.leaders()
        journal.put(note := entry(tom))
    (demo.parent / "demo-1").mkdir()
    make_room(desk, demo)
    assert str(demo.parent / "demo-2") in said.getvalue()
    assert not demo.exists()
    with open_journal(demo.parent / "demo-2" / "Demo.coachdesk", PASSPHRASE) as journal:
        assert journal.view.get(note.id).record == note


@pytest.mark.parametrize("own", ["draft", "file", "pdf", "one more", "passphrase", "not finished"])
def test_what_else_may_be_somebody_s_own_is_kept_too(own: str, demo: Path, desk: Desk) -> None:
    with open_journal(demo / "Demo.coachdesk", PASSPHRASE) as journal:
        if own == "draft":
            journal.keep_draft("one", {"text": "half"})
        if own == "not finished":
            journal.change_setting("demo_size", b"0")
    if own == "file":
        (demo / "letter.txt").write_text("mine")
    if own == "pdf":
        (demo / "CD-EXPORT-2026-004-case.pdf").rename(demo / "for Tom.pdf")
    if own == "one more":
        (demo / "CD-EXPORT-2026-005.pdf").write_bytes(b"%PDF")
    if own == "passphrase":
        (demo / "passphrase.txt").unlink()
    make_room(desk, demo)
    assert [one.name for one in demo.parent.iterdir()] == ["demo-1"]


def test_a_demo_that_is_open_in_a_window_stays_where_it_is(demo: Path, desk: Desk) -> None:
    with open_journal(demo / "Demo.coachdesk", PASSPHRASE), pytest.raises(AlreadyOpen):
        make_room(desk, demo)
    assert [one.name for one in demo.parent.iterdir()] == ["demo"]
