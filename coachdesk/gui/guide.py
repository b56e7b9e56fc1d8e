"""The guide: a few plain forms of text, read into blocks. It is the README's user part, word for word.

``## title``, ``### heading``, paragraphs and ``- items``; within them ``**strong**``, ``*stressed*`` and `` `typed` ``.
"""

import re
from typing import Literal, NamedTuple

from coachdesk import resources

Form = Literal["title", "heading", "paragraph", "item"]
Voice = Literal["plain", "strong", "stressed", "typed"]

_MARKS: tuple[tuple[str, Form], ...] = (("### ", "heading"), ("## ", "title"), ("- ", "item"))
_SPAN = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<stressed>[^*]+)\*|`(?P<typed>[^`]+)`")


class Span(NamedTuple):
    """Words in one voice."""

    voice: Voice
    words: str


class Block(NamedTuple):
    """A title, a heading, a paragraph or an item of a list."""

    form: Form
    spans: tuple[Span, ...]

    @property
    def words(self) -> str:
        """All of it, in no voice."""
        return "".join(span.words for span in self.spans)


def guide_text(language: str = "en") -> str:
    """The guide as it is written; in English where there is none in the language."""
    file = resources.path("help", f"{language[:2]}.md")
    return (file if file.exists() else resources.path("help", "en.md")).read_text("utf-8")


def blocks_of(text: str) -> list[Block]:
    """The blocks of a guide, in their order. A paragraph's lines are one."""
    found = []
    for part in re.split(r"\n{2,}|\n(?=- )", text.strip()):
        words = " ".join(part.split())
        mark, form = next(
            ((mark, form) for mark, form in _MARKS if words.startswith(mark)), ("", "paragraph")
        )
        found.append(Block(form, tuple(_spans(words.removeprefix(mark)))))
    return found


def _spans(words: str) -> list[Span]:
    spans, at = [], 0
    for found in _SPAN.finditer(words):
        spans.append(Span("plain", words[at : found.start()]))
        voice, inner = next((voice, inner) for voice, inner in found.groupdict().items() if inner)
        spans.append(Span(_VOICES[voice], inner))
        at = found.end()
    spans.append(Span("plain", words[at:]))
    return [span for span in spans if span.words]


_VOICES: dict[str, Voice] = {"strong": "strong", "stressed": "stressed", "typed": "typed"}
