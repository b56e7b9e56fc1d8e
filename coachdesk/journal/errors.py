"""What can go wrong with a journal, told apart so that each can be explained and mended.

::

    JournalError
    ├── JournalMissing        nothing is at the path
    ├── AlreadyExists         something is at the path where a new journal should be made
    ├── NotAJournal           something else is at the path
    ├── UnsafePath            a symbolic link, or somebody else's
    ├── NotWritable           the folder or the disk is read-only
    ├── AlreadyOpen           another window or program has it
    ├── NewerFormat           written by a newer version
    ├── DamagedHeader         keys.json cannot be trusted
    ├── DamagedDatabase       journal.db cannot be read
    ├── WrongPassphrase       the passphrase opens no slot
    ├── WrongRecoveryCode     the code opens no slot
    ├── MistypedRecoveryCode  the code's check group does not fit: a slip of the pen
    ├── MistypedSheet         the letters of a recovery sheet have a slip in them
    ├── SheetRevoked          the sheet is from before a newer one
    ├── NoRecoverySlot        the journal has no recovery code
    ├── ReadOnly              the journal is open for reading only
    ├── BackupWrong           a backup is not a whole copy of this journal
    ├── StorageFull           the disk is full; nothing was saved, nothing was lost
    ├── StorageFailed         the disk gave an error
    ├── ErasureUnfinished     it is gone from the journal; pages or backups may still hold it
    ├── HoldInForce           a legal hold covers what was to go
    ├── LastGoodBackup        without it there would be no backup that opens
    └── RecordError
        ├── NoSuchRecord      nothing has this id
        │   └── Erased        what had this id was erased; a tombstone is left
        ├── CannotErase       this cannot be erased by itself, or there is nothing to erase
        ├── AmbiguousId       several records begin with these letters
        ├── AlreadyWithdrawn  a withdrawn entry takes no more changes
        ├── ReasonMissing     a sealed entry changes only with a reason
        ├── NothingChanged    a correction that changes nothing
        └── DamagedContent    an attachment no longer has the digest it was taken in with
"""

from pathlib import Path


class JournalError(Exception):
    """Any of the above."""


class PathError(JournalError):
    """About one path; ``problem`` is a stable word that says more."""

    def __init__(self, path: Path | str, problem: str = "") -> None:
        super().__init__(f"{path} {problem}".strip())
        self.path, self.problem = Path(path), problem


class JournalMissing(PathError):
    """Nothing is at the path."""


class AlreadyExists(PathError):
    """Something is at the path where a new journal should be made."""


class NotAJournal(PathError):
    """What is at the path is something else."""


class UnsafePath(PathError):
    """The path is a symbolic link (``symlink``) or belongs to somebody else (``other_owner``)."""


class NotWritable(PathError):
    """The folder or the disk is read-only."""


class AlreadyOpen(PathError):
    """Another window or program has the journal open."""


class ReadOnly(PathError):
    """The journal was opened for reading only, and this would write in it."""


class DamagedHeader(PathError):
    """``keys.json`` is missing, unreadable, altered, or asks for absurd work."""


class DamagedDatabase(PathError):
    """``journal.db`` is missing, truncated or altered."""


class BackupWrong(PathError):
    """What was to be a backup is not a whole copy: ``another_head``, ``another_journal`` or ``another_key``."""


class StorageFull(PathError):
    """The disk is full. What was being saved was not saved; everything before it is safe."""


class StorageFailed(PathError):
    """The disk gave an error. What was being saved may not have been saved; everything before it is safe."""


class NewerFormat(PathError):
    """The journal has format ``found``; this version knows up to ``known``."""

    def __init__(self, path: Path | str, found: int, known: int) -> None:
        super().__init__(path, f"{found} > {known}")
        self.found, self.known = found, known


class WrongPassphrase(JournalError):
    """The passphrase opens no slot of an undamaged header."""


class WrongRecoveryCode(JournalError):
    """The recovery code is well formed and opens no slot."""


class MistypedRecoveryCode(JournalError):
    """The recovery code cannot be right: ``problem`` is ``length``, ``letter`` or ``check``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class MistypedSheet(JournalError):
    """The letters of a recovery sheet cannot be right: ``problem`` is ``length``, ``whole``, or ``line`` and which."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(f"{problem} {line}")
        self.problem, self.line = problem, line


class SheetRevoked(JournalError):
    """The sheet was made worthless by a newer one."""


class NoRecoverySlot(JournalError):
    """The journal has no recovery code to make a sheet of."""


class ErasureUnfinished(PathError):
    """It is erased and written down, but pages or backups may still hold it: ``problem`` says what came between."""


class HoldInForce(JournalError):
    """A legal hold, placed ``since`` a day, covers what was to go: by ``hold_id``. Nothing was changed."""

    def __init__(self, hold_id: str, since: str) -> None:
        super().__init__(hold_id)
        self.hold_id, self.since = hold_id, since


class LastGoodBackup(JournalError):
    """Without what was to be dropped the journal would have no backup of its own that was proved to open."""


class RecordError(JournalError):
    """About one record, named by what was asked for."""

    def __init__(self, record_id: str) -> None:
        super().__init__(record_id)
        self.record_id = record_id


class NoSuchRecord(RecordError):
    """Nothing has this id."""


class Erased(NoSuchRecord):
    """What had this id was erased; its tombstone is left."""


class CannotErase(RecordError):
    """This cannot be erased: ``problem`` is ``nothing_found``, ``kept``, ``a_leader``, ``no_such_field``, ``needed``,
    or ``outdated``: something was written since it was planned.
    """

    def __init__(self, record_id: str, problem: str) -> None:
        super().__init__(record_id)
        self.problem = problem


class AmbiguousId(RecordError):
    """Several records begin with these letters."""


class AlreadyWithdrawn(RecordError):
    """A withdrawn entry takes no more changes."""


class ReasonMissing(RecordError):
    """A sealed entry changes only with a reason."""


class NothingChanged(RecordError):
    """A correction that changes nothing."""


class DamagedContent(RecordError):
    """An attachment's content no longer has the digest it was taken in with."""
