"""Changes of the business calendar; each is authorised and leaves its trace in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.errors import Conflict, InvalidState, NotFound, Rejected
from csdesk.hours.calendar import Interval, problems_of_week, week_text
from csdesk.hours.models import Holiday, Overtime, WeeklyHours
from csdesk.hours.queries import current_week, previous_week
from csdesk.kernel.actor import Actor
from csdesk.kernel.permissions import Permission, authorize

LONGEST_OVERTIME: Final = timedelta(hours=16)


@dataclass(frozen=True)
class HoursChanged:
    """What became of the weekly hours, in words."""

    before: str
    after: str


@dataclass(frozen=True)
class HolidayChanged:
    """The holiday that was added or removed."""

    day: date
    name: str


@dataclass(frozen=True)
class OvertimeChanged:
    """The overtime that was opened or closed, with the moment it ends."""

    overtime_id: int
    ends_at: datetime


def replace_weekly_hours(
    session: Session, *, actor: Actor, now: datetime, week: Sequence[Interval], drawn_from: str
) -> HoursChanged:
    """Put a new weekly pattern in force; `drawn_from` is the pattern its author saw, so nobody overwrites unseen."""
    authorize(actor, Permission.CHANGE_HOURS)
    if problems := problems_of_week(week):
        raise Rejected(" ".join(problems), {"week": problems})
    before = week_text(current_week(session))
    _refuse_stale(before, drawn_from)
    after = week_text(week)
    if after != before:
        _put_in_force(session, actor=actor, now=now, week=week)
        record(session, actor=actor, at=now, action=Action.HOURS_CHANGED, detail={"before": before, "after": after})
    return HoursChanged(before, after)


def restore_weekly_hours(session: Session, *, actor: Actor, now: datetime, drawn_from: str) -> HoursChanged:
    """Undo the last change of the weekly hours by putting the pattern before it in force again."""
    authorize(actor, Permission.CHANGE_HOURS)
    week = previous_week(session)
    if not week:
        raise InvalidState("There is no earlier pattern of weekly hours.")
    before, after = week_text(current_week(session)), week_text(week)
    _refuse_stale(before, drawn_from)
    _put_in_force(session, actor=actor, now=now, week=week)
    record(
        session,
        actor=actor,
        at=now,
        action=Action.HOURS_CHANGED,
        flags=("undo",),
        detail={"before": before, "after": after},
    )
    return HoursChanged(before, after)


def add_holidays(
    session: Session, *, actor: Actor, now: datetime, days: Mapping[date, str]
) -> tuple[HolidayChanged, ...]:
    """Close the desk on these days; one that is entered already is refused by its date."""
    authorize(actor, Permission.CHANGE_HOURS)
    known = set(session.scalars(select(Holiday.day).where(Holiday.day.in_(days), Holiday.removed_at.is_(None))))
    if known:
        listed = ", ".join(day.isoformat() for day in sorted(known))
        raise Rejected(f"Already a holiday: {listed}.", {"day": [f"Already a holiday: {listed}."]})
    added = tuple(HolidayChanged(day, days[day]) for day in sorted(days))
    for entry in added:
        session.add(Holiday(day=entry.day, name=entry.name, added_by=actor.username, added_at=now))
        _record_holiday(session, actor, now, Action.HOLIDAY_ADDED, entry)
    return added


def remove_holiday(session: Session, *, actor: Actor, now: datetime, holiday_id: int) -> HolidayChanged:
    """Take a holiday out of the calendar; the log keeps that it was there."""
    authorize(actor, Permission.CHANGE_HOURS)
    row = session.get(Holiday, holiday_id, with_for_update=True)
    if row is None or row.removed_at is not None:
        raise NotFound("There is no such holiday.")
    row.removed_at, row.removed_by = now, actor.username
    removed = HolidayChanged(row.day, row.name)
    _record_holiday(session, actor, now, Action.HOLIDAY_REMOVED, removed)
    return removed


def put_back_holiday(session: Session, *, actor: Actor, now: datetime, holiday_id: int) -> HolidayChanged:
    """Undo the removal of a holiday by entering the same day and name again."""
    row = session.get(Holiday, holiday_id)
    if row is None or row.removed_at is None:
        raise NotFound("There is no such removed holiday.")
    return add_holidays(session, actor=actor, now=now, days={row.day: row.name})[0]


def open_overtime(
    session: Session, *, actor: Actor, now: datetime, starts_at: datetime, ends_at: datetime, reason: str
) -> OvertimeChanged:
    """Open the desk beyond its weekly hours for a stated time and reason."""
    authorize(actor, Permission.OPEN_OVERTIME)
    if problems := _problems_of_overtime(now, starts_at, ends_at, reason):
        raise Rejected(" ".join(text for texts in problems.values() for text in texts), problems)
    row = Overtime(starts_at=starts_at, ends_at=ends_at, reason=reason.strip(), opened_by=actor.username, opened_at=now)
    session.add(row)
    session.flush()
    _record_overtime(session, row, actor=actor, now=now, action=Action.OVERTIME_OPENED, ends_at=row.ends_at)
    return OvertimeChanged(row.id, row.ends_at)


def close_overtime(session: Session, *, actor: Actor, now: datetime, overtime_id: int) -> OvertimeChanged:
    """End an overtime now, or call it off before it begins."""
    authorize(actor, Permission.OPEN_OVERTIME)
    row = session.get(Overtime, overtime_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such overtime.")
    if row.closed_at is not None or row.ends_at <= now:
        raise InvalidState("This overtime is over already.")
    row.closed_at, row.closed_by = now, actor.username
    _record_overtime(session, row, actor=actor, now=now, action=Action.OVERTIME_CLOSED, ends_at=now)
    return OvertimeChanged(row.id, now)


def _refuse_stale(before: str, drawn_from: str) -> None:
    if before != drawn_from:
        raise Conflict("Somebody else changed the weekly hours first. Look at them again before you change them.")


def _put_in_force(session: Session, *, actor: Actor, now: datetime, week: Sequence[Interval]) -> None:
    """Retire the rows in force and write the new ones; the first change retires the founding pattern as rows too."""
    in_force = session.scalars(select(WeeklyHours.id).where(WeeklyHours.replaced_at.is_(None)).with_for_update()).all()
    if in_force:
        session.execute(update(WeeklyHours).where(WeeklyHours.id.in_(in_force)).values(replaced_at=now))
    else:
        _write_week(session, current_week(session), set_by="system", set_at=now, replaced_at=now)
    _write_week(session, week, set_by=actor.username, set_at=now, replaced_at=None)


def _write_week(
    session: Session, week: Sequence[Interval], *, set_by: str, set_at: datetime, replaced_at: datetime | None
) -> None:
    session.add_all(
        WeeklyHours(
            weekday=one.weekday, opens=one.opens, closes=one.closes,
            set_by=set_by, set_at=set_at, replaced_at=replaced_at,
        )
        for one in sorted(week)
    )  # fmt: skip
    session.flush()


def _problems_of_overtime(now: datetime, starts_at: datetime, ends_at: datetime, reason: str) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not reason.strip():
        problems["reason"] = ["Say why the desk is open beyond its hours."]
    if ends_at <= max(now, starts_at):
        problems["ends"] = ["The end must lie after the start and in the future."]
    elif ends_at - starts_at > LONGEST_OVERTIME:
        problems["ends"] = ["Overtime lasts at most 16 hours; change the weekly hours instead."]
    return problems


def _record_holiday(session: Session, actor: Actor, now: datetime, action: Action, entry: HolidayChanged) -> None:
    detail = {"day": entry.day.isoformat(), "name": entry.name}
    record(session, actor=actor, at=now, action=action, obj=("holiday", entry.day.isoformat()), detail=detail)


def _record_overtime(
    session: Session, row: Overtime, *, actor: Actor, now: datetime, action: Action, ends_at: datetime
) -> None:
    detail = {"from": row.starts_at.isoformat(), "to": ends_at.isoformat()}
    record(session, actor=actor, at=now, action=action, obj=("overtime", str(row.id)), reason=row.reason, detail=detail)
