"""Third parties in a report: who could be replaced, and what a choice replaces where.

Everything here is a proposal to the manager. What is chosen (:class:`Redaction`) is carried out in the data,
by ``replacing``, before evidence and document are made of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from coachdesk.export.alias_key import ALIASES, alias_key, alias_of, keep_aliases, next_alias
from coachdesk.export.gathering import attachment_ids, events_about, file_of, is_terms_only, kept_about
from coachdesk.export.known_names import known_names
from coachdesk.export.names import Alias, Names, fold, folded_words
from coachdesk.export.people import (
    UNLISTED,
    FreeText,
    People,
    Person,
    listed,
    owner_of,
    parts_of,
    role_of,
)
from coachdesk.export.releasing import manager_of
from coachdesk.export.replacing import Redaction, check_label, replaced_words, texts
from coachdesk.export.scope import withheld
from coachdesk.export.selection import Selection
from coachdesk.export.titles import TITLE, Titles
from coachdesk.journal.stored import Stored
from coachdesk.journal.view import View
from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import leaves
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import InvalidRecord
from coachdesk.records.entry import Entry
from coachdesk.records.people import Contact, Leader

__all__ = [
    "ALIASES", "Alias", "Place", "Proposal", "Redaction", "accepted", "alias_key", "attachments", "check_aliases",
    "keep_aliases", "places", "propose", "redaction_of",
]  # fmt: skip


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, or an address, by all names found: how often, and what could stand there instead.

    The first of ``names`` is the fullest. ``role`` is what they would be called by.
    """

    names: tuple[str, ...]
    role: str
    count: int
    suggested: str

    @property
    def is_listed(self) -> bool:
        """Whether they stand in a list, or it is an address or a number; else it just has a capital, and may be a place."""
        return self.role != UNLISTED


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One replacement: in which record and field (``present name``) what was there, and what is shown.

    ``number`` is the entry's number in the file of whom the report is about first; None for other records.
    """

    record_id: str
    number: int | None
    field: str
    before: str
    shown: str


class _Text(msgspec.Struct, frozen=True):
    record_id: str
    number: int | None
    field: str
    words: tuple[str, ...]


def propose(view: View, selection: Selection) -> tuple[Proposal, ...]:
    """Everybody who is named in what ``selection`` shows, those it is about and the author left out."""
    shown = _shown(view, selection)
    texts = list({"".join(one.words) for one in _texts(view, shown)})
    people, titles = _people(view, selection, shown)
    people.add_parts()
    in_full = {one.names[0] for one in titles}
    free = FreeText(text for text in texts if " ".join(text.split()) not in in_full)
    free.shortened(people)
    people.found += [Person(names, UNLISTED) for names in free.unknown(people)]
    free.shortened(people)
    _add_addresses(free, people)
    return _proposals([*people.found, *titles], texts, alias_key(view))


def _people(view: View, selection: Selection, shown: Sequence[Stored]) -> tuple[People, list[Person]]:
    """Those who stand in lists, and the titles they have there."""
    leaders, manager = view.leaders(), manager_of(view)
    about = [one for one in leaders if one.id in selection.leader_ids]
    people = People([*(one.name for one in about), manager.name])
    titles = Titles([*(one.role for one in about), manager.role])
    for contact in view.records("contact"):
        if isinstance(contact, Contact):
            people.add_contact(contact)
            (titles.keep if people.keeps(contact.name) else titles.add)(contact.role)
    for leader in leaders:
        if leader.id not in selection.leader_ids:
            people.add(leader.name, "Leader")
            titles.add(leader.role)
    for stored in shown:
        record = canonical.decode(stored.body)["record"]
        for name, said in listed(stored.event.record_type, record):
            people.add(name, role_of(said))
            (titles.keep if people.keeps(name) else titles.add)(said)
    return people, titles.found()


def _add_addresses(free: FreeText, people: People) -> None:
    kept = Person(sorted(people.kept), "")
    for address in free.emails:
        owner = owner_of(address, people.found)
        if owner is not None:
            owner.names.append(address)
        elif not set(folded_words(address)) & set(kept.names):
            people.found.append(Person([address], "Address"))
    people.found += [Person([number], "Number") for number in free.phones]


def _proposals(found: Sequence[Person], texts: Sequence[str], key: Sequence[Alias]) -> tuple[Proposal, ...]:
    """Those who stand in the texts, the most frequent first; aliases are given in the order of the lists."""
    numbered = [Alias(names=tuple(one.names), shown=str(place)) for place, one in enumerate(found)]
    names = Names(numbered, known_names().words)
    times = Counter(mention.shown for text in texts for mention in names.find(text))
    taken = {one.shown for one in key}
    made = []
    for place, one in enumerate(found):
        if not times[str(place)]:
            continue
        suggested = alias_of(key, one.names) or next_alias(one.role, taken)
        taken.add(suggested)
        made.append(
            Proposal(
                names=tuple(dict.fromkeys(one.names)),
                role=one.role,
                count=times[str(place)],
                suggested=suggested,
            )
        )
    return tuple(sorted(made, key=lambda one: (-one.count, fold(one.names[0]))))


def accepted(proposals: Sequence[Proposal]) -> tuple[Alias, ...]:
    """Those proposals as they are."""
    return tuple(Alias(names=one.names, shown=one.suggested) for one in proposals)


def check_aliases(view: View, aliases: Sequence[Alias]) -> None:
    """Raises InvalidRecord for a label that cannot be shown, and for one that is somebody else's in the key."""
    key = {one.shown: set(map(fold, one.names)) for one in alias_key(view)}
    for alias in aliases:
        check_label(alias.shown)
        if not alias.names:
            raise InvalidRecord("alias", "empty", alias.shown)
        if alias.shown in key and not key[alias.shown] & set(map(fold, alias.names)):
            raise InvalidRecord("alias", "alias_taken", alias.shown)


