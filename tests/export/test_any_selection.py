"""Whatever is on file and whatever is chosen: what is chosen is shown, all else is a gap and not a word of it is there."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.export import evidence as evidence_format
from coachdesk.export.gathering import gather
from coachdesk.export.proof import prove
from coachdesk.export.report import document_of
from coachdesk.export.reviewing import Reviewed, reviewed
from coachdesk.export.selection import Selection
from coachdesk.export.story import story_of
from coachdesk.journal.head_seen import state_folder
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import open_journal
from coachdesk.records.about import AboutLeaders
from coachdesk.records.case import Case, FeedbackItem, Intake
from coachdesk.records.consequence import Consequence
from coachdesk.records.decision import Decision
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, Link
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support
from coachdesk.records.talk import Preparation
from tests.conftest import Template
from tests.export.conftest import COVER
from tests.making import Clock, entry, leader

KINDS = ("observation", "praise", "conversation")
LANES = ("ordinary", "ordinary", "ordinary", "reflection", "counsel", "medical", "intake")
RELEASABLE = ("counsel", "medical", "intake")

days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 31)).map(str)


class Made(NamedTuple):
    """A journal, its leaders, and every record about any of them in the order it was written."""

    journal: Journal
    leaders: tuple[Leader, ...]
    records: tuple[AboutLeaders, ...]


def canary(number: int) -> str:
    return f"Canary{number:03}Qz"


@st.composite
def records_of(draw: st.DrawFn, leaders: tuple[Leader, ...]) -> tuple[AboutLeaders, ...]:
    """Up to a dozen entries and as many coaching records, each with a word that is nowhere else."""
    made: list[AboutLeaders] = []

    def some_leaders() -> tuple[Leader, ...]:
        return tuple(draw(st.lists(st.sampled_from(leaders), min_size=1, max_size=3, unique=True)))

    for _ in range(draw(st.integers(1, 12))):
        lane, word = draw(st.sampled_from(LANES)), canary(len(made))
        values: dict[str, Any] = {"lane": lane, "kind": draw(st.sampled_from(KINDS))}
        if lane == "counsel":
            values["counsel"] = {"lawyer": word, "purpose": word}
        occurred = {"day": draw(days), "precision": "day"}
        made.append(entry(*some_leaders(), text=f"A {word} b", place=word, occurred=occurred, **values))
    entries = [one for one in made if isinstance(one, Entry)]
    for _ in range(draw(st.integers(0, 12))):
        ids = tuple(one.id for one in some_leaders())
        made.append(_coaching(draw, ids, canary(len(made)), entries, made))
    return tuple(made)


def _coaching(
    draw: st.DrawFn, ids: tuple[str, ...], word: str, entries: list[Entry], made: list[AboutLeaders]
) -> AboutLeaders:
    about, day, one = {"leader_ids": ids}, draw(days), draw(st.sampled_from(entries))
    plans = [found for found in made if isinstance(found, Plan)]
    cases = [found for found in made if isinstance(found, Case)]
    choices: list[Any] = [
        lambda: Issue.make(**about, title=word, noticed=day),
        lambda: Plan.make(
            **about, purpose=word, started=day, status=draw(st.sampled_from(("open", "closed")))
        ),
        lambda: Expectation.make(**about, text=word, told_on=day),
        lambda: Support.make(**about, what=word, offered_on=day),
        lambda: Consequence.make(**about, what=word, said_on=day, entry_id=one.id),
        lambda: Decision.make(**about, title=word, decided_on=day, entry_ids=(one.id,)),
        lambda: Case.make(**about, title=word, opened_on=day),
        lambda: Preparation.make(**about, opening=word),
        lambda: Link.make(**about, entry_id=one.id, target_id=draw(st.sampled_from(made)).id, note=word),
    ]
    choices += (
        [lambda: Goal.make(**about, plan_id=draw(st.sampled_from(plans)).id, title=word)] if plans else []
    )
    if cases:
        choices += [
            lambda: FeedbackItem.make(**about, case_id=draw(st.sampled_from(cases)).id, text=word),
            lambda: Intake.make(
                **about, case_id=draw(st.sampled_from(cases)).id, interviewee=word, day=day, history=word,
                released=draw(st.booleans()),
            ),
        ]  # fmt: skip
    return draw(st.sampled_from(choices))()


@st.composite
def selections(draw: st.DrawFn, leaders: tuple[Leader, ...], records: tuple[AboutLeaders, ...]) -> Selection:
    ids = [one.id for one in records]
    issues = [one.id for one in records if isinstance(one, Issue)]
    first, last = sorted((draw(days), draw(days)))
    return Selection(
        leader_ids=tuple(
            one.id for one in draw(st.lists(st.sampled_from(leaders), min_size=1, max_size=2, unique=True))
        ),
        from_day=draw(st.sampled_from(("", first))),
        to_day=draw(st.sampled_from(("", last))),
        kinds=tuple(
            draw(st.one_of(st.just([]), st.lists(st.sampled_from((*KINDS, "goal", "issue")), unique=True)))
        ),
        issue_ids=tuple(draw(st.lists(st.sampled_from(issues), max_size=1))) if issues else (),
        lanes=tuple(draw(st.lists(st.sampled_from(RELEASABLE), unique=True))),
        excluded=tuple(draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))),
        others_data=tuple(draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))),
        under_review=draw(st.booleans()),
    )


@contextmanager
def opened(template: Template) -> Iterator[Journal]:
    """A copy of the journal for one example."""
    folder = Path(tempfile.mkdtemp()) / "Team.coachdesk"
    shutil.copytree(template.folder, folder)
    shutil.rmtree(state_folder(), ignore_errors=True)  # another example of the same journal is forgotten
    clock = Clock()
    clock.pass_time(60)
    try:
        with open_journal(folder, template.recovery_code, "recovery", clock=clock) as journal:
            yield journal
    finally:
        shutil.rmtree(folder.parent)


@settings(max_examples=25)
@given(data=st.data())
def test_what_is_chosen_is_shown_and_of_all_else_there_is_not_a_word(
    template: Template, data: st.DataObject
) -> None:
    leaders = (template.leader, leader("Bram Visser"), leader("Cleo Quist"))
    records = data.draw(records_of(leaders))
    selection = data.draw(selections(leaders, records))
    with opened(template) as journal:
        journal.put(*leaders[1:])
        journal.put(*records)
        for place in data.draw(st.lists(st.integers(0, len(records) - 1), max_size=2, unique=True)):
            if isinstance(records[place], Entry):
                journal.add(records[place].id, f"More {canary(place)}", f"Because {canary(place)}")
        refiled = dict(data.draw(st.lists(st.tuples(st.sampled_from(records), whom(leaders)), max_size=2)))
        now = refile(journal, refiled)
        counts = journal.counts.proofs(selection.leader_ids)
        named = {one.id: one.name for one in journal.view.leaders()}
        evidence = gather(journal.view, journal.head, counts, selection, COVER)
        lines = reviewed(journal.view, selection)
    data_bytes = evidence_format.encode(evidence)
    proved = prove(evidence_format.decode(data_bytes))
    check(records, now, selection, lines, data_bytes.decode(), repr(document_of(proved)))
    for leader_id, name in named.items():
        assert (name in data_bytes.decode()) == (leader_id in selection.leader_ids)
    story = story_of(proved)
    assert {one.record_id for one in lines} == {
        one.events[0].record_id for one in (*story.entries, *story.gaps, *story.closed)
    } | {one.current.id for one in story.coaching}


def whom(leaders: tuple[Leader, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Whom an entry is refiled to."""
    ids = st.sampled_from([one.id for one in leaders])
    return st.lists(ids, min_size=1, max_size=3, unique=True).map(tuple)


