"""Tampering with reports: every class of mutation, and the verdict that each must get, written down beforehand.

``python -m tests.export.tampering --mutations 2000 --seed 7`` runs it at full size over an archive and a protected
file, signed and not; the tests run a short form. A mutation that is accepted and stands under no exception
is a fault, and so is one that is rejected for another reason than its class says.
"""

import argparse
import io
import logging
import random
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf

from coachdesk.export.anchors import NOTHING, Kept
from coachdesk.export.attached import attachments_in
from coachdesk.export.evidence import FILE_NAME
from coachdesk.export.pdf import protection
from coachdesk.export.receipt import receipt_of, text_of
from coachdesk.export.releasing import Choices, export_timeline
from coachdesk.export.selection import Selection
from coachdesk.export.verdict import Verdict
from coachdesk.export.verify import signature_findings, verify_pdf
from coachdesk.journal.opening import create_journal
from coachdesk.records.handover import Export
from tests.export.tampering_exceptions import exception_of
from tests.making import COST, PASSPHRASE, Clock, entry, leader

PASSWORD = "open sesame, and quickly"
_DIGITS = 32
"""Of a salt, the shortest of what stands in hex."""

# What a reader is told of a file that was written anew by somebody: its signature, if it had one, is gone.
UNSIGNED_NOW = {"signer_wrong", "signature_wrong", "revision_added"}
ANY_BYTE = {
    "not_a_pdf",
    "password_wrong",
    "password_needed",
    "signature_wrong",
    "signer_wrong",
    "revision_added",
    "evidence_missing",
    "evidence_unreadable",
    "evidence_wrong",
    "text_differs",
    "text_unreadable",
    "exhibit_wrong",
    "attachment_unexpected",
    "redrawn_wrong",
    "version_differs",
}

# Where something in the structure of a protected file is damaged, it may not open at all: not_a_pdf.
VERDICTS: dict[str, set[str]] = {
    "evidence bytes": {
        "evidence_unreadable",
        "evidence_wrong",
        "text_differs",
        "redrawn_wrong",
        "version_differs",
    },
    "proofs": {"evidence_wrong"},
    "counts": {"evidence_wrong"},
    "visible text": {"text_differs"},
    "covered text": {"text_differs", "redrawn_wrong"},
    "page order": {"text_differs"},
    "outline and metadata": {"redrawn_wrong"},
    "attachments": {"exhibit_wrong", "attachment_unexpected", "evidence_missing"},
    "added update": {"signature_wrong", "revision_added", "not_a_pdf"},
    "signature": {"signature_wrong", "signer_wrong", "not_a_pdf"},
    "any byte, signed": ANY_BYTE,
    "any byte, unsigned": ANY_BYTE,
    "receipt": {"receipt_differs", "receipt_not_covered", "receipt_unreadable"},
}
"""Each class, and the findings of which at least one must be there. None may be accepted, but for the exceptions."""


class Specimen(NamedTuple):
    """A report, and what belongs to it."""

    name: str
    data: bytes
    password: str
    receipt: bytes

    @property
    def signed(self) -> bool:
        return b"/ByteRange" in self.data


class Mutation(NamedTuple):
    """A changed file or a changed receipt; ``place`` is the byte that was changed, where it is one byte."""

    data: bytes
    kept: Kept = NOTHING
    place: int = -1


def specimens(folder: Path) -> list[Specimen]:
    """An archive and a protected file of a small journal, signed and not."""
    journal, _code = create_journal(folder / "Team.coachdesk", PASSPHRASE, COST, clock=Clock())
    found = []
    with journal:
        ada = leader()
        attached = journal.take_in("minutes.txt", io.BytesIO(b"what was agreed"))
        journal.put(ada, attached)
        first = entry(ada, text="Thanked the team by name.", attachment_ids=(attached.id,))
        journal.put(first, entry(ada, text="Am I fair?", lane="reflection"))
        journal.correct(first.changed(text="Thanked all of the team by name."), "More exact")
        for name, signed, password in (
            ("archive", True, ""),
            ("archive, unsigned", False, ""),
            ("protected", True, PASSWORD),
            ("protected, unsigned", False, PASSWORD),
        ):
            choices = Choices(
                selection=Selection(leader_ids=(ada.id,)), recipient="HR", signed=signed, protected=password
            )
            released = export_timeline(journal, choices, folder / f"{name}.pdf")
            record = journal.view.get(released.record_id).record
            assert isinstance(record, Export)
            receipt = text_of(receipt_of(record)).encode()
            found.append(Specimen(name, released.path.read_bytes(), password, receipt))
    return found


