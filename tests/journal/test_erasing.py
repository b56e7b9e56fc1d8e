"""Erasure at every grain: what goes, what stays, what hangs on what, and that nothing brings it back."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from coachdesk.export.presets import Preset, presets, save_preset
from coachdesk.journal import backup, erasable, erasing, keeping, restoring
from coachdesk.journal.erasable import Plan
from coachdesk.journal.errors import (
    CannotErase,
    Erased,
    ErasureUnfinished,
    HoldInForce,
    LastGoodBackup,
    NoSuchRecord,
    ReasonMissing,
    StorageFull,
)
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.journal.sought import names_sought, words_sought
from coachdesk.ledger import erased
from coachdesk.ledger.verify import LedgerFault, check
from coachdesk.records.base import InvalidRecord, clean
from coachdesk.records.case import Case, MutualExpectation
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Link
from coachdesk.records.people import Leader
from coachdesk.records.plan import Plan as GoalPlan
from tests.journal.spoiling import raw, run_sql
from tests.making import COST, PASSPHRASE, Clock, entry, leader


class File(NamedTuple):
    journal: Journal
    ada: Leader
    bo: Leader
    alone: Entry
    shared: Entry
    others: Entry


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    """One entry about Ada with an attachment, one about both, one about Bo that names Ada."""
    journal, _ = create_journal(tmp_path / "File.coachdesk", PASSPHRASE, COST, clock=Clock())
    with journal:
        ada, bo = leader("Ada Marsh", role="Head"), leader("Bo Will")
        journal.put(ada, bo)
        attached = journal.take_in("ada.txt", io.BytesIO(b"what was in the file"))
        alone = entry(ada, title="Review", text="A secret word, twice secret.", attachment_ids=(attached.id,))
        shared = entry(ada, bo, text="Ada and Bo disagreed.", themes=["pace"])
        others = entry(bo, text="Bo said Marsh’s team will be late.", impact="Will was told.")
        journal.put(attached, alone, reason="Because of Ada")
        journal.put(shared, others)
        journal.correct(alone.changed(impact="It stays secret."), "More to say")
        yield File(journal, ada, bo, alone, shared, others)


def erase(journal: Journal, plan: Plan) -> None:
    before = journal.head.size
    erasing.erase(journal, plan, "Robin Vale", "It had to go.")
    checked = journal.check()
    assert checked.head.size == before + 1
    assert erasing.is_finished(journal)
    assert len(backup.own_backups(journal.path)) == 1


def text_of(journal: Journal, record: Entry) -> Entry:
    found = journal.view.get(record.id).record
    assert isinstance(found, Entry)
    return found


def test_a_word_goes_from_every_state_of_an_entry_and_is_found_no_more(file: File) -> None:
    erase(file.journal, erasable.plan_words(file.journal.view, ["Secret"], file.alone.id))
    history = file.journal.view.history(file.alone.id)
    assert [one.record.text for one in history] == ["A [erased] word, twice [erased]"] * 2
    assert text_of(file.journal, file.alone).impact == "It stays [erased]"
    assert file.journal.view.search("secret") == ()
    assert [hit.record_id for hit in file.journal.view.search("twice")] == [file.alone.id]


def test_other_accents_are_found_beside_what_is_sought_and_never_with_it(file: File) -> None:
    journal, view = file.journal, file.journal.view
    two = entry(file.bo, text="René, Renée; rene! 김 기", title="Café in town")
    journal.put(two)

    def beside(*words: str, record_id: str = "") -> tuple[str, ...]:
        return erasable.spelled_otherwise(view, words_sought(words), record_id)

    assert beside("rene") == ("René", "Renée")
    assert beside("René") == ("rene",)
    assert beside("cafe in") == ("Café in",)
    assert beside("cafe in", record_id=file.alone.id) == ()
    assert beside("기") == (), "a syllable is no accent"
    assert beside("김", "nowhere") == ()
    assert beside() == ()
    assert erasable.spelled_otherwise(view, names_sought(["Rene Will"]), whole={two.id}) == ()
    assert erasable.spelled_otherwise(view, names_sought(["Rene Will"])) == ("René",)
    erase(journal, erasable.plan_words(view, ["rene"]))
    assert text_of(journal, two).text == "René, Renée; [erased] 김 기"


def test_several_words_go_only_where_they_stand_in_a_row(file: File) -> None:
    erase(file.journal, erasable.plan_words(file.journal.view, ["twice secret"], file.alone.id))
    assert text_of(file.journal, file.alone).text == "A secret word, [erased] [erased]"


def test_a_field_goes_as_a_whole(file: File) -> None:
    erase(file.journal, erasable.plan_field(file.journal.view, file.alone.id, "text"))
    now = text_of(file.journal, file.alone)
    assert (now.text, now.title, now.impact) == ("[erased]", "Review", "It stays secret.")
    erase(file.journal, erasable.plan_field(file.journal.view, file.shared.id, "themes"))
    assert text_of(file.journal, file.shared).themes == ()
    assert file.journal.view.themes(file.bo.id) == {}


def test_of_an_entry_number_and_days_are_left(file: File) -> None:
    view = file.journal.view
    [attached] = view.records("attachment")
    erase(file.journal, erasable.plan_record(view, file.alone.id))
    [outlined] = [one for one in view.outlines(file.ada.id).entries if one.id == file.alone.id]
    assert (outlined.number, outlined.sort_key, outlined.erased, outlined.withdrawn) == (
        1,
        "2026-03-02T09:30",
        2,
        True,
    )
    assert (outlined.headline, outlined.kind) == ("", "other")
    last = view.get(file.alone.id)
    assert last.erased
    assert (last.payload.reason, text_of(file.journal, file.alone).text) == ("", "")
    assert view.records("attachment") == ()
    with pytest.raises(Erased):
        view.get(attached.id)
    for change in (
        lambda: file.journal.add(file.alone.id, "more", "why"),
        lambda: file.journal.correct(file.alone.changed(text="again"), "why"),
        lambda: file.journal.withdraw(file.alone.id, "why"),
        lambda: file.journal.refile(file.alone.id, [file.bo.id], "why"),
    ):
        with pytest.raises(Erased):
            change()


def test_a_leader_goes_with_all_that_is_about_nobody_else(file: File) -> None:
    view = file.journal.view
    erase(file.journal, erasable.plan_leader(view, [file.ada.id]))
    assert [one.name for one in view.leaders()] == ["Bo Will"]
    assert view.get(file.alone.id).erased
    assert text_of(file.journal, file.shared).text == "[erased] and Bo disagreed."
    assert text_of(file.journal, file.shared).leader_ids == (file.bo.id,)
    assert text_of(file.journal, file.others).text == "Bo said [erased] team will be late."
    assert [one.erased for one in view.timeline(file.ada.id).entries] == [2]
    assert [one.number for one in view.timeline(file.bo.id).entries] == [2, 1]
    with pytest.raises(Erased):
        view.get(file.ada.id)
    with pytest.raises(Erased):
        file.journal.put(entry(file.ada, text="once more"))


def test_two_who_signed_the_same_can_both_be_erased_one_after_the_other(file: File) -> None:
    """What is left of their names is the same, and tells nobody apart."""
    case = Case.make(
        leader_ids=(file.ada.id, file.bo.id), title="How they work together", opened_on="2026-03-02"
    )
    signed = [{"role": "leader", "name": one.name, "day": "2026-03-02"} for one in (file.ada, file.bo)]
    both = MutualExpectation.make(
        leader_ids=case.leader_ids, case_id=case.id, text="Answer.", sign_offs=signed
    )
    file.journal.put(case, both)
    erase(file.journal, erasable.plan_leader(file.journal.view, [file.ada.id]))
    now = file.journal.view.get(both.id).record
    assert isinstance(now, MutualExpectation)
    assert [one.name for one in now.sign_offs] == ["[erased] [erased]", "Bo Will"]
    erase(file.journal, erasable.plan_leader(file.journal.view, [file.bo.id]))
    assert file.journal.view.leaders() == ()


def test_a_name_that_is_a_word_too_goes_only_as_a_name(file: File) -> None:
    erase(file.journal, erasable.plan_leader(file.journal.view, [file.bo.id]))
    assert file.journal.view.get(file.others.id).erased
    assert text_of(file.journal, file.shared).text == "Ada and [erased] disagreed."
    sought = names_sought(["Bo Will"])
    words = ["will", "Will.", "BO", "Bo-led", "bo@firm.example", "Boat", "(Bo’s)"]
    assert sought.places(words) == {1, 2, 3, 4, 6}


def test_a_name_can_stay_where_others_alone_are_meant(file: File) -> None:
    erase(file.journal, erasable.plan_leader(file.journal.view, [file.ada.id], elsewhere=False))
    assert "Marsh" in text_of(file.journal, file.others).text
    assert "Ada" not in text_of(file.journal, file.shared).text


def test_an_entry_about_two_goes_when_both_do(file: File) -> None:
    erase(file.journal, erasable.plan_leader(file.journal.view, [file.ada.id, file.bo.id]))
    assert file.journal.view.get(file.shared.id).erased
    assert file.journal.view.leaders() == ()


def test_what_else_somebody_is_called_goes_too(file: File) -> None:
    file.journal.put(entry(file.bo, text="The boss of dispatch came."))
    erase(file.journal, erasable.plan_leader(file.journal.view, [file.ada.id], ["boss of dispatch"]))
    texts = [one.entry.text for one in file.journal.view.timeline(file.bo.id).entries]
    assert "The [erased] [erased] [erased] came." in texts


def test_a_period_goes_by_the_day_on_which_things_happened(file: File) -> None:
    old = entry(
        file.ada,
        occurred={"day": "2019-05-01", "zone": "Europe/London", "precision": "day"},
        text="Long ago.",
    )
    both = entry(
        file.ada, file.bo, occurred={"day": "2019-05-02", "zone": "UTC", "precision": "day"}, text="Ada too."
    )
    file.journal.put(old, both)
    plan = erasable.plan_period(file.journal.view, "2019-01-01", "2019-12-31", file.ada.id)
    assert plan.left_alone == {both.id}
    erase(file.journal, plan)
    assert file.journal.view.get(old.id).erased
    assert text_of(file.journal, both) == both
    erase(file.journal, erasable.plan_period(file.journal.view, "2019-01-01", "2019-12-31"))
    assert file.journal.view.get(both.id).erased
    assert not file.journal.view.get(file.alone.id).erased


def test_links_go_with_what_they_join_and_attachments_with_the_last_that_names_them(file: File) -> None:
    [attached] = file.alone.attachment_ids
    plan = GoalPlan.make(leader_ids=(file.ada.id,), started="2026-03-02", purpose="Listen")
    link = Link.make(leader_ids=(file.ada.id,), entry_id=file.alone.id, target_id=plan.id, note="says so")
    second = entry(file.ada, text="Names it too.", attachment_ids=(attached,))
    file.journal.put(plan)
    file.journal.put(link, second)
    erase(file.journal, erasable.plan_record(file.journal.view, file.alone.id))
    assert file.journal.view.records("link") == ()
    assert file.journal.view.records("plan") == (plan,)
    assert len(file.journal.view.records("attachment")) == 1
    erase(file.journal, erasable.plan_record(file.journal.view, second.id))
    assert file.journal.view.records("attachment") == ()


def test_an_attachment_goes_from_the_entry_that_names_it(file: File) -> None:
    [attached] = file.alone.attachment_ids
    erase(file.journal, erasable.plan_record(file.journal.view, attached))
    assert text_of(file.journal, file.alone).attachment_ids == ()
    assert text_of(file.journal, file.alone).text == file.alone.text


def test_drafts_and_aliases_lose_it_too(file: File) -> None:
    journal = file.journal
    journal.keep_draft("of alone", {"entry_id": file.alone.id, "text": "a secret"})
    journal.keep_draft("of bo", {"leader_ids": [file.bo.id], "text": "Ask Ada, or ada@x.example"})
    journal.change_setting("aliases", b'[{"names":["Ada Marsh"],"shown":"Peer A"}]')
    erase(journal, erasable.plan_leader(journal.view, [file.ada.id]))
    assert {one.id: one.values for one in journal.view.drafts()} == {
        "of bo": {"leader_ids": [file.bo.id], "text": "Ask [erased] or [erased]"}
    }
    assert journal.view.setting("aliases") == b'[{"names":["[erased] [erased]"],"shown":"Peer A"}]'


def test_own_rules_of_wording_lose_a_word_and_what_was_chosen_can_still_be_read(file: File) -> None:
    """Words of CoachDesk’s are left where they stand alone: in a preset, in the kind and the lane of a draft."""
    journal, words = file.journal, ["Quillonbarre", "counsel", "named", "ordinary"]
    journal.put(entry(file.bo, text=f"{' '.join(words)}."))
    journal.change_setting("wording_rules", b'# of Quillonbarre\nL3 = ["a Quillonbarre day"]\n')
    preset = Preset(name="For Quillonbarre", lanes=("counsel",), purpose="Advice of counsel")
    save_preset(journal, preset)
    journal.keep_draft("d", {"lane": "ordinary", "kind": "counsel_note", "text": "An ordinary day"})
    keys = {name: journal.view.setting(name) for name in ("counts_key", "header_sequence", "recovery_slot")}
    erase(journal, erasable.plan_words(journal.view, words))
    assert journal.view.setting("wording_rules") == b'# of [erased]\nL3 = ["a [erased] day"]\n'
    [kept] = [one for one in presets(journal.view) if one.lanes == ("counsel",) and one.name != "counsel"]
    assert kept == msgspec.structs.replace(preset, name="For [erased]", purpose="Advice of [erased]")
    [draft] = journal.view.drafts()
    assert draft.values == {"lane": "ordinary", "kind": "counsel_note", "text": "An [erased] day"}
    assert {name: journal.view.setting(name) for name in keys} == keys


@pytest.mark.parametrize(
    ("field", "problem"),
    [("nothing", "no_such_field"), ("leader_ids", "no_such_field"), ("intent", "nothing_found")],
)
def test_a_field_that_cannot_go_is_refused(file: File, field: str, problem: str) -> None:
    with pytest.raises(CannotErase) as refused:
        erasable.plan_field(file.journal.view, file.alone.id, field)
    assert refused.value.problem == problem


def test_what_cannot_go_is_refused_before_anything_is_written(file: File) -> None:
    journal, view = file.journal, file.journal.view
    hold = keeping.place_hold(journal, file.bo.id, "Counsel", "A claim.")
    case = Case.make(
        leader_ids=(file.ada.id,), title="x", opened_on="2026-03-02", stage="closed", closed_on="2026-03-09"
    )
    journal.put(case)
    for plan, problem in (
        (lambda: erasable.plan_record(view, hold.id), "kept"),
        (lambda: erasable.plan_record(view, file.ada.id), "a_leader"),
        (lambda: erasable.plan_field(view, case.id, "closed_on"), "needed"),
        (lambda: erasable.plan_words(view, ["nobody"]), "nothing_found"),
        (lambda: erasable.plan_period(view, "1999-01-01", "1999-12-31"), "nothing_found"),
    ):
        with pytest.raises(CannotErase) as refused:
            plan()
        assert refused.value.problem == problem
    before = journal.head
    plan = erasable.plan_record(view, file.alone.id)
    with pytest.raises(ReasonMissing):
        erasing.erase(journal, plan, "Robin Vale", "  ")
    with pytest.raises(InvalidRecord):
        erasing.erase(journal, plan, " ", "why")
    assert journal.head == before
    assert backup.own_backups(journal.path) == []


def test_the_same_thing_cannot_be_erased_twice(file: File) -> None:
    erase(file.journal, erasable.plan_record(file.journal.view, file.alone.id))
    with pytest.raises(CannotErase):
        erasable.plan_record(file.journal.view, file.alone.id)
    erase(file.journal, erasable.plan_words(file.journal.view, ["disagreed"], file.shared.id))
    with pytest.raises(CannotErase):
        erasable.plan_words(file.journal.view, ["disagreed"], file.shared.id)


def test_more_can_be_erased_of_what_lost_something_before(file: File) -> None:
    view = file.journal.view
    erase(file.journal, erasable.plan_words(view, ["secret"], file.alone.id))
    erase(file.journal, erasable.plan_words(view, ["twice"], file.alone.id))
    erase(file.journal, erasable.plan_field(view, file.alone.id, "text"))
    assert text_of(file.journal, file.alone).text == "[erased]"
    file.journal.correct(text_of(file.journal, file.alone).changed(text="Written anew."), "after it")
    file.journal.check()
    erase(file.journal, erasable.plan_record(view, file.alone.id))


def test_payloads_change_in_no_other_way(file: File) -> None:
    path = file.journal.path
    erase(file.journal, erasable.plan_record(file.journal.view, file.alone.id))
    file.journal.close()
    gone = "UPDATE payload SET salt = x'', body = x'7b7d', leaves = x'5b5d' WHERE seq ="
    for statement in (
        f"{gone} 1",
        f"{gone} 5",
        "DELETE FROM payload WHERE seq = 4",
        "UPDATE payload SET body = x'7b7d' WHERE seq = 1",
        "INSERT OR REPLACE INTO payload VALUES (4, x'', x'7b7d', NULL)",
    ):
        with pytest.raises(dbapi2.IntegrityError, match="append-only"):
            run_sql(path, statement)


@pytest.mark.parametrize(("undone", "problem"), [(False, "erased_unnamed"), (True, "erasure_undone")])
def test_what_is_missing_is_what_an_erasure_names(file: File, undone: bool, problem: str) -> None:
    """Whoever drops the triggers can destroy, and put back; that it happened shows, and where."""
    journal, path = file.journal, file.journal.path
    [alone, others] = (journal.view.states(one.id)[0] for one in (file.alone, file.others))
    erase(journal, erasable.plan_record(journal.view, file.alone.id))
    journal.close()
    target = alone if undone else others
    left = erased.erased(erasable.open_of(target), ())
    row: tuple[bytes, bytes, bytes | None] = (target.salt, target.body, None)
    if not undone:
        row = (b"", erased.body_of("entry", left), erased.encode(left))
    connection = raw(path)
    for trigger in ("payload_keeps_updates", "payload_keeps_what_is_held"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(
        "UPDATE payload SET salt = ?, body = ?, leaves = ? WHERE seq = ?", (*row, target.event.seq)
    )
    connection.close()
    with open_journal(path, PASSPHRASE, clock=Clock()) as again, pytest.raises(LedgerFault) as fault:
        list(check(again.view.lines(), again.view.setting("counts_key") or b""))
    assert (fault.value.seq, fault.value.problem) == (target.event.seq, problem)


def test_a_cut_short_erasure_is_finished_at_the_next_opening(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, path = file.journal, file.journal.path
    journal.back_up(backup.place_for(path, journal.now()))
    plan = erasable.plan_record(journal.view, file.alone.id)

    def full(*_of: object) -> None:
        raise StorageFull(path)

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "finish", full)
        with pytest.raises(ErasureUnfinished):
            erasing.erase(journal, plan, "Robin Vale", "why")
    assert journal.view.get(file.alone.id).erased
    assert not erasing.is_finished(journal)
    assert len(backup.own_backups(path)) == 2
    journal.close()
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "finish", full)
        with open_journal(path, PASSPHRASE, clock=Clock()) as again:
            assert [one.kind for one in again.notices] == ["erasure_unfinished"]
    with open_journal(path, PASSPHRASE, clock=Clock()) as again:
        assert [one.kind for one in again.notices] == ["erasure_finished"]
        assert erasing.is_finished(again)
        assert len(backup.own_backups(path)) == 1
        again.check()
    with open_journal(path, PASSPHRASE, clock=Clock()) as again:
        assert again.notices == ()


def test_while_somebody_reads_the_log_cannot_be_emptied_and_that_is_said(file: File) -> None:
    journal = file.journal
    reader = journal.open_view()
    lines = reader.lines()
    next(lines)
    with pytest.raises(ErasureUnfinished):
        erasing.erase(journal, erasable.plan_record(journal.view, file.alone.id), "Robin Vale", "why")
    assert not erasing.is_finished(journal)
    lines.close()  # type: ignore[attr-defined]
    reader.close()
    erasing.finish(journal)
    assert erasing.is_finished(journal)


def test_a_plan_is_good_only_until_something_is_written(file: File) -> None:
    plan = erasable.plan_words(file.journal.view, ["secret"], file.alone.id)
    file.journal.add(file.alone.id, "Another secret.", "late")
    with pytest.raises(CannotErase) as refused:
        erasing.erase(file.journal, plan, "Robin Vale", "why")
    assert refused.value.problem == "outdated"
    assert backup.own_backups(file.journal.path) == []


def test_a_cancel_before_the_first_backup_changes_nothing(file: File) -> None:
    class Enough(Exception):
        pass

    def cancel(_share: float) -> None:
        raise Enough

    before = file.journal.head
    with pytest.raises(Enough):
        erasing.erase(
            file.journal, erasable.plan_record(file.journal.view, file.alone.id), "Robin Vale", "why", cancel
        )
    assert file.journal.head == before
    assert backup.own_backups(file.journal.path) == []


def test_an_older_copy_brings_nothing_back(file: File, tmp_path: Path) -> None:
    """A copy on a stick knows nothing of the erasure; put back, it loses the same again."""
    journal, stick = file.journal, tmp_path / "stick.coachdesk"
    journal.change_setting("aliases", b'[{"names":["Ada"],"shown":"Peer A"}]')
    journal.back_up(stick)
    erase(journal, erasable.plan_leader(journal.view, [file.ada.id]))
    kept = restoring.restore(journal, stick)
    journal.check()
    assert kept.exists()
    assert journal.view.get(file.alone.id).erased
    assert [one.name for one in journal.view.leaders()] == ["Bo Will"]
    assert "Ada" not in text_of(journal, file.shared).text
    assert b"Ada" not in (journal.view.setting("aliases") or b"")
    assert {one.path for one in backup.own_backups(journal.path)} > {kept}


def test_a_backup_from_after_an_erasure_put_back_drops_no_backup(file: File) -> None:
    """What was written since is in the journal as it was, and nowhere else."""
    journal, path = file.journal, file.journal.path
    erase(journal, erasable.plan_record(journal.view, file.alone.id))
    [fresh] = backup.own_backups(path)
    later = entry(file.bo, text="Saved words.")
    journal.put(later)
    kept = restoring.restore(journal, fresh.path)
    assert erasing.is_finished(journal)
    journal.close()
    open_journal(path, PASSPHRASE, clock=Clock()).close()
    with open_journal(kept, PASSPHRASE, clock=Clock()) as before:
        assert text_of(before, later).text == "Saved words."


@pytest.mark.parametrize("is_formerly", [True, False])
def test_what_was_cut_short_drops_no_backup_made_since(
    file: File, monkeypatch: pytest.MonkeyPatch, is_formerly: bool
) -> None:
    journal, path = file.journal, file.journal.path

    def full(*_of: object) -> None:
        raise StorageFull(path)

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "finish", full)
        with pytest.raises(ErasureUnfinished):
            erase(journal, erasable.plan_record(journal.view, file.alone.id))
    [old] = backup.own_backups(path)
    if is_formerly:
        journal.change_setting(erasing.UNFINISHED, b"1")
    since = backup.place_for(path, dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    journal.back_up(since)
    erasing.finish(journal)
    assert since.exists()
    assert not old.path.exists()


def test_what_a_restore_was_to_erase_again_is_erased_at_the_next_opening(
    file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what the copy alone says of a record that went whole; and nothing that named it comes back."""
    journal, path, stick = file.journal, file.journal.path, tmp_path / "stick.coachdesk"
    journal.back_up(tmp_path / "older.coachdesk")
    journal.change_setting("export_presets", b'["Ada Marsh"]')
    journal.change_setting("wording_rules", b"of old")
    journal.keep_draft("dropped", {"text": "Ada"})
    journal.add(file.alone.id, "Said of Ada in the copy alone.", "late")
    journal.back_up(stick)
    restoring.restore(journal, tmp_path / "older.coachdesk")
    erase(journal, erasable.plan_leader(journal.view, [file.ada.id]))
    journal.keep_draft("kept", {"text": "new"})
    journal.drop_draft("dropped")
    journal.drop_setting("export_presets")
    journal.drop_setting("wording_rules")
    cy = leader("Cy")
    journal.put(cy)
    hold = keeping.place_hold(journal, cy.id, "Counsel", "A claim.")

    def killed(*_of: object) -> None:
        raise StorageFull(path)

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "_finish", killed)
        with pytest.raises(StorageFull):
            restoring.restore(journal, stick)
    assert not journal.view.get(file.alone.id).erased
    journal.close()
    with open_journal(path, PASSPHRASE, clock=Clock()) as again:
        assert again.notices == ()
        assert all(one.is_tombstone for one in again.view.every() if one.event.record_id == file.alone.id)
        assert [one.name for one in again.view.leaders()] == ["Bo Will"]
        assert [one.id for one in again.view.records("hold")] == [hold.id]
        assert len(again.view.records("restore")) == 1
        assert [one.id for one in again.view.drafts()] == ["kept"]
        assert again.view.setting("export_presets") is None
        assert again.view.setting("wording_rules") is None
        assert again.view.setting(restoring.UNFINISHED) is None
        head = again.check().head
    with open_journal(path, PASSPHRASE, clock=Clock()) as again:
        assert again.head == head


