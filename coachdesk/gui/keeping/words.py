"""What the windows of this folder say: of holds, and of what an erasure would do."""

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from coachdesk.gui import wording
from coachdesk.gui.keeping.asked import Foreseen
from coachdesk.gui.texts import _
from coachdesk.records.hold import Hold


def hold(one: Hold, name: str = "") -> str:
    """A hold in a sentence; ``name`` is the leader whom it covers, "" where that is known or it is the whole journal."""
    words = {
        "since": wording.short_day(one.since),
        "by": one.by,
        "why": one.why,
        "name": name,
    }
    if name:
        return _("{name}: legal hold since {since}, placed by {by}: {why}").format(**words)
    if not one.leader_id:
        return _("The whole journal: legal hold since {since}, placed by {by}: {why}").format(**words)
    return _("Legal hold since {since}, placed by {by}: {why}").format(**words)


def lifted(one: Hold) -> str:
    """When, by whom and why a hold was lifted; "" while it is in force."""
    if one.lifted_on is None:
        return ""
    return _("Lifted {day} by {by}: {why}").format(
        day=wording.short_day(one.lifted_on), by=one.lifted_by, why=one.lifted_why
    )


def held(holds: Iterable[tuple[str, Hold]]) -> str:
    """Why nothing can be erased: the holds that stop it, one on each line."""
    lines = [hold(one, name) for name, one in holds]
    return "\n".join([_("A legal hold stops this. Nothing that it covers can be erased."), *lines])


def spelled_otherwise(spellings: Iterable[str]) -> str:
    """That nothing is on file as it was typed, and what is on file with other accents."""
    return _(
        "Nothing on file is written like that. With other accents there is: {words}. Type that if it shall go."
    ).format(words=", ".join(spellings))


def write_foreseen(into: QTextEdit, found: Foreseen) -> None:
    """Writes what an erasure would do into ``into``: as a whole, word by word, record by record, and what it does not reach."""
    parts: tuple[tuple[str, Sequence[str]], ...] = (
        (_("What happens"), found.summary),
        (_("The words that go"), [", ".join(found.words)] if found.words else []),
        (
            _("Written with other accents, and stays: type it too if it shall go"),
            [", ".join(found.otherwise)] if found.otherwise else [],
        ),
        (_("Goes for good"), [one.title for one in found.lines if not one.becomes]),
        (_("Loses something"), [f"{one.title}\n    {one.becomes}" for one in found.lines if one.becomes]),
        (_("Cannot be reached from here: see to it yourself"), found.not_reached),
    )
    into.clear()
    cursor, bold = into.textCursor(), QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    for title, lines in parts:
        if lines:
            cursor.insertText(f"{title}\n", bold)
            cursor.insertText("".join(f"{line}\n" for line in lines) + "\n", QTextCharFormat())
    into.moveCursor(QTextCursor.MoveOperation.Start)
