"""360 rounds: what each group answered, as bars, and what came up. What may not be seen is not there to be shown."""

from functools import partial

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from coachdesk.coaching.feedback360 import GroupView, RoundView, view_of
from coachdesk.gui import wording
from coachdesk.gui.coaching import round_forms, withdrawing
from coachdesk.gui.coaching.leader_page import LeaderPage
from coachdesk.gui.coaching.record_card import Act, Card
from coachdesk.gui.coaching.record_form import run
from coachdesk.gui.coaching.words import RELATIONS
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import M
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import column, label, row
from coachdesk.records.feedback360 import Round

_SCALES = (5, 7, 10, 100)
_NAMES, _MEAN, _BAR = 170, 44, 10


class Bar(QWidget):
    """A share as a bar. The number stands beside it, so that it says nothing of its own."""

    def __init__(self, look: Look, share: float, colour: str) -> None:
        super().__init__()
        self._look, self._share, self._colour = look, share, colour
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(120, _BAR + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            track = QRectF(0, (self.height() - _BAR) / 2, self.width(), _BAR)
            painter.setBrush(self._look.colour("sunken"))
            painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
            track.setWidth(max(track.width() * self._share, _BAR))
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                track.moveRight(self.width())
            painter.setBrush(self._look.colour(self._colour))
            painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)


class RoundsPage(LeaderPage):
    """A leader's 360 rounds, the newest first."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, _("360"))

    def begin(self, what: str = "") -> bool:  # noqa: ARG002  # there is only one thing to start
        """Starts a round. Whether it was."""
        return run(round_forms.round_form(self._tools, (self._leader_id,), None, self))

    def _build(self) -> None:
        rounds = self._records("round", Round)
        self.begin_page()
        role = "" if rounds else "primary"
        self.head(_("360"), Act(_("Start a round…"), lambda: self.begin(), "plus", role))
        if not rounds:
            self.say(
                _(
                    "No round yet. A round shows how peers, reports and superiors see the leader: as means of whole "
                    "groups, never as what one person said."
                )
            )
        for feedback in sorted(rounds, key=lambda one: one.opened_on, reverse=True):
            self._add(feedback)
        self.end_page()

    def _add(self, feedback: Round) -> None:
        state = (_("Closed"), "quiet") if feedback.closed_on else (_("Open"), "good")
        card = self.card(feedback.title, state, above=_when(feedback), of=feedback.id)
        shown = view_of(feedback)
        self._add_questions(card, feedback, shown)
        for group in shown.groups:
            if group.themes:
                card.head(_("What came up: {group}, paraphrased").format(group=_(RELATIONS[group.relation])))
                for theme in group.themes:
                    card.say(_("• {point}").format(point=theme))
        self._add_groups(card, feedback, shown)
        card.act(
            Act(_("Add a group…"), partial(self._group, feedback, ""), "users-three"),
            *(
                Act(
                    _("Change: {group}…").format(group=_(RELATIONS[group.relation])),
                    partial(self._group, feedback, group.relation),
                    "pencil-simple",
                )
                for group in feedback.groups
            ),
            Act(_("Change the round…"), partial(self._change, feedback), "gear-six"),
            withdrawing.act(self._tools, self, feedback.id),
        )

    def _change(self, feedback: Round) -> None:
        run(round_forms.round_form(self._tools, feedback.leader_ids, feedback, self))

    def _group(self, feedback: Round, relation: str) -> None:
        run(round_forms.group_form(self._tools, feedback, relation, self))

    def _add_questions(self, card: Card, feedback: Round, shown: RoundView) -> None:
        means = [cell.mean for group in shown.groups for cell in group.cells]
        if not means:
            card.say(_("No scores yet."), "quiet")
            return
        scale = next(scale for scale in _SCALES if max(means) <= scale)
        card.say(_("Means of each group, drawn from 0 to {most}.").format(most=scale), "quiet")
        for number, question in enumerate(feedback.questions, 1):
            card.head(_("{number}. {question}").format(number=number, question=question))
            card.put(self._bars(shown, number, scale))

    def _bars(self, shown: RoundView, question: int, scale: int) -> QWidget:
        held, lines = QWidget(), column(gap=0)
        for group in shown.groups:
            mean = shown.cell(group.relation, question)
            if mean is not None:
                lines.addLayout(self._bar(group, mean, scale))
        for relation in shown.suppressed:
            line = row(gap=M)
            line.addWidget(_name(_(RELATIONS[relation])))
            line.addWidget(label(_("suppressed"), "caption"), 1)
            lines.addLayout(line)
        held.setLayout(lines)
        return held

    def _bar(self, group: GroupView, mean: float, scale: int) -> QHBoxLayout:
        line = row(gap=M)
        line.addWidget(_name(_(RELATIONS[group.relation])))
        line.addWidget(Bar(self._look, mean / scale, "edge" if group.is_one else "accent"), 1)
        said = label(QLocale().toString(mean, "f", 1))
        said.setAlignment(Qt.AlignmentFlag.AlignRight)
        said.setMinimumWidth(_MEAN)
        line.addWidget(said)
        return line

    def _add_groups(self, card: Card, feedback: Round, shown: RoundView) -> None:
        card.head(_("Who answered"))
        if not feedback.groups:
            card.say(_("No group is entered yet."), "quiet")
        card.table([(_(RELATIONS[group.relation]), _answered(group)) for group in shown.groups])
        for relation in shown.suppressed:
            words = _("{group}: suppressed, fewer than {count} answered").format(
                group=_(RELATIONS[relation]), count=shown.threshold
            )
            card.say(words, "warning")
        silent = [_(RELATIONS[one.relation]) for one in feedback.groups if not one.answered]
        for name in silent:
            card.say(_("{group}: no answer yet").format(group=name), "quiet")


def _name(words: str) -> QWidget:
    made = label(words, "quiet", wraps=True)
    made.setFixedWidth(_NAMES)
    return made


def _answered(group: GroupView) -> str:
    if group.is_one:
        return _("One named person, not anonymous")
    return ngettext("{answered} of {count} asked", "{answered} of {count} asked", group.invited).format(
        answered=group.answered, count=group.invited
    )


def _when(feedback: Round) -> str:
    first = wording.short_day(feedback.opened_on)
    if feedback.closed_on is None:
        return _("Since {day}").format(day=first)
    return _("{first} to {last}").format(first=first, last=wording.short_day(feedback.closed_on))
