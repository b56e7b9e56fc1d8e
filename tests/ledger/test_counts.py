"""How many entries each leader has: proved one by one, without naming the others."""

from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.ledger import tree
from coachdesk.ledger.counts import Count, CountProof, Counts, proves, salt_of

KEY = bytes(range(32))
LEADERS = [f"leader{number}" for number in range(6)]


class Step(NamedTuple):
    """One event: whom it concerns, and for whom of them it is a new entry."""

    leaders: list[str]
    new: bool


steps = st.lists(
    st.builds(Step, st.lists(st.sampled_from(LEADERS), min_size=1, max_size=3, unique=True), st.booleans()),
    min_size=1,
    max_size=12,
)


def counted(history: list[Step]) -> tuple[Counts, dict[str, Count]]:
    """The counts after ``history``, and what plain counting says."""
    counts, entries, events = Counts(KEY), dict[str, int](), dict[str, int]()
    for leaders, new in history:
        for leader in leaders:
            if new or leader not in entries:
                entries[leader] = entries.get(leader, 0) + 1
            events[leader] = events.get(leader, 0) + 1
        before = counts.of
        numbers = [entries[leader] if new or leader not in before else 1 for leader in leaders]
        counts = counts.after(leaders, numbers)
    return counts, {leader: Count(entries[leader], events[leader]) for leader in entries}


@given(steps)
def test_the_counts_are_those_of_plain_counting_in_the_order_of_appearance(history: list[Step]) -> None:
    counts, plain = counted(history)
    assert list(counts.of.items()) == list(plain.items())


@given(steps)
def test_counts_kept_and_restored_are_the_same_counts(history: list[Step]) -> None:
    counts, plain = counted(history)
    restored = Counts.restored(KEY, plain)
    assert (restored.of, restored.hashes, restored.root) == (counts.of, counts.hashes, counts.root)


@given(steps)
def test_every_event_changes_the_root(history: list[Step]) -> None:
    counts, _ = counted(history)
    earlier, _ = counted(history[:-1])
    assert counts.root != earlier.root


@given(steps)
def test_every_leaders_count_is_proved(history: list[Step]) -> None:
    counts, plain = counted(history)
    for leader, count in plain.items():
        proof = counts.proof(leader)
        assert (proof.leader_id, proof.entries, proof.events) == (leader, count.entries, count.events)
        assert proves(proof, counts.root)


@given(steps, st.data())
def test_no_altered_count_is_proved(history: list[Step], data: st.DataObject) -> None:
    counts, plain = counted(history)
    proof = counts.proof(data.draw(st.sampled_from(list(plain))))
    other = counts.proof(data.draw(st.sampled_from(list(plain))))
    forged: list[CountProof] = [
        msgspec.structs.replace(proof, **change)
        for change in (
            {"entries": proof.entries - 1},
            {"entries": proof.entries + 1},
            {"events": proof.events + 1},
            {"leader_id": "somebody else"},
            {"salt": salt_of(b"another key", proof.leader_id, Count(proof.entries, proof.events)).hex()},
            {"index": proof.index + 1},
            {"index": -1},
            {"size": 0},
            {"path": (*proof.path, counts.root.hex())},
        )
    ]
    if other != proof:
        forged += [
            msgspec.structs.replace(proof, leader_id=other.leader_id),
            msgspec.structs.replace(other, leader_id=proof.leader_id),
            msgspec.structs.replace(proof, path=other.path, index=other.index),
        ]
    assert [one for one in forged if proves(one, counts.root)] == []


@given(steps)
def test_an_earlier_proof_does_not_hold_at_a_later_root(history: list[Step]) -> None:
    earlier, plain = counted(history)
    later = earlier.after(LEADERS[:1], [1])
    assert not any(proves(earlier.proof(leader), later.root) for leader in plain)
    assert not any(proves(later.proof(leader), earlier.root) for leader in later.of)


def test_a_proof_names_no_other_leader_and_none_can_be_guessed_from_it() -> None:
    counts, _ = counted([Step(LEADERS, new=True)])
    proof = counts.proof(LEADERS[0])
    sent = msgspec.json.encode(proof).decode()
    assert [leader for leader in LEADERS[1:] if leader in sent] == []
    neighbour = bytes.fromhex(proof.path[0])
    for key in (b"", bytes(32), bytes.fromhex(proof.salt)):
        guess = Counts(key).after([LEADERS[1]], [1])
        assert guess.hashes[0] != neighbour


def test_nobody_has_a_count_before_the_first_entry() -> None:
    assert Counts(KEY).root == tree.EMPTY_ROOT
    with pytest.raises(KeyError):
        Counts(KEY).proof("leader0")


def test_a_proof_with_something_else_than_hex_is_refused() -> None:
    counts, _ = counted([Step(LEADERS[:2], new=True)])
    for change in ({"salt": "no hex"}, {"path": ("no hex",)}):
        with pytest.raises(ValueError, match="fromhex"):
            proves(msgspec.structs.replace(counts.proof("leader0"), **change), counts.root)


def test_leaders_and_numbers_have_to_run_beside_each_other() -> None:
    with pytest.raises(ValueError, match="zip"):
        Counts(KEY).after(["a", "b"], [1])
