"""Files of a note: taken in beside the desk, looked at inside the window, never lying about in clear."""

import io
import itertools
import os
import stat
import time
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QToolButton
from pytestqt.qtbot import QtBot

from coachdesk.gui.editor import EditorPane
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.page_view import PageView
from coachdesk.gui.preview import PictureView, PreviewDialog
from coachdesk.gui.preview_content import Nothing, Pages, Picture, Words, content_of, text_of_html
from coachdesk.gui.tools import Tools
from coachdesk.journal.opening import open_journal
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.conftest import open_in, settle
from tests.making import PASSPHRASE

PATIENCE_MS = 20_000
CANARY = b"Xanthippe-canary"


@pytest.fixture
def editor(unlocked: MainWindow) -> EditorPane:
    unlocked.desk.new_note()
    return unlocked.desk.editor


def file(folder: Path, name: str, content: bytes) -> Path:
    made = folder / name
    made.write_bytes(content)
    return made


def content(tools: Tools, attachment: Attachment) -> bytes:
    return b"".join(tools.session.view.content(attachment))


def wait_for(editor: EditorPane, qtbot: QtBot, count: int = 1) -> tuple[Attachment, ...]:
    files = editor.page.files
    qtbot.waitUntil(lambda: not files.is_busy and len(files.attachments) == count, timeout=PATIENCE_MS)
    return files.attachments


def chunks(tools: Tools) -> int:
    return int(tools.session.journal._connection.execute("SELECT count(*) FROM attachment").fetchone()[0])


# Ways in


def test_files_are_picked_taken_in_and_sealed_with_their_entry(
    editor: EditorPane, tools: Tools, tmp_path: Path, ada: Leader, qtbot: QtBot
) -> None:
    tools.prompts.will([file(tmp_path, "plan & notes.txt", b"the plan"), file(tmp_path, "b.bin", b"")])  # type: ignore[attr-defined]
    editor.page.files.choose()
    first, second = wait_for(editor, qtbot, 2)
    assert (first.name, first.size, second.size) == ("plan & notes.txt", 8, 0)
    assert tools.session.view.records("attachment") == ()
    editor.seal()
    sealed = tools.session.view.timeline(ada.id).entries[0].entry
    assert sealed.attachment_ids == (first.id, second.id)
    assert content(tools, first) == b"the plan"
    tools.session.journal.check()


def test_a_file_alone_is_a_note(
    editor: EditorPane, tools: Tools, tmp_path: Path, ada: Leader, qtbot: QtBot
) -> None:
    editor.page.files.take_in([file(tmp_path, "a.txt", b"a")])
    wait_for(editor, qtbot)
    editor.seal()
    assert len(tools.session.view.timeline(ada.id).entries) == 1


def dropped(data: QMimeData) -> QDropEvent:
    return QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


@pytest.mark.parametrize("where", ["page", "text"])
def test_a_dropped_file_is_copied_and_never_moved(
    editor: EditorPane, tmp_path: Path, qtbot: QtBot, where: str
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file(tmp_path, "dropped.txt", b"kept")))])
    event = dropped(data)
    (editor.page if where == "page" else editor.text).dropEvent(event)
    assert event.dropAction() == Qt.DropAction.CopyAction
    assert [one.name for one in wait_for(editor, qtbot)] == ["dropped.txt"]
    assert (tmp_path / "dropped.txt").read_bytes() == b"kept"
    assert editor.text.words == ""


def test_a_pasted_picture_becomes_a_png_and_pasted_files_are_attached(
    editor: EditorPane, tools: Tools, tmp_path: Path, qtbot: QtBot
) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    data = QMimeData()
    data.setImageData(picture)
    editor.text.insertFromMimeData(data)
    (kept,) = wait_for(editor, qtbot)
    assert (kept.name, kept.media_type) == ("Pasted picture.png", "image/png")
    again = QImage.fromData(content(tools, kept), "PNG")
    assert (again.width(), again.height(), again.pixelColor(0, 0)) == (40, 30, QColor("teal"))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(file(tmp_path, "pasted.txt", b"x")))])
    editor.text.insertFromMimeData(files)
    wait_for(editor, qtbot, 2)
    assert editor.text.words == ""


