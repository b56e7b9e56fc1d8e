"""``coachdesk link``: what an entry says to an issue, a goal, an expectation or anything else."""

from argparse import ArgumentParser, Namespace
from typing import get_args, get_type_hints

from coachdesk.cli import coached, finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import Refused
from coachdesk.coaching.links import linked
from coachdesk.export import phrases_coaching as words
from coachdesk.journal.errors import AlreadyWithdrawn
from coachdesk.journal.view import View
from coachdesk.records.about import AboutLeaders
from coachdesk.records.base import clean_line
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Link

_STANCES = get_args(get_type_hints(Link)["stance"])


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("entry", metavar="ENTRY", help="the entry: the beginning of its id")
    parser.add_argument(
        "target", metavar="TARGET", help="what it speaks to: the beginning of its id, as “issues” shows it"
    )
    parser.add_argument("--stance", choices=_STANCES, required=True, help="what it says to it")
    parser.add_argument("--note", metavar="TEXT", help="in a word")


def run(desk: Desk, options: Namespace) -> int:
    """Seals the link; one that is there already is changed."""
    with opened(desk, options) as journal:
        view = journal.view
        entry = coached.entry_that_stands(view, options.entry)
        target = _target(view, options.target)
        shared = [one for one in entry.leader_ids if one in target.leader_ids]
        if not shared:
            raise Refused("link_shares_nobody", entry=finding.short_id(entry.id))
        before = linked(view.records("link"), entry.id, target.id)
        values = {"stance": options.stance}
        if options.note is not None:
            values["note"] = clean_line(options.note)
        link = (
            before.changed(**values)
            if before
            else Link.make(leader_ids=shared, entry_id=entry.id, target_id=target.id, **values)
        )
        journal.put(link)
    said = f"{words.STANCES[link.stance]}: {coached.called(target)}"
    desk.terminal.say(f"Linked: {finding.short_id(entry.id)} {said} ({finding.short_id(target.id)})")
    return 0


def _target(view: View, beginning: str) -> AboutLeaders:
    """The coaching record that is meant. Raises Refused for what takes no link, AlreadyWithdrawn."""
    last = view.get(finding.id_of(view, beginning))
    record = last.record
    if not isinstance(record, AboutLeaders) or isinstance(record, Entry | Link):
        raise Refused("link_to_nothing", target=beginning)
    if not coached.may_be_shown(view, record):
        raise Refused("own_window_only")
    if last.event.action == "withdraw":
        raise AlreadyWithdrawn(record.id)
    return record
