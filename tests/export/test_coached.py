"""Coaching records in an export: all of them are there or said to be withheld, and a stranger can check it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pypdfium2
import pytest
from msgspec.structs import replace

from coachdesk.export import evidence as evidence_format
from coachdesk.export.evidence import Evidence, Partial, ProvedEvent, Whole, Withheld
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.gathering import _Prover
from coachdesk.export.names import Names
from coachdesk.export.proof import prove
from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.report import document_of
from coachdesk.export.selection import Selection
from coachdesk.export.story import Story, story_of
from coachdesk.export.verify import Verdict, verify_pdf
from coachdesk.journal.append import Change
from coachdesk.ledger.commitment import ClosedLeaf, OpenLeaf, disclose, hash_of_leaf
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.forms import COACHING
from coachdesk.records.meeting import Meeting, MeetingNotes, Move, Slot
from coachdesk.records.people import Contact
from coachdesk.records.plan import Goal, Plan
from tests.export.conftest import SECRET, Coached, Make
from tests.making import leader

ONLY_FOR = (("intake", "intake"), ("linked", "link"), ("threshold", "round"))

OWN = ("preparation", "protected_event")
"""Types that are withheld unless a lane is released, in the order in which they are put."""


def text_of(evidence: Evidence) -> str:
    return evidence_format.encode(evidence).decode()


def told(evidence: Evidence) -> Story:
    """What a stranger reads in the file, once it is proved."""
    return story_of(prove(evidence_format.decode(evidence_format.encode(evidence))))


def events_of(evidence: Evidence, record_id: str) -> list[ProvedEvent]:
    return [proved for proved in evidence.entries if proved.event.record_id == record_id]


def refused(evidence: Evidence) -> str:
    with pytest.raises(EvidenceFault) as fault:
        prove(evidence)
    return fault.value.problem


def test_every_coaching_record_is_shown_with_all_its_versions(coached: Coached, made: Make) -> None:
    story, view = told(made()), coached.file.journal.view
    assert [one.record_type for one in story.coaching] == [name for name in COACHING if name not in OWN]
    for one in story.coaching:
        history = view.history(one.current.id)
        assert [version.record for version in one.versions] == [
            outcomes_only(revision.record) for revision in history
        ]
        assert [version.reason for version in one.versions] == [
            revision.payload.reason for revision in history
        ]
    assert [one.record_type for one in story.coaching if one.withdrawn] == ["support"]
    assert [(one.record_type, one.why, len(one.events)) for one in story.closed] == [
        ("preparation", "preparation", 1),
        ("protected_event", "medical", 1),
        ("intake", "intake", 2),
    ]


def outcomes_only(record: Record) -> Record:
    """What is shown of a session with a third party; any other record as it is."""
    if not isinstance(record, Meeting) or record.notes is None:
        return record
    return replace(record, notes=MeetingNotes(resolved=record.notes.resolved), moves=())


def test_what_was_said_in_a_session_with_a_third_party_is_not_in_the_evidence(
    coached: Coached, made: Make
) -> None:
    meeting, journal = coached.records["meeting"], coached.file.journal
    notes = {"progress": SECRET, "feedback": SECRET, "raised": SECRET, "successes": SECRET, "resolved": ""}
    for kind in ("individual", "three_way", "alignment", "feedback_session", "closing"):
        journal.put(meeting.changed(kind=kind, notes={**notes, "challenges": SECRET}), reason="So it was")
        assert SECRET not in text_of(made())
        assert told(made())
    journal.put(meeting.changed(kind="check_in", notes={**notes, "challenges": "Of ours"}))
    assert SECRET in text_of(made())


@pytest.mark.parametrize(
    "hidden",
    [
        "record/state", "record/of_id", "record/ratings", "record/kind", "record/at/local", "record/entry_id", "reason",
        "record/moves", "record/moves/0", "record/moves/1", "record/moves/1/reason/1", "record/moves/1/to",
        "record/moves/1/to/zone", "record/moves/0/reason", "record/leader_ids", "record/notes/resolved/1",
    ],
)  # fmt: skip
def test_of_such_a_session_nothing_else_can_be_closed(coached: Coached, made: Make, hidden: str) -> None:
    meeting = coached.records["meeting"]
    assert isinstance(meeting, Meeting)
    zone, minutes = meeting.at.zone, meeting.at.minutes
    later = Slot(local="2025-11-03T15:00", zone=zone, minutes=minutes)
    move = Move(at=meeting.at, to=later, moved_on="2025-10-27", reason="She was ill again.")
    coached.file.journal.put(meeting.changed(at=later, moves=(*meeting.moves, move)))
    evidence = made()
    forged = with_content(evidence, meeting.id, hidden_at(hidden))
    assert forged != evidence
    with pytest.raises((EvidenceFault, InvalidRecord)):
        told(forged)


def hidden_at(*hidden: str) -> Callable[[ProvedEvent], Partial]:
    """What closes all that stands at or below some paths, every commitment still right."""

    def hide(proved: ProvedEvent) -> Partial:
        assert isinstance(proved.content, Partial)
        every = [leaf.path for leaf in proved.content.leaves if isinstance(leaf, OpenLeaf)]
        kept = tuple(path for path in every if not f"{path}/".startswith(tuple(f"{at}/" for at in hidden)))
        return Partial(leaves=tuple(closed(leaf, kept) for leaf in proved.content.leaves))

    return hide


def test_no_end_of_an_outcome_can_be_closed(coached: Coached, made: Make) -> None:
    """It can be closed as a whole, and then the report says that none is shown."""
    meeting, journal = coached.records["meeting"], coached.file.journal
    outcome = "He apologised only after the second request, and refuses to repeat it"
    journal.put(meeting.changed(notes={"progress": SECRET, "resolved": outcome}))
    evidence = made()
    assert outcome in str(document_of(prove(evidence)))
    for first in range(1, 12):
        ends = (f"record/notes/resolved/{place}" for place in range(first, 12))
        assert refused(with_content(evidence, meeting.id, hidden_at(*ends))) == "content_withheld"
    whole = with_content(evidence, meeting.id, hidden_at("record/notes/resolved"))
    said = str(document_of(prove(whole)))
    assert "No outcome shown" in said
    assert "apologised" not in said


@pytest.mark.parametrize("end", [" ", "\t", "\n", " \n"], ids=repr)
def test_an_outcome_that_ends_in_white_space_cannot_show_its_end_and_is_not_shown(
    coached: Coached, made: Make, end: str
) -> None:
    meeting, journal = coached.records["meeting"], coached.file.journal
    journal.put(meeting.changed(notes={"progress": SECRET, "resolved": f"He apologised{end}"}))
    evidence = made()
    assert "apologised" not in text_of(evidence)
    assert "No outcome shown" in str(document_of(prove(evidence)))


def test_of_a_session_no_moves_are_told_for_closing_the_last_would_not_show(
    coached: Coached, made: Make
) -> None:
    """From A to B, to C and back to B: without the last two the moves would lead to the same place."""
    meeting = coached.records["meeting"]
    assert isinstance(meeting, Meeting)
    away = replace(meeting.at, local="2025-11-03T15:00")
    there = Move(at=meeting.at, to=away, moved_on="2025-10-25", reason="Put off once more.")
    back = Move(at=away, to=meeting.at, moved_on="2025-10-26", reason="And back.")
    coached.file.journal.put(meeting.changed(moves=(*meeting.moves, there, back)))
    evidence = made()
    forged = with_content(evidence, meeting.id, hidden_last_moves)
    assert forged != evidence
    assert document_of(prove(forged)) == document_of(prove(evidence))
    said = str(document_of(prove(evidence)))
    assert "had been moved is not told here either" in said
    assert "In what is not told of a session" in said
    assert "Named another leader" not in said
    for move in ("She was ill.", "Put off once more.", "And back.", "Moved on", " moved from "):
        assert move not in said


def hidden_last_moves(proved: ProvedEvent) -> Partial:
    return hidden_at("record/moves/1", "record/moves/2")(proved)


def test_entries_are_told_as_if_there_were_no_coaching_records(made: Make) -> None:
    story = told(made())
    assert sorted(int(one.number) for one in (*story.entries, *story.gaps)) == list(range(1, 9))
    assert {gap.number: gap.why for gap in story.gaps} == {"2": "counsel", "3": "reflection", "6": "refiled"}


def test_nothing_of_an_interview_told_in_confidence_is_in_the_evidence(coached: Coached, made: Make) -> None:
    for values in ({}, {"lanes": ("counsel", "medical", "intake")}):
        evidence = made(**values)
        assert SECRET not in text_of(evidence)
        for proved in events_of(evidence, coached.intake.id):
            assert isinstance(proved.content, Partial)
            shown = [leaf.path for leaf in proved.content.leaves if isinstance(leaf, OpenLeaf)]
            assert shown == ["leaders/0/0", "numbers/0"]


def test_an_interview_is_shown_once_it_is_released_and_closed_when_that_is_taken_back(
    coached: Coached, made: Make
) -> None:
    journal, view = coached.file.journal, coached.file.journal.view
    now = view.get(coached.intake.id).record
    journal.put(now.changed(released=True), reason="She agreed")
    assert [one.record_type for one in told(made()).closed] == [*OWN]
    assert SECRET in text_of(made())
    journal.put(now.changed(released=False), reason="She thought better of it")
    assert [one.record_type for one in told(made()).closed] == [*OWN, "intake"]
    assert SECRET not in text_of(made())


def test_the_other_leaders_own_records_are_not_there(coached: Coached, made: Make) -> None:
    evidence = made(coached.file.bram)
    both = [one for one in coached.records.values() if coached.file.bram.id in one.leader_ids]
    assert [one.current for one in told(evidence).coaching] == both
    assert "Answers the question that was asked" not in text_of(evidence)


def test_what_was_left_out_by_hand_and_what_is_no_longer_about_the_leader_is_said_to_be_withheld(
    coached: Coached, made: Make
) -> None:
    case, letter = coached.records["case"], coached.records["letter"]
    coached.file.journal.put(case.changed(leader_ids=(coached.file.ada.id,)))
    assert ("case", "outside_scope") in {
        (one.record_type, one.why) for one in told(made(coached.file.bram)).closed
    }
    evidence = made(excluded=(letter.id,))
    assert ("letter", "outside_scope") in {(one.record_type, one.why) for one in told(evidence).closed}
    assert "By hand" not in text_of(evidence)


def test_of_an_interview_alone_only_is_said_that_it_is_on_file(coached: Coached, made: Make) -> None:
    cleo = leader("Cleo")
    coached.file.journal.put(cleo)
    coached.file.journal.put(coached.intake.changed(id="d" * 24, leader_ids=(cleo.id,)))
    said = str(document_of(prove(made(cleo))))
    assert "1 coaching record on file about this person: 0 shown, 1 withheld." in said
    assert SECRET not in said


def test_whoever_comes_into_a_case_later_sees_it_from_then_on(coached: Coached, made: Make) -> None:
    cleo, journal = leader("Cleo"), coached.file.journal
    case = coached.records["case"]
    journal.put(cleo)
    journal.put(case.changed(leader_ids=(*case.leader_ids, cleo.id)))
    [one] = told(made(cleo)).coaching
    assert [version.event.revision for version in one.versions] == [2]


def test_every_event_left_out_is_missed(made: Make) -> None:
    evidence = made()
    for place in range(len(evidence.entries)):
        entries = evidence.entries[:place] + evidence.entries[place + 1 :]
        assert refused(replace(evidence, entries=entries)) == "entries_missing"


def with_content(evidence: Evidence, record_id: str, change: Callable[[ProvedEvent], Any]) -> Evidence:
    entries = [
        replace(proved, content=change(proved)) if proved.event.record_id == record_id else proved
        for proved in evidence.entries
    ]
    return replace(evidence, entries=tuple(entries))


def closed(leaf: OpenLeaf | ClosedLeaf, shown: tuple[str, ...]) -> OpenLeaf | ClosedLeaf:
    if isinstance(leaf, ClosedLeaf) or any(f"{leaf.path}/".startswith(f"{path}/") for path in shown):
        return leaf
    return ClosedLeaf(hash_of_leaf(leaf.path, leaf.value, bytes.fromhex(leaf.salt)).hex())


def closed_but(evidence: Evidence, record_id: str, *shown: str) -> Evidence:
    """All of a record's content closed but for some paths, every commitment still right."""

    def close(proved: ProvedEvent) -> Partial:
        if isinstance(proved.content, Partial):
            return Partial(leaves=tuple(closed(leaf, shown) for leaf in proved.content.leaves))
        assert isinstance(proved.content, Whole)
        salt = bytes.fromhex(proved.content.salt)
        return Partial(leaves=disclose(proved.content.payload, salt, shown))

    return with_content(evidence, record_id, close)


