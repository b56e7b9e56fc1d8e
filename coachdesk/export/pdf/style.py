"""The look: page geometry, one type scale, few colours. Lengths are points (1/72 inch)."""

import msgspec

TEXT = "#1d242c"
GREY = "#5a6572"
ACCENT = "#17395c"
HAIRLINE = "#c9d0d8"
SHADE = "#f2f4f7"
PAGE_SIZES = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}

NUMBER_COLUMN = 50.0
"""Between the left margin and the left edge of the text: where entries have their number."""
HAIR = 0.5


class Ink(msgspec.Struct, frozen=True):
    """How a run of text is set: face, size, colour, and the line through or under it."""

    face: str
    size: float
    colour: str = TEXT
    line: str = ""
    """``"struck"``, ``"added"`` or nothing."""


class TypeStyle(msgspec.Struct, frozen=True):
    """How a paragraph is set. ``before`` is the space above it, left out at the top of a page."""

    ink: Ink
    leading: float
    before: float
    indent: float = 0
    keep: bool = False
    """Whether it stays on one page, with what follows it."""

    def marked(self, mark: str, *, link: bool = False) -> Ink:
        """The ink of a span with ``mark`` in a paragraph of this style."""
        ink = self.ink
        if mark == "bold" and ink.face == "sans":
            ink = msgspec.structs.replace(ink, face="bold")
        elif mark in {"struck", "quiet"}:
            ink = msgspec.structs.replace(ink, colour=GREY)
        if mark in {"struck", "added"}:
            ink = msgspec.structs.replace(ink, line=mark)
        return msgspec.structs.replace(ink, colour=ACCENT) if link else ink


PARAGRAPHS = {
    "title": TypeStyle(Ink("bold", 24, ACCENT), 28, 0, keep=True),
    "subtitle": TypeStyle(Ink("sans", 12, GREY), 16, 3, keep=True),
    "body": TypeStyle(Ink("sans", 9.5), 13.8, 6),
    "small": TypeStyle(Ink("sans", 8), 11.4, 4),
    "note": TypeStyle(Ink("sans", 8, GREY), 11.4, 4, keep=True),
    "change": TypeStyle(Ink("bold", 8.5, ACCENT), 12, 16, keep=True),
    "label": TypeStyle(Ink("bold", 8, GREY), 11.4, 9, keep=True),
    "quote": TypeStyle(Ink("sans", 9.5), 13.8, 6, indent=14),
    "mono": TypeStyle(Ink("mono", 8), 11.4, 4),
}
HEADINGS = {
    1: TypeStyle(Ink("bold", 17, ACCENT), 22, 30, keep=True),
    2: TypeStyle(Ink("bold", 11.5), 15.5, 18, keep=True),
    3: TypeStyle(Ink("bold", 9.5, ACCENT), 13.8, 12, keep=True),
}
NUMBER = TypeStyle(Ink("bold", 9.5, ACCENT), 13.8, 0)
CONTINUED = TypeStyle(Ink("sans", 8, GREY), 11.4, 0)
FACT_LABEL = TypeStyle(Ink("sans", 8.5, GREY), 13, 0)
FACT_VALUE = TypeStyle(Ink("sans", 8.5), 13, 0)
CELL = TypeStyle(Ink("sans", 8.5), 12, 0)
HEADER_CELL = TypeStyle(Ink("bold", 8, GREY), 12, 0)
NOTICE = TypeStyle(Ink("sans", 9.5), 13.8, 0)
FIGURE = TypeStyle(Ink("sans", 7.5), 10, 0)
FIGURE_QUIET = TypeStyle(Ink("sans", 6.5, GREY), 9, 0)
CONTENTS = {
    1: TypeStyle(Ink("bold", 9.5), 14, 9),
    2: TypeStyle(Ink("sans", 9.5), 14, 1, indent=14),
}
FURNITURE = TypeStyle(Ink("sans", 7.5, GREY), 10.5, 0)
PROMINENT = Ink("bold", 8.5, ACCENT)
WATERMARK = Ink("bold", 15, "#8a939e")
"""As light as text may be: ``text_check`` calls lighter text hidden."""


class Geometry(msgspec.Struct, frozen=True):
    """Where things are on every page: the edges of the margin, of the text and of the body."""

    width: float
    height: float
    margin: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def text_width(self) -> float:
        """How wide a line of text may be."""
        return self.right - self.left
