"""From the command line to the window, where it is installed and there is a display to show it on."""

import importlib.util
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from coachdesk.program import program

_SHOWS = ("DISPLAY", "WAYLAND_DISPLAY")


def is_installed() -> bool:
    """Whether Qt is there: it is an extra."""
    return importlib.util.find_spec("PySide6") is not None


def has_display(environ: Mapping[str, str]) -> bool:
    """Whether there is a display; Windows and macOS always have one."""
    return not sys.platform.startswith("linux") or any(environ.get(name) for name in _SHOWS)


def open_window(journal: Path | None) -> int:
    """Runs the window until it is closed; returns the exit code."""
    from coachdesk.gui.app import main  # noqa: PLC0415  # no command needs Qt

    return main([str(journal)] if journal else [])


def start_window(journal: Path) -> None:
    """Starts the window on ``journal`` as a program of its own and does not wait for it."""
    command, environment = program("--journal", str(journal.absolute()))
    subprocess.Popen(  # noqa: S603  # our own program, started again
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
