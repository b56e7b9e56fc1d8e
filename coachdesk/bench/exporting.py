"""What an export costs, from the pressed button to the signed file, beside what others would need to draw it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from coachdesk.bench import children
from coachdesk.bench.journals import make_journal
from coachdesk.bench.material import Writer, leaders
from coachdesk.bench.measuring import Required, Row, row, row_of_bytes, timed
from coachdesk.bench.peer import Order
from coachdesk.export.proof import prove
from coachdesk.export.releasing import Choices, Prepared, export_timeline, prepare
from coachdesk.export.rendering import Job, Rendering
from coachdesk.export.report import document_of
from coachdesk.export.selection import Selection
from coachdesk.journal.journal import Journal

_BESIDE_PLATYPUS = {1_000: Required(seconds=3.0, ratio=0.2)}
_RENDERED = {1_000: Required(seconds=2.5), 5_000: Required(seconds=12.0)}
_MEMORY = Required(bytes=300_000_000)
_WORTH_REPEATING = 3_000
_MOST_RUNS = 5


def exports(folder: Path, sizes: Sequence[int]) -> Iterator[Row]:
    """Reports of the whole file of one leader, of each size; the notes were saved one by one."""
    people = leaders()[: len(sizes)]
    entries = (
        entry
        for seed, (size, leader) in enumerate(zip(sizes, people, strict=True), start=1)
        for entry in Writer(seed).entries(size, size, [leader])
    )
    made = make_journal(folder / "Exports.coachdesk", people, entries, at_once=1)
    with made.open() as journal:
        for size, leader in zip(sizes, people, strict=True):
            yield from _export(journal, leader.id, size, folder)


def _export(journal: Journal, leader_id: str, size: int, folder: Path) -> Iterator[Row]:
    """Every run in processes of its own, ours and the peers', so that all pay for what they import."""
    choices = Choices(selection=Selection(leader_ids=(leader_id,)), purpose="Measured")
    prepared = prepare(journal, choices, folder / f"peers-{size}.pdf")
    order = _order(prepared)

    def aimed(name: str) -> Job:
        return msgspec.structs.replace(prepared.job, target=str(folder / name))

    own, rendered, canvas, platypus = timed(
        range(min(_MOST_RUNS, max(1, _WORTH_REPEATING // size))),
        lambda number: export_timeline(journal, choices, folder / f"report-{size}-{number}.pdf"),
        lambda number: Rendering(aimed(f"rendered-{size}-{number}.pdf")).run(lambda _share: None),
        _drawn("canvas", order),
        _drawn("platypus", order),
    )
    beside = ("plain Platypus, signed", platypus)
    yield row("export, beside Platypus", size, own, beside, _BESIDE_PLATYPUS.get(size))
    bare = ("bare canvas, unsigned", canvas)
    yield row("export, beside canvas", size, own, bare)
    yield row("layout to signed file", size, rendered, bare, _RENDERED.get(size))
    job = msgspec.msgpack.encode(aimed(f"peak-{size}.pdf"))
    peak, least = (int(children.run("peak", *of)) for of in ((job, "own"), (order, "canvas")))
    if peak and least:
        yield row_of_bytes("export, most memory", size, peak, ("bare canvas", least), _MEMORY)


def _order(prepared: Prepared) -> bytes:
    """The document of the same report, for the peers to draw: gathering and proving it is not their work."""
    document = document_of(prove(prepared.evidence))
    return msgspec.msgpack.encode(Order(document, prepared.job.signing_key, str(prepared.target)))


def _drawn(peer: str, order: bytes) -> Callable[[int], object]:
    return lambda _: children.run("peer", order, peer)
