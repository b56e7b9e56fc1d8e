"""Every harness, one row for each promise, each with its protections left out: what ``make faults`` runs.

    python -m tests.faults [--share tenth|full] [--seed 7] [--only NAME ...] [--jobs 2]

A harness prints "<name>: N distinct cases, F failures, seed S" and ends with 0 if nothing was wrong; with
``--sabotage`` it ends with 0 if the protection that was left out was missed. ``build/faults/report.md`` is written
after each row, so that a run that is cut off leaves what it had; with ``--only`` the other rows stay as they were found
before. The program fails if a row failed, or if a protection
that was left out went unnoticed.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

_REPOSITORY = Path(__file__).parents[2]
REPORT = _REPOSITORY / "build/faults/report.md"
RESULTS = REPORT.with_name("results.json")
_COUNTED = re.compile(r"(\d+) distinct cases, (\d+) failures")
_HEADING = """\
# What `make faults` found

{when}, size: {shares}, {cpus} processors.

| promise | program | distinct cases | failed | seed | with the protection left out | time |
|---|---|---|---|---|---|---|
"""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A promise and the program that tries it: its arguments at each size, and those for a protection left out.

    ``sabotages`` are tried one after the other with ``control``, which is as small as it may be to miss them.
    """

    promise: str
    module: str
    tenth: str = ""
    full: str = ""
    control: str = ""
    sabotages: tuple[str, ...] = ()
    seeded: bool = True

    @property
    def name(self) -> str:
        """The last part of the module's name."""
        return self.module.rpartition(".")[2]


def _cases(promise: str, name: str, full: int, control: int, *sabotages: str, more: str = "") -> Row:
    return Row(
        promise=promise,
        module=f"tests.faults.{name}",
        tenth=f"--cases {full // 10}{more}",
        full=f"--cases {full}{more}",
        control=f"--cases {control}{more}",
        sabotages=sabotages,
    )


ROWS = (
    Row(
        promise="saved means saved: the power fails",
        module="tests.faults.power_loss",
        tenth="--states 10000",
        full="--states 100000",
        control="--states 240",
        sabotages=(
            "synchronous_off",
            "synchronous_normal",
            "no_transaction",
            "files_without_sync",
            "folders_without_sync",
        ),
    ),
    _cases("saved means saved: the writer is killed", "kills", 2000, 60, "no_transaction"),
    _cases("saved means saved: the disk gives errors", "errors", 3000, 150, "no_types", "no_transaction"),
    _cases("never locked out", "locked_out", 20000, 400, "in_place", "no_second_header"),
    Row(
        promise="header tampering",
        module="tests.faults.headers",
        tenth="--step 10",
        full="--step 1",
        control="--step 115",
        sabotages=("no_checksum", "no_hmac", "no_limits", "no_sequence"),
        seeded=False,
    ),
    _cases("damage found", "damage", 10000, 120, "no_ledger", "no_head"),
    Row(
        promise="the ledger catches edits",
        module="tests.faults.ledger_edits",
        tenth="--step 10",
        full="--step 1",
        control="--step 100",
        sabotages=("no_leaf", "no_commitment", "no_head"),
        seeded=False,
    ),
    _cases("one writer", "writers", 1000, 40, "no_lock", "stays_behind", "unnamed", "forgetful"),
    _cases("the clock", "clocks", 1000, 40, "unnoticed", "on_the_wall", "by_the_sun", "no_boot_clock"),
    _cases(
        "erasure is real",
        "erasure",
        500,
        32,
        *("scrub", "fts", "log", "backups", "drafts", "salt", "cut_short", "too_much"),
    ),
    _cases("backups restore", "backups", 500, 24, "not_read", "no_drafts", "wrong_end", "half_named"),
    Row(
        promise="a backup takes the place of what is damaged: killed at each step",
        module="tests.faults.put_back",
        control="--kinds 2",
        sabotages=("unwritten",),
        seeded=False,
    ),
    Row(
        promise="no plaintext on the disk",
        module="tests.faults.plaintext",
        tenth="--cases 60",
        full="--cases 60",
        control="--cases 1",
        sabotages=("autosave", "recent_search", "leaked_pdf"),
    ),
    Row(
        promise="locked means key gone",
        module="tests.faults.memory",
        tenth="--runs 20",
        full="--runs 200",
        control="--runs 2",
        sabotages=("keep_key",),
    ),
    Row(
        promise="the lock wins",
        module="tests.faults.lock_wins",
        tenth="--cases 195",
        full="--cases 0",
        control="--cases 8",
        sabotages=("keep_key", "keep_dialogs", "keep_clipboard", "deaf"),
    ),
    Row(
        promise="permissions",
        module="tests.faults.permissions",
        sabotages=("open_modes", "follow_links", "trust_anybody"),
        seeded=False,
    ),
    _cases(
        "the whole model",
        "model",
        5000,
        20,
        *("no_log", "stale_index", "no_hold", "not_again", "old_backups", "no_drafts"),
        more=" --steps 50",
    ),
    Row(
        promise="nothing leaks from a report",
        module="tests.export.leaks",
        tenth="--journals 30",
        full="--journals 300",
    ),
    Row(
        promise="a report that was tampered with is told",
        module="tests.export.tampering",
        tenth="--mutations 200",
        full="--mutations 2000",
    ),
)


