"""Backups restore: each kind is made of a random journal, put back, and everything compared; on a full disk too.

    python -m tests.faults.backups [--cases 500] [--seed 7] [--sabotage NAME]

Copies of the journal's own, elsewhere, from before a migration, and the one that a restore keeps; put back into the
journal, opened on another computer, put in the place of a damaged or missing database. Copies that are damaged are
refused, and change nothing. Backups, thinning, restores and another key where the disk is full (as root: a small disk of
its own) leave the journal as it was, and a good copy. Schedules of years, with clocks that are wrong for a while, never thin out the last good one.
"""

import contextlib
import datetime as dt
import errno
import io
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from coachdesk.journal import backup, erasing, keeping, replacing, restoring, rotation, schema
from coachdesk.journal.backup import Backup
from coachdesk.journal.check import IndexFault
from coachdesk.journal.errors import BackupWrong, DamagedContent, JournalError, PathError, StorageFull
from coachdesk.journal.files import BACKUPS, DATABASE
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.journal.view import View
from coachdesk.ledger.event import Head
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.attachment import Attachment
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry
from tests.faults import trying
from tests.faults.trying import Wrong
from tests.faults.writers import new_copy, template
from tests.making import COST, PASSPHRASE, START, Clock, entry, leader

FAULTS = (BackupWrong, DamagedContent, IndexFault, LedgerFault, PathError)
"""All that may be said of a copy that is damaged."""

_PAGE = 4096
_DAY = dt.timedelta(days=1)
_NOT_OF_THE_COPY = ("counts_key", "header_sequence", "recovery_slot", "recovery_unseen")


# What is in a journal


def everything(view: View, size: int | None = None) -> list[Any]:
    """All that the ledger has up to an event, payloads and attached files too."""
    found: list[Any] = []
    for stored in view.every():
        if size is not None and stored.event.seq > size:
            break
        found.append((stored.event, stored.body, stored.left))
    known = {one[0].record_id for one in found}
    for one in view.records("attachment"):
        if isinstance(one, Attachment) and one.id in known:
            found += [(one.id, b"".join(view.content(one)))]
    return found


def beside(view: View) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Drafts and settings."""
    settings = {name: value for name, value in view.settings().items() if name not in _NOT_OF_THE_COPY}
    return {one.id: one.values for one in view.drafts()}, settings


class Story:
    """A journal in which something is done at random."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path, self.chance, self.clock = new_copy(path), chance, Clock()
        self.clock.pass_time(60)
        self.told: list[str] = []

    def open(self) -> Journal:
        return open_journal(self.path, template()[1], "recovery", clock=self.clock)

    def go_on(self, journal: Journal, steps: int) -> None:
        for _ in range(steps):
            act = self.chance.choice((self.note, self.note, self.attach, self.revise, self.draft, self.set))
            self.told.append(act.__name__)
            act(journal)
            self.clock.pass_time(self.chance.choice((1, 600, 90_000)))

    def words(self) -> str:
        return " ".join(f"word{self.chance.randrange(200)}" for _ in range(self.chance.choice((3, 30, 700))))

    def note(self, journal: Journal, *taken: Record) -> None:
        leaders = [*journal.view.leaders()]
        if self.chance.random() < 0.2 or not leaders:
            leaders.append(leader(f"Leader {len(leaders)}"))
            journal.put(leaders[-1])
        about = self.chance.sample(leaders, min(len(leaders), self.chance.choice((1, 1, 2))))
        files = tuple(one.id for one in taken)
        journal.put(*taken, entry(*about, text=self.words(), attachment_ids=files))

    def attach(self, journal: Journal) -> None:
        content = self.chance.randbytes(self.chance.choice((0, 100, 20_000)))
        self.note(journal, journal.take_in("file.bin", io.BytesIO(content)))

    def revise(self, journal: Journal) -> None:
        one = self.entry(journal)
        if one is None:
            return
        how = self.chance.choice(("correct", "add", "withdraw"))
        if how == "correct":
            journal.correct(one.changed(text=self.words() + " corrected"), "a slip")
        elif how == "add":
            journal.add(one.id, self.words(), "remembered")
        else:
            journal.withdraw(one.id, "never happened")

    def entry(self, journal: Journal) -> Entry | None:
        standing = [
            one.entry
            for of in journal.view.leaders()
            for one in journal.view.timeline(of.id).entries
            if not one.withdrawn
        ]
        return self.chance.choice(standing) if standing else None

    def draft(self, journal: Journal) -> None:
        journal.keep_draft(self.chance.choice("abc"), {"text": self.words()})

    def set(self, journal: Journal) -> None:
        journal.change_setting(f"setting {self.chance.choice('xy')}", self.words().encode())


