import random

import pytest

from coachdesk.export import evidence as evidence_format
from coachdesk.export.evidence import Evidence, UnreadableEvidence
from coachdesk.export.proof import EvidenceFault, prove
from coachdesk.export.report import document_of


def test_evidence_survives_its_bytes(evidence: Evidence) -> None:
    assert evidence_format.decode(evidence_format.encode(evidence)) == evidence


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
        assert document_of(proved) != printed, changed[place - 40 : place + 40]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xff", "not_json"),
        (b"[]", "wrong_shape"),
        (b'{"version": 3}', "newer"),
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
