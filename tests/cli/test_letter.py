"""``coachdesk letter``: made, looked at, handed over; what is refused, and what is said to be missing."""

import hashlib
from pathlib import Path

import pikepdf
import pytest

from coachdesk.journal.opening import open_journal
from coachdesk.records.base import Record
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.plan import Plan
from tests.cli.driving import Writing
from tests.making import PASSPHRASE

ACTIONS = ("--action", "Bring the cost; leader; 2026-03-16", "--action", "Ask Finance; me")


@pytest.fixture
def desk(journal_folder: Path) -> Writing:
    desk = Writing(journal_folder)
    desk.noted("Older.", *ACTIONS, "--occurred", "2026-01-05")
    desk.noted("What was said.", *ACTIONS, "--occurred", "2026-03-02")
    desk.noted("Nothing agreed.", "--occurred", "2026-03-04")
    return desk


def put(desk: Writing, *records: Record) -> None:
    with open_journal(desk.folder, PASSPHRASE) as journal:
        journal.put(*records)


def letters(desk: Writing) -> list[Letter]:
    with open_journal(desk.folder, PASSPHRASE) as journal:
        return [one for one in journal.view.records("letter") if isinstance(one, Letter)]


def about(desk: Writing) -> tuple[str, ...]:
    return (desk.leaders()[0].id,)


def test_the_newest_conversation_becomes_a_letter_and_nothing_is_recorded(
    desk: Writing, tmp_path: Path
) -> None:
    target, before = tmp_path / "agreed.pdf", desk.size()
    ran = desk.done("letter", "follow-up", "ada", "-o", str(target), "--date", "2026-03-05", "--letter")
    assert "Follow-up after a conversation" in ran.out
    assert hashlib.sha256(target.read_bytes()).hexdigest() in ran.out
    assert "by when" in ran.err
    assert desk.size() == before
    with pikepdf.open(target) as pdf:
        assert str(pdf.docinfo.Title) == "What we agreed on Mon 2 March 2026"
        assert round(float(pdf.pages[0].MediaBox[2])) == 612


def test_a_letter_that_was_looked_at_first_is_handed_over_as_it_is(desk: Writing, tmp_path: Path) -> None:
    target = tmp_path / "agreed.pdf"
    make = ("letter", "follow-up", "Ada", "-o", str(target), "--date", "2026-03-05")
    desk.done(*make)
    seen = target.read_bytes()
    told = ("--handed-over", "--how", "In person", "--signature", "refused", "--witness", "Björn Ek")
    ran = desk.done(*make, *told)
    assert "2026-03-05, declined to sign" in ran.out
    assert target.read_bytes() == seen
    [letter] = letters(desk)
    assert letter.digest == hashlib.sha256(seen).hexdigest()
    assert (letter.how, letter.signature, letter.witness) == ("In person", "refused", "Björn Ek")


def test_a_file_that_is_something_else_is_left_as_it_is(desk: Writing, tmp_path: Path) -> None:
    target = tmp_path / "agreed.pdf"
    target.write_bytes(b"%PDF-1.7 of mine")
    ran = desk.tried("letter", "follow-up", "Ada", "-o", str(target), "--handed-over")
    assert ran.code == 1
    assert "left as it is" in ran.err
    assert target.read_bytes() == b"%PDF-1.7 of mine"
    assert letters(desk) == []
    desk.done("letter", "follow-up", "Ada", "-o", str(target), "--handed-over", "--force")
    assert len(letters(desk)) == 1


def test_a_notice_and_a_plan_by_their_ids_or_the_newest(desk: Writing, tmp_path: Path) -> None:
    notice = Consequence.make(
        leader_ids=about(desk), what="The review moves.", change_expected="Answers.", measured="Three reviews.",
        by_day="2026-06-30",
    )  # fmt: skip
    plan = Plan.make(leader_ids=about(desk), kind="pip", started="2026-03-02")
    put(desk, notice, plan)
    made = desk.done("letter", "consequence", "Ada", notice.id[:8], "-o", str(tmp_path / "n.pdf"))
    assert "Not in the letter" not in made.err
    missing = desk.done("letter", "pip", "Ada", "-o", str(tmp_path / "p.pdf")).err
    for what in ("what the plan is for", "when the plan ends", "what the role asks", "a goal", "support"):
        assert what in missing


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("consequence", "Ada"), 1, "nothing on file about this leader that this letter could be made from"),
        (("pip", "Ada"), 1, "nothing on file"),
        (("follow-up", "Ada", "--how", "In person"), 2, "need --handed-over"),
        (("follow-up", "Ada", "--date", "2026-02-30"), 1, "not a day of the calendar"),
        (("follow-up", "Nobody"), 1, "Nobody in this journal"),
        (("follow-up", "Ada", "ffffffff"), 1, "Nothing in this journal has an id"),
    ],
)
def test_what_is_refused_is_said_and_no_file_is_made(
    desk: Writing, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    target, before = tmp_path / "l.pdf", desk.size()
    ran = desk.tried("letter", *arguments, "-o", str(target))
    assert ran.code == code
    assert said in " ".join(ran.err.split())
    assert not target.exists()
    assert desk.size() == before


def test_a_note_without_action_points_a_reflection_and_a_place_that_cannot_be(
    desk: Writing, tmp_path: Path
) -> None:
    bare = desk.noted("Nothing agreed here.")
    private = desk.noted("Am I fair?", *ACTIONS, "--lane", "reflection")
    for entry, said in ((bare, "no action points"), (private, "lane of its own")):
        ran = desk.tried("letter", "follow-up", "Ada", entry.id, "-o", str(tmp_path / "l.pdf"))
        assert (ran.code, said in " ".join(ran.err.split())) == (1, True)
    for target in (tmp_path / "none" / "l.pdf", desk.folder / "l.pdf"):
        assert desk.tried("letter", "follow-up", "Ada", "-o", str(target)).code == 1
        assert not target.exists()
