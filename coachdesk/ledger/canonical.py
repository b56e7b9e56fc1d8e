"""One byte form for each value: JSON Canonicalization Scheme, RFC 8785."""

from typing import Any

import msgspec
import rfc8785


def encode(value: Any) -> bytes:
    """``value`` (a record or plain JSON values) as canonical JSON."""
    return rfc8785.dumps(msgspec.to_builtins(value))


def decode(data: bytes) -> Any:
    """The value of canonical JSON bytes. Raises ``msgspec.DecodeError``."""
    return msgspec.json.decode(data)
