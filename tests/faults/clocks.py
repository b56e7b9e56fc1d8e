"""Clocks that are wrong: set back and forth, summer time, sleep, travel, restarts; the order of the ledger never breaks.

    python -m tests.faults.clocks [--cases 1000] [--seed 7] [--sabotage NAME]

A world has a true time, a clock that somebody sets, a boot clock that nobody can set, and the rules of a real time zone;
the journal reads them through its own seam. Whatever the clock does: events stand in the order in which they were
written, each is recorded with what the clock showed, each jump is written down behind the event that shows it, with by
how much, and nothing else is. A series of fortnightly meetings stays at its hour of the wall over every change of clocks,
also where meetings of it are put off.
"""

import datetime as dt
import functools
import itertools
import random
import zoneinfo
from pathlib import Path
from unittest import mock

import msgspec

from coachdesk.coaching import schedule
from coachdesk.coaching.meetings import moved
from coachdesk.coaching.schedule import Series, round_days, series_of
from coachdesk.coaching.slots import begins, later, slot_on
from coachdesk.journal import append
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.ledger import clock
from coachdesk.ledger.clock import Reading
from coachdesk.records.case import Case
from coachdesk.records.clock_change import ClockChange
from coachdesk.records.entry import Entry
from coachdesk.records.meeting import Meeting, Slot
from tests.faults import trying
from tests.faults.trying import Wrong
from tests.faults.writers import new_copy, template
from tests.making import entry, leader

