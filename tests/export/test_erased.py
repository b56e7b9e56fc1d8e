"""Erased content in evidence and report: a dated gap with its reason, words that are gone, and proofs that hold."""

from collections.abc import Callable

import msgspec
import pytest

from coachdesk.export import evidence as evidence_format
from coachdesk.export.blocks import Paragraph
from coachdesk.export.evidence import Evidence, Partial
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.forbidding import forbidden_of
from coachdesk.export.gathering import gather
from coachdesk.export.proof import prove
from coachdesk.export.redaction import Redaction, accepted, places, propose
from coachdesk.export.report import document_of
from coachdesk.export.reviewing import reviewed
from coachdesk.export.selection import Selection
from coachdesk.export.story import story_of
from coachdesk.journal import erasable, erasing, keeping
from coachdesk.journal.erasable import Plan
from coachdesk.journal.errors import Erased
from coachdesk.ledger.commitment import ErasedLeaf, leaves, narrowed
from coachdesk.ledger.erased import MARK
from coachdesk.records.written import is_written
from tests.export import second
from tests.export.conftest import COVER, Coached, File

Gathered = Callable[..., Evidence]


def erase(file: File, plan: Plan, reason: str = "Her request of 3 May.") -> None:
    erasing.erase(file.journal, plan, "Judith Fairclough", reason)


def said(evidence: Evidence) -> str:
    """All that the report says in paragraphs."""
    blocks = document_of(prove(evidence_format.decode(evidence_format.encode(evidence)))).blocks
    return "\n".join(
        "".join(span.text for span in block.text) for block in blocks if isinstance(block, Paragraph)
    )


def test_an_erased_entry_is_a_numbered_gap_with_who_when_and_why(file: File, gathered: Gathered) -> None:
    erase(file, erasable.plan_record(file.journal.view, file.entries["praise"].id))
    evidence = gathered()
    [gap] = [one for one in story_of(prove(evidence)).gaps if one.why == "erased"]
    assert (gap.number, gap.occurred.day) == ("1", "2026-03-02")
    assert "Thanked" not in evidence_format.encode(evidence).decode()
    assert "minutes.txt" not in evidence_format.encode(evidence).decode()
    text = said(evidence)
    assert "by Judith Fairclough" in text
    assert "all of entry 1" in text
    assert "Her request of 3 May." in text


def test_of_an_entry_that_lost_words_every_other_word_is_still_proved(file: File, gathered: Gathered) -> None:
    erase(file, erasable.plan_words(file.journal.view, ["quiet", "She"], file.entries["corrected"].id))
    evidence = gathered()
    story = story_of(prove(evidence_format.decode(evidence_format.encode(evidence))))
    entry = next(one for one in story.entries if one.events[0].record_id == file.entries["corrected"].id)
    assert entry.original.impact == "The room went [erased]"
    assert entry.original.behaviour == "[erased] was defensive."
    assert entry.current.impact == "The room was [erased] for a minute."
    assert "quiet" not in evidence_format.encode(evidence).decode()
    assert "words or fields of entry 5" in said(evidence)


def test_an_erased_field_is_one_mark(file: File, gathered: Gathered) -> None:
    erase(file, erasable.plan_field(file.journal.view, file.entries["late"].id, "text"))
    entry = next(one for one in story_of(prove(gathered())).entries if "Found" in one.current.late_reason)
    assert entry.current.text == "[erased]"


def test_an_erased_attachment_is_no_missing_exhibit(file: File, gathered: Gathered) -> None:
    [attached] = file.entries["praise"].attachment_ids
    erase(file, erasable.plan_record(file.journal.view, attached))
    evidence = gathered()
    assert evidence.exhibits == ()
    assert story_of(prove(evidence)).entries[0].current.attachment_ids == ()


def test_a_leader_is_erased_and_the_file_of_the_other_still_verifies(file: File) -> None:
    erase(file, erasable.plan_leader(file.journal.view, [file.bram.id]), "He left in 2020.")
    journal, about = file.journal, (file.ada.id,)
    evidence = gather(
        journal.view, journal.head, journal.counts.proofs(about), Selection(leader_ids=about), COVER
    )
    story = story_of(prove(evidence))
    assert sorted(one.number for one in (*story.entries, *story.gaps)) == [str(n) for n in range(1, 9)]
    assert "Bram" not in evidence_format.encode(evidence).decode().replace("BRAM", "Bram")
    with pytest.raises(Erased):
        gather(journal.view, journal.head, (None,), Selection(leader_ids=(file.bram.id,)), COVER)


