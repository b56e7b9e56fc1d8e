"""Letters in the window: their pages, saved as a PDF, and only what was saved can be handed over."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from coachdesk.export.releasing import manager_of
from coachdesk.gui.coaching import lettering
from coachdesk.gui.coaching.letter_dialog import LetterDialog
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.today import TodayRow
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.question import Question
from coachdesk.gui.tools import Tools
from coachdesk.records.about import AboutLeaders
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.people import Leader
from coachdesk.records.plan import Plan
from tests.gui.answers import Answers
from tests.gui.coaching.filling import answered, fill, press, texts
from tests.gui.conftest import settle
from tests.making import entry

POINTS = ({"text": "Bring the cost with the design.", "owner": "leader", "due": "2026-03-16"},)


@pytest.fixture
def plan(unlocked: MainWindow, tools: Tools, ada: Leader) -> Plan:
    made = Plan.make(leader_ids=(ada.id,), kind="pip", purpose="You can do this.", started="2026-03-02")
    tools.session.put(made)
    assert unlocked.isVisible()
    return made


@pytest.fixture
def dialog(unlocked: MainWindow, tools: Tools, plan: Plan) -> Iterator[LetterDialog]:
    """The letter of the improvement plan, drawn."""
    made = LetterDialog(tools, "pip", plan.id, plan.leader_ids, unlocked)
    made.show()
    answered(tools)
    yield made
    if shiboken6.isValid(made):
        made.deleteLater()


def letters(tools: Tools, leader: Leader) -> list[Letter]:
    return [one for one in tools.session.view.about(leader.id, "letter") if isinstance(one, Letter)]


def save(dialog: LetterDialog, answers: Answers, tools: Tools, target: Path) -> None:
    answers.will(True, target)
    dialog.save.click()
    answered(tools)


def answer(**values: Any) -> Callable[[RecordForm], object]:
    def act(form: RecordForm) -> None:
        for key, value in values.items():
            form.answers[key].show_value(value)
        form.save()

    return act


def at_the_letter(act: Callable[[LetterDialog], object]) -> None:
    """Does ``act`` with the letter that is about to open."""

    def found() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, LetterDialog)
        try:
            act(shown)
        finally:
            if shown.isVisible():
                shown.reject()

    QTimer.singleShot(0, found)


def test_it_is_looked_at_saved_and_handed_over(
    dialog: LetterDialog, tools: Tools, ada: Leader, plan: Plan, answers: Answers, tmp_path: Path
) -> None:
    assert dialog.view.pages >= 1
    assert "a goal" in texts(dialog), "what a reader would miss is said"
    assert not dialog.hand.isEnabled(), "nothing is handed over that was not saved"
    target = tmp_path / "plan.pdf"
    save(dialog, answers, tools, target)
    assert str(target) in texts(dialog)
    fill(
        answer(
            handed_on=dialog.answers["day"].value(),
            how="In person",
            signature="refused",
            witness="A. Okafor, HR",
        )
    )
    dialog.hand.click()
    settle()
    (letter,) = letters(tools, ada)
    assert (letter.kind, letter.of_id, letter.to) == ("pip", plan.id, ada.name)
    assert (letter.signature, letter.witness, letter.how) == ("refused", "A. Okafor, HR", "In person")
    assert letter.digest == hashlib.sha256(target.read_bytes()).hexdigest()
    assert dialog.is_handed_over


def test_nothing_is_written_before_it_is_saved_and_not_without_a_yes(
    dialog: LetterDialog, tools: Tools, answers: Answers, tmp_path: Path, journal_folder: Path
) -> None:
    answers.will(False)
    dialog.save.click()
    assert answers.asked == ["Save the letter outside of the journal?"]
    answers.will(True, journal_folder / "letter.pdf")
    dialog.save.click()
    answered(tools)
    assert "journal" in dialog.message.text
    assert not (journal_folder / "letter.pdf").exists()
    assert not dialog.hand.isEnabled()
    answers.will(True, tmp_path / "gone" / "letter.pdf")
    dialog.save.click()
    answered(tools)
    assert dialog.message.text
    assert dialog.save.isEnabled(), "it can be tried again elsewhere"


def test_a_letter_that_was_saved_before_is_known_again_and_no_other_file_is(
    dialog: LetterDialog, tools: Tools, answers: Answers, tmp_path: Path
) -> None:
    save(dialog, answers, tools, tmp_path / "letter")
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7 something else")
    dialog.draw()
    answered(tools)
    assert not dialog.hand.isEnabled()
    answers.will(other)
    dialog.known.click()
    assert "not this letter" in dialog.message.text
    assert not dialog.hand.isEnabled()
    answers.will(tmp_path / "letter.pdf")
    dialog.known.click()
    assert dialog.hand.isEnabled()
    dialog.answers["day"].show_value("2026-03-05")
    dialog.draw()
    answered(tools)
    assert not dialog.hand.isEnabled(), "of another day it is another letter"


def test_who_writes_is_asked_once(dialog: LetterDialog, tools: Tools, plan: Plan, qtbot: QtBot) -> None:
    before = dialog.drawn
    qtbot.keyClicks(dialog.answers["name"], "Judith Fairclough")
    dialog.draw()
    answered(tools)
    assert dialog.drawn is not None
    assert before is not None
    assert dialog.drawn.made.digest != before.made.digest
    assert manager_of(tools.session.view).name == "Judith Fairclough"
    again = LetterDialog(tools, "pip", plan.id, plan.leader_ids, dialog)
    assert again.answers["name"].value() == "Judith Fairclough"
    again.reject()


def test_a_day_that_is_none_and_one_before_the_letter_are_said_where_they_are(
    dialog: LetterDialog, tools: Tools, ada: Leader, answers: Answers, tmp_path: Path
) -> None:
    dialog.answers["day"].show_value("someday")
    dialog.draw()
    assert "someday" in dialog.message.text or "When was that" in dialog.message.text
    assert not dialog.save.isEnabled()
    dialog.answers["day"].show_value("2026-03-05")
    dialog.draw()
    answered(tools)
    save(dialog, answers, tools, tmp_path / "letter.pdf")
    said: list[str] = []

    def early(form: RecordForm) -> None:
        form.answers["handed_on"].show_value("2026-03-04")
        form.save()
        said.append(form.answers["handed_on"].accessibleDescription())
        form.answers["signature"].choose("refused")
        form.answers["signature"].chosen.emit("refused")
        settle()
        said.append("\n".join(one.text() for one in form.findChildren(QLabel) if one.isVisible()))
        bar = form._area.verticalScrollBar()  # all of it has room on the screen
        said.append("no bar" if bar.maximum() == 0 else f"{bar.maximum()} px are out of sight")

    fill(early)
    dialog.hand.click()
    settle()
    assert said[0]
    assert "Who saw it?" in said[1]
    assert said[2] == "no bar"
    assert letters(tools, ada) == []


def test_a_lock_closes_it_at_any_moment(
    dialog: LetterDialog, tools: Tools, answers: Answers, tmp_path: Path
) -> None:
    save(dialog, answers, tools, tmp_path / "letter.pdf")
    tools.session.lock("hand")
    settle()
    assert not shiboken6.isValid(dialog) or not dialog.isVisible()
    assert not shiboken6.isValid(dialog) or dialog.drawn is None


def test_a_conversation_becomes_what_we_agreed_for_each_of_its_leaders(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    bo = Leader.make(name="Bo Lindqvist")
    talk = entry(ada, bo, kind="conversation", action_points=POINTS)
    tools.session.put(bo)
    tools.session.put(talk)
    unlocked.desk.show_entry(ada.id, talk.id)
    settle()
    seen: list[tuple[str, str]] = []

    def act(shown: LetterDialog) -> None:
        answered(tools)
        chosen = shown.answers["leader_id"]
        assert chosen.isVisible()
        for leader_id in (ada.id, bo.id):
            chosen.show_value(leader_id)
            shown.draw()
            answered(tools)
            assert shown.drawn is not None
            seen.append((shown.drawn.made.leader.name, shown.drawn.made.digest))

    at_the_letter(act)
    unlocked.desk.reading._letter.trigger()
    settle()
    assert [name for name, _digest in seen] == [ada.name, bo.name]
    assert seen[0][1] != seen[1][1]


def test_a_note_that_once_stood_in_a_lane_is_refused_with_a_sentence(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    talk = entry(ada, kind="conversation", lane="reflection", action_points=POINTS)
    tools.session.put(talk)
    tools.session.correct(talk.changed(lane="ordinary"), "It is no reflection.")
    shown = LetterDialog(tools, "follow_up", talk.id, talk.leader_ids, unlocked)
    answered(tools)
    assert "lane" in shown.message.text
    assert not shown.save.isEnabled()
    shown.reject()


@pytest.mark.parametrize("page", ["plan", "decision"])
def test_the_card_has_the_act_and_then_says_what_became_of_it(
    unlocked: MainWindow, tools: Tools, ada: Leader, plan: Plan, page: str
) -> None:
    record: AboutLeaders = plan
    if page == "decision":
        record = Consequence.make(leader_ids=(ada.id,), what="The pricing work moves.", formal=True)
        tools.session.put(record)
    unlocked.desk.show_page(ada.id, page)
    shown: list[str] = []
    at_the_letter(lambda letter: shown.append(letter._record_id))
    press(unlocked.desk.area.page(page), "Letter…")
    assert shown == [record.id]
    tools.session.put(
        Letter.make(
            leader_ids=(ada.id,), kind=lettering.kind_of(record), of_id=record.id, handed_on="2026-03-03",
            to="Ada", digest="0" * 64, signature="refused", witness="HR",
        )
    )  # fmt: skip
    settle()
    assert "Handed to Ada on 3 Mar 2026. Declined to sign; witness: HR." in texts(
        unlocked.desk.area.page(page)
    )


def test_that_it_was_handed_over_leads_to_what_it_was_made_from(
    unlocked: MainWindow, tools: Tools, ada: Leader, plan: Plan
) -> None:
    letter = Letter.make(
        leader_ids=(ada.id,), kind="pip", of_id=plan.id, handed_on="2026-03-02", to="Ada", digest="0" * 64
    )
    tools.session.put(letter)
    unlocked.desk.timeline.record_wanted.emit(letter.id)
    settle()
    page = unlocked.desk.area.page("plan")
    assert unlocked.focusWidget() in page.places[plan.id].findChildren(QPushButton)


def test_a_development_plan_has_no_letter(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(Plan.make(leader_ids=(ada.id,), started="2026-03-02"))
    unlocked.desk.show_page(ada.id, "plan")
    buttons = [one.text() for one in unlocked.desk.area.page("plan").findChildren(QPushButton)]
    assert "Letter…" not in buttons


@pytest.mark.usefixtures("plan")
def test_today_s_row_is_one_key_away_from_the_letter(unlocked: MainWindow, tools: Tools) -> None:
    unlocked.desk.show_today()
    answered(tools)
    row = next(
        one
        for one in unlocked.desk.area.today.findChildren(TodayRow)
        if one.accessibleName().startswith("Hand over the letter")
    )
    shown: list[str] = []
    at_the_letter(lambda letter: shown.append(letter._kind))
    row.click()
    settle()
    assert shown == ["pip"]
    assert unlocked.desk.area.key == "plan"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_over_a_dialog_of_a_page_has_a_ground_of_its_own(
    unlocked: MainWindow, tools: Tools, plan: Plan, theme: str
) -> None:
    tools.look.choose(theme)
    page = unlocked.desk.area.page("decision")
    under = LetterDialog(tools, "pip", plan.id, plan.leader_ids, page)
    over = Question(under, "Save it?", "It is not encrypted.", "Save")
    over.show()
    answered(tools)
    assert over.palette().window().color() == under.palette().window().color()
    assert over.palette().window().color().alpha() == 255
    over.deleteLater()
    under.deleteLater()