def test_one_erasure_that_cannot_be_finished_keeps_no_other_back(
    file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, stick = file.journal, tmp_path / "stick.coachdesk"
    journal.back_up(stick)
    erase(journal, erasable.plan_words(journal.view, ["secret"], file.alone.id))
    erase(journal, erasable.plan_record(journal.view, file.others.id))

    def full(*_of: object) -> None:
        raise StorageFull(journal.path)

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "finish", full)
        with pytest.raises(ErasureUnfinished):
            restoring.restore(journal, stick)
    assert "secret" not in text_of(journal, file.alone).text
    assert journal.view.get(file.others.id).erased
    kept = backup.own_backups(journal.path)
    erasing.finish_if_needed(journal)
    assert erasing.is_finished(journal)
    assert len(backup.own_backups(journal.path)) == 2
    assert {one.path for one in kept} & {one.path for one in backup.own_backups(journal.path)}


def test_what_else_lies_in_the_folder_is_named(file: File) -> None:
    (file.journal.path / "backups").mkdir(exist_ok=True)
    (file.journal.path / "backups" / "mine.coachdesk").mkdir()
    (file.journal.path / "notes.txt").write_text("x")
    erase(file.journal, erasable.plan_record(file.journal.view, file.alone.id))
    assert {one.name for one in erasing.not_reached(file.journal.path)} == {"mine.coachdesk", "notes.txt"}


