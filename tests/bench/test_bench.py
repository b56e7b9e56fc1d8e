import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from coachdesk import bench
from coachdesk.bench import children, exporting, journals, running, storing, table, window
from coachdesk.bench.measuring import Required, Row, row
from coachdesk.journal import head_seen

SIZES, EXPORTS = (30, 60), (3,)
ROOT = Path(__file__).parents[2]
PROMISED = {
    "window visible": 0.6,
    "unlock to usable": 0.2,
    "lock with a note begun": 0.2,
    "key press, 5,000 words": 0.016,
    "key press, worst": 0.016,
    "leader opened": 0.1,
    "scrolled by a frame": 0.033,
    "scrolled, worst frame": 0.033,
    "export window, worst stall": 0.05,
}
"""Seconds, whatever the size of the journal."""
ALWAYS = {"name", "size", "seconds", "limit_seconds", "ratio"}


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that is measured in."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def rows(temporary: Path) -> Iterator[list[Row]]:
    """Everything measured, with journals and reports of next to nothing, and few times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(temporary))
        patch.setattr(exporting, "_MOST_RUNS", 1)
        patch.setattr(storing, "_SEALED", 5)
        patch.setattr(
            window, "TIMES", window.Times(1, 1, presses=4, openings=1, frames=3, entries=40, exported=20)
        )
        yield list(running.measured(SIZES, EXPORTS))


@pytest.mark.parametrize(
    "name",
    [
        "fill, 500 entries at once",
        "open",
        "timeline, first look",
        "timeline, again",
        "filter, one quarter",
        *(f"search, {length} letters" for length in range(2, 11)),
        "search, 1 letter",
        "search, 10 letters, worst",
        "verify",
        "seal one entry",
    ],
)
def test_every_size_is_measured_for(rows: list[Row], name: str) -> None:
    assert {found.size for found in rows if found.name == name} == set(SIZES)


def test_checking_a_note_is_measured_once(rows: list[Row]) -> None:
    (found,) = (one for one in rows if one.name == "check a note’s wording")
    assert found.required is not None


def test_sealing_is_shown_beside_the_insert_with_and_without_search(rows: list[Row]) -> None:
    found = [(one.name, one.limit) for one in rows if one.name.startswith("seal") and one.size == SIZES[0]]
    assert found == [
        ("seal one entry", "bare insert and search"),
        ("seal, beside insert alone", "bare insert"),
    ]


def test_an_export_is_shown_beside_both_peers(rows: list[Row]) -> None:
    found = [(one.name, one.size) for one in rows if one.name.startswith("export, beside")]
    peers = ("export, beside Platypus", "export, beside canvas")
    assert found == [(peer, size) for size in EXPORTS for peer in peers]


def test_of_an_export_the_time_from_layout_to_the_signed_file_is_measured(rows: list[Row]) -> None:
    found = [one for one in rows if one.name == "layout to signed file"]
    whole = [one for one in rows if one.name == "export, beside canvas"]
    assert [one.size for one in found] == [*EXPORTS]
    assert [one.limit_seconds for one in found] == [one.limit_seconds for one in whole]
    assert {1_000: Required(seconds=2.5), 5_000: Required(seconds=12.0)} == exporting._RENDERED


def test_of_an_export_the_most_memory_of_its_process_is_measured(rows: list[Row]) -> None:
    (found,) = [one for one in rows if one.name == "export, most memory"]
    assert (found.size, found.met) == (EXPORTS[0], True)
    assert found.required == Required(bytes=300_000_000)


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("window visible", {0}),
        ("unlock to usable", {*SIZES}),
        ("lock with a note begun", {*SIZES}),
        ("key press, 5,000 words", {1}),
        ("key press, worst", {1}),
        ("leader opened", {40}),
        ("scrolled by a frame", {40}),
        ("scrolled, worst frame", {40}),
        ("export window, worst stall", {20}),
        ("search box", {*SIZES}),
        ("search box, worst", {*SIZES}),
        ("window, resident memory", {*SIZES}),
    ],
)
def test_the_window_is_measured(rows: list[Row], name: str, sizes: set[int]) -> None:
    assert {found.size for found in rows if found.name == name} == sizes


def test_of_the_window_everything_is_required_that_was_promised(
    rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    promised = {found.name: found.required for found in rows if found.required is not None}
    assert {name: limit.seconds for name, limit in promised.items() if name in PROMISED} == PROMISED
    assert all(found.met is not None for found in rows if found.name in PROMISED)
    monkeypatch.setattr(window, "_taken", lambda *_: window.Taken([0.01], [0.01], 149_000_000))
    monkeypatch.setattr(window, "REQUIRED_AT", 60)
    made = journals.Made(Path(), "", [])
    large = {found.name: found for found in window.rows_of_size(made, Path(), 60)}
    assert {table.line(large[name]).split("  ")[-1] for name in ("search box", "search box, worst")} == {
        "under 60 ms: met"
    }
    assert table.line(large["window, resident memory"]).endswith("under 150 MB: met")


def test_without_qt_a_sentence_stands_in_place_of_the_window(
    rows: list[Row], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text("raise ImportError")
    monkeypatch.setattr(children, "environment", lambda: os.environ | {"PYTHONPATH": f"{tmp_path}:{ROOT}"})
    window.can_be_shown.cache_clear()
    try:
        assert list(window.rows(tmp_path)) == list(window.rows_of_size(None, tmp_path, 1)) == []
        stand_in(monkeypatch, rows)
        bench.main(as_json=False, large=False)
    finally:
        window.can_be_shown.cache_clear()
    assert capsys.readouterr().err == f"{window.NOT_MEASURED}\n"


def test_no_two_rows_are_about_the_same(rows: list[Row]) -> None:
    assert len({(one.name, one.size) for one in rows}) == len(rows)


def test_every_ratio_is_that_of_the_medians_shown(rows: list[Row]) -> None:
    for one in rows:
        own, limit = (one.bytes, one.limit_bytes) if one.bytes else (one.seconds, one.limit_seconds)
        assert own is not None
        assert limit is not None
        assert own > 0
        assert one.ratio == own / limit


@pytest.mark.usefixtures("rows")
def test_nothing_is_left_behind(temporary: Path) -> None:
    assert list(temporary.iterdir()) == []
    assert not head_seen.state_folder().exists()


def stand_in(monkeypatch: pytest.MonkeyPatch, rows: list[Row]) -> list[tuple[int, ...]]:
    asked: list[tuple[int, ...]] = []

    def measured(sizes: tuple[int, ...], _exports: tuple[int, ...]) -> Iterator[Row]:
        asked.append(sizes)
        yield from rows

    monkeypatch.setattr(running, "measured", measured)
    return asked


def test_as_json_it_is_a_list_of_objects(
    rows: list[Row], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(monkeypatch, rows)
    assert bench.main(as_json=True, large=False) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in shown] == [one.name for one in rows]
    assert all(one.keys() >= ALWAYS for one in shown)
    memory = next(one for one in shown if one["name"] == "resident memory")
    assert (memory["seconds"], memory["limit_seconds"]) == (None, None)
    assert memory["bytes"] > memory["limit_bytes"] > 0


def test_as_a_table_each_row_is_a_line_under_the_names(
    rows: list[Row], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(monkeypatch, rows)
    assert bench.main(as_json=False, large=False) == 0
    names, rule, *lines = capsys.readouterr().out.splitlines()
    assert names.split()[0] == "measured"
    assert set(rule) == {"-"}
    assert [line.startswith(one.name) for line, one in zip(lines, rows, strict=True)] == [True] * len(rows)
    assert len({line.index(f"  {one.limit}") for line, one in zip(lines, rows, strict=True)}) == 1


def test_a_million_entries_are_measured_only_on_request(
    rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = stand_in(monkeypatch, rows)
    bench.main(as_json=True, large=False)
    bench.main(as_json=True, large=True)
    assert asked == [(1_000, 10_000, 100_000), (1_000, 10_000, 100_000, 1_000_000)]


@pytest.mark.parametrize(
    ("required", "met", "said"),
    [
        (None, None, ""),
        (Required(seconds=0.05), True, "under 50 ms: met"),
        (Required(seconds=0.01), False, "under 10 ms: MISSED"),
        (Required(ratio=2.0), True, "ratio at most 2: met"),
        (Required(seconds=0.05, ratio=1.5), False, "under 50 ms, ratio at most 1.5: MISSED"),
    ],
)
def test_a_requirement_is_said_with_whether_it_was_met(
    required: Required | None, met: bool | None, said: str
) -> None:
    one = row("x", 1, [0.02, 0.03, 9.0], ("y", [0.015]), required)
    assert one.met is met
    assert table.line(one).endswith(said or "3")


def test_a_process_that_fails_says_why() -> None:
    with pytest.raises(children.ChildFailed, match="ValidationError"):
        children.run("peer", msgspec.msgpack.encode({"document": None}), "canvas")
