"""The sections about coaching records: each is told where a reader looks for it, and nothing that is withheld."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import get_args

import page as validator
import pytest
from msgspec.structs import replace

from coachdesk.coaching import milestone_rules
from coachdesk.export import evidence as evidence_format
from coachdesk.export import phrases, redrawn
from coachdesk.export import phrases_coaching as words
from coachdesk.export.blocks import Block, Document, Facts, Group, Heading, Span, Table
from coachdesk.export.evidence import Evidence
from coachdesk.export.exhibits import sheets_in
from coachdesk.export.pdf import archive
from coachdesk.export.pdf.draw import draw
from coachdesk.export.proof import prove
from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.report import document_of
from coachdesk.export.selection import Selection
from coachdesk.export.story import story_of
from coachdesk.export.verify import verify_pdf
from coachdesk.records.case import Answer
from coachdesk.records.consequence import Letter
from coachdesk.records.entry import Entry
from coachdesk.records.feedback360 import Round
from coachdesk.records.forms import COACHING
from coachdesk.records.issue import Acknowledged, Issue, Link
from coachdesk.records.meeting import Meeting, Move, Slot
from coachdesk.records.plan import Goal
from coachdesk.records.support import Support
from tests.export.conftest import SECRET, Coached, Make
from tests.export.test_report import spans, text_of
from tests.making import entry, leader

PREPARED = ("A finance mentor", "The handover of the 3rd.", "How do you see it?")
"""What stands in the planner's sheet alone."""


def drawn(evidence: Evidence) -> Document:
    return document_of(prove(evidence))


def blocks_of(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Group):
            yield from blocks_of(block.blocks)


def section(document: Document, anchor: str) -> str:
    """The text from a heading of level 1 to the next one."""
    found: list[Block] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.anchor == anchor
        if inside:
            found.append(block)
    assert found, anchor
    return re.sub(r"\n+", "\n", "\n".join(span.text for span in spans(found)))


def test_the_sections_come_in_the_order_in_which_a_reader_needs_them(made: Make) -> None:
    headings = [block for block in drawn(made()).blocks if isinstance(block, Heading)]
    assert [heading.text for heading in headings if heading.level == 1] == [
        "How to read this",
        "Contents",
        "The period at a glance",
        "Summary of issues",
        "Expectations and plan",
        "Chronology",
        "Entries",
        "The leader’s responses and disputes",
        "Support provided and positive record",
        "Coaching intervention",
        "360 summary",
        "Consequences stated and decisions",
        "Exhibits",
        "Corrections and changes",
        "Withheld items",
        "Integrity",
        "Certification",
    ]


def test_with_a_leader_with_whom_nothing_was_started_there_is_no_word_of_it(evidence: Evidence) -> None:
    text = text_of(evidence).lower()
    for word in (
        "coaching record",
        "issue",
        "expectation",
        "goal",
        "360 ",
        "intervention",
        "support provided",
    ):
        assert word not in text


