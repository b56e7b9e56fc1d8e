"""Third parties in an export: who stays as they are, who is called otherwise, and how; and where that happens."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from coachdesk.export.redaction import Place, Proposal
from coachdesk.gui import wording
from coachdesk.gui.entry_words import PARTS
from coachdesk.gui.export_ticks import TickDelegate, TickList, TickModel, words_of
from coachdesk.gui.export_wish import Decision, ThirdParties
from coachdesk.gui.file_words import size_of
from coachdesk.gui.list_model import ROW, Index
from coachdesk.gui.record_words import TYPES
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import L, M, S
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import clean_line

_LONGEST = 60
FIELDS = {
    **PARTS,
    "title": N_("Title"),
    "name": N_("Name"),
    "place": N_("Place"),
    "source": N_("Source"),
    "present": N_("Present"),
    "told": N_("Told"),
    "counsel": N_("Counsel"),
    "action_points": N_("Action point"),
    "additions": N_("Addition"),
    "late_reason": N_("Why it was late"),
    "reason": N_("Reason of a change"),
    "themes": N_("Theme"),
    "words": N_("In their own words"),
    "acknowledgements": N_("Acknowledgement"),
    "parties": N_("Party"),
    "note": N_("Note"),
    "notes": N_("Notes"),
}
"""What the first word of a place is called in the window."""
_BETWEEN = "\x1f"


class Person(msgspec.Struct, frozen=True):
    """Somebody who is named: what was found of them, and what happens to it. ``heading`` stands above the first of a group."""

    found: Proposal
    decision: Decision
    heading: str = ""

    @property
    def key(self) -> str:
        """As :class:`Ticked`."""
        return _BETWEEN.join(self.decision.names)

    @property
    def is_in(self) -> bool:
        """As :class:`Ticked`: whether they are called otherwise."""
        return self.decision.is_replaced

    @property
    def is_free(self) -> bool:
        """As :class:`Ticked`."""
        return True

    @property
    def names(self) -> str:
        """All they are called."""
        return ", ".join(self.decision.names)

    @property
    def about(self) -> str:
        """Who they are, and how often they are named."""
        count = ngettext("{count} place", "{count} places", self.found.count).format(
            count=wording.number(self.found.count)
        )
        return _("{role}, {places}").format(role=self.found.role, places=count) if self.found.role else count

    @property
    def outcome(self) -> str:
        """What happens to the name."""
        return self.decision.shown if self.is_in else _("stays")

    @property
    def spoken(self) -> str:
        """As :class:`Ticked`."""
        template = _("{names}, {about}, becomes {shown}") if self.is_in else _("{names}, {about}, stays")
        said = template.format(names=self.names, about=self.about, shown=self.decision.shown)
        return _("{heading}: {row}").format(heading=self.heading, row=said) if self.heading else said


def people(
    proposals: Sequence[Proposal], decisions: Sequence[Decision], third_parties: ThirdParties
) -> list[Person]:
    """All who are named, as the manager decided or, where they did not, as ``third_parties`` says.

    First those of lists, then what was just found in the text, then what the manager added.
    """
    every = [Person(one, _decision(one, decisions, third_parties)) for one in proposals]
    known = {name for person in every for name in person.decision.names}
    own = [one for one in decisions if one.by_hand and not known & set(one.names)]
    return [
        *(one for one in every if one.found.is_listed),
        *_headed(
            _("Just found in the text – some may be places or products"),
            [one for one in every if not one.found.is_listed],
        ),
        *_headed(
            _("Added by you"),
            [Person(Proposal(names=one.names, role="", count=0, suggested=one.shown), one) for one in own],
        ),
    ]


def _headed(heading: str, group: Sequence[Person]) -> list[Person]:
    return [msgspec.structs.replace(one, heading="" if at else heading) for at, one in enumerate(group)]


def _decision(found: Proposal, decisions: Sequence[Decision], third_parties: ThirdParties) -> Decision:
    before = next((one for one in decisions if one.by_hand and set(one.names) & set(found.names)), None)
    if before is not None:
        return msgspec.structs.replace(before, names=found.names)
    return Decision(found.names, third_parties == "aliased", found.suggested)


def shared_names(persons: Sequence[Person]) -> list[str]:
    """What two people at once would be called."""
    shown = [one.decision.shown.casefold() for one in persons if one.is_in]
    return sorted(
        {
            one.decision.shown
            for one in persons
            if one.is_in and shown.count(one.decision.shown.casefold()) > 1
        }
    )


class PeopleModel(TickModel):
    """As :class:`TickModel`; ``renamed`` (key, words): the manager calls somebody otherwise."""

    renamed = Signal(str, str)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.EditRole:
            self.renamed.emit(self.rows[index.row()].key, clean_line(str(value)))
            return True
        return super().setData(index, value, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if index.isValid() else super().flags(index)


class PeopleDelegate(TickDelegate):
    """Draws what somebody is called on the left, and what they become on the right; Enter edits that."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(0, self._heading_height(index.data(ROW)))

    def place_of(self, rect: QRect, row: Person) -> QRect:
        """Below the heading of its group."""
        return rect.adjusted(0, self._heading_height(row), 0, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Person = index.data(ROW)
        if row.heading:
            above = option.rect.adjusted(S, 0, -S, 0)
            above.setHeight(self._heading_height(row))
            self.write(painter, above, row.heading, self.look.colour("quiet"))
        super().paint(painter, option, index)

    def _heading_height(self, row: Person) -> int:
        return QFontMetrics(self.caption).height() + M if row.heading else 0

    def paint_words(self, painter: QPainter, area: QRect, row: Person) -> None:
        look, right = self.look, _right_of(area)
        about = QFontMetrics(self.caption).horizontalAdvance(row.about) + M
        left = QRect(area.left(), area.top(), right.left() - area.left() - L, area.height())
        names = left.adjusted(0, 0, -min(about, left.width() // 2), 0)
        used = self.write(painter, names, row.names, look.colour("text"), font=self.body)
        self.write(painter, left.adjusted(used + M, 0, 0, 0), row.about, look.colour("quiet"))
        ink = look.colour("accent_text" if row.is_in else "quiet")
        self.write(painter, right, row.outcome, ink, font=self.body)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        row: Person = index.data(ROW)
        made = QLineEdit(parent, maxLength=_LONGEST)
        made.setAccessibleName(_("What {names} is called instead").format(names=row.names))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(index.data(ROW).decision.shown)
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        within = self.place_of(option.rect, index.data(ROW))
        place = _right_of(words_of(within))
        height = editor.sizeHint().height()
        editor.setGeometry(place.left() - S, within.center().y() - height // 2, place.width() + S, height)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Tab leaves the line with what it says. Left to itself it would go on to the line below, and for ever on."""
        is_tab = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        )
        if is_tab and isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, self.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)


class PeopleList(TickList):
    """The list of them. A row with a heading is higher than the others; Enter edits what stands there instead."""

    def __init__(self, model: PeopleModel, look: Look) -> None:
        super().__init__(_("Who is named"), model, PeopleDelegate(look))
        self.setUniformItemSizes(False)
        self.setEditTriggers(TickList.EditTrigger.EditKeyPressed)
        self.opened.connect(lambda _row: self.edit(self.currentIndex()))


def _right_of(area: QRect) -> QRect:
    width = max(area.width() // 3, 120)
    return QRect(area.right() - width, area.top(), width, area.height())


class Replaced(msgspec.Struct, frozen=True):
    """A place where something is replaced."""

    place: Place
    at: int
    type: str
    is_in: bool = True
    is_free: bool = False

    @property
    def key(self) -> str:
        """As :class:`Ticked`."""
        return f"{self.at}{_BETWEEN}{self.place.record_id}"

    @property
    def where(self) -> str:
        """In which entry, and where in it."""
        name = self.place.field.partition(" ")[0]
        field = _(FIELDS[name]) if name in FIELDS else self.place.field.replace("_", " ")
        if self.type == "entry":
            return _("Entry {number}, {field}").format(number=self.place.number, field=field)
        sort = _(TYPES[self.type])
        return _("{record}: {field}").format(record=sort, field=field)

    @property
    def spoken(self) -> str:
        """As :class:`Ticked`."""
        return _("{where}: {before} becomes {shown}").format(
            where=self.where, before=self.place.before, shown=self.place.shown
        )


class PlacesDelegate(TickDelegate):
    """Draws where something is replaced, what stood there and what stands there instead."""

    def paint_words(self, painter: QPainter, area: QRect, row: Replaced) -> None:
        look, third = self.look, area.width() // 3
        where = QRect(area.left(), area.top(), third - M, area.height())
        before = where.translated(third, 0)
        shown = before.translated(third, 0)
        self.write(painter, where, row.where, look.colour("quiet"))
        self.write(painter, before, row.place.before, look.colour("text"), font=self.body)
        self.write(painter, shown, row.place.shown, look.colour("accent_text"), font=self.body)


class FileRow(msgspec.Struct, frozen=True):
    """A file, the entries it is attached to by their numbers, and whether it is kept."""

    attachment: Attachment
    numbers: tuple[str, ...]
    is_in: bool
    is_free: bool = True

    @property
    def key(self) -> str:
        """As :class:`Ticked`."""
        return self.attachment.id

    @property
    def where(self) -> str:
        """Which entries it belongs to."""
        return _("Entry {number}").format(number=", ".join(self.numbers))

    @property
    def outcome(self) -> str:
        """What happens to it."""
        return _("goes in") if self.is_in else _("left out, as a gap")

    @property
    def spoken(self) -> str:
        """As :class:`Ticked`."""
        return _("{file}, {entry}, {outcome}").format(
            file=self.attachment.name, entry=self.where, outcome=self.outcome
        )


class FilesDelegate(TickDelegate):
    """Draws a file's name and size, where it belongs, and whether it goes in."""

    def paint_words(self, painter: QPainter, area: QRect, row: FileRow) -> None:
        look, quiet = self.look, self.look.colour("quiet")
        right = _right_of(area)
        left = area.adjusted(0, 0, -right.width() - L, 0)
        said = _("{size}, {entry}").format(size=size_of(row.attachment), entry=row.where)
        about = QFontMetrics(self.caption).horizontalAdvance(said) + M
        names = left.adjusted(0, 0, -min(about, left.width() // 2), 0)
        used = self.write(painter, names, row.attachment.name, look.colour("text"), font=self.body)
        self.write(painter, left.adjusted(used + M, 0, 0, 0), said, quiet)
        ink = look.colour("accent_text") if row.is_in else look.colour("warning")
        self.write(painter, right, row.outcome, ink)
