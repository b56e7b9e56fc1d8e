"""Destroying content for good: in the ledger's payloads, the index, attachments, drafts, settings and backups (F49).

First a backup; then one transaction in which an event says who destroys what and why, and it is gone from every
table; then the database is rewritten so that no page of it, nor of its log, holds it; then a fresh backup takes the
place of all earlier ones. What is cut short after the transaction is finished at the next opening. Events, their
hashes and the head stay; whoever verifies finds that content is missing, and the event that says so.

Copies elsewhere (a stick, another computer, a file that was exported) cannot be reached from here.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import msgspec

from coachdesk.journal import append, backup, files, holding, outline, scrubbing
from coachdesk.journal.backup import Backup
from coachdesk.journal.check import IndexFault
from coachdesk.journal.connection import Connection, connect, database_errors, transaction
from coachdesk.journal.drafts import Draft
from coachdesk.journal.erasable import Plan, open_of
from coachdesk.journal.errors import CannotErase, ErasureUnfinished, JournalError, ReasonMissing
from coachdesk.journal.journal import Journal, Notice
from coachdesk.journal.stored import STORED, Stored, stored_in
from coachdesk.journal.view import View
from coachdesk.ledger import clock, erased
from coachdesk.ledger.commitment import OpenLeaf, is_below
from coachdesk.ledger.event import Event, decode_payload, record_of
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.erasure import Erased, Erasure

Progress = Callable[[float], None]
UNFINISHED = scrubbing.UNFINISHED
"""The setting is an :class:`Unfinished`."""

_FORMERLY = b"1"
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
BACKED_UP = 0.3
"""The share of an erasure after which it cannot be cancelled any more."""
_DESTROYED = 0.6


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """What is left to do after an erasure made ``at`` a time: backups that were there then go, but those ``spared``."""

    at: dt.datetime
    drop: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    scrubbed: bool = False

    def drops(self, one: Backup) -> bool:
        """Whether this backup was there when the erasure was made, and may hold what went."""
        return one.path.name in self.drop or (one.made_at <= self.at and one.path.name not in self.spared)


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure of events up to ``last``, to be done again where an older copy was put back."""

    erasure: Erasure
    reason: str
    last: int


_OWN_FILES = ("keys.json", "journal.db", "LOCK", files.BACKUPS)


def erase(
    journal: Journal,
    plan: Plan,
    by: str,
    reason: str,
    progress: Progress = lambda _share: None,
    spared: Collection[Path] = (),
) -> Event:
    """Destroys what ``plan`` names. It cannot be undone. ``spared`` are backups that never held it.

    Raises CannotErase if something was written since it was planned: it might hold the same.

    ``progress`` is told the share done and may raise to cancel until the first backup is made. Raises HoldInForce,
    ReasonMissing, InvalidRecord, what ``backup.write_copy`` raises, or a storage error: then nothing was erased; and
    ErasureUnfinished once it was: :func:`is_finished` tells, :func:`finish` goes on, as does the next opening.
    """
    if plan.size != journal.head.size:
        raise CannotErase("", "outdated")
    holding.check(journal.view, leaders_touched(journal.view, plan))
    if not reason.strip():
        raise ReasonMissing("")
    record = Erasure.make(grain=plan.grain, by=by, erased=plan.erased)
    journal.back_up(backup.place_for(journal.path, journal.now()), lambda share: progress(share * BACKED_UP))
    event = journal.seal_erasure(
        record, reason, lambda connection: _destroy(connection, plan, _left_to_do(journal, spared))
    )
    progress(_DESTROYED)
    try:
        finish(journal, lambda share: progress(_DESTROYED + share * (1 - _DESTROYED)))
    except (JournalError, IndexFault, LedgerFault) as error:
        raise ErasureUnfinished(journal.path, type(error).__name__) from error
    return event


def is_finished(journal: Journal) -> bool:
    """Whether no page and no backup of the journal's own holds what was erased."""
    return journal.view.setting(UNFINISHED) is None


def finish(journal: Journal, progress: Progress = lambda _share: None) -> None:
    """Rewrites the database, makes a fresh backup, and drops those that were there when the erasure was made.

    One that was made since stays: it may hold words that are nowhere else. Raises as :func:`erase`; AlreadyOpen while
    somebody else reads the journal: pages of the log are then still in use.
    """
    left = _left(journal.view.setting(UNFINISHED), journal.view)
    journal.store.scrub()
    journal.change_setting(UNFINISHED, msgspec.json.encode(msgspec.structs.replace(left, scrubbed=True)))
    fresh = backup.place_for(journal.path, journal.now())
    journal.back_up(fresh, progress)
    backup.drop(one for one in backup.own_backups(journal.path) if one.path != fresh and left.drops(one))
    backup.tidy(journal.path)
    journal.drop_setting(UNFINISHED)


