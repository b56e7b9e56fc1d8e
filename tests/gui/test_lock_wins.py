"""The lock wins, in a short form: every running job, menu and question, and a draw of the screens, against every trigger."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from coachdesk.gui.theme import Look
from tests.faults.lock_wins import ASKING, FINDINGS, JOBS, NAMES, SABOTAGES, TRIGGERS, combinations, try_all
from tests.gui.bus import Bus, private_bus
from tests.gui.scenes import SCENES, Journals

DRAWN = [(thing, trigger) for thing, trigger in combinations(7) if thing in SCENES][:14]
HERE = [(job, TRIGGERS[number % len(TRIGGERS)]) for number, job in enumerate([*JOBS, *ASKING])]
NOTICED = {
    "keep_key": ("desk-full", "hand"),
    "keep_dialogs": ("question", "hand"),
    "keep_clipboard": ("desk-full", "hand"),
    "deaf": ("desk-full", "sleep"),
}


@pytest.fixture(scope="module")
def bus(qapp: QApplication) -> Iterator[Bus]:
    assert qapp
    with private_bus() as made:
        yield made


@pytest.mark.parametrize(("thing", "trigger"), [*HERE, *DRAWN], ids=" ".join)
def test_the_lock_wins(look: Look, journals: Journals, bus: Bus, thing: str, trigger: str) -> None:
    tried = try_all(look, journals, bus, [(thing, trigger)])
    assert tried.problems == []
    assert tried.distinct or thing in SCENES


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_a_lock_that_lost_would_be_noticed(look: Look, journals: Journals, bus: Bus, sabotage: str) -> None:
    tried = try_all(look, journals, bus, [NOTICED[sabotage]], sabotage)
    assert len(tried.found(FINDINGS[sabotage])) == 1


def test_every_thing_meets_every_trigger() -> None:
    assert len(set(combinations(7))) == len(NAMES) * len(TRIGGERS)
