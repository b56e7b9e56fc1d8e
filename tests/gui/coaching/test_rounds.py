"""360 rounds: only what may be seen is kept, and what is suppressed is named."""

import pytest

from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.feedback360 import RaterGroup, Round, Score
from coachdesk.records.people import Leader
from tests.gui.coaching.filling import begin, fill, heard, press, texts
from tests.gui.conftest import settle


def the_round(tools: Tools, ada: Leader) -> Round:
    (found,) = tools.session.view.about(ada.id, "round")
    assert isinstance(found, Round)
    return found


def start(unlocked: MainWindow) -> None:
    def answer(form: RecordForm) -> None:
        form.answers["title"].setText("Spring")
        form.answers["questions"].setPlainText("Listens\nDecides")
        form.save()

    begin(unlocked, "start_round", answer)


def enter(form: RecordForm, invited: int, answered: int, mean: str = "", relation: str = "peers") -> None:
    if "relation" in form.answers:
        form.answers["relation"].choose(relation)
    form.answers["invited"].setValue(invited)
    form.answers["answered"].setValue(answered)
    form.answers["score_1"].setText(mean)
    form.save()


def test_a_round_is_started_and_its_page_appears(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    start(unlocked)
    found = the_round(tools, ada)
    assert (found.title, found.threshold, found.questions) == ("Spring", 5, ("Listens", "Decides"))
    assert unlocked.desk.area.key == "rounds"


def test_a_group_of_two_is_refused_beside_the_question_and_nothing_of_it_is_stored(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    start(unlocked)
    said: list[str] = []

    def answer(form: RecordForm) -> None:
        enter(form, 3, 2, "4.5", "reports")
        said.append(heard(form, "answered"))
        enter(form, 3, 2, "", "reports")

    fill(answer)
    page = unlocked.desk.area.page("rounds")
    press(page, "Add a group…")
    assert "Fewer than 5" in said[0]
    (group,) = the_round(tools, ada).groups
    assert (group.relation, group.scores, group.themes) == ("reports", (), ())
    assert "Direct reports: suppressed, fewer than 5 answered" in texts(page)
    assert "2 of 3" not in texts(page)


def test_themes_of_too_few_are_refused_too(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    start(unlocked)
    said: list[str] = []

    def answer(form: RecordForm) -> None:
        form.answers["relation"].choose("peers")
        form.answers["invited"].setValue(4)
        form.answers["answered"].setValue(4)
        form.answers["themes"].setPlainText("Is seldom there")
        form.save()
        said.append(heard(form, "answered"))

    fill(answer)
    press(unlocked.desk.area.page("rounds"), "Add a group…")
    assert "Fewer than 5" in said[0]
    assert the_round(tools, ada).groups == ()


def test_what_enough_of_a_group_said_is_shown_as_a_mean(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    start(unlocked)
    fill(lambda form: enter(form, 9, 7, "3.4"))
    page = unlocked.desk.area.page("rounds")
    press(page, "Add a group…")
    (group,) = the_round(tools, ada).groups
    assert group.scores == (Score(question=1, mean=3.4),)
    assert "3.4" in texts(page)
    assert "7 of 9 asked" in texts(page)
    assert "drawn from 0 to 5" in texts(page)


@pytest.mark.parametrize("typed", ["much", "101", "-1"])
def test_what_is_no_mean_is_said_beside_it(
    unlocked: MainWindow, tools: Tools, ada: Leader, typed: str
) -> None:
    start(unlocked)
    said: list[str] = []

    def answer(form: RecordForm) -> None:
        enter(form, 9, 7, typed)
        said.append(heard(form, "score_1"))

    fill(answer)
    press(unlocked.desk.area.page("rounds"), "Add a group…")
    assert "is not a number from 0 to 100" in said[0]
    assert the_round(tools, ada).groups == ()


def full(ada: Leader) -> Round:
    scores = (Score(question=1, mean=4.0),)
    groups = (
        RaterGroup(relation="self", invited=1, answered=1, scores=scores),
        RaterGroup(relation="peers", invited=6, answered=5, scores=scores),
    )
    return Round.make(
        leader_ids=(ada.id,), title="Spring", opened_on="2026-03-02", questions=("Listens",), groups=groups
    )


def test_the_threshold_cannot_be_raised_over_what_was_kept(
    unlocked: MainWindow, tools: Tools, ada: Leader
) -> None:
    tools.session.put(full(ada))
    unlocked.desk.area.show_page(ada.id, "rounds")
    said: list[str] = []

    def answer(form: RecordForm) -> None:
        assert "questions" not in form.answers  # what was answered was asked
        form.answers["threshold"].setValue(6)
        form.save()
        said.append(heard(form, "threshold"))

    fill(answer)
    press(unlocked.desk.area.page("rounds"), "Change the round…")
    assert "Fewer than 6" in said[0]
    assert the_round(tools, ada).threshold == 5


def test_a_group_of_one_is_named_as_one_person(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(full(ada))
    unlocked.desk.area.show_page(ada.id, "rounds")
    assert "One named person, not anonymous" in texts(unlocked.desk.area.page("rounds"))


def test_results_of_a_group_are_changed(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(full(ada))
    unlocked.desk.area.show_page(ada.id, "rounds")
    fill(lambda form: enter(form, 6, 6, "2.5"))
    press(unlocked.desk.area.page("rounds"), "Change: Peers…")
    peers = the_round(tools, ada).groups[1]
    assert (peers.answered, peers.scores) == (6, (Score(question=1, mean=2.5),))


def test_nothing_is_left_of_a_round_after_the_lock(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(full(ada))
    unlocked.desk.area.show_page(ada.id, "rounds")
    page = unlocked.desk.area.page("rounds")
    assert "Spring" in texts(page)
    tools.session.lock("hand")
    settle()
    assert "Spring" not in texts(page)
