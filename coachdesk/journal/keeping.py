"""How long things are kept: holds placed and lifted, the day of a retention review, backups thinned out."""

from collections.abc import Collection
from pathlib import Path

from coachdesk.journal import backup, holding
from coachdesk.journal.backup import Backup
from coachdesk.journal.errors import LastGoodBackup, NoSuchRecord
from coachdesk.journal.journal import Journal
from coachdesk.journal.store import Progress
from coachdesk.journal.view import View
from coachdesk.records.base import InvalidRecord
from coachdesk.records.hold import Hold
from coachdesk.records.people import Leader
from coachdesk.records.retention import Retention


def place_hold(journal: Journal, leader_id: str, by: str, why: str, since: str = "") -> Hold:
    """Places a hold on all that is about a leader, or on the whole journal if none is named.

    It is in force at once; ``since`` is the day of the duty to preserve, today without one. Raises NoSuchRecord,
    InvalidRecord.
    """
    if leader_id:
        _leader(journal.view, leader_id)
    check_begun(since, journal.now().astimezone().date().isoformat())
    hold = Hold.make(leader_id=leader_id, since=since or _today(journal), by=by, why=why)
    journal.put(hold, reason=why)
    return hold


def check_begun(since: str, today: str) -> None:
    """Raises InvalidRecord for a duty to preserve that begins on a day to come: a hold is in force at once."""
    if since > today:
        raise InvalidRecord("since", "still_to_come", since)


def lift_hold(journal: Journal, hold_id: str, by: str, why: str) -> Hold:
    """Lifts a hold today. Raises NoSuchRecord for one that is not in force, InvalidRecord."""
    hold = next((one for one in holding.in_force(journal.view) if one.id == hold_id), None)
    if hold is None:
        raise NoSuchRecord(hold_id)
    lifted = hold.changed(lifted_on=max(_today(journal), hold.since), lifted_by=by, lifted_why=why)
    journal.put(lifted, reason=why)
    return lifted


def retention_of(view: View, leader_id: str) -> Retention | None:
    """When it is to be looked at again what is kept about a leader, if that was ever said."""
    found = (one for one in view.records("retention") if isinstance(one, Retention))
    return next((one for one in found if one.leader_id == leader_id), None)


def review_on(journal: Journal, leader_id: str, day: str | None, note: str = "") -> Retention:
    """Says on which day to ask whether what is on file about a leader is still needed; None asks no more.

    Nothing is ever erased by itself. Raises NoSuchRecord, InvalidRecord.
    """
    _leader(journal.view, leader_id)
    known = retention_of(journal.view, leader_id)
    retention = known or Retention.make(leader_id=leader_id, review_on=day, note=note)
    if known:
        retention = known.changed(review_on=day, note=note)
    journal.put(retention)
    return retention


def thin_backups(journal: Journal, made: Path | None = None) -> None:
    """Drops the journal's own backups that are superfluous; none while a hold is in force. Raises a storage error.

    The one that was just ``made``, and proved, stays whatever its day: while the clock is wrong it may seem old.
    """
    if not holding.in_force(journal.view):
        others = backup.superfluous(backup.own_backups(journal.path))
        backup.drop(one for one in others if one.path != made)


def drop_backups(
    journal: Journal, backups: Collection[Backup], progress: Progress = lambda _share: None
) -> None:
    """Drops backups of the journal's own, once one of the others was proved to open and to be whole.

    ``progress`` is told the share done of each proof and may raise to cancel. Raises HoldInForce, LastGoodBackup, or
    a storage error.
    """
    holding.check(journal.view)
    own = backup.own_backups(journal.path)
    left = [one for one in own if one not in backups]
    if not any(journal.store.is_good_copy(one.path, progress) for one in left):
        raise LastGoodBackup
    backup.drop(one for one in own if one in backups)


def _leader(view: View, leader_id: str) -> Leader:
    record = view.get(leader_id).record
    if not isinstance(record, Leader):
        raise NoSuchRecord(leader_id)
    return record


def _today(journal: Journal) -> str:
    return journal.now().date().isoformat()
