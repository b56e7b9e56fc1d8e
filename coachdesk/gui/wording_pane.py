"""What the language checker finds in a note: quiet marks in the text, and one line below that opens the list of them.

It asks, it never forbids: nothing here keeps anybody from saving.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from coachdesk.coaching import own_rules
from coachdesk.coaching.wording import Facts, Finding
from coachdesk.gui import wording
from coachdesk.gui.clipboard import copy_secret
from coachdesk.gui.editor_page import Page
from coachdesk.gui.editor_text import GrowingText
from coachdesk.gui.note import Note
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tokens import L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import button, column, label
from coachdesk.gui.wording_check import Places, Watch, key_of, sentence_at
from coachdesk.gui.wording_row import FindingRow
from coachdesk.gui.wording_underline import cursor_at, underline
from coachdesk.records.entry import NARRATIVE

_PAUSE_MS, _MOST, _HEIGHT, _SHARE, _LETTERS = 700, 30, 230, 0.3, 160


class WordingPane(QWidget):
    """The line and the list. ``changed``: a finding was dismissed or the text changed; ``removed``: something shall
    be nowhere any more, the draft included; ``blunt`` (sentence, callable): that sentence shall be said otherwise,
    and what the callable is given stands in its place.
    """

    changed = Signal()
    removed = Signal()
    blunt = Signal(str, object)

    def __init__(self, tools: Tools, page: Page) -> None:
        super().__init__()
        self._tools, self._page = tools, page
        self._watch = Watch(tools.session.background, self)
        self._note: Note | None = None
        self._names: tuple[str, ...] = ()
        self._dismissed: tuple[str, ...] = ()
        self.findings: tuple[Finding, ...] = ()
        self.line = button("", lambda: None, role="row", icon=tools.look.icon("text-aa", "quiet"))
        self.line.setCheckable(True)
        self.line.setToolTip(_("What a reader might stumble over (F7)"))
        self.list = QScrollArea(widgetResizable=True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        within = column(gap=0)
        within.setContentsMargins(S, 0, S, 0)
        within.addWidget(self.line)
        within.addWidget(self.list)
        self.setLayout(within)
        self.list.hide()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.look)
        self.line.toggled.connect(self._on_toggled)
        tools.settings.changed.connect(self.look_soon)
        tools.look.changed.connect(self._mark)
        self.hide()

    # What is looked at

    def show_note(self, note: Note) -> None:
        """Another note is written: it is looked at soon."""
        self.clear()
        self._note, self._dismissed = note, note.dismissed
        self._names = tuple(leader.name for leader in self._tools.session.view.leaders())
        self.look_soon()

    def values(self) -> dict[str, Any]:
        """What was dismissed, by the note's field."""
        return {"dismissed": self._dismissed}

    def look_soon(self) -> None:
        """The text is another: it is looked at once nobody types."""
        self._watch.drop()
        if self._note is not None:
            self._pause.start()

    def look(self) -> None:
        """Has the text looked at now."""
        self._pause.stop()
        if self._note is None or not self._tools.session.is_open:
            return
        if not self._tools.settings.current.check_wording:
            self._show(())
            return
        written = self._page.values()
        texts = {field: written[field] for field in NARRATIVE if written[field].strip()}
        facts = Facts(
            names=(*self._names, *(one.name for one in written["present"])),
            formal=written["formal"],
            source_named=bool(written["source_by"].strip()),
            medical_lane=written["lane"] == "medical",
        )
        self._watch.look(texts, facts, self._show, self._tools.session.view.setting(own_rules.SETTING))

    def clear(self) -> None:
        """Forgets everything."""
        self._pause.stop()
        self._watch.forget()
        self._note, self._names, self._dismissed = None, (), ()
        self.line.setChecked(False)
        self._show(())

    # What is shown

    def _show(self, findings: Sequence[Finding]) -> None:
        shown = tuple(one for one in findings if key_of(one) not in self._dismissed)
        is_same, self.findings = shown == self.findings, shown
        self._mark()
        words = ngettext("{count} wording to look at", "{count} wordings to look at", len(shown))
        self.line.setText(words.format(count=wording.number(len(shown))))
        self.setVisible(bool(shown))
        if not is_same or not shown:
            self._fill()

    def _mark(self) -> None:
        """Underlines what was found, as a pencil would."""
        if self._note is None and not self.findings:
            return
        for field in NARRATIVE:
            edit = self._edit(field)
            own = [one for one in self.findings if one.field == field]
            underline(self._tools.look, edit, own)

    def _edit(self, field: str) -> GrowingText:
        found: GrowingText = self._page.fields[field].edit
        return found

    def _on_toggled(self, is_open: bool) -> None:  # noqa: FBT001  # Qt's signal
        self.list.setFixedHeight(min(_HEIGHT, round(self.window().height() * _SHARE)))
        self.list.setVisible(is_open)
        self._fill()
        if is_open:
            self._go_to_first()

    def turn(self) -> None:
        """Opens the list, the keyboard in it, or closes it and goes on writing."""
        if self.findings:
            self.line.toggle()
            if not self.line.isChecked():
                self._page.go_on_where_it_was()

    def _fill(self) -> None:
        """The list as it stands; nothing is made while nobody looks."""
        within, held = column(gap=M), QWidget()
        within.setContentsMargins(S, S, S, L)
        if self.line.isChecked():
            for finding in self.findings[:_MOST]:
                row = FindingRow(self._tools.look, finding, is_in_medical=self._is_in_medical)
                row.wanted.connect(self._do)
                within.addWidget(row)
            if len(self.findings) > _MOST:
                within.addWidget(label(_("The others appear once these are done."), "quiet", wraps=True))
        within.addStretch(1)
        held.setLayout(within)
        self.list.setWidget(held)

    @property
    def _is_in_medical(self) -> bool:
        return self._note is not None and self._page.fields["lane"].values()["lane"] == "medical"

    def _go_to_first(self) -> None:
        first = self.list.findChild(FindingRow)
        if first is not None:
            first.begin()

    # What is done with a finding

    def _do(self, what: str, finding: Finding) -> None:
        {
            "go": self._go,
            "leave": self._dismiss,
            "otherwise": self._say_otherwise,
            "medical": self._to_medical,
            "hand": self._hand_over,
        }[what](finding)

    def _go(self, finding: Finding) -> None:
        edit = self._edit(finding.field)
        edit.setTextCursor(cursor_at(edit, Places(edit.words), finding.start, finding.end))
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dismiss(self, finding: Finding) -> None:
        self._dismissed = (*self._dismissed, key_of(finding))
        self._show(self.findings)
        self.changed.emit()
        if self.findings:
            self._go_to_first()
        else:
            self.line.setChecked(False)
            self._page.go_on_where_it_was()

    def _say_otherwise(self, finding: Finding) -> None:
        edit = self._edit(finding.field)
        cursor = cursor_at(edit, Places(edit.words), *sentence_at(edit.words, finding.start))
        self.blunt.emit(cursor.selectedText(), cursor.insertText)

    def _to_medical(self, _finding: Finding) -> None:
        self._page.fields["lane"].show_note(msgspec.structs.replace(Note(), lane="medical"))
        self._page.unfold("lane")
        self._page.changed.emit()
        self.look()

    def _hand_over(self, finding: Finding) -> None:
        """The sentence leaves the note by the clipboard, for HR to keep."""
        edit = self._edit(finding.field)
        start, end = sentence_at(edit.words, finding.start)
        sentence = edit.words[start:end]
        short = sentence if len(sentence) <= _LETTERS else sentence[:_LETTERS].rstrip() + "…"
        template = _(
            "“{sentence}” is copied to the clipboard, for HR to keep, and taken out of this note. Nothing of it stays here. Paste it within two minutes: then it is taken off the clipboard."
        )
        if self._note is not None and self._note.mode == "correction":
            template = _(
                "“{sentence}” is copied to the clipboard, for HR to keep, and taken out of what you write. The entry as it was sealed keeps it. Paste it within two minutes: then it is taken off the clipboard."
            )
        question, action = _("Hand this sentence to HR?"), _("Copy and take out")
        if not self._tools.prompts.confirm(self, question, template.format(sentence=short), action):
            return
        if self._tools.session.is_open and edit.words[start:end] == sentence:
            copy_secret(sentence)
            cursor_at(edit, Places(edit.words), start, end).removeSelectedText()
            edit.document().clearUndoRedoStacks()
            self.removed.emit()
            self.look()
