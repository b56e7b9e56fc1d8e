"""What is offered while a note is typed: people and themes that the journal knows already."""

from collections.abc import Iterable

from coachdesk.coaching.patterns import load_themes, theme_key
from coachdesk.gui.editor_head import Head
from coachdesk.gui.editor_page import Page
from coachdesk.gui.session import Session
from coachdesk.records.people import Contact


def offer_known(session: Session, head: Head, page: Page) -> None:
    """Has head and page offer what is known; the themes follow once they are read."""
    leaders = session.view.leaders()
    roles = {one.name: one.role for one in session.view.records("contact") if isinstance(one, Contact)}
    page.people.know(roles | {leader.name: leader.role for leader in leaders})
    head.about.know(leaders)
    session.ask(
        page,
        lambda view, _task: _offered(theme for leader in leaders for theme in view.themes(leader.id)),
        page.themes.setStringList,
    )


def _offered(in_use: Iterable[str]) -> list[str]:
    """The themes in use, as they are written, and those that come with CoachDesk where none is the same."""
    found = {theme_key(theme): theme for theme in (*(one.name for one in load_themes()), *in_use)}
    return sorted(found.values(), key=str.casefold)