@pytest.mark.parametrize("leader_named", [True, False], ids=["the leader", "the whole journal"])
def test_a_hold_blocks_every_grain(file: File, leader_named: bool) -> None:
    journal, view = file.journal, file.journal.view
    hold = keeping.place_hold(journal, file.ada.id if leader_named else "", "Counsel", "A claim.")
    [attached] = view.records("attachment")
    before = journal.head
    for plan in (
        erasable.plan_words(view, ["secret"], file.alone.id),
        erasable.plan_words(view, ["disagreed"]),
        erasable.plan_field(view, file.alone.id, "text"),
        erasable.plan_record(view, file.alone.id),
        erasable.plan_record(view, file.shared.id),
        erasable.plan_record(view, attached.id),
        erasable.plan_leader(view, [file.ada.id]),
        erasable.plan_leader(view, [file.bo.id]),
        erasable.plan_period(view, "2026-01-01", "2026-12-31"),
        erasable.plan_words(view, ["Marsh"], file.ada.id),
        erasable.plan_words(view, ["claim"], hold.id),
    ):
        with pytest.raises(HoldInForce) as refused:
            erasing.erase(journal, plan, "Robin Vale", "why")
        assert (refused.value.hold_id, refused.value.since) == (hold.id, "2026-03-02")
    assert (journal.head, backup.own_backups(journal.path)) == (before, [])
    keeping.lift_hold(journal, hold.id, "Counsel", "Settled.")
    erase(journal, erasable.plan_record(view, file.alone.id))


