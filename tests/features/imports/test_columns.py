"""Which column is which field."""

from __future__ import annotations

import pytest

from csdesk.errors import Rejected
from csdesk.imports.columns import FIELDS, guess, plain, resolve

NEEDED = ["customer_number", "first_name", "last_name"]


def test_takes_the_exact_names_in_any_order() -> None:
    columns = resolve(["last_name", "first_name", "customer_number"])
    assert columns.has("last_name")
    assert columns.positions[FIELDS.index("customer_number")] == 2
    assert not columns.has("zip")


def test_forgives_capitals_blanks_and_hyphens_in_our_own_names() -> None:
    assert resolve(["Customer Number", "FIRST-NAME", " last_name "]).has("customer_number")


def test_reports_columns_it_does_not_know() -> None:
    assert resolve([*NEEDED, "shoe_size", ""]).ignored == ("shoe_size", "column 5")


def test_follows_a_mapping() -> None:
    columns = resolve(["Kd-Nr", "Vor", "Nach"], {"Kd-Nr": "customer_number", "Vor": "first_name", "Nach": "last_name"})
    assert columns.ignored == ()
    assert columns.positions[:4] == (0, 1, -1, 2)


def test_a_mapping_to_nothing_leaves_a_column_out() -> None:
    columns = resolve([*NEEDED, "email"], {"email": ""})
    assert not columns.has("email")
    assert columns.ignored == ("email",)


@pytest.mark.parametrize(
    ("header", "mapping", "words"),
    [
        (["customer_number", "first_name"], None, "lacks the column last_name"),
        (["a", "b"], None, "lacks the columns customer_number, first_name, last_name"),
        (["Cust No", "first_name", "last_name"], None, "'Cust No' looks like customer_number"),
        (NEEDED, {"Surname": "last_name"}, "a column 'surname' that the file does not have"),
        (NEEDED, {"first_name": "nickname"}, "a field 'nickname' that does not exist"),
        ([*NEEDED, "Last Name"], None, "Two columns would be last_name"),
    ],
)
def test_says_what_is_wrong_with_a_header(header: list[str], mapping: dict[str, str] | None, words: str) -> None:
    with pytest.raises(Rejected) as refusal:
        resolve(header, mapping)
    assert words in refusal.value.message


def test_guesses_common_names_once_each() -> None:
    assert guess(["Cust No", "FName", "Surname", "Postal Code", "Tel", "Last Name"]) == {
        "Cust No": "customer_number", "FName": "first_name", "Postal Code": "zip", "Tel": "phone",
        "Last Name": "last_name",
    }  # fmt: skip


def test_our_own_names_are_their_own_guess() -> None:
    assert guess(FIELDS) == {name: name for name in FIELDS}
    assert all(plain(name) == name for name in FIELDS)
