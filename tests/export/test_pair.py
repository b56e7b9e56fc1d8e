"""A report about the two of a relationship: both files whole, what is about both once, and nobody else's name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from coachdesk.export import evidence as evidence_format
from coachdesk.export.blocks import Facts, Span
from coachdesk.export.evidence import Evidence, Partial, Subject
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.gathering import gather
from coachdesk.export.proof import prove, shown_values
from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.report import document_of
from coachdesk.export.selection import Selection
from coachdesk.export.story import Story, story_of
from coachdesk.export.verify import verify_pdf
from coachdesk.ledger.commitment import ClosedLeaf, OpenLeaf, hash_of_leaf
from coachdesk.records.case import Case
from coachdesk.records.issue import Issue
from coachdesk.records.people import Leader
from coachdesk.records.support import Support
from tests.export.conftest import COVER, File
from tests.making import entry, leader


class Three(NamedTuple):
    """The file with Cleo in it, who stands in entries beside Ada and Bram, and in one case with both."""

    file: File
    cleo: Leader
    case: Case
    made: Callable[..., Evidence]


@pytest.fixture
def three(file: File) -> Three:
    cleo, journal = leader("Cleo Quist"), file.journal
    case = Case.make(
        leader_ids=(file.ada.id, file.bram.id, cleo.id), title="Who decides", opened_on="2026-03-02"
    )
    moved = entry(file.ada, cleo, text="At first about Ada and somebody else.")
    journal.put(cleo, case)
    journal.put(entry(file.ada, file.bram, cleo, text="All three were there."))
    journal.put(entry(file.bram, cleo, text="Two of the three."))
    journal.put(entry(cleo, text="NOBODY ELSE WAS THERE"))
    journal.put(moved)
    journal.refile(moved.id, (file.ada.id, file.bram.id), "It was Bram")

    def make(*leaders: Leader, **values: Any) -> Evidence:
        ids = tuple(one.id for one in leaders or (file.ada, file.bram))
        selection = Selection(leader_ids=ids, **values)
        return gather(journal.view, journal.head, journal.counts.proofs(ids), selection, COVER)

    return Three(file, cleo, case, make)


def told(evidence: Evidence) -> Story:
    return story_of(prove(evidence_format.decode(evidence_format.encode(evidence))))


def refused(evidence: Evidence) -> str:
    with pytest.raises(EvidenceFault) as fault:
        prove(evidence)
    return fault.value.problem


def test_an_entry_about_both_stands_once_under_both_numbers(three: Three) -> None:
    found = [one for one in told(three.made()).entries if "disagreed in the review" in one.current.text]
    assert [(one.numbers, one.number) for one in found] == [((4, 2), "4 / 2")]


def test_every_number_of_both_files_is_there_once(three: Three) -> None:
    story = told(three.made())
    every = [*story.entries, *story.gaps]
    counts = three.file.journal.counts.of
    for place, one in enumerate((three.file.ada, three.file.bram)):
        numbers = sorted(found.numbers[place] for found in every if found.numbers[place] is not None)
        assert numbers == list(range(1, counts[one.id].entries + 1))
    assert len({one.numbers for one in every}) == len(every)


def test_an_entry_refiled_from_one_to_the_other_is_shown_with_its_way(three: Three) -> None:
    story = told(three.made())
    stray = next(one for one in story.entries if one.current.text == "MEANT FOR BRAM")
    assert stray.numbers == (6, 4)
    assert [change.label for change in stray.changes] == ["refiling"]
    assert not [gap for gap in story.gaps if gap.why == "refiled"]


def test_the_order_of_the_leaders_is_the_order_of_the_numbers(three: Three) -> None:
    story = told(three.made(three.file.bram, three.file.ada))
    assert "2 / 4" in {one.number for one in story.entries}


def test_nothing_of_a_third_leader_is_in_the_evidence_of_entries(three: Three) -> None:
    evidence = three.made()
    entries = [one for one in evidence.entries if one.event.record_type == "entry"]
    text = evidence_format.encode(replace(evidence, entries=tuple(entries))).decode()
    assert three.cleo.id not in text
    assert "NOBODY ELSE" not in text
    assert "Cleo" not in evidence_format.encode(evidence).decode()


def test_a_third_leader_in_a_case_has_no_name(three: Three) -> None:
    said = repr(document_of(prove(three.made())))
    assert "Ada Marsh; Bram Visser; the other leader" in said
    assert "Cleo" not in said


def test_the_cover_names_both_and_says_how_many_there_are(three: Three) -> None:
    said = repr(document_of(prove(three.made())))
    for words in (
        "Ada Marsh",
        "Bram Visser",
        " about Ada Marsh, numbered 1 to ",
        " about Bram Visser, numbered 1 to ",
        "Entries about both",
        "4 / 2",
    ):
        assert words in said
    assert "“4 / 7” is the fourth about the one" in said


def test_a_coaching_record_about_both_stands_once(three: Three) -> None:
    assert [one.current.id for one in told(three.made()).coaching] == [three.case.id]


@pytest.mark.parametrize("place", [0, 1])
def test_every_event_of_either_file_that_is_left_out_is_missed(three: Three, place: int) -> None:
    evidence = three.made()
    leader_id = (three.file.ada, three.file.bram)[place].id
    counted = evidence.subjects[place].counts
    assert counted is not None
    for index, proved in enumerate(evidence.entries):
        entries = evidence.entries[:index] + evidence.entries[index + 1 :]
        assert refused(replace(evidence, entries=entries)) in {"entries_missing", "revision_missing"}
        assert leader_id in {subject.leader.event.record_id for subject in evidence.subjects}
        assert proved.event.seq <= evidence.head.size


def test_one_of_the_two_cannot_be_dropped_or_named_twice(three: Three) -> None:
    evidence = three.made()
    ada, bram = evidence.subjects
    assert refused(replace(evidence, subjects=(ada,))) == "not_about_leader"
    assert refused(replace(evidence, subjects=(ada, ada))) == "not_about_leader"
    swapped = (Subject(leader=ada.leader, counts=bram.counts), Subject(leader=bram.leader, counts=ada.counts))
    assert refused(replace(evidence, subjects=swapped)) == "counts_altered"
    assert refused(replace(evidence, subjects=(ada, replace(bram, counts=None)))) == "counts_altered"


def closed(leaf: Any, *paths: str) -> Any:
    if isinstance(leaf, OpenLeaf) and leaf.path.startswith(paths):
        return ClosedLeaf(hash_of_leaf(leaf.path, leaf.value, bytes.fromhex(leaf.salt)).hex())
    return leaf


@pytest.mark.parametrize(
    "paths",
    [
        ("leaders/1", "numbers/1"),
        ("numbers/1",),
        ("record/leader_ids/1",),
        ("leaders/1", "numbers/1", "record/leader_ids/1"),
    ],
    ids=str,
)
def test_that_an_entry_is_about_the_second_of_them_cannot_be_hidden(
    three: Three, paths: tuple[str, ...]
) -> None:
    evidence = three.made()
    place = next(
        index
        for index, one in enumerate(evidence.entries)
        if isinstance(one.content, Partial)
        and "All three" in str(shown_values(one.content).get("record", {}).get("text"))
    )
    content = evidence.entries[place].content
    assert isinstance(content, Partial)
    hidden = Partial(leaves=tuple(closed(leaf, *paths) for leaf in content.leaves))
    entries = list(evidence.entries)
    entries[place] = replace(entries[place], content=hidden)
    with pytest.raises(EvidenceFault):
        prove(replace(evidence, entries=tuple(entries)))


def test_a_file_about_two_is_accepted_and_counts_are_said_for_each(three: Three, tmp_path: Path) -> None:
    journal, ada, bram = three.file.journal, three.file.ada, three.file.bram
    choices = Choices(selection=Selection(leader_ids=(ada.id, bram.id)))
    released = export_timeline(journal, choices, tmp_path / "both.pdf")
    verdict = verify_pdf(released.path.read_bytes())
    assert verdict.accepted
    counted = [one.facts for one in verdict.findings if one.kind == "counts_proved"]
    assert [facts["whom"] for facts in counted] == ["Ada Marsh", "Bram Visser"]
    assert [int(facts["entries"]) for facts in counted] == [
        journal.counts.of[one.id].entries for one in (ada, bram)
    ]
    (kept,) = journal.view.records("export")
    assert kept.leader_ids == (ada.id, bram.id)


def test_an_export_about_two_anchors_one_about_one_of_them(three: Three, tmp_path: Path) -> None:
    from coachdesk.export.anchors import Kept

    journal, ada, bram = three.file.journal, three.file.ada, three.file.bram
    both = export_timeline(
        journal, Choices(selection=Selection(leader_ids=(ada.id, bram.id))), tmp_path / "1.pdf"
    )
    alone = export_timeline(journal, Choices(selection=Selection(leader_ids=(ada.id,))), tmp_path / "2.pdf")
    verdict = verify_pdf(alone.path.read_bytes(), Kept(earlier=both.path.read_bytes()))
    assert verdict.accepted
    assert verdict.findings[0].kind == "anchored"


def test_each_entry_and_each_record_says_which_of_them_it_is_about(three: Three) -> None:
    journal, ada, bram = three.file.journal, three.file.ada, three.file.bram
    journal.put(
        Issue.make(leader_ids=(ada.id,), title="Asks twice"),
        Support.make(leader_ids=(bram.id,), what="A mentor", offered_on="2026-03-02"),
    )
    said = printed(three.made())
    assert "About Ada Marsh" in said
    assert "Asks twice  (Ada Marsh)" in said
    assert "A mentor  (Bram Visser)" in said
    assert "About|Ada Marsh and Bram Visser" in said
    assert "About|Bram Visser" in said
    alone = gather(
        journal.view,
        journal.head,
        journal.counts.proofs((ada.id,)),
        Selection(leader_ids=(ada.id,)),
        COVER,
    )
    assert "About|" not in printed(alone)
    assert "(Ada Marsh)" not in printed(alone)


def test_a_refiling_within_the_two_is_told(three: Three) -> None:
    said = printed(three.made())
    assert "About|Ada Marsh  Bram Visser" in said


def printed(evidence: Evidence) -> str:
    """What is printed: rows of facts as ``label|value``, everything else one after the other."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, Facts):
            found.extend(f"{label}|{''.join(span.text for span in text)}" for label, text in value.rows)
        elif isinstance(value, tuple) and value and all(isinstance(one, Span) for one in value):
            found.append("".join(span.text for span in value))
        elif isinstance(value, tuple):
            for one in value:
                walk(one)
        elif hasattr(value, "__struct_fields__"):
            for name in value.__struct_fields__:
                walk(getattr(value, name))

    walk(document_of(prove(evidence)).blocks)
    return "\n".join(found)
