"""Open or closed, until when, and the sentences that say so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from csdesk.hours.calendar import Calendar, Interval, OvertimeWindow, Span, problems_of_week
from csdesk.hours.rules import after_open_time, duration_text, hours_at, is_open, next_opening, open_time_between

DESK = Calendar(holidays={date(2026, 11, 26): "Thanksgiving Day"})


def pacific(text: str) -> datetime:
    """Read a wall-clock time in the desk's zone as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=DESK.zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-11-20 05:59:59", "closed"),
        ("2026-11-20 06:00", "open"),
        ("2026-11-20 16:59:59", "open"),
        ("2026-11-20 17:00", "closed"),
        ("2026-11-21 10:00", "closed"),
        ("2026-11-26 10:00", "closed"),
    ],
)
def test_opening_belongs_to_the_hours_and_closing_does_not(at: str, state: str) -> None:
    assert is_open(DESK, pacific(at)) is (state == "open")


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2026-11-20 10:43", "Open until 17:00 Pacific, 6 h 17 min"),
        ("2026-11-20 16:59:30", "Open until 17:00 Pacific, less than a minute"),
        ("2026-11-20 17:00", "Closed until Mon 06:00"),
        ("2026-11-20 05:00", "Closed until 06:00"),
        ("2026-11-25 17:00", "Closed until Fri 06:00"),
    ],
)
def test_says_until_when(at: str, sentence: str) -> None:
    assert hours_at(DESK, pacific(at)).sentence == sentence


def test_names_the_date_when_the_weekday_alone_would_mislead() -> None:
    shut = Calendar(holidays={date(2026, 12, 21) + timedelta(days=n): "Inventory" for n in range(14)})
    assert hours_at(shut, pacific("2026-12-21 09:00")).sentence == "Closed until Mon 4 Jan 06:00"


def test_names_the_holiday_that_closes_the_desk() -> None:
    assert hours_at(DESK, pacific("2026-11-26 10:00")).because == "Thanksgiving Day"


def test_overtime_opens_the_desk_and_says_why() -> None:
    window = OvertimeWindow(Span(pacific("2026-11-21 09:00"), pacific("2026-11-21 12:00")), "catalog week")
    hours = hours_at(Calendar(overtime=(window,)), pacific("2026-11-21 09:00"))
    assert (hours.is_open, hours.because) == (True, "Overtime: catalog week")
    assert hours.sentence == "Open until 12:00 Pacific, 3 h 0 min"
    assert (hours.state, hours.opens_at) == ("overtime", pacific("2026-11-23 06:00"))


def test_overtime_that_begins_before_closing_leaves_no_gap() -> None:
    window = OvertimeWindow(Span(pacific("2026-11-20 16:00"), pacific("2026-11-20 20:00")), "late calls")
    assert hours_at(Calendar(overtime=(window,)), pacific("2026-11-20 15:00")).closes_at == pacific("2026-11-20 20:00")


def test_several_intervals_a_day_close_for_lunch() -> None:
    desk = Calendar(week=(Interval(0, 360, 720), Interval(0, 780, 1020)))
    assert hours_at(desk, pacific("2026-11-23 12:30")).sentence == "Closed until 13:00"


def test_hours_over_midnight_have_no_closing_in_between() -> None:
    desk = Calendar(week=(Interval(0, 1320, 1440), Interval(1, 0, 120)))
    assert hours_at(desk, pacific("2026-11-24 00:30")).sentence == "Open until 02:00 Pacific, 1 h 30 min"
    assert hours_at(desk, pacific("2026-11-23 23:00")).sentence == "Open until Tue 02:00 Pacific, 3 h 0 min"


def test_a_desk_that_never_closes_says_only_open() -> None:
    always = Calendar(week=tuple(Interval(day, 0, 1440) for day in range(7)))
    assert hours_at(always, pacific("2026-11-24 00:30")).sentence == "Open day and night"


def test_a_desk_with_only_holidays_ahead_says_that_no_opening_is_planned() -> None:
    never = Calendar(week=())
    assert next_opening(never, pacific("2026-11-24 09:00")) is None
    assert hours_at(never, pacific("2026-11-24 09:00")).sentence == "Closed with no opening planned"


def test_an_hour_received_friday_evening_is_used_up_on_monday() -> None:
    received = pacific("2026-11-20 16:52")
    assert after_open_time(DESK, received, timedelta(minutes=60)) == pacific("2026-11-23 06:52")
    assert after_open_time(DESK, received, timedelta(minutes=8)) == pacific("2026-11-20 17:00")
    assert open_time_between(DESK, received, pacific("2026-11-23 06:52")) == timedelta(minutes=60)


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "less than a minute"), (45, "45 min"), (60, "1 h 0 min"), (377, "6 h 17 min")]
)
def test_durations_are_said_in_whole_minutes(minutes: int, text: str) -> None:
    assert duration_text(timedelta(minutes=minutes)) == text


def test_names_what_is_wrong_with_a_weekly_pattern() -> None:
    assert problems_of_week([]) == ["The desk must be open at some time of the week."]
    assert problems_of_week([Interval(0, 600, 600)]) == ["Mon 10:00-10:00 ends before it begins."]
    assert problems_of_week([Interval(0, 360, 720), Interval(0, 700, 800)]) == [
        "Mon 06:00-12:00 and Mon 11:40-13:20 overlap."
    ]
    assert problems_of_week([Interval(0, 360, 720), Interval(0, 720, 800)]) == []
