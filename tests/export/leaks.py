"""The leak harness: journals with a canary in every place that is withheld or redacted, and a search of its own.

``python -m tests.export.leaks --journals 300 --seed 7`` makes that many journals, exports each with choices of
its own and looks for every canary in every file. The suite does the same with a few.
"""

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from coachdesk.export import render
from coachdesk.export.pdf import text_check
from coachdesk.export.reading_back import Reader
from coachdesk.export.redaction import Alias, Redaction, accepted, propose, redaction_of
from coachdesk.export.releasing import Choices, begin, gathered
from coachdesk.export.rendering import Job
from coachdesk.export.selection import Selection
from coachdesk.export.verify import verify_pdf
from coachdesk.journal.journal import Journal
from coachdesk.journal.opening import create_journal
from coachdesk.records.case import Case, Commitment, FeedbackItem, Intake, MutualExpectation
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision
from coachdesk.records.issue import Issue, Link
from coachdesk.records.meeting import Meeting
from coachdesk.records.people import Contact
from coachdesk.records.plan import Expectation, Goal, Plan
from coachdesk.records.support import Support
from coachdesk.records.talk import Preparation
from tests.making import COST, PASSPHRASE, Clock, entry, leader
from tests.spellings import spellings, unpacked

_SYLLABLES = [
    "vo",
    "zu",
    "kri",
    "mla",
    "tro",
    "bne",
    "xel",
    "dro",
    "gwy",
    "pha",
    "sno",
    "fru",
    "yel",
    "hug",
    "wob",
    "quz",
    "jix",
    "nev",
]
MARK = "Zvexq"
"""What every canary begins with: one search finds them all."""

_ACCENTS = {"e": "é", "o": "ø", "u": "ů", "a": "å"}
SHOWN = "This stands in the file."

Draw = Any


class Made:
    """A journal, and what must not be found: ``names`` of people, ``secrets`` of what is withheld, ``files``."""

    def __init__(self, journal: Journal, chance: random.Random) -> None:
        self.journal, self.chance = journal, chance
        self.names: list[tuple[str, str]] = []
        self.secrets: list[str] = []
        self.files: list[bytes] = []
        self._used: set[str] = set()

    def word(self) -> str:
        """A word that stands nowhere else, and begins as no word does that is no canary."""
        while (word := MARK + "".join(self.chance.sample(_SYLLABLES, 3))) in self._used:
            pass
        self._used.add(word)
        return word

    def person(self) -> str:
        """Somebody who is to be replaced; sometimes with an accent."""
        first, last = self.word(), self.word()
        if self.chance.random() < 0.3:
            first = MARK + "".join(_ACCENTS.get(char, char) for char in first.removeprefix(MARK))
        self.names.append((first, last))
        return f"{first} {last}"

    def secret(self) -> str:
        """A text that is withheld: a single word, a few, or many."""
        words = [self.word() for _ in range(self.chance.choice((1, 2, 3, 6)))]
        self.secrets += words
        return " ".join(words)

    def said_of(self, name: str) -> str:
        """A sentence in which somebody is named, one way or another."""
        first, last = name.split()
        ways = (
            f"{name} said so.", f"({first})", f"It is {first}’s.", f"{first.upper()} and {last}, twice",
            f"{last}-led", f"ask\n{first}\t{last}\nagain", f"{first}/{last}", f"mail {first}.{last}@firm.example",
            f"{first[0]}. {last}", f"{last}, {first}", f"“{first}”: {last}!", f"{first} K. {last}", f"{first}{last}.docx",
            f"ex-{first}", f"with {first.lower()} {last.lower()}", f"{first}_{last}_notes", f"{first}s team", f"@{last}",
        )  # fmt: skip
        return f"{SHOWN} {self.chance.choice(ways)} {SHOWN}"


