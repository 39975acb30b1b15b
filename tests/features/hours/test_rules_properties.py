"""Business hours over every change of the clocks from 2024 to 2035, against a walk of the wall clock by minutes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from csdesk.hours.calendar import PACIFIC, Calendar, Interval, OvertimeWindow, Span, moment, problems_of_week
from csdesk.hours.rules import after_open_time, closes_at, is_open, next_opening, open_time_between

MINUTE = timedelta(minutes=1)


def changes_of_the_clock() -> list[datetime]:
    """Find every hour of 2024-2035 after which Pacific clocks show another offset, by looking at each."""
    hour, found = datetime(2024, 1, 1, tzinfo=UTC), []
    while hour.year < 2036:
        following = hour + timedelta(hours=1)
        if hour.astimezone(PACIFIC).utcoffset() != following.astimezone(PACIFIC).utcoffset():
            found.append(following)
        hour = following
    return found


CHANGES = changes_of_the_clock()


@cache
def walk(change: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """List (utc, wall clock) for each minute of the five days around a change, the wall clock never running back."""
    start, minutes = change - timedelta(days=2), []
    shown = start.astimezone(PACIFIC).replace(tzinfo=None)
    for offset in range(5 * 24 * 60):
        utc = start + offset * MINUTE
        shown = max(shown, utc.astimezone(PACIFIC).replace(tzinfo=None))
        minutes.append((utc, shown))
    return tuple(minutes)


def oracle(change: datetime, week: Sequence[Interval], closed: date | None, overtime: Span | None) -> list[bool]:
    """Say for each minute of the walk whether the desk is open, by reading the wall clock and nothing else.

    The wall clock is read as one that waits while an hour is repeated: a time has come once it has been shown.
    """
    week_of = {day: [(i.opens, i.closes) for i in week if i.weekday == day] for day in range(7)}
    states = []
    for utc, wall in walk(change):
        minute = wall.hour * 60 + wall.minute
        regular = wall.date() != closed and any(opens <= minute < closes for opens, closes in week_of[wall.weekday()])
        states.append(regular or (overtime is not None and overtime.start <= utc < overtime.end))
    return states


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Interval, ...]:
    """Draw a usable weekly pattern with several intervals a day, thick around the skipped and repeated hours."""
    found = []
    for weekday in range(7):
        edges = draw(
            st.lists(st.one_of(st.integers(0, 240), st.integers(0, 1440)), max_size=6, unique=True).map(sorted)
        )
        found += [Interval(weekday, *edges[n : n + 2]) for n in range(0, len(edges) - 1, 2)]
    week = tuple(found) or (Interval(0, 360, 1020),)
    assert problems_of_week(week) == []
    return week


@st.composite
def calendars(draw: st.DrawFn) -> tuple[datetime, Calendar, list[bool]]:
    """Draw a change of the clocks and a calendar, with what the oracle says of each minute around it."""
    change, week = draw(st.sampled_from(CHANGES)), draw(weeks())
    closed = draw(st.none() | st.just(change.astimezone(PACIFIC).date()))
    start = change + draw(st.integers(-1000, 1000)) * MINUTE
    overtime = draw(st.none() | st.integers(1, 600).map(lambda length: Span(start, start + length * MINUTE)))
    calendar = Calendar(
        week=week,
        holidays={closed: "Inventory"} if closed else {},
        overtime=(OvertimeWindow(overtime, "catalog week"),) if overtime else (),
    )
    return change, calendar, oracle(change, week, closed, overtime)


def test_there_are_two_changes_a_year() -> None:
    assert len(CHANGES) == 24


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.date().isoformat())
def test_moments_never_run_backwards_around_a_change(change: datetime) -> None:
    day = change.astimezone(PACIFIC).date()
    walls = [wall for _, wall in walk(change)]
    for minute in range(0, 1441, 5):
        naive = datetime.combine(day, time()) + minute * MINUTE
        assert moment(day, minute, PACIFIC) == walk(change)[bisect_left(walls, naive)][0]


@settings(max_examples=150, deadline=None)
@given(calendars(), st.integers(1440, 4 * 1440))
def test_open_means_what_the_wall_clock_says(drawn: tuple[datetime, Calendar, list[bool]], at: int) -> None:
    change, calendar, states = drawn
    assert is_open(calendar, walk(change)[at][0]) is states[at]


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(1440, 3 * 1440))
def test_the_next_change_of_state_is_the_first_one(drawn: tuple[datetime, Calendar, list[bool]], at: int) -> None:
    change, calendar, states = drawn
    now, begin = walk(change)[at][0], walk(change)[0][0]
    turning = closes_at(calendar, now) if states[at] else next_opening(calendar, now)
    expected = next((n for n in range(at, len(states)) if states[n] is not states[at]), None)
    if expected is not None:
        assert turning == begin + expected * MINUTE


@settings(max_examples=100, deadline=None)
@given(calendars(), st.lists(st.integers(1440, 4 * 1440), min_size=3, max_size=3).map(sorted))
def test_open_time_is_counted_and_adds_up(drawn: tuple[datetime, Calendar, list[bool]], cuts: list[int]) -> None:
    change, calendar, states = drawn
    first, middle, last = (walk(change)[cut][0] for cut in cuts)
    whole = open_time_between(calendar, first, last)
    assert whole == sum(states[cuts[0] : cuts[2]]) * MINUTE
    assert whole == open_time_between(calendar, first, middle) + open_time_between(calendar, middle, last)


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(1440, 3 * 1440), st.integers(0, 900), st.integers(0, 900))
def test_using_up_open_time_undoes_counting_it(
    drawn: tuple[datetime, Calendar, list[bool]], at: int, first: int, second: int
) -> None:
    change, calendar, _ = drawn
    start = walk(change)[at][0]
    one = after_open_time(calendar, start, first * MINUTE)
    both = after_open_time(calendar, start, (first + second) * MINUTE)
    # A desk that opens for a minute a week cannot use up days of work within the horizon.
    assume(one is not None and both is not None)
    assert one is not None
    assert both is not None
    assert start <= one <= both
    assert open_time_between(calendar, start, one) == first * MINUTE
    assert open_time_between(calendar, start, both) == (first + second) * MINUTE
    if second:
        assert after_open_time(calendar, one, second * MINUTE) == both
