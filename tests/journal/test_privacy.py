"""Nothing of what a manager writes is readable outside of the encryption, and no tool of ours is needed inside."""

import base64
import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import msgspec
import pytest

from coachdesk.journal.head_seen import state_folder
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import Entry
from coachdesk.records.handover import Export
from coachdesk.records.people import Contact, Leader
from tests.journal.conftest import CANARY, Filled, full_entry
from tests.making import PASSPHRASE


def forms_of(text: str) -> list[bytes]:
    """``text`` as it may lie about in a file: plain, as hex, or as base64 from any of its three beginnings."""
    encoded = [text.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")]
    hexed = [form for data in encoded for form in (data.hex().encode(), data.hex().upper().encode())]
    based = [base64.b64encode(bytes(shift) + data)[4:-4] for data in encoded for shift in range(3)]
    return [*encoded, *hexed, *based]


def leaks(folder: Path, secret: str) -> list[str]:
    """The files below ``folder`` in whose name or content ``secret`` is found in any form."""
    forms = forms_of(secret)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [
        path.name
        for path in files
        if any(form in data for data in (path.read_bytes(), os.fsencode(path)) for form in forms)
    ]


@pytest.fixture
def opened(filled_folder: Path) -> Iterator[Journal]:
    with open_journal(filled_folder, PASSPHRASE) as journal:
        yield journal


def test_the_search_for_leaks_finds_a_leak_in_any_form(tmp_path: Path) -> None:
    for number, form in enumerate(forms_of(CANARY)):
        (tmp_path / f"{number}").write_bytes(b"before" + form + b"after")
    assert len(leaks(tmp_path, CANARY)) == len(forms_of(CANARY))
    (tmp_path / f"{CANARY}.txt").touch()
    assert f"{CANARY}.txt" in leaks(tmp_path, CANARY)


def test_the_canary_is_in_every_field_that_takes_a_text(filled_folder: Path) -> None:
    """Or the tests below would look for what was never written."""
    without = {
        Leader: {"id", "started", "archived"},
        Contact: {"id", "relation"},
        Attachment: {"id", "media_type", "size", "digest"},
        Export: {"id", "number", "state", "leader_ids", "digest", "size", "root", "entries", "withheld"},
        Entry: {"id", "leader_ids", "kind", "occurred", "lane", "formal", "attachment_ids"},
    }
    with open_journal(filled_folder, PASSPHRASE) as journal:
        (ada, _) = journal.view.leaders()
        records = [ada, *journal.view.records("contact"), *journal.view.records("attachment")]
        records += [*journal.view.records("export"), full_entry(ada.id)]
    for record in records:
        fields = {
            field
            for field in record.__struct_fields__
            if CANARY in str(msgspec.to_builtins(getattr(record, field)))
        }
        assert fields == set(record.__struct_fields__) - without[type(record)]


def test_no_file_of_an_open_or_closed_journal_holds_what_was_written(opened: Journal) -> None:
    opened.put(*(full_entry(opened.view.leaders()[0].id) for _ in range(3)))
    opened.keep_draft("draft", {"text": CANARY})
    names = {path.name for path in opened.path.iterdir()}
    assert {"journal.db", "journal.db-wal"} <= names
    assert opened.view.search(CANARY)
    assert leaks(opened.path, CANARY) == []
    opened.close()
    assert leaks(opened.path, CANARY) == []
    assert leaks(state_folder(), CANARY) == []


def test_no_file_holds_a_key_a_passphrase_or_a_code(opened: Journal, filled: Filled) -> None:
    secrets = [
        PASSPHRASE,
        filled.recovery_code,
        filled.recovery_code.replace("-", ""),
        opened.raw_key()[2:-1],
    ]
    secrets.append(filled.key.hex())
    opened.put(*opened.view.leaders())
    for secret in secrets:
        assert leaks(opened.path, secret) == []
    for secret in (filled.key, bytes.fromhex(opened.raw_key()[2:-1])):
        assert [path for path in opened.path.iterdir() if secret in path.read_bytes()] == []


def test_no_file_in_clear_names_a_record(opened: Journal) -> None:
    for record_id in (
        record.id for kind in ("leader", "contact", "attachment") for record in opened.view.records(kind)
    ):
        assert leaks(opened.path, record_id) == []


def test_nothing_is_written_outside_of_the_journal_and_the_state_folder(
    filled_folder: Path, tmp_path: Path, home: Path
) -> None:
    def everything() -> set[Path]:
        return {path for root in (tmp_path, home) for path in root.rglob("*") if path.is_file()}

    before = everything()
    with open_journal(filled_folder, PASSPHRASE) as journal:
        journal.put(full_entry(journal.view.leaders()[0].id))
        journal.check()
        journal.view.search(CANARY)
        identity = journal.id
    assert everything() - before == {state_folder() / f"{identity}.json"}
    assert stat.S_IMODE((state_folder() / f"{identity}.json").stat().st_mode) == 0o600


def test_another_implementation_of_the_format_reads_the_same_rows(opened: Journal) -> None:
    """The way out: the key and any tool for SQLCipher databases are enough, without a line of ours."""
    key = opened.raw_key()
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search\\_%' ESCAPE '\\' ORDER BY name"
    ours = {
        name: opened._connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
        for (name,) in opened._connection.execute(tables).fetchall()
    }
    path = opened.path / "journal.db"
    opened.close()
    with closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)) as other:
        for pragma, value in (("cipher", "sqlcipher"), ("legacy", 4), ("key", key)):
            other.pragma(pragma, value)
        names = [name for (name,) in other.execute(tables)]
        assert {name: list(other.execute(f"SELECT * FROM {name} ORDER BY 1, 2")) for name in names} == ours
        assert CANARY in other.execute("SELECT body FROM payload ORDER BY seq").get[0].decode()
    assert len(ours["event"]) == 19


def test_another_implementation_without_the_key_reads_nothing(filled_folder: Path) -> None:
    for key in (None, f"x'{'00' * 32}'", PASSPHRASE):
        with closing(
            apsw.Connection(str(filled_folder / "journal.db"), flags=apsw.SQLITE_OPEN_READONLY)
        ) as other:
            other.pragma("cipher", "sqlcipher")
            other.pragma("legacy", 4)
            if key:
                other.pragma("key", key)
            with pytest.raises(apsw.NotADBError):
                other.execute("SELECT * FROM event").fetchall()
