"""Jotting about issues: one is raised, the leader's words to it recorded, entries linked; and what is refused."""

import json
import re
from pathlib import Path

import pytest

from coachdesk.journal.opening import open_journal
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Issue, Link
from coachdesk.records.people import Leader
from coachdesk.records.plan import Expectation
from coachdesk.records.talk import Preparation
from tests.cli.driving import Writing
from tests.making import PASSPHRASE


class Raising(Writing):
    """A journal with one entry about Ada."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.example = self.noted("Talked over two of three.", "--occurred", "2026-02-05")

    def put(self, *records: Record) -> None:
        with open_journal(self.folder, PASSPHRASE) as journal:
            journal.put(*records)

    def raised(self, *options: str, title: str = "Interrupts") -> Issue:
        out = self.done("issue", "ada", "--title", title, "--segment", "personal", *options).out
        found = re.search(r": ([0-9a-f]{8}), ", out)
        assert found is not None
        return next(one for one in self.issues() if one.id.startswith(found[1]))

    def issues(self) -> list[Issue]:
        return [one for one in self._records("issue") if isinstance(one, Issue)]

    def links(self) -> list[Link]:
        return [one for one in self._records("link") if isinstance(one, Link)]

    def _records(self, name: str) -> list[Record]:
        with open_journal(self.folder, PASSPHRASE) as journal:
            return list(journal.view.records(name))

    def refused(self, *arguments: str, code: int = 1) -> str:
        """What is said when a command is refused; nothing was recorded."""
        before = self.size()
        ran = self.tried(*arguments)
        assert (ran.code, ran.out) == (code, "")
        assert self.size() == before
        return ran.err


@pytest.fixture
def desk(journal_folder: Path) -> Raising:
    return Raising(journal_folder)


@pytest.fixture
def other(desk: Raising) -> Entry:
    """An entry about somebody else."""
    desk.done("leaders", "--add", "Grace Hopper")
    said = desk.done("note", "Grace", "Something else.")
    found = re.search(r": ([0-9a-f]{8}), ", said.out)
    assert found is not None
    return desk.entry(found[1])


def test_an_issue_is_raised(desk: Raising, ada: Leader) -> None:
    issue = desk.raised("--theme", "listening", "--noticed", "5 Jan 2026")
    assert issue.leader_ids == (ada.id,)
    assert (issue.title, issue.segment, issue.theme, issue.noticed) == (
        "Interrupts",
        "personal",
        "listening",
        "2026-01-05",
    )
    assert desk.links() == []


def test_an_issue_is_raised_from_an_entry(desk: Raising) -> None:
    issue = desk.raised("--from", desk.example.id[:8])
    assert [(one.entry_id, one.target_id, one.stance) for one in desk.links()] == [
        (desk.example.id, issue.id, "supports")
    ]
    assert "entry 1, 5 Feb 2026, supports it" in desk.done("issues", "ada").out


def test_an_issue_is_not_raised_from_an_entry_about_somebody_else(desk: Raising, other: Entry) -> None:
    said = desk.refused("issue", "ada", "--title", "x", "--segment", "process", "--from", other.id)
    assert "is not about Ada Marsh" in said


def test_nothing_new_rests_on_an_entry_that_was_withdrawn(desk: Raising) -> None:
    issue = desk.raised()
    desk.done("withdraw", desk.example.id, "--reason", "Hearsay")
    for command in (
        ("issue", "ada", "--title", "x", "--segment", "process", "--from", desk.example.id),
        ("said", "ada", "interrupts", "--state", "raised", "--entry", desk.example.id),
        ("link", desk.example.id, issue.id, "--stance", "neutral"),
    ):
        assert "was withdrawn" in desk.refused(*command)


def test_an_issue_needs_a_title_and_a_segment_that_there_is(desk: Raising) -> None:
    assert "title is empty" in desk.refused("issue", "ada", "--title", " ", "--segment", "process")
    assert desk.tried("issue", "ada", "--title", "x").code == 2
    assert desk.tried("issue", "ada", "--title", "x", "--segment", "moral").code == 2


def test_what_the_leader_said_is_recorded_in_their_words_on_its_day(desk: Raising) -> None:
    issue = desk.raised(title="Answers another question")
    out = desk.done("said", "ada", "another quest", "--state", "raised", "--on", "2 March 2026").out
    assert out == f"Ada Marsh, Mon 2 March 2026: raised: Answers another question ({issue.id[:8]})\n"
    words = ("--words", "I did answer it.", "--entry", desk.example.id)
    words += ("--present", "Grace Poole, HR", "--present", "A friend")
    desk.done("said", "ada", issue.id[:8], "--state", "denied", "--on", "2026-03-09", *words)
    said = desk.issues()[0].acknowledgements
    assert [(one.state, one.day, one.words, one.entry_id) for one in said] == [
        ("raised", "2026-03-02", "", None),
        ("denied", "2026-03-09", "I did answer it.", desk.example.id),
    ]
    assert [(one.name, one.role) for one in said[1].present] == [("Grace Poole", "HR"), ("A friend", "")]
    history = json.loads(desk.done("show", issue.id, "--json").out)["history"]
    assert [one["action"] for one in history] == ["create", "update", "update"]


def test_what_may_lie_behind_it_is_kept_with_the_day_it_was_told(desk: Raising) -> None:
    desk.raised()
    told = ("--causes", " Two projects ended in one week. ", "--on", "2026-03-09")
    desk.done("said", "ada", "interrupts", "--state", "denied", *told)
    (issue,) = desk.issues()
    assert (issue.causes, issue.causes_on) == ("Two projects ended in one week.", "2026-03-09")
    out = desk.done("issues", "ada").out
    assert "Causes      9 Mar 2026: “Two projects ended in one week.”" in out
    assert "Playbook    since 9 Mar 2026: 1 done" in out
    assert "Causes on" in desk.done("show", issue.id).out
    desk.done("said", "ada", "interrupts", "--state", "disputed", "--on", "2026-03-16")
    assert desk.issues()[0].causes_on == "2026-03-09"


def test_what_is_medical_in_the_causes_is_named_and_nothing_else_of_them(desk: Raising) -> None:
    desk.raised()
    told = ("--causes", "You always blame me. I am on medication.", "--on", "2026-03-09")
    ran = desk.done("said", "ada", "interrupts", "--state", "denied", *told)
    assert "1 wording to look at: “medication”" in ran.err


def test_a_reflection_is_asked_for_by_a_day_and_the_note_that_holds_it_is_named(desk: Raising) -> None:
    issue = desk.raised()
    denied = ("said", "ada", "interrupts", "--state", "denied", "--on", "2026-03-09")
    assert "By when" in desk.refused(*denied, "--ask", "What did the others see?")
    desk.done(*denied, "--reflect-by", "16 March 2026", "--ask", "What did the others see?", "--ask", " ")
    (request,) = desk.issues()[0].self_reflections
    assert (request.asked_on, request.by_day) == ("2026-03-09", "2026-03-16")
    assert request.questions == ("What did the others see?",)
    note = ("note", "ada", "--reflection", "interrupts", "--account", "They waited.")
    assert "no note of kind response" in desk.refused(*note, "--kind", "observation")
    assert "Dates cannot run backwards" in desk.refused(*note, "--occurred", "2026-03-08")
    said = desk.done(*note, "--occurred", "2026-03-15").out
    found = re.search(r": ([0-9a-f]{8}), ", said)
    assert found is not None
    (answered,) = desk.issues()[0].self_reflections
    entry = desk.entry(found[1])
    assert (answered.came_on, answered.entry_id) == ("2026-03-15", entry.id)
    assert (entry.kind, entry.account) == ("response", "They waited.")
    assert "came on 15 Mar 2026 (entry 2)" in desk.done("issues", "ada").out
    assert "is waited for" in desk.refused(*note)
    assert "There is no issue" in desk.refused("note", "ada", "--reflection", "manners", "x")
    assert issue.id == desk.issues()[0].id


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--state", "withdrawn"), "cannot follow"),
        (("--state", "denied", "--on", "2999-01-01"), "still to come"),
        (("--state", "denied", "--on", "2020-01-01"), "Dates cannot run backwards"),
        (("--state", "denied", "--on", "the other day"), "is not a day of the calendar"),
    ],
)
def test_what_cannot_have_been_said_is_refused(desk: Raising, options: tuple[str, ...], says: str) -> None:
    desk.raised("--noticed", "2026-01-05")
    assert says in desk.refused("said", "ada", "interrupts", *options)


def test_an_issue_was_not_noticed_on_a_day_to_come(desk: Raising) -> None:
    options = ("--title", "Interrupts", "--segment", "personal", "--noticed", "2999-01-01")
    assert "still to come" in desk.refused("issue", "ada", *options)


def test_which_issue_is_meant_is_asked_where_it_is_not_clear(desk: Raising) -> None:
    both = [desk.raised(title="Answers late"), desk.raised(title="Answers another question")]
    said = desk.refused("said", "ada", "answers", "--state", "raised")
    assert all(f"{one.title} ({one.id[:8]})" in said for one in both)
    assert "There is no issue “manners”" in desk.refused("said", "ada", "manners", "--state", "raised")
    assert "There is no issue" in desk.refused("said", "ada", " ", "--state", "raised")
    desk.done("said", "ada", "ANSWERS LATE", "--state", "raised")
    assert [len(one.acknowledgements) for one in desk.issues()] == [1, 0]


def test_an_issue_of_somebody_else_is_not_found(desk: Raising, other: Entry) -> None:
    assert other
    issue = desk.raised()
    assert "on file about Grace Hopper" in desk.refused("said", "grace", issue.id, "--state", "raised")


def test_an_entry_is_linked_to_anything_and_a_link_is_changed(desk: Raising, ada: Leader) -> None:
    expectation = Expectation.make(leader_ids=(ada.id,), text="Own the cost")
    desk.put(expectation)
    link = ("link", desk.example.id[:8], expectation.id[:8])
    out = desk.done(*link, "--stance", "neutral", "--note", "Half of it.").out
    assert out == (
        f"Linked: {desk.example.id[:8]} neutral: Expectation “Own the cost” ({expectation.id[:8]})\n"
    )
    assert "entry 1, 5 Feb 2026, neutral: Half of it." in desk.done("plan", "ada").out
    desk.done(*link, "--stance", "contradicts")
    assert [(one.stance, one.note) for one in desk.links()] == [("contradicts", "Half of it.")]
    assert "reads like that already" in desk.refused(*link, "--stance", "contradicts")


def test_an_entry_is_linked_only_to_what_is_about_the_same_leader(desk: Raising, other: Entry) -> None:
    issue = desk.raised()
    said = desk.refused("link", other.id, issue.id, "--stance", "supports")
    assert "about different leaders" in said


def test_an_entry_is_linked_only_to_coaching_records_that_stand(desk: Raising, ada: Leader) -> None:
    issue = desk.raised("--from", desk.example.id)
    for target in (ada.id, desk.example.id, desk.links()[0].id):
        assert "nothing that an entry can speak to" in desk.refused(
            "link", desk.example.id, target, "--stance", "supports"
        )
    sheet = Preparation.make(leader_ids=(ada.id,))
    desk.put(sheet)
    own = desk.refused("link", desk.example.id, sheet.id, "--stance", "supports")
    assert "in the window and nowhere else" in own
    with open_journal(desk.folder, PASSPHRASE) as journal:
        journal.withdraw(issue.id, "Mistaken")
    assert "was withdrawn" in desk.refused("link", desk.example.id, issue.id, "--stance", "supports")


def test_text_is_data_whatever_stands_in_it(desk: Raising) -> None:
    odd = "<b>x</b> '; DROP TABLE record; -- \x1b[2J \u202e %s {0}"
    issue = desk.raised("--theme", odd, title=odd)
    ran = desk.done("said", "ada", issue.id, "--state", "denied", "--words", odd)
    assert "\x1b" not in ran.out
    kept = desk.issues()[0]
    assert kept.title == kept.theme == odd.replace("\x1b", "\ufffd")
    assert kept.acknowledgements[0].words == odd.replace("\x1b", "\ufffd")
