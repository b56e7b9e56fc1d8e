"""A legal hold in evidence: whole, or only its terms. Why there is one, and by whom, is counsel's."""

from coachdesk.export.evidence import Partial, ProvedEvent
from coachdesk.ledger.commitment import ClosedLeaf, OpenLeaf

TERMS = (
    "leaders", "numbers", "record/id", "record/leader_id", "record/lifted_on", "record/since",
)  # fmt: skip
"""What it covers, since when, and until when."""


def shows_terms(proved: ProvedEvent) -> bool:
    """Whether of a legal hold all terms are open, and nothing else."""
    if proved.event.record_type != "hold" or not isinstance(proved.content, Partial):
        return False
    if not all(isinstance(leaf, OpenLeaf | ClosedLeaf) for leaf in proved.content.leaves):
        return False
    found = [leaf.path.removesuffix("/0") for leaf in proved.content.leaves if isinstance(leaf, OpenLeaf)]
    return found == list(TERMS)
