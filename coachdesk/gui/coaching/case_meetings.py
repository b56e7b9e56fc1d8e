"""The meetings of an intervention on its page: a row for each, by rounds, with what can be done one key away."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from coachdesk.coaching.meetings import kept, standing
from coachdesk.coaching.schedule import SeriesRound, rounds_of
from coachdesk.gui import wording
from coachdesk.gui.coaching import case_meeting_forms, withdrawing
from coachdesk.gui.coaching.case_series import series_form
from coachdesk.gui.coaching.case_shown import OneCase, meeting_name, show, slot
from coachdesk.gui.coaching.record_card import Act
from coachdesk.gui.coaching.record_form import run
from coachdesk.gui.coaching.words import MEETING_STATES
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tokens import XL, XS, M, S
from coachdesk.gui.widgets import Button, Elided, chip, column, label
from coachdesk.records.meeting import Meeting

_ROW_HEIGHT = 48
_STATES = (
    ("kept", N_("{count} kept")),
    ("missed", N_("{count} missed")),
    ("moved", N_("{count} moved")),
    ("due", N_("{count} to be answered: were they held?")),
    ("planned", N_("{count} to come")),
    ("cancelled", N_("{count} called off")),
)


class Row(Button):
    """A row of the page: what it is, what is said of it, where it stands. Enter or a click does it."""

    def __init__(self, title: str, note: str, state: tuple[str, str]) -> None:
        super().__init__()
        self.setProperty("role", "due")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(part for part in (title, note, state[0]) if part))
        words = column(gap=0)
        words.addStretch(1)
        within = QHBoxLayout(self)
        within.setContentsMargins(M, 0, M, 0)
        within.setSpacing(M)
        parts = [Elided(title), *((Elided(note, "caption"),) if note else ())]
        for part in parts:
            words.addWidget(part)
        words.addStretch(1)
        within.addLayout(words, 1)
        stands = label(*state)
        within.addWidget(stands)
        for part in (*parts, stands):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(0, _ROW_HEIGHT)


class MeetingRow(Row):
    """A meeting. Its menu has what can be done with it: Enter, then arrow keys."""

    def __init__(self, one: OneCase, meeting: Meeting) -> None:
        self._one, self._meeting = one, meeting
        words, voice = MEETING_STATES[standing(meeting, _now()).state]
        super().__init__(meeting_name(one, meeting), _note(meeting), (_(words), voice))
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> QMenu:
        """Shows what can be done with it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        take_back = withdrawing.act(self._one.tools, self._one.page, self._meeting.id)
        for act in (*meeting_acts(self._one, self._meeting), take_back):
            # The row is gone when the page is built anew: what is chosen is done once the menu is closed.
            done = partial(QTimer.singleShot, 0, self._one.page, act.do)
            menu.addAction(self._one.look.icon(act.icon, "quiet"), act.words).triggered.connect(done)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        return menu


def meeting_acts(one: OneCase, meeting: Meeting) -> list[Act]:
    """What can be done with a meeting as it stands."""
    held = Act(_("It was held…"), partial(show, case_meeting_forms.held_form, one, meeting), "check")
    not_held = Act(
        _("It was missed, or called off…"), partial(show, case_meeting_forms.not_held_form, one, meeting), "x"
    )
    move = Act(_("Move…"), partial(show, case_meeting_forms.move_form, one, meeting), "calendar")
    read = Act(_("Read the entry"), lambda: one.page.entry_wanted.emit(meeting.entry_id), "chat-text")
    if meeting.state == "held":
        change = held._replace(words=_("Change the notes…"), icon="pencil-simple")
        return [change, *((read,) if meeting.entry_id else ())]
    if meeting.state == "cancelled":
        return [held]
    return [held, not_held, move] if meeting.state == "planned" else [move, held]


def put_meetings(one: OneCase, meetings: Sequence[Meeting]) -> None:
    """A row for each, with what was noted of it below."""
    if meetings:
        one.page.put(_group([widget for meeting in meetings for widget in _rows(one, meeting)]))


def _rows(one: OneCase, meeting: Meeting) -> list[QWidget]:
    notes = [*_reasons(one, meeting), *_notes(meeting)]
    made = one.page.places[meeting.id] = MeetingRow(one, meeting)
    return [made, *((_indented(notes),) if notes else ())]


def _group(rows: Sequence[QWidget]) -> QWidget:
    held, within = QWidget(), column(gap=XS)
    for one in rows:
        within.addWidget(one)
    held.setLayout(within)
    return held


