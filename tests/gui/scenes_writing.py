"""The screens of writing and reading, for SCENES."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from coachdesk import resources
from coachdesk.gui.change_dialogs import RefileDialog, ToldDialog, WithdrawDialog
from coachdesk.gui.editor import EditorPane
from coachdesk.gui.editor_files import Coming
from coachdesk.gui.note import Note, Point
from coachdesk.gui.preview import PreviewDialog
from coachdesk.gui.texts import _
from coachdesk.records.attachment import Attachment
from coachdesk.records.entry import Entry, Presence
from coachdesk.records.people import Leader

if TYPE_CHECKING:
    from tests.gui.scenes import Stage

LONG = "She asked what would change. " * 40


def writer(stage: "Stage", kind: str, entry: int = 4) -> EditorPane:
    """The editor with an empty note of a kind in it."""
    stage.open_demo(entry)
    stage.window.desk.new_note()
    editor = stage.window.desk.editor
    choose_kind(editor, kind)
    return editor


def choose_kind(editor: EditorPane, kind: str) -> None:
    """Chooses a kind as a person does."""
    editor.head.kind.setCurrentIndex(editor.head.kind.findData(kind))
    editor.head.kind.activated.emit(editor.head.kind.currentIndex())


def entry_where(stage: "Stage", wanted: Callable[[Entry], bool]) -> Entry:
    """The newest entry of the demo that is ``wanted``."""
    shown = stage.session.view.timeline(stage.journals.demo.leader_id, limit=-1).entries
    return next(one.entry for one in shown if wanted(one.entry))


def reading(stage: "Stage", wanted: Callable[[Entry], bool]) -> QWidget:
    """An entry of the demo that is ``wanted``, being read."""
    stage.open_demo()
    entry = entry_where(stage, wanted)
    stage.window.desk.timeline.reveal(entry.id)
    return stage.window


def attached(stage: "Stage", media_type: str) -> Attachment:
    """A file of the demo."""
    found = (one for one in stage.session.view.records("attachment") if isinstance(one, Attachment))
    return next(one for one in found if one.media_type == media_type)


def writing_observation(stage: "Stage") -> QWidget:
    editor = writer(stage, "observation")
    editor.head.when.line.setText("14 Sep")
    editor.page.title.setText("Planning meeting")
    editor.page.fields["behaviour"].edit.setPlainText(
        "Interrupted Priya three times while she explained the delay.\nSaid: “We have been through this.”"
    )
    themes = editor.page.fields["themes"]
    themes.show_note(Note(themes=("interrupting", "meetings")))
    return stage.window


def writing_everything(stage: "Stage") -> QWidget:
    editor = writer(stage, "pip_meeting")
    editor.page.more.button.setChecked(True)
    for key in ("lane", "told", "source", "themes"):
        editor.page.unfold(key)
    editor.page.verticalScrollBar().setValue(editor.page.verticalScrollBar().maximum())
    return stage.window


def writing_counsel(stage: "Stage") -> QWidget:
    editor = writer(stage, "counsel_note")
    editor.page.fields["text"].edit.setPlainText("Asked whether the notice period can be shortened.")
    editor.seal()
    return stage.window


def writing_long(stage: "Stage") -> QWidget:
    editor = writer(stage, "conversation")
    editor.text.setPlainText("\n".join([LONG] * 4))
    editor.text.setFocus()
    return stage.window


def writing_files(stage: "Stage") -> QWidget:
    editor = writer(stage, "response")
    for name in ("reply-2026-06-23.eml", "expectations-2026-01-15.pdf", "collected-late-2026-08.png"):
        editor.page.files.take_in([resources.path("demo", "attachments", name)])
        stage.settle()
        stage.settle()
    coming = Coming(stage.tools.look, "recording of the whole afternoon & evening.mp4")
    coming.show_share(0.4)
    editor.page.files.layout().addWidget(coming)  # type: ignore[union-attr]  # it has one
    editor.page.files.message.show_sentence(
        _("Only files can be attached, no folders or devices."), "warning"
    )
    editor.page.ensureWidgetVisible(coming)
    return stage.window


def writing_agreed(stage: "Stage") -> QWidget:
    editor = writer(stage, "check_in")
    editor.text.setPlainText("All three goals looked at.")
    for key in ("action_points", "present", "told", "source"):
        editor.page.unfold(key)
    fields = editor.page.fields
    fields["action_points"].show_note(
        Note(
            action_points=(
                Point("Send the one-page measure to Finance", "leader", "2026-11-27"),
                Point("Book the coach", "me", "2026-12-01", "2026-11-20"),
            )
        )
    )
    fields["present"].show_note(Note(present=(Presence(name="Priya Raghunathan", role="HR partner"),)))
    fields["told"].show_note(Note(told="told", told_day="2026-11-20", told_how="in our 1:1"))
    fields["source"].show_note(Note(source="reported", source_by="Catriona, on the phone"))
    editor.page.ensureWidgetVisible(fields["action_points"])
    return stage.window


def writing_wrong_day(stage: "Stage") -> QWidget:
    editor = writer(stage, "check_in")
    editor.text.setPlainText("All three goals are on the way.")
    editor.head.when.line.setText("30 February")
    editor.seal()
    return stage.window


def correcting(stage: "Stage") -> QWidget:
    reading(stage, lambda entry: entry.kind == "observation" and bool(entry.present))
    stage.window.desk.correct_entry()
    return stage.window


def adding(stage: "Stage") -> QWidget:
    reading(stage, lambda entry: entry.kind == "feedback")
    stage.window.desk.add_to_entry()
    return stage.window


def sealed(stage: "Stage") -> QWidget:
    editor = writer(stage, "praise")
    editor.page.fields["behaviour"].edit.setPlainText("Rang the client before they rang us.")
    editor.seal()
    return stage.window


def drafts_waiting(stage: "Stage") -> QWidget:
    editor = writer(stage, "conversation")
    editor.text.setPlainText("Half a thought about the offsite")
    editor.put_away()
    return stage.window


def reading_history(stage: "Stage") -> QWidget:
    reading(stage, lambda entry: entry.title.startswith("Leadership meeting"))
    stage.window.desk.reading.show_history()
    return stage.window


def reading_withdrawn(stage: "Stage") -> QWidget:
    return reading(stage, lambda entry: entry.title == "Remark about Product")


def reading_added(stage: "Stage") -> QWidget:
    return reading(stage, lambda entry: bool(entry.additions))


def reading_files(stage: "Stage") -> QWidget:
    return reading(stage, lambda entry: bool(entry.attachment_ids))


def being_read(stage: "Stage") -> Entry:
    """An entry with a file, being read."""
    reading_files(stage)
    shown = stage.window.desk.reading.shown
    assert shown is not None
    return shown.entry


def withdraw(stage: "Stage") -> QWidget:
    return stage.dialog(WithdrawDialog(stage.tools, being_read(stage).id, stage.window))


def refile(stage: "Stage") -> QWidget:
    stage.open_demo()
    stage.session.put(Leader.make(name="Noa Ben-Ami (נועה בן־עמי)"), Leader.make(name="Grace & Søren"))
    reading_shown = stage.window.desk.reading.shown
    assert reading_shown is not None
    return stage.dialog(RefileDialog(stage.tools, reading_shown.entry, stage.window))


def told(stage: "Stage") -> QWidget:
    return stage.dialog(ToldDialog(stage.tools, being_read(stage), stage.window))


def preview(media_type: str) -> Callable[["Stage"], QWidget]:
    def shown(stage: "Stage") -> QWidget:
        reading_files(stage)
        dialog = PreviewDialog(stage.tools, attached(stage, media_type), stage.window)
        stage.dialog(dialog)
        stage.settle()
        dialog.grab()
        return dialog

    return shown


WRITING: dict[str, Callable[["Stage"], QWidget]] = {
    "writing-observation": writing_observation,
    "writing-everything": writing_everything,
    "writing-counsel-refused": writing_counsel,
    "writing-long": writing_long,
    "writing-files": writing_files,
    "writing-agreed": writing_agreed,
    "writing-wrong-day": writing_wrong_day,
    "correcting": correcting,
    "adding": adding,
    "sealed": sealed,
    "drafts-waiting": drafts_waiting,
    "reading-history": reading_history,
    "reading-withdrawn": reading_withdrawn,
    "reading-added": reading_added,
    "reading-files": reading_files,
    "withdraw": withdraw,
    "refile": refile,
    "told": told,
    "preview-picture": preview("image/png"),
    "preview-mail": preview("message/rfc822"),
    "preview-pdf": preview("application/pdf"),
}