def test_praise_has_its_section_though_nothing_was_started(
    evidence: Evidence, gathered: Callable[..., Evidence]
) -> None:
    assert "Thanked the team by name." in section(drawn(evidence), "support-and-positives")
    without = gathered(kinds=("observation",))
    assert "positive record" not in text_of(without).lower()


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        ("issues", ("Answers another question", "Process", "Partly acknowledged, 1 Oct 2025", "Improving")),
        ("issues", ("Causes, as told by the leader", "22 Sep 2025\n“Two projects ended in one week.”")),
        ("issues", ("29 Sep 2025", "28 Sep 2025", "What was it like for the others?")),
        ("plan", ("Owns the business problem", "Job description\nSection 2", "15 Sep 2025")),
        ("plan", ("I believe she can be successful again.", "Every 3 weeks, Wednesday, 15:30")),
        ("plan", ("In review meetings, asked again at most once", "Four of six", "None of six")),
        ("plan", ("Mon 15 December 2025", "Decisions in one meeting", "Three reviews in a row")),
        ("plan", ("27 Oct 2025\n15:00, 45 minutes", "Three-way call", "Kept", "better (+1)")),
        ("responses", ("Denied", "“I answered it.”", "Björn Ek, HR partner", "“Sometimes, perhaps.”")),
        ("responses", ("Agreed with an amendment", "“Twice a week.”", "Handover notes come after")),
        ("responses", ("Declined to sign", "Witness: Björn Ek", "By hand", "60303ae22b998861…")),
        ("support-and-positives", ("Six hours with a finance mentor", "P. Okafor, € 600", "Cause: gap in skill")),
        ("support-and-positives", ("Accepted", "“Gladly.”")),
        ("support-and-positives", ("20 Oct 2025", "Brought the numbers herself.", "Thanked the team by name.")),
        ("intervention", ("Dispatch and Planning", "J. Fairclough (Sponsor)", "Attendance and goals")),
        ("intervention", ("Plans are late.", "Teams take sides.", "Two customers complained.")),
        ("intervention", ("Saying what was seen", "No shared calendar", "One plan by noon each day.")),
        ("intervention", ("Nobody tells nights anything.", "The other leader: agreed, 18 Sep 2025\n“Yes.”")),
        ("intervention", ("Ada Marsh, of the other leader", "P. Okafor (Coach), 25 Sep 2025", "“Let us see.”")),
        ("rounds", ("Peers", "7", "5", "Listens\n2.6\n3\nDecides\n4", "Decides quickly, hears late.", "from 4 answers on")),
        ("rounds", ("one person, not anonymous", "Better since September.")),
        ("outcomes", ("The board review moves to another director.", "Mon 3 November 2025", "Ada Marsh")),
        ("outcomes", ("The role fits.", "Sick days are back to normal.", "Partly met")),
        ("outcomes", ("She recovered.", "Two goals of three are met.", "Chosen", "Tue 31 March 2026")),
    ],
)  # fmt: skip
def test_each_section_says_what_a_reader_looks_for_there(
    made: Make, anchor: str, said: tuple[str, ...]
) -> None:
    text = section(drawn(made()), anchor)
    for part in said:
        assert part in text


def test_a_decision_names_the_entries_it_relies_on_and_the_event_that_fixes_its_date(
    coached: Coached, made: Make
) -> None:
    document = drawn(made())
    event = coached.file.journal.view.get(coached.records["decision"].id).event
    assert f"ledger event {event.seq}" in section(document, "outcomes")
    linked = {span.link for span in spans(document.blocks) if span.text in ("entry 1", "entry 5")}
    assert linked == {"entry-1", "entry-5"}


def test_every_link_leads_to_a_heading_or_a_row(coached: Coached, made: Make) -> None:
    coached.file.journal.put(*without_their_owners(coached))
    for evidence in (made(), made(coached.file.bram), made(excluded=(coached.records["case"].id,))):
        document = drawn(evidence)
        blocks = list(blocks_of(document.blocks))
        anchors = {block.anchor for block in blocks if isinstance(block, Heading)}
        rows = [one for block in blocks if isinstance(block, Table) for one in block.anchors]
        assert len(rows) == len(set(rows) - anchors) > 0
        anchors |= {*rows}
        links = {span.link for span in spans(document.blocks) if span.link}
        assert links - anchors == set()


def without_their_owners(coached: Coached) -> list[Goal | Meeting | Link]:
    """A goal, meetings and a link whose plan or case is another one, or none."""
    ada, plan = (coached.file.ada.id,), coached.records["plan"]
    lone = coached.records["meeting"].changed(id="a" * 24, of_id=None, ratings=())
    to_entry = coached.records["link"].changed(id="b" * 24, target_id=coached.file.entries["late"].id)
    assert isinstance(lone, Meeting)
    assert isinstance(to_entry, Link)
    goal = Goal.make(leader_ids=ada, plan_id=plan.id, title="Listens")
    of_case = lone.changed(id="c" * 24, of_id=coached.records["case"].id, kind="individual")
    return [lone, of_case, goal, to_entry]


def test_what_belongs_to_a_case_that_is_not_shown_is_told_all_the_same(coached: Coached, made: Make) -> None:
    text = section(drawn(made(excluded=(coached.records["case"].id,))), "intervention")
    assert "Of a case that is not shown" in text
    assert "Tell me by four, not after." in text
    assert "Dispatch and Planning" not in text