def test_a_hold_on_one_leader_leaves_what_is_about_others(file: File) -> None:
    keeping.place_hold(file.journal, file.ada.id, "Counsel", "A claim.")
    erase(file.journal, erasable.plan_record(file.journal.view, file.others.id))


def test_a_hold_covers_what_is_being_written_about_its_leader_too(file: File) -> None:
    journal, view = file.journal, file.journal.view
    hold = keeping.place_hold(journal, file.ada.id, "Counsel", "A claim.")
    journal.keep_draft("d", {"leader_ids": [file.ada.id], "text": "She asked Wim about the audit."})
    journal.put(entry(file.bo, text="Wim wrote it down."))
    plan = erasable.plan_words(view, ["Wim"])
    assert file.ada.id not in plan.leader_ids
    with pytest.raises(HoldInForce) as refused:
        erasing.erase(journal, plan, "Robin Vale", "why")
    assert refused.value.hold_id == hold.id
    journal.drop_draft("d")
    erase(journal, plan)


def test_the_database_itself_refuses_what_is_held(file: File) -> None:
    """The door's own question is left out; the trigger answers."""
    keeping.place_hold(file.journal, file.ada.id, "Counsel", "A claim.")
    plan = erasable.plan_record(file.journal.view, file.alone.id)
    careless = msgspec.structs.replace(plan, leader_ids=frozenset())
    before = file.journal.head
    with pytest.raises(dbapi2.IntegrityError, match="held"):
        erasing.erase(file.journal, careless, "Robin Vale", "why")
    assert file.journal.head == before
    file.journal.check()


