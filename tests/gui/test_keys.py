"""Keys as hands use them: Enter on what has the focus, one stop for a choice, going on where one stopped."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.choice import Choice
from coachdesk.gui.editor import EditorPane
from coachdesk.gui.first_run import FirstRunScreen
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Button, button, column, tool_button
from coachdesk.records.people import Leader
from tests.gui.conftest import open_in, settle
from tests.gui.scenes_writing import choose_kind

BOTH_ENTERS = pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier),
    ],
    ids=["main", "keypad"],
)


@pytest.fixture
def front(unlocked: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with a journal in it, in front, as a person has it."""
    with qtbot.waitActive(unlocked):
        unlocked.activateWindow()
    return unlocked


@pytest.fixture
def editor(front: MainWindow) -> EditorPane:
    """The editor with an empty note in it."""
    front.desk.new_note()
    settle()
    return front.desk.editor


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


# Enter presses what has the focus


@BOTH_ENTERS
def test_enter_begins_a_journal_on_the_first_screen(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    window.begin(None)
    with qtbot.waitActive(window):
        window.activateWindow()
    screen: FirstRunScreen = window.first_run
    assert focused() is screen.begin_button
    QTest.keyClick(focused(), key, held)
    assert focused() is screen.new.first


@BOTH_ENTERS
def test_enter_on_cancel_cancels_and_does_not_press_the_default_button(
    qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    pressed: list[str] = []
    dialog = QDialog()
    cancel = button("Cancel", lambda: pressed.append("cancel"))
    does = button("Withdraw", lambda: pressed.append("withdraw"))
    does.setDefault(True)
    within = column()
    within.addWidget(cancel)
    within.addWidget(does)
    dialog.setLayout(within)
    qtbot.addWidget(dialog)
    dialog.show()
    cancel.setFocus()
    QTest.keyClick(cancel, key, held)
    assert pressed == ["cancel"]


def test_enter_that_is_held_down_presses_once(qtbot: QtBot) -> None:
    pressed: list[int] = []
    made = button("Go on", lambda: pressed.append(1))
    qtbot.addWidget(made)
    for repeats in (False, True, True):
        QApplication.sendEvent(
            made,
            QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeats),
        )
    assert pressed == [1]


def test_enter_presses_a_tool_button(tools: Tools, qtbot: QtBot) -> None:
    pressed: list[int] = []
    made = tool_button("Throw this away", tools.look.icon("trash"), lambda: pressed.append(1))
    qtbot.addWidget(made)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert pressed == [1]


def test_every_button_of_the_desk_is_pressed_by_enter(editor: EditorPane, front: MainWindow) -> None:
    choose_kind(editor, "observation")
    others = [
        one.text()
        for one in front.desk.findChildren(QWidget)
        if one.metaObject().className() == "QPushButton" and not isinstance(one, Button)
    ]
    assert others == []


# Sealing


@BOTH_ENTERS
def test_both_enters_seal_wherever_the_keyboard_is(
    editor: EditorPane, front: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    QTest.keyClicks(editor.text, "One sentence.")
    front.desk.leaders.list.setFocus()
    QTest.keyClick(focused(), key, held | Qt.KeyboardModifier.ControlModifier)
    assert not editor.is_writing


def test_no_key_is_taken_twice(front: MainWindow) -> None:
    taken = [
        keys.toString()
        for action in front.findChildren(QAction)
        for keys in action.shortcuts()
        if not keys.isEmpty()
    ]
    assert len(taken) == len(set(taken))
    assert QKeySequence("Ctrl+Enter").toString() in taken
    assert QKeySequence("Ctrl+Return").toString() in taken


# A kind by mouse


def test_after_a_kind_is_chosen_by_mouse_typing_goes_into_the_note(
    editor: EditorPane, front: MainWindow, qtbot: QtBot
) -> None:
    def choose(row: int) -> None:
        kind = editor.head.kind
        QTest.mouseClick(kind, Qt.MouseButton.LeftButton, pos=kind.rect().center())
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        # Sooner, the list takes it for the end of the first click.
        qtbot.wait(QApplication.doubleClickInterval() + 50)
        place = kind.view().visualRect(kind.model().index(row, 0)).center()
        QTest.mouseClick(kind.view().viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)

    assert front.isActiveWindow()
    choose(1)
    assert editor.note.kind == "observation"
    assert focused() is editor.page.fields["situation"].edit
    behaviour = editor.page.fields["behaviour"].edit
    behaviour.setFocus()
    QTest.keyClicks(behaviour, "Half a sen")
    choose(2)
    assert editor.note.kind == "praise"
    QTest.keyClicks(focused(), "tence")
    assert behaviour.words == "Half a sentence"


# A choice of one


def test_tab_stops_once_at_a_choice_and_arrows_go_on_inside(qtbot: QtBot) -> None:
    choice = Choice("How", {"saw": "Saw", "heard": "Heard", "told": "Told"})
    qtbot.addWidget(choice)

    def stops() -> list[str]:
        return [name for name, one in choice.chips.items() if one.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert stops() == ["saw"]
    choice.choose("heard")
    assert stops() == ["heard"]
    with qtbot.waitActive(choice):
        choice.show()
        choice.activateWindow()
    choice.begin()
    for keys, wanted in ((Qt.Key.Key_Right, "told"), (Qt.Key.Key_Right, "saw"), (Qt.Key.Key_Left, "told")):
        QTest.keyClick(focused(), keys)
        assert focused() is choice.chips[wanted]
        assert stops() == [wanted]
    assert choice.current == "heard"
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert (choice.current, stops()) == ("told", ["told"])


# Going on


def test_after_a_lock_the_cursor_is_where_it_was(
    editor: EditorPane, front: MainWindow, tools: Tools, qtbot: QtBot
) -> None:
    choose_kind(editor, "observation")
    behaviour = editor.page.fields["behaviour"].edit
    QTest.keyClicks(editor.page.fields["impact"].edit, "Later.")
    behaviour.setFocus()
    QTest.keyClicks(behaviour, "She asked twice")
    for _step in range(6):
        QTest.keyClick(behaviour, Qt.Key.Key_Left)
    folder = tools.session.journal.path
    tools.session.lock("hand")
    open_in(front, tools, folder, qtbot)
    with qtbot.waitActive(front):
        front.activateWindow()
    assert focused() is behaviour
    QTest.keyClicks(behaviour, "X")
    assert behaviour.words == "She askedX twice"


def test_a_draft_of_another_day_goes_on_behind_what_was_written_last(
    editor: EditorPane, front: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.keep_draft(
        "d" * 16, {"leader_ids": [ada.id], "text": "Begun \U0001f642", "on_screen": False}
    )
    front.desk.take_up("d" * 16)
    settle()
    assert focused() is editor.text
    QTest.keyClicks(editor.text, " and ended")
    assert editor.text.words == "Begun \U0001f642 and ended"


# What is seen


def test_a_note_begins_at_the_top_of_its_page_in_a_small_window(front: MainWindow, qtbot: QtBot) -> None:
    front.resize(front.minimumSize())
    front.desk.new_note()
    editor = front.desk.editor
    choose_kind(editor, "feedback")
    editor.page.begin()
    qtbot.wait(300)
    bar = editor.page.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == 0


def test_what_was_wrong_is_said_until_something_is_typed(editor: EditorPane) -> None:
    QTest.keyClicks(editor.text, "A note.")
    editor.head.when.line.setText("30 feb")
    editor.seal()
    assert "30 feb" in editor.message.text
    editor.head.when.line.setText("yesterday")
    assert editor.message.text == ""


def test_text_from_right_to_left_stands_at_the_right(editor: EditorPane) -> None:
    for words, side in (
        ("\u05e9\u05d0\u05dc\u05ea\u05d9", Qt.AlignmentFlag.AlignRight),
        ("I asked", Qt.AlignmentFlag.AlignLeft),
    ):
        editor.text.setPlainText(words)
        assert editor.text.document().defaultTextOption().alignment() == side
