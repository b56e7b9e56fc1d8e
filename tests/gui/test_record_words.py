"""What types of records are called."""

from coachdesk.gui.record_words import TYPES
from coachdesk.records.forms import RECORD_TYPES


def test_every_type_of_record_but_an_entry_has_a_name_of_its_own() -> None:
    assert set(TYPES) == set(RECORD_TYPES) - {"entry"}
    assert len(set(TYPES.values())) == len(TYPES)
