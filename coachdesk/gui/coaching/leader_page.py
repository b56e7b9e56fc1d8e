"""What the pages of a leader have in common: whom they show, when they read again, and how they show what is linked."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from coachdesk.gui import wording
from coachdesk.gui.coaching import withdrawing
from coachdesk.gui.coaching.record_card import Card, CardPage
from coachdesk.gui.coaching.words import STANCES
from coachdesk.gui.texts import _
from coachdesk.gui.tokens import L
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import restyle
from coachdesk.records.base import Record
from coachdesk.records.issue import Link

_R = TypeVar("_R", bound=Record)


class LeaderPage(CardPage):
    """A page of cards about one leader. Each page builds what it shows, and begins what can be started on it.

    ``erase_wanted`` (id): a record on it shall go for good.
    """

    erase_wanted = Signal(str)

    def __init__(self, tools: Tools, name: str) -> None:
        super().__init__(tools.look, name)
        self._tools, self._leader_id = tools, ""

    def show_leader(self, leader_id: str) -> None:
        """Shows what there is about a leader."""
        if leader_id != self._leader_id:
            self.verticalScrollBar().setValue(0)
        self._leader_id = leader_id
        self.refresh()

    def clear(self) -> None:
        """Forgets everything."""
        self._leader_id = ""
        self.begin_page()

    def begin(self, what: str = "") -> bool:
        """Starts something new: ``what`` is one of the page's own words for it. Whether anything came of it."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Reads again what is shown; whoever is at the keyboard stays where they are."""
        if not (self._leader_id and self._tools.session.is_open):
            return
        focused, at = self._focused(), self.verticalScrollBar().value()
        self._build()
        if focused is not None:
            self._focus(*focused)
        QTimer.singleShot(0, self, lambda: self._scroll_to(at))

    def _build(self) -> None:
        """Shows what is on file now."""
        raise NotImplementedError

    def _scroll_to(self, at: int) -> None:
        """A page that was built anew has its height only now."""
        page = self.widget()
        if page is not None:
            page.adjustSize()
        self.verticalScrollBar().setValue(at)

    def _focused(self) -> tuple[str, int] | None:
        """What the button is called that has the keyboard, and which it is of those called so; None if it is elsewhere."""
        focused, buttons = self.window().focusWidget(), self.findChildren(QAbstractButton)
        if not isinstance(focused, QAbstractButton) or focused not in buttons:
            return None
        same = [one for one in buttons if _called(one) == _called(focused)]
        return _called(focused), same.index(focused)

    def _focus(self, name: str, number: int) -> None:
        """The keyboard goes to that button; if there is none any more to its neighbour, or to what is next."""
        buttons = self.findChildren(QAbstractButton)
        same = [one for one in buttons if _called(one) == name]
        if same:
            self._give_keyboard(same[min(number, len(same) - 1)])
        else:
            self.focus_next()

    def focus_next(self) -> None:
        """The keyboard goes to what is next on the page, or to the first thing that can be done on it."""
        buttons = [one for one in self.findChildren(QAbstractButton) if not _is_hidden(one, self)]
        primary = [one for one in buttons if one.property("role") == "primary"]
        self._give_keyboard(next(iter(primary or buttons), self))

    def show_record(self, record_id: str) -> None:
        """Turns to a record and marks it: the keyboard goes to what is to be done with it, or else to what is next."""
        place = self.places.get(record_id)
        if place is None:
            self.focus_next()
            return
        buttons = [place] if isinstance(place, QAbstractButton) else place.findChildren(QAbstractButton)
        acts = [
            one for one in buttons if one.property("role") in ("", "quiet", "primary") and one.isEnabled()
        ]
        due = [one for one in acts if one.property("due")]
        self._give_keyboard(next(iter(due or acts or buttons), self))
        if isinstance(place, Card):
            restyle(place, chosen=True)
        QTimer.singleShot(0, place, lambda: self.ensureWidgetVisible(place, 0, L))

    def _give_keyboard(self, chosen: QWidget) -> None:
        """Qt shows what was just put on a page a moment later; under a dialog the keyboard goes only to what is shown."""
        one: QWidget | None = chosen
        while one is not None and one is not self:
            one.show()
            one = one.parentWidget()
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _records(self, name: str, kind: type[_R]) -> list[_R]:
        """The leader's records of a type, by its name."""
        return [one for one in self._tools.session.view.about(self._leader_id, name) if isinstance(one, kind)]

    def _links_to(self, target_id: str) -> list[Link]:
        return [one for one in self._records("link", Link) if one.target_id == target_id]

    def _add_links(self, card: Card, links: Sequence[Link], leader_ids: Sequence[str] = ()) -> None:
        """Adds the entries that are linked, about this leader or one of several, each with what takes the link back."""
        view, by_entry = self._tools.session.view, {link.entry_id: link for link in links}
        numbers = [view.number_of(entry_id) for entry_id in by_entry]
        about = (leader_ids or (self._leader_id,)) if numbers else ()
        shown = {listed.entry.id: listed for one in about for listed in view.listed(one, numbers)}
        for listed in shown.values():
            link = by_entry[listed.entry.id]
            line = _("{day}: {title} ({stance})").format(
                day=wording.short_day(listed.entry.occurred.day),
                title=listed.entry.title or wording.kind(listed.entry.kind),
                stance=_(STANCES[link.stance]),
            )
            take_back = withdrawing.beside(self._tools, self, link.id, line)
            card.open(line, partial(self.entry_wanted.emit, link.entry_id), take_back)


def _is_hidden(one: QWidget | None, page: QWidget) -> bool:
    """Whether a widget was hidden, itself or with what it is in, or belongs to a dialog above the page."""
    while one is not None and one is not page:
        if one.isWindow() or (
            one.isHidden() and one.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        ):
            return True
        one = one.parentWidget()
    return False


def _called(one: QAbstractButton) -> str:
    return one.accessibleName() or one.text()
