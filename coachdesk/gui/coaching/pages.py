"""The pages of a leader beside the timeline: one table. A page is there once something of its own is on file."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from coachdesk.gui.texts import N_
from coachdesk.gui.tools import Tools


class Page(NamedTuple):
    """A page by its key. It appears for a leader about whom one of ``records`` (type names) is on file.

    ``module`` in this package has a class of the name ``pane``: made with the tools, and with ``show_leader(id)``,
    ``refresh()``, ``clear()``, ``begin(what)`` [starts a new one of ``starts``], and the signal ``entry_wanted(id)``.
    """

    key: str
    title: str
    icon: str
    module: str
    pane: str
    records: tuple[str, ...]


PICTURE, ENOUGH = "picture", 10
"""Stands among the types where so many entries praise, correct or have a theme: that is a picture, not a record."""

PAGES = (
    Page("issues", N_("Issues"), "flag", "issues", "IssuesPage", ("issue",)),
    Page("prepare", N_("Prepare"), "clipboard-text", "prepare", "PreparePage", ("preparation",)),
    Page("plan", N_("Plan"), "path", "plan", "PlanPage", ("plan", "goal", "expectation", "support")),
    Page(
        "case",
        N_("Intervention"),
        "handshake",
        "case",
        "CasePage",
        ("case", "intake", "feedback_item", "mutual_expectation", "commitment"),
    ),
    Page("rounds", N_("360"), "chats-circle", "rounds", "RoundsPage", ("round",)),
    Page(
        "decision",
        N_("Decision"),
        "scales",
        "decision",
        "DecisionPage",
        ("consequence", "fit_review", "decision"),
    ),
    Page("patterns", N_("Patterns"), "chart-line", "patterns", "PatternsPage", (PICTURE,)),
)
"""In the order of the tabs."""


def page_of(record_type: str) -> str:
    """The key of the page on which records of a type are shown, or ""."""
    return next((page.key for page in PAGES if record_type in page.records), "")


def page_in(widget: QWidget | None) -> str:
    """The key of the page that a widget is, or ""."""
    return next((page.key for page in PAGES if page.pane == type(widget).__name__), "")


def make(page: Page, tools: Tools) -> QWidget:
    """The page itself. Its module is loaded only now."""
    pane: Callable[[Tools], QWidget] = getattr(import_module(f"{__package__}.{page.module}"), page.pane)
    return pane(tools)


def started(types: Sequence[str], in_front: str = "") -> tuple[Page, ...]:
    """The pages that a leader has, of whom records of these types are on file, and the one that is in front."""
    return tuple(page for page in PAGES if set(page.records) & set(types) or page.key == in_front)
