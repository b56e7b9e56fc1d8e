"""What the manager should know of a journal that did open, by the names under which ``sentences.toml`` has it."""

from typing import Literal

Kind = Literal[
    "header_from_copy",
    "header_from_sheet",
    "header_from_backup",
    "salt_from_header",
    "older_header",
    "older_copy",
    "another_history",
    "recovery_code_unseen",
    "copies_beside",
    "synced_folder",
    "read_only",
    "read_only_damaged",
    "erasure_finished",
    "erasure_unfinished",
]
