"""What the window remembers between starts: a small private file that names nobody."""

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs
from PySide6.QtCore import QObject, Signal

from coachdesk.journal import files

ThemeChoice = Literal["system", "light", "dark", "contrast"]
_MOST_BYTES = 64 * 1024


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """``journal`` is the path of the last journal, kept only if the manager chose so.

    ``lock_minutes`` is how long nobody may touch anything before the journal locks; 0 means never.
    ``geometry`` and ``splitter`` are Qt's own bytes and sizes. ``instance_key`` makes the name under
    which the first window is found a secret of this user's. ``allow_screen_capture`` lets the windows into
    pictures of the screen, where the system could keep them out.
    """

    theme: ThemeChoice = "system"
    lock_minutes: Annotated[int, msgspec.Meta(ge=0, le=24 * 60)] = 10
    lock_on_minimise: bool = False
    allow_screen_capture: bool = False
    journal: str = ""
    language: str = ""
    geometry: str = ""
    splitter: tuple[int, ...] = ()
    show_archived: bool = False
    check_wording: bool = True
    instance_key: str = ""


def settings_path() -> Path:
    """Where the settings are kept: the app's own folder among the user's configuration."""
    return platformdirs.user_config_path("coachdesk", appauthor=False) / "settings.json"


class SettingsFile(QObject):
    """The settings as they are, and the one way to change them. ``changed`` tells after each change.

    A file that cannot be read means the defaults, one that cannot be written means that the change
    lasts until the end of this run: neither is a reason to refuse work.
    """

    changed = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.current = _read(path)

    def change(self, **values: Any) -> None:
        """Changes some settings and keeps them."""
        changed = msgspec.convert({**msgspec.structs.asdict(self.current), **values}, Settings)
        if changed == self.current:
            return
        self.current = changed
        try:
            files.make_private_folder(self._path.parent)
            files.replace_private(self._path, msgspec.json.format(msgspec.json.encode(changed), indent=1))
        except OSError:
            pass
        self.changed.emit()


def _read(path: Path) -> Settings:
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_MOST_BYTES), type=Settings)
    except (OSError, ValueError):  # not there, not JSON, not UTF-8, not settings
        return Settings()
