"""The short form of ``python -m tests.export.tampering``, and that its judge is not asleep."""

import pytest

from tests.export.tampering import (
    CLASSES,
    VERDICTS,
    Mutation,
    Specimen,
    every_byte,
    judge,
    specimens,
    tamper,
)
from tests.export.tampering_exceptions import REASONS


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Specimen]:
    return specimens(tmp_path_factory.mktemp("tampering"))


def test_every_class_has_its_verdict() -> None:
    assert CLASSES.keys() == VERDICTS.keys()


@pytest.mark.timeout(600)
def test_every_mutation_gets_the_verdict_written_down_for_its_class(found: list[Specimen]) -> None:
    judged = list(tamper(found, 92, 7))
    assert {one.kind for one in judged} == CLASSES.keys()
    assert [(one.kind, one.specimen, one.fault) for one in judged if one.fault] == []
    assert {one.accepted_for for one in judged} <= {"", *REASONS}


@pytest.mark.timeout(600)
def test_no_byte_of_a_signed_file_can_be_changed(found: list[Specimen]) -> None:
    for of in found:
        if of.signed:
            assert list(every_byte(of, 4999, 12)) == []


def test_what_was_not_changed_is_found_out(found: list[Specimen]) -> None:
    """A judge that says nothing about the file as it is would say nothing about any."""
    for of in found:
        assert judge("any byte, signed", of, Mutation(of.data)).fault.startswith("accepted")


def test_another_reason_than_its_own_is_a_fault(found: list[Specimen]) -> None:
    assert judge("counts", found[0], Mutation(b"no PDF")).fault == "not for its reason: not_a_pdf"
