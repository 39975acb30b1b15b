"""Reads: the gate to a request, the register by state, what is due, and a person's earlier requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session, selectinload

from csdesk.errors import NotFound
from csdesk.hours.deadlines import end_of_day
from csdesk.kernel.actor import Actor
from csdesk.kernel.paging import PAGE_SIZE, Page, moment_cursor, moment_place, page_of
from csdesk.kernel.permissions import Permission, authorize, may
from csdesk.privacy.arrival import settings_of
from csdesk.privacy.models import PrivacyRequest, RequestItem, RequestStep

BY_DUE_DATE = frozenset({"open", "due_today", "overdue"})


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as the list shows it: numbers, states and dates; nobody's name."""

    id: int
    request_number: str
    request_type: str
    verb: str
    status: str
    is_open: bool
    channels: tuple[str, ...]
    channel: str
    contact_number: str | None
    is_matched: bool
    received_at: datetime
    due_at: datetime
    legal_due_at: datetime
    outside_hours: bool
    reach_count: int | None
    taken_by: str


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What the list may be narrowed by."""

    view: str = "open"
    request_type: str = ""
    channel: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """One request with items, steps and the facts kept of it."""

    row: RequestRow
    subject_ref: str | None
    due_derivation: str
    legal_derivation: str
    responded_at: datetime | None
    response_nature: str
    denial_basis: str
    reach_at: datetime | None
    items: tuple[RequestItem, ...]
    steps: tuple[RequestStep, ...]
    undo_until: datetime
    may_undo: bool
    undo_needs_reason: bool


@dataclass(frozen=True, slots=True)
class DueCounts:
    """What the status bar says."""

    due_today: int
    overdue: int


def request_row(session: Session, actor: Actor, number: str, *, lock: bool = False) -> PrivacyRequest:
    """The gate to a request."""
    authorize(actor, Permission.SEE_REQUESTS)
    statement = select(PrivacyRequest).where(PrivacyRequest.request_number == number)
    statement = statement.options(selectinload(PrivacyRequest.items), selectinload(PrivacyRequest.steps))
    request = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if request is None:
        raise NotFound("There is no such request.")
    return request


def request_for(session: Session, actor: Actor, number: str, *, now: datetime) -> RequestDetail:
    """One request as its page shows it."""
    request = request_row(session, actor, number)
    undo_until = request.received_at + timedelta(minutes=settings_of(session).undo_minutes)
    is_own = request.taken_by_id is not None and request.taken_by_id == actor.id and now <= undo_until
    can_undo = request.request_type == "removal" and request.status != "revoked"
    return RequestDetail(
        row=_row(request),
        subject_ref=request.subject_ref,
        due_derivation=request.due_derivation,
        legal_derivation=request.legal_derivation,
        responded_at=request.responded_at,
        response_nature=request.response_nature,
        denial_basis=request.denial_basis,
        reach_at=request.reach_at,
        items=tuple(request.items),
        steps=tuple(request.steps),
        undo_until=undo_until,
        may_undo=can_undo and (is_own or may(actor, Permission.UNDO_ANY_REMOVAL)),
        undo_needs_reason=not is_own,
    )


def list_requests(
    session: Session,
    actor: Actor,
    wanted: RequestFilter,
    *,
    now: datetime,
    cursor: str | None = None,
    backwards: bool = False,
    size: int = PAGE_SIZE,
) -> Page[RequestRow]:
    """A page of requests: what is open by due date, the rest by receipt, newest first."""
    authorize(actor, Permission.SEE_REQUESTS)
    by_due = wanted.view in BY_DUE_DATE
    moment = PrivacyRequest.due_at if by_due else PrivacyRequest.received_at
    statement = select(PrivacyRequest).options(selectinload(PrivacyRequest.items))
    statement = _narrowed(statement, session, wanted, now)
    place = moment_place(cursor)
    ascending = by_due != backwards
    key = tuple_(moment, PrivacyRequest.id)
    if place is not None:
        statement = statement.where(key > place if ascending else key < place)
    order = (moment, PrivacyRequest.id) if ascending else (moment.desc(), PrivacyRequest.id.desc())
    rows = [_row(request) for request in session.scalars(statement.order_by(*order).limit(size + 1))]
    return page_of(
        rows,
        size=size,
        cursor_of=lambda row: moment_cursor(row.due_at if by_due else row.received_at, row.id),
        cursor=cursor if place else None,
        backwards=backwards,
    )


def due_counts(session: Session, *, now: datetime) -> DueCounts:
    """How many open requests are due by the end of today, and how many are late."""
    overdue = func.count(PrivacyRequest.id).filter(PrivacyRequest.due_at < now)
    today = func.count(PrivacyRequest.id).filter(PrivacyRequest.due_at >= now)
    statement = select(today, overdue).where(
        PrivacyRequest.is_open, PrivacyRequest.due_at <= _end_of_today(session, now)
    )
    row = session.execute(statement).one()
    return DueCounts(row[0], row[1])


def requests_of_subject(session: Session, subject_ref: str, *, limit: int = 5) -> tuple[RequestRow, ...]:
    """A person's earlier requests, newest first, for the card beside the composer."""
    statement = select(PrivacyRequest).where(PrivacyRequest.subject_ref == subject_ref)
    statement = statement.options(selectinload(PrivacyRequest.items)).order_by(PrivacyRequest.id.desc()).limit(limit)
    return tuple(_row(request) for request in session.scalars(statement))


