"""What is started from the entry that is read: an issue, a link to a goal, an expectation or an issue."""

import pytest

from coachdesk.gui.coaching.issue_forms import link_form
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.issue import Issue, Link
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from tests.gui.coaching.filling import fill
from tests.gui.conftest import settle
from tests.making import entry


def read(unlocked: MainWindow, tools: Tools, ada: Leader, **values: object) -> str:
    made = entry(ada, title="The slip", **values)
    tools.session.put(made)
    unlocked.desk.show_entry(ada.id, made.id)
    settle()
    return made.id


def put_goal(tools: Tools, ada: Leader) -> Goal:
    plan = Plan.make(leader_ids=(ada.id,), started="2026-03-02")
    goal = Goal.make(leader_ids=(ada.id,), plan_id=plan.id, title="Answers first")
    tools.session.put(plan)
    tools.session.put(goal)
    return goal


def test_an_issue_is_raised_from_the_entry_that_shows_it(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    entry_id = read(unlocked, tools, ada)

    def answer(form: RecordForm) -> None:
        form.answers["title"].setText("Late figures")
        form.save()

    fill(answer)
    unlocked.desk.reading._raise.trigger()
    settle()
    (issue,) = tools.session.view.about(ada.id, "issue")
    (link,) = tools.session.view.about(ada.id, "link")
    assert isinstance(link, Link)
    assert (link.entry_id, link.target_id) == (entry_id, issue.id)
    assert unlocked.desk.area.key == "issues"


def test_an_entry_is_linked_to_what_is_on_file(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    put_goal(tools, ada)
    expectation = Expectation.make(leader_ids=(ada.id,), text="Names the cost.")
    tools.session.put(expectation)
    entry_id = read(unlocked, tools, ada)

    def answer(form: RecordForm) -> None:
        offered = form.answers["target_id"]
        words = [offered.itemText(at) for at in range(offered.count())]
        assert words == ["Goal: Answers first", "Expectation: Names the cost."]
        offered.show_value(expectation.id)
        form.answers["stance"].choose("contradicts")
        form.save()

    fill(answer)
    unlocked.desk.reading._link_any.trigger()
    settle()
    (link,) = tools.session.view.about(ada.id, "link")
    assert isinstance(link, Link)
    assert (link.entry_id, link.target_id, link.stance) == (entry_id, expectation.id, "contradicts")
    assert unlocked.desk.entry_id == entry_id


def test_praise_is_linked_to_a_goal(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    goal = put_goal(tools, ada)
    tools.session.put(Issue.make(leader_ids=(ada.id,), title="Late figures"))
    read(unlocked, tools, ada, kind="praise")
    assert unlocked.desk.reading.offers() == ("goal", "any", "prepare")
    fill(lambda form: form.save())
    unlocked.desk.reading._link_goal.trigger()
    settle()
    (link,) = tools.session.view.about(ada.id, "link")
    assert isinstance(link, Link)
    assert (link.target_id, link.stance) == (goal.id, "supports")


def test_the_same_two_are_linked_once_and_the_link_is_changed(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    goal = put_goal(tools, ada)
    entry_id = read(unlocked, tools, ada)
    first = Link.make(leader_ids=(ada.id,), entry_id=entry_id, target_id=goal.id, note="Half of it.")
    tools.session.put(first)

    def contradict(form: RecordForm) -> None:
        form.answers["stance"].choose("contradicts")
        form.save()

    fill(contradict)
    unlocked.desk.reading._link_any.trigger()
    settle()
    (link,) = tools.session.view.about(ada.id, "link")
    assert link == first.changed(stance="contradicts")

    def support(form: RecordForm) -> None:
        form.answers["stance"].choose("supports")
        form.answers["note"].setText("All of it.")
        form.save()

    form = link_form(tools, (ada.id,), goal.id, unlocked)
    support(form)
    form.deleteLater()
    (link,) = tools.session.view.about(ada.id, "link")
    assert link == first.changed(stance="supports", note="All of it.")
    form = link_form(tools, (ada.id,), goal.id, unlocked)
    support(form)
    assert form.result() == form.DialogCode.Accepted  # it reads like that already
    form.deleteLater()


@pytest.mark.parametrize(
    ("values", "offered"),
    [
        ({}, ("issue", "prepare")),
        ({"kind": "praise"}, ("prepare",)),
        ({"action_points": ({"text": "Bring the cost."},)}, ("issue", "prepare", "letter")),
        ({"lane": "reflection"}, ()),
        ({"lane": "counsel", "counsel": {"lawyer": "L. Pryce", "purpose": "advice"}}, ()),
    ],
)
def test_only_what_makes_sense_is_offered(
    unlocked: MainWindow, tools: Tools, ada: Leader, values: dict[str, object], offered: tuple[str, ...]
) -> None:
    read(unlocked, tools, ada, **values)
    assert unlocked.desk.reading.offers() == offered
