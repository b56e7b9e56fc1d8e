"""Errors as sentences for somebody at the window: those of the core, without its commands for a terminal."""

from collections.abc import Mapping

from coachdesk.gui.texts import N_, _

AT_THE_WINDOW: Mapping[str, str] = {
    "WrongPassphrase": N_(
        "That passphrase does not open this journal. Check capitals and the keyboard’s language. If it is lost, "
        "the recovery code opens the journal too."
    ),
    "AlreadyOpen": N_(
        "This journal is open in another window or program. Close it there, then try again; or open it here to read "
        "only. Nothing was changed."
    ),
    "JournalMissing": N_(
        "There is no journal at {path}. Was it moved, or is it on a disk that is not plugged in? Nothing was changed."
    ),
    "AlreadyExists": N_("Something is at {path} already; it was left as it is. Please choose another place."),
    "DamagedDatabase": N_(
        "{path.name} is damaged and cannot be read in full. Nothing was changed. What is whole in it can be saved, and a "
        "backup can be put in its place."
    ),
    "DamagedDatabase truncated": N_(
        "{path.name} is cut short: a part of the notes is not there. Nothing was changed. What is whole in it can be saved, "
        "and a backup can be put in its place."
    ),
    "DamagedDatabase first_page": N_(
        "{path.name} is not the database that this key belongs to, or its first page is damaged. Nothing was changed. What "
        "is whole in it can be saved, and a backup can be put in its place."
    ),
    "DamagedDatabase missing": N_(
        "{path.name} is missing: the notes are not there. Nothing was changed. A backup can be put in its place."
    ),
    "DamagedDatabase another_key": N_(
        "{path.name} does not fit this sheet: either the sheet is from before the key of the journal was changed, or the "
        "beginning of the file is damaged. Nothing was changed. Look for a newer sheet."
    ),
    "DamagedDatabase nothing_whole": N_(
        "Nothing is whole in {path.name} that a journal could be made of, so there is nothing to save. Nothing was changed. "
        "A backup can be put in its place."
    ),
    "DamagedHeader": N_(
        "The file with the journal’s keys, {path.name}, is damaged or missing, so no passphrase can open it. The notes themselves were not "
        "touched. The keys can be taken from a backup or typed from the recovery sheet."
    ),
    "ReadOnly": N_("The journal is open to read only, and this would write in it. Nothing was changed."),
    "NoRecoverySlot": N_(
        "This journal has no recovery code, so there is no sheet of it. Nothing was changed."
    ),
    "ReasonMissing": N_(
        "Please say why: a recorded entry changes only with a reason, which is kept beside the change."
    ),
    "HoldInForce": N_(
        "A legal hold covers this. Nothing was changed, and nothing will go while it is in force. “Legal holds…” in the "
        "File menu shows it."
    ),
    "ErasureUnfinished": N_(
        "It is erased, and that is written down; but pages of the journal that are no longer used, or its own backups, "
        "may still hold it. The next opening finishes this, once there is room on the disk and nobody else reads the "
        "journal."
    ),
    "NoSuchRecord": N_("This is no longer in the journal. Nothing was changed."),
    "Locked": N_("The journal was locked in the meantime. What you typed is kept as a draft."),
}
"""By the error's name; its attributes fill the braces. What is not here is said as everywhere else."""

