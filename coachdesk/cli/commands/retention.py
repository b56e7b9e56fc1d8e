"""``coachdesk retention``: the day on which to ask whether what is kept about a leader is still needed."""

from argparse import ArgumentParser, Namespace

from coachdesk import sentences
from coachdesk.cli import finding, holds
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import NotUnderstood
from coachdesk.cli.text import table
from coachdesk.cli.when import day_of, local_zone, today_in
from coachdesk.export import phrases
from coachdesk.journal import keeping
from coachdesk.journal.journal import Journal

_NEVER = "never"


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", nargs="?", help="about whom; everybody’s days without")
    parser.add_argument("day", metavar="DAY", nargs="?", help=f"when to ask, or “{_NEVER}”")
    parser.add_argument("--note", metavar="TEXT", default="", help="why that day: a rule, an agreement")


def run(desk: Desk, options: Namespace) -> int:
    """Keeps the day, or lists the days. Nothing is ever erased by itself."""
    with opened(desk, options) as journal:
        if options.leader is None:
            _list(desk, journal)
            return 0
        if options.day is None:
            raise NotUnderstood("day_missing")
        leader = finding.leader_of(journal.view, options.leader)
        never = options.day.strip().casefold() == _NEVER
        day = None if never else day_of(options.day, today_in(local_zone()))
        keeping.review_on(journal, leader.id, day, options.note)
        said = phrases.day(day) if day else _NEVER
        desk.terminal.say(sentences.said("retention_kept", name=leader.name, day=said))
    return 0


def _list(desk: Desk, journal: Journal) -> None:
    rows = []
    for leader in journal.view.leaders():
        kept = keeping.retention_of(journal.view, leader.id)
        day = phrases.day(kept.review_on) if kept and kept.review_on else "no day"
        held = "on legal hold" if holds.lines_about(journal.view, leader.id) else ""
        rows.append((leader.name, day, kept.note if kept else "", held))
    desk.terminal.say(*(table(rows) if rows else [sentences.said("no_leaders")]))
