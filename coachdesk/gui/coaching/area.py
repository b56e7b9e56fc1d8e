"""The room right of the leaders: Today, or a leader's timeline with tabs for what was started beside it.

While nothing was started there is no row of tabs: who only jots and praises never meets it.
"""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from coachdesk.gui.coaching import pages
from coachdesk.gui.coaching.leader_page import LeaderPage
from coachdesk.gui.coaching.pages import Page
from coachdesk.gui.coaching.pattern_reading import has_enough
from coachdesk.gui.coaching.today import TodayPage
from coachdesk.gui.texts import _
from coachdesk.gui.tips import plain_tip
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column, line
from coachdesk.records.forms import COACHING

TIMELINE = "timeline"


class Area(QWidget):
    """Shows one of: Today, the timeline (any widget), a page. ``entry_wanted`` (leader, entry): show it in its place.

    ``turned``: another of them came to the front. ``note_begun`` (a Note) and ``beside_wanted`` are a page's, and ``erase_wanted`` (id):
    a record shall go for good.
    """

    entry_wanted = Signal(str, str)
    note_begun = Signal(object)
    beside_wanted = Signal()
    erase_wanted = Signal(str)
    turned = Signal()

    def __init__(self, tools: Tools, timeline: QWidget) -> None:
        super().__init__()
        self._tools, self.leader_id = tools, ""
        self._made: dict[str, Any] = {}
        self._shown: tuple[Page, ...] = ()
        self.today, self._timeline = TodayPage(tools), timeline
        self.today.entry_wanted.connect(self.entry_wanted)
        tools.session.drafted.connect(self._on_draft)
        self.tabs = QTabBar(drawBase=False, expanding=False, usesScrollButtons=False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName(_("What is shown of this leader"))
        self.tabs.currentChanged.connect(self._on_tab)
        self._line = line()
        self.stack = QStackedWidget()
        self.stack.addWidget(timeline)
        self.stack.addWidget(self.today)
        within = column(gap=0)
        within.addWidget(self.tabs)
        within.addWidget(self._line)
        within.addWidget(self.stack, 1)
        self.setLayout(within)
        self._show_tabs(())

    # What there is

    def show_leader(self, leader_id: str) -> None:
        """The timeline of a leader, and the tabs of what was started with them."""
        self.leader_id = leader_id
        self.show_key(TIMELINE)
        self.refresh()

    def refresh(self) -> None:
        """Reads again what was started, and the page in front."""
        self._find_tabs()
        if self.is_today:
            self.today.refresh()
        elif (page := self._made.get(self.key)) is not None:
            page.refresh()

    def _on_draft(self) -> None:
        """Today lists the drafts."""
        if self.is_today and self._tools.session.is_open:
            self.today.refresh()

    def _find_tabs(self) -> None:
        """What is on file or among the drafts, and the page in front in any case."""
        view = self._tools.session.view
        types = [name for name in COACHING if self.leader_id and view.about(self.leader_id, name)]
        drafts = [one.values for one in view.drafts() if self.leader_id in one.values.get("leader_ids", ())]
        types += [draft["record"] for draft in drafts if "record" in draft]
        if self.leader_id and has_enough(view, self.leader_id, pages.ENOUGH):
            types.append(pages.PICTURE)
        self._show_tabs(pages.started(types, self.key))

    def _show_tabs(self, found: tuple[Page, ...]) -> None:
        if found != self._shown or not self.tabs.count():
            before = self.key
            self._shown = found
            titles = [(TIMELINE, _("Timeline")), *((page.key, _(page.title)) for page in found)]
            with QSignalBlocker(self.tabs):
                while self.tabs.count():
                    self.tabs.removeTab(0)
                for key, title in titles:
                    at = self.tabs.addTab(title)
                    self.tabs.setTabData(at, key)
                    self.tabs.setTabToolTip(at, plain_tip(title))
            self._mark(before)
        self._say_whether_there_are_tabs()

    def _say_whether_there_are_tabs(self) -> None:
        is_seen = bool(self._shown) and not self.is_today
        self.tabs.setVisible(is_seen)
        self._line.setVisible(is_seen)

    # What is in front

    @property
    def key(self) -> str:
        """The key of the page in front; ``timeline``, or "" for Today."""
        shown = self.stack.currentWidget()
        if shown is self.today:
            return ""
        return next((key for key, page in self._made.items() if page is shown), TIMELINE)

    @property
    def is_today(self) -> bool:
        """Whether Today is in front."""
        return self.stack.currentWidget() is self.today

    def show_today(self) -> None:
        """Goes home."""
        self.today.refresh()
        self._turn_to(self.today)
        self.today.begin()

    def show_key(self, key: str) -> None:
        """Brings the timeline or a page of the leader to the front."""
        if key == TIMELINE:
            self._turn_to(self._timeline)
            return
        page = self.page(key)
        page.show_leader(self.leader_id)
        self._turn_to(page)

    def page(self, key: str) -> Any:
        """A page, made when it is first wanted."""
        if key not in self._made:
            found = next(page for page in pages.PAGES if page.key == key)
            made: Any = pages.make(found, self._tools)
            made.entry_wanted.connect(self._want_entry)
            for name in ("note_begun", "beside_wanted", "erase_wanted"):
                if hasattr(made, name):
                    getattr(made, name).connect(getattr(self, name))
            if hasattr(made, "page_wanted"):
                made.page_wanted.connect(self.show_key)
            self._made[key] = made
            self.stack.addWidget(made)
        return self._made[key]

    def _want_entry(self, entry_id: str) -> None:
        """An entry that a page of two leaders names may be about the other one alone."""
        about: tuple[str, ...] = getattr(self._tools.session.view.get(entry_id).record, "leader_ids", ())
        is_here = self.leader_id in about or not about
        self.entry_wanted.emit(self.leader_id if is_here else about[0], entry_id)

    def show_page(self, leader_id: str, key: str, record_id: str = "") -> None:
        """Goes to a page of a leader: to a record on it, or to its beginning with the keyboard on what is next."""
        self.leader_id = leader_id
        page = self.page(key) if key != TIMELINE else None
        if isinstance(page, LeaderPage):
            page.verticalScrollBar().setValue(0)
        self.show_key(key)
        self._find_tabs()
        if isinstance(page, LeaderPage):
            page.show_record(record_id)

    def begin(self, key: str, what: str) -> None:
        """Starts something new on a page; if nothing comes of it, all stays as it was."""
        page = self.page(key)
        page.show_leader(self.leader_id)
        if page.begin(what):
            self.show_key(key)
            self._find_tabs()

    def _turn_to(self, widget: QWidget) -> None:
        self.stack.setCurrentWidget(widget)
        self._mark(self.key)
        self._say_whether_there_are_tabs()
        self.turned.emit()

    def _mark(self, key: str) -> None:
        keys = [self.tabs.tabData(at) for at in range(self.tabs.count())]
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(keys.index(key) if key in keys else 0)

    def _on_tab(self, at: int) -> None:
        self.show_key(self.tabs.tabData(at))

    def clear(self) -> None:
        """Forgets everything."""
        self.leader_id = ""
        self._show_tabs(())
        self.today.clear()
        for page in self._made.values():
            page.clear()
        self._turn_to(self._timeline)
