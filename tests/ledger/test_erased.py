"""What is left of a payload: it belongs to its commitment, holds nothing that was destroyed, and shows any change."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.ledger import canonical, erased
from coachdesk.ledger.commitment import (
    ClosedLeaf,
    Disclosure,
    ErasedLeaf,
    OpenLeaf,
    commit,
    commitment_of,
    disclose,
    leaf_salts,
    leaves,
)
from coachdesk.ledger.event import encode_payload
from tests.making import entry, leader

SALT = bytes(range(32))
ADA, BO = leader("Ada"), leader("Bo")
ENTRY = entry(
    ADA,
    BO,
    text="one two three\n\nfour",
    title="",
    themes=["pace", "calm"],
    told={"state": "told", "day": "2026-03-02", "how": "in the room"},
)
PAYLOAD = canonical.decode(encode_payload(ENTRY, ENTRY.leader_ids, (4, 7), "because of one"))
PATHS = sorted({path.rpartition("/")[0] for path, _ in leaves(PAYLOAD) if path.startswith("record/")} | {
    path for path, _ in leaves(PAYLOAD) if path.startswith(("record/text", "reason"))
} - {"record", "record/occurred", "record/id"})  # fmt: skip


def whole() -> Disclosure:
    return disclose(PAYLOAD, SALT, list(PAYLOAD))


def read(left: Disclosure) -> Any:
    return canonical.decode(erased.body_of("entry", left))


@given(st.lists(st.sampled_from(PATHS), min_size=1, max_size=6), st.booleans())
def test_whatever_goes_the_rest_still_belongs_to_the_commitment(paths: list[str], then_all: bool) -> None:
    left = erased.erased(whole(), paths)
    if then_all:
        left = erased.erased(left, ())
    assert commitment_of(left) == commit(PAYLOAD, SALT)
    assert erased.decode(erased.encode(left)) == left
    assert erased.is_whole(left) is then_all
    assert erased.is_named(left, paths, whole=then_all)
    stored = erased.encode(left) + erased.body_of("entry", left)
    assert SALT.hex().encode() not in stored
    salts = leaf_salts(SALT, len(left))
    for leaf, salt in zip(left, salts, strict=True):
        assert (salt.hex().encode() in stored) is isinstance(leaf, OpenLeaf)


def test_a_word_leaves_a_mark_and_its_white_space() -> None:
    left = erased.erased(whole(), ["record/text/2", "reason/2"])
    assert read(left)["record"]["text"] == "one two [erased]\n\nfour"
    assert read(left)["reason"] == "because of [erased]"


def test_a_text_leaves_one_mark_and_a_field_none() -> None:
    left = erased.erased(whole(), ["record/text", "record/themes", "record/told"])
    record = read(left)["record"]
    assert record["text"] == "[erased]"
    assert record.keys().isdisjoint({"themes", "told"})


def test_a_text_of_which_words_were_gone_leaves_one_mark_too() -> None:
    left = erased.erased(erased.erased(whole(), ["record/text/0", "record/text/2"]), ["record/text"])
    assert read(left)["record"]["text"] == "[erased]"


def test_an_id_leaves_nothing() -> None:
    left = erased.erased(whole(), ["record/leader_ids/0"])
    assert read(left)["record"]["leader_ids"] == [BO.id]
    assert read(left)["leaders"] == [ADA.id, BO.id]


def test_of_all_of_an_entry_leaders_numbers_and_days_are_left() -> None:
    assert read(erased.erased(whole(), ())) == {
        "leaders": [ADA.id, BO.id],
        "numbers": [4, 7],
        "reason": "",
        "record": {
            "id": ENTRY.id,
            "kind": "other",
            "leader_ids": [ADA.id, BO.id],
            "occurred": msgspec.to_builtins(ENTRY.occurred),
        },
    }


def test_a_tombstone_says_nothing_of_where_anything_stood() -> None:
    closed = [
        leaf
        for leaf in erased.erased(erased.erased(whole(), ["record/text/0"]), ())
        if isinstance(leaf, ClosedLeaf)
    ]
    assert len(closed) > 20
    assert not any(isinstance(leaf, ErasedLeaf) for leaf in closed)


@pytest.mark.parametrize(
    ("gone", "named", "all_of_it"),
    [
        (["record/text/0"], [], False),
        (["record/text/0"], ["record/text/1"], False),
        (["record/text/0"], ["record/text/0", "record/text/1"], False),
        (["record/text"], ["record/text/0"], False),
        ([], ["record/text"], False),
        (["record/text"], [], True),
    ],
)
def test_an_erasure_accounts_for_what_is_missing_and_for_nothing_else(
    gone: list[str], named: list[str], all_of_it: bool
) -> None:
    left = erased.erased(whole(), gone or ())
    assert not erased.is_named(left, named, whole=all_of_it)


def test_no_other_bytes_are_what_is_left() -> None:
    data = erased.encode(erased.erased(whole(), ["record/text"]))
    for wrong in (data + b" ", data.replace(b'"type":"erased"', b'"type":"replaced"'), b"{}", b"[", b"null"):
        with pytest.raises(erased.WrongLeaves):
            erased.decode(wrong)
