"""Small dialogs that change what is sealed: withdraw it, refile it, mark it as told. Each asks why, or when."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from coachdesk.gui import entry_words
from coachdesk.gui.choice import Choice, QuietCombo
from coachdesk.gui.editor_choices import TOLD_STATES
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XS, L, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import Form, reopens
from coachdesk.gui.when import DayField, listener, sentence
from coachdesk.gui.widgets import button, column, dialog_column, label, row, section
from coachdesk.journal.errors import JournalError
from coachdesk.records.base import InvalidRecord
from coachdesk.records.entry import Entry, Told
from coachdesk.records.people import Leader
from coachdesk.records.spoken_days import NotADay

_WIDTH = 440
_REASON_HEIGHT = 72
_MOST_LEADERS_HEIGHT = 220
CONVERSATIONS = ("conversation", "feedback", "check_in", "coaching_session", "three_way_call", "pip_meeting")


class _Frame:
    """What these dialogs have in common: a title, a sentence, what is asked, where it goes wrong, two buttons."""

    def __init__(self, dialog: Form, title: str, explanation: str) -> None:
        dialog.setWindowTitle(title)
        dialog.setAccessibleName(title)
        self._dialog = dialog
        self.within = dialog_column(dialog, _WIDTH)
        self.within.addWidget(label(title, "title"))
        self.within.addWidget(label(explanation, "quiet", wraps=True))
        self.within.addSpacing(S)
        self.within.addWidget(dialog.message)

    def finish(self, action: str, act: Callable[[], object], role: str = "primary") -> None:
        """Puts the buttons below; Ctrl+Enter is the one that acts."""
        does = button(action, act, role=role)
        does.setDefault(True)
        buttons = row(gap=S)
        buttons.addWidget(self._dialog.keeping, 1)
        buttons.addWidget(button(_("Close"), self._dialog.reject))
        buttons.addWidget(does)
        self.within.addSpacing(L)
        self.within.addLayout(buttons)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self._dialog, act)

    def reason_field(self) -> QPlainTextEdit:
        """Where the reason is typed."""
        field = QPlainTextEdit(placeholderText=_("The reason is kept beside the change, for good."))
        field.setTabChangesFocus(True)
        field.setFixedHeight(_REASON_HEIGHT)
        field.setAccessibleName(_("Why?"))
        self.within.addWidget(section(_("Why?")))
        self.within.addWidget(field)
        return field

    def attempt(self, change: Callable[[], object]) -> bool:
        """Whether it could be done; if not, it is said why."""
        try:
            change()
        except (JournalError, InvalidRecord) as error:
            self._dialog.message.show_error(error)
            return False
        self._dialog.keeping.done()
        self._dialog.accept()
        return True


class WithdrawDialog(Form):
    """Withdraws an entry, or what ``title`` and ``explanation`` tell of, with a reason.

    :attr:`wants_erasure`: it was closed to erase the record for good instead.
    """

    def __init__(
        self, tools: Tools, record_id: str, parent: QWidget, title: str = "", explanation: str = ""
    ) -> None:
        super().__init__(tools, parent)
        self._tools, self._record_id, self.wants_erasure = tools, record_id, False
        explanation = explanation or _(
            "It stays readable, marked as withdrawn, with its text and your reason. It takes no more changes."
        )
        self._frame = _Frame(self, title or _("Withdraw this entry"), explanation)
        self.reason = self._frame.reason_field()
        self._frame.finish(_("Withdraw"), self.act, "danger")
        self.reason.setFocus()

    def fields_by_name(self) -> Mapping[str, Any]:
        """The reason."""
        return {"reason": self.reason}

    def offer_erasure(self) -> None:
        """Has another way out: what shall not even be readable is erased for good."""
        instead = button(_("Erase it for good instead…"), self._erase_instead, role="link")
        within = self._frame.within
        within.insertWidget(within.indexOf(self.reason) + 1, instead, 0, Qt.AlignmentFlag.AlignLeft)

    def _erase_instead(self) -> None:
        self.wants_erasure = True
        self.reject()

    def act(self) -> None:
        """Withdraws it, or says why not."""
        session = self._tools.session
        if not self._frame.attempt(lambda: session.withdraw(self._record_id, self.reason.toPlainText())):
            self.reason.setFocus()


class RefileDialog(Form):
    """Moves an entry to the leaders it is really about, with a reason."""

    def __init__(self, tools: Tools, entry: Entry, parent: QWidget) -> None:
        super().__init__(tools, parent)
        self._tools, self._entry = tools, entry
        explanation = _("Where it is now it leaves a numbered trace; what it says goes to whom you choose.")
        self._frame = _Frame(self, _("Refile this entry"), explanation)
        self._frame.within.addWidget(section(_("Whom is it about?")))
        self.boxes = self._add_leaders(tools.session.view.leaders())
        self.reason = self._frame.reason_field()
        self._frame.finish(_("Refile"), self.act)

    def _add_leaders(self, leaders: Sequence[Leader]) -> dict[str, QCheckBox]:
        boxes, listed = dict[str, QCheckBox](), column(gap=0)
        for leader in leaders:
            if not leader.archived or leader.id in self._entry.leader_ids:
                box = QCheckBox(leader.name.replace("&", "&&"))
                box.setChecked(leader.id in self._entry.leader_ids)
                boxes[leader.id] = box
                listed.addWidget(box)
        held, area = QWidget(), QScrollArea(widgetResizable=True)
        held.setLayout(listed)
        area.setWidget(held)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMaximumHeight(min(_MOST_LEADERS_HEIGHT, held.sizeHint().height()))
        self._frame.within.addWidget(area)
        return boxes

    def fields_by_name(self) -> Mapping[str, Any]:
        """The reason, and each leader."""
        return {"reason": self.reason, **self.boxes}

    def act(self) -> None:
        """Refiles it, or says why not."""
        chosen = [one for one in self._entry.leader_ids if self.boxes[one].isChecked()]
        chosen += [one for one, box in self.boxes.items() if box.isChecked() and one not in chosen]
        session = self._tools.session
        self._frame.attempt(lambda: session.refile(self._entry.id, chosen, self.reason.toPlainText()))


class ToldDialog(Form):
    """Marks an entry as told: how, on which day, in which conversation. Enter is enough for "today"."""

    def __init__(self, tools: Tools, entry: Entry, parent: QWidget) -> None:
        super().__init__(tools, parent)
        self._tools, self._entry = tools, entry
        explanation = _("On which day does the leader know of it, and how did they learn it?")
        self._frame = _Frame(self, _("Mark as told"), explanation)
        within = self._frame.within
        options = {key: words for key, words in TOLD_STATES.items() if key != "not_yet"}
        self.state = Choice(_("Told how"), options, may_be_none=False)
        self.state.choose("told")
        self.day, self.how = DayField(_("Told on which day"), "day_past"), QLineEdit()
        self.day.show_kept("today")
        self.how.setPlaceholderText(_("in our 1:1, by e-mail … (if you like)"))
        self.how.setAccessibleName(_("Told how"))
        self.talk = self._make_talks()
        within.addWidget(self.state)
        for name, field in ((_("On"), self.day), (_("How"), self.how), (_("Noted in"), self.talk)):
            within.addSpacing(XS)
            within.addWidget(section(name))
            within.addWidget(field)
        self._frame.finish(_("Mark as told"), self.act)
        self.day.setFocus()

    def _make_talks(self) -> QuietCombo:
        """The latest conversations with the leader, in one of which it may have been told."""
        made = QuietCombo(_("The conversation in which it was told"))
        made.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.addItem(_("no entry"), "")
        shown = self._tools.session.view.timeline(self._entry.leader_ids[0]).entries
        for listed in shown:
            talk = listed.entry
            if talk.kind in CONVERSATIONS and talk.id != self._entry.id and not listed.withdrawn:
                made.addItem(entry_words.one_line(listed), talk.id)
        return made

    def fields_by_name(self) -> Mapping[str, Any]:
        """How, when and where."""
        return {"state": self.state, "day": self.day, "how": self.how, "talk": self.talk}

    def act(self) -> None:
        """Marks it, or says why not."""
        try:
            day = listener().day_past(self.day.kept)
        except (NotADay, InvalidRecord) as error:
            self.message.show_sentence(sentence(error, self.day.kept))
            self.day.setFocus()
            return
        self._frame.attempt(lambda: self._mark(day))

    def _mark(self, day: str) -> None:
        told = Told(
            state="in_writing" if self.state.current == "in_writing" else "told",
            day=day,
            how=self.how.text().strip(),
            entry_id=self.talk.currentData() or None,
        )
        self._tools.session.correct(self._entry.changed(told=told), _("The leader was told."))


@reopens
def withdraw_entry(tools: Tools, entry: Entry, parent: QWidget) -> WithdrawDialog:
    """Asks why an entry is withdrawn."""
    return WithdrawDialog(tools, entry.id, parent)


@reopens
def refile_entry(tools: Tools, entry: Entry, parent: QWidget) -> RefileDialog:
    """Asks whom an entry is really about."""
    return RefileDialog(tools, entry, parent)


@reopens
def tell_entry(tools: Tools, entry: Entry, parent: QWidget) -> ToldDialog:
    """Asks when and how the leader was told of an entry."""
    return ToldDialog(tools, entry, parent)
