"""Who appears in a report besides those it is about: from its lists, from the contacts, and from its free text."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from coachdesk.export.known_names import known_names
from coachdesk.export.names import EMAIL, PHONE, Alias, Names, fold, folded_words, pieces
from coachdesk.records.people import Contact

UNLISTED = "Name"
"""What somebody, or something, is called who has a capital in free text and stands in no list."""

_NAMED_IN = {"name", "by", "lawyer", "to", "interviewee", "affected", "counterpart", "witness", "said_to"}
"""Fields of records in which people stand by name."""

_NOT_PEOPLE = ("leader", "attachment", "contact", "export")
_BETWEEN = re.compile(r"\s*(?:[,;/&+]|\band\b|\bund\b|\bet\b|\bwith\b|\()\s*")
_MOST_PARTS = 5
_ROLES = (
    ("Direct report", "report"), ("Counsel", "counsel lawyer legal attorney solicitor barrister"),
    ("HR", "hr people_partner human personnel"), ("Coach", "coach"), ("Mediator", "mediator"),
    ("Mentor", "mentor"), ("Sponsor", "sponsor"), ("Customer", "customer client"),
    ("Peer", "peer colleague affected"),
)  # fmt: skip
"""What people are called by, and the words in their role that say so."""

ROLE_SIGNS = frozenset(sign for _, signs in _ROLES for sign in signs.split())
"""Those words."""

_SENTENCE_ENDS = re.compile(r"(?:^|[.!?:;•–—\-\"“”„«»(\[\n]|[.!?][\"”’)])\s*$")
_WORD_ENDINGS = ("s", "ed", "d", "ing", "ly")
_OFTEN = 2
"""So many times a word of the language has a capital inside of sentences before it may be a name."""

_SHORTEST = 2
_SHORT_NAME = 3
_SAME_SOUND = str.maketrans("jy", "ii")
_STEM = 4


class Person:
    """Somebody by the names found so far, the fullest first, and what they are called by."""

    def __init__(self, names: list[str], role: str) -> None:
        self.names, self.role = names, role


def role_of(said: str) -> str:
    """What somebody is called by whose role is said so."""
    words = set(folded_words(said)) | {fold(said)}
    for role, signs in _ROLES:
        if words & set(signs.split()):
            return role
    return "Person"


def listed(record_type: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The people who stand by name in the fields of a record, each with what is said of their role."""
    if record_type in _NOT_PEOPLE:
        return
    for name, value in record.items():
        found = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        if name in _NAMED_IN:
            said = "counsel" if name == "lawyer" else str(record.get("role") or record.get("type") or "")
            for text in (one for one in found if isinstance(one, str)):
                yield from ((person, said or name) for person in _people_in(text))
        inner = [value] if isinstance(value, dict) else found
        for one in inner:
            if isinstance(one, dict):
                yield from listed(name, one)


def _people_in(text: str) -> Iterator[str]:
    """The names in a field: "Priya Shah and Tom (by phone)" has two, "the night team" none."""
    for part in _BETWEEN.split(text):
        words = [word.strip(" .,;:()[]\"“”'’") for word in part.split()]
        words = [word for word in words if word]
        if not words or len(words) > _MOST_PARTS or not all(map(_may_be_a_name, words)):
            continue
        if any(fold(word) not in known_names().particles for word in words):
            yield " ".join(words)


def _may_be_a_name(word: str) -> bool:
    plain = fold(word)
    if plain in known_names().particles:
        return True
    is_named = plain not in known_names().no_names or plain in known_names().words
    return is_named and not word.islower() and any(map(str.isalpha, word))


