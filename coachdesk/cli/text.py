"""Text for a terminal: what could move its cursor or turn its lines round is shown, never sent."""

import re
import textwrap
import unicodedata
from collections.abc import Sequence

_NOT_SHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters but tab and new line, and the invisible marks that reorder a line (Unicode, annex 9)."""

WIDEST = 100
"""Prose wider than this is hard to read."""


def shown(text: str) -> str:
    """``text`` with every character that steers a terminal written out as ``[U+202E]``."""
    return escaped(text, "[U+{:04X}]")


def escaped(text: str, form: str) -> str:
    """``text`` with those characters in another ``form``, a format string for their number."""
    return _NOT_SHOWN.sub(lambda found: form.format(ord(found[0])), text)


def on_one_line(text: str) -> str:
    """``text`` with its line ends and runs of spaces as single spaces."""
    return " ".join(text.split())


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes: wide letters two, marks that combine none."""
    return sum(_columns_of(letter) for letter in text)


def _columns_of(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def shortened(text: str, width: int) -> str:
    """``text`` cut to ``width`` columns, with an ellipsis where something was cut."""
    if columns(text) <= width:
        return text
    kept, used = [], 0
    for letter in text:
        used += _columns_of(letter)
        if used >= width:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"


def padded(text: str, width: int) -> str:
    """``text`` filled with spaces to ``width`` columns."""
    return text + " " * (width - columns(text))


def table(rows: Sequence[tuple[str, ...]], gap: str = "  ") -> list[str]:
    """Rows with their columns under each other; the last column runs on."""
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    widths[-1:] = [0]
    return [
        gap.join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def wrapped(text: str, width: int, indent: str = "") -> str:
    """``text`` with its own lines and indents kept, and lines that are too long broken between words."""
    return "\n".join(
        textwrap.fill(
            line,
            width,
            initial_indent=indent,
            subsequent_indent=indent,
            expand_tabs=False,
            replace_whitespace=False,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )
