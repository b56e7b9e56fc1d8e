"""What a report says of names that were replaced in it, and of files that were not attached."""

from collections import Counter
from collections.abc import Iterator

from coachdesk.export import phrases
from coachdesk.export.blocks import Block, Paragraph, plain
from coachdesk.export.evidence import Evidence, Partial
from coachdesk.export.proof import Proved
from coachdesk.export.replacing import marks
from coachdesk.export.report_parts import table
from coachdesk.export.titles import TITLE

_EXAMPLE = (
    "A name in square brackets, such as “[{label}]”, stands where the author replaced somebody’s name, job title, address "
    "or number to protect them; one person has the same one throughout. What stood there is not in this file in any form, and "
    "that it was a name is the author’s word; every other word is proved as it is elsewhere. Of other letters in the "
    "same word only “…” is shown. A letter’s SHA-256 is withheld as well, since names could be guessed from it."
)


def replaced(evidence: Evidence) -> Counter[str]:
    """How many words stand behind each name in brackets, in all versions of all that is shown."""
    words: Counter[str] = Counter()
    events = (*(subject.leader for subject in evidence.subjects), *evidence.entries, *evidence.others)
    for proved in events:
        if isinstance(proved.content, Partial):
            for label, many in marks(proved.content.leaves):
                words[label] += many
    return words


def how_to_read(proved: Proved) -> Iterator[tuple[str, str]]:
    """What brackets mean, and how often they stand where a name was."""
    words = replaced(proved.evidence)
    if words:
        titles = {label: many for label, many in words.items() if label.startswith(TITLE)}
        names = {label: many for label, many in words.items() if label not in titles}
        counted = [
            f"{sum(of.values())} for {phrases.count(len(of), what)}"
            for of, what in ((names, "name"), (titles, "job title"))
            if of
        ]
        yield "Names in brackets", _EXAMPLE.format(label=min(words))
        yield "Words replaced", f"{' and '.join(counted)}, in all versions of what is shown."


def dropped(proved: Proved) -> Iterator[Block]:
    """The exhibits that are numbered gaps."""
    if not proved.evidence.dropped:
        return
    yield Paragraph(
        plain(
            "These files are on file, named by entries that are shown, and not attached. Neither their names nor their "
            "digests are in this file."
        )
    )
    rows = (
        (
            one.number,
            phrases.recorded_briefly(proved.others[one.attachment_id].event),
            phrases.REASONS_WITHHELD["others_data"],
            proved.others[one.attachment_id].event.commitment[:16],
        )
        for one in proved.evidence.dropped
    )
    yield table(("Exhibit", "Taken in", "Category", "Commitment"), (0.12, 0.25, 0.38, 0.25), rows)
