"""How it began, and what changed: the strengths before the first correction with their days, then the change."""

from collections.abc import Iterator

from coachdesk.coaching.baseline import baseline
from coachdesk.export import phrases
from coachdesk.export.blocks import Block, Heading, Paragraph, Span, Text, plain
from coachdesk.export.coaching_file import CoachingFile
from coachdesk.export.report_entries import anchor, summary
from coachdesk.export.report_parts import table
from coachdesk.export.story import Reported
from coachdesk.records.issue import Issue
from coachdesk.records.kinds import KINDS


def how_it_began(file: CoachingFile) -> Iterator[Block]:
    """Of what is shown about one person; nothing without praise from before the change."""
    standing = {one.current.id: one for one in file.story.entries if not one.withdrawn}
    issues = [item.record for item in file.all(Issue) if not item.coached.withdrawn]
    found = baseline((one.current for one in standing.values()), issues)
    if len(file.leaders) != 1 or found is None or not found.strengths:
        return
    yield Heading("How it began, and what changed", 2, "baseline")
    rows = (_row(standing[one]) for one in found.strengths)
    yield table(("Date", "What was good", "Page"), (0.2, 0.71, 0.09), rows)
    since = f"{len(found.praise)} of praise and {len(found.corrections)} of correction"
    yield Paragraph(
        plain(f"Since {phrases.day(found.day)} this report shows {since}. {_change(found.issue)}")
    )


def _row(one: Reported) -> tuple[Text, Text, Text]:
    kind = Span(f"{KINDS[one.current.kind].name}, entry {one.number}  ", "quiet")
    page = (Span("", "", anchor(one.numbers), page=True),)
    return plain(phrases.occurred_briefly(one.occurred)), (kind, Span(summary(one.current))), page


def _change(issue: str) -> str:
    """A report may leave out what was before: it says no more than it shows."""
    if issue:
        return f"On that day, “{issue}” was first noticed."
    return "It shows no correction from before that day."
