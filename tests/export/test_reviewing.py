"""The list that is looked through before an export."""

import pytest
from msgspec.structs import replace

from coachdesk.export.gathering import gather
from coachdesk.export.proof import prove
from coachdesk.export.reviewing import Reviewed, reviewed
from coachdesk.export.selection import Selection
from coachdesk.export.story import story_of
from tests.export.conftest import COVER, Coached, File
from tests.making import entry


def look(file: File, **values: object) -> dict[str, Reviewed]:
    """The lines by id."""
    found = reviewed(file.journal.view, Selection(**{"leader_ids": (file.ada.id,)} | values))
    return {one.record_id: one for one in found}


def test_there_is_one_line_for_each_entry_and_each_coaching_record(coached: Coached) -> None:
    found = look(coached.file)
    records = [*coached.records.values(), coached.intake]
    entries = [one for one in found.values() if one.type == "entry"]
    assert len(entries) == coached.file.journal.counts.of[coached.file.ada.id].entries
    assert {one.id for one in records} == {one.record_id for one in found.values() if one.type != "entry"}


def test_lines_stand_in_order_of_time(coached: Coached) -> None:
    days = [one.day for one in look(coached.file).values()]
    assert days == sorted(days)


@pytest.mark.parametrize(
    "values", [{}, {"kinds": ("praise",)}, {"from_day": "2025-10-01", "to_day": "2025-11-01"}], ids=str
)
def test_a_line_says_what_the_report_does(coached: Coached, values: dict[str, object]) -> None:
    file = coached.file
    selection = Selection(leader_ids=(file.ada.id, file.bram.id), **values)
    counts = file.journal.counts.proofs(selection.leader_ids)
    evidence = gather(file.journal.view, file.journal.head, counts, selection, COVER)
    story, found = (
        story_of(prove(evidence)),
        {one.record_id: one for one in reviewed(file.journal.view, selection)},
    )
    assert {one.record_id: one.withheld for one in found.values() if one.withheld} == evidence.withheld
    for one in (*story.entries, *story.gaps):
        line = found[one.events[0].record_id]
        assert (line.numbers, line.number) == (one.numbers, one.number)
    assert len(found) == sum(map(len, (story.entries, story.gaps, story.coaching, story.closed)))


def test_coaching_records_are_numbered_as_the_report_calls_them(coached: Coached) -> None:
    found = look(coached.file)
    assert found[coached.records["intake"].id].number == "1"
    assert found[coached.intake.id].number == "2"


def test_a_line_says_what_is_late_not_told_and_withdrawn(file: File) -> None:
    untold = entry(file.ada, text="", behaviour="Cut Ada short.")
    told = entry(file.ada, told={"state": "told", "day": "2026-03-03"})
    file.journal.put(untold, told)
    found = look(file)
    assert found[file.entries["late"].id].late
    assert not found[file.entries["praise"].id].late
    assert found[file.entries["withdrawn"].id].withdrawn
    assert (found[untold.id].told, found[told.id].told) == ("no", "yes")
    assert found[untold.id].headline == "Cut Ada short."


def test_a_tick_decides_only_where_nothing_else_does(coached: Coached) -> None:
    file = coached.file
    praise, reflection = file.entries["praise"].id, file.entries["reflection"].id
    link = coached.records["link"].id
    found = look(file, excluded=(praise, reflection))
    assert (found[praise].withheld, found[praise].by_hand) == ("outside_scope", True)
    assert (found[reflection].withheld, found[reflection].by_hand) == ("reflection", False)
    assert found[link].withheld == "linked"
    assert not found[link].by_hand
    assert all(one.by_hand for one in look(file).values() if not one.withheld)
    narrowed = look(file, kinds=("praise",))
    assert not narrowed[file.entries["late"].id].by_hand


def test_of_an_access_request_reflections_are_said_to_be_under_review(file: File) -> None:
    reflection = file.entries["reflection"].id
    assert look(file, under_review=True)[reflection].withheld == "under_review"
    selection = Selection(leader_ids=(file.ada.id,), under_review=True)
    counts = file.journal.counts.proofs(selection.leader_ids)
    evidence = gather(file.journal.view, file.journal.head, counts, selection, COVER)
    assert prove(evidence).evidence.withheld[reflection] == "under_review"
    planted = replace(evidence, withheld=evidence.withheld | {file.entries["counsel"].id: "under_review"})
    with pytest.raises(Exception, match="withheld_altered"):
        prove(planted)
