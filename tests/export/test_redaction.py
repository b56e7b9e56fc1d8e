"""Other people in a report: who is found, what stands there instead, what is proved all the same."""

import io
from typing import Any

import pytest
from msgspec.structs import replace

from coachdesk.export import evidence as evidence_format
from coachdesk.export.evidence import Dropped, Evidence, Partial
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.gathering import gather
from coachdesk.export.known_names import known_names
from coachdesk.export.names import Alias, Names
from coachdesk.export.proof import prove
from coachdesk.export.redaction import (
    Redaction,
    accepted,
    alias_key,
    check_aliases,
    keep_aliases,
    places,
    propose,
    redaction_of,
)
from coachdesk.export.replacing import replaced_text
from coachdesk.export.report import document_of
from coachdesk.export.selection import Selection
from coachdesk.ledger.commitment import OpenLeaf, ReplacedLeaf
from coachdesk.records.base import InvalidRecord
from coachdesk.records.consequence import Letter
from coachdesk.records.people import Contact
from tests.export.conftest import COVER, File
from tests.making import entry

PRIYA = Alias(names=("Priya Shah", "Priya", "Shah"), shown="Peer A")
TOMAS = Alias(names=("Tomáš Novák", "Tomáš", "Novák"), shown="Peer B")
NAMES = Names((PRIYA, TOMAS, Alias(names=("Ann", "Will"), shown="HR A")), known_names().words)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Priya Shah said so.", "[Peer A] said so."),
        ("(Priya’s plan)\nand PRIYA", "([Peer A]’s plan)\nand [Peer A]"),
        ("priya's, Priyas", "[Peer A]'s, [Peer A]"),
        ("Tomáš, Tomášovi, Tomáše, TOMAS NOVAK", "[Peer B], [Peer B], [Peer B], [Peer B]"),
        ("Priya K. Shah, P. Shah, PriyaShah", "[Peer A], [Peer A], [Peer A]"),
        ("Priya/Tomáš and Shah-led", "[Peer A]/[Peer B] and [Peer A]-…"),
        ("mail priya.shah@firm.example now", "mail [Peer A] now"),
        ("Pri\u00adya and Prıya", "[Peer A] and [Peer A]"),
        ("Annual plan of Ann; anns, Annabel", "Annual plan of [HR A]; anns, Annabel"),
        ("He will ask Will.", "He will ask [HR A]."),
        ("Nobody is named.", "Nobody is named."),
        ("", ""),
    ],
)
def test_a_name_is_replaced_in_all_its_forms_and_nowhere_else(text: str, shown: str) -> None:
    assert replaced_text(text, NAMES) == shown


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Müller", "Mueller, muller und Müllers"),
        ("O’Brien", "O'Brien, OBrien"),
        ("王伟", "我和王伟谈过"),
        ("נועה בן־עמי", "נועה בן־עמי"),
        ("प्रिया", "प्रिया ने कहा"),
        ("Łukasz", "Lukasz, Łukaszem"),
        ("+44 20 7946 0958", "call +44 (0)20 7946 0958"),
        ("x.y@firm.example", "X.Y@firm.example"),
    ],
)
def test_names_of_other_scripts_and_addresses_are_found(name: str, text: str) -> None:
    found = Names([Alias(names=(name,), shown="Peer A")]).find(text)
    assert len(found) == text.count(",") + 1 + text.count(" und ")


def test_part_of_a_word_in_another_script_is_no_name() -> None:
    assert Names([Alias(names=("प्रिया",), shown="Peer A")]).find("प्रियांका") == []


@pytest.fixture
def named(file: File) -> File:
    """What others are called in it: in lists, in free text, in what was corrected, added and attached."""
    journal, ada = file.journal, file.ada
    journal.put(
        Contact.make(name="Priya Shah", relation="peer"), Contact.make(name="Zed Unnamed", relation="hr")
    )
    attached = journal.take_in("PriyaShah notes.txt", io.BytesIO(b"nobody"))
    note = entry(
        ada,
        title="With Priya",
        text="Priya asked. Later, with Rhian Calloway and Rhian again, p.shah@firm.example wrote.",
        present=({"name": "Priya Shah", "role": "Peer"}, {"name": "Lena Voss", "role": "HR partner"}),
        source={"how": "reported", "by": "Bram Visser"},
        attachment_ids=(attached.id,),
    )
    journal.put(attached, note)
    journal.correct(note.changed(title="With Pryia and Shah"), "Priya told me")
    journal.add(note.id, "Lena confirmed it.", "Ask Shah")
    journal.put(
        Letter.make(
            leader_ids=(ada.id,),
            kind="pip",
            of_id=note.id,
            handed_on="2026-03-03",
            to="Lena Voss",
            digest="ab" * 32,
        )
    )
    file.entries["named"] = note
    return file