def fill(made: Made) -> Choices:
    """Puts a file together, everything withheld or redacted with a canary; the choices fit it."""
    journal, chance = made.journal, made.chance
    ada, bram = leader("Ada Marsh", role="Director"), leader(made.person())
    journal.put(ada, bram)
    people = [made.person() for _ in range(chance.randint(1, 4))]
    journal.put(
        *(Contact.make(name=one, relation=chance.choice(("peer", "hr", "coach"))) for one in people[:2])
    )
    people += [bram.name]

    def named() -> str:
        return made.said_of(chance.choice(people))

    def noted(**values: Any) -> dict[str, Any]:
        plain = {
            field: named() for field in ("title", "text", "situation", "behaviour", "impact", "account", "intent", "place")
            if chance.random() < 0.5
        }  # fmt: skip
        return {
            "source": {"how": "reported", "by": chance.choice(people)},
            "present": [{"name": chance.choice(people), "role": f"Peer of {chance.choice(people)}"}],
            "themes": [named()],
            "told": {"state": "told", "day": "2026-03-03", "how": named()},
            "action_points": [{"text": named()}],
            **plain,
            "text": plain.get("text", "") or named(),
            **values,
        }

    kept = journal.take_in(
        f"{chance.choice(people).replace(' ', '_')}.txt", io.BytesIO(b"nobody is named here")
    )
    content = _file(made, chance.choice(people))
    dropped = journal.take_in(f"{made.secret().replace(' ', '_')}.bin", io.BytesIO(content))
    made.files.append(content)
    first = entry(ada, kind="conversation", **noted(attachment_ids=(kept.id, dropped.id)))
    journal.put(kept, dropped, first)
    both = entry(ada, bram, **noted())
    journal.put(both)
    journal.correct(first.changed(behaviour=named(), title=named()), named())
    journal.add(both.id, named(), named())
    gone = entry(ada, **noted())
    journal.put(gone)
    journal.withdraw(gone.id, named())
    out = [entry(ada, **_withheld(made)) for _ in range(2)]
    early = entry(ada, **_withheld(made, occurred={"day": "2020-01-01", "zone": "UTC", "precision": "day"}))
    counsel = {"lawyer": made.secret(), "purpose": made.secret()}
    lanes = [
        entry(ada, lane=lane, **_withheld(made), **({"counsel": counsel} if lane == "counsel" else {}))
        for lane in ("reflection", "counsel", "medical", "intake")
    ]
    once = entry(ada, lane="reflection", **_withheld(made))
    journal.put(*out, early, *lanes, once)
    journal.correct(once.changed(lane="ordinary", text=made.secret()), made.secret())
    excluded = _coach(made, ada, bram, first, lanes[0], named, people)
    selection = Selection(
        leader_ids=(ada.id,), from_day="2026-01-01", excluded=(*(one.id for one in out), excluded)
    )
    given = tuple(
        Alias(names=(f"{first} {last}", first, last), shown=f"Peer {chr(65 + place)}")
        for place, (first, last) in enumerate(made.names)
    )
    redaction = Redaction(aliases=given, dropped_attachments=(dropped.id,))
    if chance.random() < 0.5:  # as somebody does who accepts what is proposed
        proposals = propose(journal.view, selection)
        chosen = {one.names[0]: one.shown for one in given}
        chosen |= {
            one.names[0]: one.shown
            for one in accepted(proposals)
            if one.shown.startswith(("Address", "Number"))
        }
        redaction = redaction_of(proposals, chosen, (dropped.id,))
    return Choices(
        selection=selection,
        redaction=redaction,
        purpose=f"About {chance.choice(people)}",
        recipient=chance.choice(people),
        case_reference="HR-7",
        distribution=(chance.choice(people), "HR"),
        signed=chance.random() < 0.5,
        page_size=chance.choice(("A4", "Letter")),
        protected=chance.choice(("", "", "", "a password for nobody")),
    )


def _withheld(made: Made, **values: Any) -> dict[str, Any]:
    return {
        "text": made.secret(), "title": made.secret(), "place": made.secret(), "themes": [made.secret()],
        "present": [{"name": made.secret(), "role": made.secret()}], "source": {"how": "reported", "by": made.secret()},
        "action_points": [{"text": made.secret()}], **values,
    }  # fmt: skip


def _file(made: Made, name: str) -> bytes:
    """The content of a file that is dropped: text, packed, or a PDF."""
    text = f"{made.secret()} {name}".encode()
    kind = made.chance.choice(("text", "packed", "pdf"))
    if kind == "text":
        return text
    output = io.BytesIO()
    if kind == "packed":
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("notes.txt", text)
    else:
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.docinfo["/Title"] = text.decode()
            pdf.save(output)
    return output.getvalue()


def _coach(made: Made, ada: Any, bram: Any, talk: Any, own: Any, named: Any, people: list[str]) -> str:
    """Coaching records: shown ones that name people, and ones that are withheld. One is to be left out by hand."""
    journal, chance = made.journal, made.chance
    about, day = {"leader_ids": (ada.id,)}, "2026-03-02"
    plan = Plan.make(**about, purpose=named(), started=day)
    case = Case.make(
        leader_ids=(ada.id, bram.id), title=named(), opened_on=day, common_goal=named(),
        parties=[{"role": "coach", "name": chance.choice(people)}],
        briefings=[{"day": day, "to": chance.choice(people), "words": named()}],
    )  # fmt: skip
    issue = Issue.make(
        **about, title=named(), theme=named(),
        acknowledgements=[{"state": "disputed", "day": day, "words": named(), "present": [{"name": chance.choice(people)}]}],
    )  # fmt: skip
    goal = Goal.make(**about, plan_id=plan.id, title=named(), measure=named())
    expectation = Expectation.make(**about, text=named(), source_detail=named())
    consequence = Consequence.make(**about, what=named(), said_to=[chance.choice(people)], said_on=day)
    shown = (
        plan, case, issue, goal, expectation, consequence,
        Support.make(**about, what=named(), counterpart=chance.choice(people), offered_on=day),
        FeedbackItem.make(**about, case_id=case.id, text=named()),
        Commitment.make(**about, case_id=case.id, leader_id=ada.id, affected=chance.choice(people), response=named()),
        MutualExpectation.make(
            leader_ids=(ada.id, bram.id), case_id=case.id, text=named(),
            sign_offs=[{"role": "coach", "name": chance.choice(people), "day": day}],
        ),
        Decision.make(**about, title=named(), decided_on=day, reason=named(), consulted=[{"name": chance.choice(people)}]),
        Letter.make(
            **about, kind="consequence", of_id=consequence.id, handed_on=day, to=chance.choice(people),
            witness=chance.choice(people), digest="ab" * 32,
        ),
        Link.make(**about, entry_id=talk.id, target_id=goal.id, note=named()),
        Meeting.make(
            **about, kind="three_way", state="held", at={"local": "2026-03-03T10:00"},
            notes={"progress": made.secret(), "challenges": made.secret(), "resolved": named()},
        ),
    )  # fmt: skip
    left_out = Goal.make(**about, plan_id=plan.id, title=made.secret(), baseline=made.secret())
    closed = (
        left_out,
        Preparation.make(
            **about, opening=made.secret(), questions=(made.secret(),), expectation=made.secret()
        ),
        Intake.make(**about, case_id=case.id, interviewee=made.secret(), day=day, history=made.secret()),
        Link.make(**about, entry_id=own.id, target_id=goal.id, note=made.secret()),
    )
    journal.put(*shown)
    journal.put(*closed)
    journal.put(goal.changed(status="met", target=named()), reason=named())
    return left_out.id


