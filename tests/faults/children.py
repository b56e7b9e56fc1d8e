"""Processes that begin at the same instant, say what came of it, and can be killed or stopped."""

import contextlib
import json
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

from tests.faults.trying import Wrong


class Child:
    """A process that does one thing and says what came of it; it begins when it is let go, and ends when it may."""

    def __init__(self, act: "Callable[[Child], None]") -> None:
        self._said, saying = os.pipe()
        waiting, self._let_go = os.pipe()
        self._buffer = b""
        self.number = os.fork()
        if self.number == 0:
            os.close(self._let_go)
            self._saying, self._waiting = saying, waiting
            self._end(act)
        os.close(saying)
        os.close(waiting)

    def _end(self, act: "Callable[[Child], None]") -> None:
        try:
            self.wait()
            act(self)
        except BaseException as error:  # noqa: BLE001  # told to whoever asks
            self.say("wrong", repr(error))
        finally:
            os._exit(0)

    # In the process

    def wait(self) -> None:
        """Until it is let go once more."""
        if not os.read(self._waiting, 1):
            os._exit(0)

    def say(self, what: str, value: Any = None) -> None:
        os.write(self._saying, json.dumps([what, value]).encode() + b"\n")

    # Outside

    def go(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(self._let_go, b".")

    def heard(self) -> tuple[str, Any]:
        """What it says next; ``ended`` when it has nothing more to say."""
        while b"\n" not in self._buffer:
            more = os.read(self._said, 65536)
            if not more:
                return "ended", None
            self._buffer += more
        line, self._buffer = self._buffer.split(b"\n", 1)
        what, value = json.loads(line)
        if what == "wrong":
            raise Wrong(f"not a typed refusal: {value}")
        return what, value

    def rest(self) -> Iterator[tuple[str, Any]]:
        while (heard := self.heard())[0] != "ended":
            yield heard

    def signal(self, which: int) -> None:
        os.kill(self.number, which)

    def end(self) -> None:
        for handle in (self._said, self._let_go):
            os.close(handle)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)
        os.waitpid(self.number, 0)


@contextlib.contextmanager
def children(*acts: Callable[[Child], None]) -> Iterator[list[Child]]:
    """Processes that wait to be let go; none outlives this."""
    made: list[Child] = []
    try:
        made.extend(Child(act) for act in acts)
        yield made
    finally:
        for one in made:
            one.end()
