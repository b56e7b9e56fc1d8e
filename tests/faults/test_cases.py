"""Harnesses of random cases in their short forms: nothing is wrong, and each protection that is left out is noticed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import backups, clocks, model, plaintext, trying, writers

HERE = {"backups": backups, "clocks": clocks}
SHORT = {"backups": 12, "clocks": 24}
STORIES, STEPS = 4, 25
BY_THEMSELVES = {"writers": ("--cases", "15"), "put_back": ("--kinds", "1")}
"""These begin processes that must not have what pytest has open."""

LEFT_OUT = [
    *(("writers", name, ("--cases", "15")) for name in writers.SABOTAGES),
    ("put_back", "unwritten", ("--kinds", "1")),
]


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"tests.faults.{name}", *arguments]
    return subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("name", HERE)
def test_nothing_is_wrong(name: str) -> None:
    tried = trying.try_all(HERE[name].case, SHORT[name], 3)
    assert tried.problems == []
    assert len(tried.distinct) == SHORT[name]


@pytest.mark.parametrize(
    ("name", "sabotage"), [(name, one) for name, module in HERE.items() for one in module.SABOTAGES]
)
def test_a_protection_left_out_is_noticed(name: str, sabotage: str) -> None:
    with HERE[name].SABOTAGES[sabotage]():
        assert trying.try_all(HERE[name].case, SHORT[name], 7).found(HERE[name].FINDINGS[sabotage])


@pytest.mark.parametrize("name", BY_THEMSELVES)
def test_nothing_is_wrong_among_processes(name: str) -> None:
    done = run(name, *BY_THEMSELVES[name])
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ distinct cases, 0 failures", done.stdout)


@pytest.mark.parametrize(("name", "sabotage", "arguments"), LEFT_OUT)
def test_a_protection_left_out_is_noticed_among_processes(
    name: str, sabotage: str, arguments: tuple[str, ...]
) -> None:
    done = run(name, *arguments, "--sabotage", sabotage)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrong" not in done.stderr


def test_the_journal_is_what_its_model_says() -> None:
    tried = model.try_all(STORIES, STEPS, 7)
    assert tried.problems == []
    assert len(tried.distinct) == STORIES


@pytest.mark.parametrize("sabotage", ["no_log", "stale_index", "no_hold", "no_drafts"])
def test_the_model_notices_a_protection_left_out(sabotage: str) -> None:
    with model.SABOTAGES[sabotage]():
        assert model.try_all(20, 50, 7).problems


@pytest.mark.skipif(sys.platform != "linux", reason="strace")
@pytest.mark.parametrize("sabotage", ["", "autosave", "leaked_pdf"])
def test_what_is_typed_is_written_nowhere_in_clear(sabotage: str) -> None:
    """The whole of it is test_privacy.py's; here, that a file which lives for a moment is seen."""
    tried = trying.try_all(plaintext.case_of_screens(plaintext.NOTICED["autosave"], sabotage), 1, 7)
    assert bool(tried.found(plaintext.FINDINGS.get(sabotage, ""))) == bool(sabotage), tried.problems


@pytest.mark.skipif(sys.platform != "linux", reason="strace")
def test_what_is_copied_without_being_written_is_seen(tmp_path: Path) -> None:
    copying = "import os, shutil, sys; shutil.copyfile(sys.argv[1], 'x'); os.unlink('x')"
    house = plaintext.new_house(tmp_path)
    assert house.run(["-c", copying, house.paper]) == 0
    with pytest.raises(trying.Wrong, match="in x"):
        plaintext.look(house)
