"""The user's own rules of wording: taken in from a file, kept in the journal, their mistakes told with the line."""

from pathlib import Path

import pytest

from coachdesk.coaching import own_rules
from coachdesk.gui.main_window import MainWindow
from coachdesk.gui.own_rules_box import OwnRulesBox
from coachdesk.gui.preferences import PreferencesDialog
from coachdesk.gui.tools import Tools
from tests.gui.answers import Answers
from tests.gui.coaching.filling import answered

RULES = '[[list]]\nrule = "L2"\nwords = ["like clockwork"]\n'
ONE_BAD = RULES + '\n[[list]]\nrule = "L99"\nwords = ["x"]\n\n[[list]]\nwords = [\n'


@pytest.fixture
def box(unlocked: MainWindow, tools: Tools) -> OwnRulesBox:
    dialog = PreferencesDialog(tools, unlocked)
    dialog.show()
    return dialog.own_rules


def take_in(box: OwnRulesBox, answers: Answers, path: Path, content: str | bytes) -> None:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    answers.will(path)
    box.choose.click()


def found(window: MainWindow, tools: Tools) -> list[str]:
    """What is found in a note that is written now."""
    editor = window.desk.editor
    editor.wordings.look()
    answered(tools)
    return [one.found for one in editor.wordings.findings]


def test_they_work_beside_the_others_at_once_and_after_a_lock(
    unlocked: MainWindow, tools: Tools, box: OwnRulesBox, answers: Answers, tmp_path: Path
) -> None:
    unlocked.desk.new_note()
    unlocked.desk.editor.text.setPlainText("He is lazy, and writes like clockwork.")
    assert found(unlocked, tools) == ["lazy"]
    path = tmp_path / "rules.toml"
    take_in(box, answers, path, RULES)
    assert box.problems.text() == ""
    assert "in use" in box.state.text()
    assert found(unlocked, tools) == ["lazy", "like clockwork"]
    path.unlink()
    assert found(unlocked, tools) == ["lazy", "like clockwork"], "what counts is in the journal"
    tools.session.lock("hand")
    assert own_rules.checker_with.cache_info().currsize == 0, "nothing of them stays in memory"


def test_a_mistake_is_told_with_its_line_and_the_other_rules_work(
    unlocked: MainWindow, tools: Tools, box: OwnRulesBox, answers: Answers, tmp_path: Path
) -> None:
    take_in(box, answers, tmp_path / "rules.toml", ONE_BAD)
    said = box.problems.text()
    assert "Line 6 of your wording rules: there is no rule “L99”" in said
    assert "Line 10 of your wording rules cannot be read" in said
    unlocked.desk.new_note()
    unlocked.desk.editor.text.setPlainText("He writes like clockwork.")
    assert found(unlocked, tools) == ["like clockwork"]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00r", b"#" * (256 * 1024 + 1)], ids=["not text", "too large"]
)
def test_a_file_of_which_nothing_can_be_used_leaves_the_earlier_rules(
    tools: Tools, box: OwnRulesBox, answers: Answers, tmp_path: Path, content: bytes
) -> None:
    take_in(box, answers, tmp_path / "rules.toml", RULES)
    take_in(box, answers, tmp_path / "other.toml", content)
    assert box.message.text
    assert tools.session.view.setting(own_rules.SETTING) == RULES.encode()
    answers.will(tmp_path / "gone.toml")
    box.choose.click()
    assert box.message.text
    assert tools.session.view.setting(own_rules.SETTING) == RULES.encode()


def test_they_can_be_forgotten(tools: Tools, box: OwnRulesBox, answers: Answers, tmp_path: Path) -> None:
    take_in(box, answers, tmp_path / "rules.toml", RULES)
    answers.will(False)
    box.drop.click()
    assert tools.session.view.setting(own_rules.SETTING)
    answers.will(True)
    box.drop.click()
    assert not tools.session.view.setting(own_rules.SETTING)
    assert "None yet" in box.state.text()
    assert not box.drop.isVisible()


def test_without_a_journal_it_says_where_they_are_kept(window: MainWindow, tools: Tools) -> None:
    dialog = PreferencesDialog(tools, window)
    assert not dialog.own_rules.choose.isEnabled()
    assert "Open it first" in dialog.own_rules.state.text()
    dialog.deleteLater()


def test_nothing_of_them_stands_on_the_disk_outside_of_the_journal(
    tools: Tools, box: OwnRulesBox, answers: Answers, tmp_path: Path, journal_folder: Path
) -> None:
    path = tmp_path / "rules.toml"
    take_in(box, answers, path, RULES)
    path.unlink()
    tools.session.lock("hand")
    every = [one for folder in (tmp_path, journal_folder) for one in folder.rglob("*") if one.is_file()]
    assert every
    assert not [one for one in every if b"like clockwork" in one.read_bytes()]
