"""Summary of issues (section 4), and the leader's responses and disputes (section 8)."""

from collections.abc import Iterator
from functools import partial

from coachdesk.coaching.acknowledgement import state_of
from coachdesk.coaching.milestone import Revision, first_said
from coachdesk.coaching.playbook import load_steps
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.export.blocks import Block, Heading, Paragraph, Table, Text, plain
from coachdesk.export.coaching_file import CoachingFile, Item
from coachdesk.export.report_parts import (
    day,
    facts,
    group,
    lines,
    linked,
    links_withheld,
    marked,
    named,
    present,
    recorded,
    table,
    table_of,
)
from coachdesk.ledger.clock import day_of
from coachdesk.records.case import Answer, FeedbackItem
from coachdesk.records.consequence import Letter
from coachdesk.records.issue import Acknowledgement, Issue


def summary(file: CoachingFile) -> Iterator[Block]:
    """Every issue by segment: when it occurred first and last, entries, acknowledgement, status."""
    issues = _by_segment(file)
    if not issues:
        return
    yield Heading("Summary of issues", 1, "issues")
    yield table(
        ("No.", "Issue", "Segment", f"First, last{_shown(file)}", "Acknowledgement", "Status"),
        (0.06, 0.26, 0.14, 0.16, 0.24, 0.14),
        ([*_row(file, item)] for item in issues),
    )
    yield from links_withheld(file)
    for item in issues:
        yield group(item, f"{item.name}: {item.record.title}", _issue(file, item))


def _by_segment(file: CoachingFile) -> list[Item[Issue]]:
    order = list(words.SEGMENTS)
    return sorted(file.all(Issue), key=lambda item: order.index(item.record.segment))


def _row(file: CoachingFile, item: Item[Issue]) -> Iterator[str | Text]:
    issue = item.record
    first, last = _occurred(file, issue)
    yield named(item)
    yield marked(item, issue.title)
    yield words.SEGMENTS[issue.segment]
    yield lines(day(first), day(last) if last != first else "")
    yield _acknowledged(issue, "\n")
    yield words.STATUS[issue.status]


def _occurred(file: CoachingFile, issue: Issue) -> tuple[str, str]:
    """The first and the last day of the entries that are linked to it; of one without, the day it was noticed."""
    entries = (
        file.entry(item.record.entry_id)
        for item in file.links_to(issue.id)
        if item.record.stance != "contradicts"
    )
    days = [entry.occurred.day for entry in entries if entry]
    noticed = issue.noticed or ""
    return min(days, default=noticed), max(days, default=noticed)


def _shown(file: CoachingFile) -> str:
    """What is added to “first” and “last” where an entry that is withheld may have been earlier or later."""
    return " shown" if file.withheld_links else ""


def _entries(file: CoachingFile, entries: Text) -> Text:
    """The entries linked to an issue; that there are none is said only where none can be withheld."""
    number = file.withheld_links
    if not number:
        return entries or plain("None linked")
    many = "1 link on file is" if number == 1 else f"{number} links on file are"
    if entries:
        return lines(entries, f"{many} withheld and may lead here too")
    return plain(f"None shown; {many} withheld and may lead here")


def _acknowledged(issue: Issue, between: str = ", ") -> str:
    state = words.ACKNOWLEDGED[state_of(issue)]
    return f"{state}{between}{day(issue.acknowledgements[-1].day)}" if issue.acknowledgements else state


def _issue(file: CoachingFile, item: Item[Issue]) -> Iterator[Block]:
    issue = item.record
    first, last = _occurred(file, issue)
    revisions = [Revision(day_of(one.event), one.record) for one in item.coached.versions]
    _, since = first_said(revisions, "status")
    entries = linked(file, issue.id)
    yield facts(
        ("Segment", words.SEGMENTS[issue.segment]),
        ("Theme", issue.theme),
        ("First noticed", phrases.day(issue.noticed) if issue.noticed else ""),
        (f"First occurrence{_shown(file)}", phrases.day(first) if entries and first else ""),
        (f"Last occurrence{_shown(file)}", phrases.day(last) if entries and last else ""),
        ("Entries", _entries(file, entries)),
        ("Acknowledgement", _acknowledged(issue)),
        ("Causes, as told by the leader", lines(day(issue.causes_on), issue.causes)),
        ("Status", f"{words.STATUS[issue.status]}, recorded {day(since)}"),
        ("Recorded", recorded(item)),
    )
    if issue.self_reflections:
        yield Paragraph(plain("Reflections that the leader was asked for"), "label")
        yield _self_reflections(file, issue)
    if issue.steps:
        yield Paragraph(plain("Steps taken when it was not acknowledged"), "label")
        yield _steps(file, issue)