def resaved(of: Specimen, change: Callable[[pikepdf.Pdf], None]) -> Mutation:
    """Written anew as a whole by somebody who has the password."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(of.data), password=of.password) as pdf:
        change(pdf)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # a signature's field that nothing leads to any more: that is the point
            pdf.save(output, encryption=protection.encryption(of.password) if of.password else False)
            return Mutation(output.getvalue())


def put(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    old = pdf.attachments.get(name)
    spec = pikepdf.AttachedFileSpec(pdf, content, filename=name, relationship=pikepdf.Name.Data)
    if old is not None:
        spec.description = old.description
        del pdf.attachments[name]
    pdf.attachments[name] = spec


def flipped(data: bytes, place: int, chosen: random.Random) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1 << chosen.randrange(8)
    return bytes(changed)


def evidence_of(of: Specimen) -> bytes:
    return attachments_in(of.data, of.password)[FILE_NAME]


def evidence_bytes(of: Specimen, chosen: random.Random) -> Mutation:
    data = evidence_of(of)
    return resaved(of, lambda pdf: put(pdf, FILE_NAME, flipped(data, chosen.randrange(len(data)), chosen)))


def another_digit(data: bytes, marks: list[bytes], chosen: random.Random) -> bytes:
    """Another hex digit in a hash behind one of the marks."""
    mark = chosen.choice([one for one in marks if one in data])
    places = [at for at in range(len(data)) if data.startswith(mark, at)]
    place = chosen.choice(places) + len(mark) + chosen.randrange(_DIGITS)
    other = chosen.choice([digit for digit in b"0123456789abcdef" if digit != data[place]])
    return data[:place] + bytes([other]) + data[place + 1 :]


def proofs(of: Specimen, chosen: random.Random) -> Mutation:
    data = evidence_of(of)
    marks = [b'"path":["', b'"commitment":"', b'"root":"', b'"proof":["', b'"salt":"', b'"hash":"']
    changed = another_digit(data, marks, chosen)
    return resaved(of, lambda pdf: put(pdf, FILE_NAME, changed))


def counts(of: Specimen, chosen: random.Random) -> Mutation:
    """The counts another number, another root, or an event on file left out."""
    data = evidence_of(of)
    at = data.index(b'"counts":{')
    way = chosen.randrange(3)
    if way == 0:
        changed = another_digit(data, [b'"counts":"'], chosen)
    elif way == 1:
        name = chosen.choice([b'"entries":', b'"events":', b'"index":'])
        place = data.index(name, at) + len(name)
        changed = data[:place] + str(chosen.randrange(10, 99)).encode() + data[place + 1 :]
    else:
        events = data.index(b'"events":', at) + len(b'"events":')
        cut = [place for place in range(len(data)) if data.startswith(b'{"content":{"', place)]
        first, second = cut[0], cut[1]
        changed = data[:first] + data[second:events] + bytes([data[events] - 1]) + data[events + 1 :]
        if second > events:
            changed = data[:events] + bytes([data[events] - 1]) + data[events + 1 : first] + data[second:]
    return resaved(of, lambda pdf: put(pdf, FILE_NAME, changed))


def visible_text(of: Specimen, chosen: random.Random) -> Mutation:
    """On some page some line reads backwards, or is gone."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = chosen.choice(list(pdf.pages))
        operators = list(pikepdf.parse_content_stream(page))
        lines = [
            place
            for place, (operands, operator) in enumerate(operators)
            if str(operator) == "Tj" and bytes(operands[0]) != bytes(operands[0])[::-1]
        ]
        place = chosen.choice(lines)
        text = bytes(operators[place][0][0])[::-1] if chosen.random() < 0.5 else b""
        operators[place] = ([pikepdf.String(text.decode("latin-1"))], operators[place][1])
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operators))

    return resaved(of, change)


