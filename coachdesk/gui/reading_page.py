"""The page of an entry as a document: what it says, its facts, what was added, and how it came to stand so."""

import difflib

from PySide6.QtCore import QLocale
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit

from coachdesk.export.blocks import Span, Text
from coachdesk.export.differences import changed_values, differences
from coachdesk.export.story import Change
from coachdesk.gui import entry_words, wording
from coachdesk.gui.read_entry import ReadEntry
from coachdesk.gui.read_record import ReadRecord
from coachdesk.gui.texts import _
from coachdesk.gui.theme import Look
from coachdesk.gui.tokens import XS, L, M, S, TextStyle
from coachdesk.records.entry import NARRATIVE, Entry

_AIRY = 125
"""Line height of prose, in per cent."""
_LABEL_WIDTH = 108
_LEAST_KEPT = 0.5
_MOST_WORDS = 200
"""A changed line with more words than this is shown struck and anew: comparing them takes longer than reading."""


class _Writer:
    """Puts plain text into a document; nothing in it is ever read as markup."""

    def __init__(self, look: Look, into: QTextEdit) -> None:
        self._look, self._into = look, into
        self._cursor, self._is_first = QTextCursor(into.document()), True

    def ink(self, style: TextStyle, colour: str | QColor, *, bold: bool = False) -> QTextCharFormat:
        """How a run of text looks."""
        made = QTextCharFormat()
        font = self._look.font(style)
        font.setBold(font.bold() or bold)
        made.setFont(font)
        made.setForeground(self._look.colour(colour) if isinstance(colour, str) else colour)
        return made

    def block(
        self, text: str, ink: QTextCharFormat, *, before: int = 0, after: int = 0, airy: bool = False
    ) -> None:
        """Lines of one look, with room above and below in pixels."""
        self.spans(((Span(text), ink),), before=before, after=after, airy=airy)

    def spans(
        self,
        runs: tuple[tuple[Span, QTextCharFormat], ...],
        *,
        before: int = 0,
        after: int = 0,
        airy: bool = False,
    ) -> None:
        """Runs of text, each in its look, as one paragraph or several."""
        self._begin(before, airy=airy)
        for span, ink in runs:
            for place, line in enumerate(span.text.split("\n")):
                if place:
                    self._begin(0, airy=airy)
                self._cursor.insertText(line, ink)
        shape = self._cursor.blockFormat()
        shape.setBottomMargin(after)
        self._cursor.setBlockFormat(shape)

    def _begin(self, before: int, *, airy: bool) -> None:
        shape = QTextBlockFormat()
        height = _AIRY if airy else 110
        shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(before)
        if self._is_first:
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape, QTextCharFormat())
        self._is_first = False

    def table(self, rows: tuple[tuple[str, str], ...], first: int = _LABEL_WIDTH) -> None:
        """Names and values in two columns; the ``first`` is so wide, in pixels."""
        look = QTextTableFormat()
        look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        look.setBorder(0)
        look.setCellPadding(0)
        look.setCellSpacing(XS)
        look.setTopMargin(M)
        look.setColumnWidthConstraints(
            [
                QTextLength(QTextLength.Type.FixedLength, first),
                QTextLength(QTextLength.Type.VariableLength, 0),
            ]
        )
        table = self._cursor.insertTable(len(rows), 2, look)
        for at, (name, value) in enumerate(rows):
            table.cellAt(at, 0).firstCursorPosition().insertText(name, self.ink("body", "quiet"))
            table.cellAt(at, 1).firstCursorPosition().insertText(value, self.ink("body", "text"))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    @property
    def position(self) -> int:
        """Where the next block will begin."""
        return self._cursor.position() + 1

    def done(self) -> None:
        self._into.moveCursor(QTextCursor.MoveOperation.Start)


