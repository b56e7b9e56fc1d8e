"""Documents to draw: short ways to blocks, one document with everything in it, and arbitrary ones."""

import io
from collections.abc import Iterator

import pikepdf
from hypothesis import strategies as st

from coachdesk.export.blocks import (
    Block,
    Contents,
    Document,
    Facts,
    Group,
    Heading,
    Notice,
    PageBreak,
    Paragraph,
    Span,
    Strip,
    StripKind,
    Table,
    Text,
)

HEADER = (("CONFIDENTIAL · manager’s record", "Ada Brook · 10482"), ("informal record", ""))
FOOTER = (("CD-EXPORT-2026-001", "head 9f3c77ab10d2e4c1"),)
WORDS = """we agreed to look at the dates again next week because the client had not been told in time and the
team could not explain why the report was late once more though everybody had seen the plan before"""


def text(words: str) -> Text:
    return (Span(words),)


def prose(count: int, first: int = 0) -> str:
    """``count`` words, never the same line twice in a row."""
    words = WORDS.split()
    return " ".join(words[(first + place * 7) % len(words)] for place in range(count))


def document(*blocks: Block, **values: object) -> Document:
    given: dict[str, object] = {
        "title": "Record of notes",
        "author": "Robin Sample",
        "language": "en-GB",
        "page_size": "A4",
        "created": "2026-05-04T10:00:00+01:00",
        "header": HEADER,
        "footer": FOOTER,
        "page_label": "Page {page} of {pages}",
        "blocks": blocks,
    }
    return Document(**(given | values))  # type: ignore[arg-type]


