"""Issues: what is worked on with a leader, where they stand on it, what shows it, and what to do if they deny it."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal

from coachdesk.coaching.acknowledgement import contested_since, state_of
from coachdesk.coaching.playbook import StepState, load_steps, playbook
from coachdesk.gui import wording
from coachdesk.gui.choice import Choice
from coachdesk.gui.coaching import issue_forms, issue_reflections, withdrawing
from coachdesk.gui.coaching.leader_page import LeaderPage
from coachdesk.gui.coaching.record_card import Act, Card
from coachdesk.gui.coaching.record_form import run
from coachdesk.gui.coaching.words import ACKNOWLEDGED, ISSUE_STATUS, SEGMENTS, STEP_STATES
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.gui.tools import Tools
from coachdesk.journal.filters import Filter
from coachdesk.records.base import Record
from coachdesk.records.issue import Issue, Link

_ALL = "all"
_MOST_ENTRIES = 500
_EVIDENCE = (
    "expectation",
    "round",
    "case",
    "support",
    "consequence",
    "fit_review",
    "decision",
    "plan",
    "link",
)


class IssuesPage(LeaderPage):
    """A leader's issues, by segment. ``note_begun`` (a Note): their reflection is to be written down."""

    note_begun = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, _("Issues"))
        self._segment = _ALL

    def show_leader(self, leader_id: str) -> None:
        """Shows the issues of a leader: all of them, if it is another."""
        if leader_id != self._leader_id:
            self._segment = _ALL
        super().show_leader(leader_id)

    def clear(self) -> None:
        """Forgets everything."""
        self._segment = _ALL
        super().clear()

    def show_record(self, record_id: str) -> None:
        """Turns to an issue, whatever kind is shown alone."""
        if record_id not in self.places:
            self._show_only(_ALL)
        super().show_record(record_id)

    def begin(self, what: str = "") -> bool:
        """Raises an issue, from the entry ``what`` if there is one; it is shown, whatever was. Whether it was."""
        was_raised = run(issue_forms.issue_form(self._tools, (self._leader_id,), None, what, self))
        if was_raised:
            self._show_only(_ALL)
        return was_raised

    def _show_only(self, segment: str) -> None:
        if segment != self._segment:
            self._segment = segment
            self.refresh()

    def _build(self) -> None:
        issues = self._records("issue", Issue)
        self.begin_page()
        start = Act(_("Raise an issue…"), lambda: self.begin(), "plus", "")
        if not issues:
            self.nothing(
                "flag",
                _("No issue is raised"),
                _(
                    "An issue is one behaviour that you and the leader work on, with observations and their own words."
                ),
                start,
            )
            return
        self.head(_("Issues"), start)
        self._add_chips(issues)
        for segment, name in SEGMENTS.items():
            found = [
                issue for issue in issues if issue.segment == segment and self._segment in (segment, _ALL)
            ]
            if found:
                self.part(_(name))
            for issue in sorted(found, key=lambda one: one.status == "resolved"):
                self._add(issue)
        self.end_page()

    def _add_chips(self, issues: Sequence[Issue]) -> None:
        """The kinds there are, to see one of them alone; what is not shown then is said."""
        kinds = {one.segment for one in issues}
        if self._segment not in kinds:
            self._segment = _ALL
        if len(kinds) == 1:
            return
        options: dict[str, str] = {
            _ALL: N_("All"),
            **{key: name for key, name in SEGMENTS.items() if key in kinds},
        }
        chips = Choice(_("Which issues are shown"), options, may_be_none=False)
        chips.choose(self._segment)
        chips.chosen.connect(self._show_only)
        self.put(chips)
        left = sum(self._segment not in (one.segment, _ALL) for one in issues)
        if left:
            words = ngettext(
                "{count} issue of another kind is hidden.", "{count} issues of other kinds are hidden.", left
            )
            self.say(words.format(count=wording.number(left)))

    def _add(self, issue: Issue) -> None:
        words, voice = ACKNOWLEDGED[state_of(issue)]
        above = issue.theme if issue.status == "open" else _(ISSUE_STATUS[issue.status])
        card = self.card(issue.title, (_(words), voice), above=above, of=issue.id)
        for said in issue.acknowledgements:
            line = _("{day}: {state}").format(day=wording.day(said.day), state=_(ACKNOWLEDGED[said.state][0]))
            if said.entry_id:
                self.entry_link(card, said.entry_id, line)
            else:
                card.say(line, "quiet")
            if said.words:
                card.say(_("“{words}”").format(words=said.words))
        if issue.causes_on:
            day = wording.day(issue.causes_on)
            card.say(_("What may lie behind it, told {day}").format(day=day), "quiet")
            card.say(_("“{words}”").format(words=issue.causes))
        issue_reflections.show(self, card, issue)
        self._add_examples(card, self._links_to(issue.id))
        if contested_since(issue):
            self._add_playbook(card, issue)
        card.act(
            Act(
                _("What did they say?"),
                lambda: run(issue_forms.said_form(self._tools, issue, self)),
                "chat-text",
            ),
            *issue_reflections.acts(self._tools, self, issue, self.note_begun.emit, self._leader_id),
            Act(_("Link an entry…"), lambda: self._link(issue), "link"),
            Act(_("Change…"), lambda: self._change(issue), "pencil-simple"),
            withdrawing.act(self._tools, self, issue.id),
        )

    def _link(self, issue: Issue) -> None:
        run(issue_forms.link_form(self._tools, issue.leader_ids, issue.id, self))

    def _change(self, issue: Issue) -> None:
        run(issue_forms.issue_form(self._tools, issue.leader_ids, issue, "", self))

    def _add_examples(self, card: Card, links: Sequence[Link]) -> None:
        if not links:
            card.say(_("No entry is linked yet."), "quiet")
            return
        card.head(_("Entries"))
        self._add_links(card, links)

    # The denial playbook

    def _add_playbook(self, card: Card, issue: Issue) -> None:
        steps = load_steps()
        found = playbook(issue, self._on_file(issue), steps)
        assert found is not None
        card.head(_("When it is not seen: nine steps"))
        card.say(
            _("Since {day}. None of them is a must; what you skip, say why.").format(
                day=wording.day(found.since)
            ),
            "quiet",
        )
        for step, state in zip(steps, found.steps, strict=True):
            self._add_step(
                card, issue, _(step.title), _(step.hint), state, is_next=state.key == found.next_step
            )

    def _add_step(
        self, card: Card, issue: Issue, title: str, hint: str, state: StepState, *, is_next: bool
    ) -> None:
        words, voice = STEP_STATES[state.state]
        said = _("{step}: {state}").format(step=title, state=_(words))
        if state.day:
            said = _("{step}: {state}, {day}").format(
                step=title, state=_(words), day=wording.short_day(state.day)
            )
        card.say(said, "strong" if is_next else voice if state.state == "skipped" else "body")
        if state.reason:
            card.say(state.reason, "quiet")
        if not is_next:
            return
        card.say(hint, "quiet")
        key = state.key

        def form(*, skipped: bool) -> None:
            run(issue_forms.step_form(self._tools, issue, key, skipped=skipped, parent=self))

        card.act(
            Act(_("Done…"), lambda: form(skipped=False), "check"),
            Act(_("Skip…"), lambda: form(skipped=True), "skip-forward"),
        )

    def _on_file(self, issue: Issue) -> list[Record]:
        """What may show that a step was done: coaching records, and the entries since it was first denied."""
        view = self._tools.session.view
        since = contested_since(issue) or dt.date.max.isoformat()
        records = [one for name in _EVIDENCE for one in view.about(self._leader_id, name)]
        shown = view.timeline(self._leader_id, Filter(from_day=since), _MOST_ENTRIES)
        return [*records, *(listed.entry for listed in shown.entries if not listed.withdrawn)]
