"""A process that draws a report as others would: ``canvas`` or ``platypus``, the document on standard input.

Like the renderer it starts, imports what it needs, draws, and leaves a file.
"""

import sys
from pathlib import Path

import msgspec

from coachdesk.export.blocks import Document


class Order(msgspec.Struct, frozen=True):
    """What to draw, the key to sign it with (none for the bare canvas), and where it goes."""

    document: Document
    signing_key: bytes
    target: str


def _canvas(order: Order) -> None:
    from coachdesk.bench.canvas_peer import draw  # noqa: PLC0415  # each peer pays for its own imports

    Path(order.target).write_bytes(draw(order.document))


def _platypus(order: Order) -> None:
    from coachdesk.bench.platypus_peer import draw  # noqa: PLC0415
    from coachdesk.export import seal  # noqa: PLC0415
    from coachdesk.export.certificate import SigningKey  # noqa: PLC0415

    key = msgspec.msgpack.decode(order.signing_key, type=SigningKey)
    Path(order.target).write_bytes(seal.sign(draw(order.document), key, "Measured"))


if __name__ == "__main__":
    given = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    {"canvas": _canvas, "platypus": _platypus}[sys.argv[1]](given)
