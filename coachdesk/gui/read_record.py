"""One coaching record read out of the journal with all that is shown of it: what it is, whom it is about, its fields."""

import msgspec

from coachdesk.export.record_fields import Telling, fields_of, shown_states
from coachdesk.gui import wording
from coachdesk.gui.record_words import TYPES, called
from coachdesk.gui.texts import _
from coachdesk.journal.errors import NoSuchRecord
from coachdesk.journal.view import View


class ReadRecord(msgspec.Struct, frozen=True, kw_only=True):
    """``sort`` is what it is called, ``about`` the names of its leaders, ``recorded_at`` when it was first written
    (as events say it), ``fields`` what it says, by label.
    """

    sort: str
    about: tuple[str, ...]
    recorded_at: str
    withdrawn: bool
    fields: dict[str, str]


def read_record(view: View, record_id: str) -> ReadRecord:
    """The coaching record with this id as it stands. Raises NoSuchRecord."""
    history = view.history(record_id)
    last, values = history[-1], shown_states([one.record for one in history])[-1]
    names = {leader.id: leader.name for leader in view.leaders()}

    def refer(named: str) -> str:
        if named in names:
            return names[named]
        try:
            return called(view.get(named).record)
        except NoSuchRecord:
            return _("Erased")

    return ReadRecord(
        sort=_(TYPES[last.event.record_type]),
        about=tuple(names[one] for one in values["leader_ids"] if one in names),
        recorded_at=history[0].event.recorded_at,
        withdrawn=last.event.action == "withdraw",
        fields=fields_of(last.event.record_type, values, Telling(refer, _, wording.day)),
    )
