"""Aggregates for the supervisor's home; reads any feature's tables and writes none.

Hours are counted in UTC by the database and put on the desk's wall clock in `series`, so that both databases agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from csdesk.audit.models import AuditEvent, AuditHead, AuditVerification
from csdesk.audit.tags import Action
from csdesk.contacts.models import Contact
from csdesk.privacy.kinds import RequestType
from csdesk.privacy.models import PrivacyRequest, RequestItem
from csdesk.reports.series import HourCount

REFUSED_LOOKS = (Action.ACCESS_DENIED.value, Action.OUT_OF_HOURS_REFUSED.value)


@dataclass(frozen=True)
class OpenRequests:
    """Unfinished requests and how urgent they are."""

    all: int
    due_today: int
    overdue: int


@dataclass(frozen=True)
class LogState:
    """How long the log is, and what its last check said."""

    events: int
    verified_at: datetime | None
    ok: bool


def contacts_by_hour(session: Session, start: datetime, end: datetime) -> list[HourCount]:
    """Contacts started in [start, end), by hour and channel."""
    return _by_hour(session, Contact.started_at, Contact.channel, start, end)


def removals_by_hour(session: Session, start: datetime, end: datetime) -> list[HourCount]:
    """Removals received in [start, end), one for each channel asked for, by hour and channel."""
    query = _hours(PrivacyRequest.received_at, RequestItem.channel, start, end).join_from(
        RequestItem, PrivacyRequest, RequestItem.request_id == PrivacyRequest.id
    )
    return _read(session, query.where(PrivacyRequest.request_type == RequestType.REMOVAL.value))


def refused_by_hour(session: Session, start: datetime, end: datetime) -> list[HourCount]:
    """Looks that were refused in [start, end), by hour."""
    query = _hours(AuditEvent.at, AuditEvent.action, start, end).where(AuditEvent.action.in_(REFUSED_LOOKS))
    return _read(session, query)


def handle_times(session: Session, start: datetime, end: datetime) -> dict[int, int]:
    """Seconds that contacts wrapped up in [start, end) took, as seconds -> how many."""
    rows = session.execute(
        select(Contact.handle_seconds, func.count())
        .where(Contact.wrapped_up_at >= start, Contact.wrapped_up_at < end, Contact.handle_seconds.is_not(None))
        .group_by(Contact.handle_seconds)
    )
    return {seconds: count for seconds, count in rows if seconds is not None}


def open_requests(session: Session, *, now: datetime, today_ends: datetime) -> OpenRequests:
    """How many requests are unfinished, due by the end of today, and late."""
    late, due = PrivacyRequest.due_at < now, PrivacyRequest.due_at < today_ends
    counted = select(
        func.count(),
        func.coalesce(func.sum(cast(due & ~late, Integer)), 0),
        func.coalesce(func.sum(cast(late, Integer)), 0),
    ).where(PrivacyRequest.is_open.is_(True))
    everything, due_today, overdue = session.execute(counted).one()
    return OpenRequests(everything, due_today, overdue)


def log_state(session: Session) -> LogState:
    """The length of the log and its newest check, of whatever kind."""
    size = session.scalar(select(AuditHead.size)) or 0
    newest = session.scalars(select(AuditVerification).order_by(AuditVerification.at.desc()).limit(1)).first()
    return LogState(size, newest.at if newest else None, newest.ok if newest else True)


def _by_hour(
    session: Session,
    at: InstrumentedAttribute[datetime],
    kind: InstrumentedAttribute[str],
    start: datetime,
    end: datetime,
) -> list[HourCount]:
    return _read(session, _hours(at, kind, start, end))


def _hours(
    at: InstrumentedAttribute[datetime], kind: InstrumentedAttribute[str], start: datetime, end: datetime
) -> Any:  # noqa: ANN401 - SQLAlchemy's type of a four-column select says less than the name
    day: ColumnElement[Any] = func.date(at)
    hour = extract("hour", at)
    return select(day, hour, kind, func.count()).where(at >= start, at < end).group_by(day, hour, kind)


def _read(session: Session, query: Any) -> list[HourCount]:  # noqa: ANN401 - see _hours
    found = []
    for day, hour, kind, count in session.execute(query):
        year, month, number = (int(part) for part in str(day)[:10].split("-"))
        found.append(HourCount(datetime(year, month, number, int(hour), tzinfo=UTC), kind, count))
    return found
