"""How much memory an open journal takes, beside a process with only the library and an open connection."""

from collections.abc import Iterator

from coachdesk.bench import children
from coachdesk.bench.journals import Made
from coachdesk.bench.measuring import Row, row_of_bytes
from coachdesk.journal.files import DATABASE


def memory(made: Made, size: int) -> Iterator[Row]:
    """Resident memory after every timeline was looked at; nothing where the system does not tell it."""
    with made.open() as journal:
        raw_key = journal.raw_key()
    own = _resident("journal", str(made.path), made.code)
    bare = _resident("bare", str(made.path / DATABASE), raw_key)
    if own and bare:
        yield row_of_bytes("resident memory", size, own, ("library, open connection", bare))


def _resident(what: str, *order: str) -> int:
    return int(children.run("resident", "\n".join(order).encode(), what))
