"""No network: no module of ours imports any of it, and no socket but a local one is ever opened."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making import PASSPHRASE
from tests.sockets import families, watched

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "coachdesk").rglob("*.py"))
NETWORK = {
    *(
        "socket",
        "socketserver",
        "ssl",
        "http",
        "urllib.request",
        "ftplib",
        "smtplib",
        "imaplib",
        "poplib",
        "xmlrpc",
    ),
    *("asyncio", "webbrowser", "requests", "urllib3", "httpx", "aiohttp"),
    *("PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore"),
}
LOCAL = {"coachdesk/gui/instance.py": {"PySide6.QtNetwork.QLocalServer", "PySide6.QtNetwork.QLocalSocket"}}
"""Qt keeps its local sockets in the same room; nothing else of it is used."""

OPENS_FILES = ("openUrl", "startfile", "xdg-open", "QProcess", "os.system", "os.popen", "webbrowser")
"""What would hand a file to whatever program is registered for it."""


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def of_the_network(names: set[str]) -> set[str]:
    return {name for name in names if any(name == one or name.startswith(f"{one}.") for one in NETWORK)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_imports_any_network(path: Path) -> None:
    allowed = LOCAL.get(path.relative_to(ROOT).as_posix(), set())
    assert of_the_network(imported(path)) - allowed == set()


def test_an_import_of_the_network_would_be_noticed() -> None:
    assert of_the_network(
        {"urllib.request", "socket", "http.client.HTTPConnection", "coachdesk.httpish"}
    ) == {*("urllib.request", "socket", "http.client.HTTPConnection")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_handed_to_another_program_to_be_opened(path: Path) -> None:
    """An attached file is shown by us or saved after a question, never run and never opened by whoever takes it."""
    names = {
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }
    names |= imported(path)
    assert [name for name in names for one in OPENS_FILES if one in name] == []


def test_from_a_new_journal_to_a_proved_report_no_socket_but_local_ones_is_opened(tmp_path: Path) -> None:
    """With every process that it takes. The window's day: tests/gui/test_privacy.py."""
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    journal = (
        "--journal",
        str(tmp_path / "Notes.coachdesk"),
        "--passphrase-file",
        str(tmp_path / "passphrase"),
    )
    report = str(tmp_path / "report.pdf")
    commands = (
        ("new", *journal[1:]),
        ("note", "Ada Marsh", "Said yes before being asked", "--new-leader", *journal),
        ("export", "Ada", "-o", report, *journal),
        ("verify", report),
    )
    for command in commands:
        done = subprocess.run(
            [*watched(tmp_path / f"sockets of {command[0]}"), sys.executable, "-m", "coachdesk", *command],
            cwd=ROOT,
            env=os.environ | homes,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert Path(report).exists()
    opened = [families(kept.read_text()) for kept in tmp_path.glob("sockets of *")]
    assert len(opened) == len(commands)
    assert set().union(*opened) <= {"AF_UNIX"}


def test_a_socket_into_the_world_would_be_noticed(tmp_path: Path) -> None:
    program = "import socket; socket.socket(socket.AF_INET).close(); socket.socketpair()"
    subprocess.run([*watched(tmp_path / "sockets"), sys.executable, "-c", program], check=True)
    assert families((tmp_path / "sockets").read_text()) == {"AF_INET", "AF_UNIX"}