def test_the_milestones_stand_in_the_chronology_among_the_entries(coached: Coached, made: Make) -> None:
    coached.file.journal.put(coached.records["meeting"].changed(id="f" * 24, kind="check_in"))
    document = drawn(made())
    [table] = [
        block
        for block in document.blocks
        if isinstance(block, Table) and block.header == ("Date", "Event", "Entry", "Page")
    ]
    rows = [(row[0][0].text, "".join(span.text for span in row[1])) for row in table.rows]
    assert ("3 Nov 2025", "Consequence 1  Said: The board review moves to another director.") in rows
    assert ("31 Dec 2025", "Decision 1  After the plan: Continue") in rows
    assert any("Three-way call" in said for on, said in rows if on.startswith("27 Oct 2025"))
    assert (
        "23 Oct 2025",
        "Meeting 2  Check-in moved from 22 Oct 2025, 15:00 to 27 Oct 2025, 15:00",
    ) in rows
    days = [dt.datetime.strptime(day.partition(",")[0], "%d %b %Y") for day, _ in rows]  # noqa: DTZ007
    assert days == sorted(days)
    assert all(row[3][0].page and row[3][0].link for row in table.rows)


def test_the_chronology_keeps_to_the_period_and_leaves_out_what_was_withdrawn(made: Make) -> None:
    evidence = made()
    narrowed = replace(evidence, cover=replace(evidence.cover, from_day="2025-10-01", to_day="2025-10-31"))
    text = section(drawn(narrowed), "chronology")
    assert "360 round 1" in text
    assert "Consequence 1" not in text
    assert "Offered: Six hours" not in section(drawn(evidence), "chronology")


def test_there_are_words_for_every_milestone() -> None:
    asked = {f"issue_{state}" for state in get_args(Acknowledged)}
    asked |= {f"issue_{state}" for state in ("improving", "resolved")}
    asked |= {f"goal_{state}" for state in ("set", "met", "partly", "not_met", "dropped")}
    asked |= {f"support_{state}" for state in ("offered", "accepted", "declined", "delivered")}
    asked |= {f"meeting_{state}" for state in ("held", "missed", "moved")}
    asked |= {f"feedback_{state}" for state in get_args(Answer.__annotations__["state"])}
    asked |= {"plan_started", "plan_closed", "expectation_told", "expectation_restated", "consequence_said"}
    asked |= {"letter_handed_over", "round_closed", "case_opened", "case_closed", "briefing", "intake_held"}
    asked |= {"alignment_signed_off", "commitment_told", "decision_made", "fit_reviewed"}
    assert set(words.MILESTONES) == asked
    source = Path(milestone_rules.__file__).read_text("utf-8")
    assert all(
        key in source
        for key in asked
        if not key.startswith(("issue", "goal", "support", "meeting", "feedback"))
    )


@pytest.mark.parametrize(
    ("record", "field", "table"),
    [
        (Issue, "segment", words.SEGMENTS), (Issue, "status", words.STATUS), (Goal, "type", words.GOALS),
        (Goal, "status", words.STATUS), (Support, "type", words.SUPPORTS), (Meeting, "kind", words.MEETINGS),
        (Meeting, "state", words.STANDS), (Letter, "kind", words.LETTERS), (Letter, "signature", words.SIGNED),
        (Link, "stance", words.STANCES),
    ],
)  # fmt: skip
def test_there_are_words_for_every_value(record: type, field: str, table: dict[str, str]) -> None:
    assert set(get_args(record.__annotations__[field])) <= set(table)


def test_the_planners_sheet_is_nowhere_but_said_to_be_on_file(coached: Coached, made: Make) -> None:
    for values in ({}, {"lanes": ("counsel", "medical", "intake")}):
        evidence = made(**values)
        raw = evidence_format.encode(evidence).decode()
        assert "Author’s own preparation" in section(drawn(evidence), "withheld")
        for said in PREPARED:
            assert said not in text_of(evidence)
            assert said.split()[-1] not in raw or said.split()[-1] in everything_else(coached)


def everything_else(coached: Coached) -> str:
    return str([record for name, record in coached.records.items() if name != "preparation"])


