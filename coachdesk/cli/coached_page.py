"""One coaching record on a terminal: its fields as they stand, and all its versions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coachdesk.cli import coached, finding
from coachdesk.cli.entry_page import marked
from coachdesk.cli.showing import labelled
from coachdesk.cli.text import wrapped
from coachdesk.export import phrases
from coachdesk.export.differences import changed_values
from coachdesk.export.record_fields import Telling, Values, fields_of, shown_states
from coachdesk.journal.errors import Erased
from coachdesk.journal.view import Revision, View
from coachdesk.records.about import AboutLeaders
from coachdesk.records.entry import Entry

_DONE = {"create": "recorded", "update": "changed", "withdraw": "withdrawn"}
_DEEPER = " " * 5


def page_of(view: View, history: Sequence[Revision], width: int) -> Iterator[str]:
    """The lines of a page about the coaching record with this history."""
    last = history[-1]
    names, states = _names(view), shown_states([one.record for one in history])
    how = _telling(view, last.record, names)
    record_type = last.event.record_type
    withdrawn = "   WITHDRAWN" if last.event.action == "withdraw" else ""
    about = _about(states[-1], names)
    yield from (
        f"{phrases.COACHING[record_type]} about {about}   id {last.record.id}{withdrawn}",
        "",
    )
    rows = fields_of(record_type, states[-1], how)
    yield from labelled(list(rows.items()), width) if rows else ()
    marks = "   [-taken out-] {+put in+}" if len(history) > 1 else ""
    yield from ("", f"History   {phrases.count(len(history), 'version')}{marks}")
    for before, revision, state in zip([None, *states], history, states, strict=False):
        event = revision.event
        yield f"{event.revision:>3}  {_DONE[event.action]} {phrases.recorded(event)}"
        if revision.payload.reason:
            yield wrapped(f"because: {revision.payload.reason}", width, _DEEPER)
        if before:
            old, new = (_compared(record_type, one, how, names) for one in (before, state))
            for name, text in changed_values(old, new):
                yield wrapped(f"{name}: {marked(text)}", width, _DEEPER)


def as_json(view: View, history: Sequence[Revision]) -> dict[str, Any]:
    """The same for other programs."""
    last, states = history[-1], shown_states([one.record for one in history])
    names = _names(view)
    return {
        "type": last.event.record_type,
        "leaders": [{"id": one, "name": names[one]} for one in states[-1]["leader_ids"]],
        "withdrawn": last.event.action == "withdraw",
        "record": states[-1],
        "history": [
            {
                "revision": revision.event.revision,
                "action": revision.event.action,
                "recorded_at": revision.event.recorded_at,
                "offset": revision.event.offset,
                "reason": revision.payload.reason,
                "record": state,
            }
            for revision, state in zip(history, states, strict=True)
        ],
    }


def _names(view: View) -> dict[str, str]:
    return {leader.id: leader.name for leader in view.leaders()}


def _about(values: Values, names: Mapping[str, str]) -> str:
    return " and ".join(names[one] for one in values["leader_ids"])


def _compared(record_type: str, values: Values, how: Telling, names: Mapping[str, str]) -> dict[str, str]:
    return {**fields_of(record_type, values, how), "About": _about(values, names)}


def _telling(view: View, record: object, names: Mapping[str, str]) -> Telling:
    """How what the record names is called: leaders by name, entries by number, the rest by title and id."""
    assert isinstance(record, AboutLeaders)

    def called(record_id: str) -> str:
        if record_id in names:
            return names[record_id]
        short = finding.short_id(record_id)
        try:
            named = view.get(record_id).record
        except Erased:
            return f"erased ({short})"
        if not coached.may_be_shown(view, named):
            return ""
        if isinstance(named, Entry):
            numbers = (
                coached.cited([record_id], coached.entries_of(view, one, [record_id]))
                for one in record.leader_ids
            )
            return f"{next(filter(None, numbers), 'an entry about somebody else')} ({short})"
        return f"{coached.called(named)} ({short})"

    return Telling(called)
