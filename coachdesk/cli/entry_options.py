"""The fields of an entry as options, the same for a new note and for a correction."""

import datetime as dt
import re
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Callable
from typing import Any, get_args

from coachdesk.cli.refusals import Refused
from coachdesk.cli.when import TODAY, day_of, occurred_of, past_day_of
from coachdesk.records.base import InvalidRecord
from coachdesk.records.entry import ActionPoint, Counsel, Lane, Owner, Presence, Source, Told
from coachdesk.records.kinds import KINDS
from coachdesk.records.occurred import Occurred

_SOURCES = ("saw", "heard", "reported", "document")
_LIKE_A_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_NOT_YET = ("not-yet", "not yet", "no")
_NARRATIVE = (
    ("situation", "when and where it happened"),
    ("behaviour", "what was seen and heard, not what was meant by it"),
    ("impact", "what came of it, for whom"),
    ("account", "the leader's own words"),
    ("intent", "what they answered when asked what they meant"),
)


def add_options(parser: ArgumentParser) -> None:
    """Everything an entry has but its text, its leader and its attachments."""
    when = parser.add_argument_group("when it happened")
    when.add_argument(
        "--occurred",
        metavar="WHEN",
        help='"2026-03-02 14:30", 2026-03-02 where only the day is known, or as you say it: "yesterday 3pm"',
    )
    when.add_argument("--about", action="store_true", help="the time is approximate")
    when.add_argument(
        "--zone", help="the time zone it is said in, such as Europe/London (default: this machine's)"
    )
    when.add_argument("--late-reason", metavar="TEXT", help="why it is written only now")
    what = parser.add_argument_group("what happened")
    what.add_argument("--kind", help="one of " + ", ".join(KINDS))
    what.add_argument("--title", metavar="TEXT", help="a line to find it by")
    for name, meaning in _NARRATIVE:
        flags = ("--behaviour", "--behavior") if name == "behaviour" else (f"--{name}",)
        what.add_argument(*flags, dest=name, metavar="TEXT", help=meaning)
    what.add_argument("--place", metavar="TEXT", help="where it happened")
    what.add_argument(
        "--present", metavar='"NAME, ROLE"', action="append", help="who else was there (again for more)"
    )
    what.add_argument("--theme", action="append", help="a pattern it belongs to (again for more)")
    what.add_argument(
        "--action",
        metavar='"TEXT; OWNER; DUE"',
        action="append",
        help=f"something agreed; OWNER is one of {', '.join(get_args(Owner))}, DUE a day (again for more)",
    )
    how = parser.add_argument_group("how it is known, who knows, who may see it")
    how.add_argument(
        "--source", choices=_SOURCES, help="saw, heard directly, reported by somebody, or a document"
    )
    how.add_argument("--by", metavar="NAME", help="who reported it; or which document")
    how.add_argument("--told", metavar="DAY", help="the day the leader was told of it; or not-yet")
    how.add_argument("--in-writing", action="store_true", help="with --told: they have it in writing")
    how.add_argument("--told-how", metavar="TEXT", help="with --told: how they were told")
    how.add_argument("--formal", action=BooleanOptionalAction, help="a formal record, not an informal note")
    how.add_argument(
        "--lane", choices=get_args(Lane), help="only ordinary entries are exported unless released"
    )
    how.add_argument("--counsel", metavar="LAWYER", help="legal advice: the counsel lane; needs --purpose")
    how.add_argument("--purpose", metavar="TEXT", help="with --counsel: what the advice is for")


def has_prose(options: Namespace) -> bool:
    """Whether any of the prose fields was given, so that nobody waits for a text."""
    return any(getattr(options, name) for name, _ in _NARRATIVE)


