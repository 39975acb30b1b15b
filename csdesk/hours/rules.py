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
    """The desk at one moment: `state` is open, overtime or closed; `opens_at` is the next opening in any state."""

    at: datetime
    state: str
    closes_at: datetime | None
    opens_at: datetime | None
    until: str
    because: str | None

    @property
    def is_open(self) -> bool:
        """Whether work that reveals may be done."""
        return self.closes_at is not None

    @property
    def sentence(self) -> str:
        """Open until 17:00 Pacific, 6 h 17 min; Closed until Mon 06:00."""
        return f"{'Open' if self.is_open else 'Closed'} {self.until}"


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Say whether the desk is open: from the opening on, until just before the closing."""
    return closes_at(calendar, at) is not None


def closes_at(calendar: Calendar, at: datetime) -> datetime | None:
    """Find when the desk that is open at this moment closes; nothing when it is closed."""
    return _next_changes(calendar, at)[0]


def next_opening(calendar: Calendar, at: datetime) -> datetime | None:
    """Find the first opening after this moment; nothing when none is planned."""
    return _next_changes(calendar, at)[1]


def hours_at(calendar: Calendar, at: datetime) -> Hours:
    """Describe the desk at one moment, for the status bar and for every refusal outside hours."""
    closing, opening = _next_changes(calendar, at)
    overtime = next((w.reason for w in calendar.overtime if w.span.start <= at < w.span.end), None)
    because = f"Overtime: {overtime}" if overtime else calendar.holidays.get(calendar.local(at).date())
    if closing is None:
        until = f"until {_moment_text(calendar, at, opening)}" if opening else "with no opening planned"
        return Hours(at, "closed", None, opening, until, because)
    return Hours(
        at, "overtime" if overtime else "open", closing, opening, _until_closing(calendar, at, closing), because
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


def _next_changes(calendar: Calendar, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Find the end of the present opening, if there is one, and the next opening, in one walk."""
    spans = open_spans(calendar, at)
    closing, following = None, next(spans, None)
    if following is not None and following.start <= at:
        closing, following = following.end, next(spans, None)
    return closing, following.start if following is not None else None


def _until_closing(calendar: Calendar, at: datetime, closing: datetime) -> str:
    if closing - at > timedelta(days=HORIZON_DAYS - 2):
        return "day and night"
    return f"until {_moment_text(calendar, at, closing)} {calendar.zone_spoken}, {duration_text(closing - at)}"


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
