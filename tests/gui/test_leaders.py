"""The leaders at the left: found, added, edited, archived, and what is due of each."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.coaching.due import NOTHING, Due
from coachdesk.gui.leader_form import LeaderForm
from coachdesk.gui.leaders import LeadersPane
from coachdesk.gui.leaders_model import LeadersModel, Person
from coachdesk.gui.leaders_paint import initials
from coachdesk.gui.list_model import ROW
from coachdesk.gui.tools import Tools
from coachdesk.journal.opening import open_journal
from coachdesk.records.people import Leader
from tests.gui.conftest import settle
from tests.making import PASSPHRASE, entry, leader


def names(model: QAbstractItemModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def pane(tools: Tools, journal_folder: Path, qtbot: QtBot) -> LeadersPane:
    tools.session.adopt(open_journal(journal_folder, PASSPHRASE))
    made = LeadersPane(tools)
    qtbot.addWidget(made)
    tools.session.changed.connect(made.refresh)
    made.refresh()
    made.resize(240, 500)
    made.show()
    made.activateWindow()
    return made


def test_leaders_are_sorted_by_name_and_the_first_is_chosen(
    pane: LeadersPane, tools: Tools, ada: Leader
) -> None:
    tools.session.put(leader("zoe"), leader("Ben"))
    assert names(pane.list.model()) == ["Ada Marsh", "Ben", "zoe"]
    assert pane.current == ada.id


def test_who_is_chosen_stays_chosen_when_others_come(pane: LeadersPane, tools: Tools, ada: Leader) -> None:
    heard: list[str] = []
    pane.picked.connect(heard.append)
    tools.session.put(leader("Aaron"))
    assert pane.current == ada.id
    assert heard[-1:] in ([], [ada.id])


def test_how_many_entries_there_are_is_shown(pane: LeadersPane, tools: Tools, ada: Leader) -> None:
    tools.session.put(entry(ada, kind="conversation"))
    tools.session.put(entry(ada, kind="conversation"))
    person = pane.list.model().index(0, 0).data(ROW)
    assert person == Person(ada, 2)


def test_a_leader_is_found_by_any_words_of_name_role_or_team() -> None:
    model = LeadersModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    people = [
        leader("Ana Kovač", role="Director", team="Payments"),
        leader("Ben Ode", role="Head", team="Risk"),
    ]
    model.set_rows([Person(one, 0) for one in people])
    model.narrow("pay dir", with_archived=False)
    assert names(model) == ["Ana Kovač"]
    model.narrow("BEN", with_archived=False)
    assert names(model) == ["Ben Ode"]
    model.narrow("nobody", with_archived=False)
    assert names(model) == []


def test_those_archived_are_last_and_only_shown_if_asked_for(
    pane: LeadersPane, tools: Tools, ada: Leader
) -> None:
    tools.session.put(leader("Zoe"))
    pane.pick(ada.id)
    pane.archive()
    assert names(pane.list.model()) == ["Zoe"]
    assert pane.current != ada.id
    tools.settings.change(show_archived=True)
    assert names(pane.list.model()) == ["Zoe", "Ada Marsh"]
    pane.pick(ada.id)
    pane.archive()
    assert names(pane.list.model()) == ["Ada Marsh", "Zoe"]


def test_when_the_last_one_is_archived_an_empty_list_says_where_they_are(pane: LeadersPane) -> None:
    pane.archive()
    assert pane.has_anybody
    assert pane.current == ""
    assert not pane.list.isVisible()


def test_a_line_to_find_them_by_comes_when_there_are_many(
    pane: LeadersPane, tools: Tools, qtbot: QtBot
) -> None:
    assert not pane.search.isVisible()
    tools.session.put(*(leader(f"Leader {number}") for number in range(8)))
    assert pane.search.isVisible()
    qtbot.keyClicks(pane.search, "7")
    assert names(pane.list.model()) == ["Leader 7"]
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is pane.list


def test_a_leader_is_added_by_keyboard_and_chosen(pane: LeadersPane, tools: Tools, qtbot: QtBot) -> None:
    def type_name() -> None:
        (form,) = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, LeaderForm)]
        qtbot.keyClicks(form.fields["name"], "  Zoe   Hartnell ")
        qtbot.keyClick(form.fields["name"], Qt.Key.Key_Return)

    QTimer.singleShot(0, type_name)
    pane.add()
    assert [one.name for one in tools.session.view.leaders()] == ["Ada Marsh", "Zoe Hartnell"]
    assert pane.list.currentIndex().data() == "Zoe Hartnell"
    settle()


def test_what_is_known_of_a_leader_is_changed(pane: LeadersPane, tools: Tools, ada: Leader) -> None:
    form = LeaderForm(tools, ada, pane)
    form.fields["role"].setText("CTO")
    form.fields["started"].setText("2024-11-04")
    form.save()
    (changed,) = tools.session.view.leaders()
    assert (changed.id, changed.role, changed.started) == (ada.id, "CTO", "2024-11-04")


def test_saving_what_was_not_changed_writes_nothing(pane: LeadersPane, tools: Tools, ada: Leader) -> None:
    before = tools.session.journal.head
    LeaderForm(tools, ada, pane).save()
    assert tools.session.journal.head == before


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "   ", "give a name"),
        ("started", "2024-02-30", "not a day"),
        ("started", "soon", "not a day"),
    ],
)
def test_what_cannot_be_is_said_and_the_cursor_goes_there(
    pane: LeadersPane, tools: Tools, field: str, typed: str, said: str
) -> None:
    form = LeaderForm(tools, None, pane)
    form.open()
    form.fields["name"].setText("Zoe")
    form.fields[field].setText(typed)
    form.save()
    assert said in form.message.text
    assert form.focusWidget() is form.fields[field]
    assert len(tools.session.view.leaders()) == 1


@pytest.mark.parametrize("name", ["x" * 200, "נועה בן־עמי", "林美", "🙂", "A\u202eB"])
def test_a_name_of_any_length_and_script_is_taken_and_drawn(
    pane: LeadersPane, tools: Tools, name: str
) -> None:
    tools.session.put(leader(name))
    assert name in names(pane.list.model())
    assert not pane.grab().isNull()
    assert pane.width() == 240


def test_initials_stand_for_a_name() -> None:
    assert initials("Tomáš Révész") == "TR"
    assert initials("Ada") == "A"
    assert initials("Noa Ben-Ami (נועה בן־עמי)") == "NB"
    assert initials("José María de la Cruz") == "JC"
    assert initials("(?)") == ""


def test_lock_forgets_the_leaders_and_what_was_looked_for(pane: LeadersPane, tools: Tools) -> None:
    tools.session.put(*(leader(f"Leader {number}") for number in range(8)))
    pane.search.setText("7")
    tools.session.lock("hand")
    pane.clear()
    assert names(pane.list.model()) == []
    assert pane.search.text() == ""
    assert pane.current == ""


OVERDUE = [{"text": "Send the numbers", "owner": "leader", "due": "2026-01-02"}]


def due_beside(pane: LeadersPane, qtbot: QtBot, row: int = 0) -> Due:
    """What is said to be due, once everything is counted."""
    qtbot.waitUntil(lambda: not pane.is_counting)
    return pane.list.model().index(row, 0).data(ROW).due  # type: ignore[no-any-return]


def test_what_is_due_stands_beside_each_leader(
    pane: LeadersPane, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    assert due_beside(pane, qtbot) == NOTHING
    zoe = leader("Zoe")
    tools.session.put(zoe)
    tools.session.put(entry(ada, kind="conversation", action_points=OVERDUE * 2))
    tools.session.put(entry(ada, kind="observation"))
    tools.session.put(entry(zoe, kind="conversation", action_points=[{"text": "Agreed"}]))
    assert due_beside(pane, qtbot) == Due(overdue=2, untold=1)
    assert due_beside(pane, qtbot, 1) == Due(open=1)
    index = pane.list.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole).endswith("\n2 action points overdue, 1 entry not told")
    spoken = QAccessible.queryAccessibleInterface(pane.list).child(0).text(QAccessible.Text.Name)
    assert spoken == "Ada Marsh, 2 entries, 2 action points overdue, 1 entry not told"


def test_what_was_done_told_withdrawn_or_refiled_is_due_no_more(
    pane: LeadersPane, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    zoe = leader("Zoe")
    agreed, seen = entry(ada, kind="conversation", action_points=OVERDUE), entry(ada, kind="observation")
    other = entry(ada, kind="observation")
    tools.session.put(zoe, agreed, seen, other)
    assert due_beside(pane, qtbot) == Due(overdue=1, untold=2)
    tools.session.correct(
        agreed.changed(action_points=[{**OVERDUE[0], "done": "2026-03-01"}]), "They sent them"
    )
    assert due_beside(pane, qtbot) == Due(untold=2)
    tools.session.refile(seen.id, [zoe.id], "It was Zoe")
    tools.session.withdraw(other.id, "Nobody saw it")
    assert due_beside(pane, qtbot) == NOTHING
    assert due_beside(pane, qtbot, 1) == Due(untold=1)


def test_the_next_day_is_counted_anew(
    pane: LeadersPane, tools: Tools, ada: Leader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = dt.date(2026, 3, 1)

    class Calendar(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            return today

    monkeypatch.setattr("coachdesk.gui.due_watch.dt.date", Calendar)
    point = {"text": "Send the numbers", "due": "2026-03-02"}
    tools.session.put(entry(ada, kind="conversation", action_points=[point]))
    assert due_beside(pane, qtbot) == NOTHING
    today = dt.date(2026, 3, 3)
    pane.refresh()
    assert due_beside(pane, qtbot) == Due(overdue=1)


def test_a_click_on_what_is_due_asks_to_see_it_and_one_beside_it_does_not(
    pane: LeadersPane, tools: Tools, ada: Leader, qtbot: QtBot
) -> None:
    asked: list[str] = []
    pane.due_wanted.connect(lambda: asked.append(pane.current))
    tools.session.put(leader("Aaron"))
    tools.session.put(entry(ada, kind="observation"))
    pane.pick(tools.session.view.leaders()[0].id)
    assert due_beside(pane, qtbot, 1) == Due(untold=1)
    index = pane.list.model().index(1, 0)
    pill = pane.delegate.pill_at(pane.list.visualRect(index), index.data(ROW))
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(pane.list.viewport(), left, pos=QPoint(pill.left() - 60, pill.center().y()))
    assert asked == []
    qtbot.mouseClick(pane.list.viewport(), left, pos=pill.center())
    assert asked == [ada.id]


def test_lock_forgets_what_is_due(pane: LeadersPane, tools: Tools, ada: Leader) -> None:
    tools.session.put(entry(ada, kind="observation"))
    tools.session.lock("hand")
    pane.clear()
    assert not pane.is_counting
    settle()
    assert names(pane.list.model()) == []
