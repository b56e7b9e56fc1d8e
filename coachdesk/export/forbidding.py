"""What may not be found in a report: from what is withheld in the journal, not from what the evidence holds.

So a mistake in gathering the evidence is no excuse for a word that stands in it.
"""

from collections.abc import Collection, Iterator

from coachdesk.export.evidence import Evidence, Partial, ProvedEvent
from coachdesk.export.forbidden import RUN, Forbidden, words_of
from coachdesk.export.gathering import events_about
from coachdesk.export.known_names import known_names
from coachdesk.export.names import Alias, Names
from coachdesk.export.proof import shown_values
from coachdesk.export.replacing import Redaction, written
from coachdesk.export.selection import Selection
from coachdesk.export.sessions import is_session, shown_notes
from coachdesk.journal.stored import Stored
from coachdesk.journal.view import View
from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import ClosedLeaf
from coachdesk.ledger.event import decode_payload, record_of
from coachdesk.records.attachment import Attachment

_SHORTEST_NAME = 3
_SHORTEST_TEXT = 5
"""Letters: what is shorter (a “1:1”) stands in any file."""


Words = list[str]


def forbidden_of(view: View, selection: Selection, redaction: Redaction, evidence: Evidence) -> Forbidden:
    """What may not stand in the report of that selection.

    Of ``evidence`` only is taken whom it is about, what its cover says, and which records it withholds.
    """
    if not (
        evidence.withheld or redaction.aliases or redaction.dropped_attachments or _is_partly_closed(evidence)
    ):
        return Forbidden()
    shown, closed = list[Words](), list[Words]()
    for one in events_about(view, selection.leader_ids):
        if one.is_tombstone:
            continue
        why = evidence.withheld.get(one.event.record_id, "")
        _sort(
            one,
            shown,
            closed,
            is_closed=bool(why),
            is_logged=why == "counsel" and evidence.cover.privilege_log,
        )
        if evidence.cover.privilege_log and evidence.withheld.get(one.event.record_id) == "counsel":
            shown += _logged(one)
    for kept in (one for one in evidence.others if one.event.record_type in ("erasure", "hold")):
        is_closed = _has_closed(kept)
        texts = list[Words]()
        _sort(view.last_event_of(kept.event.record_id), texts, texts, is_closed=is_closed)
        # The words of a short one ("Legal hold") may be the report's own.
        (closed if is_closed else shown).extend(one for one in texts if len(one) > RUN or not is_closed)
    for exhibit in evidence.exhibits:
        _sort(view.last_event_of(exhibit.attachment_id), shown, closed, is_closed=False)
    dropped = [view.last_event_of(one.attachment_id) for one in evidence.dropped]
    for one in dropped:
        _sort(one, shown, closed, is_closed=True)
    cover = evidence.cover
    own = [cover.manager.name, cover.manager.role, cover.manager.employer, *_subjects(evidence)]
    said = [
        cover.purpose,
        cover.recipient,
        cover.case_reference,
        cover.watermark,
        cover.copy,
        *cover.distribution,
    ]
    shown += [words_of(text) for text in (*own, *said)]
    return Forbidden(
        names=_names(redaction.aliases, [words_of(text) for text in own]),
        runs=_runs(closed, shown),
        anywhere=frozenset(
            name for alias in redaction.aliases for name in alias.names if Names.is_unspaced(name)
        ),
        digests=frozenset(_digest(one) for one in dropped),
    )


def _sort(
    one: Stored, shown: list[Words], closed: list[Words], *, is_closed: bool, is_logged: bool = False
) -> None:
    """The written texts of an event to those that are shown, or to those that are not.

    Of one that is in the privilege log, lawyer and purpose are shown.
    """
    payload = canonical.decode(one.body)
    record_type, record = one.event.record_type, payload["record"]
    where = closed if is_closed else shown
    if not is_closed and is_session(record_type, record):
        kept = set(shown_notes(record["kind"]))
        notes = record["notes"]
        closed.extend(words_of(text) for name, text in notes.items() if name not in kept)
        record = {**record, "notes": {name: text for name, text in notes.items() if name in kept}}
    if is_logged and record.get("counsel"):
        shown.extend(words_of(text) for text in record["counsel"].values())
    where.append(words_of(payload["reason"]))
    where.extend(words_of(text) for text in written(record_type, record))


def _logged(one: Stored) -> list[Words]:
    """What a privilege log shows of legal advice: the lawyer and the purpose."""
    counsel = canonical.decode(one.body)["record"].get("counsel") or {}
    return [words_of(str(counsel.get(name, ""))) for name in ("lawyer", "purpose")]


def _is_partly_closed(evidence: Evidence) -> bool:
    """Whether something stays closed in a record that is shown."""
    return any(_has_closed(proved) for proved in (*evidence.entries, *evidence.others))


def _has_closed(proved: ProvedEvent) -> bool:
    return isinstance(proved.content, Partial) and any(
        isinstance(leaf, ClosedLeaf) for leaf in proved.content.leaves
    )


def _subjects(evidence: Evidence) -> Iterator[str]:
    for subject in evidence.subjects:
        content = subject.leader.content
        payload = (
            shown_values(content) if isinstance(content, Partial) else content.payload if content else {}
        )
        yield str(payload.get("record", {}).get("name", ""))


def _names(aliases: Collection[Alias], own: Collection[Words]) -> frozenset[tuple[str, ...]]:
    """The names by their words, but for what is an ordinary word, a syllable, or the name of somebody who is shown."""
    kept = {word for words in own for word in words}
    found = {tuple(words_of(name)) for alias in aliases for name in alias.names}
    return frozenset(
        name
        for name in found
        if len(name) > 1
        or (len(name) == 1 and len(name[0]) >= _SHORTEST_NAME and name[0] not in known_names().words | kept)
    )


def _runs(closed: Collection[Words], shown: Collection[Words]) -> frozenset[tuple[str, ...]]:
    """What only withheld texts have: four words in a row, or all words of a shorter text."""
    runs = {
        tuple(words[start : start + RUN])
        for words in closed
        for start in range(max(1, len(words) - RUN + 1))
        if len("".join(words)) >= _SHORTEST_TEXT
    }
    lengths = {len(run) for run in runs}
    for words in shown:
        for length in lengths:
            runs.difference_update(zip(*(words[start:] for start in range(length)), strict=False))
    return frozenset(runs)


def _digest(stored: Stored) -> str:
    record = record_of(stored.event, decode_payload(stored.body))
    assert isinstance(record, Attachment)
    return record.digest
