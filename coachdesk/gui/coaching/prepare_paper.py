"""Taking the sheet out of the journal: to a printer, or as a PDF. Both leave a copy that is not encrypted."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from coachdesk.gui.coaching.prepare_sheet import Part
from coachdesk.gui.texts import _
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, busy_cursor
from coachdesk.journal.errors import JournalError


class Sheeted(Protocol):
    """What is needed of the page: what the sheet says, and where to speak."""

    message: MessageBar

    @property
    def tools(self) -> Tools:
        """What the page was made with."""
        ...

    @property
    def leader_name(self) -> str:
        """Whom the talk is with."""
        ...

    def parts(self) -> Sequence[Part] | None:
        """The sheet as it stands."""
        ...


def title_of(page: Sheeted) -> str:
    """What the sheet is called."""
    return _("Talk with {name}").format(name=page.leader_name)


def save_it(page: Sheeted) -> None:
    """Writes the sheet as a PDF of one page, after saying what that means."""
    parts, prompts = page.parts(), page.tools.prompts
    if parts is None:
        return
    assert isinstance(page, QWidget)
    title = title_of(page)
    if not prompts.confirm(
        page,
        _("Save the sheet outside of the journal?"),
        _(
            "The PDF is not encrypted: whoever can read its folder can read it. Delete it when the talk is over."
        ),
        _("Save as PDF…"),
    ):
        return
    name = _("Talk.pdf")
    target = prompts.choose_target(page, _("Where shall the PDF be?"), Path.home() / name, _("PDF (*.pdf)"))
    if target is None or not page.tools.session.is_open:
        return
    from coachdesk.gui.coaching import prepare_print  # noqa: PLC0415  # seldom

    try:
        with busy_cursor():
            prepare_print.save_pdf(target, title, parts, page.font().family())
    except JournalError as error:
        page.message.show_error(error)
        return
    page.message.show_sentence(_("The sheet is in {place}.").format(place=target), "good")


def print_it(page: Sheeted) -> None:
    """Prints the sheet on one page, after saying what that means."""
    parts, prompts = page.parts(), page.tools.prompts
    if parts is None:
        return
    assert isinstance(page, QWidget)
    title = title_of(page)
    if not prompts.confirm(
        page,
        _("Print the sheet?"),
        _(
            "A printer and its queue may keep a copy that is not encrypted. Print it where nobody else takes it out."
        ),
        _("Print…"),
    ):
        return
    printer = prompts.choose_printer(page)
    if printer is None or not page.tools.session.is_open:
        return
    from coachdesk.gui.coaching import prepare_print  # noqa: PLC0415  # seldom

    with busy_cursor():
        is_done = prepare_print.draw(printer, title, parts, page.font().family())
    if is_done:
        page.message.show_sentence(_("The sheet is on its way to the printer."), "good")
    else:
        page.message.show_sentence(_("The printer did not take it. Is it switched on?"))