# The drill


def drill(chance: random.Random, folder: Path) -> str:
    """A copy is made, work goes on, the copy is put back: it is what it was, and the journal as it was is kept."""
    story = Story(folder / "Team.coachdesk", chance)
    is_own, after = chance.random() < 0.5, chance.randint(0, 4)
    with story.open() as journal:
        story.go_on(journal, chance.randint(1, 8))
        place = backup.place_for(story.path, journal.now(), None if is_own else folder / "stick")
        head = journal.back_up(place)
        copied, copied_beside = everything(journal.view), beside(journal.view)
        story.go_on(journal, after)
        story.draft(journal)
        present, present_beside = everything(journal.view), beside(journal.view)
        kept = restoring.restore(journal, place)
        check_restored(journal, head, copied)
        drafts, kept_settings = copied_beside[0] | present_beside[0], present_beside[1] | copied_beside[1]
        if beside(journal.view) != (drafts, kept_settings):
            raise Wrong("other drafts or settings")
        check_copy(journal, kept, present, present_beside)
        restoring.restore(journal, kept)  # the one that was kept is put back in turn
        if everything(journal.view, size_of(present)) != present:
            raise Wrong("the journal that was kept is another")
        journal.check()
    with story.open() as journal:
        if journal.notices:
            raise Wrong(f"noticed: {journal.notices}")
        journal.check()
    return f"drill {is_own} {after} {story.told}"


def size_of(found: list[Any]) -> int:
    """How many events are in what :func:`everything` found."""
    return max(one[0].seq for one in found if not isinstance(one[0], str))


def check_restored(journal: Journal, head: Head, copied: list[Any]) -> None:
    journal.check()
    if journal.head.size != head.size + 1:
        raise Wrong(f"{journal.head.size} events after a restore of {head.size}")
    if everything(journal.view, head.size) != copied:
        raise Wrong("what was put back is another")


def check_copy(journal: Journal, place: Path, held: list[Any], held_beside: tuple[Any, Any]) -> None:
    with contextlib.closing(journal.view_of_copy(place)) as view:
        if everything(view) != held or beside(view) != held_beside:
            raise Wrong("a copy is another")


def elsewhere(chance: random.Random, folder: Path) -> str:
    """The computer is lost: the copy on a stick is a journal, by its passphrase or its recovery code."""
    story = Story(folder / "Team.coachdesk", chance)
    by_passphrase = chance.random() < 0.2  # a passphrase costs more
    with story.open() as journal:
        story.go_on(journal, chance.randint(1, 8))
        place = backup.place_for(story.path, journal.now(), folder / "stick")
        journal.back_up(place)
        held, held_beside = everything(journal.view), beside(journal.view)
    shutil.rmtree(story.path)
    shutil.rmtree(folder / "home", ignore_errors=True)
    there = folder / "new" / "Team.coachdesk"
    shutil.copytree(place, there)
    secret = PASSPHRASE if by_passphrase else template()[1]
    with open_journal(there, secret, "passphrase" if by_passphrase else "recovery") as journal:
        if journal.notices or everything(journal.view) != held or beside(journal.view) != held_beside:
            raise Wrong("the copy is another")
        story.note(journal)
        journal.check()
    return f"elsewhere {by_passphrase} {story.told}"


def migrated(chance: random.Random, folder: Path) -> str:
    """Before a migration a copy is made; it can be put back, and is migrated again."""
    story = Story(folder / "Team.coachdesk", chance)
    with story.open() as journal:
        story.go_on(journal, chance.randint(1, 8))
        head, copied = journal.head, everything(journal.view)
    steps = [*schema.migrations(), "CREATE TABLE later (x INTEGER) STRICT;"]
    after = chance.randint(0, 3)
    with mock.patch.object(schema, "migrations", return_value=steps):
        with story.open() as journal:
            [copy] = backup.own_backups(story.path)
            story.go_on(journal, after)
            restoring.restore(journal, copy.path)
            check_restored(journal, head, copied)
        with story.open() as journal:
            check_restored(journal, head, copied)
    return f"migrated {after} {story.told}"


