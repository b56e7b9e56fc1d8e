"""Whose names do not stand in an export, as options: aliases, and files that are not attached."""

import re
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
_EXHIBIT = re.compile(r"(?:exhibit\s+)?e(\d{1,5})", re.IGNORECASE)
"""What stands for a file in the report."""


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
        "--alias-listed",
        action="store_true",
        help="the same for people in lists, their titles, addresses and numbers; what was just found in the text stays",
    )
    others.add_argument(
        "--keep-name",
        metavar="NAME",
        action="append",
        help="with these two, or a preset: this name stays (again for more)",
    )
    others.add_argument(
        "--drop-attachment",
        metavar="E1",
        action="append",
        help="do not attach this file, by the number of its exhibit or by its id; a numbered gap stays (again for more)",
    )
    others.add_argument(
        "--list-names",
        action="store_true",
        help="say who is named, what would be replaced where, and which files go along; make nothing",
    )


def redaction_from(desk: Desk, view: View, options: Namespace, selection: Selection) -> Redaction:
    """What was chosen. Raises InvalidRecord, and Refused, also where nobody said what becomes of names found in the text."""
    given = [_name_and_alias(one) for one in options.alias or ()]
    proposals = propose(view, selection) if given or replaces_others(options) else ()
    kept = {one.casefold() for one in options.keep_name or ()}
    undecided = [one for one in proposals if not kept & {name.casefold() for name in one.names}]
    chosen: dict[str, str] = {}
    if replaces_others(options):
        chosen |= {one.names[0]: one.suggested for one in undecided if one.is_listed or options.alias_all}
    for name, alias in given:
        chosen = {
            other: shown
            for other, shown in chosen.items()
            if name.casefold() not in {one.casefold() for one in _names_of(proposals, other)}
        }
        chosen[name] = alias
    is_making = options.target is not None and not (options.only_list or options.list_names)
    if is_making and replaces_others(options) and not options.alias_all:
        decided = {name.casefold() for name, _ in given}
        _check_found(
            desk, [one for one in undecided if not decided & {name.casefold() for name in one.names}], options
        )
    dropped = _dropped(desk, view, selection, options.drop_attachment or ())
    own = [one.name for one in view.leaders() if one.id in selection.leader_ids]
    redaction = redaction_of(proposals, chosen, dropped, own)
    check_aliases(view, redaction.aliases)
    return redaction


def replaces_others(options: Namespace) -> bool:
    """Whether others have an alias; ``preset_aliased`` is there if a preset says so."""
    is_said = options.alias_all or options.alias_listed
    return bool(is_said or (options.alias_all is None and getattr(options, "preset_aliased", False)))


def _check_found(desk: Desk, undecided: Sequence[Proposal], options: Namespace) -> None:
    """Names what was just found in the text and stays. Raises Refused unless that was said to be meant."""
    found = [one.names[0] for one in undecided if not one.is_listed]
    if found and not options.alias_listed:
        raise Refused("names_only_found", names="; ".join(map(on_one_line, found)))
    if found:
        desk.terminal.remark(sentences.said("names_stay", names="; ".join(map(on_one_line, found))))


def _names_of(proposals: Sequence[Proposal], name: str) -> tuple[str, ...]:
    return next((one.names for one in proposals if name in one.names), (name,))


def _name_and_alias(typed: str) -> tuple[str, str]:
    name, equals, alias = typed.rpartition("=")
    if not (name.strip() and equals and alias.strip()):
        raise Refused("alias_not_understood", typed=typed)
    return name.strip(), alias.strip()


def _dropped(desk: Desk, view: View, selection: Selection, typed: Sequence[str]) -> tuple[str, ...]:
    """The files that are meant and would be attached; of others on file it is said that they are not. Raises Refused."""
    if not typed:
        return ()
    shown = [one.id for one in attachments(view, selection)]
    found = list[str]()
    for one in typed:
        meant = _attachment(view, shown, one)
        if meant in shown:
            found.append(meant)
        else:
            desk.terminal.remark(sentences.said("attachment_not_in", attachment=one))
    return tuple(dict.fromkeys(found))


def _attachment(view: View, shown: Sequence[str], typed: str) -> str:
    """The file of an exhibit by its number (E1), or one whose id begins so. Raises Refused."""
    number = _EXHIBIT.fullmatch(typed.strip())
    if number and 0 < int(number[1]) <= len(shown):
        return shown[int(number[1]) - 1]
    beginning = typed.strip().lower()
    among = [one for one in shown if beginning and one.startswith(beginning)]
    every = among or [
        one.id for one in view.records("attachment") if beginning and one.id.startswith(beginning)
    ]
    if not every:
        raise Refused("attachment_not_shown", attachment=typed)
    if len(every) > 1:
        raise Refused("attachment_ambiguous", attachment=typed)
    return every[0]


def say_names(desk: Desk, view: View, selection: Selection, redaction: Redaction, *, as_json: bool) -> None:
    """Everybody who is named, what the choices replace where, and the files that would be attached."""
    proposals, attached = propose(view, selection), attachments(view, selection)
    replaced = places(view, selection, redaction)
    if as_json:
        desk.terminal.say_json(
            {
                "names": [
                    {
                        "names": list(one.names),
                        "role": one.role,
                        "count": one.count,
                        "alias": one.suggested,
                        "listed": one.is_listed,
                    }
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
                "attachments": [
                    {"id": one.id, "name": one.name, "number": f"E{number}"}
                    for number, one in enumerate(attached, start=1)
                ],
            }
        )
        return
    certain, found = ([one for one in proposals if one.is_listed is wanted] for wanted in (True, False))
    rows = [_proposed(one) for one in certain]
    rows += [
        (f"Exhibit E{number}", one.name, finding.short_id(one.id))
        for number, one in enumerate(attached, start=1)
    ]
    if rows or not found:
        desk.terminal.say(*(_fitting(desk, rows) or [sentences.said("nobody_else_named")]))
    if found:
        desk.terminal.say(
            "", sentences.said("found_in_text"), *_fitting(desk, [_proposed(one) for one in found])
        )
    if replaced:
        desk.terminal.say("", *_fitting(desk, [_row(one) for one in replaced]))
    desk.terminal.say("", sentences.said("only_names_listed"))


def _fitting(desk: Desk, rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [shortened(line, desk.terminal.width) for line in table(rows)]


def _proposed(one: Proposal) -> tuple[str, ...]:
    return one.suggested, _called(one), f"{one.count} times" if one.count > 1 else "once"


def _called(one: Proposal) -> str:
    more = len(one.names) - _NAMES_SHOWN
    said = ", ".join(on_one_line(name) for name in one.names[:_NAMES_SHOWN])
    return f"{said} and {more} more" if more > 0 else said


def _row(one: Place) -> tuple[str, ...]:
    where = f"Entry {one.number}" if one.number else finding.short_id(one.record_id)
    return where, one.field, f"{on_one_line(one.before)} → {on_one_line(one.shown)}"