def write_page(look: Look, into: QTextEdit, read: ReadEntry, *, with_history: bool) -> int:
    """Puts the page of an entry into ``into``. Returns where in it the history begins."""
    into.setPlainText("")
    writer = _Writer(look, into)
    _write_head(writer, look, read)
    _write_prose(writer, read)
    _write_facts(writer, read)
    _write_additions(writer, read)
    history = writer.position
    if with_history:
        _write_history(writer, read)
    writer.done()
    return history


def write_record(look: Look, into: QTextEdit, read: ReadRecord) -> None:
    """Puts what a coaching record says into ``into``, field by field."""
    into.setPlainText("")
    writer = _Writer(look, into)
    runs = [(Span(read.sort), writer.ink("caption", "quiet", bold=True))]
    if read.withdrawn:
        runs.append((Span("   " + _("Withdrawn")), writer.ink("caption", "danger", bold=True)))
    writer.spans(tuple(runs))
    about = QLocale().createSeparatedList(list(read.about))
    writer.block(about, writer.ink("title", "text"), before=XS, after=XS)
    recorded = _("Recorded {moment}").format(moment=wording.recorded(read.recorded_at))
    writer.block(recorded, writer.ink("caption", "quiet"), after=L)
    if read.fields:
        metrics = QFontMetrics(look.font("body"))
        widest = max(metrics.horizontalAdvance(name) for name in read.fields)
        writer.table(tuple(read.fields.items()), max(_LABEL_WIDTH, widest + S))
    writer.done()


def _write_head(writer: _Writer, look: Look, read: ReadEntry) -> None:
    entry, story = read.entry, read.story
    kind = writer.ink("caption", look.kind_ink(entry.kind), bold=True)
    number = _("Entry {number}").format(number=wording.number(story.numbers[0] or 0))
    runs = [(Span(wording.kind(entry.kind)), kind), (Span("   " + number), writer.ink("caption", "quiet"))]
    if read.is_erased:  # of what kind it was is gone too
        runs = [(Span(number), writer.ink("caption", "quiet"))]
    states = entry_words.states(story)
    if read.is_erased:
        states = [(_("Erased"), "danger")]
    for words, meaning in states:
        runs.append((Span("   " + words), writer.ink("caption", meaning, bold=True)))
    writer.spans(tuple(runs))
    when = wording.occurred(entry.occurred)
    writer.block(entry.title or when, writer.ink("title", "text"), before=XS, after=XS)
    quiet = writer.ink("caption", "quiet")
    if entry.title:
        writer.block(when, quiet)
    recorded = _("Recorded {moment}, {lag}").format(
        moment=wording.recorded(story.events[0].recorded_at), lag=entry_words.lag(story)
    )
    writer.block(recorded, quiet, after=L)
    if story.withdrawn:
        why = _("Withdrawn {moment}: {reason}").format(
            moment=wording.recorded(story.events[-1].recorded_at), reason=story.changes[-1].reason
        )
        writer.block(why, writer.ink("body", "danger"), after=M)
    for one in read.gone:
        said = (
            _("Erased {moment} by {by}: {reason}")
            if read.is_erased
            else _("Something in it was erased {moment} by {by}: {reason}")
        )
        erased = said.format(moment=wording.recorded(one.at), by=one.by, reason=one.why)
        writer.block(erased, writer.ink("body", "danger" if read.is_erased else "quiet"), after=M)


def _write_prose(writer: _Writer, read: ReadEntry) -> None:
    entry, ink = read.entry, "quiet" if read.story.withdrawn else "text"
    for name in NARRATIVE:
        if text := getattr(entry, name):
            if name != "text":
                writer.block(
                    _(entry_words.PARTS[name]), writer.ink("caption", "quiet", bold=True), before=M, after=XS
                )
            writer.block(text, writer.ink("body", ink), after=S, airy=True)


def _facts(read: ReadEntry, entry: Entry) -> dict[str, str]:
    names = {one: attachment.name for one, attachment in read.files.items()}
    return entry_words.facts(entry, read.numbers, read.names, names)