def _indented(lines: Sequence[tuple[str, str]]) -> QWidget:
    held, within = QWidget(), column(gap=0)
    within.setContentsMargins(XL, 0, M, M)
    for name, words in lines:
        within.addWidget(label(_("{name}: {words}").format(name=name, words=words), "quiet", wraps=True))
    held.setLayout(within)
    return held


def _notes(meeting: Meeting) -> list[tuple[str, str]]:
    if meeting.notes is None:
        return []
    said = [(_(asked.name), getattr(meeting.notes, asked.key)) for asked in case_meeting_forms.NOTES]
    return [(name, words) for name, words in said if words]


def _reasons(one: OneCase, meeting: Meeting) -> list[tuple[str, str]]:
    """Why it was moved, each time; why it was missed or called off."""
    found = [
        (_("Moved from {when}").format(when=slot(move.at)), move.reason or _("no reason given"))
        for move in meeting.moves
    ]
    if meeting.state in ("missed", "cancelled"):
        reason = one.tools.session.view.get(meeting.id).payload.reason
        words = _("Missed, because") if meeting.state == "missed" else _("Called off, because")
        found += [(words, reason)] if reason else []
    return found


def _note(meeting: Meeting) -> str:
    when = slot(meeting.at)
    if not meeting.moves:
        return when
    times = ngettext("moved once", "moved {count} times", len(meeting.moves))
    return _("{when}, {moved}").format(
        when=when, moved=times.format(count=wording.number(len(meeting.moves)))
    )


# The three months


def put_series(one: OneCase) -> None:
    """The sessions and calls: how many were kept, and each by its round."""
    series = one.file.series
    if not series:
        one.page.say(
            _(
                "Every two weeks for three months each leader has a session alone and all have a call together. "
                "All of it is planned in one step."
            )
        )
        return
    put_kept(one, series)
    state = one.seen.states.get(one.case.id, "")
    if state:
        ids = getattr(kept(series, _now()), state)
        put_meetings(one, [meeting for meeting in series if meeting.id in ids])
        return
    by_id = {meeting.id: meeting for meeting in series}
    rounds = rounds_of(series)
    now = next((found for found in rounds if any(_is_open(by_id[each]) for each in found.meeting_ids)), None)
    rows: list[QWidget] = []
    for found in rounds:
        own = [by_id[each] for each in found.meeting_ids]
        rows += _round(one, found, own, is_now=found == now)
    one.page.put(_group(rows))


def _is_open(meeting: Meeting) -> bool:
    return meeting.state == "planned"


def _round(one: OneCase, found: SeriesRound, own: Sequence[Meeting], *, is_now: bool) -> list[QWidget]:
    """A round: a row that unfolds. The one that is next is unfolded already."""
    key = (one.case.id, found.day)
    is_unfolded = one.seen.unfolded.get(key, is_now)
    title = _("Round {number}, {day}").format(
        number=wording.number(found.number), day=wording.short_day(found.day)
    )
    counts = kept_words(own)
    is_missed = any(meeting.state == "missed" for meeting in own)
    row = Row(title, "", (", ".join(counts), "danger" if is_missed else "quiet"))
    row.setCheckable(True)
    row.setChecked(is_unfolded)
    row.clicked.connect(lambda on: one.page.unfold(key, on=on))
    if not is_unfolded:
        return [row]
    within, held = column(gap=XS), QWidget()
    within.setContentsMargins(XL, 0, 0, S)
    for each in (each for meeting in own for each in _rows(one, meeting)):
        within.addWidget(each)
    held.setLayout(within)
    return [row, held]


def kept_words(meetings: Sequence[Meeting]) -> list[str]:
    """How many were kept, missed, moved, are due, are to come."""
    found = kept(meetings, _now())
    return [
        _(words).format(count=wording.number(len(getattr(found, key))))
        for key, words in _STATES
        if getattr(found, key)
    ]


def put_kept(one: OneCase, meetings: Sequence[Meeting]) -> None:
    """How they were kept: each count is a chip that shows those meetings alone."""
    found, chosen = kept(meetings, _now()), one.seen.states.get(one.case.id, "")
    held, flow = QWidget(), FlowLayout()
    for key, words in _STATES:
        count = len(getattr(found, key))
        if count or key == chosen:
            made = chip(_(words).format(count=wording.number(count)), checkable=True)
            made.setChecked(key == chosen)
            made.clicked.connect(lambda on, key=key: one.page.show_only(one.case.id, key if on else ""))
            flow.addWidget(made)
    held.setLayout(flow)
    one.page.put(held)


def series_act(one: OneCase) -> Act:
    """Plans the three months."""
    return Act(_("Plan the sessions…"), lambda: run(series_form(one)), "calendar-plus")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
