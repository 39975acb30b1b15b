"""Due days against the published vectors and against an independent list of holidays."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.hours.calendar import PACIFIC
from csdesk.hours.common_holidays import common_holidays
from csdesk.hours.deadlines import (
    business_days_after,
    business_days_between,
    due_after_business_days,
    due_after_calendar_days,
    due_after_months,
    is_business_day,
)

VECTORS = list(csv.DictReader((Path(__file__).parent / "deadlines.csv").read_text(encoding="utf-8").splitlines()))
DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


def received(day: str, clock: str = "12:00") -> datetime:
    """Read a Pacific wall-clock time as UTC."""
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=PACIFIC).astimezone(UTC)


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["received_local_date"])
@pytest.mark.parametrize("clock", ["00:00", "16:59", "17:01", "23:59"])
def test_holds_the_vectors_at_any_time_of_the_day(row: dict[str, str], clock: str) -> None:
    at = received(row["received_local_date"], clock)
    found = {
        "plus_10_business_days": due_after_business_days(at, 10),
        "plus_15_business_days": due_after_business_days(at, 15),
        "plus_45_calendar_days": due_after_calendar_days(at, 45),
        "plus_90_calendar_days": due_after_calendar_days(at, 90),
        "one_month_uk_eu_rolled": due_after_months(at, 1),
    }
    assert {name: due.due_on.isoformat() for name, due in found.items()} == {name: row[name] for name in found}


@pytest.mark.parametrize("year", range(2020, 2041))
def test_agrees_with_the_federal_list_without_columbus_day(year: int) -> None:
    federal = holidays.country_holidays("US", years=[year, year + 1], observed=True)
    expected = {day for day in federal if day.year == year and day.weekday() < 5 and "Columbus" not in federal[day]}
    if year == 2020:
        # Juneteenth became a legal holiday in 2021; the desk counts from then on, never backwards.
        expected.add(date(2020, 6, 19))
    assert set(common_holidays(year)) == expected


def test_new_year_on_a_saturday_is_observed_in_the_old_year() -> None:
    assert common_holidays(2027)[date(2027, 12, 31)] == "New Year's Day"
    assert date(2028, 1, 1) not in common_holidays(2028)


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        (
            due_after_business_days(received("2026-10-02", "16:59"), 10),
            "received Fri 2 Oct 16:59, 10 business days, counted from Mon 5 Oct, due Fri 16 Oct",
        ),
        (
            due_after_business_days(received("2026-12-19", "09:00"), 10),
            (
                "received Sat 19 Dec 09:00, 10 business days, counted from Mon 21 Dec, "
                "without Fri 25 Dec (Christmas Day), without Fri 1 Jan 2027 (New Year's Day), due Tue 5 Jan 2027"
            ),
        ),
        (
            due_after_calendar_days(received("2026-12-31", "23:59"), 45),
            "received Thu 31 Dec 23:59, 45 calendar days, weekends and holidays included, due Sun 14 Feb 2027",
        ),
        (
            due_after_months(received("2027-01-31"), 1),
            "received Sun 31 Jan 12:00, 1 month, which ends on Sun 28 Feb, Sun 28 Feb is a weekend day, due Mon 1 Mar",
        ),
    ],
)
def test_explains_itself(due: object, sentence: str) -> None:
    assert getattr(due, "derivation", None) == sentence


def test_is_due_until_the_last_second_of_the_pacific_day() -> None:
    due = due_after_business_days(received("2026-10-30"), 1)
    assert due.due_at == datetime(2026, 11, 3, 7, 59, 59, tzinfo=UTC)
    assert due.due_at.astimezone(PACIFIC).date() == due.due_on


def test_the_pacific_evening_is_not_the_next_day() -> None:
    assert due_after_calendar_days(datetime(2026, 10, 3, 6, 59, tzinfo=UTC), 0).received_on == date(2026, 10, 2)


@given(DAYS, st.integers(0, 60))
def test_counting_forward_and_back_agree(day: date, count: int) -> None:
    end = business_days_after(day, count)
    assert business_days_between(day, end) == count
    assert business_days_between(end, day) == -count
    assert count == 0 or is_business_day(end)


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_counts_add_up(day: date, first: int, second: int) -> None:
    assert business_days_after(business_days_after(day, first), second) == business_days_after(day, first + second)


@given(DAYS, st.integers(0, 24 * 60 - 1), st.sampled_from([1, 10, 15]))
def test_a_later_receipt_is_never_due_earlier(day: date, minute: int, count: int) -> None:
    at = datetime.combine(day, time(), UTC) + timedelta(minutes=minute)
    later = at + timedelta(hours=7)
    for rule in (due_after_business_days, due_after_calendar_days, due_after_months):
        assert rule(at, count).due_at <= rule(later, count).due_at
