"""A backup takes the place of a damaged database, and the program is killed in the midst of it: at each step in turn.

    python -m tests.faults.put_back [--kinds 8] [--sabotage unwritten]

Whatever is cut short where: the journal opens as what was put back, and says that it was; or it is as damaged as before,
and the backup can be put back again. What was damaged is kept, with its log.
"""

import argparse
import functools
import os
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from coachdesk.journal import backup, files, replacing
from coachdesk.journal.check import IndexFault
from coachdesk.journal.errors import DamagedDatabase, DamagedHeader, NotAJournal
from coachdesk.journal.files import DATABASE
from coachdesk.ledger.event import Head
from tests.faults import trying
from tests.faults.trying import Tried, Wrong
from tests.faults.writers import new_copy, opened, template, write

_CUT = 9
_STEPS = ((Path, "rename"), (Path, "replace"), (Path, "unlink"), (files, "sync_folder"))
_MOST = 200
SABOTAGES = ("unwritten",)
KINDS = tuple(
    (has_log, keys_gone, is_missing) for has_log in (0, 1) for keys_gone in (0, 1) for is_missing in (0, 1)
)


def killed_before(step: int, act: Callable[[], object]) -> int:
    """Does ``act`` in a process that ends before its ``step``-th change of a name; returns its exit code."""
    number = os.fork()
    if number == 0:
        code = 1
        try:
            _count_down(step)
            act()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def _count_down(step: int) -> None:
    left = iter(range(step, -1, -1))

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(change)
        def done(*of: Any, **how: Any) -> Any:
            if next(left) == 0:
                os._exit(_CUT)
            return change(*of, **how)

        return done

    for owner, name in _STEPS:
        setattr(owner, name, counted(getattr(owner, name)))


def damaged_journal(folder: Path, kind: Sequence[int]) -> tuple[Path, Path, Head, list[bytes]]:
    """A journal that cannot be read, a backup of it, the head of that, and what is to be kept."""
    has_log, keys_gone, is_missing = kind
    path, place, chance = (
        new_copy(folder / "Team.coachdesk"),
        folder / "stick" / "Team.coachdesk",
        random.Random(7),
    )
    with opened(path) as journal:
        write(journal, "before the backup")
        head = journal.back_up(place)
        write(journal, "after the backup")
    kept = []
    (path / DATABASE).unlink()
    if not is_missing:
        kept.append(chance.randbytes(50_000))
        (path / DATABASE).write_bytes(kept[-1])
    if has_log:
        kept.append(chance.randbytes(9_000))
        (path / f"{DATABASE}-wal").write_bytes(kept[-1])
    if keys_gone:
        (path / "keys.json").unlink()
        (path / "keys.json.bak").unlink()
    return path, place, head, kept


def try_step(step: int, kind: Sequence[int], folder: Path) -> bool:
    """Kills at one step, and goes on as one would. Whether there was such a step. Raises Wrong."""
    path, place, head, kept = damaged_journal(folder, kind)
    put_back = functools.partial(replacing.replace_damaged, path, place, template()[1], "recovery")
    code = killed_before(step, put_back)
    if code not in (0, _CUT):
        raise Wrong(f"ended with {code}")
    check_kept(path, kept, "*")
    put_aside = [one.read_bytes() for one in path.glob("damaged-*")]
    try:
        check(path, head)
    except (DamagedDatabase, DamagedHeader, NotAJournal, IndexFault):
        put_back()
        check(path, head)
    check_kept(path, put_aside, "damaged-*")
    if backup.own_backups(path) or list(path.glob(f"{DATABASE}.new*")):
        raise Wrong("something was left behind")
    return code == _CUT


def check_kept(path: Path, kept: Sequence[bytes], pattern: str) -> None:
    """Whatever was damaged is there, under whatever name. Opening it in vain may change it until it was put aside."""
    left = [one.read_bytes() for one in path.glob(pattern) if one.is_file()]
    if any(one not in left for one in kept):
        raise Wrong("what was damaged is not kept")


def check(path: Path, head: Head) -> None:
    with opened(path) as journal:
        journal.check()
        if (
            journal.head.size < head.size + 1
            or len(journal.view.records("restore")) != journal.head.size - head.size
        ):
            raise Wrong("a backup took the journal's place, and nothing says so")
        write(journal, "work goes on")
        journal.check()
    with opened(path) as journal:
        if journal.notices:
            raise Wrong(f"noticed: {journal.notices}")


def try_all(kinds: Sequence[Sequence[int]]) -> Tried:
    """Every step of these kinds of damage."""
    tried = Tried()
    for kind in kinds:
        for step in range(_MOST):
            with tempfile.TemporaryDirectory(prefix="coachdesk-faults-", dir=trying.fast_folder()) as folder:
                home = dict.fromkeys(("HOME", "XDG_STATE_HOME"), f"{folder}/home")
                with mock.patch.dict(os.environ, home):
                    tried.distinct.add(f"{kind} {step}")
                    try:
                        is_there = try_step(step, kind, Path(folder))
                    except Exception as error:  # noqa: BLE001  # whatever is wrong is counted
                        tried.problems.append(f"{kind} {step}: {type(error).__name__} {error}")
                        is_there = False  # the others of this kind would tell the same
            if not is_there:
                break
    return tried


def _unwritten(new: Path, key: bytearray, _kept: Path) -> Head:
    from coachdesk.journal.connection import connect
    from coachdesk.journal.view import View

    view = View(connect(new, key))
    try:
        return view.head()
    finally:
        view.close()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    parser.add_argument("--kinds", type=int, default=len(KINDS), help="try only so many kinds of damage")
    given = parser.parse_args(arguments)
    if given.sabotage:
        replacing._to_be_written_down = _unwritten  # type: ignore[assignment]
    return trying.told("put back", try_all(KINDS[-given.kinds :]), 7, given.sabotage)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
