"""``coachdesk search``: words, wherever they stand in the journal, the best first."""

from argparse import ArgumentParser, Namespace
from typing import Any

from coachdesk import sentences
from coachdesk.cli import finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.parsing import add_json
from coachdesk.cli.showing import kind_name, may_be_listed, when
from coachdesk.cli.text import on_one_line
from coachdesk.journal.search import CLOSE, OPEN, Hit
from coachdesk.journal.view import View
from coachdesk.records.entry import Entry
from coachdesk.records.people import Contact, Leader

_LIMIT = 50
_INDENT = " " * (finding.SHOWN_LETTERS + 2)


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "words",
        metavar="WORDS",
        nargs="+",
        help="all of them must be there; the last may be the beginning of one",
    )
    parser.add_argument(
        "--limit", type=int, metavar="N", default=_LIMIT, help=f"at most N (default {_LIMIT})"
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Searches."""
    words = " ".join(options.words)
    with opened(desk, options) as journal:
        view = journal.view
        hits = view.search(words, max(options.limit, 1))
        names = {leader.id: leader.name for leader in view.leaders()}
        if options.json:
            listed = [hit for hit in hits if may_be_listed(view, hit.record_id)]
            desk.terminal.say_json([_as_json(view, hit, names) for hit in listed])
            return 0
        if not hits:
            desk.terminal.say(sentences.said("nothing_found", words=words))
        for hit in hits:
            desk.terminal.say(f"{finding.short_id(hit.record_id)}  {_described(view, hit, names)}")
            desk.terminal.say_found(_INDENT + on_one_line(hit.snippet), OPEN, CLOSE)
    return 0


def _described(view: View, hit: Hit, names: dict[str, str]) -> str:
    revision = view.get(hit.record_id)
    record = revision.record
    if isinstance(record, Entry):
        about = " and ".join(names[leader_id] for leader_id in record.leader_ids)
        withdrawn = ", withdrawn" if revision.event.action == "withdraw" else ""
        return f"{when(record)}  {about}  {kind_name(record)}{withdrawn}"
    assert isinstance(record, Leader | Contact)
    return f"{hit.record_type}  {record.name}"


def _as_json(view: View, hit: Hit, names: dict[str, str]) -> dict[str, Any]:
    record = view.get(hit.record_id).record
    found: dict[str, Any] = {
        "id": hit.record_id,
        "type": hit.record_type,
        "recorded_at": hit.recorded_at,
        "snippet": hit.snippet.replace(OPEN, "").replace(CLOSE, ""),
    }
    if isinstance(record, Entry):
        found["occurred"] = {"day": record.occurred.day, "time": record.occurred.time}
        found["kind"] = record.kind
        found["leaders"] = [names[leader_id] for leader_id in record.leader_ids]
    return found
