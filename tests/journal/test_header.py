"""``keys.json``: damage, tampering, absurd demands and formats of the future, told apart before any derivation."""

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachdesk.journal import header, keys
from coachdesk.journal.errors import (
    DamagedHeader,
    JournalError,
    NewerFormat,
    NotAJournal,
    UnsafePath,
    WrongPassphrase,
    WrongRecoveryCode,
)
from coachdesk.journal.header import BACKUP_NAME, NAME, Header
from coachdesk.ledger import canonical
from tests.conftest import Template
from tests.making import COST, PASSPHRASE


def values_in(folder: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((folder / NAME).read_bytes())
    return values


def put_both(folder: Path, values: dict[str, Any]) -> None:
    """Writes a header into both copies, with the check that needs no key made right again."""
    body = {**values, "sha256": ""}
    try:
        digest = hashlib.sha256(canonical.encode(body)).hexdigest()
    except ValueError:
        digest = values["sha256"]
    for name in (NAME, BACKUP_NAME):
        (folder / name).write_text(json.dumps({**values, "sha256": digest}))


def only_copy(folder: Path, data: bytes) -> None:
    (folder / NAME).write_bytes(data)
    (folder / BACKUP_NAME).unlink(missing_ok=True)


@pytest.fixture
def _no_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key would cost time and memory that the header has no right to ask for."""

    def fail(*_args: object) -> None:
        pytest.fail("a key was derived")

    monkeypatch.setattr(keys, "_slot_key", fail)


def test_both_copies_of_the_header_say_the_same_and_nothing_secret(journal_folder: Path) -> None:
    first, second = ((journal_folder / name).read_bytes() for name in (NAME, BACKUP_NAME))
    assert first == second
    read, from_copy = header.read_header(journal_folder)
    assert not from_copy
    assert (read.version, read.sequence) == (1, 1)
    assert [slot.type for slot in read.slots] == ["passphrase", "recovery"]
    assert (read.cipher.name, read.cipher.compatibility, read.cipher.page_size) == ("sqlcipher", 4, 4096)
    assert PASSPHRASE.encode() not in first


def test_the_copy_of_the_salt_is_the_salt_of_the_database(journal_folder: Path) -> None:
    stored = (journal_folder / "journal.db").read_bytes()[:16].hex()
    assert header.read_header(journal_folder)[0].database_salt == stored


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'"text"', b"[" * 60_000, b"x" * 70_000]
)
def test_a_damaged_first_copy_is_replaced_by_the_second(damage: bytes, journal_folder: Path) -> None:
    good, _ = header.read_header(journal_folder)
    (journal_folder / NAME).write_bytes(damage)
    assert header.read_header(journal_folder) == (good, True)


def test_a_missing_first_copy_is_replaced_by_the_second(journal_folder: Path) -> None:
    good, _ = header.read_header(journal_folder)
    (journal_folder / NAME).unlink()
    assert header.read_header(journal_folder) == (good, True)


@pytest.mark.usefixtures("_no_derivation")
@pytest.mark.parametrize(
    "damage", [b"", b"{}", b"\xff", b'{"format":"coachdesk-journal"}', b'{"format":"x","version":1}']
)
def test_a_header_damaged_in_both_copies_is_damaged(damage: bytes, journal_folder: Path) -> None:
    for name in (NAME, BACKUP_NAME):
        (journal_folder / name).write_bytes(damage)
    with pytest.raises(DamagedHeader) as told:
        header.read_header(journal_folder)
    assert (told.value.path, told.value.problem) == (journal_folder / NAME, "unreadable")


def test_a_header_missing_beside_a_database_is_damage_and_without_one_no_journal(
    journal_folder: Path,
) -> None:
    for name in (NAME, BACKUP_NAME):
        (journal_folder / name).unlink()
    with pytest.raises(DamagedHeader, match="missing"):
        header.read_header(journal_folder)
    (journal_folder / "journal.db").unlink()
    with pytest.raises(NotAJournal):
        header.read_header(journal_folder)


@pytest.mark.usefixtures("_no_derivation")
def test_a_changed_bit_anywhere_in_a_header_is_noticed_without_a_key(journal_folder: Path) -> None:
    data = (journal_folder / NAME).read_bytes()
    header.read_header(journal_folder)
    for place in range(0, len(data), 3):
        only_copy(journal_folder, data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :])
        with pytest.raises((DamagedHeader, NewerFormat)):
            header.read_header(journal_folder)


@pytest.mark.usefixtures("_no_derivation")
@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_header_cut_short_is_damaged(keep: float, journal_folder: Path) -> None:
    data = (journal_folder / NAME).read_bytes()
    only_copy(journal_folder, data[: int(len(data) * keep)])
    with pytest.raises(DamagedHeader):
        header.read_header(journal_folder)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.usefixtures("_no_derivation")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_header_however_strange_gives_anything_but_a_typed_error(
    template: Template, journal_folder: Path, data: st.DataObject
) -> None:
    """The check without a key is right each time: a stranger can compute it too."""
    values = values_in(template.folder)
    part: Any = values
    for _ in range(data.draw(st.integers(0, 4))):
        children = part.values() if isinstance(part, dict) else part
        inner = [child for child in children if isinstance(child, dict | list) and child]
        if not inner:
            break
        part = data.draw(st.sampled_from(inner))
    name = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
    part[name] = data.draw(json_values)
    put_both(journal_folder, values)
    try:
        header.read_header(journal_folder)
    except JournalError:
        return
    assert msgspec.json.decode((journal_folder / NAME).read_bytes(), type=Header)


@pytest.mark.usefixtures("_no_derivation")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("memory_kib", 2**40), ("memory_kib", 2048 * 1024 + 1), ("memory_kib", 64 * 1024 - 1), ("memory_kib", -1),
        ("iterations", 11), ("iterations", 0), ("lanes", 17), ("lanes", 0),
    ],
)  # fmt: skip
def test_an_unreasonable_cost_is_refused_before_anything_is_derived(
    field: str, value: int, journal_folder: Path
) -> None:
    values = values_in(journal_folder)
    values["slots"][0]["kdf"]["cost"][field] = value
    put_both(journal_folder, values)
    with pytest.raises(DamagedHeader, match="unreasonable_cost"):
        header.read_header(journal_folder)


def test_the_cheapest_and_the_dearest_cost_that_are_reasonable_are_accepted(journal_folder: Path) -> None:
    for allowed in (keys.FLOOR, keys.CAP):
        values = values_in(journal_folder)
        values["slots"][0]["kdf"]["cost"] = msgspec.to_builtins(allowed)
        put_both(journal_folder, values)
        slot = header.read_header(journal_folder)[0].slots[0]
        assert isinstance(slot.kdf, keys.Argon2)
        assert slot.kdf.cost == allowed


@pytest.mark.usefixtures("_no_derivation")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", "another-program"),
        ("sequence", 2**60),
        ("journal_id", "../../../elsewhere"),
        ("journal_id", "0A1B2C3D4E5F60718293A4B5"),
        ("cipher", {"name": "rot13"}),
        ("database_salt", None),
        ("mood", "grim"),
    ],
)
def test_a_header_that_asks_for_something_else_is_unreadable(
    field: str, value: Any, journal_folder: Path
) -> None:
    put_both(journal_folder, {**values_in(journal_folder), field: value})
    with pytest.raises(DamagedHeader, match="unreadable"):
        header.read_header(journal_folder)


@pytest.mark.usefixtures("_no_derivation")
@pytest.mark.parametrize(("field", "value"), [("nonce", "00"), ("wrapped", ""), ("wrapped", "zz" * 48)])
def test_a_slot_that_is_no_slot_is_unreadable(field: str, value: str, journal_folder: Path) -> None:
    values = values_in(journal_folder)
    values["slots"][1][field] = value
    put_both(journal_folder, values)
    with pytest.raises(DamagedHeader, match="unreadable"):
        header.read_header(journal_folder)


@pytest.mark.usefixtures("_no_derivation")
def test_a_check_with_foreign_letters_in_it_is_only_wrong(journal_folder: Path) -> None:
    values = {**values_in(journal_folder), "sha256": "é" * 64}
    only_copy(journal_folder, json.dumps(values).encode())
    with pytest.raises(DamagedHeader, match="altered"):
        header.read_header(journal_folder)


@pytest.mark.usefixtures("_no_derivation")
@pytest.mark.parametrize("rest", [{}, {"slots": "of another kind"}])
def test_a_header_of_a_newer_version_is_named_as_such_whatever_else_it_says(
    rest: dict[str, Any], journal_folder: Path
) -> None:
    put_both(journal_folder, {**values_in(journal_folder), "version": 2, **rest})
    with pytest.raises(NewerFormat) as told:
        header.read_header(journal_folder)
    assert (told.value.path, told.value.found, told.value.known) == (journal_folder, 2, 1)


@pytest.mark.parametrize("name", [NAME, BACKUP_NAME])
def test_a_header_behind_a_link_is_not_followed(name: str, journal_folder: Path, tmp_path: Path) -> None:
    (journal_folder / NAME).rename(tmp_path / "elsewhere")
    (journal_folder / BACKUP_NAME).unlink()
    (journal_folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafePath, match="symlink"):
        header.read_header(journal_folder)


def unlock(folder: Path, secret: str = PASSPHRASE, **changes: Any) -> bytearray:
    read = msgspec.structs.replace(header.read_header(folder)[0], **changes)
    return header.unlock(read, secret, "passphrase", folder)


def test_a_header_altered_by_somebody_without_the_key_is_noticed_once_it_is_unlocked(
    journal_folder: Path,
) -> None:
    assert len(unlock(journal_folder)) == 32
    forged = ({"sequence": 9}, {"database_salt": "00" * 16}, {"hmac": "00" * 32}, {"hmac": "é"}, {"hmac": ""})
    for changes in forged:
        with pytest.raises(DamagedHeader, match="altered"):
            unlock(journal_folder, **changes)


def test_a_wrong_secret_is_told_from_a_slot_that_is_not_there(
    journal_folder: Path, recovery_code: str
) -> None:
    with pytest.raises(WrongPassphrase):
        unlock(journal_folder, "wrong")
    with pytest.raises(WrongPassphrase):
        unlock(journal_folder, slots=())
    read = msgspec.structs.replace(header.read_header(journal_folder)[0], slots=())
    with pytest.raises(WrongRecoveryCode):
        header.unlock(read, recovery_code, "recovery", journal_folder)


def test_a_new_slot_takes_the_place_of_the_one_of_its_type(journal_folder: Path) -> None:
    read = header.read_header(journal_folder)[0]
    slot = header.passphrase_slot(unlock(journal_folder), read.journal_id, "new", COST)
    changed = read.with_slot(slot)
    assert changed.sequence == read.sequence + 1
    assert changed.slots == (read.slots[1], slot)


def test_a_header_that_its_new_credential_does_not_open_is_never_put_in_place(journal_folder: Path) -> None:
    before = {name: (journal_folder / name).read_bytes() for name in (NAME, BACKUP_NAME)}
    read, key = header.read_header(journal_folder)[0], unlock(journal_folder)
    slot = header.passphrase_slot(key, read.journal_id, "one passphrase", COST)
    with pytest.raises(WrongPassphrase):
        header.write_header(journal_folder, read.with_slot(slot), key, ("passphrase", "another"))
    assert {name: (journal_folder / name).read_bytes() for name in before} == before
