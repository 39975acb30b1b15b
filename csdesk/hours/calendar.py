"""The business calendar as a plain value: a weekly pattern, holidays and overtime, read in its own zone.

Pure: no database, no clock. `rules` asks it questions; `queries` fills it from the tables.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES: Final = 24 * 60
# Beyond any shutdown; the walk must end somewhere for a desk that never opens or never closes.
HORIZON_DAYS: Final = 400

_SPOKEN_ZONES: Final = {
    "America/Los_Angeles": "Pacific",
    "America/Denver": "Mountain",
    "America/Chicago": "Central",
    "America/New_York": "Eastern",
}


@dataclass(frozen=True, order=True)
class Interval:
    """One stretch of a weekday, in minutes of the wall clock; `closes` may be 1440 for midnight."""

    weekday: int
    opens: int
    closes: int

    def __str__(self) -> str:
        """Say it as a supervisor would write it: Mon 06:00-17:00."""
        return f"{WEEKDAYS[self.weekday]} {clock_text(self.opens)}-{clock_text(self.closes)}"


@dataclass(frozen=True, order=True)
class Span:
    """An absolute stretch of time in UTC, its start included and its end not."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class OvertimeWindow:
    """Time a supervisor opened beyond the weekly pattern, and why."""

    span: Span
    reason: str


DEFAULT_WEEK: Final = tuple(Interval(weekday, 6 * 60, 17 * 60) for weekday in range(5))


@dataclass(frozen=True)
class Calendar:
    """All that decides whether the desk is open, as one value that can be asked about any moment."""

    week: tuple[Interval, ...] = DEFAULT_WEEK
    holidays: Mapping[date, str] = field(default_factory=dict)
    overtime: tuple[OvertimeWindow, ...] = ()
    zone: ZoneInfo = PACIFIC

    def local(self, at: datetime) -> datetime:
        """Read a moment on the desk's own wall clock."""
        return at.astimezone(self.zone)

    @property
    def zone_spoken(self) -> str:
        """What people call the zone: Pacific."""
        return _SPOKEN_ZONES.get(self.zone.key, self.zone.key.rsplit("/", 1)[-1].replace("_", " "))


def clock_text(minute: int) -> str:
    """Write minutes of the day as 06:00; midnight at the end of a day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def week_text(week: Sequence[Interval]) -> str:
    """Write a weekly pattern in one canonical line, so that two patterns can be compared and logged."""
    return ", ".join(str(interval) for interval in sorted(week))


def problems_of_week(week: Sequence[Interval]) -> list[str]:
    """Say what is wrong with a weekly pattern; an empty list means it can be used."""
    found = [f"{interval} ends before it begins." for interval in week if interval.closes <= interval.opens]
    if not week:
        found.append("The desk must be open at some time of the week.")
    for earlier, later in pairwise(sorted(week)):
        if earlier.weekday == later.weekday and later.opens < earlier.closes:
            found.append(f"{earlier} and {later} overlap.")
    return found


# Asked for the same few days by every search and page; a year of a desk that never closes fits.
@lru_cache(maxsize=4096)
def moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Find the first instant at which the wall clock of `zone` shows this minute of the day, or later.

    When clocks go back a time comes twice and the first counts; when they go forward a skipped time
    is the instant of the change. So moments never run backwards, whatever the minute.
    """
    naive = datetime.combine(day, time()) + timedelta(minutes=minute)
    first = naive.replace(tzinfo=zone).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == naive:
        return first
    return _instant_of_change(naive.replace(tzinfo=zone, fold=1).astimezone(UTC), first, zone)


def _instant_of_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which the zone's offset changes between two instants."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def open_spans(calendar: Calendar, since: datetime) -> Iterator[Span]:
    """Yield the stretches in which the desk is open and which end after `since`, in order and joined up.

    Joining matters: a desk open over midnight, or kept open by overtime, has no closing in between.
    """
    overtime = sorted(window.span for window in calendar.overtime)
    current: Span | None = None
    for span in heapq.merge(_weekly_spans(calendar, since), overtime):
        if current is not None and span.start <= current.end:
            current = Span(current.start, max(current.end, span.end))
            continue
        if current is not None and current.end > since:
            yield current
        current = span
    if current is not None and current.end > since:
        yield current


def _weekly_spans(calendar: Calendar, since: datetime) -> Iterator[Span]:
    """Yield the spans of the weekly pattern day by day, from the day before `since`, leaving holidays out."""
    # The day before matters only when it runs to midnight and joins the next one.
    first = calendar.local(since).date() - timedelta(days=1)
    by_weekday = [[one for one in sorted(calendar.week) if one.weekday == weekday] for weekday in range(7)]
    for offset in range(HORIZON_DAYS):
        day = first + timedelta(days=offset)
        if day in calendar.holidays:
            continue
        for interval in by_weekday[day.weekday()]:
            start = moment(day, interval.opens, calendar.zone)
            end = moment(day, interval.closes, calendar.zone)
            # Hours that lie wholly inside the skipped hour of a spring night do not happen.
            if end > start:
                yield Span(start, end)