def values_of(
    options: Namespace, zone: str, today: dt.date, before: Occurred | None = None
) -> dict[str, Any]:
    """The fields that were given, as records take them. ``before`` is when the entry to be corrected says
    it happened. Raises InvalidRecord and Refused.
    """
    readers: dict[str, Callable[[], Any]] = {
        "kind": lambda: kind_of(options.kind) if options.kind else None,
        "occurred": lambda: _occurred(options, zone, today, before),
        "themes": lambda: _several(options.theme, str.strip),
        "present": lambda: _several(options.present, Presence.of_words),
        "action_points": lambda: _several(options.action, lambda typed: _action_point(typed, today)),
        "source": lambda: _source(options),
        "told": lambda: _told(options, today),
        "counsel": lambda: _counsel(options),
    }
    plain = ("title", "place", "lane", "formal", "late_reason", *(name for name, _ in _NARRATIVE))
    found = {name: getattr(options, name) for name in plain} | {
        name: read() for name, read in readers.items()
    }
    if found["counsel"]:
        found["lane"] = found["lane"] or "counsel"
    values = {name: value for name, value in found.items() if value is not None}
    for name, option in (("told", options.told), ("source", options.source)):
        if option == "":
            values[name] = None
    return values


def kind_of(typed: str) -> str:
    """The key of a kind, from its key or its name. Raises Refused."""
    wanted = typed.strip().casefold().replace("-", "_").replace(" ", "_")
    for key, kind in KINDS.items():
        if wanted in (key, kind.name.casefold().replace("-", "_").replace(" ", "_")):
            return key
    raise Refused("no_such_kind", kind=typed, kinds=", ".join(KINDS))


def _occurred(options: Namespace, zone: str, today: dt.date, before: Occurred | None) -> Occurred | None:
    typed = options.occurred
    if before is None:
        return occurred_of(typed, zone, today, about=options.about) if typed else None
    if not (typed or options.about or options.zone):
        return None
    zone = options.zone or before.zone
    typed = typed or " ".join(filter(None, (before.day, before.time)))
    return occurred_of(typed, zone, dt.date.fromisoformat(before.day), about=options.about)


def _several(typed: list[str] | None, read: Callable[[str], Any]) -> tuple[Any, ...] | None:
    """A list that was given; an empty text alone empties it."""
    if typed is None:
        return None
    return tuple(read(one) for one in typed if one.strip())


def _action_point(typed: str, today: dt.date) -> ActionPoint:
    """Owner and day are looked for at the end, so that the text may hold semicolons of its own."""
    parts, due, owner = [part.strip() for part in typed.split(";")], None, "me"
    if len(parts) > 1 and (parts[-1].casefold() == TODAY or _LIKE_A_DAY.fullmatch(parts[-1])):
        due = day_of(parts.pop(), today)
    if len(parts) > 1 and parts[-1].casefold() in get_args(Owner):
        owner = parts.pop().casefold()
    text = "; ".join(parts)
    if not text:
        raise Refused("action_empty")
    return ActionPoint(text=text, owner=owner, due=due)  # type: ignore[arg-type]  # looked up just above


def _source(options: Namespace) -> Source | None:
    if not options.source and options.by is None:
        return None
    return Source(how=options.source or "reported", by=(options.by or "").strip())


def _told(options: Namespace, today: dt.date) -> Told | None:
    if not options.told:
        if options.told_how or options.in_writing:
            raise Refused("told_day_missing")
        return None
    if options.told.strip().casefold() in _NOT_YET:
        return Told(state="not_yet", how=options.told_how or "")
    day, how = past_day_of(options.told, today), options.told_how or ""
    return Told(state="in_writing" if options.in_writing else "told", day=day, how=how)


def _counsel(options: Namespace) -> Counsel | None:
    if options.counsel is None and options.purpose is None:
        return None
    if not (options.counsel or "").strip() or not (options.purpose or "").strip():
        raise InvalidRecord("counsel", "counsel_lane_needs_lawyer_and_purpose")
    return Counsel(lawyer=options.counsel.strip(), purpose=options.purpose.strip())