@pytest.mark.parametrize("record_type", [name for name in COACHING if name not in OWN])
def test_a_category_is_for_its_type_only(coached: Coached, made: Make, record_type: str) -> None:
    record_id = coached.records[record_type].id
    hidden = closed_but(made(), record_id, "leaders/0", "numbers/0")
    assert refused(hidden) == "content_withheld"
    for why in get_args(Withheld):
        lie = replace(hidden, withheld=hidden.withheld | {record_id: why})
        if (why, record_type) in ONLY_FOR or why in ("outside_scope", "others_data"):
            assert prove(lie)
        else:
            assert refused(lie) == "withheld_altered"


@pytest.mark.parametrize("shown", [("record/target", "record/leader_ids"), ()], ids=str)
def test_of_a_record_that_is_shown_nothing_is_closed(
    coached: Coached, made: Make, shown: tuple[str, ...]
) -> None:
    named = ("leaders", "numbers", "reason")
    assert refused(closed_but(made(), coached.records["goal"].id, *named, *shown)) == "content_withheld"


def test_a_changed_word_is_found(coached: Coached, made: Make) -> None:
    def reword(proved: ProvedEvent) -> Whole:
        assert isinstance(proved.content, Whole)
        payload = proved.content.payload
        return replace(
            proved.content, payload=payload | {"record": payload["record"] | {"target": "Six of six"}}
        )

    assert refused(with_content(made(), coached.records["goal"].id, reword)) == "content_altered"


