"""What the types of records are called, wherever any of them may stand in a list."""

from collections.abc import Mapping

from coachdesk.gui import wording
from coachdesk.gui.texts import N_, _
from coachdesk.journal.outline import headline_of
from coachdesk.records.base import Record
from coachdesk.records.entry import Entry
from coachdesk.records.forms import type_name

TYPES: Mapping[str, str] = {
    "leader": N_("Leader"),
    "contact": N_("Contact"),
    "attachment": N_("Attachment"),
    "export": N_("Export"),
    "clock_change": N_("Change of the clock"),
    "restore": N_("Backup put back"),
    "erasure": N_("Erasure"),
    "hold": N_("Hold"),
    "retention": N_("Review of what is kept"),
    "issue": N_("Issue"),
    "link": N_("Link"),
    "plan": N_("Plan"),
    "goal": N_("Goal"),
    "expectation": N_("Expectation"),
    "support": N_("Support"),
    "meeting": N_("Meeting"),
    "consequence": N_("Consequence"),
    "letter": N_("Letter"),
    "round": N_("360 round"),
    "case": N_("Relationship case"),
    "intake": N_("Intake interview"),
    "feedback_item": N_("Feedback item"),
    "mutual_expectation": N_("Mutual expectation"),
    "commitment": N_("Commitment to change"),
    "decision": N_("Decision"),
    "fit_review": N_("Fit review"),
    "preparation": N_("Preparation"),
    "protected_event": N_("Protected event"),
}
_TITLES = ("title", "name", "what", "purpose", "number", "text")


def called(record: Record) -> str:
    """What a record is, and how its title or its text begins."""
    if isinstance(record, Entry):
        kind, said = wording.kind(record.kind), headline_of(record)
    else:
        stored = type_name(record)
        kind = _(TYPES.get(stored, stored))
        said = next((text for field in _TITLES if (text := getattr(record, field, ""))), "")
    return _("{kind}: {headline}").format(kind=kind, headline=" ".join(said.split())) if said else kind
