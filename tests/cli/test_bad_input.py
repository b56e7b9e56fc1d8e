"""Bad input: any text, any file, any path. A clear sentence, an exit code, and nothing lost."""

import os
import shutil
import socket
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachdesk.cli.attaching import check_attachable
from coachdesk.cli.refusals import Refused
from coachdesk.journal import connection
from coachdesk.journal.opening import open_journal
from coachdesk.records.base import clean
from tests.cli.driving import WITHOUT_PRIVILEGES, Keyboard, Ran, Writing, coachdesk, typed
from tests.making import PASSPHRASE

NOBODY = 65534

TEXTS = {
    "markup": "<b>bold</b> &amp; <img src='file:///etc/passwd'> <para> ]]> {\\rtf1} $x$ %s {0} \\n",
    "control characters": "a\x01\x07\x08\x1b[31;1m\x7f\x9b2J b\r\nc\rd\x0b\x0c",
    "NUL": "before\x00after",
    "lone surrogates": "\ud800 \udfff \udc80",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 🇬🇧 ❤️",
    "right to left": "שלום \u202eabc\u202c مرحبا \u2066x\u2069",
    "marks on marks": "Z\u0335\u0321\u0322a\u0335l\u0334g\u0337o" + "\u0335" * 50,
    "not characters": "\ufffe \uffff \ufdd0 \U0001ffff",
    "line ends": "a\u2028b\u2029c\x85d\r\ne",
    "quotes": "' \" ` $(rm -rf /) ; -- \\ %PATH% ${HOME}",
    "spaces": " \t\u00a0\u3000\u200b ",
}


@pytest.fixture
def desk(journal_folder: Path) -> Writing:
    desk = Writing(journal_folder)
    desk.noted("What was there before.", "--occurred", "2026-01-05")
    return desk


@pytest.fixture
def intact(desk: Writing) -> "Intact":
    return Intact(desk)


class Intact:
    """Nothing was lost: every file of the journal is what it was, or the journal holds what it held."""

    def __init__(self, desk: Writing) -> None:
        self._desk, self._size = desk, desk.size()

    def __call__(self) -> None:
        assert self._desk.size() == self._size
        assert "What was there before." in self._desk.done("list").out
        assert typed("verify", str(self._desk.folder)).code == 0


def with_text_everywhere(desk: Writing, text: str) -> str:
    """The id of an entry that has ``text`` in every field, corrected and added to with it as well."""
    fields = (
        "title",
        "situation",
        "behaviour",
        "impact",
        "account",
        "intent",
        "place",
        "theme",
        "by",
        "late-reason",
        "told-how",
    )
    options = [part for field in fields for part in (f"--{field}", text)]
    people = ("--present", f"x{text}, {text}", "--action", f"x{text}; hr")
    entry = desk.noted("--told", "2026-03-04", *options, *people, "--", "x" + text)
    desk.done("add", entry.id, "--reason", "x" + text, "--", "x" + text)
    desk.done("correct", entry.id, "--text", "y" + text, "--reason", "x" + text)
    return entry.id


@pytest.mark.parametrize("kind", TEXTS)
def test_any_text_in_any_field_is_kept_shown_and_looked_for(desk: Writing, kind: str) -> None:
    text = TEXTS[kind]
    entry_id = with_text_everywhere(desk, text)
    assert desk.entry(entry_id).text == clean("y" + text)
    for command in (("show", entry_id), ("list",), ("search", "--", text), ("list", "--words", text)):
        desk.done(*command)
    desk.done("leaders", "--edit", "ada", "--team", text, "--role", "x")
    assert typed("verify", str(desk.folder)).code == 0


def test_any_text_in_any_field_is_exported_and_proved(desk: Writing, tmp_path: Path) -> None:
    for text in TEXTS.values():
        with_text_everywhere(desk, text)
    every, target = " ".join(TEXTS.values()), tmp_path / "r.pdf"
    desk.done("leaders", "--edit", "ada", "--team", every, "--role", every)
    desk.done("export", "ada", "-o", str(target), "--purpose", every, "--recipient", every, "--case", every)
    found = typed("verify", str(target))
    assert found.code == 0, found.out


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=60))
def test_whatever_text_is_noted_it_is_recorded_or_refused_with_a_sentence(
    journal_folder: Path, text: str
) -> None:
    # A value that begins with a dash is given with an equals sign, as everywhere on a command line.
    ran = typed("note", "Ada", f"--title={text}", "--", "x" + text, COACHDESK_JOURNAL=str(journal_folder))
    assert ran.code == 0, ran.err
    assert "Recorded as no." in ran.out


