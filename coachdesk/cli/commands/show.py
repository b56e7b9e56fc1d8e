"""``coachdesk show``: one entry as it stands, and how it came to stand so."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

import msgspec

from coachdesk.cli import finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.entry_page import page_of
from coachdesk.cli.parsing import add_json
from coachdesk.cli.text import WIDEST
from coachdesk.journal.view import Revision, View


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("id", metavar="ID", help="the entry: the beginning of its id, as “list” shows it")
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Shows the entry with its history."""
    with opened(desk, options) as journal:
        view = journal.view
        entry, last = finding.entry_of(view, options.id)
        history = view.history(entry.id)
        if options.json:
            desk.terminal.say_json(_as_json(view, last, history))
        else:
            desk.terminal.say(*page_of(view, history, min(desk.terminal.width, WIDEST)))
    return 0


def _as_json(view: View, last: Revision, history: Sequence[Revision]) -> dict[str, Any]:
    numbers = dict(zip(last.payload.leaders, last.payload.numbers, strict=True))
    record = msgspec.to_builtins(last.record)
    leaders = [leader for leader in view.leaders() if leader.id in record["leader_ids"]]
    return {
        "leaders": [
            {"id": leader.id, "name": leader.name, "number": numbers[leader.id]} for leader in leaders
        ],
        "withdrawn": last.event.action == "withdraw",
        "entry": record,
        "history": [
            {
                "revision": revision.event.revision,
                "action": revision.event.action,
                "recorded_at": revision.event.recorded_at,
                "offset": revision.event.offset,
                "reason": revision.payload.reason,
                "entry": revision.payload.record,
            }
            for revision in history
        ],
    }
