"""``coachdesk erase``: content destroyed for good, from a word to all about a leader. Nothing brings it back."""

from argparse import ArgumentParser, Namespace

from coachdesk import sentences
from coachdesk.cli import finding, holds
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import NotUnderstood, Refused
from coachdesk.cli.when import local_zone, period_of, today_in
from coachdesk.export import phrases
from coachdesk.journal import erasable, erasing
from coachdesk.journal.erasable import Plan
from coachdesk.journal.journal import Journal
from coachdesk.journal.view import View
from coachdesk.records.entry import Entry

_FIRST, _LAST = "0001-01-01", "9999-12-31"


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "id", metavar="ID", nargs="?", help="an entry or any other record: the beginning of its id"
    )
    parser.add_argument(
        "--word",
        action="append",
        default=[],
        metavar="TEXT",
        help="only this word, or these in a row, in all states of it (again for more); without ID, everywhere",
    )
    parser.add_argument(
        "--field", metavar="NAME", help="only this field, in all states of it: impact, present, told …"
    )
    parser.add_argument("--leader", metavar="NAME", help="a leader, and all that is about nobody else")
    parser.add_argument(
        "--also", action="append", default=[], metavar="WORD", help="with --leader: what else they are called"
    )
    parser.add_argument(
        "--only-their-file",
        action="store_true",
        help="with --leader: leave their name in what is about others",
    )
    parser.add_argument("--from", dest="from_day", metavar="DAY", help="what happened from this day on")
    parser.add_argument(
        "--to", dest="to_day", metavar="DAY", help="what happened up to this day, itself included"
    )
    holds.add_who_and_why(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask for the name or number to be typed")


def run(desk: Desk, options: Namespace) -> int:
    """Says what would go, has it confirmed by a name or number that is typed, and destroys it."""
    with opened(desk, options) as journal:
        _check_meant(options)
        plan, called = _plan(journal.view, options)
        desk.terminal.remark(*_summary(plan, called))
        reason, by = holds.why(desk, options), holds.who(desk, journal.view, options)
        if not options.yes:
            _confirm(desk, called)
        with desk.terminal.progress("Erasing") as progress:
            event = erasing.erase(journal, plan, by, reason, progress)
        desk.terminal.say(sentences.said("erased", seq=event.seq))
        _say_not_reached(desk, journal)
    return 0


def _check_meant(options: Namespace) -> None:
    """Raises NotUnderstood unless the options name one grain."""
    period = bool(options.from_day or options.to_day)
    whole = options.id and not (options.word or options.field)
    is_one = [
        bool(whole) and not (options.leader or period),
        bool(options.word) and not (options.field or options.leader or period),
        bool(options.id and options.field) and not (options.word or options.leader or period),
        bool(options.leader or period) and not (options.id or options.word or options.field),
    ]
    if sum(is_one) != 1 or (options.also and (period or not options.leader)):
        raise NotUnderstood("erase_unclear")


def _plan(view: View, options: Namespace) -> tuple[Plan, str]:
    """What is to go, and what is to be typed before it does."""
    if options.leader:
        leader = finding.leader_of(view, options.leader)
        if options.from_day or options.to_day:
            return erasable.plan_period(view, *_period(options), leader.id), leader.name
        elsewhere = not options.only_their_file
        return erasable.plan_leader(view, [leader.id], options.also, elsewhere=elsewhere), leader.name
    if options.from_day or options.to_day:
        plan = erasable.plan_period(view, *_period(options))
        return plan, str(len(plan.whole))
    if options.id is None:
        plan = erasable.plan_words(view, options.word)
        return plan, str(plan.words)
    record_id = finding.id_of(view, options.id)
    if options.word:
        plan = erasable.plan_words(view, options.word, record_id)
    elif options.field:
        plan = erasable.plan_field(view, record_id, options.field)
    else:
        plan = erasable.plan_record(view, record_id)
    return plan, _called(view, record_id)


def _called(view: View, record_id: str) -> str:
    """An entry's number in the first of its files; the short id of anything else."""
    last = view.get(record_id)
    return str(last.payload.numbers[0]) if isinstance(last.record, Entry) else finding.short_id(record_id)


def _period(options: Namespace) -> tuple[str, str]:
    first, last = period_of(options.from_day, options.to_day, today_in(local_zone()))
    return first or _FIRST, last or _LAST


def _summary(plan: Plan, called: str) -> list[str]:
    whole, part = phrases.count(len(plan.whole), "record"), phrases.count(len(plan.part), "record")
    told = [sentences.said("erase_whole", records=whole)] if plan.whole else []
    if plan.part:
        told.append(sentences.said("erase_part", records=part, places=phrases.count(plan.words, "place")))
    if plan.left_alone:
        kept = phrases.count(len(plan.left_alone), "record")
        told.append(sentences.said("erase_left_alone", records=kept))
    return [*told, sentences.said("erase_means", called=called)]


def _confirm(desk: Desk, called: str) -> None:
    if not desk.terminal.can_ask or desk.terminal.ask(f"Type {called} to erase it: ").strip() != called:
        raise Refused("not_erased")


def _say_not_reached(desk: Desk, journal: Journal) -> None:
    desk.terminal.remark(sentences.said("erased_elsewhere"))
    for path in erasing.not_reached(journal.path):
        desk.terminal.remark(f"  {path}")
