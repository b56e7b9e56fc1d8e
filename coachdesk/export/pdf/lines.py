"""Breaking text into lines: as written where it fits, at spaces where it does not, inside a word at last.

Line breaks and indents of the writer are kept; what overflows a line hangs under its indent, or under
the text after its bullet or number. A line ends with a space if a word ends with it and the text goes on
(ISO 32000-1, 14.8.2.5): who reads it aloud must not run two words together.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

import msgspec

from coachdesk.export.pdf import right_to_left
from coachdesk.export.pdf.characters import is_mark
from coachdesk.export.pdf.fonts import Face
from coachdesk.export.pdf.right_to_left import Run
from coachdesk.export.pdf.style import Ink

_BULLET = re.compile(r" *(?:(?:[-–—•*·▪◦]|\(?\d{1,3}[.)]) +)?")
_WIDE = "\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_CLOSING = "、。，．：；！？）］｝」』】〉》"
_WIDE_CHAR = re.compile(f"[{_WIDE}]")
_WIDE_PARTS = re.compile(f"[{_WIDE}][{_CLOSING}]*|[^{_WIDE}]+")
"""Chinese and Japanese may break after every character, but not before a closing one."""
_DEEPEST = 0.4
"""An indent takes at most this share of the line."""
_WORTH_FILLING = 0.7
"""A word that must be broken begins on a line less full than this, otherwise on the next."""


class Fragment(msgspec.Struct, frozen=True, gc=False):
    """A run of one line in one ink, ``x`` to the right of the line's start; ``source`` is its span."""

    x: float
    text: str
    source: int


Line = tuple[Fragment, ...]


class Setting(msgspec.Struct, frozen=True):
    """What text is broken for: the faces there are, the ink of each span, the width of a line."""

    faces: Mapping[str, Face]
    inks: tuple[Ink, ...]
    width: float

    def measure(self, text: str, source: int) -> float:
        """How wide ``text`` of span ``source`` is."""
        ink = self.inks[source]
        return self.faces[ink.face].widths[text] * ink.size


def break_lines(texts: tuple[str, ...], setting: Setting) -> list[Line]:
    """The lines of ``texts``, one for each ink, set one after the other; at least one, perhaps empty."""
    faces = [setting.faces[ink.face] for ink in setting.inks]
    texts = tuple(face.printable(text) for face, text in zip(faces, texts, strict=True))
    if len(texts) == 1 and not _is_special(texts[0]):
        written = (
            _simple(text, setting) or _broken(_words(text, 0), setting) for text in texts[0].split("\n")
        )
    else:
        texts = tuple(right_to_left.shaped(text, face.has) for face, text in zip(faces, texts, strict=True))
        written = (_broken(paragraph, setting) for paragraph in _paragraphs(texts))
    lines: list[Line] = []
    for more in written:
        lines[-1:] = [_with_space(line) for line in lines[-1:]]
        lines += more
    return lines


def _with_space(line: Line) -> Line:
    """``line`` with the end of a word at its end."""
    if not line or line[-1].text.endswith(" "):
        return line
    return *line[:-1], msgspec.structs.replace(line[-1], text=line[-1].text + " ")


def _is_special(text: str) -> bool:
    return not text.isascii() and (_WIDE_CHAR.search(text) is not None or right_to_left.is_in(text))


def _simple(text: str, setting: Setting) -> list[Line]:
    """The quick way for one text whose words each fit a line; nothing if one does not."""
    ink = setting.inks[0]
    widths, space = setting.faces[ink.face].widths, setting.faces[ink.face].space
    limit = setting.width / ink.size
    words = text.lstrip(" ").split(" ")
    indent = x = min((len(text) - len(text.lstrip(" "))) * space, limit * _DEEPEST)
    lines: list[Line] = []
    start = 0
    for place, word in enumerate(words):
        width = widths[word]
        if place > start:
            width += space
            if x + width > limit:
                lines.append(_with_space(_line(indent * ink.size, words[start:place])))
                indent = x = _hanging(text, setting) / ink.size
                start, width = place, width - space
        if not word and place == start and lines:
            start += 1  # the spaces at which a line was broken are on neither side of it
        elif x + width > limit:
            return []
        x += width
    last = _line(indent * ink.size, words[start:])
    return [*lines, last] if last or not lines else lines


def _line(x: float, words: list[str]) -> Line:
    text = " ".join(words).rstrip(" ")
    return (Fragment(x, text, 0),) if text else ()


def _hanging(text: str, setting: Setting) -> float:
    bullet = _BULLET.match(text)
    assert bullet is not None
    return min(setting.measure(bullet[0], 0), setting.width * _DEEPEST)


class _Word(msgspec.Struct):
    """What is not broken if that can be helped; ``gap`` is the span of the space before it, if any."""

    parts: list[Run]
    gap: int | None = None


