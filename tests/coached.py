"""One coaching record of each type, complete, about whom and after which entries a test wants."""

import json
from collections.abc import Iterable
from pathlib import Path

from coachdesk.records.about import AboutLeaders
from coachdesk.records.entry import Entry
from coachdesk.records.forms import COACHING, SCHEMAS, read
from coachdesk.records.people import Contact, Leader

SAMPLES = Path(__file__).parent / "records" / "samples"

_ENTRIES = ("2a1b2c3d4e5f60718293a4b5", "2a1b2c3d4e5f60718293a4b6")
_LEADERS = ("0a1b2c3d4e5f60718293a4b5", "0a1b2c3d4e5f60718293a4b6")
_CONTACT = "1a1b2c3d4e5f60718293a4b5"
_PLAN, _GOAL, _CASE = "8a1b2c3d4e5f60718293a4b5", "9a1b2c3d4e5f60718293a4b5", "aa1b2c3d4e5f60718293a4b5"


def sampled(record_type: str) -> dict[str, object]:
    """The values of the newest sample of a type, as they were stored."""
    values = json.loads((SAMPLES / f"{record_type}-{SCHEMAS[record_type]}.json").read_bytes())
    assert isinstance(values, dict)
    return values


def one_of_each(
    leaders: Iterable[Leader], entries: Iterable[Entry], contact: Contact
) -> dict[str, AboutLeaders]:
    """The samples by type: the leaders, entries and contact they name are these, the rest each other."""
    names = dict(zip(_LEADERS, (one.id for one in leaders), strict=True))
    names |= dict(zip(_ENTRIES, (one.id for one in entries), strict=True))
    names[_CONTACT] = contact.id
    for name, record_type in ((_PLAN, "plan"), (_GOAL, "goal"), (_CASE, "case")):
        names[name] = str(sampled(record_type)["id"])
    made = {}
    for record_type in COACHING:
        text = json.dumps(sampled(record_type), ensure_ascii=False)
        for old, new in names.items():
            text = text.replace(old, new)
        record = read(record_type, SCHEMAS[record_type], json.loads(text))
        assert isinstance(record, AboutLeaders)
        made[record_type] = record
    return made
