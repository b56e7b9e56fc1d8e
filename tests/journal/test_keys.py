"""Keys: what opens a slot, what does not, and what becomes of a passphrase or a code on the way."""

import hashlib
import hmac
import unicodedata

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coachdesk.journal import keys
from coachdesk.journal.errors import MistypedRecoveryCode
from coachdesk.journal.keys import CROCKFORD, Argon2, Cost, Hkdf, Slot, SlotRefused

JOURNAL = "0a1b2c3d4e5f60718293a4b5"
KEY = bytearray(range(32))
any_text = st.text(st.characters(codec=None, exclude_categories=()))


def slot_for(credential: bytes = b"credential", kind: str = "recovery") -> Slot:
    return keys.wrap(KEY, JOURNAL, bytearray(credential), kind, Hkdf("00" * 16))


def refused(slot: Slot, journal_id: str = JOURNAL, credential: bytes = b"credential") -> bool:
    try:
        keys.unwrap(slot, journal_id, bytearray(credential))
    except SlotRefused:
        return True
    return False


@pytest.mark.parametrize("kdf", [Hkdf("ab" * 16), Argon2("ab" * 16, Cost(64 * 1024, 1, 4))])
def test_a_slot_gives_the_key_back_to_its_credential_and_to_no_other(kdf: Argon2 | Hkdf) -> None:
    slot = keys.wrap(KEY, JOURNAL, bytearray(b"right"), "passphrase", kdf)
    assert keys.unwrap(slot, JOURNAL, bytearray(b"right")) == KEY
    assert refused(slot, credential=b"wrong")
    assert KEY.hex() not in msgspec.json.encode(slot).decode()


def test_two_slots_of_one_key_have_nothing_in_common() -> None:
    one, other = slot_for(), slot_for()
    assert one.nonce != other.nonce
    assert one.wrapped != other.wrapped


def test_a_slot_opens_in_its_own_journal_only() -> None:
    assert not refused(slot_for())
    assert refused(slot_for(), journal_id="ff" * 12)


@pytest.mark.parametrize("field", ["nonce", "wrapped"])
def test_an_altered_slot_does_not_open(field: str) -> None:
    slot = slot_for()
    value = getattr(slot, field)
    for place in range(len(value)):
        letter = "0" if value[place] != "0" else "1"
        assert refused(msgspec.structs.replace(slot, **{field: value[:place] + letter + value[place + 1 :]}))


def test_a_slot_given_another_type_or_salt_does_not_open() -> None:
    assert refused(msgspec.structs.replace(slot_for(), type="passphrase"))
    assert refused(msgspec.structs.replace(slot_for(), kdf=Hkdf("00" * 15 + "01")))


def test_a_passphrase_slot_given_a_cheaper_cost_does_not_open() -> None:
    dear, cheap = Argon2("ab" * 16, Cost(64 * 1024, 2, 1)), Argon2("ab" * 16, Cost(64 * 1024, 1, 1))
    slot = keys.wrap(KEY, JOURNAL, bytearray(b"credential"), "passphrase", dear)
    assert refused(msgspec.structs.replace(slot, kdf=cheap))


@given(any_text)
def test_a_passphrase_is_the_same_however_its_letters_are_composed(passphrase: str) -> None:
    derived = keys.passphrase_bytes(passphrase)
    for form in ("NFC", "NFD"):
        assert keys.passphrase_bytes(unicodedata.normalize(form, passphrase)) == derived


@given(any_text, any_text)
def test_two_passphrases_are_the_same_only_if_they_look_the_same(one: str, other: str) -> None:
    def plain(text: str) -> str:
        spaced = "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in text)
        return unicodedata.normalize("NFC", spaced)

    assert (keys.passphrase_bytes(one) == keys.passphrase_bytes(other)) is (plain(one) == plain(other))


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000", " "])
def test_any_space_is_a_space(space: str) -> None:
    assert keys.passphrase_bytes(f"two{space}words") == b"two words"


