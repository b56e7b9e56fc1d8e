"""The workshop: a blunt sentence in, its parts out of an example, two ways to say it, and what to beware of."""

from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from coachdesk.gui.coaching.workshop import Workshop
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.texts import PSEUDO, pseudo, speaking
from coachdesk.gui.tools import Tools
from coachdesk.gui.wording_row import FindingRow
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.conftest import settle
from tests.making import entry


@pytest.fixture
def slip(unlocked: MainWindow, tools: Tools, ada: Leader) -> Entry:
    made = entry(
        ada,
        title="The slip",
        situation="Steering committee",
        behaviour="Answered another question",
        impact="The decision was put off.",
    )
    tools.session.put(made)
    assert unlocked.isVisible()
    return made


def at_work(act: Any) -> None:
    """Does ``act`` with the workshop that is about to open."""

    def found() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, Workshop)
        try:
            act(shown)
        finally:
            if shown.isVisible():
                QDialog.reject(shown)

    QTimer.singleShot(0, found)


def cautions(shown: Workshop) -> str:
    return "\n".join(one.text() for one in shown.findChildren(QLabel))


@pytest.mark.usefixtures("slip")
def test_it_is_built_from_the_example(unlocked: MainWindow) -> None:
    said: dict[str, str] = {}

    def act(shown: Workshop) -> None:
        shown.blunt.setPlainText("You are always so defensive.")
        said.update({key: part.words for key, part in shown.parts.items()})
        said["direct"], said["soft"] = (shown.variants[key].words for key in ("direct", "soft"))
        said["cautions"] = cautions(shown)

    at_work(act)
    unlocked.commands["workshop"].trigger()
    assert said["noticed"] == "Answered another question."
    assert said["effect"] == "The decision was put off."
    assert "Steering committee" in said["when"]
    assert "defensive" in said["question"]
    assert "I noticed this: Answered another question." in said["direct"]
    assert "I’m bringing this up because I believe in your capabilities" in said["soft"]
    assert "because you decide about their work" in said["cautions"]
    assert "more than a month old" in said["cautions"]


@pytest.mark.usefixtures("slip")
def test_what_the_manager_wrote_into_a_part_stays(unlocked: MainWindow) -> None:
    said: list[str] = []

    def act(shown: Workshop) -> None:
        shown.parts["question"].setPlainText("How was it for you?")
        shown.blunt.setPlainText("You are lazy.")
        said.append(shown.variants["direct"].words)
        shown.example.setCurrentIndex(0)  # no example
        said.append(shown.parts["noticed"].words)

    at_work(act)
    unlocked.commands["workshop"].trigger()
    assert said[0].endswith("How was it for you?")
    assert said[1] == ""


@pytest.mark.usefixtures("slip")
def test_from_the_menu_it_goes_into_the_note_that_is_written(unlocked: MainWindow) -> None:
    unlocked.desk.new_note()
    unlocked.desk.editor.text.setPlainText("First.")
    at_work(lambda shown: shown.use("direct"))
    unlocked.commands["workshop"].trigger()
    assert unlocked.desk.editor.text.words.startswith("First.\nI noticed this: Answered another question.")


@pytest.mark.usefixtures("slip")
def test_without_a_note_it_goes_into_the_preparation(unlocked: MainWindow) -> None:
    at_work(lambda shown: shown.use("soft"))
    unlocked.commands["workshop"].trigger()
    settle()
    assert unlocked.desk.area.key == "prepare"
    form = unlocked.desk.area.page("prepare").form
    assert "I believe in your capabilities" in form.answers["opening"].value()


def test_from_a_finding_it_takes_the_place_of_the_sentence(unlocked: MainWindow, tools: Tools) -> None:
    unlocked.desk.new_note()
    editor = unlocked.desk.editor
    editor.text.setPlainText("It was ten. You are always lazy. He left.")
    editor.page.unfold("behaviour")
    editor.page.fields["behaviour"].edit.setPlainText("Came at eleven.")
    editor.wordings.look()
    tools.session.background.wait()
    settle()
    editor.wordings.turn()
    heard: list[str] = []

    def act(shown: Workshop) -> None:
        heard.extend([shown.blunt.words, shown.parts["noticed"].words])
        shown.use("direct")

    at_work(act)
    row = editor.wordings.list.findChildren(FindingRow)[0]
    next(one for one in row.findChildren(QPushButton) if one.text().startswith("Say it with")).click()
    assert heard == ["You are always lazy.", "Came at eleven."]
    assert editor.text.words.startswith("It was ten. I noticed this: Came at eleven.")
    assert editor.text.words.endswith(" He left.")
    editor.text.undo()
    assert editor.text.words == "It was ten. You are always lazy. He left."


def test_closing_it_changes_nothing_and_a_lock_closes_it(unlocked: MainWindow, tools: Tools) -> None:
    unlocked.desk.new_note()
    unlocked.desk.editor.text.setPlainText("First.")
    at_work(lambda shown: shown.reject())
    unlocked.commands["workshop"].trigger()
    assert unlocked.desk.editor.text.words == "First."
    at_work(lambda _shown: tools.session.lock("hand"))
    unlocked.commands["workshop"].trigger()
    settle()
    assert not tools.session.is_open
    assert not any(isinstance(one, Workshop) for one in QApplication.topLevelWidgets())


@pytest.mark.usefixtures("slip")
def test_it_speaks_the_reader_s_language_and_leaves_the_manager_s_words_alone(unlocked: MainWindow) -> None:
    said: dict[str, str] = {}

    def act(shown: Workshop) -> None:
        shown.blunt.setPlainText("You are lazy.")
        said.update({key: part.words for key, part in shown.parts.items()})
        said["direct"] = shown.variants["direct"].words

    at_work(act)
    with speaking(PSEUDO):
        unlocked.commands["workshop"].trigger()
    assert said["noticed"] == "Answered another question."
    assert said["direct"].startswith(
        pseudo("I noticed this: {noticed}").format(noticed="Answered another question.")
    )
    assert said["question"].startswith("[")
