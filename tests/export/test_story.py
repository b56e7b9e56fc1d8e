import datetime as dt

from coachdesk.export.evidence import Evidence
from coachdesk.export.proof import prove
from coachdesk.export.story import Reported, Story, story_of
from tests.export.conftest import File


def story(evidence: Evidence) -> Story:
    return story_of(prove(evidence))


def entry(evidence: Evidence, file: File, name: str) -> Reported:
    wanted = file.entries[name].id
    return next(one for one in story(evidence).entries if one.events[0].record_id == wanted)


def test_entries_are_told_in_the_order_in_which_they_happened(evidence: Evidence) -> None:
    keys = [(one.occurred.sort_key, one.number) for one in story(evidence).entries]
    assert keys == sorted(keys)


def test_the_original_stays_beside_what_it_became(evidence: Evidence, file: File) -> None:
    corrected = entry(evidence, file, "corrected")
    assert corrected.original.behaviour == "She was defensive."
    assert corrected.current.behaviour == "She said “no” four times."


def test_corrections_within_a_quarter_of_an_hour_are_read_as_one(evidence: Evidence, file: File) -> None:
    (change,) = entry(evidence, file, "corrected").changes
    assert len(change.events) == 2
    assert change.reason == "A label, not what I saw; More exact"
    assert (change.before.impact, change.after.impact) == (
        "The room went quiet.",
        "The room was quiet for a minute.",
    )


def test_a_correction_after_two_days_is_an_amendment(evidence: Evidence, file: File) -> None:
    assert [change.label for change in entry(evidence, file, "corrected").changes] == ["amendment"]


def test_a_correction_within_two_days_is_a_correction(file: File) -> None:
    late = file.journal.view.get(file.entries["late"].id).record
    file.journal.correct(late.changed(place="Room 3"), "forgot the room")
    from coachdesk.export.gathering import gather
    from coachdesk.export.selection import Selection
    from tests.export.conftest import COVER

    counts = file.journal.counts.proofs((file.ada.id,))
    fresh = gather(file.journal.view, file.journal.head, counts, Selection(leader_ids=(file.ada.id,)), COVER)
    assert [change.label for change in entry(fresh, file, "late").changes] == ["correction"]


def test_an_addition_is_an_addendum_and_a_withdrawal_is_seen(evidence: Evidence, file: File) -> None:
    assert [change.label for change in entry(evidence, file, "praise").changes] == ["addendum"]
    assert entry(evidence, file, "withdrawn").withdrawn
    assert not entry(evidence, file, "praise").withdrawn


def test_the_lag_is_the_time_from_what_happened_to_its_first_writing(evidence: Evidence, file: File) -> None:
    assert entry(evidence, file, "late").lag > dt.timedelta(days=29)
    assert entry(evidence, file, "praise").lag < dt.timedelta(hours=1)
