"""Somebody who answers every prompt as a test told them to, and remembers what they were asked."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget


class Answers:
    """Prompts without a screen. Answers are given in the order of the questions; one too many is an error."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._answers: list[Any] = []

    def will(self, *answers: object) -> None:
        """The next answers."""
        self._answers.extend(answers)

    def _next(self, question: str) -> Any:
        self.asked.append(question)
        return self._answers.pop(0)

    def confirm(self, _parent: QWidget, question: str, _explanation: str, _action: str) -> bool:
        return bool(self._next(question))

    def ask(self, _parent: QWidget, _title: str, question: str, _before: str = "") -> str | None:
        answer: str | None = self._next(question)
        return answer

    def tell(self, _parent: QWidget, _title: str, sentence: str) -> None:
        self.asked.append(sentence)

    def choose_file(self, _parent: QWidget, title: str, _folder: Path, _pattern: str = "") -> Path | None:
        answer: Path | None = self._next(title)
        return answer

    def choose_files(self, _parent: QWidget, title: str, _folder: Path, _pattern: str = "") -> list[Path]:
        answer: list[Path] = self._next(title)
        return answer

    def choose_folder(self, _parent: QWidget, title: str, _folder: Path) -> Path | None:
        answer: Path | None = self._next(title)
        return answer

    def choose_printer(self, _parent: QWidget) -> Any:
        return self._next("printer")

    def choose_target(
        self, _parent: QWidget, title: str, _suggestion: Path, _pattern: str = ""
    ) -> Path | None:
        answer: Path | None = self._next(title)
        return answer
