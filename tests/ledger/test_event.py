"""Events and their payloads."""

from typing import Any

import msgspec
import pytest

from coachdesk.ledger import canonical, tree
from coachdesk.ledger.event import Event, Payload, decode_payload, encode_payload, record_of
from coachdesk.records.base import InvalidRecord
from coachdesk.records.forms import NewerRecord
from tests.making import entry, leader

EVENT = Event(
    seq=7,
    record_id="0a1b2c3d4e5f60718293a4b5",
    record_type="entry",
    schema=1,
    revision=2,
    action="correct",
    recorded_at="2026-03-02T09:00:00.000Z",
    offset=60,
    boot="f00d",
    boottime=1234,
    commitment="00" * 32,
    counts="11" * 32,
)


def test_the_leaf_is_the_metadata_in_canonical_json() -> None:
    assert canonical.decode(EVENT.leaf) == msgspec.to_builtins(EVENT)
    assert EVENT.leaf == canonical.encode(msgspec.to_builtins(EVENT))
    assert EVENT.leaf_hash == tree.leaf_hash(EVENT.leaf)


@pytest.mark.parametrize("field", Event.__struct_fields__)
def test_no_field_of_an_event_can_change_without_its_leaf(field: str) -> None:
    value = getattr(EVENT, field)
    other: Any = value + 1 if isinstance(value, int) else value + "0"
    assert msgspec.structs.replace(EVENT, **{field: other}).leaf_hash != EVENT.leaf_hash


def test_the_leaf_is_the_one_that_was_released() -> None:
    """A change of this value is a change of the format: every journal and every report depends on it."""
    assert EVENT.leaf_hash.hex() == "b01fb04dbb2a288179643d2a2e6e34df3ca6274428f4437f9811dceeeb11e8ef"


def test_a_payload_is_read_back_as_it_was_written() -> None:
    ada, bo = leader("Ada"), leader("Bo")
    note = entry(ada, bo, text="“Zitat”\n\tTab – 日本語")
    data = encode_payload(note, (ada.id, bo.id), (3, 1), "because")
    payload = decode_payload(data)
    assert (payload.leaders, payload.numbers, payload.reason) == ((ada.id, bo.id), (3, 1), "because")
    assert record_of(EVENT, payload) == note
    assert canonical.encode(canonical.decode(data)) == data


def test_a_payload_of_another_schema_or_type_is_not_mistaken_for_this_one() -> None:
    payload = decode_payload(encode_payload(leader("Ada"), (), (), ""))
    with pytest.raises(InvalidRecord):
        record_of(EVENT, payload)
    with pytest.raises(NewerRecord):
        record_of(msgspec.structs.replace(EVENT, schema=99), payload)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"record":{},"mood":"grim"}', b'{"record":{},"numbers":["1"]}']
)
def test_bytes_that_are_no_payload_are_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_payload(data)


def test_what_concerns_no_leader_says_so() -> None:
    assert Payload(record={}) == decode_payload(b'{"record":{}}')
