"""What the tests of Prepare share: its page, its form, and what was put on file."""

import datetime as dt

from PySide6.QtWidgets import QLabel, QPushButton

from coachdesk.gui.coaching.prepare import PreparePage
from coachdesk.gui.coaching.prepare_form import PrepareForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.people import Leader
from coachdesk.records.talk import Preparation
from tests.gui.conftest import settle

TODAY = dt.date.today()  # noqa: DTZ011


def on(days_ago: int) -> dict[str, str]:
    day = (TODAY - dt.timedelta(days=days_ago)).isoformat()
    return {"day": day, "time": "09:30", "zone": "UTC"}


def page_of(unlocked: MainWindow) -> PreparePage:
    found = unlocked.desk.area.page("prepare")
    assert isinstance(found, PreparePage)
    return found


def begin(unlocked: MainWindow) -> PrepareForm:
    unlocked.commands["prepare"].trigger()
    settle()
    form = page_of(unlocked).form
    assert form is not None
    return form


def said(page: PreparePage) -> str:
    """Everything that is seen on the page."""
    found = [one for kind in (QLabel, QPushButton) for one in page.findChildren(kind)]
    return "\n".join(one.text() for one in found if one.isVisibleTo(page))


def prepared(tools: Tools, ada: Leader) -> Preparation:
    (found,) = tools.session.view.about(ada.id, "preparation")
    assert isinstance(found, Preparation)
    return found
