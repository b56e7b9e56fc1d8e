"""A layout that goes on in the next line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.gui.flow import FlowLayout
from tests.gui.conftest import settle


@pytest.fixture
def row_of(qtbot: QtBot) -> QWidget:
    """Five boxes of 100 by 20 pixels."""
    made = QWidget()
    qtbot.addWidget(made)
    flow = FlowLayout(gap=4)
    for _box in range(5):
        box = QLabel()
        box.setFixedSize(100, 20)
        flow.addWidget(box)
    made.setLayout(flow)
    made.show()
    return made


def places(widget: QWidget, width: int) -> list[tuple[int, int]]:
    widget.resize(width, 200)
    settle()
    layout = widget.layout()
    assert layout is not None
    return [
        (item.geometry().x(), item.geometry().y())
        for item in map(layout.itemAt, range(layout.count()))
        if item
    ]


def test_items_stand_beside_each_other_as_long_as_there_is_room(row_of: QWidget) -> None:
    assert places(row_of, 516) == [(0, 0), (104, 0), (208, 0), (312, 0), (416, 0)]
    assert places(row_of, 515)[-1] == (0, 24)
    assert places(row_of, 204) == [(0, 0), (104, 0), (0, 24), (104, 24), (0, 48)]


def test_the_height_follows_from_the_width(row_of: QWidget) -> None:
    assert [row_of.heightForWidth(width) for width in (516, 204, 100, 50)] == [20, 68, 116, 116]


def test_around_the_items_there_is_the_room_that_was_asked_for(row_of: QWidget) -> None:
    layout = row_of.layout()
    assert layout is not None
    layout.setContentsMargins(8, 2, 16, 6)
    assert places(row_of, 228) == [(8, 2), (112, 2), (8, 26), (112, 26), (8, 50)]
    assert row_of.heightForWidth(228) == 68 + 8
    assert row_of.minimumSizeHint().width() == 124


def test_what_is_hidden_takes_no_room(row_of: QWidget) -> None:
    boxes = row_of.findChildren(QLabel)
    boxes[1].hide()
    assert places(row_of, 516)[2] == (104, 0)


def test_where_reading_goes_from_right_to_left_so_do_the_items(row_of: QWidget) -> None:
    row_of.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert places(row_of, 516)[:2] == [(416, 0), (312, 0)]


def test_an_item_taken_away_is_gone(row_of: QWidget) -> None:
    layout = row_of.layout()
    assert layout is not None
    taken = layout.takeAt(4)
    assert taken is not None
    assert (layout.count(), layout.itemAt(4), layout.takeAt(9)) == (4, None, None)
    taken.widget().deleteLater()
