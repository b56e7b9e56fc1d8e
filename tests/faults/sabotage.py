"""Protections taken away, each alone and in this process only: proof that the harness would notice.

A harness that finds nothing says little until it is seen to find something.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from coachdesk.journal import connection, files, header
from coachdesk.journal.header import Header
from coachdesk.journal.journal import Journal


def _synchronous(level: str) -> None:
    settings = [setting.replace("synchronous = FULL", f"synchronous = {level}") for setting in _SETTINGS]
    assert settings != list(_SETTINGS)
    mock.patch.object(connection, "_AFTER_KEY", settings).start()


def _no_transaction() -> None:
    mock.patch.object(Journal, "_transaction", _only_types).start()


def _files_without_sync() -> None:
    mock.patch.object(files, "write_private", Path.write_bytes).start()


def _folders_without_sync() -> None:
    mock.patch.object(files, "sync_folder").start()


@contextlib.contextmanager
def _only_types(journal: Journal) -> Iterator[None]:
    """No transaction; errors have names all the same."""
    with connection.database_errors(journal.path):
        yield


@contextlib.contextmanager
def _untyped(_: Path) -> Iterator[None]:
    yield


def _no_types() -> None:
    """Errors of the disk and of the database stay what they are."""
    for place, name in ((files, "storage_errors"), (connection, "database_errors")):
        known = getattr(place, name)
        for module in [one for one in sys.modules.values() if getattr(one, name, None) is known]:
            mock.patch.object(module, name, _untyped).start()


def _in_place(path: Path, changed: Header, key: bytearray, _prove: tuple[str, str]) -> Header:
    """A header written over the one before."""
    sealed = changed.sealed(key)
    for name in (header.NAME, header.BACKUP_NAME):
        (path / name).write_bytes(header._encode(sealed))
    return sealed


def _no_second_header() -> None:
    """A rotation that writes the header of the new key only once the database has it."""
    later: list[Header] = []

    def keep(_path: Path, changed: Header, key: bytearray) -> None:
        later.append(changed.sealed(key))

    def adopt(path: Path) -> Header:
        header.replace_header(path, later[-1])
        return later[-1]

    mock.patch.multiple(header, write_next=keep, adopt_next=adopt, drop_next=mock.DEFAULT).start()


_SETTINGS = connection._AFTER_KEY

SABOTAGES: dict[str, Callable[[], None]] = {
    "synchronous_off": lambda: _synchronous("OFF"),
    "synchronous_normal": lambda: _synchronous("NORMAL"),
    "no_transaction": _no_transaction,
    "files_without_sync": _files_without_sync,
    "folders_without_sync": _folders_without_sync,
    "no_types": _no_types,
    "in_place": lambda: mock.patch.object(header, "write_header", _in_place).start(),
    "no_second_header": _no_second_header,
}
