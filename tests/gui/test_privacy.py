"""Nothing that is typed leaves the journal: a day in the window, and then every file is read, in every spelling."""

import base64
import gzip
import json
import os
import stat
import subprocess
import sys
import threading
import time
import unicodedata
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
from PySide6.QtGui import QColor, QImage
from reportlab.pdfgen.canvas import Canvas

from coachdesk.journal.opening import open_journal
from tests.conftest import XDG
from tests.gui.canaries import ACCENTED, PASSPHRASES, STEM, canary
from tests.sockets import families, watched
from tests.spellings import escapes, spellings, unpacked

ROOT = Path(__file__).parents[2]
_PATIENCE = 600
"""Seconds in which every screen there is must have been walked, on a busy machine too."""
_CLOCK_TICK_NS = 50_000_000
"""Two changes of a folder that come sooner one after the other may bear the same time."""
pytestmark = pytest.mark.timeout(_PATIENCE + 20)
PLACES = ("home", "tmp", "work", *(name.lower() for name in XDG))
STEMS = [
    *(STEM, STEM.lower(), STEM.upper()),
    *(ACCENTED, ACCENTED.lower(), ACCENTED.upper(), unicodedata.normalize("NFD", ACCENTED)),
]
SPELLINGS = [one for stem in STEMS for one in spellings(stem)] + [*escapes(ACCENTED)]


class House(NamedTuple):
    """A computer's every place that a program writes to, empty at first, and what came of it."""

    root: Path
    papers: Path
    caught: Path
    answer: dict[str, Any]
    said: str

    @property
    def handed_over(self) -> Path:
        """The one report that a screen hands over inside of the house; all others are beside it."""
        return self.root / "home" / "export-done" / "CD-EXPORT-2026-001.pdf"

    def files(self) -> Iterator[tuple[Path, bytes]]:
        """Every file there is, and every one there was and is gone, but the report that was asked for."""
        seen = {self.handed_over.stat().st_ino} if self.handed_over.exists() else set[int]()
        for path in (*self.root.rglob("*"), *self.caught.iterdir()):
            if path.is_file() and path.stat().st_ino not in seen:
                seen.add(path.stat().st_ino)
                yield path, path.read_bytes()


class Catcher:
    """Keeps hold of every file below a folder, so that one that lives for a moment is read like the others."""

    def __init__(self, root: Path, caught: Path) -> None:
        self._root, self._caught = root, caught
        self._seen, self._is_over = set[int](), threading.Event()
        self._folders: dict[str, tuple[int, list[str]]] = {}
        """Of each folder: when it was changed, as it was listed last, and the folders in it."""
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(0.005):
            self._search(str(self._root))

    def _search(self, folder: str) -> None:
        """Whatever is new in a folder. One that was not changed for a while is not listed again."""
        try:
            changed = os.stat(folder).st_mtime_ns  # noqa: PTH116  # a hundred times as often as anything else here
            if self._folders.get(folder, (0, []))[0] != changed:
                is_still = time.time_ns() - changed > _CLOCK_TICK_NS
                self._folders[folder] = changed if is_still else 0, self._list(folder)
        except OSError:  # gone already
            self._folders.pop(folder, None)
            return
        for inner in self._folders[folder][1]:
            self._search(inner)

    def _list(self, folder: str) -> list[str]:
        """Catches the files in a folder, and says which folders are in it."""
        with os.scandir(folder) as found:
            entries = list(found)
        for one in entries:
            if one.is_file(follow_symlinks=False):
                self._catch(Path(one.path))
        return [one.path for one in entries if one.is_dir(follow_symlinks=False)]

    def _catch(self, path: Path) -> None:
        try:
            status = path.lstat()
            if stat.S_ISREG(status.st_mode) and status.st_ino not in self._seen:
                os.link(path, self._caught / f"{status.st_ino}-{path.name}")
                self._seen.add(status.st_ino)
        except OSError:  # gone already
            return


