"""Keys, digests and seals."""

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from csdesk.errors import ConfigurationError
from csdesk.kernel import crypto


def test_a_written_keyring_is_read_back_and_private(tmp_path: Path) -> None:
    keys = crypto.new_keyring()
    crypto.write_keyring(tmp_path / "deep" / "keys.json", keys)
    assert crypto.read_keyring(tmp_path / "deep" / "keys.json") == keys
    assert (tmp_path / "deep" / "keys.json").stat().st_mode & 0o077 == 0


def test_never_overwrites_keys(tmp_path: Path) -> None:
    crypto.write_keyring(tmp_path / "keys.json", crypto.new_keyring())
    with pytest.raises(FileExistsError):
        crypto.write_keyring(tmp_path / "keys.json", crypto.new_keyring())


@pytest.mark.parametrize("spoil", ["missing", "short", "not hex", "no json"])
def test_refuses_an_unsound_key_file_and_names_no_key_material(tmp_path: Path, spoil: str) -> None:
    path = tmp_path / "keys.json"
    crypto.write_keyring(path, crypto.new_keyring())
    found = json.loads(path.read_text())
    secret = found["audit"]
    if spoil == "missing":
        del found["search"]
    found["search" if spoil != "missing" else "audit"] = {"short": "ab", "not hex": "zz" * 32}.get(spoil, secret)
    path.write_text("{" if spoil == "no json" else json.dumps(found))
    with pytest.raises(ConfigurationError) as refusal:
        crypto.read_keyring(path)
    assert secret not in refusal.value.message


def test_says_how_to_make_keys_when_there_are_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="csdesk keys create"):
        crypto.read_keyring(tmp_path / "keys.json")


def test_a_keyring_does_not_print_its_keys() -> None:
    keys = crypto.new_keyring()
    assert keys.audit.hex() not in repr(keys)


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_digests_differ_whenever_the_parts_differ(one: list[str], other: list[str]) -> None:
    key = b"k" * 32
    assert (crypto.digest(key, *one) == crypto.digest(key, *other)) == (one == other)


def test_digests_depend_on_the_key() -> None:
    assert crypto.digest(b"a" * 32, "x") != crypto.digest(b"b" * 32, "x")


@given(st.binary(), st.binary())
def test_a_seal_opens_only_for_what_it_was_bound_to(plaintext: bytes, bound_to: bytes) -> None:
    key = b"k" * 32
    nonce, sealed = crypto.seal(key, plaintext, bound_to)
    assert crypto.unseal(key, nonce, sealed, bound_to) == plaintext
    with pytest.raises(InvalidTag):
        crypto.unseal(key, nonce, sealed, bound_to + b"!")
