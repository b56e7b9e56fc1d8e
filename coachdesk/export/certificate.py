"""The journal's own signing key and certificate: made once, kept encrypted in the journal."""

import datetime as dt
import hashlib

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_VALID = dt.timedelta(days=3653)
_MOST_NAME_LETTERS = 64  # RFC 5280, upper bound of a common name


class SigningKey(msgspec.Struct, frozen=True):
    """A private key (PKCS #8) and its self-signed certificate, both DER."""

    private_key: bytes
    certificate: bytes


def make_certificate(common_name: str, at: dt.datetime) -> SigningKey:
    """A fresh ECDSA P-256 key and a certificate for ten years from ``at``."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:_MOST_NAME_LETTERS])])
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - dt.timedelta(minutes=5))
        .not_valid_after(at + _VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SigningKey(private, certificate.public_bytes(Encoding.DER))


def fingerprint(key: SigningKey) -> str:
    """The SHA-256 of the certificate, in lower-case hex."""
    return hashlib.sha256(key.certificate).hexdigest()
