"""``coachdesk receipt``: the few lines that are sent apart from an exported file."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.new_files import check_new, write_new
from coachdesk.cli.refusals import Refused
from coachdesk.export.receipt import receipt_of, text_of
from coachdesk.journal.view import View
from coachdesk.records.handover import Export


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("export", metavar="EXPORT", help="its number, as it is printed on every page")
    parser.add_argument(
        "-o", dest="target", metavar="FILE.txt", type=Path, help="write it to this file instead of showing it"
    )


def run(desk: Desk, options: Namespace) -> int:
    """Shows the receipt, or writes it."""
    target = options.target.expanduser() if options.target else None
    if target:
        check_new(target)
    with opened(desk, options) as journal:
        said = text_of(receipt_of(_export(journal.view, options.export)))
    if target:
        write_new(target, said)
    else:
        desk.terminal.say(said.rstrip("\n"))
    return 0


def _export(view: View, number: str) -> Export:
    """The export of that number that was released. Raises Refused."""
    exports = [one for one in view.records("export") if isinstance(one, Export) and one.state == "released"]
    for export in exports:
        if export.number.casefold() == number.strip().casefold():
            return export
    known = ", ".join(export.number for export in exports[-5:])
    if known:
        raise Refused("export_unknown", number=number, known=known)
    raise Refused("export_none")