@pytest.mark.parametrize("lane", ["counsel", "reflection"])
def test_a_link_to_an_entry_in_a_closed_lane_does_not_tell_its_note(
    coached: Coached, made: Make, lane: str
) -> None:
    link = coached.records["link"].changed(id="d" * 24, entry_id=coached.file.entries[lane].id, note=SECRET)
    coached.file.journal.put(link)
    evidence = made()
    assert evidence.withheld[link.id] == "linked"
    assert SECRET not in evidence_format.encode(evidence).decode()
    assert "Says something about what is withheld" in section(drawn(evidence), "withheld")


def test_a_link_that_once_had_a_closed_end_or_leads_to_one_stays_closed(coached: Coached, made: Make) -> None:
    journal, entries = coached.file.journal, coached.file.entries
    link = coached.records["link"].changed(id="d" * 24, entry_id=entries["reflection"].id, note=SECRET)
    to_intake = coached.records["link"].changed(id="e" * 24, target_id=coached.intake.id, note=SECRET)
    journal.put(link, to_intake)
    journal.put(link.changed(entry_id=entries["praise"].id, note="Harmless"))
    evidence = made()
    assert {evidence.withheld[one] for one in (link.id, to_intake.id)} == {"linked"}
    assert SECRET not in evidence_format.encode(evidence).decode()


def test_a_round_whose_threshold_was_raised_over_what_it_showed_is_closed(
    coached: Coached, made: Make
) -> None:
    feedback = coached.records["round"]
    assert isinstance(feedback, Round)
    groups = [
        replace(group, scores=(), themes=()) if group.relation == "peers" else group
        for group in feedback.groups
    ]
    coached.file.journal.put(feedback.changed(threshold=6, groups=groups), reason="Too few")
    evidence = made()
    assert evidence.withheld[feedback.id] == "threshold"
    assert "Decides quickly" not in evidence_format.encode(evidence).decode()


def test_of_a_suppressed_group_only_its_name_is_printed(made: Make) -> None:
    text = section(drawn(made()), "rounds")
    assert "Direct reports\n–\n–\nSuppressed: fewer than 4 answered" in text
    assert "in a group that is not shown here stands in the evidence attached to this file" in text


def test_of_sessions_with_a_third_party_outcomes_only(coached: Coached, made: Make) -> None:
    meeting = coached.records["meeting"]
    check_in = meeting.changed(id="f" * 24, kind="check_in")
    text = text_of(made())
    assert "Issues resolved: The handover" in text
    for said in ("Shorter answers.", "Two of three.", "The night lead spoke first.", "Workload"):
        assert said not in text
    assert "What was said in sessions with a third party is on file and not shown" in text
    coached.file.journal.put(check_in)
    text = text_of(made())
    assert "Feedback: Shorter answers." in text
    assert "Moved on 23 Oct 2025, from 22 Oct 2025, 15:00: She was ill." in text


def test_another_leader_has_no_name_here(coached: Coached, made: Make) -> None:
    text = text_of(made())
    assert "Bram" not in text
    assert "The other leader" in text
    cleo, case = leader("Cleo"), coached.records["case"]
    coached.file.journal.put(cleo)
    coached.file.journal.put(case.changed(leader_ids=(*case.leader_ids, cleo.id)))
    assert "Ada Marsh; other leader 1; other leader 2" in text_of(made())


def test_what_was_changed_is_told_old_and_new_with_its_reason(made: Make) -> None:
    document = drawn(made())
    text = section(document, "changes")
    assert "Three reviews in a row" in text
    assert "It was another leader's mentor" in text
    marks = {(span.text, span.mark) for span in spans(document.blocks)}
    assert {("partly", "struck"), ("met", "added")} <= marks


def test_what_was_withdrawn_stays_legible_and_says_so(coached: Coached, made: Make) -> None:
    coached.file.journal.withdraw(coached.records["issue"].id, "It was somebody else")
    document = drawn(made())
    assert "Withdrawn by the author" in section(document, "issues")
    assert "Reason: It was somebody else" in section(document, "issues")
    assert "[withdrawn]" in section(document, "support-and-positives")
    assert "Issue 1" not in section(document, "chronology")


def test_a_number_that_is_missing_is_among_the_withheld(coached: Coached, made: Make) -> None:
    ada = (coached.file.ada.id,)
    left_out, shown = (Issue.make(leader_ids=ada, title=title) for title in ("Left out", "Shown"))
    coached.file.journal.put(left_out, shown)
    document = drawn(made(excluded=(left_out.id,)))
    text = section(document, "issues")
    assert "Issue 3: Shown" in text
    assert "Issue 2" not in text
    assert "Issue 2" in section(document, "withheld")


