"""How a spoken zip compares, and what each wish needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.identity.rules import REQUIRED, Level, Outcome, compare_zip, slip_between, suffices

ZIPS = st.from_regex(r"[0-9]{5}", fullmatch=True)


@pytest.mark.parametrize("spoken", ["98001", " 98001 ", "98001-1234", "980011234"])
def test_the_first_five_digits_match(spoken: str) -> None:
    assert compare_zip(spoken, ["98001-9999"]).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("spoken", "outcome", "reason"),
    [
        ("98002", Outcome.CLOSE, "digit"),
        ("90801", Outcome.CLOSE, "swap"),
        ("98104", Outcome.CLOSE, "former"),
        ("98105", Outcome.NO, ""),
        ("12345", Outcome.NO, ""),
        ("", Outcome.NOT_ASKED, ""),
        ("9800", Outcome.NOT_ASKED, ""),
        ("I forgot", Outcome.NOT_ASKED, ""),
    ],
)
def test_a_slip_or_a_former_address_is_close(spoken: str, outcome: Outcome, reason: str) -> None:
    found = compare_zip(spoken, ["98001"], ["98104"])
    assert (found.outcome, found.reason) == (outcome, reason)


def test_a_present_zip_wins_over_a_former_one() -> None:
    assert compare_zip("98001", ["98001"], ["98001"]).outcome is Outcome.MATCH


def test_nothing_on_file_is_no_match() -> None:
    assert compare_zip("98001", []).outcome is Outcome.NO
    assert compare_zip("98001", ["", "unknown"]).outcome is Outcome.NO


@given(ZIPS, ZIPS)
def test_slips_are_mutual(one: str, other: str) -> None:
    assert slip_between(one, other) == slip_between(other, one)
    assert slip_between(one, one) == ""


@given(ZIPS, st.integers(0, 4), st.integers(1, 9))
def test_every_wrong_digit_is_close(stored: str, place: int, shift: int) -> None:
    wrong = str((int(stored[place]) + shift) % 10)
    assert compare_zip(stored[:place] + wrong + stored[place + 1 :], [stored]).outcome is Outcome.CLOSE


@given(st.text(max_size=30))
def test_no_text_raises(spoken: str) -> None:
    compare_zip(spoken, ["98001"], ["98104"])


def test_a_removal_needs_nothing_and_an_answer_is_earned() -> None:
    assert suffices(Level.L0, "removal")
    assert not suffices(Level.L0, "inquire")
    assert suffices(Level.L1, "update")
    assert not suffices(Level.L1, "copy")
    assert suffices(Level.L2, "review")
    assert not suffices(Level.L2, "anything else")
    assert set(REQUIRED) == {"removal", "child_report", "inquire", "update", "review", "copy"}