def refile(journal: Journal, wanted: dict[AboutLeaders, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Refiles entries; whom those that were refiled are about now, by their id."""
    done = {}
    for record, ids in wanted.items():
        if isinstance(record, Entry) and set(ids) != set(record.leader_ids):
            journal.refile(record.id, ids, "Wrong person")
            done[record.id] = ids
    return done


def check(
    records: tuple[AboutLeaders, ...],
    refiled: dict[str, tuple[str, ...]],
    selection: Selection,
    lines: tuple[Reviewed, ...],
    evidence: str,
    said: str,
) -> None:
    found = {one.record_id: one for one in lines}
    links = {one.id for one in records if isinstance(one, Link)}
    shown = {one.record_id for one in lines if not one.withheld} - links
    for number, record in enumerate(records):
        now = refiled.get(record.id, record.leader_ids)
        assert (record.id in found) == (not {*record.leader_ids, *now}.isdisjoint(selection.leader_ids))
        is_about = not set(now).isdisjoint(selection.leader_ids)
        is_shown = record.id in found and not found[record.id].withheld
        assert (canary(number) in evidence) == is_shown, record
        assert (canary(number) in said) == is_shown, record
        if isinstance(record, Entry) and not selection.issue_ids:
            assert is_shown == (is_about and is_chosen(record, selection)), record
        if isinstance(record, Link) and is_shown:
            assert {record.entry_id, record.target_id} <= shown, record


def is_chosen(one: Entry, selection: Selection) -> bool:
    """The same in other words than the program's."""
    return (
        one.lane in ("ordinary", *selection.lanes)
        and (one.kind in selection.kinds or not selection.kinds)
        and (selection.from_day or "0") <= one.occurred.day <= (selection.to_day or "9")
        and one.id not in selection.excluded + selection.others_data
    )
