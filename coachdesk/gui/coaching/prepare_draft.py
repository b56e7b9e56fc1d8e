"""The draft of a preparation: it lies among the drafts of notes and says that it is none."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coachdesk.journal.view import View

RECORD = "preparation"


def is_prepared(values: Mapping[str, Any], leader_id: str = "") -> bool:
    """Whether a draft is a preparation, of a talk with a leader if one is named."""
    is_about = not leader_id or leader_id in values.get("leader_ids", ())
    return values.get("record") == RECORD and is_about


def prepared_for(view: "View", draft_id: str) -> str:
    """With whom the talk is that a draft prepares; "" if it prepares none."""
    for draft in view.drafts():
        if draft.id == draft_id and is_prepared(draft.values):
            return str(next(iter(draft.values.get("leader_ids", ())), ""))
    return ""
