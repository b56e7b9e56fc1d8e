"""One window per journal."""

import hashlib
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.gui.instance import Instance


def test_the_second_claim_calls_the_first_to_the_front(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = Instance("key"), Instance("key")
    assert first.claim(tmp_path / "A.coachdesk")
    with qtbot.waitSignal(first.called):
        assert not second.claim(tmp_path / "A.coachdesk")


@pytest.mark.usefixtures("qapp")
def test_another_journal_is_another_claim(tmp_path: Path) -> None:
    first, second = Instance("key"), Instance("key")
    assert first.claim(tmp_path / "A.coachdesk")
    assert second.claim(tmp_path / "B.coachdesk")
    assert first.claim(tmp_path / "A.coachdesk")
    assert not first.claim(tmp_path / "B.coachdesk")


@pytest.mark.usefixtures("qapp")
def test_what_is_left_of_a_window_that_was_killed_is_no_claim(tmp_path: Path) -> None:
    first = Instance("key")
    assert first.claim(tmp_path / "A.coachdesk")
    name = Path(first.address)
    first.close()
    name.touch()
    second = Instance("key")
    assert second.claim(tmp_path / "A.coachdesk")


@pytest.mark.usefixtures("qapp")
def test_the_meeting_place_says_nothing_of_the_journal(tmp_path: Path) -> None:
    path = tmp_path / "Zebra.coachdesk"
    first, second = Instance("key"), Instance("another key")
    assert first.claim(path)
    assert second.claim(path)
    assert first.address != second.address
    for guess in ("Zebra", hashlib.sha256(str(path).encode()).hexdigest()[:10]):
        assert guess not in first.address
