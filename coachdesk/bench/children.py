"""Starting a process of our own: what is measured there shares nothing with the process that measures."""

import os
import subprocess
import sys
from pathlib import Path

import coachdesk


class ChildFailed(Exception):
    """A process did not do what it was started for; ``said`` is what it left on standard error."""

    def __init__(self, module: str, said: str) -> None:
        super().__init__(f"{module}: {said}")
        self.module, self.said = module, said


def environment() -> dict[str, str]:
    """What such a process sees around it: the same as this one, and where CoachDesk is."""
    return os.environ | {"PYTHONPATH": str(Path(coachdesk.__file__).parent.parent)}


def run(module: str, order: bytes, *arguments: str) -> bytes:
    """What ``coachdesk.bench.<module>`` answers to ``order``. Raises ChildFailed."""
    done = subprocess.run(  # noqa: S603  # our own program, no word of anybody else's in it
        [sys.executable, "-P", "-m", f"coachdesk.bench.{module}", *arguments],
        input=order,
        capture_output=True,
        env=environment(),
        check=False,
    )
    if done.returncode:
        raise ChildFailed(module, done.stderr.decode(errors="replace"))
    return done.stdout