def lived_in(root: Path, what: str) -> House:
    """A part of the session in a house of its own; the manager's own papers are beside the house."""
    house, papers, caught = root / "house", root / "papers", root / "caught"
    for name in PLACES:
        (house / name).mkdir(parents=True, mode=0o700)
    for folder in (papers, caught):
        folder.mkdir()
    write_papers(papers)
    place = papers if what == "day" else house / "home"
    environ = os.environ | {name: str(house / name.lower()) for name in XDG}
    environ |= {"HOME": str(house / "home"), "TMPDIR": str(house / "tmp"), "PYTHONPATH": str(ROOT)}
    environ |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    with Catcher(house, caught):
        done = subprocess.run(
            [*watched(root / "sockets"), sys.executable, "-m", "tests.gui.privacy_session", what, str(place)],
            cwd=house / "work",
            env=environ,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
            umask=0,
        )
    assert done.returncode == 0, done.stderr
    return House(house, papers, caught, json.loads(done.stdout), done.stderr)


def write_papers(papers: Path) -> None:
    """Files to attach: text, an e-mail, a PDF, a picture; a canary in the name and in the content of each."""
    name, words = canary("file name"), canary("file")
    (papers / f"1 {name}.txt").write_text(words * 200)
    mail = f"From: {STEM} <a@example.org>\nTo: b@example.org\nSubject: {STEM} subject\n\n{words}\n"
    (papers / f"2 {name}.eml").write_text(mail)
    pdf = Canvas(str(papers / f"3 {name}.pdf"), pageCompression=0)
    pdf.setTitle(words)
    pdf.drawString(72, 700, f"{STEM} on a page")
    pdf.save()
    picture = QImage(80, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor("seagreen"))
    picture.setText("Comment", words)
    assert picture.save(str(papers / f"4 {name}.png"))


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, House]:
    """The whole session, in two parts side by side."""
    parts = ("day", "scenes")
    with ThreadPoolExecutor() as pool:
        lived = pool.map(lived_in, (tmp_path_factory.mktemp(part) for part in parts), parts)
        return dict(zip(parts, lived, strict=True))


@pytest.fixture
def day(houses: dict[str, House]) -> House:
    """From the first run to quitting."""
    return houses["day"]


@pytest.fixture(params=["day", "scenes"])
def house(houses: dict[str, House], request: pytest.FixtureRequest) -> House:
    """Each part of the session."""
    return houses[request.param]


def traces(data: bytes) -> list[bytes]:
    """The spellings that are found in a file, packed or not."""
    return [one for piece in unpacked(data) for one in SPELLINGS if one in piece]


def test_everything_was_done_as_it_is_written(house: House) -> None:
    assert house.answer["troubles"] == []


def test_no_canary_is_in_any_file_that_was_not_asked_for(house: House) -> None:
    found = {path: traces(data) for path, data in house.files()}
    assert sum(path.name == "journal.db" for path in found) >= 1
    assert {path: spelled for path, spelled in found.items() if spelled} == {}
    assert [path for path in found if STEM in path.name] == []


def test_no_secret_is_in_any_file_but_the_page_to_print(day: House) -> None:
    codes = [spelled for code in day.answer["secrets"] for spelled in (code, code.replace("-", ""))]
    assert len(codes) == 4
    secrets = [one for secret in codes for text in (secret, secret.lower()) for one in spellings(text)]
    secrets += [one for secret in PASSPHRASES.values() for one in spellings(secret)]
    exported = [day.papers / "export.pdf", day.papers / "copy"]
    for path, data in (*day.files(), *((path, path.read_bytes()) for path in exported)):
        for piece in unpacked(data):
            assert [one for one in secrets if one in piece] == [], path


def test_the_canaries_were_really_written_down(day: House) -> None:
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(day.papers / "export.pdf")
    )
    assert text.count(STEM) > 20
    assert (day.papers / "copy").read_bytes().count(STEM.encode()) == 200
    journal = day.root / "home" / "Notes.coachdesk"
    with open_journal(journal, day.answer["secrets"][-1], "recovery") as opened:
        view = opened.view
        leaders = view.leaders()
        assert canary("Name") in [one.name for one in leaders]
        told = [one.entry.behaviour for leader in leaders for one in view.timeline(leader.id).entries]
        assert canary("Behaviour") in told
        assert len(view.drafts()) == 2


