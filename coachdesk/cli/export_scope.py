"""What goes into an export, as options: about whom, when, which kinds and issues, what is left out; presets."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import msgspec

from coachdesk.cli import coached, entry_options, finding
from coachdesk.cli.export_redaction import replaces_others
from coachdesk.cli.refusals import Refused
from coachdesk.cli.when import period_of, today_in
from coachdesk.export.presets import BUILT_IN, Preset, preset_called, presets
from coachdesk.export.selection import Releasable, Selection
from coachdesk.journal.filters import EVERYTHING
from coachdesk.journal.view import View
from coachdesk.records.base import clean_line
from coachdesk.records.forms import COACHING
from coachdesk.records.kinds import KINDS
from coachdesk.records.people import Leader

_RELEASABLE = get_args(Releasable)
_COACHING = "coaching"
_NUMBER = re.compile(r"(?:entry\s+)?(\d{1,7}|–|-)(?:\s*/\s*(\d{1,7}|–|-))?", re.IGNORECASE)
"""An entry’s number as it is printed; of two leaders it has two, or one and a dash."""


def add_options(parser: ArgumentParser) -> None:
    """The options of the group "what goes in"."""
    what = parser.add_argument_group("what goes in")
    what.add_argument(
        "--preset",
        metavar="NAME",
        help=f"choices made together: {', '.join(BUILT_IN)}, or one of your own; other options go before it",
    )
    what.add_argument(
        "--with",
        dest="other",
        metavar="LEADER",
        help="about two leaders, whose entries about both stand once",
    )
    what.add_argument("--from", dest="from_day", metavar="DAY", help="what happened from this day on")
    what.add_argument(
        "--to", dest="to_day", metavar="DAY", help="what happened up to this day, itself included"
    )
    what.add_argument(
        "--kind",
        action="append",
        help=f"only this kind of entry, or of coaching record ({_COACHING}: all of those; again for more)",
    )
    what.add_argument(
        "--issue", metavar="ID", action="append", help="only what belongs to this issue (again for more)"
    )
    what.add_argument(
        "--exclude",
        metavar="NUMBER",
        action="append",
        help="leave out this entry, or by its id any record; a numbered gap stays (again for more)",
    )
    what.add_argument(
        "--exclude-others",
        metavar="NUMBER",
        action="append",
        help="the same, as other people's data (again for more)",
    )
    what.add_argument(
        "--release",
        metavar="LANE",
        action="append",
        help=f"let in what is left out otherwise: {', '.join(_RELEASABLE)}",
    )
    what.add_argument(
        "--list",
        dest="only_list",
        action="store_true",
        help="say what would be shown and what withheld, and why; make nothing",
    )
    what.add_argument("--save-preset", metavar="NAME", help="keep these choices under a name")


def apply_preset(view: View, options: Namespace) -> None:
    """What is not said in the options is as the preset has it. Raises Refused for one that is not there."""
    if options.preset is None:
        return
    preset = preset_called(view, options.preset)
    if preset is None:
        names = ", ".join(one.name for one in presets(view))
        raise Refused("preset_unknown", preset=options.preset, presets=names)
    for name, value in _as_options(preset).items():
        if getattr(options, name, None) in (None, "", []):
            setattr(options, name, value)


def _as_options(preset: Preset) -> dict[str, object]:
    return {
        "kind": list(preset.kinds),
        "release": list(preset.lanes),
        "under_review": preset.under_review,
        "preset_aliased": preset.third_parties == "aliased",
        "letter": preset.page_size == "Letter",
        "protect": preset.protected,
        "unsigned": not preset.signed,
        "privilege_log": preset.privilege_log,
        "formal": preset.formal,
        "purpose": preset.purpose,
        "recipient": preset.recipient,
        "watermark": preset.watermark,
    }


def preset_of(options: Namespace, selection: Selection) -> Preset:
    """The preset that these options make, to be kept under the name they give."""
    return Preset(
        name=options.save_preset,
        kinds=selection.kinds,
        lanes=selection.lanes,
        under_review=selection.under_review,
        third_parties="aliased" if replaces_others(options) else "named",
        page_size="Letter" if options.letter else "",
        protected=bool(getattr(options, "protect", False)),
        signed=not options.unsigned,
        privilege_log=bool(getattr(options, "privilege_log", False)),
        formal=bool(options.formal),
        purpose=clean_line(options.purpose or ""),
        recipient=clean_line(options.recipient or ""),
        watermark=clean_line(getattr(options, "watermark", None) or ""),
    )


def check(options: Namespace) -> None:
    """Raises Refused for a kind or a lane that there is not, before any journal is opened."""
    _kinds(options.kind or ())
    _lanes(options.release or ())


def selection_of(view: View, options: Namespace, zone: str) -> Selection:
    """What was chosen. Raises Refused, NoSuchRecord, AmbiguousId or InvalidRecord."""
    leaders = _leaders(view, options)
    first, last = period_of(options.from_day, options.to_day, today_in(zone))
    selection = Selection(
        leader_ids=tuple(leader.id for leader in leaders),
        from_day=first,
        to_day=last,
        kinds=_kinds(options.kind or ()),
        issue_ids=tuple(_issue(view, leaders, meant) for meant in options.issue or ()),
        lanes=_lanes(options.release or ()),
        under_review=bool(getattr(options, "under_review", False)),
    )
    return msgspec.structs.replace(
        selection,
        excluded=_left_out(view, leaders, options.exclude or ()),
        others_data=_left_out(view, leaders, options.exclude_others or ()),
    )


def _leaders(view: View, options: Namespace) -> list[Leader]:
    leaders = [finding.leader_of(view, options.leader)]
    if options.other is not None:
        other = finding.leader_of(view, options.other)
        if other.id == leaders[0].id:
            raise Refused("pair_of_one", name=other.name)
        leaders.append(other)
    return leaders


def _kinds(typed: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for one in typed:
        wanted = one.strip().casefold().replace("-", "_").replace(" ", "_")
        if wanted == _COACHING:
            found += COACHING
        elif wanted in COACHING and wanted not in KINDS:
            found.append(wanted)
        else:
            found.append(entry_options.kind_of(one))
    return tuple(dict.fromkeys(found))


def _lanes(typed: Iterable[str]) -> tuple[Releasable, ...]:
    wanted = list(typed)
    for lane in wanted:
        if lane not in _RELEASABLE:
            raise Refused("lane_never_released", lane=lane, lanes=", ".join(_RELEASABLE))
    return tuple(lane for lane in _RELEASABLE if lane in wanted)


def _issue(view: View, leaders: list[Leader], meant: str) -> str:
    for leader in leaders[:-1]:
        try:
            return coached.issue_of(view, leader, meant).id
        except Refused as refused:
            if refused.problem != "issue_unknown":
                raise
    return coached.issue_of(view, leaders[-1], meant).id


def _left_out(view: View, leaders: list[Leader], typed: Iterable[str]) -> tuple[str, ...]:
    """Raises Refused for what is about none of these leaders: nothing was meant by that."""
    wanted = list(typed)
    listed = [view.timeline(one.id, EVERYTHING, -1).entries for one in leaders if wanted]
    numbered = [{one.number: one.entry.id for one in entries} for entries in listed]
    found = [coached.any_of(view, _numbered(numbered, one) or one).record for one in wanted]
    for record in found:
        named = getattr(record, "leader_ids", ())
        if {leader.id for leader in leaders}.isdisjoint(named):
            names = " and ".join(leader.name for leader in leaders)
            raise Refused("entry_about_others", entry=finding.short_id(record.id), name=names)
    return tuple(record.id for record in found)


def _numbered(numbered: Sequence[Mapping[int, str]], typed: str) -> str:
    """The id of the entry with this number, as the pages say it (“14”, “Entry 14”, of two “4 / 7”); empty if none has it.

    ``numbered`` are the ids of each leader's entries. Raises Refused where it is another entry for each.
    """
    said = _NUMBER.fullmatch(typed.strip())
    if said is None:
        return ""
    wanted = (said[1], said[2] or said[1])
    found = {
        ids[int(number)]
        for ids, number in zip(numbered, wanted, strict=False)
        if number.isdecimal() and int(number) in ids
    }
    if len(found) > 1:
        raise Refused("entry_number_ambiguous", number=typed.strip())
    return next(iter(found), "")
