"""No plaintext on the disk: every screen, command and job in a fresh home, and every byte that any file was ever given.

    python -m tests.faults.plaintext [--cases 60] [--seed 7] [--sabotage NAME]

Each scenario runs in a home of its own under strace, which tells what is written into which file, also into one that
lives for a moment. That, and every file that is left, is searched for what was typed, for what the journal holds, for its
passphrase, its recovery code and its key, in every spelling. The two PDFs that are handed over on purpose are not looked
at, by their exact paths; whatever else is a PDF is. Screens are those of ``tests/gui/scenes.py``, in groups drawn by the
seed; what can be typed in is typed in, what can be copied copied, and the journal locked.
"""

import atexit
import contextlib
import functools
import io
import json
import os
import pickle
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from tests.conftest import XDG
from tests.faults import trying
from tests.faults.trying import Wrong
from tests.gui.canaries import ACCENTED, PASSPHRASES, STEM, canary
from tests.spellings import escapes, spellings, unpacked

ROOT = Path(__file__).parents[2]
PATIENCE = 600
SCENARIOS = 60
_GROUPS = 34
"""In so many scenarios are the screens; commands and jobs are in the others."""

_COPYING = "sendfile,copy_file_range,splice"
_TRACED = f"write,pwrite64,writev,pwritev,pwritev2,{_COPYING}"
_CALL = re.compile(rb"^\d+ +\w+\(\d+<((?:\\x[0-9a-f]{2})*)>, (.*)$")
_COPY = re.compile(rb"^\d+ +(sendfile|copy_file_range|splice)\((.*) = [1-9]\d*$")
_PATH = re.compile(rb"<((?:\\x[0-9a-f]{2})+)>")
_TEXT = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"')


class Prepared(NamedTuple):
    """Journals to copy, their secrets, and words that they hold."""

    journals: Any
    entry_id: str
    secrets: tuple[bytes, ...]
    words: tuple[str, ...]