def test_another_leaders_record_put_in_the_place_of_one_is_found(coached: Coached, made: Make) -> None:
    plan = Plan.make(leader_ids=(coached.file.bram.id,), started="2026-03-02")
    coached.file.journal.put(plan)
    evidence, [stranger] = made(), events_of(made(coached.file.bram), plan.id)
    swapped = replace(evidence, entries=(*evidence.entries[:-1], stranger))
    assert refused(swapped) == "not_about_leader"


@pytest.mark.parametrize("number", [0, 9])
def test_nothing_but_a_coaching_record_is_counted_beside_the_entries(
    coached: Coached, made: Make, number: int
) -> None:
    """A forger who writes a whole ledger of their own can count anything; what it is shows all the same."""
    journal, ada = coached.file.journal, coached.file.ada
    odd = Contact.make(name="Nobody")
    journal._append([Change(action="create", record=odd, leaders=(ada.id,), numbers=(number,))])
    proved = _Prover(journal.view, journal.head.size, Names(())).whole(journal.view.last_event_of(odd.id))
    evidence = made()
    forged = replace(evidence, entries=(*evidence.entries, proved))
    assert refused(forged) == "numbers_altered"


def read_back(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path.read_bytes())
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    finally:
        pdf.close()


def facts(verdict: Verdict, kind: str) -> dict[str, str]:
    [found] = [finding.facts for finding in verdict.findings if finding.kind == kind]
    return found


