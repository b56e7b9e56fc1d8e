"""Errors as sentences for somebody at the window: those of the core, without its commands for a terminal."""

from collections.abc import Mapping

from coachdesk.gui.texts import N_, _

AT_THE_WINDOW: Mapping[str, str] = {
    "WrongPassphrase": N_(
        "That passphrase does not open this journal. Check capitals and the keyboard’s language. If it is lost, "
        "the recovery code opens the journal too."
    ),
    "AlreadyOpen": N_(
        "This journal is open in another window or program. Close it there, then try again. Nothing was changed."
    ),
    "JournalMissing": N_(
        "There is no journal at {path}. Was it moved, or is it on a disk that is not plugged in? Nothing was changed."
    ),
    "AlreadyExists": N_("Something is at {path} already; it was left as it is. Please choose another place."),
    "DamagedDatabase": N_(
        "{path} is damaged and cannot be read in full. Nothing was changed. Make a copy of the whole folder as it is. Then "
        "open a backup: each folder in “backups” is a journal that the same passphrase opens."
    ),
    "DamagedHeader": N_(
        "The journal’s keys in {path} are damaged or missing, so no passphrase can open it. The notes themselves were not "
        "touched. Put a keys.json back from a copy of this journal that you trust; each folder in “backups” has one."
    ),
    "ReasonMissing": N_(
        "Please say why: a recorded entry changes only with a reason, which is kept beside the change."
    ),
    "NoSuchRecord": N_("This is no longer in the journal. Nothing was changed."),
    "Locked": N_("The journal was locked in the meantime. What you typed is kept as a draft."),
}
"""By the error's name; its attributes fill the braces. What is not here is said as everywhere else."""

RECORDS_AT_THE_WINDOW: Mapping[str, str] = {
    "counsel_lane_needs_lawyer_and_purpose": N_(
        "A note of legal advice must name the lawyer and what the advice is for."
    ),
    "refile_instead": N_("An entry moves to another leader by “Refile”, so that it leaves a trace."),
    "sealed_already": N_("This entry is recorded already. “Correct” changes it, with a reason."),
    "name empty": N_("Please give a name."),
    "leader_ids empty": N_("Please choose the leader this is about."),
    "who empty": N_("Please choose somebody."),
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
    template = AT_THE_WINDOW.get(name)
    if name == "InvalidRecord":
        field = getattr(error, "field", "")
        template = RECORDS_AT_THE_WINDOW.get(f"{field} {problem}") or RECORDS_AT_THE_WINDOW.get(problem)
    if template:
        return _(template).format(**facts)
    return sentences.of_error(error, _) or unexpected(type(error).__name__)


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