def test_under_a_hold_no_backup_is_dropped_and_nothing_is_tidied_away(file: File) -> None:
    journal, path = file.journal, file.journal.path
    for _ in range(6):
        journal.back_up(backup.place_for(path, journal.now()))
    hold = keeping.place_hold(journal, "", "Counsel", "A claim.")
    keeping.thin_backups(journal)
    with pytest.raises(HoldInForce):
        keeping.drop_backups(journal, backup.own_backups(path)[1:])
    journal.take_in("never sealed.txt", io.BytesIO(b"x"))
    journal.close()
    with open_journal(path, PASSPHRASE, clock=Clock()) as again:
        count = "SELECT count(DISTINCT record_id) FROM attachment"
        assert again.store.connection.execute(count).fetchone() == (2,)
        assert len(backup.own_backups(path)) == 6
        keeping.lift_hold(again, hold.id, "Counsel", "Settled.")
        keeping.thin_backups(again)
        assert len(backup.own_backups(path)) < 6


def test_the_last_backup_that_opens_cannot_be_dropped(file: File) -> None:
    journal, path = file.journal, file.journal.path
    for _ in range(3):
        journal.back_up(backup.place_for(path, journal.now()))
    newest, middle, oldest = backup.own_backups(path)
    data = bytearray((oldest.path / "journal.db").read_bytes())
    data[5000] ^= 1
    (oldest.path / "journal.db").write_bytes(data)
    (middle.path / "journal.db").unlink()
    for left in ([newest], [newest, middle], [newest, middle, oldest]):
        with pytest.raises(LastGoodBackup):
            keeping.drop_backups(journal, left)
    assert not (middle.path / "journal.db").exists(), "looking at it makes nothing"
    keeping.drop_backups(journal, [middle, oldest])
    assert [one.path for one in backup.own_backups(path)] == [newest.path]


