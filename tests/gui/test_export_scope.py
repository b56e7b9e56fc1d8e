"""The first step of an export: about whom, what of it, for whom; and the presets."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coachdesk.export.presets import BUILT_IN, presets
from coachdesk.export.selection import Selection
from coachdesk.gui.export_window import PROTECT, REDACT, REVIEW, ExportWindow
from coachdesk.gui.export_wish import choices_of, selection_of
from coachdesk.gui.main_window import MainWindow
from coachdesk.records.case import Case
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, Link
from coachdesk.records.people import Leader
from tests.gui.answers import Answers
from tests.gui.exporting import go_to, opened, press, reasons, rest, rows
from tests.gui.finding import note, write_notes


@pytest.fixture
def notes(unlocked: MainWindow, ada: Leader) -> list[Entry]:
    return write_notes(unlocked, ada)


@pytest.fixture
def export(unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot) -> Iterator[ExportWindow]:
    made = opened(unlocked, ada.id, qtbot, len(notes))
    yield made
    made.reject()
    made.deleteLater()


# What there is


def test_a_lane_is_offered_where_there_is_something_in_it_and_released_by_hand(
    export: ExportWindow, qtbot: QtBot
) -> None:
    lanes = export.steps.scope.lanes
    assert {lane: box.isVisible() for lane, box in lanes.items()} == {
        "counsel": True,
        "medical": False,
        "intake": False,
    }
    assert export.steps.scope.reflections.text() == "1 reflection of your own is never exported."
    lanes["counsel"].click()
    rest(export, qtbot)
    assert reasons(export)[-1] == ""
    assert export.wish.lanes == ("counsel",)


def test_the_period_and_the_kinds_withhold_and_say_so(export: ExportWindow, qtbot: QtBot) -> None:
    export.steps.scope.days.set_days("2025-11-05", "2026-01-31")
    export.steps.scope.kinds.choose(("praise", "observation"))
    export.steps.scope.kinds.changed.emit()
    rest(export, qtbot)
    dates, kind = "Outside the dates", "Of another kind"
    assert reasons(export)[:5] == [dates, "", "", "", dates]
    export.steps.scope.days.set_days("", "")
    rest(export, qtbot)
    assert reasons(export)[:5] == [kind, "", "", "", kind]
    assert selection_of(export.wish) == Selection(
        leader_ids=export.wish.leader_ids, kinds=("praise", "observation")
    )


def test_an_issue_narrows_to_what_belongs_to_it(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    issue = Issue.make(leader_ids=(ada.id,), title="Answers another question")
    link = Link.make(leader_ids=(ada.id,), entry_id=notes[2].id, target_id=issue.id)
    unlocked._tools.session.put(issue, link)
    export = opened(unlocked, ada.id, qtbot, len(notes) + 2)
    chip = export.steps.scope.issues
    assert chip.isVisible()
    chip.open()
    assert [action.text() for action in chip.menu_shown.actions()] == ["Answers another question\t1"]
    chip.menu_shown.actions()[0].trigger()
    rest(export, qtbot)
    shown = [row.row.record_id for row in rows(export) if row.is_in]
    assert notes[2].id in shown
    assert notes[3].id not in shown
    assert "Of another issue" in reasons(export)
    chip.menu_shown.close()
    export.reject()


def test_the_two_of_a_case_are_offered_together(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    bram, cleo = Leader.make(name="Bram Visser"), Leader.make(name="Cleo Abt")
    unlocked._tools.session.put(bram, cleo)
    unlocked._tools.session.put(note(cleo, kind="praise", day="2026-01-01", text="t"))
    unlocked._tools.session.put(
        Case.make(leader_ids=(ada.id, cleo.id), title="Ada and Cleo", opened_on="2026-01-01")
    )
    export = opened(unlocked, ada.id, qtbot, len(notes) + 1)
    other = export.steps.scope.other
    assert [other.itemText(at) for at in range(other.count())] == [
        "Nobody",
        "Cleo Abt (case: Ada and Cleo)",
        "Bram Visser",
    ]
    other.setCurrentIndex(1)
    rest(export, qtbot)
    assert export.wish.leader_ids == (ada.id, cleo.id)
    assert len(rows(export)) == len(notes) + 2
    export.reject()


def test_another_leader_has_other_entries_and_no_old_choice(
    unlocked: MainWindow, notes: list[Entry], ada: Leader, qtbot: QtBot
) -> None:
    bram = Leader.make(name="Bram Visser")
    unlocked._tools.session.put(bram)
    unlocked._tools.session.put(note(bram, kind="praise", day="2026-01-01", text="t"))
    export = opened(unlocked, ada.id, qtbot, len(notes))
    go_to(export, REVIEW, qtbot)
    export.steps.review.model.ticked.emit(notes[0].id, False)
    rest(export, qtbot)
    export.go_back()
    export.steps.scope.leader.setCurrentText("Bram Visser")
    rest(export, qtbot)
    assert (export.wish.leader_ids, export.wish.excluded) == ((bram.id,), ())
    assert [row.row.kind for row in rows(export)] == ["praise"]
    export.reject()


# Presets


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_preset_is_one_press_and_holds_to_the_file(
    export: ExportWindow, name: str, qtbot: QtBot
) -> None:
    preset, scope = BUILT_IN[name], export.steps.scope
    scope.presets.chips.chips[name].click()
    rest(export, qtbot)
    wish = export.wish
    assert (wish.preset, wish.lanes, wish.kinds) == (name, preset.lanes, preset.kinds)
    assert scope.purpose.text() == preset.purpose
    assert scope.recipient.text() == preset.recipient
    go_to(export, REDACT, qtbot)
    rest(export, qtbot)
    assert all(one.is_in == (preset.third_parties == "aliased") for one in export.steps.redact.people.rows)
    go_to(export, PROTECT, qtbot)
    choices = choices_of(export.wish, "fern ladder onion")
    assert bool(choices.protected) == preset.protected
    assert (choices.privilege_log, choices.signed) == (preset.privilege_log, preset.signed)
    assert choices.selection.under_review == preset.under_review
    assert bool(export.steps.protect.problem) == preset.protected


def test_a_preset_of_ones_own_is_saved_chosen_and_deleted(
    export: ExportWindow, unlocked: MainWindow, answers: Answers, qtbot: QtBot
) -> None:
    scope, view = export.steps.scope, unlocked._tools.session.view
    scope.lanes["counsel"].click()
    scope.recipient.setText("The board")
    assert not scope.presets.drop.isVisible()
    answers.will("  R&D   board ")
    scope.presets.save.click()
    assert [one.name for one in presets(view)] == [*BUILT_IN, "R&D board"]
    assert scope.presets.current == "R&D board"
    assert "Kept as “R&D board”" in scope.presets.message.text
    scope.presets.chips.chips["hr"].click()
    assert (export.wish.lanes, scope.recipient.text()) == ((), "HR")
    scope.presets.chips.chips["R&D board"].click()
    rest(export, qtbot)
    assert (export.wish.lanes, scope.recipient.text()) == (("counsel",), "The board")
    answers.will(False)
    scope.presets.drop.click()
    assert scope.presets.current == "R&D board"
    answers.will(True)
    scope.presets.drop.click()
    assert [one.name for one in presets(view)] == [*BUILT_IN]
    assert (scope.presets.current, export.wish.lanes) == ("", ("counsel",))


def test_a_built_in_preset_is_replaced_only_knowingly_and_comes_back(
    export: ExportWindow, unlocked: MainWindow, answers: Answers
) -> None:
    scope, view = export.steps.scope, unlocked._tools.session.view
    scope.recipient.setText("A. Okafor")
    answers.will("HR copy", False)
    scope.presets.save.click()
    assert presets(view)[0] == BUILT_IN["hr"]
    answers.will("HR copy", True)
    scope.presets.save.click()
    assert presets(view)[0].recipient == "A. Okafor"
    assert scope.presets.drop.isVisible()
    answers.will(True)
    scope.presets.drop.click()
    assert presets(view)[0] == BUILT_IN["hr"]


def test_a_preset_never_takes_words_away_that_were_typed(export: ExportWindow) -> None:
    scope = export.steps.scope
    scope.presets.chips.chips["hr"].click()
    scope.purpose.setText("Role review")
    scope.presets.chips.chips["counsel"].click()
    assert (scope.purpose.text(), scope.recipient.text()) == ("Role review", "Counsel")


def test_a_preset_needs_a_name(export: ExportWindow, answers: Answers) -> None:
    scope = export.steps.scope
    for answer in (None, "   "):
        answers.will(answer)
        scope.presets.save.click()
    assert scope.presets.message.text == "Please give it a name."


def test_presets_are_reached_and_chosen_by_keyboard(
    export: ExportWindow, answers: Answers, qtbot: QtBot
) -> None:
    right, space = Qt.Key.Key_Right, Qt.Key.Key_Space
    press(qtbot, right, right, space)
    assert export.wish.preset == "leader"
    press(qtbot, Qt.Key.Key_Tab)
    answers.will("Mine")
    press(qtbot, space)
    assert export.wish.preset == "Mine"
    press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert export.steps.scope.presets.drop.hasFocus()
