"""What a report says of those it is about: one leader, or the two of a relationship, whose entries stand once."""

from collections.abc import Iterator

from coachdesk.export import phrases
from coachdesk.export.coaching_file import CoachingFile
from coachdesk.export.counted import number_of
from coachdesk.export.proof import Proved
from coachdesk.export.story import Gap, Reported


def how_to_read(file: CoachingFile) -> Iterator[tuple[str, str]]:
    """How entries of two files are numbered."""
    if len(file.leaders) > 1:
        first, second = (leader.name for leader in file.leaders)
        said = (
            f"This report is about {first} and {second}. An entry about both of them is printed once. Its number is that "
            f"in the file of {first}, then that in the file of {second}: “4 / 7” is the fourth about the one and the "
            "seventh about the other. A dash means that it is not about that person. A coaching record beside which neither is "
            "named is about both."
        )
        yield "Two people", said


def subjects(file: CoachingFile) -> Iterator[tuple[str, str]]:
    """Who they are; of two, each on one line."""
    for leader in file.leaders:
        role = phrases.joined((leader.role, leader.team))
        if len(file.leaders) > 1:
            yield "Subject", phrases.joined((leader.name, role, leader.employee_id))
            continue
        yield "Subject", leader.name
        yield "Role", role
        yield "Employee number", leader.employee_id
        yield "In role since", phrases.day(leader.started) if leader.started else ""


def on_file(file: CoachingFile) -> Iterator[tuple[str, str]]:
    """How many entries there are about each of them, shown and withheld, and how many are about both."""
    every: list[Reported | Gap] = [*file.story.entries, *file.story.gaps]
    for place, leader in enumerate(file.leaders):
        total = sum(one.numbers[place] is not None for one in every)
        about = f" about {leader.name}" if len(file.leaders) > 1 else ""
        yield "Entries on file", f"{total}{about}, {_numbered(total)}" if total else f"None{about}"
    if len(file.leaders) > 1:
        both = sum(None not in one.numbers for one in every)
        yield "Entries about both", f"{phrases.count(both, 'entry')}, each stands once" if both else "None"


def _numbered(total: int) -> str:
    return f"numbered 1 to {total}" if total > 1 else "number 1"


def counted(proved: Proved, file: CoachingFile) -> Iterator[tuple[str, str]]:
    """What the ledger counts about each of them, and from which event to which."""
    known = [one for events in (*proved.entries.values(), *proved.coaching.values()) for one in events]
    for leader, subject in zip(file.leaders, proved.evidence.subjects, strict=True):
        own = [one.event.seq for one in known if number_of(one, leader.id) is not None]
        label = "About this person" if len(file.leaders) == 1 else f"About {leader.name}"
        count = subject.counts
        said = (
            f"{phrases.count(count.entries, 'entry')}, {phrases.count(count.events, 'event')}, {min(own)} to {max(own)}"
            if count
            else "None"
        )
        yield label, said
