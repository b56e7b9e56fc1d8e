import os
import subprocess
import sys
from pathlib import Path

import pytest

from coachdesk.cli import window
from coachdesk.program import program


def test_without_a_display_a_sentence_says_so_and_what_to_do_instead() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "coachdesk"], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 1
    assert "no display" in ran.stderr
    assert "coachdesk -h" in ran.stderr


def test_without_qt_the_window_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window.importlib.util, "find_spec", lambda _name: None)
    assert not window.is_installed()


def test_a_display_is_what_the_environment_names() -> None:
    assert window.has_display({"DISPLAY": ":0"})
    assert window.has_display({"WAYLAND_DISPLAY": "wayland-0"})
    assert not window.has_display({"DISPLAY": ""})


def test_the_window_is_started_on_the_demo_journal_and_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started = []
    monkeypatch.setattr(window.subprocess, "Popen", lambda command, **how: started.append((command, how)))
    window.start_window(tmp_path / "Demo.coachdesk")
    ((command, how),) = started
    assert command[-2:] == ["--journal", str(tmp_path / "Demo.coachdesk")]
    assert how["start_new_session"]


def test_a_frozen_build_starts_itself_again_and_needs_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    command, environment = program("_render")
    assert command[1:] == ["-P", "-m", "coachdesk", "_render"]
    assert Path(environment["PYTHONPATH"].split(os.pathsep)[0], "coachdesk").is_dir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    command, environment = program("_render")
    assert command == [sys.executable, "_render"]
    assert "PYTHONPATH" not in environment