@pytest.fixture
def selection(named: File) -> Selection:
    return Selection(leader_ids=(named.ada.id,))


def gathered(file: File, selection: Selection, redaction: Redaction, **cover: Any) -> Evidence:
    journal = file.journal
    counts = journal.counts.proofs(selection.leader_ids)
    return gather(journal.view, journal.head, counts, selection, replace(COVER, **cover), redaction)


def test_everybody_is_proposed_who_is_named(named: File, selection: Selection) -> None:
    found = {one.names[0]: one for one in propose(named.journal.view, selection)}
    assert set(found) == {"Priya Shah", "Lena Voss", "Bram Visser", "Rhian Calloway"}
    assert {"Priya", "Shah", "Pryia", "p.shah@firm.example"} <= set(found["Priya Shah"].names)
    assert "Rhian" in found["Rhian Calloway"].names
    assert {name: one.suggested for name, one in found.items()} == {
        "Priya Shah": "Peer A", "Lena Voss": "HR A", "Bram Visser": "Leader A", "Rhian Calloway": "Name A",
    }  # fmt: skip


def test_those_it_is_about_and_its_author_are_never_proposed(named: File, selection: Selection) -> None:
    named.journal.put(
        entry(named.ada, text="x", present=({"name": "Ada Marsh"}, {"name": "Marsh"}, {"name": "HR"}))
    )
    names = {name for one in propose(named.journal.view, selection) for name in one.names}
    assert not names & {"Ada Marsh", "Ada", "Marsh", "HR"}


def test_an_alias_is_one_persons_for_ever(named: File, selection: Selection) -> None:
    keep_aliases(named.journal, [Alias(names=("Lena Voss",), shown="Coach C")])
    proposals = propose(named.journal.view, selection)
    assert {one.suggested for one in proposals if "Lena Voss" in one.names} == {"Coach C"}
    assert alias_key(named.journal.view) == (Alias(names=("Lena Voss",), shown="Coach C"),)
    with pytest.raises(InvalidRecord) as taken:
        check_aliases(named.journal.view, [Alias(names=("Priya Shah",), shown="Coach C")])
    assert taken.value.problem == "alias_taken"


@pytest.mark.parametrize("label", ["", "[x]", "a" * 41, "two\nlines]", "…"])
def test_what_cannot_stand_in_brackets_is_no_alias(named: File, label: str) -> None:
    with pytest.raises(InvalidRecord):
        check_aliases(named.journal.view, [Alias(names=("Priya",), shown=label)])


def test_what_is_chosen_by_one_name_holds_for_all(named: File, selection: Selection) -> None:
    proposals = propose(named.journal.view, selection)
    [alias] = redaction_of(proposals, {"Shah": "Peer X"}).aliases
    assert {"Priya Shah", "Priya", "Pryia", "Shah"} <= set(alias.names)
    [unknown] = redaction_of(proposals, {"Jonas Will Weber": "Peer Y"}).aliases
    assert unknown.names == ("Jonas Will Weber", "Jonas", "Weber")


def test_each_place_is_told_once(named: File, selection: Selection) -> None:
    found = places(named.journal.view, selection, Redaction(aliases=(PRIYA,)))
    assert {(one.field, one.before, one.shown) for one in found} >= {
        ("title", "Priya", "[Peer A]"), ("present name", "Priya Shah", "[Peer A]"), ("reason", "Shah", "[Peer A]"),
    }  # fmt: skip
    assert len(found) == len(set(found))