def _steps(file: CoachingFile, issue: Issue) -> Table:
    titles = {step.key: step.title for step in load_steps()}
    rows = (
        (
            day(step.day),
            titles.get(step.key, step.key.replace("_", " ").capitalize()),
            lines(step.state.capitalize(), step.reason),
            file.reference(step.entry_id),
        )
        for step in issue.steps
    )
    return table(("Day", "Step", "Done or skipped", "Entry"), (0.18, 0.32, 0.36, 0.14), rows)


def _self_reflections(file: CoachingFile, issue: Issue) -> Table:
    rows = (
        (
            day(one.asked_on),
            "\n".join(one.questions),
            day(one.by_day),
            day(one.came_on, "Not yet"),
            file.reference(one.entry_id),
        )
        for one in issue.self_reflections
    )
    return table(("Asked on", "Questions", "By", "Came on", "Entry"), (0.16, 0.38, 0.16, 0.16, 0.14), rows)


def responses(file: CoachingFile) -> Iterator[Block]:
    """What the leader said: to issues, to feedback, on receiving letters, and in entries."""
    blocks = [*_to_issues(file), *_to_feedback(file), *_to_letters(file)]
    accounts = [one.numbers for one in file.story.entries if one.current.account or one.current.intent]
    if accounts:
        said = f"The leader’s own account, in their own words, also stands in entries {phrases.entries(accounts)}."
        blocks.append(Paragraph(plain(said)))
    if blocks:
        yield Heading("The leader’s responses and disputes", 1, "responses", new_page=True)
        yield from blocks


def _to_issues(file: CoachingFile) -> Iterator[Block]:
    said = [(one, item) for item in file.all(Issue) for one in item.record.acknowledgements]
    said.sort(key=lambda pair: pair[0].day)
    if said:
        yield Heading("To issues", 2, "to-issues")
        yield table(
            ("Day", "Issue", "Answer, and the leader’s words", "Entry"),
            (0.15, 0.17, 0.54, 0.14),
            (_said(file, one, item) for one, item in said),
        )


def _said(file: CoachingFile, one: Acknowledgement, item: Item[Issue]) -> tuple[str | Text, ...]:
    return (
        day(one.day),
        marked(item, file.reference(item.record.id)),
        lines(
            words.ACKNOWLEDGED[one.state],
            one.words,
            f"Present: {present(one.present)}" if one.present else "",
        ),
        file.reference(one.entry_id),
    )


def _to_feedback(file: CoachingFile) -> Iterator[Block]:
    """The leader's own answers; those of another leader are that leader's."""
    about = {leader.id for leader in file.leaders}
    said: list[tuple[Answer | None, Item[FeedbackItem]]] = []
    for item in file.all(FeedbackItem):
        own = [one for one in item.record.answers if one.leader_id in about]
        said += [(one, item) for one in own] or [(None, item)]
    if said:
        yield Heading("To feedback, item by item", 2, "to-feedback")
        yield table(
            ("Segment", "Feedback", "Answer, and the leader’s words", "Day"),
            (0.15, 0.36, 0.33, 0.16),
            (
                (
                    words.SEGMENTS[item.record.segment],
                    marked(item, item.record.text),
                    lines(_answered(file, one), one.words) if one else "Not answered",
                    day(one.day) if one else "",
                )
                for one, item in said
            ),
        )


def _answered(file: CoachingFile, one: Answer) -> str:
    """What was answered, and by whom if the report is about two."""
    answer = words.ANSWERED[one.state]
    return answer if len(file.leaders) == 1 else f"{file.person(one.leader_id)}: {answer.lower()}"


def _to_letters(file: CoachingFile) -> Iterator[Block]:
    letters = file.all(Letter)
    if letters:
        yield Heading("Letters handed over", 2, "letters")
        yield table_of(
            letters,
            ("No.", "Day", "Letter", "To, how", "Receipt, witness", "SHA-256"),
            (0.06, 0.15, 0.26, 0.19, 0.2, 0.14),
            partial(_letter, file),
        )


def _letter(file: CoachingFile, item: Item[Letter]) -> tuple[str | Text, ...]:
    one = item.record
    return (
        named(item),
        day(one.handed_on),
        marked(item, lines(words.LETTERS[one.kind], file.reference(one.of_id))),
        lines(one.to, one.how),
        lines(words.SIGNED[one.signature], f"Witness: {one.witness}" if one.witness else ""),
        f"{one.digest[:16]}…" if one.digest else "withheld",
    )
