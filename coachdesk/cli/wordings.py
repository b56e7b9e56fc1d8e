"""The words that the language checker would have one look at, once they are sealed."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from coachdesk import sentences
from coachdesk.cli.desk import Desk
from coachdesk.journal.view import View

if TYPE_CHECKING:
    from coachdesk.coaching.wording import Checker, Finding


def remark(desk: Desk, view: View, check: "Callable[[Checker], Iterable[Finding]]") -> None:
    """Names what ``check`` finds; which parts are missing is not said here."""
    from coachdesk.coaching import own_rules  # noqa: PLC0415  # its lists are seldom asked for

    checker = own_rules.checker_with(view.setting(own_rules.SETTING))
    found = dict.fromkeys(one.found for one in check(checker) if one.found)
    if found:
        count, words = len(found), ", ".join(f"“{word}”" for word in found)
        desk.terminal.remark(sentences.said("wordings" if count > 1 else "wording", count=count, words=words))
