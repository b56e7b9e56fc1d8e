"""All measurements, in the order in which they are shown."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from coachdesk.bench import window, wording
from coachdesk.bench.exporting import exports
from coachdesk.bench.journals import state_kept_in
from coachdesk.bench.measuring import Row
from coachdesk.bench.memory import memory
from coachdesk.bench.reading import Reader
from coachdesk.bench.storing import Store

SIZES, EXPORTS = (1_000, 10_000, 100_000), (100, 1_000, 5_000)
LARGE = 1_000_000


def measured(sizes: Sequence[int], export_sizes: Sequence[int]) -> Iterator[Row]:
    """Journals of these sizes and reports of these, made for it in a private folder and removed after."""
    with tempfile.TemporaryDirectory(prefix="coachdesk-bench-") as made:
        folder = Path(made)
        with state_kept_in(folder / "state"):
            for size in sizes:
                place = folder / str(size)
                place.mkdir()
                yield from _of_size(place, size)
                shutil.rmtree(place)
            yield from window.rows(folder)
            yield from wording.rows()
            yield from exports(folder, export_sizes)


def _of_size(folder: Path, size: int) -> Iterator[Row]:
    store = Store(folder, size)
    try:
        yield store.filling()
        yield store.opening()
        yield from memory(store.made, size)
        reader = Reader(store.made, size)
        try:
            yield from reader.rows()
        finally:
            reader.close()
        yield from window.rows_of_size(store.made, folder, size)
        yield store.verifying()
        yield from store.sealing()
    finally:
        store.close()
