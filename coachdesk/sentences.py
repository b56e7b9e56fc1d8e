"""The one place where errors, notices and findings become sentences that a person can act on.

The words are in ``resources/sentences.toml``, by the names of things rather than their classes, so that a
sentence about a PDF does not load the database library.
"""

import string
import tomllib
from collections.abc import Mapping

from coachdesk import resources

_TABLES: Mapping[str, Mapping[str, str]] = tomllib.loads(resources.path("sentences.toml").read_text("utf-8"))


def of_error(error: Exception) -> str | None:
    """What happened, what was kept and what to do; None for an error that nobody foresaw."""
    name, facts = type(error).__name__, vars(error)
    problem = facts.get("problem", "")
    if name in ("Refused", "NotUnderstood"):
        return _filled(_TABLES["refusals"][problem], facts["facts"])
    if name == "InvalidRecord":
        field = field_name(facts["field"])
        return _filled(_TABLES["records"][problem], {"field": field, "value": facts["value"]})
    if name == "LedgerFault":
        return said("ledger_fault", seq=facts["seq"], what=_TABLES["ledger"][problem])
    if name == "IndexFault":
        return said("index_fault", what=_TABLES["index"][facts["table"]])
    errors = _TABLES["errors"]
    if template := errors.get(f"{name} {problem}") or errors.get(name):
        return _filled(template, facts)
    return said("system_refused", why=error.strerror) if isinstance(error, OSError) else None


def notice(kind: str) -> str:
    """What should be known of a journal that did open."""
    return _TABLES["notices"][kind]


def finding(kind: str, facts: Mapping[str, str]) -> str:
    """What was found in a report, or in a whole journal."""
    known = dict(facts)
    if kind in ("evidence_wrong", "evidence_unreadable"):
        known["problem"] = _filled(_TABLES["evidence"][facts["problem"]], facts)
    if kind == "earlier_unreadable":
        problem, _, where = facts["problem"].partition(" ")
        if problem in _TABLES["evidence"]:
            known["problem"] = _filled(_TABLES["evidence"][problem], {"where": where})
    if kind in ("signature_wrong", "revision_added"):
        known["problem"] = _TABLES["signature"][facts["problem"]]
    if kind == "counts_proved" and not facts["withheld"]:
        kind = "counts_proved_all"
    template = _TABLES["findings"].get(kind) or _TABLES["notices"][kind]
    return _filled(template, known)


def said(occasion: str, **facts: object) -> str:
    """What is said on an occasion that is no error."""
    return _filled(_TABLES["said"][occasion], facts)


def field_name(field: str) -> str:
    """A record's field as a person calls it."""
    top = field.partition(".")[0].partition("[")[0]
    return _TABLES["fields"].get(top, top.replace("_", " ") or "record")


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
