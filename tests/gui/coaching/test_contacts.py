"""Contacts: noted where a form asks for somebody's name, chosen from there, their organisation shown."""

import datetime as dt
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton

from coachdesk.gui.coaching.contact_forms import contact_form
from coachdesk.gui.coaching.plan_forms import support_form
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.tools import Tools
from coachdesk.records.case import Case
from coachdesk.records.people import Contact, Leader
from coachdesk.records.support import Support
from tests.gui.coaching.filling import fill, heard, named, press, texts
from tests.gui.conftest import settle

TODAY = dt.date.today().isoformat()  # noqa: DTZ011


@pytest.fixture
def case(unlocked: MainWindow, tools: Tools, ada: Leader) -> Case:
    made = Case.make(leader_ids=(ada.id,), title="Releases", opened_on=TODAY)
    tools.session.put(made)
    unlocked.desk.area.show_page(ada.id, "case")
    settle()
    return made


def page(window: MainWindow) -> Any:
    return window.desk.area.page("case")


def parties(tools: Tools, case: Case) -> list[tuple[str, str, str | None]]:
    found = tools.session.view.get(case.id).record
    assert isinstance(found, Case)
    return [(one.role, one.name, one.contact_id) for one in found.parties]


def the_contact(tools: Tools) -> Contact:
    (found,) = tools.session.view.records("contact")
    assert isinstance(found, Contact)
    return found


def test_somebody_is_added_where_a_party_is_named_and_the_organisation_is_shown(
    unlocked: MainWindow, tools: Tools, case: Case
) -> None:
    def who(asked: RecordForm) -> None:
        assert asked.answers["name"].text() == "Omar Reyes"  # what was typed already
        asked.answers["role"].setText("Executive coach")
        asked.answers["organisation"].setText("Reyes & Daughters")
        asked.save()

    def party(form: RecordForm) -> None:
        form.answers["role"].choose("coach")
        form.answers["name"].setText("Omar Reyes")
        fill(who)
        press(form, "Add somebody…")
        assert form.answers["contact_id"].currentText() == "Omar Reyes (Executive coach, Reyes & Daughters)"
        form.save()

    fill(party)
    press(page(unlocked), "Add somebody…")
    made = the_contact(tools)
    assert (made.name, made.role, made.organisation) == ("Omar Reyes", "Executive coach", "Reyes & Daughters")
    assert made.relation == "coach"
    assert parties(tools, case) == [("coach", "Omar Reyes", made.id)]
    page(unlocked).show_stage(case.id, "briefing")
    settle()
    assert "Executive coach, Reyes & Daughters" in texts(page(unlocked))


def test_who_is_on_file_is_chosen_and_changed(unlocked: MainWindow, tools: Tools, case: Case) -> None:
    tools.session.put(Contact.make(name="Iris Vale", organisation="Calderquay"))
    settle()

    def move(asked: RecordForm) -> None:
        assert asked.answers["organisation"].text() == "Calderquay"
        asked.answers["organisation"].setText("Aldermoor")
        asked.save()

    def party(form: RecordForm) -> None:
        changing = named(form, "Change their details…")
        assert not changing.isEnabled()
        form.answers["contact_id"].setCurrentIndex(1)
        form.answers["contact_id"].activated.emit(1)
        assert form.answers["name"].text() == "Iris Vale"
        fill(move)
        press(form, "Change their details…")
        assert form.answers["contact_id"].currentText() == "Iris Vale (Aldermoor)"
        form.save()

    fill(party)
    press(page(unlocked), "Add somebody…")
    assert the_contact(tools).organisation == "Aldermoor"
    assert parties(tools, case) == [("sponsor", "Iris Vale", the_contact(tools).id)]


