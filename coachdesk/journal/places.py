"""Places that are no good for a journal: folders that another program copies about while it is open."""

from pathlib import Path

_SYNCED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "syncthing",
    "box sync",
    "pcloud",
    "megasync",
    "seafile",
    "resilio",
    "proton drive",
    "protondrive",
    "tresorit",
    "yandex.disk",
)
"""Words in a path that tell of such a folder."""

_MARKS = (".dropbox", ".dropbox.cache", ".stfolder", ".sync", ".owncloudsync.log", ".nextcloudsync.log")
"""What such programs leave in a folder they look after, whatever it is called."""


def is_synced(path: Path) -> bool:
    """Whether ``path``, or what it is a link to, seems to lie in a folder that is copied to other computers."""
    above = {one for place in (path.absolute(), path.resolve()) for one in (place, *place.parents)}
    named = any(word in folder.name.casefold() for folder in above for word in _SYNCED)
    return named or any((folder / mark).exists() for folder in above for mark in _MARKS)
