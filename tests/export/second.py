"""A second implementation of the evidence format, written from ``packaging/docs/evidence-format.md`` alone.

Nothing of the program is imported, and nothing but the standard library: what the document leaves out, this
cannot know. Section numbers are the document's.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

Json = Any
HEX = re.compile(r"(?:[0-9a-f]{2})*")
PATH = re.compile(r"(leaders|numbers|reason|record)(/[a-z0-9_]+)*")
LANES = {
    "reflection": "reflection",
    "under_review": "reflection",
    "counsel": "counsel",
    "medical": "medical",
    "intake": "intake",
}
TYPES = {
    "intake": "intake",
    "medical": "protected_event",
    "preparation": "preparation",
    "linked": "link",
    "threshold": "round",
}
TERMS = ["leaders", "numbers", "record/id", "record/leader_id", "record/lifted_on", "record/since"]
AUTHORS = {"outside_scope", "others_data"}
OTHERS = ("leaders/", "numbers/", "record/leader_ids/")


class Refused(Exception):
    """The evidence is wrong, and why."""


def check(holds: bool, why: str) -> None:
    if not holds:
        raise Refused(why)


# 2. Bytes


def canonical(value: Json) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def unhex(text: Json, length: int | None = None) -> bytes:
    check(isinstance(text, str) and HEX.fullmatch(text) is not None, "hex")
    data = bytes.fromhex(text)
    check(length is None or len(data) == length, "length")
    return data


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


# 3. The tree


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00", leaf)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01", left, right)


def root_of(hashes: list[bytes]) -> bytes:
    if not hashes:
        return sha256()
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(root_of(hashes[:half]), root_of(hashes[half:]))


def is_included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Downwards, as the tree is defined: the last step of the path is the sibling below the root."""

    def above(index: int, size: int, path: list[bytes]) -> bytes | None:
        if size == 1:
            return None if path else leaf_hash(leaf)
        if not path:
            return None
        half = 1 << ((size - 1).bit_length() - 1)
        if index < half:
            below = above(index, half, path[:-1])
            return None if below is None else node_hash(below, path[-1])
        below = above(index - half, size - half, path[:-1])
        return None if below is None else node_hash(path[-1], below)

    return 0 <= index < size and above(index, size, path) == root


def grew(first: int, first_root: bytes, size: int, root: bytes, proof: list[bytes]) -> bool:
    """Downwards again: each step of the proof is a subtree, taken from the end."""

    def roots(first: int, size: int, proof: list[bytes], *, whole: bool) -> tuple[bytes, bytes] | None:
        if first == size:
            if whole:
                return (first_root, first_root) if not proof else None
            return (proof[0], proof[0]) if len(proof) == 1 else None
        if not proof:
            return None
        half = 1 << ((size - 1).bit_length() - 1)
        if first <= half:
            below = roots(first, half, proof[:-1], whole=whole)
            return None if below is None else (below[0], node_hash(below[1], proof[-1]))
        below = roots(first - half, size - half, proof[:-1], whole=False)
        return None if below is None else (node_hash(proof[-1], below[0]), node_hash(proof[-1], below[1]))

    return 0 < first <= size and roots(first, size, proof, whole=True) == (first_root, root)


# 4. The commitment


def leaves(value: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    if isinstance(value, str):
        words = re.findall(r"[^ \t\n]+[ \t\n]*|[ \t\n]+", value) or [""]
        yield from ((f"{path}/{index}", word) for index, word in enumerate(words))
    elif isinstance(value, dict) and value:
        for name in sorted(value):
            yield from leaves(value[name], f"{path}/{name}" if path else name)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}/{index}")
    else:
        yield path, value


def salts(event_salt: bytes, count: int) -> list[bytes]:
    stream = hashlib.shake_256(b"coachdesk:leaf-salts\x00" + event_salt).digest(16 * count)
    return [stream[at : at + 16] for at in range(0, 16 * count, 16)]


