"""The receipt of an export: a few lines to send by e-mail, apart from the file, and to keep.

It names the file by its digest and the ledger by its head. A file that fits a receipt is the one that was
there when the message came, whatever its author's clock says: the mail of somebody else is the anchor.
"""

import email
import email.policy
import re
from collections.abc import Iterator

import msgspec

from coachdesk.records.base import clean_line
from coachdesk.records.handover import Export

_TITLE = "COACHDESK RECEIPT"
_VERSION = 1
_BEGINS = re.compile(rf"{_TITLE} (\d+)$")
_QUOTED = re.compile(r"^[> \t]*")
_HEX = re.compile(r"[0-9a-f]{64}")
_EVENTS = re.compile(r"[1-9][0-9]{0,14}")
_MOST_BYTES = 1024 * 1024
_NOT_SIGNED = "not signed"

_LABELS = {
    "Export": "number",
    "Recipient": "recipient",
    "File": "digest",
    "Events": "size",
    "Head": "root",
    "Signer": "fingerprint",
}
"""What the lines are called, in their order. With 64 digits behind it a line is not broken on the way."""

_ABOUT = """\
Please keep this message. It shows, by its own date, since when that file
and the notes in it have stood as they are. Check the file against it with

  coachdesk verify FILE.pdf --receipt THIS.txt

“File” is the SHA-256 of the whole file; other programs know it, too.
"""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a receipt says. ``digest`` is the file's SHA-256, ``size`` and ``root`` are the head it proves.

    ``fingerprint`` is the certificate's, empty for a file that is not signed; None if the receipt does not say.
    """

    number: str
    recipient: str
    digest: str
    size: int
    root: str
    fingerprint: str | None


class UnreadableReceipt(ValueError):
    """This is no receipt: ``problem`` is ``missing``, ``newer``, ``several``, ``damaged`` or ``not_text``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def receipt_of(export: Export) -> Receipt:
    """The receipt of an export that the journal remembers."""
    return Receipt(
        number=export.number,
        recipient=clean_line(export.recipient),
        digest=export.digest,
        size=export.size,
        root=export.root,
        fingerprint=export.fingerprint,
    )


def text_of(receipt: Receipt) -> str:
    """The receipt as it is sent: plain text, no line of it long enough to be broken by a mail program."""
    said = msgspec.structs.asdict(receipt)
    if receipt.fingerprint == "":
        said["fingerprint"] = _NOT_SIGNED
    lines = [f"{label}: {said[name]}".rstrip() for label, name in _LABELS.items() if said[name] is not None]
    return "\n".join([f"{_TITLE} {_VERSION}", "", *lines, "", _ABOUT])


def read_receipt(data: bytes) -> Receipt:
    """The receipt in a text, or in a message saved as it came. Raises :class:`UnreadableReceipt`.

    What a mail program does to a text is borne with: marks of quotation, other line ends, lines broken
    between words, words around it.
    """
    if len(data) > _MOST_BYTES:
        raise UnreadableReceipt("not_text")
    lines = [_QUOTED.sub("", line).rstrip() for line in _text(data).splitlines()]
    begins = [place for place, line in enumerate(lines) if _BEGINS.match(line)]
    if len(begins) != 1:
        raise UnreadableReceipt("several" if begins else "missing")
    if lines[begins[0]] != f"{_TITLE} {_VERSION}":
        raise UnreadableReceipt("newer")
    return _receipt(dict(_values(lines[begins[0] + 1 :])))


def _text(data: bytes) -> str:
    """The words of a plain text or of an e-mail. Raises :class:`UnreadableReceipt`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if re.search(r"^MIME-Version:", text, re.IGNORECASE | re.MULTILINE):
        body = email.message_from_bytes(data, policy=email.policy.default).get_body(("plain",))
        text = body.get_content() if body else ""
    if not text:
        raise UnreadableReceipt("not_text")
    return text


def _values(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each label's value. Raises :class:`UnreadableReceipt` where one stands twice."""
    found: dict[str, str] = {}
    last = ""
    for line in lines:
        label, colon, value = line.partition(":")
        if colon and label in _LABELS:
            if label in found:
                raise UnreadableReceipt("damaged")
            found[label], last = value.strip(), label
        elif not line and found:
            break
        elif line and last:
            found[last] += f" {line.strip()}"
    yield from ((_LABELS[label], value) for label, value in found.items())


def _receipt(values: dict[str, str]) -> Receipt:
    events = _EVENTS.fullmatch(values.get("size", ""))
    signer = values.get("fingerprint")
    digests = [values.get("digest", ""), values.get("root", "")]
    if signer not in (None, _NOT_SIGNED):
        digests.append(str(signer))
    if not events or not values.get("number") or not all(map(_HEX.fullmatch, digests)):
        raise UnreadableReceipt("damaged")
    return Receipt(
        number=values["number"],
        recipient=values.get("recipient", ""),
        digest=values["digest"],
        size=int(events[0]),
        root=values["root"],
        fingerprint="" if signer == _NOT_SIGNED else signer,
    )
