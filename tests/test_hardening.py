"""What the program does before it has anything to hide, seen from a process that did it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOOK = """
import os, resource, sys
{first}
before = os.umask(0)
print(oct(before), resource.getrlimit(resource.RLIMIT_CORE), os.stat("/proc/self/environ").st_uid)
sys.stdout.flush()
os.kill(os.getpid(), 11)
"""


def told(first: str, folder: Path) -> str:
    """What a process says of itself before it crashes in ``folder``."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + LOOK.format(first=first)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        umask=0,
    )
    assert done.returncode == -11
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux has")
def test_files_are_private_and_a_crash_leaves_nothing(tmp_path: Path) -> None:
    assert told("from coachdesk.hardening import harden; harden()", tmp_path).startswith("0o77 (0, 0)")
    assert list(tmp_path.iterdir()) == []
    assert told("", tmp_path).startswith("0o0 ")


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux has")
def test_no_other_program_of_the_user_may_look_into_it(tmp_path: Path) -> None:
    """The kernel's own word for it; root may all the same."""
    ask = "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    hardened = f"from coachdesk.hardening import harden; harden(); {ask}"
    assert told(hardened, tmp_path).splitlines()[0] == "0"
    assert told(ask, tmp_path).splitlines()[0] == "1"


@pytest.mark.parametrize("arguments", [["--version"], ["_verify"]])
def test_every_way_in_is_hardened(arguments: list[str], tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import coachdesk.hardening as h, coachdesk.__main__ as m\n"
        "m.harden = lambda: (print('hardened', flush=True), sys.exit())\n"
        f"m.main({arguments!r})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == "hardened\n"
