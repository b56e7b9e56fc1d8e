"""What the Coach menu does: each row starts something on the page where it will be found."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from coachdesk.gui.editor_head import told_after
from coachdesk.gui.note import Note

if TYPE_CHECKING:
    from coachdesk.gui.desk_pane import DeskPane

STARTS = (
    ("raise_issue", "issues", ""),
    ("start_plan", "plan", ""),
    ("add_expectation", "plan", "expectation"),
    ("offer_support", "plan", "support"),
    ("prepare", "prepare", ""),
    ("start_case", "case", ""),
    ("start_round", "rounds", ""),
    ("state_consequence", "decision", "consequence"),
    ("review_fit", "decision", "fit"),
    ("record_decision", "decision", ""),
    ("protected_events", "decision", "protected"),
)
"""Command, the page it belongs to, and what that page shall begin."""


class Window(Protocol):
    """What the commands need of the window."""

    @property
    def desk(self) -> "DeskPane":
        """The desk."""
        ...

    def on(self, key: str, handler: Callable[[], object]) -> None:
        """From now on the command ``key`` is done by ``handler``."""
        ...


def note_small_win(desk: "DeskPane") -> None:
    """Begins a note that praises the chosen leader, like one for which the kind is chosen by hand."""
    told = told_after("praise", Note().kind, "")
    desk.begin_note(Note(leader_ids=(desk.leader_id,), kind="praise", told=told))


def connect(window: Window) -> None:
    """Has the coaching commands done."""

    def begin(page: str, what: str) -> None:
        window.desk.area.begin(page, what)

    window.on("go_today", lambda: window.desk.show_today())
    window.on("talk_panel", lambda: window.desk.turn_talk())
    window.on("wordings", lambda: window.desk.editor.wordings.turn())
    window.on("small_win", lambda: note_small_win(window.desk))
    window.on("workshop", lambda: window.desk.open_workshop())
    for key, page, what in STARTS:
        window.on(key, partial(begin, page, what))
