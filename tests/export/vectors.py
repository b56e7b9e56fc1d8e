"""Writes the test vectors of ``packaging/docs/vectors``: ``python -m tests.export.vectors``.

They are written with the program once for each version of the format, and kept. Ids and salts of the
small evidence file are new each time; everything else is always the same.
"""

import io
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from coachdesk.export import evidence as evidence_format
from coachdesk.export.evidence import Cover, Evidence, Manager
from coachdesk.export.gathering import gather
from coachdesk.export.names import Alias
from coachdesk.export.replacing import Redaction
from coachdesk.export.selection import Selection
from coachdesk.journal.erasable import plan_record, plan_words
from coachdesk.journal.erasing import erase
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal
from coachdesk.ledger import canonical, tree
from coachdesk.ledger.commitment import commit, disclose, hash_of_leaf, leaf_salts, leaves, replace
from coachdesk.ledger.counts import Count, Counts
from coachdesk.ledger.event import Event
from coachdesk.records.handover import Export
from coachdesk.records.issue import Issue
from tests.making import COST, PASSPHRASE, Clock, entry, leader

FOLDER = Path(__file__).parents[2] / "packaging/docs/vectors"
SALT = bytes(range(32))
PAYLOAD = {
    "leaders": ["ada"],
    "numbers": [3],
    "reason": "",
    "record": {
        "behaviour": "Zoë said “no”.\n\tTwice. ",
        "formal": False,
        "present": [],
        "told": None,
        "scores": [3, 4.5],
        "tags": ["one two", "three"],
    },
}
VALUES = [
    {"b": 1, "a": [True, False, None], "": {}},
    'quote " backslash \\ slash / tab \t new line \n',
    "\u0001\u001f\u007f\u2028 é 😀 \ue000",
    [0, -1, 1000, 0.5, -2.25, 9007199254740991],
    {"b_2": 1, "B": 2, "b": 3, "a1": 4, "a": 5},
]


def canonical_vectors() -> Any:
    return [{"value": value, "hex": canonical.encode(value).hex()} for value in VALUES]


def commitment_vectors() -> Any:
    found = leaves(PAYLOAD)
    salts = leaf_salts(SALT, len(found))
    part = replace(
        disclose(PAYLOAD, SALT, ["leaders", "numbers", "record/behaviour"]),
        {"record/behaviour/0": "[Peer A] "},
    )
    return {
        "payload": PAYLOAD,
        "event_salt": SALT.hex(),
        "leaves": [
            {"path": path, "value": value, "salt": salt.hex(), "hash": hash_of_leaf(path, value, salt).hex()}
            for (path, value), salt in zip(found, salts, strict=True)
        ],
        "commitment": commit(PAYLOAD, SALT).hex(),
        "disclosed": json.loads(canonical.encode({"type": "partial", "leaves": part})),
    }


def tree_vectors() -> Any:
    data = [f"leaf {number}".encode() for number in range(13)]
    return {
        "leaves": [leaf.hex() for leaf in data],
        "roots": [tree.root(data[:size]).hex() for size in range(len(data) + 1)],
        "inclusion": [
            {
                "size": size,
                "index": index,
                "path": [step.hex() for step in tree.inclusion_proof(data[:size], index)],
            }
            for size in range(1, len(data) + 1)
            for index in range(size)
        ],
        "consistency": [
            {
                "first": first,
                "size": size,
                "proof": [step.hex() for step in tree.consistency_proof(data[:size], first)],
            }
            for size in range(1, len(data) + 1)
            for first in range(1, size + 1)
        ],
    }


def event_vectors() -> Any:
    event = Event(
        seq=7,
        record_id="4a1b2c3d4e5f60718293a4b5",
        record_type="entry",
        schema=1,
        revision=1,
        action="create",
        recorded_at="2026-03-02T09:00:01.000Z",
        offset=60,
        boot="cb89290ea0c88ae4",
        boottime=3_601_000,
        commitment=commit(PAYLOAD, SALT).hex(),
        counts="00" * 32,
    )
    return {
        "event": json.loads(event.leaf),
        "leaf": event.leaf.hex(),
        "leaf_hash": event.leaf_hash.hex(),
    }


