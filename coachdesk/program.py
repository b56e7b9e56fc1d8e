"""The program started again, by itself: a frozen build is its own interpreter, a checkout is found through its path."""

import os
import sys
from pathlib import Path
from typing import NamedTuple


class Program(NamedTuple):
    """A command line and what is around it, for ``subprocess.Popen``."""

    command: list[str]
    environment: dict[str, str]


def program(*arguments: str) -> Program:
    """CoachDesk with these arguments, from wherever it runs now."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        return Program([sys.executable, *arguments], environment)
    home = str(Path(__file__).parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [home, environment.get("PYTHONPATH", "")]))
    return Program([sys.executable, "-P", "-m", "coachdesk", *arguments], environment)
