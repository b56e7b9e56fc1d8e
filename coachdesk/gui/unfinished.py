"""What is typed into a form and not sealed: kept as a draft, and there when the same form is opened again.

A form is opened by a function marked with :func:`reopens`. What it was called with says which form it is, and
is kept beside what was typed, so that the list of drafts can open it again.
"""

import contextlib
import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import signature
from typing import Any, NamedTuple, ParamSpec, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from coachdesk.gui import wording
from coachdesk.gui.coaching.pages import page_in
from coachdesk.gui.errors import sentence
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import S
from coachdesk.gui.tools import Tools
from coachdesk.gui.typed import show_typed, typed_in, words_in
from coachdesk.gui.when import DayField
from coachdesk.gui.widgets import MessageBar, label, row, tool_button
from coachdesk.journal.errors import JournalError
from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import Record
from coachdesk.records.people import Leader

RECORD = "form"
"""Stands in a draft where one of a note has nothing."""

_OF_FORMS = uuid.UUID("5f6f1f7c-3f0b-4b86-9d0c-0a0a55f7f3c1")
_PAUSE_MS = 600


class Opening(NamedTuple):
    """How a form was opened: by its name in :data:`FORMS`, for what, on which page, about whom."""

    form: str
    asked: dict[str, Any]
    page: str
    leader_ids: tuple[str, ...]

    @property
    def draft_id(self) -> str:
        """The draft of this form: the same each time it is opened for the same."""
        return str(uuid.uuid5(_OF_FORMS, json.dumps([self.form, self.asked], sort_keys=True)))


FORMS: dict[str, Callable[..., "Form"]] = {}
"""Every form that can be opened again, by its name."""


_P = ParamSpec("_P")
_F = TypeVar("_F", bound="Form")


def reopens(form: Callable[_P, _F]) -> Callable[_P, _F]:
    """Marks a function that opens a form. Records and cases it is given are named by their ids in a draft."""
    asks, name = signature(form), f"{form.__module__.rpartition('.')[2]}.{form.__name__}"

    @wraps(form)
    def open_it(*args: _P.args, **kwargs: _P.kwargs) -> _F:
        given = asks.bind(*args, **kwargs)
        given.apply_defaults()
        made = form(*args, **kwargs)
        values = {key: value for key, value in given.arguments.items() if _is_kept(value)}
        opening = Opening(
            name,
            {key: _plain(value) for key, value in values.items()},
            page_in(made.parentWidget()),
            _leaders(values),
        )
        made.keeping.begin(opening)
        return made

    FORMS[name] = open_it
    return open_it


def _is_kept(value: object) -> bool:
    """Whether a draft has to name it; what everybody has and where it is shown is given anew."""
    return not (isinstance(value, Tools | QWidget) or callable(value))


def _plain(value: Any) -> Any:
    """What a form was given as a draft has it. Raises TypeError for what could not be found again."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Record):
        return {"record": value.id}
    if hasattr(value, "case"):
        return {"case": value.case.id}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    raise TypeError(type(value))


def _leaders(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Whom a form is about."""
    for name, value in values.items():
        record = getattr(value, "case", value)
        if isinstance(record, AboutLeaders):
            return record.leader_ids
        if isinstance(value, Leader):
            return (value.id,)
        if name in ("leader_ids", "leader_id"):
            return (value,) if isinstance(value, str) else tuple(value)
    return ()


def is_form(values: Mapping[str, Any]) -> bool:
    """Whether a draft is what was typed into a form."""
    return values.get("record") == RECORD


