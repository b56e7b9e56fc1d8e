"""Every text of the window in the reader's language: whole sentences with named places, through gettext.

``_("...")`` translates where it stands; ``N_("...")`` only marks a text in a table, which is translated
where it is shown. The language is chosen once, before the first widget, by :func:`speak`.
"""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager

from coachdesk import resources

DOMAIN = "coachdesk"
PSEUDO = "en-x-pseudo"
"""A language that shows, in brackets and 40 % longer, which texts were missed and which would be clipped."""

_LONGER = 0.4
_PLACE = re.compile(r"(\{[^{}]*\}|&)")
_ACCENTED = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")


class _Speech:
    """The one choice that the whole process shares, as the standard library's gettext has it too."""

    translations: gettext.NullTranslations = gettext.NullTranslations()


class _Pseudo(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def speak(language: str = "") -> None:
    """Chooses the language of everything shown from now on; empty means the system's, English if unknown."""
    if language == PSEUDO:
        _Speech.translations = _Pseudo()
        return
    _Speech.translations = gettext.translation(
        DOMAIN, resources.path("locale"), [language] if language else None, fallback=True
    )


def spoken() -> str:
    """The language that is shown, as its catalogue names it; "" is English."""
    if isinstance(_Speech.translations, _Pseudo):
        return PSEUDO
    is_catalogue = isinstance(_Speech.translations, gettext.GNUTranslations)
    return _Speech.translations.info().get("language", "") if is_catalogue else ""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, texts are in ``language``: for pictures and tests."""
    before = _Speech.translations
    speak(language)
    try:
        yield
    finally:
        _Speech.translations = before


def _(message: str) -> str:
    """``message`` in the reader's language."""
    return _Speech.translations.gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """``one`` or ``many``, as ``number`` asks for in the reader's language."""
    return _Speech.translations.ngettext(one, many, number)


def N_(message: str) -> str:
    """``message`` itself: marked for translation where it is shown."""
    return message


def pseudo(message: str) -> str:
    """``message`` as the pseudo-language has it; named places and the & of a shortcut are left alone."""
    parts = [part if _PLACE.fullmatch(part) else part.translate(_ACCENTED) for part in _PLACE.split(message)]
    missing = round(len(_PLACE.sub("", message)) * _LONGER)
    filler = (" lorem ipsum dolor sit amet" * (missing // 20 + 1))[:missing]
    return f"[{''.join(parts)}{filler}]"
