"""The values of a payload as far as its leaves are there."""

from typing import Any

from coachdesk.ledger.commitment import ClosedLeaf, Disclosure, ErasedLeaf, OpenLeaf


def values_of(disclosure: Disclosure) -> dict[str, Any]:
    """The payload as far as it is open, or something is shown for it: other words, fields and elements are left out."""
    words: dict[str, list[str]] = {}
    plain: dict[str, Any] = {}
    for leaf in disclosure:
        if isinstance(leaf, ClosedLeaf) or (isinstance(leaf, ErasedLeaf) and not leaf.shown):
            continue
        text = leaf.path.rpartition("/")[0]
        if not isinstance(leaf, OpenLeaf):
            words.setdefault(text, []).append(leaf.shown)
        elif isinstance(leaf.value, str):
            words.setdefault(text, []).append(leaf.value)
        else:
            plain[leaf.path] = leaf.value
    root: dict[str, Any] = {}
    for path, value in [*plain.items(), *((path, "".join(found)) for path, found in words.items())]:
        place = root
        *above, name = path.split("/")
        for step in above:
            place = place.setdefault(step, {})
        place[name] = value
    return {name: _with_lists(value) for name, value in root.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if all(name.isdecimal() for name in value):
        return [_with_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _with_lists(item) for name, item in value.items()}
