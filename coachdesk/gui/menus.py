"""The menu bar: the table of commands as actions, each done by whoever said that they do it."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from coachdesk.gui.actions import COMMANDS, MENUS, Command, Needs
from coachdesk.gui.read_only import WHY, stops
from coachdesk.gui.settings import SettingsFile
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tips import plain_tip


class Menus:
    """The commands of a window. A command that nobody does is not shown."""

    def __init__(self, window: QMainWindow, look: Look, settings: SettingsFile) -> None:
        self._window, self._look, self._settings = window, look, settings
        self._handlers: dict[str, Callable[[], object]] = {}
        self.commands: dict[str, QAction] = {}
        bar = window.menuBar()
        self._menus = menus = {name: bar.addMenu(_(name)) for name in MENUS}
        for command in COMMANDS:
            self.commands[command.key] = self._action(command, menus[command.menu])
            if command.ends_group:
                menus[command.menu].addSeparator()

    def _action(self, command: Command, menu: QMenu) -> QAction:
        action = QAction(_(command.text), self._window)
        # Both keys are labelled Enter. The keypad's comes first: Qt calls the other one Return in the menu.
        keys = (command.shortcut, command.shortcut.replace("Enter", "Return"))
        action.setShortcuts([QKeySequence(one) for one in dict.fromkeys(keys)])
        action.setVisible(False)
        if command.icon:
            action.setIcon(self._look.icon(command.icon, "quiet"))
        action.triggered.connect(lambda: self._handlers[command.key]())
        menu.addAction(action)
        if command.toggles:
            action.setCheckable(True)
            action.setVisible(True)
            self._handlers[command.key] = lambda: self._settings.change(
                **{command.toggles: action.isChecked()}
            )
        return action

    def on(self, key: str, handler: Callable[[], object]) -> None:
        """From now on the command ``key`` is done by ``handler``."""
        self._handlers[key] = handler
        self.commands[key].setVisible(True)

    def does(self, key: str) -> bool:
        """Whether anybody does the command ``key``."""
        return key in self._handlers

    def enable(self, has: Mapping[Needs, bool], *, is_read_only: bool = False) -> None:
        """Lets those be chosen that make sense with what is there; what would write in what is only read says why not."""
        for menu in self._menus.values():
            menu.setToolTipsVisible(is_read_only)
        for command in COMMANDS:
            is_stopped = is_read_only and stops(command.key)
            action = self.commands[command.key]
            action.setEnabled(has[command.needs] and not is_stopped)
            action.setToolTip(plain_tip(_(WHY)) if is_stopped else "")
            action.setStatusTip(_(WHY) if is_stopped else "")

    def follow_settings(self) -> None:
        """Ticks what is on."""
        for command in COMMANDS:
            if command.toggles:
                self.commands[command.key].setChecked(getattr(self._settings.current, command.toggles))