def test_a_backup_whose_keys_are_another_journals_is_no_good_one(file: File, tmp_path: Path) -> None:
    journal, path = file.journal, file.journal.path
    for _ in range(2):
        journal.back_up(backup.place_for(path, journal.now()))
    newest, older = backup.own_backups(path)
    other, _code = create_journal(tmp_path / "Other.coachdesk", PASSPHRASE, COST)
    other.close()
    for name in ("keys.json", "keys.json.bak"):
        (older.path / name).write_bytes((other.path / name).read_bytes())
    with pytest.raises(LastGoodBackup):
        keeping.drop_backups(journal, [newest])


def test_a_hold_outlives_an_older_copy(file: File, tmp_path: Path) -> None:
    file.journal.back_up(tmp_path / "stick.coachdesk")
    hold = keeping.place_hold(file.journal, file.ada.id, "Counsel", "A claim.")
    restoring.restore(file.journal, tmp_path / "stick.coachdesk")
    with pytest.raises(HoldInForce) as refused:
        erasing.erase(file.journal, erasable.plan_record(file.journal.view, file.alone.id), "Robin", "why")
    assert refused.value.hold_id == hold.id


def test_a_hold_says_who_and_why_and_is_lifted_once(file: File) -> None:
    for missing in ({"by": " "}, {"why": ""}):
        with pytest.raises(InvalidRecord):
            keeping.place_hold(file.journal, "", **{"by": "Counsel", "why": "A claim."} | missing)
    hold = keeping.place_hold(file.journal, "", "Counsel", "A claim.", "2026-02-01")
    lifted = keeping.lift_hold(file.journal, hold.id, "Counsel", "Settled.")
    assert (lifted.since, lifted.lifted_on, lifted.in_force) == ("2026-02-01", "2026-03-02", False)
    with pytest.raises(NoSuchRecord):
        keeping.lift_hold(file.journal, hold.id, "Counsel", "Again.")


