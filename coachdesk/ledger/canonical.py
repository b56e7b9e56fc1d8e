"""One byte form for each value: JSON Canonicalization Scheme, RFC 8785."""

from typing import Any

import msgspec
import rfc8785

_DEEPEST, _SAFE = 50, 2**53


def encode(value: Any) -> bytes:
    """``value`` (a record or plain JSON values) as canonical JSON."""
    plain = msgspec.to_builtins(value)
    if _is_simple(plain, _DEEPEST):
        return msgspec.json.encode(plain, order="sorted")
    return rfc8785.dumps(plain)


def _is_simple(value: Any, deepest: int) -> bool:
    """Whether there is only one way to write ``value``: no fractions, no large numbers, names in ASCII."""
    kind = value.__class__
    if kind is str or kind is bool or value is None:
        return True
    if kind is dict:
        names = all(map(str.isascii, value))
        return names and deepest > 0 and all(_is_simple(item, deepest - 1) for item in value.values())
    if kind is list or kind is tuple:
        return deepest > 0 and all(_is_simple(item, deepest - 1) for item in value)
    return kind is int and -_SAFE < value < _SAFE


def decode(data: bytes) -> Any:
    """The value of canonical JSON bytes. Raises ``msgspec.DecodeError``."""
    return msgspec.json.decode(data)
