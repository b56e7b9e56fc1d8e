"""Tampering with ``keys.json``: every bit, with and without the keyless check made right, old headers, absurd costs.

Exhaustive by default; no header that was tampered with may open a journal unnoticed, nor have a key derived at a cost
that it has no right to ask for::

    python -m tests.faults.headers
    python -m tests.faults.headers --sabotage no_hmac      # and it must be noticed
"""

import argparse
import contextlib
import hashlib
import itertools
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from coachdesk.journal import header, in_force, keys
from coachdesk.journal.errors import DamagedHeader, JournalError, NewerFormat
from coachdesk.journal.header import BACKUP_NAME, NAME, Header
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.ledger import canonical
from tests.making import COST, PASSPHRASE, Clock

NOTICED_TOO_LATE = "a key was derived from a damaged header"
OPENED = "a tampered header was accepted"
ABSURD = "an absurd cost was accepted"
UNNOTICED = "an older header was not noticed"
_AMOUNTS = (
    -(2**63),
    -1,
    0,
    1,
    keys.FLOOR.memory_kib - 1,
    keys.CAP.memory_kib + 1,
    2**31,
    2**53,
    2**64,
    1.5,
    "4",
    None,
)
_ALLOWED = {"memory_kib": (), "iterations": (1,), "lanes": (1,)}

SABOTAGES: dict[str, Callable[[], Any]] = {
    "no_checksum": lambda: mock.patch.object(Header, "is_undamaged", return_value=True),
    "no_hmac": lambda: mock.patch.object(Header, "is_untampered", return_value=True),
    "no_limits": lambda: mock.patch.object(header, "_is_reasonable", return_value=True),
    "no_sequence": lambda: mock.patch.object(in_force, "compare", return_value=""),
}
FINDINGS = {
    "no_checksum": NOTICED_TOO_LATE,
    "no_hmac": OPENED,
    "no_limits": ABSURD,
    "no_sequence": UNNOTICED,
}
"""What must be found without each of them."""


class Summary(msgspec.Struct):
    """How many distinct cases were tried, and what was wrong with how many."""

    cases: int = 0
    problems: Counter[str] = msgspec.field(default_factory=Counter)


def tamper(scratch: Path, step: int = 1, sabotage: str = "") -> Summary:
    """Tries every ``step``-th bit and all else."""
    journal, code = create_journal(scratch / "Team.coachdesk", PASSPHRASE, COST, clock=Clock())
    journal.close()
    whole, summary = (journal.path / NAME).read_bytes(), Summary()
    with SABOTAGES[sabotage]() if sabotage else contextlib.nullcontext():
        _flip_bits(journal.path, whole, step, summary)
        _forge(journal.path, whole, code, step, summary)
        _ask_absurdly(journal.path, whole, summary)
        _rearrange(scratch, journal.path, whole, code, summary)
        (journal.path / NAME).write_bytes(whole)
        _put_back(scratch, journal.path, code, summary)
    return summary


def _flipped(data: bytes, step: int) -> Iterator[bytes]:
    for bit in range(0, len(data) * 8, step):
        yield data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


def _only(folder: Path, data: bytes) -> None:
    (folder / NAME).write_bytes(data)
    (folder / BACKUP_NAME).unlink(missing_ok=True)


def _flip_bits(folder: Path, whole: bytes, step: int, summary: Summary) -> None:
    """A bit that fell over is damage before anything is derived."""
    for data in _flipped(whole, step):
        _only(folder, data)
        summary.cases += 1
        with contextlib.suppress(DamagedHeader, NewerFormat):
            header.read_header(folder)
            summary.problems[NOTICED_TOO_LATE] += 1


def _forge(folder: Path, whole: bytes, code: str, step: int, summary: Summary) -> None:
    """The same by somebody who makes the keyless check right: noticed once it is unlocked, if not before."""
    original = msgspec.json.decode(whole)
    for data in _flipped(whole, step):
        try:
            values = msgspec.json.decode(data)
        except ValueError:
            continue
        if not isinstance(values, dict) or {**values, "sha256": ""} == {**original, "sha256": ""}:
            continue
        summary.cases += 1
        _only(folder, _resealed(values))
        if _opens(folder, code):
            summary.problems[OPENED] += 1


