"""What a coaching record says, field by field, to whoever reads it and in their language."""

import msgspec

from coachdesk.export.record_fields import Telling, fields_of, shown_states, texts
from coachdesk.records.base import Record
from coachdesk.records.forms import COACHING, type_name
from tests.export.conftest import Coached


def told(record: Record, how: Telling) -> dict[str, str]:
    return fields_of(type_name(record), shown_states([record])[-1], how)


def test_whatever_is_said_of_any_record_can_be_translated(coached: Coached) -> None:
    said: list[str] = []

    def say(words: str) -> str:
        said.append(words)
        return words

    for record in coached.records.values():
        assert told(record, Telling(lambda _id: "named", say))
    assert set(coached.records) == set(COACHING)
    assert set(said) <= set(texts())


def test_words_days_and_names_are_as_the_reader_has_them(coached: Coached) -> None:
    issue = coached.records["issue"]
    found = told(issue, Telling(lambda one: f"<{one}>", str.upper, lambda day: f"on {day}"))
    assert found["SEGMENT"] == "PROCESS"
    assert found["TITLE"] == getattr(issue, "title", "")  # their own words are nobody's to translate
    plain = msgspec.to_builtins(issue)
    assert f"DAY: on {plain['acknowledgements'][0]['day']}" in found["ACKNOWLEDGEMENTS"]
    link = coached.records["link"]
    assert told(link, Telling(lambda one: f"<{one}>"))["Entry"] == f"<{getattr(link, 'entry_id', '')}>"
    assert "Entry" not in told(link, Telling(lambda _one: ""))
