"""Nobody else's business: what is written is the owner's alone, no symbolic link is followed, nobody else's is trusted.

    python -m tests.faults.permissions [--sabotage NAME]

Four kinds of cases, each in a folder of its own: everything that CoachDesk writes under every umask, in a journal that
was made under the strictest one; a symbolic link where it is to be written; a symbolic link in the place of a part of the journal; a part of the journal that belongs to
somebody else, and somebody else who tries to read it. The last two kinds need a user to be (root): else they are left
out, and the number of cases says so. The program succeeds if nothing is wrong or, with ``--sabotage``, if that is what
it finds.
"""

import argparse
import contextlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from unittest import mock

from coachdesk.cli.new_files import write_new
from coachdesk.cli.refusals import Refused
from coachdesk.export.letter_making import Wanted, make_letter, write_letter
from coachdesk.export.open_copy import copy_openly
from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.selection import Selection
from coachdesk.gui.background import Task
from coachdesk.gui.preview import _save
from coachdesk.gui.recovery_sheet import save_recovery_sheet
from coachdesk.gui.settings import SettingsFile
from coachdesk.journal import files
from coachdesk.journal.errors import JournalError, StorageFailed, UnsafePath
from coachdesk.journal.opening import create_journal, open_journal
from tests.faults import trying
from tests.faults.trying import Tried, Wrong
from tests.making import COST, PASSPHRASE, entry, leader

UMASKS = (0o000, 0o022, 0o027, 0o077)
NOBODY = 65534
FINDINGS = {
    "open_modes": "others may read what is written",
    "follow_links": "link",
    "trust_anybody": "another's",
}
"""Each protection that can be left out, and what must be found without it."""

SABOTAGES = tuple(FINDINGS)
HEADER, COPY = "keys.json", "keys.json.bak"
PARTS = ("journal.db", HEADER, COPY, "LOCK")
_OTHERS = 0o077


class Place:
    """A folder with an open journal in it, and room for what is written beside."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.target = folder, folder / "out" / "target"
        (folder / "out").mkdir()
        self.journal, self.code = create_journal(folder / "Ada.coachdesk", PASSPHRASE, COST)
        ada = leader()
        self.journal.put(ada)
        self.attachment = self.journal.take_in("minutes.txt", BytesIO(b"What was said." * 50))
        self.entry = entry(
            ada,
            kind="conversation",
            attachment_ids=(self.attachment.id,),
            action_points=[{"text": "She asks Bo."}],
        )
        self.journal.put(self.attachment, self.entry)

    @property
    def path(self) -> Path:
        return self.journal.path


# Everything that is written


def another_journal(place: Place) -> None:
    create_journal(place.target, PASSPHRASE, COST)[0].close()


def an_opening(place: Place) -> None:
    """The log and the lock are made anew."""
    place.journal.close()
    place.journal = open_journal(place.path, PASSPHRASE)


def a_note(place: Place) -> None:
    place.journal.put(entry(place.journal.view.leaders()[0]))


def a_draft(place: Place) -> None:
    place.journal.keep_draft("draft", {"text": "half a sen"})


def own_backup(place: Place) -> None:
    place.journal.back_up(place.path / files.BACKUPS / "2026-01-01T000000Z.coachdesk")


def backup_elsewhere(place: Place) -> None:
    place.journal.back_up(place.target)


def new_passphrase(place: Place) -> None:
    place.journal.change_passphrase("another " + PASSPHRASE, COST)


def new_code(place: Place) -> None:
    place.journal.change_recovery_code()


def open_copy(place: Place) -> None:
    copy_openly(place.journal.view, place.target, (), drafts=False)


def attached_file(place: Place) -> None:
    _save(place.attachment, place.target, place.journal.view, Task(lambda _share: None))


def settings(place: Place) -> None:
    SettingsFile(place.target).change(theme="dark")


def recovery_page(place: Place) -> None:
    save_recovery_sheet(place.target, place.code, "Ada", ())


def report(place: Place) -> None:
    """The PDF about a leader, which a process of its own draws."""
    about = Selection(leader_ids=place.entry.leader_ids)
    export_timeline(place.journal, Choices(selection=about), place.target)


def letter(place: Place) -> None:
    wanted = Wanted(
        kind="follow_up",
        leader_id=place.entry.leader_ids[0],
        record_id=place.entry.id,
        day="2026-03-02",
        zone="UTC",
    )
    write_letter(make_letter(place.journal.view, wanted), place.target)


def a_text(place: Place) -> None:
    """A receipt, the page of a verification: whatever text a command was asked to write."""
    write_new(place.target, "A text that was asked for.")


def last_head(place: Place) -> None:
    place.journal.close()


WRITTEN: dict[str, Callable[[Place], None]] = {
    one.__name__: one
    for one in (
        *(
            another_journal,
            an_opening,
            a_note,
            a_draft,
            own_backup,
            backup_elsewhere,
            new_passphrase,
            new_code,
        ),
        *(open_copy, attached_file, settings, recovery_page, report, letter, a_text, last_head),
    )
}
AT_TARGET = (
    *(another_journal, backup_elsewhere, open_copy, attached_file, settings, recovery_page),
    *(report, letter, a_text),
)


# The cases


def under_a_umask(write: Callable[[Place], None], umask: int, folder: Path) -> None:
    """Whatever is there afterwards is the owner's alone. What was there before is, by the umask of that time."""
    before = os.umask(_OTHERS)
    mine = {folder / "out"}
    try:
        place = Place(folder)
        os.umask(umask)
        write(place)
    finally:
        os.umask(before)
    for path in folder.rglob("*"):
        if stat.S_IMODE(path.lstat().st_mode) & _OTHERS and path not in mine:
            raise Wrong(f"others may read what is written: {path.name}")
    place.journal.close()


