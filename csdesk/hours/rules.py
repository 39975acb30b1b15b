"""What the business calendar answers: is the desk open, until when, and how much open time lies between two moments.

Pure: calendar and moment come in, plain values go out. Deadlines are in `deadlines`; opening hours never move one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from csdesk.hours.calendar import HORIZON_DAYS, WEEKDAYS, Calendar, open_spans

# A sentence that names only the weekday is plain for as long as that weekday comes once.
_WEEKDAY_ALONE_DAYS: Final = 6


@dataclass(frozen=True)
class Hours:
    """The state of the desk at one moment, with the sentence that says so."""

    at: datetime
    is_open: bool
    changes_at: datetime | None
    sentence: str
    because: str | None
    local_clock: str
    zone_spoken: str

    @property
    def closes_at(self) -> datetime | None:
        """When the desk closes; nothing while it is closed."""
        return self.changes_at if self.is_open else None

    @property
    def opens_at(self) -> datetime | None:
        """When the desk opens next; nothing while it is open."""
        return None if self.is_open else self.changes_at


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Say whether the desk is open: from the opening on, until just before the closing."""
    return closes_at(calendar, at) is not None


def closes_at(calendar: Calendar, at: datetime) -> datetime | None:
    """Find when the desk that is open at this moment closes; nothing when it is closed."""
    span = next(open_spans(calendar, at), None)
    return span.end if span is not None and span.start <= at else None


def next_opening(calendar: Calendar, at: datetime) -> datetime | None:
    """Find the first opening after this moment; nothing when none is planned."""
    return next((span.start for span in open_spans(calendar, at) if span.start > at), None)


def hours_at(calendar: Calendar, at: datetime) -> Hours:
    """Describe the desk at one moment, for the status bar and for every refusal outside hours."""
    closing = closes_at(calendar, at)
    opening = next_opening(calendar, at) if closing is None else None
    return Hours(
        at=at,
        is_open=closing is not None,
        changes_at=closing or opening,
        sentence=_open_sentence(calendar, at, closing) if closing else _closed_sentence(calendar, at, opening),
        because=_because(calendar, at),
        local_clock=calendar.local(at).strftime("%H:%M"),
        zone_spoken=calendar.zone_spoken,
    )


def open_time_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Add up the open time between two moments; nothing when the end is not after the start."""
    total = timedelta()
    if end <= start:
        return total
    for span in open_spans(calendar, start):
        if span.start >= end:
            break
        total += min(span.end, end) - max(span.start, start)
    return total


def after_open_time(calendar: Calendar, start: datetime, amount: timedelta) -> datetime | None:
    """Find the moment at which this much open time has passed; nothing when no opening is planned that far.

    An amount that is used up exactly at a closing ends there, not at the next opening.
    """
    left = amount
    if left <= timedelta():
        return start
    for span in open_spans(calendar, start):
        begin = max(span.start, start)
        if span.end - begin >= left:
            return begin + left
        left -= span.end - begin
    return None


def duration_text(amount: timedelta) -> str:
    """Say a duration in whole minutes: 6 h 17 min, 45 min, less than a minute."""
    minutes = int(amount.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def _open_sentence(calendar: Calendar, at: datetime, closing: datetime) -> str:
    if closing - at > timedelta(days=HORIZON_DAYS - 2):
        return "Open"
    when = _moment_text(calendar, at, closing)
    return f"Open until {when} {calendar.zone_spoken}, {duration_text(closing - at)}"


def _closed_sentence(calendar: Calendar, at: datetime, opening: datetime | None) -> str:
    return f"Closed until {_moment_text(calendar, at, opening)}" if opening else "Closed, no opening is planned"


def _moment_text(calendar: Calendar, at: datetime, when: datetime) -> str:
    """Name a coming moment as shortly as is plain: 17:00, Mon 06:00, Mon 4 Jan 06:00."""
    here, there = calendar.local(at), calendar.local(when)
    clock = there.strftime("%H:%M")
    days = (there.date() - here.date()).days
    if days == 0:
        return clock
    if days <= _WEEKDAY_ALONE_DAYS:
        return f"{WEEKDAYS[there.weekday()]} {clock}"
    return f"{WEEKDAYS[there.weekday()]} {there.day} {there:%b} {clock}"


def _because(calendar: Calendar, at: datetime) -> str | None:
    """Name what makes today unlike the weekly pattern: overtime that runs now, or a holiday."""
    for window in calendar.overtime:
        if window.span.start <= at < window.span.end:
            return f"Overtime: {window.reason}"
    return calendar.holidays.get(calendar.local(at).date())
