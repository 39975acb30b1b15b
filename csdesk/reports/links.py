"""Where each number of the home page leads: the list that holds the rows behind it, filtered alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from csdesk.audit.tags import Action
from csdesk.reports.series import Chart


@dataclass(frozen=True)
class Days:
    """A stretch of days, both ends included."""

    first: date
    last: date


def contacts(days: Days, *, channel: str = "", state: str = "") -> str:
    """The contacts started on these days."""
    return url_for(
        "contacts.list_page", first=days.first, last=days.last, when="all", channel=channel or None, state=state or None
    )


def removals(days: Days, *, channel: str = "") -> str:
    """The removals received on these days."""
    return url_for("privacy.index", type="removal", first=days.first, last=days.last, channel=channel or None)


def requests(view: str) -> str:
    """The requests of a work list: open, due today or overdue."""
    return url_for("privacy.index", view=view)


def refused(days: Days) -> str:
    """The log's denials of these days."""
    dates: dict[str, Any] = {"from": days.first, "to": days.last}  # "from" cannot be written as a keyword
    return url_for("audit.page", what=Action.ACCESS_DENIED.value, **dates)


def log() -> str:
    """The whole log."""
    return url_for("audit.page")


def rows(chart: Chart, kinds: tuple[str, ...], leads_to: str) -> list[list[object]]:
    """A chart's table with a link in each cell; a row that names no day stays within today's list."""
    address = contacts if leads_to == "contacts" else removals
    linked: list[list[object]] = []
    for row, (label, counts) in enumerate(chart.rows):
        days = days_of(chart, row)
        cells = [
            (count, address(days, channel=kind)) if count and days else count
            for count, kind in zip(counts, kinds, strict=True)
        ]
        linked.append([label, *cells])
    return linked


def days_of(chart: Chart, row: int) -> Days | None:
    """The day of a row, or the single day that a chart by the hour is about."""
    day = chart.days[row] if chart.days else chart.day
    return Days(day, day) if day else None
