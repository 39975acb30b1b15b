"""What makes a row good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.customers.incoming import OptIn
from csdesk.imports.columns import FIELDS, resolve
from csdesk.imports.rules import Verdict, judge
from tests.factories.imports import OPTED_IN, row

NOW = datetime(2026, 3, 17, 17, 0, tzinfo=UTC)
COLUMNS = resolve(FIELDS)


def judged(**changes: str) -> Verdict:
    """Judge Dana's row with these cells."""
    cells = row(**changes)
    return judge([cells.get(field, "") for field in FIELDS], COLUMNS, NOW)


def test_a_good_row_is_taken_as_it_arrived() -> None:
    found = judged().customer
    assert found is not None
    assert (found.number, found.first_name, found.phone) == ("10482913", "Dana", "(206) 555-0142")
    assert found.address == ("1102 15th St SW", "Ste 102", "Auburn", "WA", "98001")
    assert found.may_email is None


def test_surplus_white_space_goes_and_letters_in_two_pieces_become_one() -> None:
    found = judged(last_name="  Nu\u0301n\u0303ez\n Garci\u0301a ").customer
    assert found is not None
    assert found.last_name == "Núñez García"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("customer_number", "", "customer_number is missing"),
        ("customer_number", "=1+1", "customer_number has characters it cannot have"),
        ("customer_number", "1" * 41, "customer_number is longer than 40 characters"),
        ("last_name", " ", "last_name is missing"),
        ("last_name", "x" * 121, "last_name is longer than 120 characters"),
        ("state", "Washingtonia", "state is not a state of the United States"),
        ("zip", "9800", "zip is not five or nine digits"),
        ("zip", "ABCDE", "zip is not five or nine digits"),
        ("email", "dana.example.com", "email is not an e-mail address"),
        ("email", "dana@example", "email is not an e-mail address"),
        ("phone", "555-0142", "phone is not a number of ten digits"),
        ("marketing_email_opt_in", "maybe", "marketing_email_opt_in is neither yes nor no"),
        ("first_name", "Da\x00na", "the row holds control characters; the encoding may be wrong"),
    ],
)
def test_a_bad_cell_has_its_reason(field: str, value: str, reason: str) -> None:
    assert judged(**{field: value}) == Verdict(None, (reason,))


def test_every_reason_is_told_at_once() -> None:
    assert judged(last_name="", email="x", zip="1").reasons == (
        "last_name is missing", "zip is not five or nine digits", "email is not an e-mail address",
    )  # fmt: skip


@pytest.mark.parametrize(("given_state", "code"), [("washington", "WA"), ("wa.", "WA"), ("District of Columbia", "DC")])
def test_a_state_may_be_written_out(given_state: str, code: str) -> None:
    found = judged(state=given_state).customer
    assert found is not None
    assert found.state == code


@pytest.mark.parametrize(
    ("zip_code", "kept"), [("2134", "02134"), ("2134-1001", "02134-1001"), ("021341001", "021341001")]
)
def test_a_zero_that_a_spreadsheet_dropped_is_put_back(zip_code: str, kept: str) -> None:
    found = judged(state="MA", zip=zip_code).customer
    assert found is not None
    assert found.zip == kept


@pytest.mark.parametrize("phone", ["206.555.0142", "+1 206 555 0142", "1-206-555-0142 ext. 12", "2065550142", ""])
def test_phones_come_in_many_forms(phone: str) -> None:
    assert judged(phone=phone).reasons == ()


def test_a_short_row_counts_as_blank_cells_and_a_long_one_is_refused() -> None:
    short = judge(["1", "Ann", "", "Lee"], COLUMNS, NOW)
    assert short.customer is not None
    long = judge([*["1", "Ann", "", "Lee"], *[""] * 14, "", "extra"], COLUMNS, NOW)
    assert long.reasons == ("the row has 20 cells, more than the header's 18",)
    assert judge([""] * 18, COLUMNS, NOW).reasons == ("the row is empty",)


def test_a_yes_needs_date_source_and_wording() -> None:
    found = judged(**OPTED_IN).customer
    assert found is not None
    assert found.opt_in == OptIn(datetime(2025, 5, 3, tzinfo=UTC), "web checkout", "Yes, e-mail me offers.")
    for field in ("opt_in_at", "opt_in_source", "opt_in_wording"):
        lacking = judged(**{**OPTED_IN, field: ""}).customer
        assert lacking is not None
        assert (lacking.may_email, lacking.opt_in) == (True, None)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("soon", "opt_in_at is not a date"),
        ("2026-03-19", "opt_in_at lies in the future"),
        ("13/40/2025", "opt_in_at is not a date"),
    ],
)
def test_evidence_needs_a_date_that_can_be(at: str, reason: str) -> None:
    assert judged(**{**OPTED_IN, "opt_in_at": at}).reasons == (reason,)


@pytest.mark.parametrize("at", ["5/3/2025", "2025-05-03", "2025-05-02T17:00:00-07:00", "2025-05-03 00:00:00"])
def test_dates_come_in_many_forms(at: str) -> None:
    found = judged(**{**OPTED_IN, "opt_in_at": at}).customer
    assert found is not None
    assert found.opt_in is not None
    assert found.opt_in.at == datetime(2025, 5, 3, tzinfo=UTC)


def test_reasons_never_repeat_the_value() -> None:
    secret = "Xyzzy@@nowhere"
    for field in FIELDS:
        assert secret not in " ".join(judged(**{field: secret}).reasons)


@given(st.lists(st.text(max_size=40), max_size=24))
def test_any_cells_are_judged(cells: list[str]) -> None:
    verdict = judge(cells, COLUMNS, NOW)
    assert (verdict.customer is None) == bool(verdict.reasons)
    if verdict.customer is not None:
        assert verdict.customer.last_name.strip() == verdict.customer.last_name != ""