@pytest.mark.parametrize(
    ("role", "organisation", "is_new"),
    [("", "", False), ("coach", "", False), ("", "CALDERQUAY", False), ("", "Aldermoor", True)],
)
def test_who_is_a_contact_already_is_not_added_again(
    unlocked: MainWindow, tools: Tools, role: str, organisation: str, is_new: bool
) -> None:
    tools.session.put(Contact.make(name="Zoë Vale", role="Coach", organisation="Calderquay"))
    form = contact_form(tools, unlocked, name="zoe  vale")
    form.answers["role"].setText(role)
    form.answers["organisation"].setText(organisation)
    form.save()
    assert bool(form.saved) is is_new
    assert (
        "Zoë Vale (Coach, Calderquay) is among your contacts already" in heard(form, "name")
    ) is not is_new
    assert len(tools.session.view.records("contact")) == 1 + is_new
    form.deleteLater()


def test_a_contact_is_not_changed_into_another(unlocked: MainWindow, tools: Tools) -> None:
    zoe, iris = Contact.make(name="Zoë Vale"), Contact.make(name="Iris Vale")
    tools.session.put(zoe, iris)
    form = contact_form(tools, unlocked, iris)
    form.answers["name"].setText("Zoe Vale")
    form.save()
    assert "among your contacts already" in heard(form, "name")
    form.answers["name"].setText("IRIS VALE")  # it is the same one
    form.save()
    assert [one.name for one in form.saved if isinstance(one, Contact)] == ["IRIS VALE"]
    form.deleteLater()


def test_without_a_name_nobody_is_added(unlocked: MainWindow, tools: Tools, case: Case) -> None:
    said: list[str] = []

    def who(asked: RecordForm) -> None:
        asked.save()
        said.append(heard(asked, "name"))
        asked.reject()

    def party(form: RecordForm) -> None:
        fill(who)
        press(form, "Add somebody…")
        assert form.answers["contact_id"].value() is None
        form.reject()

    fill(party)
    press(page(unlocked), "Add somebody…")
    assert all(said)
    assert len(said) == 1
    assert tools.session.view.records("contact") == ()
    assert parties(tools, case) == []


def the_menu() -> QMenu:
    settle()
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def choose(form: RecordForm, words: str) -> None:
    """Chooses from the menu of contacts."""
    press(form, "From your contacts…")
    menu = the_menu()
    next(one for one in menu.actions() if one.text() == words).trigger()
    settle()


def test_a_provider_of_support_is_chosen_or_noted(unlocked: MainWindow, tools: Tools, ada: Leader) -> None:
    tools.session.put(Contact.make(name="R. Adair", role="Executive coach", organisation="Adair & Co"))
    form = support_form(tools, (ada.id,), None, None, unlocked)
    form.open()
    choose(form, "R. Adair (Executive coach, Adair && Co)")
    assert form.answers["counterpart"].text() == "R. Adair, Adair & Co"

    def who(asked: RecordForm) -> None:
        asked.answers["name"].setText("Mina Roth")
        asked.save()

    fill(who)
    choose(form, "Add somebody…")
    assert form.answers["counterpart"].text() == "Mina Roth"
    form.answers["what"].setText("Six hours")
    form.save()
    form.deleteLater()
    (made,) = tools.session.view.about(ada.id, "support")
    assert isinstance(made, Support)
    assert made.counterpart == "Mina Roth"
    assert len(tools.session.view.records("contact")) == 2


def test_a_lock_while_somebody_is_added_closes_both_forms_and_keeps_what_was_typed(
    unlocked: MainWindow, tools: Tools, case: Case
) -> None:
    def who(asked: RecordForm) -> None:
        asked.answers["organisation"].setText("Half typed")
        tools.session.lock("hand")

    def party(form: RecordForm) -> None:
        form.answers["name"].setText("Omar")
        fill(who)
        press(form, "Add somebody…")

    fill(party)
    page(unlocked).show_stage(case.id, "briefing")
    settle()
    press(page(unlocked), "Add somebody…")
    settle()
    assert not tools.session.is_open
    assert not any(isinstance(one, QDialog) and one.isVisible() for one in QApplication.topLevelWidgets())
    assert not any("Half typed" in one.text() for one in unlocked.findChildren(QPushButton))
