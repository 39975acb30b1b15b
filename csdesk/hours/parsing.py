"""What a supervisor types into the week grid, read as intervals. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csdesk.hours.calendar import DAY_MINUTES, Interval, clock_text

_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s*(?P<half>am|pm)?", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:-|–|—|to)\s*")  # people type any of them


def read_day(weekday: int, text: str) -> tuple[Interval, ...]:
    """Read "06:00-12:00, 13-17" as the intervals of one weekday; empty or "closed" means none.

    Raises ValueError with a sentence for the person who typed it.
    """
    if text.strip().casefold() in {"", "closed", "-"}:
        return ()
    return tuple(_read_interval(weekday, part) for part in re.split(r"[,;]", text) if part.strip())


def write_day(weekday: int, week: Sequence[Interval]) -> str:
    """Write the intervals of one weekday the way `read_day` reads them."""
    return ", ".join(f"{clock_text(i.opens)}-{clock_text(i.closes)}" for i in sorted(week) if i.weekday == weekday)


def _read_interval(weekday: int, text: str) -> Interval:
    ends = _DASH.split(text.strip())
    if len(ends) != 2:
        raise ValueError(f"“{text.strip()}” is not a time from - to, like 06:00-17:00.")
    opens, closes = (read_clock(end) for end in ends)
    if closes <= opens:
        raise ValueError(f"“{text.strip()}” ends before it begins. Hours over midnight go to both days: 22:00-24:00.")
    return Interval(weekday, opens, closes)


def read_clock(text: str) -> int:
    """Read one time of the day as minutes; raises ValueError with a sentence."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text.strip()}” is not a time like 06:00.")
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].casefold() == "pm" else 0)
    if minute >= 60 or hour * 60 + minute > DAY_MINUTES:
        raise ValueError(f"“{text.strip()}” is not a time of the day.")
    return hour * 60 + minute
