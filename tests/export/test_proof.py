"""Every way to lie with evidence, each refused for its own reason."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from coachdesk.export.evidence import EarlierHead, Evidence, Exhibit, Partial, ProvedEvent, Whole
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.proof import prove, shown_values
from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import ClosedLeaf, OpenLeaf, disclose, leaves
from coachdesk.ledger.event import Event

Lie = Callable[[Evidence], Evidence]


def refused(evidence: Evidence) -> str:
    with pytest.raises(EvidenceFault) as fault:
        prove(evidence)
    return fault.value.problem


def with_entry(evidence: Evidence, place: int, changed: ProvedEvent) -> Evidence:
    entries = list(evidence.entries)
    entries[place] = changed
    return replace(evidence, entries=tuple(entries))


def test_honest_evidence_is_proved(evidence: Evidence) -> None:
    assert sorted(prove(evidence).numbers.values()) == [(number,) for number in range(1, 9)]


def test_a_changed_word_is_found(evidence: Evidence) -> None:
    first = evidence.entries[0]
    assert isinstance(first.content, Whole)
    payload = canonical.decode(canonical.encode(first.content.payload))
    payload["record"]["behaviour"] = "Blamed the team by name."
    assert refused(
        with_entry(evidence, 0, replace(first, content=replace(first.content, payload=payload)))
    ) == ("content_altered")


def test_an_entry_without_content_is_found(evidence: Evidence) -> None:
    assert refused(with_entry(evidence, 0, replace(evidence.entries[0], content=None))) == "content_missing"


@pytest.mark.parametrize("field", Event.__struct_fields__)
def test_changed_metadata_is_found(evidence: Evidence, field: str) -> None:
    event = evidence.entries[2].event
    value = getattr(event, field)
    changed = value + 1 if isinstance(value, int) else "correct" if field == "action" else value + "0"
    entry = replace(evidence.entries[2], event=replace(event, **{field: changed}))
    assert refused(with_entry(evidence, 2, entry)) == "not_in_ledger"


@pytest.mark.parametrize("place", range(12))
def test_an_event_left_out_is_found(evidence: Evidence, place: int) -> None:
    assert len(evidence.entries) > place
    entries = evidence.entries[:place] + evidence.entries[place + 1 :]
    assert refused(replace(evidence, entries=entries)) == "entries_missing"


def test_the_newest_entry_left_out_and_the_numbers_closed_up_is_found(evidence: Evidence) -> None:
    (subject,) = evidence.subjects
    assert subject.counts is not None
    newest = max((one.event.seq, one.event.record_id) for one in evidence.entries if one.event.revision == 1)[
        1
    ]
    entries = tuple(proved for proved in evidence.entries if proved.event.record_id != newest)
    assert refused(replace(evidence, entries=entries)) == "entries_missing"
    lower = replace(subject.counts, entries=subject.counts.entries - 1, events=len(entries))
    for counts in (lower, None):
        counted = (replace(subject, counts=counts),)
        assert refused(replace(evidence, entries=entries, subjects=counted)) == "counts_altered"


def partly(evidence: Evidence, place: int, closed: str) -> Evidence:
    """One shown entry with the leaves at a path closed, the commitment still right."""
    proved = evidence.entries[place]
    assert isinstance(proved.content, Whole)
    paths = [path for path, _ in leaves(proved.content.payload) if not path.startswith(closed)]
    content = Partial(leaves=disclose(proved.content.payload, bytes.fromhex(proved.content.salt), paths))
    return with_entry(evidence, place, replace(proved, content=content))


@pytest.mark.parametrize(
    "closed", ["record/behaviour/1", "record/behaviour", "record/told", "record/additions", "reason"]
)
def test_a_word_or_a_field_of_a_shown_entry_cannot_be_closed(evidence: Evidence, closed: str) -> None:
    assert refused(partly(evidence, 0, closed)) == "content_withheld"


def test_letters_cannot_pass_from_a_path_into_its_salt(evidence: Evidence) -> None:
    shared = next(index for index, one in enumerate(evidence.entries) if isinstance(one.content, Partial))
    content = evidence.entries[shared].content
    assert isinstance(content, Partial)
    moved = tuple(
        replace(leaf, path=leaf.path[1:], salt=leaf.salt + leaf.path[:1].encode().hex())
        if isinstance(leaf, OpenLeaf)
        else leaf
        for leaf in content.leaves
    )
    forged = with_entry(evidence, shared, replace(evidence.entries[shared], content=Partial(leaves=moved)))
    assert refused(forged) == "hash_not_hex"


def test_a_file_that_a_shown_entry_names_cannot_be_left_out(evidence: Evidence) -> None:
    assert refused(replace(evidence, exhibits=())) == "exhibit_missing"


def test_the_leaders_record_cannot_be_shown_in_part(evidence: Evidence) -> None:
    (subject,) = evidence.subjects
    assert isinstance(subject.leader.content, Whole)
    content = Partial(leaves=disclose(subject.leader.content.payload, b"x" * 32, ["record/name"]))
    closed = (replace(subject, leader=replace(subject.leader, content=content)),)
    assert refused(replace(evidence, subjects=closed)) == "content_withheld"


def test_events_in_another_order_are_found(evidence: Evidence) -> None:
    assert refused(replace(evidence, entries=evidence.entries[::-1])) == "out_of_order"


def test_an_event_shown_twice_is_found(evidence: Evidence) -> None:
    entries = (*evidence.entries[:-2], evidence.entries[0], evidence.entries[0])
    assert refused(replace(evidence, entries=entries)) in {"out_of_order", "entries_missing"}


def test_an_event_about_somebody_else_cannot_fill_a_gap(evidence: Evidence) -> None:
    first = evidence.entries[0]
    assert isinstance(first.content, Whole)
    salt = bytes.fromhex(first.content.salt)
    closed = Partial(leaves=disclose(first.content.payload, salt, ["record/occurred"]))
    assert refused(with_entry(evidence, 0, replace(first, content=closed))) == "content_withheld"
    withheld = {**evidence.withheld, first.event.record_id: "outside_scope"}
    planted = replace(with_entry(evidence, 0, replace(first, content=closed)), withheld=withheld)
    assert refused(planted) == "not_about_leader"


def test_a_number_taken_from_another_leaders_place_is_found(evidence: Evidence) -> None:
    place = next(index for index, one in enumerate(evidence.entries) if isinstance(one.content, Partial))
    shared = evidence.entries[place]
    assert isinstance(shared.content, Partial)
    leaves = tuple(
        ClosedLeaf("0" * 64) if getattr(leaf, "path", "").startswith("numbers/") else leaf
        for leaf in shared.content.leaves
    )
    assert (
        refused(with_entry(evidence, place, replace(shared, content=Partial(leaves=leaves))))
        == "numbers_altered"
    )


def test_another_head_is_found(evidence: Evidence) -> None:
    assert (
        refused(replace(evidence, head=replace(evidence.head, size=evidence.head.size - 1))) == "head_altered"
    )
    assert refused(replace(evidence, head=replace(evidence.head, root="00" * 32))) == "not_in_ledger"


def test_a_hash_has_one_spelling(evidence: Evidence) -> None:
    path = tuple(step.upper() for step in evidence.last.path)
    assert refused(replace(evidence, last=replace(evidence.last, path=path))) == "hash_not_hex"


def test_an_exhibit_nobody_recorded_is_found(evidence: Evidence) -> None:
    extra = Exhibit(number="E2", attachment_id="0" * 24, file_name="E2 planted.txt")
    assert refused(replace(evidence, exhibits=(*evidence.exhibits, extra))) == "exhibit_unknown"


def test_an_earlier_head_that_does_not_lead_here_is_found(evidence: Evidence) -> None:
    earlier = EarlierHead(number="X", released_at="", size=3, root="00" * 32, proof=("00" * 32,))
    assert refused(replace(evidence, earlier=(earlier,))) == "earlier_head_altered"


def test_a_withheld_reason_must_fit_what_is_proved(evidence: Evidence) -> None:
    reasons: dict[str, Any] = dict.fromkeys(evidence.withheld, "counsel")
    assert refused(replace(evidence, withheld=reasons)) == "withheld_altered"


def test_a_shown_entry_cannot_pass_for_a_withheld_one(evidence: Evidence) -> None:
    assert (
        refused(replace(evidence, withheld={**evidence.withheld, "0" * 24: "counsel"})) == "withheld_altered"
    )


def test_what_is_shown_of_a_payload_is_put_together_again() -> None:
    payload = {"a": "one  two\n", "b": [{"c": "x y"}, {"c": ""}], "d": None, "e": [], "f": 3}
    content = Partial(leaves=disclose(payload, b"s" * 32, list(payload)))
    assert shown_values(content) == payload
    some = Partial(leaves=disclose(payload, b"s" * 32, ["b/1", "f"]))
    assert shown_values(some) == {"b": [{"c": ""}], "f": 3}


def test_evidence_of_the_wrong_shape_is_no_evidence() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"format": "x"}, Evidence)