@functools.cache
def prepared() -> Prepared:
    """The demo and an empty journal, made once."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from coachdesk.journal.opening import open_journal
    from tests.gui.scenes import PASSPHRASE, make_journals

    folder = Path(tempfile.mkdtemp(prefix="coachdesk-plaintext-", dir=trying.fast_folder()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    journals = make_journals(folder)
    demo = journals.demo
    with open_journal(demo.journal_path, demo.recovery_code, "recovery") as journal:
        listed = journal.view.timeline(demo.leader_id).entries
        words = [one.name for one in journal.view.leaders()]
        words += [one.entry.text[:40] for one in listed if len(one.entry.text) > 60][:8]
        raw = journal.raw_key()[2:-1]
    secrets = [raw.encode(), raw.upper().encode(), bytes.fromhex(raw)]
    for secret in (PASSPHRASE, *PASSPHRASES.values(), demo.recovery_code, journals.empty_code):
        for one in (secret, secret.replace("-", ""), secret.lower()):
            secrets += spellings(one)
    return Prepared(journals, listed[0].entry.id, tuple(secrets), tuple(words))


@functools.cache
def sought() -> tuple[bytes, ...]:
    """Every spelling of everything."""
    stems = [*(STEM, STEM.lower(), STEM.upper()), *(ACCENTED, ACCENTED.lower(), ACCENTED.upper())]
    found = [one for stem in (*stems, *prepared().words) for one in spellings(stem)]
    return (*found, *escapes(ACCENTED), *prepared().secrets)


# A scenario


class House(NamedTuple):
    """A computer's every place that a program writes to, empty at first, and a folder for what is asked for in clear."""

    root: Path
    papers: Path
    trace: Path

    @property
    def journal(self) -> Path:
        return self.root / "home" / "Team.coachdesk"

    @property
    def paper(self) -> Path:
        """A file to attach: the manager's own, which no program writes."""
        return self.papers / f"1 {canary('file name')}.txt"

    def is_handed_over(self, path: str) -> bool:
        """Whether that is one of the reports that a scenario hands over, or the part that it is until it is whole."""
        reports = (self.papers / "r.pdf", self.root / "tmp" / "export-done" / "CD-EXPORT-2026-001.pdf")
        return any(
            path == str(one) or (path.startswith(f"{one.parent}/.{one.name}.") and path.endswith(".part"))
            for one in reports
        )

    @property
    def environ(self) -> dict[str, str]:
        places = {name: str(self.root / name.lower()) for name in XDG}
        return (
            os.environ
            | places
            | {
                "HOME": str(self.root / "home"),
                "TMPDIR": str(self.root / "tmp"),
                "PYTHONPATH": str(ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONFAULTHANDLER": "1",  # if it crashes it says where
                "QT_QPA_PLATFORM": "offscreen",
                "COACHDESK_JOURNAL": str(self.journal),
            }
        )

    def run(self, arguments: Sequence[str | Path], stdin: str = "") -> int:
        """Runs a Python program in it, watched. Returns its exit code."""
        options = ("--follow-forks", "--seccomp-bpf", "--quiet=all", "--signal=none", "--decode-fds=path")
        watched = ["strace", *options, "--strings-in-hex=all", "--string-limit=1048576", f"--trace={_TRACED}"]
        done = subprocess.run(
            [
                *watched,
                "--output-append-mode",
                f"--output={self.trace}",
                sys.executable,
                *map(str, arguments),
            ],
            cwd=self.root / "home",
            env=self.environ,
            input=stdin.encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        (self.trace.parent / "said").write_bytes(done.stderr[-4000:])
        return done.returncode


def new_house(folder: Path) -> House:
    house = House(folder / "house", folder / "papers", folder / "trace")
    for name in ("home", "tmp", *(name.lower() for name in XDG)):
        (house.root / name).mkdir(parents=True, mode=0o700)
    house.papers.mkdir()
    shutil.copytree(prepared().journals.demo.journal_path, house.journal)
    house.paper.write_text(canary("file") * 200)
    return house


class Trace(NamedTuple):
    """What strace saw: what was written into each file, and into which file another was copied."""

    into: dict[str, list[bytes]]
    copied: dict[str, str]


_NUMBERS_ONLY = "-shm"
"""SQLite's index of the log: numbers of pages and checksums (SQLite, WAL-index format), no content."""


def read_trace(path: Path) -> Trace:
    """Raises Wrong if nothing was watched."""
    trace = Trace({}, {})
    for line in path.read_bytes().splitlines():
        if found := _COPY.match(line):
            paths = [_from_hex(one).decode() for one in _PATH.findall(found[2])]
            target, source = paths if found[1] == b"sendfile" else reversed(paths)
            trace.copied[source] = target
        elif found := _CALL.match(line):
            pieces = [_from_hex(one) for one in _TEXT.findall(found[2])]
            trace.into.setdefault(_from_hex(found[1]).decode(), []).extend(pieces)
    if not (trace.into or trace.copied):
        raise Wrong("nothing was watched")
    return trace


def written(house: House) -> Iterator[tuple[str, bytes]]:
    """What was written or copied into each file, in order, and what is in every file that is left."""
    trace = read_trace(house.trace)
    for path, pieces in trace.into.items():
        if _is_looked_at(path, house):
            yield path, b"".join(pieces)
    for source, path in trace.copied.items():
        if _is_looked_at(path, house):
            if Path(source).is_file():
                yield path, Path(source).read_bytes()
            elif not (Path(path).is_file() or path.endswith(_NUMBERS_ONLY)):
                raise Wrong(f"nobody saw what was copied into {Path(path).name}")
    for file in (*house.root.rglob("*"), *house.papers.rglob("*")):
        if file.is_file() and file != house.paper and not house.is_handed_over(str(file)):
            yield str(file), file.read_bytes()


def _is_looked_at(path: str, house: House) -> bool:
    return (
        path.startswith("/")
        and not path.startswith(("/dev/null", "/proc/"))
        and not house.is_handed_over(path)
    )


def _from_hex(shown: bytes) -> bytes:
    return bytes.fromhex(shown.replace(b"\\x", b"").decode())


def look(house: House) -> None:
    """Raises Wrong if anything that is sought stands in any file, or in the name of one."""
    for path, data in written(house):
        name = Path(path).name
        if STEM in path:
            raise Wrong(f"in the name of {name}")
        for piece in unpacked(data):
            found = [one for one in sought() if one in piece]
            if found:
                raise Wrong(f"in {name}: {found[0][:60]!r}")


# Screens


def screens(names: Sequence[str], house: House, sabotage: str) -> str:
    """A group of screens, in a process of its own."""
    (house.root.parent / "prepared").write_bytes(pickle.dumps((prepared().journals, list(names), sabotage)))
    code = house.run(["-m", "tests.faults.plaintext", "--inside", house.root.parent])
    said = (house.root.parent / "said").read_text(errors="replace")
    if code:
        raise Wrong(f"ended with {code}: {said[-2000:]}")
    return f"screens {', '.join(names)}"


def inside(folder: Path) -> int:
    """The process: each screen is looked at, typed into, copied from, locked."""
    from coachdesk.gui.app import make_application
    from coachdesk.gui.theme import Look
    from tests.faults.lock_wins import JOBS
    from tests.gui.privacy_session import copy_all, fill
    from tests.gui.scenes import SCENES, Stage

    journals, names, sabotage = pickle.loads((folder / "prepared").read_bytes())
    app = make_application()
    look_of, troubles = Look(app, "light", own_fonts=True), list[str]()
    with SABOTAGES[sabotage]() if sabotage else contextlib.nullcontext():
        for name in names:
            place = folder / "house" / "tmp" / name.replace(":", "").replace(" ", "-")
            place.mkdir()
            stage = Stage(look_of, journals, place)
            stage.window.show()
            try:
                root = {**SCENES, **JOBS}[name](stage)
                if name in SCENES:
                    stage.settle()
                    fill(root)
                    stage.settle()
                root.grab()
                copy_all(root)
                stage.session.lock("hand")
            except BaseException:  # noqa: BLE001  # told to whoever asks
                troubles.append(f"{name}: {traceback.format_exc()}")
            stage.clear()
    print("\n".join(troubles), file=sys.stderr)
    return len(troubles)


# Commands

Command = tuple[tuple[str, ...], str]
"""What stands on the command line, and what is typed."""


def commands() -> dict[str, tuple[str, ...]]:
    """By a name; PAPERS stands for the folder of what is asked for, ENTRY and LEADER for those of the demo."""
    reason = ("--reason", canary("reason"))
    return {
        "note": (
            "note",
            "LEADER",
            canary("text"),
            "--title",
            canary("title"),
            "--behaviour",
            canary("behaviour"),
        ),
        "note and a file": ("note", "LEADER", canary("text"), "--attach", "FILE"),
        "add": ("add", "ENTRY", canary("added"), *reason),
        "correct": ("correct", "ENTRY", "--text", canary("corrected"), *reason),
        "withdraw": ("withdraw", "ENTRY", *reason),
        "a leader": ("leaders", "--add", canary("leader")),
        "search": ("search", canary("search")),
        "list": ("list", "--words", canary("words")),
        "show": ("show", "ENTRY", "--json"),
        "today": ("today",),
        "readiness": ("readiness", "LEADER"),
        "an issue": (
            "issue",
            "LEADER",
            "--title",
            canary("issue"),
            "--theme",
            "tone",
            "--segment",
            "process",
        ),
        "export": (
            "export",
            "LEADER",
            "-o",
            "PAPERS/r.pdf",
            "--purpose",
            canary("purpose"),
            "--recipient",
            "HR",
        ),
        "backup": ("backup",),
        "backup elsewhere": ("backup", "PAPERS"),
        "verify": ("verify", "JOURNAL"),
        "raw key": ("key", "--raw"),
    }


def command(name: str, house: House) -> str:
    """One command, on the demo."""
    from tests.gui.scenes import PASSPHRASE

    demo = prepared().journals.demo
    stands_for = {
        "ENTRY": prepared().entry_id,
        "LEADER": demo.leader,
        "JOURNAL": str(house.journal),
        "FILE": str(house.paper),
    }
    arguments = [stands_for.get(one, one.replace("PAPERS", str(house.papers))) for one in commands()[name]]
    code = house.run(["-m", "coachdesk", *arguments, "--passphrase-file", "-"], PASSPHRASE + "\n")
    if code:
        raise Wrong(f"ended with {code}: {(house.root.parent / 'said').read_text()[-300:]}")
    return f"command {name}"


# Jobs


def job(name: str, house: House) -> str:
    """One job of the core, in a process of its own; ``crash`` ones are killed in its midst."""
    code = house.run(["-m", "tests.faults.plaintext", "--job", name, house.root.parent])
    if code not in (0, -signal.SIGKILL, 128 + signal.SIGKILL):
        raise Wrong(f"ended with {code}: {(house.root.parent / 'said').read_text()[-300:]}")
    return f"job {name}"


def do_job(name: str, house: House) -> None:
    """In the process."""
    from coachdesk.journal import backup, erasable, erasing, replacing, rotation
    from coachdesk.journal.keys import FLOOR
    from coachdesk.journal.opening import open_journal, open_reading
    from coachdesk.journal.restoring import restore
    from tests.gui.scenes import PASSPHRASE
    from tests.making import entry

    how, path = name.removeprefix("crash: "), house.journal
    killed: Callable[[float], None] = functools.partial(_kill_at, 0.4 if name != how else 2.0)
    with open_journal(path, PASSPHRASE) as journal:
        [ada, *_] = journal.view.leaders()
        taken = journal.take_in(f"{canary('name')}.bin", io.BytesIO(canary("content").encode() * 4000))
        noted = entry(ada, text=canary("text") * 50, themes=[canary("theme")], attachment_ids=(taken.id,))
        journal.put(taken, noted)
        journal.keep_draft("draft", {"text": canary("draft")})
        place = backup.place_for(path, journal.now(), house.root / "home" / "stick")
        if how in ("restore", "replace"):
            journal.back_up(place)
        if how == "back up":
            journal.back_up(place, killed)
        elif how == "erase":
            erasing.erase(
                journal, erasable.plan_record(journal.view, noted.id), "Robin", canary("why"), killed
            )
        elif how == "rotate":
            rotation.rotate_key(journal, PASSPHRASE, FLOOR, killed)
        elif how == "restore":
            restore(journal, place, killed)
        elif how in ("writing", "read a log"):
            _kill_at(0, 1 if how == "writing" and name != how else -1)
            shutil.copytree(path, path.with_name("Copy.coachdesk"))
    if how == "read a log":
        with open_reading(path.with_name("Copy.coachdesk"), PASSPHRASE) as journal:
            journal.view.search(STEM)
    elif how == "replace":
        data = bytearray((path / "journal.db").read_bytes())
        data[5 * 4096 : 9 * 4096] = bytes(4 * 4096)
        (path / "journal.db").write_bytes(data)
        replacing.replace_damaged(path, place, PASSPHRASE)


def _kill_at(limit: float, share: float) -> None:
    if share >= limit:
        os.kill(os.getpid(), signal.SIGKILL)


JOBS = (
    *("back up", "erase", "rotate", "restore", "replace", "read a log"),
    *("crash: back up", "crash: rotate", "crash: writing"),
)


# Trying


@functools.cache
def groups(seed: int) -> list[list[str]]:
    """The names of all screens, and of the jobs and menus of the window, in groups."""
    from tests.faults.lock_wins import THINGS

    names = sorted(THINGS)
    random.Random(seed).shuffle(names)
    return [names[at::_GROUPS] for at in range(_GROUPS)]


def case_of(seed: int, sabotage: str) -> trying.Case:
    """The cases of a seed: screens, commands and jobs in turn."""
    if sabotage:
        return case_of_screens(NOTICED[sabotage], sabotage)
    kinds: list[Callable[[House], str]] = [
        functools.partial(screens, names, sabotage=sabotage) for names in groups(seed)
    ]
    others: list[Callable[[House], str]] = [functools.partial(command, name) for name in commands()]
    others += [functools.partial(job, name) for name in JOBS]
    kinds += others
    random.Random(seed).shuffle(kinds)

    def case(number: int, _chance: random.Random, folder: Path) -> str:
        return tried_in(kinds[number % len(kinds)], folder)

    return case


def case_of_screens(names: Sequence[str], sabotage: str = "") -> trying.Case:
    """The same screens each time."""
    return lambda _number, _chance, folder: tried_in(
        functools.partial(screens, names, sabotage=sabotage), folder
    )


def tried_in(kind: Callable[[House], str], folder: Path) -> str:
    """Does one scenario in a house of its own, and looks."""
    prepared()
    house = new_house(folder)
    told = kind(house)
    look(house)
    return told


# Protections left out


def _also_in(name: str) -> contextlib.AbstractContextManager[object]:
    """A draft is also kept in clear, as editors keep theirs, for a moment."""
    from coachdesk.journal.journal import Journal

    keep = Journal.keep_draft

    def keep_twice(self: Journal, draft_id: str, values: dict[str, Any]) -> None:
        kept = Path(tempfile.gettempdir()) / name
        kept.write_text(json.dumps(values))
        kept.unlink()
        keep(self, draft_id, values)

    return mock.patch.object(Journal, "keep_draft", keep_twice)


def _recent_search() -> contextlib.AbstractContextManager[object]:
    """A search is remembered, as browsers do."""
    from coachdesk.journal.view import View

    find = View.search

    def remembered(self: View, words: str, limit: int = 50) -> Any:
        with (Path(tempfile.gettempdir()) / "recent").open("a") as file:
            file.write(words)
        return find(self, words, limit)

    return mock.patch.object(View, "search", remembered)


NOTICED = {"autosave": ("writing",), "recent_search": ("palette-hits",), "leaked_pdf": ("writing",)}
"""Screens in which something is done that each of them would leave behind."""

SABOTAGES: trying.Sabotages = {
    "autosave": functools.partial(_also_in, "a.autosave"),
    "recent_search": _recent_search,
    "leaked_pdf": functools.partial(_also_in, "leak.pdf"),
}
FINDINGS = {"autosave": "in a.autosave", "recent_search": "in recent", "leaked_pdf": "in leak.pdf"}


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["--inside"]:
        return inside(Path(arguments[1]))
    if arguments[:1] == ["--job"]:
        folder = Path(arguments[2])
        do_job(arguments[1], House(folder / "house", folder / "papers", folder / "trace"))
        return 0
    given = trying.parser(SCENARIOS, SABOTAGES).parse_args(arguments)
    tried = trying.try_all(case_of(given.seed, given.sabotage), given.cases, given.seed, given.first)
    finding = FINDINGS.get(given.sabotage, "")
    return trying.told("plaintext", tried, given.seed, given.sabotage, asked=given.cases, finding=finding)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