class _Here(Reader):
    """Reads the pages back in this process: the suite makes many small files."""

    def __init__(self) -> None:
        self._pictures: tuple[int, ...] = ()

    def begin(self, data: bytes, pages: Any, password: str = "", *, pictures: Collection[int] = ()) -> None:
        """Nobody else reads it."""
        del data, pages, password
        self._pictures = tuple(pictures)

    def compare(self, data: bytes, pages: Any, password: str = "") -> list[text_check.Mismatch]:
        """All pages."""
        return text_check.compare_all(data, pages, password, pictures=self._pictures)


def export(journal: Journal, choices: Choices) -> tuple[bytes, Job]:
    """The finished file, in this process, after every check that an export makes."""
    job = gathered(journal.view, begin(journal, choices)).job
    data, _ = render._rendered(job, lambda _share: None, _Here())
    return data, job


def parts_of(data: bytes, password: str = "") -> Iterator[bytes]:
    """The file, everything in it unpacked, what is attached to it, and the text on its pages."""
    yield from unpacked(data)
    with pikepdf.open(io.BytesIO(data), password=password) as pdf:
        for one in pdf.objects:
            yield one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse(resolved=True)
            if isinstance(one, pikepdf.Dictionary):
                yield "\n".join(
                    str(value) for value in one.values() if isinstance(value, pikepdf.String)
                ).encode()
        for spec in pdf.attachments.values():
            yield from unpacked(spec.get_file().read_bytes())
    pages = pypdfium2.PdfDocument(data, password=password or None)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()
    assert "".join(SHOWN.split()) in "".join(text.split())
    yield "".join(text.split()).encode()


def found_in(made: Made, data: bytes, password: str = "") -> list[str]:
    """The canaries that are in the file: looked for otherwise than the application does."""
    hits = set()
    whole = b"\0".join(parts_of(data, password))
    for form in (MARK, MARK.lower(), MARK.upper()):
        for spelt in spellings(form):
            place = whole.find(spelt)
            if place >= 0:
                hits.add(whole[place : place + 60].decode("latin-1"))
    hits |= {f"file {place}" for place, content in enumerate(made.files) if content in whole}
    return sorted(hits)


def check(number: int, folder: Path) -> int:
    """Makes one journal, exports it and looks for its canaries. How many there were; AssertionError if one is found."""
    chance = random.Random(number)  # which canary stands where is no secret
    path = folder / f"J{number}.coachdesk"
    journal, _ = create_journal(path, PASSPHRASE, COST, clock=Clock())
    with journal:
        made = Made(journal, chance)
        choices = fill(made)
        data, _ = export(journal, choices)
        hits = found_in(made, data, choices.protected)
        assert not hits, (number, hits)
        stored = b"".join(one.body for one in journal.view.file_of(choices.selection.leader_ids[0]))
        assert stored.count(MARK.encode()) > len(made.secrets) // 2
        verdict = verify_pdf(data, password=choices.protected) if choices.protected else verify_pdf(data)
        assert verdict.accepted, [one for one in verdict.findings if one.state == "wrong"]
    return len(made.names) * 2 + len(made.secrets)


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.export.leaks", description=__doc__)
    parser.add_argument("--journals", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    counted = {"journals": 0, "canaries": 0}

    @seed(options.seed)
    @settings(
        max_examples=options.journals, deadline=None, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.integers(0, 2**64))
    def run(number: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            counted["canaries"] += check(number, Path(folder))
        counted["journals"] += 1

    began = time.monotonic()
    run()
    sys.stdout.write(
        f"leaks: {counted['journals']} distinct cases, 0 failures, {counted['canaries']} canaries,"
        f" seed {options.seed} ({time.monotonic() - began:.0f} s)\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