def _write_facts(writer: _Writer, read: ReadEntry) -> None:
    above = entry_words.said_above()
    facts = {name: value for name, value in _facts(read, read.entry).items() if name not in above}
    if len(read.entry.leader_ids) == 1:
        facts.pop(_("About"), None)
    if facts:
        writer.table(tuple(facts.items()))


def _write_additions(writer: _Writer, read: ReadEntry) -> None:
    added = [change for change in read.story.changes if change.label == "addendum"]
    for change, addition in zip(added, read.entry.additions, strict=False):
        _write_change_head(writer, change)
        files = [read.files[one].name for one in addition.attachment_ids if one in read.files]
        text = "\n".join(part for part in (addition.text, *files) if part)
        writer.block(text, writer.ink("body", "text"), after=S, airy=True)


def _write_change_head(writer: _Writer, change: Change) -> None:
    label = _("{label} {moment}").format(
        label=_(entry_words.LABELS[change.label]), moment=wording.recorded(change.events[-1].recorded_at)
    )
    writer.block(label, writer.ink("caption", "accent_text", bold=True), before=L)
    why = _("Why: {reason}").format(reason=change.reason)
    writer.block(why, writer.ink("caption", "quiet"), after=XS)


def _write_history(writer: _Writer, read: ReadEntry) -> None:
    story = read.story
    writer.block(_("How it came to stand so"), writer.ink("strong", "text"), before=L + M)
    explained = _("Struck words were taken out, underlined words were put in. Nothing is ever lost.")
    writer.block(explained, writer.ink("caption", "quiet"), after=XS)
    first = _("First recorded {moment}, {lag}").format(
        moment=wording.recorded(story.events[0].recorded_at), lag=entry_words.lag(story)
    )
    writer.block(first, writer.ink("caption", "accent_text", bold=True), before=M)
    for change in story.changes:
        _write_change_head(writer, change)
        for name, text in _changes(read, change):
            _write_marked(writer, name, text)


def _changes(read: ReadEntry, change: Change) -> list[tuple[str, Text]]:
    """What a change changed, by the name of the field, as old and new."""
    before, after = change.before, change.after
    found = list(changed_values(_facts(read, before), _facts(read, after), _("taken out")))
    for field in NARRATIVE:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            found.append((_(entry_words.PARTS[field]), marked(old, new)))
    added = after.additions[len(before.additions) :]
    return found + [(_("Addition"), (Span(addition.text, "added"),)) for addition in added]


def _write_marked(writer: _Writer, name: str, text: Text) -> None:
    struck, added = writer.ink("body", "danger"), writer.ink("body", "good")
    struck.setFontStrikeOut(True)
    added.setFontUnderline(True)
    inks = {"struck": struck, "added": added, "quiet": writer.ink("body", "quiet")}
    plain = writer.ink("body", "text")
    writer.block(name, writer.ink("caption", "quiet"), before=XS)
    writer.spans(tuple((span, inks.get(span.mark, plain)) for span in text), after=XS, airy=True)


def marked(before: str, after: str) -> Text:
    """``after`` with what was taken out of ``before`` struck and what is new underlined, line by line.

    Where little stayed, the old text stands whole before the new: shreds of both cannot be read.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    spans: list[Span] = []
    for what, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new).get_opcodes():
        taken, put = "".join(old[start:end]), "".join(new[new_start:new_end])
        spans += [Span(taken)] if what == "equal" else _marked_words(taken, put)
    return tuple(spans)


def _marked_words(taken: str, put: str) -> Text:
    words = max(len(taken.split()), len(put.split()))
    spans = differences(taken, put) if words <= _MOST_WORDS else ()
    kept = sum(len(span.text.split()) for span in spans if not span.mark)
    if kept < words * _LEAST_KEPT and taken.strip() and put.strip():
        return Span(taken.rstrip("\n"), "struck"), Span("\n"), Span(put, "added")
    return spans or (Span(taken, "struck"), Span(put, "added"))