def covered_text(of: Specimen, chosen: random.Random) -> Mutation:
    """A shape before or behind the text, text of another colour, or text nobody sees."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = chosen.choice(list(pdf.pages))
        x, y = chosen.randrange(500), chosen.randrange(700)
        ways = (
            (b"", b"\nq 1 g %d %d 90 40 re f Q" % (x, y)),
            (b"q 0 g %d %d 90 40 re f Q\n" % (x, y), b""),
            (b"1 g\n", b""),
            (b"", b"\nBT /F1 1 Tf 3 Tr %d %d Td (x) Tj ET" % (x, y)),
            (b"q 1 0 0 1 %d 0 cm\n" % (x + 1), b"\nQ"),
        )
        before, behind = chosen.choice(ways)
        page.Contents = pdf.make_stream(before + page.Contents.read_bytes() + behind)

    return resaved(of, change)


def page_order(of: Specimen, chosen: random.Random) -> Mutation:
    def change(pdf: pikepdf.Pdf) -> None:
        first, second = chosen.sample(range(len(pdf.pages)), 2)
        way = chosen.randrange(3)
        if way == 0:
            del pdf.pages[first]
        elif way == 1:
            pdf.pages.insert(first, pdf.pages[second])
        else:
            one, other = pdf.pages[first].obj, pdf.pages[second].obj
            one.Contents, other.Contents = other.Contents, one.Contents

    return resaved(of, change)


def outline_and_metadata(of: Specimen, chosen: random.Random) -> Mutation:
    def change(pdf: pikepdf.Pdf) -> None:
        way = chosen.randrange(5)
        word = f"changed {chosen.randrange(10**9)}"
        if way == 0:
            pdf.docinfo["/Title"] = word
        elif way == 1:
            pdf.Root.Outlines.First.Title = pikepdf.String(word)
        elif way == 2:
            pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(word))
        elif way == 3:
            action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(f"x:{word}"))
            box = pikepdf.Array([1, 1, 9, chosen.randrange(9, 800)])
            link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, A=action)
            pdf.pages[1].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
        else:
            metadata = pdf.Root.Metadata.read_bytes()
            pdf.Root.Metadata.write(metadata.replace(b"CoachDesk", word.encode()))

    return resaved(of, change)


def attachments(of: Specimen, chosen: random.Random) -> Mutation:
    def change(pdf: pikepdf.Pdf) -> None:
        exhibit = next(name for name in pdf.attachments if name.startswith("E1"))
        word = str(chosen.randrange(10**9)).encode()
        way = chosen.randrange(4)
        if way == 0:
            put(pdf, exhibit, word)
        elif way == 1:
            put(pdf, f"E{chosen.randrange(2, 99)} planted.txt", word)
        elif way == 2:
            content = bytes(pdf.attachments[exhibit].get_file().read_bytes())
            del pdf.attachments[exhibit]
            put(pdf, f"{exhibit}{word.decode()}", content)
        else:
            put(pdf, exhibit, pdf.attachments[exhibit].get_file().read_bytes() + word)

    return resaved(of, change)


def added_update(of: Specimen, chosen: random.Random) -> Mutation:
    """Something behind the end: an object with its own table, or just bytes."""
    if chosen.random() < 0.5:
        return Mutation(of.data + bytes(chosen.randrange(33, 127) for _ in range(chosen.randrange(1, 40))))
    size, start = 100_000 + chosen.randrange(9_000), of.data.rindex(b"startxref") + len("startxref")
    before = int(of.data[start:].split()[0])
    thing = f"{size} 0 obj\n<</Later {chosen.randrange(10**9)}>>\nendobj\n".encode()
    table = f"xref\n{size} 1\n{len(of.data):010} 00000 n \ntrailer\n<</Size {size + 1}/Root 1 0 R/Prev {before}>>\n"
    end = f"startxref\n{len(of.data) + len(thing)}\n%%EOF\n"
    return Mutation(of.data + thing + table.encode() + end.encode())


def signature(of: Specimen, chosen: random.Random) -> Mutation:
    """A byte of the signature itself or of its dictionary; or the signature taken out."""
    if chosen.random() < 0.1:

        def strip(pdf: pikepdf.Pdf) -> None:
            del pdf.Root.AcroForm
            pdf.docinfo["/Keywords"] = str(chosen.randrange(10**9))

        return resaved(of, strip)
    start, end = of.data.index(b"/ByteRange") - 200, of.data.rindex(b"/Contents") + 4000
    place = chosen.randrange(start, min(end, len(of.data)))
    return Mutation(flipped(of.data, place, chosen), place=place)


def any_byte(of: Specimen, chosen: random.Random) -> Mutation:
    """One bit of the file, every second one in its structure at the end."""
    tail = max(len(of.data) - 12_000, 0)
    place = chosen.randrange(tail if chosen.random() < 0.5 else 0, len(of.data))
    return Mutation(flipped(of.data, place, chosen), place=place)


def receipt(of: Specimen, chosen: random.Random) -> Mutation:
    """Another letter somewhere in what the receipt says; or that of another file."""
    end = of.receipt.index(b"Please")
    places = [place for place in range(end) if not of.receipt[place : place + 1].isspace()]
    place = chosen.choice(places)
    other = chosen.choice([letter for letter in range(33, 127) if letter not in (of.receipt[place], 62)])
    changed = of.receipt[:place] + bytes([other]) + of.receipt[place + 1 :]
    return Mutation(of.data, Kept(receipt=changed), place)


CLASSES: dict[str, Callable[[Specimen, random.Random], Mutation]] = {
    "evidence bytes": evidence_bytes,
    "proofs": proofs,
    "counts": counts,
    "visible text": visible_text,
    "covered text": covered_text,
    "page order": page_order,
    "outline and metadata": outline_and_metadata,
    "attachments": attachments,
    "added update": added_update,
    "signature": signature,
    "any byte, signed": any_byte,
    "any byte, unsigned": any_byte,
    "receipt": receipt,
}


def applies(kind: str, of: Specimen) -> bool:
    """A signature can only be tampered with where there is one."""
    if kind in ("signature", "any byte, signed"):
        return of.signed
    return kind != "any byte, unsigned" or not of.signed


class Judged(NamedTuple):
    """What was made of one mutation. ``fault`` is empty where the verdict is the one written down."""

    kind: str
    specimen: str
    accepted_for: str
    fault: str


def judge(kind: str, of: Specimen, mutation: Mutation) -> Judged:
    verdict: Verdict = verify_pdf(mutation.data, mutation.kept, of.password)
    wrong = {finding.kind for finding in verdict.findings if finding.state == "wrong"}
    if verdict.accepted:
        byte = kind == "any byte, unsigned"
        why = exception_of(of.data, mutation.data, mutation.place) if byte else ""
        return Judged(kind, of.name, why, "" if why else f"accepted, byte {mutation.place}")
    fault = "" if wrong & VERDICTS[kind] else f"not for its reason: {', '.join(sorted(wrong))}"
    return Judged(kind, of.name, "", fault)


def tamper(found: list[Specimen], mutations: int, seed: int, only: str = "") -> Iterator[Judged]:
    """That many distinct mutations, every class (or one) of every specimen in turn."""
    chosen, seen = random.Random(seed), set[int]()
    turns = [(kind, of) for of in found for kind in CLASSES if applies(kind, of) and only in ("", kind)]
    made = tries = 0
    while made < mutations:
        kind, of = turns[tries % len(turns)]
        tries += 1
        mutation = CLASSES[kind](of, chosen)
        is_same = mutation.data == of.data and mutation.kept == NOTHING
        key = hash((of.name, mutation.data if mutation.kept == NOTHING else mutation.kept.receipt))
        if is_same or key in seen:
            continue
        seen.add(key)
        made += 1
        yield judge(kind, of, mutation)


def every_byte(of: Specimen, step: int, thinned: int = 1) -> Iterator[int]:
    """The places in a signed file whose change is not noticed: each byte of its structure (or every so many-th of
    them, ``thinned``), each ``step``-th of the rest.
    """
    structure = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
    for mark in (b"xref", b"trailer", b"startxref", b"%%EOF", b"/ByteRange", b"/Root", b"/Prev", b"/Size"):
        at = of.data.find(mark)
        while at >= 0:
            structure |= set(range(at, min(at + len(mark) + 24, len(of.data))))
            at = of.data.find(mark, at + 1)
    for place in sorted({*sorted(structure)[::thinned], *range(0, len(of.data), step)}):
        changed = of.data[:place] + bytes([of.data[place] ^ 1]) + of.data[place + 1 :]
        if all(finding.state != "wrong" for finding in signature_findings(changed, of.password)) and (
            verify_pdf(changed, password=of.password).accepted
        ):
            yield place


def main() -> int:
    """Runs it at the size asked for; returns 1 if anything was judged otherwise than written down."""
    parser = argparse.ArgumentParser(description="Tampers with reports.")
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--step", type=int, default=101, help="of a signed file, every so many-th byte besides"
    )
    parser.add_argument("--only", choices=CLASSES, default="", help="this class alone")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        found = specimens(Path(folder))
    judged = list(tamper(found, options.mutations, options.seed, options.only))
    for (kind, specimen), count in sorted(Counter((one.kind, one.specimen) for one in judged).items()):
        print(f"{kind:22} {specimen:20} {count:5}")
    for why, count in Counter(one.accepted_for for one in judged if one.accepted_for).items():
        print(f"accepted, {why}: {count}")
    faults = [one for one in judged if one.fault]
    for one in faults:
        print(f"FAULT {one.kind}, {one.specimen}: {one.fault}")
    unnoticed = {of.name: list(every_byte(of, options.step)) for of in found if of.signed}
    print(f"tampering: {len(judged)} distinct cases, {len(faults)} failures, seed {options.seed}")
    print(f"signed files, bytes whose change went unnoticed: {unnoticed}")
    return int(bool(faults) or any(unnoticed.values()))


if __name__ == "__main__":
    sys.exit(main())
