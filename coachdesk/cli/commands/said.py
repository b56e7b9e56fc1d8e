"""``coachdesk said``: what a leader said to an issue, on which day, in their own words."""

from argparse import ArgumentParser, Namespace
from typing import get_args

from coachdesk.cli import coached, finding, wordings
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import Refused
from coachdesk.cli.when import TODAY, day_of, local_zone, today_in
from coachdesk.coaching.acknowledgement import acknowledged
from coachdesk.coaching.self_reflection import asked
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.records.base import clean, clean_line
from coachdesk.records.entry import Presence
from coachdesk.records.issue import Acknowledged, Acknowledgement, SelfReflection


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", help="who said it")
    parser.add_argument("issue", metavar="ISSUE", help="to which issue: words of its title, or its id")
    parser.add_argument(
        "--state", choices=get_args(Acknowledged), required=True, help="where they stand on it now"
    )
    parser.add_argument("--words", metavar="TEXT", default="", help="what they said, as they said it")
    parser.add_argument(
        "--causes", metavar="TEXT", default="", help="what may lie behind it, in their words; nothing medical"
    )
    parser.add_argument("--reflect-by", metavar="DAY", help="by when they were asked to reflect on it")
    parser.add_argument(
        "--ask",
        metavar="QUESTION",
        action="append",
        default=[],
        help="what they were asked to think about (again for more)",
    )
    parser.add_argument("--on", metavar="DAY", default=TODAY, help="the day it was said (default: today)")
    parser.add_argument(
        "--present",
        metavar='"NAME, ROLE"',
        action="append",
        default=[],
        help="who was there (again for more)",
    )
    parser.add_argument("--entry", metavar="ENTRY", help="the entry about that conversation")


def run(desk: Desk, options: Namespace) -> int:
    """Seals what was said."""
    today = today_in(local_zone())
    day = day_of(options.on, today)
    by_day = day_of(options.reflect_by, today, ahead=True) if options.reflect_by else None
    questions = tuple(filter(None, map(clean_line, options.ask)))
    if questions and not by_day:
        raise Refused("reflection_day_missing")
    with opened(desk, options) as journal:
        view = journal.view
        leader = finding.leader_of(view, options.leader)
        issue = coached.issue_of(view, leader, options.issue)
        entry = coached.entry_that_stands(view, options.entry, leader) if options.entry else None
        said = Acknowledgement(
            state=options.state,
            day=day,
            words=clean(options.words).strip(),
            present=tuple(Presence.of_words(clean_line(one)) for one in options.present),
            entry_id=entry.id if entry else None,
        )
        causes = clean(options.causes).strip()
        told = issue.changed(causes=causes, causes_on=day) if causes else issue
        if by_day:
            told = asked(told, SelfReflection(asked_on=day, by_day=by_day, questions=questions))
        journal.put(acknowledged(told, said, today))
        if causes:
            wordings.remark(desk, journal.view, lambda checker: checker.check(causes, "causes"))
    desk.terminal.say(
        f"{leader.name}, {phrases.day(day)}: {words.ACKNOWLEDGED[said.state].lower()}: "
        f"{issue.title} ({finding.short_id(issue.id)})"
    )
    return 0