def hash_of_leaf(path: str, value: Json, salt: bytes) -> bytes:
    said = b'"' + value.encode() if isinstance(value, str) else canonical(value)
    return sha256(b"\x00coachdesk:field\x00", salt, path.encode(), b"\x00", said)


def commitment(payload: Json, event_salt: bytes) -> bytes:
    found = list(leaves(payload))
    return root_of(
        [hash_of_leaf(*leaf, salt) for leaf, salt in zip(found, salts(event_salt, len(found)), strict=True)]
    )


def disclosed(content: Json) -> bytes:
    hashes = []
    for leaf in content["leaves"]:
        if leaf["type"] == "open":
            hashes.append(hash_of_leaf(leaf["path"], leaf["value"], unhex(leaf["salt"], 16)))
        else:
            hashes.append(unhex(leaf["hash"], 32))
        check(leaf["type"] == "closed" or PATH.fullmatch(leaf["path"]) is not None, "path")
    return root_of(hashes)


# 5. Counts


def counted(proof: Json, root: bytes) -> bool:
    said = canonical([proof["leader_id"], proof["entries"], proof["events"]])
    leaf = b"coachdesk:count\x00" + unhex(proof["salt"]) + said
    path = [unhex(step) for step in proof["path"]]
    return is_included(leaf, proof["index"], proof["size"], path, root)


# 6. The file


def read(data: bytes) -> Json:
    """The evidence, in the form of version 3."""
    try:
        found = json.loads(data)
    except ValueError:
        raise Refused("json") from None
    check(isinstance(found, dict) and found.get("format") == "coachdesk-evidence", "format")
    check(found.get("version") in (1, 2, 3, 4), "version")
    check(canonical(found) == data, "canonical")
    if found["version"] < 3:
        found["subjects"] = [{"leader": found.pop("leader"), "counts": found.pop("counts")}]
        found["dropped"] = []
    return found


# 7. The checks


def prove(data: bytes) -> Json:
    """What the evidence proves: size, root, and for each subject the entries shown and withheld by number."""
    try:
        return _prove(read(data))
    except (KeyError, IndexError, TypeError, AttributeError, UnicodeError) as error:
        raise Refused("shape") from error


def _prove(evidence: Json) -> Json:
    size, root = evidence["head"]["size"], unhex(evidence["head"]["root"], 32)
    check(evidence["last"]["event"]["seq"] == size and evidence["last"]["content"] is None, "head")
    _check_event(evidence["last"], size, root)
    dropped = {one["attachment_id"] for one in evidence["dropped"]}
    subjects, others = evidence["subjects"], evidence["others"]
    for proved in (*(subject["leader"] for subject in subjects), *others, *evidence["entries"]):
        _check_event(proved, size, root)
        _check_content(proved)
    for proved in (*(subject["leader"] for subject in subjects), *others):
        is_dropped = proved["event"]["record_id"] in dropped
        check(_is_closed(proved) == is_dropped or (_shows_terms(proved) and not is_dropped), "closed")
    order = [proved["event"]["seq"] for proved in evidence["entries"]]
    check(order == sorted(set(order)), "order")
    ids = [subject["leader"]["event"]["record_id"] for subject in subjects]
    check(len(set(ids)) == len(ids), "subjects")
    for proved in evidence["entries"]:
        check(any(number_in(proved, leader_id) is not None for leader_id in ids), "about nobody")
    counts_root = unhex(evidence["last"]["event"]["counts"], 32)
    about = [_check_subject(subject, evidence, counts_root) for subject in subjects]
    erased = _erased(others)
    for proved in (*(subject["leader"] for subject in subjects), *others, *evidence["entries"]):
        _check_erased(proved, erased)
    _check_withheld(evidence, erased)
    _check_exhibits(evidence, dropped)
    for earlier in evidence["earlier"]:
        proof = [unhex(step) for step in earlier["proof"]]
        check(grew(earlier["size"], unhex(earlier["root"]), size, root, proof), "earlier")
    return {"size": size, "root": root.hex(), "subjects": about}


