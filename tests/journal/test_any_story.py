"""Whatever is done in whatever order, the journal is what a plain model of it says, and checks out."""

import shutil
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from coachdesk.journal.errors import AlreadyWithdrawn, NothingChanged
from coachdesk.journal.head_seen import state_folder
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from coachdesk.records.plan import Plan
from tests.conftest import Template
from tests.making import Clock, entry, leader


class Known(msgspec.Struct):
    """What the model keeps of one entry."""

    entry: Entry
    numbers: dict[str, int]
    revision: int = 1
    withdrawn: bool = False


class Story(RuleBasedStateMachine):
    """One journal and a model of it: dictionaries and counting."""

    template: Template

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "Team.coachdesk"
        shutil.copytree(self.template.folder, self.folder)
        shutil.rmtree(state_folder(), ignore_errors=True)  # another story of the same journal is forgotten
        self.clock = Clock()
        self.clock.pass_time(60)
        self.leaders: list[Leader] = [self.template.leader]
        self.known: list[Known] = []
        self.plans: list[Plan] = []
        self.counts: dict[str, list[int]] = {}
        self.events = 1
        self.journal = self.opened()

    def opened(self) -> Journal:
        return open_journal(self.folder, self.template.recovery_code, "recovery", clock=self.clock)

    def count(self, numbers: dict[str, int]) -> None:
        self.events += 1
        for leader_id, number in numbers.items():
            entries, events = self.counts.get(leader_id, [0, 0])
            self.counts[leader_id] = [max(entries, number), events + 1]

    def some_of(self, data: st.DataObject) -> list[Leader]:
        return data.draw(
            st.lists(st.sampled_from(self.leaders), min_size=1, max_size=2, unique_by=lambda one: one.id)
        )

    def one_of(self, data: st.DataObject) -> Known:
        return self.known[data.draw(st.integers(0, len(self.known) - 1))]

    @rule(name=st.text(min_size=1, max_size=5).filter(str.strip))
    def meet_somebody(self, name: str) -> None:
        new = leader("L" + name)
        self.journal.put(new)
        self.leaders.append(new)
        self.events += 1

    @rule(data=st.data(), text=st.text(max_size=20))
    def write(self, data: st.DataObject, text: str) -> None:
        about = self.some_of(data)
        note = entry(*about, text=text)
        numbers = {one.id: self.counts.get(one.id, [0, 0])[0] + 1 for one in about}
        self.journal.put(note)
        self.known.append(Known(note, numbers))
        self.count(numbers)

    def revise(self, known: Known, changed: Entry) -> None:
        known.entry, known.revision = changed, known.revision + 1
        self.count({leader_id: known.numbers[leader_id] for leader_id in changed.leader_ids})

    @precondition(lambda self: self.known)
    @rule(data=st.data(), text=st.text(max_size=20).filter(str.strip))
    def add(self, data: st.DataObject, text: str) -> None:
        known = self.one_of(data)
        if known.withdrawn:
            with pytest.raises(AlreadyWithdrawn):
                self.journal.add(known.entry.id, text, "why")
            return
        self.journal.add(known.entry.id, text, "why")
        addition = {"text": text, "attachment_ids": ()}
        additions = [*msgspec.to_builtins(known.entry.additions), addition]
        self.revise(known, known.entry.changed(additions=additions))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), text=st.text(max_size=20))
    def correct(self, data: st.DataObject, text: str) -> None:
        known = self.one_of(data)
        changed = known.entry.changed(text=text)
        if known.withdrawn or changed == known.entry:
            with pytest.raises(AlreadyWithdrawn if known.withdrawn else NothingChanged):
                self.journal.correct(changed, "why")
            return
        self.journal.correct(changed, "why")
        self.revise(known, changed)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        known = self.one_of(data)
        if not known.withdrawn:
            self.journal.withdraw(known.entry.id, "why")
            self.revise(known, known.entry)
            known.withdrawn = True

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def refile(self, data: st.DataObject) -> None:
        known, to = self.one_of(data), self.some_of(data)
        before, after = set(known.entry.leader_ids), {one.id for one in to}
        if known.withdrawn or before == after:
            return
        self.journal.refile(known.entry.id, [one.id for one in to], "why")
        for leader_id in after:
            known.numbers.setdefault(leader_id, self.counts.get(leader_id, [0, 0])[0] + 1)
        known.entry = known.entry.changed(leader_ids=tuple(one.id for one in to))
        known.revision += 1
        self.count({leader_id: known.numbers[leader_id] for leader_id in before | after})

    @rule(data=st.data(), purpose=st.text(max_size=20))
    def plan(self, data: st.DataObject, purpose: str) -> None:
        about = self.some_of(data)
        made = Plan.make(leader_ids=tuple(one.id for one in about), started="2026-03-02", purpose=purpose)
        self.journal.put(made)
        self.plans.append(made)
        self.count(dict.fromkeys(made.leader_ids, 0))

    @precondition(lambda self: self.plans)
    @rule(data=st.data(), purpose=st.text(max_size=20))
    def adjust(self, data: st.DataObject, purpose: str) -> None:
        place = data.draw(st.integers(0, len(self.plans) - 1))
        before, about = self.plans[place], self.some_of(data)
        after = before.changed(purpose=purpose, leader_ids=tuple(one.id for one in about))
        if after == before:
            with pytest.raises(NothingChanged):
                self.journal.put(after)
            return
        self.journal.put(after)
        self.plans[place] = after
        self.count(dict.fromkeys({*before.leader_ids, *after.leader_ids}, 0))

    @precondition(lambda self: self.plans)
    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        given_up = self.plans.pop(data.draw(st.integers(0, len(self.plans) - 1)))
        self.journal.withdraw(given_up.id, "why")
        self.count(dict.fromkeys(given_up.leader_ids, 0))

    @rule(seconds=st.sampled_from([-7200, 7200]))
    def set_the_clock(self, seconds: int) -> None:
        """Shows with the next event; then one more event says so."""
        self.clock.set_by(seconds)
        self.journal.put(self.leaders[0])
        self.events += 2

    @rule()
    def close_and_open(self) -> None:
        self.journal.close()
        self.journal = self.opened()
        assert self.journal.notices == ()

    @invariant()
    def every_timeline_is_the_models(self) -> None:
        for one in self.leaders:
            shown = {
                listed.number: (listed.entry, listed.revision, listed.withdrawn)
                for listed in self.journal.view.timeline(one.id).entries
            }
            assert shown == {
                known.numbers[one.id]: (known.entry, known.revision, known.withdrawn)
                for known in self.known
                if one.id in known.entry.leader_ids
            }

    @invariant()
    def everybody_has_their_plans(self) -> None:
        for one in self.leaders:
            about = [plan for plan in self.journal.view.records("plan") if one.id in plan.leader_ids]
            assert list(self.journal.view.about(one.id, "plan")) == about
        found = {plan.id: plan for plan in self.journal.view.records("plan")}
        assert found == {plan.id: plan for plan in self.plans}

    @invariant()
    def everything_is_counted(self) -> None:
        counted = {leader: [count.entries, count.events] for leader, count in self.journal.counts.of.items()}
        assert counted == self.counts
        assert self.journal.head.size == self.events

    def teardown(self) -> None:
        checked = self.journal.check()
        assert (checked.events, checked.entries) == (self.events, len(self.known))
        self.journal.close()
        shutil.rmtree(self.folder.parent)


def test_any_story_is_kept_as_it_was_told(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told = type("Told", (Story,), {"template": template})
    run_state_machine_as_test(told, settings=settings(max_examples=12, stateful_step_count=12))