def _resealed(values: dict[str, Any]) -> bytes:
    body = {**values, "sha256": ""}
    with contextlib.suppress(
        ValueError
    ):  # a number that canonical JSON does not know: the check stays as it was
        body["sha256"] = hashlib.sha256(canonical.encode(body)).hexdigest()
    return json.dumps(body).encode()


def _opens(folder: Path, code: str) -> bool:
    try:
        read, _ = header.read_header(folder)
        keys.wipe(header.unlock(read, code, "recovery", folder))
    except JournalError:
        return False
    return True


def _ask_absurdly(folder: Path, whole: bytes, summary: Summary) -> None:
    """Every cost with at least one amount that no header may ask for is refused when it is read."""
    plain = msgspec.to_builtins(keys.FLOOR)
    for count in (1, 2, 3):
        for names in itertools.combinations(plain, count):
            for amounts in itertools.product(_AMOUNTS, repeat=count):
                if all(amount in _ALLOWED[name] for name, amount in zip(names, amounts, strict=True)):
                    continue
                values = msgspec.json.decode(whole)
                values["slots"][0]["kdf"]["cost"] = plain | dict(zip(names, amounts, strict=True))
                _only(folder, _resealed(values))
                summary.cases += 1
                with contextlib.suppress(DamagedHeader):
                    header.read_header(folder)
                    summary.problems[ABSURD] += 1


def _rearrange(scratch: Path, folder: Path, whole: bytes, code: str, summary: Summary) -> None:
    """Slots dropped, doubled, of another journal, of another kind: none opens anything."""
    other, other_code = create_journal(scratch / "Other.coachdesk", PASSPHRASE, COST, clock=Clock())
    other.close()
    foreign = msgspec.json.decode((other.path / NAME).read_bytes())
    own = msgspec.json.decode(whole)
    first, second = own["slots"]
    theirs, theirs_too = foreign["slots"]
    for slots in (
        [], [second], [second, first], [first, second, second], [theirs, second], [first, theirs_too],
        [{**second, "type": "passphrase"}, second], [{**first, "kdf": second["kdf"]}, second],
    ):  # fmt: skip
        for used in (code, other_code):
            _only(folder, _resealed({**own, "slots": slots}))
            summary.cases += 1
            if _opens(folder, used):
                summary.problems[OPENED] += 1
    for values in (
        {**foreign, "journal_id": own["journal_id"]},
        {**own, "journal_id": foreign["journal_id"]},
    ):
        for used in (code, other_code):
            _only(folder, _resealed(values))
            summary.cases += 1
            if _opens(folder, used):
                summary.problems[OPENED] += 1


def _put_back(scratch: Path, folder: Path, code: str, summary: Summary) -> None:
    """Each header that was ever in force, put back later, alone and with its second copy: it is told at every opening."""
    old = [(folder / NAME).read_bytes()]
    with open_journal(folder, code, "recovery") as journal:
        for number in range(3):
            journal.change_passphrase(f"{PASSPHRASE} {number}", COST)
            old.append((folder / NAME).read_bytes())
    for data, both in itertools.product(old[:-1], (False, True)):
        place = scratch / "back.coachdesk"
        shutil.copytree(folder, place)
        (place / NAME).write_bytes(data)
        if both:
            (place / BACKUP_NAME).write_bytes(data)
        summary.cases += 1
        for _time in range(2):
            with open_journal(place, code, "recovery") as journal:
                if "older_header" not in {one.kind for one in journal.notices}:
                    summary.problems[UNNOTICED] += 1
        shutil.rmtree(place)


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 if all is well, or if a sabotage was noticed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", type=int, default=1, help="try only every so many bits")
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="coachdesk-headers-") as scratch:
        summary = tamper(Path(scratch), given.step, given.sabotage)
    said = given.sabotage and f", sabotage {given.sabotage}"
    print(f"headers: {summary.cases} distinct cases, {summary.problems.total()} failures{said}")
    for problem, count in summary.problems.items():
        print(f"  {count:6} {problem}")
    if given.sabotage:
        return int(not summary.problems[FINDINGS[given.sabotage]])
    return int(bool(summary.problems))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