class People:
    """The people found, each once. ``kept`` are the names of whom the report is about, and of its author."""

    def __init__(self, kept: Iterable[str]) -> None:
        self.kept = {part for name in kept for part in folded_words(name)}
        self._kept_whole = {tuple(folded_words(name)) for name in kept}
        self.found: list[Person] = []

    def keeps(self, name: str) -> bool:
        """Whether this is a name of whom the report is about, or of its author."""
        parts = folded_words(name)
        return tuple(parts) in self._kept_whole or set(parts) <= self.kept

    def add(self, name: str, role: str) -> None:
        """Somebody stands in a list. Who was there before is known again, also by first name alone."""
        parts = folded_words(name)
        if self.keeps(name):
            return
        same = [one for one in self.found if _is_same(parts, folded_words(one.names[0]))]
        if len(same) != 1:
            self.found.append(Person([name], role))
            return
        person = same[0]
        if len(parts) > len(folded_words(person.names[0])):
            person.names.insert(0, name)
        elif fold(name) not in map(fold, person.names):
            person.names.append(name)
        if person.role == "Person":
            person.role = role

    def add_contact(self, contact: Contact) -> None:
        """Somebody is on file."""
        by_relation = {"report": "Direct report", "hr": "HR", "other": ""}
        role = by_relation.get(contact.relation, contact.relation.capitalize())
        self.add(contact.name, role or role_of(contact.role))

    def add_parts(self) -> None:
        """First names and surnames by themselves. One that two people have is somebody of its own."""
        owners = Counter(part for one in self.found for part in set(map(fold, _parts(one.names[0]))))
        known = {fold(name) for one in self.found for name in one.names}
        shared: dict[str, Person] = {}
        for one in self.found:
            if one.role == UNLISTED:
                continue
            for part in _parts(one.names[0]):
                plain = fold(part)
                if set(folded_words(part)) <= self.kept or plain in known:
                    continue
                if owners[plain] > 1:
                    shared.setdefault(plain, Person([part], "Person"))
                else:
                    one.names.append(part)
        self.found += shared.values()

    def names(self) -> Names:
        """To find those found so far."""
        aliases = [Alias(names=tuple(one.names), shown="-") for one in self.found]
        return Names(aliases, known_names().words)


def _is_same(parts: list[str], known: list[str]) -> bool:
    """Whether two names may be one person's: all parts of the shorter are in the longer."""
    shorter, longer = sorted((set(parts), set(known)), key=len)
    return shorter <= longer


def _parts(name: str) -> list[str]:
    """The words of a name that may stand for it: *Noa* and *Ben-Ami*, not *Ben*, and no particles."""
    words = [word.strip("()[].,;") for word in name.split()]
    return [word for word in words if len(word) > 1 and fold(word) not in known_names().particles]


def parts_of(name: str) -> list[str]:
    """The same of a name that nobody knows: no word of it that may be an ordinary one."""
    ordinary = known_names().words | known_names().no_names
    return [part for part in _parts(name) if part[0].isupper() and fold(part) not in ordinary]


class FreeText:
    """What stands in free text with a capital: inside of sentences, and at their beginnings what is no ordinary word."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.inside: Counter[str] = Counter()
        self.runs: Counter[tuple[str, ...]] = Counter()
        self.spelt: dict[str, str] = {}
        self.small: set[str] = set()
        self.first: set[str] = set()
        self.emails: Counter[str] = Counter()
        self.phones: Counter[str] = Counter()
        self._begun: Counter[tuple[str, ...]] = Counter()
        for text in texts:
            self._read(text)
        self._settle()

    def _read(self, text: str) -> None:
        self.emails.update(found[0] for found in EMAIL.finditer(text))
        self.phones.update(found[0].strip(" ().-/") for found in PHONE.finditer(text))
        run: list[str] = []
        end, begins = 0, False
        for start, stop in pieces(text):
            word, gap = text[start:stop], text[end:start]
            is_first = word[0].isupper() and bool(_SENTENCE_ENDS.search(text[max(0, start - 6) : start]))
            is_next = bool(run) and not is_first and gap in (" ", "-", "\n")
            if not is_next:
                self._end(run, begins=begins)
                run, begins = [], is_first
            if is_first:
                self.first.add(fold(word))
            if word[0].isupper() and _is_word(word):
                run.append(word)
            else:
                if word.islower():
                    self.small.add(fold(word))
                elif word.isupper():
                    self.first.add(fold(word))
                self._end(run, begins=begins)
                run, begins = [], False
            end = stop
        self._end(run, begins=begins)

    def _end(self, run: list[str], *, begins: bool) -> None:
        if run:
            (self._begun if begins else self.runs)[tuple(run)] += 1

    def _settle(self) -> None:
        """Now that all is read it is known which words at the beginnings of sentences are ordinary ones."""
        for run, times in self._begun.items():
            rest = run[1:] if self._is_ordinary(fold(run[0])) else run
            if rest:
                self.runs[rest] += times
        for run, times in self.runs.items():
            for word in run:
                self.inside[fold(word)] += times
                self.spelt.setdefault(fold(word), word)

    def _is_ordinary(self, plain: str) -> bool:
        """Whether a word that begins a sentence stands elsewhere in small letters, or is known as a word."""
        names = known_names()
        if plain in self.small or plain in names.no_names or plain in names.openers:
            return True
        if plain in names.names:
            return False
        return any(
            stem in names.ordinary or stem in self.small
            for stem in (plain, *(plain.removesuffix(ending) for ending in _WORD_ENDINGS))
        )

    def shortened(self, people: People) -> None:
        """Short forms of first names, endings and slips of the pen go to whom they belong."""
        listed_ones = [one for one in people.found if one.role != UNLISTED]
        taken = {
            part for one in people.found for name in one.names for part in folded_words(name)
        } | people.kept
        for plain in list(self.inside):
            if plain in taken or plain in known_names().no_names or len(plain) < 2:  # noqa: PLR2004
                continue
            meant = [one for one in listed_ones if _may_mean(plain, one)]
            if len(meant) == 1:
                meant[0].names.append(self.spelt[plain])
                taken.add(plain)

    def unknown(self, people: People) -> Iterator[list[str]]:
        """What may be names of people nobody listed: words with a capital, those that stand in a row together.

        Of several words those stand besides that have a capital by themselves somewhere.
        """
        rows: Counter[tuple[str, ...]] = Counter()
        known = people.names()
        for run, times in self.runs.items():
            for row in self._names_in(run, people.kept, known):
                rows[row] += times
        seen: set[str] = set()
        for row, _ in sorted(rows.items(), key=lambda one: (-len(one[0]), -one[1], one[0])):
            new = [word for word in row if fold(word) not in seen]
            seen |= set(map(fold, new))
            if len(new) < len(row) or len(row) == 1:
                yield from ([word] for word in new)
            else:
                alone = [word for word in row if (word,) in rows or fold(word) in self.first]
                yield [" ".join(row), *alone]

    def _names_in(
        self, run: tuple[str, ...], kept: Collection[str], known: Names
    ) -> Iterator[tuple[str, ...]]:
        """The parts of a row of words in which each may be a name."""
        row: list[str] = []
        for word in run:
            if not (self._is_no_name(fold(word)) or fold(word) in kept or known.find(word)):
                row.append(word)
                continue
            if row:
                yield tuple(row)
            row = []
        if len(row) < _MOST_PARTS:
            yield from [tuple(row)] if row else []
        else:
            yield from ((word,) for word in row)

    def _is_no_name(self, plain: str) -> bool:
        """Whether a word with a capital inside of a sentence names nobody all the same."""
        names = known_names()
        if len(plain) < _SHORTEST or plain in names.no_names or plain.removesuffix("s") in names.no_names:
            return True
        if plain in names.names:
            return False
        return plain in self.small or (self.inside[plain] < _OFTEN and plain in names.ordinary)


def _is_word(word: str) -> bool:
    return word.isalpha() and not (word.isupper() and len(word) > 1)


def _may_mean(plain: str, person: Person) -> bool:
    """Whether a word in the text is a short form of somebody's first name, has an ending, or two letters swapped."""
    parts = folded_words(person.names[0])
    first = parts[0]
    if plain in known_names().short.get(first, ()):
        return True
    if _SHORT_NAME <= len(plain) < len(first) and first.startswith(plain):
        return True
    return any(_is_form(plain, part) or _is_swapped(plain, part) or _sounds_as(plain, part) for part in parts)


def _is_form(plain: str, part: str) -> bool:
    stem = part[:-1] if part[-1:] in "aeiouy" else part
    return len(stem) >= _STEM and plain.startswith(stem) and 0 <= len(plain) - len(stem) <= _SHORT_NAME


def _sounds_as(plain: str, part: str) -> bool:
    """``Prija`` for ``Priya``, ``Sofja`` for ``Sofia``."""
    return len(part) >= _STEM and plain.translate(_SAME_SOUND) == part.translate(_SAME_SOUND)


def _is_swapped(plain: str, part: str) -> bool:
    """``Pryia`` for ``Priya``."""
    if len(plain) != len(part) or len(part) <= _STEM or sorted(plain) != sorted(part):
        return False
    differ = [place for place in range(len(part)) if plain[place] != part[place]]
    return len(differ) == 2 and differ[1] - differ[0] == 1  # noqa: PLR2004


def owner_of(address: str, people: Collection[Person]) -> Person | None:
    """Whose e-mail address it may be: their first name or surname is in it."""
    local = fold(address.partition("@")[0])
    parts = set(folded_words(local))
    owners = [
        one
        for one in people
        if any(
            part in parts or (len(part) > _SHORT_NAME and part in local)
            for part in folded_words(one.names[0])
        )
    ]
    return owners[0] if len(owners) == 1 else None
