"""The row of tabs: however many there are, each is seen and reached."""

from coachdesk.gui.coaching.pages import PAGES
from coachdesk.gui.main_window import LEAST_SIZE, MainWindow
from coachdesk.gui.texts import PSEUDO, speaking
from coachdesk.records.people import Leader
from tests.gui.conftest import settle


def test_all_tabs_fit_into_the_least_window_in_a_longer_language(unlocked: MainWindow, ada: Leader) -> None:
    unlocked.resize(*LEAST_SIZE)
    area = unlocked.desk.area
    area.leader_id = ada.id
    with speaking(PSEUDO):
        area._show_tabs(PAGES)
    settle()
    tabs = area.tabs
    assert tabs.count() == len(PAGES) + 1
    last = tabs.tabRect(tabs.count() - 1)
    assert last.right() <= area.width() <= LEAST_SIZE[0]
    assert all(tabs.tabToolTip(at) for at in range(tabs.count()))