def test_a_retention_day_is_kept_changed_and_given_up(file: File) -> None:
    journal = file.journal
    keeping.review_on(journal, file.ada.id, "2032-03-01", "Six years.")
    keeping.review_on(journal, file.ada.id, "2033-03-01", "Seven.")
    assert len(journal.view.records("retention")) == 1
    kept = keeping.retention_of(journal.view, file.ada.id)
    assert kept is not None
    assert (kept.review_on, kept.note) == ("2033-03-01", "Seven.")
    keeping.review_on(journal, file.ada.id, None)
    assert keeping.retention_of(journal.view, file.bo.id) is None
    erase(journal, erasable.plan_leader(journal.view, [file.ada.id]))
    assert journal.view.records("retention") == ()


TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS, asked=st.text(min_size=1, max_size=12))
def test_no_sought_word_is_left_in_any_text(text: str, asked: str) -> None:
    """Texts are cleaned when they are sealed: of blanks, only these three part words."""
    text, asked = clean(text), clean(asked)
    sought = words_sought([asked])
    if sought.is_empty or len(sought.phrases[0]) > 1:
        return
    [[word]] = sought.phrases
    left = sought.replaced(f"{text} {asked} {text}")
    assert (
        sought.places([f"{one} " for one in left.split(" ") if one.strip() and "[erased]" not in one])
        == set()
    )
    assert word not in re.split(r"[ \t\n]+", left.replace("[erased]", "").casefold())
