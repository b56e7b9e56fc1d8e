"""The fields a note can have, in the order they stand: a table that the editor walks."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QLocale, QStringListModel

from coachdesk.gui.editor_choices import FormalField, LaneField, SourceField, ToldField
from coachdesk.gui.editor_lists import People, PersonRow, ThemesField
from coachdesk.gui.editor_points import PointRow
from coachdesk.gui.editor_rows import RowsField
from coachdesk.gui.editor_text import LineField, ProseField
from coachdesk.gui.note import NEXT_STEP
from coachdesk.gui.texts import N_, _
from coachdesk.gui.theme import Look
from coachdesk.records.kinds import KINDS

_NOTE_LINES, _PART_LINES = 6, 2


class Known(NamedTuple):
    """What fields are made with: the look, and what is offered when somebody types."""

    look: Look
    people: People
    themes: QStringListModel


class Field(NamedTuple):
    """One field: its key in an entry, its name, and how its widget is made."""

    key: str
    name: str
    make: Callable[[Known], Any]


def _prose(key: str, name: str, hint: str, lines: int = _PART_LINES) -> Field:
    return Field(key, name, lambda _known: ProseField(key, _(name), _(hint), least_lines=lines))


def _people(known: Known) -> RowsField:
    return RowsField("present", _("Who was there"), lambda: PersonRow(known.look, known.people))


def _points(known: Known) -> RowsField:
    return RowsField("action_points", _("Action points"), lambda: PointRow(known.look))


FIELDS = (
    _prose("text", N_("Note"), N_("What happened?"), _NOTE_LINES),
    _prose("situation", N_("Situation"), N_("When and where, in which meeting?")),
    _prose("behaviour", N_("Behaviour"), N_("What did you see or hear? Their words, as they said them.")),
    _prose("impact", N_("Impact"), N_("What was the effect: on the work, on others, on you?")),
    _prose("account", N_("Their account"), N_("Their side of it, in their own words")),
    _prose("intent", N_("Asked about intent"), N_("What did they say they had wanted to achieve?")),
    _prose(
        "late_reason",
        N_("Why only now?"),
        N_("It is more than three weeks ago. What kept you from writing then?"),
    ),
    Field("source", N_("How you know"), lambda _known: SourceField()),
    Field("told", N_("Told"), lambda _known: ToldField()),
    Field("themes", N_("Themes"), lambda known: ThemesField(known.themes)),
    Field("present", N_("Who was there"), _people),
    Field("action_points", N_("Action points"), _points),
    Field(
        "place",
        N_("Place"),
        lambda _known: LineField("place", _("Place"), _("Room 4, a call, the shop floor …")),
    ),
    Field("lane", N_("Who may see it"), lambda _known: LaneField()),
    Field("formal", N_("Formal"), lambda _known: FormalField()),
)
"""Title and files belong to every note and are no part of this."""

_NOT_OFFERED = ("late_reason",)
"""It unfolds by itself when a note is late."""

_NO_STEP = N_("Not said yet: {parts}. If no next step follows, say so: “none”, ticked as done.")

_STANDS_FOR = {"counsel": "lane"}


def fields_of(kind: str) -> set[str]:
    """The fields that a kind shows unfolded."""
    own = {_STANDS_FOR.get(field, field) for field in KINDS[kind].fields}
    return own & {field.key for field in FIELDS}


def first_prose(kind: str) -> str:
    """The field in which a note of this kind begins."""
    shown = fields_of(kind)
    return next(field.key for field in FIELDS if field.key in shown)


def not_said(parts: Sequence[str]) -> str:
    """What a note does not say yet, for whoever writes it; "" if nothing is missing."""
    names = {field.key: _(field.name) for field in FIELDS}
    missing = QLocale().createSeparatedList([names[part] for part in parts])
    template = _NO_STEP if NEXT_STEP in parts else N_("Not said yet: {parts}")
    return _(template).format(parts=missing) if missing else ""


def offered(field: Field) -> bool:
    """Whether a field can be asked for by hand."""
    return field.key not in _NOT_OFFERED
