"""The session: each change is told once, lock ends everything, and nothing is lost by it."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from coachdesk.gui.background import Background, Task
from coachdesk.gui.session import Locked, Session
from coachdesk.gui.session_work import DEMO_PASSPHRASE
from coachdesk.journal.errors import (
    AlreadyExists,
    JournalError,
    JournalMissing,
    MistypedRecoveryCode,
    WrongPassphrase,
    WrongRecoveryCode,
)
from coachdesk.journal.keys import FLOOR, new_recovery_code
from coachdesk.journal.opening import create_journal, open_journal
from coachdesk.journal.view import View
from coachdesk.records.people import Leader
from tests.gui.conftest import PATIENCE_MS, raise_again, settle
from tests.making import PASSPHRASE, entry, leader

Told = Callable[[object], list[tuple[object, ...]]]


@pytest.fixture
def opened(session: Session, context: QObject, journal_folder: Path, qtbot: QtBot) -> Session:
    with qtbot.waitSignal(session.opened, timeout=PATIENCE_MS):
        session.open(context, journal_folder, PASSPHRASE, "passphrase", raise_again)
    return session


def refusal(
    session: Session, context: QObject, path: Path, secret: str, qtbot: QtBot, by: str = "passphrase"
) -> Exception:
    errors: list[Exception] = []
    session.open(context, path, secret, by, errors.append)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(errors), timeout=PATIENCE_MS)
    assert not session.is_open
    return errors[0]


def test_a_journal_is_opened_by_its_passphrase_and_can_be_read(opened: Session, ada: Leader) -> None:
    assert opened.is_open
    assert opened.view.leaders() == (ada,)


def test_a_journal_is_opened_by_its_recovery_code(
    session: Session, context: QObject, journal_folder: Path, recovery_code: str, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.opened, timeout=PATIENCE_MS):
        session.open(context, journal_folder, recovery_code, "recovery", raise_again)


def test_what_does_not_open_says_why(
    session: Session, context: QObject, journal_folder: Path, qtbot: QtBot
) -> None:
    assert isinstance(refusal(session, context, journal_folder, "wrong", qtbot), WrongPassphrase)
    assert isinstance(refusal(session, context, journal_folder / "no", "wrong", qtbot), JournalMissing)
    other = new_recovery_code()
    assert isinstance(refusal(session, context, journal_folder, other, qtbot, "recovery"), WrongRecoveryCode)
    mistyped = other[:-1]
    assert isinstance(
        refusal(session, context, journal_folder, mistyped, qtbot, "recovery"), MistypedRecoveryCode
    )


def test_each_change_is_told_once_with_the_record_that_matters(
    opened: Session, ada: Leader, told: Told
) -> None:
    heard = told(opened.changed)
    note, eve = entry(ada), leader("Eve")
    opened.put(eve)
    opened.put(note)
    opened.add(note.id, "She apologised.", "Happened later.")
    opened.correct(opened.view.get(note.id).record.changed(place="Room 4"), "Forgot it.")  # type: ignore[arg-type]
    opened.refile(note.id, (eve.id,), "Wrong person.")
    opened.withdraw(note.id, "Wrong altogether.")
    assert heard == [(eve.id,), *[(note.id,)] * 5]


def test_a_change_that_is_refused_is_not_told(opened: Session, ada: Leader, told: Told) -> None:
    heard = told(opened.changed)
    note = entry(ada)
    opened.put(note)
    with pytest.raises(JournalError):
        opened.withdraw(note.id, "")
    assert heard == [(note.id,)]


def test_a_draft_is_told_when_it_is_kept_sealed_or_thrown_away(
    opened: Session, ada: Leader, told: Told
) -> None:
    drafted, changed = told(opened.drafted), told(opened.changed)
    note = entry(ada)
    opened.keep_draft("a", {"text": "One"})
    opened.keep_draft("b", {"text": "Two"})
    assert {draft.id for draft in opened.view.drafts()} == {"a", "b"}
    opened.put(note, draft_id="a")
    opened.drop_draft("b")
    assert opened.view.drafts() == ()
    assert drafted == [("a",), ("b",), ("a",), ("b",)]
    assert changed == [(note.id,)]


def test_lock_lets_drafts_be_kept_then_closes_for_good(opened: Session, journal_folder: Path) -> None:
    order: list[str] = []
    opened.keeping.connect(lambda: opened.keep_draft("d", {"text": "half a sentence"}))
    opened.keeping.connect(lambda: order.append(f"keeping {opened.is_open}"))
    opened.locking.connect(lambda: order.append(f"locking {opened.is_open}"))
    opened.locked.connect(lambda why: order.append(f"locked {why} {opened.is_open}"))
    opened.lock("hand")
    assert order == ["keeping True", "locking True", "locked hand False"]
    with pytest.raises(Locked):
        _ = opened.view
    with open_journal(journal_folder, PASSPHRASE) as again:
        assert again.view.drafts()[0].values == {"text": "half a sentence"}


def test_locking_twice_is_locking_once(opened: Session, told: Told) -> None:
    heard = told(opened.locked)
    opened.lock("idle")
    opened.lock("hand")
    assert heard == [("idle",)]


def test_lock_interrupts_a_query_that_runs_and_waits_for_its_connection(
    opened: Session, background: Background, context: QObject, journal_folder: Path, qtbot: QtBot
) -> None:
    running: list[bool] = []

    def endless(view: View, _task: Task) -> None:
        running.append(True)
        view._connection.execute(
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"
        ).fetchone()

    opened.ask(context, endless, pytest.fail)
    qtbot.waitUntil(lambda: bool(running), timeout=PATIENCE_MS)
    time.sleep(0.05)
    started = time.monotonic()
    opened.lock("hand")
    assert time.monotonic() - started < 2
    assert background.wait(0)
    assert sorted(file.name for file in journal_folder.iterdir()) == [
        "LOCK",
        "journal.db",
        "keys.json",
        "keys.json.bak",
    ]
    settle()


def test_a_question_is_answered_over_a_connection_of_its_own(
    opened: Session, context: QObject, ada: Leader, qtbot: QtBot
) -> None:
    answers: list[object] = []
    own = opened.view
    opened.ask(context, lambda view, _task: (view is own, view.leaders()), answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
    assert answers == [(False, (ada,))]


def test_a_journal_that_nobody_waits_for_any_more_is_closed_again(
    session: Session, context: QObject, journal_folder: Path, background: Background
) -> None:
    session.open(context, journal_folder, PASSPHRASE, "passphrase", raise_again)
    assert background.wait(10)
    session.stop_opening()
    settle()
    assert not session.is_open
    open_journal(journal_folder, PASSPHRASE).close()


@pytest.fixture
def made(session: Session, context: QObject, tmp_path: Path, qtbot: QtBot) -> Session:
    """A journal made through the session: its code is known and not yet proved."""
    with qtbot.waitSignal(session.opened, timeout=60_000):
        session.create(context, tmp_path / "deep" / "New.coachdesk", PASSPHRASE, raise_again)
    return session


def test_a_new_journal_waits_for_its_recovery_code_to_be_proved(made: Session, tmp_path: Path) -> None:
    code = made.recovery_code
    assert not made.is_recovery_proved
    made.prove_recovery()
    assert made.is_recovery_proved
    assert made.recovery_code == ""
    made.lock("hand")
    with open_journal(tmp_path / "deep" / "New.coachdesk", code, "recovery"):
        pass


def test_the_code_is_forgotten_at_the_lock_and_a_new_one_can_be_made(
    made: Session, context: QObject, tmp_path: Path, qtbot: QtBot
) -> None:
    path, first = tmp_path / "deep" / "New.coachdesk", made.recovery_code
    made.lock("hand")
    assert made.recovery_code == ""
    with qtbot.waitSignal(made.opened, timeout=PATIENCE_MS):
        made.open(context, path, PASSPHRASE, "passphrase", raise_again)
    assert not made.is_recovery_proved
    second = made.renew_recovery_code()
    assert second == made.recovery_code != first
    made.lock("hand")
    with pytest.raises(WrongRecoveryCode):
        open_journal(path, first, "recovery")
    open_journal(path, second, "recovery").close()


def test_a_journal_is_not_made_over_something_else(
    session: Session, context: QObject, journal_folder: Path, qtbot: QtBot
) -> None:
    errors: list[Exception] = []
    session.create(context, journal_folder, PASSPHRASE, errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=PATIENCE_MS)
    assert isinstance(errors[0], AlreadyExists)


def test_a_journal_made_at_a_terminal_has_shown_its_code(
    session: Session, context: QObject, tmp_path: Path, qtbot: QtBot
) -> None:
    journal, _ = create_journal(tmp_path / "Other.coachdesk", PASSPHRASE, FLOOR)
    journal.close()
    with qtbot.waitSignal(session.opened, timeout=PATIENCE_MS):
        session.open(context, tmp_path / "Other.coachdesk", PASSPHRASE, "passphrase", raise_again)
    assert session.is_recovery_proved


def test_the_passphrase_is_changed_and_lock_waits_for_it(
    opened: Session, context: QObject, journal_folder: Path, qtbot: QtBot
) -> None:
    opened.change_passphrase(context, "another one altogether", lambda: None, raise_again)
    qtbot.waitUntil(opened._key_in_use.locked, timeout=PATIENCE_MS)
    opened.lock("hand")
    with pytest.raises(WrongPassphrase):
        open_journal(journal_folder, PASSPHRASE)
    with open_journal(journal_folder, "another one altogether") as again:
        assert again.check().head == again.head
    settle()


def test_what_should_be_known_of_a_journal_is_told_after_it_opened(
    session: Session, context: QObject, journal_folder: Path, told: Told, qtbot: QtBot
) -> None:
    (journal_folder / "keys.json").write_text("damaged")
    heard = told(session.noticed)
    with qtbot.waitSignal(session.opened, timeout=PATIENCE_MS):
        session.open(context, journal_folder, PASSPHRASE, "passphrase", raise_again)
    assert heard == [("header_from_copy", "")]


def test_the_demo_is_made_with_progress_and_opens_by_the_passphrase_that_is_printed(
    session: Session, context: QObject, tmp_path: Path, qtbot: QtBot
) -> None:
    shares: list[float] = []
    with qtbot.waitSignal(session.opened, timeout=60_000):
        session.create_demo(context, tmp_path / "CoachDesk", raise_again, shares.append)
    assert session.is_demo
    assert session.is_recovery_proved
    assert shares[-1] == 1
    session.lock("hand")
    open_journal(tmp_path / "CoachDesk" / "Demo.coachdesk", DEMO_PASSPHRASE).close()
