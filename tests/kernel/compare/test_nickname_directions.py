"""A nickname is short for the full name, and not the other way round."""

import pytest

from csdesk.kernel.compare.nicknames import is_short_for, linked_names


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("bob", "robert"), ("bill", "william"), ("billy", "william"), ("dick", "richard"), ("peggy", "margaret"),
        ("liz", "elizabeth"), ("beth", "elizabeth"), ("tony", "anthony"), ("mike", "michael"), ("sue", "susan"),
        ("jim", "james"), ("jimmy", "james"), ("kim", "kimberly"), ("ray", "raymond"), ("trish", "patricia"),
    ],
)  # fmt: skip
def test_short_goes_to_full_and_never_back(short: str, full: str) -> None:
    assert is_short_for(short, full)
    assert not is_short_for(full, short)


@pytest.mark.parametrize(("one", "other"), [("bill", "robert"), ("billy", "robert")])
def test_names_of_two_people_are_not_linked(one: str, other: str) -> None:
    assert other not in linked_names(one)
    assert one not in linked_names(other)


@pytest.mark.parametrize(("one", "other"), [("allan", "allen"), ("shaun", "shawn")])
def test_two_spellings_of_one_length_answer_to_each_other(one: str, other: str) -> None:
    assert other in linked_names(one)
    assert one in linked_names(other)
