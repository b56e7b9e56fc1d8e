"""``coachdesk rescue``: what is whole in a damaged journal goes into a new one; what is lost is listed."""

from argparse import ArgumentParser, Namespace
from itertools import groupby
from pathlib import Path
from typing import Literal

from coachdesk import sentences
from coachdesk.cli.desk import Desk, secret
from coachdesk.cli.parsing import add_json
from coachdesk.cli.passphrases import new_cost, new_passphrase
from coachdesk.journal import rescuing
from coachdesk.journal.rescuing import New, Rescued, Words
from coachdesk.journal.salvage import Lost


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "source", metavar="DAMAGED", type=Path, help="the damaged journal; it is left as it is"
    )
    parser.add_argument(
        "target", metavar="NEW", type=Path, help="the journal to be made, such as Saved.coachdesk"
    )
    parser.add_argument(
        "--recovery-code-file",
        metavar="FILE",
        help="open it with the recovery code, from FILE (- is standard input)",
    )
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        help="with the recovery code: read the new journal’s passphrase from FILE",
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Saves what is whole; the exit code is 0 if nothing was lost, 1 otherwise."""
    source, target = options.source.expanduser(), options.target.expanduser()
    rescuing.header_of(source)
    words = Words(
        sentences.said("name_lost"),
        sentences.said("content_lost"),
        sentences.said("rescued_why"),
        sentences.said("event_lost"),
        sentences.said("words_only"),
    )
    by: Literal["passphrase", "recovery"] = "recovery" if options.recovery_code_file else "passphrase"
    if by == "recovery":
        typed = secret(desk, options.recovery_code_file, "")
        passphrase = new_passphrase(desk, options.new_passphrase_file, option="--new-passphrase-file")
    else:
        typed = passphrase = secret(desk, options.passphrase_file, f"Passphrase for {source.name}: ")
    done = rescuing.rescue(source, typed, by, New(target, passphrase, new_cost(desk)), words)
    _say(desk, target, done, as_json=options.json)
    return 1 if done.lost or done.attachments_lost or done.alone else 0


def _say(desk: Desk, target: Path, done: Rescued, *, as_json: bool) -> None:
    if as_json:
        desk.terminal.say_json(
            {
                "path": str(target),
                "events": done.events,
                "without_event": done.alone,
                "from_index": done.indexed,
                "erased": done.erased,
                "lost": [{"number": one.seq, "day": one.day} for one in done.lost],
                "attachments_lost": list(done.attachments_lost),
                "damaged_pages": list(done.damaged_pages),
                "recovery_code": done.code,
            }
        )
        return
    desk.terminal.say(sentences.said("rescued", path=str(target), events=done.events, code=done.code))
    if done.alone:
        desk.terminal.say(sentences.said("rescue_alone", count=done.alone))
    if done.indexed:
        desk.terminal.say(sentences.said("rescue_indexed", count=done.indexed))
    if done.lost:
        desk.terminal.say(sentences.said("rescue_lost", count=len(done.lost)), *_days(done.lost))
    if done.attachments_lost:
        desk.terminal.say(
            sentences.said("rescue_attachments_lost"), *(f"  {name}" for name in done.attachments_lost)
        )
    if done.erased:
        desk.terminal.say(sentences.said("rescue_erased", count=done.erased))
    if done.newest:
        one, head = done.newest
        said = sentences.said("rescue_backup", path=str(one.path), size=head.size, newer=done.after_it)
        desk.terminal.say(said)


def _days(lost: tuple[Lost, ...]) -> list[str]:
    """One line a day: the numbers of the events that were recorded on it."""
    return [
        f"  {day or sentences.said('day_lost')}: {', '.join(str(one.seq) for one in of_day)}"
        for day, of_day in groupby(lost, lambda one: one.day)
    ]
