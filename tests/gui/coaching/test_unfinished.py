"""Not a word is lost: what is typed into any form is there again after a lock, and gone once it is sealed."""

import inspect
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.today import TodayRow
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.reopening import MODULES
from coachdesk.gui.session import Session
from coachdesk.gui.tools import Tools
from coachdesk.gui.typed import show_typed
from coachdesk.gui.unfinished import FORMS, Form
from coachdesk.gui.when import DayField
from coachdesk.journal.errors import StorageFull
from coachdesk.records.about import AboutLeaders
from coachdesk.records.hold import Hold
from coachdesk.records.issue import Issue
from coachdesk.records.people import Contact, Leader
from tests.coached import one_of_each
from tests.gui.answers import Answers
from tests.gui.coaching.filling import fill
from tests.gui.conftest import open_in, settle
from tests.making import entry

CANARY = "Kanarien halb getip"
"""In mid-word."""

PAGES = {
    "plan": "plan",
    "issue": "issues",
    "round": "rounds",
    "decision": "decision",
    "consequence": "decision",
    "case": "case",
}
"""The page over which the forms of a module are shown, by how the module's name begins."""

LIBRARY = Path(inspect.getfile(MainWindow)).parent
for _module in MODULES:
    import_module(f"coachdesk.gui.{_module}")


class Desk:
    """The window, and a journal with one record of each type."""

    def __init__(self, window: MainWindow, tools: Tools, ada: Leader) -> None:
        self.window, self.tools, self.ada = window, tools, ada
        ben, contact = Leader.make(name="Ben Ode"), Contact.make(name="J. Fairclough")
        entries = entry(ada, title="Planning"), entry(ada, title="Review")
        tools.session.put(ben)
        self.records: dict[str, AboutLeaders] = one_of_each([ada, ben], entries, contact)
        self.hold = Hold.make(since="2026-01-05", by="Legal", why="A claim")
        tools.session.put(contact, *entries, *self.records.values(), self.hold)
        self.entry = entries[0]
        settle()

    @property
    def session(self) -> Session:
        return self.tools.session

    def over(self, module: str) -> Any:
        """What the forms of a module are shown over."""
        page = next((page for key, page in PAGES.items() if module.startswith(key)), "")
        if not page:
            return self.window.desk
        self.window.desk.area.show_page(self.ada.id, page)
        return self.window.desk.area.page(page)

    def open(self, name: str) -> Form:
        """Opens a form as the window does."""
        module = name.partition(".")[0]
        over = self.over(module)
        given: dict[str, Any] = {
            "tools": self.tools,
            "parent": over,
            "leader": self.ada,
            "leader_id": self.ada.id,
            "leader_ids": (self.ada.id,),
            "entry": self.entry,
            "entry_id": self.entry.id,
            "hold": self.hold,
            "about": self.ada.id,
            "kinds": ("goal", "issue"),
            "key": "denial_examples",
            "skipped": True,
            "blunt": "",
            "day": "2026-03-02",
            "digest": "0" * 64,
            "kind": "alignment",
            "relation": "",
            "at": 0,
            "plan_id": self.records["plan"].id,
            "target_id": self.records["issue"].id,
            "record": self.records["issue"],
            "feedback": self.records["round"],
            "review": self.records["fit_review"],
            "item": self.records["feedback_item"],
            "expectations": [self.records["mutual_expectation"]],
        }
        asked = {}
        for one in inspect.signature(FORMS[name]).parameters.values():
            if one.name == "one":
                asked["one"] = over.one_case(self.records["case"].id)
            elif one.default is inspect.Parameter.empty:
                asked[one.name] = given[one.name] if one.name in given else self.records[one.name]
        form = FORMS[name](**asked)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()
        return form


@pytest.fixture
def desk(unlocked: MainWindow, tools: Tools, ada: Leader) -> Desk:
    return Desk(unlocked, tools, ada)


def open_form() -> Form:
    """The form that is open."""
    (form,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, Form) and one.isVisible())
    return form


def type_into(form: Form) -> None:
    """Types half a word into every field for text, or for a day where there is none."""
    fields = list(form.fields_by_name().values())
    texts = [one for one in fields if _takes_words(one)]
    for field in texts:
        show_typed(field, CANARY)
    if not texts:
        day = next(one if isinstance(one, DayField) else one.day for one in fields if _takes_a_day(one))
        day.setText(CANARY)
        day.textEdited.emit(CANARY)


def _takes_words(field: Any) -> bool:
    return isinstance(field, QLineEdit | QPlainTextEdit) and not isinstance(field, DayField)


def _takes_a_day(field: Any) -> bool:
    return isinstance(field, DayField) or hasattr(field, "day")


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def waiting(desk: Desk) -> list[str]:
    """The drafts as the row below the leaders lists them."""
    desk.window.desk.drafts.open()
    listed = [action.text() for action in desk.window.desk.drafts._menu.actions()]
    desk.window.desk.drafts._menu.close()
    return listed if desk.session.view.drafts() else []