def body(pages: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    """What is on the pages between header and footer, for documents with HEADER and FOOTER."""
    assert all(page[:2] == pages[0][:2] for page in pages)
    return [list(page[2:-1]) for page in pages]


def entry(number: int, words: int = 120) -> Group:
    return Group(
        str(number),
        f"Entry {number} continued",
        (
            Heading(f"{number} May 2026, conversation", 2, f"entry-{number}"),
            Facts((("Occurred", text("4 May 2026, 14:30")), ("Present", text("Ada Brook, Łukasz Nowak")))),
            Paragraph(text("Behaviour"), "label"),
            Paragraph(text(prose(words, number))),
            Paragraph(text("Ledger: event 17, create, 46ed8121569a7bb5"), "mono"),
        ),
    )


def rich_document(entries: int = 6, **values: object) -> Document:
    """Everything that can be printed, in several scripts."""
    kinds = (
        StripKind("Conversation", "#4477aa", (0, 1, 3, 0, 2) * 12),
        StripKind("Performance improvement meeting", "#aa3377", (1, 0, 0, 0, 0) * 12),
    )
    corrected = (
        Span("She was "),
        Span("always late", "struck"),
        Span(" "),
        Span("late on 3 and 9 May", "added"),
        Span(", see "),
        Span("entry 1", link="entry-1"),
        Span(" on page "),
        Span("", link="entry-1", page=True),
        Span(". "),
        Span("Strong", "bold"),
        Span(" and quiet.", "quiet"),
    )
    return document(
        Paragraph(text("Record of notes"), "title"),
        Paragraph(text("Ada Brook, Head of Operations"), "subtitle"),
        Notice((Span("What this is. ", "bold"), Span(prose(60)))),
        Heading("Contents", 1, "contents", new_page=True),
        Contents(),
        Heading("The period at a glance", 1, "glance", new_page=True),
        Strip("2025-03-03", kinds, "72 conversations, most in June 2025."),
        Heading("Chronology", 2, "chronology"),
        Table(
            ("Date", "Event", "Entry"),
            (1, 4, 1),
            tuple(
                (text("4 May 2026"), text(prose(14, n)), (Span(str(n), link=f"entry-{n}"),))
                for n in range(1, 60)
            ),
        ),
        Heading("Entries", 1, "entries", new_page=True),
        *(entry(number) for number in range(1, entries + 1)),
        Group(
            "1024",
            "Entry 1024 continued",
            (
                Heading("Other scripts", 2, "scripts"),
                Paragraph(corrected),
                Paragraph(text("שלום, שיחה עם אלכס (Alex) בתאריך 14/09/2025 בנושא “לוחות זמנים”.")),
                Paragraph(text("ناقشنا اليوم جدول المشروع (Alex) يوم الخميس 14/09/2025.")),
                Paragraph(text("本日、報告書の締め切りについて話し合いました。测试中文换行。" * 4)),
                Paragraph(text("✓ done → next ≥ 3 ½ € 😀 한")),
                Paragraph(text("- a point that is so long that it needs a second line " + prose(20)), "body"),
                Paragraph(text("“I moved the date.”\n\n“I should have said so.”"), "quote"),
                Paragraph(text(prose(2000))),
            ),
        ),
        PageBreak(),
        Heading("Deep", 3, "deep"),
        Table(("A", "B"), (1, 1), ((text(prose(900)), ()), (text("x"), text("y")))),
        Paragraph(()),
        **values,
    )


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def outline(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str, int]]:
    """Depth, title and page index of each bookmark."""
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}

    def walk(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            assert isinstance(item.destination, pikepdf.Array)
            yield depth, item.title, pages[item.destination[0].objgen]
            yield from walk(list(item.children), depth + 1)

    with pdf.open_outline() as found:
        yield from walk(list(found.root), 0)


TRICKY = (
    st.text(max_size=80),
    st.text(st.sampled_from("abc ij-mno pq–—’“”., éüß\n\t()/\\0123456789‐‑"), max_size=300),
    st.text(st.sampled_from("ae -א\u0300\u0301\u0327\u05b0\u20dd"), max_size=30),
    st.text(st.sampled_from("אבגדהו abc 123 ()-.“”®½\u05b0\u05b7"), max_size=60),
    st.text(st.sampled_from("ابتثجلا abc 12 ()ـ\u064e\u0654ﷺﻻ"), max_size=60),
    st.text(st.sampled_from("漢字日本語。、「」 abcかな"), max_size=90),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"]), max_size=20),
)
TEXTS = st.one_of(*TRICKY)
MARKS = st.sampled_from(["", "bold", "struck", "added", "quiet"])
SPANS = st.builds(Span, TEXTS, MARKS, st.sampled_from(["", "a", "nowhere"]), st.booleans())
RUNS = st.lists(SPANS, max_size=4).map(tuple)
STYLES = st.sampled_from(["title", "subtitle", "body", "small", "note", "change", "label", "quote", "mono"])
COUNTS = st.lists(st.integers(0, 9), max_size=80).map(tuple)
KINDS = st.builds(StripKind, TEXTS, st.just("#4477aa"), COUNTS)
SINGLE_BLOCKS = st.one_of(
    st.builds(Paragraph, RUNS, STYLES),
    st.builds(Heading, TEXTS, st.sampled_from([1, 2, 3]), st.sampled_from(["a", "b", ""]), st.booleans()),
    st.builds(Facts, st.lists(st.tuples(TEXTS, RUNS), max_size=3).map(tuple)),
    st.builds(
        Table,
        st.lists(TEXTS, max_size=4).map(tuple),
        st.lists(st.floats(0, 5), max_size=4).map(tuple),
        st.lists(st.lists(RUNS, max_size=5).map(tuple), max_size=4).map(tuple),
    ),
    st.builds(Notice, RUNS),
    st.builds(Strip, st.just("2025-03-03"), st.lists(KINDS, max_size=3).map(tuple), TEXTS),
    st.builds(Contents),
    st.builds(PageBreak),
)
BLOCKS = st.one_of(
    SINGLE_BLOCKS, st.builds(Group, TEXTS, TEXTS, st.lists(SINGLE_BLOCKS, max_size=3).map(tuple))
)
DOCUMENTS = st.builds(
    lambda blocks, page_size, header, label: document(
        *blocks, page_size=page_size, header=tuple(header), page_label=label
    ),
    st.lists(BLOCKS, max_size=4),
    st.sampled_from(["A4", "Letter"]),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=2),
    TEXTS,
)
