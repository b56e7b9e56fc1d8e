"""How the journal was kept, as far as a report's leaders are concerned: what was erased, which holds there were."""

from collections.abc import Iterator

from coachdesk.export import phrases
from coachdesk.export.blocks import Block, Paragraph, plain
from coachdesk.export.counted import said
from coachdesk.export.erasures import erasures_in
from coachdesk.export.fault import Known
from coachdesk.export.proof import Proved
from coachdesk.records.erasure import Erasure
from coachdesk.records.forms import read
from coachdesk.records.hold import Hold


def kept(proved: Proved) -> Iterator[Block]:
    """A paragraph for each erasure and each hold, in the order of the ledger."""
    for known, erasure in erasures_in(proved.others.values()):
        when = phrases.recorded(known.event)
        reason = str(known.values.get("reason", ""))
        yield Paragraph(
            plain(
                f"Erased {when} by {erasure.by} (ledger event {known.event.seq}): {_what(proved, erasure)}. "
                f"Reason: {reason} What was erased no longer exists in the journal; its hashes prove that it stood there."
            )
        )
    for known in proved.others.values():
        if known.event.record_type == "hold":
            yield Paragraph(plain(_terms(known) if "by" not in known.values["record"] else _hold(known)))


def _what(proved: Proved, erasure: Erasure) -> str:
    """Which entries and coaching records of this report it concerns, and whether whole."""
    found: dict[str, tuple[str, bool]] = {}
    extent = {one.seq: not one.paths for one in erasure.erased}
    records = {**proved.entries, **proved.coaching, **proved.others}
    for record_id, events in records.items():
        for known in events if isinstance(events, tuple) else (events,):
            if known.event.seq in extent:
                name = f"entry {said(proved.numbers[record_id])}" if record_id in proved.numbers else ""
                found[record_id] = (name or _called(known.event.record_type), extent[known.event.seq])
    whole = [name for name, is_whole in found.values() if is_whole]
    part = [name for name, is_whole in found.values() if not is_whole]
    told = [f"all of {', '.join(whole)}"] if whole else []
    told += [f"words or fields of {', '.join(part)}"] if part else []
    return "; ".join(told) or "of the record of the person this is about"


def _called(record_type: str) -> str:
    return phrases.COACHING.get(record_type, record_type).lower()


def _terms(known: Known) -> str:
    """A hold of which only the terms are shown."""
    terms = known.values["record"]
    placed = f"Legal hold on {_scope(terms['leader_id'])} since {phrases.day(terms['since'])}"
    if terms["lifted_on"] is None:
        return f"{placed}. It is in force: nothing that it covers can be erased."
    return f"{placed}, lifted on {phrases.day(terms['lifted_on'])}."


def _scope(leader_id: str) -> str:
    return "all that is on file about this leader" if leader_id else "the whole journal"


def _hold(known: Known) -> str:
    hold = read("hold", known.event.schema, known.values["record"])
    assert isinstance(hold, Hold)
    placed = (
        f"Legal hold on {_scope(hold.leader_id)} since {phrases.day(hold.since)}, by {hold.by}: {hold.why}"
    )
    if hold.lifted_on is None:
        return f"{placed} It is in force: nothing that it covers can be erased."
    return f"{placed} Lifted on {phrases.day(hold.lifted_on)} by {hold.lifted_by}: {hold.lifted_why}"