def test_first_and_last_occurrence_come_from_the_entries_linked_to_an_issue(
    coached: Coached, made: Make
) -> None:
    journal, ada = coached.file.journal, coached.file.ada
    days = ("2025-09-20", "2025-11-30", "2026-01-15")
    entries = [entry(ada, occurred={"day": day, "zone": "Europe/London", "precision": "day"}) for day in days]
    journal.put(*entries)
    issue, stances = coached.records["issue"], ("supports", "neutral", "contradicts")
    for place, (one, stance) in enumerate(zip(entries, stances, strict=True)):
        journal.put(
            Link.make(
                id=f"{place:024}", leader_ids=(ada.id,), entry_id=one.id, target_id=issue.id, stance=stance
            )
        )
    text = section(drawn(made()), "issues")
    assert "20 Sep 2025\n30 Nov 2025" in text
    assert ", 15 Jan 2026, contradicts it" in text


def three_months(coached: Coached) -> Issue:
    """A new issue with an entry in each of three months."""
    journal, ada = coached.file.journal, coached.file.ada
    issue = Issue.make(leader_ids=(ada.id,), title="Talks over others", noticed="2026-01-10")
    journal.put(issue)
    for day in ("2026-01-10", "2026-02-10", "2026-03-10"):
        one = entry(ada, occurred={"day": day, "zone": "Europe/London", "precision": "day"})
        journal.put(one)
        journal.put(Link.make(leader_ids=(ada.id,), entry_id=one.id, target_id=issue.id))
    return issue


def test_where_links_are_withheld_no_page_says_that_all_is_shown(coached: Coached, made: Make) -> None:
    journal, issue = coached.file.journal, three_months(coached)
    text = section(drawn(made()), "issues")
    assert "First occurrence\nSat 10 January 2026\nLast occurrence\nTue 10 March 2026" in text
    assert "withheld" not in text
    narrowed = drawn(made(from_day="2026-02-01", to_day="2026-02-28"))
    text, facts = section(narrowed, "issues"), facts_under(narrowed, f"Issue 2: {issue.title}")
    assert facts["First occurrence shown"] == facts["Last occurrence shown"] == "Tue 10 February 2026"
    assert facts["Entries"].endswith("\n3 links on file are withheld and may lead here too")
    assert "3 links between entries and coaching records are withheld" in text
    header = next(
        block for block in narrowed.blocks if isinstance(block, Table) and block.header[1] == "Issue"
    )
    assert header.header[3] == "First, last shown"
    empty = facts_under(drawn(made(from_day="2026-04-01")), f"Issue 2: {issue.title}")
    assert empty["Entries"] == "None shown; 4 links on file are withheld and may lead here"
    assert "First occurrence shown" not in empty
    unlinked = Issue.make(leader_ids=(coached.file.ada.id,), title="Nothing yet")
    journal.put(unlinked)
    assert facts_under(drawn(made()), "Issue 3: Nothing yet")["Entries"] == "None linked"


@pytest.mark.parametrize("anchor", ["plan", "support-and-positives", "rounds", "outcomes"])
def test_every_section_that_names_linked_entries_says_when_links_are_withheld(
    coached: Coached, made: Make, anchor: str
) -> None:
    reflection = coached.file.entries["reflection"]
    said = "1 link between an entry and a coaching record is withheld"
    assert said not in section(drawn(made()), anchor)
    link = coached.records["link"].changed(id="d" * 24, entry_id=reflection.id)
    coached.file.journal.put(link)
    assert said in section(drawn(made()), anchor)
    coached.file.journal.withdraw(link.id, "Not so")
    assert said not in section(drawn(made()), anchor)


def test_an_issue_with_nothing_but_a_contradiction_has_no_occurrence(coached: Coached, made: Make) -> None:
    journal, ada = coached.file.journal, coached.file.ada
    issue = Issue.make(leader_ids=(ada.id,), title="Late to all of them")
    link = Link.make(
        leader_ids=(ada.id,),
        entry_id=coached.file.entries["praise"].id,
        target_id=issue.id,
        stance="contradicts",
    )
    journal.put(issue, link)
    facts = facts_under(drawn(made()), "Issue 2: Late to all of them")
    assert "First occurrence" not in facts
    assert facts["Entries"].endswith("contradicts it")


