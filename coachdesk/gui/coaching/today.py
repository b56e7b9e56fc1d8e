"""Today: home. What is due, for everybody, each row one key away from doing it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from coachdesk.gui import wording
from coachdesk.gui.asking import Asking
from coachdesk.gui.coaching import still_open, today_rows
from coachdesk.gui.coaching.record_card import CardPage
from coachdesk.gui.coaching.today_rows import Row
from coachdesk.gui.errors import sentence
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tokens import HIT, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import Button, Elided, Empty, button, column, label, tool_button
from coachdesk.gui.widgets import row as row_of
from coachdesk.journal.errors import JournalError

_FEW, _MORE = 6, 100
"""So many rows of a group are shown, and so many more with each click: thousands at once would be slow to paint."""

_ROW_HEIGHT = 48


class TodayRow(Button):
    """A row: what it is, about whom, when. Enter or a click does it."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.setProperty("role", "due")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        parts = (row.title, row.leaders, row.when)
        self.setAccessibleName(", ".join(part for part in parts if part))
        said = [Elided(row.title), *((Elided(row.leaders, "caption"),) if row.leaders else ())]
        when = label(row.when, "danger" if row.group == "overdue" else "caption")
        words = column(gap=0)
        words.addStretch(1)
        for one in said:
            words.addWidget(one)
        words.addStretch(1)
        within = QHBoxLayout(self)
        within.setContentsMargins(M, 0, M, 0)
        within.setSpacing(M)
        within.addLayout(words, 1)
        within.addWidget(when)
        for part in (*said, when):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(0, _ROW_HEIGHT)


class TodayPage(CardPage):
    """``entry_wanted`` (leader, entry), ``page_wanted`` (leader, page, record), ``note_wanted`` (leader), ``letter_wanted``
    (leader, record), ``draft_wanted`` (draft), ``review_wanted`` (leader): a row was chosen. ``prepare_wanted`` (leader, entry or ""): the talk is to be prepared.
    """

    entry_wanted = Signal(str, str)
    page_wanted = Signal(str, str, str)
    note_wanted = Signal(str)
    letter_wanted = Signal(str, str)
    draft_wanted = Signal(str)
    review_wanted = Signal(str)
    prepare_wanted = Signal(str, str)

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools.look, _("Today"))
        self._tools = tools
        self._asking = Asking(tools.session, self)
        self._rows: tuple[Row, ...] = ()
        self._is_known = self.is_asking = False
        self._unfolded: Counter[str] = Counter()

    def refresh(self) -> None:
        """Asks again what is due."""
        today = dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
        self.is_asking = True
        self._asking.ask(partial(today_rows.ask, today), self._on_rows)

    def clear(self) -> None:
        """Forgets everything."""
        self._asking.close()
        self._rows, self._is_known, self.is_asking = (), False, False
        self._unfolded.clear()
        self.begin_page()

    def begin(self) -> None:
        """The keyboard goes to the first row."""
        first = self.findChild(TodayRow)
        (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown, folded away or not."""
        return self._rows

    def _on_rows(self, rows: tuple[Row, ...]) -> None:
        self.is_asking = False
        focused = self.window().focusWidget()
        had_focus = focused in (self, *self.findChildren(QWidget))
        if rows != self._rows or not self._is_known:
            self._rows, self._is_known = rows, True
            self._build()
            if had_focus:
                self.begin()

    def _build(self) -> None:
        self.begin_page()
        self.head(_("Today"))
        today = dt.date.today().isoformat()  # noqa: DTZ011  # the day on the manager's wall
        self.say(wording.day(today))
        for title, rows in today_rows.grouped(self._rows):
            self.part(_(title))
            shown = rows[: _FEW + self._unfolded[title]]
            self.put(self._group(shown))
            if len(rows) > len(shown):
                more = ngettext("{count} more", "{count} more", len(rows) - len(shown)).format(
                    count=wording.number(len(rows) - len(shown))
                )
                self.put(button(more, partial(self._unfold, title), role="link"))
        if not self._rows:
            self.put(
                Empty(
                    self._tools.look,
                    "coffee",
                    _("Nothing is due"),
                    _("Action points, entries that wait to be told and check-ins appear here on their day."),
                )
            )
        self.end_page()

    def _group(self, rows: list[Row]) -> QWidget:
        held, within = QWidget(), column(gap=S // 2)
        for row in rows:
            made: QPushButton = TodayRow(row)
            made.clicked.connect(partial(self._do, row))
            line = row_of(gap=S)
            line.addWidget(made, 1)
            acts = list(self._beside(row))
            for act in acts:
                line.addWidget(act)
            if not acts:
                line.addSpacing(HIT + S)
            within.addLayout(line)
        held.setLayout(within)
        return held

    def _beside(self, row: Row) -> Iterator[QToolButton]:
        """What else can be done with a row."""
        if row.is_talk:
            words, icon = _("Prepare the talk"), self._look.icon("clipboard-text", "quiet")
            yield tool_button(words, icon, partial(self.prepare_wanted.emit, row.leader_id, row.entry_id))
        if row.point >= 0:
            yield tool_button(
                _("Mark as done"), self._look.icon("check", "quiet"), partial(self._finish, row)
            )

    def _finish(self, row: Row) -> None:
        try:
            still_open.finish(self._tools.session, row.entry_id, (row.point,))
        except JournalError as error:
            self._tools.prompts.tell(self, _("Today"), sentence(error))

    def _unfold(self, title: str) -> None:
        self._unfolded[title] += _MORE
        self._build()
        self.begin()

    def _do(self, row: Row, _checked: object = None) -> None:
        if row.draft_id:
            self.draft_wanted.emit(row.draft_id)
        elif row.is_review:
            self.review_wanted.emit(row.leader_id)
        elif row.letter:
            self.letter_wanted.emit(row.leader_id, row.letter)
        elif row.entry_id:
            self.entry_wanted.emit(row.leader_id, row.entry_id)
        elif row.page:
            self.page_wanted.emit(row.leader_id, row.page, row.record_id)
        else:
            self.note_wanted.emit(row.leader_id)
