"""When something owed is due, with the reckoning in a sentence that agent, customer and supervisor all read.

The day of receipt is day 0, read in the company's zone. Business days are Monday to Friday without the ten
common holidays; opening hours, overtime and company closures never move a deadline. Calendar days never roll forward.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from csdesk.hours.calendar import PACIFIC, WEEKDAYS, moment
from csdesk.hours.common_holidays import common_holidays

SATURDAY: Final = 5


@dataclass(frozen=True)
class Due:
    """A due day with its reckoning; `due_at` is the last second of that day in the company's zone, as UTC."""

    received_at: datetime
    received_on: date
    due_on: date
    due_at: datetime
    derivation: str


def received_on(received_at: datetime, zone: ZoneInfo = PACIFIC) -> date:
    """Tell the company's date on which something was received."""
    return received_at.astimezone(zone).date()


def is_business_day(day: date) -> bool:
    """Say whether a day counts in business-day clocks."""
    return day.weekday() < SATURDAY and day not in common_holidays(day.year)


def business_days_after(day: date, count: int) -> date:
    """Count forward from the day after `day`; a count of nought is the day itself."""
    for _ in range(count):
        day = _next_business_day(day)
    return day


def business_days_between(start: date, end: date) -> int:
    """Count the business days after `start` up to and including `end`; negative when `end` lies before."""
    if end < start:
        return -business_days_between(end, start)
    return sum(is_business_day(day) for day in _days_after(start, end))


def due_after_business_days(received_at: datetime, days: int, *, zone: ZoneInfo = PACIFIC) -> Due:
    """Set a due day a number of business days after receipt."""
    start = received_on(received_at, zone)
    end = business_days_after(start, days)
    passed = [f"without {_day_text(day, start)} ({name})" for day, name in _holidays_passed(start, end)]
    steps = [_count_text(days, "business day"), *passed]
    if days:
        steps.insert(1, f"counted from {_day_text(_next_business_day(start), start)}")
    return _due(received_at, end, zone, steps)


def due_after_calendar_days(received_at: datetime, days: int, *, zone: ZoneInfo = PACIFIC) -> Due:
    """Set a due day a number of calendar days after receipt, whatever weekday or holiday it falls on."""
    end = received_on(received_at, zone) + timedelta(days=days)
    return _due(received_at, end, zone, [f"{_count_text(days, 'calendar day')}, weekends and holidays included"])


def due_after_months(received_at: datetime, months: int, *, zone: ZoneInfo = PACIFIC) -> Due:
    """Set a due day by the month rule: the same date, the month's last day if it is missing, off a weekend.

    It rolls over weekends only: whose public holidays would count is not known here, and earlier is safe.
    """
    start = received_on(received_at, zone)
    same_date = _months_later(start, months)
    end = same_date + timedelta(days=max(0, 7 - same_date.weekday()) if same_date.weekday() >= SATURDAY else 0)
    steps = [_count_text(months, "month")]
    if same_date.day != start.day:
        steps.append(f"which ends on {_day_text(same_date, start)}")
    if end != same_date:
        steps.append(f"{_day_text(same_date, start)} is a weekend day")
    return _due(received_at, end, zone, steps)


def end_of_day(day: date, zone: ZoneInfo = PACIFIC) -> datetime:
    """Give the last second of a day in a zone, as UTC."""
    return (moment(day + timedelta(days=1), 0, zone) - timedelta(seconds=1)).astimezone(UTC)


def _due(received_at: datetime, due_on: date, zone: ZoneInfo, steps: list[str]) -> Due:
    local = received_at.astimezone(zone)
    received = f"received {_day_text(local.date(), local.date())} {local:%H:%M}"
    sentence = ", ".join([received, *steps, f"due {_day_text(due_on, local.date())}"])
    return Due(received_at, local.date(), due_on, end_of_day(due_on, zone), sentence)


def _next_business_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))


def _holidays_passed(start: date, end: date) -> list[tuple[date, str]]:
    """List the common holidays that took a weekday out of the count."""
    days = ((day, common_holidays(day.year).get(day)) for day in _days_after(start, end))
    return [(day, name) for day, name in days if name is not None]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day_text(day: date, beside: date) -> str:
    """Name a day as Fri 16 Oct, with the year only where it is another one."""
    year = f" {day.year}" if day.year != beside.year else ""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {day:%b}{year}"


def _count_text(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