def replaced(chance: random.Random, folder: Path) -> str:
    """The database is damaged or gone, perhaps the keys too: a copy takes its place, and what was there is kept."""
    story = Story(folder / "Team.coachdesk", chance)
    with story.open() as journal:
        story.go_on(journal, chance.randint(1, 6))
        place = backup.place_for(story.path, journal.now(), folder / "stick")
        head = journal.back_up(place)
        copied = everything(journal.view)
        story.go_on(journal, chance.randint(0, 3))
    how, keys_gone = chance.choice(("missing", "noise", "cut short", "empty")), chance.random() < 0.3
    database = story.path / DATABASE
    noise = chance.randbytes(database.stat().st_size)
    left = {"noise": noise, "cut short": database.read_bytes()[: chance.randrange(5000)], "empty": b""}
    if how == "missing":
        database.unlink()
    else:
        database.write_bytes(left[how])
    if keys_gone:
        for name in ("keys.json", "keys.json.bak"):
            (story.path / name).unlink(missing_ok=True)
    kept, _ = replacing.replace_damaged(story.path, place, template()[1], "recovery")
    if how != "missing" and kept.read_bytes() != left[how]:
        raise Wrong("what was damaged is not kept")
    with story.open() as journal:
        check_restored(journal, head, copied)
    return f"replaced {how} {keys_gone} {story.told}"


def damaged(chance: random.Random, folder: Path) -> str:
    """A copy that is damaged is refused and changes nothing, or the damage changes nothing of what is put back."""
    story = Story(folder / "Team.coachdesk", chance)
    with story.open() as journal:
        story.go_on(journal, chance.randint(2, 6))
        place = backup.place_for(story.path, journal.now(), folder / "stick")
        head = journal.back_up(place)
        copied = everything(journal.view)
        how = spoil(chance, place)
        story.go_on(journal, 1)
        present, present_beside = everything(journal.view), beside(journal.view)
        try:
            restoring.restore(journal, place)
        except FAULTS:
            if everything(journal.view) != present or beside(journal.view) != present_beside:
                raise Wrong("a copy that was refused changed something") from None
            if backup.own_backups(story.path) or list(story.path.glob(f"{DATABASE}.new*")):
                raise Wrong("something was left behind") from None
            story.note(journal)
        else:
            check_restored(journal, head, copied)
        journal.check()
    return f"damaged {how} {story.told}"


def spoil(chance: random.Random, place: Path) -> str:
    database = place / DATABASE
    data = bytearray(database.read_bytes())
    pages = len(data) // _PAGE
    one, other = chance.randrange(pages), chance.randrange(pages)
    how = chance.choice(("flip", "flip", "zero", "swap", "truncate", "keys", "gone"))
    if how == "flip":
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        how += f" {at}"
    elif how == "zero":
        data[one * _PAGE : (one + 1) * _PAGE] = bytes(_PAGE)
    elif how == "swap":
        first, second = (slice(page * _PAGE, (page + 1) * _PAGE) for page in (one, other))
        data[first], data[second] = data[second], data[first]
    elif how == "truncate":
        del data[one * _PAGE :]
    elif how == "keys":
        (place / "keys.json").write_bytes(b"{}")
        (place / "keys.json.bak").unlink()
    else:
        database.unlink()
        return how
    database.write_bytes(data)
    return f"{how} {one} {other}"


# A full disk