ZONES = (
    *("Europe/London", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe"),
    *("Pacific/Apia", "Asia/Kolkata", "Asia/Kathmandu", "Africa/Casablanca", "Antarctica/Troll", "UTC"),
    *("America/St_Johns", "Pacific/Chatham", "Asia/Tehran", "America/Santiago", "Atlantic/Azores"),
)
SETS = (-1_000_000_000, -86_400 * 400, -86_400, -7200, -3600, -61.5, 61.5, 300, 3600, 86_400, 86_400 * 400)
"""Seconds by which somebody sets the clock."""
UNREMARKED = (-0.9, -0.4, 0.02, 0.9, 5.0, 55.0)
"""Seconds by which the time service does, or by which it drifts."""

_ANY_DAY = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
_HOUR = dt.timedelta(hours=1)
_DRIFT = 60
"""Seconds that go unremarked, as it is promised."""


class World:
    """What time it is, and what the clocks of a computer say."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.now = _ANY_DAY + dt.timedelta(seconds=chance.randrange(86_400 * 365 * 4))
        self.zone = chance.choice(ZONES)
        self.knows_boots = chance.random() < 0.85  # elsewhere than on Linux it does not
        self.skew, self.boots, self.booted = 0.0, 1, self.now - 5 * _HOUR

    def __call__(self) -> Reading:
        shown = self.now + dt.timedelta(seconds=self.skew)
        offset = shown.astimezone(zoneinfo.ZoneInfo(self.zone)).utcoffset() or dt.timedelta()
        running = round((self.now - self.booted).total_seconds() * 1000)
        return Reading(
            at=shown,
            offset=int(offset.total_seconds() // 60),
            boot=f"boot {self.boots}" if self.knows_boots else "",
            boottime=running if self.knows_boots else 0,
        )

    def go_on(self) -> str:
        """One thing happens to the clocks; time passes meanwhile."""
        what = self.chance.choice(
            (self.pass_, self.sleep, self.set, self.drift, self.summer, self.travel, self.restart)
        )
        told = what()
        self.pass_time(self.chance.uniform(2, 600))
        return told

    def pass_time(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=round(seconds, 3))

    def pass_(self) -> str:
        self.pass_time(self.chance.uniform(0, 90_000))
        return "time passes"

    def sleep(self) -> str:
        """The boot clock counts sleep."""
        self.pass_time(self.chance.choice((60, 40_000, 86_400 * 30)))
        return "sleep"

    def set(self) -> str:
        seconds = self.chance.choice(SETS)
        self.skew += seconds
        return f"set by {seconds}"

    def drift(self) -> str:
        seconds = self.chance.choice(UNREMARKED)
        self.skew += seconds
        return f"drift {seconds}"

    def summer(self) -> str:
        """The next change of clocks comes: the one on the wall jumps, that of the ledger does not."""
        changes = next_change(self.zone, self.now)
        if changes is None:
            return "no summer time"
        self.now = changes - dt.timedelta(seconds=self.chance.choice((-1, 1, 30, 1800)))
        return f"summer time in {self.zone}"

    def travel(self) -> str:
        self.zone = self.chance.choice(ZONES)
        return f"travel to {self.zone}"

    def restart(self) -> str:
        """The machine was off for a while."""
        self.pass_time(self.chance.choice((30, 90_000)))
        self.boots, self.booted = self.boots + 1, self.now
        return "restart"


@functools.cache
def changes_of(zone: str) -> tuple[dt.datetime, ...]:
    """When the clocks of a zone change, to the minute, in the years in which all this is."""
    there, found = zoneinfo.ZoneInfo(zone), []
    moment = _ANY_DAY
    while moment.year < _ANY_DAY.year + 7:
        after = moment + 6 * _HOUR
        if moment.astimezone(there).utcoffset() != after.astimezone(there).utcoffset():
            low, high = moment, after
            while high - low > dt.timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(there).utcoffset() == low.astimezone(there).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(second=0, microsecond=0))
        moment = after
    return tuple(found)


def next_change(zone: str, now: dt.datetime) -> dt.datetime | None:
    return next((one for one in changes_of(zone) if one > now + _HOUR), None)


class Written(msgspec.Struct):
    """What was written, and what the world was like then."""

    text: str
    reading: Reading
    now: dt.datetime
    skew: float


def expected_change(before: Written, after: Written) -> tuple[str, float] | None:
    """What is to be written down of the clock between two events, by what really happened."""
    wall = (after.now - before.now).total_seconds() + after.skew - before.skew
    moved_by = after.skew - before.skew
    if before.reading.boot and before.reading.boot == after.reading.boot and abs(moved_by) > _DRIFT:
        return ("back" if wall < 0 else "drift"), moved_by
    return ("back", wall) if wall <= -1 else None


# The ledger


def ledger(chance: random.Random, folder: Path) -> str:
    """Entries are written by a clock to which things happen."""
    world, told, written = World(chance), list[str](), list[Written]()
    path, changes = new_copy(folder / "Team.coachdesk"), list[tuple[str, float]]()
    ada = leader("Ada Marsh")
    journal = open_journal(path, template()[1], "recovery", clock=world)
    try:
        before = Written("", world(), world.now, world.skew)
        journal.put(ada)  # the template was written long before, on another machine
        first = journal.head.size
        for number in range(chance.randint(3, 9)):
            told.append(world.go_on())
            if chance.random() < 0.2:
                journal.close()
                journal = open_journal(path, template()[1], "recovery", clock=world)
            now = Written(f"entry {number}", world(), world.now, world.skew)
            journal.put(entry(ada, text=now.text))
            written.append(now)
            if change := expected_change(before, now):
                changes.append(change)
                check_told(journal, now, change)
            before = now
            if journal.head.size != first + len(written) + len(changes):
                raise Wrong(f"{journal.head.size} events after {told}")
        check_order(journal, first, written, changes)
    finally:
        journal.close()
    return f"ledger {told}"


def check_told(journal: Journal, now: Written, change: tuple[str, float]) -> None:
    """The last event says by how much the clock moved, and from when to when."""
    last = journal.view.written_after(journal.head.size - 1, 1)[0].record
    if not isinstance(last, ClockChange):
        raise Wrong("a jump of the clock is not written down")
    if (last.kind, last.after) != (change[0], now.reading.recorded_at):
        raise Wrong(f"{last.kind} {last.after} is written down, not {change[0]} {now.reading.recorded_at}")
    if abs(last.seconds - change[1]) > 1:
        raise Wrong(f"{last.seconds} seconds are written down, not {change[1]}")


def check_order(
    journal: Journal, first: int, written: list[Written], changes: list[tuple[str, float]]
) -> None:
    """The ledger has what was written, in that order, each with what the clock showed; and it checks out."""
    checked = journal.check()
    events = [one.event for one in journal.view.every()]
    if [one.seq for one in events] != [*range(1, len(events) + 1)]:
        raise Wrong("the order is broken")
    entries = [one for one in events if one.record_type == "entry" and one.seq > first]
    texts = []
    for event in entries:
        record = journal.view.get(event.record_id).record
        assert isinstance(record, Entry)
        texts.append(record.text)
    if texts != [one.text for one in written]:
        raise Wrong(f"another order: {texts}")
    for event, one in zip(entries, written, strict=True):
        if (event.recorded_at, event.offset) != (one.reading.recorded_at, one.reading.offset):
            raise Wrong("recorded at another time than the clock showed")
        if clock.day_of(event) != shown_day(one.reading):
            raise Wrong("recorded on another day than the calendar on the wall showed")
    for before, after in itertools.pairwise(events):
        is_earlier = clock.parse(after.recorded_at) <= clock.parse(before.recorded_at) - dt.timedelta(
            seconds=1
        )
        follows = events[after.seq] if after.seq < len(events) else None
        if is_earlier and (follows is None or follows.record_type != "clock_change"):
            raise Wrong("written before its predecessor, and nothing said so")
    if len(checked.anomalies) < len(changes):
        raise Wrong("a check finds fewer jumps than there were")


def shown_day(reading: Reading) -> str:
    return (reading.at + dt.timedelta(minutes=reading.offset)).date().isoformat()


# Meetings to come


def series(chance: random.Random, folder: Path) -> str:
    """Every fortnight at ten by the clock on the wall, whatever the clocks do; some are put off, and no other moves."""
    world = World(chance)
    zone, starts = world.zone, world.now.date()
    change = next_change(zone, world.now)
    if change is not None and chance.random() < 0.7:
        starts = change.date() - dt.timedelta(days=chance.randint(0, 40))
    time = f"{chance.randrange(24):02}:{chance.choice((0, 5, 30, 59)):02}"
    plan = Series(
        starts=starts,
        zone=zone,
        weekday=chance.choice((None, None, *range(7))),
        individual_time=time,
        three_way_time=f"{chance.randrange(24):02}:30",
        individual_minutes=chance.choice((30, 60, 90)),
    )
    leaders = [leader("Ada Marsh"), leader("Bo Ford")]
    with open_journal(new_copy(folder / "Team.coachdesk"), template()[1], "recovery", clock=world) as journal:
        journal.put(*leaders)
        case = Case.make(leader_ids=tuple(one.id for one in leaders), title="x", opened_on=starts.isoformat())
        made = series_of(case, plan)
        journal.put(case, *made)
        check_series(plan, made)
        told = put_off(journal, world, list(made), plan)
        journal.check()
    return f"series {zone} {starts} {time} {told}"


def check_series(plan: Series, made: tuple[Meeting, ...]) -> None:
    days = list(round_days(plan))
    if any(
        (after - before).days % 7 for before, after in itertools.pairwise(days) if plan.weekday is not None
    ):
        raise Wrong("a round on another day of the week")
    first = [one for one in made if one.kind == "individual"][::2]
    for day, one in zip(days, first, strict=True):
        check_at(one.at, day, plan.individual_time)
    calls = [one for one in made if one.kind == "three_way"]
    for day, one in zip(days, calls, strict=True):
        check_at(one.at, day, plan.three_way_time)
    for before, after in itertools.pairwise(calls):
        if begins(before.at) >= begins(after.at):
            raise Wrong("a round begins before the one before it")


def check_at(at: Slot, day: dt.date, time: str) -> None:
    """It stands at that hour of the wall; where the clocks skip it, as much later as they skip."""
    there = zoneinfo.ZoneInfo(at.zone)
    wished = dt.datetime.combine(day, dt.time.fromisoformat(time))
    shown = begins(at).astimezone(there).replace(tzinfo=None)
    if shown.isoformat(timespec="minutes") != at.local:
        raise Wrong("it begins when the wall shows another time")
    if shown == wished:
        return
    is_skipped = (
        wished.replace(tzinfo=there).astimezone(dt.UTC).astimezone(there).replace(tzinfo=None) != wished
    )
    if not is_skipped or not dt.timedelta() < shown - wished <= 24 * _HOUR:
        raise Wrong(f"{at.local}, not {wished}")


def put_off(journal: Journal, world: World, meetings: list[Meeting], plan: Series) -> list[str]:
    """Some meetings go to another day or hour: they stand there, and every other where it stood."""
    told = []
    for _ in range(world.chance.randint(1, 5)):
        at = world.chance.randrange(len(meetings))
        one = meetings[at]
        to = target(world.chance, one.at)
        if to == one.at:
            continue
        told.append(f"{one.at.local} to {to.local}")
        world.go_on()
        meetings[at] = moved(one, to, plan.starts - dt.timedelta(days=3), "asked for")
        journal.put(meetings[at])
    on_file = {one.id: one for one in journal.view.records("meeting")}
    if on_file != {one.id: one for one in meetings}:
        raise Wrong("another meeting moved")
    for one in meetings:
        if (
            one.at.zone != plan.zone
            or begins(one.at).astimezone(zoneinfo.ZoneInfo(plan.zone)).strftime("%H:%M") != one.at.time
        ):
            raise Wrong("a meeting is at another hour of the wall")
    return told


def target(chance: random.Random, at: Slot) -> Slot:
    """Another day at the same hour, or another hour of the day."""
    if chance.random() < 0.5:
        day = dt.date.fromisoformat(at.day) + dt.timedelta(days=chance.choice((-2, 1, 7, 14)))
        return slot_on(day, at.time, at.zone, at.minutes)
    return later(at, chance.choice((15, 60, 180, 600)))


def case(number: int, chance: random.Random, folder: Path) -> str:
    """Two of three are about the ledger."""
    return series(chance, folder) if number % 3 == 2 else ledger(chance, folder)


# Protections left out


def _unnoticed(_connection: object, _before: object, state: append.State, _reading: object) -> append.State:
    return state


def _on_the_wall(reading: Reading) -> str:
    """The time of the wall, as if it were UTC."""
    shown = reading.at + dt.timedelta(minutes=reading.offset)
    return shown.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _by_the_sun(day: dt.date, time: str, zone: str, minutes: int) -> Slot:
    """At the same moment of the day in UTC, summer and winter."""
    winter = dt.datetime(day.year, 1, 1, tzinfo=zoneinfo.ZoneInfo(zone)).utcoffset() or dt.timedelta()
    moment = dt.datetime.combine(day, dt.time.fromisoformat(time), dt.UTC) - winter
    shown = moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
    return Slot(local=shown.isoformat(timespec="minutes"), zone=zone, minutes=minutes)


SABOTAGES: trying.Sabotages = {
    "unnoticed": lambda: mock.patch.object(append, "append_clock_change", _unnoticed),
    "on_the_wall": lambda: mock.patch.object(Reading, "recorded_at", property(_on_the_wall)),
    "by_the_sun": lambda: mock.patch.object(schedule, "slot_on", _by_the_sun),
    "no_boot_clock": lambda: mock.patch.object(clock, "DRIFT_SECONDS", 10**12),
}
FINDINGS = {
    "unnoticed": "a jump of the clock is not written down",
    "on_the_wall": "events after",
    "by_the_sun": ", not 20",
    "no_boot_clock": "written down",
}
"""What must be found without each of them."""


if __name__ == "__main__":
    trying.run("clocks", case, 1000, SABOTAGES, FINDINGS)