def test_letters_that_only_look_alike_stay_apart() -> None:
    """Compatibility forms are not folded (RFC 8265): it would make passphrases weaker without a word."""
    assert keys.passphrase_bytes("\ufb01ne") != keys.passphrase_bytes("fine")
    assert keys.passphrase_bytes("Case") != keys.passphrase_bytes("case")


def test_a_recovery_code_is_nine_groups_that_can_be_read_from_paper() -> None:
    codes = {keys.new_recovery_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4] * 9
        assert set("".join(groups)) <= set(CROCKFORD)
        assert len(keys.recovery_bytes(code)) == 20


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: f"\n {code} ",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("0", "o").replace("1", "I"),
    ],
    ids=["lower", "spaces", "joined", "around", "O_and_l", "o_and_I"],
)
def test_a_recovery_code_may_be_typed_as_people_type(typed: object) -> None:
    for _ in range(20):
        code = keys.new_recovery_code()
        assert keys.recovery_bytes(typed(code)) == keys.recovery_bytes(code)  # type: ignore[operator]


@given(st.integers(0, 35), st.sampled_from(CROCKFORD))
def test_one_wrong_letter_in_a_recovery_code_is_a_slip_of_the_pen(place: int, letter: str) -> None:
    code = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ".replace("-", "")
    code += keys._check_group(code)
    assume(code[place] != letter)
    with pytest.raises(MistypedRecoveryCode) as told:
        keys.recovery_bytes(code[:place] + letter + code[place + 1 :])
    assert told.value.problem == "check"


@pytest.mark.parametrize("place", range(31))
def test_two_letters_swapped_in_a_recovery_code_are_a_slip_of_the_pen(place: int) -> None:
    code = CROCKFORD + keys._check_group(CROCKFORD)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    with pytest.raises(MistypedRecoveryCode, match="check"):
        keys.recovery_bytes(swapped)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "length"),
        ("ABCD-EFGH", "length"),
        ("0" * 37, "length"),
        ("U" * 36, "letter"),
        ("é" * 36, "letter"),
    ],
)
def test_what_cannot_be_a_recovery_code_says_why(code: str, problem: str) -> None:
    with pytest.raises(MistypedRecoveryCode) as told:
        keys.recovery_bytes(code)
    assert told.value.problem == problem


@given(any_text)
def test_no_text_at_all_breaks_the_reading_of_a_recovery_code(text: str) -> None:
    with pytest.raises(MistypedRecoveryCode):
        keys.recovery_bytes(text)


def test_every_code_stands_for_its_own_bytes() -> None:
    first, last = bytes(20), b"\xff" * 20
    for data in (first, last, bytes(range(20))):
        letters = keys.base32(data)
        assert keys.recovery_bytes(letters + keys._check_group(letters)) == data


@pytest.mark.parametrize("purpose", ["sqlcipher", "header"])
def test_a_subkey_is_what_rfc_5869_says(purpose: str) -> None:
    """Extract with an empty salt, expand one block: written out again with nothing but HMAC."""
    extracted = hmac.digest(bytes(32), KEY, "sha256")
    expanded = hmac.digest(extracted, f"coachdesk {purpose}".encode() + b"\x01", hashlib.sha256)
    assert keys.subkey(KEY, purpose) == expanded  # type: ignore[arg-type]


def test_keys_and_salts_are_fresh_each_time() -> None:
    assert len({bytes(keys.new_key()) for _ in range(20)}) == 20
    assert {len(keys.new_key()), len(keys.subkey(KEY, "header"))} == {32}
    assert len({keys.new_salt() for _ in range(20)}) == 20


def test_a_wiped_secret_is_gone_in_place() -> None:
    secret = bytearray(b"secret")
    same = secret
    keys.wipe(secret)
    assert same == bytes(6)


def test_the_cost_fits_the_machine_and_is_never_below_the_floor() -> None:
    at_once, a_second = keys.calibrated_cost(0), keys.calibrated_cost(1000)
    assert at_once == Cost(64 * 1024, 3, 4)
    assert a_second == Cost(256 * 1024, 3, 4)
