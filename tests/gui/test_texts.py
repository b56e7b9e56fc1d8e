"""The words: translated where they are shown, and marked so that none is missed."""

import ast
import gettext
from pathlib import Path

import pytest

from coachdesk.gui import texts
from coachdesk.gui.texts import N_, PSEUDO, _, ngettext, pseudo, speak, speaking

GUI = Path(__file__).parents[2] / "coachdesk" / "gui"


def test_english_is_what_is_written_in_the_code() -> None:
    with speaking("en"):
        assert _("Unlock") == "Unlock"
        assert ngettext("{count} entry", "{count} entries", 2) == "{count} entries"
        assert _("") == ""


def test_an_unknown_language_is_english() -> None:
    with speaking("tlh"):
        assert _("Unlock") == "Unlock"


def test_the_pseudo_language_is_longer_bracketed_and_still_has_its_places() -> None:
    with speaking(PSEUDO):
        said = _("Locks in {time}")
        assert said.startswith("[")
        assert said.endswith("]")
        assert "{time}" in said
        assert len(said) >= 1.4 * len("Locks in ")
        assert ngettext("one", "many", 3) != ngettext("one", "many", 1)
    assert _("Unlock") == "Unlock"


def test_the_shortcut_of_a_text_stays_where_it_is() -> None:
    assert "&F" in pseudo("&File")


def test_a_text_in_a_table_is_marked_and_not_changed() -> None:
    with speaking(PSEUDO):
        assert N_("Light") == "Light"


def test_a_translation_is_found_where_the_resources_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "coachdesk.mo").write_bytes(
        _catalogue({"": "Content-Type: text/plain; charset=UTF-8\n", "Unlock": "Ouvrir"})
    )
    monkeypatch.setattr(texts.resources, "path", lambda *_parts: tmp_path)
    before = gettext.NullTranslations()
    assert before.gettext("Unlock") == "Unlock"
    with speaking("xx"):
        assert _("Unlock") == "Ouvrir"
    speak("en")


def _catalogue(messages: dict[str, str]) -> bytes:
    """A compiled catalogue (GNU gettext manual, "The Format of GNU MO Files")."""
    ids = sorted(messages)
    table, strings, at = [], b"", 28 + 16 * len(ids)
    for group in (ids, [messages[name] for name in ids]):
        for text in group:
            data = text.encode()
            table += [len(data), at + len(strings)]
            strings += data + b"\0"
    header = [0x950412DE, 0, len(ids), 28, 28 + 8 * len(ids), 0, 28 + 16 * len(ids)]
    return b"".join(number.to_bytes(4, "little") for number in (*header, *table)) + strings


def calls(name: str) -> list[ast.Call]:
    return [
        node
        for module in GUI.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


@pytest.mark.parametrize("name", ["_", "N_", "ngettext"])
def test_no_text_is_put_together_from_pieces(name: str) -> None:
    found = calls(name)
    assert found
    for call in found:
        for argument in call.args[:2]:
            assert not isinstance(argument, ast.JoinedStr | ast.BinOp), ast.unparse(call)
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                assert "{}" not in argument.value
                assert "%s" not in argument.value
