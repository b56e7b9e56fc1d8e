"""Entries that the tests of coaching begin with."""

import pytest

from coachdesk.gui.main_window import MainWindow
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.gui.coaching.preparing import on
from tests.making import entry


@pytest.fixture
def praise(unlocked: MainWindow, ada: Leader) -> Entry:
    made = entry(ada, kind="praise", title="The migration", behaviour="Planned it alone.", occurred=on(20))
    unlocked.desk._tools.session.put(made)
    return made


@pytest.fixture
def slip(unlocked: MainWindow, ada: Leader) -> Entry:
    made = entry(ada, title="The slip", behaviour="Answered another question.", occurred=on(50))
    unlocked.desk._tools.session.put(made)
    return made
