"""The language checker beside somebody who writes: it marks, lists, can be dismissed, offers ways out, never blocks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from coachdesk.coaching.wording import Checker, Facts
from coachdesk.gui.background import Cancelled, Task
from coachdesk.gui.clipboard import copy_secret
from coachdesk.gui.editor import EditorPane
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.preferences import PreferencesDialog
from coachdesk.gui.tools import Tools
from coachdesk.gui.wording_check import Places, looked_at, pieces, sentence_at, words_for
from coachdesk.gui.wording_pane import WordingPane
from coachdesk.gui.wording_row import FindingRow
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.answers import Answers
from tests.gui.conftest import settle
from tests.gui.scenes_writing import choose_kind
from tests.making import entry

BLUNT = "He is lazy. He is always late."
SICK = "He came at ten. He is on medication, Priya said. Then he left."


@pytest.fixture
def editor(unlocked: MainWindow) -> EditorPane:
    """The editor with an empty note in it."""
    unlocked.desk.new_note()
    settle()
    return unlocked.desk.editor


def look(editor: EditorPane, tools: Tools) -> WordingPane:
    """What is found once nobody types."""
    editor.wordings.look()
    tools.session.background.wait()
    settle()
    return editor.wordings


def marked(editor: EditorPane) -> list[str]:
    return [one.cursor.selectedText() for one in editor.text.extraSelections()]


def found(pane: WordingPane) -> list[tuple[str, str]]:
    return [(one.rule, one.found) for one in pane.findings]


def press(pane: WordingPane, rule: str, words: str) -> None:
    rows = pane.list.findChildren(FindingRow)
    row = next(row for row, one in zip(rows, pane.findings, strict=True) if one.rule == rule)
    next(one for one in row.findChildren(QPushButton) if one.text() == words).click()
    settle()


def test_it_looks_once_nobody_types(editor: EditorPane, qtbot: QtBot) -> None:
    QTest.keyClicks(editor.text, BLUNT)
    assert not editor.wordings.isVisible()
    qtbot.waitUntil(editor.wordings.isVisible)
    assert editor.wordings.line.text() == "2 wordings to look at"
    assert marked(editor) == ["lazy", "always"]


def test_a_clean_note_says_nothing(editor: EditorPane, tools: Tools) -> None:
    editor.text.setPlainText("He came at ten and gave the three figures.")
    assert not look(editor, tools).isVisible()
    assert marked(editor) == []


def test_a_mark_stays_with_its_word_behind_what_qt_counts_twice(editor: EditorPane, tools: Tools) -> None:
    editor.text.setPlainText("🙂🙂 said nobody.\nHe is lazy.")
    look(editor, tools)
    assert marked(editor) == ["lazy"]


def test_what_is_corrected_is_no_longer_marked(editor: EditorPane, tools: Tools) -> None:
    editor.text.setPlainText(BLUNT)
    look(editor, tools)
    editor.text.setPlainText("He came ten minutes late on 2 March.")
    assert not look(editor, tools).isVisible()
    assert marked(editor) == []


def test_what_the_leader_says_is_theirs(editor: EditorPane, tools: Tools) -> None:
    editor.page.unfold("account")
    editor.page.fields["account"].edit.setPlainText(BLUNT)
    editor.text.setPlainText('She said: "He is lazy."')
    assert found(look(editor, tools)) == []


def test_the_name_of_a_leader_is_known_as_one(editor: EditorPane, tools: Tools, ada: Leader) -> None:
    editor.text.setPlainText("Marsh is lazy.")
    assert found(look(editor, tools)) == [("L1", "lazy")]
    assert ada.name in editor.wordings._names


def test_the_list_opens_by_key_and_leads_to_the_word(
    editor: EditorPane, unlocked: MainWindow, tools: Tools, qtbot: QtBot
) -> None:
    with qtbot.waitActive(unlocked):
        unlocked.activateWindow()
    editor.text.setPlainText(BLUNT)
    pane = look(editor, tools)
    unlocked.commands["wordings"].trigger()
    settle()
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "“lazy”"
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is editor.text
    assert editor.text.textCursor().selectedText() == "lazy"
    unlocked.commands["wordings"].trigger()
    assert not pane.list.isVisible()


def test_a_finding_that_is_left_does_not_come_back_in_this_note(
    editor: EditorPane, unlocked: MainWindow, tools: Tools
) -> None:
    editor.text.setPlainText(BLUNT)
    pane = look(editor, tools)
    pane.turn()
    press(pane, "L1", "Leave it")
    assert found(look(editor, tools)) == [("L2", "always")]
    draft = editor.draft_id
    editor.put_away()
    editor.resume(draft)
    assert found(look(editor, tools)) == [("L2", "always")]
    unlocked.desk.new_note()
    editor.text.setPlainText(BLUNT)
    assert len(found(look(editor, tools))) == 2


def test_nothing_keeps_from_saving(editor: EditorPane, tools: Tools, unlocked: MainWindow) -> None:
    editor.text.setPlainText(BLUNT)
    look(editor, tools)
    editor.seal()
    sealed = tools.session.view.get(unlocked.desk.entry_id).record
    assert isinstance(sealed, Entry)
    assert sealed.text == BLUNT
    assert not editor.wordings.isVisible()
    assert editor.wordings.findings == ()


def test_what_is_medical_goes_to_its_lane(editor: EditorPane, tools: Tools) -> None:
    editor.text.setPlainText(SICK)
    pane = look(editor, tools)
    assert found(pane) == [("L8", "medication")]
    pane.turn()
    press(pane, "L8", "To the medical lane")
    assert editor.note.lane == "medical"
    assert found(look(editor, tools)) == []


def test_what_is_for_hr_leaves_the_note_by_the_clipboard(
    editor: EditorPane, tools: Tools, answers: Answers
) -> None:
    editor.text.setPlainText(SICK)
    editor.keep()
    pane = look(editor, tools)
    pane.turn()
    answers.will(False)
    press(pane, "L8", "Hand to HR…")
    assert editor.text.words == SICK
    answers.will(True)
    press(pane, "L8", "Hand to HR…")
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "He is on medication, Priya said."
    assert bytes(clipboard.mimeData().data("x-kde-passwordManagerHint").data()) == b"secret"
    assert "medication" not in editor.text.words
    editor.text.undo()
    assert "medication" not in editor.text.words
    (draft,) = tools.session.view.drafts()
    assert "medication" not in draft.values["text"]


def test_a_correction_says_that_the_sealed_entry_keeps_it(
    unlocked: MainWindow, tools: Tools, ada: Leader, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> None:
    sealed = entry(ada, text=SICK)
    tools.session.put(sealed)
    unlocked.desk.editor.begin_change(sealed.id, "correction")
    unlocked.desk.write()
    heard: list[str] = []
    monkeypatch.setattr(answers, "confirm", lambda *said: heard.append(said[2]))
    pane = look(unlocked.desk.editor, tools)
    pane.turn()
    press(pane, "L8", "Hand to HR…")
    assert "The entry as it was sealed keeps it." in heard[0]


def test_it_can_be_switched_off(editor: EditorPane, tools: Tools, qtbot: QtBot) -> None:
    editor.text.setPlainText(BLUNT)
    look(editor, tools)
    dialog = PreferencesDialog(tools, editor.window())
    qtbot.addWidget(dialog)
    dialog.check_wording.setChecked(False)
    look(editor, tools)
    assert not editor.wordings.isVisible()
    assert marked(editor) == []
    dialog.check_wording.setChecked(True)
    assert look(editor, tools).isVisible()


def test_a_lock_forgets_all_of_it(editor: EditorPane, tools: Tools) -> None:
    editor.text.setPlainText(BLUNT)
    pane = look(editor, tools)
    pane.turn()
    tools.session.lock("hand")
    settle()
    assert (pane.findings, pane._watch._known, pane._names) == ((), {}, ())
    assert pane.list.findChildren(FindingRow) == []


def test_an_example_is_looked_at_in_every_part(editor: EditorPane, tools: Tools) -> None:
    choose_kind(editor, "observation")
    editor.page.fields["behaviour"].edit.setPlainText("He was lazy.")
    editor.page.fields["impact"].edit.setPlainText("Everyone is always upset.")
    assert {one.field for one in look(editor, tools).findings} == {"behaviour", "impact"}


# Without a window


def test_every_rule_has_words_for_its_findings() -> None:
    text = "He is lazy and always late. People say he is on medication. You are careless."
    for finding in Checker.load().check(text):
        assert words_for(finding, "explanation")
        assert words_for(finding, "question")


@pytest.mark.parametrize(
    "text", ["", "\n", "a\n\nb", "One. Two. " * 400, 'He said "Go. Now. Go." And left. ' * 200, "x" * 5000]
)
def test_pieces_are_the_whole_text(text: str) -> None:
    assert "".join(pieces(text)) == text


def test_a_long_line_is_checked_as_if_it_were_whole() -> None:
    line = 'He is lazy. "He is lazy. Always," she said. People say he left. ' * 60
    task = Task(lambda _share: None)
    assert len(list(pieces(line))) > 1
    assert looked_at({"text": line}, Facts(), {}, task).findings == Checker.load().check(line)


def test_a_piece_that_is_known_is_not_checked_again() -> None:
    task = Task(lambda _share: None)
    first = looked_at({"text": BLUNT}, Facts(), {}, task)
    known = dict.fromkeys(first.known, ())
    assert looked_at({"text": BLUNT}, Facts(), known, task).findings == ()


def test_who_types_on_stops_it() -> None:
    task = Task(lambda _share: None)
    task.cancel()
    with pytest.raises(Cancelled):
        looked_at({"text": BLUNT}, Facts(), {}, task)


def test_places_and_sentences() -> None:
    assert Places("a🙂b").of(2) == 3
    assert Places("ab").of(1) == 1
    assert sentence_at(SICK, SICK.index("medication")) == (16, 48)
    assert sentence_at("", 0) == (0, 0)


@pytest.mark.usefixtures("qapp")
def test_a_secret_is_marked_as_one() -> None:
    copy_secret("for HR")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "for HR"
    assert data.hasFormat("x-kde-passwordManagerHint")
