"""What a program does to the files below one folder, recorded with strace."""

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.faults.disk import (
    Close,
    MakeFolder,
    Open,
    Operation,
    Remove,
    Rename,
    Seek,
    Sync,
    Truncate,
    Write,
)

STANDARD_OUTPUT = "1"
# The question mark: not every processor has every one of these.
_CALLS = (
    "openat,?open,close,lseek,write,pwrite64,writev,pwritev,ftruncate,fallocate,fsync,fdatasync,"
    "?rename,renameat,?renameat2,?unlink,unlinkat,?mkdir,mkdirat,?rmdir,?link,linkat"
)
_LONGEST_WRITE = 4 * 1024 * 1024
_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_AT_CALLS = {
    "openat": "open",
    "renameat": "rename",
    "renameat2": "rename",
    "unlinkat": "unlink",
    "mkdirat": "mkdir",
}


class NotUnderstood(Exception):
    """A line of the record that may change files and that this module does not know."""


class Said(str):
    """A line that the program printed, in its place among the operations."""


def record(
    command: Sequence[str], top: Path, environment: Mapping[str, str], scratch: Path
) -> list[Operation | Said]:
    """Runs ``command`` to its end; returns what it did below ``top`` and what it said meanwhile."""
    lines = scratch / "strace"
    strace = ["strace", "-f", "-xx", "-s", str(_LONGEST_WRITE), "-e", f"trace={_CALLS}", "-o", str(lines)]
    subprocess.run([*strace, *command], env=environment, stdout=subprocess.DEVNULL, check=True)
    with lines.open(encoding="ascii") as file:
        return list(operations(file, str(top)))


def operations(lines: Iterator[str], top: str) -> Iterator[Operation | Said]:
    """The operations in strace's lines. Raises NotUnderstood rather than leave one out."""
    handles: dict[int, str] = {}
    for line in lines:
        if " = -1 " in line or " +++ " in line or " --- " in line:
            continue
        call = _CALL.match(line)
        if call is None:
            raise NotUnderstood(line[:200])
        name, arguments, result = call[1], call[2].split(", "), int(call[3])
        if name in _AT_CALLS:
            name, arguments = _AT_CALLS[name], _with_whole_paths(arguments, handles, top)
        operation: Operation | Said | None
        if name == "write" and arguments[0] == STANDARD_OUTPUT:
            operation = Said(_text(arguments[1]).decode())
        elif name in ("open", "rename", "unlink", "mkdir", "rmdir", "link", "linkat"):
            operation = _named(name, arguments, result, top)
        else:
            operation = _handled(name, arguments, result) if int(arguments[0]) in handles else None
        if isinstance(operation, Open):
            handles[operation.handle] = operation.path
        elif isinstance(operation, Close):
            handles.pop(operation.handle, None)
        if operation is not None:
            yield operation


def _with_whole_paths(arguments: list[str], handles: Mapping[int, str], top: str) -> list[str]:
    """The arguments of an ...at call as those of the plain one: a path may be named from an open folder on."""
    whole, folder = [], ""
    for argument in arguments:
        if argument.startswith("AT_FDCWD"):
            folder = ""
        elif argument.isdecimal():
            folder = f"{top}/{handles[int(argument)]}" if int(argument) in handles else "/elsewhere"
        elif argument.startswith('"') and folder and not argument.startswith('"\\x2f'):
            path = f"{folder}/".encode() + _text(argument)
            whole.append('"' + "".join(f"\\x{byte:02x}" for byte in path) + '"')
        else:
            whole.append(argument)
    return whole


def _named(name: str, arguments: list[str], result: int, top: str) -> Operation | None:
    paths = [_text(argument).decode() for argument in arguments if argument.startswith('"')]
    below = [path[len(top) :].strip("/") for path in paths if path == top or path.startswith(top + "/")]
    if not below:
        return None
    flags = arguments[1] if len(arguments) > 1 else ""
    match name, below:
        case "open", [path]:
            return Open(result, path, "O_CREAT" in flags, "O_TRUNC" in flags)
        case "rename", [path, to]:
            return Rename(path, to)
        case (("unlink" | "rmdir"), [path]):
            return Remove(path)
        case "mkdir", [path]:
            return MakeFolder(path)
    raise NotUnderstood(f"{name} {below}")


def _handled(name: str, arguments: list[str], result: int) -> Operation:
    handle = int(arguments[0])
    match name:
        case "close":
            return Close(handle)
        case "lseek":
            return Seek(handle, result)
        case "write" | "pwrite64":
            offset = int(arguments[3]) if name == "pwrite64" else None
            return Write(handle, _text(arguments[1])[:result], offset)
        case "ftruncate":
            return Truncate(handle, int(arguments[1]))
        case "fsync" | "fdatasync":
            return Sync(handle)
    raise NotUnderstood(f"{name} {arguments}"[:200])


def _text(argument: str) -> bytes:
    """The bytes of a string that strace printed in hex, whole."""
    if not argument.endswith('"'):
        raise NotUnderstood(argument[:200])
    return bytes.fromhex(argument[1:-1].replace("\\x", ""))
