"""The receipt: what it says, what mail may do to it, and what nobody may."""

import email.message
import random
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from coachdesk.export.receipt import Receipt, UnreadableReceipt, read_receipt, receipt_of, text_of
from coachdesk.records.handover import Export

RECEIPT = Receipt(
    number="CD-EXPORT-2026-003",
    recipient="A. O’Brien, HR",
    digest="1f" * 32,
    size=57,
    root="2e" * 32,
    fingerprint="3d" * 32,
)
TEXT = text_of(RECEIPT)


@pytest.mark.parametrize(
    "receipt",
    [
        RECEIPT,
        replace(RECEIPT, recipient="", size=1),
        replace(RECEIPT, fingerprint=""),
        replace(RECEIPT, fingerprint=None),
    ],
)
def test_a_receipt_is_read_as_it_was_written(receipt: Receipt) -> None:
    assert read_receipt(text_of(receipt).encode()) == receipt


def test_no_line_is_long_enough_to_be_broken_on_the_way() -> None:
    assert max(map(len, TEXT.splitlines())) <= 76


def test_it_is_made_from_what_the_journal_keeps() -> None:
    kept = Export.make(
        number="CD-EXPORT-2026-003",
        state="released",
        leader_ids=("ada",),
        purpose="Review",
        recipient="A. O’Brien,\nHR",
        digest=RECEIPT.digest,
        size=57,
        root=RECEIPT.root,
        entries=3,
        withheld=1,
        fingerprint=RECEIPT.fingerprint,
    )
    assert receipt_of(kept) == RECEIPT
    assert "Review" not in text_of(receipt_of(kept))


@pytest.mark.parametrize(
    "on_the_way",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\n".join(f"> > {line}" for line in text.split("\n")),
        lambda text: f"Dear Ann,\n\nhere it is: keep it.\n\n{text}\n-- \nExport: no, only a signature",
        lambda text: text.replace("O’Brien, HR", "O’Brien,\nHR"),
        lambda text: f"\ufeff{text}",
        lambda text: text.replace("\n", "   \n"),
    ],
    ids=("line ends", "quoted", "within a letter", "broken", "byte order mark", "spaces"),
)
def test_what_mail_programs_do_to_a_text_is_borne_with(on_the_way: Callable[[str], str]) -> None:
    assert read_receipt(on_the_way(TEXT).encode()) == RECEIPT


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
def test_a_message_saved_as_it_came_is_read(coding: str) -> None:
    message = email.message.EmailMessage()
    message["Subject"] = "Receipt"
    message["Date"] = "Mon, 04 May 2026 10:05:00 +0100"
    message.set_content(TEXT, cte=coding)
    message.add_alternative("<p>COACHDESK RECEIPT 1</p>", subtype="html")
    assert read_receipt(message.as_bytes()) == RECEIPT


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not_text"),
        (b"\xff\xfe\x00", "not_text"),
        (b"Dear Ann", "missing"),
        (b"x" * 2_000_000, "not_text"),
        (b"MIME-Version: 1.0\nContent-Type: application/pdf\n\nx", "not_text"),
        (TEXT.encode() * 2, "several"),
        (TEXT.replace("RECEIPT 1", "RECEIPT 2").encode(), "newer"),
        (TEXT.replace("Head:", "Hat:").encode(), "damaged"),
        (TEXT.replace("1f1f", "1F1F").encode(), "damaged"),
        (TEXT.replace("57", "0").encode(), "damaged"),
        (TEXT.replace("Signer: 3d", "Signer: z").encode(), "damaged"),
        (TEXT.replace("\nFile:", "\nFile: 00\nFile:").encode(), "damaged"),
    ],
)
def test_what_is_no_receipt_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(UnreadableReceipt) as unreadable:
        read_receipt(data)
    assert unreadable.value.problem == problem


def test_any_changed_letter_of_its_lines_makes_another_receipt_or_none() -> None:
    end = TEXT.index("Please keep")
    chosen = random.Random(7)
    for place in range(end):
        other = chr(33 + chosen.randrange(90))
        changed = TEXT[:place] + other + TEXT[place + 1 :]
        if other == TEXT[place] or TEXT[place].isspace():
            continue
        try:
            assert read_receipt(changed.encode()) != RECEIPT, changed[place - 9 : place + 9]
        except UnreadableReceipt:
            continue
