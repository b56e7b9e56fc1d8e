"""``coachdesk export``: the confidential PDF about one leader, and the command that checks it."""

import os
import shlex
import stat
from argparse import SUPPRESS, ArgumentParser, Namespace
from pathlib import Path

from coachdesk import sentences
from coachdesk.cli import export_paper, export_redaction, export_scope
from coachdesk.cli.access import opened
from coachdesk.cli.desk import Desk
from coachdesk.cli.export_list import say_reviewed
from coachdesk.cli.parsing import add_json
from coachdesk.cli.refusals import NotUnderstood, Refused
from coachdesk.cli.showing import labelled
from coachdesk.cli.text import WIDEST
from coachdesk.cli.when import local_zone
from coachdesk.export.elsewhere import named_elsewhere
from coachdesk.export.presets import save_preset
from coachdesk.export.redaction import Redaction
from coachdesk.export.releasing import Choices, Released, export_timeline, next_number
from coachdesk.export.reviewing import reviewed, shows_anything
from coachdesk.export.selection import Selection
from coachdesk.journal.view import View
from coachdesk.records.base import clean_line


def arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("leader", metavar="LEADER", help="whom it is about")
    parser.add_argument(
        "-o", dest="target", metavar="FILE.pdf", type=Path, help="the file to make, or the folder for it"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE.pdf if it is there")
    export_scope.add_options(parser)
    export_redaction.add_options(parser)
    cover = parser.add_argument_group("what the cover says")
    cover.add_argument("--purpose", metavar="TEXT", help="what it is for")
    cover.add_argument("--recipient", metavar="TEXT", help="whom it is given to")
    cover.add_argument("--case", metavar="TEXT", default="", help="the case reference")
    cover.add_argument(
        "--formal", action="store_true", default=None, help="a formal record, not an informal one"
    )
    cover.add_argument("--letter", action="store_true", default=None, help="US Letter instead of A4")
    cover.add_argument("--zone", help=SUPPRESS)
    cover.add_argument("--unsigned", action="store_true", default=None, help="do not sign the file")
    export_paper.add_options(parser)
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    """Makes the file, seals that it was made, and says what is in it; or says only what would be in it."""
    zone = options.zone or local_zone()
    target = _target(options)
    export_scope.check(options)
    with opened(desk, options) as journal:
        export_scope.apply_preset(journal.view, options)
        selection = export_scope.selection_of(journal.view, options, zone)
        if options.save_preset:
            kept = save_preset(journal, export_scope.preset_of(options, selection))
            desk.terminal.remark(sentences.said("preset_saved", name=kept.name))
        if options.only_list:
            found = reviewed(journal.view, selection)
            elsewhere = named_elsewhere(journal.view, selection)
            say_reviewed(desk, found, elsewhere, as_json=options.json, narrowed=selection.has_period)
        redaction = export_redaction.redaction_from(desk, journal.view, options, selection)
        if options.list_names:
            export_redaction.say_names(desk, journal.view, selection, redaction, as_json=options.json)
        if target is None:
            return 0
        _check_shows(journal.view, selection)
        paper = export_paper.paper_of(desk, options)
        choices = _choices(options, selection, redaction, paper, zone)
        target = _named(target, next_number(journal.view, zone), replace=options.force)
        with desk.terminal.progress("Exporting") as progress:
            released = export_timeline(journal, choices, target, progress, replace=options.force)
    say_released(desk, released)
    return 0


def _check_shows(view: View, selection: Selection) -> None:
    """Raises Refused if nothing would be in the report."""
    if not shows_anything(view, selection):
        names = [leader.name for leader in view.leaders() if leader.id in selection.leader_ids]
        raise Refused("report_empty", name=" and ".join(names))


def _target(options: Namespace) -> Path | None:
    """The file to make; None where none is asked for. Raises Refused."""
    if options.only_list or options.list_names:
        return None
    if options.target is None:
        if options.save_preset:
            return None
        raise NotUnderstood("target_missing")
    target: Path = options.target.expanduser()
    if not target.is_dir():
        check_target(target, replace=options.force)
    return target


def _named(target: Path, number: str, *, replace: bool) -> Path:
    """In a folder, a file with the number of the export: no name of anybody is in that. Raises Refused."""
    if not target.is_dir():
        return target
    check_target(target / f"{number}.pdf", replace=replace)
    return target / f"{number}.pdf"


def _choices(
    options: Namespace, selection: Selection, redaction: Redaction, paper: export_paper.Paper, zone: str
) -> Choices:
    return Choices(
        selection=selection,
        redaction=redaction,
        purpose=clean_line(options.purpose or ""),
        recipient=clean_line(options.recipient or ""),
        case_reference=clean_line(options.case),
        formal=bool(options.formal),
        page_size="Letter" if options.letter else "A4",
        zone=zone,
        signed=not options.unsigned,
        **paper,
    )


def check_target(target: Path, *, replace: bool) -> None:
    """Raises Refused unless a file can be made there."""
    if not target.parent.is_dir():
        raise Refused("export_folder_missing", path=str(target.parent))
    if os.path.lexists(target) and not (replace and stat.S_ISREG(target.lstat().st_mode)):
        raise Refused("export_exists", path=str(target))


def say_released(desk: Desk, released: Released) -> None:
    """What was made, and how anybody can check it."""
    rows = [
        ("Export", released.number),
        ("File", str(released.path)),
        ("Pages", str(released.pages)),
        ("Entries", f"{released.entries} shown, {released.withheld} withheld"),
        ("SHA-256", released.digest),
        ("Signed with", released.fingerprint or "not signed"),
        ("Check it", f"{desk.program} verify {shlex.quote(str(released.path))}"),
        ("Receipt", f"{desk.program} receipt {released.number}"),
    ]
    desk.terminal.say(*labelled(rows, WIDEST + 60))
