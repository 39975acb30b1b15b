"""Whatever the text, a key comes back, and the key of the key is the key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.kernel.compare.addresses import address_key, address_text_key
from csdesk.kernel.compare.edits import deletions, edits
from csdesk.kernel.compare.emails import exact_key, loose_key
from csdesk.kernel.compare.names import generation, given_key, surname_forms, surname_key
from csdesk.kernel.compare.nicknames import linked_names, sibling_names
from csdesk.kernel.compare.phones import phone_digits, phone_key
from csdesk.kernel.compare.sounds import sound_key
from csdesk.kernel.compare.text import fold, fold_tight
from csdesk.kernel.compare.zips import zip5, zip_neighbours

# Everything, lone surrogates and NUL included, mixed with what addresses and names are made of.
ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=60) | st.text(
    st.sampled_from("abcABC 019-#/.'’,@+()xXßøİıſﬁéñ\x00"), max_size=40
)
WORDS = st.sampled_from(
    "12 12-34 1/2 n north st street saint apt # 4b po box rr hc psc unit bldg ave e main 15th first twenty".split()
)
ADDRESSES = st.lists(WORDS, max_size=9).map(" ".join) | ANYTHING

TEXT_KEYS = [fold, fold_tight, given_key, zip5, exact_key, loose_key, phone_digits, generation]


@pytest.mark.parametrize("key", TEXT_KEYS)
@given(text=ANYTHING)
@settings(max_examples=300, deadline=None)
def test_is_total_and_idempotent(key: Callable[[str], str], text: str) -> None:
    once = key(text)
    assert key(once) == once


@given(text=ANYTHING)
@settings(deadline=None)
def test_a_surname_key_is_its_own_key(text: str) -> None:
    whole = surname_key(text).whole
    assert surname_key(whole).whole == whole
    assert len(surname_forms(text)) <= 5


@given(line1=ADDRESSES, line2=ADDRESSES)
@settings(max_examples=500, deadline=None)
def test_an_address_always_has_a_key_and_case_does_not_matter(line1: str, line2: str) -> None:
    key = address_key(line1, line2)
    assert all(len(part) <= 60 for part in key)
    if line1.isascii() and line2.isascii():
        assert address_key(line1.upper(), f" {line2} ") == key
    address_text_key(f"{line1}, {line2}")


@given(text=ANYTHING)
@settings(deadline=None)
def test_keys_can_be_stored_anywhere(text: str) -> None:
    for value in (
        fold(text),
        exact_key(text),
        phone_digits(text),
        *surname_forms(text),
        *address_key(text),
        *phone_key(text),
    ):
        assert "\x00" not in value
        value.encode()


@given(text=ANYTHING)
@settings(deadline=None)
def test_sounds_and_nicknames_take_anything(text: str) -> None:
    assert bool(sound_key(text)) == bool(text)
    assert text not in linked_names(text)
    assert not sibling_names(text) & linked_names(text)


@given(one=st.text("abcd", max_size=8), other=st.text("abcd", max_size=8))
@settings(deadline=None)
def test_words_one_edit_apart_share_a_deletion(one: str, other: str) -> None:
    if edits(one, other) <= 1:
        assert {*deletions(one)} & {*deletions(other)}


@given(st.from_regex(r"[0-9]{5}", fullmatch=True))
@settings(deadline=None)
def test_zip_neighbours_are_symmetric_and_few(zip_code: str) -> None:
    near = zip_neighbours(zip_code)
    assert len(near) <= 49
    assert all(zip_code in zip_neighbours(other) for other in near)