@pytest.mark.timeout(300)  # every form there is, each with a lock and an unlock
def test_every_form_is_there_again_after_a_lock_in_mid_word(
    desk: Desk, journal_folder: Path, qtbot: QtBot, answers: Answers
) -> None:
    """One walk for all: the journal of everything is what takes the time."""
    lost = []
    for name in sorted(FORMS):
        form = desk.open(name)
        type_into(form)
        before = form.accessibleName(), form.typed()
        assert CANARY in str(before), name
        desk.session.lock("idle")
        settle()
        assert not any(isinstance(one, Form) for one in QApplication.topLevelWidgets()), name
        assert CANARY.encode() not in on_disk(journal_folder), name
        open_in(desk.window, desk.tools, journal_folder, qtbot)
        settle()
        again = open_form()
        if (again.accessibleName(), again.typed()) != before:
            lost.append((name, before, again.accessibleName(), again.typed()))
        answers.will(True)
        again.keeping.discard()
        settle()
        if desk.session.view.drafts():
            lost.append((name, "thrown away, and still there"))
    assert lost == []


def test_no_form_was_forgotten() -> None:
    """Whoever makes a form marks the function that opens it: else what is typed into it is lost by a lock."""
    forgotten = []
    for path in LIBRARY.rglob("*.py"):
        name = ".".join(("coachdesk", "gui", *path.relative_to(LIBRARY).with_suffix("").parts))
        for key, made in vars(import_module(name)).items():
            is_own = inspect.isfunction(made) and made.__module__ == name and not key.startswith("_")
            gives = inspect.signature(made).return_annotation if is_own else None
            if inspect.isclass(gives) and issubclass(gives, Form) and made not in FORMS.values():
                forgotten.append(f"{name}.{key}")
    assert sorted(forgotten) == [
        "coachdesk.gui.coaching.case_shown.said_form",  # calls one that is marked
        "coachdesk.gui.coaching.letter_handing.handing",  # calls one that is marked
        "coachdesk.gui.coaching.protected.protected_form",  # has no words, and shall be on no list
        "coachdesk.gui.coaching.record_form.record_form",  # is called by those that are marked
    ]


def half_an_issue(desk: Desk) -> Form:
    form = desk.open("issue_forms.issue_form")
    form.fields_by_name()["title"].setText(CANARY)
    return form


def reopen(desk: Desk) -> Form:
    """Opens the one draft there is from the row of drafts."""
    (draft,) = desk.session.view.drafts()
    desk.window.desk.drafts.picked.emit(draft.id)
    settle()
    return open_form()


def test_closing_a_form_keeps_what_was_typed_and_the_row_of_drafts_opens_it_again(desk: Desk) -> None:
    form = half_an_issue(desk)
    form.reject()
    settle()
    assert waiting(desk) == [f"Unfinished: Change the issue, Ada Marsh: {CANARY}"]
    desk.window.desk.show_today()
    again = reopen(desk)
    assert desk.window.desk.area.key == "issues"
    assert again.fields_by_name()["title"].text() == CANARY
    assert "here again" in again.message.text
    again.reject()


def test_today_lists_it_and_opens_it_with_one_key(desk: Desk, qtbot: QtBot) -> None:
    half_an_issue(desk).reject()
    settle()
    today = desk.window.desk.area.today
    desk.window.activateWindow()
    desk.window.desk.show_today()
    qtbot.waitUntil(lambda: any(row.draft_id for row in today.rows))
    settle()
    row = next(one for one in today.findChildren(TodayRow) if one.accessibleName().startswith("Unfinished: "))
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    settle()
    assert open_form().typed()["title"] == CANARY
    open_form().reject()


def test_what_is_typed_is_kept_while_one_types(desk: Desk, qtbot: QtBot) -> None:
    form = half_an_issue(desk)
    assert form.keeping.throw_away.isHidden()
    qtbot.waitUntil(lambda: bool(desk.session.view.drafts()))
    assert form.keeping.throw_away.isVisible()
    assert any(one.text().startswith("Draft kept") for one in form.findChildren(QLabel))
    form.reject()


def test_the_same_form_opened_by_hand_has_it_too_and_another_has_not(desk: Desk) -> None:
    half_an_issue(desk).reject()
    settle()
    assert half_an_issue(desk).typed()["title"] == CANARY
    open_form().reject()
    settle()
    other = Issue.make(leader_ids=(desk.ada.id,), title="Another")
    desk.session.put(other)
    desk.records["issue"] = other
    form = desk.open("issue_forms.issue_form")
    assert form.typed()["title"] == "Another"
    form.reject()


def test_a_form_that_was_only_opened_leaves_nothing(desk: Desk) -> None:
    form = desk.open("issue_forms.issue_form")
    form.keeping.keep()
    form.reject()
    assert desk.session.view.drafts() == ()


