"""The changes of an unsigned file that are accepted, each with its reason. There are no others.

None changes what the file says: its objects are compared with those of the report drawn again, one by one, and a
file that has to be mended to be read, or in which an object stands hidden, is rejected. A signed file has no
exception at all: whatever changes in it breaks the signature.
"""

import re

_SPACES = b"\x00\t\n\x0b\x0c\r "
_ENTRY = 20
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_OWNERS = re.compile(rb"/OE? ?<[0-9A-Fa-f]*>|/Perms ?<[0-9A-Fa-f]*>|/P -?\d+")

REASONS = {
    "white space": "one kind of white space for another, between two words of the file; readers take them for the same",
    "table": "the table of objects: a sign that fills a line, or the white space just before an object as its place",
    "packing": "a stream packed otherwise, which unpacks to the same content: all objects are compared unpacked",
    "cipher padding": "the padding of a cipher behind the content of a stream, or the length that it is said to have",
    "owner's password": "the part of a protected file's key that is the owner's; that password is random and forgotten",
    "file id": "the trailer's identifiers, which name the file and say nothing; of a protected file they are new each time",
    "binary mark": "the comment behind the first line, which only says that there are bytes beyond ASCII",
}


def exception_of(data: bytes, changed: bytes, place: int) -> str:
    """The name of the reason why a change of the byte at ``place`` may be accepted; empty if there is none."""
    table, trailer = data.rindex(b"\nxref"), data.rindex(b"trailer")
    protected = b"/Encrypt" in data[trailer:]
    identifiers = data.find(b"/ID", trailer)
    if any(found.start(1) <= place < found.end(1) for found in _STREAM.finditer(data)):
        return "cipher padding" if protected else "packing"
    if table < place < trailer:
        return "table" if _is_beside(data, changed, place, table) else ""
    holds = {
        "binary mark": data.index(b"%", 1) <= place < data.index(b"\n", data.index(b"%", 1)),
        "white space": data[place] in _SPACES and changed[place] in _SPACES,
        "file id": 0 <= identifiers < place < data.find(b"]", identifiers),
        "owner's password": protected
        and any(found.start() <= place < found.end() for found in _OWNERS.finditer(data)),
        "cipher padding": protected and re.search(rb"/Length \d*\Z", data[: place + 1]) is not None,
    }
    return next((name for name, so in holds.items() if so), "")


def _is_beside(data: bytes, changed: bytes, place: int, table: int) -> bool:
    """Whether a line of the table still leads to its object: over white space, or by what fills the line."""
    first = data.index(b"\n", data.index(b"\n", table + 1) + 1) + 1
    line = first + (place - first) // _ENTRY * _ENTRY
    if place - line >= len("0000000000 00000 n"):
        return True
    was, now = data[line : line + 10], changed[line : line + 10]
    if was == now or not now.isdigit() or place - line >= len("0000000000"):
        return False
    between = data[min(int(was), int(now)) : max(int(was), int(now))]
    return all(sign in _SPACES for sign in between)