def redaction_of(
    proposals: Sequence[Proposal],
    chosen: Mapping[str, str],
    dropped: Sequence[str] = (),
    kept: Sequence[str] = (),
) -> Redaction:
    """What somebody chose by name: ``chosen`` is what is shown for each, by any name they have.

    With a name the proposals know all names of that person are replaced; with any other its parts too, unless they
    are ordinary words, somebody else's, or of those whose names are ``kept``.
    """
    taken = set(map(fold, chosen))
    listed_names = [
        name
        for one in proposals
        for name in one.names
        if "@" not in name and (one.role not in (UNLISTED, TITLE) or fold(name) in taken)
    ]
    others = {part for name in (*kept, *listed_names) for part in folded_words(name)}
    by_label: dict[str, list[str]] = {}
    for name, shown in chosen.items():
        known = next((one.names for one in proposals if fold(name) in map(fold, one.names)), None)
        known = known or tuple(part for part in parts_of(name) if not others & set(folded_words(part)))
        names = by_label.setdefault(check_label(shown), [])
        names += [one for one in dict.fromkeys([name, *known]) if one not in names]
    aliases = tuple(Alias(names=tuple(names), shown=shown) for shown, names in by_label.items())
    return Redaction(aliases=aliases, dropped_attachments=tuple(dropped))


def places(view: View, selection: Selection, redaction: Redaction) -> tuple[Place, ...]:
    """What is replaced where: entries and coaching records in the order of the ledger, then attached files, then
    erasures and holds.

    What stands in several versions of a record is told once.
    """
    names = Names(redaction.aliases, known_names().words)
    found: dict[Place, None] = {}
    for one in _texts(view, _shown(view, selection)):
        for place in _replaced(one, names):
            found.setdefault(place)
    return tuple(found)


def _replaced(text: _Text, names: Names) -> Iterator[Place]:
    shown = replaced_words(list(text.words), names)
    for index in sorted(shown):
        if not shown[index]:
            continue
        last = index + 1
        while shown.get(last) == "":
            last += 1
        yield Place(
            record_id=text.record_id,
            number=text.number,
            field=text.field,
            before="".join(text.words[index:last]).strip(),
            shown=shown[index].strip(),
        )


def attachments(view: View, selection: Selection) -> tuple[Attachment, ...]:
    """The files that a report would attach, in the order of their exhibit numbers."""
    stored = events_about(view, selection.leader_ids)
    file = file_of(stored, selection.leader_ids)
    why = withheld(file, selection)
    entries = [
        state
        for record_id, one in file.items()
        if not why[record_id]
        for state in one.states
        if isinstance(state, Entry)
    ]
    records = [view.get(attachment_id).record for attachment_id in attachment_ids(entries)]
    return tuple(one for one in records if isinstance(one, Attachment))


def _shown(view: View, selection: Selection) -> list[Stored]:
    """Every event on a record that is shown, the last ones of the files attached, and how all these were kept."""
    stored = events_about(view, selection.leader_ids)
    why = withheld(file_of(stored, selection.leader_ids), selection)
    attached = [view.last_event_of(one.id) for one in attachments(view, selection)]
    subjects = [view.last_event_of(leader_id) for leader_id in selection.leader_ids]
    kept = kept_about(view, [*stored, *attached, *subjects], selection.leader_ids)
    return [
        *(one for one in stored if not (one.is_tombstone or why[one.event.record_id])),
        *attached,
        *(one for one in kept if not is_terms_only(one, selection)),
    ]


def _texts(view: View, shown: Sequence[Stored]) -> Iterator[_Text]:
    leader_ids = {one.id for one in view.records("leader") if isinstance(one, Leader)}
    for stored in shown:
        payload = canonical.decode(stored.body)
        numbers = [
            number
            for leader, number in zip(payload["leaders"], payload["numbers"], strict=True)
            if leader in leader_ids and number
        ]
        for path, words in texts(stored.event.record_type, leaves(payload)):
            field = " ".join(step for step in path.split("/") if not step.isdecimal() and step != "record")
            yield _Text(stored.event.record_id, numbers[0] if numbers else None, field, tuple(words))