class Keeping(QWidget):
    """Keeps what is typed into a form as a draft, as a note is kept: it says so, and throws it away when told."""

    def __init__(self, form: "Form", tools: Tools) -> None:
        super().__init__()
        self._form, self._tools = form, tools
        self._opening: Opening | None = None
        self._first: dict[str, Any] = {}
        self._kept: dict[str, Any] | None = None
        self._could_not_keep = False
        self.throw_away = tool_button(
            _("Throw away what you typed"), tools.look.icon("trash", "quiet"), self.discard
        )
        self._state = label("", "caption")
        within = row(gap=S)
        within.addWidget(self.throw_away)
        within.addWidget(self._state, 1)
        self.setLayout(within)
        self._pause = QTimer(self, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self._say()

    def begin(self, opening: Opening) -> None:
        """From now on what is typed is kept; what was kept before is there again."""
        session = self._tools.session
        self._opening, self._first = opening, self._form.typed()
        draft = next((one for one in session.view.drafts() if one.id == opening.draft_id), None)
        if draft is not None:
            self._kept = draft.values
            typed = draft.values["typed"]
            self._form.show_typed({key: value for key, value in typed.items() if key in self._first})
            self._say(draft.updated_at)
            self._form.message.show_sentence(_("What you typed before is here again."), "note")
            QTimer.singleShot(0, self, self._go_on)
        session.keeping.connect(self.keep)
        self._form.finished.connect(self._stop)
        self._pause.start()

    def _go_on(self) -> None:
        """A window that opens has all of its first field chosen: who types on would lose what stands there."""
        field = self._form.focusWidget()
        if isinstance(field, QLineEdit) and not isinstance(field, DayField):
            field.setCursorPosition(len(field.text()))

    @property
    def draft_id(self) -> str:
        """The draft that goes when this is sealed, or ""."""
        return self._opening.draft_id if self._opening is not None and self._kept is not None else ""

    def keep(self) -> bool:
        """Keeps what was typed so far. Whether nothing of it is on the screen only."""
        return self._keep(is_open=self._form.isVisible())

    def _keep(self, *, is_open: bool) -> bool:
        session, opening = self._tools.session, self._opening
        if opening is None or not session.is_open:
            return True
        values = self._values(opening, is_open=is_open)
        try:
            if not values["typed"]:
                self._drop()
            elif values != self._kept:
                session.keep_draft(opening.draft_id, values)
                self._kept = values
                self._say(dt.datetime.now(dt.UTC).isoformat())
        except JournalError as error:
            self._say_not_kept(error)
            return False
        return True

    def _values(self, opening: Opening, *, is_open: bool) -> dict[str, Any]:
        """Only what was changed: what else the form shows is the record's, and may be another by then."""
        typed = {key: value for key, value in self._form.typed().items() if value != self._first.get(key)}
        return {
            "record": RECORD,
            **opening._asdict(),
            "leader_ids": list(opening.leader_ids),
            "on_screen": is_open,
            "title": self._form.accessibleName(),
            "words": self._form.words(typed),
            "typed": typed,
        }

    def _drop(self) -> None:
        """Raises a storage error."""
        if self._kept is not None and self._opening is not None:
            self._tools.session.drop_draft(self._opening.draft_id)
            self._kept = None
        self._say()

    def leave(self) -> bool:
        """The form is closed and nothing of it sealed: its draft waits. Whether it could be kept; a lock asks nobody."""
        if not self._tools.session.is_locking and not self._keep(is_open=False):
            return False
        self._stop()
        return True

    def done(self) -> None:
        """What was typed is sealed now. A draft that cannot be dropped waits on, and says nothing new."""
        with contextlib.suppress(JournalError):
            self._drop()
        self._stop()

    def _stop(self) -> None:
        self._pause.stop()
        self._opening = None

    def discard(self) -> None:
        """Throws away what was typed, after asking, and closes the form."""
        prompts, session = self._tools.prompts, self._tools.session
        if not prompts.confirm(
            self._form,
            _("Throw away what you typed?"),
            _("Nothing of it has been saved."),
            _("Throw away"),
        ):
            return
        if not session.is_open:
            return
        try:
            self._drop()
        except JournalError as error:
            self._form.message.show_error(error)
            return
        self._stop()
        self._form.reject()

    def _say(self, kept_at: str = "") -> None:
        """Says when it was kept last; without a draft there is nothing to say or to throw away."""
        self._state.setText(
            _("Draft kept {moment}").format(moment=wording.recorded(kept_at)) if kept_at else ""
        )
        self.throw_away.setVisible(bool(kept_at))
        if self._could_not_keep:
            self._could_not_keep = False
            self._form.message.clear()

    def _say_not_kept(self, error: JournalError) -> None:
        self._could_not_keep = True
        self._state.setText(_("Not kept"))
        self.throw_away.show()
        self._form.message.show_sentence(
            _("What you typed is on this screen only. {why} It is tried again as you type.").format(
                why=sentence(error)
            )
        )


class Form(QDialog):
    """A dialog into which something is typed that is to be sealed. Closing it keeps that, as a lock does.

    A subclass has :meth:`fields_by_name`, its accessible name is its title, and :attr:`keeping` stands beside its buttons.
    """

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self.message = MessageBar(tools.look)
        self.keeping = Keeping(self, tools)

    def fields_by_name(self) -> Mapping[str, Any]:
        """What is typed into, by name."""
        raise NotImplementedError

    def typed(self) -> dict[str, Any]:
        """Everything as it stands, understood or not."""
        return {key: typed_in(field) for key, field in self.fields_by_name().items()}

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Shows what was typed before."""
        fields = self.fields_by_name()
        for key, value in typed.items():
            show_typed(fields[key], value)

    def words(self, keys: Iterable[str]) -> str:
        """The first words that stand in one of these fields."""
        fields = self.fields_by_name()
        return next((words for key in keys if (words := words_in(fields[key]))), "")

    def reject(self) -> None:
        """Closes; what was typed waits among the drafts."""
        if self.keeping.leave():
            super().reject()
