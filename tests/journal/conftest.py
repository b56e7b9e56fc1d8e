"""A journal with something of everything in it, made once."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from coachdesk.journal import attachments
from coachdesk.journal.opening import create_journal
from coachdesk.records.case import Case, Intake
from coachdesk.records.entry import Entry
from coachdesk.records.handover import Export
from coachdesk.records.people import Contact
from coachdesk.records.plan import Plan
from tests.journal.shelf import Shelf, filled_shelf
from tests.making import COST, PASSPHRASE, Clock, entry, leader

CANARY = "Canary-Zwölf-7391"
"""Stands in every text of the filled journal; nowhere else in the world."""


class Filled(NamedTuple):
    folder: Path
    key: bytes
    recovery_code: str


def full_entry(*about: str, **values: object) -> Entry:
    """An entry with the canary in every field that takes a text."""
    plain: dict[str, object] = {
        "leader_ids": about,
        "present": [{"name": CANARY, "role": CANARY}],
        "source": {"how": "reported", "by": CANARY},
        "themes": [CANARY, "pace"],
        "told": {"state": "told", "day": "2026-03-03", "how": CANARY},
        "action_points": [{"text": CANARY}],
        "counsel": {"lawyer": CANARY, "purpose": CANARY},
        "additions": [{"text": CANARY}],
    }
    texts = ("place", "title", "text", "situation", "behaviour", "impact", "account", "intent", "late_reason")
    return entry(**plain | dict.fromkeys(texts, CANARY) | values)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Every family of records, every action, a clock that was set back, a refiled entry, a draft, a setting."""
    folder, clock = tmp_path_factory.mktemp("filled") / "Filled.coachdesk", Clock()
    journal, code = create_journal(folder, PASSPHRASE, COST, clock=clock)
    ada, bo = (
        leader(f"{name} {CANARY}", role=CANARY, team=CANARY, employee_id=CANARY) for name in ("Ada", "Bo")
    )
    with journal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(attachments, "CHUNK_BYTES", 16)
        key = bytes(journal.store.key)
        journal.put(ada, bo, Contact.make(name=CANARY, role=CANARY, organisation=CANARY), reason=CANARY)
        file = journal.take_in(f"{CANARY}.txt", io.BytesIO(f"{CANARY}: what was attached".encode()))
        first, second, both = (
            full_entry(ada.id),
            full_entry(ada.id, lane="counsel", themes=["calm"]),
            full_entry(ada.id, bo.id),
        )
        journal.put(file.changed(title=CANARY), first, second, reason=CANARY)
        journal.add(first.id, CANARY, CANARY, [file.id])
        clock.set_by(-3600)
        journal.put(both)
        journal.correct(second.changed(impact=f"{CANARY} corrected"), CANARY)
        journal.refile(second.id, [bo.id], CANARY)
        journal.withdraw(first.id, CANARY)
        plan = Plan.make(leader_ids=(ada.id,), started="2026-03-02", purpose=CANARY, adjusted=CANARY)
        case = Case.make(leader_ids=(ada.id, bo.id), title=CANARY, opened_on="2026-03-02", common_goal=CANARY)
        told = dict.fromkeys(("interviewee", "relation", "background", "history", "untenable"), CANARY)
        journal.put(
            plan, case, Intake.make(leader_ids=(ada.id, bo.id), case_id=case.id, day="2026-03-02", **told)
        )
        journal.put(plan.changed(status="closed"), reason=CANARY)
        journal.withdraw(plan.id, CANARY)
        export = Export.make(
            number="1", state="prepared", leader_ids=(ada.id,), purpose=CANARY, recipient=CANARY,
            digest="00" * 32, size=1, root="00" * 32, entries=1, withheld=1, fingerprint=CANARY,
        )  # fmt: skip
        journal.put(export)
        journal.put(export.changed(state="released"))
        journal.keep_draft("draft", {"text": CANARY})
        journal.change_setting("note", CANARY.encode())
    return Filled(folder, key, code)


@pytest.fixture
def filled_folder(filled: Filled, tmp_path: Path) -> Path:
    """The test's own copy, closed."""
    folder = tmp_path / "Filled.coachdesk"
    shutil.copytree(filled.folder, folder)
    return folder


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Read by many tests and written by none."""
    yield from filled_shelf(tmp_path_factory.mktemp("shelf"))
