"""The draft of a preparation: it lies among the drafts of notes and says that it is none."""

from collections.abc import Mapping
from typing import Any

RECORD = "preparation"


def is_prepared(values: Mapping[str, Any], leader_id: str = "") -> bool:
    """Whether a draft is a preparation, of a talk with a leader if one is named."""
    is_about = not leader_id or leader_id in values.get("leader_ids", ())
    return values.get("record") == RECORD and is_about