def settle_copy(database: Path, key: bytearray) -> None:
    """Has a copy that is about to become the journal drop no backups; it is rewritten if its pages may still hold
    what was erased. Raises a storage error.
    """
    with database_errors(database):
        copy = connect(database, key)
        try:
            view = View(copy)
            value = view.setting(UNFINISHED)
            if value is None:
                return
            with transaction(copy):
                if _left(value, view).scrubbed or value == _FORMERLY:
                    copy.execute("DELETE FROM setting WHERE name = ?", (UNFINISHED,))
                else:
                    nothing = msgspec.json.encode(Unfinished(at=_LONG_AGO))
                    copy.execute("UPDATE setting SET value = ? WHERE name = ?", (nothing, UNFINISHED))
        finally:
            copy.close()


def carried(journal: Journal, kept: Path) -> bytes | None:
    """The setting for a copy that takes the journal's place: backups that were to go still are, all but ``kept``."""
    value = journal.view.setting(UNFINISHED)
    if value is None:
        return None
    left = _left(value, journal.view)
    own = [one for one in backup.own_backups(journal.path) if one.path != kept and left.drops(one)]
    return msgspec.json.encode(Unfinished(at=_LONG_AGO, drop=tuple(one.path.name for one in own)))


def _left(value: bytes | None, view: View) -> Unfinished:
    """What is left to do. The setting of earlier versions said no more than that there is something."""
    if value is not None and value != _FORMERLY:
        return msgspec.json.decode(value, type=Unfinished)
    times = [clock.parse(stored.event.recorded_at) for stored in view.last_of("erasure")]
    return Unfinished(at=max(times, default=_LONG_AGO))


def _left_to_do(journal: Journal, spared: Collection[Path]) -> Unfinished:
    """What is left to do once it is destroyed; nothing is forgotten of what an erasure before has left."""
    names = {one.path.name for one in backup.own_backups(journal.path)} - {one.name for one in spared}
    if (value := journal.view.setting(UNFINISHED)) is not None and value != _FORMERLY:
        names |= set(msgspec.json.decode(value, type=Unfinished).drop)
    return Unfinished(at=journal.now(), drop=tuple(sorted(names)), spared=tuple(one.name for one in spared))


def finish_if_needed(journal: Journal, finishing: Callable[[], object] = lambda: None) -> None:
    """Finishes what was cut short, if it can be done now: at an opening, which damage found by it does not prevent.

    ``finishing`` is called before, if there is anything to finish.
    """
    if not is_finished(journal):
        finishing()
        with contextlib.suppress(JournalError, IndexFault, LedgerFault):
            finish(journal)
        done = is_finished(journal)
        journal.notices += (Notice("erasure_finished" if done else "erasure_unfinished"),)


def done_after(view: View, seq: int) -> list[tuple[Erasure, str]]:
    """The erasures written down after event ``seq``, each with its reason."""
    found = []
    for stored in view.last_of("erasure"):
        payload = decode_payload(stored.body)
        record = record_of(stored.event, payload)
        if isinstance(record, Erasure) and stored.event.seq > seq:
            found.append((record, payload.reason))
    return found


def repeat(journal: Journal, again: Iterable[Again], spared: Collection[Path]) -> None:
    """Erases again what was erased before an older copy was put back. What a hold covers by now stays.

    Raises ErasureUnfinished once all is erased that can be, and otherwise as :func:`erase`.
    """
    unfinished: ErasureUnfinished | None = None
    for one in again:
        plan = _plan_again(journal, one)
        if plan is None:
            continue
        try:
            erase(journal, plan, one.erasure.by, one.reason, spared=spared)
        except ErasureUnfinished as error:
            unfinished = unfinished or error
    if unfinished is not None:
        raise unfinished


def _plan_again(journal: Journal, again: Again) -> Plan | None:
    """What is left to erase; of a record that went whole also what the copy alone says of it."""
    extent = {one.seq: one for one in again.erasure.erased if one.seq <= again.last}
    gone = {
        one.event.record_id
        for one in journal.view.every()
        if one.event.seq in extent and not extent[one.event.seq].paths
    }
    states = []
    for one in journal.view.every():
        if one.event.record_id in gone:
            extent[one.event.seq] = Erased(seq=one.event.seq)
        if one.event.seq in extent and _has_left(one, extent[one.event.seq].paths):
            states.append(one)
    leaders = {
        leader for one in states for leader in (one.event.record_id, *decode_payload(one.body).leaders)
    }
    if not states or holding.in_force(journal.view, leaders):
        return None
    return Plan(
        grain=again.erasure.grain,
        size=journal.head.size,
        erased=tuple(extent[one.event.seq] for one in states),
        whole=frozenset(one.event.record_id for one in states if not extent[one.event.seq].paths),
        part=frozenset(one.event.record_id for one in states if extent[one.event.seq].paths),
        leader_ids=frozenset(),
    )


def _has_left(stored: Stored, paths: Collection[str]) -> bool:
    """Whether anything is there that an erasure of these places would destroy."""
    if stored.is_tombstone or not paths:
        return not stored.is_tombstone
    return any(isinstance(leaf, OpenLeaf) and is_below(leaf.path, paths) for leaf in open_of(stored))


