"""A list of ticks: long lines end in dots, and nothing moves sideways."""

from pytestqt.qtbot import QtBot

from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.tick_list import ManyOf


def test_a_line_that_is_too_long_moves_nothing_sideways(qtbot: QtBot) -> None:
    words = "No improvement plan now, and what is still open " * 4
    ticks = ManyOf(Input("entries", "Which entries?", "many_of", options={"a": words, "b": "Short"}))
    qtbot.addWidget(ticks)
    ticks.resize(240, 120)
    ticks.show()
    assert ticks.horizontalScrollBar().maximum() == 0
    assert ticks.visualItemRect(ticks.item(0)).width() <= ticks.viewport().width()
    assert words.strip() in ticks.item(0).toolTip()
