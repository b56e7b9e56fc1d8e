"""Tool tips out of what somebody wrote: always shown as written."""

import html

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """``text`` for a tool tip. Qt would take what looks like markup for markup, and fetch what it names."""
    return f"<span>{html.escape(text)}</span>" if Qt.mightBeRichText(text) else text
