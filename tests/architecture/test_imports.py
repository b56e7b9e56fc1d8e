"""The rooms of the house: who may know whom, and what may not come in where."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "coachdesk"
MODULES = sorted(PACKAGE.rglob("*.py"))
CORE = ("records", "ledger", "coaching", "journal", "export", "importing", "resources")

MAY_IMPORT = {
    "resources": set[str](),
    "records": {"resources"},
    "ledger": {"records", "resources"},
    "coaching": {"records", "resources"},
    "journal": {"records", "ledger", "resources"},
    "export": {"records", "ledger", "coaching", "journal", "resources"},
    "importing": {"records", "ledger", "journal", "resources"},
}
"""What each room of the core may know of the others."""

LONGEST = 400


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The first folder below the package; empty for what stands above all rooms."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def imported(path: Path) -> set[str]:
    """The modules a file imports anywhere in it, by their full names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms_imported(path: Path) -> set[str]:
    parts = [name.split(".") for name in imported(path)]
    own = {part[1] for part in parts if part[0] == "coachdesk" and len(part) > 1}
    return {name for name in own if (PACKAGE / name).is_dir()}


def in_rooms(*rooms: str) -> list[Path]:
    return [path for path in MODULES if room_of(path) in rooms]


core = pytest.mark.parametrize("path", in_rooms(*CORE), ids=name_of)
every = pytest.mark.parametrize("path", MODULES, ids=name_of)


def test_every_folder_is_a_room_that_this_test_knows() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert {"records", "ledger", "journal", "resources"} <= rooms
    assert rooms <= {*CORE, "cli", "gui", "bench"}
    assert {room for room in rooms if room in CORE} <= set(MAY_IMPORT)


@core
def test_a_room_knows_only_those_before_it(path: Path) -> None:
    assert rooms_imported(path) - MAY_IMPORT[room_of(path)] - {room_of(path)} == set()


@core
def test_the_core_knows_nothing_above_it(path: Path) -> None:
    above = {f"coachdesk.{name}" for name in ("cli", "gui", "bench", "__main__")}
    assert {name for name in imported(path) if name.startswith(tuple(above))} == set()


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) not in ("gui", "bench")], ids=name_of
)
def test_qt_is_imported_only_by_the_window(path: Path) -> None:
    """And by the bench, which measures the window."""
    assert {
        name for name in imported(path) if name.split(".")[0] in ("PySide6", "shiboken6", "qtawesome")
    } == set()


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) not in ("journal", "bench")], ids=name_of
)
def test_the_database_library_is_imported_only_by_the_journal(path: Path) -> None:
    """And by the bench, which measures the database alone beside it."""
    assert {name for name in imported(path) if name.split(".")[0] in ("sqlcipher3", "sqlite3")} == set()


@pytest.mark.parametrize(
    "room", ["coachdesk.records.forms", "coachdesk.ledger.verify", "coachdesk.export.verify"]
)
def test_what_a_strangers_verifier_needs_loads_without_database_and_window(room: str) -> None:
    """By running it: an import may come in through another one."""
    program = (
        f"import sys, importlib; importlib.import_module({room!r});"
        "print(*{'sqlcipher3', 'PySide6', 'coachdesk.journal'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("", "")


@core
def test_the_core_neither_prints_nor_exits(path: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    names = {ast.unparse(call) for call in calls}
    assert (
        names
        & {"print", "input", "exit", "quit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write"}
        == set()
    )


@every
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").strip()


@every
def test_no_module_is_longer_than_can_be_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@core
def test_no_module_keeps_state_of_its_own(path: Path) -> None:
    """No singletons: nothing in a function reaches for a global to change it."""
    changes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Global)]
    assert [ast.unparse(node) for node in changes] == []


@core
def test_a_value_never_changes(path: Path) -> None:
    """Every class that is a value is frozen, but for what a module keeps to itself while it works."""
    classes = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)
    ]
    values = [
        node
        for node in classes
        if {ast.unparse(base) for base in node.bases} & {"msgspec.Struct", "Part", "Record"}
    ]
    frozen = [node for node in values if any(ast.unparse(word) == "frozen=True" for word in node.keywords)]
    assert [node.name for node in values if node not in frozen and not node.name.startswith("_")] == []
