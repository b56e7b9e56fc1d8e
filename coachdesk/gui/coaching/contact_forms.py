"""People who are no leaders: noted with role and organisation where a form asks for their name, and chosen there."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtWidgets import QMenu, QWidget

from coachdesk.export.names import folded
from coachdesk.gui.chip_menu import popup_under
from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.record_form import RecordForm, run
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import S
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.gui.widgets import button, row
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.people import Contact

_CONTACT = (
    Input("name", N_("Name"), "line"),
    Input("role", N_("Role (if you like)"), "line", N_("Executive coach, HR partner, head of sales")),
    Input("organisation", N_("Organisation (if it is another)"), "line", N_("The company or the department")),
)
_RELATIONS = ("coach", "sponsor", "hr", "counsel")
"""Parts in a case that a contact can have as a relation too."""


@reopens
def contact_form(
    tools: Tools, parent: QWidget, contact: Contact | None = None, name: str = "", role: str = ""
) -> RecordForm:
    """Asks who somebody is: a new contact with this ``role`` in a case, or ``contact``."""
    relation = role if role in _RELATIONS else "other"
    before = msgspec.structs.asdict(contact) if contact is not None else {"name": name}

    def make(values: dict[str, Any]) -> Sequence[Record]:
        made = contact.changed(**values) if contact is not None else Contact.make(relation=relation, **values)
        if (known := _known_already(tools, made)) is not None:
            raise InvalidRecord("name", "among_contacts_already", in_a_line(known))
        return [made] if made != contact else []

    return RecordForm(
        tools,
        _("Change a contact") if contact is not None else _("Add a contact"),
        _CONTACT,
        make,
        parent,
        explanation=_("Somebody besides the leaders. Contacts are offered wherever a name is asked for."),
        values=before,
        why=contact is not None,
    )


def _known_already(tools: Tools, made: Contact) -> Contact | None:
    """Another contact of the same name, where no role and no organisation that are given tell the two apart."""
    for one in contacts(tools):
        given = [(made.role, one.role), (made.organisation, one.organisation)]
        is_the_same = all(folded(new) in ("", folded(old)) for new, old in given)
        if one.id != made.id and folded(one.name) == folded(made.name) and is_the_same:
            return one
    return None


def contacts(tools: Tools) -> list[Contact]:
    """Everybody on file who is no leader, by name."""
    found = [one for one in tools.session.view.records("contact") if isinstance(one, Contact)]
    return sorted(found, key=lambda one: one.name.casefold())


def details(contact: Contact) -> str:
    """Role and organisation, as far as they are known."""
    return ", ".join(part for part in (contact.role, contact.organisation) if part)


def in_a_line(contact: Contact) -> str:
    """A contact as it is listed."""
    known = details(contact)
    return _("{name} ({details})").format(name=contact.name, details=known) if known else contact.name


def _contact(tools: Tools, contact_id: str) -> Contact:
    record = tools.session.view.get(contact_id).record
    assert isinstance(record, Contact)
    return record


def ask_for(tools: Tools, form: RecordForm, contact: Contact | None, name: str, role: str) -> Contact | None:
    """Asks, over a form, who somebody is; None if it was left."""
    asked = contact_form(tools, form, contact, name, role)
    made = next((one for one in asked.saved if isinstance(one, Contact)), None) if run(asked) else None
    return made if tools.session.is_open else None


def choose_for(tools: Tools, form: RecordForm, key: str, name: str, role: str) -> None:
    """Below the contacts of a form (its list ``key``) somebody can be added or changed; the name is filled in.

    ``name`` and ``role`` are the keys of what the form asks for these.
    """
    listed, named = form.answers[key], form.answers[name]

    def add() -> None:
        made = ask_for(tools, form, None, "" if listed.value() else named.value(), form.answers[role].value())
        if made is not None:
            listed.addItem(in_a_line(made), made.id)
            listed.show_value(made.id)
            named.show_value(made.name)

    def change() -> None:
        made = ask_for(tools, form, _contact(tools, listed.value()), "", "")
        if made is not None:
            listed.setItemText(listed.currentIndex(), in_a_line(made))
            named.show_value(made.name)

    def fill() -> None:
        if listed.value():
            named.show_value(_contact(tools, listed.value()).name)

    def look() -> None:
        changing.setEnabled(bool(listed.value()))

    adding = button(_("Add somebody…"), add, role="quiet", icon=tools.look.icon("user-plus"))
    changing = button(_("Change their details…"), change, role="quiet", icon=tools.look.icon("pencil-simple"))
    form.put_under(key, _beside(adding, changing))
    listed.activated.connect(lambda _at: fill())
    listed.currentIndexChanged.connect(lambda _at: look())
    look()


def offer_for(tools: Tools, form: RecordForm, name: str) -> None:
    """Below a name that a form asks for, those on file are offered, and somebody new can be noted."""

    def take(contact: Contact) -> None:
        organisation = contact.organisation
        words = _("{name}, {organisation}") if organisation else "{name}"
        form.answers[name].show_value(words.format(name=contact.name, organisation=organisation))
        form.answers[name].begin()

    def add() -> None:
        made = ask_for(tools, form, None, form.answers[name].value(), "")
        if made is not None:
            take(made)

    def choose() -> None:
        menu = QMenu(form)
        menu.aboutToHide.connect(menu.deleteLater)
        for contact in contacts(tools):
            action = menu.addAction(in_a_line(contact).replace("&", "&&"))
            action.triggered.connect(_with(take, contact))
        menu.addSeparator()
        menu.addAction(tools.look.icon("user-plus"), _("Add somebody…")).triggered.connect(add)
        popup_under(chosen, menu)

    chosen = button(_("From your contacts…"), choose, role="quiet", icon=tools.look.icon("users"))
    form.put_under(name, _beside(chosen))


def _with(act: Callable[[Contact], object], contact: Contact) -> Callable[[], object]:
    return lambda: act(contact)


def _beside(*buttons: QWidget) -> QWidget:
    held, within = QWidget(), row(gap=S)
    for one in buttons:
        within.addWidget(one)
    within.addStretch(1)
    held.setLayout(within)
    return held
