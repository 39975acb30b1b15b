from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.contacts import rules
from csdesk.contacts.dispositions import CODES, DISPOSITIONS, disposition_for, label_of, proposed


@pytest.mark.parametrize(
    ("given_address", "kept", "spoken"),
    [
        ("1102 fifteenth st sw ste 102, auburn wa 98001", "1102 fifteenth st sw ste 102, auburn wa", "98001"),
        ("1102 15th St SW, Auburn, WA 98001-1234", "1102 15th St SW, Auburn, WA", "98001-1234"),
        ("12 Main St, Kent WA 98032, USA", "12 Main St, Kent WA", "98032"),
        ("12 Main St 98032.", "12 Main St", "98032"),
        ("98001", "98001", ""),
        ("PO Box 98001", "PO Box 98001", ""),
        ("12 Main St apt 10234", "12 Main St apt 10234", ""),
        ("12 Main St #10234", "12 Main St #10234", ""),
        ("4 County Road 10234", "4 County Road 10234", ""),
        ("10234 Main St", "10234 Main St", ""),
        ("12 Main St 9803", "12 Main St 9803", ""),
        ("", "", ""),
    ],
)
def test_takes_a_spoken_zip_off_the_end_of_an_address(given_address: str, kept: str, spoken: str) -> None:
    assert rules.split_zip(given_address) == (kept, spoken)


@given(st.text(max_size=60))
def test_an_address_is_kept_as_it_was_said_but_for_the_zip(address: str) -> None:
    kept, spoken = rules.split_zip(address)
    assert address.startswith(kept)
    assert not spoken or len(spoken) >= 5


def test_a_draft_keeps_known_fields_only_and_never_the_zip() -> None:
    words = rules.kept_words({"first_name": "Dani", "zip": "98001", "is_admin": "1", "address": "5 Elm St 98001"})
    assert set(words) == set(rules.SAID_FIELDS)
    assert "98001" not in repr(words)


def test_a_draft_masks_a_card_number_in_any_field() -> None:
    words = rules.kept_words({"code": "4111 1111 1111 1111", "phone": "123-45-6789"})
    assert words["code"] == "•••• 1111"
    assert "6789" not in words["phone"]


def test_a_note_masks_cards_social_security_numbers_and_a_named_zip() -> None:
    note = rules.kept_note("card 4111-1111-1111-1111, ssn 123-45-6789, zip is 98001, two catalogs")
    assert "4111-1111" not in note
    assert "123-45" not in note
    assert "98001" not in note
    assert note.endswith("two catalogs")


def test_words_are_cut_to_a_bearable_length() -> None:
    assert len(rules.kept_words({"first_name": "x" * 5000})["first_name"]) == rules.LONGEST_FIELD
    assert len(rules.kept_note("x" * 9000)) == rules.LONGEST_NOTE


def test_the_outcomes_have_one_key_and_one_code_each() -> None:
    assert len(set(CODES)) == len(DISPOSITIONS)
    assert [code.key for code in DISPOSITIONS] == [str(number) for number in range(1, len(DISPOSITIONS) + 1)]
    assert {code.group for code in DISPOSITIONS} == {"removal", "access", "question", "caller", "other"}


def test_the_outcome_that_fits_is_proposed() -> None:
    assert proposed(["access.taken", "removal.in_force"]) == "removal.in_force"
    assert proposed([]) == "question.answered"


def test_an_unknown_code_is_no_outcome() -> None:
    assert disposition_for("removal.nearly") is None
    assert label_of("removal.in_force") == "Removal in force"
    assert label_of("old.code") == "old.code"
    assert label_of(None) == ""
