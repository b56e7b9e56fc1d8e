"""Patterns: a picture of themes, praise and correction by month, whose marks open the entries behind them."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from coachdesk.gui import accessible
from coachdesk.gui.coaching.month_picture import Cell, Line, MonthPicture
from coachdesk.gui.coaching.pages import ENOUGH
from coachdesk.gui.coaching.pattern_reading import has_enough
from coachdesk.gui.coaching.record_card import Card
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.theme import Look
from coachdesk.gui.tools import Tools
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue
from coachdesk.records.people import Leader
from tests.gui.coaching.filling import answered, texts
from tests.gui.conftest import settle
from tests.making import entry


def on(day: str) -> dict[str, str]:
    return {"day": day, "time": "09:30", "zone": "Europe/London"}


def notes(ada: Leader, count: int, **values: object) -> list[Entry]:
    first = dt.date(2026, 1, 5)
    return [
        entry(ada, occurred=on((first + dt.timedelta(days=7 * week)).isoformat()), **values)
        for week in range(count)
    ]


def tabs(unlocked: MainWindow) -> list[str]:
    bar = unlocked.desk.area.tabs
    return [bar.tabData(at) for at in range(bar.count())]


def shown(unlocked: MainWindow, tools: Tools, ada: Leader) -> list[MonthPicture]:
    unlocked.desk.area.show_page(ada.id, "patterns")
    answered(tools)
    return unlocked.desk.area.page("patterns").findChildren(MonthPicture)


@pytest.mark.parametrize(
    ("count", "values", "is_there"),
    [
        (ENOUGH, {"kind": "praise"}, True),
        (ENOUGH - 1, {"kind": "praise"}, False),
        (ENOUGH, {"kind": "conversation", "themes": ("late",)}, True),
        (ENOUGH, {"kind": "conversation"}, False),
        (ENOUGH, {"kind": "observation", "lane": "reflection"}, False),
        (ENOUGH - 1, {"kind": "praise", "themes": ("late", "loud")}, False),
    ],
)
def test_the_page_is_there_once_there_is_enough_to_see(
    unlocked: MainWindow, tools: Tools, ada: Leader, count: int, values: dict[str, object], is_there: bool
) -> None:
    for one in notes(ada, count, **values):
        tools.session.put(one)
    settle()
    assert ("patterns" in tabs(unlocked)) is is_there
    assert unlocked.desk.area.tabs.isVisible() is is_there


@pytest.mark.usefixtures("unlocked")
def test_praise_and_themes_together_are_enough(tools: Tools, ada: Leader) -> None:
    half = ENOUGH // 2
    for one in (*notes(ada, half, kind="praise"), *notes(ada, half, kind="other", themes=("late",))):
        tools.session.put(one)
    assert has_enough(tools.session.view, ada.id, ENOUGH)
    assert not has_enough(tools.session.view, ada.id, ENOUGH + 1)


def test_a_mark_opens_the_entries_behind_it_by_keyboard(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    january = entry(ada, kind="observation", themes=("late",), title="The slip", occurred=on("2026-01-05"))
    march = entry(ada, kind="praise", themes=("late",), title="The turn", occurred=on("2026-03-02"))
    for one in (january, march):
        tools.session.put(one)
    themes, _balance = shown(unlocked, tools, ada)
    unlocked.activateWindow()
    themes.setFocus()
    assert themes.accessible_value() == "late, March 2026: 1 entry"
    QTest.keyClick(themes, Qt.Key.Key_Left)
    assert themes.accessible_value() == "late, February 2026: nothing"
    QTest.keyClick(themes, Qt.Key.Key_Return)  # nothing is behind it
    assert unlocked.focusWidget() is themes
    QTest.keyClick(themes, Qt.Key.Key_Home)
    assert themes.accessible_value() == "late, January 2026: 1 entry, 1 of them corrections"
    QTest.keyClick(themes, Qt.Key.Key_Return)
    settle()
    found = unlocked.focusWidget()
    assert isinstance(found, QPushButton)
    assert "The slip" in found.text()
    QTest.keyClick(found, Qt.Key.Key_Return)
    settle()
    assert unlocked.desk.entry_id == january.id


def test_a_mark_opens_the_entries_behind_it_by_mouse(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(entry(ada, kind="praise", title="The turn", occurred=on("2026-03-02")))
    (balance,) = shown(unlocked, tools, ada)
    QTest.mouseClick(balance.viewport(), Qt.MouseButton.LeftButton, pos=balance._rect(0, 0).center())
    settle()
    assert "The turn" in texts(unlocked.desk.area.page("patterns"))
    assert balance.cell_at(balance._rect(1, 0).center()) is None


def test_praise_correction_and_the_longest_gap_are_said(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    today = dt.date.today()  # noqa: DTZ011
    last = today - dt.timedelta(days=3)
    tools.session.put(entry(ada, kind="observation", occurred=on((last - dt.timedelta(days=90)).isoformat())))
    tools.session.put(entry(ada, kind="observation", occurred=on(last.isoformat())))
    shown(unlocked, tools, ada)
    said = texts(unlocked.desk.area.page("patterns"))
    assert "In all 0 of praise and 2 of correction." in said
    assert "Nothing good is noted" in said
    assert "90 days, from" in said


def test_the_strengths_come_first_with_their_days_then_the_change(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    praise = entry(ada, kind="praise", title="The migration", occurred=on("2026-01-05"))
    slip = entry(ada, kind="observation", title="The slip", occurred=on("2026-03-02"))
    turn = entry(ada, kind="praise", title="The turn", occurred=on("2026-04-06"))
    tools.session.put(praise, slip, turn)
    shown(unlocked, tools, ada)
    page = unlocked.desk.area.page("patterns")
    card = next(one for one in page.findChildren(Card) if one.accessibleName().startswith("How it began"))
    said = texts(card)
    assert "Since Monday, 2 March 2026: 1 of praise and 1 of correction." in said
    first, second = (one for one in card.findChildren(QPushButton) if not one.isHidden())
    assert "The migration" in first.text()
    assert "5 Jan 2026" in first.text()
    assert "The slip" in second.text()
    first.click()
    settle()
    assert unlocked.desk.entry_id == praise.id


def test_without_a_strength_before_the_issue_it_is_said(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.put(entry(ada, kind="praise", occurred=on("2026-04-06")))
    tools.session.put(Issue.make(leader_ids=(ada.id,), title="Late figures", noticed="2026-02-02"))
    shown(unlocked, tools, ada)
    said = texts(unlocked.desk.area.page("patterns"))
    assert "No praise is noted from before Monday, 2 February 2026." in said
    assert "the issue “Late figures” was first noticed." in said


def test_what_is_withdrawn_and_what_is_ones_own_is_not_in_the_picture(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    gone = entry(ada, themes=("withdrawn theme",))
    tools.session.put(gone)
    tools.session.withdraw(gone.id, "a mistake")
    tools.session.put(entry(ada, lane="reflection", themes=("my own theme",)))
    assert shown(unlocked, tools, ada) == []
    assert "Nothing to be seen yet" in texts(unlocked.desk.area.page("patterns"))


def test_many_months_scroll_and_the_newest_are_seen_first(look: Look, qtbot: object) -> None:
    months = [f"{year}-{month:02}" for year in range(2015, 2027) for month in range(1, 13)]
    picture = MonthPicture(look, "Themes", months, [Line("late", {months[-1]: Cell(1, "good", "1 entry")})])
    qtbot.addWidget(picture)  # type: ignore[attr-defined]
    picture.resize(600, 200)
    picture.show()
    settle()
    bar = picture.horizontalScrollBar()
    assert bar.value() == bar.maximum() > 0
    QTest.keyClick(picture, Qt.Key.Key_Home)
    assert bar.value() == 0
    accessible.install()
    assert QAccessible.queryAccessibleInterface(picture).role() == QAccessible.Role.Chart


def test_nothing_is_left_of_a_picture_after_the_lock(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(entry(ada, themes=("late",)))
    assert shown(unlocked, tools, ada)
    page = unlocked.desk.area.page("patterns")
    tools.session.lock("hand")
    settle()
    assert page.findChildren(MonthPicture) == []


def test_themes_that_come_with_coachdesk_are_offered_where_themes_are_typed(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.put(entry(ada, themes=("interrupts", "late figures")))
    unlocked.desk.new_note()
    answered(tools)
    offered = unlocked.desk.editor.page.themes.stringList()
    assert "late figures" in offered
    assert "Answers a different question" in offered
    assert [one for one in offered if one.casefold() == "interrupts"] == ["interrupts"]