def through_a_link(write: Callable[[Place], None], folder: Path) -> None:
    """What the link leads to stays as it was; the link may be replaced, or refused."""
    place, theirs = Place(folder), folder / "theirs"
    theirs.write_text("theirs")
    place.target.symlink_to(theirs)
    with contextlib.suppress(JournalError, Refused):
        write(place)
    place.journal.close()
    if theirs.is_dir() or theirs.read_text() != "theirs":
        raise Wrong("written through a symbolic link")


def part_is_a_link(part: str, folder: Path) -> None:
    """A journal with a symbolic link for one of its parts is not opened."""
    place = Place(folder)
    place.journal.close()
    real, path = folder / "real", place.path / part if part else place.path
    shutil.move(path, real)
    path.symlink_to(real)
    refused_to_open(place.path, part)


def part_is_anothers(part: str, folder: Path) -> None:
    """A journal of which a part belongs to somebody else is not opened."""
    place = Place(folder)
    place.journal.close()
    os.chown(place.path / part, NOBODY, NOBODY)
    refused_to_open(place.path, part)


def refused_to_open(path: Path, part: str) -> None:
    """The copy of the header is asked only where the header is gone."""
    if part == COPY:
        (path / HEADER).unlink()
    try:
        open_journal(path, PASSPHRASE).close()
    except (UnsafePath, StorageFailed):
        return
    raise Wrong("opened all the same")


def another_user(command: str, part: str, folder: Path) -> None:
    """Somebody else gets nowhere, though the folder above is open to all; while the journal is open, too."""
    folder.chmod(0o755)
    place, before = Place(folder), os.umask(0)
    try:
        place.journal.put(entry(place.journal.view.leaders()[0]))
        done = subprocess.run(
            [*command.split(), str(place.path / part)],
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            capture_output=True,
            check=False,
        )
    finally:
        os.umask(before)
        place.journal.close()
    if done.returncode == 0:
        raise Wrong("another user may")


def cases() -> dict[str, Callable[[Path], None]]:
    """Every case, by its name, for a folder that is empty."""
    found: dict[str, Callable[[Path], None]] = {}
    for name, write in WRITTEN.items():
        for umask in UMASKS:
            found[f"umask {umask:03o}: {name}"] = partial(under_a_umask, write, umask)
    for write in AT_TARGET:
        found[f"link at its place: {write.__name__}"] = partial(through_a_link, write)
    for part in ("", *PARTS):
        found[f"link for a part: {part or 'the folder'}"] = partial(part_is_a_link, part)
    if os.geteuid() == 0:
        for part in ("", *PARTS):
            found[f"another's: {part or 'the folder'}"] = partial(part_is_anothers, part)
        for command in ("ls", "cat", "touch"):
            for part in ("", "journal.db", "journal.db-wal"):
                found[f"another user: {command} {part or 'the folder'}"] = partial(
                    another_user, command, part
                )
    return found


@contextlib.contextmanager
def broken(sabotage: str) -> Iterator[None]:
    """Without one of the protections."""
    with contextlib.ExitStack() as stack:
        if sabotage == "open_modes":
            stack.enter_context(mock.patch.object(files, "PRIVATE_FILE", 0o666))
        elif sabotage == "follow_links":
            stack.enter_context(mock.patch.object(files, "check_own_file", Path.exists))
            stack.enter_context(mock.patch.object(files, "check_own_folder"))
        elif sabotage == "trust_anybody":
            stack.enter_context(mock.patch.object(files, "check_owner"))
        yield


def try_all(wanted: Sequence[str], sabotage: str = "") -> Tried:
    """What went wrong in the cases of these names."""
    tried, all_of_them = Tried(), cases()
    for name in wanted:
        with tempfile.TemporaryDirectory(prefix="coachdesk-permissions-") as place:
            folder = Path(place)
            with mock.patch.dict(os.environ, XDG_STATE_HOME=str(folder / "state")), broken(sabotage):
                try:
                    all_of_them[name](folder)
                except Wrong as wrong:
                    tried.problems.append(f"{wrong} ({name})")
        tried.distinct.add(name)
    return tried


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sabotage", choices=SABOTAGES, default="")
    sabotage = parser.parse_args(arguments).sabotage
    tried = try_all(list(cases()), sabotage)
    return trying.told("permissions", tried, 0, sabotage, finding=FINDINGS.get(sabotage, ""))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