def _check_event(proved: Json, size: int, root: bytes) -> None:
    event, path = proved["event"], [unhex(step) for step in proved["path"]]
    check(is_included(canonical(event), event["seq"] - 1, size, path, root), "inclusion")


def _check_content(proved: Json) -> None:
    content = proved["content"]
    if content["type"] == "whole":
        found = commitment(content["payload"], unhex(content["salt"], 32))
    else:
        check(content["type"] == "partial", "type")
        check(
            all(leaf["type"] in ("open", "closed", "replaced", "erased") for leaf in content["leaves"]),
            "type",
        )
        found = disclosed(content)
        paths = [leaf["path"].split("/") for leaf in content["leaves"] if leaf["type"] == "open"]
        places = [
            {path[1] for path in paths if path[0] == field and path[1:]} for field in ("leaders", "numbers")
        ]
        check(places[0] == places[1], "places")
    check(found.hex() == proved["event"]["commitment"], "commitment")


def _is_closed(proved: Json) -> bool:
    content = proved["content"]
    return content["type"] == "partial" and any(leaf["type"] == "closed" for leaf in content["leaves"])


def _shows_terms(proved: Json) -> bool:
    """7.3: of a legal hold only the terms."""
    content = proved["content"]
    if proved["event"]["record_type"] != "hold" or content["type"] != "partial":
        return False
    found = [leaf["path"].removesuffix("/0") for leaf in content["leaves"] if leaf["type"] == "open"]
    kinds = {leaf["type"] for leaf in content["leaves"]}
    return bool(kinds == {"open", "closed"} and found == TERMS)


def opened(content: Json) -> dict[str, Json]:
    """The open values by path: words under the path of their string."""
    if content["type"] == "whole":
        found = list(leaves(content["payload"]))
    else:
        found = [(leaf["path"], leaf["value"]) for leaf in content["leaves"] if leaf["type"] == "open"]
    values: dict[str, Json] = {}
    for path, value in found:
        text = path.rpartition("/")[0]
        if isinstance(value, str):
            values[text] = values.get(text, "") + value
        else:
            values[path] = value
    return values


def number_in(proved: Json, leader_id: str) -> int | None:
    """The number of the event's entry in the file of one leader; None if it does not name them."""
    values = opened(proved["content"])
    for path, value in values.items():
        if path.startswith("leaders/") and value == leader_id:
            return int(values["numbers/" + path.partition("/")[2]])
    return None


def _check_subject(subject: Json, evidence: Json, counts_root: bytes) -> Json:
    leader_id, proof = subject["leader"]["event"]["record_id"], subject["counts"]
    file = [(number_in(one, leader_id), one["event"]) for one in evidence["entries"]]
    own = [(number, event) for number, event in file if number is not None]
    if proof is None:
        check(not own, "counts")
    else:
        check(proof["leader_id"] == leader_id and counted(proof, counts_root), "counts")
        check(proof["events"] == len(own), "missing")
        check(proof["entries"] == len({number for number, _ in own} - {0}), "numbers")
    last: dict[int, Json] = {}
    for number, event in own:
        check((event["record_type"] == "entry") == (number > 0), "numbers")
        if number == 0:
            continue
        check(number <= len(last) + 1, "numbers")
        check(_follows(last.get(number), event), "revision")
        last[number] = event
    gone = {number for number, event in last.items() if event["record_id"] in evidence["withheld"]}
    return {"shown": sorted(last.keys() - gone), "withheld": sorted(gone)}


def _follows(before: Json, event: Json) -> bool:
    if before is None:
        return event["revision"] == 1 or event["action"] == "refile"
    if before["record_id"] != event["record_id"]:
        return False
    if before["action"] == event["action"] == "refile":
        return bool(event["revision"] > before["revision"])
    return bool(event["revision"] == before["revision"] + 1)


