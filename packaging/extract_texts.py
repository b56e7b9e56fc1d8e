"""Collect every text of the window that can be translated, as a template for translators (GNU gettext PO).

    python packaging/extract_texts.py build/coachdesk.pot

Texts come from ``_()``, ``N_()`` and ``ngettext()`` in ``coachdesk/gui``, and from the resources that are shown:
``sentences.toml``, the names of the kinds in ``kinds.json``, the steps in ``coaching/playbook.toml``, what the language
checker, the workshop and the question bank say (``wording``); and from ``export/record_fields.py``. The guide is translated as a whole, as ``resources/help/<language>.md``.
"""

import ast
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "coachdesk"
MARKS = {"_": 1, "N_": 1, "ngettext": 2}
"""The functions that mark a text, and how many texts each takes."""


class Text(NamedTuple):
    """A text to be translated, its plural if it has one, and where it stands."""

    one: str
    many: str
    place: str


def main(target: Path) -> None:
    """Write the template."""
    found: dict[tuple[str, str], list[str]] = {}
    for text in texts():
        found.setdefault((text.one, text.many), []).append(text.place)
    lines = ['msgid ""', 'msgstr "Content-Type: text/plain; charset=UTF-8\\n"', ""]
    for (one, many), places in found.items():
        lines += [f"#: {place}" for place in places]
        lines += [f"msgid {_quoted(one)}", *([f"msgid_plural {_quoted(many)}"] if many else [])]
        lines += ['msgstr[0] ""', 'msgstr[1] ""', ""] if many else ['msgstr ""', ""]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(lines), encoding="utf-8")
    print(f"{target}: {len(found)} texts")


def texts() -> Iterator[Text]:
    """Everything that can be translated."""
    for path in sorted((PACKAGE / "gui").rglob("*.py")):
        yield from marked(path)
    sentences = PACKAGE / "resources" / "sentences.toml"
    for table in tomllib.loads(sentences.read_text("utf-8")).values():
        for sentence in table.values():
            yield Text(sentence, "", _name(sentences))
    kinds = PACKAGE / "resources" / "kinds.json"
    for kind in json.loads(kinds.read_text("utf-8")):
        yield Text(kind["name"], "", _name(kinds))
    steps = PACKAGE / "resources" / "coaching" / "playbook.toml"
    for step in tomllib.loads(steps.read_text("utf-8"))["step"]:
        yield Text(step["title"], "", _name(steps))
        yield Text(step["hint"], "", _name(steps))
    yield from of_wording()
    yield from of_records()


def of_records() -> Iterator[Text]:
    """What the fields of coaching records are called, and what stands in them."""
    sys.path.insert(0, str(ROOT))
    from coachdesk.export import record_fields  # noqa: PLC0415  # found only now

    for words in record_fields.texts():
        yield Text(words, "", "coachdesk/export/record_fields.py")


def of_wording() -> Iterator[Text]:
    """What the language checker, the workshop and the question bank say to the manager."""
    folder = PACKAGE / "resources" / "wording"
    for name, tables in (
        ("texts.toml", ("explanation", "question")),
        ("phrasing.toml", ("parts", "questions", "warnings", "variants")),
    ):
        read = tomllib.loads((folder / name).read_text("utf-8"))
        for table in tables:
            for words in read[table].values():
                for line in [words] if isinstance(words, str) else words:
                    yield Text(line, "", _name(folder / name))
    bank = folder / "questions.toml"
    for question in tomllib.loads(bank.read_text("utf-8"))["question"]:
        yield Text(question["text"], "", _name(bank))


def marked(path: Path) -> Iterator[Text]:
    """The texts that are marked in a module, literally."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            given = node.args[: MARKS[node.func.id]]
            words = [part.value for part in given if isinstance(part, ast.Constant)]
            if len(words) == len(given) and all(words):
                yield Text(words[0], words[1] if len(words) > 1 else "", f"{_name(path)}:{node.lineno}")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _quoted(words: str) -> str:
    """A string of a PO file; its escapes are those of C, which JSON shares."""
    return json.dumps(words, ensure_ascii=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
