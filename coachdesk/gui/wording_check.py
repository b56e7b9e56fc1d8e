"""The language checker beside somebody who writes: piece by piece, off the GUI thread, and never the same piece twice.

No sentence, quotation or finding reaches over the end of a line, so that a line is checked alone. No widget in here.
"""

import re
import time
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject

from coachdesk import resources
from coachdesk.coaching import own_rules
from coachdesk.coaching.wording import Facts, Finding
from coachdesk.coaching.wording_text import passage, quotations
from coachdesk.gui.background import Background, Task

Known = dict[tuple[str, Facts, str], tuple[Finding, ...]]
"""What was found in a piece of a field."""

_LONG, _ENDS = 1200, re.compile(r"[.!?]\s+(?=[^\W\da-z])")
"""So many characters may be checked at once: a millisecond, for which the window waits at most."""

_LAST_OF_PLANE = "\uffff"


class Looked(NamedTuple):
    """The findings in all fields, and what is known of each piece for the next time."""

    findings: tuple[Finding, ...]
    known: Known


class Watch(QObject):
    """Has texts looked at; only the answer to the last one is wanted."""

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background, self._task = background, Task(lambda _share: None)
        self._known: Known = {}
        self._rules: bytes | None = None

    def look(
        self,
        texts: Mapping[str, str],
        facts: Facts,
        done: Callable[[tuple[Finding, ...]], None],
        rules: bytes | None = None,
    ) -> None:
        """Checks the texts by field in place of those before, and calls ``done`` with the findings in their order.

        ``rules`` are the user's own, beside those of CoachDesk.
        """
        if rules != self._rules:
            self._rules, self._known = rules, {}

        def deliver(looked: Looked) -> None:
            self._known = looked.known
            done(looked.findings)

        self.drop()
        work = partial(looked_at, dict(texts), facts, self._known, rules=rules)
        self._task = self._background.run(self, work, deliver)

    def drop(self) -> None:
        """Nobody wants to know any more: somebody goes on typing."""
        self._task.cancel()

    def forget(self) -> None:
        """Nothing of what was written stays here."""
        self.drop()
        self._known, self._rules = {}, None
        own_rules.forget()


def looked_at(
    texts: Mapping[str, str], facts: Facts, known: Known, task: Task, rules: bytes | None = None
) -> Looked:
    """The findings in the texts. What is in ``known`` is not checked again. Raises Cancelled."""
    checker, now, found = own_rules.checker_with(rules), Known(), list[Finding]()
    for field, text in texts.items():
        start = 0
        for piece in pieces(text):
            task.check()
            key = (field, facts, piece)
            if key not in now:
                now[key] = known[key] if key in known else checker.check(piece, field, facts)
                time.sleep(0)  # whoever types goes first
            found += [one._replace(start=one.start + start, end=one.end + start) for one in now[key]]
            start += len(piece)
    return Looked(tuple(found), now)


def pieces(text: str) -> Iterator[str]:
    """``text`` in its lines; one that is very long in parts that end with a sentence outside of any quotation."""
    for line in text.splitlines(keepends=True):
        start, quotes = 0, quotations(line) if len(line) > _LONG else ()
        for end in _ENDS.finditer(line, _LONG):
            is_far_enough = end.end() - start >= _LONG
            if is_far_enough and not any(first < end.end() < last for first, last in quotes):
                yield line[start : end.end()]
                start = end.end()
        yield line[start:]


def key_of(finding: Finding) -> str:
    """What a finding is dismissed by: the same words are not brought up again in the same field."""
    return f"{finding.rule}|{finding.field}|{finding.found.casefold()}"


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends, without the white space around it."""
    for sentence in passage(text).sentences:
        if sentence.start <= place < sentence.end:
            inner = text[sentence.start : sentence.end]
            start = sentence.start + len(inner) - len(inner.lstrip())
            return start, start + len(inner.strip())
    return place, place


class Places:
    """Places in a text as Qt counts them: a character beyond the basic plane is two to it."""

    def __init__(self, text: str) -> None:
        is_plain = not text or max(text) <= _LAST_OF_PLANE
        self._beyond = [] if is_plain else [at for at, letter in enumerate(text) if letter > _LAST_OF_PLANE]

    def of(self, place: int) -> int:
        """Where Qt has what is at ``place`` in the text."""
        return place + bisect_left(self._beyond, place)


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.path("wording", "texts.toml").read_text("utf-8"))


def words_for(finding: Finding, what: Literal["explanation", "question"]) -> str:
    """Why a reader would stumble, or what to ask oneself; to be translated where it is shown."""
    return _texts()[what][finding.explanation if what == "explanation" else finding.question]
