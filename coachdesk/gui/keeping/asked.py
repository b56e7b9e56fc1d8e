"""What is asked to be erased, and what would go with it: worked out off the GUI thread. No widget in here."""

import string
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from coachdesk import sentences
from coachdesk.export.releasing import manager_of
from coachdesk.gui import entry_words, wording
from coachdesk.gui.background import Task
from coachdesk.gui.record_words import called
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.journal import backup, erasable, erasing, holding
from coachdesk.journal.erasable import Plan
from coachdesk.journal.errors import CannotErase
from coachdesk.journal.sought import core_of, words_sought
from coachdesk.journal.view import Revision, View
from coachdesk.ledger.clock import day_of
from coachdesk.ledger.commitment import OpenLeaf
from coachdesk.records.about import AboutLeaders
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.entry import NARRATIVE, Entry
from coachdesk.records.handover import Export
from coachdesk.records.hold import Hold
from coachdesk.records.issue import Link
from coachdesk.records.people import Leader
from coachdesk.records.written import is_written

Grain = Literal["words", "field", "record", "leader", "period"]

FIELDS: Mapping[str, str] = {
    "title": N_("Title"),
    **entry_words.PARTS,
    "place": N_("Place"),
    "present": N_("Who was there"),
    "themes": N_("Themes"),
    "told": N_("Told"),
    "source": N_("How you know"),
    "action_points": N_("Action points"),
    "additions": N_("Additions"),
    "late_reason": N_("Why only now?"),
    "reason": N_("Why it was changed"),
}
"""The parts of an entry that can be erased one by one."""

_FIRST, _LAST = "0001-01-01", "9999-12-31"
_LINKS = ("leader_ids", "attachment_ids")
_AROUND = string.whitespace + string.punctuation + "“”‘’…–"


class Asked(NamedTuple):
    """What shall go. ``record_id`` narrows words to one record; days are ISO 8601, "" is no limit.

    ``elsewhere``: the name of a leader goes from what is about others alone, too.
    """

    grain: Grain
    record_id: str = ""
    words: tuple[str, ...] = ()
    field: str = ""
    leader_id: str = ""
    also: tuple[str, ...] = ()
    elsewhere: bool = True
    from_day: str = ""
    to_day: str = ""


class Line(NamedTuple):
    """A record that is touched, as it is shown: what it is, and what it loses, "" if it goes as a whole."""

    title: str
    becomes: str


class Foreseen(NamedTuple):
    """What an erasure would do. ``words`` are those that go one by one, as they are written; ``otherwise`` are those
    that stay, though only their accents differ. ``typed`` is what has to be typed before it is done; ``type_it`` says
    what that is.
    """

    plan: Plan
    lines: tuple[Line, ...]
    words: tuple[str, ...]
    otherwise: tuple[str, ...]
    summary: tuple[str, ...]
    not_reached: tuple[str, ...]
    typed: str
    type_it: str
    holds: tuple[tuple[str, Hold], ...]
    manager: str


class SpelledOtherwise(Exception):
    """Nothing on file is written as it was asked for; ``spellings`` are, and differ in their accents alone."""

    def __init__(self, spellings: tuple[str, ...]) -> None:
        super().__init__(spellings)
        self.spellings = spellings


def foresee(asked: Asked, path: Path, view: View, task: Task) -> Foreseen:
    """Works out what would go of the journal at ``path``. Raises CannotErase, NoSuchRecord, SpelledOtherwise."""
    try:
        plan = _plan(asked, view)
    except CannotErase as error:
        sought = words_sought(asked.words)
        if error.problem == "nothing_found" and (
            spellings := erasable.spelled_otherwise(view, sought, asked.record_id)
        ):
            raise SpelledOtherwise(spellings) from None
        raise
    task.check()
    otherwise = erasable.spelled_otherwise(view, plan.sought, asked.record_id, plan.whole)
    task.check()
    names = {one.id: one.name for one in view.leaders()}
    places = _places(plan, view)
    touched = sorted(
        (_Touched(view.get(one), one in plan.whole) for one in plan.whole | plan.part), key=_order
    )
    shown = [one for one in touched if not (one.is_whole and isinstance(one.record, Link))]
    lines = tuple(Line(_title(one, names), _becomes(one, places)) for one in shown)
    typed, type_it = _typed(asked, plan, view, names)
    held = holding.in_force(view, erasing.leaders_touched(view, plan))
    return Foreseen(
        plan,
        lines,
        _words(plan, view),
        otherwise,
        tuple(_summary(asked, plan, touched, path, view, names)),
        tuple(_not_reached(plan, path, view)),
        typed,
        type_it,
        tuple((names.get(one.leader_id, ""), one) for one in held),
        manager_of(view).name,
    )


