"""Who is proposed for an alias: names wherever they stand, and what says again who somebody is."""

import pytest
from msgspec.structs import replace

from coachdesk.export import evidence as evidence_format
from coachdesk.export.gathering import gather
from coachdesk.export.people import UNLISTED
from coachdesk.export.proof import prove
from coachdesk.export.redaction import Proposal, Redaction, accepted, propose, redaction_of
from coachdesk.export.report import document_of
from coachdesk.export.selection import Selection
from coachdesk.export.titles import TITLE, is_title
from coachdesk.journal.journal import Journal
from coachdesk.records.people import Contact, Leader
from tests.export.conftest import COVER
from tests.making import entry

COMPLAINT = (
    "Gunther complained about the report. Gunther wrote again. Bea said no. The mail from Yvonne was sharp."
)


def proposed(journal: Journal, ada: Leader) -> list[Proposal]:
    return list(propose(journal.view, Selection(leader_ids=(ada.id,))))


def found_in(journal: Journal, ada: Leader, text: str, *present: str) -> dict[str, Proposal]:
    journal.put(entry(ada, text=text, present=tuple({"name": name} for name in present)))
    return {one.names[0]: one for one in proposed(journal, ada)}


def test_a_name_is_proposed_where_it_begins_a_sentence_and_where_it_stands_once(
    journal: Journal, ada: Leader
) -> None:
    found = found_in(journal, ada, COMPLAINT, "Beatriz Araujo")
    assert found.keys() == {"Beatriz Araujo", "Gunther", "Yvonne"}
    assert "Bea" in found["Beatriz Araujo"].names
    assert {name: one.is_listed for name, one in found.items()} == {
        "Beatriz Araujo": True, "Gunther": False, "Yvonne": False,
    }  # fmt: skip
    assert found["Gunther"].count == 2


def test_with_all_replaced_none_of_them_stands_in_the_report(journal: Journal, ada: Leader) -> None:
    found_in(journal, ada, COMPLAINT, "Beatriz Araujo")
    selection = Selection(leader_ids=(ada.id,))
    redaction = Redaction(aliases=accepted(propose(journal.view, selection)))
    evidence = gather(
        journal.view, journal.head, journal.counts.proofs((ada.id,)), selection, COVER, redaction
    )
    text = str(document_of(prove(evidence))) + evidence_format.encode(evidence).decode()
    assert not [name for name in ("Gunther", "Yvonne", "Bea ", "Beatriz", "Araujo") if name in text]


@pytest.mark.parametrize("short", ["Pri", "Prija", "Pryia", "Priyova"])
def test_another_form_of_a_name_is_the_same_persons_at_the_beginning_too(
    journal: Journal, ada: Leader, short: str
) -> None:
    found = found_in(journal, ada, f"{short} asked for the minutes.", "Priya Shah")
    assert found.keys() == {"Priya Shah"}
    assert short in found["Priya Shah"].names


@pytest.mark.parametrize(
    "text",
    [
        "Asked about the dates. Thanked her. Yesterday she was late. Nor did anybody ring.",
        "“Fine,” she said. Reports were late: Tenants rang. Then a report came.",
        "Unfortunately nothing came. Good that he asked. So we waited.",
        "Spoke with HR on Monday. The CFO was there.",
    ],
)
def test_an_ordinary_word_that_begins_a_sentence_is_no_name(journal: Journal, ada: Leader, text: str) -> None:
    assert not found_in(journal, ada, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then Mr Okonkwo rang.", "Okonkwo"),
        ("Gunther Weber was there.", "Gunther Weber"),
        ("I asked Will. We will see.", "Will"),
        ("Grace said nothing.", "Grace"),
        ("It was Bo who asked.", "Bo"),
        ("Marcus said no.", "Marcus"),
    ],
)
def test_a_name_that_stands_once_counts(journal: Journal, ada: Leader, text: str, name: str) -> None:
    found = found_in(journal, ada, text)
    assert found.keys() == {name}


def test_two_who_share_a_first_name_are_both_found(journal: Journal, ada: Leader) -> None:
    found = found_in(journal, ada, "Then Rhian Calloway spoke, and later Rhian Weber, too.")
    assert {part for one in found.values() for name in one.names for part in name.split()} == {
        "Rhian", "Calloway", "Weber",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("Chief Operating Officer", True), ("finance director", True), ("Head of Income, North", True),
        ("CFO", True), ("VP Sales & Marketing", True), ("Peer", False), ("peer", False), ("HR", False),
        ("HR partner", False), ("by phone", False), ("Direct report", False), ("Executive coach", False),
        ("her line", False), ("", False),
    ],
)  # fmt: skip
def test_a_title_is_told_from_how_somebody_stands_to_others(said: str, is_one: bool) -> None:
    assert is_title(said) == is_one


@pytest.fixture
def titled(journal: Journal, ada: Leader) -> Journal:
    """Others with their titles: on file, beside their names, in the text; one has the leader's own."""
    journal.put(ada.changed(role="Director of Engineering, Payments"))
    journal.put(
        Contact.make(name="Ngozi Adeyemi", role="Chief Operating Officer", relation="sponsor"),
        entry(
            ada,
            text="I asked the Chief Operating Officer. The finance director’s view differs.",
            present=(
                {"name": "Ngozi Adeyemi", "role": "Chief Operating Officer"},
                {"name": "Leo Brandt", "role": "Finance Director"},
                {"name": "Cato Lind", "role": "Head of Income, North"},
                {"name": "Mo Farr", "role": "Director of Engineering"},
                {"name": "Ines Paz", "role": "Peer"},
            ),
        ),
    )
    return journal


def test_titles_of_others_are_proposed_and_the_leaders_own_is_not(titled: Journal, ada: Leader) -> None:
    titles = {one.names[0]: one for one in proposed(titled, ada) if one.role == TITLE}
    assert titles.keys() == {"Chief Operating Officer", "Finance Director", "Head of Income, North"}
    assert all(one.is_listed and one.suggested.startswith("Job title ") for one in titles.values())


def test_a_title_goes_with_the_name_and_the_rest_is_proved(titled: Journal, ada: Leader) -> None:
    selection = Selection(leader_ids=(ada.id,))
    redaction = Redaction(aliases=accepted(propose(titled.view, selection)))
    cover = replace(COVER, recipient="Ada Marsh")
    evidence = gather(titled.view, titled.head, titled.counts.proofs((ada.id,)), selection, cover, redaction)
    text = str(document_of(prove(evidence))) + evidence_format.encode(evidence).decode()
    for title in ("Chief Operating", "Operating Officer", "inance ", "Head of Income", "North"):
        assert title not in text
    assert "Director of Engineering, Payments" in text
    assert "[Job title " in text


def test_a_name_typed_whole_takes_its_parts_too_though_they_were_merely_found() -> None:
    found = [Proposal(names=("Gunther",), role=UNLISTED, count=2, suggested="Name A")]
    typed = redaction_of(found, {"Gunther Brandt": "Peer A"})
    assert typed.aliases[0].names == ("Gunther Brandt", "Gunther", "Brandt")
    both = redaction_of(found, {"Gunther Brandt": "Peer A", "Gunther": "Name A"})
    assert [one.names for one in both.aliases] == [("Gunther Brandt", "Brandt"), ("Gunther",)]
