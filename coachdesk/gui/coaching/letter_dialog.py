"""A letter for the leader: what it says, its pages as they will be, saved as a PDF, and then: handed over.

It is drawn in memory, off the GUI thread. Nothing of it is written anywhere before it is saved.
"""

import datetime as dt
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QLocale, QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from coachdesk import sentences
from coachdesk.export.letter_making import (
    Kind,
    LetterRefused,
    Made,
    Wanted,
    is_there,
    make_letter,
    write_letter,
)
from coachdesk.export.releasing import MANAGER, manager_of
from coachdesk.gui.announcing import announce
from coachdesk.gui.background import Task, ignore
from coachdesk.gui.coaching.inputs import Input, NotUnderstood
from coachdesk.gui.coaching.inputs import made as made_input
from coachdesk.gui.coaching.letter_handing import handing
from coachdesk.gui.coaching.record_form import run
from coachdesk.gui.coaching.words import LETTERS
from coachdesk.gui.page_view import PageView
from coachdesk.gui.pdf_pages import PageSize, page_sizes
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XL, XS, XXL, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.when import home_zone
from coachdesk.gui.widgets import MessageBar, button, column, label, line, row, section
from coachdesk.journal.errors import JournalError
from coachdesk.journal.view import View

_LEAST, _MOST, _SIDE = (720, 480), (1060, 820), 280
_PAUSE_MS, _SUFFIX = 500, ".pdf"

SAYS = {
    "follow_up": N_(
        "What was agreed: each action point, whose it is, and by when. Nothing else of the note."
    ),
    "consequence": N_(
        "What has to change, how that is measured, by when, what follows if not, and how to answer. A formal one "
        "has room to sign."
    ),
    "pip": N_(
        "What the plan is for, what is expected with an entry for each, the goals, the support, the check-ins, "
        "what follows, and room to sign. Nothing from a lane of its own."
    ),
}
"""What each letter has in it."""

_INPUTS = (
    Input("leader_id", N_("For"), "one_of", needed=True),
    Input("day", N_("The day of the letter"), "day"),
    Input("name", N_("Your name")),
    Input("role", N_("Your role")),
)


class Drawn(NamedTuple):
    """A letter and the sizes of its pages."""

    made: Made
    sizes: list[PageSize]


