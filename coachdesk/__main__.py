"""The program: ``coachdesk`` alone opens the window, with a sub-command it is the command line."""

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs CoachDesk with these arguments (without the program's name) and returns its exit code."""
    os.umask(0o077)
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["_render"]:
        from coachdesk.export.render import main as render  # noqa: PLC0415  # a process that draws, nothing else

        return render()
    from coachdesk.cli.running import run  # noqa: PLC0415  # the renderer has no use for it

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