def test_fifty_pages_are_a_note_like_any_other(desk: Writing, tmp_path: Path) -> None:
    pages = "\n\n".join(f"{number}. " + "Word after word, and then another. " * 90 for number in range(50))
    entry = desk.noted(keyboard=Keyboard(pages))
    assert entry.text == pages
    assert " ".join(desk.done("show", entry.id).out.split()).count("Word after word") == 50 * 90
    target = tmp_path / "r.pdf"
    desk.done("export", "ada", "-o", str(target))
    assert typed("verify", str(target)).code == 0


@pytest.mark.parametrize(
    "name",
    ["Ada\x00Marsh", "", "   ", "\u200b", "x" * 3000, "-", "<b>", "../../etc", "Zoë\nHartnell", "\udcff"],
)
def test_any_name_is_a_leader_or_is_refused_with_a_sentence(desk: Writing, name: str) -> None:
    ran = desk.tried("note", "--new-leader", "--", name, "Text.")
    assert ran.code in (0, 1)
    assert (ran.code == 0) == bool(name.strip())
    assert "made a mistake" not in ran.err
    assert desk.done("leaders").code == 0


FILES: dict[str, bytes] = {
    "nothing.txt": b"",
    "a program.exe": b"MZ\x90\x00" + bytes(range(256)) * 40,
    "archive.zip": b"PK\x05\x06" + bytes(18),
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "evidence.json": b"{}",
    "right\u202etxt.exe": b"x",
    "E1 name.pdf": b"%PDF-1.7 not really",
    "\udcff\udcfe.bin": b"a name that is not UTF-8",
    "line\nend.txt": b"x",
    "no suffix": b"x" * 600_000,
    "-o.txt": b"x",
    'quote".txt': b"x",
    "n" * 250: b"x",
}


def test_any_file_can_be_attached_and_handed_over(desk: Writing, tmp_path: Path) -> None:
    folder, target = tmp_path / "files", tmp_path / "r.pdf"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    attach = [part for name in FILES for part in ("--attach", str(folder / name))]
    entry = desk.noted("Text.", *attach)
    assert len(entry.attachment_ids) == len(FILES)
    desk.done("show", entry.id)
    desk.done("export", "ada", "-o", str(target))
    assert f"Every exhibit attached ({len(FILES)})" in typed("verify", str(target)).out
    assert typed("verify", str(desk.folder)).code == 0


