"""``coachdesk new``: a journal, its recovery code, and what to type next."""

import os
import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path

import msgspec

from coachdesk import sentences
from coachdesk.cli.access import remark_notices
from coachdesk.cli.desk import Desk
from coachdesk.cli.passphrases import new_cost, new_passphrase
from coachdesk.export.evidence import Manager
from coachdesk.export.releasing import MANAGER
from coachdesk.journal.errors import AlreadyExists
from coachdesk.journal.opening import create_journal
from coachdesk.records.base import clean_line


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "path", metavar="PATH", type=Path, help="the folder that will be the journal, such as Notes.coachdesk"
    )
    parser.add_argument("--name", default="", help="your name, for the cover of what you export")
    parser.add_argument("--role", default="", help="your role")
    parser.add_argument("--employer", default="", help="your employer")


def run(desk: Desk, options: Namespace) -> int:
    """Makes the journal and shows the recovery code, this once."""
    path = options.path.expanduser()
    if os.path.lexists(path):
        raise AlreadyExists(path)
    passphrase = new_passphrase(desk, options.passphrase_file)
    journal, code = create_journal(path, passphrase, new_cost(desk))
    with journal:
        manager = Manager(
            name=clean_line(options.name),
            role=clean_line(options.role),
            employer=clean_line(options.employer),
        )
        journal.change_setting(MANAGER, msgspec.json.encode(manager))
    made = path.absolute()
    remark_notices(desk, journal)
    desk.terminal.say(sentences.said("journal_made", path=made, code=code), "", sentences.said("next"))
    desk.terminal.say(f'  {desk.program} --journal {shlex.quote(str(made))} note "NAME" "What happened"')
    return 0
