import random
from pathlib import Path

import pytest

from coachdesk.export import evidence as evidence_format
from coachdesk.export.evidence import Evidence, UnreadableEvidence
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.proof import prove
from coachdesk.export.report import document_of
from coachdesk.ledger import canonical


def test_its_bytes_written_piece_by_piece_are_the_canonical_ones(evidence: Evidence) -> None:
    assert evidence_format.encode(evidence) == canonical.encode(evidence)


def test_evidence_survives_its_bytes(evidence: Evidence) -> None:
    assert evidence_format.decode(evidence_format.encode(evidence)) == evidence


SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize(
    ("version", "entries", "coaching"), [(1, 8, 0), (2, 8, 19)], ids=["before coaching", "about one leader"]
)
def test_evidence_of_earlier_versions_is_proved_and_drawn(version: int, entries: int, coaching: int) -> None:
    data = (SAMPLES / f"evidence-{version}.json").read_bytes()
    evidence = evidence_format.decode(data)
    assert evidence.version == version
    proved = prove(evidence)
    assert (len(proved.entries), len(proved.coaching)) == (entries, coaching)
    said = repr(document_of(proved))
    assert "Thanked the team by name." in said
    assert "Ada Marsh" in said
    assert ("Coaching records" in said) == bool(coaching)


@pytest.mark.parametrize("version", [1, 2])
def test_a_changed_byte_in_evidence_of_earlier_versions_is_found(version: int) -> None:
    data = (SAMPLES / f"evidence-{version}.json").read_bytes()
    evidence, chosen = evidence_format.decode(data), random.Random(version)
    printed = document_of(prove(evidence))
    for place in chosen.sample(range(len(data)), 100):
        changed = bytearray(data)
        changed[place] ^= 1 << chosen.randrange(8)
        try:
            proved = prove(evidence_format.decode(bytes(changed)))
        except (UnreadableEvidence, EvidenceFault):
            continue
        # The names of attached files are compared with the files themselves.
        is_seen = document_of(proved) != printed or proved.evidence.exhibits != evidence.exhibits
        assert is_seen, changed[place - 40 : place + 40]


def test_any_changed_byte_is_refused_or_changes_what_would_be_printed(evidence: Evidence) -> None:
    data = evidence_format.encode(evidence)
    printed = document_of(prove(evidence))
    chosen = random.Random(5)
    for place in chosen.sample(range(len(data)), 600):
        changed = bytearray(data)
        changed[place] ^= 1 << chosen.randrange(8)
        try:
            proved = prove(evidence_format.decode(bytes(changed)))
        except (UnreadableEvidence, EvidenceFault):
            continue
        # The names of attached files are compared with the files themselves.
        is_seen = document_of(proved) != printed or proved.evidence.exhibits != evidence.exhibits
        assert is_seen, changed[place - 40 : place + 40]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xff", "not_json"),
        (b"[]", "wrong_shape"),
        (b'{"version": 5}', "newer"),
        (b'{"version": 1}', "wrong_shape"),
    ],
)
def test_other_bytes_are_refused_each_for_its_own_reason(data: bytes, problem: str) -> None:
    with pytest.raises(UnreadableEvidence) as refused:
        evidence_format.decode(data)
    assert refused.value.problem == problem


def test_evidence_written_otherwise_is_not_canonical(evidence: Evidence) -> None:
    with pytest.raises(UnreadableEvidence) as refused:
        evidence_format.decode(evidence_format.encode(evidence) + b"\n")
    assert refused.value.problem == "not_canonical"