def test_nothing_else_is_changed_and_everything_else_is_proved(named: File, selection: Selection) -> None:
    redaction = Redaction(aliases=accepted(propose(named.journal.view, selection)))
    evidence = gathered(named, selection, redaction)
    plain = gathered(named, selection, Redaction())
    assert prove(evidence_format.decode(evidence_format.encode(evidence)))
    replaced = 0
    for one, before in zip(evidence.entries, plain.entries, strict=True):
        if isinstance(one.content, Partial) and not isinstance(before.content, Partial):
            kept = [leaf for leaf in one.content.leaves if isinstance(leaf, OpenLeaf)]
            replaced += len(one.content.leaves) - len(kept)
    assert replaced > 10
    text = str(document_of(prove(evidence))) + evidence_format.encode(evidence).decode()
    for name in ("Priya", "Shah", "Pryia", "Lena", "Voss", "Rhian", "Bram", "Visser", "shah@", "abababab"):
        assert name not in text
    assert "[Peer A]" in text
    assert "Names in brackets" in text


def test_the_cover_names_nobody_either(named: File, selection: Selection) -> None:
    cover = gathered(
        named, selection, Redaction(aliases=(PRIYA,)), recipient="Priya Shah, HR", purpose="On Shah"
    ).cover
    assert (cover.recipient, cover.purpose) == ("[Peer A], HR", "On [Peer A]")
    assert cover.manager.name == COVER.manager.name


def test_a_dropped_file_is_a_numbered_gap(named: File, selection: Selection) -> None:
    attached = named.entries["named"].attachment_ids[0]
    evidence = gathered(named, selection, Redaction(dropped_attachments=(attached,)))
    assert [one.number for one in evidence.exhibits] == ["E1"]
    assert evidence.dropped == (Dropped(number="E2", attachment_id=attached),)
    text = str(document_of(prove(evidence)))
    assert "E2 – withheld" in text
    assert "PriyaShah notes" not in text + evidence_format.encode(evidence).decode()


def refused(evidence: Evidence) -> str:
    with pytest.raises(EvidenceFault) as fault:
        prove(evidence)
    return fault.value.problem


def with_leaf(evidence: Evidence, **changes: str) -> Evidence:
    """The evidence with its first replaced leaf changed."""
    entries = list(evidence.entries)
    for place, proved in enumerate(entries):
        content = proved.content
        if isinstance(content, Partial) and any(isinstance(leaf, ReplacedLeaf) for leaf in content.leaves):
            at = next(at for at, leaf in enumerate(content.leaves) if isinstance(leaf, ReplacedLeaf))
            leaves = list(content.leaves)
            leaves[at] = replace(leaves[at], **changes)
            entries[place] = replace(proved, content=Partial(leaves=tuple(leaves)))
            return replace(evidence, entries=tuple(entries))
    raise AssertionError


@pytest.mark.parametrize(
    "shown", ["", "innocent ", "[Peer A] is guilty ", "not [Peer A] ", "[]", "[Peer A", "[two\nlines] "]
)
def test_nothing_but_a_mark_may_stand_for_a_word(named: File, selection: Selection, shown: str) -> None:
    evidence = gathered(named, selection, Redaction(aliases=(PRIYA,)))
    assert refused(with_leaf(evidence, shown=shown)) in ("replaced_oddly", "content_withheld")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"hash": "00" * 32}, "content_altered"),
        ({"path": "record/lane/0"}, "replaced_oddly"),
        ({"path": "record/told"}, "replaced_oddly"),
        ({"path": "leaders/0/0"}, "replaced_oddly"),
        ({"path": "record/text/999"}, "replaced_oddly"),
    ],
)
def test_a_replaced_word_stands_where_it_stood(
    named: File, selection: Selection, change: dict[str, str], problem: str
) -> None:
    evidence = gathered(named, selection, Redaction(aliases=(PRIYA,)))
    assert refused(with_leaf(evidence, **change)) == problem


def test_a_dropped_file_cannot_vanish_or_be_shown_in_part(named: File, selection: Selection) -> None:
    attached = named.entries["named"].attachment_ids[0]
    evidence = gathered(named, selection, Redaction(dropped_attachments=(attached,)))
    assert refused(replace(evidence, dropped=())) == "content_withheld"
    [gap] = evidence.dropped
    assert refused(replace(evidence, dropped=(replace(gap, number="E7"),))) == "exhibit_missing"
    shown = gathered(named, selection, Redaction())
    assert refused(replace(shown, dropped=(gap,), exhibits=shown.exhibits[:1])) == "content_withheld"
