"""The finished file read back in two processes: together they miss nothing, and neither can be done without."""

import io
from collections.abc import Iterator
from functools import cache

import msgspec
import pytest

from coachdesk.export import reading_back
from coachdesk.export.pdf.draw import Drawing, draw
from coachdesk.export.pdf.text_check import compare
from coachdesk.export.reading_back import Reader
from coachdesk.export.rendering import start, started
from tests.export.pdf.documents import rich_document

Pages = tuple[tuple[str, ...], ...]


@cache
def drawing() -> Drawing:
    return draw(rich_document())


@pytest.fixture
def reader() -> Iterator[Reader]:
    with started("_read_back") as process:
        yield Reader(process)


def changed(place: int) -> Pages:
    """What is printed, but for one page."""
    pages = list(drawing().pages)
    pages[place] = (*pages[place], "more")
    return tuple(pages)


def test_what_is_printed_as_it_should_be_is_found_so(reader: Reader) -> None:
    reader.begin(drawing().data, drawing().pages)
    assert reader.compare(drawing().data, drawing().pages) == []


@pytest.mark.parametrize("place", range(len(draw(rich_document()).pages)))
def test_a_difference_is_found_whoever_reads_its_page(reader: Reader, place: int) -> None:
    reader.begin(drawing().data, changed(place))
    (found,) = reader.compare(drawing().data, changed(place))
    assert [found] == compare(drawing().data, changed(place))
    assert found.page == place + 1


def test_of_a_page_that_is_missing_both_tell(reader: Reader) -> None:
    pages = drawing().pages[:-1]
    reader.begin(drawing().data, pages)
    assert {found.page for found in reader.compare(drawing().data, pages)} == {0}


def test_without_the_other_process_nothing_is_found_right() -> None:
    with started("_read_back") as process:
        process.kill()
        process.wait()
        reader = Reader(process)
        reader.begin(drawing().data, drawing().pages)
        with pytest.raises(msgspec.DecodeError):
            reader.compare(drawing().data, drawing().pages)


def test_the_other_process_ends_when_nobody_needs_it_any_more() -> None:
    process = start("_read_back")
    with process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=60) != 0


def test_the_other_process_reads_its_part_only() -> None:
    pages = changed(len(drawing().pages) - 1)
    for end, differences in ((len(pages) - 1, 0), (len(pages), 1)):
        data, part = drawing().data, msgspec.msgpack.encode({"pages": pages, "end": end})
        heard = io.BytesIO()
        assert reading_back.answer(io.BytesIO(b"%d\n%b%b" % (len(data), data, part)), heard) == 0
        assert len(msgspec.msgpack.decode(heard.getvalue())) == differences
