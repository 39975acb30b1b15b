"""The ten legal holidays that federal and Washington law share, with the days on which they are observed.

Only these stop a business-day clock. Company closures are in the desk's own holiday table and never do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

MONDAY: Final = 0
THURSDAY: Final = 3


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    """Make a rule for the nth weekday of a month."""

    def day_in(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))

    return day_in


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=(last.weekday() - MONDAY) % 7)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    """Make a rule for a fixed date, observed on Friday when it is a Saturday and on Monday when it is a Sunday."""
    return lambda year: observed(date(year, month, day))


def observed(day: date) -> date:
    """Move a Saturday to the Friday before it and a Sunday to the Monday after it."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


COMMON_HOLIDAYS: Final = {
    "New Year's Day": _fixed(1, 1),
    "Martin Luther King Jr. Day": _nth(1, MONDAY, 3),
    "Presidents' Day": _nth(2, MONDAY, 3),
    "Memorial Day": _last_monday_of_may,
    "Juneteenth": _fixed(6, 19),
    "Independence Day": _fixed(7, 4),
    "Labor Day": _nth(9, MONDAY, 1),
    "Veterans Day": _fixed(11, 11),
    "Thanksgiving Day": _nth(11, THURSDAY, 4),
    "Christmas Day": _fixed(12, 25),
}


@cache
def common_holidays(year: int) -> Mapping[date, str]:
    """List the observed common holidays that fall within a year.

    New Year's Day of the next year belongs here when it is a Saturday: it is then observed on 31 December.
    """
    found = {rule(near): name for near in (year, year + 1) for name, rule in COMMON_HOLIDAYS.items()}
    return MappingProxyType({day: name for day, name in sorted(found.items()) if day.year == year})
