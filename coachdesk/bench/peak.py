"""A process that has a report drawn by one more, ours or a peer's, and says how many bytes that one took at most.

``own`` with a job of the renderer's on standard input, or the name of a peer with its order. Zero where the system
does not tell it this way (Windows).
"""

import sys

import msgspec

from coachdesk.bench import children

_KIBIBYTE = 1 if sys.platform == "darwin" else 1024
"""Bytes that the system counts memory in."""


def _draw(what: str, order: bytes) -> None:
    if what != "own":
        children.run("peer", order, what)
        return
    from coachdesk.export.rendering import Job, Rendering  # noqa: PLC0415  # the peers' process is without it

    Rendering(msgspec.msgpack.decode(order, type=Job)).run(lambda _share: None)


def _peak() -> int:
    try:
        import resource  # noqa: PLC0415  # not everywhere
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _KIBIBYTE


if __name__ == "__main__":
    _draw(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.write(str(_peak()))