def requests_of_contact(session: Session, contact_number: str) -> tuple[RequestRow, ...]:
    """What was asked for in a contact, oldest first."""
    statement = select(PrivacyRequest).where(PrivacyRequest.contact_number == contact_number)
    statement = statement.options(selectinload(PrivacyRequest.items)).order_by(PrivacyRequest.id)
    return tuple(_row(request) for request in session.scalars(statement))


def _narrowed(
    statement: Select[PrivacyRequest], session: Session, wanted: RequestFilter, now: datetime
) -> Select[PrivacyRequest]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.view in BY_DUE_DATE:
        conditions.append(PrivacyRequest.is_open.is_(True))
    if wanted.view == "done":
        conditions.append(PrivacyRequest.is_open.is_(False))
    if wanted.view == "due_today":
        conditions += [PrivacyRequest.due_at >= now, PrivacyRequest.due_at <= _end_of_today(session, now)]
    if wanted.view == "overdue":
        conditions.append(PrivacyRequest.due_at < now)
    if wanted.request_type:
        conditions.append(PrivacyRequest.request_type == wanted.request_type)
    if wanted.since is not None:
        conditions.append(PrivacyRequest.received_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(PrivacyRequest.received_at < wanted.until)
    if wanted.channel:
        items = select(RequestItem.request_id).where(RequestItem.channel == wanted.channel)
        conditions.append(PrivacyRequest.id.in_(items))
    return statement.where(*conditions)


def _end_of_today(session: Session, now: datetime) -> datetime:
    zone = ZoneInfo(settings_of(session).timezone)
    return end_of_day(now.astimezone(zone).date(), zone)


def _channels(items: Sequence[RequestItem]) -> tuple[str, ...]:
    return tuple(item.channel for item in items)


def _row(request: PrivacyRequest) -> RequestRow:
    return RequestRow(
        id=request.id,
        request_number=request.request_number,
        request_type=request.request_type,
        verb=request.verb,
        status=request.status,
        is_open=request.is_open,
        channels=_channels(request.items),
        channel=request.channel,
        contact_number=request.contact_number,
        is_matched=request.subject_ref is not None,
        received_at=request.received_at,
        due_at=request.due_at,
        legal_due_at=request.legal_due_at,
        outside_hours=request.outside_hours,
        reach_count=request.reach_count,
        taken_by=request.taken_by,
    )
