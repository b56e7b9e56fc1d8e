"""The scenes of a talk that is prepared: nothing yet, filled in, beside the timeline, findings, the workshop."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from coachdesk.gui.coaching.prepare_form import on_file
from coachdesk.gui.coaching.workshop import Workshop
from coachdesk.records.support import Support
from coachdesk.records.talk import Preparation

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from coachdesk.gui.main_window import MainWindow
    from tests.gui.scenes import Stage


def put_prepared(stage: Stage) -> Preparation:
    """A talk that is prepared with the demo's leader."""
    demo = stage.journals.demo
    about: dict[str, Any] = {"leader_ids": (demo.leader_id,)}
    shown = [one.entry for one in stage.session.view.timeline(demo.leader_id).entries]
    praise = next(one for one in shown if one.kind == "praise")
    examples = [one for one in shown if one.kind == "observation"][:2]
    offered = Support.make(
        **about, type="coach", what="Six hours with an executive coach", offered_on="2026-03-05"
    )
    goal = next(iter(on_file(stage.session.view, demo.leader_id, dt.date(2026, 6, 4)).goals))
    made = Preparation.make(
        **about,
        at={"local": "2026-06-04T15:00", "zone": "Europe/London", "minutes": 60},
        place="The small room on the second floor",
        is_private=True,
        is_neutral=True,
        present=({"name": "Grace Poole", "role": "HR, for the second half"},),
        success_entry_id=praise.id,
        opening="The migration weekend went through without one complaint, and that was yours. I want that back.",
        example_ids=tuple(one.id for one in examples),
        impact="The committee put off its decision twice, and Finance has stopped asking.",
        questions=(
            "What was your perspective on that interaction?",
            "Don’t you agree that the question was simple?",
            "How can we work together on this?",
        ),
        goal_ids=(goal,),
        support_offer="Six hours with an executive coach",
        expectation="The question that was asked is answered first, then everything else.",
        next_on="2026-06-18",
    )
    stage.session.put(offered, made)
    return made


def nothing(stage: Stage) -> QWidget:
    window = stage.open_demo()
    window.desk.area.show_key("prepare")
    stage.settle()
    return window


def begun(stage: Stage) -> QWidget:
    window = stage.open_demo()
    window.commands["prepare"].trigger()
    stage.settle()
    return window


def filled(stage: Stage) -> MainWindow:
    window = stage.open_demo()
    put_prepared(stage)
    window.desk.area.show_key("prepare")
    stage.settle()
    return window


def asking(stage: Stage) -> QWidget:
    window = filled(stage)
    page = window.desk.area.page("prepare")
    page.form.answers["questions"].begin()
    page._area.verticalScrollBar().setValue(page._area.verticalScrollBar().maximum())
    stage.settle()
    return window


def beside(stage: Stage) -> QWidget:
    window = filled(stage)
    window.commands["talk_panel"].trigger()
    stage.settle()
    return window


WRITTEN = (
    "He was defensive again and never answers what is asked. People say he is difficult to work with.\n\n"
    'At 10:05 Catriona asked for the cost of the delay. He said: "The latency is down to 40 ms." '
    "He is on medication for depression, Priya told me. You are always like this, I told him."
)


def findings(stage: Stage) -> MainWindow:
    window = stage.open_demo()
    window.desk.new_note()
    editor = window.desk.editor
    editor.text.setPlainText(WRITTEN)
    editor.wordings.look()
    stage.settle()
    return window


def findings_open(stage: Stage) -> QWidget:
    window = findings(stage)
    window.commands["wordings"].trigger()
    stage.settle()
    return window


def workshop(stage: Stage, blunt: str = "You are always so defensive.") -> QWidget:
    window = stage.open_demo()
    known = on_file(stage.session.view, stage.journals.demo.leader_id, dt.date(2026, 10, 2))
    return stage.dialog(Workshop(stage.tools, window, known, blunt=blunt))


def workshop_empty(stage: Stage) -> QWidget:
    return workshop(stage, "")


PREPARE: dict[str, Callable[[Stage], QWidget]] = {
    "prepare-nothing": nothing,
    "prepare-begun": begun,
    "prepare-filled": filled,
    "prepare-asking": asking,
    "prepare-beside": beside,
    "wording-line": findings,
    "wording-list": findings_open,
    "workshop": workshop,
    "workshop-empty": workshop_empty,
}