def test_what_was_typed_and_taken_out_again_leaves_nothing(desk: Desk) -> None:
    form = desk.open("issue_forms.issue_form")
    before = form.typed()["title"]
    show_typed(form.fields_by_name()["title"], CANARY)
    form.keeping.keep()
    show_typed(form.fields_by_name()["title"], before)
    form.reject()
    assert desk.session.view.drafts() == ()


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("issue_forms.issue_form", lambda form: form.save()),
        ("leader_form.leader_form", lambda form: form.save()),
        ("change_dialogs.withdraw_entry", lambda form: form.act()),
        ("change_dialogs.tell_entry", lambda form: form.act()),
        ("coaching.workshop", lambda form: form.use("soft")),
    ],
)
def test_once_it_is_sealed_no_draft_is_left(desk: Desk, name: str, end: Any) -> None:
    form = desk.open(name.replace("coaching.workshop", "workshop.workshop"))
    texts = [one for one in form.fields_by_name().values() if _takes_words(one)]
    show_typed(texts[0], CANARY)
    form.keeping.keep()
    assert len(desk.session.view.drafts()) == 1
    end(form)
    settle()
    assert not any(isinstance(one, Form) for one in QApplication.topLevelWidgets())
    assert [one.values for one in desk.session.view.drafts() if one.values.get("record") == "form"] == []


def test_it_is_thrown_away_only_after_a_question(desk: Desk, answers: Answers) -> None:
    form = half_an_issue(desk)
    form.keeping.keep()
    answers.will(False, True)
    form.keeping.throw_away.click()
    assert form.isVisible()
    assert len(desk.session.view.drafts()) == 1
    form.keeping.throw_away.click()
    settle()
    assert desk.session.view.drafts() == ()
    assert answers.asked == ["Throw away what you typed?"] * 2


def test_what_changed_meanwhile_is_not_changed_back(desk: Desk) -> None:
    half_an_issue(desk).reject()
    issue = desk.records["issue"]
    desk.session.put(issue.changed(theme="Delivery"))
    form = reopen(desk)
    assert (form.typed()["title"], form.typed()["theme"]) == (CANARY, "Delivery")
    form.save()  # type: ignore[attr-defined]
    now = desk.session.view.get(issue.id).record
    assert isinstance(now, Issue)
    assert (now.title, now.theme) == (CANARY, "Delivery")


def test_what_belongs_to_nothing_any_more_is_shown_before_it_goes(desk: Desk, answers: Answers) -> None:
    half_an_issue(desk).reject()
    settle()
    desk.session.withdraw(desk.records["issue"].id, "Raised by mistake")
    (draft,) = desk.session.view.drafts()
    answers.will(False, True)
    desk.window.desk.take_up(draft.id)
    assert len(desk.session.view.drafts()) == 1
    desk.window.desk.take_up(draft.id)
    assert desk.session.view.drafts() == ()
    assert answers.asked == ["What this was about is no longer there"] * 2


def test_a_full_disk_keeps_the_form_open_and_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    form = half_an_issue(desk)

    def full(*_asked: object) -> None:
        raise StorageFull(desk.session.journal.path)

    with monkeypatch.context() as patch:
        patch.setattr(desk.session.journal, "keep_draft", full)
        form.reject()
    assert form.isVisible()
    assert "on this screen only" in form.message.text
    form.reject()
    assert not form.isVisible()
    assert desk.session.view.drafts()[0].values["typed"] == {"title": CANARY}


def test_the_drafts_of_a_case_name_both_leaders(desk: Desk) -> None:
    form = desk.open("case_forms.goal_form")
    type_into(form)
    form.reject()
    settle()
    both = QLocale().createSeparatedList(["Ada Marsh", "Ben Ode"])
    assert waiting(desk) == [f"Unfinished: The common goal, {both}: {CANARY}"]


def test_a_note_and_the_form_above_it_both_come_back(desk: Desk, journal_folder: Path, qtbot: QtBot) -> None:
    window = desk.window
    window.desk.new_note()
    window.desk.editor.text.setPlainText("Half a sentence")
    type_into(desk.open("leader_form.leader_form"))
    desk.session.lock("idle")
    settle()
    open_in(window, desk.tools, journal_folder, qtbot)
    settle()
    assert window.desk.editor.text.words == "Half a sentence"
    assert open_form().typed()["name"] == CANARY
    open_form().reject()


def test_a_form_opened_by_a_command_has_what_was_typed_before(unlocked: MainWindow, tools: Tools) -> None:
    def half(form: RecordForm) -> None:
        form.answers["title"].setText(CANARY)
        form.reject()

    fill(half)
    unlocked.commands["raise_issue"].trigger()
    seen: list[Any] = []

    def look(form: RecordForm) -> None:
        seen.append(form.answers["title"].value())
        form.save()

    fill(look)
    unlocked.commands["raise_issue"].trigger()
    settle()
    assert seen == [CANARY]
    assert tools.session.view.drafts() == ()


def test_who_types_on_loses_nothing(desk: Desk) -> None:
    half_an_issue(desk).reject()
    settle()
    field = reopen(desk).fields_by_name()["title"]
    assert field.hasFocus()
    QTest.keyClicks(field, " now")
    assert open_form().typed()["title"] == CANARY + " now"
    open_form().reject()
