"""The scenes of an export: each of its steps, in each of its states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachdesk.gui.export_peek import EntryPeek
from coachdesk.gui.export_redact import FILES, NAMES, WHERE
from coachdesk.gui.export_review import ASKED
from coachdesk.gui.export_window import PROTECT, REDACT, REVIEW, SCOPE, ExportWindow
from tests.gui.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.gui.scenes import Stage


def _export(stage: Stage, step: int) -> ExportWindow:
    """The export window of the demo, brought to a step."""
    window = stage.open_demo()
    dialog = ExportWindow(stage.tools, window.desk.leader_id, window)
    stage.dialog(dialog)
    _rest(stage, dialog)
    scope = dialog.steps.scope
    for field, words in (
        (scope.purpose, "Role review in November"),
        (scope.recipient, "Aoife Byrne, HR"),
        (scope.copy_number, "1 of 2"),
    ):
        field.setText(words)
        field.textEdited.emit(words)
    if step == PROTECT:  # fewer pages are drawn sooner
        scope.days.set_days("2026-07-01", "")
        _rest(stage, dialog)
    while dialog.at < step:
        dialog.go_on()
        _rest(stage, dialog)
    return dialog


def _rest(stage: Stage, dialog: ExportWindow) -> None:
    """Waits until everything is read, placed and drawn."""
    for _round in range(3):
        dialog.reading.hurry()
        dialog.steps.redact.hurry()
        stage.settle()


def scope(stage: Stage) -> QWidget:
    return _export(stage, SCOPE)


def scope_pair(stage: Stage) -> QWidget:
    dialog = _export(stage, SCOPE)
    dialog.steps.scope.presets.chips.chips["counsel"].click()
    dialog.steps.scope.other.setCurrentIndex(1)
    dialog.steps.scope.days.set_days("2025-09-01", "")
    _rest(stage, dialog)
    return dialog


def review(stage: Stage) -> QWidget:
    dialog = _export(stage, REVIEW)
    dialog.steps.review.model.ticked.emit(dialog.steps.review.rows[2].key, False)
    return dialog


def review_asked(stage: Stage) -> QWidget:
    dialog = _export(stage, REVIEW)
    dialog.steps.review.tabs.setCurrentIndex(ASKED)
    return dialog


def review_entry(stage: Stage) -> QWidget:
    dialog = _export(stage, REVIEW)
    entry = next(row for row in dialog.steps.review.rows if row.row.type == "entry")
    return stage.dialog(EntryPeek(stage.tools, entry.key, dialog))


def review_record(stage: Stage) -> QWidget:
    dialog = _export(stage, REVIEW)
    issue = next(row for row in dialog.steps.review.rows if row.row.type == "issue")
    return stage.dialog(EntryPeek(stage.tools, issue.key, dialog))


def redact(stage: Stage) -> QWidget:
    dialog = _export(stage, REDACT)
    people = dialog.steps.redact.people
    for row in people.rows[:3]:
        people.ticked.emit(row.key, True)
    _rest(stage, dialog)
    return dialog


def redact_editing(stage: Stage) -> QWidget:
    dialog = redact(stage)
    assert isinstance(dialog, ExportWindow)
    dialog.steps.redact.tabs.setCurrentIndex(NAMES)
    dialog.steps.redact.names_list.edit(dialog.steps.redact.people.index(0, 0))
    return dialog


def redact_found(stage: Stage) -> QWidget:
    """What was just found in the text, below its heading."""
    dialog = redact(stage)
    assert isinstance(dialog, ExportWindow)
    names, people = dialog.steps.redact.names_list, dialog.steps.redact.people
    first = next(at for at, person in enumerate(people.rows) if person.heading)
    names.scrollTo(people.index(first, 0), names.ScrollHint.PositionAtCenter)
    return dialog


def redact_where(stage: Stage) -> QWidget:
    dialog = redact(stage)
    assert isinstance(dialog, ExportWindow)
    dialog.steps.redact.tabs.setCurrentIndex(WHERE)
    return dialog


def redact_files(stage: Stage) -> QWidget:
    dialog = _export(stage, REDACT)
    dialog.steps.redact.tabs.setCurrentIndex(FILES)
    if rows := dialog.steps.redact.files.rows:
        dialog.steps.redact.files.ticked.emit(rows[0].key, False)
    return dialog


def protect(stage: Stage) -> QWidget:
    dialog = _export(stage, PROTECT)
    dialog.steps.protect.pages.view.grab()
    stage.settle()
    return dialog


def protect_drawing(stage: Stage) -> QWidget:
    dialog = _export(stage, PROTECT)
    dialog.drawing.stop()
    dialog.steps.protect.show_progress(0.4)
    dialog._update()
    return dialog


def protect_password(stage: Stage) -> QWidget:
    dialog = _export(stage, PROTECT)
    dialog.steps.protect.profile.chips["protected"].click()
    dialog.steps.protect.password.first.setText("fern ladder onion")
    dialog.steps.protect.password.judge()
    stage.settle()
    return dialog


def handed_over(stage: Stage) -> QWidget:
    dialog = _export(stage, PROTECT)
    prompts = stage.tools.prompts
    assert isinstance(prompts, Answers)
    prompts.will(stage.session.journal.path.parent / "CD-EXPORT-2026-001.pdf")
    dialog.go_on()
    stage.settle()
    dialog.steps.handed.check()
    stage.settle()
    return dialog


EXPORT: dict[str, Callable[[Stage], QWidget]] = {
    "export-scope": scope,
    "export-scope-pair": scope_pair,
    "export-review": review,
    "export-review-asked": review_asked,
    "export-review-entry": review_entry,
    "export-review-record": review_record,
    "export-redact": redact,
    "export-redact-editing": redact_editing,
    "export-redact-found": redact_found,
    "export-redact-where": redact_where,
    "export-redact-files": redact_files,
    "export-protect": protect,
    "export-protect-drawing": protect_drawing,
    "export-protect-password": protect_password,
    "export-done": handed_over,
}
