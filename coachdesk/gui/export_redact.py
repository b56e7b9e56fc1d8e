"""The third step of an export: third parties under another name, and files left out."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from coachdesk.export.redaction import Alias, Proposal, Redaction, check_aliases, places, propose
from coachdesk.export.redaction import redaction_of as redaction_by_name
from coachdesk.export.selection import Selection
from coachdesk.gui import wording
from coachdesk.gui.background import Task
from coachdesk.gui.calmly import calmly
from coachdesk.gui.export_names import (
    FileRow,
    FilesDelegate,
    PeopleList,
    PeopleModel,
    Person,
    PlacesDelegate,
    Replaced,
    people,
    shared_names,
)
from coachdesk.gui.export_reading import Read
from coachdesk.gui.export_ticks import TickList, TickModel
from coachdesk.gui.export_wish import Decision, Wish, redaction_of, selection_of
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tokens import M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Empty, button, column, label, row
from coachdesk.journal.view import View
from coachdesk.records.base import InvalidRecord, clean_line

NAMES, WHERE, FILES = range(3)
_PAUSE_MS = 250
_LONGEST = 60


class _Asked(NamedTuple):
    """What the lists are about."""

    selection: Selection
    redaction: Redaction


class RedactStep(QWidget):
    """``changed``: something else is decided, or was found. ``entry_wanted`` (id, words): an entry shall be read;
    ``file_wanted`` (attachment): a file shall be looked at; ``failed`` (error): it could not be read.
    """

    changed = Signal()
    entry_wanted = Signal(str, str)
    file_wanted = Signal(object)
    failed = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._wish, self._read = Wish(leader_ids=()), Read()
        self._proposals: Sequence[Proposal] = ()
        self._seen: set[str] = set()
        self._found_for: Selection | None = None
        self._placed_for: _Asked | None = None
        self._finding: Task | None = None
        self._placing: Task | None = None
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask_places)
        look = tools.look
        self.tabs = QTabBar(drawBase=False, expanding=False, usesScrollButtons=False)
        self.tabs.setAccessibleName(_("What is redacted"))
        self.summary, self.warning = label("", "strong", wraps=True), label("", "warning", wraps=True)
        self.people, self.places, self.files = PeopleModel(), TickModel(), TickModel()
        self.names_list = PeopleList(self.people, look)
        self.places_list = TickList(_("What is replaced where"), self.places, PlacesDelegate(look))
        self.files_list = TickList(_("Attached files"), self.files, FilesDelegate(look))
        self.replace, self.keep = (
            button(words, partial(self._decide_all, is_replaced), role="link")
            for words, is_replaced in ((_("Replace all"), True), (_("Keep all"), False))
        )
        self.add = button(_("Another name…"), self.ask_name, role="link")
        self._stacks = [QStackedWidget() for _tab in range(3)]
        self._stack = QStackedWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        acts, names = row(gap=S), column(gap=S)
        acts.addWidget(self.summary, 1)
        for act in (self.replace, self.keep, self.add):
            acts.addWidget(act)
        names.addLayout(acts)
        names.addWidget(self.warning)
        names.addWidget(self._stacks[NAMES], 1)
        names.addWidget(label(_("Space replaces or keeps, Enter writes another name for them."), "caption"))
        missed = _("Names may have been missed: read the pages before you hand them over.")
        names.addWidget(label(missed, "caption", wraps=True))
        where, files = column(gap=S), column(gap=S)
        where.addWidget(self._stacks[WHERE], 1)
        where.addWidget(label(_("Enter opens the entry."), "caption"))
        files.addWidget(self._stacks[FILES], 1)
        files.addWidget(
            label(
                _(
                    "A file goes in as it is. One that names somebody who is replaced is left out: a numbered gap says so."
                ),
                "caption",
                wraps=True,
            )
        )
        empties = (
            (
                "users",
                _("Nobody else is named"),
                _("In what goes in, only you and who it is about are named."),
            ),
            ("text-aa", _("Nothing is replaced"), _("Every name stands as it was written.")),
            ("paperclip", _("No files"), _("Nothing is attached to what goes in.")),
        )
        lists = (self.names_list, self.places_list, self.files_list)
        for stack, shown, said in zip(self._stacks, lists, empties, strict=True):
            stack.addWidget(shown)
            stack.addWidget(Empty(self._tools.look, *said))
        for within in (names, where, files):
            held = QWidget()
            held.setLayout(within)
            self._stack.addWidget(held)
            self.tabs.addTab("")
        outer = column(gap=M)
        outer.addWidget(self.tabs)
        outer.addWidget(self._stack, 1)
        self.setLayout(outer)
        self._say()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.people.ticked.connect(self._on_ticked)
        self.people.renamed.connect(self._on_renamed)
        self.files.ticked.connect(self._on_file)
        self.places_list.opened.connect(self._on_place)
        self.files_list.opened.connect(lambda shown: self.file_wanted.emit(shown.attachment))

    # What was chosen

    def show_wish(self, wish: Wish) -> None:
        """Shows what was chosen before. Nobody is told."""
        if wish.leader_ids != self._wish.leader_ids:
            self._proposals, self._found_for = (), None
        self._wish = wish
        self._show()

    def with_choices(self, wish: Wish) -> Wish:
        """``wish`` with what this step says."""
        if self._wish.leader_ids != wish.leader_ids:
            return msgspec.structs.replace(wish, decisions=(), dropped_attachments=())
        persons: Sequence[Person] = self.people.rows
        decisions = tuple(person.decision for person in persons) or self._wish.decisions
        return msgspec.structs.replace(
            wish, decisions=decisions, dropped_attachments=self._wish.dropped_attachments
        )

    def show_read(self, read: Read) -> None:
        """Shows the files of what goes in."""
        self._read = read
        self._show()

    @property
    def is_ready(self) -> bool:
        """Whether all who are named in what goes in are known."""
        return self._found_for is not None and self._found_for == selection_of(self._wish)

    @property
    def has_unseen(self) -> bool:
        """Whether somebody is named whom the manager has not seen on this list."""
        return any(not self._seen & set(one.names) for one in self._proposals)

    def be_seen(self, decisions: Sequence[Decision]) -> None:
        """The manager has seen these."""
        self._seen = {name for one in decisions for name in one.names}

    # Reading

    def ask(self) -> None:
        """Has everybody found who is named in what goes in, once for the same selection."""
        wanted = selection_of(self._wish)
        if self.is_ready or not wanted.leader_ids:
            return
        if self._finding is not None:
            self._finding.cancel()
        self._found_for = None
        self._finding = self._tools.session.ask(
            self, partial(_proposals, wanted), partial(self._on_found, wanted), self._on_failed
        )
        self._say()

    def _on_found(self, wanted: Selection, proposals: Sequence[Proposal]) -> None:
        self._finding, self._found_for, self._proposals = None, wanted, proposals
        self._show()
        self.changed.emit()

    def _ask_places(self) -> None:
        asked = _Asked(selection_of(self._wish), redaction_of(self.with_choices(self._wish)))
        if asked == self._placed_for or not self._tools.session.is_open:
            return
        if self._placing is not None:
            self._placing.cancel()
        self._placed_for = asked
        if not asked.redaction.aliases:
            self._on_places(())
            return
        self._placing = self._tools.session.ask(
            self, partial(_places, asked), self._on_places, self._on_failed
        )

    def _on_places(self, found: Sequence[Replaced]) -> None:
        self._placing = None
        self.places.set_rows(found)
        self._say()

    def _on_failed(self, error: Exception) -> None:
        self._finding = self._placing = None
        self._placed_for = None
        self.failed.emit(error)

    # Showing

    def _show(self) -> None:
        wish = self._wish
        self.people.set_rows(people(self._proposals, wish.decisions, wish.third_parties))
        self.files.set_rows(self._file_rows())
        self._pause.start()
        self._say()

    def _file_rows(self) -> list[FileRow]:
        out = {*self._wish.excluded, *self._wish.others_data}
        numbers: dict[str, list[str]] = {}
        found = {}
        for shown in self._read.rows:
            is_in = not shown.withheld or (shown.by_hand and shown.record_id not in out)
            for attachment in self._read.stock.files.get(shown.record_id, ()) if is_in else ():
                found[attachment.id] = attachment
                numbers.setdefault(attachment.id, []).append(shown.number)
        dropped = self._wish.dropped_attachments
        return [FileRow(one, tuple(numbers[key]), key not in dropped) for key, one in found.items()]

    def _say(self) -> None:
        persons: Sequence[Person] = self.people.rows
        replaced = sum(one.is_in for one in persons)
        said = ngettext(
            "{replaced} of {count} name or title is replaced.",
            "{replaced} of {count} names and titles are replaced.",
            len(persons),
        ).format(replaced=wording.number(replaced), count=wording.number(len(persons)))
        is_looking = self._finding is not None
        self.summary.setText(_("Looking for names…") if is_looking else said if persons else "")
        twice = shared_names(persons)
        self.warning.setText(
            _("“{name}” would be two people at once.").format(name=twice[0]) if twice else ""
        )
        self.warning.setVisible(bool(twice))
        for tab, words, model in (
            (NAMES, _("Names"), self.people),
            (WHERE, _("What is replaced where"), self.places),
            (FILES, _("Files"), self.files),
        ):
            count = model.rowCount()
            counted = _("{title} ({count})").format(title=words, count=wording.number(count))
            self.tabs.setTabText(tab, counted if count else words)
            self._stacks[tab].setCurrentIndex(0 if count or is_looking else 1)
        for act in (self.replace, self.keep):
            act.setEnabled(bool(persons))

    # Deciding

    def _decide(self, key: str, **values: object) -> None:
        persons: Sequence[Person] = self.people.rows
        decisions = [
            msgspec.structs.replace(one.decision, by_hand=True, **values)
            if key in ("", one.key)
            else one.decision
            for one in persons
        ]
        self._wish = msgspec.structs.replace(self._wish, decisions=tuple(decisions))
        self._show()
        self.changed.emit()

    def _on_ticked(self, key: str, is_in: bool) -> None:  # noqa: FBT001  # a signal has no names
        self._decide(key, is_replaced=is_in)

    def _on_renamed(self, key: str, shown: str) -> None:
        person = next(one for one in self.people.rows if one.key == key)
        shown = shown or person.found.suggested or person.decision.shown
        if self._may_be_called(person.decision.names, shown):
            self._decide(key, is_replaced=True, shown=shown)

    def _may_be_called(self, names: tuple[str, ...], shown: str) -> bool:
        """Whether this can stand instead of the names; if not, it says why."""
        try:
            check_aliases(self._tools.session.view, [Alias(names=names, shown=shown)])
        except InvalidRecord as error:
            self.failed.emit(error)
            return False
        return True

    def _decide_all(self, is_replaced: bool) -> None:  # noqa: FBT001  # bound by partial
        self._decide("", is_replaced=is_replaced)

    def ask_name(self) -> None:
        """Asks for a name that was not found, and for what stands there instead."""
        prompts, session = self._tools.prompts, self._tools.session
        title = _("Another name")
        typed = prompts.ask(
            self, title, _("Which name, as it stands in the text? Several with commas between.")
        )
        if typed is None or not session.is_open:
            return
        names = tuple(filter(None, map(clean_line, typed.split(","))))
        if not names:
            return
        shown = prompts.ask(self, title, _("What shall stand there instead?"))
        if (
            shown is None
            or not self._tools.session.is_open
            or not self._may_be_called(names, clean_line(shown))
        ):
            return
        made = self._by_hand(names, clean_line(shown)[:_LONGEST])
        decisions = self.with_choices(self._wish).decisions
        self._wish = msgspec.structs.replace(self._wish, decisions=(*decisions, made))
        self._show()
        self.names_list.setCurrentIndex(self.people.index(self.people.rowCount() - 1, 0))
        self.changed.emit()

    def _by_hand(self, names: Sequence[str], shown: str) -> Decision:
        """What was typed, with the parts of the names that are nobody else's, as on the command line."""
        view = self._tools.session.view
        own = [one.name for one in view.leaders() if one.id in self._wish.leader_ids]
        others = [one.found for one in self.people.rows]
        (alias,) = redaction_by_name(others, dict.fromkeys(names, shown), kept=own).aliases
        return Decision(alias.names, is_replaced=True, shown=alias.shown, by_hand=True)

    def _on_file(self, key: str, is_in: bool) -> None:  # noqa: FBT001  # a signal has no names
        before = self._wish.dropped_attachments
        dropped = tuple(one for one in before if one != key) if is_in else (*before, key)
        self._wish = msgspec.structs.replace(self._wish, dropped_attachments=dropped)
        self._show()
        self.changed.emit()

    def _on_place(self, replaced: Replaced) -> None:
        self.entry_wanted.emit(replaced.place.record_id, replaced.place.before)

    # Coming and going

    def begin(self) -> None:
        """The keyboard comes here."""
        self.ask()
        lists = (self.names_list, self.places_list, self.files_list)
        if self._stacks[self.tabs.currentIndex()].currentIndex() == 0:
            lists[self.tabs.currentIndex()].begin()
        else:
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def hurry(self) -> None:
        """Looks now for what would be looked for in a moment."""
        if self._pause.isActive():
            self._pause.stop()
            self._ask_places()

    def stop(self) -> None:
        """Nobody waits for answers any more."""
        self._pause.stop()
        for task in (self._finding, self._placing):
            if task is not None:
                task.cancel()
        self._finding = self._placing = None

    def clear(self) -> None:
        """Forgets everything."""
        self.stop()
        for model in (self.people, self.places, self.files):
            model.set_rows(())
        self._proposals, self._found_for, self._placed_for = (), None, None
        self._read = Read()


def _proposals(selection: Selection, view: View, _task: Task) -> Sequence[Proposal]:
    with calmly():
        return propose(view, selection)


def _places(asked: _Asked, view: View, _task: Task) -> Sequence[Replaced]:
    with calmly():
        found = places(view, asked.selection, asked.redaction)
    types = {one: view.type_of(one) or "" for one in {place.record_id for place in found}}
    return [Replaced(place, at, types[place.record_id]) for at, place in enumerate(found)]