def facts_under(document: Document, title: str) -> dict[str, str]:
    """The labels and values of a record with a heading of its own."""
    for group in document.blocks:
        if (
            isinstance(group, Group)
            and isinstance(group.blocks[0], Heading)
            and group.blocks[0].text == title
        ):
            listed = next(block for block in group.blocks if isinstance(block, Facts))
            return {name: "".join(span.text for span in text) for name, text in listed.rows}
    raise AssertionError(title)


def test_feedback_names_the_entries_it_rests_on(coached: Coached, made: Make) -> None:
    file, item = coached.file, coached.records["feedback_item"]
    about = {"leader_ids": (file.ada.id,), "entry_id": file.entries["praise"].id}
    file.journal.put(Link.make(**about, target_id=item.id, stance="contradicts", note="The one exception."))
    document = drawn(made())
    assert "contradicts it: The one exception." in section(document, "intervention")
    assert "links" not in [block.anchor for block in document.blocks if isinstance(block, Heading)]


def test_the_strengths_before_the_first_correction_come_first_with_their_days(
    coached: Coached, made: Make
) -> None:
    file, ada = coached.file, coached.file.ada

    def happened(day: str, kind: str, title: str) -> Entry:
        return entry(
            ada, kind=kind, title=title, occurred={"day": day, "zone": "Europe/London", "precision": "day"}
        )

    assert "How it began" not in section(drawn(made()), "glance")  # nothing good is from before the issue
    early, gone = happened("2025-05-05", "praise", "The migration"), happened("2025-05-06", "praise", "Gone")
    file.journal.put(early, gone)
    file.journal.withdraw(gone.id, "It was somebody else's")
    said = section(drawn(made()), "glance")
    assert "How it began, and what changed" in said
    assert "The migration" in said
    assert "Gone" not in said
    assert "“Answers another question than the one asked” was first noticed." in said
    file.journal.put(happened("2025-05-30", "observation", "The slip"))
    assert "Since Fri 30 May 2025 this report shows" in section(drawn(made()), "glance")
    assert "It shows no correction from before that day." in section(drawn(made()), "glance")
    without = section(drawn(made(kinds=("observation",))), "glance")
    assert "How it began" not in without


def test_what_a_person_wrote_is_never_markup(coached: Coached, made: Make) -> None:
    strange = "{title} <b>%s</b> {0} \u202e"
    coached.file.journal.put(
        Issue.make(leader_ids=(coached.file.ada.id,), title=strange, noticed="2026-01-05")
    )
    issue = coached.records["issue"]
    coached.file.journal.put(issue.changed(title=strange))
    assert f"Denied: {strange}" in section(drawn(made()), "chronology")


def test_the_words_of_the_report_are_plain(made: Make) -> None:
    """No key of a record, no id, nothing that only a program understands."""
    text = text_of(made())
    for key in ("not_met", "role_change", "three_way", "check_in", "own_manager", "not_asked", "None"):
        assert key not in text.replace("None of six", "").replace("None linked", "").replace("None\n", "")


@pytest.fixture
def released(coached: Coached, tmp_path: Path) -> Callable[[bool], bytes]:
    def make(signed: bool) -> bytes:
        choices = Choices(selection=Selection(leader_ids=(coached.file.ada.id,)), signed=signed)
        return export_timeline(coached.file.journal, choices, tmp_path / "r.pdf").path.read_bytes()

    return make


