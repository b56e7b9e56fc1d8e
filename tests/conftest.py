"""What every test gets: a home of its own, no stray line in the log, and a journal made only once."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import settings

from coachdesk.journal import keys
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.records.people import Leader
from tests.making import COST, PASSPHRASE, Clock, leader

settings.register_profile("desk", deadline=None, max_examples=60)
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, database=None)
settings.load_profile("ci" if "CI" in os.environ else "desk")

XDG = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: a tenth of the time a test waits, for the disk or for a window."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


def settle_in(home: Path, patch: pytest.MonkeyPatch) -> None:
    """Points everything that a program finds its user's folders by into ``home``."""
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        patch.setenv(name, str(home))
    for name in XDG:
        patch.setenv(name, str(home / name.lower()))
    for name in ("COACHDESK_JOURNAL", "DISPLAY", "WAYLAND_DISPLAY"):
        patch.delenv(name, raising=False)  # no test opens a window on somebody's desk
    patch.setenv("COLUMNS", "120")  # as wide as where there is no terminal, whoever started the tests


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fixtures that live longer than one test have no business in the real home either."""
    with pytest.MonkeyPatch.context() as patch:
        settle_in(tmp_path_factory.mktemp("session-home"), patch)
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the homes of all tests are: pytest looks through all its folders before it makes another."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own home folder."""
    made = Path(tempfile.mkdtemp(dir=homes))
    settle_in(made, monkeypatch)
    return made


class DerivedOnce:
    """Argon2id, which takes 64 MiB and 50 ms for each journal that is opened: what it once derived, it knows.

    The journals of most tests are copies of one, opened with the same passphrase thousands of times.
    """

    known: ClassVar[dict[tuple[object, ...], bytes]] = {}

    def __init__(self, **given: Any) -> None:
        self._given = given

    def derive_into(self, credential: bytearray, out: bytearray) -> None:
        asked = (bytes(credential), *sorted(self._given.items()))
        if asked not in self.known:
            Argon2id(**self._given).derive_into(credential, out)
            self.known[asked] = bytes(out)
        out[:] = self.known[asked]


@pytest.fixture(scope="session", autouse=True)
def _derived_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "Argon2id", DerivedOnce)
        yield


class LogGuard(logging.Handler):
    """Collects what is logged at WARNING or above; a test says what it expects with :meth:`expect`."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def expect(self, beginning: str) -> None:
        """From now on a message that begins so is no surprise."""
        self.expected.append(beginning)

    def surprises(self) -> list[str]:
        messages = [f"{record.name}: {record.getMessage()}" for record in self.records]
        return [message for message in messages if not message.startswith(tuple(self.expected))]


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    """Fails the test over any warning or error logged that it did not expect."""
    guard = LogGuard()
    logging.getLogger().addHandler(guard)
    try:
        yield guard
    finally:
        logging.getLogger().removeHandler(guard)
    if surprises := guard.surprises():
        pytest.fail("logged, and not expected: " + "; ".join(surprises))


class Template(NamedTuple):
    """A journal to copy: making one costs two key derivations, copying it nothing."""

    folder: Path
    recovery_code: str
    leader: Leader


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A journal with one leader in it and nothing else."""
    folder = tmp_path_factory.mktemp("template") / "Team.coachdesk"
    journal, code = create_journal(folder, PASSPHRASE, COST, clock=Clock())
    with journal:
        ada = leader()
        journal.put(ada)
    return Template(folder, code, ada)


@pytest.fixture
def journal_folder(template: Template, tmp_path: Path) -> Path:
    """A journal of the test's own, closed, opened by PASSPHRASE."""
    folder = tmp_path / "Team.coachdesk"
    shutil.copytree(template.folder, folder)
    return folder


@pytest.fixture
def recovery_code(template: Template) -> str:
    return template.recovery_code


@pytest.fixture
def ada(template: Template) -> Leader:
    """The leader who is in the journal already."""
    return template.leader


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.pass_time(60)
    return clock


@pytest.fixture
def journal(journal_folder: Path, recovery_code: str, clock: Clock) -> Iterator[Journal]:
    """The test's own journal, open. The recovery code needs no costly derivation."""
    with open_journal(journal_folder, recovery_code, "recovery", clock=clock) as opened:
        yield opened
