"""Legal holds and reviews in the window: placed, listed, lifted, marked; asked about on Today, answered, never by itself."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.today import TodayRow
from coachdesk.gui.keeping import holds as holds_module
from coachdesk.gui.keeping import review as review_module
from coachdesk.gui.keeping.erase import EraseDialog
from coachdesk.gui.keeping.holds import HoldsDialog, lift_hold, place_hold
from coachdesk.gui.keeping.review import ReviewDialog, review_form
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.journal import holding, keeping
from coachdesk.records.hold import Hold
from coachdesk.records.people import Leader
from tests.gui.answers import Answers
from tests.gui.conftest import PATIENCE_MS, open_in, settle
from tests.making import entry, leader

TODAY = dt.date.today().isoformat()  # noqa: DTZ011  # as the window has it
TOMORROW = (dt.date.fromisoformat(TODAY) + dt.timedelta(days=1)).isoformat()


@pytest.fixture
def bo(unlocked: MainWindow, tools: Tools) -> Leader:
    """A leader with one entry, in front."""
    made = leader("Bo Will")
    tools.session.put(made)
    tools.session.put(entry(made, text="Late again."))
    unlocked.desk.show_leader(made.id)
    settle()
    return made


def opened(window: MainWindow, kind: type[QWidget]) -> QWidget:
    settle()
    [found] = window.findChildren(kind)
    return found


def holds(tools: Tools) -> list[Hold]:
    return list(holding.holds(tools.session.view))


def answer(monkeypatch: pytest.MonkeyPatch, module: object, **answers: str) -> list[RecordForm]:
    """Has every form that is run in a module filled so and saved; returns them."""
    forms: list[RecordForm] = []

    def run(form: RecordForm) -> bool:
        forms.append(form)
        for key, value in answers.items():
            form.answers[key].show_value(value)
        form.save()
        saved = bool(form.saved)
        form.reject()
        return saved

    monkeypatch.setattr(module, "run", run)
    return forms


def test_where_there_was_no_hold_the_window_says_so(unlocked: MainWindow, bo: Leader) -> None:
    unlocked.commands["holds"].trigger()
    dialog = opened(unlocked, HoldsDialog)
    assert isinstance(dialog, HoldsDialog)
    assert "No hold was ever placed" in dialog.list.item(0).text()
    assert not dialog.lift_button.isEnabled()
    assert bo


def test_a_hold_is_placed_listed_marked_and_lifted(
    unlocked: MainWindow,
    tools: Tools,
    bo: Leader,
    answers: Answers,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert unlocked.desk.timeline.hold.isHidden()
    unlocked.commands["holds"].trigger()
    dialog = opened(unlocked, HoldsDialog)
    assert isinstance(dialog, HoldsDialog)
    with monkeypatch.context() as patch:
        answer(patch, holds_module, since="2026-03-02", by="L. Pryce", because="A claim.")
        qtbot.keyClick(dialog.place_button, Qt.Key.Key_Return)
    [hold] = holds(tools)
    assert (hold.leader_id, hold.since, hold.by, hold.why) == (bo.id, "2026-03-02", "L. Pryce", "A claim.")
    assert tools.session.view.get(hold.id).payload.reason == "A claim."
    said = "Bo Will: legal hold since 2 Mar 2026, placed by L. Pryce: A claim."
    assert dialog.list.item(0).text() == said
    assert unlocked.desk.timeline.hold.text() == "On legal hold since 2 Mar 2026"
    assert "L. Pryce" in unlocked.desk.timeline.hold.toolTip()

    answers.will(False)
    dialog.lift_button.click()
    assert holds(tools) == [hold]
    answers.will(True)
    with monkeypatch.context() as patch:
        answer(patch, holds_module, lifted_by="L. Pryce", because="Settled.")
        qtbot.keyClick(dialog.lift_button, Qt.Key.Key_Return)
    [lifted] = holds(tools)
    assert (lifted.lifted_on, lifted.lifted_by, lifted.lifted_why) == (TODAY, "L. Pryce", "Settled.")
    assert dialog.list.item(0).text().endswith("by L. Pryce: Settled.")
    assert not dialog.lift_button.isEnabled()
    dialog.reject()
    assert unlocked.desk.timeline.hold.isHidden()


def test_a_hold_on_the_whole_journal_marks_everybody(unlocked: MainWindow, tools: Tools, bo: Leader) -> None:
    keeping.place_hold(tools.session.journal, "", "L. Pryce", "An inquiry.", "2026-03-02")
    unlocked.desk.refresh()
    for one in tools.session.view.leaders():
        unlocked.desk.show_leader(one.id)
        assert unlocked.desk.timeline.hold.isVisible()
    unlocked.desk.timeline.hold.click()
    assert "The whole journal" in opened(unlocked, HoldsDialog).list.item(0).text()  # type: ignore[attr-defined]
    assert bo


def test_who_and_why_are_asked_for_beside_the_question(
    tools: Tools, unlocked: MainWindow, bo: Leader
) -> None:
    form = place_hold(tools, bo.id, unlocked)
    form.open()
    form.save()
    assert "who decided" in form._problems["by"].text()
    form.answers["by"].show_value("L. Pryce")
    form.save()
    assert "say why" in form._problems["because"].text()
    assert holds(tools) == []


def test_a_hold_cannot_begin_on_a_day_to_come(tools: Tools, unlocked: MainWindow, bo: Leader) -> None:
    """It is said beside the day; today is early enough."""
    form = place_hold(tools, bo.id, unlocked)
    form.open()
    for key, value in (("since", TOMORROW), ("by", "L. Pryce"), ("because", "A claim.")):
        form.answers[key].show_value(value)
    form.save()
    assert "That day is still to come" in form._problems["since"].text()
    assert form._problems["since"].isVisible()
    assert form.focusWidget() is form.answers["since"]
    assert holds(tools) == []
    form.answers["since"].show_value(TODAY)
    form.save()
    assert [one.since for one in holds(tools)] == [TODAY]


def test_enter_places_the_first_hold_and_the_list_has_the_keyboard_once_there_is_one(
    unlocked: MainWindow, tools: Tools, bo: Leader
) -> None:
    dialog = HoldsDialog(tools, unlocked)
    assert dialog.place_button.isDefault()
    assert dialog.focusWidget() is dialog.place_button
    dialog.reject()
    keeping.place_hold(tools.session.journal, bo.id, "L. Pryce", "A claim.")
    again = HoldsDialog(tools, unlocked)
    again.open()
    assert again.focusWidget() is again.list


def test_what_was_typed_into_a_hold_is_there_again_after_a_lock(
    unlocked: MainWindow, tools: Tools, bo: Leader, qtbot: QtBot
) -> None:
    form = place_hold(tools, bo.id, unlocked)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.open()
    form.answers["because"].show_value("A claim that came by")
    path = tools.session.journal.path
    tools.session.lock("idle")
    settle()
    open_in(unlocked, tools, path, qtbot)
    qtbot.waitUntil(lambda: bool(unlocked.findChildren(RecordForm)), timeout=PATIENCE_MS)
    [again] = unlocked.findChildren(RecordForm)
    assert again.answers["because"].value() == "A claim that came by"
    assert again.answers["whom"].value() == bo.id
    assert holds(tools) == []


def test_a_hold_is_lifted_once(tools: Tools, unlocked: MainWindow, bo: Leader) -> None:
    hold = keeping.place_hold(tools.session.journal, bo.id, "L. Pryce", "A claim.")
    lifted = keeping.lift_hold(tools.session.journal, hold.id, "L. Pryce", "Settled.")
    form = lift_hold(tools, lifted, unlocked)
    form.open()
    form.answers["lifted_by"].show_value("Somebody else")
    form.answers["because"].show_value("Again.")
    form.save()
    assert holds(tools) == [lifted]


# Reviews


def test_a_due_review_is_a_row_on_today_that_leads_to_it_and_keeping_sets_the_next_day(
    unlocked: MainWindow, tools: Tools, bo: Leader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.review_on(tools.session.journal, bo.id, "2026-01-12", "Two years after")
    unlocked.desk.show_today()
    today = unlocked.desk.area.today
    qtbot.waitUntil(lambda: not today.is_asking, timeout=PATIENCE_MS)
    [row] = [one for one in today.findChildren(TodayRow) if "still needed" in one.accessibleName()]
    qtbot.keyClick(row, Qt.Key.Key_Return)
    dialog = opened(unlocked, ReviewDialog)
    assert isinstance(dialog, ReviewDialog)
    assert dialog.name.text() == "Bo Will"
    assert "1 entry is on file, of 2 Mar 2026." in dialog.counts.text()
    assert "It was to be asked on Monday, 12 January 2026." in dialog.when.text()
    assert dialog.note.text() == "Two years after"
    answer(monkeypatch, review_module, review_on="2031-01-12", note="Five more")
    qtbot.keyClick(dialog.keep, Qt.Key.Key_Return)
    kept = keeping.retention_of(tools.session.view, bo.id)
    assert kept is not None
    assert (kept.review_on, kept.note) == ("2031-01-12", "Five more")
    qtbot.waitUntil(lambda: not today.is_asking, timeout=PATIENCE_MS)
    assert not any("still needed" in one.title for one in today.rows)
    assert tools.session.view.timeline(bo.id).total == 1, "nothing goes by itself"


def test_a_day_is_set_for_a_leader_who_has_none_and_taken_away_again(
    unlocked: MainWindow, tools: Tools, bo: Leader
) -> None:
    unlocked.commands["review_kept"].trigger()
    dialog = opened(unlocked, ReviewDialog)
    assert isinstance(dialog, ReviewDialog)
    assert "No day is set" in dialog.when.text()
    for day, note in (("2031-01-12", "A rule"), (None, "Not any more")):
        form = review_form(tools, bo, dialog)
        form.answers["review_on"].show_value(day)
        form.answers["note"].show_value(note)
        form.save()
        kept = keeping.retention_of(tools.session.view, bo.id)
        assert kept is not None
        assert (kept.review_on, kept.note) == (day, note)
    assert "No day is set" in dialog.when.text()


def test_a_review_leads_to_erasing_and_a_hold_blocks_that(
    unlocked: MainWindow, tools: Tools, bo: Leader, qtbot: QtBot
) -> None:
    hold = keeping.place_hold(tools.session.journal, bo.id, "L. Pryce", "A claim.")
    unlocked.keeping.review(bo.id)
    dialog = opened(unlocked, ReviewDialog)
    assert isinstance(dialog, ReviewDialog)
    assert not dialog.erase.isEnabled()
    assert "L. Pryce" in dialog.held.text()
    dialog.reject()
    keeping.lift_hold(tools.session.journal, hold.id, "L. Pryce", "Settled.")
    settle()
    unlocked.keeping.review(bo.id)
    dialog = opened(unlocked, ReviewDialog)
    assert isinstance(dialog, ReviewDialog)
    qtbot.keyClick(dialog.erase, Qt.Key.Key_Return)
    erasing = opened(unlocked, EraseDialog)
    assert isinstance(erasing, EraseDialog)
    assert erasing.what.grain.current == "leader"
    assert erasing.what.leader.currentData() == bo.id


def test_a_review_under_a_hold_leads_to_the_holds(
    unlocked: MainWindow, tools: Tools, bo: Leader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked.keeping.review(bo.id)
    dialog = opened(unlocked, ReviewDialog)
    assert isinstance(dialog, ReviewDialog)
    assert not dialog.holds.isVisible()
    hold = keeping.place_hold(tools.session.journal, bo.id, "L. Pryce", "A claim.")
    dialog._fill()
    seen: list[Hold | None] = []

    def lift(shown: HoldsDialog) -> int:
        seen.append(shown.chosen)
        tools.session.put(
            hold.changed(lifted_on=hold.since, lifted_by="L. Pryce", lifted_why="Settled."), reason="Settled."
        )
        return 0

    monkeypatch.setattr(HoldsDialog, "exec", lift)
    qtbot.keyClick(dialog.holds, Qt.Key.Key_Return)
    assert seen == [hold]
    assert not dialog.holds.isVisible()
    assert dialog.erase.isEnabled(), "it was lifted there"


def test_a_lock_wins_over_the_holds_over_a_review(unlocked: MainWindow, tools: Tools, bo: Leader) -> None:
    keeping.place_hold(tools.session.journal, bo.id, "L. Pryce", "A claim.")
    unlocked.keeping.review(bo.id)
    dialog = opened(unlocked, ReviewDialog)
    assert isinstance(dialog, ReviewDialog)
    seen: list[int] = []

    def lock() -> None:
        seen.append(len(dialog.findChildren(HoldsDialog)))
        tools.session.lock("hand")

    QTimer.singleShot(0, lock)
    dialog.holds.click()
    settle()
    assert seen == [1]
    assert unlocked.findChildren(ReviewDialog) == []
    assert unlocked.findChildren(HoldsDialog) == []


def test_a_lock_closes_holds_and_review_and_they_forget(
    unlocked: MainWindow, tools: Tools, bo: Leader
) -> None:
    unlocked.keeping.review(bo.id)
    unlocked.keeping.show_holds()
    settle()
    tools.session.lock("hand")
    settle()
    assert unlocked.findChildren(ReviewDialog) == []
    assert unlocked.findChildren(HoldsDialog) == []
    assert unlocked.desk.timeline.hold.text() == ""
