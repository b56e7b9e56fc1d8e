"""What follows if nothing changes, said in time (F30), and the letters that were handed over."""

import re
from typing import Literal

from coachdesk.records.about import AboutLeaders, check_dates, check_once, check_written
from coachdesk.records.base import InvalidRecord

_DIGEST = re.compile("(?:[0-9a-f]{64})?")


class Consequence(AboutLeaders, frozen=True, kw_only=True):
    """``what`` follows, which change is expected, how it is measured and by when; when, how and to whom
    that was said. ``said_on`` is None until it was.
    """

    what: str
    change_expected: str = ""
    measured: str = ""
    by_day: str | None = None
    areas: tuple[Literal["team", "career", "disciplinary"], ...] = ()
    said_on: str | None = None
    said_to: tuple[str, ...] = ()
    how: str = ""
    formal: bool = False
    entry_id: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("what", self.what)
        check_once("areas", self.areas)
        check_dates(said_on=self.said_on, by_day=self.by_day)


class Letter(AboutLeaders, frozen=True, kw_only=True):
    """A copy that was handed over. ``digest`` is the SHA-256 of the PDF, ``of_id`` what it was made from.

    The digest is empty only where a report withholds it.
    """

    kind: Literal["follow_up", "consequence", "pip"]
    of_id: str
    handed_on: str
    to: str
    how: str = ""
    digest: str
    signature: Literal["signed", "refused", "not_asked"] = "not_asked"
    witness: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_written("of_id", self.of_id)
        check_written("to", self.to)
        check_dates(handed_on=self.handed_on)
        if not _DIGEST.fullmatch(self.digest):
            raise InvalidRecord("digest", "no_digest", self.digest)
