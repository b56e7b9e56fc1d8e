"""A chip with a menu under it: what a timeline is narrowed to, and the ways to narrow it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.widgets import Button, restyle


class StayingMenu(QMenu):
    """A menu that stays open while things in it are ticked; Enter ticks and closes, as menus do."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


class Chip(Button):
    """A chip that is lit while it narrows something. ``name`` is what it says while it does not."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(name)
        self._name = name
        self.setProperty("role", "chip")
        self.setProperty("opens", "true")
        self.setIcon(look.icon("caret-down", "quiet"))
        self.setIconSize(QSize(8, 8))
        to_left, to_right = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
        # The only way to have a button's icon behind its words.
        self.setLayoutDirection(to_left if QGuiApplication.layoutDirection() == to_right else to_right)

    def say(self, words: str, spoken: str = "") -> None:
        """Says what it narrows to, lit; "" is nothing. ``spoken`` is said in full to a screen reader."""
        self.setText(words or self._name)
        restyle(self, lit=bool(words))
        said = _("{filter}: {values}").format(filter=self._name, values=spoken or words)
        self.setAccessibleName(said if words else self._name)


class TickChip(Chip):
    """A chip whose menu is a list of values, any number of which can be ticked. ``changed``: the ticks did.

    ``values`` is asked each time the menu opens: what there is, and how many entries have it.
    """

    changed = Signal()

    def __init__(
        self,
        look: Look,
        name: str,
        values: Callable[[], Mapping[str, int]],
        word: Callable[[str], str],
        several: Callable[[int], str],
    ) -> None:
        super().__init__(look, name)
        self._values, self._word, self._several = values, word, several
        self._chosen: tuple[str, ...] = ()
        self._menu = StayingMenu(self)
        self._menu.setLayoutDirection(QGuiApplication.layoutDirection())
        self._menu.setToolTipsVisible(False)
        self.clicked.connect(self.open)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values that are ticked."""
        return self._chosen

    @property
    def menu_shown(self) -> QMenu:
        """The menu, as it was last opened."""
        return self._menu

    def choose(self, chosen: Sequence[str]) -> None:
        """Ticks these and no others, without telling."""
        self._chosen = tuple(chosen)
        words = [self._word(value) for value in self._chosen]
        short = words[0] if len(words) == 1 else self._several(len(words)) if words else ""
        self.say(short, ", ".join(words))

    def forget(self) -> None:
        """Nothing is ticked, and what there was to tick is no longer known."""
        self._menu.clear()
        self.choose(())

    def open(self) -> None:
        """Shows what there is."""
        self._menu.clear()
        values = dict(self._values())
        for value in (*values, *(value for value in self._chosen if value not in values)):
            action = self._menu.addAction(f"{self._word(value).replace('&', '&&')}\t{values.get(value, 0)}")
            action.setCheckable(True)
            action.setChecked(value in self._chosen)
            action.setData(value)
            action.toggled.connect(self._on_toggled)
        popup_under(self, self._menu)

    def _on_toggled(self) -> None:
        ticked = [action.data() for action in self._menu.actions() if action.isChecked()]
        self.choose(ticked)
        self.changed.emit()


def popup_under(chip: QWidget, menu: QMenu) -> None:
    """Opens a menu under a chip, its first line ready to be chosen."""
    menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
    actions = [action for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
    if actions:
        menu.setActiveAction(actions[0])
