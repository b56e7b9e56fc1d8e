"""That nothing is missing: all that the ledger counts about a leader is there, numbered without a gap."""

from collections.abc import Sequence

from coachdesk.export.fault import EvidenceFault, Known, hash_bytes
from coachdesk.ledger import counts
from coachdesk.ledger.counts import CountProof
from coachdesk.ledger.event import NO_NUMBER, Event
from coachdesk.records.forms import COACHING

Numbers = tuple[int | None, ...]
"""The number an entry has in the file of each leader a report is about; None where it is not in that file."""


def said(numbers: Numbers) -> str:
    """An entry's number as a reader cites it: ``4``; in a report about two ``4 / 7``, or ``4 / –``."""
    return " / ".join("–" if number is None else str(number) for number in numbers)


def check_file(leader_ids: Sequence[str], file: Sequence[Known]) -> None:
    """Each event is there once, in the order of the ledger, and about one of the leaders. Raises EvidenceFault."""
    if len(set(leader_ids)) != len(leader_ids):
        raise EvidenceFault("not_about_leader", leader_ids[0])
    for known in file:
        if all(number_of(known, leader_id) is None for leader_id in leader_ids):
            raise EvidenceFault("not_about_leader", str(known.event.seq))
        if known.event.record_type != "entry" and known.event.record_type not in COACHING:
            raise EvidenceFault("numbers_altered", str(known.event.seq))
    order = [known.event.seq for known in file]
    if order != sorted(set(order)):
        raise EvidenceFault("out_of_order")


def check_counts(proof: CountProof | None, leader_id: str, root: bytes, file: Sequence[Known]) -> None:
    """All that the ledger counts about a leader is in ``file``, shown or withheld. Raises EvidenceFault.

    ``file`` are the events that name them, ``root`` is the counts root at the head.
    """
    if proof is None:
        if file:
            raise EvidenceFault("counts_altered")
        return
    for text in (proof.salt, *proof.path):
        hash_bytes(text)
    if proof.leader_id != leader_id or not counts.proves(proof, root):
        raise EvidenceFault("counts_altered")
    if proof.events != len(file):
        raise EvidenceFault("entries_missing", f"{len(file)} of {proof.events}")
    if proof.entries != len({number_of(known, leader_id) for known in file} - {NO_NUMBER}):
        raise EvidenceFault("numbers_altered")


def check_numbers(leader_id: str, file: Sequence[Known]) -> dict[str, int]:
    """The number of each entry in a leader's file, by its id. Raises EvidenceFault.

    They run from 1 in the order of the ledger; revisions have no gap; coaching records have no number.
    """
    found: dict[int, list[Event]] = {}
    for known in file:
        number = number_of(known, leader_id)
        if (known.event.record_type == "entry") != (number != NO_NUMBER):
            raise EvidenceFault("numbers_altered", str(known.event.seq))
        if known.event.record_type != "entry":
            continue
        if number is None or not NO_NUMBER < number <= len(found) + 1:
            raise EvidenceFault("numbers_altered", str(number))
        events = found.setdefault(number, [])
        if not _follows(events[-1] if events else None, known.event):
            raise EvidenceFault("revision_missing", str(number))
        events.append(known.event)
    return {events[0].record_id: number for number, events in found.items()}


def _follows(before: Event | None, event: Event) -> bool:
    """Revisions have no gap but while the entry was in another leader's file: refiled away, and back."""
    if before is None:
        return event.revision == 1 or event.action == "refile"
    if event.record_id != before.record_id:
        return False
    both_refiled = before.action == event.action == "refile"
    return event.revision == before.revision + 1 or (both_refiled and event.revision > before.revision)


def number_of(known: Known, leader_id: str) -> int | None:
    """The number of an event's entry in this leader's file; None if it does not name them."""
    leaders, numbers = known.values.get("leaders", []), known.values.get("numbers", [])
    for place, found in enumerate(leaders):
        if found == leader_id and place < len(numbers) and isinstance(numbers[place], int):
            return int(numbers[place])
    return None
