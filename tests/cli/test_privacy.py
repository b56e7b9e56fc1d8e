"""Nothing written down leaves the journal: canaries in every field, looked for in every file in every spelling."""

import base64
import json
import os
import stat
from pathlib import Path

import pytest

from coachdesk.journal.opening import open_journal
from tests.cli.driving import Ran, coachdesk, environment
from tests.making import COST
from tests.spellings import spellings

FIELDS = (
    "title", "situation", "behaviour", "impact", "account", "intent", "place", "theme", "by", "present", "late-reason",
    "told-how", "action", "counsel", "purpose",
)  # fmt: skip
OTHERS = (
    "text", "leader", "role", "team", "employee", "attachment", "filename", "added", "reason", "corrected", "withdrawn",
    "search", "manager", "managerrole", "employer", "exportpurpose", "recipient", "case", "passphrase", "newpassphrase",
    "issue", "issuetheme", "said", "linked",
)  # fmt: skip
CANARIES = {
    name: f"Canary{place:02}{name.replace('-', '').title()}Zq"
    for place, name in enumerate((*FIELDS, *OTHERS))
}


class House:
    """A computer's every place that a program writes to, empty at first."""

    def __init__(self, root: Path) -> None:
        self.root, self.papers = root / "house", root / "papers"
        for folder in ("home", "tmp", "work"):
            (self.root / folder).mkdir(parents=True)
        self.papers.mkdir()
        xdg = {
            f"XDG_{name}_HOME": str(self.root / "home" / name)
            for name in ("CACHE", "CONFIG", "DATA", "STATE")
        }
        self.journal = self.root / "work" / "N.coachdesk"
        self._environ = environment(
            HOME=str(self.root / "home"),
            TMPDIR=str(self.root / "tmp"),
            COACHDESK_JOURNAL=str(self.journal),
            **xdg,
        )
        self.said = ""

    def done(self, *arguments: str | Path, stdin: str = "", code: int = 0) -> Ran:
        """A command away from any terminal, with the passphrase on standard input, and no umask at all."""
        secret = f"{CANARIES['passphrase']}\n{stdin}".encode()
        ran = coachdesk(
            *arguments, "--passphrase-file", "-",
            stdin=secret, environ=self._environ, folder=self.root / "work", umask=0,
        )  # fmt: skip
        assert ran.code == code, ran.err
        self.said += ran.out + ran.err
        return ran

    def paper(self, name: str, text: str) -> Path:
        """A file of the manager's own, outside the house."""
        (self.papers / name).write_text(text)
        return self.papers / name

    def files(self) -> list[Path]:
        return [path for path in self.root.rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house in which every command was run once, each with its own canaries."""
    house = House(tmp_path_factory.mktemp("privacy"))
    c = CANARIES
    attachment = house.paper(f"{c['filename']}.txt", f"Attached: {c['attachment']}.")
    house.done(
        "new", house.journal, "--name", c["manager"], "--role", c["managerrole"], "--employer", c["employer"]
    )
    with open_journal(house.journal, c["passphrase"]) as journal:
        journal.change_passphrase(c["passphrase"], COST)  # each command below would take a second longer
    fields = [part for name in FIELDS for part in (f"--{name}", c[name])]
    person = ("--role", c["role"], "--team", c["team"], "--employee-id", c["employee"])
    told = ("--told", "2026-01-03", "--occurred", "2026-01-02")
    house.done("note", c["leader"], *fields, *person, *told, "--attach", attachment, stdin=c["text"])
    entry = json.loads(house.done("list", "--json").out)[0]["entries"][0]["entry"]["id"]
    house.done("add", entry, c["added"], "--reason", c["reason"], "--attach", attachment)
    house.done("correct", entry, "--text", c["corrected"], "--reason", c["reason"])
    house.done("note", c["leader"], "Another.", "--told", "never", code=1)
    house.done("note", c["leader"], "Another.", "--attach", house.papers / "none", code=1)
    other = house.done("note", c["leader"], "Another.").out.split(": ")[1][:8]
    house.done("withdraw", other, "--reason", c["withdrawn"])
    house.done("leaders", "--add", "Somebody Else")
    house.done("refile", other, "--leader", "somebody", "--reason", "x", code=1)
    issue = ("issue", c["leader"], "--title", c["issue"], "--theme", c["issuetheme"], "--segment", "process")
    raised = house.done(*issue, "--from", entry).out.split(": ")[1][:8]
    house.done("said", c["leader"], raised, "--state", "denied", "--words", c["said"])
    house.done("link", entry, raised, "--stance", "neutral", "--note", c["linked"])
    for command in ("today", "issues", "plan", "case", "readiness"):
        house.done(command, c["leader"])
    house.done("show", raised)
    house.done("search", c["search"], c["text"])
    house.done("show", entry)
    house.done("show", entry, "--json")
    house.done("list", "--words", c["text"])
    house.done("leaders", "--json")
    cover = ("--purpose", c["exportpurpose"], "--recipient", c["recipient"], "--case", c["case"])
    house.done("export", c["leader"], "-o", house.papers / "r.pdf", "--release", "counsel", *cover)
    house.done("verify", house.papers / "r.pdf")
    house.done("verify", house.journal)
    house.done("key", "--raw")
    house.done("passphrase", "--new-passphrase-file", house.paper("new.txt", c["newpassphrase"]))
    return house


def test_the_canaries_were_really_written_down(house: House) -> None:
    for name, canary in CANARIES.items():
        if name not in (
            "search",
            "passphrase",
            "newpassphrase",
            "manager",
            "managerrole",
            "employer",
            "attachment",
            "exportpurpose",
            "recipient",
            "case",
            "withdrawn",
        ):
            assert canary in house.said, name


@pytest.mark.parametrize("name", CANARIES)
def test_no_canary_is_in_any_file_outside_the_exported_pdf(house: House, name: str) -> None:
    files = {path: path.read_bytes() for path in house.files()}
    assert house.journal / "journal.db" in files
    assert any("state" in str(path).lower() for path in files)
    for path, data in files.items():
        for spelling in spellings(CANARIES[name]):
            assert spelling not in data, path
            assert spelling.decode() not in str(path)


def test_every_spelling_of_a_canary_would_be_found() -> None:
    canary = CANARIES["text"]
    for before in range(3):
        data = b"x" * before + canary.encode() + b"and more"
        for written in (data, data.hex().encode(), base64.b64encode(data)):
            assert any(spelling in written for spelling in spellings(canary))
        wide = ("x" * before + canary).encode("utf-16-le")
        assert any(spelling in base64.b64encode(wide) for spelling in spellings(canary))


def test_no_secret_is_in_anything_that_was_said(house: House) -> None:
    for name in ("passphrase", "newpassphrase"):
        assert CANARIES[name] not in house.said


def test_nothing_is_left_in_the_temporary_folder(house: House) -> None:
    assert list((house.root / "tmp").iterdir()) == []


def test_beside_the_journal_only_the_exported_pdf_was_made(house: House) -> None:
    own = {f"{CANARIES['filename']}.txt", "new.txt"}
    assert {path.name for path in house.papers.iterdir()} - own == {"r.pdf"}
    assert list((house.root / "work").iterdir()) == [house.journal]


def test_every_file_is_the_owners_alone_whatever_the_umask(house: House) -> None:
    made = [path for path in house.root.rglob("*") if path.parent != house.root]
    assert len(made) > 4
    for path in (*made, house.papers / "r.pdf"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
        assert path.stat().st_uid == os.getuid()


def test_what_is_remembered_outside_the_journal_is_its_head_and_no_more(house: House) -> None:
    remembered = [path for path in house.files() if house.journal not in path.parents]
    assert len(remembered) == 1
    assert set(json.loads(remembered[0].read_bytes())) == {"size", "root"}
