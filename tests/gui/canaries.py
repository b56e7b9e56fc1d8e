"""What is typed into every field of the window and must not be found again in any file."""

import zlib

STEM, ACCENTED = "Kanarien", "Kanärien"
"""Eight letters: the shortest fields take no more. Every canary has both in it."""


def canary(field: str) -> str:
    """The words for a field, which tell where they came from if they are found."""
    number = f"{zlib.crc32(field.encode()):08x}"
    return f"{STEM}{number} {ACCENTED}{number}"


PASSPHRASES = {name: f"{canary(name)} offen" for name in ("New passphrase", "second", "third")}
"""By the name of the field, or of the change that brings it."""
