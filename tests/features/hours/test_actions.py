"""Changing the business calendar, on both databases: permitted, logged, undoable, and never over somebody's head."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.errors import Conflict, InvalidState, NotAllowed, NotFound, Rejected
from csdesk.hours import actions, queries
from csdesk.hours.calendar import DEFAULT_WEEK, Interval, week_text
from csdesk.kernel.actor import Actor
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work

FOUNDING = week_text(DEFAULT_WEEK)
SHORT_WEEK = (Interval(0, 480, 720), Interval(0, 780, 1020))
LUNCH = "Mon 08:00-12:00, Mon 13:00-17:00"


def words_of_the_log(session: Session) -> list[str]:
    """List what was recorded, oldest first."""
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))


def replace(session: Session, actor: Actor, now: datetime, *, drawn_from: str = FOUNDING) -> None:
    """Put the short week in force."""
    with unit_of_work(session):
        actions.replace_weekly_hours(session, actor=actor, now=now, week=SHORT_WEEK, drawn_from=drawn_from)


def test_replaces_the_weekly_hours_and_records_it(session: Session, supervisor: Actor, now: datetime) -> None:
    replace(session, supervisor, now)
    assert queries.current_week(session) == SHORT_WEEK
    assert words_of_the_log(session) == ["hours.changed"]


def test_saving_the_same_hours_records_nothing(session: Session, supervisor: Actor, now: datetime) -> None:
    with unit_of_work(session):
        actions.replace_weekly_hours(session, actor=supervisor, now=now, week=DEFAULT_WEEK, drawn_from=FOUNDING)
    assert words_of_the_log(session) == []


def test_undoing_gives_the_founding_hours_back(session: Session, supervisor: Actor, clock: frozen) -> None:
    replace(session, supervisor, clock.moment)
    with unit_of_work(session):
        later = clock.tick(timedelta(minutes=1))
        actions.restore_weekly_hours(session, actor=supervisor, now=later, drawn_from=LUNCH)
    assert queries.current_week(session) == DEFAULT_WEEK
    assert queries.previous_week(session) == SHORT_WEEK


def test_there_is_nothing_to_undo_at_first(session: Session, supervisor: Actor, now: datetime) -> None:
    with pytest.raises(InvalidState), unit_of_work(session):
        actions.restore_weekly_hours(session, actor=supervisor, now=now, drawn_from=FOUNDING)


def test_a_stale_form_overwrites_nobody(session: Session, supervisor: Actor, clock: frozen) -> None:
    replace(session, supervisor, clock.moment)
    with pytest.raises(Conflict):
        replace(session, supervisor, clock.tick(timedelta(minutes=1)))
    with pytest.raises(Conflict), unit_of_work(session):
        actions.restore_weekly_hours(session, actor=supervisor, now=clock.moment, drawn_from=FOUNDING)


@pytest.mark.parametrize("week", [(), (Interval(0, 360, 720), Interval(0, 700, 800))])
def test_refuses_hours_that_make_no_sense(
    session: Session, supervisor: Actor, now: datetime, week: tuple[Interval, ...]
) -> None:
    with pytest.raises(Rejected), unit_of_work(session):
        actions.replace_weekly_hours(session, actor=supervisor, now=now, week=week, drawn_from=FOUNDING)
    assert words_of_the_log(session) == []


def test_holidays_are_added_removed_and_put_back(session: Session, supervisor: Actor, now: datetime) -> None:
    day = date(2026, 11, 26)
    with unit_of_work(session):
        actions.add_holidays(session, actor=supervisor, now=now, days={day: "Thanksgiving Day"})
    [entry] = queries.list_holidays(session, 2026)
    with unit_of_work(session):
        actions.remove_holiday(session, actor=supervisor, now=now, holiday_id=entry.id)
    [removed] = queries.list_holidays(session, 2026)
    assert (removed.is_removed, queries.calendar_for(session).holidays) == (True, {})
    with unit_of_work(session):
        actions.put_back_holiday(session, actor=supervisor, now=now, holiday_id=removed.id)
    assert [(one.name, one.is_removed) for one in queries.list_holidays(session, 2026)] == [("Thanksgiving Day", False)]
    assert words_of_the_log(session) == ["holiday.added", "holiday.removed", "holiday.added"]


def test_a_day_is_a_holiday_once(session: Session, supervisor: Actor, now: datetime) -> None:
    with unit_of_work(session):
        actions.add_holidays(session, actor=supervisor, now=now, days={date(2026, 12, 25): "Christmas Day"})
    with pytest.raises(Rejected, match="2026-12-25"), unit_of_work(session):
        actions.add_holidays(session, actor=supervisor, now=now, days={date(2026, 12, 25): "Again"})


def test_a_holiday_that_is_not_there_cannot_be_removed_or_put_back(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    with pytest.raises(NotFound), unit_of_work(session):
        actions.remove_holiday(session, actor=supervisor, now=now, holiday_id=77)
    with pytest.raises(NotFound), unit_of_work(session):
        actions.put_back_holiday(session, actor=supervisor, now=now, holiday_id=77)


def test_proposes_public_holidays_until_they_are_entered(session: Session, supervisor: Actor, now: datetime) -> None:
    proposed = queries.list_proposed_holidays(session, 2027, since=now.date())
    assert [entry.day for entry in proposed if entry.is_common][-1] == date(2027, 12, 31)
    assert "Native American Heritage Day" in {entry.name for entry in proposed if not entry.is_common}
    assert queries.list_proposed_holidays(session, 2027, since=date(2027, 12, 25))[0].day == date(2027, 12, 31)
    with unit_of_work(session):
        days = {entry.day: entry.name for entry in proposed}
        actions.add_holidays(session, actor=supervisor, now=now, days=days)
    assert queries.list_proposed_holidays(session, 2027, since=now.date()) == []


def open_tonight(session: Session, actor: Actor, now: datetime, *, hours: int = 3, reason: str = "catalog week") -> int:
    """Open overtime from 18:00 to 21:00 Pacific on the day of the test clock."""
    starts_at = now + timedelta(hours=8)
    with unit_of_work(session):
        opened = actions.open_overtime(
            session,
            actor=actor,
            now=now,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            reason=reason,
        )
    return opened.overtime_id


def test_overtime_opens_the_desk_until_it_is_closed(session: Session, supervisor: Actor, clock: frozen) -> None:
    overtime_id = open_tonight(session, supervisor, clock.moment)
    evening = clock.tick(timedelta(hours=9))
    assert queries.hours_now(session, now=evening).sentence == "Open until 21:00 Pacific, 2 h 0 min"
    with unit_of_work(session):
        actions.close_overtime(session, actor=supervisor, now=evening, overtime_id=overtime_id)
    assert queries.hours_now(session, now=evening).sentence == "Closed until Wed 06:00"
    assert words_of_the_log(session) == ["overtime.opened", "overtime.closed"]


def test_overtime_that_is_called_off_never_was(session: Session, supervisor: Actor, clock: frozen) -> None:
    overtime_id = open_tonight(session, supervisor, clock.moment)
    with unit_of_work(session):
        actions.close_overtime(session, actor=supervisor, now=clock.moment, overtime_id=overtime_id)
    assert queries.latest_overtime(session) == []
    with pytest.raises(InvalidState), unit_of_work(session):
        actions.close_overtime(session, actor=supervisor, now=clock.moment, overtime_id=overtime_id)


@pytest.mark.parametrize(("hours", "reason"), [(0, "catalog week"), (17, "catalog week"), (3, "  ")])
def test_overtime_needs_an_end_and_a_reason(
    session: Session, supervisor: Actor, now: datetime, hours: int, reason: str
) -> None:
    with pytest.raises(Rejected):
        open_tonight(session, supervisor, now, hours=hours, reason=reason)
    assert words_of_the_log(session) == []


def test_an_agent_changes_nothing(session: Session, agent: Actor, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        replace(session, agent, now)
    with pytest.raises(NotAllowed), unit_of_work(session):
        actions.add_holidays(session, actor=agent, now=now, days={date(2026, 12, 25): "Christmas Day"})
    with pytest.raises(NotAllowed):
        open_tonight(session, agent, now)
    assert words_of_the_log(session) == []


def test_work_that_reveals_is_refused_outside_hours(session: Session, clock: frozen) -> None:
    assert queries.require_open(session, now=clock.moment).is_open
    with pytest.raises(queries.DeskClosed, match="Closed until Wed 06:00"):
        queries.require_open(session, now=clock.tick(timedelta(hours=7)))
