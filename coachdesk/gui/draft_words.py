"""A draft in one line: what it will be, about whom, and how it begins."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QLocale

from coachdesk.gui import wording
from coachdesk.gui.coaching.prepare_draft import is_prepared
from coachdesk.gui.note import Note, from_draft
from coachdesk.gui.texts import _
from coachdesk.gui.unfinished import is_form
from coachdesk.journal.drafts import Draft
from coachdesk.records.entry import NARRATIVE

_LETTERS = 48


def draft_line(draft: Draft, names: Mapping[str, str]) -> str:
    """A draft as it is listed; ``names`` are the leaders' by id."""
    about = QLocale().createSeparatedList(
        [names[one] for one in draft.values.get("leader_ids", ()) if one in names]
    )
    if is_form(draft.values):
        return _form_line(draft, about)
    if is_prepared(draft.values):
        return _("Preparation of a talk with {names}").format(names=about)
    note = from_draft(draft.values)
    templates = {
        "new": _("{kind} about {names}: {words}"),
        "addition": _("Addition about {names}: {words}"),
        "correction": _("Correction about {names}: {words}"),
    }
    return templates[note.mode].format(
        kind=wording.kind(note.kind), names=about, words=_beginning(_texts(note))
    )


def _form_line(draft: Draft, about: str) -> str:
    template = _("Unfinished: {form}, {names}: {words}") if about else _("Unfinished: {form}: {words}")
    words = _beginning((draft.values["words"],))
    return template.format(form=draft.values["title"], names=about, words=words)


def _texts(note: Note) -> tuple[str, ...]:
    return (note.title, *(str(getattr(note, field)) for field in NARRATIVE))


def _beginning(texts: Iterable[str]) -> str:
    words = next((" ".join(text.split()) for text in texts if text.strip()), _("no text yet"))
    return words if len(words) <= _LETTERS else words[:_LETTERS].rstrip() + "…"
