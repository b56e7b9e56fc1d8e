"""Leaving the desk when what is being typed cannot be kept: whoever is there decides, and is not surprised."""

from PySide6.QtWidgets import QWidget

from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools


class Leaving:
    """Asks before something that is typed would be lost."""

    def __init__(self, tools: Tools) -> None:
        self._tools, self._is_asking = tools, False

    def may(self, parent: QWidget) -> bool:
        """Keeps what is being typed. Whether it is kept, or whoever is there would rather lose it than stay.

        Whoever wants to leave again while this is asked means it.
        """
        session = self._tools.session
        if self._is_asking or not session.is_open or session.keep_drafts():
            return True
        self._is_asking = True
        try:
            return self._tools.prompts.confirm(
                parent,
                _("What you typed last cannot be kept"),
                _(
                    "The journal cannot be written just now. If you leave, what you typed since the last draft is lost. Stay, copy it or make room, and try again."
                ),
                _("Leave and lose it"),
            )
        finally:
            self._is_asking = False
