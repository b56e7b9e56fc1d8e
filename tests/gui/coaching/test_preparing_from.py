"""The next talk is prepared from where the need shows: an entry, the leader's header, a row of Today."""

from PySide6.QtWidgets import QToolButton

from coachdesk.gui.coaching.today import TodayRow
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.people import Leader
from tests.gui.coaching.filling import answered
from tests.gui.conftest import settle
from tests.making import entry


def prepared(window: MainWindow) -> dict[str, object]:
    """What is chosen on the page in front."""
    settle()
    assert window.desk.area.key == "prepare"
    answers = window.desk.area.page("prepare").form.answers
    return {key: answers[key].value() for key in ("example_ids", "success_entry_id")}


def test_from_an_example_and_from_a_success(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    slip, praise = entry(ada), entry(ada, kind="praise", text="Thanked Finance.")
    older = entry(ada, kind="praise", text="Asked first.", occurred={"day": "2026-01-02", "precision": "day"})
    for one in (slip, praise, older):
        tools.session.put(one)
    unlocked.desk.show_entry(ada.id, slip.id)
    unlocked.desk.reading._prepare.trigger()
    assert prepared(unlocked) == {"example_ids": (slip.id,), "success_entry_id": praise.id}
    unlocked.desk.show_entry(ada.id, older.id)
    unlocked.desk.reading._prepare.trigger()
    assert prepared(unlocked) == {"example_ids": (slip.id,), "success_entry_id": older.id}


def test_from_a_conversation_it_is_begun_and_nothing_is_chosen(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    talk = entry(ada, kind="conversation")
    tools.session.put(talk)
    unlocked.desk.show_entry(ada.id, talk.id)
    unlocked.desk.reading._prepare.trigger()
    assert prepared(unlocked) == {"example_ids": (), "success_entry_id": None}


def test_from_the_leader_s_header(unlocked: MainWindow) -> None:
    assert unlocked.desk.timeline.prepare.isVisible()
    unlocked.desk.timeline.prepare.click()
    assert prepared(unlocked) == {"example_ids": (), "success_entry_id": None}
    unlocked.desk.clear()
    assert not unlocked.desk.timeline.prepare.isVisibleTo(unlocked)


def test_from_a_row_of_today(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    slip = entry(ada, title="The slip", action_points=({"text": "Bring the cost."},))
    tools.session.put(slip)
    unlocked.desk.show_today()
    answered(tools)
    today = unlocked.desk.area.today
    row = next(
        one for one in today.findChildren(TodayRow) if one.accessibleName().startswith("Tell them: The slip")
    )
    beside = [one for one in today.findChildren(QToolButton) if one.parent() is row.parent()]
    talks = [one for one in beside if one.accessibleName() == "Prepare the talk"]
    assert len(talks) == 1, "beside what is told, and not beside an action point"
    talks[0].click()
    assert prepared(unlocked)["example_ids"] == (slip.id,)
