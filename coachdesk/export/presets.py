"""Choices that are made together, under a name: for HR, for counsel, for the leader, for an access request.

A preset says nothing of whom a report is about, nor of days and issues. One saved under the name of a
built-in one takes its place; when it is dropped, the built-in one is there again.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from coachdesk.export.selection import Releasable
from coachdesk.journal.journal import Journal
from coachdesk.journal.view import View
from coachdesk.records.base import InvalidRecord, clean_line

SETTING = "export_presets"

_LONGEST_NAME = 60


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """``name`` is what it is called by; that of a built-in one is a word (``hr``).

    ``lanes`` are released, ``protected`` asks for a password to open the file, ``privilege_log`` lists what is
    withheld as legal advice. ``third_parties`` is whether others appear by name, or each under an alias
    (Peer A). ``under_review`` is as in :class:`Selection`. The rest are the words of the cover.
    """

    name: str
    kinds: tuple[str, ...] = ()
    lanes: tuple[Releasable, ...] = ()
    under_review: bool = False
    third_parties: Literal["named", "aliased"] = "named"
    page_size: Literal["", "A4", "Letter"] = ""
    protected: bool = False
    signed: bool = True
    privilege_log: bool = False
    formal: bool = False
    purpose: str = ""
    recipient: str = ""
    watermark: str = ""


BUILT_IN: Mapping[str, Preset] = MappingProxyType(
    {
        one.name: one
        for one in (
            Preset(name="hr", protected=True, recipient="HR"),
            Preset(
                name="counsel",
                lanes=("counsel", "medical", "intake"),
                protected=True,
                privilege_log=True,
                purpose="For legal advice",
                recipient="Counsel",
            ),
            Preset(name="leader", third_parties="aliased", purpose="The leader’s own copy"),
            Preset(
                name="access_request",
                lanes=("medical",),
                under_review=True,
                third_parties="aliased",
                protected=True,
                purpose="Access request: what is held about the person",
            ),
            Preset(name="handover", protected=True, purpose="Handover to the next manager"),
        )
    }
)
"""The leader is given what is ordinary, of others no name. Counsel gets all but the author's reflections.

Who asks what is held about them gets all of it, but what others said in confidence, what is legal advice and
what is the author's own, each of which is listed with the reason; others have no name.

A handover is a file that anybody can open who has its password, with no CoachDesk of their own; its
evidence holds what was chosen in a form for machines, too. That it was handed over is an event.
"""


def presets(view: View) -> tuple[Preset, ...]:
    """The built-in ones, then those that were saved, by name."""
    saved = _saved(view)
    own = sorted((one for name, one in saved.items() if name not in BUILT_IN), key=_by_name)
    return (*(saved.get(name, one) for name, one in BUILT_IN.items()), *own)


def preset_called(view: View, name: str) -> Preset | None:
    """The preset of this name; capitals make no difference."""
    wanted = clean_line(name).casefold()
    return next((one for one in presets(view) if one.name.casefold() == wanted), None)


def save_preset(journal: Journal, preset: Preset) -> Preset:
    """Keeps a preset over any of that name, as a setting of the journal: encrypted like all else.

    Raises InvalidRecord for a name that says nothing or is too long, or a storage error.
    """
    name = clean_line(preset.name)
    if not name or len(name) > _LONGEST_NAME:
        raise InvalidRecord("name", "too_long" if name else "empty", name)
    before = preset_called(journal.view, name)
    kept = msgspec.structs.replace(preset, name=before.name if before else name)
    _keep(journal, _saved(journal.view) | {kept.name: kept})
    return kept


def drop_preset(journal: Journal, name: str) -> None:
    """Forgets a preset that was saved. Raises KeyError if there is none of that name."""
    saved = _saved(journal.view)
    del saved[name]
    _keep(journal, saved)


def _saved(view: View) -> dict[str, Preset]:
    kept = view.setting(SETTING)
    return {one.name: one for one in msgspec.json.decode(kept, type=tuple[Preset, ...])} if kept else {}


def _keep(journal: Journal, saved: Mapping[str, Preset]) -> None:
    journal.change_setting(SETTING, msgspec.json.encode(sorted(saved.values(), key=_by_name)))


def _by_name(preset: Preset) -> str:
    return preset.name.casefold()
