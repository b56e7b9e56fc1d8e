"""Changing the passphrase: at every moment exactly one of the two opens the journal, and the old one ends for good."""

import contextlib
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachdesk.journal import in_force
from coachdesk.journal.errors import StorageFull, WrongPassphrase
from coachdesk.journal.journal import Journal, Notice
from coachdesk.journal.keys import Cost
from coachdesk.journal.opening import open_journal
from tests.conftest import Template
from tests.making import COST, PASSPHRASE

NEW = "a new one: ëçø 日本"
KEY_FILES = ("keys.json", "keys.json.bak")


def opens(folder: Path, secret: str) -> bool:
    try:
        open_journal(folder, secret).close()
    except WrongPassphrase:
        return False
    return True


def key_files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if "keys.json" in file.name}


def test_the_new_passphrase_opens_the_old_one_no_more_and_the_code_as_before(
    journal: Journal, recovery_code: str
) -> None:
    before = journal.raw_key()
    journal.change_passphrase(NEW, Cost(64 * 1024, 2, 2))
    journal.close()
    assert opens(journal.path, NEW)
    assert not opens(journal.path, PASSPHRASE)
    with open_journal(journal.path, recovery_code, "recovery") as opened:
        assert opened.notices == ()
        assert opened.raw_key() == before


def test_no_file_keeps_the_withdrawn_passphrase(journal: Journal) -> None:
    journal.change_passphrase(NEW, COST)
    journal.close()
    assert set(key_files(journal.path)) == set(KEY_FILES)
    (journal.path / "keys.json").unlink()
    assert not opens(journal.path, PASSPHRASE)
    assert opens(journal.path, NEW)


def test_a_passphrase_can_be_changed_again_and_again(journal: Journal) -> None:
    for number in range(3):
        journal.change_passphrase(f"number {number}", COST)
    journal.close()
    assert [opens(journal.path, f"number {number}") for number in range(3)] == [False, False, True]
    with open_journal(journal.path, "number 2") as opened:
        assert opened.view.setting("header_sequence") == b"4"
        assert opened.notices == ()


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("")
@example("e\u0301\u00a0\u1100\u1161\ud800\x00")
@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_is_a_passphrase_in_whatever_form_it_is_typed(
    template: Template, tmp_path: Path, text: str
) -> None:
    folder = tmp_path / "Any.coachdesk"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template.folder, folder)
    with open_journal(folder, PASSPHRASE) as journal:
        journal.change_passphrase(unicodedata.normalize("NFC", text), COST)
    assert opens(folder, unicodedata.normalize("NFD", text))


class Camera:
    """Keeps the key files as they are before and after each call that changes the disk."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.states = folder, [key_files(folder)]
        self._busy = False
        for name in ("open", "write", "fsync", "replace", "rename", "unlink", "close"):
            patch.setattr(os, name, self.watched(getattr(os, name)))

    def watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def watch(*args: Any, **kwargs: Any) -> Any:
            result = call(*args, **kwargs)
            self.look()
            return result

        return watch

    def look(self) -> None:
        if not self._busy:
            self._busy = True
            state = key_files(self.folder)
            self._busy = False
            if state != self.states[-1]:
                self.states.append(state)


def test_killed_at_any_step_the_journal_opens_with_exactly_one_of_the_two(
    journal_folder: Path, template: Template, tmp_path: Path
) -> None:
    with open_journal(journal_folder, PASSPHRASE) as journal, pytest.MonkeyPatch.context() as patch:
        camera = Camera(journal_folder, patch)
        journal.change_passphrase(NEW, COST)
    assert len(camera.states) >= 6
    outcomes = []
    for number, state in enumerate(camera.states):
        found = tmp_path / f"killed{number}"
        shutil.copytree(template.folder, found)
        for name in KEY_FILES:
            (found / name).unlink()
        for name, data in state.items():
            (found / name).write_bytes(data)
        outcomes.append(opens(found, NEW))
        assert opens(found, PASSPHRASE) is not outcomes[-1]
        assert set(key_files(found)) == set(KEY_FILES)
        (found / "keys.json").unlink()
        assert opens(found, PASSPHRASE) is not outcomes[-1]
    assert outcomes == sorted(outcomes)
    assert (outcomes[0], outcomes[-1]) == (False, True)


@pytest.mark.parametrize("step", range(12))
def test_a_change_that_fails_leaves_exactly_one_of_the_two(
    step: int, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up at one step or the other, and the program lives on."""
    steps = iter(range(1000))

    def failing(call: Callable[..., Any]) -> Callable[..., Any]:
        def fail(*args: Any, **kwargs: Any) -> Any:
            if next(steps) == step:
                raise OSError(28, "No space left on device")
            return call(*args, **kwargs)

        return fail

    with monkeypatch.context() as patch:
        for name in ("open", "fsync", "replace"):
            patch.setattr(os, name, failing(getattr(os, name)))
        with contextlib.suppress(StorageFull):
            journal.change_passphrase(NEW, COST)
    journal.put(journal.view.leaders()[0].changed(role="still writing"))
    journal.close()
    assert opens(journal.path, NEW) is not opens(journal.path, PASSPHRASE)


def test_a_change_cut_short_before_the_database_knew_of_it_is_noted_at_the_next_opening(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(in_force, "note", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            journal.change_passphrase(NEW, COST)
    journal.close()
    with open_journal(journal.path, NEW) as opened:
        assert opened.view.setting("header_sequence") == b"2"
        assert opened.notices == ()


def test_an_older_header_put_back_is_noticed_and_does_not_replace_the_newer_copy(journal: Journal) -> None:
    older = (journal.path / "keys.json").read_bytes()
    journal.change_passphrase(NEW, COST)
    journal.close()
    newer = (journal.path / "keys.json.bak").read_bytes()
    (journal.path / "keys.json").write_bytes(older)
    with open_journal(journal.path, PASSPHRASE) as opened:
        assert opened.notices == (Notice("older_header", "1 < 2"),)
    assert (journal.path / "keys.json.bak").read_bytes() == newer
    (journal.path / "keys.json").unlink()
    assert opens(journal.path, NEW)