def test_a_picture_or_a_file_pasted_into_the_title_is_attached_and_text_goes_in(
    editor: EditorPane, tmp_path: Path, qtbot: QtBot
) -> None:
    clipboard, title, data = QGuiApplication.clipboard(), editor.page.title, QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file(tmp_path, "pasted.txt", b"x")))])
    try:
        clipboard.setImage(QImage(40, 30, QImage.Format.Format_RGB32))
        qtbot.keyClick(title, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        (kept,) = wait_for(editor, qtbot)
        assert kept.name == "Pasted picture.png"
        clipboard.setMimeData(data)
        qtbot.keyClick(title, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert [one.name for one in wait_for(editor, qtbot, 2)] == ["Pasted picture.png", "pasted.txt"]
        assert title.text() == ""
        clipboard.setText("Planning")
        qtbot.keyClick(title, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert title.text() == "Planning"
    finally:
        clipboard.clear()


# Large, slow, broken


def test_a_large_file_is_taken_in_with_progress_while_the_window_goes_on(
    editor: EditorPane, tools: Tools, tmp_path: Path, qtbot: QtBot
) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as made:
        made.truncate(60_000_000)
    beats: list[float] = []
    beat = QTimer(interval=5)
    beat.timeout.connect(lambda: beats.append(time.monotonic()))
    beat.start()
    editor.page.files.take_in([large])
    (bar,) = editor.page.files.findChildren(QProgressBar)
    shares: list[int] = []
    bar.valueChanged.connect(shares.append)
    editor.text.setPlainText("typed meanwhile")
    editor.keep()
    editor.seal()
    assert "still being taken in" in editor.page.files.message.text
    settle()
    assert not bar.visibleRegion().isEmpty(), "it can be stopped where that is said"
    (kept,) = wait_for(editor, qtbot)
    assert editor.page.files.message.text == ""
    beat.stop()
    assert kept.size == 60_000_000
    assert len(shares) > 10
    assert shares == sorted(shares)
    gaps = [after - before for before, after in itertools.pairwise(beats)]
    assert max(gaps) < 0.5
    assert len(tools.session.view.drafts()) == 1


def test_a_file_on_its_way_can_be_stopped_and_nothing_of_it_stays(
    editor: EditorPane, tools: Tools, tmp_path: Path, qtbot: QtBot
) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as made:
        made.truncate(80_000_000)
    editor.page.files.take_in([large, file(tmp_path, "next.txt", b"next")])
    qtbot.waitUntil(lambda: chunks(tools) > 0, timeout=PATIENCE_MS)
    stop = editor.page.files._coming[1].findChild(QToolButton)
    assert isinstance(stop, QToolButton)
    stop.click()
    (kept,) = wait_for(editor, qtbot)
    assert kept.name == "next.txt"
    qtbot.waitUntil(lambda: not tools.session.background.is_busy, timeout=PATIENCE_MS)
    assert chunks(tools) == 1


def test_a_lock_ends_an_intake_at_once_and_the_next_opening_clears_it_away(
    editor: EditorPane, unlocked: MainWindow, tools: Tools, tmp_path: Path, journal_folder: Path, qtbot: QtBot
) -> None:
    editor.page.files.take_in([file(tmp_path, "small.txt", CANARY)])
    (small,) = wait_for(editor, qtbot)
    large = tmp_path / "large.bin"
    with large.open("wb") as made:
        made.truncate(200_000_000)
    editor.page.files.take_in([large])
    qtbot.waitUntil(lambda: chunks(tools) > 1, timeout=PATIENCE_MS)
    started = time.monotonic()
    tools.session.lock("hand")
    assert time.monotonic() - started < 2
    settle()
    assert editor.page.files.attachments == ()
    open_in(unlocked, tools, journal_folder, qtbot)
    assert editor.page.files.attachments == (small,)
    assert chunks(tools) == 1
    assert content(tools, small) == CANARY


def test_folders_devices_and_missing_files_are_refused_in_a_sentence(
    editor: EditorPane, tmp_path: Path, qtbot: QtBot
) -> None:
    files = editor.page.files
    for path, says in (
        (tmp_path, "no folders"),
        (Path(os.devnull), "no folders"),
        (tmp_path / "missing.txt", "could not be read"),
    ):
        files.take_in([path])
        qtbot.waitUntil(lambda: not files.is_busy, timeout=PATIENCE_MS)
        assert says in files.message.text
    assert files.attachments == ()


def test_a_disk_that_fills_up_is_said_and_the_note_can_still_be_saved(
    editor: EditorPane,
    tools: Tools,
    tmp_path: Path,
    ada: Leader,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from coachdesk.journal import attachments
    from coachdesk.journal.errors import StorageFull

    def full(*_anything: object) -> None:
        raise StorageFull(tools.session.journal.path)

    with monkeypatch.context() as patch:
        patch.setattr(attachments, "_copy_in", full)
        editor.page.files.take_in([file(tmp_path, "a.txt", b"a")])
        qtbot.waitUntil(lambda: not editor.page.files.is_busy, timeout=PATIENCE_MS)
    assert "The disk is full" in editor.page.files.message.text
    editor.text.setPlainText("Without the file.")
    editor.seal()
    assert tools.session.view.timeline(ada.id).entries[0].entry.text == "Without the file."


def test_a_file_can_be_taken_out_again(
    editor: EditorPane, tools: Tools, tmp_path: Path, qtbot: QtBot
) -> None:
    editor.page.files.take_in([file(tmp_path, "a.txt", b"a")])
    wait_for(editor, qtbot)
    editor.keep()
    assert len(tools.session.view.drafts()) == 1
    editor.page.files._kept[0].take_out.click()
    editor.keep()
    assert editor.page.files.attachments == ()
    assert tools.session.view.drafts() == ()


def test_files_of_a_draft_are_there_after_a_crash(
    editor: EditorPane, tools: Tools, tmp_path: Path, journal_folder: Path, qtbot: QtBot
) -> None:
    import shutil

    editor.page.files.take_in([file(tmp_path, "a.txt", CANARY)])
    (kept,) = wait_for(editor, qtbot)
    editor.keep()
    shutil.copytree(journal_folder, tmp_path / "After.coachdesk")
    with open_journal(tmp_path / "After.coachdesk", PASSPHRASE) as after:
        assert b"".join(after.view.content(kept)) == CANARY
    assert content(tools, kept) == CANARY


def test_files_are_added_by_a_correction_and_by_an_addition(
    unlocked: MainWindow, editor: EditorPane, tools: Tools, tmp_path: Path, ada: Leader, qtbot: QtBot
) -> None:
    editor.page.files.take_in([file(tmp_path, "first.txt", b"1")])
    wait_for(editor, qtbot)
    editor.seal()
    unlocked.desk.correct_entry()
    editor.page.files.take_in([file(tmp_path, "second.txt", b"2")])
    wait_for(editor, qtbot, 2)
    editor.page.fields["reason"].edit.setPlainText("It belongs here.")
    editor.seal()
    unlocked.desk.add_to_entry()
    editor.page.files.take_in([file(tmp_path, "third.txt", b"3")])
    wait_for(editor, qtbot)
    editor.page.fields["reason"].edit.setPlainText("Came later.")
    editor.seal()
    entry = tools.session.view.timeline(ada.id).entries[0].entry
    assert isinstance(entry, Entry)
    assert len(entry.attachment_ids) == 2
    assert len(entry.additions[0].attachment_ids) == 1
    assert tools.session.view.get(entry.additions[0].attachment_ids[0]).event.action == "create"
    chips = unlocked.desk.reading.exhibits.chips
    assert [chip.text().partition(",")[0] for chip in chips] == ["first.txt", "second.txt", "third.txt"]
    tools.session.journal.check()


def test_files_of_an_addition_that_is_refused_are_not_sealed_without_it(
    unlocked: MainWindow, editor: EditorPane, tools: Tools, tmp_path: Path, ada: Leader, qtbot: QtBot
) -> None:
    editor.text.setPlainText("She was late.")
    editor.seal()
    entry = tools.session.view.timeline(ada.id).entries[0].entry
    unlocked.desk.add_to_entry()
    editor.page.files.take_in([file(tmp_path, "late.txt", b"x")])
    wait_for(editor, qtbot)
    editor.page.fields["reason"].edit.setPlainText("Came later.")
    tools.session.withdraw(entry.id, "Not mine to note.")
    before = tools.session.journal.head
    editor.seal()
    assert "withdrawn" in editor.message.text
    assert tools.session.journal.head == before


# What is inside


def described(name: str, data: bytes) -> Attachment:
    import mimetypes

    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Attachment(name=name, media_type=kind, size=len(data), digest="")


def png(width: int, height: int) -> bytes:
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # as in the code under test
    return bytes(buffer.data().data())


def pdf(pages: int = 1, height: float = 800) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(600, height)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def bomb() -> bytes:
    """A PNG that claims to be 40,000 pixels wide and high: 6.4 GB once unpacked."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.usefixtures("qapp")
def test_pictures_and_pdfs_are_known_by_what_they_are() -> None:
    picture = content_of(described("wrong.txt", b""), png(20, 10))
    assert isinstance(picture, Picture)
    assert (picture.image.width(), picture.image.height()) == (20, 10)
    pages = content_of(described("scan", b""), pdf(3))
    assert isinstance(pages, Pages)
    assert len(pages.sizes) == 3


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("bomb.png", bomb(), "too_many_pixels"),
        ("broken.png", png(30, 30)[:60], "unreadable"),
        ("broken.pdf", b"%PDF-1.7 nothing", "unreadable"),
        ("endless.pdf", pdf(height=14_000), "unreadable"),
        ("drawing.svg", b"\x00\x01", "unknown"),
        ("thing.bin", bytes(range(256)), "unknown"),
    ],
)
def test_what_cannot_be_shown_says_why(name: str, data: bytes, why: str) -> None:
    assert content_of(described(name, data), data) == Nothing(why)  # type: ignore[arg-type]


def test_a_pdf_with_a_password_says_so(tmp_path: Path) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    data = (tmp_path / "locked.pdf").read_bytes()
    assert content_of(described("locked.pdf", data), data) == Nothing("protected")


def test_a_vector_picture_is_shown_as_the_text_it_is() -> None:
    data = b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"
    assert isinstance(content_of(described("a.svg", data), data), Words)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Zoë & Łukasz\r\nline".encode(), "Zoë & Łukasz\nline"),
        ("\ufeffmark".encode(), "mark"),
        ("Zoë".encode("utf-16"), "Zoë"),
        ("caf\xe9".encode("cp1252"), "café"),
        (b"bell\x07", "bell\ufffd"),
        (b"", ""),
    ],
)
def test_text_is_shown_in_the_usual_encodings(data: bytes, text: str) -> None:
    assert content_of(described("a.txt", data), data) == Words(text, is_cut=False)


def test_a_very_long_text_is_cut_and_says_so() -> None:
    shown = content_of(described("a.txt", b""), b"x" * 1_000_001)
    assert isinstance(shown, Words)
    assert shown.is_cut
    assert len(shown.text) == 1_000_000


MAIL = b"""From: Priya <priya@aldermoor.example>
To: Judith <judith@calderquay.example>
Subject: =?utf-8?q?Arrears_notices_=E2=80=93_again?=
Date: Fri, 07 Nov 2025 16:48:12 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=utf-8

Dear Judith, in plain.
--c
Content-Type: text/html

<p>rich</p>
--c--
--b
Content-Type: application/pdf; name="notice.pdf"
Content-Disposition: attachment; filename="notice.pdf"

%PDF
--b--
"""


def test_an_email_shows_its_headers_its_text_and_what_is_attached() -> None:
    shown = content_of(described("a.eml", MAIL), MAIL)
    assert isinstance(shown, Words)
    assert dict(shown.headers)["Subject"] == "Arrears notices – again"
    assert dict(shown.headers)["From"] == "Priya <priya@aldermoor.example>"
    assert shown.text.strip() == "Dear Judith, in plain."
    assert shown.files == ("notice.pdf",)


def test_an_email_in_html_is_shown_as_words_and_fetches_nothing() -> None:
    mail = (
        b"Subject: x\nContent-Type: text/html; charset=utf-8\n\n<html><head><style>p{}</style><title>t</title></head>"
        b"<body><p>One <b>bold</b> word</p><script>alert(1)</script><img src='http://x.example/p.png'>"
        b"<p>Two &amp; three</p></body></html>"
    )
    shown = content_of(described("a.eml", mail), mail)
    assert isinstance(shown, Words)
    assert shown.text == "One bold word\nTwo & three"
    assert text_of_html("a<br>b<br><br><br>c") == "a\nb\n\nc"


@pytest.mark.parametrize(
    "mail", [b"no mail at all", b"Content-Type: multipart/mixed\n\nx", b"\nSubject: late"]
)
def test_something_that_only_calls_itself_an_email_is_shown_as_text(mail: bytes) -> None:
    assert isinstance(content_of(described("a.eml", mail), mail), Words)


# The dialog


def look_at(
    editor: EditorPane, tools: Tools, tmp_path: Path, qtbot: QtBot, name: str, data: bytes
) -> PreviewDialog:
    editor.page.files.take_in([file(tmp_path, name, data)])
    (kept,) = wait_for(editor, qtbot)
    (tmp_path / name).unlink()
    dialog = PreviewDialog(tools, kept, editor.window())
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.content.count() > 1 or bool(dialog.message.text), timeout=PATIENCE_MS)
    return dialog


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.png", None, PictureView),
        ("a.pdf", None, PageView),
        ("a.txt", b"words", QPlainTextEdit),
    ],
)
def test_a_file_is_looked_at_inside_the_window(
    editor: EditorPane,
    tools: Tools,
    tmp_path: Path,
    qtbot: QtBot,
    name: str,
    data: bytes | None,
    kind: type,
) -> None:
    made = data or (png(2000, 1500) if name == "a.png" else pdf(2))
    dialog = look_at(editor, tools, tmp_path, qtbot, name, made)
    assert isinstance(dialog.content.currentWidget(), kind)
    settle()
    if kind is PageView:
        assert dialog._where.text() == "Page 1 of 2"
    if kind is PictureView:
        dialog.own_size.click()
        settle()
        assert dialog.content.currentWidget().widget().width() >= 2000


def test_what_cannot_be_shown_can_still_be_saved(
    editor: EditorPane, tools: Tools, tmp_path: Path, qtbot: QtBot
) -> None:
    data = bytes(range(256)) * 5000
    dialog = look_at(editor, tools, tmp_path, qtbot, "thing.bin", data)
    target = tmp_path / "copies" / "thing.bin"
    target.parent.mkdir()
    tools.prompts.will(False)  # type: ignore[attr-defined]
    dialog.save_copy()
    assert not target.exists()
    tools.prompts.will(True, target)  # type: ignore[attr-defined]
    dialog.save_copy()
    qtbot.waitUntil(lambda: bool(dialog.message.text), timeout=PATIENCE_MS)
    assert target.read_bytes() == data
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert str(target) in dialog.message.text
    assert list(target.parent.iterdir()) == [target]
    assert tools.prompts.asked[0].startswith("Save a copy outside")  # type: ignore[attr-defined]


def test_a_copy_that_cannot_be_written_is_said_and_nothing_stays(
    editor: EditorPane, tools: Tools, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = look_at(editor, tools, tmp_path, qtbot, "a.txt", b"words")
    tools.prompts.will(True, tmp_path / "missing" / "a.txt")  # type: ignore[attr-defined]
    dialog.save_copy()
    qtbot.waitUntil(lambda: bool(dialog.message.text), timeout=PATIENCE_MS)
    assert "missing" in dialog.message.text
    assert dialog.save.isEnabled()


def test_a_damaged_file_is_said(editor: EditorPane, tools: Tools, tmp_path: Path, qtbot: QtBot) -> None:
    editor.page.files.take_in([file(tmp_path, "a.txt", b"words")])
    (kept,) = wait_for(editor, qtbot)
    tools.session.journal._connection.execute("UPDATE attachment SET content = x'00'")
    dialog = PreviewDialog(tools, kept, editor.window())
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.message.text), timeout=PATIENCE_MS)
    assert "not what was taken in" in dialog.message.text


def test_the_lock_closes_a_preview_and_forgets_what_it_showed(
    editor: EditorPane, tools: Tools, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = look_at(editor, tools, tmp_path, qtbot, "a.txt", CANARY)
    shown = dialog.content.currentWidget()
    assert isinstance(shown, QPlainTextEdit)
    tools.session.lock("hand")
    assert not dialog.isVisible()
    assert dialog.content.count() == 0


def test_nothing_of_a_file_is_written_in_clear_by_looking_at_it(
    editor: EditorPane,
    tools: Tools,
    tmp_path: Path,
    home: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clear = tmp_path / "temporary"
    clear.mkdir()
    monkeypatch.setenv("TMPDIR", str(clear))
    dialog = look_at(editor, tools, tmp_path, qtbot, "a.txt", CANARY * 1000)
    dialog.accept()
    editor.seal()
    tools.session.lock("hand")
    for folder in (tmp_path, home):
        for path in folder.rglob("*"):
            assert path.is_dir() or CANARY not in path.read_bytes(), path
