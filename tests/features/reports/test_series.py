"""Counts by hour become charts that say the same as the table beneath them."""

from datetime import UTC, date, datetime, timedelta
from statistics import median_low
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.reports.series import HourCount, by_day, by_hour, last_days, local_day_bounds, median_of_counts

PACIFIC = ZoneInfo("America/Los_Angeles")
KINDS = {"call": "Calls", "mail": "Mails"}


def count(hour: str, kind: str, number: int) -> HourCount:
    return HourCount(datetime.fromisoformat(hour).replace(tzinfo=UTC), kind, number)


def test_hours_are_those_of_the_desks_wall_clock() -> None:
    chart = by_hour("Contacts", [count("2026-11-23T17:00", "call", 4)], KINDS, date(2026, 11, 23), PACIFIC)
    assert dict(chart.rows)["09:00"] == (4, 0)


def test_an_hour_of_another_day_is_left_out() -> None:
    counts = [count("2026-11-23T07:00", "call", 4), count("2026-11-23T17:00", "call", 1)]
    assert by_hour("Contacts", counts, KINDS, date(2026, 11, 23), PACIFIC).total == 1


def test_a_quiet_day_still_shows_the_business_hours() -> None:
    chart = by_hour("Contacts", [], KINDS, date(2026, 11, 23), PACIFIC)
    assert [label for label, _ in chart.rows][:1] == ["06:00"]
    assert [label for label, _ in chart.rows][-1:] == ["16:00"]
    assert chart.total == 0


def test_an_evening_in_utc_belongs_to_the_pacific_day_before() -> None:
    chart = by_day("Contacts", [count("2026-11-24T00:00", "mail", 2)], KINDS, [date(2026, 11, 23)], PACIFIC)
    assert chart.rows == (("23 Nov", (0, 2)),)
    assert chart.days == (date(2026, 11, 23),)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 11, 23), 24)])
def test_days_are_as_long_as_they_really_are(day: date, hours: int) -> None:
    start, end = local_day_bounds(day, PACIFIC)
    assert end - start == timedelta(hours=hours)


def test_thirty_days_end_today() -> None:
    days = last_days(date(2026, 3, 1))
    assert len(days) == 30
    assert days[-1] == date(2026, 3, 1)
    assert days[0] == date(2026, 1, 31)


def test_there_is_no_median_of_nothing() -> None:
    assert median_of_counts({}) is None


@given(st.lists(st.integers(min_value=0, max_value=5000), min_size=1))
def test_the_median_is_the_one_of_the_single_values(values: list[int]) -> None:
    counts: dict[int, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    assert median_of_counts(counts) == median_low(values)
