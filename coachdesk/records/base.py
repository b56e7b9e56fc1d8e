"""What every record has in common: an id, cleaned text, and JSON in and out."""

import re
import secrets
import unicodedata
from typing import Any, Self, TypeVar

import msgspec

ERASED = "[erased]"
"""Stands in a text in the place of a word that was destroyed; once, in the place of a whole text."""

_ID_BYTES = 12
_PLANE_ENDS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_NOT_TEXT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef{_PLANE_ENDS}\ud800-\udfff]")
_NEW_LINES = re.compile("\r\n?|\u2028|\u2029|\x85")


class InvalidRecord(ValueError):
    """A record cannot be made of these values; ``field`` says where, ``problem`` is a stable word."""

    def __init__(self, field: str, problem: str, value: object = None) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem, self.value = field, problem, value


def new_id() -> str:
    """A random id: it has no meaning, no order and no name in it."""
    return secrets.token_hex(_ID_BYTES)


def clean(text: str) -> str:
    r"""``text`` as a record keeps it: Unicode NFC, ``\n`` line ends, U+FFFD for what is not text.

    Control characters other than tab and new line, non-characters and lone surrogates are not text
    (Unicode 15, chapter 23); they are replaced, never dropped, so that nothing vanishes silently.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _NOT_TEXT.sub("\ufffd", _NEW_LINES.sub("\n", text)))


def clean_line(text: str) -> str:
    """``text`` on one line, without white space at its ends: for names and titles."""
    return " ".join(clean(text).split())


def cleaned(value: Any) -> Any:
    """``value`` with every string in it cleaned; lists and mappings are walked."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value inside a record."""


class Record(Part, frozen=True, kw_only=True):
    """A noun of the journal. ``id`` is the same through all its revisions."""

    id: str = msgspec.field(default_factory=new_id)

    @classmethod
    def make(cls, **values: Any) -> Self:
        """The record made of ``values``, cleaned and checked.

        Parts may be given as themselves or as mappings. Raises :class:`InvalidRecord`.
        """
        return build(cls, msgspec.to_builtins(_plain(values)))

    def changed(self, **values: Any) -> Self:
        """This record with other values, cleaned and checked. Raises :class:`InvalidRecord`."""
        return build(type(self), msgspec.to_builtins(_plain({**msgspec.structs.asdict(self), **values})))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """``values`` with lone surrogates gone before msgspec sees them: it refuses them."""
    return {key: cleaned(msgspec.to_builtins(value)) for key, value in values.items()}


RecordType = TypeVar("RecordType", bound=Part)


def build(kind: type[RecordType], values: Any) -> RecordType:
    """A record of ``kind`` from plain values. Raises :class:`InvalidRecord` instead of msgspec's error."""
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        if isinstance(error.__cause__, InvalidRecord):
            raise error.__cause__ from None
        field = re.search(r"`\$\.?([^`]*)`", str(error))
        raise InvalidRecord(field[1] if field else "", "wrong_value", str(error)) from None
