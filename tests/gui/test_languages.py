"""No text is forgotten: what is marked can be collected, and in the pseudo-language nothing else is on any screen."""

import ast
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from coachdesk.coaching import phrasing, questions
from coachdesk.gui import qt_texts, texts
from coachdesk.gui.wording_check import words_for
from tests.gui import walking
from tests.gui.scenes import SCENES, Journals
from tests.gui.untranslated import ROOT, collected, extraction, left_in_english

GUI = ROOT / "coachdesk" / "gui"
PARTS = 4
"""So many processes walk the scenes, each its share: on several cores at the same time."""


@pytest.fixture
def pseudo(qapp: QApplication) -> Iterator[None]:
    """The window and Qt speak the pseudo-language."""
    with texts.speaking(texts.PSEUDO):
        translator = qt_texts.install(qapp)
        yield
        qapp.removeTranslator(translator)


# What can be collected


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for module in sorted(GUI.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield f"{module.name}:{node.lineno}", node


@pytest.mark.parametrize("name", ["N_", "ngettext"])
def test_what_is_marked_is_a_literal(name: str) -> None:
    for place, call in calls(name):
        for part in call.args[:2]:
            assert isinstance(part, ast.Constant), place
            assert part.value in collected()


@pytest.mark.parametrize("blunt", ["You are lazy.", "You always fail."])
def test_what_the_checker_the_workshop_and_the_question_bank_say_can_be_translated(
    blunt: str,
) -> None:
    said: list[str] = []
    made = phrasing.workshop(blunt, say=lambda words: said.append(words) or words)
    assert len(said) > 5
    said += [phrasing.part_name(piece.key) for piece in made.pieces]
    said += [phrasing.warning_text(warning) for warning in made.warnings]
    said += [words_for(finding, "explanation") for finding in made.findings]
    said += [words_for(finding, "question") for finding in made.findings]
    said += [question.text for question in questions.bank()]
    assert set(said) - collected() == set()


def test_a_template_for_translators_is_written(tmp_path: Path) -> None:
    extraction().main(tmp_path / "new" / "coachdesk.pot")
    template = (tmp_path / "new" / "coachdesk.pot").read_text("utf-8")
    assert 'msgid "Unlock"\nmsgstr ""' in template
    assert 'msgid "{count} entry"\nmsgid_plural "{count} entries"\nmsgstr[0] ""' in template
    assert 'msgid "Observation"' in template


# What is on the screen


@pytest.mark.timeout(400)  # many screens
@pytest.mark.parametrize("part", range(PARTS))
def test_in_the_longer_language_at_150_per_cent_nothing_is_cut_off_left_in_english_or_never_collected(
    part: int, journals: Journals, tmp_path: Path
) -> None:
    """One walk for all, at the least size: making the screens is what takes the time."""
    (tmp_path / "journals").write_bytes(pickle.dumps(journals))
    environment = os.environ | {"QT_SCALE_FACTOR": "1.5", "QT_QPA_PLATFORM": "offscreen"}
    share = ["--part", str(part), "--of", str(PARTS), "--journals", str(tmp_path / "journals")]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.gui.walking", *share],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    *findings, last = done.stdout.splitlines() or [""]
    assert findings == []
    assert done.returncode == 0, done.stderr
    scenes, asked = map(int, last.split())
    assert scenes >= len(SCENES) // PARTS
    assert asked > 200


@pytest.mark.usefixtures("look")
def test_a_text_that_was_forgotten_would_be_found(qtbot: QtBot) -> None:
    root = QLabel("Forgotten")
    qtbot.addWidget(root)
    root.show()
    assert left_in_english(walking.visible(root)) == ["QLabel: Forgotten"]


# What Qt says


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
def test_the_menu_of_a_text_field_is_translated_and_keeps_its_shortcuts(
    field: type[QLineEdit] | type[QPlainTextEdit], qtbot: QtBot
) -> None:
    made = field()
    qtbot.addWidget(made)
    menu = made.createStandardContextMenu()
    assert menu is not None
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert len(words) > 5
    assert [text for text in words if not text.startswith("[")] == []
    assert any(text.endswith("\tCtrl+Z") for text in words)
    menu.deleteLater()


def test_qt_speaks_a_real_language_and_english_where_the_window_does(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with texts.speaking("en"):
        assert qt_texts.install(qapp) is None
    monkeypatch.setattr(texts, "spoken", lambda: "de")
    assert "qtbase_de.qm" in [
        file.name for file in Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)).iterdir()
    ]
    translator = qt_texts.install(qapp)
    assert translator is not None
    made = QLineEdit()
    qtbot.addWidget(made)
    menu = made.createStandardContextMenu()
    assert "ckgängig" in menu.actions()[0].text()
    menu.deleteLater()
    qapp.removeTranslator(translator)


# Tool tips


def test_every_tool_tip_out_of_what_somebody_wrote_is_shown_as_written() -> None:
    """Qt takes what looks like markup for markup, and fetches what it names."""
    found = 0
    for module in sorted(GUI.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".setToolTip"):
                found += 1
                assert is_harmless(node.args[0]), f"{module.name}:{node.lineno}"
    assert found > 10


def is_harmless(value: ast.expr) -> bool:
    if isinstance(value, ast.IfExp):
        return is_harmless(value.body) and is_harmless(value.orelse)
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) in ("plain_tip", "_")
    return isinstance(value, ast.Constant)