def _paragraphs(texts: tuple[str, ...]) -> Iterator[list[_Word]]:
    """The words of each line as written; a word may go on from one text into the next."""
    paragraph = [_Word([])]
    for source, text in enumerate(texts):
        for number, line in enumerate(text.split("\n")):
            if number:
                yield paragraph
                paragraph = [_Word([])]
            first, *others = _words(line, source)
            paragraph[-1].parts += first.parts
            paragraph += others
    yield paragraph


def _words(line: str, source: int) -> list[_Word]:
    words = []
    for number, text in enumerate(line.split(" ")):
        gap = source if number else None
        first, *others = _WIDE_PARTS.findall(text) or [""]
        words.append(_Word([(first, source)] if first else [], gap))
        words += [_Word([(part, source)]) for part in others]
    return words


def _broken(words: list[_Word], setting: Setting) -> list[Line]:
    """The lines of one paragraph, whatever is in it."""
    text = "".join(" " * (word.gap is not None) + "".join(part for part, _ in word.parts) for word in words)
    base = right_to_left.direction(text) if right_to_left.is_in(text) else None
    hanging = 0.0 if base else _hanging(text, setting)
    rows = _Rows(setting, hanging)
    for word in words:
        rows.add(word)
    if base:
        shown = [right_to_left.visual(row, base) for row in rows.rows]
        return [_line_of(row, 0, setting, flush_right=base == "R") for row in shown]
    return [_line_of(row, hanging if number else 0, setting) for number, row in enumerate(rows.rows)]


class _Rows:
    """Lines being filled with words."""

    def __init__(self, setting: Setting, hanging: float) -> None:
        self.rows: list[list[Run]] = [[]]
        self._setting = setting
        self._hanging = hanging
        self._x = 0.0

    def add(self, word: _Word) -> None:
        """Put a word where it fits; break it where it fits no line."""
        gap: list[Run] = [(" ", word.gap)] if word.gap is not None and self._may_begin_with_space() else []
        width = self._width(word.parts)
        if self._fits(self._width(gap) + width):
            self._put(gap + word.parts)
        elif self.rows[-1] and self._hanging + width <= self._setting.width:
            self._wrap(gap)
            self._put(word.parts)
        else:
            if self._x > self._setting.width * _WORTH_FILLING:
                self._wrap(gap)
            else:
                self._put(gap)
            self._fill(word.parts)

    def _fill(self, parts: list[Run]) -> None:
        for cluster in _clusters(parts):
            if self.rows[-1] and not self._fits(self._width([cluster])):
                self._wrap([])
            self._put([cluster])

    def _may_begin_with_space(self) -> bool:
        return bool(self.rows[-1]) or len(self.rows) == 1

    def _width(self, runs: list[Run]) -> float:
        return sum(self._setting.measure(text, source) for text, source in runs)

    def _fits(self, width: float) -> bool:
        return self._x + width <= self._setting.width

    def _put(self, runs: list[Run]) -> None:
        self.rows[-1] += runs
        self._x += self._width(runs)

    def _wrap(self, gap: list[Run]) -> None:
        self.rows[-1] += gap
        self.rows.append([])
        self._x = self._hanging


def _clusters(parts: list[Run]) -> Iterator[Run]:
    """Single characters with the marks above or below them."""
    for text, source in parts:
        cluster = ""
        for char in text:
            if cluster and not is_mark(char):
                yield cluster, source
                cluster = ""
            cluster += char
        if cluster:
            yield cluster, source


def _line_of(row: list[Run], x: float, setting: Setting, *, flush_right: bool = False) -> Line:
    """A row as fragments: spaces before the first letter are distance, of those after the last one is kept."""
    runs = [("".join(text for text, _ in run), source) for source, run in groupby(row, itemgetter(1))]
    ends_word = bool(runs) and runs[-1][0].endswith(" ")
    while runs and not runs[-1][0].rstrip(" "):
        runs.pop()
    if runs:
        runs[-1] = runs[-1][0].rstrip(" "), runs[-1][1]
    if flush_right:  # what is read last stands at the left: a space there is the end of a word
        while runs and not runs[0][0].lstrip(" "):
            del runs[0]
        if runs:
            runs[0] = runs[0][0].lstrip(" "), runs[0][1]
        x = max(0, setting.width - sum(setting.measure(text, source) for text, source in runs))
    fragments: list[Fragment] = []
    for text, source in runs:
        shown = text if fragments else text.lstrip(" ")
        x += (len(text) - len(shown)) * setting.measure(" ", source)
        if shown:
            fragments.append(Fragment(x, shown, source))
            x += setting.measure(shown, source)
    line = tuple(fragments)
    return _with_space(line) if ends_word else line
