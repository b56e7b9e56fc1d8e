"""Commitments: fixed down to the word, and silent about what is withheld."""

import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.ledger import canonical
from coachdesk.ledger.commitment import (
    ClosedLeaf,
    Disclosure,
    OpenLeaf,
    commit,
    commitment_of,
    disclose,
    hash_of_leaf,
    leaf_salts,
    leaves,
)

SALT = bytes(range(32))
NOTE: dict[str, Any] = {
    "leaders": ["a1", "b2"],
    "numbers": [3, 1],
    "reason": "",
    "record": {
        "behaviour": "Spoke over  the lead,\n\ttwice. ",
        "formal": False,
        "told": None,
        "themes": [],
        "present": [{"name": "Björn Ek", "role": ""}, {"name": "日本語", "role": "peer"}],
    },
}

names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=6)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.text("ab \t\n", max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, min_size=1, max_size=3),
    max_leaves=8,
)
"""What a record can be: names are those of fields, and nothing has no fields at all."""
payloads = st.dictionaries(names, values, min_size=1, max_size=4)
salts = st.binary(min_size=32, max_size=32)


def paths_of(payload: Any) -> list[str]:
    return [path for path, _ in leaves(payload)]


def variants(value: Any) -> list[Any]:
    """``value`` with one thing in it changed, added, dropped or moved, in every way."""
    if isinstance(value, dict):
        changed = [{**value, key: other} for key in value for other in variants(value[key])]
        dropped = [{key: value[key] for key in value if key != gone} for gone in value]
        renamed = [{key + "x" * (key == one): value[key] for key in value} for one in value]
        return [*changed, *dropped, *renamed, {**value, "new": None}]
    if isinstance(value, list):
        changed = [
            [*value[:at], other, *value[at + 1 :]]
            for at in range(len(value))
            for other in variants(value[at])
        ]
        return [*changed, value[1:], value[::-1], [*value, None], None]
    if isinstance(value, str):
        return [
            value + "x",
            value + " ",
            " " + value,
            value[1:],
            value.upper(),
            value.replace(" ", "\n"),
            None,
        ]
    if value is None:
        return ["", False, 0, [], {}]
    return [not value, None, str(value)] if isinstance(value, bool) else [value + 1, -value, str(value), None]


def test_every_single_change_of_a_payload_changes_its_commitment() -> None:
    committed = commit(NOTE, SALT)
    changed = [other for other in variants(NOTE) if other != NOTE]
    assert len(changed) > 80
    assert [other for other in changed if commit(other, SALT) == committed] == []


@given(payloads, payloads, salts)
def test_two_payloads_have_one_commitment_only_if_they_are_the_same(
    one: dict[str, Any], other: dict[str, Any], salt: bytes
) -> None:
    same = canonical.encode(one) == canonical.encode(other)
    assert (commit(one, salt) == commit(other, salt)) is same


@given(payloads, salts, salts)
def test_another_salt_gives_another_commitment(payload: dict[str, Any], salt: bytes, other: bytes) -> None:
    assert (commit(payload, salt) == commit(payload, other)) is (salt == other)


@given(payloads, salts)
def test_the_order_in_which_names_were_written_makes_no_difference(
    payload: dict[str, Any], salt: bytes
) -> None:
    backwards = dict(reversed(payload.items()))
    assert commit(backwards, salt) == commit(payload, salt)
    assert commit(canonical.decode(canonical.encode(payload)), salt) == commit(payload, salt)


@given(texts)
def test_the_words_of_a_text_put_together_are_the_text(text: str) -> None:
    words = [str(word) for _, word in leaves({"text": text})]
    assert "".join(words) == text
    assert paths_of({"text": text}) == [f"text/{place}" for place in range(len(words))]
    assert all(" " not in word.strip(" \t\n") and "\n" not in word.strip(" \t\n") for word in words)


def test_a_leaf_stands_for_each_word_number_truth_and_nothing() -> None:
    assert leaves(NOTE) == [
        ("leaders/0/0", "a1"),
        ("leaders/1/0", "b2"),
        ("numbers/0", 3),
        ("numbers/1", 1),
        ("reason/0", ""),
        ("record/behaviour/0", "Spoke "),
        ("record/behaviour/1", "over  "),
        ("record/behaviour/2", "the "),
        ("record/behaviour/3", "lead,\n\t"),
        ("record/behaviour/4", "twice. "),
        ("record/formal", False),
        ("record/present/0/name/0", "Björn "),
        ("record/present/0/name/1", "Ek"),
        ("record/present/0/role/0", ""),
        ("record/present/1/name/0", "日本語"),
        ("record/present/1/role/0", "peer"),
        ("record/themes", []),
        ("record/told", None),
    ]


