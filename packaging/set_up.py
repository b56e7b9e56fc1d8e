"""Make .venv hold what one job needs, on a machine with nothing but Python.

    python3 packaging/set_up.py run|test|desktop|lock

`make` calls this before every target. What is there already is left alone, quickly and silently: a
stamp in .venv, named after the lock file and the interpreter, says that nothing is to be done. Only the
standard library is used, and nothing newer than Python 3.8, so that an old Python is told what is wrong.
"""

from __future__ import annotations

import configparser
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent
VENV = PACKAGING.parent / ".venv"
OLDEST_PYTHON = (3, 11)

# Per job: the sections of system-libraries.txt and the lock files, any of which holds all it needs.
JOBS = {
    "run": (["run"], ["requirements.txt", "requirements-dev.txt", "requirements-desktop.txt"]),
    "test": (["run", "test", "desktop"], ["requirements-dev.txt"]),
    "desktop": (["run", "desktop"], ["requirements-desktop.txt", "requirements-dev.txt"]),
    "lock": (["run"], ["requirements-lock.txt"]),
}


def main(job: str) -> None:
    """Set up for one job; raises SystemExit with a sentence where that is impossible."""
    if sys.version_info < OLDEST_PYTHON:
        raise SystemExit(
            f"CoachDesk needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}. "
            "Another one is chosen like this: make PYTHON=python3.12 ..."
        )
    sections, locks = JOBS[job]
    if missing := missing_packages(sections):
        install_packages(missing)
    if not any(stamp(lock).exists() for lock in locks):
        install_lock(locks[0])


def missing_packages(sections: list[str]) -> list[str]:
    """Name the Debian packages of these sections whose probe fails; only Linux is asked."""
    if not sys.platform.startswith("linux"):
        return []
    table = configparser.ConfigParser(delimiters="=")
    table.read(PACKAGING / "system-libraries.txt", encoding="utf-8")
    return [package for section in sections for package, probe in table[section].items() if not found(probe)]


def found(probe: str) -> bool:
    """Answer a probe of system-libraries.txt."""
    kind, _, name = probe.partition(":")
    if kind == "module":
        return importlib.util.find_spec(name) is not None
    if kind == "command":
        return shutil.which(name) is not None
    if kind == "file":
        return Path(name).exists()
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Install with apt-get where we may; otherwise say in one line what an administrator has to run."""
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    prefix = administrator()
    if prefix is not None:
        say("installing " + " ".join(packages))
        as_administrator(prefix, ["apt-get", "update"])
        if as_administrator(prefix, install):
            importlib.invalidate_caches()
            return
    if shutil.which("apt-get") is None:
        say("missing on this machine (names as in Debian): " + " ".join(packages))
    else:
        say("something is missing; please run this one line as administrator (root), then make again:")
        say("    apt-get update && " + " ".join(install))


def administrator() -> list[str] | None:
    """Give what to put before a command to run it as administrator; None: we may not, or there is no apt."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def as_administrator(prefix: list[str], command: list[str]) -> bool:
    """Run one apt-get command; its output is shown only where it fails."""
    unattended = ["env", "DEBIAN_FRONTEND=noninteractive"]
    done = subprocess.run(
        [*prefix, *unattended, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        say(" ".join(command) + " failed:\n" + done.stdout.decode(errors="replace"))
    return done.returncode == 0


def stamp(lock: str) -> Path:
    """Name the file that says: this lock file is installed in .venv, for this interpreter."""
    content = (PACKAGING / lock).read_bytes()
    interpreter = f"{sys.version_info[:2]} {os.path.realpath(sys.executable)}"
    return VENV / ("installed-" + hashlib.sha256(content + interpreter.encode()).hexdigest()[:16])


def install_lock(lock: str) -> None:
    """Make .venv if it is not there, of another Python or half made, and install the lock file into it."""
    if importlib.util.find_spec("ensurepip") is None:
        raise SystemExit("set-up: without python3-venv nothing can be installed, so this is where it ends.")
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not usable(python):
        say("making .venv")
        venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
    say(f"installing packaging/{lock} into .venv (this happens once)")
    options = ["--quiet", "--quiet", "--no-input", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--only-binary=:all:", "--requirement", str(PACKAGING / lock)]
    done = subprocess.run([str(python), "-m", "pip", "install", *options, *locked], check=False)
    if done.returncode != 0:
        raise SystemExit(
            "set-up: pip could not install it; its reason is above. A second try goes on from here."
        )
    current = {stamp(name) for _, names in JOBS.values() for name in names}
    for left_over in set(VENV.glob("installed-*")) - current:
        left_over.unlink()  # or going back to an older lock file would look as if it were still installed
    stamp(lock).touch()


def usable(python: Path) -> bool:
    """Tell whether .venv has a working pip and is of the Python that runs this."""
    question = "import sys, pip; print(sys.version_info[:2])"
    try:
        answer = subprocess.run([str(python), "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == str(sys.version_info[:2])


def say(text: str) -> None:
    """Tell the user what takes time, at once."""
    print(f"set-up: {text}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] not in [[job] for job in JOBS]:
        raise SystemExit(f"usage: set_up.py {'|'.join(JOBS)}")
    main(sys.argv[1])
