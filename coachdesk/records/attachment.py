"""A file kept inside the journal beside an entry: its description. The content lives in chunks."""

from coachdesk.records.base import InvalidRecord, Record


class Attachment(Record, frozen=True, kw_only=True):
    """``size`` is in bytes, ``digest`` is the SHA-256 of the content as taken in, in lower-case hex.

    ``name`` is the file's name as it came, shown but never used as a path.
    """

    name: str
    media_type: str
    size: int
    digest: str
    title: str = ""

    def __post_init__(self) -> None:
        if not self.name:
            raise InvalidRecord("name", "empty")
        if self.size < 0:
            raise InvalidRecord("size", "negative", self.size)
