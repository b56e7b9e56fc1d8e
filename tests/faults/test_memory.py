"""Locked means the key is gone, in a short form: each kind of process once, and a key that is kept is found."""

import os
import sys

import pytest

from tests.faults.memory import KINDS, try_all

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="memory of another process: Linux, as root"
)


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_is_left_in_the_memory_of_a_locked_process(kind: str) -> None:
    assert try_all(1, 7, kinds=[kind]).problems == []


def test_a_key_that_is_kept_is_found() -> None:
    assert try_all(1, 7, "keep_key", kinds=["cli"]).found("left: database key")
