"""The kinds of entry and the fields each shows first: a table in ``resources/kinds.json``, walked here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from coachdesk import resources


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of entry. ``fields`` are shown unfolded for it; ``tone`` counts towards the balance."""

    key: str
    name: str
    plural: str
    tone: Literal["positive", "corrective", "neutral"]
    told: bool
    colour: str
    fields: tuple[str, ...]


def _load() -> Mapping[str, Kind]:
    kinds = msgspec.json.decode(resources.path("kinds.json").read_bytes(), type=tuple[Kind, ...])
    return MappingProxyType({kind.key: kind for kind in kinds})


KINDS: Mapping[str, Kind] = _load()
"""Every kind by its key, in the order they are offered."""