def counts_vectors() -> Any:
    of = {"ada": Count(3, 5), "bram": Count(1, 1), "zoë": Count(0, 2)}
    counts = Counts.restored(bytes(range(32)), of)
    proofs = [json.loads(canonical.encode(counts.proof(leader_id))) for leader_id in of]
    return {"root": counts.root.hex(), "proofs": proofs}


def small_evidence(folder: Path, *, with_erasures: bool = False) -> Evidence:
    """Two leaders in conflict, a third one beside, and one of everything that a proof can do."""
    journal, _code = create_journal(folder / "Small.coachdesk", PASSPHRASE, COST, clock=Clock())
    with journal:
        return _small(journal, with_erasures=with_erasures)


def _small(journal: Journal, *, with_erasures: bool) -> Evidence:
    ada, bram, cleo = leader("Ada Marsh"), leader("Bram Visser"), leader("Cleo Young")
    attached = journal.take_in("minutes.txt", io.BytesIO(b"what was agreed"))
    journal.put(ada, bram, cleo, attached)
    first = entry(ada, text="Thanked the team by name.", attachment_ids=(attached.id,))
    late = entry(ada, bram, text="Spoke to Priya Shah, at length.")
    stray = entry(ada, text="Meant for Cleo.")
    journal.put(first, late, stray)
    journal.put(entry(ada, bram, cleo, text="All three were there."))
    journal.put(entry(bram, lane="reflection", text="Am I fair?"))
    journal.put(entry(cleo, text="About Cleo only."))
    journal.put(Issue.make(leader_ids=(ada.id,), title="Answers another question", segment="personal"))
    journal.correct(journal.view.get(first.id).record.changed(text="Thanked them all by name."), "More exact")
    journal.refile(stray.id, (cleo.id,), "Wrong person")
    earlier = journal.head
    export = Export.make(
        number="CD-EXPORT-2026-001",
        state="prepared",
        leader_ids=(ada.id,),
        purpose="",
        recipient="",
        digest="5a" * 32,
        size=earlier.size,
        root=earlier.root,
        entries=1,
        withheld=0,
        fingerprint="",
    )
    journal.put(export)
    journal.put(export.changed(state="released"))
    cover = Cover(
        number="CD-EXPORT-2026-002",
        created_at="2026-05-04T10:00:00+01:00",
        zone="Europe/London",
        manager=Manager(name="Judith Fairclough", role="VP Engineering", employer="Calderquay"),
        purpose="Relationship review",
        recipient="HR",
        case_reference="",
        formal=False,
        from_day="",
        to_day="",
        page_size="A4",
        fingerprint="",
        app_version="0.1.0",
    )
    if with_erasures:
        erase(journal, plan_words(journal.view, ["name"], first.id), "Judith Fairclough", "Not needed")
        erase(journal, plan_record(journal.view, late.id), "Judith Fairclough", "Asked for")
    about = (ada.id, bram.id)
    redaction = Redaction(aliases=(Alias(names=("Priya Shah",), shown="Peer A"),))
    counts = journal.counts.proofs(about)
    return gather(journal.view, journal.head, counts, Selection(leader_ids=about), cover, redaction)


VECTORS = {
    "canonical": canonical_vectors,
    "commitment": commitment_vectors,
    "tree": tree_vectors,
    "event": event_vectors,
    "counts": counts_vectors,
}


EVIDENCE = ("evidence", "evidence-erased")


def main() -> int:
    """Writes them all."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in VECTORS.items():
        text = json.dumps(make(), ensure_ascii=False, indent=1)
        (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")
    for name in EVIDENCE:
        with tempfile.TemporaryDirectory() as folder:
            made = small_evidence(Path(folder), with_erasures=name == "evidence-erased")
            (FOLDER / f"{name}.json").write_bytes(evidence_format.encode(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
