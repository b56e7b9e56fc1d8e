"""The evidence format as it is described for others: the vectors, and a second implementation beside the first."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coachdesk.export import evidence as evidence_format
from coachdesk.export.attached import attachments_in
from coachdesk.export.evidence import FILE_NAME, UnreadableEvidence
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.proof import prove
from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.selection import Selection
from tests.export import second, vectors
from tests.export.conftest import Coached, File
from tests.export.vectors import EVIDENCE, FOLDER, VECTORS

DOCUMENT = FOLDER.parent / "evidence-format.md"
SAMPLES = Path(__file__).parent / "samples"


def vector(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_are_what_the_program_makes(name: str) -> None:
    assert VECTORS[name]() == vector(name)


def test_every_vector_is_described_and_there_is_no_other() -> None:
    said = DOCUMENT.read_text("utf-8")
    assert {file.stem for file in FOLDER.iterdir()} == {*VECTORS, *EVIDENCE}
    for file in FOLDER.iterdir():
        assert f"vectors/{file.name}" in said


def test_another_implementation_writes_the_same_bytes() -> None:
    for one in vector("canonical"):
        assert second.canonical(one["value"]).hex() == one["hex"]
    event = vector("event")
    assert second.canonical(event["event"]).hex() == event["leaf"]
    assert second.leaf_hash(bytes.fromhex(event["leaf"])).hex() == event["leaf_hash"]


def test_another_implementation_makes_the_same_commitment() -> None:
    known = vector("commitment")
    salt = bytes.fromhex(known["event_salt"])
    found = list(second.leaves(known["payload"]))
    salts = second.salts(salt, len(found))
    assert [
        {"path": path, "value": value, "salt": one.hex(), "hash": second.hash_of_leaf(path, value, one).hex()}
        for (path, value), one in zip(found, salts, strict=True)
    ] == known["leaves"]
    assert second.commitment(known["payload"], salt).hex() == known["commitment"]
    assert second.disclosed(known["disclosed"]).hex() == known["commitment"]


def test_another_implementation_has_the_same_tree_and_accepts_no_other_proof() -> None:
    known = vector("tree")
    leaves = [bytes.fromhex(leaf) for leaf in known["leaves"]]
    roots = [bytes.fromhex(root) for root in known["roots"]]
    assert [second.root_of([second.leaf_hash(leaf) for leaf in leaves[:size]]) for size in range(14)] == roots
    for one in known["inclusion"]:
        size, index, path = one["size"], one["index"], [bytes.fromhex(step) for step in one["path"]]
        assert second.is_included(leaves[index], index, size, path, roots[size])
        assert not second.is_included(leaves[index], index, size, [*path, b"x"], roots[size])
        assert not second.is_included(leaves[index] + b"x", index, size, path, roots[size])
    for one in known["consistency"]:
        first, size, proof = one["first"], one["size"], [bytes.fromhex(step) for step in one["proof"]]
        assert second.grew(first, roots[first], size, roots[size], proof)
        assert not second.grew(first, roots[first][::-1], size, roots[size], proof)
        assert not second.grew(first, roots[first], size, roots[size], [*proof, b"x"])


def test_another_implementation_counts_the_same() -> None:
    known = vector("counts")
    root = bytes.fromhex(known["root"])
    for proof in known["proofs"]:
        assert second.counted(proof, root)
        assert not second.counted({**proof, "entries": proof["entries"] + 1}, root)


def test_the_small_evidence_proves_what_the_document_says() -> None:
    found = second.prove((FOLDER / "evidence.json").read_bytes())
    assert (found["size"], found["subjects"]) == (
        15,
        [{"shown": [1, 2, 4], "withheld": [3]}, {"shown": [1, 2], "withheld": [3]}],
    )


def test_the_same_evidence_after_erasures_proves_what_is_left() -> None:
    data = (FOLDER / "evidence-erased.json").read_bytes()
    assert json.loads(data)["version"] == 4
    assert second.prove(data)["subjects"] == [
        {"shown": [1, 4], "withheld": [2, 3]},
        {"shown": [2], "withheld": [1, 3]},
    ]
    assert b"Priya" not in data


@pytest.mark.parametrize("version", [1, 2])
def test_evidence_of_earlier_versions_is_proved_by_another_implementation(version: int) -> None:
    found = second.prove((SAMPLES / f"evidence-{version}.json").read_bytes())
    assert found["subjects"] == [{"shown": [1, 4, 5, 7, 8], "withheld": [2, 3, 6]}]


def test_a_real_export_is_proved_by_another_implementation(coached: Coached, tmp_path: Path) -> None:
    """And every word that is shown in it stands where that one says."""
    file: File = coached.file
    made = Choices(selection=Selection(leader_ids=(file.ada.id, file.bram.id)), signed=False)
    attached = attachments_in(export_timeline(file.journal, made, tmp_path / "r.pdf").path.read_bytes())
    data = attached.pop(FILE_NAME)
    proved = prove(evidence_format.decode(data))
    found = second.prove(data)
    assert (found["size"], found["root"]) == (proved.evidence.head.size, proved.evidence.head.root)
    for place, subject in enumerate(found["subjects"]):
        numbers = {record_id: number[place] for record_id, number in proved.numbers.items()}
        gone = {numbers[one] for one in proved.evidence.withheld if numbers.get(one)}
        assert set(subject["withheld"]) == gone
        assert set(subject["shown"]) == set(numbers.values()) - gone - {None}
    assert second.digests(data) == {name: second.sha256(content).hex() for name, content in attached.items()}


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each plain value."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))
    else:
        yield path


def edited(evidence: Any, chosen: random.Random) -> tuple[Any, tuple[str | int, ...]]:
    """The evidence with one plain value changed, or one element of a list taken out or doubled."""
    changed, path = copy.deepcopy(evidence), chosen.choice(list(places(evidence)))
    lists = [at for at, step in enumerate(path) if isinstance(step, int)]
    at = chosen.choice([*lists, len(path) - 1])
    place: Any = changed
    for step in path[:at]:
        place = place[step]
    key = path[at]
    if isinstance(key, int) and at != len(path) - 1:
        way: Callable[[], Any] = chosen.choice(
            [lambda: place.pop(key), lambda: place.insert(key, place[key])]
        )
        way()
    else:
        place[key] = another(place[key], chosen)
    return changed, path[: at + 1]


def another(value: Any, chosen: random.Random) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + chosen.choice([-1, 1])
    at = chosen.randrange(len(value) + 1)
    return value[:at] + chosen.choice("0af ") + value[at + 1 :]


def accepted(check: Callable[[bytes], object], data: bytes) -> bool:
    try:
        check(data)
    except (second.Refused, UnreadableEvidence, EvidenceFault):
        return False
    return True


@pytest.mark.parametrize("name", EVIDENCE)
def test_both_implementations_judge_the_same_of_whatever_was_changed(name: str) -> None:
    """What both accept is what the author says and nobody can prove (9 of the document); what only the first
    refuses is in the form of the records, which it knows (8).
    """
    evidence, chosen = vector(name), random.Random(11)
    judged = {True: 0, False: 0}
    for _ in range(400):
        changed, path = edited(evidence, chosen)
        data = second.canonical(changed)
        ours = accepted(lambda data: prove(evidence_format.decode(data)), data)
        theirs = accepted(second.prove, data)
        only_printed = path[0] in ("cover", "exhibits") or path[-1] in ("released_at", "number", "shown")
        only_printed = only_printed or path[-2:] == ("counts", "size")
        left_unnamed = path[0] in ("earlier", "others") and len(path) == len(("earlier", 0))
        assert ours == theirs or (theirs and (only_printed or "leaves" in path)), path
        assert not ours or changed == evidence or only_printed or left_unnamed, path
        judged[ours] += 1
    assert min(judged.values()) > 10


def test_the_vectors_can_be_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "FOLDER", tmp_path / "vectors")
    assert vectors.main() == 0
    second.prove((tmp_path / "vectors" / "evidence.json").read_bytes())
