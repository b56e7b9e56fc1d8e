"""The commands, in the order in which they are offered: what each is for, and one or two to copy."""

from typing import NamedTuple


class Command(NamedTuple):
    """A command; the module ``commands.<name>`` does it. ``takes`` are its arguments without the options."""

    name: str
    takes: str
    does: str
    examples: tuple[str, ...]


GROUPS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    (
        "Begin",
        (
            Command(
                "new",
                "PATH",
                "make a journal",
                (
                    'coachdesk new ~/Notes.coachdesk --name "Ada Marsh" --role "VP Engineering"',
                    "coachdesk new /secure/Team.coachdesk --passphrase-file pass.txt",
                ),
            ),
            Command(
                "demo",
                "DIR",
                "make a journal of invented people, and export it",
                ("coachdesk demo ~/coachdesk-demo",),
            ),
        ),
    ),
    (
        "Write",
        (
            Command(
                "note",
                "LEADER [TEXT]",
                "record something about a leader",
                (
                    'coachdesk note Tomas "Half-year conversation. He would like to know sooner why."',
                    (
                        'coachdesk note "Grace Hopper" --occurred "2026-03-02 14:30" --situation "Release meeting" \\\n'
                        '    --behaviour "Read the risks aloud, one by one" --impact "Two dates were moved in time"'
                    ),
                    "coachdesk note Tomas --attach reply.eml --told 2026-03-04 < note.txt",
                ),
            ),
            Command(
                "add",
                "ID [TEXT] --reason TEXT",
                "put an addition under a recorded entry",
                ('coachdesk add 4f3a9c01 "Zoë says it was 14:50." --reason "Learnt it today"',),
            ),
            Command(
                "correct",
                "ID --reason TEXT",
                "correct a recorded entry; the original stays legible",
                (
                    'coachdesk correct 4f3a9c01 --occurred "2026-03-02 14:50" --reason "Wrong time"',
                    'coachdesk correct 4f3a9c01 --told 2026-03-09 --reason "Told in the check-in"',
                ),
            ),
            Command(
                "withdraw",
                "ID --reason TEXT",
                "mark an entry or a coaching record as withdrawn; its text is kept",
                ('coachdesk withdraw 4f3a9c01 --reason "Hearsay that nobody confirms"',),
            ),
            Command(
                "refile",
                "ID --leader NAME --reason TEXT",
                "move an entry to the right leader",
                (
                    'coachdesk refile 4f3a9c01 --leader "Grace Hopper" --reason "Written under the wrong name"',
                ),
            ),
        ),
    ),
    (
        "Read",
        (
            Command("today", "[LEADER]", "what is due", ("coachdesk today", "coachdesk today Tomas --json")),
            Command(
                "leaders",
                "",
                "the people the notes are about",
                (
                    "coachdesk leaders",
                    'coachdesk leaders --add "Grace Hopper" --role "Director of Engineering"',
                ),
            ),
            Command(
                "list",
                "[LEADER]",
                "the newest entries",
                ("coachdesk list Tomas --from 2026-01-01 --kind observation", "coachdesk list --json"),
            ),
            Command(
                "show", "ID", "one entry or coaching record with its history", ("coachdesk show 4f3a9c01",)
            ),
            Command(
                "search",
                "WORDS",
                "find words in everything",
                ("coachdesk search risk meet", 'coachdesk search --json "Bacs file"'),
            ),
        ),
    ),
    (
        "Coach",
        (
            Command(
                "issues",
                "LEADER",
                "what is worked on, and where the leader stands on it",
                ("coachdesk issues Tomas",),
            ),
            Command(
                "issue",
                "LEADER --title TEXT --segment SEGMENT",
                "raise an issue",
                (
                    'coachdesk issue Tomas --title "Answers another question" --segment personal --from 4f3a9c01',
                ),
            ),
            Command(
                "said",
                "LEADER ISSUE --state STATE",
                "record what the leader said to an issue",
                (
                    'coachdesk said Tomas "another question" --state denied --words "I did answer it" --on yesterday',
                ),
            ),
            Command(
                "link",
                "ENTRY TARGET --stance STANCE",
                "say what an entry says to an issue, a goal or anything else",
                ("coachdesk link 4f3a9c01 9a1b2c3d --stance supports",),
            ),
            Command(
                "plan", "LEADER", "goals, expectations, support, the next check-in", ("coachdesk plan Tomas",)
            ),
            Command("case", "LEADER", "how far an intervention has come", ("coachdesk case Tomas",)),
            Command(
                "readiness",
                "LEADER",
                "what somebody who doubts the notes would ask",
                ("coachdesk readiness Tomas",),
            ),
        ),
    ),
    (
        "Hand over",
        (
            Command(
                "export",
                "LEADER -o FILE.pdf",
                "make the confidential PDF about a leader",
                (
                    "coachdesk export Tomas -o timeline.pdf",
                    "coachdesk export Tomas --with Grace --preset hr --list",
                    'coachdesk export Tomas -o review.pdf --from 2026-01-01 --recipient "A. O’Brien, HR" --purpose "Review"',
                ),
            ),
            Command(
                "letter",
                "KIND LEADER [ID] -o FILE.pdf",
                "make a short letter for a leader",
                (
                    "coachdesk letter follow-up Tomas -o agreed.pdf",
                    "coachdesk letter pip Tomas -o plan.pdf --handed-over --signature signed",
                ),
            ),
            Command(
                "receipt",
                "EXPORT",
                "what to send apart from an exported file, to be kept",
                (
                    "coachdesk receipt CD-EXPORT-2026-001",
                    "coachdesk receipt CD-EXPORT-2026-001 -o receipt.txt",
                ),
            ),
            Command(
                "verify",
                "FILE.pdf|JOURNAL",
                "check an exported PDF, or a whole journal",
                (
                    "coachdesk verify timeline.pdf",
                    "coachdesk verify timeline.pdf --against earlier.pdf --receipt message.eml",
                    "coachdesk verify protected.pdf --password-file word.txt --report found.html",
                    "coachdesk verify ~/Notes.coachdesk",
                ),
            ),
        ),
    ),
    (
        "Look after",
        (
            Command(
                "backup",
                "[FOLDER]",
                "make a complete copy of the journal, and prove it",
                ("coachdesk backup", "coachdesk backup /media/stick", "coachdesk backup --list"),
            ),
            Command(
                "rescue",
                "DAMAGED NEW",
                "save what is whole in a damaged journal into a new one",
                ("coachdesk rescue ~/Notes.coachdesk ~/Saved.coachdesk",),
            ),
            Command(
                "restore",
                "BACKUP",
                "put a backup in the journal’s place; as it was, it is kept",
                (
                    "coachdesk restore ~/Notes.coachdesk/backups/2026-10-09T081500Z.coachdesk --dry-run",
                    'coachdesk restore "/media/stick/Notes 2026-10-09T081500Z.coachdesk"',
                ),
            ),
            Command(
                "hold",
                "[LEADER]",
                "legal holds: list, place, lift",
                (
                    "coachdesk hold",
                    'coachdesk hold --place Tomas --by "Dana Ruiz, counsel" --reason "A claim was announced"',
                    'coachdesk hold --lift 7c1b2c3d --by "Dana Ruiz, counsel" --reason "Settled"',
                ),
            ),
            Command(
                "retention",
                "[LEADER DAY]",
                "when to ask whether what is kept about a leader is still needed",
                (
                    "coachdesk retention",
                    'coachdesk retention Tomas 2032-03-01 --note "Six years after he left"',
                ),
            ),
            Command(
                "erase",
                "ID | --leader NAME | --from DAY",
                "destroy content for good; its place in the ledger stays",
                (
                    'coachdesk erase 4f3a9c01 --reason "Recorded without need"',
                    'coachdesk erase 4f3a9c01 --word "Dr. Weiss" --reason "Names a doctor"',
                    "coachdesk erase 4f3a9c01 --field impact",
                    'coachdesk erase --leader Tomas --also Tom --reason "His request of 3 May"',
                    "coachdesk erase --leader Tomas --to 2019-12-31",
                ),
            ),
            Command(
                "passphrase",
                "",
                "change the passphrase",
                (
                    "coachdesk passphrase",
                    "coachdesk passphrase --recovery",
                    "coachdesk passphrase --sheet letters.txt",
                ),
            ),
            Command(
                "key",
                "",
                "change the journal’s key, make a recovery sheet, or show the key for other tools",
                ("coachdesk key --rotate", "coachdesk key --sheet", "coachdesk key --raw"),
            ),
            Command(
                "takeout",
                "DIR",
                "write an open copy of everything: JSON, files, Markdown; not encrypted",
                ("coachdesk takeout ~/open-copy --ordinary", "coachdesk takeout ~/open-copy --all --yes"),
            ),
            Command("bench", "", "measure how long things take", ("coachdesk bench --json",)),
        ),
    ),
)

COMMANDS = {command.name: command for _, commands in GROUPS for command in commands}
