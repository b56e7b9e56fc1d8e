"""What a sealed entry says of itself, in the reader's language: its facts by name, lags, labels, sources."""

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import QLocale

from coachdesk.export.story import LATE, VERY_LATE, Label, Reported
from coachdesk.gui import wording
from coachdesk.gui.texts import N_, _, ngettext
from coachdesk.journal.view import Listed
from coachdesk.records.entry import ActionPoint, Entry, Source, Told
from coachdesk.records.kinds import KINDS

LABELS: Mapping[Label, str] = {
    "addendum": N_("Added"),
    "correction": N_("Corrected"),
    "amendment": N_("Amended"),
    "withdrawal": N_("Withdrawn"),
    "refiling": N_("Refiled"),
}

PARTS: Mapping[str, str] = {
    "text": N_("Note"),
    "situation": N_("Situation"),
    "behaviour": N_("Behaviour"),
    "impact": N_("Impact"),
    "account": N_("Their account, in their own words"),
    "intent": N_("When asked what they intended"),
}
"""What the narrative fields of an entry are called where it is read."""

_MINUTES_SAID = 120
_AN_HOUR = 60
_LETTERS = 40


def lag(story: Reported) -> str:
    """How long after it happened an entry was written: in days of the calendar where only the day is known."""
    delay = story.lag
    if story.original.occurred.time is None and delay <= dt.timedelta(days=1):
        return _days_after(delay.days)
    minutes = int(delay.total_seconds() // 60)
    if minutes < 1:
        return _("at once")
    if minutes < _MINUTES_SAID:
        return ngettext("{count} minute after", "{count} minutes after", minutes).format(count=minutes)
    hours = minutes // _AN_HOUR
    if delay <= LATE and story.original.occurred.time is not None:
        return ngettext("{count} hour after", "{count} hours after", hours).format(count=hours)
    return ngettext("{count} day after", "{count} days after", delay.days).format(
        count=wording.number(delay.days)
    )


def _days_after(days: int) -> str:
    if days < 0:
        return _("before that day")
    return _("the day after") if days else _("the same day")


def late_label(delay: dt.timedelta) -> str:
    """What an entry is called that was written long after; "" if it was not."""
    if delay > VERY_LATE:
        return ngettext("Late entry, {count} day after", "Late entry, {count} days after", delay.days).format(
            count=wording.number(delay.days)
        )
    return _("Late entry") if delay > LATE else ""


def source(known: Source) -> str:
    """How the manager knows; hearsay is called by its name."""
    templates = {
        "saw": (_("Seen myself"), _("Seen myself ({by})")),
        "heard": (_("Heard myself"), _("Heard myself ({by})")),
        "reported": (_("Reported by somebody not named (hearsay)"), _("Reported by {by} (hearsay)")),
        "document": (_("From a document"), _("From a document: {by}")),
    }
    plain, named = templates[known.how]
    return named.format(by=known.by) if known.by else plain


def told(state: Told, number: str) -> str:
    """Whether, when and how the leader was told; ``number`` is that of the conversation, if there is one."""
    said = wording.told(state)
    if state.how:
        said = _("{told}, {how}").format(told=said, how=state.how)
    return _("{told} (entry {number})").format(told=said, number=number) if number else said


def action_point(point: ActionPoint) -> str:
    """An action point on one line."""
    said = _("{what} – {owner}").format(what=point.text, owner=_(wording.OWNERS[point.owner]))
    if point.due:
        said = _("{what}, by {day}").format(what=said, day=wording.short_day(point.due))
    return (
        _("{what}, done {day}").format(what=said, day=wording.short_day(point.done)) if point.done else said
    )


def facts(
    entry: Entry, numbers: Mapping[str, str], names: Mapping[str, str], files: Mapping[str, str]
) -> dict[str, str]:
    """The short facts of an entry by their names; ``numbers`` are those of entries it refers to, ``names``
    and ``files`` those of leaders and of attachments, each by id.
    """
    listed = QLocale().createSeparatedList
    told_applies = entry.told is not None or KINDS[entry.kind].told
    counsel = entry.counsel
    in_entry = numbers.get(entry.told.entry_id or "", "") if entry.told else ""
    found = {
        _("When"): wording.occurred(entry.occurred),
        _("Title"): entry.title,
        _("Kind"): wording.kind(entry.kind),
        _("About"): listed([names[one] for one in entry.leader_ids if one in names]),
        _("Record"): _("Formal record") if entry.formal else "",
        _("Told"): told(entry.told, in_entry) if entry.told else _("Not stated") if told_applies else "",
        _("Source"): source(entry.source) if entry.source else "",
        _("Present"): listed([person(one.name, one.role) for one in entry.present]),
        _("Place"): entry.place,
        _("Themes"): listed(list(entry.themes)),
        _("Agreed"): "\n".join(action_point(point) for point in entry.action_points),
        _("Late because"): entry.late_reason,
        _("Lane"): "" if entry.lane == "ordinary" else _(wording.LANES[entry.lane]),
        _("Counsel"): person(counsel.lawyer, counsel.purpose) if counsel else "",
        _("Files"): listed([files[one] for one in entry.attachment_ids if one in files]),
    }
    return {name: value for name, value in found.items() if value}


def said_above() -> tuple[str, ...]:
    """The facts that stand in the head of a page, or elsewhere on it, and not among its facts."""
    return _("When"), _("Title"), _("Kind"), _("Record"), _("Lane"), _("Files")


def person(name: str, role: str) -> str:
    """Somebody and what they are."""
    return _("{name} ({role})").format(name=name, role=role) if role else name


def states(story: Reported) -> list[tuple[str, str]]:
    """What should be known of an entry at once, each with its meaning (a colour): withdrawn, late, formal, lane."""
    entry = story.current
    found = [
        (_("Withdrawn") if story.withdrawn else "", "danger"),
        (late_label(story.lag), "warning"),
        (_("Formal record") if entry.formal else "", "text"),
        (_(wording.LANES[entry.lane]) if entry.lane != "ordinary" else "", "accent_text"),
    ]
    return [(words, meaning) for words, meaning in found if words]


def one_line(listed: Listed, whose: str = "") -> str:
    """An entry on one line, for a list to choose from: its number, kind, day and title.

    ``whose`` names the leaders it is about, in a list that has entries of several.
    """
    title = listed.entry.title
    title = title if len(title) <= _LETTERS else title[:_LETTERS].rstrip() + "…"
    number = _("{number} ({leaders})") if whose else "{number}"
    words = {
        "number": number.format(number=listed.number, leaders=whose),
        "kind": wording.kind(listed.entry.kind),
        "title": title,
    }
    day = wording.short_day(listed.entry.occurred.day)
    if title:
        return _("{number}: {kind}, {day}, {title}").format(day=day, **words)
    return _("{number}: {kind}, {day}").format(day=day, **words)
