"""There is a sentence for everything: errors, problems, notices, findings, refusals, occasions."""

import ast
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from coachdesk import resources, sentences
from coachdesk.cli import refusals
from coachdesk.cli.refusals import NotUnderstood, Refused
from coachdesk.coaching import pip
from coachdesk.export import fault, verdict
from coachdesk.export.evidence import UnreadableEvidence
from coachdesk.export.fault import EvidenceFault
from coachdesk.export.letter_making import LetterRefused
from coachdesk.export.receipt import UnreadableReceipt
from coachdesk.export.rendering import ExportFailed
from coachdesk.journal import errors
from coachdesk.journal.check import IndexFault
from coachdesk.journal.connection import NotEncrypted
from coachdesk.journal.errors import JournalError, PathError, RecordError
from coachdesk.journal.journal import Notice
from coachdesk.ledger import verify as ledger_verify
from coachdesk.ledger.verify import LedgerFault
from coachdesk.records.base import InvalidRecord
from coachdesk.records.entry import Entry
from coachdesk.records.forms import NewerRecord

ROOT = Path(__file__).parents[1]
CORE = [ROOT / "coachdesk" / part for part in ("records", "ledger", "coaching", "journal", "export", "cli")]
MODULES = sorted(module for part in CORE for module in part.rglob("*.py"))
TABLES: Mapping[str, Mapping[str, str]] = tomllib.loads(resources.path("sentences.toml").read_text("utf-8"))
PLACE = Path("/home/ada/Notes.coachdesk")


def calls(*names: str) -> Iterator[ast.Call]:
    """Every call in the program of something with one of these names, however it is reached."""
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in names
            ):
                yield node


