"""Checking a whole ledger: every event, every column, every way of tampering; the first wrong one is named."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.ledger import canonical
from coachdesk.ledger.clock import Reading
from coachdesk.ledger.commitment import commit
from coachdesk.ledger.counts import Count, Counts
from coachdesk.ledger.event import Action, Event, encode_payload
from coachdesk.ledger.tree import Frontier
from coachdesk.ledger.verify import Checked, LedgerFault, Line, check
from coachdesk.records.base import Record
from coachdesk.records.forms import type_name
from coachdesk.records.plan import Plan
from tests.making import Clock, entry, leader

KEY = bytes(range(32))
ADA, BO = leader("Ada", id="aa" * 12), leader("Bo", id="bb" * 12)


class Deed(msgspec.Struct, frozen=True):
    """What one event does; nothing is checked, so that a forger can do it too."""

    action: Action
    record: Record
    leaders: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


def written(deeds: Sequence[Deed]) -> list[Line]:
    """A ledger of ``deeds``, every hash in it right."""
    clock, frontier, counts, revisions, lines = (
        Clock(),
        Frontier(),
        Counts(KEY),
        dict[str, int](),
        list[Line](),
    )
    for seq, deed in enumerate(deeds, start=1):
        body = encode_payload(deed.record, deed.leaders, deed.numbers, "why")
        salt = sha256(
            bytes([seq]) + body
        ).digest()  # no chance in it: two ledgers that begin alike are alike so far
        for leader_id, number in zip(deed.leaders, deed.numbers, strict=False):
            counts = counts.after([leader_id], [number])
        revisions[deed.record.id] = revisions.get(deed.record.id, 0) + 1
        event = event_for(
            seq, deed, clock(), revisions[deed.record.id], commit(canonical.decode(body), salt), counts
        )
        frontier, _ = frontier.append(event.leaf_hash)
        lines.append(
            Line(event=event, leaf_hash=event.leaf_hash, head=frontier.root, payload=body, salt=salt)
        )
    return lines


def event_for(
    seq: int, deed: Deed, reading: Reading, revision: int, commitment: bytes, counts: Counts
) -> Event:
    return Event(
        seq=seq,
        record_id=deed.record.id,
        record_type=type_name(deed.record),
        schema=1,
        revision=revision,
        action=deed.action,
        recorded_at=reading.recorded_at,
        offset=reading.offset,
        boot=reading.boot,
        boottime=reading.boottime,
        commitment=commitment.hex(),
        counts=counts.root.hex(),
    )


FIRST, SECOND, THIRD = (entry(ADA, id=f"{n}" * 24, text=f"note {n}") for n in (1, 2, 3))
BOTH = entry(ADA, BO, id="4" * 24, text="note 4")
DEEDS = [
    Deed("create", ADA),
    Deed("create", BO),
    Deed("create", FIRST, (ADA.id,), (1,)),
    Deed("create", SECOND, (ADA.id,), (2,)),
    Deed("correct", FIRST.changed(impact="late"), (ADA.id,), (1,)),
    Deed("create", BOTH, (ADA.id, BO.id), (3, 1)),
    Deed("refile", SECOND.changed(leader_ids=(BO.id,)), (BO.id, ADA.id), (2, 2)),
    Deed("update", ADA.changed(role="Head")),
    Deed("withdraw", FIRST.changed(impact="late"), (ADA.id,), (1,)),
]
LEDGER = written(DEEDS)
SIZE = len(LEDGER)


def fault(lines: Sequence[Line], key: bytes = KEY) -> tuple[int, str]:
    """The first wrong event and what is wrong with it; everything before it was found right."""
    checked: list[Checked] = []
    with pytest.raises(LedgerFault) as found:
        checked.extend(check(lines, key))
    return found.value.seq, found.value.problem


def edited(place: int, **values: Any) -> list[Line]:
    """The ledger with columns of one line changed, of the event or beside it."""
    line = LEDGER[place]
    in_event = {name: value for name, value in values.items() if name in Event.__struct_fields__}
    beside = {name: value for name, value in values.items() if name not in in_event}
    event = msgspec.structs.replace(line.event, **in_event)
    return [*LEDGER[:place], msgspec.structs.replace(line, event=event, **beside), *LEDGER[place + 1 :]]


def other(value: Any) -> Any:
    """Another value of the same type, as close as can be."""
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    return value[:-1] + ("0" if value[-1:] != "0" else "1")


def test_a_ledger_that_nobody_touched_is_found_right_event_by_event() -> None:
    states = list(check(LEDGER, KEY))
    assert [state.event.seq for state in states] == list(range(1, SIZE + 1))
    assert [state.frontier.root for state in states] == [line.head for line in LEDGER]
    assert (states[-1].head.size, states[-1].head.root) == (SIZE, LEDGER[-1].head.hex())
    assert {leader_id: count.entries for leader_id, count in states[-1].counts.of.items()} == {
        ADA.id: 3,
        BO.id: 2,
    }
    assert list(check([], KEY)) == []


def test_the_nodes_that_an_event_completes_are_told_with_it() -> None:
    nodes = [node for state in check(LEDGER, KEY) for node in state.nodes]
    assert [(level, position) for level, position, _ in nodes if level] == [
        (1, 0), (1, 1), (2, 0), (1, 2), (1, 3), (2, 1), (3, 0)
    ]  # fmt: skip


@pytest.mark.parametrize("place", range(SIZE))
@pytest.mark.parametrize("column", [*Event.__struct_fields__, "leaf_hash", "head", "payload", "salt"])
def test_an_edited_column_is_found_at_its_event(column: str, place: int) -> None:
    line = LEDGER[place]
    value = getattr(line.event if hasattr(line.event, column) and column != "leaf_hash" else line, column)
    seq, problem = fault(edited(place, **{column: other(value)}))
    assert seq == place + 1
    expected = {
        "seq": "out_of_order",
        "record_id": "revision_altered",
        "revision": "revision_altered",
        "commitment": "payload_altered",
        "payload": "payload_altered",
        "salt": "payload_altered",
        "counts": "counts_altered",
        "head": "head_altered",
    }
    if column != "record_id":
        assert problem == expected.get(column, "leaf_altered")


@pytest.mark.parametrize("place", range(SIZE))
@pytest.mark.parametrize("column", ["offset", "boottime", "schema"])
def test_a_number_too_large_for_json_is_an_altered_column_like_any_other(column: str, place: int) -> None:
    assert fault(edited(place, **{column: 2**60})) == (place + 1, "leaf_altered")


@pytest.mark.parametrize("column", ["payload", "salt"])
def test_a_missing_payload_is_named(column: str) -> None:
    assert fault(edited(4, **{column: None})) == (5, "payload_missing")


@pytest.mark.parametrize("place", range(SIZE - 1))
def test_a_dropped_event_leaves_a_hole_that_is_named(place: int) -> None:
    assert fault([*LEDGER[:place], *LEDGER[place + 1 :]]) == (place + 1, "out_of_order")


@pytest.mark.parametrize("place", range(SIZE - 1))
def test_a_dropped_event_is_found_although_the_rest_was_renumbered(place: int) -> None:
    rest = [
        msgspec.structs.replace(line, event=msgspec.structs.replace(line.event, seq=line.event.seq - 1))
        for line in LEDGER[place + 1 :]
    ]
    assert fault([*LEDGER[:place], *rest])[0] == place + 1


def test_dropping_the_last_events_shows_only_in_the_head() -> None:
    """Nothing inside a ledger can tell it from an earlier state of itself: anchors do."""
    *_, last = check(LEDGER[:-2], KEY)
    assert last.head.size == SIZE - 2
    assert last.head.root != LEDGER[-1].head.hex()


@given(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
def test_two_events_swapped_are_found_at_the_first_of_them(one: int, two: int) -> None:
    lines = list(LEDGER)
    lines[one], lines[two] = lines[two], lines[one]
    if one == two:
        assert len(list(check(lines, KEY))) == SIZE
    else:
        assert fault(lines) == (min(one, two) + 1, "out_of_order")


@given(st.integers(0, SIZE - 2), st.integers(1, SIZE - 1))
def test_two_payloads_swapped_are_found_at_the_first_of_them(one: int, further: int) -> None:
    two = (one + further) % SIZE
    lines = list(LEDGER)
    for here, there in ((one, two), (two, one)):
        source = LEDGER[there]
        lines[here] = msgspec.structs.replace(LEDGER[here], payload=source.payload, salt=source.salt)
    assert fault(lines) == (min(one, two) + 1, "payload_altered")


@pytest.mark.parametrize("place", range(SIZE + 1))
def test_an_inserted_event_right_in_itself_is_found_at_the_next(place: int) -> None:
    """And one put behind the last is a ledger that has grown: only its old head is proof against that."""
    deed = Deed("create", leader("Nobody"))
    forged = written([*DEEDS[:place], deed, *DEEDS[place:]])[place]
    rest = [
        msgspec.structs.replace(line, event=msgspec.structs.replace(line.event, seq=line.event.seq + 1))
        for line in LEDGER[place:]
    ]
    lines = [*LEDGER[:place], forged, *rest]
    if place == SIZE:
        assert len(list(check(lines, KEY))) == SIZE + 1
    else:
        assert fault(lines)[0] == place + 2


@pytest.mark.parametrize("place", range(SIZE - 1))
def test_an_event_rewritten_with_all_its_own_hashes_is_found_at_the_next(place: int) -> None:
    deeds = list(DEEDS)
    deeds[place] = msgspec.structs.replace(deeds[place], action="add" if place > 2 else "update")
    forged = written(deeds)[place]
    assert fault([*LEDGER[:place], forged, *LEDGER[place + 1 :]]) == (place + 2, "head_altered")


@given(st.integers(0, SIZE - 1), st.data())
def test_any_changed_byte_of_a_payload_is_found(place: int, data: st.DataObject) -> None:
    payload = LEDGER[place].payload
    assert payload is not None
    at, bit = data.draw(st.integers(0, len(payload) - 1)), data.draw(st.integers(0, 7))
    changed = payload[:at] + bytes([payload[at] ^ 1 << bit]) + payload[at + 1 :]
    assert fault(edited(place, payload=changed)) == (place + 1, "payload_altered")


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda body: body + b" ",
        lambda body: body.replace(b'"note', b'"\\u006eote'),
        lambda body: body.replace(b'"reason"', b'"reason":"innocent","reason"'),
        lambda body: b'{"record":' + body.partition(b'"record":')[2][:-1] + b"," + body.partition(b',"record":')[0][1:] + b"}",
    ],
    ids=["space", "escape", "name_twice", "other_order"],
)  # fmt: skip
def test_the_same_values_written_otherwise_are_not_the_bytes_that_were_sealed(rewrite: Any) -> None:
    body = LEDGER[2].payload
    assert body is not None
    assert rewrite(body) != body
    assert canonical.decode(rewrite(body)) == canonical.decode(body)
    assert fault(edited(2, payload=rewrite(body))) == (3, "payload_altered")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"\xff", b'{"record":{},"numbers":[1e3]}', b"[" * 100_000, b'{"record":{"n":1e60}}']
)  # fmt: skip
def test_bytes_that_are_no_payload_are_an_altered_payload(body: bytes) -> None:
    assert fault(edited(2, payload=body)) == (3, "payload_altered")


@pytest.mark.parametrize(
    ("leaders", "numbers"),
    [
        ((ADA.id,), (4,)),
        ((ADA.id,), (2,)),
        ((ADA.id,), (0,)),
        ((ADA.id,), (1, 2)),
        ((ADA.id, ADA.id), (3, 3)),
        ((ADA.id, BO.id), (3, 2)),
    ],
    ids=["left_out", "given_twice", "nought", "too_many", "leader_twice", "first_is_not_one"],
)
def test_entries_are_numbered_without_a_gap_and_without_a_double(
    leaders: tuple[str, ...], numbers: tuple[int, ...]
) -> None:
    """A forger with every key gets all hashes right; the numbers still have to be those of counting."""
    deeds = [*DEEDS[:4], Deed("create", THIRD, leaders, numbers)]
    assert fault(written(deeds)) == (5, "numbers_altered")


def test_a_coaching_record_is_counted_for_its_leaders_and_has_no_number() -> None:
    plan = Plan.make(leader_ids=(ADA.id, BO.id), started="2026-03-02")
    deeds = [
        *DEEDS,
        Deed("create", plan, plan.leader_ids, (0, 0)),
        Deed("withdraw", plan, plan.leader_ids, (0, 0)),
    ]
    *_, last = check(written(deeds), KEY)
    assert (last.counts.of[ADA.id], last.counts.of[BO.id]) == (Count(3, 8), Count(2, 4))


@pytest.mark.parametrize("numbers", [(4, 0), (0, 3), (3, 2), (0, -1)], ids=str)
def test_whatever_else_is_counted_takes_no_number(numbers: tuple[int, int]) -> None:
    plan = Plan.make(leader_ids=(ADA.id, BO.id), started="2026-03-02")
    deeds = [*DEEDS, Deed("create", plan, plan.leader_ids, numbers)]
    assert fault(written(deeds)) == (SIZE + 1, "numbers_altered")


@pytest.mark.parametrize(
    ("leaders", "numbers"), [((ADA.id,), ()), ((ADA.id, ADA.id), (0, 0))], ids=["left_out", "twice"]
)
def test_a_coaching_record_is_counted_once_for_each_leader(
    leaders: tuple[str, ...], numbers: tuple[int, ...]
) -> None:
    plan = Plan.make(leader_ids=(ADA.id,), started="2026-03-02")
    assert fault(written([*DEEDS, Deed("create", plan, leaders, numbers)]))[1] == "numbers_altered"


def test_an_entry_keeps_its_number() -> None:
    changed = Deed("correct", SECOND.changed(impact="x"), (ADA.id,), (1,))
    assert fault(written([*DEEDS[:4], changed])) == (5, "numbers_altered")


def test_the_counts_are_right_only_under_the_journals_own_key() -> None:
    assert fault(LEDGER, key=bytes(32)) == (3, "counts_altered")
