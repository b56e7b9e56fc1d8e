"""What is remembered: private, small, and no reason to refuse work."""

import stat
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from coachdesk.gui.settings import Settings, SettingsFile, settings_path


def test_a_change_is_kept_and_told_and_read_again(
    settings: SettingsFile, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(settings.changed):
        settings.change(theme="dark", splitter=(1, 2, 3))
    again = SettingsFile(tmp_path / "settings" / "settings.json")
    assert again.current == Settings(theme="dark", splitter=(1, 2, 3))


def test_nothing_is_written_or_told_if_nothing_changed(settings: SettingsFile, tmp_path: Path) -> None:
    heard: list[bool] = []
    settings.changed.connect(lambda: heard.append(True))
    settings.change(theme="system")
    assert heard == []
    assert not (tmp_path / "settings").exists()


def test_the_file_is_for_its_owner_alone(settings: SettingsFile, tmp_path: Path) -> None:
    settings.change(theme="dark")
    assert stat.S_IMODE((tmp_path / "settings" / "settings.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "settings").stat().st_mode) == 0o700


@pytest.mark.parametrize("content", ["", "{", "[]", '{"theme": "pink"}', '{"lock_minutes": -1}', "\udcff"])
def test_a_file_that_makes_no_sense_means_the_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="utf-8", errors="surrogateescape")
    assert SettingsFile(path).current == Settings()


def test_a_setting_of_a_newer_version_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "moons": 3}')
    assert SettingsFile(path).current.theme == "dark"


def test_a_file_that_cannot_be_written_is_no_reason_to_refuse(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = SettingsFile(tmp_path / "file" / "settings.json")
    settings.change(theme="dark")
    assert settings.current.theme == "dark"


def test_a_value_that_cannot_be_is_refused(settings: SettingsFile) -> None:
    with pytest.raises(msgspec.ValidationError):
        settings.change(theme="pink")


def test_it_lives_among_the_users_configuration(home: Path) -> None:
    assert settings_path().is_relative_to(home)
