"""Every way to lie with evidence, each refused for its own reason."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from coachdesk.export.evidence import EarlierHead, Evidence, Exhibit, Partial, ProvedEvent, Whole
from coachdesk.export.proof import EvidenceFault, prove, shown_values
from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import ClosedLeaf, disclose
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
    assert sorted(prove(evidence).entries) == list(range(1, 9))


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
    assert evidence.counts is not None
    newest = max(proved.event.record_id for proved in evidence.entries if proved.event.revision == 1)
    entries = tuple(proved for proved in evidence.entries if proved.event.record_id != newest)
    assert refused(replace(evidence, entries=entries)) == "entries_missing"
    lower = replace(evidence.counts, entries=evidence.counts.entries - 1, events=len(entries))
    assert refused(replace(evidence, entries=entries, counts=lower)) == "counts_altered"
    assert refused(replace(evidence, entries=entries, counts=None)) == "counts_altered"


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
    assert refused(with_entry(evidence, 0, replace(first, content=closed))) == "not_about_leader"


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
