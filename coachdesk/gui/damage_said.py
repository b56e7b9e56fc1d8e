"""What is said of a damaged journal: what is lost, by its day, what was found, and which holds go on."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from coachdesk.gui import wording
from coachdesk.gui.named_list import named_list
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.widgets import label

if TYPE_CHECKING:
    from coachdesk.journal.backup import Backup
    from coachdesk.journal.replacing import PutBack
    from coachdesk.journal.rescuing import Rescued, Survey
    from coachdesk.journal.salvage import Lost

_LIST_HEIGHT = 112


def listed(within: QVBoxLayout, heading: str, name: str, lines: Sequence[str]) -> None:
    """A heading and the lines under it; nothing where there are none."""
    if lines:
        shown = named_list(name)
        shown.setFixedHeight(_LIST_HEIGHT)
        shown.addItems(list(lines))
        within.addWidget(label(heading, "section"))
        within.addWidget(shown)


def say_found(within: QVBoxLayout, found: "Survey") -> None:
    """What is there without its event, or by its words alone."""
    if found.alone:
        alone = ngettext(
            "Of {count} more the content is whole; when it was written is lost.",
            "Of {count} more the content is whole; when they were written is lost.",
            found.alone,
        )
        within.addWidget(label(alone.format(count=wording.number(found.alone)), wraps=True))
    if found.indexed:
        indexed = ngettext(
            "Of {count} that is lost the words can still be saved.",
            "Of {count} that are lost the words can still be saved.",
            found.indexed,
        )
        within.addWidget(label(indexed.format(count=wording.number(found.indexed)), wraps=True))


def say_saved(within: QVBoxLayout, done: "Rescued") -> None:
    """What was saved without its event, or by its words alone."""
    if done.alone:
        alone = ngettext(
            "{count} is saved without its event: when it was written is lost.",
            "{count} are saved without their event: when they were written is lost.",
            done.alone,
        )
        within.addWidget(label(alone.format(count=wording.number(done.alone)), wraps=True))
    if done.indexed:
        indexed = ngettext(
            "Of {count} that is lost the words are saved, all in one text; it says so.",
            "Of {count} that are lost the words are saved, each in one text; they say so.",
            done.indexed,
        )
        within.addWidget(label(indexed.format(count=wording.number(done.indexed)), wraps=True))


def say_holds(within: QVBoxLayout, put_back: "PutBack") -> None:
    """Which holds go on, and whether others may be missing."""
    if put_back.holds:
        held = ngettext(
            "{count} legal hold that the backup lacked is in force in it too.",
            "{count} legal holds that the backup lacked are in force in it too.",
            len(put_back.holds),
        )
        within.addWidget(label(held.format(count=wording.number(len(put_back.holds))), wraps=True))
    if not put_back.is_complete:
        said = _(
            "Not all that was written after the backup can be read. A legal hold that was placed since is perhaps not in force any more, and what was erased since is perhaps back: place such holds again, and erase again."
        )
        within.addWidget(label(said, wraps=True))


def days(lost: "tuple[Lost, ...]") -> list[str]:
    """One line a day: the numbers of the events that were recorded on it."""
    return [
        f"{wording.day(day) if day else _('Day unknown')}: {', '.join(str(one.seq) for one in of_day)}"
        for day, of_day in groupby(lost, lambda one: one.day)
    ]


def recorded(at: str) -> str:
    """When something was recorded, if that is known."""
    return wording.recorded(at) if at else _("Day unknown")


def moment(one: "Backup") -> str:
    """When a backup was made."""
    return wording.recorded(one.made_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
