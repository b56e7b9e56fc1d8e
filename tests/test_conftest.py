"""The guards that every other test relies on do guard."""

import logging
import os
from pathlib import Path

import platformdirs
import pytest

from tests.conftest import LogGuard


def test_no_folder_of_the_user_is_outside_of_the_tests_own_home(home: Path) -> None:
    folders = [
        Path.home(),
        platformdirs.user_state_path("coachdesk"),
        platformdirs.user_config_path("coachdesk"),
        platformdirs.user_data_path("coachdesk"),
        platformdirs.user_cache_path("coachdesk"),
    ]
    assert [folder for folder in folders if not folder.is_relative_to(home)] == []
    assert "COACHDESK_JOURNAL" not in os.environ


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR])
def test_a_warning_that_nobody_expected_is_a_surprise_and_an_expected_one_is_not(level: int) -> None:
    guard = LogGuard()
    logger = logging.getLogger("elsewhere")
    for message in ("the disk is loud", "the printer is out of paper"):
        guard.handle(logger.makeRecord("elsewhere", level, "", 0, message, (), None))
    guard.expect("elsewhere: the printer")
    assert guard.surprises() == ["elsewhere: the disk is loud"]


def test_a_line_below_warning_is_no_surprise(log_guard: LogGuard) -> None:
    logging.getLogger("elsewhere").info("all is well")
    assert log_guard.records == []


def test_a_warning_reaches_the_guard_of_the_running_test(log_guard: LogGuard) -> None:
    log_guard.expect("elsewhere: on purpose")
    logging.getLogger("elsewhere").warning("on purpose")
    assert [record.message for record in log_guard.records if record.getMessage()] == ["on purpose"]
