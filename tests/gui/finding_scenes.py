"""The scenes of the timeline, the search box and the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachdesk.gui.days_dialog import DaysDialog
from coachdesk.gui.help_window import HelpWindow
from coachdesk.gui.palette import PaletteDialog
from coachdesk.records.people import Leader

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.gui.scenes import Stage


def timeline_filtered(stage: Stage) -> QWidget:
    window = stage.open_demo(entry=4)
    window.desk.timeline.filters.kinds.choose(("praise", "observation"))
    window.desk.timeline.filters.days.set_days("2026-01-05", "2026-06-28")
    return window


def timeline_untold(stage: Stage) -> QWidget:
    window = stage.open_demo()
    window.desk.timeline.filters.untold.setChecked(True)
    stage.settle()
    return window


def timeline_nothing(stage: Stage) -> QWidget:
    window = stage.open_demo()
    window.desk.timeline.filters.words.setText("xylophone")
    window.desk.timeline.filters.words.returnPressed.emit()
    stage.settle()
    return window


def timeline_strip(stage: Stage) -> QWidget:
    window = stage.open_demo(entry=8)
    window.activateWindow()
    window.desk.timeline.strip.setFocus()
    return window


def timeline_kinds(stage: Stage) -> QWidget:
    window = stage.open_demo()
    kinds = window.desk.timeline.filters.kinds
    kinds.choose(("praise",))
    kinds.open()
    return kinds.menu_shown


def timeline_days(stage: Stage) -> QWidget:
    dialog = DaysDialog(stage.tools.look, ("", ""), stage.open_demo())
    dialog.first.setText("2026-02-30")
    dialog.answer()
    return stage.dialog(dialog)


def _palette(stage: Stage, typed: str) -> QWidget:
    window = stage.open_demo()
    palette = PaletteDialog(stage.tools, window.commands, window)
    palette.field.setText(typed)
    stage.dialog(palette)
    stage.settle()
    return palette


def palette_empty(stage: Stage) -> QWidget:
    return _palette(stage, "")


def palette_hits(stage: Stage) -> QWidget:
    return _palette(stage, "question")


def palette_filter(stage: Stage) -> QWidget:
    return _palette(stage, "kind:p")


def palette_nothing(stage: Stage) -> QWidget:
    return _palette(stage, "xylophone")


def palette_refused(stage: Stage) -> QWidget:
    return _palette(stage, f'leader:"{"Somebody whom nobody here has ever heard of " * 5}"')


def reading_found(stage: Stage) -> QWidget:
    window = stage.open_demo()
    words = "question"
    (hit, *_others) = stage.session.view.search(words)
    window.desk.show_entry(window.desk.leader_id, hit.record_id, words)
    return window


def writing_first(stage: Stage) -> QWidget:
    window = stage.open_demo()
    stage.session.put(new := Leader.make(name="Bram Visser"))
    window.desk.show_leader(new.id)
    window.desk.new_note()
    return window


def help_guide(stage: Stage) -> QWidget:
    return stage.dialog(HelpWindow(stage.tools.look, stage.open_empty()))


def help_keys(stage: Stage) -> QWidget:
    help_window = HelpWindow(stage.tools.look, stage.open_empty())
    help_window.tabs.setCurrentIndex(1)
    return stage.dialog(help_window)


FINDING: dict[str, Callable[[Stage], QWidget]] = {
    "timeline-filtered": timeline_filtered,
    "timeline-untold": timeline_untold,
    "timeline-nothing": timeline_nothing,
    "timeline-strip": timeline_strip,
    "timeline-kinds": timeline_kinds,
    "timeline-days": timeline_days,
    "palette-empty": palette_empty,
    "palette-hits": palette_hits,
    "palette-filter": palette_filter,
    "palette-nothing": palette_nothing,
    "palette-refused": palette_refused,
    "reading-found": reading_found,
    "writing-first": writing_first,
    "help-guide": help_guide,
    "help-keys": help_keys,
}
