"""No text is forgotten: what is marked can be collected, and in the pseudo-language nothing else is on any screen."""

import ast
import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QLibraryInfo, QLocale
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from coachdesk.coaching import phrasing, questions
from coachdesk.gui import qt_texts, texts
from coachdesk.gui.main_window import LEAST_SIZE
from coachdesk.gui.theme import Look
from coachdesk.gui.wording_check import words_for
from coachdesk.resources import path as resource
from tests.gui import walking
from tests.gui.scenes import SCENES, Journals, make_journals, staged

ROOT = Path(__file__).parents[2]
GUI = ROOT / "coachdesk" / "gui"
WORD = re.compile(r"[^\W\d_]{2,}")
NO_WORDS = re.compile(r"\[.*\]|/\S+|\b[0-9A-Za-f]{4}\b", re.DOTALL)
"""The pseudo-language, folders, and groups of a code."""


def extraction() -> ModuleType:
    """The script that collects the texts."""
    spec = importlib.util.spec_from_file_location("extract_texts", ROOT / "packaging" / "extract_texts.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def collected() -> set[str]:
    script = extraction()
    of_scenes = [text for path in sorted(Path(__file__).parent.glob("*.py")) for text in script.marked(path)]
    return {words for text in (*script.texts(), *of_scenes) for words in (text.one, text.many) if words}


@pytest.fixture(scope="module")
def journals(tmp_path_factory: pytest.TempPathFactory) -> Journals:
    return make_journals(tmp_path_factory.mktemp("languages"))


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
def test_what_is_marked_is_a_literal(name: str, collected: set[str]) -> None:
    for place, call in calls(name):
        for part in call.args[:2]:
            assert isinstance(part, ast.Constant), place
            assert part.value in collected


@pytest.mark.timeout(400)  # every screen there is
def test_everything_that_is_looked_up_while_every_screen_is_made_was_collected(
    look: Look, journals: Journals, collected: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text in a table that nobody marked would never reach a translator."""
    asked: set[str] = set()
    monkeypatch.setattr(texts._Pseudo, "gettext", lambda _self, message: asked.add(message) or message)
    with texts.speaking(texts.PSEUDO):
        for scene in SCENES:
            with staged(look, journals, LEAST_SIZE) as stage:
                SCENES[scene](stage)
                stage.settle()
    assert len(asked) > 200
    assert asked - collected == set()


@pytest.mark.parametrize("blunt", ["You are lazy.", "You always fail."])
def test_what_the_checker_the_workshop_and_the_question_bank_say_can_be_translated(
    blunt: str, collected: set[str]
) -> None:
    said: list[str] = []
    made = phrasing.workshop(blunt, say=lambda words: said.append(words) or words)
    assert len(said) > 5
    said += [phrasing.part_name(piece.key) for piece in made.pieces]
    said += [phrasing.warning_text(warning) for warning in made.warnings]
    said += [words_for(finding, "explanation") for finding in made.findings]
    said += [words_for(finding, "question") for finding in made.findings]
    said += [question.text for question in questions.bank()]
    assert set(said) - collected == set()


def test_a_template_for_translators_is_written(tmp_path: Path) -> None:
    extraction().main(tmp_path / "new" / "coachdesk.pot")
    template = (tmp_path / "new" / "coachdesk.pot").read_text("utf-8")
    assert 'msgid "Unlock"\nmsgstr ""' in template
    assert 'msgid "{count} entry"\nmsgid_plural "{count} entries"\nmsgstr[0] ""' in template
    assert 'msgid "Observation"' in template


# What is on the screen


def known_words() -> set[str]:
    """Words that are nobody's to translate: those of the demo, of days and months, of keys, files and forms."""
    stories = sorted(Path(str(resource("demo"))).glob("*.json"))
    said = " ".join(value for path in stories for value in strings(json.loads(path.read_text("utf-8"))))
    days = " ".join(
        name(at, form)
        for name, count in ((QLocale().monthName, 12), (QLocale().dayName, 7))
        for at in range(1, count + 1)
        for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    )
    return set(WORD.findall(f"{said} {days} {NAMES} {typed_on_the_screens()}"))


def typed_on_the_screens() -> str:
    """What the scenes have their user write: every text in them that is not marked."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*scenes*.py"))]
    marked = {
        id(part)
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "_"
        for part in node.args
    }
    return " ".join(
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in marked
    )


NAMES = (
    "CoachDesk Notes Demo coachdesk pdf png eml mp4 kB MB SHA CD EXPORT Ctrl Shift Enter Return Esc Tab Space Left Right "
    "Up Down Etc UTC Europe London now tmp Sept PDF A4 Letter leader kind after before told lane due no yes"
)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def shown(root: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Every text of the screen that no user wrote, and what is said of it."""
    for widget in walking.visible(root):
        yield widget, widget.accessibleName()
        yield widget, widget.accessibleDescription()
        yield widget, re.sub("<[^>]*>", "", widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget, widget.text()
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget, widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield from ((widget, widget.itemText(at)) for at in range(widget.count()))
        if isinstance(widget, QTabWidget):
            yield from ((widget, widget.tabText(at)) for at in range(widget.count()))
        if isinstance(widget, QMenu):
            yield from ((widget, action.text().partition("\t")[0]) for action in widget.actions())
        if widget.isWindow():
            yield widget, widget.windowTitle()


def left_in_english(root: QWidget, known: set[str]) -> list[str]:
    """Texts with words that are neither in the pseudo-language nor the user's own."""
    return [
        f"{type(widget).__name__}: {text}"
        for widget, text in shown(root)
        if set(WORD.findall(NO_WORDS.sub("", text))) - known
    ]


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("scene", SCENES)
def test_in_the_pseudo_language_nothing_is_left_in_english(
    scene: str, look: Look, journals: Journals
) -> None:
    with staged(look, journals, LEAST_SIZE) as stage:
        root = SCENES[scene](stage)
        stage.settle()
        assert left_in_english(root, known_words()) == []


@pytest.mark.usefixtures("look")
def test_a_text_that_was_forgotten_would_be_found(qtbot: QtBot) -> None:
    root = QLabel("Forgotten")
    qtbot.addWidget(root)
    root.show()
    assert left_in_english(root, known_words()) == ["QLabel: Forgotten"]


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
