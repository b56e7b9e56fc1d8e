"""Who a leader is: the small form for adding one and for changing what is known."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XS, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import Form, reopens
from coachdesk.gui.widgets import button, dialog_column, label, row
from coachdesk.journal.errors import JournalError
from coachdesk.records.base import InvalidRecord
from coachdesk.records.people import Leader

_WIDTH = 440


class LeaderForm(Form):
    """Asks for a leader's name and what else is worth knowing. :attr:`leader_id` is who was saved."""

    def __init__(self, tools: Tools, leader: Leader | None, parent: QWidget) -> None:
        super().__init__(tools, parent)
        self._tools, self._leader, self.leader_id = tools, leader, ""
        self.setWindowTitle(_("Add a leader") if leader is None else _("Edit leader"))
        self.setAccessibleName(self.windowTitle())
        self.fields = {
            "name": QLineEdit(maxLength=200),
            "role": QLineEdit(maxLength=200),
            "team": QLineEdit(maxLength=200),
            "employee_id": QLineEdit(maxLength=80),
            "started": QLineEdit(maxLength=10, placeholderText="2024-11-04"),
        }
        self._arrange()
        if leader is not None:
            for name, field in self.fields.items():
                field.setText(getattr(leader, name) or "")

    def _arrange(self) -> None:
        words = {
            "name": _("&Name"),
            "role": _("&Role"),
            "team": _("&Team"),
            "employee_id": _("&Employee number"),
            "started": _("In this role &since"),
        }
        within = dialog_column(self, _WIDTH, gap=XS)
        within.addWidget(label(self.windowTitle(), "title"))
        within.addSpacing(S)
        within.addWidget(self.message)
        for name, field in self.fields.items():
            said = label(words[name], "strong" if name == "name" else "body")
            said.setBuddy(field)
            field.setAccessibleName(words[name].replace("&", ""))
            within.addWidget(said)
            within.addWidget(field)
            within.addSpacing(M)
        save = button(_("Add") if self._leader is None else _("Save"), self.save, role="primary")
        save.setDefault(True)
        buttons = row(gap=S)
        buttons.addWidget(self.keeping, 1)
        buttons.addWidget(button(_("Close"), self.reject))
        buttons.addWidget(save)
        within.addSpacing(L - M)
        within.addLayout(buttons)

    def fields_by_name(self) -> Mapping[str, Any]:
        """All lines."""
        return self.fields

    def save(self) -> None:
        """Records the leader, or says why not."""
        values: dict[str, str | None] = {
            name: " ".join(field.text().split()) for name, field in self.fields.items()
        }
        values["started"] = values["started"] or None
        try:
            leader = Leader.make(**values) if self._leader is None else self._leader.changed(**values)
            if leader != self._leader:
                self._tools.session.put(leader, draft_id=self.keeping.draft_id)
        except (InvalidRecord, JournalError) as error:
            self.message.show_error(error)
            field = self.fields.get(getattr(error, "field", ""))
            if field is not None:
                field.setFocus()
            return
        self.leader_id = leader.id
        self.keeping.done()
        self.accept()


@reopens
def leader_form(tools: Tools, leader: Leader | None, parent: QWidget) -> LeaderForm:
    """Asks who a leader is: a new one, or ``leader``."""
    return LeaderForm(tools, leader, parent)
