"""What can be done from the menu, by a shortcut and from the search box: one table that the window walks."""

from typing import Literal, NamedTuple

from coachdesk.gui.texts import N_

Needs = Literal["nothing", "open", "leader", "entry", "change", "note"]
"""What must be there for an action to make sense: ``change`` is an entry being read that takes changes, ``note``
one being written.
"""


class Command(NamedTuple):
    """One thing that can be done. ``key`` names it: whoever does it says so with ``MainWindow.on``.

    ``toggles`` names a setting that is on or off; then nobody needs to do anything but the window.
    """

    key: str
    menu: str
    text: str
    shortcut: str = ""
    icon: str = ""
    needs: Needs = "open"
    ends_group: bool = False
    toggles: str = ""


MENUS = (N_("&File"), N_("&Edit"), N_("&Note"), N_("&Coach"), N_("&Go"), N_("&View"), N_("&Help"))

COMMANDS = (
    Command("new_note", "&File", N_("&New note"), "Ctrl+N", "note-pencil"),
    Command("add_leader", "&File", N_("&Add a leader…"), "Ctrl+Shift+N", "user-plus", ends_group=True),
    Command("export", "&File", N_("&Export to PDF…"), "Ctrl+E", "file-pdf", "leader", ends_group=True),
    Command("open_copy", "&File", N_("Open &copy of everything…"), "", "folder-open"),
    Command("backups", "&File", N_("&Backups…"), "", "archive"),
    Command("holds", "&File", N_("Legal &holds…"), "", "scales"),
    Command("erase", "&File", N_("Erase for &good…"), "", "eraser", ends_group=True),
    Command("lock", "&File", N_("&Lock"), "Ctrl+L", "lock-simple"),
    Command("quit", "&File", N_("&Quit"), "Ctrl+Q", "", "nothing"),
    Command("edit_leader", "&Edit", N_("Edit &leader…"), "", "pencil-simple", "leader"),
    Command(
        "archive_leader",
        "&Edit",
        N_("A&rchive leader, or bring back"),
        "",
        "archive",
        "leader",
    ),
    Command(
        "review_kept",
        "&Edit",
        N_("Review of &what is kept…"),
        "",
        "calendar-check",
        "leader",
        ends_group=True,
    ),
    Command("change_passphrase", "&Edit", N_("Change &passphrase…"), "", "key"),
    Command("change_key", "&Edit", N_("Change the &key…"), "", "arrows-clockwise"),
    Command("recovery", "&Edit", N_("New &recovery sheet…"), "", "shield-check", ends_group=True),
    Command("preferences", "&Edit", N_("Pre&ferences…"), "Ctrl+,", "gear-six", "nothing"),
    Command("save_note", "&Note", N_("&Save this note"), "Ctrl+Enter", "check", "note"),
    Command("note_kind", "&Note", N_("&Kind of note…"), "Ctrl+Shift+K", "", "note"),
    Command("note_when", "&Note", N_("&When it happened"), "Ctrl+Shift+W", "", "note"),
    Command("attach", "&Note", N_("Attach &files…"), "Ctrl+Shift+F", "paperclip", "note"),
    Command("wordings", "&Note", N_("&Look at the wording"), "F7", "text-aa", "note"),
    Command("drafts", "&Note", N_("&Drafts that wait…"), "Ctrl+D", "tray", ends_group=True),
    Command("correct", "&Note", N_("&Correct this entry"), "F2", "pencil-simple", "change"),
    Command("add_to_entry", "&Note", N_("&Add to this entry"), "Shift+F2", "plus", "change"),
    Command("mark_told", "&Note", N_("Mark as &told…"), "Ctrl+T", "chat-text", "change"),
    Command("refile", "&Note", N_("&Refile this entry…"), "", "arrows-left-right", "change"),
    Command("withdraw", "&Note", N_("&Withdraw this entry…"), "", "prohibit", "change"),
    Command(
        "erase_entry", "&Note", N_("&Erase this entry for good…"), "", "eraser", "entry", ends_group=True
    ),
    Command("history", "&Note", N_("&How it came to stand so"), "Ctrl+H", "clock-counter-clockwise", "entry"),
    Command("prepare", "&Coach", N_("Prepare the next &talk…"), "Ctrl+P", "clipboard-text", "leader"),
    Command(
        "talk_panel",
        "&Coach",
        N_("The preparation &beside the timeline"),
        "Ctrl+Shift+P",
        "columns",
        "leader",
    ),
    Command(
        "workshop", "&Coach", N_("Say it as an “&I” sentence…"), "Ctrl+I", "quotes", "leader", ends_group=True
    ),
    Command("small_win", "&Coach", N_("Note a small &win"), "", "star", "leader"),
    Command("raise_issue", "&Coach", N_("&Raise an issue…"), "", "flag", "leader"),
    Command("start_plan", "&Coach", N_("Start a &plan…"), "", "path", "leader"),
    Command("add_expectation", "&Coach", N_("Add an &expectation…"), "", "check-square", "leader"),
    Command("offer_support", "&Coach", N_("Offer &support…"), "", "lifebuoy", "leader"),
    Command("start_case", "&Coach", N_("Start an &intervention…"), "", "handshake", "leader"),
    Command("start_round", "&Coach", N_("Start a &360 round…"), "", "chats-circle", "leader"),
    Command("state_consequence", "&Coach", N_("State a &consequence…"), "", "megaphone", "leader"),
    Command("review_fit", "&Coach", N_("Review the &fit…"), "", "compass", "leader"),
    Command("record_decision", "&Coach", N_("Record a &decision…"), "", "scales", "leader"),
    Command("protected_events", "&Coach", N_("Pr&otected events…"), "", "shield", "leader"),
    Command("go_today", "&Go", N_("T&oday"), "Ctrl+0", "sun-horizon", ends_group=True),
    Command("search", "&Go", N_("&Search and commands"), "Ctrl+K", "magnifying-glass"),
    Command("find", "&Go", N_("Find in this &timeline"), "Ctrl+F", "funnel", "leader"),
    Command("show_due", "&Go", N_("Show what is &due"), "Ctrl+Shift+D", "bell", "leader"),
    Command("show_all", "&Go", N_("Show &all entries"), "Ctrl+Shift+A", "", "leader", ends_group=True),
    Command("go_leaders", "&Go", N_("&Leaders"), "Ctrl+1"),
    Command("go_timeline", "&Go", N_("&Timeline"), "Ctrl+2"),
    Command("go_reading", "&Go", N_("&Entry"), "Ctrl+3"),
    Command("show_archived", "&View", N_("Show &archived leaders"), toggles="show_archived"),
    Command("help", "&Help", N_("&Keys and guide"), "F1", "question", "nothing"),
    Command("about", "&Help", N_("&About CoachDesk"), "", "info", "nothing"),
)
