"""Permissions in a short form: a case of every kind, and that a protection left out is noticed."""

import os

import pytest

from tests.faults.permissions import FINDINGS, SABOTAGES, cases, try_all

SHORT = (
    "umask 000: a_note",
    "umask 000: own_backup",
    "umask 022: attached_file",
    "umask 000: letter",
    "umask 000: last_head",
    "link at its place: attached_file",
    "link at its place: recovery_page",
    "link for a part: keys.json",
    "link for a part: keys.json.bak",
    "another's: journal.db",
    "another user: cat journal.db-wal",
)
NOTICED = {
    "open_modes": "umask 000: another_journal",
    "follow_links": "link for a part: keys.json",
    "trust_anybody": "another's: journal.db",
}


def names(*wanted: str) -> list[str]:
    """Without those that need another user to be, where there is none."""
    return [name for name in wanted if name in cases()]


@pytest.mark.parametrize("name", names(*SHORT))
def test_nobody_elses_business(name: str) -> None:
    assert try_all([name]).problems == []


def test_there_are_as_many_cases_as_promised() -> None:
    assert len(cases()) >= 60
    if os.geteuid() == 0:
        assert set(SHORT) <= set(cases())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_a_protection_that_is_left_out_is_noticed(sabotage: str) -> None:
    for name in names(NOTICED[sabotage]):
        assert try_all([name], sabotage).found(FINDINGS[sabotage])


def test_under_a_strict_umask_a_write_that_ignores_it_does_no_harm() -> None:
    assert try_all(["umask 077: another_journal"], "open_modes").problems == []
