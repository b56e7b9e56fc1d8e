"""Prepare: the planner for the next conversation. Typing is a draft; Save puts it on file; the talk becomes a note."""

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from coachdesk.coaching.conversation import lacking
from coachdesk.gui import wording
from coachdesk.gui.coaching import prepare_paper
from coachdesk.gui.coaching.prepare_draft import RECORD, is_prepared
from coachdesk.gui.coaching.prepare_form import PrepareForm, next_slot, on_file
from coachdesk.gui.coaching.prepare_note import note_about
from coachdesk.gui.coaching.prepare_sheet import LACKS, POWER, Part, sheet
from coachdesk.gui.coaching.still_open import StillOpen
from coachdesk.gui.sealing import sealed_entry
from coachdesk.gui.tab_order import put_after
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import XL, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Empty, MessageBar, button, column, label, line, row, tool_button
from coachdesk.journal.errors import JournalError
from coachdesk.records.talk import Preparation

_PAUSE_MS, _WIDEST = 600, 760
_SAID_BELOW = ("no_example", "not_private", "no_next_day")
"""The rest is said beside its field."""


class PreparePage(QWidget):
    """``entry_wanted`` (id): an entry shall be read; ``beside_wanted``: the sheet shall stand beside the timeline;
    ``note_begun`` (a Note): the talk was held and is to be written down.
    """

    entry_wanted = Signal(str)
    beside_wanted = Signal()
    note_begun = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools, self._leader_id = tools, ""
        self._preparation: Preparation | None = None
        self._first: dict[str, Any] = {}
        self._kept: dict[str, Any] | None = None
        self._is_on_file = False
        self.form: PrepareForm | None = None
        self.message = MessageBar(tools.look, wide=True)
        self._state = label("", "caption")
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setProperty("surface", "page")
        self._area.setAccessibleName(_("Prepare the next talk"))
        self.throw_away = tool_button(
            _("Throw this preparation away"), tools.look.icon("trash", "quiet"), self.discard
        )
        self.held = button(_("The talk was held…"), self.write_down, icon=tools.look.icon("check"))
        self.save_button = button(_("Save"), self.save, role="primary")
        self.save_button.setToolTip(_("Put the preparation on file (Ctrl+Enter)"))
        self._bar = QWidget()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.keep)
        tools.session.keeping.connect(self.keep)
        self._arrange()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save)

    def _arrange(self) -> None:
        below = row(gap=S)
        below.setContentsMargins(L, S, L, S)
        below.addWidget(self.throw_away)
        below.addWidget(self._state, 1)
        below.addWidget(self.held)
        below.addWidget(self.save_button)
        self._bar.setLayout(below)
        within = column(gap=0)
        within.addWidget(self._area, 1)
        within.addWidget(self.message)
        within.addWidget(line())
        within.addWidget(self._bar)
        self.setLayout(within)

    # What is shown

    def show_leader(self, leader_id: str) -> None:
        """Shows what is prepared for a leader: the draft of it, or what is on file for the next talk."""
        if leader_id != self._leader_id or self.form is None:
            self.keep()
            self._leader_id = leader_id
            self._load()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Reads again what may be chosen. What is being typed stays."""
        if not (self._leader_id and self._tools.session.is_open):
            return
        form = self.form
        if form is None or self._preparation is None:
            self._load()
        elif self._is_over():
            self._forget()
            self._load()
        elif on_file(self._tools.session.view, self._leader_id, _today()) != form.known:
            typed, kept = form.typed(), self._kept
            self._show(self._preparation, is_on_file=self._is_on_file).show_typed(typed)
            self._kept = kept

    def _is_over(self) -> bool:
        """Whether what is shown was talked about or withdrawn meanwhile."""
        view, shown = self._tools.session.view, self._preparation
        return self._is_on_file and shown is not None and shown.id not in {one.id for one in self._open(view)}

    def _open(self, view: Any) -> list[Preparation]:
        found = [one for one in view.about(self._leader_id, RECORD) if isinstance(one, Preparation)]
        return [one for one in found if one.talked_entry_id is None]

    def _load(self) -> None:
        view = self._tools.session.view
        planned = {one.id: one for one in self._open(view)}
        draft = next((one for one in view.drafts() if is_prepared(one.values, self._leader_id)), None)
        if draft is not None and draft.id not in planned and view.is_known(draft.id):
            self._tools.session.drop_draft(draft.id)  # the talk was written down meanwhile
            draft = None
        if draft is not None:
            before = planned.get(draft.id)
            form = self._show(before or _new(self._leader_id, draft.id), is_on_file=before is not None)
            form.show_typed(draft.values["typed"])
            self._kept = draft.values
            self._say_kept(draft.updated_at)
        elif planned:
            self._show(list(planned.values())[-1], is_on_file=True)
        else:
            self._show_nothing()

    def begin(self, entry_id: str = "") -> bool:
        """A preparation is begun, unless there is one already; the example or success that is named is chosen in it."""
        form = self.form
        if form is None:
            form = self._show(_new(self._leader_id, ""), is_on_file=False)
            form.answers["success_entry_id"].show_value(next(iter(form.known.successes), None))
            form.answers["at"].show_value(next_slot(self._tools.session.view, self._leader_id, _today()))
            self._first = form.typed()
            self._say_lacks()
        if entry_id in form.known.examples:
            chosen = form.answers["example_ids"]
            chosen.show_value((*chosen.value(), entry_id))
        elif entry_id in form.known.successes:
            form.answers["success_entry_id"].show_value(entry_id)
        QTimer.singleShot(0, form, form.begin)
        return True

    def _show(self, preparation: Preparation, *, is_on_file: bool) -> PrepareForm:
        self._preparation, self._is_on_file, self._kept = preparation, is_on_file, None
        known = on_file(self._tools.session.view, self._leader_id, _today())
        self.form = form = PrepareForm(self._tools, known)
        form.show_preparation(preparation)
        self._first = form.typed()
        form.changed.connect(self._on_changed)
        self._lacks = label("", "quiet", wraps=True)
        within = self._page()
        acts = row(gap=S)
        acts.addWidget(label(_("Prepare the next talk"), "title", wraps=True), 1)
        for words, do, icon in (
            (_("Beside the timeline"), self.beside_wanted.emit, "columns"),
            (_("Print…"), partial(prepare_paper.print_it, self), "printer"),
            (_("Save as PDF…"), partial(prepare_paper.save_it, self), "file-pdf"),
        ):
            acts.addWidget(button(words, do, role="quiet", icon=self._tools.look.icon(icon, "quiet")))
        within.addLayout(acts)
        within.addWidget(label(_(POWER), "quiet", wraps=True))
        within.addSpacing(M)
        within.addWidget(StillOpen(self._tools, known.entries.values(), self._leader_id))
        within.addWidget(form)
        within.addWidget(self._lacks)
        self._add_past(within)
        within.addStretch(1)
        self._say_lacks()
        self._bar.show()
        put_after(form.answers["next_on"], (self.throw_away, self.held, self.save_button))
        self._say("")
        return form

    def _show_nothing(self) -> None:
        self._forget()
        within = self._page()
        within.addWidget(
            Empty(
                self._tools.look,
                "chats-circle",
                _("Nothing is prepared"),
                _(
                    "A good talk begins with what went well, has a recent observation, and asks more than it says."
                ),
                _("Prepare the next talk"),
                self.begin_here,
            ),
            1,
        )
        self._add_past(within)

    def begin_here(self) -> None:
        """Begins a preparation on this page."""
        self.begin()

    def _page(self) -> QVBoxLayout:
        """An empty page, in place of the one that was there."""
        within = column(gap=S)
        middle = row(gap=0)
        middle.setContentsMargins(XL, L, XL, XL)
        held, page = QWidget(), QWidget()
        held.setLayout(within)
        held.setMaximumWidth(_WIDEST)
        middle.addWidget(held, 100)
        middle.addStretch(1)
        page.setLayout(middle)
        self._area.setWidget(page)
        return within

    def _add_past(self, within: QVBoxLayout) -> None:
        view = self._tools.session.view
        past = [one for one in view.about(self._leader_id, RECORD) if isinstance(one, Preparation)]
        held = [one for one in past if one.talked_entry_id]
        if held:
            within.addSpacing(M)
            within.addWidget(label(_("Talks that were prepared and held"), "section"))
        for one in reversed(held):
            entry_id = one.talked_entry_id or ""
            day = sealed_entry(view, entry_id).occurred.day
            found = row()
            found.addWidget(button(wording.day(day), partial(self.entry_wanted.emit, entry_id), role="link"))
            found.addStretch(1)
            within.addLayout(found)

    def clear(self) -> None:
        """Forgets everything; a draft stays in the journal."""
        self._leader_id = ""
        self._forget()
        self._area.setWidget(QWidget())

    def _forget(self) -> None:
        self._pause.stop()
        self.form = self._preparation = self._kept = None
        self._first, self._is_on_file = {}, False
        self._bar.hide()
        self.message.clear()
        self._say("")

    # While it is typed

    def _on_changed(self) -> None:
        self.message.clear()
        self._pause.start()

    def keep(self) -> None:
        """Keeps what was typed so far as a draft, as a note is kept."""
        self._pause.stop()
        session, form, shown = self._tools.session, self.form, self._preparation
        if form is None or shown is None or not session.is_open:
            return
        typed = form.typed()
        self._say_lacks()
        is_seen = self.isVisible()
        if typed == self._first and self._kept is None:
            return
        values = {
            "record": RECORD,
            "leader_ids": [self._leader_id],
            "on_screen": is_seen,
            "typed": typed,
        }
        if values != self._kept:
            try:
                session.keep_draft(shown.id, values)
            except JournalError as error:
                self.message.show_error(error)
                return
            self._kept = values
            self._say_kept(dt.datetime.now(dt.UTC).isoformat())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keep()

    def _say_kept(self, at: str) -> None:
        self._say(_("Draft kept {moment}").format(moment=wording.recorded(at)))

    def _say(self, words: str) -> None:
        self._state.setText(words)
        is_saved = self._is_on_file and not words
        if is_saved:
            self._state.setText(_("On file"))

    def _say_lacks(self) -> None:
        """What it lacks, quietly; nothing of it keeps anybody from talking."""
        form = self.form
        if form is None or self._preparation is None:
            return
        made = form.made_of(self._preparation, quietly=True)
        found = lacking(made, form.known.entries.values(), _today()) if made else ()
        form.warn(found)
        others = [lack for lack in found if lack in _SAID_BELOW]
        self._lacks.setText("\n".join(_(LACKS[lack]) for lack in others))
        self._lacks.setVisible(bool(others))

    # What is done with it

    @property
    def leader_name(self) -> str:
        """Whom the talk is with."""
        leaders = self._tools.session.view.leaders()
        return next((one.name for one in leaders if one.id == self._leader_id), "")

    @property
    def tools(self) -> Tools:
        """What the page was made with."""
        return self._tools

    def parts(self) -> list[Part] | None:
        """The sheet as it stands; None if there is none, or something in it cannot be understood."""
        if self.form is None or self._preparation is None:
            return None
        made = self.form.made_of(self._preparation)
        known = self.form.known
        return sheet(made, known.entries.values(), _today(), known.goals) if made else None

    def add_words(self, words: str) -> None:
        """Puts what shall be said into the preparation, which is begun if there is none."""
        self.begin()
        assert self.form is not None
        self.form.add_to("opening", words)

    def save(self) -> bool:
        """Puts it on file, or says why not. Whether it is on file."""
        if self.form is None or self._preparation is None:
            return False
        made = self.form.made_of(self._preparation)
        if made is None:
            return False
        session = self._tools.session
        before = self._preparation, self._is_on_file, self._first, self._kept
        try:
            if made != self._preparation or not self._is_on_file:
                self._pause.stop()
                self._preparation, self._is_on_file = made, True
                self.form.settle()
                self._first, self._kept = self.form.typed(), None
                session.put(made, draft_id=made.id)
            elif self._kept is not None:
                session.drop_draft(made.id)
                self._kept = None
        except JournalError as error:
            self._preparation, self._is_on_file, self._first, self._kept = before
            self.message.show_error(error)
            return False
        self._say("")
        return True

    def discard(self) -> None:
        """Throws it away, after asking: a draft for good, one that is on file by withdrawing it."""
        shown, session = self._preparation, self._tools.session
        if shown is None or not self._tools.prompts.confirm(
            self,
            _("Throw this preparation away?"),
            _("What is on file already stays there as withdrawn; a draft is gone."),
            _("Throw away"),
        ):
            return
        if not session.is_open:
            return
        is_on_file = self._is_on_file
        self._forget()
        try:
            session.drop_draft(shown.id)
            if is_on_file:
                session.withdraw(shown.id, _("The preparation was thrown away."))
        except JournalError as error:
            self.message.show_error(error)
            return
        self._load()

    def write_down(self) -> None:
        """The talk was held: the note about it is begun with what was prepared."""
        if not self.save() or self._preparation is None:
            return
        entries = self.form.known.entries.values() if self.form else ()
        self.note_begun.emit(note_about(self._preparation, entries))


def _new(leader_id: str, record_id: str) -> Preparation:
    named = {"id": record_id} if record_id else {}
    return Preparation.make(leader_ids=(leader_id,), **named)


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
