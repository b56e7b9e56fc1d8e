"""The protected form of a report: AES-256 under an open password (ISO 32000-2, 7.6.4.3, R=6).

A file is encrypted first and signed then: whatever saves it once more destroys the signature. What is
encrypted cannot be an archive file, so it does not claim to be one.
"""

import io
import secrets
import unicodedata

import pikepdf
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

LONGEST = 127
"""Bytes of a password in UTF-8: what is longer would not count."""
_OWNER_BYTES = 32
_BLOCK_BYTES = 16
_MAY = pikepdf.Permissions(
    accessibility=True,
    extract=True,
    modify_annotation=False,
    modify_assembly=False,
    modify_form=False,
    modify_other=False,
    print_highres=True,
    print_lowres=True,
)
"""Asked of a polite viewer; nothing enforces it. Who has the password can read, copy and print."""


class Locked(ValueError):
    """The file opens with a password only: ``problem`` is ``no_password`` or ``wrong_password``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def normal(password: str) -> str:
    """The one form of a password that looks like this (ISO 32000-2, 7.6.4.3.2: a SASLprep)."""
    return unicodedata.normalize("NFKC", password)


def encryption(password: str) -> pikepdf.Encryption:
    """How a file is saved so that it opens with ``password`` only. The key is new each time.

    The owner's password, which could lift what a polite viewer forbids, is random and forgotten.
    """
    return pikepdf.Encryption(user=password, owner=secrets.token_hex(_OWNER_BYTES), R=6, allow=_MAY)


def encrypted(text: bytes, key: bytes) -> bytes:
    """A string of a file that is encrypted under ``key`` (ISO 32000-2, 7.6.3.1: AES-256, CBC)."""
    start, padder = secrets.token_bytes(_BLOCK_BYTES), PKCS7(8 * _BLOCK_BYTES).padder()
    encryptor = Cipher(AES(key), CBC(start)).encryptor()
    return start + encryptor.update(padder.update(text) + padder.finalize()) + encryptor.finalize()


def opened(data: bytes, password: str = "") -> pikepdf.Pdf:
    """The file, to be closed. Raises :class:`Locked`, and ``pikepdf.PdfError`` for what is no PDF."""
    try:
        return pikepdf.open(io.BytesIO(data), password=password)
    except pikepdf.PasswordError:
        raise Locked("wrong_password" if password else "no_password") from None