def not_reached(path: Path) -> tuple[Path, ...]:
    """What else lies in the folder of the journal at ``path``, and may hold what was erased: nothing of its own.

    Raises a storage error.
    """
    own = {one.path for one in backup.own_backups(path)}
    with files.storage_errors(path):
        beside = [one for one in path.iterdir() if not one.name.startswith(_OWN_FILES)]
        beside += [one for one in (path / files.BACKUPS).glob("*") if one not in own]
    return tuple(sorted(beside))


def _destroy(connection: Connection, plan: Plan, left: Unfinished) -> None:
    for one in plan.erased:
        _erase_payload(connection, one)
    for record_id in plan.whole | plan.part:
        _index_again(connection, record_id)
    connection.executemany("DELETE FROM attachment WHERE record_id = ?", [(one,) for one in plan.whole])
    _clear_drafts(connection, plan)
    if plan.everywhere:
        _clear_settings(connection, plan)
    connection.execute(
        "INSERT OR REPLACE INTO setting VALUES (?, ?)", (UNFINISHED, msgspec.json.encode(left))
    )


def _erase_payload(connection: Connection, one: Erased) -> None:
    stored = stored_in(connection.execute(f"{STORED} WHERE seq = ?", (one.seq,)).fetchone())
    left = erased.erased(open_of(stored), one.paths)
    connection.execute(
        "UPDATE payload SET salt = ?, body = ?, leaves = ? WHERE seq = ?",
        (erased.NO_SALT, erased.body_of(stored.event.record_type, left), erased.encode(left), one.seq),
    )


def _index_again(connection: Connection, record_id: str) -> None:
    """Brings the index up to what is left of a record as it stands; of a tombstone only an entry's says anything."""
    sql = f"{STORED} WHERE seq = (SELECT seq FROM record WHERE id = ?)"
    stored = stored_in(connection.execute(sql, (record_id,)).fetchone())
    payload, extent = decode_payload(stored.body), append.extent_of(stored.left)
    is_gone = extent == append.WHOLE or stored.event.action == "withdraw"
    is_readable = extent < append.WHOLE or stored.event.record_type == "entry"
    record = record_of(stored.event, payload) if is_readable else None
    (number,) = connection.execute(
        "UPDATE record SET withdrawn = ?, erased = ?, zone = ?, precision = ?, headline = ? WHERE id = ?"
        " RETURNING number",
        (is_gone, extent, *outline.of_record(record), record_id),
    ).fetchone()
    append.drop_from_index(connection, number)
    if record is not None:
        numbers = dict(zip(payload.leaders, payload.numbers, strict=True))
        append.index_content(connection, number, record, numbers, withdrawn=is_gone)


def drafts_touched(view: View, plan: Plan) -> tuple[Draft, ...]:
    """The drafts that would go with it, or lose words."""
    bodies = [(one, msgspec.json.encode(one.values)) for one in view.drafts()]
    return tuple(one for one, body in bodies if _left_of_draft(body, plan) != body)


def leaders_touched(view: View, plan: Plan) -> frozenset[str]:
    """All whom it touches: those whose records it takes from, and those in whose drafts it would change a word."""
    drafts = [msgspec.json.encode(one.values) for one in drafts_touched(view, plan)]
    return plan.leader_ids | {
        leader.id for leader in view.leaders() if any(_names(body, [leader.id]) for body in drafts)
    }


def _clear_drafts(connection: Connection, plan: Plan) -> None:
    for draft_id, body in connection.execute("SELECT id, body FROM draft").fetchall():
        left = _left_of_draft(body, plan)
        if left is None:
            connection.execute("DELETE FROM draft WHERE id = ?", (draft_id,))
        elif left != body:
            connection.execute("UPDATE draft SET body = ? WHERE id = ?", (left, draft_id))


def _left_of_draft(body: bytes, plan: Plan) -> bytes | None:
    """A draft that names what went whole goes (None); one that names what lost something loses it too, or goes."""
    names_part = _names(body, plan.part)
    if _names(body, plan.whole) or (names_part and plan.sought.is_empty):
        return None
    if plan.everywhere or names_part:
        return msgspec.json.encode(plan.sought.replaced_in(msgspec.json.decode(body)))
    return body


def _names(body: bytes, ids: Collection[str]) -> bool:
    return any(one.encode() in body for one in ids)


def _clear_settings(connection: Connection, plan: Plan) -> None:
    """Settings that are JSON (aliases, presets, who keeps the journal) or text (rules of wording) lose what is sought;
    others are keys.
    """
    for name, value in connection.execute("SELECT name, value FROM setting").fetchall():
        after = _left_of_setting(value, plan)
        if after != value:
            connection.execute("UPDATE setting SET value = ? WHERE name = ?", (after, name))


def _left_of_setting(value: bytes, plan: Plan) -> bytes:
    try:
        before = msgspec.json.decode(value)
    except ValueError:
        return _left_of_text(value, plan)
    after = plan.sought.replaced_in(before)
    return value if after == before else msgspec.json.encode(after)


def _left_of_text(value: bytes, plan: Plan) -> bytes:
    """A text of several words; a key is none."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return value
    return plan.sought.replaced(text).encode() if any(one.isspace() for one in text) else value