NOTICES_AT_THE_WINDOW: Mapping[str, str] = {
    "older_copy": N_(
        "This journal is older than the one last seen on this computer: an earlier copy was put back. What was written "
        "since is not in it. Find the newer one before you write in this. If it is gone, go on with this one."
    ),
    "another_history": N_(
        "This journal has another history than the one last seen on this computer: events were exchanged, or two copies "
        "were written in. Do not write in it before you know why. Once you do, go on with this one."
    ),
    "header_from_sheet": N_(
        "keys.json was missing or damaged and is written anew from the recovery sheet. It has no passphrase yet."
    ),
    "recovery_code_unseen": N_(
        "The key of this journal was changed, but CoachDesk ended before the new recovery code could be shown. The "
        "passphrase opens the journal; the old code and sheet do not. Make a new one now."
    ),
    "copies_beside": N_(
        "Another program laid a second copy beside this journal ({detail}): two computers may have written in it. Find "
        "out which of them holds what is missing here before you delete any. Then keep the journal in a folder that is "
        "not copied about."
    ),
    "read_only": N_(
        "Open to read only: nothing is written in this journal. Search, reading and a backup elsewhere work."
    ),
    "read_only_damaged": N_(
        "A part of this journal is damaged; what can be read is shown, and some of it may be missing. Lock it, and the "
        "unlock screen offers to rescue what is whole."
    ),
}
"""What should be known of a journal that did open, where it is said otherwise than on a terminal."""

RECORDS_AT_THE_WINDOW: Mapping[str, str] = {
    "counsel_lane_needs_lawyer_and_purpose": N_(
        "A note of legal advice must name the lawyer and what the advice is for."
    ),
    "refile_instead": N_("An entry moves to another leader by “Refile”, so that it leaves a trace."),
    "sealed_already": N_("This entry is recorded already. “Correct” changes it, with a reason."),
    "name empty": N_("Please give a name."),
    "by empty": N_("Please say who decided it."),
    "lifted_by empty": N_("Please say who decided it."),
    "since still_to_come": N_(
        "That day is still to come. A hold is in force at once: give today, or the earlier day since which things must be kept."
    ),
    "because empty": N_("Please say why. It is kept for good."),
    "leader_ids empty": N_("Please choose the leader this is about."),
    "who empty": N_("Please choose somebody."),
    "among_contacts_already": N_(
        "{value} is among your contacts already and can be chosen there. For somebody else of that name, give a role or "
        "an organisation that tells the two apart."
    ),
    "too_many_rounds": N_(
        "That makes more than {value} rounds. Choose an earlier end, or more weeks between."
    ),
}


def sentence(error: Exception) -> str:
    """What happened, what was kept and what to do, in one sentence or a few."""
    from coachdesk import sentences  # noqa: PLC0415  # the window is visible before this is needed

    facts = {
        name: value for name, value in vars(error).items() if isinstance(value, str | int) or name == "path"
    }
    name, problem = type(error).__name__, getattr(error, "problem", "")
    template = AT_THE_WINDOW.get(f"{name} {problem}") or AT_THE_WINDOW.get(name)
    if name == "InvalidRecord":
        field = getattr(error, "field", "")
        template = RECORDS_AT_THE_WINDOW.get(f"{field} {problem}") or RECORDS_AT_THE_WINDOW.get(problem)
    if template:
        return _(template).format(**facts)
    return sentences.of_error(error, _) or unexpected(type(error).__name__)


def notice(kind: str, detail: str = "") -> str:
    """What should be known of a journal that did open."""
    from coachdesk import sentences  # noqa: PLC0415  # as above

    if template := NOTICES_AT_THE_WINDOW.get(kind):
        return _(template).format(detail=detail)
    return sentences.notice(kind, _, detail)


def unexpected(name: str, *, is_kept: bool = True) -> str:
    """A mistake of ours: what is kept, and what to do. Never what the error says, which may quote a note."""
    if not is_kept:
        return _(
            "CoachDesk made a mistake ({name}). What you typed last is on this screen only: copy it somewhere safe, "
            "then close CoachDesk and start it anew. Everything saved is safe."
        ).format(name=name)
    return _(
        "CoachDesk made a mistake ({name}). What you typed is kept as a draft, and everything saved is safe. You can "
        "go on; if it happens again, close CoachDesk and start it anew."
    ).format(name=name)


def is_foreseen(error: Exception) -> bool:
    """Whether a sentence of its own was written for this error; anything else is a mistake of ours."""
    from coachdesk import sentences  # noqa: PLC0415  # as above

    return type(error).__name__ in AT_THE_WINDOW or sentences.of_error(error, _) is not None