class LetterDialog(QDialog):
    """One letter, made of one record, for one of its leaders. :attr:`is_handed_over` says what came of it."""

    def __init__(
        self, tools: Tools, kind: Kind, record_id: str, leader_ids: tuple[str, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._tools, self._kind, self._record_id = tools, kind, record_id
        self.drawn: Drawn | None = None
        self.saved: Made | None = None
        self.is_handed_over = False
        self._task = Task(ignore)
        self.setWindowTitle("CoachDesk")
        self.setAccessibleName(_("A letter for the leader"))
        self.message = MessageBar(tools.look)
        self.view = PageView(tools.look, tools.session.background)
        self._bar = QProgressBar(maximum=0, textVisible=False)
        self._bar.setAccessibleName(_("Drawing the pages"))
        self._lacks, self._where = label("", "warning", wraps=True), label("", "caption", wraps=True)
        names = {leader.id: leader.name for leader in tools.session.view.leaders()}
        options = {one: names[one] for one in leader_ids}
        self.answers = {one.key: made_input(one._replace(options=options)) for one in _INPUTS}
        manager = manager_of(tools.session.view)
        self.answers["day"].show_value(dt.date.today().isoformat())  # noqa: DTZ011  # the day on the manager's wall
        self.answers["name"].show_value(manager.name)
        self.answers["role"].show_value(manager.role)
        self.save = button(_("Save as PDF…"), self.save_it, role="primary")
        self.known = button(_("It is saved already…"), self.find_it, role="quiet")
        self.hand = button(_("Handed over…"), self.hand_over)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.draw)
        self._arrange(several=len(options) > 1)
        self._connect()
        self.setMinimumSize(*_LEAST)
        room = parent.window().size().toTuple()
        self.resize(*(min(most, size - XXL) for most, size in zip(_MOST, room, strict=True)))
        self.draw()
        self.view.setFocus()

    def _arrange(self, *, several: bool) -> None:
        head, sides, buttons = column(gap=XS), row(gap=L), row(gap=S)
        head.setContentsMargins(XL, XL, XL, S)
        head.addWidget(label(_(LETTERS[self._kind]), "title", wraps=True))
        head.addWidget(label(_(SAYS[self._kind]), "quiet", wraps=True))
        head.addWidget(self.message)
        pages = column(gap=0)
        pages.addWidget(self._bar)
        pages.addWidget(self.view, 1)
        sides.setContentsMargins(XL, S, XL, M)
        side = QWidget()
        side.setLayout(self._side(several=several))
        side.setFixedWidth(_SIDE)
        sides.addWidget(side)
        sides.addLayout(pages, 1)
        buttons.setContentsMargins(XL, M, XL, L)
        buttons.addWidget(button(_("Close"), self.reject))
        buttons.addStretch(1)
        for one in (self.known, self.save, self.hand):
            buttons.addWidget(one)
        within = column(gap=0)
        within.addLayout(head)
        within.addLayout(sides, 1)
        within.addWidget(line())
        within.addLayout(buttons)
        self.setLayout(within)

    def _side(self, *, several: bool) -> QVBoxLayout:
        made = column(gap=XS)
        for asked in _INPUTS:
            widget = self.answers[asked.key]
            if asked.key == "leader_id" and not several:
                widget.setParent(self)
                widget.hide()
                continue
            name = section(asked.said)
            name.setBuddy(widget)
            made.addWidget(name)
            made.addWidget(widget)
            made.addSpacing(S)
        made.addWidget(self._lacks)
        made.addStretch(1)
        made.addWidget(self._where)
        return made

    def _connect(self) -> None:
        self.answers["leader_id"].currentIndexChanged.connect(self._pause.start)
        self.answers["day"].changed.connect(self._pause.start)
        for key in ("name", "role"):
            self.answers[key].textEdited.connect(self._pause.start)

    # The pages

    def draw(self) -> None:
        """Has the letter drawn as it is wanted now."""
        self._pause.stop()
        self._task.cancel()
        session = self._tools.session
        if not session.is_open:
            return
        self.message.clear()
        self.drawn = self.saved = None
        self._update()
        try:
            wanted = self._wanted()
            self._keep_manager()
        except NotUnderstood as error:
            self._bar.hide()
            self.message.show_sentence(error.sentence)
            return
        except JournalError as error:
            self._on_failed(error)
            return
        self._bar.show()
        self._task = session.ask(self, partial(_drawn, wanted), self._on_drawn, self._on_failed)

    def _wanted(self) -> Wanted:
        day = self.answers["day"].value()
        if day is None:
            raise NotUnderstood(_("Please say the day of the letter."))
        is_american = QLocale().territory() in (QLocale.Country.UnitedStates, QLocale.Country.Canada)
        return Wanted(
            kind=self._kind,
            leader_id=self.answers["leader_id"].value(),
            record_id=self._record_id,
            day=day,
            zone=home_zone(),
            page_size="Letter" if is_american else "A4",
        )

    def _keep_manager(self) -> None:
        """Who writes is the same on every letter and cover."""
        session, named = self._tools.session, {key: self.answers[key].value() for key in ("name", "role")}
        before = manager_of(session.view)
        manager = msgspec.structs.replace(before, **named)
        if manager != before:
            session.change_setting(MANAGER, msgspec.json.encode(manager))

    def _on_drawn(self, drawn: Drawn) -> None:
        self._bar.hide()
        self.drawn = drawn
        self.view.show_pages(drawn.made.data, drawn.sizes)
        lacks = sentences.letter_lacks(drawn.made.missing, _)
        words = _("A reader will look for this and not find it: {what}. It is not on file.")
        self._lacks.setText(words.format(what=lacks) if lacks else "")
        self._lacks.setVisible(bool(lacks))
        self._update()
        announce(self, _("The pages are there."))

    def _on_failed(self, error: Exception) -> None:
        self._bar.hide()
        self._update()
        if not isinstance(error, JournalError | LetterRefused):
            raise error
        self.message.show_error(error)

    def _update(self) -> None:
        """What can be done: a letter is handed over as the file that it was saved as, and no other."""
        self.save.setEnabled(self.drawn is not None)
        self.known.setEnabled(self.drawn is not None)
        self.known.setVisible(self.saved is None)
        self.hand.setEnabled(self.saved is not None)
        if self.saved is None:
            self._where.setText(_("Nothing has left the journal yet. What is handed over is the saved file."))

    # Saved

    def save_it(self) -> None:
        """Writes the PDF, after saying what that means."""
        drawn, prompts = self.drawn, self._tools.prompts
        if drawn is None or not prompts.confirm(
            self,
            _("Save the letter outside of the journal?"),
            _("The PDF is not encrypted: whoever can read its folder can read it."),
            _("Save as PDF…"),
        ):
            return
        chosen = prompts.choose_target(
            self, _("Where shall the letter be?"), _folder() / _("Letter.pdf"), _("PDF (*.pdf)")
        )
        if chosen is None or not self._tools.session.is_open or self.drawn is not drawn:
            return
        has_suffix = chosen.suffix.lower() == _SUFFIX
        target = chosen if has_suffix else chosen.with_name(chosen.name + _SUFFIX)
        self._bar.show()
        self.save.setEnabled(False)
        # Whoever chose a file that is there was asked whether to replace it.
        work = partial(_written, drawn.made, target, has_suffix)
        self._task = self._tools.session.background.run(
            self, work, partial(self._on_saved, drawn.made), failed=self._on_failed
        )

    def find_it(self) -> None:
        """A letter that was saved before is the same, byte for byte, or it is not this one."""
        drawn = self.drawn
        if drawn is None:
            return
        chosen = self._tools.prompts.choose_file(
            self, _("Which file was handed over?"), _folder(), _("PDF (*.pdf)")
        )
        if chosen is None or not self._tools.session.is_open or self.drawn is not drawn:
            return
        try:
            is_same = is_there(drawn.made, chosen)
        except JournalError as error:
            self.message.show_error(error)
            return
        if is_same:
            self._on_saved(drawn.made, chosen)
        else:
            self.message.show_sentence(
                _(
                    "That file is not this letter. Was it made on another day? Then say that day; or save it once more."
                )
            )

    def _on_saved(self, made: Made, target: Path) -> None:
        self._bar.hide()
        self.message.clear()
        self.saved = made
        self._update()
        said = _("The letter is at {path}. Once they have it, say so here.").format(path=target)
        self._where.setText(said)
        self.hand.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, said)

    # Handed over

    def hand_over(self) -> None:
        """Asks when, how, to whom and whether it was signed for, and seals that."""
        if self.saved is not None and run(handing(self._tools, self.saved, self)):
            self.is_handed_over = True
            self.accept()

    def done(self, result: int) -> None:
        """Closes; a letter that was not saved is forgotten."""
        self._task.cancel()
        self.view.clear()
        self.drawn = self.saved = None
        super().done(result)


def _drawn(wanted: Wanted, view: View, task: Task) -> Drawn:
    made = make_letter(view, wanted)
    task.check()
    return Drawn(made, page_sizes(made.data))


def _written(made: Made, target: Path, replace: bool, _task: Task) -> Path:  # noqa: FBT001  # for the pool
    write_letter(made, target, replace=replace)
    return target


def _folder() -> Path:
    found = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return found if found.is_dir() else Path.home()
