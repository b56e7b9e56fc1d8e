"""What nobody caught, in any thread, is told on the GUI thread and quotes no note."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.gui.trouble import Trouble
from coachdesk.journal.errors import JournalMissing


@pytest.fixture
def trouble() -> Iterator[Trouble]:
    made = Trouble()
    stop = made.watch()
    yield made
    stop()


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_an_error_is_told_by_its_name_alone(
    trouble: Trouble, capfd: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    error = raised(ValueError("what Xanthippe said"))
    with qtbot.waitSignal(trouble.struck) as struck:
        sys.excepthook(type(error), error, error.__traceback__)
    assert struck.args == ["ValueError", ""]
    told = capfd.readouterr().err
    assert "test_trouble.py" in told
    assert "Xanthippe" not in told.replace('ValueError("what Xanthippe said")', "")


def test_an_error_of_another_thread_is_told_on_this_one(
    trouble: Trouble, capfd: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    threads: list[threading.Thread] = []
    trouble.struck.connect(lambda _name, _words: threads.append(threading.current_thread()))

    def work() -> None:
        raise KeyError("x")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.current_thread()]
    assert "KeyError" in capfd.readouterr().err


def test_a_journal_that_cannot_be_reached_is_no_mistake_of_ours(
    trouble: Trouble, capfd: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    error = raised(JournalMissing(Path("/media/stick/Notes.coachdesk")))
    with qtbot.waitSignal(trouble.struck) as struck:
        sys.excepthook(type(error), error, error.__traceback__)
    assert struck.args is not None
    name, words = struck.args
    assert name == "JournalMissing"
    assert words.startswith("There is no journal at /media/stick/Notes.coachdesk.")
    assert capfd.readouterr().err == ""


@pytest.mark.usefixtures("trouble")
def test_ctrl_c_ends_the_program() -> None:
    with pytest.raises(SystemExit):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)


@pytest.mark.usefixtures("qapp")
def test_the_hooks_from_before_are_put_back() -> None:
    before = sys.excepthook, threading.excepthook
    stop = Trouble().watch()
    assert sys.excepthook != before[0]
    stop()
    assert (sys.excepthook, threading.excepthook) == before
