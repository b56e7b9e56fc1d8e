"""The three months of sessions and calls, planned in one step: how many and on which days is seen before (F41)."""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLabel

from coachdesk.coaching.schedule import Series, round_days, series_of
from coachdesk.gui import wording
from coachdesk.gui.coaching.case_shown import OneCase
from coachdesk.gui.coaching.inputs import Input, NotUnderstood
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import MEETINGS
from coachdesk.gui.errors import sentence
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tokens import M
from coachdesk.gui.unfinished import reopens
from coachdesk.gui.when import home_zone, listener
from coachdesk.gui.widgets import label, section
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.meeting import Meeting
from coachdesk.records.spoken_days import NotADay

_MOST_ROUNDS = 60
_INPUTS = (
    Input("starts", N_("First round on"), "day_ahead"),
    Input("every_weeks", N_("A round every so many weeks"), "number", least=1, most=12),
    Input("ends", N_("Until (empty: three months)"), "day_ahead"),
    Input("individual_time", N_("Individual sessions begin at"), "line"),
    Input("individual_minutes", N_("Minutes of an individual session"), "number", least=5, most=480),
    Input("three_way_time", N_("Three-way call at"), "line"),
    Input("three_way_minutes", N_("Minutes of the call"), "number", least=5, most=480),
    Input("zone", N_("By the clocks of"), "line", N_("Europe/London")),
    Input("days_off", N_("Days off (one on each line; the round is a day later then)"), "lines"),
)
_BEFORE = {
    "every_weeks": 2,
    "individual_time": "10:00",
    "individual_minutes": 60,
    "three_way_time": "15:00",
    "three_way_minutes": 60,
}


def series_of_answers(values: dict[str, Any]) -> Series:
    """The series that was asked for. Raises InvalidRecord."""
    if values["starts"] is None:
        raise InvalidRecord("starts", "no_such_date", "")
    answers = {
        **values,
        "starts": dt.date.fromisoformat(values["starts"]),
        "ends": dt.date.fromisoformat(values["ends"]) if values["ends"] else None,
        "zone": values["zone"] or home_zone(),
        "days_off": frozenset(map(_day_off, values["days_off"])),
    }
    for key in ("individual_time", "three_way_time"):
        answers[key] = values[key].zfill(len("00:00"))
    series = Series(**answers)
    if any(itertools.islice(round_days(series), _MOST_ROUNDS, None)):
        raise InvalidRecord("ends", "too_many_rounds", _MOST_ROUNDS)
    return series


def _day_off(typed: str) -> dt.date:
    try:
        return dt.date.fromisoformat(listener().day_ahead(typed))
    except NotADay:
        raise InvalidRecord("days_off", "no_such_date", typed) from None


@reopens
def series_form(one: OneCase) -> RecordForm:
    """The form that plans the series of a case."""
    return SeriesForm(one)


class SeriesForm(RecordForm):
    """Asks for days and times, and shows what would be planned while they are typed."""

    def __init__(self, one: OneCase) -> None:
        self._one = one
        self.preview: QLabel = label("", wraps=True)
        super().__init__(
            one.tools,
            _("Plan the sessions"),
            _INPUTS,
            self._planned,
            one.page,
            values={**_BEFORE, "starts": _next_monday(), "zone": home_zone()},
            explanation=_(
                "Each round has a session with every leader alone and a three-way call; at the end there is a closing review. "
                "Each can be moved later."
            ),
            action=_("Plan them"),
        )
        for answer in self.answers.values():
            for name in ("textChanged", "valueChanged", "changed"):
                if (signal := getattr(answer, name, None)) is not None:
                    signal.connect(self._show_preview)
        self._show_preview()

    def _arrange(self, title: str, explanation: str, action: str) -> None:
        super()._arrange(title, explanation, action)
        page: Any = self._area.widget()
        within = page.layout()
        at = within.indexOf(self._problems["ends"]) + 2
        within.insertWidget(at, section(_("What will be planned")))
        within.insertWidget(at + 1, self.preview)
        within.insertSpacing(at + 2, M)

    def _planned(self, values: dict[str, Any]) -> Sequence[Record]:
        return series_of(self._one.case, series_of_answers(values))

    def _show_preview(self) -> None:
        try:
            values = {key: answer.value() for key, answer in self.answers.items()}
            series = series_of_answers(values)
            words = preview(self._one, series, series_of(self._one.case, series))
        except NotUnderstood as error:
            words = error.sentence
        except InvalidRecord as error:
            words = sentence(error)
        self.preview.setText(words)


def preview(one: OneCase, series: Series, meetings: Sequence[Meeting]) -> str:
    """How many meetings there will be and when: what every round has once, then the day of each."""
    *rounds, closing = meetings
    days = [day.isoformat() for day in round_days(series)]
    count = ngettext("{count} meeting", "{count} meetings", len(meetings)).format(
        count=wording.number(len(meetings))
    )
    said = ngettext("{count} round", "{count} rounds", len(days)).format(count=wording.number(len(days)))
    lines = [_("{meetings}: {rounds} and the closing review.").format(meetings=count, rounds=said)]
    usual = ""
    for number, day in enumerate(days, 1):
        times = ", ".join(_at(one, meeting) for meeting in rounds if meeting.at.day == day)
        lines += [_("Each round: {meetings}").format(meetings=times)] if not usual else []
        usual = usual or times
        # Clocks that go forward over the hour of a meeting change it for that day.
        words = _("{number}. {day}") if times == usual else _("{number}. {day}: {meetings}")
        lines.append(words.format(number=wording.number(number), day=wording.day(day), meetings=times))
    lines.append(_("{day}: {meeting}").format(day=wording.day(closing.at.day), meeting=_at(one, closing)))
    return "\n".join(lines)


def _at(one: OneCase, meeting: Meeting) -> str:
    who = one.listed(meeting.leader_ids) if meeting.kind == "individual" else _(MEETINGS[meeting.kind])
    return _("{who} {time}").format(who=who, time=wording.time(meeting.at.time))


def _next_monday() -> str:
    day = dt.date.today()  # noqa: DTZ011  # the day on the manager's wall
    return (day + dt.timedelta(days=7 - day.weekday())).isoformat()
