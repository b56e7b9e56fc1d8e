"""The one seam between a command and the person: what it says, what it asks, what it is given to read."""

import contextlib
import getpass
import io
import json
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, Self, TextIO

from coachdesk import sentences
from coachdesk.cli import text
from coachdesk.cli.refusals import Refused

PASSPHRASE_FILE, PASSWORD_FILE = "--passphrase-file", "--password-file"
"""Options for a secret that nobody is there to type."""

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


class Stopped(Exception):
    """The person ended a question without an answer (Ctrl+D)."""


class Terminal:
    """Standard input, output and error of one run. ``ask_secret`` reads a line without showing it."""

    def __init__(
        self,
        stdin: BinaryIO,
        stdout: TextIO,
        stderr: TextIO,
        ask_secret: Callable[[str], str] = getpass.getpass,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._stdin, self._stdout, self._stderr, self._ask_secret = stdin, stdout, stderr, ask_secret
        self._has_colour = stdout.isatty() and "NO_COLOR" not in environ

    @classmethod
    def standard(cls) -> Self:
        """The terminal, pipes or files that the program was started with; any of them may be closed."""
        stdin = sys.stdin.buffer if sys.stdin else io.BytesIO()
        return cls(stdin, _utf8(sys.stdout), _utf8(sys.stderr))

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer."""
        return self._stdin.isatty()

    @property
    def width(self) -> int:
        """The columns there are."""
        return shutil.get_terminal_size((120, 24)).columns

    def say(self, *lines: str) -> None:
        """Lines of the answer, on standard output."""
        for line in lines:
            self._write(text.shown(line) + "\n")

    def say_found(self, line: str, opened: str, closed: str) -> None:
        """A line in which what stands between two marks was looked for."""
        bold, plain = (_BOLD, _PLAIN) if self._has_colour else ("", "")
        self._write(text.shown(line).replace(opened, bold).replace(closed, plain) + plain + "\n")

    def say_json(self, value: Any) -> None:
        """The answer for a program. What would steer a terminal is escaped as JSON escapes it."""
        encoded = json.dumps(value, ensure_ascii=False, indent=1)
        self._write(text.escaped(encoded, "\\u{:04x}") + "\n")

    def remark(self, *lines: str) -> None:
        """Something beside the answer, on standard error."""
        self.flush()
        for line in lines:
            said = text.shown(line)
            wide = min(self.width, text.WIDEST) if self._stderr.isatty() else None
            self._show((text.wrapped(said, wide) if wide else said) + "\n")

    def ask(self, question: str) -> str:
        """One line, typed and seen. Raises :class:`Stopped`."""
        self._show(text.shown(question))
        answer = self._stdin.readline()
        if not answer:
            raise Stopped
        return _decoded(answer).rstrip("\r\n")

    def secret(self, question: str, option: str = PASSPHRASE_FILE) -> str:
        """One line, typed and not shown. Raises :class:`Stopped`.

        Raises Refused where nobody can be asked: ``option`` names a file that has the line.
        """
        self.flush()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", getpass.GetPassWarning)
                return self._ask_secret(text.shown(question))
        except getpass.GetPassWarning:
            raise Refused("ask_impossible", option=option) from None
        except UnicodeDecodeError:
            raise Refused("file_not_text", path="What was typed") from None
        except EOFError:
            raise Stopped from None

    def confirm(self, question: str) -> bool:
        """Whether the answer was yes."""
        return self.ask(f"{question} [y/N] ").strip().casefold() in ("y", "yes")

    def line(self) -> str:
        """The next line of standard input: a passphrase, strictly UTF-8."""
        return strictly_decoded(self._stdin.readline(), "Standard input")

    def rest(self) -> str:
        """What is left of standard input: a note; bytes that are not text become lone surrogates."""
        if self.can_ask:
            self.remark(sentences.said("type_the_note"))
        return _decoded(self._stdin.read()).rstrip("\r\n")

    @contextlib.contextmanager
    def progress(self, label: str) -> Iterator[Callable[[float], None]]:
        """Inside, shares from 0 to 1 are shown on standard error, if that is a terminal."""
        if not self._stderr.isatty():
            yield lambda _share: None
            return
        try:
            yield lambda share: self._show(f"\r{label} {share:4.0%}")
        finally:
            self._show("\r\x1b[K")

    def _show(self, line: str) -> None:
        """Where standard error cannot be written to there is nobody to tell."""
        with contextlib.suppress(OSError):
            self._stderr.write(line)
            self._stderr.flush()

    def flush(self) -> None:
        """Sends what was said on its way. Raises as saying it does."""
        self._write("")

    def _write(self, said: str) -> None:
        """Raises Refused if it cannot be written, BrokenPipeError if nobody reads any more."""
        try:
            self._stdout.write(said)
            if not said:
                self._stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Refused("answer_not_written", why=error.strerror or "?") from None

    def forget(self) -> None:
        """What still waits to be written goes nowhere: nobody reads, or the disk is full."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        with contextlib.suppress(OSError):  # a stream of a test has no number
            os.dup2(nowhere, self._stdout.fileno())
        os.close(nowhere)


def first_line(data: bytes, name: str) -> str:
    """The first line of a passphrase file, strictly UTF-8. Raises Refused."""
    return strictly_decoded(data.split(b"\n", 1)[0], name)


def strictly_decoded(line: bytes, name: str) -> str:
    """A line without its end. Raises Refused unless it is UTF-8."""
    try:
        decoded = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("file_not_text", path=name) from None
    return decoded.removesuffix("\n").removesuffix("\r")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _utf8(stream: TextIO | None) -> TextIO:
    if stream is None:
        return io.StringIO()
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream
