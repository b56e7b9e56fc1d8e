"""What the language checker understands of a sentence: whom a word is about, what it describes, whether it is negated.

No parser: a few walks over the words beside a hit, with the word lists of ``resources/wording/vocabulary.toml``.
Where they cannot tell, the answer is None, and each rule says what it makes of that.
"""

import msgspec

from coachdesk.coaching.wording_text import Passage, Sentence, Word
from coachdesk.coaching.wording_vocabulary import Vocabulary, base

_NEGATION_REACH = 5
"""How many words before a hit a negation is looked for."""

_COMPOUND = 3
"""How many words after an adjective may belong to what it describes."""

_THING_ENDINGS = (
    "tion",
    "tions",
    "ment",
    "ments",
    "ing",
    "ings",
    "ity",
    "ness",
    "ance",
    "ence",
    "ware",
    "ability",
)
_NOMINATIVE = ("he", "she", "they", "you", "we", "i", "it")
_PERSONAL = ("he", "she", "they", "you", "him", "her", "them", "who", "himself", "herself")
_IMPERSONAL = ("which", "it", "this", "these", "those", "there")


class Grammar(msgspec.Struct, frozen=True):
    """The questions a rule may ask about the words around a hit. ``names`` are people, in small letters."""

    vocabulary: Vocabulary
    names: frozenset[str] = frozenset()

    def subject_of(self, passage: Passage, sentence: Sentence, index: int) -> str | None:
        """Whom or what the words at ``index`` are about, by class: person, conduct, technical, first, it,
        or other for a noun that is in no list. None if nobody is named before them.
        """
        if "'" in passage.words[index].text and base(passage.words[index].text) in (*_NOMINATIVE, "who"):
            return self._noun_class(passage, sentence, index)  # "he's" begins with its own subject
        words, place = passage.words, self._before_article(passage, sentence, index) - 1
        if index > sentence.first and ":" in passage.text[words[index - 1].end : words[index].start]:
            return "person" if self.names_anyone(passage, sentence, index) else None
        while place >= sentence.first:
            if place + 1 < index and passage.is_parted(place, place + 1):
                return self._first_subject(passage, sentence, place + 1)
            known = self._noun_class(passage, sentence, place)
            if known is None:
                if words[place].text in ("and", "or", "but", "then"):
                    return self._first_subject(passage, sentence, place)
                place -= 1
                continue
            start = self._phrase_start(words, sentence, place)
            if start > sentence.first and self._governs(passage, start - 1):
                place = start - 2
                continue
            return known
        return None

    def _before_article(self, passage: Passage, sentence: Sentence, index: int) -> int:
        """Where the phrase that ``index`` ends begins, if by "a": what describes it is no subject ("a born moaner")."""
        for place in range(index - 1, max(sentence.first - 1, index - 1 - _COMPOUND), -1):
            if not passage.is_adjoining(place):
                break
            if passage.words[place].text in ("a", "an"):
                return place
        return index

    def subject_of_adverb(self, passage: Passage, sentence: Sentence, index: int, last: int) -> str | None:
        """As :meth:`subject_of`, for what stands behind its verb: at the end of a clause any person counts
        who was named before, since what stands nearest may be an object ("ignores the tickets constantly").
        """
        nearest = self.subject_of(passage, sentence, index)
        if nearest in ("person", "conduct") or not self._ends_clause(passage, sentence, last):
            return nearest
        return "person" if self.names_anyone(passage, sentence, index) else nearest

    def names_anyone(self, passage: Passage, sentence: Sentence, index: int) -> bool:
        """Whether a person other than the author is named before ``index``, be it as an owner: "her claims"."""
        return any(
            passage.words[place].text in self.vocabulary.lists["their"]
            or self._noun_class(passage, sentence, place) == "person"
            for place in range(sentence.first, index)
        )

    def _ends_clause(self, passage: Passage, sentence: Sentence, last: int) -> bool:
        if last + 1 >= sentence.last or passage.is_parted(last, last + 1):
            return True
        after = passage.words[last + 1].text
        return (
            self._is_preposition(after)
            or after in self.vocabulary.lists["stops"]
            or after in ("when", "and", "if")
        )

    def described(self, passage: Passage, sentence: Sentence, index: int) -> tuple[str, ...]:
        """The classes of the words that directly follow ``index`` and may be what it describes."""
        words, found, place = passage.words, [], index + 1
        while place < min(sentence.last, index + 1 + _COMPOUND) and passage.is_adjoining(place - 1):
            word = words[place].text
            if (
                word in self.vocabulary.lists["joining"]
                or self._is_preposition(word)
                or self._is_function(word)
            ):
                break
            if word.endswith("ly"):
                break
            found.append(
                self.vocabulary.classes.get(base(word), "doing" if word.endswith("ing") else "other")
            )
            place += 1
        return tuple(found)

    def is_proper_name(self, passage: Passage, sentence: Sentence, last: int) -> bool:
        """Whether the word at ``last`` is part of a name, by its capital: "the Union Street branch"."""
        words, lists = passage.words, self.vocabulary.lists
        if not words[last].is_capital:
            return False
        if self._heads_name(passage, sentence, last):
            return True
        if words[last].text in lists["names_of_kinds"]:
            return False
        if last + 1 < sentence.last and passage.is_adjoining(last) and words[last + 1].is_capital:
            return True
        if last == sentence.first or not passage.is_adjoining(last - 1):
            return False
        return words[last - 1].is_capital and words[last - 1].text not in lists["not_names"]

    def is_title(self, passage: Passage, sentence: Sentence, place: int) -> bool:
        """Whether one word is the name of something, by a capital that nothing else explains: "at the Grapevine"."""
        word, lists = passage.words[place], self.vocabulary.lists
        if not word.is_capital or self._heads_name(passage, sentence, place):
            return word.is_capital
        shouted = passage.text[word.start : word.end].isupper()
        if place == sentence.first or shouted or word.text in lists["names_of_kinds"]:
            return False
        before = passage.words[place - 1].text
        if not passage.is_adjoining(place - 1) or before in lists["no_title_after"]:
            return False
        return before in lists["articles"] or self._is_preposition(before)

    def _heads_name(self, passage: Passage, sentence: Sentence, place: int) -> bool:
        """Whether the next word makes a name of it: "Anxiety Foundation", "Invariably Ltd"."""
        if place + 1 >= sentence.last or not passage.is_adjoining(place):
            return False
        after = passage.words[place + 1]
        with_article = place > sentence.first and passage.words[place - 1].text == "the"
        return after.is_capital and (with_article or after.text in self.vocabulary.lists["name_endings"])

    def class_before(self, passage: Passage, sentence: Sentence, index: int) -> str | None:
        """The class of the word directly before ``index``: "cache" in "cache age"."""
        if index == sentence.first or not passage.is_adjoining(index - 1):
            return None
        if base(passage.words[index].text) in _NOMINATIVE:
            return None  # another clause begins
        return self.vocabulary.classes.get(passage.words[index - 1].text)

    def is_negated(self, passage: Passage, sentence: Sentence, index: int) -> bool:
        """Whether the words at ``index`` are denied: "was not at all", "no sign of", "rather than"."""
        words, lists = passage.words, self.vocabulary.lists
        crossed = base(words[index].text) in _NOMINATIVE
        for place in range(index - 1, max(sentence.first, index - _NEGATION_REACH) - 1, -1):
            word = words[place].text
            if word in lists["stops"] or passage.is_parted(place, place + 1):
                return False
            after = words[place + 1].text
            if self._negates(word, after):
                # "I don't think he is" denies what follows; "if he doesn't change he is" does not.
                return not crossed or after in lists["opinions"]
            crossed = crossed or base(word) in _NOMINATIVE
        return False

    def _negates(self, word: str, after: str) -> bool:
        negations = self.vocabulary.lists["negations"]
        if f"{word}-{after}" in negations:
            return True
        return (word in negations and after not in ("only", "just")) or word.endswith("n't")

    def has_act(self, passage: Passage, sentence: Sentence, hit: range) -> bool:
        """Whether somebody other than the author does something in the sentence that could be seen or heard."""
        words, lists = passage.words, self.vocabulary.lists
        for place in range(sentence.first, sentence.last):
            if place in hit or place + 1 in hit:
                continue
            before = words[place - 1].text if place > sentence.first else ""
            after = words[place + 1].text if place + 1 < sentence.last else ""
            if words[place].text in lists["acts"]:
                if f"{words[place].text}-{after}" in lists["no_act_with"]:
                    continue
                if words[place].text in lists["act_nouns"] and not self._is_verb(passage, sentence, place):
                    continue
                lifted = lists["act_of_others"] | lists["determiners"]
                if before not in lifted and not before.endswith("n't"):
                    return True
            elif self._is_told(passage, sentence, place) or self._is_plain_act(
                passage, sentence, place, before
            ):
                return True
        return False

    def _is_told(self, passage: Passage, sentence: Sentence, place: int) -> bool:
        """Whether a clause of its own, behind a colon or a dash, says what somebody did: ": she kept"."""
        if place - 2 < sentence.first or passage.words[place].text not in self.vocabulary.lists["deeds"]:
            return False
        between = passage.text[passage.words[place - 2].end : passage.words[place - 1].start]
        explains = between == " - " or any(mark in between for mark in ":;–—")
        return explains and self._is_subject_pronoun(passage, sentence, place - 1)

    def _is_plain_act(self, passage: Passage, sentence: Sentence, place: int, before: str) -> bool:
        """Whether a verb in -ed directly behind its subject, with an object, is something done."""
        lists, words = self.vocabulary.lists, passage.words
        text = words[place].text
        if place + 1 >= sentence.last or text in lists["no_act"] | lists["labels"] | lists["vague"]:
            return False
        if text.endswith("ing") and text != "being" and before and passage.is_parted(place - 1, place):
            return passage.is_adjoining(place) and not self._is_preposition(words[place + 1].text)
        if not text.endswith("ed"):
            return False
        if before not in ("he", "she", "they", "and", "then") and before not in self.names:
            return False
        return passage.is_adjoining(place)

    def has_report(self, passage: Passage, sentence: Sentence) -> bool:
        """Whether the sentence gives what somebody said about themselves: "he said", "according to her"."""
        words, lists = passage.words, self.vocabulary.lists
        by_nobody = lists["act_of_others"] | lists["negations"]
        return any(
            self._tells_author(passage, sentence, place)
            or (
                words[place].text in lists["reported"]
                and (place == sentence.first or words[place - 1].text not in by_nobody)
            )
            for place in range(sentence.first, sentence.last)
        )

    def _tells_author(self, passage: Passage, sentence: Sentence, place: int) -> bool:
        """Whether it is "told" in "she told me", but not in "people told me"."""
        words = passage.words
        if words[place].text != "told" or not sentence.first < place < sentence.last - 1:
            return False
        by_one = self._is_subject_pronoun(passage, sentence, place - 1)
        return by_one and words[place + 1].text in ("me", "us")

    def _noun_class(self, passage: Passage, sentence: Sentence, place: int) -> str | None:
        """The class of the word at ``place`` if it can be a subject, None if it joins or describes others."""
        words, lists = passage.words, self.vocabulary.lists
        text = base(words[place].text)
        if text in _PERSONAL:
            owns = text == "her" and self._is_owned(passage, sentence, place + 1)
            return None if owns else "person"
        if text in lists["first"] or text in _IMPERSONAL:
            return self._pronoun_class(text)
        if self._is_function(text) or text in lists["joining"] or self._is_preposition(text):
            return None
        if text in self.names or (place == sentence.first and self._is_name_in_s(passage, place)):
            return "person"
        is_verb = self._is_verb(passage, sentence, place)
        if is_verb or text in lists["period"] or self._is_said_of_subject(passage, sentence, place):
            return None  # "this quarter" says when
        return self._word_class(words[place], is_first=place == sentence.first)

    def _is_name_in_s(self, passage: Passage, place: int) -> bool:
        """Whether a word in -s is one and not many, by the verb behind it: "Marcus is", not "Results are"."""
        text = passage.words[place].text
        if not text.endswith("s") or text.endswith(("ss", "ics", "sis")) or not passage.is_adjoining(place):
            return False
        lists = self.vocabulary.lists
        if text in self.vocabulary.classes or text in lists["things_in_s"] | lists["places"]:
            return False
        return passage.words[place + 1].text in lists["verbs_of_one"]

    def _is_verb(self, passage: Passage, sentence: Sentence, place: int) -> bool:
        """Whether its subject stands before it: "he answered", "Ana totally ignores"; not "the Smith bid was"."""
        behind = place - 1
        after = passage.words[place + 1].text if place + 1 < sentence.last else ""
        if after in self.vocabulary.lists["be"] and passage.words[place].text in self.vocabulary.classes:
            return behind >= sentence.first and base(passage.words[behind].text) in (*_NOMINATIVE, "who")
        while behind > sentence.first and passage.words[behind].text.endswith("ly"):
            behind -= 1
        return behind >= sentence.first and self._is_subject_pronoun(passage, sentence, behind)

    def _is_said_of_subject(self, passage: Passage, sentence: Sentence, place: int) -> bool:
        """Whether an unknown word directly behind a form of "be" says what its subject is like: "is late"."""
        before = passage.words[place - 1].text if place > sentence.first else ""
        is_known = passage.words[place].text in self.vocabulary.classes or passage.words[place].is_capital
        return before in self.vocabulary.lists["be"] and not is_known

    def _word_class(self, word: Word, *, is_first: bool) -> str | None:
        """The class of a word that is no pronoun: by the vocabulary, its capital, or its ending."""
        text = base(word.text)
        if text in self.vocabulary.classes:
            return self.vocabulary.classes[text]
        if word.is_capital:
            return self._capital_class(text, is_first=is_first)
        return None if text.endswith(("ed", "ing", "ly")) else "other"

    def _pronoun_class(self, text: str) -> str | None:
        if text in ("my", "our"):
            return None
        return "first" if text in self.vocabulary.lists["first"] else "it"

    def _capital_class(self, text: str, *, is_first: bool) -> str:
        if text in self.vocabulary.lists["places"]:
            return "other"
        if text in self.vocabulary.lists["names_in_s"]:
            return "person"
        return "other" if is_first and text.endswith((*_THING_ENDINGS, "s")) else "person"

    def _is_subject_pronoun(self, passage: Passage, sentence: Sentence, place: int) -> bool:
        """Whether the word is one that verbs follow: a pronoun or a name."""
        word, lists = passage.words[place], self.vocabulary.lists
        if word.text in _NOMINATIVE or word.text == "who" or base(word.text) in self.names:
            return True
        if not word.is_capital or "'" in word.text or word.text in lists["places"] | lists["not_names"]:
            return False
        if self._is_function(word.text) or word.text in lists["joining"] or self._is_preposition(word.text):
            return False
        return place > sentence.first or self._word_class(word, is_first=True) == "person"

    def _first_subject(self, passage: Passage, sentence: Sentence, end: int) -> str | None:
        """The first thing or person named in the sentence that no preposition stands before."""
        skip = False
        for place in range(sentence.first, end):
            word = passage.words[place].text
            if self._is_preposition(word) and word != "to":
                skip = True
                continue
            known = self._noun_class(passage, sentence, place)
            if known is not None and not skip:
                is_pronoun = base(word) in (*_PERSONAL, *_IMPERSONAL, *self.vocabulary.lists["first"])
                return known if is_pronoun else self._head_class(passage, sentence, place, end) or known
            skip = skip and known is None
        return None

    def _head_class(self, passage: Passage, sentence: Sentence, place: int, end: int) -> str | None:
        """The class of the last of the nouns that stand together from ``place``: "team" in "data team"."""
        head = None
        while place < end and (known := self._noun_class(passage, sentence, place)) is not None:
            head = known
            place += 1
        return head

    def _phrase_start(self, words: tuple[Word, ...], sentence: Sentence, place: int) -> int:
        """Where the noun at ``place`` begins with what describes it: "the" in "the last budget review"."""
        lists = self.vocabulary.lists
        start = place
        while start > sentence.first and place - start < _COMPOUND:
            before = base(words[start - 1].text)
            if (
                before in lists["determiners"]
                or words[start - 1].text.endswith("'s")
                or self.vocabulary.classes.get(before) in ("conduct", "technical")
                or before.endswith(("al", "ive", "ic"))
                or (words[start - 1].is_capital and start - 1 > sentence.first and start == place)
            ):
                start -= 1
            else:
                break
        return start

    def _is_owned(self, passage: Passage, sentence: Sentence, place: int) -> bool:
        """Whether the word behind "her" begins a noun; "found her rude" says what she is like."""
        if place >= sentence.last:
            return False
        lists, text = self.vocabulary.lists, passage.words[place].text
        is_trait = text in lists["labels"] or text in lists["ambiguous"]
        if is_trait and not self.described(passage, sentence, place):
            return False
        return self._begins_noun(passage.words[place])

    def _begins_noun(self, word: Word) -> bool:
        return not (
            self._is_preposition(word.text)
            or word.text in self.vocabulary.lists["joining"]
            or word.text in self.vocabulary.lists["linking"]
        )

    def _is_function(self, text: str) -> bool:
        lists = self.vocabulary.lists
        return text in lists["linking"] or text in lists["determiners"]

    def _is_preposition(self, text: str) -> bool:
        return text in self.vocabulary.lists["prepositions"]

    def _governs(self, passage: Passage, place: int) -> bool:
        """Whether a preposition stands at ``place``; the "on" of "always-on" is none."""
        before = place == 0 or passage.text[passage.words[place - 1].end : passage.words[place].start] != "-"
        return before and self._is_preposition(passage.words[place].text)
