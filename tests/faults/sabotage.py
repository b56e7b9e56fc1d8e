"""Protections taken away, each alone and in this process only: proof that the harness would notice.

A harness that finds nothing says little until it is seen to find something.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from coachdesk.journal import connection, files
from coachdesk.journal.journal import Journal


def _synchronous(level: str) -> None:
    settings = [setting.replace("synchronous = FULL", f"synchronous = {level}") for setting in _SETTINGS]
    assert settings != list(_SETTINGS)
    mock.patch.object(connection, "_AFTER_KEY", settings).start()


def _no_transaction() -> None:
    mock.patch.object(Journal, "_transaction", _nothing).start()


def _files_without_sync() -> None:
    mock.patch.object(files, "write_private", Path.write_bytes).start()


def _folders_without_sync() -> None:
    mock.patch.object(files, "sync_folder").start()


@contextlib.contextmanager
def _nothing(_: Journal) -> Iterator[None]:
    yield


_SETTINGS = connection._AFTER_KEY

SABOTAGES: dict[str, Callable[[], None]] = {
    "synchronous_off": lambda: _synchronous("OFF"),
    "synchronous_normal": lambda: _synchronous("NORMAL"),
    "no_transaction": _no_transaction,
    "files_without_sync": _files_without_sync,
    "folders_without_sync": _folders_without_sync,
}
