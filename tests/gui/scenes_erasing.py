"""Scenes of what is kept and what goes: an erasure step by step, the holds, the review of a leader's file."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from unittest.mock import patch

from PySide6.QtWidgets import QWidget

from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.keeping.asked import Asked
from coachdesk.gui.keeping.erase import EraseDialog
from coachdesk.gui.keeping.holds import HoldsDialog, lift_hold, place_hold
from coachdesk.gui.keeping.review import ReviewDialog, review_form
from coachdesk.journal import holding, keeping
from coachdesk.journal.errors import StorageFull
from coachdesk.records.people import Leader

if TYPE_CHECKING:
    from tests.gui.scenes import Stage


def _leader(stage: "Stage") -> Leader:
    found = stage.session.view.get(stage.journals.demo.leader_id).record
    assert isinstance(found, Leader)
    return found


def _asked(stage: "Stage", grain: str) -> EraseDialog:
    window = stage.open_demo(entry=4)
    entry_id, leader_id = window.desk.entry_id, window.desk.leader_id
    record_id = entry_id if grain in ("record", "field") else ""
    made = EraseDialog(stage.tools, Asked(grain, record_id, leader_id=leader_id), window)  # type: ignore[arg-type]
    stage.dialog(made)
    return made


def _hold(stage: "Stage", leader_id: str = "") -> None:
    keeping.place_hold(
        stage.session.journal,
        leader_id,
        "L. Pryce, Legal",
        "Claim 2026/118 before the tribunal",
        "2026-03-02",
    )


def _seen(stage: "Stage", grain: str, words: str = "planning") -> EraseDialog:
    """What would go; if nothing would, the first step says so."""
    made = _asked(stage, grain)
    made.what.words.setPlainText(words)
    made.what.from_day.show_kept("2026-09-01")
    made.look()
    stage.settle()
    return made


def erase_held(stage: "Stage") -> QWidget:
    made = _asked(stage, "record")
    _hold(stage, stage.journals.demo.leader_id)
    made.look()
    stage.settle()
    return made


def erase_sure(stage: "Stage") -> EraseDialog:
    made = _seen(stage, "record")
    made.go_on.click()
    made.reason.setPlainText("They asked for it, and HR agreed.")
    made.by.setText("Robin Vale")
    return made


def erase_refused(stage: "Stage") -> QWidget:
    made = erase_sure(stage)
    made.reason.clear()
    made.typed.setText(_number(made))
    made.erase()
    return made


def erase_under_way(stage: "Stage") -> QWidget:
    """As it looks once nothing can be cancelled any more; no job runs, it would be over too soon to be seen."""
    made = erase_sure(stage)
    made._turn("work")
    made._on_progress(0.72)
    return made


def erase_begun(stage: "Stage") -> EraseDialog:
    """The job runs: no scene, but one more thing that a lock has to win over."""
    made = erase_sure(stage)
    made.typed.setText(_number(made))
    made.erase()
    return made


def erase_done(stage: "Stage") -> EraseDialog:
    made = erase_begun(stage)
    stage.settle()
    return made


def _number(made: EraseDialog) -> str:
    assert made._found is not None
    return made._found.typed


def erase_unfinished(stage: "Stage") -> EraseDialog:
    """The disk filled up after it was erased, before every page was written anew."""
    made = erase_sure(stage)
    made.typed.setText(_number(made))

    def full() -> None:
        raise StorageFull(stage.session.journal.path)

    with patch.object(stage.session.journal.store, "scrub", full):
        made.erase()
        stage.settle()
    return made


def unlock_finishing(stage: "Stage") -> QWidget:
    """As it looks while an erasure that was cut short is finished; none is, it would be over too soon to be seen."""
    stage.window.show_unlock(stage.journals.empty)
    stage.window.unlock.show_busy()
    stage.window.unlock._on_finishing(0.01)
    return stage.window


def entry_erased(stage: "Stage") -> QWidget:
    made = erase_done(stage)
    window = stage.window
    entry = stage.session.view.timeline(stage.journals.demo.leader_id).entries[4].entry
    made.reject()
    window.desk.open_desk()
    window.desk.show_entry(stage.journals.demo.leader_id, entry.id)
    return window


def holds_none(stage: "Stage") -> QWidget:
    return stage.dialog(HoldsDialog(stage.tools, stage.open_empty()))


def holds_listed(stage: "Stage") -> QWidget:
    window, journal = stage.open_demo(), stage.session.journal
    _hold(stage, stage.journals.demo.leader_id)
    old = keeping.place_hold(journal, "", "L. Pryce, Legal", "An inquiry of the authority.", "2025-11-03")
    keeping.lift_hold(journal, old.id, "L. Pryce, Legal", "The inquiry is closed.")
    return stage.dialog(HoldsDialog(stage.tools, window))


def hold_place(stage: "Stage") -> QWidget:
    window = stage.open_demo()
    return stage.dialog(place_hold(stage.tools, window.desk.leader_id, window))


def hold_refused(stage: "Stage") -> QWidget:
    form = hold_place(stage)
    assert isinstance(form, RecordForm)
    form.answers["since"].show_value((dt.datetime.now(dt.UTC) + dt.timedelta(days=30)).date().isoformat())
    form.answers["by"].show_value("L. Pryce, Legal")
    form.answers["because"].show_value("A claim that was announced")
    form.save()
    return form


def hold_lift(stage: "Stage") -> QWidget:
    window = stage.open_demo()
    _hold(stage, stage.journals.demo.leader_id)
    [hold] = holding.in_force(stage.session.view)
    return stage.dialog(lift_hold(stage.tools, hold, window))


def desk_held(stage: "Stage") -> QWidget:
    window = stage.open_demo(entry=4)
    _hold(stage, stage.journals.demo.leader_id)
    window.desk.refresh()
    return window


def review(stage: "Stage") -> QWidget:
    window = stage.open_demo()
    keeping.review_on(
        stage.session.journal, stage.journals.demo.leader_id, "2026-01-12", "Two years after they left"
    )
    return stage.dialog(ReviewDialog(stage.tools, _leader(stage), window))


def review_held(stage: "Stage") -> QWidget:
    window = stage.open_demo()
    _hold(stage, stage.journals.demo.leader_id)
    return stage.dialog(ReviewDialog(stage.tools, _leader(stage), window))


def review_day(stage: "Stage") -> QWidget:
    window = stage.open_demo()
    return stage.dialog(review_form(stage.tools, _leader(stage), window))


ERASING: dict[str, Callable[["Stage"], QWidget]] = {
    "erase-entry": partial(_asked, grain="record"),
    "erase-part": partial(_asked, grain="field"),
    "erase-words": partial(_asked, grain="words"),
    "erase-leader": partial(_asked, grain="leader"),
    "erase-period": partial(_asked, grain="period"),
    "erase-seen": partial(_seen, grain="record"),
    "erase-words-seen": partial(_seen, grain="words"),
    "erase-leader-seen": partial(_seen, grain="leader"),
    "erase-period-seen": partial(_seen, grain="period"),
    "erase-nothing-found": partial(_seen, grain="words", words="nowhere on file"),
    "erase-other-accents": partial(_seen, grain="words", words="Tomas\nplanning"),
    "erase-held": erase_held,
    "erase-sure": erase_sure,
    "erase-refused": erase_refused,
    "erase-under-way": erase_under_way,
    "erase-done": erase_done,
    "erase-unfinished": erase_unfinished,
    "unlock-finishing": unlock_finishing,
    "entry-erased": entry_erased,
    "holds-none": holds_none,
    "holds": holds_listed,
    "hold-place": hold_place,
    "hold-refused": hold_refused,
    "hold-lift": hold_lift,
    "desk-held": desk_held,
    "review-kept": review,
    "review-held": review_held,
    "review-day": review_day,
}
