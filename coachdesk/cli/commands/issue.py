"""``coachdesk issue``: raises an issue with a leader, from an entry if one is named."""

from argparse import ArgumentParser, Namespace
from typing import get_args

from coachdesk.cli import coached, finding
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.when import local_zone, past_day_of, today_in
from coachdesk.export import phrases_coaching as words
from coachdesk.records.base import Record, clean_line
from coachdesk.records.issue import Issue, Link, Segment


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", help="who works on it")
    parser.add_argument(
        "--title", metavar="TEXT", required=True, help="a behaviour that can be seen, not what somebody is"
    )
    parser.add_argument("--segment", choices=get_args(Segment), required=True, help="what kind of issue")
    parser.add_argument("--theme", metavar="TEXT", default="", help="as among the themes of your notes")
    parser.add_argument("--noticed", metavar="DAY", help="the day on which you first saw it")
    parser.add_argument("--from", dest="entry", metavar="ENTRY", help="the entry that shows it")


def run(desk: Desk, options: Namespace) -> int:
    """Seals the issue, and what links the entry to it."""
    noticed = past_day_of(options.noticed, today_in(local_zone())) if options.noticed else None
    with opened(desk, options) as journal:
        leader = finding.leader_of(journal.view, options.leader)
        issue = Issue.make(
            leader_ids=(leader.id,),
            title=clean_line(options.title),
            segment=options.segment,
            theme=clean_line(options.theme),
            noticed=noticed,
        )
        records: list[Record] = [issue]
        if options.entry:
            entry = coached.entry_that_stands(journal.view, options.entry, leader)
            about = {"leader_ids": (leader.id,), "entry_id": entry.id, "target_id": issue.id}
            records.append(Link.make(**about, stance="supports"))
        journal.put(*records)
    segment = words.SEGMENTS[issue.segment].lower()
    desk.terminal.say(f"Raised with {leader.name}: {finding.short_id(issue.id)}, {segment}, {issue.title}")
    return 0
