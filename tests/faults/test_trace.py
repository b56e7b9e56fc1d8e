import os
import sys
from pathlib import Path

import pytest

from tests.faults.disk import Disk
from tests.faults.trace import NotUnderstood, Said, operations, record

SCRIPT = """
import os, pathlib, sys
top = pathlib.Path(sys.argv[1])
(top / "folder").mkdir()
(top / "folder" / "one").write_bytes(b"1" * 70000)
(top / "folder" / "one").rename(top / "folder" / "two")
os.write(1, b"half way")
handle = os.open(top / "three", os.O_RDWR | os.O_CREAT)
os.pwrite(handle, b"late", 600)
os.lseek(handle, 2, os.SEEK_SET)
os.write(handle, b"early")
os.ftruncate(handle, 602)
os.unlink(top / "folder" / "two")
"""


def test_the_operations_recorded_make_the_same_files_again(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    command = [sys.executable, "-c", SCRIPT, str(top)]
    disk, said = Disk(), []
    for operation in record(command, top, dict(os.environ), tmp_path):
        if isinstance(operation, Said):
            said.append(operation)
        else:
            disk.run(operation)
    assert said == ["half way"]
    assert disk.as_written() == {"folder": None, "three": (top / "three").read_bytes()}


@pytest.mark.parametrize(
    "line",
    [
        "7 fallocate(3, 0, 0, 4096) = 0",
        '7 write(3, "\\x61"..., 4096) = 4096',
        "7 fsync(3 <unfinished ...>",
        '7 rename("\\x2f\\x74\\x2f\\x61", "\\x2f\\x75") = 0',
    ],
)
def test_what_is_not_understood_is_an_error_and_never_left_out(line: str) -> None:
    opened = '7 openat(AT_FDCWD, "\\x2f\\x74\\x2f\\x61", O_RDWR|O_CREAT, 0600) = 3'
    with pytest.raises(NotUnderstood):
        list(operations(iter([opened, line]), "/t"))
