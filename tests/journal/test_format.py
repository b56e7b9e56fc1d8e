"""No lock-in: the rescue program, one file away from all else, opens any journal; the vectors open for ever."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coachdesk.journal import keys, sheet
from coachdesk.journal.opening import open_journal
from coachdesk.records.entry import Entry
from coachdesk.records.people import Leader
from tests.journal import vectors
from tests.journal.spoiling import overwrite_page
from tests.making import PASSPHRASE, entry

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "packaging" / "rescue" / "open_journal.py"
DESCRIPTION = ROOT / "packaging" / "docs" / "journal-format.md"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The journal of the vectors, a copy."""
    return Path(shutil.copytree(vectors.JOURNAL, tmp_path / "Small.coachdesk"))


def opened(folder: Path, secret: str, *options: str) -> tuple[int, Path, str]:
    """A run of the program, copied away from everything: its exit code, the plain file, what it said."""
    alone = folder.parent / "alone"
    alone.mkdir(exist_ok=True)
    shutil.copy(PROGRAM, alone / "open_journal.py")
    (alone / "secret.txt").write_text(secret + "\n", "utf-8")
    plain = alone / f"{len(list(alone.iterdir()))}.sqlite"
    ended = subprocess.run(
        [sys.executable, "-I", "open_journal.py", folder, plain, "--secret-file", "secret.txt", *options],
        cwd=alone,
        env={"PATH": ""},
        capture_output=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, plain, ended.stderr.decode()


def test_the_program_needs_python_and_one_library_and_nothing_of_ours() -> None:
    tree = ast.parse(PROGRAM.read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    others = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names)
    assert others == {"cryptography"}


@pytest.mark.parametrize("by", ["passphrase", "code", "sheet"])
def test_the_vectors_open_as_plain_sqlite(by: str, small: Path, tmp_path: Path) -> None:
    said = vectors.said()
    options: tuple[str, ...] = ()
    if by == "code":
        options = ("--recovery",)
    if by == "sheet":
        (small / "keys.json").unlink()
        (tmp_path / "letters.txt").write_text("\n".join(said["recovery_sheet"]).lower())
        options = ("--sheet", str(tmp_path / "letters.txt"))
    code, plain, told = opened(small, said["passphrase" if by == "passphrase" else "recovery_code"], *options)
    assert code == 0, told
    assert plain.stat().st_mode & 0o777 == 0o600
    rows = vectors.rows_in(plain)
    assert [row[:4] for row in rows] == said["events"]
    assert rows[-1][4]["record"]["text"] == said["text"]


def test_the_vectors_open_in_the_program_of_today(small: Path) -> None:
    said = vectors.said()
    with open_journal(small, said["passphrase"]) as journal:
        assert bytes(journal.store.key).hex() == said["journal_key"]
        assert journal.raw_key() == said["sqlcipher_key"]
        assert list(journal.recovery_sheet()) == said["recovery_sheet"]
        [leader] = journal.view.leaders()
        [shown] = journal.view.timeline(leader.id).entries
        assert isinstance(shown.entry, Entry)
        assert shown.entry.text == said["text"]
        journal.check()
    open_journal(small, said["recovery_code"], "recovery").close()
    assert sheet.header_from("\n".join(said["recovery_sheet"])).journal_id == journal.id


def test_what_is_only_in_the_log_is_in_the_plain_file(
    journal_folder: Path, ada: Leader, tmp_path: Path
) -> None:
    torn = tmp_path / "torn" / "Team.coachdesk"
    torn.parent.mkdir()
    with open_journal(journal_folder, PASSPHRASE) as journal:
        journal.put(entry(ada, text="only in the log"))
        shutil.copytree(journal_folder, torn)
    code, plain, told = opened(torn, PASSPHRASE)
    assert code == 0, told
    assert vectors.rows_in(plain)[-1][4]["record"]["text"] == "only in the log"


def test_a_wrong_secret_and_a_damaged_page_are_said(small: Path) -> None:
    said = vectors.said()
    code, plain, told = opened(small, "not it")
    assert (code, plain.exists()) == (2, False)
    assert "does not open" in told
    for wrong in (keys.new_recovery_code(), said["recovery_code"][:-1] + "*"):
        assert opened(small, wrong, "--recovery")[0] == 2
    overwrite_page(small / "journal.db", 5)
    code, plain, told = opened(small, said["passphrase"])
    assert code == 1
    assert "Damaged pages, left empty: 6" in told


def test_the_description_names_the_program_and_the_vectors() -> None:
    text = DESCRIPTION.read_text("utf-8")
    for name in ("rescue/open_journal.py", "journal-vectors/small/", "journal-vectors/small.json"):
        assert name in text
