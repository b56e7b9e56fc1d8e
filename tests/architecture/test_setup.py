"""What make relies on: the lock files, the list of system packages, and the set-up script itself."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
LOCKS = sorted(PACKAGING.glob("requirements*.txt"))
RUN, DEV, DESKTOP, LOCK = (
    PACKAGING / f"requirements{part}.txt" for part in ("", "-dev", "-desktop", "-lock")
)

PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)( ; (?P<marker>[^\\]+))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def load(script: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(script, PACKAGING / f"{script}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pins(lock: Path) -> set[tuple[str, str, str]]:
    lines = lock.read_text(encoding="utf-8").splitlines()
    found = [pin for line in lines if (pin := PIN.fullmatch(line))]
    return {(pin["name"], pin["version"], (pin["marker"] or "").strip()) for pin in found}


def pins_here(lock: Path) -> dict[str, str]:
    """What the lock file installs on this platform and this Python."""
    return {name: version for name, version, marker in pins(lock) if not marker or Marker(marker).evaluate()}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_holds_pins_with_hashes_and_nothing_else(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    content = [line for line in lines if not line.lstrip().startswith("#")]
    assert [line for line in content if not PIN.fullmatch(line) and not HASH.fullmatch(line)] == []
    after_pin = [content[place + 1] for place, line in enumerate(content[:-1]) if PIN.fullmatch(line)]
    assert after_pin
    assert all(HASH.fullmatch(line) for line in after_pin)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_names_no_address_even_in_a_comment(lock: Path) -> None:
    assert "//" not in lock.read_text(encoding="utf-8")


@pytest.mark.parametrize("larger", [DEV, DESKTOP], ids=lambda lock: lock.name)
def test_every_lock_file_that_replaces_the_run_time_one_has_the_same_versions(larger: Path) -> None:
    versions = {(name, version) for name, version, _ in pins(larger)}
    assert {(name, version) for name, version, _ in pins(RUN)} <= versions
    assert pins_here(RUN).items() <= pins_here(larger).items()


def test_the_lock_files_fit_what_pyproject_asks_for() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = pyproject["project"], pyproject["dependency-groups"]
    asked = {
        RUN: [*project["dependencies"], *project["optional-dependencies"]["journal"]],
        DESKTOP: project["optional-dependencies"]["desktop"],
        DEV: groups["dev"],
        LOCK: groups["lock"],
    }
    for lock, requirements in asked.items():
        locked = pins_here(lock)
        for requirement in map(Requirement, requirements):
            if requirement.name == project["name"]:  # an extra that takes in another
                continue
            if requirement.marker is None or requirement.marker.evaluate():
                version = locked.get(canonicalize_name(requirement.name))
                assert version is not None, (lock.name, str(requirement))
                assert requirement.specifier.contains(version), (lock.name, str(requirement))


def test_every_job_finds_its_lock_files_and_the_sections_of_its_system_packages() -> None:
    set_up = load("set_up")
    for sections, locks in set_up.JOBS.values():
        set_up.missing_packages(sections)
        assert all((PACKAGING / lock).is_file() for lock in locks)


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        ("module:ensurepip", "module:no_such_module"),
        ("command:sh", "command:no-such-command"),
        ("file:/bin/sh", "file:/no/such/file"),
        ("library:libc.so.6", "library:libnosuch.so.1"),
    ],
)
def test_a_probe_tells_what_is_there_from_what_is_missing(there: str, missing: str) -> None:
    set_up = load("set_up")
    assert set_up.found(there)
    assert not set_up.found(missing)


def test_an_old_python_is_told_so_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up = load("set_up")
    monkeypatch.setattr(set_up.sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit, match=r"CoachDesk needs Python 3\.11 or newer"):
        set_up.main("run")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose lock file asks for nothing, so that the real set-up needs no network."""
    packaging = tmp_path / "packaging"
    packaging.mkdir()
    shutil.copy(PACKAGING / "set_up.py", packaging)
    (packaging / "system-libraries.txt").write_text(
        "[run]\n[test]\nno-such = command:no-such-command\n[desktop]\n"
    )
    for lock in LOCKS:
        (packaging / lock.name).write_text(f"# nothing for {lock.name}\n")
    return tmp_path


def set_up(checkout: Path, job: str, path: str = "/no/commands") -> str:
    command = [sys.executable, "-E", "packaging/set_up.py", job]
    done = subprocess.run(
        command, cwd=checkout, env={"PATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout


def test_set_up_installs_once_and_again_only_when_the_lock_file_changes(checkout: Path) -> None:
    lock = checkout / "packaging/requirements.txt"
    first = set_up(checkout, "run")
    assert "making .venv" in first
    assert "installing packaging/requirements.txt" in first
    subprocess.run([checkout / ".venv/bin/python", "-m", "pip", "--version"], check=True)

    assert set_up(checkout, "run") == ""

    lock.write_text("# something else\n")
    changed = set_up(checkout, "run")
    assert "making .venv" not in changed
    assert "installing" in changed

    lock.write_text("# nothing for requirements.txt\n")
    assert "installing" in set_up(checkout, "run")


def test_set_up_replaces_a_half_made_environment(checkout: Path) -> None:
    (checkout / ".venv/bin").mkdir(parents=True)
    assert "making .venv" in set_up(checkout, "run")
    assert set_up(checkout, "run") == ""


def test_set_up_names_what_is_missing_and_goes_on(checkout: Path) -> None:
    said = set_up(checkout, "test")
    assert "missing on this machine (names as in Debian): no-such" in said
    assert "installing packaging/requirements-dev.txt" in said


def test_every_target_of_make_is_explained_by_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    explained = set(re.findall(r"^  make ([a-z]+) +\S", told, re.MULTILINE))
    assert targets == set(phony[1].split()) == explained


def coverage_report(folder: Path, lines: dict[str, int], branches: dict[str, int]) -> Path:
    files = {
        f"coachdesk/{package}/module.py": {
            "summary": {
                "num_statements": 100,
                "covered_lines": lines.get(package, 100),
                "num_branches": 40,
                "covered_branches": branches.get(package, 40),
                "percent_covered": 99.0,
            }
        }
        for package in load("check_coverage").MEASURED
    }
    report = folder / "coverage.json"
    report.write_text(json.dumps({"files": files}))
    return report


def test_coverage_is_enough_when_every_package_reaches_the_floor(tmp_path: Path) -> None:
    load("check_coverage").main(coverage_report(tmp_path, {"export": 95}, {"ledger": 38}))


@pytest.mark.parametrize(("lines", "branches"), [({"export": 94}, {}), ({}, {"records": 37})])
def test_one_package_short_of_lines_or_of_branches_is_not_made_up_by_the_others(
    tmp_path: Path, lines: dict[str, int], branches: dict[str, int]
) -> None:
    with pytest.raises(SystemExit):
        load("check_coverage").main(coverage_report(tmp_path, lines, branches))


def test_a_package_that_was_not_measured_is_not_covered(tmp_path: Path) -> None:
    report = coverage_report(tmp_path, {}, {})
    measured = json.loads(report.read_text())
    del measured["files"]["coachdesk/journal/module.py"]
    report.write_text(json.dumps(measured))
    with pytest.raises(SystemExit):
        load("check_coverage").main(report)
