"""The pool: answers come back on the GUI thread, in time or not at all."""

import threading
import time
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.background import Background, Cancelled, Task
from tests.gui.conftest import settle


def test_work_is_done_elsewhere_and_the_answer_comes_on_the_gui_thread(
    background: Background, context: QObject, qtbot: QtBot
) -> None:
    threads: list[threading.Thread] = []

    def done(worked_in: threading.Thread) -> None:
        threads.extend((worked_in, threading.current_thread()))

    background.run(context, lambda _task: threading.current_thread(), done)
    qtbot.waitUntil(lambda: bool(threads))
    assert threads[0] is not threading.current_thread()
    assert threads[1] is threading.current_thread()
    assert not background.is_busy


def test_an_error_comes_to_whoever_handles_it(background: Background, context: QObject, qtbot: QtBot) -> None:
    errors: list[Exception] = []

    def fail(_task: Task) -> None:
        raise ValueError("no")

    background.run(context, fail, pytest.fail, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ValueError)


def test_an_error_that_nobody_handles_reaches_the_hook_for_crashes(
    background: Background, context: QObject, qtbot: QtBot
) -> None:
    def fail(_task: Task) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        background.run(context, fail, pytest.fail)
        qtbot.waitUntil(lambda: not background.is_busy)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_progress_is_told_in_steps_worth_telling_and_the_end_always(
    background: Background, context: QObject, qtbot: QtBot
) -> None:
    shares: list[float] = []

    def work(task: Task) -> str:
        for step in range(10_001):
            task.report(step / 10_000)
        return "done"

    answers: list[str] = []
    background.run(context, work, answers.append, progressed=shares.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(shares) <= 201


def test_a_cancelled_job_stops_at_its_next_look_and_nothing_of_it_is_delivered(
    background: Background, context: QObject, qtbot: QtBot
) -> None:
    started, stopped = threading.Event(), threading.Event()

    def work(task: Task) -> None:
        started.set()
        try:
            while True:
                task.check()
                time.sleep(0.001)
        except Cancelled:
            stopped.set()
            raise

    task = background.run(context, work, pytest.fail, failed=pytest.fail)
    assert started.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: not background.is_busy)
    assert stopped.is_set()


def test_an_answer_for_a_widget_that_is_gone_is_put_away(background: Background, qtbot: QtBot) -> None:
    waiting, put_away = threading.Event(), []
    widget = QWidget()
    background.run(widget, lambda _task: waiting.wait(5) and "answer", pytest.fail, dropped=put_away.append)
    shiboken6.delete(widget)
    waiting.set()
    qtbot.waitUntil(lambda: not background.is_busy)
    assert put_away == ["answer"]


def test_a_job_cancelled_after_it_finished_is_put_away_too(background: Background, context: QObject) -> None:
    put_away: list[str] = []
    task = background.run(context, lambda _task: "open", pytest.fail, dropped=put_away.append)
    assert background.wait(5)
    task.cancel()
    settle()
    assert put_away == ["open"]


@pytest.mark.parametrize("how", ["delete", "later", "parent"])
def test_widgets_destroyed_under_hundreds_of_jobs_take_nothing_down(
    background: Background, qtbot: QtBot, how: str
) -> None:
    destroy: dict[str, Callable[[QWidget], object]] = {
        "delete": shiboken6.delete,
        "later": QWidget.deleteLater,
        "parent": lambda widget: shiboken6.delete(widget.parentWidget()),
    }
    delivered: list[int] = []
    kept: list[QWidget] = []
    for number in range(60):
        parent = QWidget()
        widget = QWidget(parent)
        for _ in range(5):
            background.run(widget, lambda _task, number=number: number, delivered.append)
        if number % 2:
            destroy[how](widget)
            settle()
            assert not shiboken6.isValid(widget)
        else:
            kept.append(parent)
    qtbot.waitUntil(lambda: not background.is_busy, timeout=10_000)
    assert set(range(0, 60, 2)) <= set(delivered)


def test_waiting_says_whether_everything_has_ended(background: Background, context: QObject) -> None:
    go_on = threading.Event()
    background.run(context, lambda _task: go_on.wait(5), lambda _answer: None)
    assert not background.wait(0.01)
    go_on.set()
    assert background.wait(5)
    settle()
