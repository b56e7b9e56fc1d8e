"""The 360 summary (section 11), and consequences stated and decisions (section 12)."""

from collections.abc import Iterator

from coachdesk.coaching.feedback360 import GroupView, RoundView, view_of
from coachdesk.export import phrases
from coachdesk.export import phrases_coaching as words
from coachdesk.export.blocks import Block, Heading, Paragraph, Table, Text, plain
from coachdesk.export.coaching_file import CoachingFile, Item
from coachdesk.export.report_parts import (
    facts,
    group,
    lines,
    linked,
    links_withheld,
    present,
    recorded,
    table,
)
from coachdesk.records.consequence import Consequence, Letter
from coachdesk.records.decision import Decision, FitReview
from coachdesk.records.feedback360 import Round

_NUMBERS_IN_THE_EVIDENCE = (
    "How many were asked and answered in a group that is not shown here stands in the evidence attached "
    "to this file."
)


def feedback_rounds(file: CoachingFile) -> Iterator[Block]:
    """Rounds, groups and how many answered; of a group under the threshold its name and no more."""
    rounds = file.all(Round)
    if rounds:
        yield Heading("360 summary", 1, "rounds")
        yield from links_withheld(file)
    for item in rounds:
        yield group(item, f"{item.name}: {item.record.title}", _round(file, item))


def _round(file: CoachingFile, item: Item[Round]) -> Iterator[Block]:
    one, seen = item.record, view_of(item.record)
    yield facts(
        (
            "Open from, to",
            lines(phrases.day(one.opened_on), phrases.day(one.closed_on) if one.closed_on else "Still open"),
        ),
        ("Threshold", f"A group is shown from {one.threshold} answers on"),
        ("Entries", linked(file, one.id)),
        ("Recorded", recorded(item)),
    )
    rows = [*map(_group, seen.groups), *_hidden(seen)]
    if rows:
        yield table(("Group", "Asked", "Answered", "Themes, paraphrased"), (0.34, 0.1, 0.12, 0.44), rows)
    if len(seen.groups) < len(one.groups):
        yield Paragraph(plain(_NUMBERS_IN_THE_EVIDENCE))
    scored = [shown for shown in seen.groups if shown.cells]
    if scored:
        yield Paragraph(plain("Mean answers"), "label")
        yield _means(one, seen, scored)


def _group(shown: GroupView) -> tuple[str | Text, ...]:
    return words.RATERS[shown.relation], str(shown.invited), str(shown.answered), lines(*shown.themes)


def _hidden(seen: RoundView) -> Iterator[tuple[str, ...]]:
    for relation in seen.suppressed:
        yield words.RATERS[relation], "–", "–", f"Suppressed: fewer than {seen.threshold} answered"


def _means(one: Round, seen: RoundView, scored: list[GroupView]) -> Table:
    """A line for each question, a column for each group that may be seen."""
    rows = (
        (question, *(_mean(seen.cell(shown.relation, number)) for shown in scored))
        for number, question in enumerate(one.questions, start=1)
    )
    columns = [words.RATERS_BRIEFLY[shown.relation] for shown in scored]
    share = min(0.16, 0.6 / len(scored))
    return table(("Question", *columns), (1 - share * len(scored), *[share] * len(scored)), rows)


def _mean(mean: float | None) -> str:
    return "" if mean is None else f"{mean:g}"


def consequences_and_decisions(file: CoachingFile) -> Iterator[Block]:
    """What was said would follow, when and to whom; what was decided, on what grounds."""
    consequences, decisions, reviews = file.all(Consequence), file.all(Decision), file.all(FitReview)
    if not (consequences or decisions or reviews):
        return
    yield Heading("Consequences stated and decisions", 1, "outcomes")
    yield from links_withheld(file)
    if consequences:
        yield Heading("Consequences stated", 2, "consequences")
    for item in consequences:
        yield group(item, item.name, _consequence(file, item))
    if reviews:
        yield Heading("Fit of person and role", 2, "fit-reviews")
    for review in reviews:
        yield group(review, f"{review.name}: {phrases.day(review.record.day)}", _review(file, review))
    if decisions:
        yield Heading("Decisions", 2, "decisions")
    for decision in decisions:
        yield group(decision, f"{decision.name}: {decision.record.title}", _decision(file, decision))


def _consequence(file: CoachingFile, item: Item[Consequence]) -> Iterator[Block]:
    one = item.record
    copies = [letter.record.id for letter in file.all(Letter) if letter.record.of_id == one.id]
    yield facts(
        ("What follows", one.what),
        ("Change expected", one.change_expected or "Not stated"),
        ("Measured by", one.measured or "Not stated"),
        ("By", phrases.day(one.by_day) if one.by_day else "No day set"),
        ("Concerns", ", ".join(words.AREAS[area] for area in one.areas)),
        ("Said", phrases.joined((phrases.day(one.said_on), one.how)) if one.said_on else "Not said yet"),
        ("Said to", "; ".join(one.said_to)),
        ("Record", "Formal" if one.formal else "Informal"),
        ("Conversation", file.reference(one.entry_id)),
        ("In writing", file.references(copies)),
        ("Entries", linked(file, one.id)),
        ("Recorded", recorded(item)),
    )


def _decision(file: CoachingFile, item: Item[Decision]) -> Iterator[Block]:
    one = item.record
    yield facts(
        ("Decided", phrases.day(one.decided_on)),
        ("Recorded", f"{recorded(item)}, ledger event {item.coached.versions[0].event.seq}"),
        ("Reason", one.reason or "Not stated"),
        ("Relies on", file.references(one.entry_ids) or "No entries named"),
        ("Consulted", present(one.consulted)),
        ("To be reviewed", phrases.day(one.review_on) if one.review_on else ""),
        ("Entries", linked(file, one.id)),
    )
    if one.options:
        yield Paragraph(plain("Options considered"), "label")
        yield table(
            ("Option", "What was considered", "Chosen"),
            (0.27, 0.58, 0.15),
            (
                (words.OPTIONS[option.kind], option.considered, "Chosen" if option.chosen else "")
                for option in one.options
            ),
        )


def _review(file: CoachingFile, item: Item[FitReview]) -> Iterator[Block]:
    one = item.record
    yield facts(
        ("How the team fares", one.team_wellbeing),
        ("Conclusion", one.conclusion),
        ("Entries", linked(file, one.id)),
        ("Recorded", recorded(item)),
    )
    if one.requirements:
        yield table(
            ("The role requires", "Evidence says", "Entries"),
            (0.5, 0.2, 0.3),
            (
                (required.text, words.MET[required.met], file.references(required.entry_ids))
                for required in one.requirements
            ),
        )
