"""Choosing a passphrase: typed twice, never empty, with a word about weak ones."""

from zxcvbn import zxcvbn

from coachdesk import sentences
from coachdesk.cli.desk import Desk, secret
from coachdesk.cli.refusals import Refused
from coachdesk.cli.terminal import PASSPHRASE_FILE
from coachdesk.journal.keys import Cost, calibrated_cost

_STRONG = 3
_JUDGED = 72
"""More letters than this zxcvbn does not look at."""


def new_passphrase(
    desk: Desk,
    file: str | None,
    question: str = "New passphrase: ",
    option: str = PASSPHRASE_FILE,
) -> str:
    """A passphrase to be; typed twice, if it is typed. Raises Refused for an empty one, remarks a weak one."""
    passphrase = secret(desk, file, question, option)
    if not passphrase.strip():
        raise Refused("passphrase_empty")
    if file is None and desk.terminal.secret("The same once more: ", option) != passphrase:
        raise Refused("passphrase_differs")
    if is_weak(passphrase):
        desk.terminal.remark(sentences.said("weak_passphrase"))
    return passphrase


def is_weak(passphrase: str) -> bool:
    """Whether a patient stranger with the file could guess it (zxcvbn's scale of five)."""
    return int(zxcvbn(passphrase[:_JUDGED])["score"]) < _STRONG


def new_cost(desk: Desk) -> Cost:
    """What one try at a new passphrase shall cost: about a second on this machine."""
    return desk.cost() if desk.cost else calibrated_cost()
