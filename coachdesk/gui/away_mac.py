"""Screen lock and sleep on macOS: com.apple.screenIsLocked and NSWorkspaceWillSleepNotification.

Written by Apple's documentation; never run, for want of a Mac to run it on.
"""

from PySide6.QtCore import QObject

from coachdesk.gui.away import Away
from coachdesk.gui.objective_c import Runtime

_SLEEP, _SCREEN = "NSWorkspaceWillSleepNotification", "com.apple.screenIsLocked"


class MacAway(Away):
    """Observes two notification centres."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._objects, self._is_listening = Runtime(), False
        workspace = self._objects.send(self._objects.named("NSWorkspace"), "sharedWorkspace")
        self._centres = {
            "slept:": (_SLEEP, self._objects.send(workspace, "notificationCenter")),
            "screenLocked:": (
                _SCREEN,
                self._objects.send(self._objects.named("NSDistributedNotificationCenter"), "defaultCenter"),
            ),
        }
        self._observer = self._objects.observer(
            "CoachDeskAway",
            {
                "slept:": lambda: self.left.emit("sleep"),
                "screenLocked:": lambda: self.left.emit("screen"),
            },
        )

    def begin(self) -> None:
        if self._is_listening:
            return
        self._is_listening = True
        for message, (name, centre) in self._centres.items():
            self._objects.send(
                centre,
                "addObserver:selector:name:object:",
                self._observer,
                self._objects.selector(message),
                self._objects.text(name),
                None,
            )

    def end(self) -> None:
        if self._is_listening:
            self._is_listening = False
            for _name, centre in self._centres.values():
                self._objects.send(centre, "removeObserver:", self._observer)
