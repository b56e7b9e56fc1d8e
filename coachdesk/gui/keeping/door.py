"""The way from the desk to what is kept and what goes, and back. It loads nothing of it before it is wanted."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools
from coachdesk.records.people import Leader

if TYPE_CHECKING:
    from coachdesk.gui.desk_pane import DeskPane
    from coachdesk.gui.keeping.erase import EraseDialog
    from coachdesk.gui.main_window import MainWindow


class KeepingDoor:
    """Erasing, holds and reviews, over a desk that asks for them."""

    def __init__(self, desk: "DeskPane", tools: Tools) -> None:
        self._desk, self._tools = desk, tools
        for place in (desk.reading, desk.area):
            place.erase_wanted.connect(self.erase_record)
        desk.leaders.erase_wanted.connect(self.erase_leader)
        desk.leaders.review_wanted.connect(self.review)
        desk.timeline.hold.wanted.connect(self.show_holds)
        desk.area.today.review_wanted.connect(self.review)
        tools.session.set_aside.connect(desk.clear)

    def erase(self) -> None:
        """Asks what shall go: of the whole journal, the chosen leader first in the list."""
        self._erase("words", leader_id=self._desk.leader_id)

    def erase_leader(self, leader_id: str) -> None:
        """Asks whether all about a leader shall go."""
        self._erase("leader", leader_id=leader_id)

    def erase_record(self, record_id: str) -> None:
        """Asks whether a record, or a part of it, shall go."""
        self._erase("record", record_id=record_id, leader_id=self._desk.leader_id)

    def _erase(self, grain: str, record_id: str = "", leader_id: str = "") -> None:
        from coachdesk.gui.keeping.asked import Asked  # noqa: PLC0415  # seldom
        from coachdesk.gui.keeping.erase import EraseDialog  # noqa: PLC0415

        desk = self._desk
        if desk.editor.page.files.is_busy:
            desk.message.show_sentence(
                _("A file is still being taken in. Nothing can be erased before it is there."), "note"
            )
            return
        start = Asked(grain, record_id, leader_id=leader_id)  # type: ignore[arg-type]
        dialog = EraseDialog(self._tools, start, desk.window())
        dialog.finished.connect(
            partial(self._after_erasing, dialog, desk.area.key, desk.leader_id, desk.entry_id)
        )
        _open(dialog)

    def _after_erasing(
        self, dialog: "EraseDialog", page: str, leader_id: str, entry_id: str, _result: int
    ) -> None:
        """The desk was emptied; what was in front is shown again, as far as it is still there."""
        from coachdesk.gui.coaching.area import TIMELINE  # noqa: PLC0415  # the desk has loaded it

        desk, session = self._desk, self._tools.session
        if not (session.is_open and dialog.was_begun) or session.is_locking:
            return
        desk.open_desk()
        is_there = any(one.id == leader_id for one in session.view.leaders())
        if not (page and is_there and desk.area.is_today):
            return
        if page != TIMELINE:
            desk.show_page(leader_id, page)
        elif entry_id:
            desk.show_entry(leader_id, entry_id)
        else:
            desk.show_leader(leader_id)

    def show_holds(self) -> None:
        """The legal holds; a new one is proposed for the chosen leader."""
        from coachdesk.gui.keeping.holds import HoldsDialog  # noqa: PLC0415  # seldom

        _open(HoldsDialog(self._tools, self._desk.window(), self._desk.leader_id))

    def change_review(self) -> None:
        """On which day it shall be asked whether what is kept about the chosen leader is still needed."""
        if self._desk.leader_id:
            self.review(self._desk.leader_id)

    def review(self, leader_id: str) -> None:
        """What is kept about a leader, and when it is asked again."""
        from coachdesk.gui.keeping.review import ReviewDialog  # noqa: PLC0415  # seldom

        leader = self._tools.session.view.get(leader_id).record
        if isinstance(leader, Leader):
            dialog = ReviewDialog(self._tools, leader, self._desk.window())
            dialog.erase_wanted.connect(self.erase_leader)
            _open(dialog)


def connect(window: "MainWindow") -> None:
    """Has the commands of this folder done."""
    window.on("erase", lambda: window.keeping.erase())
    window.on("erase_entry", lambda: window.keeping.erase_record(window.desk.entry_id))
    window.on("holds", lambda: window.keeping.show_holds())
    window.on("review_kept", lambda: window.keeping.change_review())


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
