"""What ReportLab 5.1.0 gets wrong, put right. Each function says what would break without it."""

from reportlab import rl_config
from reportlab.pdfbase import ttfonts

from coachdesk.export.pdf.characters import base_letters

_PER_BLOCK = 100


def apply() -> None:
    """Replace the wrong parts; calling it again changes nothing."""
    ttfonts.makeToUnicodeCMap = to_unicode
    # ASCII85 around compressed streams makes files a fifth larger and slower to write and read.
    rl_config.useA85 = 0


def to_unicode(font_name: str, subset: list[int]) -> str:
    """The ToUnicode map of a font: what is copied, searched and read aloud (ISO 32000-1, 9.10.3).

    The original maps unused codes to U+0000, which PDF/A-3a (6.2.11.7.2) and PDF/UA-1 (7.21.7)
    forbid; writes five hexadecimal digits beyond U+FFFF where UTF-16 belongs; and exceeds the 100
    entries a block may have. Contextual Arabic forms copy out as the letters they stand for.
    """
    used = [(code, char) for code, char in enumerate(subset) if char not in {0, 0xFEFF, 0xFFFE}]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(used), _PER_BLOCK):
        block = used[start : start + _PER_BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{code:02X}> <{base_letters(chr(c)).encode('utf-16-be').hex().upper()}>" for code, c in block
        ]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def unscale_trailing_metrics(face: ttfonts.TTFontFace) -> None:
    """Glyphs past ``numberOfHMetrics`` were given an advance scaled to 1,000 units, then written as font units.

    The embedded font then contradicts its /Widths (PDF/A-3, 6.2.11.5) unless it has 1,000 units per em.
    """
    face.seek_table("hhea", 34)
    count = face.read_ushort()
    advance = face.hmetrics[count - 1][0]
    face.hmetrics[count:] = [(advance, bearing) for _, bearing in face.hmetrics[count:]]