def mounted(folder: Path, kib: int) -> bool:
    """Whether a small disk of its own could be put at ``folder``."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={kib}k,mode=0700", "coachdesk-faults", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """A disk of so many KiB; where none can be had, a case of it is wrong."""
    folder.mkdir()
    if not mounted(folder, kib):
        raise Wrong("no disk of its own: this needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def full_disk(chance: random.Random, folder: Path) -> str:
    """With any room that is left, each of these succeeds, or says that the disk is full and has changed nothing."""
    act = chance.choice((_back_up, _restore, _rotate, _erase, _thin))
    with small_disk(folder / "disk", 6144 if act is _thin else 2048) as disk:
        story = Story(disk / "Team.coachdesk", chance)
        with story.open() as journal:
            story.go_on(journal, chance.randint(1, 4))
            place = backup.place_for(story.path, journal.now())
            journal.back_up(place)
            for _more in range(chance.randint(3, 7) if act is _thin else 0):
                story.clock.pass_time(60)
                journal.back_up(backup.place_for(story.path, journal.now()))
            story.note(journal)
            present = everything(journal.view)
            room = chance.randrange(0, 900_000, 1024)
            filler = disk / "filler"
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            filler.write_bytes(bytes(max(free - room, 0)))
            said = act(story, journal, place)
            size = size_of(present)
            if said == "full" and everything(journal.view, size) != present:
                raise Wrong("it failed, and something changed")
            own = [one.path.name for one in backup.own_backups(story.path)]
            filler.unlink()
            for one in backup.own_backups(story.path):
                with contextlib.closing(journal.view_of_copy(one.path)) as view:
                    everything(view)
                backup.prove(one.path / DATABASE, journal.store.key)
            if not own:
                raise Wrong("the last backup is gone")
            journal.check()
            journal.back_up(backup.place_for(story.path, journal.now()))
            code = story.told[-1] if act is _rotate and said == "done" else template()[1]
        with open_journal(story.path, code, "recovery", clock=story.clock) as journal:
            journal.check()
            story.note(journal)
        left = [one.name for one in (story.path / BACKUPS).iterdir() if one.name.startswith(".")]
        if left:
            raise Wrong(f"left behind: {left}")
    return f"full {act.__name__} {room} {story.told[:5]} {said}"


def _full(act: Callable[[], object]) -> str:
    try:
        act()
    except StorageFull:
        return "full"
    return "done"


def _back_up(story: Story, journal: Journal, _place: Path) -> str:
    return _full(lambda: journal.back_up(backup.place_for(story.path, journal.now())))


def _thin(story: Story, journal: Journal, _place: Path) -> str:
    """A copy is made if there is room, and others go; of half of them the disk says in their midst that it is full."""
    newest = backup.own_backups(story.path)[0].path
    made = backup.place_for(story.path, journal.now())
    said = _full(lambda: journal.back_up(made))
    good = made if said == "done" else newest
    answers = [OSError(errno.ENOSPC, "full") if story.chance.random() < 0.25 else None for _ in range(64)]
    full = mock.patch.object(backup.files, "sync_folder", side_effect=answers)
    with full if story.chance.random() < 0.5 else contextlib.nullcontext():
        thinned = _full(lambda: keeping.thin_backups(journal, good))
    if good not in [one.path for one in backup.own_backups(story.path)]:
        raise Wrong("the last good one is gone")
    backup.prove(good / DATABASE, journal.store.key)
    story.told.insert(0, f"thinned: {thinned}")
    return said


def _restore(_story: Story, journal: Journal, place: Path) -> str:
    try:
        restoring.restore(journal, place)
    except StorageFull:
        return "full" if not journal.view.records("restore") else "unfinished"
    except JournalError as error:
        raise Wrong(f"a full disk is called {type(error).__name__}") from error
    return "done"


def _rotate(story: Story, journal: Journal, _place: Path) -> str:
    def rotate() -> None:
        story.told.append(rotation.rotate_key(journal, PASSPHRASE, COST))

    return _full(rotate)


def _erase(story: Story, journal: Journal, _place: Path) -> str:
    from coachdesk.journal import erasable
    from coachdesk.journal.errors import ErasureUnfinished

    one = story.entry(journal)
    if one is None:
        return "nothing"
    try:
        erasing.erase(journal, erasable.plan_record(journal.view, one.id), "Robin", "It had to go.")
    except StorageFull:
        return "full"
    except ErasureUnfinished:
        return "unfinished"
    return "done"


# The schedule


def schedule(chance: random.Random, folder: Path) -> str:
    """Years of copies, on most days, with a clock that is wrong for a while: which one is thinned out matters."""
    path = folder / "Team.coachdesk"
    (path / BACKUPS).mkdir(parents=True)
    now, skew, told = START, dt.timedelta(0), ""
    until, last_made = START + _DAY * chance.randint(20, 500), START - 9 * _DAY
    while now < until:
        now += dt.timedelta(hours=chance.choice((1, 5, 24, 24, 24, 30, 200)))
        if chance.random() < 0.02:
            skew = dt.timedelta(days=chance.choice((0, 0, -400, -3, 1, 40, 1500)))
            told += f" {skew.days}"
        shown = now + skew
        own = backup.own_backups(path)
        is_due = backup.is_due(own, shown)
        if now - last_made > 2 * _DAY and not is_due and not _any_near(own, shown):
            raise Wrong(f"none is due though the last is {now - last_made} old")
        if not is_due and chance.random() < 0.9:  # some are asked for by hand
            continue
        place = backup.place_for(path, shown)
        place.mkdir()
        made, before, last_made = place.name, backup.own_backups(path), now
        journal = mock.Mock(path=path, view=mock.Mock(records=lambda _type: ()))  # one without holds
        keeping.thin_backups(journal, place)
        check_thinned(before, backup.own_backups(path), made)
    return f"schedule {until} {told} {len(backup.own_backups(path))}"


def _any_near(own: list[Backup], shown: dt.datetime) -> bool:
    """Whether by what the clock shows there is one of the last day, as may be where it was set back and forth."""
    return any(abs(shown - one.made_at) < _DAY for one in own)


def check_thinned(before: list[Backup], left: list[Backup], made: str) -> None:
    """The newest stay, one of each day, week and month stays, and there are not too many."""
    if left[: backup.NEWEST_KEPT] != before[: backup.NEWEST_KEPT]:
        raise Wrong("one of the newest is gone")
    if made not in {one.path.name for one in left}:
        raise Wrong("the one that was just made, and proved, is gone")
    most = 1 + backup.NEWEST_KEPT + backup.DAYS_KEPT + backup.WEEKS_KEPT + backup.MONTHS_KEPT
    if len(left) > most:
        raise Wrong(f"{len(left)} are left")
    for period, count in ((lambda at: at.date(), backup.DAYS_KEPT), (lambda at: (at.year, at.month), 24)):
        there = list(dict.fromkeys(period(one.made_at) for one in before))[:count]
        if set(there) - {period(one.made_at) for one in left}:
            raise Wrong("a day or a month has none left")


def thinned(chance: random.Random, folder: Path) -> str:
    """Real copies, thinned after each is made: the newest is whole, unless there is a hold none goes."""
    story = Story(folder / "Team.coachdesk", chance)
    is_held = chance.random() < 0.3
    with story.open() as journal:
        story.go_on(journal, 2)
        if is_held:
            keeping.place_hold(journal, "", "Robin", "a claim")
        count = chance.randint(4, 7)
        for _ in range(count):
            story.clock.pass_time(chance.choice((60, 60, 90_000)))
            place = backup.place_for(story.path, journal.now())
            journal.back_up(place)
            held = everything(journal.view)
            keeping.thin_backups(journal, place)
            own = backup.own_backups(story.path)
            if own[0].path != place or not own:
                raise Wrong("the newest is gone")
            with contextlib.closing(journal.view_of_copy(place)) as view:
                if everything(view) != held:
                    raise Wrong("the newest is another")
            story.note(journal)
        if is_held and len(backup.own_backups(story.path)) != count:
            raise Wrong("one went while there was a hold")
    return f"thinned {is_held} {count} {story.told}"


CASES = (
    drill,
    drill,
    elsewhere,
    migrated,
    replaced,
    damaged,
    damaged,
    full_disk,
    full_disk,
    schedule,
    schedule,
    thinned,
)


def case(number: int, chance: random.Random, folder: Path) -> str:
    """One of the kinds in turn."""
    return CASES[number % len(CASES)](chance, folder)


# Protections left out


def _not_read(place: Path, folder: Path, *_of: object) -> Path:
    """A copy is taken as it lies: nobody reads it first."""
    shutil.copyfile(place / DATABASE, folder / f"{DATABASE}.new")
    return folder / f"{DATABASE}.new"


def _wrong_end(backups: Any) -> list[Backup]:
    """Thins out from the wrong end."""
    return sorted(backups, key=lambda one: one.made_at)[backup.NEWEST_KEPT :]


_rename = Path.rename


def _named_at_once(self: Path, target: Path) -> Path:
    """Something is called a backup that is none: it has its name, and no content."""
    if self.parent.name in (BACKUPS, "stick") and self.name.startswith(f".{target.name}"):
        (self / DATABASE).write_bytes(b"")
    return _rename(self, target)


SABOTAGES: trying.Sabotages = {
    "not_read": lambda: mock.patch.object(backup, "proved_copy", _not_read),
    "no_drafts": lambda: mock.patch.object(restoring, "keep_draft"),
    "wrong_end": lambda: mock.patch.object(backup, "superfluous", _wrong_end),
    "half_named": lambda: mock.patch.object(Path, "rename", _named_at_once),
}
FINDINGS = {
    "not_read": "malformed",
    "no_drafts": "other drafts or settings",
    "wrong_end": "is gone",
    "half_named": "no such table",
}
"""What must be found without each of them."""


if __name__ == "__main__":
    trying.run("backups", case, 500, SABOTAGES, FINDINGS)
