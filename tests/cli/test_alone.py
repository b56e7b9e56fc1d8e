"""A stranger who only wants to check a file installs neither the window nor the database."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.cli.driving import ROOT, Writing

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
START = (
    "import sys; sys.path[:0] = {paths!r}; from coachdesk.__main__ import main; sys.exit(main({arguments!r}))"
)


def needed(requirements: list[str]) -> dict[str, metadata.Distribution]:
    """What these requirements bring along, themselves included, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [Requirement(one) for one in requirements]
    while waiting:
        wanted = waiting.pop()
        if wanted.name == "tzdata":  # the system knows the zones
            continue
        if (wanted.marker and not wanted.marker.evaluate({"extra": ""})) or wanted.name.lower() in found:
            continue
        found[wanted.name.lower()] = distribution = metadata.distribution(wanted.name)
        waiting += [Requirement(one) for one in distribution.requires or ()]
    return found


def parts(distribution: metadata.Distribution) -> Iterator[Path]:
    """The folders and files that a distribution puts beside others."""
    tops = {file.parts[0] for file in distribution.files or () if ".." not in file.parts}
    yield from (Path(str(distribution.locate_file(top))) for top in sorted(tops))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with just what ``pip install coachdesk``, without an extra, would put there."""
    folder = tmp_path_factory.mktemp("site")
    for distribution in needed(PROJECT["dependencies"]).values():
        for part in parts(distribution):
            link = folder / part.name
            if part.exists() and not link.exists():
                link.symlink_to(part)
    (folder / "coachdesk").symlink_to(ROOT / "coachdesk")
    return folder


def alone(site: Path, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """The program on that folder and the standard library."""
    start = START.format(paths=[str(site)], arguments=[str(one) for one in arguments])
    environ = {"HOME": os.environ["HOME"], "PATH": ""}
    command = [sys.executable, "-I", "-S", "-c", start]
    return subprocess.run(command, capture_output=True, text=True, env=environ, timeout=100, check=False)


def test_no_database_and_no_window_is_asked_for() -> None:
    names = needed(PROJECT["dependencies"]).keys()
    assert {"pikepdf", "pypdfium2", "reportlab", "cryptography"} <= names
    assert not names & {"sqlcipher3", "pyside6-essentials", "qtawesome", "platformdirs", "zxcvbn"}


def test_a_file_is_verified_with_what_the_project_asks_for_and_nothing_else(
    installed: Path, journal_folder: Path, tmp_path: Path
) -> None:
    desk, file = Writing(journal_folder), tmp_path / "r.pdf"
    desk.noted("The first.", "--occurred", "2026-01-05")
    number = desk.done("export", "ada", "-o", str(file)).out.split()[1]
    desk.done("receipt", number, "-o", str(tmp_path / "receipt.txt"))
    page = tmp_path / "found.html"
    ran = alone(installed, "verify", file, "--receipt", tmp_path / "receipt.txt", "--report", page)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Anchored by the receipt" in ran.stdout
    assert "Nothing is wrong." in page.read_text("utf-8")


@pytest.mark.parametrize("command", [("list",), ("new", "x.coachdesk"), ("verify", ".")])
def test_what_needs_a_journal_says_what_to_install(installed: Path, command: tuple[str, ...]) -> None:
    ran = alone(installed, *command)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Here CoachDesk can only verify files" in ran.stderr


def test_the_window_says_that_it_is_not_there(installed: Path) -> None:
    assert "The window is not installed" in alone(installed).stderr
