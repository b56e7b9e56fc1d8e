"""Measuring: how long things take, each beside its limit measured in the same run.

A limit is the least anybody would have to do: the bare database statement, the bare hashing, the same
words on a bare canvas. Nothing in CoachDesk but the command line may import from here.
"""

import sys


def main(*, as_json: bool, large: bool) -> int:
    """Measures and prints: a table row by row, or at the end a list of JSON objects. Returns the exit code.

    It takes some ten minutes and a gigabyte and a half of the temporary folder; with ``large`` ten times as much.
    """
    # What runs here in processes of its own imports this package; they are to pay for what they use, no more.
    from coachdesk.bench import table, window  # noqa: PLC0415
    from coachdesk.bench.running import EXPORTS, LARGE, SIZES, measured  # noqa: PLC0415

    rows = []
    if not as_json:
        print(table.heading(), flush=True)
    for row in measured((*SIZES, LARGE) if large else SIZES, EXPORTS):
        rows.append(row)
        if not as_json:
            print(table.line(row), flush=True)
    if not window.can_be_shown():
        print(window.NOT_MEASURED, file=sys.stderr)
    if as_json:
        print(table.as_json(rows))
    return 0
