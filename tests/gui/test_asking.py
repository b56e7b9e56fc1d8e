"""Questions while somebody types: the last one counts, one connection is enough, and a lock ends them."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from coachdesk.gui.asking import Asking
from coachdesk.gui.background import Task
from coachdesk.gui.main_window import MainWindow
from coachdesk.journal.view import View
from coachdesk.records.people import Leader
from tests.gui.finding import wait_for

COUNT_TO_A_BILLION = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM n"


@pytest.fixture
def asking(unlocked: MainWindow, context: QObject) -> Asking:
    return Asking(unlocked._tools.session, context)


def names(view: View, _task: Task) -> list[str]:
    return [leader.name for leader in view.leaders()]


def test_a_question_is_answered(asking: Asking, ada: Leader, qtbot: QtBot) -> None:
    answers: list[Any] = []
    asking.ask(names, answers.append)
    wait_for(qtbot, lambda: answers == [[ada.name]])


def test_only_the_last_question_is_answered(asking: Asking, qtbot: QtBot) -> None:
    answers: list[Any] = []
    for number in range(20):
        asking.ask(lambda _view, _task, number=number: number, answers.append)
    wait_for(qtbot, lambda: bool(answers))
    qtbot.wait(50)
    assert answers == [19]


def test_a_question_that_is_typed_over_is_interrupted(
    asking: Asking, unlocked: MainWindow, qtbot: QtBot, ada: Leader
) -> None:
    begun = threading.Event()

    def endless(view: View, _task: Task) -> object:
        begun.set()
        return view._connection.execute(COUNT_TO_A_BILLION).fetchone()

    answers: list[Any] = []
    asking.ask(endless, answers.append)
    assert begun.wait(5)
    qtbot.wait(20)
    asking.ask(names, answers.append)
    wait_for(qtbot, lambda: answers == [[ada.name]])
    assert not unlocked._tools.session.background.is_busy


def test_one_connection_serves_them_all_until_it_is_closed(asking: Asking, qtbot: QtBot) -> None:
    views: list[View] = []
    for number in range(3):
        asking.ask(lambda view, _task: view, views.append)
        wait_for(qtbot, lambda number=number: len(views) == number + 1)
    assert views[0] is views[1] is views[2]
    asking.close()
    with pytest.raises(Exception, match="closed"):
        views[0].leaders()
    asking.ask(lambda view, _task: view, views.append)
    wait_for(qtbot, lambda: len(views) == 4)
    assert views[3] is not views[0]


def test_the_lock_ends_a_question_and_its_connection(
    asking: Asking, unlocked: MainWindow, qtbot: QtBot, told: Callable[[object], list[tuple[object, ...]]]
) -> None:
    begun = threading.Event()

    def endless(view: View, _task: Task) -> object:
        begun.set()
        return view._connection.execute(COUNT_TO_A_BILLION).fetchone()

    answers: list[Any] = []
    locked = told(unlocked._tools.session.locked)
    asking.ask(endless, answers.append)
    assert begun.wait(5)
    qtbot.wait(20)
    unlocked._tools.session.lock("hand")
    assert locked == [("hand",)]
    assert asking._view is None
    qtbot.wait(20)
    assert answers == []


def test_a_question_waits_while_another_database_takes_the_place(
    asking: Asking, unlocked: MainWindow, ada: Leader, qtbot: QtBot, context: QObject
) -> None:
    rest, may_end = unlocked._tools.session.rest, threading.Event()
    answers: list[Any] = []
    asking.ask(names, answers.append)
    wait_for(qtbot, lambda: len(answers) == 1)
    rest.run(context, lambda _task: may_end.wait(5), answers.append)
    assert asking._view is None
    asking.ask(names, answers.append)
    qtbot.wait(20)
    assert (len(answers), asking._view) == (1, None)
    may_end.set()
    wait_for(qtbot, lambda: len(answers) == 3)
    assert not rest.is_on
    assert [ada.name] in answers[1:]
