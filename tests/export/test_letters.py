"""Letters for the leader: plain, short, tagged, and nothing in them but what their one record says."""

import hashlib
import io
from collections.abc import Callable
from typing import Any, NamedTuple

import page as validator
import pikepdf
import pypdfium2
import pytest

from coachdesk.export.letter_making import (
    LetterRefused,
    Made,
    Told,
    Wanted,
    hand_over,
    is_there,
    make_letter,
    write_letter,
)
from coachdesk.export.releasing import MANAGER
from coachdesk.journal.errors import AlreadyExists, UnsafePath
from coachdesk.journal.journal import Journal
from coachdesk.records.base import InvalidRecord
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.entry import Entry
from coachdesk.records.issue import Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support
from tests.export.conftest import SECRET, Coached
from tests.making import entry

POINTS = (
    {"text": "Bring the cost with the design.", "owner": "leader", "due": "2026-03-16"},
    {"text": "Ask Finance for an hour.", "owner": "me"},
    {"text": "Send the minutes.", "owner": "hr", "due": "2026-03-04", "done": "2026-03-03"},
)
PROFILES = ["3a", "ua1"]

Make = Callable[..., Made]


class Desk(NamedTuple):
    """The journal with all of a plan, and a conversation with action points."""

    coached: Coached
    journal: Journal
    talk: Entry
    plan: Plan
    consequence: Consequence


@pytest.fixture
def desk(coached: Coached) -> Desk:
    journal, ada = coached.file.journal, coached.file.ada
    about: dict[str, Any] = {"leader_ids": (ada.id,)}
    talk = entry(
        ada, kind="conversation", text="WHAT ELSE WAS SAID", account="OWN WORDS", action_points=POINTS
    )
    plan = Plan.make(
        **about, kind="pip", purpose="I believe you can do this.", started="2026-03-02", ends="2026-06-30",
        cadence={"every_weeks": 2, "weekday": 1, "time": "15:30", "zone": "Europe/London"},
    )  # fmt: skip
    expectation = coached.records["expectation"]
    assert isinstance(expectation, Expectation)
    goal = Goal.make(
        **about, plan_id=plan.id, title="Answers what was asked", measure="Asked again at most once",
        baseline="Four of six", target="None of six", due="2026-06-15",
    )  # fmt: skip
    seen = Link.make(**about, entry_id=coached.file.entries["corrected"].id, target_id=expectation.id)
    support = Support.make(
        **about, plan_id=plan.id, what="An hour a week with a mentor", offered_on="2026-03-02"
    )
    meeting = Meeting.make(
        **about, of_id=plan.id, kind="pip", at={"local": "2026-06-30T10:00", "zone": "Europe/London"}
    )
    said = Consequence.make(**about, what="The pricing work moves to another director.", said_on="2026-02-23")
    journal.put(talk, plan, goal, seen, support, meeting, said)
    journal.change_setting(MANAGER, b'{"name": "Judith Fairclough", "role": "VP Engineering"}')
    consequence = coached.records["consequence"]
    assert isinstance(consequence, Consequence)
    return Desk(coached, journal, talk, plan, consequence)


@pytest.fixture
def made(desk: Desk) -> Make:
    def make(kind: str, record_id: str, about: str = "", **values: Any) -> Made:
        wanted = Wanted(
            kind=kind,
            leader_id=about or desk.coached.file.ada.id,
            record_id=record_id,
            day="2026-03-03",
            **values,
        )
        return make_letter(desk.journal.view, wanted)

    return make


def three(desk: Desk) -> dict[str, str]:
    return {"follow_up": desk.talk.id, "consequence": desk.consequence.id, "pip": desk.plan.id}


