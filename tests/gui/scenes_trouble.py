"""Scenes of opening in trouble: keys lost, open elsewhere, damaged, read only; another key, copies that lie beside."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from coachdesk.gui.backups import BackupsDialog
from coachdesk.gui.change_key import ChangeKeyDialog
from coachdesk.gui.damage import DamageDialog
from coachdesk.gui.sheet_entry import SheetDialog
from coachdesk.journal import backup, header, sheet
from coachdesk.journal.files import WriterLock
from coachdesk.journal.opening import open_journal, open_reading
from tests.journal.spoiling import overwrite_page

if TYPE_CHECKING:
    from tests.gui.scenes import Stage


def _demo(stage: "Stage") -> Path:
    """A copy of the demo with another name, closed."""
    copy = stage.folder / "Notes.coachdesk"
    shutil.copytree(stage.journals.demo.journal_path, copy)
    return copy


def _with_backup(stage: "Stage") -> Path:
    """The same with a backup, and something written after it."""
    path = _demo(stage)
    with open_journal(path, stage.journals.demo.recovery_code, "recovery") as journal:
        journal.back_up(backup.place_for(path, journal.now()))
        leader = journal.view.leaders()[0]
        journal.put(leader.changed(role="Director"))
    return path


def _lose_keys(path: Path) -> None:
    for name in ("keys.json", "keys.json.bak"):
        (path / name).unlink()


def _tried(stage: "Stage", path: Path) -> QWidget:
    """The unlock screen after the code was tried."""
    stage.window.show_unlock(path)
    unlock = stage.window.unlock
    unlock.other_way.click()
    unlock.code.setText(stage.journals.demo.recovery_code)
    unlock.unlock()
    stage.settle()
    return stage.window


def unlock_keys_lost(stage: "Stage") -> QWidget:
    path = _with_backup(stage)
    _lose_keys(path)
    stage.window.show_unlock(path)
    stage.settle()
    return stage.window


def unlock_elsewhere(stage: "Stage") -> QWidget:
    path = _demo(stage)
    stage.held = WriterLock(path / "LOCK")
    return _tried(stage, path)


def _damaged(stage: "Stage") -> Path:
    path = _with_backup(stage)
    size = (path / "journal.db").stat().st_size // 4096
    for number in (0, size // 3, size // 2):
        overwrite_page(path / "journal.db", number)
    return path


def unlock_damaged(stage: "Stage") -> QWidget:
    return _tried(stage, _damaged(stage))


def unlock_backup(stage: "Stage") -> QWidget:
    path = _demo(stage)
    place = path.with_name("Notes 2026-10-09T081500Z.coachdesk")
    path.rename(place)
    stage.window.show_unlock(place)
    stage.settle()
    return stage.window


def sheet_entry(stage: "Stage") -> QWidget:
    path = _demo(stage)
    lines = sheet.sheet_of(header.read_header(path)[0])
    _lose_keys(path)
    stage.window.show_unlock(path)
    dialog = SheetDialog(stage.tools, path, stage.window)
    stage.dialog(dialog)
    wrong = lines[1][:-1] + ("7" if lines[1][-1] != "7" else "8")
    for at, typed in enumerate((lines[0], wrong, lines[2], lines[3][:11])):
        dialog.lines[at].setText(typed)
        dialog.lines[at].textEdited.emit(typed)
    dialog.open_journal()
    return dialog


def desk_read_only(stage: "Stage") -> QWidget:
    demo = stage.journals.demo
    stage.session.adopt(open_reading(_demo(stage), demo.recovery_code, "recovery"))
    shown = stage.session.view.timeline(demo.leader_id).entries
    stage.window.desk.show_entry(demo.leader_id, shown[4].entry.id)
    return stage.window


def page_read_only(stage: "Stage") -> QWidget:
    desk_read_only(stage)
    stage.window.desk.show_page(stage.journals.demo.leader_id, "plan")
    return stage.window


def desk_notices(stage: "Stage") -> QWidget:
    window = stage.open_demo()
    for kind, detail in (("older_copy", ""), ("copies_beside", "journal (conflicted copy).db")):
        stage.session.noticed.emit(kind, detail)
    return window


def _shown(kind: type[QDialog]) -> QDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind))


def damage_surveyed(stage: "Stage") -> QWidget:
    unlock_damaged(stage)
    stage.window.unlock.ways.buttons["damage"].click()
    stage.settle()
    return _shown(DamageDialog)


def damage_where(stage: "Stage") -> QWidget:
    dialog = damage_surveyed(stage)
    assert isinstance(dialog, DamageDialog)
    dialog.ask_where()
    return dialog


def damage_rescued(stage: "Stage") -> QWidget:
    dialog = damage_where(stage)
    assert isinstance(dialog, DamageDialog)
    for field in (dialog.new.first, dialog.new.second):
        field.setText("fern ladder onion quartz")
    dialog.rescue()
    stage.settle()
    return dialog


def change_key(stage: "Stage") -> QWidget:
    return stage.dialog(ChangeKeyDialog(stage.tools, stage.open_empty()))


def copies_beside(stage: "Stage") -> QWidget:
    window = stage.open_demo()
    path = stage.session.journal.path
    shutil.copytree(path, path.with_name("Demo (conflicted copy 2026-10-09).coachdesk"))
    shutil.copy(path / "journal.db", path / "journal (1).db")
    stage.session.noticed.emit("copies_beside", "journal (1).db")
    window.desk.banners.notice_acted.emit("copies_beside")
    return _shown(BackupsDialog)


TROUBLE: dict[str, Callable[["Stage"], QWidget]] = {
    "unlock-keys-lost": unlock_keys_lost,
    "unlock-elsewhere": unlock_elsewhere,
    "unlock-damaged": unlock_damaged,
    "unlock-backup": unlock_backup,
    "sheet-entry": sheet_entry,
    "desk-read-only": desk_read_only,
    "page-read-only": page_read_only,
    "desk-notices": desk_notices,
    "damage-surveyed": damage_surveyed,
    "damage-where": damage_where,
    "damage-rescued": damage_rescued,
    "change-key": change_key,
    "copies-beside": copies_beside,
}
