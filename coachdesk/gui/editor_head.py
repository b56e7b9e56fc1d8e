"""The head of a note: what sort of note, about whom, and when it happened."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from coachdesk.gui import wording
from coachdesk.gui.choice import QuietCombo
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.note import LANE_OF_KIND, Note
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tokens import XS, S
from coachdesk.gui.when import WhenField
from coachdesk.gui.widgets import Button, column
from coachdesk.records.entry import Lane
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Leader

_DOT, _DOT_BOX = 10, 16
_MOST_KINDS = 16
_WIDEST_NAME = 220


def dot(colour: QColor) -> QIcon:
    """A round mark in the colour of a kind."""
    pixmap = QPixmap(2 * _DOT_BOX, 2 * _DOT_BOX)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    edge = (_DOT_BOX - _DOT) // 2
    painter.drawEllipse(edge, edge, _DOT, _DOT)
    painter.end()
    return QIcon(pixmap)


class AboutButton(Button):
    """About whom: a button that opens the list of leaders, each of whom can be ticked. ``changed``: others are."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._leaders: tuple[Leader, ...] = ()
        self.leader_ids: tuple[str, ...] = ()
        self._menu = QMenu(self)
        self.clicked.connect(self._open)

    def know(self, leaders: Sequence[Leader]) -> None:
        """These can be chosen."""
        self._leaders = tuple(leaders)
        self._show()

    def choose(self, leader_ids: Sequence[str]) -> None:
        """Shows these as chosen."""
        self.leader_ids = tuple(leader_ids)
        self._show()

    def _show(self) -> None:
        names = [leader.name for leader in self._leaders if leader.id in self.leader_ids]
        joined = QLocale().createSeparatedList(names)
        said = _("About {names}").format(names=joined) if names else _("About whom?")
        shown = self.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, _WIDEST_NAME)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(plain_tip(said) if shown != said else "")
        self.setAccessibleName(said)

    def _open(self) -> None:
        self._menu.clear()
        shown = [one for one in self._leaders if not one.archived or one.id in self.leader_ids]
        for leader in shown:
            action = QAction(leader.name.replace("&", "&&"), self._menu, checkable=True)
            action.setChecked(leader.id in self.leader_ids)
            action.toggled.connect(lambda is_on, leader=leader: self._tick(leader.id, is_on))
            self._menu.addAction(action)
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _tick(self, leader_id: str, is_on: bool) -> None:  # noqa: FBT001  # Qt's signal
        rest = tuple(one for one in self.leader_ids if one != leader_id)
        self.choose((*rest, leader_id) if is_on else rest)
        self.changed.emit()

    def clear(self) -> None:
        """Forgets everything."""
        self._menu.clear()
        self._leaders = ()
        self.choose(())


class Head(QWidget):
    """Kind, leaders and day. ``changed``: something is another; ``kind_chosen`` (key, the one before);
    ``decided``: a kind was chosen in passing.
    """

    changed = Signal()
    kind_chosen = Signal(str, str)
    decided = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._kind = look, ""
        self.kind, self.about, self.when = QuietCombo(_("Kind of note")), AboutButton(), WhenField()
        # A click leaves the keyboard where it is: what is typed next belongs to the note.
        self.kind.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.kind.setMaxVisibleItems(_MOST_KINDS)
        self.kind.setIconSize(QSize(_DOT_BOX, _DOT_BOX))
        for key in KINDS:
            self.kind.addItem(wording.kind(key), key)
        self._colour()
        flow, what = FlowLayout(S), QWidget()
        for widget in (self.kind, self.about, self.when.line):
            flow.addWidget(widget)
        what.setLayout(flow)
        within = column(gap=XS)
        within.addWidget(what)
        within.addWidget(self.when)
        self.setLayout(within)
        self.kind.activated.connect(self._on_kind)
        self.about.changed.connect(self.changed)
        self.when.changed.connect(self.changed)
        look.changed.connect(self._colour)

    def _colour(self) -> None:
        for at in range(self.kind.count()):
            self.kind.setItemIcon(at, dot(self._look.kind_colour(self.kind.itemData(at), "raised")))

    def _on_kind(self) -> None:
        before, self._kind = self._kind, self.kind.currentData()
        self.kind.be_as_wide_as_chosen()
        if before != self._kind:
            self.kind_chosen.emit(self._kind, before)
            self.changed.emit()
        if not self.kind.hasFocus():
            self.decided.emit()

    def choose_kind(self) -> None:
        """Opens the list of kinds; once one is chosen there, writing goes on (``decided``)."""
        self.kind.showPopup()

    def values(self) -> dict[str, Any]:
        """What is chosen, by the note's fields."""
        return {"kind": self._kind, "leader_ids": self.about.leader_ids, "when": self.when.kept}

    def show_note(self, note: Note, written_at: dt.datetime | None) -> None:
        """Shows what the note has for it; what it tells happened now if it does not say when.

        ``written_at`` is when it was first written, if that was earlier.
        """
        self._kind = note.kind
        self.kind.setCurrentIndex(self.kind.findData(note.kind))
        self.kind.be_as_wide_as_chosen()
        self.about.choose(note.leader_ids)
        self.about.setEnabled(note.mode == "new")
        self.about.setToolTip("" if note.mode == "new" else _("“Refile” moves an entry to another leader."))
        if note.when:
            self.when.show_kept(note.when, written_at)
        else:
            self.when.begin_now()

    def go_to(self, field: str) -> None:
        """The keyboard goes to ``when`` or ``about``."""
        (self.when.line if field == "when" else self.about).setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forgets everything."""
        self.about.clear()
        self.when.clear()


def lane_after(kind: str, before: str, lane: Lane) -> Lane:
    """The lane that goes with a newly chosen kind, unless another was chosen by hand."""
    suggested_before = LANE_OF_KIND.get(before, "ordinary")
    return LANE_OF_KIND.get(kind, "ordinary") if lane == suggested_before else lane


def told_after(kind: str, before: str, told: str) -> str:
    """Whether it was told, for a newly chosen kind: an example that is written down is not told yet."""
    suggested_before = "not_yet" if before and KINDS[before].told else ""
    return ("not_yet" if KINDS[kind].told else "") if told == suggested_before else told
