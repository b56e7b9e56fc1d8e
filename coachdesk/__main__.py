"""The program: ``coachdesk`` alone opens the window, with a sub-command it is the command line."""

import gc
import sys
from collections.abc import Sequence

from coachdesk.hardening import harden


def main(argv: Sequence[str] | None = None) -> int:
    """Runs CoachDesk with these arguments (without the program's name) and returns its exit code."""
    harden()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] in (["_render"], ["_read_back"], ["_verify"]):
        return _answer(arguments[0])
    from coachdesk.cli.running import run  # noqa: PLC0415  # the renderer has no use for it

    return run(arguments)


def _answer(hidden: str) -> int:
    """A process that draws, reads what was drawn, or verifies it, and ends.

    Looking for what it could throw away, on the way and at its end, would take it a tenth of its time.
    """
    gc.disable()
    if hidden == "_render":
        from coachdesk.export.render import main as answer  # noqa: PLC0415  # none needs the others
    elif hidden == "_verify":
        from coachdesk.export.verify_apart import main as answer  # noqa: PLC0415
    else:
        from coachdesk.export.reading_back import main as answer  # noqa: PLC0415
    code = answer()
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(main())
