"""Holidays as the `holidays` package knows them, offered to a supervisor who decides. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from holidays import country_holidays

from csdesk.hours.common_holidays import common_holidays

HOME_STATE = "WA"


@dataclass(frozen=True)
class ProposedHoliday:
    """A day the desk might close on; `is_common` tells the ten that also stop business-day clocks."""

    day: date
    name: str
    is_common: bool


def propose_holidays(year: int, known: Collection[date]) -> list[ProposedHoliday]:
    """List the weekday holidays of a year at home in Washington that are not entered yet."""
    found = country_holidays("US", subdiv=HOME_STATE, years=[year, year + 1], observed=True)
    return [
        ProposedHoliday(day, found[day], day in common_holidays(year))
        for day in sorted(found)
        if day.year == year and day.weekday() < 5 and day not in known
    ]
