"""Reading the arguments: what stands before the command, the command, and a parser for it alone."""

import difflib
from argparse import REMAINDER, SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence

import coachdesk
from coachdesk.cli.table import COMMANDS, GROUPS

_WIDTH = 100


def split(arguments: Sequence[str]) -> tuple[str | None, list[str], Namespace]:
    """The command's name, its own arguments, and what is common to all commands and stood before it."""
    parser = ArgumentParser(
        prog="coachdesk",
        usage="coachdesk [--journal PATH] [--passphrase-file FILE] COMMAND ...",
        description=_overview(),
        epilog="coachdesk COMMAND -h tells more about one of them, with an example. On its own, coachdesk opens the window.",
        formatter_class=_formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"CoachDesk {coachdesk.__version__}")
    add_common(parser)
    parser.add_argument("command", nargs="?", help=SUPPRESS)
    parser.add_argument("rest", nargs=REMAINDER, help=SUPPRESS)
    common = parser.parse_args(arguments, Namespace(journal=None, passphrase_file=None, read_only=False))
    name, rest = common.command, common.rest
    del common.command, common.rest
    if name is not None and name not in COMMANDS:
        close = difflib.get_close_matches(name, COMMANDS, n=1)
        parser.error(f"there is no command “{name}”" + (f"; did you mean “{close[0]}”?" if close else ""))
    return name, rest, common


def command_parser(name: str) -> ArgumentParser:
    """The parser of one command; the command adds its own arguments."""
    command = COMMANDS[name]
    examples = "\n".join(f"  {example}" for example in command.examples)
    return ArgumentParser(
        prog=f"coachdesk {name}",
        usage=" ".join(filter(None, ("coachdesk", name, command.takes, "[options]"))),
        description=command.does[0].upper() + command.does[1:] + ".",
        epilog=f"{'examples' if len(command.examples) > 1 else 'example'}:\n{examples}",
        formatter_class=_formatter,
        allow_abbrev=False,
    )


def add_common(parser: ArgumentParser) -> None:
    """Which journal, and where its passphrase is: the last group of every command's options."""
    group = parser.add_argument_group("which journal, and its passphrase")
    group.add_argument(
        "--journal",
        metavar="PATH",
        default=SUPPRESS,
        help="the journal; otherwise COACHDESK_JOURNAL names it",
    )
    group.add_argument(
        "--passphrase-file",
        metavar="FILE",
        default=SUPPRESS,
        help="read the passphrase from the first line of FILE (- is standard input) instead of asking for it",
    )
    group.add_argument(
        "--read-only",
        action="store_true",
        default=SUPPRESS,
        help="write nothing in it: for a read-only or full disk, a damaged journal, or one that is open elsewhere",
    )


def add_json(parser: ArgumentParser) -> None:
    """The option of every command that lists."""
    parser.add_argument("--json", action="store_true", help="print JSON instead, for other programs")


def _formatter(prog: str) -> RawDescriptionHelpFormatter:
    return RawDescriptionHelpFormatter(prog, max_help_position=30, width=_WIDTH)


def _overview() -> str:
    lines = ["A manager's private, encrypted journal about the leaders who report to them.", ""]
    for group, commands in GROUPS:
        lines.append(f"{group}:")
        lines += [f"  {command.name:<12}{command.does}" for command in commands]
    return "\n".join(lines)
