"""Which sockets a program opens, it and all it starts: asked of the kernel, by strace."""

import re
from pathlib import Path


def watched(into: Path) -> list[str]:
    """What goes before a command, so that its sockets are written down in a file."""
    options = ("--follow-forks", "--seccomp-bpf", "--quiet=all", "--signal=none")
    return ["strace", *options, "--trace=socket,socketpair", f"--output={into}"]


def families(calls: str) -> set[str]:
    """The address families of all sockets in what was written down."""
    return set(re.findall(r"\bsocket(?:pair)?\((\w+)", calls))
