"""What is done about a damaged journal off the GUI thread: looked at, saved into a new one, a backup put in its place."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from coachdesk.gui import session_work
from coachdesk.gui.background import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from coachdesk.journal.journal import Journal
    from coachdesk.journal.keys import Cost
    from coachdesk.journal.replacing import PutBack
    from coachdesk.journal.rescuing import Rescued, Survey


class Damaged(NamedTuple):
    """A damaged journal, and what opens it."""

    path: Path
    secret: str
    by: Literal["passphrase", "recovery"]


def survey(damaged: Damaged, task: Task) -> "Survey":
    """What is whole in it, and what its newest good backup has."""
    from coachdesk.journal import rescuing  # noqa: PLC0415  # seldom

    return rescuing.survey(*damaged, task.report)


def rescue(
    damaged: Damaged, target: Path, passphrase: str, cost: "Callable[[], Cost] | None", task: Task
) -> "Rescued":
    """Saves what is whole into a new journal at ``target``."""
    from coachdesk import sentences  # noqa: PLC0415  # seldom
    from coachdesk.journal import files, rescuing  # noqa: PLC0415
    from coachdesk.journal.keys import calibrated_cost  # noqa: PLC0415

    with files.storage_errors(target.parent):
        files.make_private_folder(target.parent)
    new = rescuing.New(target, passphrase, (cost or calibrated_cost)())
    words = rescuing.Words(
        sentences.said("name_lost"),
        sentences.said("content_lost"),
        sentences.said("rescued_why"),
        sentences.said("event_lost"),
        sentences.said("words_only"),
    )
    return rescuing.rescue(*damaged, new, words, progress=task.report)


def put_back(damaged: Damaged, place: Path, task: Task) -> "tuple[Path, PutBack]":
    """Puts the backup at ``place`` in the place of its database, which is kept beside."""
    from coachdesk.journal import replacing  # noqa: PLC0415  # seldom

    return replacing.replace_damaged(damaged.path, place, damaged.secret, damaged.by, task.report)


def open_rescued(target: Path, passphrase: str, code: str, task: Task) -> "tuple[Journal, str]":
    """Opens the journal that was made, with the recovery code that is to be put on paper."""
    journal, _none = session_work.open_at(target, passphrase, "passphrase", task)
    return journal, code


def opening(path: Path, secret: str, by: Literal["passphrase", "recovery"]) -> "partial[tuple[Journal, str]]":
    """Opens it once a backup is in its place."""
    return partial(session_work.open_at, path, secret, by)
