"""Invented notes to measure with: the same words every time, as common and as rare as words are.

A vocabulary follows Zipf's law: a few words stand in nearly every note, most in few. Three long ones,
a common, a middling and a rare one, are there to be typed letter by letter.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader

LEADERS = 20
COMMON, MIDDLING, RARE = "discussion", "accountability", "quarrelsome"
THEMES = ("delivery", "tone", "listening", "delegation", "planning", "growth", "trust", "meetings")
FIRST_DAY, DAYS = dt.date(2023, 1, 9), 730

_FREQUENT = (
    *(
        "the",
        "to",
        "and",
        "of",
        "a",
        "in",
        "that",
        "was",
        "she",
        "he",
        "with",
        "for",
        "on",
        "it",
        "they",
        "her",
    ),
    *(
        "his",
        "asked",
        "said",
        "team",
        "not",
        "we",
        "at",
        "about",
        "this",
        "had",
        "be",
        "next",
        "week",
        "meeting",
    ),
    *("from", "as", "agreed", "would", "been", "who", "is", "what", "before", "two"),
)
_COMMON_AT, _MIDDLING_AT = 15, 700
_RARE_EVERY = 2_000
_WORDS = 4_000
_WORDS_AN_ENTRY = 120
_ONSETS = (*"bcdfglmnprstv", "st", "tr", "pl", "cr", "gr", "br", "pr", "ch", "sh")
_VOWELS = (*"aeiou", "ea", "ou", "ai")
_ENDS = (*"nrstlm", "nd", "st", "ck", "ng")
_WRITTEN_IN = {
    "conversation": ("text", "account"),
    "observation": ("situation", "behaviour", "impact"),
    "praise": ("behaviour", "impact"),
    "feedback": ("situation", "behaviour", "impact", "account"),
    "check_in": ("text",),
    "coaching_session": ("text", "account"),
    "decision": ("text",),
}
"""The fields that notes of some kinds are usually written in."""
_PLACES = ("Room 2", "by telephone", "the workshop", "the large meeting room")


def leaders() -> list[Leader]:
    """The people the notes are about, the same ids every time."""
    return [
        Leader.make(
            id=f"{number:024x}",
            name=f"Leader {number:02}",
            role="Team lead",
            team=f"Team {number % 5}",
            started="2022-05-02",
        )
        for number in range(1, LEADERS + 1)
    ]


class Writer:
    """Writes notes; two writers with the same ``seed`` write the same, others have other ids too."""

    def __init__(self, seed: int = 1) -> None:
        self._seed, self._written = seed, 0
        self._random = random.Random(seed)  # noqa: S311  # the same notes every time, no secret
        self._words = _vocabulary()
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def entries(self, count: int, of: int, people: list[Leader]) -> Iterator[Entry]:
        """``count`` more entries, spread so that ``of`` of them would fill the two years, each about one of ``people``."""
        for _ in range(count):
            yield self._entry(people[self._written % len(people)], self._written / of)
            self._written += 1

    def _entry(self, leader: Leader, share: float) -> Entry:
        pick, number = self._random, self._written
        day = FIRST_DAY + dt.timedelta(days=int(share * DAYS))
        kind = pick.choice(list(_WRITTEN_IN))
        return Entry.make(
            id=f"{pick.getrandbits(96):024x}",
            leader_ids=(leader.id,),
            kind=kind,
            occurred={
                "day": day.isoformat(),
                "time": f"{pick.randrange(8, 18):02}:{pick.randrange(60):02}",
                "zone": "Europe/London",
            },
            place=pick.choice(_PLACES),
            title=" ".join(self._some(5)).capitalize(),
            source={"how": "saw"},
            present=[{"name": "Robin Vale", "role": "coach"}] if number % 3 == 0 else [],
            themes=pick.sample(THEMES, pick.randrange(3)),
            action_points=[{"text": " ".join(self._some(8)), "owner": "leader"}] if number % 4 == 0 else [],
            **self._prose(_WRITTEN_IN[kind]),
        )

    def _prose(self, fields: Sequence[str]) -> dict[str, str]:
        """Some 120 words, spread over ``fields``."""
        words = self._some(_WORDS_AN_ENTRY + self._random.randint(-30, 30))
        if self._written % _RARE_EVERY == 0:
            words[0] = RARE
        each = -(-len(words) // len(fields))
        return {field: _sentences(words[at * each : (at + 1) * each]) for at, field in enumerate(fields)}

    def _some(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)


def _vocabulary() -> list[str]:
    """The words, the most frequent first."""
    pick = random.Random(0)  # noqa: S311  # the same words every time, no secret
    words = list(_FREQUENT)
    known = {*words, RARE}
    while len(words) < _WORDS:
        syllables = pick.choices((1, 2, 3, 4), (2, 6, 5, 1))[0]
        word = "".join(pick.choice(_ONSETS) + pick.choice(_VOWELS) for _ in range(syllables))
        word += pick.choice(_ENDS)
        if word not in known:
            known.add(word)
            words.append(word)
    words.insert(_COMMON_AT, COMMON)
    words.insert(_MIDDLING_AT, MIDDLING)
    return words


def _sentences(words: list[str]) -> str:
    """Sentences of twelve words."""
    lines = [" ".join(words[at : at + 12]) for at in range(0, len(words), 12)]
    return " ".join(line.capitalize() + "." for line in lines)
