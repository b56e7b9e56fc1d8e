"""What a verification says: each thing found, and what is on file and not shown."""

from typing import Literal

import msgspec

from coachdesk.export.evidence import Withheld

Kind = Literal[
    "anchored",
    "anchored_receipt",
    "anchored_earlier_receipt",
    "not_anchored",
    "signature_intact",
    "signature_wrong",
    "signer_wrong",
    "not_signed",
    "revision_added",
    "evidence_proved",
    "evidence_missing",
    "evidence_unreadable",
    "evidence_wrong",
    "counts_proved",
    "counts_not_proved",
    "coaching_proved",
    "names_replaced",
    "files_dropped",
    "text_matches",
    "text_differs",
    "text_unreadable",
    "redrawn",
    "redrawn_wrong",
    "version_differs",
    "pictures_alike",
    "pictures_not_proved",
    "exhibits_match",
    "exhibit_wrong",
    "attachment_unexpected",
    "earlier_consistent",
    "earlier_not_covered",
    "earlier_unreadable",
    "earlier_not_earlier",
    "receipt_differs",
    "receipt_later",
    "receipt_not_covered",
    "receipt_unreadable",
    "clock_changed",
    "password_needed",
    "password_wrong",
    "not_a_pdf",
    "limits",
]

ANCHORED = ("anchored", "anchored_receipt", "anchored_earlier_receipt")
"""What was found outside the file and vouches for since when it stands."""


class Finding(msgspec.Struct, frozen=True):
    """One thing found. ``facts`` are what a sentence about it needs."""

    kind: Kind
    state: Literal["proved", "wrong", "note"]
    facts: dict[str, str] = {}


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """What is on file and not shown: an entry by its number, a coaching record without one.

    ``day`` is when it happened, empty for a coaching record; ``recorded_at`` is that of its first event shown,
    ``commitment`` that of its last.
    """

    number: str
    record_type: str
    day: str
    recorded_at: str
    why: Withheld
    commitment: str


class Verdict(msgspec.Struct, frozen=True):
    """All that was found, whether it is anchored first, and the list of gaps."""

    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether nothing is wrong."""
        return not any(finding.state == "wrong" for finding in self.findings)
