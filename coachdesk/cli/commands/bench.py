"""``coachdesk bench``: how long things take on this machine."""

from argparse import ArgumentParser, Namespace

from coachdesk import bench
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_json(parser)
    parser.add_argument("--large", action="store_true", help="measure with ten times as many notes, too")


def run(desk: Desk, options: Namespace) -> int:  # noqa: ARG001  # it says what it measured itself
    """Measures."""
    return bench.main(as_json=options.json, large=options.large)
