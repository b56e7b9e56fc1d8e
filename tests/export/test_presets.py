"""Choices under a name: the built-in ones, and those that were saved."""

import pytest
from msgspec.structs import replace

from coachdesk.export.presets import (
    BUILT_IN,
    Preset,
    drop_preset,
    preset_called,
    presets,
    save_preset,
)
from coachdesk.export.reviewing import reviewed
from coachdesk.export.selection import Selection
from coachdesk.journal.journal import Journal
from coachdesk.records.base import InvalidRecord
from tests.export.conftest import Coached


def names(journal: Journal) -> list[str]:
    return [one.name for one in presets(journal.view)]


def test_there_are_five_to_begin_with(journal: Journal) -> None:
    assert names(journal) == ["hr", "counsel", "leader", "access_request", "handover"]


def test_a_saved_one_is_found_by_its_name_and_can_be_dropped(journal: Journal) -> None:
    kept = save_preset(journal, Preset(name="  Works   council ", kinds=("praise",), lanes=("medical",)))
    assert kept.name == "Works council"
    assert names(journal)[5:] == ["Works council"]
    assert preset_called(journal.view, "works COUNCIL") == kept
    assert preset_called(journal.view, "nobody") is None
    drop_preset(journal, "Works council")
    assert names(journal) == list(BUILT_IN)
    with pytest.raises(KeyError):
        drop_preset(journal, "Works council")


def test_one_saved_again_takes_the_place_of_the_first(journal: Journal) -> None:
    save_preset(journal, Preset(name="Works council"))
    save_preset(journal, Preset(name="works council", purpose="Hearing"))
    assert [(one.name, one.purpose) for one in presets(journal.view)][5:] == [("Works council", "Hearing")]


def test_a_built_in_one_can_be_changed_and_comes_back_when_that_is_dropped(journal: Journal) -> None:
    save_preset(journal, replace(BUILT_IN["hr"], recipient="B. Ek, HR"))
    assert names(journal) == list(BUILT_IN)
    assert presets(journal.view)[0].recipient == "B. Ek, HR"
    drop_preset(journal, "hr")
    assert presets(journal.view)[0] == BUILT_IN["hr"]


@pytest.mark.parametrize(("name", "problem"), [("", "empty"), (" \n ", "empty"), ("x" * 61, "too_long")])
def test_a_name_must_say_something_and_be_short(journal: Journal, name: str, problem: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        save_preset(journal, Preset(name=name))
    assert refused.value.problem == problem
    assert names(journal) == list(BUILT_IN)


def test_presets_are_kept_encrypted_in_the_journal(journal: Journal) -> None:
    save_preset(journal, Preset(name="Canary-of-a-preset", purpose="Canary-of-a-purpose"))
    path = journal.path
    journal.close()
    found = b"".join(file.read_bytes() for file in path.rglob("*") if file.is_file())
    assert b"Canary-of" not in found


def why(coached: Coached, name: str) -> dict[str, str]:
    """Why things are withheld under a preset, by the name they have in the file."""
    file, preset = coached.file, BUILT_IN[name]
    selection = Selection(
        leader_ids=(file.ada.id,),
        kinds=preset.kinds,
        lanes=preset.lanes,
        under_review=preset.under_review,
    )
    found = {one.record_id: one.withheld for one in reviewed(file.journal.view, selection)}
    records = {**file.entries, **coached.records, "in confidence": coached.intake}
    return {called: found[one.id] for called, one in records.items() if one.id in found}


def test_what_each_preset_withholds(coached: Coached) -> None:
    always = {
        "reflection": "reflection",
        "preparation": "preparation",
        "in confidence": "intake",
        "stray": "refiled",
    }
    ordinary = {"counsel": "counsel", "protected_event": "medical"}
    expected = {
        "hr": {**always, **ordinary},
        "leader": {**always, **ordinary},
        "handover": {**always, **ordinary},
        "counsel": always,
        "access_request": {**always, "reflection": "under_review", "counsel": "counsel"},
    }
    for name, withheld in expected.items():
        found = {called: reason for called, reason in why(coached, name).items() if reason}
        assert found == withheld, name


def test_others_have_no_name_in_what_the_leader_is_given() -> None:
    assert {name: one.third_parties for name, one in BUILT_IN.items()} == {
        "hr": "named",
        "counsel": "named",
        "leader": "aliased",
        "access_request": "aliased",
        "handover": "named",
    }
