from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from coachdesk.export.blocks import Block, Facts, Group, Heading, Notice, Paragraph, Span, Table
from coachdesk.export.evidence import Evidence
from coachdesk.export.gathering import gather
from coachdesk.export.proof import prove
from coachdesk.export.report import document_of, strip_of
from coachdesk.export.report_entries import summary
from coachdesk.export.selection import Selection
from coachdesk.export.story import story_of
from coachdesk.journal.journal import Journal
from coachdesk.records.people import Leader
from tests.export.conftest import COVER, File
from tests.making import Clock, entry


def spans(blocks: Iterable[Block]) -> Iterator[Span]:
    for block in blocks:
        match block:
            case Group():
                yield from spans(block.blocks)
            case Paragraph() | Notice():
                yield from block.text
            case Facts():
                for name, text in block.rows:
                    yield Span(name)
                    yield from text
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from cell
            case Heading():
                yield Span(block.text)


def text_of(evidence: Evidence) -> str:
    return "\n".join(span.text for span in spans(document_of(prove(evidence)).blocks))


def test_the_sections_come_in_their_order(evidence: Evidence) -> None:
    document = document_of(prove(evidence))
    sections = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert sections == [
        "How to read this",
        "Contents",
        "The period at a glance",
        "Chronology",
        "Entries",
        "Positive record",
        "Exhibits",
        "Corrections and changes",
        "Withheld items",
        "Integrity",
        "Certification",
    ]


def test_equal_evidence_gives_an_equal_document(evidence: Evidence) -> None:
    assert document_of(prove(evidence)) == document_of(prove(evidence))


def test_every_page_says_confidential_and_whose_record_it_is(evidence: Evidence) -> None:
    header = document_of(prove(evidence)).header
    assert header[0] == ("CONFIDENTIAL", "Manager’s record · Informal manager record")
    assert header[1][0].startswith("Ada Marsh")


def test_a_formal_record_says_so(evidence: Evidence) -> None:
    formal = replace(evidence, cover=replace(evidence.cover, formal=True))
    assert "Formal record" in document_of(prove(formal)).header[0][1]


def test_what_was_struck_stays_legible_beside_its_correction(evidence: Evidence) -> None:
    marked = {span.text.strip(): span.mark for span in spans(document_of(prove(evidence)).blocks)}
    assert marked["was defensive."] == "struck"
    assert "said" in next(text for text, mark in marked.items() if mark == "added" and "four times" in text)


def test_a_late_entry_is_called_late_with_its_reason(evidence: Evidence) -> None:
    text = text_of(evidence)
    assert "late entry – 30 days after" in text
    assert "Found in an old notebook." in text


def test_withheld_entries_are_numbered_gaps_with_category_and_nothing_else(evidence: Evidence) -> None:
    text = text_of(evidence)
    assert "Legal advice" in text
    assert "Author’s own reflection" in text
    assert "Filed here in error, refiled" in text
    for secret in ("PRIVILEGED", "AM I FAIR", "MEANT FOR BRAM"):
        assert secret not in text


def test_how_much_was_left_out_and_why_is_said_at_the_start(evidence: Evidence) -> None:
    assert "3 entries on file left out of this report, for these reasons: legal advice" in text_of(evidence)


def test_of_a_narrowed_period_it_is_said_what_narrowing_does_not_take_away(evidence: Evidence) -> None:
    assert "Only entries about what happened" not in text_of(evidence)
    for days, said in (
        (
            {"from_day": "2026-03-01", "to_day": "2026-03-31"},
            "from Sun 1 March 2026 up to Tue 31 March 2026, and",
        ),
        ({"to_day": "2026-03-31"}, "what happened up to Tue 31 March 2026, and"),
    ):
        text = text_of(replace(evidence, cover=replace(evidence.cover, **days)))
        assert said in text
        assert "with what was added, corrected or changed in it after the period" in text


def test_of_an_entry_of_which_the_day_is_known_no_hours_are_told(
    file: File, gathered: Callable[..., Evidence], clock: Clock
) -> None:
    today = clock.reading.at.date().isoformat()
    file.journal.put(entry(file.ada, occurred={"day": today, "zone": "Europe/London", "precision": "day"}))
    texts = [span.text for span in spans(document_of(prove(gathered())).blocks)]
    assert any(text.endswith("(UTC+00:00), the same day") for text in texts)


def test_of_one_entry_nothing_is_said_as_of_many(journal: Journal, ada: Leader) -> None:
    journal.put(entry(ada))
    selection, proofs = Selection(leader_ids=(ada.id,)), journal.counts.proofs((ada.id,))
    text = text_of(gather(journal.view, journal.head, proofs, selection, COVER))
    assert "1, number 1\n" in text
    assert "1 entry, 1 event, " in text


def test_a_change_of_the_clock_is_printed(
    file: File, gathered: Callable[..., Evidence], clock: Clock
) -> None:
    clock.set_by(-7200)
    file.journal.put(entry(file.ada, text="After the clock was set back."))
    assert "moved back by 7,200 seconds" in text_of(gathered())


def test_the_strip_counts_every_entry_shown(evidence: Evidence) -> None:
    story = story_of(prove(evidence))
    strip = strip_of(story)
    assert sum(sum(kind.counts) for kind in strip.kinds) == len(story.entries)


def test_a_summary_is_one_line_cut_at_a_word(file: File) -> None:
    long = entry(file.ada, text="word " * 60 + "\nsecond line", title="")
    assert len(summary(long)) <= 152
    assert summary(long).endswith("word …")
    assert summary(entry(file.ada, text="  first\nsecond")) == "first"
    assert summary(entry(file.ada, text="")) == ""
