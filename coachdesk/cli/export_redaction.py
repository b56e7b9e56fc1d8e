"""Whose names do not stand in an export, as options: aliases, and files that are not attached."""

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Sequence

from coachdesk import sentences
from coachdesk.cli import finding
from coachdesk.cli.desk import Desk
from coachdesk.cli.refusals import Refused
from coachdesk.cli.text import on_one_line, shortened, table
from coachdesk.export.redaction import (
    Place,
    Proposal,
    Redaction,
    attachments,
    check_aliases,
    places,
    propose,
    redaction_of,
)
from coachdesk.export.selection import Selection
from coachdesk.journal.view import View

_NAMES_SHOWN = 4


def add_options(parser: ArgumentParser) -> None:
    """The options of the group "other people"."""
    others = parser.add_argument_group("other people")
    others.add_argument(
        "--alias",
        metavar="NAME=ALIAS",
        action="append",
        help="show “[ALIAS]” for everything this person is called: --alias “Priya Shah=Peer A” (again for more)",
    )
    others.add_argument(
        "--alias-all",
        action=BooleanOptionalAction,
        help="show an alias for everybody and everything that --list-names lists",
    )
    others.add_argument(
        "--keep-name",
        metavar="NAME",
        action="append",
        help="with --alias-all: this name stays (again for more)",
    )
    others.add_argument(
        "--drop-attachment",
        metavar="ID",
        action="append",
        help="do not attach this file; a numbered gap stays (again for more)",
    )
    others.add_argument(
        "--list-names",
        action="store_true",
        help="say who is named, what would be replaced where, and which files go along; make nothing",
    )


def redaction_from(view: View, options: Namespace, selection: Selection) -> Redaction:
    """What was chosen. Raises Refused or InvalidRecord."""
    chosen: dict[str, str] = {}
    given = [_name_and_alias(one) for one in options.alias or ()]
    proposals = propose(view, selection) if given or options.alias_all else ()
    if options.alias_all:
        kept = {one.casefold() for one in options.keep_name or ()}
        chosen |= {
            one.names[0]: one.suggested
            for one in proposals
            if not kept & {name.casefold() for name in one.names}
        }
    for name, alias in given:
        chosen = {
            other: shown
            for other, shown in chosen.items()
            if name.casefold() not in {one.casefold() for one in _names_of(proposals, other)}
        }
        chosen[name] = alias
    dropped = tuple(_attachment(view, selection, one) for one in options.drop_attachment or ())
    own = [one.name for one in view.leaders() if one.id in selection.leader_ids]
    redaction = redaction_of(proposals, chosen, dropped, own)
    check_aliases(view, redaction.aliases)
    return redaction


def _names_of(proposals: Sequence[Proposal], name: str) -> tuple[str, ...]:
    return next((one.names for one in proposals if name in one.names), (name,))


def _name_and_alias(typed: str) -> tuple[str, str]:
    name, equals, alias = typed.rpartition("=")
    if not (name.strip() and equals and alias.strip()):
        raise Refused("alias_not_understood", typed=typed)
    return name.strip(), alias.strip()


def _attachment(view: View, selection: Selection, beginning: str) -> str:
    found = [one.id for one in attachments(view, selection) if one.id.startswith(beginning)]
    if len(found) != 1:
        raise Refused("attachment_not_shown", attachment=beginning)
    return found[0]


def say_names(desk: Desk, view: View, selection: Selection, redaction: Redaction, *, as_json: bool) -> None:
    """Everybody who is named, what the choices replace where, and the files that would be attached."""
    proposals, attached = propose(view, selection), attachments(view, selection)
    replaced = places(view, selection, redaction)
    if as_json:
        desk.terminal.say_json(
            {
                "names": [
                    {"names": list(one.names), "role": one.role, "count": one.count, "alias": one.suggested}
                    for one in proposals
                ],
                "replaced": [
                    {
                        "record": one.record_id,
                        "number": one.number,
                        "field": one.field,
                        "before": one.before,
                        "shown": one.shown,
                    }
                    for one in replaced
                ],
                "attachments": [{"id": one.id, "name": one.name} for one in attached],
            }
        )
        return
    rows = [
        (one.suggested, _called(one), f"{one.count} times" if one.count > 1 else "once") for one in proposals
    ]
    rows += [("File", one.name, finding.short_id(one.id)) for one in attached]
    desk.terminal.say(*(_fitting(desk, rows) or [sentences.said("nobody_else_named")]))
    if replaced:
        desk.terminal.say("", *_fitting(desk, [_row(one) for one in replaced]))
    desk.terminal.say("", sentences.said("only_names_listed"))


def _fitting(desk: Desk, rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [shortened(line, desk.terminal.width) for line in table(rows)]


def _called(one: Proposal) -> str:
    more = len(one.names) - _NAMES_SHOWN
    said = ", ".join(on_one_line(name) for name in one.names[:_NAMES_SHOWN])
    return f"{said} and {more} more" if more > 0 else said


def _row(one: Place) -> tuple[str, ...]:
    where = f"Entry {one.number}" if one.number else finding.short_id(one.record_id)
    return where, one.field, f"{on_one_line(one.before)} → {on_one_line(one.shown)}"
