"""What is exported of the demo, chosen as its manager would: four documents of one journal."""

from coachdesk.demo import DemoBuilt, ToExport
from coachdesk.export.people import UNLISTED
from coachdesk.export.redaction import Redaction, accepted, attachments, propose
from coachdesk.export.releasing import Choices
from coachdesk.export.selection import Selection
from coachdesk.journal.view import View
from coachdesk.records.case import Case

_ZONE = "Europe/London"


def choices_of(view: View, built: DemoBuilt, wanted: ToExport, password: str) -> Choices:
    """The choices for a document; ``password`` opens it if it is a protected one."""
    selection = Selection(leader_ids=_about(view, built, wanted))
    return Choices(
        selection=selection,
        redaction=_redaction(view, wanted, selection),
        purpose=wanted.purpose,
        recipient=wanted.recipient,
        case_reference=wanted.case_reference,
        zone=_ZONE,
        protected=password if wanted.protected else "",
    )


def _about(view: View, built: DemoBuilt, wanted: ToExport) -> tuple[str, ...]:
    if wanted.about == "leader":
        return (built.leader_id,)
    return next(one.leader_ids for one in view.records("case") if isinstance(one, Case))


def _redaction(view: View, wanted: ToExport, selection: Selection) -> Redaction:
    """An alias for everybody who is on a list; names that are just found in the text are places and products."""
    if not wanted.aliased:
        return Redaction()
    people = (one for one in propose(view, selection) if one.role != UNLISTED)
    return Redaction(
        aliases=accepted([one for one in people if not {*one.names} & {*wanted.kept}]),
        dropped_attachments=tuple(
            one.id for one in attachments(view, selection) if one.name in wanted.dropped
        ),
    )