class Result(msgspec.Struct, kw_only=True):
    """What came of a row; ``said`` is what it printed where something was wrong."""

    row: Row
    share: str = ""
    seed: int = 0
    cases: str = ""
    failed: str = ""
    controls: str = ""
    seconds: float = 0
    is_right: bool = True
    said: list[str] = msgspec.field(default_factory=list)


def run(row: Row, share: str, seed: int) -> Result:
    """Runs the harness of a row, and again with each of its protections left out."""
    began = time.monotonic()
    result = Result(row=row, share=share, seed=seed)
    code, said = _run(row, row.tenth if share == "tenth" else row.full, seed)
    if counted := _COUNTED.search(said):
        result.cases, result.failed = counted.groups()
    if code or not counted:
        result.is_right = False
        result.failed = result.failed or f"ended with {code}"
        result.said.append(said)
    noticed = [_is_noticed(row, name, seed, result) for name in row.sabotages]
    if noticed:
        result.controls = f"noticed, {sum(noticed)} of {len(noticed)}"
    result.seconds = time.monotonic() - began
    return result


def _is_noticed(row: Row, sabotage: str, seed: int, result: Result) -> bool:
    code, said = _run(row, f"{row.control} --sabotage {sabotage}", seed)
    if code:
        result.is_right = False
        result.said.append(f"with {sabotage}: {said}")
    return code == 0


def _run(row: Row, arguments: str, seed: int) -> tuple[int, str]:
    seeded = ["--seed", str(seed)] if row.seeded else []
    command = [sys.executable, "-m", row.module, *arguments.split(), *seeded]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command,
        cwd=_REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip()


def report(results: Sequence[Result]) -> str:
    """The report, as far as there are results, in the order of the rows."""
    when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    lines = []
    for one in results:
        cells = (
            one.row.promise,
            f"`{one.row.module}`",
            one.cases,
            one.failed,
            one.seed if one.row.seeded else "",
            one.controls,
            f"{one.seconds:.0f} s",
        )
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    wrong = [f"\n## {one.row.name}\n\n```\n{text[-4000:]}\n```" for one in results for text in one.said]
    shares = ", ".join(sorted({one.share for one in results if one.share}))
    return _HEADING.format(when=when, shares=shares, cpus=os.cpu_count()) + "\n".join([*lines, *wrong]) + "\n"


def found_before(rows: Sequence[Row]) -> list[Result]:
    """What was found of these rows the last time."""
    if not RESULTS.exists():
        return []
    known = msgspec.json.decode(RESULTS.read_bytes(), type=list[Result])
    return [one for one in known if one.row in rows]


def keep(results: Sequence[Result]) -> None:
    """Writes the report, and what it was made of."""
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(results, key=lambda one: ROWS.index(one.row))
    RESULTS.write_bytes(msgspec.json.encode(ordered))
    REPORT.write_text(report(ordered), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--share", choices=("tenth", "full"), default="tenth")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", nargs="*", default=[], choices=[row.name for row in ROWS])
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="how many at a time")
    given = parser.parse_args(arguments)
    rows = [row for row in ROWS if not given.only or row.name in given.only]
    results = found_before([row for row in ROWS if row not in rows])
    print(f"{len(rows)} promises, {given.share} size, seed {given.seed}", flush=True)
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        under_way = [pool.submit(run, row, given.share, given.seed) for row in rows]
        for done in concurrent.futures.as_completed(under_way):
            one = done.result()
            results.append(one)
            keep(results)
            failed = one.failed and f", {one.failed} failed"
            controls = one.controls and f"; with the protection left out: {one.controls}"
            print(f"{one.row.promise}: {one.cases}{failed}{controls} ({one.seconds:.0f} s)", flush=True)
            for text in one.said:
                print(text, flush=True)
    print(f"the report: {REPORT.relative_to(_REPOSITORY)}")
    return int(not all(one.is_right for one in results if one.row in rows))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