def test_no_window_is_called_by_a_name(house: House) -> None:
    titles = house.answer["titles"]
    assert {"CoachDesk", "Attached file", "Export to PDF"} <= {*titles}
    names = {STEM, ACCENTED, *house.answer.get("names", ())}
    assert [title for title in titles for name in names if name in title] == []


def test_what_went_wrong_is_told_without_a_word_of_a_note(house: House) -> None:
    assert not any(stem in house.said for stem in STEMS)


def test_nothing_is_left_but_the_journal_its_head_and_the_settings(day: House) -> None:
    left = {path.relative_to(day.root).parts[:2] for path in day.root.rglob("*") if path.is_file()}
    assert left == {
        ("home", "Notes.coachdesk"),
        ("xdg_config_home", "coachdesk"),
        ("xdg_state_home", "coachdesk"),
    }
    journal = {path.name for path in (day.root / "home" / "Notes.coachdesk").iterdir()}
    assert journal == {"LOCK", "backups", "journal.db", "keys.json", "keys.json.bak"}
    copies = [*(day.root / "home" / "Notes.coachdesk" / "backups").iterdir()]
    assert copies, "the journal’s own backup"
    for copy in copies:
        assert {path.name for path in copy.iterdir()} == journal - {"backups"}
    mine = {path.name for path in day.papers.iterdir() if STEM not in path.name}
    assert mine == {"copy", "export.pdf", "recovery.pdf"}


def test_no_socket_was_ever_opened_but_local_ones(house: House) -> None:
    assert "AF_UNIX" in (calls := (house.root.parent / "sockets").read_text())
    assert families(calls) == {"AF_UNIX"}


def test_every_file_is_the_owners_alone_whatever_the_umask(day: House) -> None:
    made = [path for path in day.root.rglob("*") if path.is_file()]
    made += [day.papers / name for name in ("copy", "export.pdf", "recovery.pdf")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}


@pytest.mark.parametrize(
    "write",
    [
        str.encode,
        lambda text: text.upper().encode("utf-16-be"),
        lambda text: text.encode().hex().encode(),
        lambda text: base64.b64encode(b"x" + text.encode()),
        lambda text: json.dumps(text.replace(STEM, "")).encode(),
        lambda text: b"before " + zlib.compress(text.encode()) + b" after",
        lambda text: gzip.compress(text.encode("utf-16-le")),
    ],
    ids=["plain", "wide", "hex", "base64", "json", "zlib", "gzip"],
)
def test_a_canary_would_be_found_however_it_is_written(write: Any) -> None:
    assert traces(b"\x00" + write(canary("x")) + b"\x00")
    assert not traces(b"\x00" + write("nothing at all to see here") + b"\x00")


def test_no_other_pdf_is_passed_over_than_the_one_that_was_handed_over(tmp_path: Path) -> None:
    house = House(tmp_path / "house", tmp_path, tmp_path / "caught", {}, "")
    leaks = [house.root / "tmp" / "leak.pdf", house.caught / "1-export.pdf"]
    for path in (house.handed_over, *leaks):
        path.parent.mkdir(parents=True)
        path.write_text(STEM)
    (house.caught / "2-part.pdf").hardlink_to(house.handed_over)
    assert {path for path, _data in house.files()} == {*leaks}


def test_a_file_that_lives_for_a_moment_is_caught(tmp_path: Path) -> None:
    (tmp_path / "house" / "deep").mkdir(parents=True)
    (tmp_path / "caught").mkdir()
    with Catcher(tmp_path / "house", tmp_path / "caught"):
        short = tmp_path / "house" / "deep" / "short"
        short.write_text(STEM)
        until = time.monotonic() + 20
        while not list((tmp_path / "caught").iterdir()):
            assert time.monotonic() < until
            time.sleep(0.001)
        short.unlink()
    (caught,) = (tmp_path / "caught").iterdir()
    assert caught.read_text() == STEM
