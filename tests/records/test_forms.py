"""Stored forms: every one that was ever written can be read for ever."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coachdesk.ledger import canonical
from coachdesk.records.base import InvalidRecord
from coachdesk.records.forms import RECORD_TYPES, SCHEMAS, UPCASTS, NewerRecord, read, type_name
from coachdesk.records.people import Leader

SAMPLES = Path(__file__).parent / "samples"
EVERY_FORM = [(name, schema) for name, newest in SCHEMAS.items() for schema in range(1, newest + 1)]


def sample(record_type: str, schema: int) -> bytes:
    """One record as it was stored under that schema. A sample is never edited."""
    return (SAMPLES / f"{record_type}-{schema}.json").read_bytes().rstrip(b"\n")


def test_there_is_a_sample_of_every_form_and_no_other() -> None:
    names = {f"{record_type}-{schema}" for record_type, schema in EVERY_FORM}
    assert {file.stem for file in SAMPLES.iterdir()} == names


@pytest.mark.parametrize(("record_type", "schema"), EVERY_FORM)
def test_a_record_stored_long_ago_is_still_read(record_type: str, schema: int) -> None:
    values = json.loads(sample(record_type, schema))
    record = read(record_type, schema, values)
    assert type_name(record) == record_type
    assert record.id == values["id"]


@pytest.mark.parametrize("record_type", SCHEMAS)
def test_the_newest_form_is_written_today_as_it_was_when_it_was_sampled(record_type: str) -> None:
    stored = sample(record_type, SCHEMAS[record_type])
    record = read(record_type, SCHEMAS[record_type], json.loads(stored))
    assert canonical.encode(record) == stored


@pytest.mark.parametrize("record_type", SCHEMAS)
def test_the_newest_sample_leaves_no_field_at_its_default(record_type: str) -> None:
    record = read(record_type, SCHEMAS[record_type], json.loads(sample(record_type, SCHEMAS[record_type])))
    fields = msgspec.structs.fields(type(record))
    assert [field.name for field in fields if getattr(record, field.name) == field.default] == []


def test_every_step_between_two_forms_has_its_upcast() -> None:
    assert set(UPCASTS) == {form for form in EVERY_FORM if form[1] < SCHEMAS[form[0]]}


def test_an_old_form_is_read_one_step_at_a_time() -> None:
    def split_the_name(values: dict[str, Any]) -> dict[str, Any]:
        return {"id": values["id"], "names": values["name"].split(" ")}

    def join_the_names(values: dict[str, Any]) -> dict[str, Any]:
        return {"id": values["id"], "name": "/".join(values["names"])}

    schemas, upcasts = {"leader": 3}, {("leader", 1): split_the_name, ("leader", 2): join_the_names}
    oldest = {"id": "x", "name": "Ada Marsh"}
    assert read("leader", 1, oldest, schemas, upcasts) == Leader(id="x", name="Ada/Marsh")
    assert read("leader", 2, {"id": "x", "names": ["B"]}, schemas, upcasts) == Leader(id="x", name="B")
    assert read("leader", 3, {"id": "x", "name": "C"}, schemas, upcasts) == Leader(id="x", name="C")
    assert oldest == {"id": "x", "name": "Ada Marsh"}


@pytest.mark.parametrize(("record_type", "schema"), [("leader", 2), ("horoscope", 1), ("entry", 99)])
def test_a_type_or_form_from_the_future_is_named_as_such(record_type: str, schema: int) -> None:
    with pytest.raises(NewerRecord) as newer:
        read(record_type, schema, {})
    assert (newer.value.record_type, newer.value.schema) == (record_type, schema)


@pytest.mark.parametrize("schema", [0, -1])
def test_there_is_no_form_before_the_first(schema: int) -> None:
    with pytest.raises(InvalidRecord, match="no_such_schema"):
        read("leader", schema, {"name": "Ada"})


def test_values_that_make_no_record_are_refused_when_read() -> None:
    with pytest.raises(InvalidRecord):
        read("leader", 1, {"name": "Ada", "horoscope": "Leo"})


def test_every_type_has_a_name_of_its_own() -> None:
    assert list(SCHEMAS) == list(RECORD_TYPES)
    assert len(set(RECORD_TYPES.values())) == len(RECORD_TYPES)