def text_of(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    finally:
        pdf.close()


def refused(make: Callable[[], object]) -> str:
    with pytest.raises(LetterRefused) as error:
        make()
    return error.value.problem


def test_a_follow_up_says_what_was_agreed_whose_it_is_and_by_when(desk: Desk, made: Make) -> None:
    letter = made("follow_up", desk.talk.id)
    text = text_of(letter.data)
    for said in (
        "What we agreed on Mon 2 March 2026", "Ada Marsh", "Judith Fairclough, VP Engineering", "Tue 3 March 2026",
        "Bring the cost with the design. You 16 Mar 2026", "Ask Finance for an hour. I No day set",
        "Send the minutes. HR Done on 3 Mar 2026",
    ):  # fmt: skip
        assert said in text
    assert "WHAT ELSE WAS SAID" not in text
    assert "OWN WORDS" not in text
    assert letter.missing == ("no_date",)
    assert letter.pages == 1


def test_in_a_follow_up_to_several_a_point_of_theirs_is_all_of_theirs(desk: Desk, made: Make) -> None:
    both = entry(desk.coached.file.ada, desk.coached.file.bram, kind="conversation", action_points=POINTS)
    desk.journal.put(both)
    text = text_of(made("follow_up", both.id).data)
    assert "Bring the cost with the design. All of you" in text
    assert "Bram" not in text


def test_a_notice_says_the_change_the_measure_the_day_and_what_follows(desk: Desk, made: Make) -> None:
    letter = made("consequence", desk.consequence.id)
    text = text_of(letter.data)
    for said in (
        "The question asked is answered.", "In the next three reviews", "Wed 31 December 2025",
        "The board review moves to another director.", "the team and your career", "Mon 3 November 2025",
        "It does not say that you agree with it.",
    ):  # fmt: skip
        assert said in text
    for threat in ("or else", "last warning", "fired", "will be dismissed"):
        assert threat not in text
    assert letter.missing == ()


def test_what_a_notice_misses_is_said_and_it_is_made_all_the_same(desk: Desk, made: Make) -> None:
    bare = Consequence.make(leader_ids=(desk.coached.file.ada.id,), what="The review moves.")
    desk.journal.put(bare)
    letter = made("consequence", bare.id)
    assert letter.missing == ("no_change", "no_measure", "no_date")
    assert "The review moves." in text_of(letter.data)
    assert "Receipt" not in text_of(letter.data)


def test_a_plan_says_what_is_asked_how_it_is_seen_help_meetings_what_follows_and_has_room_to_sign(
    desk: Desk, made: Make
) -> None:
    letter = made("pip", desk.plan.id, zone="Europe/London")
    text = text_of(letter.data)
    for said in (
        "I believe you can do this.", "Mon 2 March 2026", "Tue 30 June 2026", "Owns the business problem",
        "Job description, Section 2", "2 Mar 2026: She said “no” four times.", "Asked again at most once",
        "Now: Four of six", "Target: None of six", "15 Jun 2026", "An hour a week with a mentor",
        "Plan meeting", "Every 2 weeks, Tuesday, 15:30 (Europe/London), 30 minutes.", "The pricing work moves to another director.",
        "How you see it", "Received by", "Witness, if not signed", "It does not say that you agree with it.",
    ):  # fmt: skip
        assert said in text
    assert "The board review moves to another director." not in text, "said four months before"
    assert letter.missing == ()


def test_of_a_plan_nothing_of_another_leader_or_lane_is_in_it(desk: Desk, made: Make) -> None:
    journal, file = desk.journal, desk.coached.file
    goal = next(
        one for one in journal.view.about(file.ada.id, "goal") if getattr(one, "plan_id", "") == desk.plan.id
    )
    shared = file.entries["both"].id
    for place, entry_id in enumerate((shared, file.entries["reflection"].id, file.entries["counsel"].id)):
        journal.put(
            Link.make(
                id=f"{place:024}",
                leader_ids=(file.ada.id,),
                entry_id=entry_id,
                target_id=goal.id,
                note=SECRET,
            )
        )
    once = entry(file.ada, text="ONCE IN A LANE", lane="reflection")
    journal.put(once)
    journal.correct(once.changed(lane="ordinary"), "Not a reflection")
    journal.put(
        Link.make(leader_ids=(file.ada.id,), entry_id=once.id, target_id=goal.id, stance="supports"),
        Expectation.make(leader_ids=(file.bram.id,), text="OF BRAM ALONE"),
    )
    text = text_of(made("pip", desk.plan.id).data)
    for secret in (SECRET, "AM I FAIR", "PRIVILEGED", "disagreed in the review", "ONCE IN A LANE", "OF BRAM"):
        assert secret not in text


def test_what_is_not_the_leaders_to_read_is_in_no_letter(desk: Desk, made: Make) -> None:
    secrets = (
        SECRET,
        "AM I FAIR",
        "PRIVILEGED",
        "Decides quickly",
        "A finance mentor",
        "Nobody tells nights",
    )
    for kind, record_id in three(desk).items():
        data = made(kind, record_id).data
        text = text_of(data)
        assert [secret for secret in secrets if secret in text] == []
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert list(pdf.attachments) == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("kind", ["follow_up", "consequence", "pip"])
@pytest.mark.parametrize("page_size", ["A4", "Letter"])
def test_a_letter_conforms(desk: Desk, made: Make, kind: str, profile: str, page_size: str) -> None:
    letter = made(kind, three(desk)[kind], page_size=page_size)
    report = validator.validate_pdf_bytes(letter.data, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    with pikepdf.open(io.BytesIO(letter.data)) as pdf:
        width = float(pdf.pages[0].MediaBox[2])
        assert len(pdf.pages) == letter.pages <= 3
        assert round(width) == (595 if page_size == "A4" else 612)
        assert pdf.Root.MarkInfo.Marked


def test_the_same_letter_of_the_same_day_is_the_same_file(desk: Desk, made: Make) -> None:
    for kind, record_id in three(desk).items():
        assert made(kind, record_id).data == made(kind, record_id).data


def test_which_letters_there_are_not(desk: Desk, made: Make) -> None:
    file, journal = desk.coached.file, desk.journal
    talk, plan, consequence = desk.talk.id, desk.plan.id, desk.consequence.id
    for kind, record_id in (("follow_up", plan), ("consequence", talk), ("pip", consequence)):
        assert refused(lambda: made(kind, record_id)) == "another_record"  # noqa: B023
    assert refused(lambda: made("consequence", consequence, file.bram.id)) == "not_about_leader"
    assert refused(lambda: made("follow_up", file.entries["praise"].id)) == "nothing_agreed"
    assert refused(lambda: made("follow_up", file.entries["withdrawn"].id)) == "withdrawn"
    development = Plan.make(leader_ids=(file.ada.id,), started="2026-03-02")
    private = entry(file.ada, lane="reflection", action_points=POINTS)
    journal.put(development, private)
    assert refused(lambda: made("pip", development.id)) == "not_a_pip"
    assert refused(lambda: made("follow_up", private.id)) == "not_ordinary"
    journal.correct(private.changed(lane="ordinary"), "Misfiled")
    assert refused(lambda: made("follow_up", private.id)) == "not_ordinary"
    journal.withdraw(consequence, "Said by mistake")
    assert refused(lambda: made("consequence", consequence)) == "withdrawn"


def test_a_copy_handed_over_is_an_event_with_the_files_digest(desk: Desk, made: Make, tmp_path: Any) -> None:
    letter, target = made("pip", desk.plan.id), tmp_path / "plan.pdf"
    assert not is_there(letter, target)
    write_letter(letter, target)
    assert is_there(letter, target)
    before = desk.journal.head.size
    kept = hand_over(desk.journal, letter, Told(how="In person", signature="refused", witness="Björn Ek"))
    assert desk.journal.head.size == before + 1
    stored = desk.journal.view.get(kept.id).record
    assert isinstance(stored, Letter)
    assert stored.digest == hashlib.sha256(target.read_bytes()).hexdigest()
    assert (stored.kind, stored.of_id, stored.handed_on) == ("pip", desk.plan.id, "2026-03-03")
    assert (stored.to, stored.signature, stored.witness) == ("Ada Marsh", "refused", "Björn Ek")
    with pytest.raises(AlreadyExists):
        write_letter(letter, target)
    write_letter(made("consequence", desk.consequence.id), target, replace=True)
    assert not is_there(letter, target)
    with pytest.raises(UnsafePath):
        write_letter(letter, desk.journal.view.path.parent / "plan.pdf")


def test_a_day_that_never_was_is_refused(desk: Desk, made: Make) -> None:
    letter = made("follow_up", desk.talk.id)
    odd = type(letter)(
        wanted=Wanted(kind="follow_up", leader_id="", record_id="", day="2026-02-30"),
        leader=letter.leader, data=letter.data, pages=1, missing=(),
    )  # fmt: skip
    with pytest.raises(InvalidRecord):
        hand_over(desk.journal, odd, Told())


def test_it_may_be_handed_over_later_than_it_was_written_and_to_somebody_for_the_leader(
    desk: Desk, made: Make
) -> None:
    letter = hand_over(
        desk.journal, made("consequence", desk.consequence.id), Told(day="2026-03-09", to="Her assistant")
    )
    assert (letter.handed_on, letter.to) == ("2026-03-09", "Her assistant")
    assert letter.digest == made("consequence", desk.consequence.id).digest