def test_erased_coaching_records_are_lines_without_content(coached: Coached, gathered: Gathered) -> None:
    file, goal = coached.file, coached.records["goal"]
    erase(file, erasable.plan_record(file.journal.view, goal.id))
    for record_type in ("plan", "case", "meeting", "issue", "feedback_item", "round"):
        record = coached.records[record_type]
        found = leaves({"record": msgspec.to_builtins(record)})
        words = [str(value) for path, value in found if is_written(record_type, path) and len(str(value)) > 3]
        erase(file, erasable.plan_words(file.journal.view, [words[-1]], record.id))
    evidence = gathered()
    story = story_of(prove(evidence))
    assert "erased" in {one.why for one in story.closed if one.events[0].record_id == goal.id}
    assert said(evidence)


def test_what_is_erased_in_part_can_be_withheld_and_redacted_besides(file: File, gathered: Gathered) -> None:
    for name in ("counsel", "reflection", "both", "corrected"):
        entry = file.entries[name]
        word = (entry.text or entry.behaviour).split()[-1]
        erase(file, erasable.plan_words(file.journal.view, [word], entry.id))
    evidence = gathered(excluded=(file.entries["corrected"].id,))
    assert evidence.withheld[file.entries["corrected"].id] == "outside_scope"
    closed = [one for one in evidence.entries if one.event.record_id in evidence.withheld]
    for one in closed:
        assert isinstance(one.content, Partial)
        assert not any(isinstance(leaf, ErasedLeaf) for leaf in one.content.leaves)
    assert prove(evidence)


def test_holds_are_in_the_log_of_changes(file: File, gathered: Gathered) -> None:
    hold = keeping.place_hold(file.journal, file.ada.id, "L. Pryce, counsel", "A claim was announced.")
    keeping.place_hold(file.journal, file.bram.id, "L. Pryce, counsel", "NOT ABOUT ADA")
    text = said(gathered(lanes=("counsel",)))
    assert "L. Pryce, counsel: A claim was announced. It is in force" in text
    assert "NOT ABOUT ADA" not in text
    keeping.lift_hold(file.journal, hold.id, "L. Pryce, counsel", "Settled.")
    assert "Settled." in said(gathered(lanes=("counsel",)))


def test_of_holds_only_the_terms_are_shown_unless_counsel_is_released(file: File, gathered: Gathered) -> None:
    why = "Priya Shah said that she will sue both of them."
    hold = keeping.place_hold(file.journal, "", "L. Pryce, counsel", why)
    keeping.place_hold(file.journal, file.ada.id, "L. Pryce, counsel", why)
    for text in (
        "Legal hold on the whole journal since",
        "Legal hold on all that is on file about this leader since",
        "It is in force",
    ):
        assert text in said(gathered())
    keeping.lift_hold(file.journal, hold.id, "L. Pryce, counsel", "Settled with Priya.")
    evidence = gathered()
    assert ", lifted on " in said(evidence)
    data = evidence_format.encode(evidence)
    assert second.prove(data)
    assert not [word for word in ("Pryce", "sue", "Settled", "Priya will") if word in data.decode()]
    view, selection = file.journal.view, Selection(leader_ids=(file.ada.id,))
    assert ("she", "will", "sue", "both") in forbidden_of(view, selection, Redaction(), evidence).runs

    for at, one in enumerate(evidence.others):
        if one.event.record_type == "hold" and isinstance(one.content, Partial):
            others = list(evidence.others)
            others[at] = msgspec.structs.replace(
                one, content=Partial(leaves=narrowed(one.content.leaves, ("record/id", "record/since")))
            )
            forged = msgspec.structs.replace(evidence, others=tuple(others))
            with pytest.raises(EvidenceFault):
                prove(forged)
            with pytest.raises(second.Refused):
                second.prove(evidence_format.encode(forged))


def test_names_in_erasures_and_holds_are_replaced(file: File) -> None:
    word = (file.entries["late"].text or "").split()[0]
    plan = erasable.plan_words(file.journal.view, [word], file.entries["late"].id)
    erasing.erase(file.journal, plan, "Zelda Quist", "Asked for by Orlando Tench, her brother.")
    keeping.place_hold(file.journal, "", "L. Pryce", "A claim, announced by Wanda Mbeki.")
    journal, about = file.journal, (file.ada.id,)
    for lanes in ((), ("counsel",)):
        selection = Selection(leader_ids=about, lanes=lanes)
        proposals = propose(journal.view, selection)
        redaction = Redaction(aliases=accepted(proposals))
        assert "Zelda" in {one.before.split()[0] for one in places(journal.view, selection, redaction)}
        counts = journal.counts.proofs(about)
        evidence = gather(journal.view, journal.head, counts, selection, COVER, redaction)
        assert prove(evidence)
        data = evidence_format.encode(evidence)
        assert second.prove(data)
        for name in ("Zelda", "Quist", "Orlando", "Tench", "Wanda", "Mbeki", "Pryce"):
            assert name not in data.decode()
        assert "Asked for by [" in said(evidence)


