"""Pure: counts by hour become chart series with the table beneath them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class HourCount:
    """How many of one kind happened in the hour that begins at `hour` (UTC)."""

    hour: datetime
    kind: str
    count: int


@dataclass(frozen=True)
class Chart:
    """A chart and its table in one: a row for each label, a column for each kind."""

    title: str
    row_name: str
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    day: date | None = None
    """The one day that a chart by the hour is about."""
    days: tuple[date, ...] = ()
    """The day of each row of a chart by the day."""

    @property
    def total(self) -> int:
        """Everything counted."""
        return sum(sum(counts) for _, counts in self.rows)


def local_day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a day of the desk begins and ends, in UTC; 23 or 25 hours apart when the clocks change."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    following = day + timedelta(days=1)
    return start.astimezone(UTC), datetime(following.year, following.month, following.day, tzinfo=zone).astimezone(UTC)


def by_hour(title: str, counts: Iterable[HourCount], kinds: Mapping[str, str], day: date, zone: ZoneInfo) -> Chart:
    """Counts over the hours of `day` on the desk's wall clock, business hours at least; other days are left out."""
    found: Counter[tuple[int, str]] = Counter()
    for entry in counts:
        local = entry.hour.astimezone(zone)
        if local.date() == day:
            found[local.hour, entry.kind] += entry.count
    busy = [hour for (hour, _), count in found.items() if count]
    hours = range(min([*busy, 6]), max([*busy, 16]) + 1)
    rows = tuple((f"{hour:02d}:00", tuple(found[hour, kind] for kind in kinds)) for hour in hours)
    return Chart(title, "Hour", tuple(kinds.values()), rows, day)


def by_day(
    title: str, counts: Iterable[HourCount], kinds: Mapping[str, str], days: Sequence[date], zone: ZoneInfo
) -> Chart:
    """Counts for each of `days` on the desk's calendar, empty days included."""
    found: Counter[tuple[date, str]] = Counter()
    for entry in counts:
        found[entry.hour.astimezone(zone).date(), entry.kind] += entry.count
    rows = tuple((f"{day.day} {day:%b}", tuple(found[day, kind] for kind in kinds)) for day in days)
    return Chart(title, "Day", tuple(kinds.values()), rows, days=tuple(days))


def last_days(today: date, number: int = 30) -> tuple[date, ...]:
    """The days up to and including today, oldest first."""
    return tuple(today - timedelta(days=back) for back in reversed(range(number)))


def median_of_counts(counts: Mapping[int, int]) -> int | None:
    """The median of values given as value -> how often; the lower one of two middle values."""
    total = sum(counts.values())
    if not total:
        return None
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed * 2 >= total:
            return value
    return None