def test_a_full_report_conforms_and_is_accepted(released: Callable[[bool], bytes]) -> None:
    data = released(True)
    assert verify_pdf(data).accepted
    for profile in ("3a", "ua1"):
        report = validator.validate_pdf_bytes(data, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []


@pytest.mark.parametrize("anchor", ["issues", "responses", "support-and-positives", "rounds", "outcomes"])
def test_one_changed_word_is_rejected(made: Make, anchor: str) -> None:
    evidence = made()
    exhibits = {exhibit.file_name: b"what was agreed" for exhibit in evidence.exhibits}
    files = redrawn.files_of(prove(evidence), evidence_format.encode(evidence), exhibits)
    document = document_of(prove(evidence), sheets_in(prove(evidence), exhibits))
    whole = archive.finish(draw(document), attachments=files, signed=False)
    assert verify_pdf(whole).accepted
    changed = replace(document, blocks=tuple(reworded(document.blocks, anchor)))
    assert changed != document
    verdict = verify_pdf(archive.finish(draw(changed), attachments=files, signed=False))
    kinds = {finding.kind for finding in verdict.findings if finding.state == "wrong"}
    assert kinds == {"text_differs", "redrawn_wrong"}


def reworded(blocks: Iterable[Block], anchor: str) -> Iterator[Block]:
    """The first table or facts of a section say one word otherwise."""
    inside = done = False
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.anchor == anchor
        if inside and not done:
            changed = otherwise(block)
            done = changed != block
            yield changed
        else:
            yield block


def otherwise(block: Block) -> Block:
    match block:
        case Table(rows=((first, *cells), *rows)):
            return replace(block, rows=(((Span("9 Sep 2099"),), *cells), *rows) if first else block.rows)
        case Facts(rows=((label, _), *rows)):
            return replace(block, rows=((label, (Span("Otherwise"),)), *rows))
        case Group():
            inner = list(block.blocks)
            for place, one in enumerate(inner):
                if (changed := otherwise(one)) != one:
                    return replace(block, blocks=(*inner[:place], changed, *inner[place + 1 :]))
    return block


def test_every_type_is_shown_somewhere_in_print(made: Make) -> None:
    """Each record that is shown has a word of its own in the document."""
    own = {
        "issue": "Answers another question", "link": "Let the others finish.", "plan": "I believe she can",
        "goal": "None of six", "expectation": "Owns the business problem, not", "support": "Six hours",
        "meeting": "The handover", "consequence": "The board review moves", "letter": "By hand",
        "round": "Autumn 2025", "case": "Teams take sides.", "intake": "Three years on nights.",
        "feedback_item": "Handover notes come", "mutual_expectation": "Tell me by four", "commitment": "Let us see",
        "decision": "She recovered.", "fit_review": "Sick days are back",
    }  # fmt: skip
    own["protected_event"] = "Protected events"
    assert set(own) == set(COACHING) - {"preparation"}
    evidence = made(lanes=("medical",))
    text = text_of(evidence)
    shown = {one.record_type for one in story_of(prove(evidence)).coaching}
    assert {record_type for record_type in shown if own[record_type] in text} == set(own)
    assert set(phrases.COACHING) == set(COACHING)


def test_equal_evidence_gives_an_equal_document_whoever_draws_it(made: Make) -> None:
    assert drawn(made()) == drawn(evidence_format.decode(evidence_format.encode(made())))


def test_each_sort_of_change_is_said_in_words(coached: Coached, made: Make) -> None:
    journal, records = coached.file.journal, coached.records
    meeting, case, issue = (
        records["meeting"].changed(id="f" * 24, kind="check_in"),
        records["case"],
        records["issue"],
    )
    journal.put(meeting)
    assert isinstance(meeting, Meeting)
    assert isinstance(issue, Issue)
    later = Slot(local="2025-11-03T15:00", zone=meeting.at.zone, minutes=meeting.at.minutes)
    move = Move(at=meeting.at, to=later, moved_on="2025-10-27")
    journal.put(meeting.changed(at=later, moves=(*meeting.moves, move)))
    journal.put(records["goal"].changed(due="2026-01-31", status="not_met"))
    journal.put(records["consequence"].changed(formal=False, entry_id=None))
    journal.put(case.changed(agreement=None), issue.changed(steps=issue.steps[:1]))
    journal.put(Support.make(leader_ids=(coached.file.ada.id,), what="A coach", offered_on="2026-03-02"))
    document = drawn(made())
    text = section(document, "changes").replace("\n", " ")
    for said in (
        "When: ", "Moves: 1 added", "not met", "Jan 2026", "Formal: yes",
        "Agreement: changed to what is shown", "Steps: 2 before, 1 now, as shown",
    ):  # fmt: skip
        assert said in " ".join(text.split())
    assert "1 offered, 0 accepted, 0 declined, 0 delivered; page" in section(document, "plan")
    assert "No answer yet" in section(document, "support-and-positives")
