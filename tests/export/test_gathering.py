from collections.abc import Callable

import pytest

from coachdesk.export import evidence as evidence_format
from coachdesk.export.evidence import Evidence, Partial, Whole
from coachdesk.export.proof import prove
from coachdesk.export.story import story_of
from tests.export.conftest import File


def text_of(evidence: Evidence) -> str:
    return evidence_format.encode(evidence).decode()


def test_nothing_of_a_withheld_entry_but_number_day_and_lane_is_in_the_evidence(evidence: Evidence) -> None:
    text = text_of(evidence)
    for secret in ("PRIVILEGED", "Pryce", "AM I FAIR", "MEANT FOR BRAM"):
        assert secret not in text


def test_other_leaders_are_neither_named_nor_counted(evidence: Evidence, file: File) -> None:
    text = text_of(evidence)
    for secret in (file.bram.id, "Bram", "ABOUT BRAM ONLY", "BRAM AGAIN"):
        assert secret not in text


def test_an_entry_about_two_shows_its_words_and_only_this_leader(evidence: Evidence, file: File) -> None:
    shared = [one for one in evidence.entries if one.event.record_id == file.entries["both"].id]
    assert isinstance(shared[0].content, Partial)
    entry = next(one for one in story_of(prove(evidence)).entries if "disagreed" in one.current.text)
    assert entry.current.leader_ids == (file.ada.id,)


def test_every_entry_is_there_shown_or_as_a_gap(evidence: Evidence) -> None:
    story = story_of(prove(evidence))
    numbers = sorted(one.numbers for one in (*story.entries, *story.gaps))
    assert numbers == [(number,) for number in range(1, 9)]
    assert {gap.number: gap.why for gap in story.gaps} == {"2": "counsel", "3": "reflection", "6": "refiled"}


def test_a_lane_is_released_only_by_name(gathered: Callable[..., Evidence]) -> None:
    assert "PRIVILEGED" in text_of(gathered(lanes=("counsel",)))


def test_what_once_stood_in_a_closed_lane_stays_closed(file: File, gathered: Callable[..., Evidence]) -> None:
    counsel = file.journal.view.get(file.entries["counsel"].id).record
    file.journal.correct(counsel.changed(lane="ordinary", counsel=None, text="Harmless."), "wrong lane")
    evidence = gathered()
    assert "PRIVILEGED" not in text_of(evidence)
    assert evidence.withheld[counsel.id] == "counsel"
    assert prove(evidence)


def test_the_managers_reflection_is_never_shown(gathered: Callable[..., Evidence]) -> None:
    assert "AM I FAIR" not in text_of(gathered(lanes=("counsel", "medical", "intake")))


@pytest.mark.parametrize(
    "choice", [{"kinds": ("praise",)}, {"to_day": "2026-03-01"}, {"from_day": "2026-03-03"}]
)
def test_what_is_out_of_scope_is_a_gap(gathered: Callable[..., Evidence], choice: dict[str, object]) -> None:
    story = story_of(prove(gathered(**choice)))
    assert {gap.why for gap in story.gaps} >= {"outside_scope"}
    assert all(entry.current.kind == "praise" for entry in story.entries)


def test_an_entry_left_out_by_hand_is_a_gap(gathered: Callable[..., Evidence], file: File) -> None:
    late = file.entries["late"].id
    evidence = gathered(excluded=(late,))
    assert evidence.withheld[late] == "outside_scope"
    assert "Remembered much later" not in text_of(evidence)


def test_attachments_of_shown_entries_are_exhibits(evidence: Evidence) -> None:
    assert [exhibit.file_name for exhibit in evidence.exhibits] == ["E1 minutes.txt"]
    assert isinstance(evidence.others[0].content, Whole)


def test_an_exhibit_never_brings_a_path_with_it(file: File) -> None:
    import io

    from coachdesk.export.gathering import gather
    from coachdesk.export.selection import Selection
    from tests.export.conftest import COVER
    from tests.making import entry

    taken = file.journal.take_in("..\\..\\evil:name?.txt", io.BytesIO(b"x"))
    file.journal.put(taken, entry(file.ada, attachment_ids=(taken.id,)))
    counts = file.journal.counts.proofs((file.ada.id,))
    evidence = gather(
        file.journal.view, file.journal.head, counts, Selection(leader_ids=(file.ada.id,)), COVER
    )
    assert not set('\\/:*?"<>|') & set("".join(exhibit.file_name for exhibit in evidence.exhibits))


def test_every_earlier_export_is_an_anchor_whoever_it_was_about(
    file: File, gathered: Callable[..., Evidence]
) -> None:
    """One that was never recorded as released is, too: its file may be in somebody's hands all the same."""
    from coachdesk.records.handover import Export

    heads = []
    for number, (about, state) in enumerate(((file.ada, "released"), (file.bram, "prepared")), start=1):
        head = file.journal.head
        heads.append((f"X-{number}", head.size, head.root))
        record = Export.make(
            number=f"X-{number}", state="prepared", leader_ids=(about.id,), purpose="", recipient="",
            digest="0" * 64, size=head.size, root=head.root, entries=1, withheld=0,
        )  # fmt: skip
        file.journal.put(record)
        if state == "released":
            file.journal.put(record.changed(state=state))
    evidence = prove(gathered()).evidence
    assert [(one.number, one.size, one.root) for one in evidence.earlier] == heads
    assert all(one.released_at for one in evidence.earlier)


def test_a_leader_without_entries_gives_a_report_that_says_so(file: File) -> None:
    from coachdesk.export.gathering import gather
    from coachdesk.export.report import document_of
    from coachdesk.export.selection import Selection
    from tests.export.conftest import COVER
    from tests.making import leader

    new = leader("Cleo Park")
    file.journal.put(new)
    evidence = gather(file.journal.view, file.journal.head, (None,), Selection(leader_ids=(new.id,)), COVER)
    assert "No entries are shown" in repr(document_of(prove(evidence)))