def _plan(asked: Asked, view: View) -> Plan:
    match asked.grain:
        case "words":
            return erasable.plan_words(view, asked.words, asked.record_id)
        case "field":
            return erasable.plan_field(view, asked.record_id, asked.field)
        case "record":
            return erasable.plan_record(view, asked.record_id)
        case "leader":
            return erasable.plan_leader(view, [asked.leader_id], asked.also, elsewhere=asked.elsewhere)
    return erasable.plan_period(view, asked.from_day or _FIRST, asked.to_day or _LAST, asked.leader_id)


# What is touched, line by line


class _Touched(NamedTuple):
    last: Revision
    is_whole: bool

    @property
    def record(self) -> Record:
        return self.last.record

    @property
    def day(self) -> str:
        return self.record.occurred.day if isinstance(self.record, Entry) else day_of(self.last.event)


def _order(one: _Touched) -> tuple[bool, bool, str, str]:
    """What goes whole first, entries first, the newest first."""
    days = one.day.translate(_NEWEST_FIRST)
    return not one.is_whole, not isinstance(one.record, Entry), days, one.record.id


_NEWEST_FIRST = str.maketrans("0123456789", "9876543210")


def _title(one: _Touched, names: Mapping[str, str]) -> str:
    record, day = one.record, wording.short_day(one.day)
    about = ", ".join(names[one] for one in getattr(record, "leader_ids", ()) if one in names)
    if isinstance(record, Entry):
        number = wording.number(one.last.payload.numbers[0] or 0)
        words = {"names": about, "number": number, "day": day, "called": called(record)}
        return _("{names} {number}, {day}, {called}").format(**words)
    if about:
        return _("{called} ({about}), {day}").format(called=called(record), about=about, day=day)
    return (
        called(record)
        if isinstance(record, Leader)
        else _("{called}, {day}").format(called=called(record), day=day)
    )


def _becomes(one: _Touched, places: Mapping[str, Counter[str]]) -> str:
    if one.is_whole:
        return ""
    counted = places.get(one.record.id, Counter[str]())
    said = [
        _("{field} ({count} ×)").format(field=field_called(field), count=wording.number(count))
        if count > 1
        else field_called(field)
        for field, count in counted.items()
        if field not in _LINKS
    ]
    return _("Loses: {places}").format(places=", ".join(said)) if said else _("Loses what names them")


def field_called(field: str) -> str:
    """A part of a record as the window calls it."""
    return _(FIELDS[field]) if field in FIELDS else sentences.field_name(field, _)


def _places(plan: Plan, view: View) -> dict[str, Counter[str]]:
    """How often each part of a record loses something, by the state of it that loses most."""
    found: dict[str, Counter[str]] = {}
    for one in plan.erased:
        if one.paths:
            counted = found.setdefault(view.event(one.seq).record_id, Counter())
            counted |= Counter(_part_of(path) for path in one.paths)
    return found


def _words(plan: Plan, view: View) -> tuple[str, ...]:
    """The words that go one by one, the most frequent first: what was asked for is found inside of longer ones too."""
    paths = {one.seq: set(one.paths) for one in plan.erased if one.paths and not plan.sought.is_empty}
    counted, written = Counter[str](), dict[str, str]()
    for stored in view.every() if paths else ():
        for leaf in erasable.open_of(stored) if stored.event.seq in paths else ():
            if (
                isinstance(leaf, OpenLeaf)
                and leaf.path in paths[stored.event.seq]
                and is_written(stored.event.record_type, leaf.path)
            ):
                word = str(leaf.value).strip(_AROUND)
                counted[core_of(word)] += 1
                written.setdefault(core_of(word), word)
    return tuple(written[core] for core, _count in counted.most_common())


def _part_of(path: str) -> str:
    steps = path.split("/")
    return steps[1] if steps[0] == "record" else steps[0]


# What is said of it as a whole


def _summary(
    asked: Asked, plan: Plan, touched: Iterable[_Touched], path: Path, view: View, names: Mapping[str, str]
) -> Iterable[str]:
    gone = [one.record for one in touched if one.is_whole]
    whole = [one for one in gone if not isinstance(one, Attachment | Link)]
    if whole:
        yield ngettext(
            "{count} record goes, with every state of it. Its number, its days and its place in the ledger stay, and that it was erased.",
            "{count} records go, with every state of them. Their numbers, their days and their places in the ledger stay, and that they were erased.",
            len(whole),
        ).format(count=wording.number(len(whole)))
    if files := sum(isinstance(one, Attachment) for one in gone):
        yield ngettext("{count} attached file goes.", "{count} attached files go.", files).format(
            count=wording.number(files)
        )
    if links := sum(isinstance(one, Link) for one in gone):
        yield ngettext("{count} link to it goes too.", "{count} links go too.", links).format(
            count=wording.number(links)
        )
    if plan.part:
        yield ngettext(
            "{count} record loses words or a link, in every state of it; all else in it stays and can still be proved.",
            "{count} records lose words or a link, in every state of them; all else in them stays and can still be proved.",
            len(plan.part),
        ).format(count=wording.number(len(plan.part)))
    yield from _shared(asked, plan, whole, view, names)
    if drafts := len(erasing.drafts_touched(view, plan)):
        yield ngettext(
            "{count} draft goes too, or loses the words.",
            "{count} drafts go too, or lose the words.",
            drafts,
        ).format(count=wording.number(drafts))
    copies = len(backup.own_backups(path))
    yield (
        ngettext(
            "The journal’s {count} backup is replaced by a fresh one.",
            "The journal’s {count} backups are replaced by one fresh one.",
            copies,
        ).format(count=wording.number(copies))
        if copies
        else _("A fresh backup is made.")
    )


