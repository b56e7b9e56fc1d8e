"""What never leaves the manager's own window is looked for everywhere that something leaves by."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace

from coachdesk.export import evidence as evidence_format
from coachdesk.export.gathering import gather
from coachdesk.export.letter_making import Wanted, make_letter
from coachdesk.export.proof import prove
from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.report import document_of
from coachdesk.export.selection import Selection
from coachdesk.records.case import Case, FeedbackItem, Intake
from coachdesk.records.consequence import Consequence
from coachdesk.records.feedback360 import RaterGroup, Round
from coachdesk.records.issue import Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.plan import Expectation, Plan
from coachdesk.records.talk import Preparation
from tests.cli.driving import Writing
from tests.export.conftest import COVER, File
from tests.making import entry
from tests.spellings import spellings

CANARIES = {
    name: f"Canary{name}Qz{place:02}"
    for place, name in enumerate(
        (
            "Reflection",
            "Once",
            "Promise",
            "Opening",
            "Question",
            "Offer",
            "Intake",
            "Link",
            "Session",
            "Cell",
            "Round",
        )
    )
}
SHOWN = "Canary that is shown"


@pytest.fixture
def everything(file: File) -> File:
    """Each thing that is never shown, once, beside things that are."""
    journal, about = file.journal, {"leader_ids": (file.ada.id,)}
    promise = {"text": CANARIES["Promise"], "owner": "me", "due": "2026-03-09"}
    own = entry(file.ada, lane="reflection", text=CANARIES["Reflection"], action_points=(promise,))
    once = entry(file.ada, lane="reflection", text=CANARIES["Once"])
    talk = entry(
        file.ada, kind="conversation", text=SHOWN, action_points=({"text": SHOWN, "owner": "leader"},)
    )
    plan = Plan.make(**about, kind="pip", purpose=SHOWN, started="2026-03-02")
    expectation = Expectation.make(**about, text=SHOWN)
    case = Case.make(**about, title=SHOWN, opened_on="2026-03-02")
    journal.put(own, once, talk, plan, expectation, case)
    journal.correct(once.changed(lane="ordinary"), "It is none")
    journal.put(
        Preparation.make(
            **about, opening=CANARIES["Opening"], questions=(CANARIES["Question"],), support_offer=CANARIES["Offer"]
        ),
        Intake.make(**about, case_id=case.id, interviewee="Somebody", day="2026-03-02", history=CANARIES["Intake"]),
        *(
            Link.make(**about, entry_id=one.id, target_id=expectation.id, note=CANARIES["Link"])
            for one in (own, once)
        ),
        Meeting.make(
            **about, kind="individual", state="held", at={"local": "2026-03-03T10:00"},
            notes={"progress": CANARIES["Session"], "resolved": SHOWN},
        ),
        Consequence.make(**about, what=SHOWN),
    )  # fmt: skip
    peers = {"relation": "peers", "invited": 5, "answered": 4, "themes": (CANARIES["Cell"],)}
    feedback = Round.make(
        **about, title=CANARIES["Round"], opened_on="2026-03-02", threshold=4, groups=(peers,)
    )
    journal.put(feedback)
    hidden = RaterGroup(relation="peers", invited=5, answered=4)
    journal.put(replace(feedback, threshold=5, groups=(hidden,)))
    return file


def leaks(data: bytes | str) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    return [name for name, canary in CANARIES.items() if any(one in raw for one in spellings(canary))]


def parts_of(pdf_bytes: bytes) -> Iterator[bytes]:
    """The file, everything in it unpacked, what is attached to it, and the text on its pages."""
    yield pdf_bytes
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        for one in pdf.objects:
            yield one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse(resolved=True)
        yield from (spec.get_file().read_bytes() for spec in pdf.attachments.values())
    pages = pypdfium2.PdfDocument(pdf_bytes)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()
    assert SHOWN in " ".join(text.split())
    yield text.encode()


@pytest.mark.parametrize("lanes", [(), ("counsel", "medical", "intake")], ids=["plain", "all released"])
def test_in_no_report(everything: File, tmp_path: Path, lanes: tuple[str, ...]) -> None:
    selection = Selection(leader_ids=(everything.ada.id,), lanes=lanes)
    made = export_timeline(everything.journal, Choices(selection=selection), tmp_path / "r.pdf")
    for part in parts_of(made.path.read_bytes()):
        assert leaks(part) == []


def test_in_no_letter(everything: File) -> None:
    view = everything.journal.view
    of = {"pip": "plan", "consequence": "consequence"}
    records = {kind: view.about(everything.ada.id, name)[-1].id for kind, name in of.items()}
    talks = [
        one.entry for one in view.timeline(everything.ada.id).entries if one.entry.kind == "conversation"
    ]
    records["follow_up"] = talks[0].id
    for kind, record_id in records.items():
        wanted = Wanted(kind=kind, leader_id=everything.ada.id, record_id=record_id, day="2026-05-04")
        for part in parts_of(make_letter(view, wanted).data):
            assert leaks(part) == []


def test_in_no_listing_for_other_programs(everything: File) -> None:
    folder = everything.journal.view.path.parent
    everything.journal.close()
    desk = Writing(folder)
    for command in (
        ("list", "--json"), ("list", "Ada", "--json", "--lane", "reflection"), ("leaders", "--json"),
        ("search", "Canary", "--json"), *(("search", canary, "--json") for canary in CANARIES.values()),
    ):  # fmt: skip
        said = desk.done(*command).out
        assert leaks(json.dumps(json.loads(said), ensure_ascii=False)) == []
    assert SHOWN in desk.done("list", "--json").out


def test_the_canaries_are_in_the_journal(everything: File) -> None:
    """Or else nothing above could fail."""
    view = everything.journal.view
    stored = b"".join(one.body for one in view.file_of(everything.ada.id))
    assert set(leaks(stored)) == set(CANARIES)


def test_what_the_page_leaves_out_and_the_evidence_holds_is_said_on_the_page(everything: File) -> None:
    """Of a group that is suppressed the numbers, and no more; of the other leader's answers, nothing."""
    both = (everything.ada.id, everything.bram.id)
    case = Case.make(leader_ids=both, title=SHOWN, opened_on="2026-03-02")
    answer = {
        "leader_id": everything.bram.id,
        "state": "disputed",
        "words": "Not with me.",
        "day": "2026-03-03",
    }
    item = FeedbackItem.make(leader_ids=both, case_id=case.id, text=SHOWN, answers=(answer,))
    groups = ({"relation": "peers", "invited": 97, "answered": 4},)
    about = {"leader_ids": (everything.ada.id,), "opened_on": "2026-03-02"}
    everything.journal.put(case, item, Round.make(**about, title=SHOWN, groups=groups))
    journal, selection = everything.journal, Selection(leader_ids=(everything.ada.id,))
    evidence = gather(
        journal.view, journal.head, journal.counts.proofs((everything.ada.id,)), selection, COVER
    )
    data, page = evidence_format.encode(evidence), str(document_of(prove(evidence)))
    assert b'"invited":97' in data
    assert "97" not in [span for span in page.split("'") if span.isdecimal()]
    assert "is not shown here stands in the evidence attached to this file" in page
    assert b"Not with me." in data
    assert "Not with me." in page
