"""What a verification found, as one page of HTML to be kept or printed: no script, nothing from elsewhere."""

import hashlib
import html
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import coachdesk
from coachdesk import resources, sentences
from coachdesk.cli.text import shown
from coachdesk.cli.verdicts import STATES, rows_of
from coachdesk.export.verdict import Verdict


class Checked(NamedTuple):
    """What was verified, when (as it is printed), and the names of the files it was compared with."""

    verdict: Verdict
    name: str
    data: bytes
    at: str
    compared_with: tuple[str, ...]


def page_of(checked: Checked) -> str:
    """The page. What stands in a file or in its name is text on it, never markup."""
    verdict = checked.verdict
    state = "right" if verdict.accepted else "wrong"
    template = resources.path("verdict.html").read_text("utf-8")
    values = {
        "title": _text(f"Verification of {checked.name}"),
        "state": state,
        "said": _text(sentences.said("right" if verdict.accepted else "wrong")),
        "facts": _rows(_facts(checked)),
        "findings": "\n".join(_findings(verdict)),
        "missing": _missing(verdict),
    }
    for name, value in values.items():
        template = template.replace(f"<!--{name}-->", value)
    return template


def _facts(checked: Checked) -> list[tuple[str, str]]:
    return [
        ("File", checked.name),
        ("Size", f"{len(checked.data):,} bytes"),
        ("SHA-256", hashlib.sha256(checked.data).hexdigest()),
        ("Compared with", ", ".join(checked.compared_with) or "nothing outside the file"),
        ("Verified", f"{checked.at}, by CoachDesk {coachdesk.__version__}"),
    ]


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"<tr><th>{_text(label)}</th><td>{_text(value)}</td></tr>" for label, value in rows)


def _findings(verdict: Verdict) -> Iterator[str]:
    for finding in verdict.findings:
        said = sentences.finding(finding.kind, finding.facts)
        mark = STATES[finding.state]
        yield f'<li class="{finding.state}"><b>{_text(mark)}</b><p>{_text(said)}</p></li>'


def _missing(verdict: Verdict) -> str:
    """The list of gaps; nothing where there is none."""
    if not verdict.missing:
        return ""
    rows = rows_of(verdict.missing)
    head = "".join(f"<th>{_text(cell)}</th>" for cell in rows[0])
    body = "\n".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows[1:])
    title = _text(sentences.said("withheld", count=len(verdict.missing)))
    return f"<h2>{title}</h2>\n<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _text(text: str) -> str:
    return html.escape(shown(text))
