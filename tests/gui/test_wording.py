"""Values as the reader says them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from coachdesk.gui import wording
from coachdesk.records.entry import Told
from coachdesk.records.kinds import KINDS
from coachdesk.records.occurred import Occurred, Precision


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


def speak(language: str) -> None:
    QLocale.setDefault(QLocale(language))


@pytest.mark.parametrize(
    ("locale", "short", "month"),
    [
        ("en_GB", "14 Sep", "September 2025"),
        ("en_US", "Sep 14, 2025", "September 2025"),
        ("de_DE", "14 Sep", "September 2025"),
        ("fr_FR", "14 sep", "septembre 2025"),
    ],
)
def test_days_are_said_in_the_readers_locale(locale: str, short: str, month: str) -> None:
    speak(locale)
    said = wording.short_day("2025-09-14")
    assert said.startswith(short)
    assert said.endswith("2025")
    assert wording.month("2025-09") == month


@pytest.mark.parametrize(
    ("time", "precision", "said"),
    [
        ("14:30", "exact", "Sunday 14 September 2025 14:30"),
        ("14:30", "about", "Sunday 14 September 2025 about 14:30"),
        (None, "day", "Sunday 14 September 2025"),
    ],
)
def test_when_it_happened_is_said_as_exactly_as_it_is_known(
    time: str | None, precision: Precision, said: str
) -> None:
    speak("en_GB")
    when = Occurred(day="2025-09-14", time=time, zone=wording.own_zone(), precision=precision)
    assert wording.occurred(when).replace(",", "") == said


def test_a_zone_that_is_not_this_computers_is_named() -> None:
    speak("en_GB")
    zone = "Asia/Tokyo" if wording.own_zone() != "Asia/Tokyo" else "Europe/Paris"
    there = Occurred(day="2025-09-14", time="14:30", zone=zone)
    assert wording.occurred(there).endswith(f"({zone})")


def test_told_is_said_with_its_day() -> None:
    speak("en_GB")
    assert wording.told(Told(state="not_yet")) == "Not told yet"
    assert wording.told(Told(state="told", day="2025-09-14")).startswith("Told on 14 Sep")
    assert wording.told(Told(state="in_writing", day="2025-09-14")).startswith("In writing on 14 Sep")


def test_numbers_have_the_separators_of_the_locale() -> None:
    speak("en_GB")
    assert wording.number(12345) == "12,345"
    assert wording.entries(1) == "1 entry"
    assert wording.entries(1200) == "1,200 entries"
    speak("de_DE")
    assert wording.number(12345) == "12.345"


def test_every_kind_has_a_name() -> None:
    assert {wording.kind(key) for key in KINDS} == {kind.name for kind in KINDS.values()}


def test_when_it_was_written_is_said_by_this_computers_clock() -> None:
    speak("en_GB")
    assert "2025" in wording.recorded("2025-09-14T12:00:00.000Z")
    assert ":" in wording.recorded("2025-09-14T12:00:00.000Z")