def test_what_was_erased_is_not_there_to_be_ticked(file: File) -> None:
    erase(file, erasable.plan_record(file.journal.view, file.entries["praise"].id))
    listed = reviewed(file.journal.view, Selection(leader_ids=(file.ada.id,)))
    assert file.entries["praise"].id not in {one.record_id for one in listed}


def test_an_author_cannot_say_erased_of_what_was_not(file: File, gathered: Gathered) -> None:
    erase(file, erasable.plan_words(file.journal.view, ["quiet"], file.entries["corrected"].id))
    evidence = gathered()
    why = {**evidence.withheld, file.entries["counsel"].id: "erased"}
    with pytest.raises(EvidenceFault, match="withheld_altered"):
        prove(msgspec.structs.replace(evidence, withheld=why))


def test_an_author_cannot_call_a_word_erased_that_is_withheld(file: File, gathered: Gathered) -> None:
    erase(file, erasable.plan_words(file.journal.view, ["quiet"], file.entries["corrected"].id))
    evidence = gathered()

    def altered(**changes: str) -> Evidence:
        entries = list(evidence.entries)
        for at, one in enumerate(entries):
            leaves = list(one.content.leaves) if isinstance(one.content, Partial) else []
            for place, leaf in enumerate(leaves):
                if isinstance(leaf, ErasedLeaf):
                    leaves[place] = msgspec.structs.replace(leaf, **changes)
                    content = Partial(leaves=tuple(leaves))
                    entries[at] = msgspec.structs.replace(one, content=content)
                    return msgspec.structs.replace(evidence, entries=tuple(entries))
        raise AssertionError

    with pytest.raises(EvidenceFault, match="erased_oddly"):
        prove(altered(shown="loud"))
    for shown in ("", "[erased][erased] "):
        with pytest.raises(EvidenceFault, match="erased_oddly"):
            prove(altered(shown=shown))
    with pytest.raises(EvidenceFault):
        prove(altered(path="record/impact/2"))
    without = tuple(one for one in evidence.others if one.event.action != "erase")
    with pytest.raises(EvidenceFault, match="erased_oddly"):
        prove(msgspec.structs.replace(evidence, others=without))


def test_the_marks_of_every_erasure_follow_from_what_it_names(file: File, gathered: Gathered) -> None:
    view = file.journal.view
    corrected, late = (file.entries[name].id for name in ("corrected", "late"))
    erase(file, erasable.plan_words(view, ["She"], corrected))
    erase(file, erasable.plan_field(file.journal.view, corrected, "behaviour"))
    erase(file, erasable.plan_field(file.journal.view, late, "text"))
    erase(file, erasable.plan_record(file.journal.view, file.entries["praise"].attachment_ids[0]))
    erase(file, erasable.plan_leader(file.journal.view, [file.bram.id]))
    evidence = gathered()
    assert prove(evidence)
    data = evidence_format.encode(evidence)
    assert second.prove(data)
    found = 0
    for at, one in enumerate(evidence.entries):
        kept = one.content.leaves if isinstance(one.content, Partial) else ()
        for place, leaf in enumerate(kept):
            if isinstance(leaf, ErasedLeaf):
                found += 1
                other = msgspec.structs.replace(leaf, shown="" if leaf.shown else MARK)
                content = Partial(leaves=(*kept[:place], other, *kept[place + 1 :]))
                entries = list(evidence.entries)
                entries[at] = msgspec.structs.replace(one, content=content)
                forged = msgspec.structs.replace(evidence, entries=tuple(entries))
                with pytest.raises(EvidenceFault):
                    prove(forged)
                with pytest.raises(second.Refused):
                    second.prove(evidence_format.encode(forged))
    assert found > 3


def test_without_erasures_and_holds_the_evidence_is_of_the_version_before(
    file: File, gathered: Gathered
) -> None:
    assert gathered().version == 3
    keeping.place_hold(file.journal, "", "L. Pryce", "A claim.")
    assert gathered().version == 4
