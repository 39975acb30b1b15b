"""What a file would change about a customer we hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.customers.changes import Changes, Difference, Held, changes_between, corrected_field, is_rewritten
from csdesk.customers.incoming import IncomingCustomer, OptIn

HOME = ("1102 15th St SW", "Ste 102", "Auburn", "WA", "98001")
HELD = Held(
    7, "s" * 32, "Dana", "R", "Okafor", "", "catalog", "FA25-104A",
    address_id=1, address=HOME, email_id=1, email="dana@example.com", phone_id=1, phone="206-555-0142",
)  # fmt: skip
SAME = IncomingCustomer(
    "10482913", "Dana", "R", "Okafor", "", *HOME, "dana@example.com", "206-555-0142", "catalog", "FA25-104A", None, None
)
IN_MAY = OptIn(datetime(2025, 5, 3, tzinfo=UTC), "web", "Yes.")


def plan(held: Held = HELD, /, **changes: Any) -> Changes:
    """Compare what is held with a file that differs in these."""
    return changes_between(held, SAME._replace(**changes))


def test_the_same_again_changes_nothing() -> None:
    assert plan().is_empty


def test_silence_changes_nothing() -> None:
    blanks = dict.fromkeys(("first_name", "line1", "line2", "city", "state", "zip", "email", "phone", "source"), "")
    assert plan(**blanks).is_empty


def test_a_new_surname_keeps_the_former_one() -> None:
    found = plan(last_name="Lee")
    assert found.names == {"last_name": "Lee"}
    assert found.keeps_former_name


@pytest.mark.parametrize("change", [{"last_name": "OKAFOR"}, {"middle_name": "Rose"}, {"source_code": "SP26-1"}])
def test_capitals_a_middle_name_or_a_code_make_no_former_name(change: dict[str, str]) -> None:
    found = plan(**change)
    assert found.names == change
    assert not found.keeps_former_name


def test_an_address_is_taken_as_a_whole() -> None:
    assert plan(line1="9 Elm St", line2="").address == ("9 Elm St", "", "Auburn", "WA", "98001")


def test_a_correction_is_never_overwritten() -> None:
    held = replace(HELD, corrected=frozenset({"address", "last_name"}))
    found = plan(held, line1="9 Elm St", last_name="Lee", phone="206-555-0199")
    assert found.address is None
    assert found.names == {}
    assert found.phone == "206-555-0199"
    assert [one.field for one in found.differences] == ["last_name", "address"]
    assert found.differences[0] == Difference("last_name", ("Okafor",), ("Lee",))


def test_a_corrected_name_protects_all_its_parts() -> None:
    assert [one.field for one in plan(replace(HELD, corrected=frozenset({"name"})), first_name="Ann").differences]


def test_what_was_refused_before_is_not_asked_again() -> None:
    held = replace(HELD, corrected=frozenset({"email"}))
    refused = {"email": [("old@example.com",)]}
    assert changes_between(held, SAME._replace(email="old@example.com"), refused).differences == ()
    assert changes_between(held, SAME._replace(email="other@example.com"), refused).differences


@pytest.mark.parametrize(
    ("name", "field"),
    [("zip", "address"), ("address_line2", "address"), ("emails", "email"), ("Phone", "phone"), ("suffix", "suffix")],
)
def test_a_correction_of_a_part_protects_the_whole(name: str, field: str) -> None:
    assert corrected_field(name) == field


def test_a_yes_without_evidence_turns_nothing_on() -> None:
    assert plan(may_email=True).is_empty


def test_evidence_turns_on_once() -> None:
    assert plan(may_email=True, opt_in=IN_MAY).opt_in == IN_MAY
    on = replace(HELD, consent="opt_in", consent_at=IN_MAY.at)
    assert plan(on, may_email=True, opt_in=IN_MAY).is_empty


def test_a_no_turns_off_once() -> None:
    assert plan(may_email=False).opts_out
    assert plan(replace(HELD, consent="opt_in", consent_at=IN_MAY.at), may_email=False).opts_out
    assert plan(replace(HELD, consent="opt_out", consent_at=IN_MAY.at), may_email=False).is_empty


def test_old_evidence_does_not_overrule_a_later_no() -> None:
    off = replace(HELD, consent="opt_out", consent_at=datetime(2025, 6, 1, tzinfo=UTC))
    assert plan(off, may_email=True, opt_in=IN_MAY).is_empty
    later = IN_MAY._replace(at=datetime(2025, 7, 1, tzinfo=UTC))
    assert plan(off, may_email=True, opt_in=later).opt_in == later


def test_another_hand_is_no_other_value() -> None:
    assert is_rewritten(HOME, ("1102 15TH ST SW", "STE 102", "AUBURN", "WA", "98001"))
    assert not is_rewritten(HOME, ("1102 15th St NW", *HOME[1:]))


@given(
    may_email=st.sampled_from([None, True, False]),
    opt_in=st.none() | st.datetimes(timezones=st.just(UTC)).map(lambda at: OptIn(at, "web", "Yes.")),
    consent=st.sampled_from(["", "opt_in", "opt_out"]),
    consent_at=st.datetimes(timezones=st.just(UTC)),
)
def test_nothing_but_evidence_ever_turns_email_on(
    *, may_email: bool | None, opt_in: OptIn | None, consent: str, consent_at: datetime
) -> None:
    held = replace(HELD, consent=consent, consent_at=consent_at if consent else None)
    found = plan(held, may_email=may_email, opt_in=opt_in)
    if found.opt_in:
        assert found.opt_in == opt_in
        assert consent != "opt_in"
        assert not consent or found.opt_in.at > consent_at
