"""What reading costs: the timeline, its filters, search while somebody types."""

from collections.abc import Callable, Iterator
from itertools import chain
from statistics import median
from typing import Any

from coachdesk.bench.journals import Made
from coachdesk.bench.material import COMMON, MIDDLING, RARE, THEMES
from coachdesk.bench.measuring import Required, Row, Work, in_turn, row, timed
from coachdesk.journal.connection import Connection
from coachdesk.journal.filters import EVERYTHING, Filter, conditions_of
from coachdesk.journal.outline import OUTLINES
from coachdesk.journal.view import NEWEST, TIMELINE, View

REQUIRED_AT = 100_000
_REQUIRED = Required(seconds=0.05, ratio=2.0)
_AGAIN, _TYPED = 4, 7
_LETTERS = 10
_FILTERS = {
    "one quarter": Filter(from_day="2024-01-01", to_day="2024-03-31"),
    "two kinds": Filter(kinds=("praise", "feedback")),
    "one theme": Filter(themes=THEMES[:1]),
    "not told": Filter(told="no"),
    "a common word": Filter(words=COMMON),
    "a rare word": Filter(words=RARE),
    "kind, theme, quarter": Filter(
        from_day="2024-01-01", to_day="2024-03-31", kinds=("praise",), themes=THEMES[:2]
    ),
}


class Reader:
    """Asks over one connection as CoachDesk does, and over another the same statement bare."""

    def __init__(self, made: Made, size: int) -> None:
        self._made, self._size = made, size
        self._asked, self._bare = made.connect(), made.connect()
        self._view = View(self._asked)
        self._required = _REQUIRED if size == REQUIRED_AT else None

    def close(self) -> None:
        """Closes both connections."""
        self._asked.close()
        self._bare.close()

    def rows(self) -> Iterator[Row]:
        """Every measurement."""
        yield self._first_look()
        yield self._timeline("timeline, again", EVERYTHING)
        yield self._whole_entries()
        for name, wanted in _FILTERS.items():
            yield self._timeline(f"filter, {name}", wanted)
        for length in range(1, _LETTERS + 1):
            yield from self._search(length)

    def _first_look(self) -> Row:
        """The newest 200 of each leader over fresh connections: every page is decrypted."""
        people = self._made.people
        asked, bare = ([self._made.connect() for _ in people] for _ in range(2))
        taken = timed(
            range(len(people)),
            lambda number: View(asked[number]).outlines(people[number].id),
            lambda number: bare[number].execute(*_bare_query(people[number].id, EVERYTHING)).fetchall(),
        )
        for connection in (*asked, *bare):
            connection.close()
        return row("timeline, first look", self._size, taken[0], ("bare query", taken[1]), self._required)

    def _timeline(self, name: str, wanted: Filter) -> Row:
        """The newest 200 that pass, in outline, as a list shows them."""
        own, bare = self._repeated(lambda leader_id: self._asked_and_bare(leader_id, wanted))
        return row(name, self._size, own, ("bare query", bare), self._required)

    def _whole_entries(self) -> Row:
        """The newest 200 with all that they say, as a program is given them."""
        own, bare = self._repeated(self._read_and_bare)
        return row("timeline, whole entries", self._size, own, ("bare query", bare))

    def _repeated(self, works: Callable[[str], tuple[Work, Work]]) -> tuple[list[float], list[float]]:
        """For each leader some times over: what was decrypted is at hand."""
        own: list[float] = []
        bare: list[float] = []
        for leader in self._made.people:
            taken = in_turn(_AGAIN, *works(leader.id))
            own += taken[0]
            bare += taken[1]
        return own, bare

    def _asked_and_bare(self, leader_id: str, wanted: Filter) -> tuple[Work, Work]:
        query = _bare_query(leader_id, wanted)
        return (
            lambda _: self._view.outlines(leader_id, wanted),
            lambda _: self._bare.execute(*query).fetchall(),
        )

    def _read_and_bare(self, leader_id: str) -> tuple[Work, Work]:
        sql = TIMELINE.format(where="l.leader_id = ?")
        return (
            lambda _: self._view.timeline(leader_id),
            lambda _: self._bare.execute(sql, (leader_id, NEWEST)).fetchall(),
        )

    def _search(self, length: int) -> Iterator[Row]:
        """The first letters of a common, a middling and a rare word; the worst of them on its own too."""
        name = f"search, {length} letter{'s' * (length > 1)}"
        found = [self._typed(word[:length]) for word in (COMMON, MIDDLING, RARE)]
        own, bare = zip(*found, strict=True)
        yield row(name, self._size, [*chain(*own)], ("bare query", [*chain(*bare)]), self._required)
        slowest, its_bare = max(found, key=lambda taken: median(taken[0]))
        yield row(f"{name}, worst", self._size, slowest, ("bare query", its_bare), self._required)

    def _typed(self, letters: str) -> tuple[list[float], ...]:
        sql = sent(self._asked, lambda: self._view.search(letters))[-1]
        return in_turn(
            _TYPED, lambda _: self._view.search(letters), lambda _: self._bare.execute(sql).fetchall()
        )


def _bare_query(leader_id: str, wanted: Filter) -> tuple[str, tuple[Any, ...]]:
    """The one statement, with its values, that finds the newest entries: uncounted and unread."""
    conditions, values = conditions_of(leader_id, wanted)
    return OUTLINES.format(where=" AND ".join(conditions)), (*values, NEWEST)


def sent(connection: Connection, work: Callable[[], object]) -> list[str]:
    """The statements that ``work`` sends, values filled in. Those that FTS5 sends itself begin with ``--``."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    try:
        work()
    finally:
        connection.set_trace_callback(None)
    return [sql for sql in statements if not sql.startswith("--")]
