"""What the manager chose for an export, in all its steps: one value, kept encrypted where the lock interrupts it."""

from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QLocale

from coachdesk.export.evidence import Manager
from coachdesk.export.redaction import Alias, Redaction
from coachdesk.export.releasing import Choices, manager_of
from coachdesk.export.selection import Releasable, Selection
from coachdesk.gui import wording
from coachdesk.gui.export_door import ON_SCREEN
from coachdesk.records.base import InvalidRecord

if TYPE_CHECKING:
    from coachdesk.gui.session import Session
    from coachdesk.journal.view import View

_UNFINISHED = "export_unfinished"
ThirdParties = Literal["named", "aliased"]


class Decision(msgspec.Struct, frozen=True):
    """What happens to the ``names`` of a third party: ``shown`` stands there instead, if they are replaced.

    What was not decided ``by_hand`` follows :attr:`Wish.third_parties`.
    """

    names: tuple[str, ...]
    is_replaced: bool
    shown: str
    by_hand: bool = False


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """All choices but the password. ``step`` is where the manager stopped, ``preset`` what they began with.

    ``decisions`` are about all third parties that the manager has seen, ``third_parties`` about all others.
    """

    leader_ids: tuple[str, ...]
    step: int = 0
    preset: str = ""
    from_day: str = ""
    to_day: str = ""
    kinds: tuple[str, ...] = ()
    issue_ids: tuple[str, ...] = ()
    lanes: tuple[Releasable, ...] = ()
    excluded: tuple[str, ...] = ()
    others_data: tuple[str, ...] = ()
    under_review: bool = False
    purpose: str = ""
    recipient: str = ""
    copy: str = ""
    distribution: tuple[str, ...] = ()
    case_reference: str = ""
    formal: bool = False
    manager: Manager = Manager()
    third_parties: ThirdParties = "named"
    decisions: tuple[Decision, ...] = ()
    dropped_attachments: tuple[str, ...] = ()
    page_size: Literal["A4", "Letter"] = "A4"
    is_protected: bool = False
    is_signed: bool = True
    has_privilege_log: bool = False
    watermark: str = ""


def selection_of(wish: Wish) -> Selection:
    """What of the journal goes in."""
    return Selection(
        leader_ids=wish.leader_ids,
        from_day=wish.from_day,
        to_day=wish.to_day,
        kinds=wish.kinds,
        issue_ids=wish.issue_ids,
        lanes=wish.lanes,
        excluded=wish.excluded,
        others_data=wish.others_data,
        under_review=wish.under_review,
    )


def fresh(view: "View", leader_id: str) -> Wish:
    """Nothing is chosen yet but about whom it is; "" is the first leader there is."""
    is_letter = QLocale().territory() in (QLocale.Country.UnitedStates, QLocale.Country.Canada)
    leader_ids = [leader_id] if leader_id else [leader.id for leader in view.leaders()]
    return Wish(
        leader_ids=tuple(leader_ids[:1]),
        manager=manager_of(view),
        page_size="Letter" if is_letter else "A4",
    )


def about_others(wish: Wish) -> Wish:
    """``wish`` now that it is about somebody else: what was decided one by one does not hold for them."""
    return msgspec.structs.replace(
        wish, excluded=(), others_data=(), decisions=(), dropped_attachments=(), kinds=(), issue_ids=()
    )


def redaction_of(wish: Wish) -> Redaction:
    """Who is called otherwise, and which files are left out."""
    aliases = tuple(Alias(names=one.names, shown=one.shown) for one in wish.decisions if one.is_replaced)
    return Redaction(aliases=aliases, dropped_attachments=wish.dropped_attachments)


def choices_of(wish: Wish, password: str) -> Choices:
    """What is to be made. ``password`` opens the file, if it is protected."""
    return Choices(
        selection=selection_of(wish),
        redaction=redaction_of(wish),
        purpose=wish.purpose,
        recipient=wish.recipient,
        case_reference=wish.case_reference,
        formal=wish.formal,
        page_size=wish.page_size,
        zone=wording.own_zone(),
        locale=QLocale().bcp47Name(),
        signed=wish.is_signed,
        protected=password if wish.is_protected else "",
        copy=wish.copy,
        distribution=wish.distribution,
        watermark=wish.watermark,
        privilege_log=wish.has_privilege_log,
    )


def keep(session: "Session", leader_id: str, wish: Wish, *, on_screen: bool = False) -> None:
    """Keeps what was begun for a leader; ``on_screen`` if it shall be there after unlocking. Raises a storage error."""
    _write(session, _kept(session.view) | {leader_id: wish})
    if on_screen:
        session.change_setting(ON_SCREEN, leader_id.encode())


def forget(session: "Session", leader_id: str) -> None:
    """Nothing is unfinished any more for a leader. Raises a storage error."""
    wishes = _kept(session.view)
    if wishes.pop(leader_id, None) is not None:
        _write(session, wishes)


def unfinished(view: "View", leader_id: str) -> Wish | None:
    """What was begun for a leader and not handed over."""
    return _kept(view).get(leader_id)


def _write(session: "Session", wishes: dict[str, Wish]) -> None:
    session.change_setting(_UNFINISHED, msgspec.json.encode(wishes))


def _kept(view: "View") -> dict[str, Wish]:
    """By the leader they were begun for. What another version kept and this one does not understand is forgotten."""
    found = view.setting(_UNFINISHED)
    try:
        return msgspec.json.decode(found, type=dict[str, Wish]) if found else {}
    except (msgspec.MsgspecError, InvalidRecord):
        return {}