@pytest.mark.parametrize("what", ["missing", "folder", "pipe", "socket", "device", "dangling"])
def test_what_is_no_file_is_not_attached(desk: Writing, intact: Intact, tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    if what == "pipe":
        os.mkfifo(path)
    if what == "dangling":
        path.symlink_to(tmp_path / "nowhere")
    if what == "device":
        path = Path("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        if what == "socket":
            listener.bind(os.path.relpath(path))
        refused = desk.tried("note", "Ada", "Text.", "--attach", str(path))
    assert refused.code == 1
    assert ("There is no file" in refused.err) == (what in ("missing", "dangling"))
    assert ("not an ordinary file" in refused.err) == (what not in ("missing", "dangling"))
    intact()


def test_a_file_that_may_not_be_read_is_not_attached(desk: Writing, intact: Intact, tmp_path: Path) -> None:
    (tmp_path / "closed.txt").write_text("x")
    (tmp_path / "closed.txt").chmod(0)
    refused = coachdesk(
        "note", "Ada", "Text.", "--attach", tmp_path / "closed.txt", "--journal", desk.folder, "--passphrase-file", "-",
        stdin=PASSPHRASE.encode(), launcher=WITHOUT_PRIVILEGES,
    )  # fmt: skip
    assert (refused.code, "cannot be read (Permission denied)" in refused.err) == (1, True)
    intact()
    with pytest.raises(Refused):
        check_attachable([Path("x" * 5000)])


def listed(path: Path | str) -> Ran:
    """A try to open a journal, with the right passphrase."""
    return typed("list", "--journal", str(path))


def assert_refused_unasked(ran: Ran, words: str) -> None:
    """Refused, for this reason, before anybody was asked for a passphrase."""
    assert ran.code == 1
    assert words in ran.err
    assert "Passphrase for" not in ran.err
    assert "made a mistake" not in ran.err


def test_a_journal_that_is_missing(tmp_path: Path) -> None:
    assert_refused_unasked(listed(tmp_path / "None.coachdesk"), "There is no journal at")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "path", ["x" * 5000, "a\x00b", "\udcff", "/dev/null", "/", __file__, __file__ + "/x"]
)
def test_a_path_that_is_no_journal(path: str) -> None:
    ran = listed(path)
    assert ran.code == 1
    assert "made a mistake" not in ran.err


def test_a_journal_behind_a_symbolic_link(desk: Writing, intact: Intact, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(desk.folder)
    for path in (f"{tmp_path}/link", f"{tmp_path}/link/"):
        assert_refused_unasked(listed(path), "symbolic link")
        assert_refused_unasked(typed("verify", path), "symbolic link")
    intact()
    for name in ("journal.db", "keys.json"):
        file = desk.folder / name
        shutil.copy(file, tmp_path / name)
        file.unlink()
        file.symlink_to(tmp_path / name)
        assert "symbolic link" in listed(desk.folder).err
        file.unlink()
        shutil.move(tmp_path / name, file)
    intact()


def test_a_journal_that_is_somebody_elses(desk: Writing, intact: Intact) -> None:
    if os.getuid() == 0:
        os.chown(desk.folder, NOBODY, NOBODY)
        assert_refused_unasked(listed(desk.folder), "belongs to somebody else")
        os.chown(desk.folder, 0, 0)
    else:
        assert_refused_unasked(listed("/usr"), "belongs to somebody else")
    intact()


def test_a_journal_in_a_folder_that_is_read_only(desk: Writing, tmp_path: Path) -> None:
    def tried(*arguments: str | Path) -> Ran:
        return coachdesk(
            *arguments, "--passphrase-file", "-", stdin=PASSPHRASE.encode(), launcher=WITHOUT_PRIVILEGES
        )

    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    made = tried("new", closed / "N.coachdesk")
    assert (made.code, "cannot be written to" in made.err, list(closed.iterdir())) == (1, True, [])
    modes = {file: stat.S_IMODE(file.stat().st_mode) for file in (desk.folder, *desk.folder.iterdir())}
    for file in modes:
        file.chmod(0o500 if file.is_dir() else 0o400)
    noted = tried("note", "Ada", "Text.", "--journal", desk.folder)
    assert (noted.code, "cannot be written to" in noted.err) == (1, True)
    for file, mode in modes.items():
        file.chmod(mode)
    exported = tried("export", "Ada", "-o", closed / "r.pdf", "--journal", desk.folder)
    assert (exported.code, "cannot be written to" in exported.err, list(closed.iterdir())) == (1, True, [])
    assert typed("verify", str(desk.folder)).code == 0


def test_a_journal_that_is_open_already(desk: Writing, intact: Intact) -> None:
    with open_journal(desk.folder, PASSPHRASE):
        refused = listed(desk.folder)
        assert (refused.code, "open in another window or program" in refused.err) == (1, True)
    intact()


def test_a_journal_from_a_newer_version(desk: Writing) -> None:
    before = (desk.folder / "journal.db").read_bytes()
    for name in ("keys.json", "keys.json.bak"):
        keys = desk.folder / name
        keys.write_text(keys.read_text().replace('"version": 1', '"version": 2'))
    refused = listed(desk.folder)
    assert_refused_unasked(refused, "a newer version of CoachDesk (format 2; this one knows up to 1)")
    assert (desk.folder / "journal.db").read_bytes() == before


def test_a_database_from_a_newer_version(desk: Writing) -> None:
    with open_journal(desk.folder, PASSPHRASE) as journal:
        journal._connection.execute("PRAGMA user_version = 99")
    assert "a newer version of CoachDesk (format 99" in listed(desk.folder).err


@pytest.mark.parametrize("keep", [0, 1, 100, 4096, 5000, 8192, -4096, -1])
def test_a_journal_that_is_truncated(desk: Writing, keep: int) -> None:
    database = desk.folder / "journal.db"
    data = database.read_bytes()
    database.write_bytes(data[:keep])
    for command in ("list", "verify"):
        ran = typed(
            command, "--journal", str(desk.folder), *([str(desk.folder)] if command == "verify" else [])
        )
        if ran.code == 0:
            assert command == "list"  # what is lost may lie beyond what a list reads; the check finds it
        else:
            assert "made a mistake" not in ran.err
            assert "journal.db" in ran.err or "pages of the database" in ran.err
    assert database.read_bytes() == data[:keep]


@pytest.mark.parametrize("name", ["journal.db", "keys.json"])
def test_a_journal_of_which_a_file_is_missing(desk: Writing, name: str) -> None:
    for missing in (name, f"{name}.bak"):
        (desk.folder / missing).unlink(missing_ok=True)
    assert f"{name} is missing" in listed(desk.folder).err


@pytest.mark.parametrize("spoil", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"{}" * 40_000, b"[" * 50_000])
def test_a_journal_with_damaged_keys(desk: Writing, intact: Intact, spoil: bytes) -> None:
    files = [desk.folder / name for name in ("keys.json", "keys.json.bak")]
    whole = files[0].read_bytes()
    files[0].write_bytes(spoil)
    with_copy = desk.tried("list")
    assert (with_copy.code, "opened with its second copy" in with_copy.err) == (0, True)
    assert files[0].read_bytes() == whole
    for file in files:
        file.write_bytes(spoil)
    assert_refused_unasked(listed(desk.folder), "keys.json are damaged")
    for file in files:
        file.write_bytes(whole)
    intact()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('"sequence": 1', '"sequence": 7', "altered by somebody"),
        ('"iterations": 1', '"iterations": 99', "altered by somebody"),
    ],
)
def test_a_journal_with_altered_keys(
    desk: Writing, intact: Intact, before: str, after: str, words: str
) -> None:
    files = [desk.folder / name for name in ("keys.json", "keys.json.bak")]
    whole = files[0].read_text()
    assert before in whole
    for file in files:
        file.write_text(whole.replace(before, after))
    assert_refused_unasked(listed(desk.folder), words)
    for file in files:
        file.write_text(whole)
    intact()


