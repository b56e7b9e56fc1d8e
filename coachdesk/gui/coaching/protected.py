"""Protected events of a leader: which and when, and nothing else. For the manager's own check, hardly ever opened."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from coachdesk.gui import wording
from coachdesk.gui.coaching import withdrawing
from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.record_form import RecordForm, record_form, run
from coachdesk.gui.coaching.words import PROTECTED
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XS, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column, dialog_column, label, row, tool_button
from coachdesk.records.protected import ProtectedEvent

_WIDTH = 460
_INPUTS = (
    Input("type", N_("What was it? (choose one)"), "choice", needed=True, unchosen=True),
    Input("day", N_("Since when is it known?"), "day_past"),
)


def protected_form(tools: Tools, leader_ids: tuple[str, ...], parent: QWidget) -> RecordForm:
    """Asks which event it was, and when."""
    options = {key: _(words) for key, words in PROTECTED.items()}
    return record_form(
        tools,
        parent,
        _("Note a protected event"),
        [one._replace(options=options) if one.key == "type" else one for one in _INPUTS],
        kind=ProtectedEvent,
        explanation=_("Only what and when. What it was about belongs with HR, and not in here."),
        leader_ids=leader_ids,
    )


class ProtectedDialog(QDialog):
    """The events noted of a leader, and the ways to note and to take back one."""

    def __init__(self, tools: Tools, leader_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._leader_id = tools, leader_id
        self.setWindowTitle("CoachDesk")
        self.setAccessibleName(_("Protected events"))
        within = dialog_column(self, _WIDTH)
        within.addWidget(label(_("Protected events"), "title"))
        within.addWidget(
            label(
                _(
                    "A complaint, a leave, a pregnancy: criticism that comes after it can look like an answer to it. "
                    "They are in the medical lane and in no report unless you release it."
                ),
                "quiet",
                wraps=True,
            )
        )
        within.addSpacing(S)
        self._list: QVBoxLayout = column(gap=XS)
        within.addLayout(self._list)
        within.addSpacing(M)
        buttons = row(gap=S)
        self.add = button(_("Note one…"), self.note, icon=tools.look.icon("plus"))
        buttons.addWidget(self.add)
        buttons.addStretch(1)
        buttons.addWidget(button(_("Close"), self.accept, role="primary"))
        within.addLayout(buttons)
        tools.session.changed.connect(self.refresh)
        self.refresh()

    @property
    def events(self) -> list[ProtectedEvent]:
        """What is noted, the newest first."""
        found = self._tools.session.view.about(self._leader_id, "protected_event")
        events = [one for one in found if isinstance(one, ProtectedEvent)]
        return sorted(events, key=lambda one: one.day, reverse=True)

    def refresh(self) -> None:
        """Shows again what is noted."""
        while (item := self._list.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for one in self.events:
            self._list.addWidget(self._line(one))
        if not self._list.count():
            self._list.addWidget(label(_("None is noted."), "quiet"))

    def _line(self, event: ProtectedEvent) -> QWidget:
        said = _("{day}: {event}").format(day=wording.day(event.day), event=_(PROTECTED[event.type]))
        line, held = row(gap=S), QWidget()
        line.addWidget(label(said), 1)
        act = withdrawing.beside(self._tools, self, event.id, said)
        line.addWidget(tool_button(act.words, self._tools.look.icon(act.icon, "quiet"), act.do))
        held.setLayout(line)
        return held

    def note(self) -> None:
        """Asks for one more."""
        run(protected_form(self._tools, (self._leader_id,), self))


def show_protected(tools: Tools, leader_id: str, parent: QWidget) -> bool:
    """Shows the events of a leader until they are closed. Nothing of it begins a page: always False."""
    dialog = ProtectedDialog(tools, leader_id, parent)
    try:
        dialog.exec()
        return False
    finally:
        dialog.deleteLater()
