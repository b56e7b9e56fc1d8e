"""Leaders and contacts."""

import pytest

from coachdesk.records.base import InvalidRecord
from coachdesk.records.people import Contact, Leader, check_day


@pytest.mark.parametrize("kind", [Leader, Contact])
@pytest.mark.parametrize("name", ["", "  ", "\n\t", "\u00a0"])
def test_nobody_is_without_a_name(kind: type[Leader] | type[Contact], name: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        kind.make(name=name)
    assert (refused.value.field, refused.value.problem) == ("name", "empty")


def test_a_leader_starts_on_a_day_of_the_calendar() -> None:
    assert Leader.make(name="Ada", started="2024-02-29").started == "2024-02-29"
    with pytest.raises(InvalidRecord) as refused:
        Leader.make(name="Ada", started="2023-02-29")
    assert refused.value.field == "started"


@pytest.mark.parametrize("day", ["2026-3-2", "20260302", "2026-W10-1", "", "2026-03-02 "])
def test_a_day_is_written_in_the_one_form_that_sorts(day: str) -> None:
    check_day("due", "2026-03-02")
    with pytest.raises(InvalidRecord, match="due: no_such_date"):
        check_day("due", day)
