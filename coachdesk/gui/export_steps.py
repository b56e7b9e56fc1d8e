"""The steps of an export on top of each other. Each is made when it is first wanted: all at once would take too long."""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from coachdesk.gui.export_done import ExportDone
from coachdesk.gui.export_protect import ProtectStep
from coachdesk.gui.export_redact import RedactStep
from coachdesk.gui.export_review import ReviewStep
from coachdesk.gui.export_scope import ScopeStep
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column

SCOPE, REVIEW, REDACT, PROTECT, DONE = range(5)

Step = ScopeStep | ReviewStep | RedactStep | ProtectStep
_Made = TypeVar("_Made", bound=QWidget)


class Steps(QStackedWidget):
    """``made`` (step): one is there from now on."""

    made = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.places = [column() for _step in range(DONE + 1)]
        for place in self.places:
            held = QWidget()
            held.setLayout(place)
            self.addWidget(held)

    def _put(self, step: int, made: _Made) -> _Made:
        self.places[step].addWidget(made)
        self.made.emit(made)
        return made

    @cached_property
    def scope(self) -> ScopeStep:
        """What goes in."""
        return self._put(SCOPE, ScopeStep(self._tools))

    @cached_property
    def review(self) -> ReviewStep:
        """Each of it looked at."""
        return self._put(REVIEW, ReviewStep(self._tools))

    @cached_property
    def redact(self) -> RedactStep:
        """Who is named."""
        return self._put(REDACT, RedactStep(self._tools))

    @cached_property
    def protect(self) -> ProtectStep:
        """Who can open it, and the pages."""
        return self._put(PROTECT, ProtectStep(self._tools))

    @cached_property
    def handed(self) -> ExportDone:
        """What was handed over."""
        return self._put(DONE, ExportDone(self._tools))

    @property
    def there(self) -> Sequence[Step]:
        """Those of the four that were made, in their order."""
        names = ("scope", "review", "redact", "protect")
        return [vars(self)[name] for name in names if name in vars(self)]

    def of(self, step: int) -> Step:
        """One of the four."""
        made: Step = getattr(self, ("scope", "review", "redact", "protect")[step])
        return made

    def clear(self) -> None:
        """Forgets everything."""
        for part in (*self.there, vars(self).get("handed")):
            if part is not None and not isinstance(part, ScopeStep):
                part.clear()


def put_behind(window: QWidget, last: Sequence[QWidget]) -> None:
    """Tab comes to these after whatever was made last in a window."""
    before = window.previousInFocusChain()
    while before not in (None, window) and (before in last or before.focusPolicy() == Qt.FocusPolicy.NoFocus):
        before = before.previousInFocusChain()
    for one in last:
        if before is not None:
            QWidget.setTabOrder(before, one)
        before = one
