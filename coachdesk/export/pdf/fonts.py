"""The faces text is set in: which font has a character, and how wide a word is.

A face is one font and, for the characters it lacks, a row of others. Fonts are read when a character
needs them: the one for Chinese and Japanese is 4 MB and takes longer than all the others together.
"""

from collections.abc import Callable

from reportlab.pdfbase.ttfonts import TTFont

from coachdesk import resources
from coachdesk.export.pdf import reportlab_fixes
from coachdesk.export.pdf.characters import PLAIN, printable, stands_alone

_FILES = {
    "sans": "NotoSans-Regular.ttf",
    "bold": "NotoSans-Bold.ttf",
    "mono": "NotoSansMono-Regular.ttf",
    "hebrew": "NotoSansHebrew-Regular.ttf",
    "arabic": "NotoSansArabic-Regular.ttf",
    "symbols": "NotoSansSymbols2-Regular.ttf",
    "cjk": "DroidSansFallbackFull.ttf",
}
_FALLBACKS = ("sans", "mono", "hebrew", "arabic", "symbols", "cjk")
FACES = ("sans", "bold", "mono")


class Fonts:
    """The fonts of one layout, each read from its file the first time it is asked for."""

    def __init__(self) -> None:
        reportlab_fixes.apply()
        self._loaded: dict[str, TTFont] = {}

    def font(self, name: str) -> TTFont:
        """The font ``name`` of the resources."""
        if name not in self._loaded:
            font = TTFont(f"coachdesk-{name}", str(resources.path("fonts", _FILES[name])), shapable=False)
            reportlab_fixes.unscale_trailing_metrics(font.face)
            self._loaded[name] = font
        return self._loaded[name]

    def faces(self) -> dict[str, "Face"]:
        """The faces by name."""
        return {name: Face(self, name) for name in FACES}


class Face:
    """One way of setting text. Widths are for a size of one point."""

    def __init__(self, fonts: Fonts, name: str) -> None:
        self.name = name
        self._fonts = fonts
        self._names = (name, *(other for other in _FALLBACKS if other != name))
        self._plain = set(PLAIN)
        self._found: dict[str, tuple[str, float] | None] = {}
        self.widths = _Widths(self._width)
        self.space: float = self._width(" ")

    def has(self, char: str) -> bool:
        """Whether any font of this face has ``char``."""
        return self._find(char) is not None

    def font_of(self, char: str) -> str | None:
        """The name of the font that shows ``char``, if there is one."""
        found = self._find(char)
        return found[0] if found else None

    def printable(self, text: str) -> str:
        """``text`` as this face can print it."""
        if self._plain.issuperset(text):
            return text
        shown = printable(text, self.font_of)
        self._plain |= {char for char in set(shown) - self._plain if stands_alone(char)}
        return shown

    def _width(self, word: str) -> float:
        return sum(found[1] for c in word if (found := self._find(c)))

    def _find(self, char: str) -> tuple[str, float] | None:
        if char not in self._found:
            self._found[char] = self._search(char)
        return self._found[char]

    def _search(self, char: str) -> tuple[str, float] | None:
        code = ord(char)
        for name in self._names:
            face = self._fonts.font(name).face
            if face.charToGlyph.get(code):
                return name, face.charWidths[code] / 1000
        return None


class _Widths(dict[str, float]):
    """Remembers what was measured: most words of a document were used before."""

    def __init__(self, measure: Callable[[str], float]) -> None:
        super().__init__()
        self._measure = measure

    def __missing__(self, word: str) -> float:
        width = self[word] = self._measure(word)
        return width