def test_a_file_with_coaching_records_is_accepted_and_says_how_many_there_are(
    coached: Coached, tmp_path: Path
) -> None:
    journal, choices = coached.file.journal, Choices(selection=Selection(leader_ids=(coached.file.ada.id,)))
    released = export_timeline(journal, choices, tmp_path / "timeline.pdf")
    verdict = verify_pdf(released.path.read_bytes())
    assert verdict.accepted
    counted = facts(verdict, "coaching_proved")
    assert (counted["records"], counted["shown"], counted["withheld"]) == ("20", "17", "3")
    assert facts(verdict, "counts_proved")["entries"] == "8"
    assert (released.entries, released.withheld) == (5, 3)
    text = read_back(released.path)
    assert "20 coaching records on file about this person: 17 shown, 3 withheld." in text
    assert "Answers the question that was asked" in text
    assert "[withdrawn]" in text
    assert "Intake interview 2" in text
    assert "3 entries and 3 coaching records on file left out" in text
    assert SECRET not in text
    assert SECRET.encode() not in released.path.read_bytes()
    assert journal.check().head == journal.head


def test_a_leader_with_coaching_records_and_no_entry_has_a_file_too(coached: Coached, tmp_path: Path) -> None:
    cleo, journal = leader("Cleo"), coached.file.journal
    plan = coached.records["plan"].changed(id="c" * 24, leader_ids=(cleo.id,))
    journal.put(cleo)
    journal.put(plan, Goal.make(leader_ids=(cleo.id,), plan_id=plan.id, title="Listens"))
    choices = Choices(selection=Selection(leader_ids=(cleo.id,)), signed=False)
    released = export_timeline(journal, choices, tmp_path / "cleo.pdf")
    verdict = verify_pdf(released.path.read_bytes())
    assert verdict.accepted
    assert facts(verdict, "counts_proved")["entries"] == "0"
    assert facts(verdict, "coaching_proved")["records"] == "2"
    text = read_back(released.path)
    assert "Nothing filed under this person was left out" in text
    assert "notes filed under others that mention them are not in this file" in text


def test_a_protected_event_is_withheld_unless_its_lane_is_released(coached: Coached, made: Make) -> None:
    record_id = coached.records["protected_event"].id
    evidence = made()
    assert evidence.withheld[record_id] == "medical"
    assert "2025-04-17" not in text_of(evidence)
    assert [one.why for one in told(evidence).closed if one.record_type == "protected_event"] == ["medical"]
    released = made(lanes=("medical",))
    assert record_id not in released.withheld
    assert "2025-04-17" in text_of(released)
    assert prove(released)
