"""What Qt itself says (Undo, Cut, Copy, names of keys, its file dialogs) in the language of the window."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from coachdesk.gui import texts

_KEYS = ("QShortcut", "QKeySequence")
"""The contexts of the names of keys: in the pseudo-language a shortcut stays one that can be read back."""


class _Pseudo(QTranslator):
    """Qt's texts in the pseudo-language."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, _disambiguation: str | None = None, _number: int = -1
    ) -> str:
        is_word = any(letter.islower() for letter in source)
        return texts.pseudo(source) if is_word and context not in _KEYS else source


def install(app: QCoreApplication) -> QTranslator | None:
    """Has Qt speak what the window speaks. None: that is English, or a language Qt does not know."""
    language = texts.spoken()
    if language == texts.PSEUDO:
        made: QTranslator = _Pseudo(app)
    else:
        made = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if not language or not made.load(f"qtbase_{language}", folder):
            made.deleteLater()
            return None
    app.installTranslator(made)
    return made
