"""Hold every measured package to a share of its lines and, separately, of its branches.

    python packaging/check_coverage.py build/coverage/coverage.json

coverage's own `fail_under` mixes lines and branches of everything into one number, in which a poorly
tested package hides behind a well tested one.
"""

import json
import sys
from collections import Counter
from pathlib import Path, PurePosixPath

FLOOR = 95
"""Per cent, for lines and for branches, in each package."""

MEASURED = ("records", "ledger", "coaching", "journal", "export")


def main(report: Path) -> None:
    """Print one line per package; raises SystemExit if one is below the floor or was not measured."""
    packages = counts(report)
    short = False
    for package in MEASURED:
        count = packages.get(package, Counter())
        lines = share(count["covered_lines"], count["num_statements"])
        branches = share(count["covered_branches"], count["num_branches"])
        enough = count["num_statements"] > 0 and min(lines, branches) >= FLOOR
        short = short or not enough
        verdict = "" if enough else f"  below {FLOOR} %"
        print(f"{package:8} {lines:6.1f} % of lines {branches:6.1f} % of branches{verdict}")
    if short:
        raise SystemExit(1)


def counts(report: Path) -> dict[str, Counter[str]]:
    """Add up the counts of coverage's JSON report, per package under coachdesk/."""
    packages: dict[str, Counter[str]] = {}
    for name, file in json.loads(report.read_text(encoding="utf-8"))["files"].items():
        package = PurePosixPath(name.replace("\\", "/")).parts[1]
        summary = {key: value for key, value in file["summary"].items() if isinstance(value, int)}
        packages.setdefault(package, Counter()).update(summary)
    return packages


def share(part: int, whole: int) -> float:
    """Give the percentage; all of nothing is 100."""
    return 100.0 * part / whole if whole else 100.0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
