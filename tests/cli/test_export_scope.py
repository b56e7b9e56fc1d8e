"""What goes into an export, on the command line: pairs, issues, kinds, what is left out, the list, presets."""

import json
import re
from pathlib import Path

import pytest

from coachdesk.export.attached import attachments_in, evidence_in
from coachdesk.export.evidence import Evidence
from coachdesk.export.presets import BUILT_IN, Preset, presets
from coachdesk.journal.opening import open_journal
from tests.cli.driving import Writing
from tests.making import PASSPHRASE, entry


@pytest.fixture
def desk(journal_folder: Path) -> Writing:
    desk = Writing(journal_folder)
    desk.noted("The first.", "--occurred", "2026-01-05", "--present", "Priya Shah, peer")
    return desk


def made(desk: Writing, tmp_path: Path, *arguments: str) -> Evidence:
    target = tmp_path / "r.pdf"
    desk.done("export", "ada", "-o", str(target), *arguments)
    return evidence_in(attachments_in(target.read_bytes()))


def listed(desk: Writing, *arguments: str) -> str:
    return desk.done("export", "ada", "--list", *arguments).out


def records(desk: Writing, *arguments: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(listed(desk, "--json", *arguments))["records"]
    return found


def exports(desk: Writing) -> int:
    with open_journal(desk.folder, PASSPHRASE) as journal:
        return len(journal.view.records("export"))


def test_the_list_says_what_would_be_shown_and_makes_nothing(desk: Writing) -> None:
    advice = desk.noted(
        "Advice.", "--counsel", "F. Siddiqui", "--purpose", "a plan", "--occurred", "2026-02-07"
    )
    size = desk.size()
    out = listed(desk)
    assert re.search(r"Entry 1 +\w{8} +5 Jan 2026 +1:1, late +The first\.", out)
    assert re.search(rf"Entry 2 +{advice.id[:8]} +7 Feb 2026 +.*WITHHELD: Legal advice", out)
    assert "2 entries: 1 shown, 1 withheld (Legal advice: 1)" in out
    assert "Nothing was made." in out
    assert (desk.size(), exports(desk)) == (size, 0)


def test_of_what_is_for_the_window_alone_the_list_says_no_word(desk: Writing) -> None:
    desk.noted("Am I fair?", "--lane", "reflection", "--occurred", "2026-02-08")
    for arguments in ((), ("--json",)):
        assert "Am I fair" not in listed(desk, *arguments)
    assert "WITHHELD: Author’s own reflection" in listed(desk)


def test_the_list_for_other_programs_has_the_same_in_it(desk: Writing) -> None:
    praise = desk.noted("Praise.", "--kind", "praise", "--occurred", "2026-02-05")
    found = records(desk, "--kind", "conversation")
    assert [(one["number"], one["withheld"], one["day"]) for one in found] == [
        ("1", "", "2026-01-05"),
        ("2", "outside_scope", "2026-02-05"),
    ]
    assert found[1]["id"] == praise.id


def test_of_a_period_the_list_says_that_it_is_shown_as_it_stands_today(desk: Writing) -> None:
    said = "What is in the period is shown as it stands today"
    assert said not in listed(desk)
    for period in (("--from", "2026-01-01"), ("--to", "2026-01-31")):
        assert said in listed(desk, *period)


def test_a_report_with_nothing_in_it_is_not_made(desk: Writing, tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    refused = desk.tried("export", "ada", "-o", str(target), "--from", "2030-01-01")
    assert (refused.code, "Nothing on file about Ada Marsh" in " ".join(refused.err.split())) == (1, True)
    assert not target.exists()
    assert exports(desk) == 0
    assert "1 entry: 0 shown, 1 withheld" in listed(desk, "--from", "2030-01-01")


def test_an_export_about_two_names_both_and_numbers_entries_twice(desk: Writing, tmp_path: Path) -> None:
    desk.done("note", "Bram Visser", "About Bram.", "--new-leader")
    with open_journal(desk.folder, PASSPHRASE) as journal:
        journal.put(entry(*journal.view.leaders(), text="About both."))
    evidence = made(desk, tmp_path, "--with", "bram")
    assert len(evidence.subjects) == 2
    numbers = {one["number"] for one in records(desk, "--with", "bram")}
    assert numbers == {"1 / –", "– / 1", "2 / 2"}
    refused = desk.tried("export", "ada", "--with", "ada", "--list")
    assert (refused.code, "another leader than Ada Marsh" in refused.err) == (1, True)


def test_an_issue_narrows_to_what_belongs_to_it(desk: Writing) -> None:
    about = desk.noted("About it.", "--occurred", "2026-02-05")
    desk.done("issue", "ada", "--title", "Interrupts", "--segment", "process")
    desk.done("link", about.id[:8], issue_id(desk), "--stance", "supports")
    shown = [one for one in records(desk, "--issue", "interrupts") if not one["withheld"]]
    assert {str(one["type"]) for one in shown} == {"entry", "issue", "link"}
    assert [one["id"] for one in shown if one["type"] == "entry"] == [about.id]
    assert re.search(r"Link 1 +\w{8} +5 Feb 2026 +Entry 2 – Issue 1\n", listed(desk))
    assert "no issue “gossip”" in desk.tried("export", "ada", "--issue", "gossip", "--list").err


def issue_id(desk: Writing) -> str:
    with open_journal(desk.folder, PASSPHRASE) as journal:
        return journal.view.records("issue")[0].id


def test_coaching_records_are_left_out_by_their_id_and_chosen_by_their_type(desk: Writing) -> None:
    desk.done("issue", "ada", "--title", "Interrupts", "--segment", "process")
    (left_out,) = [one for one in records(desk, "--exclude", issue_id(desk)[:8]) if one["withheld"]]
    assert (left_out["type"], left_out["withheld"]) == ("issue", "outside_scope")
    (others,) = [one for one in records(desk, "--exclude-others", issue_id(desk)[:8]) if one["withheld"]]
    assert others["withheld"] == "others_data"
    for kind in ("issue", "coaching"):
        assert [one["type"] for one in records(desk, "--kind", kind) if not one["withheld"]] == ["issue"]


@pytest.mark.parametrize("said", ["2", "Entry 2", " entry  2 ", "2 / –"])
@pytest.mark.parametrize("option", ["--exclude", "--exclude-others"])
def test_an_entry_is_left_out_by_its_number_on_the_pages(desk: Writing, option: str, said: str) -> None:
    second = desk.noted("The second.", "--occurred", "2026-02-05")
    desk.noted("The third.", "--occurred", "2026-02-06")
    (left_out,) = [one for one in records(desk, option, said) if one["withheld"]]
    assert left_out["id"] == second.id


def test_a_number_that_no_entry_has_is_no_entry(desk: Writing) -> None:
    assert desk.tried("export", "ada", "--list", "--exclude", "2").code == 1


def test_of_two_leaders_a_number_is_one_entrys_or_both_are_said(desk: Writing) -> None:
    desk.done("note", "Bram Visser", "About Bram.", "--new-leader")
    with open_journal(desk.folder, PASSPHRASE) as journal:
        both = entry(*journal.view.leaders(), text="About both.")
        journal.put(both)
    refused = desk.tried("export", "ada", "--with", "bram", "--list", "--exclude", "1")
    assert (refused.code, "“4 / 7”" in refused.err) == (1, True)
    for said in ("2", "2 / 2", "2/2"):
        withheld = [one for one in records(desk, "--with", "bram", "--exclude", said) if one["withheld"]]
        assert [one["id"] for one in withheld] == [both.id]
    for said, text in (("1 / –", "The first."), ("– / 1", "About Bram.")):
        withheld = [one for one in records(desk, "--with", "bram", "--exclude", said) if one["withheld"]]
        assert [one["headline"] for one in withheld] == [text]


def test_entries_under_others_that_name_the_leader_are_listed_by_number(desk: Writing) -> None:
    assert "filed under others" not in listed(desk)
    desk.done("note", "Bram Visser", "Nobody is named.", "--new-leader")
    desk.done("note", "Bram Visser", "Ada had known.")
    assert "Bram Visser, no. 2." in listed(desk)
    (one,) = json.loads(listed(desk, "--json"))["elsewhere"]
    assert (one["leader"], one["number"]) == ("Bram Visser", 2)


def test_what_is_about_somebody_else_cannot_be_left_out(desk: Writing) -> None:
    desk.done("note", "Bram Visser", "About Bram.", "--new-leader")
    with open_journal(desk.folder, PASSPHRASE) as journal:
        bram = next(one for one in journal.view.leaders() if one.name == "Bram Visser")
        (about_bram,) = journal.view.timeline(bram.id).entries
    refused = desk.tried("export", "ada", "--list", "--exclude", about_bram.entry.id)
    assert (refused.code, "is not about Ada Marsh" in refused.err) == (1, True)


def test_a_file_is_named_or_none_is_made(desk: Writing) -> None:
    refused = desk.tried("export", "ada")
    assert (refused.code, "-o FILE.pdf" in refused.err) == (2, True)


def test_a_preset_chooses_what_the_options_do_not(desk: Writing, tmp_path: Path) -> None:
    desk.noted("Advice.", "--counsel", "F. Siddiqui", "--purpose", "a plan", "--occurred", "2026-02-07")
    evidence = made(desk, tmp_path, "--preset", "counsel", "--purpose", "Hearing", "--no-protect")
    assert (evidence.cover.purpose, evidence.cover.recipient) == ("Hearing", "Counsel")
    assert evidence.cover.privilege_log
    assert not evidence.withheld


def test_a_preset_that_protects_asks_for_the_password(desk: Writing, tmp_path: Path) -> None:
    password = tmp_path / "password.txt"
    password.write_text("four words of mine\n")
    target = tmp_path / "r.pdf"
    desk.done("export", "ada", "-o", str(target), "--preset", "HR", "--password-file", str(password))
    data = target.read_bytes()
    assert evidence_in(attachments_in(data, "four words of mine")).cover.protected
    assert b"/Encrypt" in data


def test_a_preset_for_the_leader_masks_the_others(desk: Writing, tmp_path: Path) -> None:
    with_names = made(desk, tmp_path, "--preset", "leader", "--no-alias-all")
    assert "Priya" in repr(with_names)
    masked = made(desk, tmp_path, "--preset", "leader", "--force")
    assert "Priya" not in repr(masked)


def test_an_access_request_lists_what_is_withheld_with_its_reason(desk: Writing, tmp_path: Path) -> None:
    desk.noted("Am I fair?", "--lane", "reflection", "--occurred", "2026-02-08")
    desk.noted("Advice.", "--counsel", "F. Siddiqui", "--purpose", "a plan", "--occurred", "2026-02-07")
    desk.noted("Told in confidence.", "--lane", "intake", "--occurred", "2026-02-09")
    desk.noted("Was ill.", "--lane", "medical", "--occurred", "2026-02-10")
    evidence = made(desk, tmp_path, "--preset", "access_request", "--no-protect")
    assert sorted(evidence.withheld.values()) == ["counsel", "intake", "under_review"]
    assert "Priya" not in repr(evidence)
    out = listed(desk, "--preset", "access_request")
    assert "disclosure is under review" in out


def test_choices_can_be_kept_and_used_again(desk: Writing, tmp_path: Path) -> None:
    desk.noted("Praise.", "--kind", "praise", "--occurred", "2026-02-05")
    said = desk.done(
        "export", "ada", "--save-preset", "Council", "--kind", "praise", "--recipient", "The council", "--letter"
    )  # fmt: skip
    assert "“Council”" in said.err
    assert exports(desk) == 0
    with open_journal(desk.folder, PASSPHRASE) as journal:
        assert presets(journal.view)[len(BUILT_IN) :] == (
            Preset(name="Council", kinds=("praise",), recipient="The council", page_size="Letter"),
        )
    evidence = made(desk, tmp_path, "--preset", "council")
    assert (evidence.cover.recipient, evidence.cover.page_size) == ("The council", "Letter")
    assert list(evidence.withheld.values()) == ["outside_scope"]


def test_a_preset_that_is_not_there_is_said_with_those_that_are(desk: Writing) -> None:
    refused = desk.tried("export", "ada", "--list", "--preset", "nobody")
    assert refused.code == 1
    assert "hr, counsel, leader, access_request" in refused.err
