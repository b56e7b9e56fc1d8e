"""The disk gives an error somewhere in a save: the error has a name, and nothing acknowledged is lost."""

import errno
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from coachdesk.journal import files
from coachdesk.journal.errors import StorageFailed
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal, open_journal
from tests.faults.disk import Operation, Sync, Write
from tests.faults.power_loss import JOURNAL, STATE, Looker, environment, read_tree, recorded, scratch_folder
from tests.faults.trace import Said
from tests.faults.writer import Held
from tests.making import COST, PASSPHRASE

SEED = 3
NAMED = re.compile(r"coachdesk\.journal\.errors\.Storage(Full|Failed): ")


def is_sync(operation: Operation | Said) -> bool:
    return isinstance(operation, Sync)


def is_pwrite(operation: Operation | Said) -> bool:
    return isinstance(operation, Write) and operation.offset is not None


def places(operations: list[Operation | Said], counts: Callable[[Operation | Said], bool]) -> list[int]:
    """One call in each save, by its number in the whole run."""
    rng, number, begun, chosen = random.Random(SEED), 0, 0, []
    for operation in operations:
        number += counts(operation)
        if isinstance(operation, Said) and operation.startswith("ACK") and number > begun:
            chosen.append(rng.randint(begun + 1, number))
            begun = number
    return chosen


@pytest.mark.parametrize(
    ("call", "counts", "error", "first"), [("fsync", is_sync, "EIO", 0), ("pwrite64", is_pwrite, "ENOSPC", 1)]
)
def test_after_an_error_of_the_disk_the_journal_holds_what_was_acknowledged(
    call: str, counts: Callable[[Operation | Said], bool], error: str, first: int
) -> None:
    with scratch_folder() as folder:
        scratch = Path(folder)
        chosen = places(recorded(scratch, SEED).operations, counts)[first::2]
        ended = sum(fail_at(place, call, error, scratch / f"failed at {place}") for place in chosen)
    assert ended > len(chosen) // 2 > 4


def fail_at(place: int, call: str, error: str, top: Path) -> bool:
    """Whether the writer was ended by the error in its ``place``-th call."""
    top.mkdir()
    strace = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}"]
    inject = ["-e", f"inject={call}:error={error}:when={place}"]
    writer = [sys.executable, "-m", "tests.faults.writer", "--seed", str(SEED), "life", str(top / JOURNAL)]
    run = subprocess.run(
        [*strace, *inject, *writer], env=environment(top / STATE), capture_output=True, text=True, check=False
    )
    if run.returncode:
        assert NAMED.match(run.stderr.splitlines()[-1]), run.stderr
    said = [line.split(" ", 1) for line in run.stdout.splitlines()]
    codes = [value for what, value in said if what == "CODE"]
    acknowledged = [msgspec.json.decode(value, type=Held) for what, value in said if what == "ACK"]
    if not acknowledged:
        assert not (top / JOURNAL).exists()
        return bool(run.returncode)
    under_way = [msgspec.json.decode(value, type=Held) for what, value in said if what == "IN"][-1:]
    found = Looker(codes, top).look(read_tree(top))
    assert not found.problem
    assert found.held is not None
    if found.held != acknowledged[-1]:
        # The data were written and only the disk's word for it is missing: after a restart they may be there.
        assert error == "EIO"
        assert [msgspec.structs.replace(found.held, root="")] == under_way
    return bool(run.returncode)


def test_a_journal_that_was_made_and_cannot_be_opened_is_taken_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or it would stay, with a recovery code that nobody was told."""

    def fail(path: Path) -> None:
        if path == tmp_path:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files, "sync_folder", fail)
    with pytest.raises(StorageFailed):
        create_journal(tmp_path / "New.coachdesk", PASSPHRASE, COST)
    assert list(tmp_path.iterdir()) == []


def test_a_changed_passphrase_is_no_failure_because_its_second_copy_had_to_wait(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = files.replace_private

    def fail(path: Path, data: bytes) -> None:
        if path.suffix == ".bak":
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(files, "replace_private", fail)
        journal.change_passphrase("another one", COST)
    journal.close()
    open_journal(journal.path, "another one").close()
    assert (journal.path / "keys.json.bak").read_bytes() == (journal.path / "keys.json").read_bytes()
