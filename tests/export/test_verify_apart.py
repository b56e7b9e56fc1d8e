"""Verifying in a process of its own says the same, and ends when nobody waits any more."""

import io

import msgspec
import pytest

from coachdesk.export import verify_apart as apart
from coachdesk.export.verify import verify_pdf


def nothing() -> None:
    """Somebody waits."""


def test_a_process_of_its_own_says_the_same() -> None:
    for data in (b"no PDF", b"no PDF" * 200_000):
        assert apart.verify_apart(data, "", nothing) == verify_pdf(data)


def test_what_it_is_told_and_answers() -> None:
    said = io.BytesIO()
    assert apart.answer(io.BytesIO(msgspec.msgpack.encode(apart._File(b"no PDF", ""))), said) == 0
    assert msgspec.msgpack.decode(said.getvalue(), type=apart.Verdict) == verify_pdf(b"no PDF")


def test_it_ends_once_nobody_waits() -> None:
    class Gone(Exception):
        pass

    def gone() -> None:
        raise Gone

    with pytest.raises(Gone):
        apart.verify_apart(b"no PDF", "", gone)


def test_a_process_that_dies_says_nothing_about_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    real = apart.start

    def start_another(_hidden: str) -> object:
        return real("_nobody_knows_this")

    monkeypatch.setattr(apart, "start", start_another)
    with pytest.raises(apart.VerifyingFailed):
        apart.verify_apart(b"no PDF", "", nothing)