def test_a_disk_that_fills_while_a_note_is_saved(
    desk: Writing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is given no more pages than it has: SQLite's own “disk is full”, wherever it is met."""
    large = tmp_path / "large.bin"
    large.write_bytes(os.urandom(3_000_000))
    pages = (desk.folder / "journal.db").stat().st_size // 4096
    notes = (("x" * 50_000,), ("Text.", "--attach", str(large)))
    with monkeypatch.context() as patch:
        patch.setattr(connection, "_AFTER_KEY", (*connection._AFTER_KEY, f"max_page_count = {pages}"))
        for note in notes:
            refused = desk.tried("note", "Ada", *note)
            assert refused.code == 1
            assert "The disk is full" in refused.err
            assert "Everything saved before is safe" in refused.err
    assert desk.size() == 2
    assert typed("verify", str(desk.folder)).code == 0
    for note in notes:
        desk.done("note", "Ada", *note)
    assert "What was there before." in desk.done("list").out


@pytest.mark.parametrize("what", ["pipe", "link"])
def test_an_export_replaces_nothing_but_an_ordinary_file_even_by_force(
    desk: Writing, intact: Intact, tmp_path: Path, what: str
) -> None:
    target = tmp_path / "r.pdf"
    {"pipe": os.mkfifo, "link": lambda path: path.symlink_to(tmp_path / "elsewhere")}[what](target)
    before = target.lstat()
    refused = desk.tried("export", "ada", "-o", str(target), "--force")
    assert (refused.code, "it was left as it is" in refused.err) == (1, True)
    assert target.lstat() == before
    intact()


def test_a_passphrase_file_that_is_missing_a_folder_or_closed(desk: Writing, tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none", "There is no file"), (tmp_path, "Is a directory")):
        refused = desk.tried("list", "--passphrase-file", str(path))
        assert (refused.code, words in refused.err) == (1, True)
    empty = desk.tried("list", "--passphrase-file", "/dev/null")
    assert (empty.code, "does not open this journal" in empty.err) == (1, True)