def _shared(
    asked: Asked, plan: Plan, whole: Iterable[Record], view: View, names: Mapping[str, str]
) -> Iterable[str]:
    """What is about somebody else too: it is never a surprise."""
    if asked.grain == "leader":
        others = [one for one in plan.part if _is_about_others(view.get(one).record, asked.leader_id)]
        if others:
            yield ngettext(
                "{count} record is about others too: it stays, without this leader’s name.",
                "{count} records are about others too: they stay, without this leader’s name.",
                len(others),
            ).format(count=wording.number(len(others)))
        return
    shared = [one for one in whole if isinstance(one, AboutLeaders) and len(one.leader_ids) > 1]
    if asked.grain == "record" and shared:
        about = ", ".join(names[one] for one in shared[0].leader_ids if one in names)
        yield _("It is about {names}, and goes for all of them.").format(names=about)
    elif shared:
        yield ngettext(
            "{count} of them is about two leaders or more, and goes for all of them.",
            "{count} of them are about two leaders or more, and go for all of them.",
            len(shared),
        ).format(count=wording.number(len(shared)))
    if plan.left_alone:
        yield ngettext(
            "{count} record of that time is about somebody else too, and stays as it is.",
            "{count} records of that time are about somebody else too, and stay as they are.",
            len(plan.left_alone),
        ).format(count=wording.number(len(plan.left_alone)))


def _is_about_others(record: Record, leader_id: str) -> bool:
    return isinstance(record, AboutLeaders) and leader_id in record.leader_ids


def _not_reached(plan: Plan, path: Path, view: View) -> Iterable[str]:
    yield _("Copies on sticks and on other computers.")
    yield _("Reports, letters, pages and attached files that were saved, printed or sent.")
    yield from _handed_over(plan, view)
    if not plan.sought.is_empty:
        yield files_not_looked_through()
    for one in erasing.not_reached(path):
        yield str(one)


def _handed_over(plan: Plan, view: View) -> Iterable[str]:
    """The reports that may hold it: about one of those leaders, and of a time when it was there."""
    for one in view.records("export"):
        if (
            isinstance(one, Export)
            and one.state == "released"
            and not plan.leader_ids.isdisjoint(one.leader_ids)
            and any(erased.seq <= one.size for erased in plan.erased)
        ):
            day = wording.short_day(day_of(view.get(one.id).event))
            yield _("The report {number} to {recipient}, handed over {day}, may hold it.").format(
                number=one.number, recipient=one.recipient, day=day
            )


def files_not_looked_through() -> str:
    """What an erasure of words does not reach in the journal itself."""
    return _("What attached files say: they are not looked through. Erase a file with its entry.")


def _typed(asked: Asked, plan: Plan, view: View, names: Mapping[str, str]) -> tuple[str, str]:
    """What is to be typed so that nobody erases by mistake, and the words that ask for it."""
    if asked.leader_id:
        return names[asked.leader_id], _("Type the leader’s name to go on: {typed}")
    if asked.grain == "words":
        return asked.words[0], _("Type it once more to go on: {typed}")
    if not asked.record_id:
        return str(len(plan.whole)), _("Type the number of records that go to go on: {typed}")
    last = view.get(asked.record_id)
    if isinstance(last.record, Entry):
        return str(last.payload.numbers[0]), _("Type the entry’s number to go on: {typed}")
    about = [names[one] for one in getattr(last.record, "leader_ids", ()) if one in names]
    if about:
        return about[0], _("Type the leader’s name to go on: {typed}")
    return str(len(plan.whole | plan.part)), _("Type the number of records that go to go on: {typed}")


def filled_fields(entry: Entry) -> tuple[str, ...]:
    """The parts of an entry in which something stands; why it was changed may stand in any."""
    order = ("title", *NARRATIVE, *(one for one in FIELDS if one not in ("title", *NARRATIVE, "reason")))
    return (*(one for one in order if getattr(entry, one)), "reason")
