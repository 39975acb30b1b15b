"""Reads of the business calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.config import Settings
from csdesk.errors import InvalidState
from csdesk.hours.calendar import DEFAULT_WEEK, Calendar, Interval, OvertimeWindow, Span
from csdesk.hours.models import Holiday, Overtime, WeeklyHours
from csdesk.hours.proposals import ProposedHoliday, propose_holidays
from csdesk.hours.rules import Hours, hours_at
from csdesk.kernel.db import session_option

OVERTIME_KEPT_IN_MIND = 50
_IN_FORCE = Holiday.removed_at.is_(None)


class DeskClosed(InvalidState):
    """Work that reveals is refused outside business hours; the message names the next opening."""


@dataclass(frozen=True)
class HolidayEntry:
    """A holiday as the page shows it."""

    id: int
    day: date
    name: str
    is_removed: bool
    by: str


@dataclass(frozen=True)
class OvertimeEntry:
    """One overtime as the page shows it."""

    id: int
    starts_at: datetime
    ends_at: datetime
    reason: str
    opened_by: str
    closed_by: str | None


def calendar_for(session: Session) -> Calendar:
    """Read the whole business calendar as one value that the rules can be asked about."""
    settings: Settings = session_option(session, "settings")
    return Calendar(
        week=current_week(session),
        holidays={row.day: row.name for row in session.execute(select(Holiday.day, Holiday.name).where(_IN_FORCE))},
        overtime=tuple(
            OvertimeWindow(Span(entry.starts_at, entry.ends_at), entry.reason) for entry in latest_overtime(session)
        ),
        zone=ZoneInfo(settings.timezone),
    )


def hours_now(session: Session, *, now: datetime) -> Hours:
    """Say whether the desk is open at this moment, and until when."""
    return hours_at(calendar_for(session), now)


def require_open(session: Session, *, now: datetime) -> Hours:
    """Pass while the desk is open; outside hours raise DeskClosed with the next opening.

    For work that reveals. Contacts, requests and removals are accepted at any hour and do not ask here.
    """
    hours = hours_now(session, now=now)
    if not hours.is_open:
        raise DeskClosed(f"{hours.sentence}. Take the request now; nothing is revealed outside business hours.")
    return hours


def current_week(session: Session) -> tuple[Interval, ...]:
    """Read the weekly pattern in force; the founding one holds until somebody sets another."""
    rows = session.scalars(
        select(WeeklyHours).where(WeeklyHours.replaced_at.is_(None)).order_by(WeeklyHours.weekday, WeeklyHours.opens)
    )
    return tuple(Interval(row.weekday, row.opens, row.closes) for row in rows) or DEFAULT_WEEK


def list_holidays(session: Session, year: int) -> list[HolidayEntry]:
    """List the holidays of one year by date, and those removed that could be put back."""
    within = Holiday.day.between(date(year, 1, 1), date(year, 12, 31))
    latest: dict[date, HolidayEntry] = {}
    # The one in force comes last for its day; of several removed ones the newest does.
    in_force_last = Holiday.removed_at.is_(None).asc()
    for row in session.scalars(select(Holiday).where(within).order_by(Holiday.day, in_force_last, Holiday.id)):
        by = row.removed_by or row.added_by
        latest[row.day] = HolidayEntry(row.id, row.day, row.name, row.removed_at is not None, by)
    return list(latest.values())


def previous_week(session: Session) -> tuple[Interval, ...]:
    """Read the weekly pattern that the last change replaced; empty when there was none."""
    last = select(func.max(WeeklyHours.replaced_at)).scalar_subquery()
    rows = session.scalars(select(WeeklyHours).where(WeeklyHours.replaced_at == last))
    return tuple(sorted(Interval(row.weekday, row.opens, row.closes) for row in rows))


def list_proposed_holidays(session: Session, year: int, *, since: date) -> list[ProposedHoliday]:
    """Offer the public holidays of a year that are neither past nor entered yet."""
    known = {entry.day for entry in list_holidays(session, year) if not entry.is_removed}
    return [one for one in propose_holidays(year, known) if one.day >= since]


def latest_overtime(session: Session) -> Sequence[OvertimeEntry]:
    """List the latest overtime, newest first; what was closed before it began is left out."""
    rows = session.scalars(
        select(Overtime).order_by(Overtime.ends_at.desc(), Overtime.id.desc()).limit(OVERTIME_KEPT_IN_MIND)
    )
    entries = []
    for row in rows:
        ends_at = min(row.ends_at, row.closed_at) if row.closed_at else row.ends_at
        if ends_at > row.starts_at:
            entries.append(OvertimeEntry(row.id, row.starts_at, ends_at, row.reason, row.opened_by, row.closed_by))
    return entries
