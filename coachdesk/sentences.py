"""The one place where errors, notices and findings become sentences that a person can act on.

The words are in ``resources/sentences.toml``, by the names of things rather than their classes, so that a
sentence about a PDF does not load the database library.
"""

import string
import tomllib
from collections.abc import Callable, Iterable, Mapping

from coachdesk import resources

_TABLES: Mapping[str, Mapping[str, str]] = tomllib.loads(resources.path("sentences.toml").read_text("utf-8"))

Say = Callable[[str], str]
"""How a template is said to whoever reads it: as it is written, or translated."""


def of_error(error: Exception, say: Say = str) -> str | None:
    """What happened, what was kept and what to do; None for an error that nobody foresaw."""
    name, facts = type(error).__name__, vars(error)
    problem = facts.get("problem", "")
    if name in ("Refused", "NotUnderstood"):
        return _filled(say(_TABLES["refusals"][problem]), facts["facts"])
    if name == "InvalidRecord":
        field = field_name(facts["field"], say)
        return _filled(say(_TABLES["records"][problem]), {"field": field, "value": facts["value"]})
    if name == "LedgerFault":
        what = say(_TABLES["ledger"][problem])
        return _filled(say(_TABLES["said"]["ledger_fault"]), {"seq": facts["seq"], "what": what})
    if name == "IndexFault":
        what = say(_TABLES["index"][facts["table"]])
        return _filled(say(_TABLES["said"]["index_fault"]), {"what": what})
    errors = _TABLES["errors"]
    if template := errors.get(f"{name} {problem}") or errors.get(name):
        return _filled(say(template), facts)
    refused = say(_TABLES["said"]["system_refused"])
    return _filled(refused, {"why": error.strerror}) if isinstance(error, OSError) else None


def notice(kind: str, say: Say = str, detail: str = "") -> str:
    """What should be known of a journal that did open; ``detail`` is what some sentences name."""
    return _filled(say(_TABLES["notices"][kind]), {"detail": detail})


def finding(kind: str, facts: Mapping[str, str], say: Say = str) -> str:
    """What was found in a report, or in a whole journal."""
    known = dict(facts)
    if kind in ("evidence_wrong", "evidence_unreadable"):
        known["problem"] = _filled(say(_TABLES["evidence"][facts["problem"]]), facts)
    if kind == "earlier_unreadable":
        problem, _, where = facts["problem"].partition(" ")
        if problem in _TABLES["evidence"]:
            known["problem"] = _filled(say(_TABLES["evidence"][problem]), {"where": where})
    if kind in ("signature_wrong", "revision_added"):
        known["problem"] = say(_TABLES["signature"][facts["problem"]])
    if kind in ("receipt_differs", "receipt_unreadable"):
        known["problem"] = say(_TABLES["receipt"][facts["problem"]])
    if kind == "counts_proved":
        kind += ("" if facts["withheld"] else "_all") + ("_one" if facts["entries"] == "1" else "")
    template = _TABLES["findings"].get(kind) or _TABLES["notices"][kind]
    return _filled(say(template), known)


def said(occasion: str, **facts: object) -> str:
    """What is said on an occasion that is no error."""
    return _filled(_TABLES["said"][occasion], facts)


def rule_problem(reason: str, line: int, value: str, say: Say = str) -> str:
    """What is wrong in the user's own file of wording rules, and what went on working."""
    return _filled(say(_TABLES["rule_file"][reason]), {"line": line, "value": value})


def letter_missing(keys: Iterable[str], say: Say = str) -> str:
    """What a reader of a letter would look for and not find; it was made all the same."""
    return _filled(say(_TABLES["said"]["letter_missing"]), {"what": letter_lacks(keys, say)})


def letter_lacks(keys: Iterable[str], say: Say = str) -> str:
    """The same, as a list alone."""
    return "; ".join(say(_TABLES["letter_missing"][key]) for key in keys)


def field_name(field: str, say: Say = str) -> str:
    """A record's field as a person calls it."""
    top = field.partition(".")[0].partition("[")[0]
    known = _TABLES["fields"].get(top)
    return say(known) if known else top.replace("_", " ") or "record"


def how_many(shown: int, passing: int, hidden: int) -> str:
    """How much of a timeline is seen, and where the rest is."""
    by_filters = f"{hidden} hidden by filters" if hidden else ""
    if not passing:
        return f"nothing here: {by_filters}" if hidden else "no entries yet"
    noun = "entry" if passing == 1 else "entries"
    seen = f"{shown} {noun}" if shown == passing else f"the newest {shown} of {passing} {noun}"
    return f"{seen}; {by_filters}" if hidden else seen


def _filled(template: str, facts: Mapping[str, object]) -> str:
    return string.Formatter().vformat(template, (), facts)