def _erased(others: Json) -> dict[int, list[str]]:
    """What erasures name: paths by the number of the event, an empty one for all of its content."""
    found: dict[int, list[str]] = {}
    for proved in others:
        event, values = proved["event"], opened(proved["content"])
        if (event["action"], event["record_type"]) != ("erase", "erasure"):
            continue
        for path, value in values.items():
            if re.fullmatch(r"record/erased/\d+/seq", path) and value < event["seq"]:
                paths = path.removesuffix("seq") + "paths"
                named = [str(one) for name, one in values.items() if name.startswith(paths + "/")]
                found.setdefault(value, []).extend(named or [""])
    return found


def _check_erased(proved: Json, erased: dict[int, list[str]]) -> None:
    named = erased.get(proved["event"]["seq"], [])
    for leaf in proved["content"].get("leaves", ()):
        if leaf["type"] == "erased":
            check(any(path and f"{leaf['path']}/".startswith(f"{path}/") for path in named), "erased")
            check(_is_marked(leaf["path"], leaf["shown"], named), "erased")


def _is_marked(path: str, shown: str, named: list[str]) -> bool:
    *steps, place = path.split("/")
    if not place.isdigit() or any(step.endswith(("_id", "_ids")) for step in steps):
        return shown == ""
    above = ["/".join(steps[:count]) for count in range(1, len(steps) + 1)]
    if not set(above) & set(named):
        return re.fullmatch(r"\[erased\][ \t\n]*", shown) is not None
    return shown == ("[erased]" if place == "0" and above[-1] in named else "")


def _check_withheld(evidence: Json, erased: dict[int, list[str]]) -> None:
    events: dict[str, list[Json]] = {}
    for proved in evidence["entries"]:
        events.setdefault(proved["event"]["record_id"], []).append(proved)
    for record_id, why in evidence["withheld"].items():
        check(record_id in events, "withheld")
        of_record = events[record_id]
        last = of_record[-1]["event"]
        if why in AUTHORS:
            continue
        if why == "erased":
            check(all("" in erased.get(one["event"]["seq"], ()) for one in of_record), "withheld")
            continue
        if last["record_type"] != "entry":
            check(TYPES.get(why) == last["record_type"], "withheld")
        elif why == "refiled":
            check(len(of_record) > 1 and last["action"] == "refile", "withheld")
        else:
            lanes = {opened(one["content"]).get("record/lane") for one in of_record}
            check(why in LANES and LANES[why] in lanes, "withheld")
    for record_id, of_record in events.items():
        if record_id not in evidence["withheld"]:
            for proved in of_record:
                _check_shown(proved)


def _check_shown(proved: Json) -> None:
    """7.6: of an entry nothing is closed but whom it is about besides. (Of sessions: 7.7.)."""
    if proved["content"]["type"] == "whole" or proved["event"]["record_type"] != "entry":
        return
    room = True
    for leaf in proved["content"]["leaves"]:
        if leaf["type"] == "closed":
            check(room, "closed")
        else:
            room = leaf["path"].startswith((*OTHERS, "record/late_reason/"))


def _check_exhibits(evidence: Json, dropped: set[str]) -> None:
    known = {proved["event"]["record_id"] for proved in evidence["others"]}
    exhibits = {one["attachment_id"] for one in evidence["exhibits"]}
    check(exhibits | dropped <= known and not exhibits & dropped, "exhibit")
    for proved in evidence["entries"]:
        if (
            proved["event"]["record_type"] == "entry"
            and proved["event"]["record_id"] not in evidence["withheld"]
        ):
            for path, value in opened(proved["content"]).items():
                if re.fullmatch(r"record/(additions/\d+/)?attachment_ids/\d+", path):
                    check(value in exhibits | dropped, "exhibit")


def digests(data: bytes) -> dict[str, str]:
    """The SHA-256 that each attached file must have, by its name in the PDF (7.8)."""
    evidence = read(data)
    by_id = {proved["event"]["record_id"]: opened(proved["content"]) for proved in evidence["others"]}
    return {one["file_name"]: by_id[one["attachment_id"]]["record/digest"] for one in evidence["exhibits"]}