@given(payloads, salts, st.data())
def test_a_disclosure_of_any_part_has_the_commitment_of_the_whole(
    payload: dict[str, Any], salt: bytes, data: st.DataObject
) -> None:
    shown = data.draw(st.sets(st.sampled_from(paths_of(payload))))
    disclosure = disclose(payload, salt, shown)
    assert commitment_of(disclosure) == commit(payload, salt)
    opened = [(leaf.path, leaf.value) for leaf in disclosure if isinstance(leaf, OpenLeaf)]
    assert opened == [leaf for leaf in leaves(payload) if leaf[0] in shown]
    sent = msgspec.json.decode(msgspec.json.encode(disclosure), type=Disclosure)
    assert commitment_of(sent) == commit(payload, salt)


@given(st.sets(st.integers(0, 29)), salts)
def test_a_disclosure_gives_away_nothing_that_it_withholds(hidden: set[int], salt: bytes) -> None:
    words = [f"canary{number:02}" for number in range(30)]
    payload = {"text": " ".join(words), "numbers": [700_000_000_000 + number for number in range(30)]}
    shown = [f"{field}/{number}" for number in range(30) if number not in hidden for field in payload]
    disclosure = disclose(payload, salt, shown)
    sent = msgspec.json.encode(disclosure).decode()
    assert salt.hex() not in sent
    all_salts = leaf_salts(salt, 60)
    for place, (_, value) in enumerate(leaves(payload)):
        is_hidden = place % 30 in hidden
        assert (str(value).strip() in sent) is not is_hidden
        assert (all_salts[place].hex() in sent) is not is_hidden


def test_what_is_withheld_cannot_be_found_by_guessing_with_the_salts_that_were_given() -> None:
    disclosure = disclose({"text": "yes no yes"}, SALT, ["text/0", "text/1"])
    *given_leaves, closed = disclosure
    assert isinstance(closed, ClosedLeaf)
    for leaf in given_leaves:
        assert isinstance(leaf, OpenLeaf)
        for guess in ("yes", "yes ", "no"):
            assert hash_of_leaf("text/2", guess, bytes.fromhex(leaf.salt)).hex() != closed.hash
    assert hash_of_leaf("text/2", "yes", leaf_salts(SALT, 3)[2]).hex() == closed.hash


def test_two_equal_words_look_different_once_withheld() -> None:
    hashes = [
        leaf.hash
        for leaf in disclose({"a": "no no no no", "b": "no"}, SALT, [])
        if isinstance(leaf, ClosedLeaf)
    ]
    assert len(set(hashes)) == 5


@given(payloads, salts, st.data())
def test_an_altered_disclosure_belongs_to_another_commitment(
    payload: dict[str, Any], salt: bytes, data: st.DataObject
) -> None:
    disclosure = disclose(payload, salt, list(payload))
    place = data.draw(st.integers(0, len(disclosure) - 1))
    leaf = disclosure[place]
    assert isinstance(leaf, OpenLeaf)
    for altered in (
        OpenLeaf(leaf.path + "0", leaf.value, leaf.salt),
        OpenLeaf(leaf.path, "another value", leaf.salt),
        OpenLeaf(leaf.path, leaf.value, hashlib.sha256(leaf.salt.encode()).hexdigest()[:32]),
    ):
        forged = (*disclosure[:place], altered, *disclosure[place + 1 :])
        assert commitment_of(forged) != commit(payload, salt)
    assert commitment_of(disclosure[:place] + disclosure[place + 1 :]) != commit(payload, salt)
    assert commitment_of((*disclosure, leaf)) != commit(payload, salt)


def test_a_path_shows_what_is_at_it_and_below_it_and_not_what_only_begins_alike() -> None:
    payload = {"text": "a b", "texts": "c", "record": {"text": "d e"}}
    opened = [
        leaf.path for leaf in disclose(payload, SALT, ["text", "record/text/1"]) if isinstance(leaf, OpenLeaf)
    ]
    assert opened == ["record/text/1", "text/0", "text/1"]


@pytest.mark.parametrize(
    "leaf",
    [ClosedLeaf("no hex"), OpenLeaf("a", "b", "no hex"), ClosedLeaf("abc")],
    ids=["hash", "salt", "odd"],
)
def test_a_disclosure_with_something_else_than_hex_is_refused(leaf: OpenLeaf | ClosedLeaf) -> None:
    with pytest.raises(ValueError, match="fromhex"):
        commitment_of((leaf,))


def test_leaf_salts_are_pieces_of_one_stream() -> None:
    few, many = leaf_salts(SALT, 3), leaf_salts(SALT, 300)
    assert many[:3] == few
    assert len(set(many)) == 300
    assert {len(salt) for salt in many} == {16}


def test_the_commitment_is_the_one_that_was_released() -> None:
    """A change of this value is a change of the format: every journal and every report depends on it."""
    assert (
        commit(json.loads(json.dumps(NOTE)), SALT).hex()
        == "8c97120488791e8204c6788b9d64a1dabc0c0d936a9576b31dacf65f073514b1"
    )
