"""How an export is made up, as options: copies, marks, a password, how days are written."""

import locale
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from typing import TypedDict

from coachdesk.cli.desk import Desk
from coachdesk.cli.passphrases import new_passphrase
from coachdesk.cli.terminal import PASSWORD_FILE

_FALLBACK = "en-GB"


class Paper(TypedDict):
    """The fields of Choices that come from here."""

    protected: str
    locale: str
    copy: str
    distribution: tuple[str, ...]
    watermark: str
    privilege_log: bool


def add_options(parser: ArgumentParser) -> None:
    """The options of the group "how it is made up"."""
    paper = parser.add_argument_group("how it is made up")
    paper.add_argument(
        "--protect",
        action=BooleanOptionalAction,
        help="encrypt the file; the password it opens with is asked for, give it by another way than the file",
    )
    paper.add_argument(
        "--password-file",
        metavar="FILE",
        help="with --protect: the first line of FILE is the password (-: of standard input)",
    )
    paper.add_argument("--copy", metavar='"2 of 3"', default="", help="which copy this is")
    paper.add_argument(
        "--distribution",
        metavar="TEXT",
        action="append",
        default=[],
        help="who gets a copy: of the first time it is said copy 1 (again for more)",
    )
    paper.add_argument("--watermark", metavar="TEXT", help="a mark in the margin of every page: DRAFT, say")
    paper.add_argument(
        "--privilege-log",
        action="store_true",
        default=None,
        help="list lawyer and purpose of what is withheld as legal advice, without its content",
    )
    paper.add_argument(
        "--locale",
        metavar="TAG",
        help="how the reader writes days and times: en-US, de-DE; the words are English",
    )


def paper_of(desk: Desk, options: Namespace) -> Paper:
    """What was chosen. Asks for the password. Raises Refused for an empty one, or if it is typed otherwise twice."""
    password = ""
    if options.protect:
        password = new_passphrase(desk, options.password_file, "Password for the PDF: ", PASSWORD_FILE)
    return Paper(
        protected=password,
        locale=options.locale or own_locale(),
        copy=options.copy,
        distribution=tuple(options.distribution),
        watermark=options.watermark or "",
        privilege_log=bool(options.privilege_log),
    )


def own_locale() -> str:
    """The locale of this computer's user as a BCP 47 tag."""
    return (locale.getlocale(locale.LC_TIME)[0] or _FALLBACK).replace("_", "-")