def words(node: ast.expr) -> set[str]:
    """The stable words that an argument may be: a literal, or either branch of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return words(node.body) | words(node.orelse)
    return set()


def braces(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def leaves(kind: type[Exception]) -> Iterator[type[Exception]]:
    """The classes under ``kind`` that are raised: those with nothing under them."""
    under = [one for one in kind.__subclasses__() if one.__module__.startswith("coachdesk")]
    for one in under:
        yield from leaves(one)
    if not under or kind is errors.NoSuchRecord:
        yield kind


def made(kind: type[Exception], problem: str = "nobody knows") -> Exception:
    if kind is errors.NewerFormat:
        return errors.NewerFormat(PLACE, 2, 1)
    if issubclass(kind, PathError):
        return kind(PLACE, problem)
    if kind in (errors.HoldInForce, errors.CannotErase):
        return kind("4f3a9c01", "2026-03-02" if kind is errors.HoldInForce else "needed")
    if issubclass(kind, RecordError):
        return kind("4f3a9c01")
    if kind is errors.MistypedSheet:
        return errors.MistypedSheet(problem, 3)
    return kind(problem) if kind is errors.MistypedRecoveryCode else kind()


def problems_of(kind: type[Exception], position: int) -> set[str]:
    return {
        word for call in calls(kind.__name__) for word in words((call.args + [ast.Constant(0)] * 3)[position])
    }


def is_sentence(said: str | None) -> bool:
    return bool(said) and said[-1] in ".?" and "{" not in said and "()" not in said


@pytest.mark.parametrize("kind", [*leaves(JournalError)], ids=lambda kind: kind.__name__)
def test_every_error_of_a_journal_has_a_sentence(kind: type[Exception]) -> None:
    assert is_sentence(sentences.of_error(made(kind)))


def test_whatever_cannot_be_erased_has_a_sentence_that_says_why() -> None:
    named = {f"CannotErase {problem}" for problem in problems_of(errors.CannotErase, 1)}
    assert named == {name for name in TABLES["errors"] if name.startswith("CannotErase")}
    assert len({TABLES["errors"][name] for name in named}) == len(named)


@pytest.mark.parametrize("kind", [*leaves(PathError)], ids=lambda kind: kind.__name__)
def test_every_problem_of_a_path_that_the_program_names_has_a_sentence_of_its_own(
    kind: type[Exception],
) -> None:
    for problem in problems_of(kind, 1):
        assert f"{kind.__name__} {problem}" in TABLES["errors"]
        assert is_sentence(sentences.of_error(made(kind, problem)))


@pytest.mark.parametrize("kind", [errors.MistypedRecoveryCode, ExportFailed])
def test_every_problem_of_a_code_or_an_export_has_a_sentence_of_its_own(kind: Any) -> None:
    problems = problems_of(kind, 0) | ({"check_failed", "mistake"} if kind is ExportFailed else set())
    assert len(problems) >= 3
    for problem in problems:
        assert f"{kind.__name__} {problem}" in TABLES["errors"]
        error = kind(problem, "text_differs") if kind is ExportFailed else kind(problem)
        assert is_sentence(sentences.of_error(error))


def test_every_reason_why_a_letter_is_refused_and_all_that_one_can_miss_has_words() -> None:
    problems = problems_of(LetterRefused, 0)
    assert len(problems) == 6
    for problem in problems:
        assert f"LetterRefused {problem}" in TABLES["errors"]
        assert is_sentence(sentences.of_error(LetterRefused(problem)))
    missing = {"no_change", "no_measure", "no_date", *get_args(pip.Missing)}
    assert set(TABLES["letter_missing"]) == missing
    assert is_sentence(sentences.letter_missing(sorted(missing)))


@pytest.mark.parametrize(
    "error",
    [NewerRecord("entry", 2), NotEncrypted(), UnreadableEvidence("newer"), EvidenceFault("out_of_order")],
)
def test_the_other_errors_of_the_core_have_sentences(error: Exception) -> None:
    assert is_sentence(sentences.of_error(error))


def test_every_problem_that_a_record_can_have_has_a_sentence() -> None:
    problems = problems_of(InvalidRecord, 1)
    assert len(problems) > 12
    for problem in problems:
        assert is_sentence(sentences.of_error(InvalidRecord("occurred.day", problem, "2026-02-30")))


def test_a_value_that_a_record_cannot_have_is_not_repeated() -> None:
    with pytest.raises(InvalidRecord) as refused:
        Entry.make(
            leader_ids=("1",),
            kind="other",
            occurred={"day": "2026-03-02", "precision": "day"},
            lane="What he told me",
        )
    said = sentences.of_error(refused.value)
    assert said is not None
    assert "lane" in said
    assert "told" not in said


@pytest.mark.parametrize("problem", get_args(ledger_verify.Problem))
def test_every_fault_of_a_ledger_has_a_sentence(problem: Any) -> None:
    said = sentences.of_error(LedgerFault(12, problem))
    assert is_sentence(said)
    assert "event 12" in str(said)


def test_every_table_that_can_differ_from_the_ledger_has_a_sentence() -> None:
    compared = {word for call in calls("_compare") for word in words(call.args[1])}
    tables = problems_of(IndexFault, 0) | compared
    assert {"pages", "schema", "record", "search", "leader_count"} <= tables
    for table in tables:
        assert is_sentence(sentences.of_error(IndexFault(table, "4f3a9c01")))


@pytest.mark.parametrize("kind", get_args(get_type_hints(Notice)["kind"]))
def test_every_notice_has_a_sentence(kind: str) -> None:
    assert is_sentence(sentences.notice(kind, detail="Notes (1).coachdesk"))


def test_every_finding_has_a_sentence_and_the_facts_it_needs() -> None:
    named = {
        node.value
        for module in (
            ROOT / "coachdesk/export/verify.py",
            ROOT / "coachdesk/export/anchors.py",
            ROOT / "coachdesk/cli/journal_check.py",
        )
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    of_a_journal = {word for call in calls("Found") for word in words(call.args[0])}
    assert "journal_checked" in of_a_journal
    for kind in (*get_args(verdict.Kind), *of_a_journal):
        needed = braces(TABLES["findings"][kind])
        assert needed <= named
        problem = {"signature_wrong": "broken", "revision_added": "broken", "receipt_differs": "digest"}.get(
            kind, "missing"
        )
        facts = dict.fromkeys(needed, "7") | {"problem": problem, "withheld": "5"}
        assert is_sentence(sentences.finding(kind, facts))


@pytest.mark.parametrize("problem", [*get_args(fault.Problem), "content_unreadable"])
def test_every_fault_of_evidence_has_words(problem: str) -> None:
    said = sentences.finding("evidence_wrong", {"problem": problem, "where": "7"})
    assert problem not in said
    assert is_sentence(said)


def test_every_reason_why_evidence_cannot_be_read_has_words() -> None:
    problems = problems_of(UnreadableEvidence, 0)
    assert len(problems) >= 4
    for problem in problems:
        assert is_sentence(sentences.finding("evidence_unreadable", {"problem": problem}))


def test_everything_that_can_be_wrong_with_a_receipt_has_words() -> None:
    anchors = ast.parse((ROOT / "coachdesk/export/anchors.py").read_text("utf-8"))
    differences = {
        word
        for node in ast.walk(anchors)
        if isinstance(node, ast.Yield) and node.value
        for word in words(node.value)
    }
    problems = problems_of(UnreadableReceipt, 0)
    assert (len(differences), len(problems)) == (4, 5)
    assert differences | problems == set(TABLES["receipt"])
    for kind, found in (("receipt_differs", differences), ("receipt_unreadable", problems)):
        for problem in found:
            assert is_sentence(sentences.finding(kind, {"problem": problem, "number": "7"}))


def test_every_problem_of_a_signature_has_words() -> None:
    tree = ast.parse((ROOT / "coachdesk/export/seal.py").read_text("utf-8"))
    problems: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "problem":
            problems |= words(node.value)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "problem":
            problems |= words(node.value)
    problems -= {""}
    assert problems == set(TABLES["signature"])
    for problem in problems:
        assert is_sentence(sentences.finding("signature_wrong", {"problem": problem}))


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("missing", "there is no evidence"),
        ("content_altered 5", "(no. 5)"),
        ("Can’t open {it}", "Can’t open {it}"),
    ],
)
def test_an_earlier_export_that_cannot_be_used_says_why(problem: str, words: str) -> None:
    assert words in sentences.finding("earlier_unreadable", {"problem": problem})


def test_all_entries_shown_is_said_otherwise_than_some_withheld() -> None:
    facts = {"entries": "17", "shown": "17", "withheld": "", "size": "40", "recorded_at": "2026-03-02"}
    facts |= {"whom": "this person"}
    assert "all are shown" in sentences.finding("counts_proved", facts)
    assert "no. 5, 9" in sentences.finding("counts_proved", facts | {"withheld": "5, 9", "shown": "15"})


def test_of_one_entry_it_is_not_spoken_as_of_many() -> None:
    facts = {"entries": "1", "shown": "1", "withheld": "", "size": "40", "recorded_at": "2026-03-02"}
    facts |= {"whom": "this person"}
    assert "there is exactly 1 entry about this person, and it is shown." in sentences.finding(
        "counts_proved", facts
    )
    withheld = sentences.finding("counts_proved", facts | {"withheld": "1", "shown": "0"})
    assert "there is exactly 1 entry about this person, and it is withheld (no. 1)." in withheld


@pytest.mark.parametrize("problem", get_args(refusals.Problem))
def test_every_refusal_has_a_sentence_is_used_and_gives_the_facts_it_needs(problem: Any) -> None:
    uses = [call for call in calls("Refused", "NotUnderstood") if words(call.args[0]) == {problem}]
    assert uses
    template = TABLES["refusals"][problem]
    for use in uses:
        assert braces(template) <= {str(keyword.arg) for keyword in use.keywords}
    facts = dict.fromkeys(braces(template), "x")
    assert is_sentence(sentences.of_error(Refused(problem, **facts)))
    assert sentences.of_error(NotUnderstood(problem, **facts)) == sentences.of_error(
        Refused(problem, **facts)
    )


def test_every_occasion_is_there_is_used_and_gives_the_facts_it_needs() -> None:
    own = {"ledger_fault", "index_fault", "system_refused", "letter_missing"}
    used = set(own)
    for call in calls("said"):
        occasions = words(call.args[0])
        used |= occasions
        for occasion in occasions:
            assert braces(TABLES["said"][occasion]) <= {str(keyword.arg) for keyword in call.keywords}
    assert used == set(TABLES["said"])


def test_no_sentence_is_kept_for_what_no_longer_happens() -> None:
    classes = {name.partition(" ")[0] for name in TABLES["errors"]}
    known = {kind.__name__ for kind in leaves(JournalError)}
    assert classes <= known | {
        "NewerRecord",
        "NotEncrypted",
        "UnreadableEvidence",
        "EvidenceFault",
        "ExportFailed",
        "LetterRefused",
    }
    assert set(TABLES["refusals"]) == set(get_args(refusals.Problem))
    assert set(TABLES["records"]) == problems_of(InvalidRecord, 1)
    assert set(TABLES["ledger"]) == set(get_args(ledger_verify.Problem))


def test_what_the_system_refuses_is_said_without_what_it_was_asked_for() -> None:
    said = sentences.of_error(OSError(36, "File name too long", "/home/ada/secret"))
    assert said is not None
    assert "File name too long" in said
    assert "secret" not in said


def test_an_error_that_nobody_foresaw_has_no_sentence() -> None:
    assert sentences.of_error(ValueError("what he told me")) is None


@pytest.mark.parametrize(
    ("shown", "passing", "hidden", "said"),
    [
        (0, 0, 0, "no entries yet"),
        (0, 0, 214, "nothing here: 214 hidden by filters"),
        (1, 1, 0, "1 entry"),
        (3, 3, 2, "3 entries; 2 hidden by filters"),
        (10, 67, 0, "the newest 10 of 67 entries"),
        (10, 60, 7, "the newest 10 of 60 entries; 7 hidden by filters"),
    ],
)
def test_a_timeline_says_how_much_of_it_is_seen(shown: int, passing: int, hidden: int, said: str) -> None:
    assert sentences.how_many(shown, passing, hidden) == said


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("occurred.day", "time at which it happened"),
        ("leader_ids[0]", "list of leaders"),
        ("place", "place"),
        ("", "record"),
    ],
)
def test_a_field_is_called_what_a_person_calls_it(field: str, name: str) -> None:
    assert sentences.field_name(field) == name
