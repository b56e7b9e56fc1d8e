"""The rows as a table of fixed width, so that each can be shown as soon as it is measured."""

from collections.abc import Sequence

import msgspec

from coachdesk.bench.measuring import Required, Row

_COLUMNS = "{:<28} {:>9} {:>10} {:>10} {:>7}  {:<24} {:>4}  {}"
_MEBIBYTE, _MEGABYTE = 1024 * 1024, 1_000_000
_MILLISECOND = 1e-3


def heading() -> str:
    """The names of the columns and a line under them."""
    names = _COLUMNS.format("measured", "entries", "median", "limit", "ratio", "limit is", "runs", "required")
    return f"{names}\n{'-' * (len(names) + 20)}"


def line(row: Row) -> str:
    """One row."""
    if row.bytes is not None and row.limit_bytes is not None:
        own, limit = (f"{size / _MEBIBYTE:.1f} MiB" for size in (row.bytes, row.limit_bytes))
    else:
        own, limit = _duration(row.seconds), _duration(row.limit_seconds)
    said = ""
    if row.required is not None:
        said = f"{_requirement(row.required)}: {'met' if row.met else 'MISSED'}"
    ratio = f"{row.ratio:.2f}"
    return _COLUMNS.format(row.name, f"{row.size:,}", own, limit, ratio, row.limit, row.runs, said).rstrip()


def _duration(seconds: float | None) -> str:
    assert seconds is not None
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds / _MILLISECOND:.2f} ms"


def _requirement(required: Required) -> str:
    said = []
    if required.seconds is not None:
        said.append(f"under {required.seconds * 1000:g} ms")
    if required.ratio is not None:
        said.append(f"ratio at most {required.ratio:g}")
    if required.bytes is not None:
        said.append(f"under {required.bytes / _MEGABYTE:g} MB")
    return ", ".join(said)


def as_json(rows: Sequence[Row]) -> str:
    """The rows as a list of JSON objects; what a row has not is null."""
    return msgspec.json.format(msgspec.json.encode(rows), indent=1).decode()
