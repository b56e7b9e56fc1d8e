"""Locking when nobody is there."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.idle import IdleWatch, seconds_awake_or_asleep
from tests.gui.conftest import Now


@pytest.fixture
def watch(qapp: QApplication, now: Now) -> IdleWatch:
    watch = IdleWatch(qapp, now)
    watch.start(2)
    return watch


def test_it_expires_once_after_its_time(watch: IdleWatch, now: Now) -> None:
    expired: list[bool] = []
    watch.expired.connect(lambda: expired.append(True))
    now.seconds += 119.5
    watch.look()
    assert expired == []
    now.seconds += 0.5
    watch.look()
    assert expired == [True]
    assert not watch.is_watching


def test_only_the_last_minute_is_counted_and_the_end_of_counting_is_told_once(
    watch: IdleWatch, now: Now
) -> None:
    counted: list[int] = []
    watch.counted.connect(counted.append)
    for _ in range(8):
        now.seconds += 13
        watch.look()
    watch.touch()
    watch.touch()
    assert counted == [55, 42, 29, 16, -1]


@pytest.mark.parametrize("sign", ["key", "click", "move"])
def test_a_sign_of_life_anywhere_puts_it_off(watch: IdleWatch, now: Now, qtbot: QtBot, sign: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setMouseTracking(True)
    widget.show()
    now.seconds += 100
    {
        "key": lambda: qtbot.keyClick(widget, Qt.Key.Key_A),
        "click": lambda: qtbot.mouseClick(widget, Qt.MouseButton.LeftButton),
        "move": lambda: qtbot.mouseMove(widget),
    }[sign]()
    QApplication.processEvents()
    now.seconds += 100
    watch.look()
    assert watch.is_watching


def test_a_timer_or_a_repaint_is_no_sign_of_life(watch: IdleWatch, now: Now, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    now.seconds += 120
    QApplication.sendEvent(widget, QEvent(QEvent.Type.UpdateRequest))
    watch.look()
    assert not watch.is_watching


def test_an_event_is_only_seen_never_eaten(watch: IdleWatch, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert watch.eventFilter(widget, QEvent(QEvent.Type.KeyPress)) is False


def test_the_clock_goes_on() -> None:
    first = seconds_awake_or_asleep()
    assert seconds_awake_or_asleep() >= first
