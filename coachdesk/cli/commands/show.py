"""``coachdesk show``: one entry or coaching record as it stands, and how it came to stand so."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

import msgspec

from coachdesk.cli import coached, coached_page
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.entry_page import page_of
from coachdesk.cli.parsing import add_json
from coachdesk.cli.text import WIDEST
from coachdesk.journal.view import Revision, View
from coachdesk.records.entry import Entry


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("id", metavar="ID", help="the beginning of its id, as “list” and the others show it")
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Shows it with its history."""
    with opened(desk, options) as journal:
        view = journal.view
        last = coached.any_of(view, options.id)
        history, width = view.history(last.record.id), min(desk.terminal.width, WIDEST)
        is_entry = isinstance(last.record, Entry)
        if options.json:
            values = _as_json(view, last, history) if is_entry else coached_page.as_json(view, history)
            desk.terminal.say_json(values)
        else:
            page = page_of if is_entry else coached_page.page_of
            desk.terminal.say(*page(view, history, width))
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
        "erased": last.erased,
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
