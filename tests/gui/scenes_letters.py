"""The scenes of letters for the leader, of milestones on the timeline, and of wording in forms and preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coachdesk.coaching import own_rules
from coachdesk.gui.coaching import letter_handing
from coachdesk.gui.coaching.letter_dialog import LetterDialog
from coachdesk.gui.coaching.protected import ProtectedDialog, protected_form
from coachdesk.gui.preferences import PreferencesDialog
from coachdesk.records.plan import Plan
from coachdesk.records.protected import ProtectedEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.gui.scenes import Stage


def letter(stage: Stage, kind: Any) -> LetterDialog:
    """A letter to the demo's leader, drawn."""
    window = stage.open_demo()
    record = newest(stage, kind)
    made = LetterDialog(stage.tools, kind, record.id, record.leader_ids, window)
    stage.dialog(made)
    for _round in range(3):
        stage.settle()
    return made


def newest(stage: Stage, kind: str) -> Any:
    view, leader_id = stage.session.view, stage.journals.demo.leader_id
    if kind == "follow_up":
        listed = view.timeline(leader_id).entries
        return next(one.entry for one in listed if one.entry.action_points and one.entry.lane == "ordinary")
    if kind == "consequence":
        return view.about(leader_id, "consequence")[-1]
    every = [view.about(leader.id, "plan") for leader in view.leaders()]
    return next(one for plans in every for one in plans if isinstance(one, Plan) and one.kind == "pip")


def letter_bare(stage: Stage) -> QWidget:
    """A plan with nothing in it yet: what a reader would miss is said."""
    window = stage.open_demo()
    plan = Plan.make(leader_ids=(stage.journals.demo.leader_id,), kind="pip", started="2026-03-02")
    stage.session.put(plan)
    made = LetterDialog(stage.tools, "pip", plan.id, plan.leader_ids, window)
    stage.dialog(made)
    for _round in range(3):
        stage.settle()
    return made


def handing(stage: Stage) -> QWidget:
    drawn = letter(stage, "pip").drawn
    assert drawn is not None
    form = letter_handing.handing(stage.tools, drawn.made, stage.window)
    form.answers["signature"].choose("refused")
    form.answers["signature"].chosen.emit("refused")
    return stage.dialog(form)


def milestones(stage: Stage) -> QWidget:
    """Nothing but what happened besides notes."""
    window = stage.open_demo()
    stage.settle()
    window.desk.timeline.filters.milestones.click()
    shown = window.desk.timeline.list
    shown.setCurrentIndex(shown.model().index(1, 0))
    stage.settle()
    return window


def own_rules_in_use(stage: Stage) -> QWidget:
    """The preferences with rules of the user's own, of which one has a mistake."""
    window = stage.open_empty()
    stage.session.change_setting(
        own_rules.SETTING, b'[[list]]\nrule = "L99"\nwords = ["x"]\n\n[[list]]\nrule = "L2"\nwords = ["y"]\n'
    )
    return stage.dialog(PreferencesDialog(stage.tools, window))


def prepare_marked(stage: Stage) -> QWidget:
    """A word in the preparation that is better not left alone."""
    window = stage.open_demo()
    window.commands["prepare"].trigger()
    stage.settle()
    form = window.desk.area.page("prepare").form
    form.answers["opening"].setPlainText("He is lazy and always late, so this is about attitude.")
    form.marks.look()
    stage.settle()
    return window


def protected(stage: Stage) -> QWidget:
    window, leader_id = stage.open_demo(), stage.journals.demo.leader_id
    about: dict[str, Any] = {"leader_ids": (leader_id,)}
    stage.session.put(
        ProtectedEvent.make(**about, day="2026-02-03", type="leave"),
        ProtectedEvent.make(**about, day="2026-05-11", type="complaint"),
    )
    return stage.dialog(ProtectedDialog(stage.tools, leader_id, window))


def protected_new(stage: Stage) -> QWidget:
    window = stage.open_demo()
    return stage.dialog(protected_form(stage.tools, (stage.journals.demo.leader_id,), window))


LETTERS: dict[str, Callable[[Stage], QWidget]] = {
    "letter-follow-up": lambda stage: letter(stage, "follow_up"),
    "letter-consequence": lambda stage: letter(stage, "consequence"),
    "letter-pip": lambda stage: letter(stage, "pip"),
    "letter-pip-bare": letter_bare,
    "letter-handed-over": handing,
    "timeline-milestones": milestones,
    "preferences-own-rules": own_rules_in_use,
    "prepare-marked": prepare_marked,
    "protected-events": protected,
    "protected-new": protected_new,
}
