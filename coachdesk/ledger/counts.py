"""How many entries each leader has: the counts root that every event carries.

It is an RFC 9162 root over one salted leaf per leader, in the order in which they first appeared. A
leaf holds the leader's id, the number of entries and the number of events about them. One leader's
leaf and path prove "17 of 17, number 5 withheld" and name no other leader: the salts of the others
stay in the journal.
"""

import hmac
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from coachdesk.ledger import canonical, tree

_COUNT = b"coachdesk:count\x00"


class Count(msgspec.Struct, frozen=True):
    """What is on file about one leader: entries (numbered from 1), and events on those and on coaching records."""

    entries: int = 0
    events: int = 0


class CountProof(msgspec.Struct, frozen=True, kw_only=True):
    """That a counts root holds this count for this leader (hashes and salt in hex)."""

    leader_id: str
    entries: int
    events: int
    salt: str
    index: int
    size: int
    path: tuple[str, ...]


class Counts(msgspec.Struct, frozen=True):
    """The counts of all leaders after some event; a new value after each."""

    key: bytes
    of: Mapping[str, Count] = MappingProxyType({})
    hashes: tuple[bytes, ...] = ()

    def after(self, leaders: Iterable[str], numbers: Iterable[int]) -> "Counts":
        """The counts after an event about ``leaders`` whose entry has these numbers for them."""
        of, hashes = dict(self.of), list(self.hashes)
        positions = {leader_id: position for position, leader_id in enumerate(of)}
        for leader_id, number in zip(leaders, numbers, strict=True):
            before = of.get(leader_id, Count())
            of[leader_id] = Count(max(before.entries, number), before.events + 1)
            leaf = tree.leaf_hash(
                _leaf(leader_id, of[leader_id], salt_of(self.key, leader_id, of[leader_id]))
            )
            if leader_id in positions:
                hashes[positions[leader_id]] = leaf
            else:
                hashes.append(leaf)
        return Counts(self.key, of, tuple(hashes))

    @classmethod
    def restored(cls, key: bytes, of: Mapping[str, Count]) -> "Counts":
        """The counts as they were kept, leaders in the order in which they first appeared."""
        hashes = [
            tree.leaf_hash(_leaf(leader, count, salt_of(key, leader, count))) for leader, count in of.items()
        ]
        return cls(key, of, tuple(hashes))

    @property
    def root(self) -> bytes:
        """The counts root."""
        return tree.root_of_hashes(self.hashes)

    def proofs(self, leader_ids: Iterable[str]) -> tuple[CountProof | None, ...]:
        """The proof of each leader's count; None for somebody about whom there is nothing."""
        return tuple(self.proof(leader_id) if leader_id in self.of else None for leader_id in leader_ids)

    def proof(self, leader_id: str) -> CountProof:
        """The proof of one leader's count. Raises KeyError for somebody without entries."""
        count, index = self.of[leader_id], list(self.of).index(leader_id)
        path = tree.inclusion_of_hashes(self.hashes, index)
        return CountProof(
            leader_id=leader_id,
            entries=count.entries,
            events=count.events,
            salt=salt_of(self.key, leader_id, count).hex(),
            index=index,
            size=len(self.hashes),
            path=tuple(step.hex() for step in path),
        )


def salt_of(key: bytes, leader_id: str, count: Count) -> bytes:
    """The salt of one leaf, HMAC-SHA-256 under the journal's counts key."""
    return hmac.digest(key, canonical.encode([leader_id, count.entries, count.events]), "sha256")


def proves(proof: CountProof, root: bytes) -> bool:
    """Whether ``proof`` belongs to the counts root. Raises ValueError where a hash is not hex."""
    leaf = _leaf(proof.leader_id, Count(proof.entries, proof.events), bytes.fromhex(proof.salt))
    path = [bytes.fromhex(step) for step in proof.path]
    return tree.verify_inclusion(leaf, proof.index, proof.size, path, root)


def _leaf(leader_id: str, count: Count, salt: bytes) -> bytes:
    return _COUNT + salt + canonical.encode([leader_id, count.entries, count.events])
