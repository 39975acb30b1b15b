"""Reads of the log. Every list is bounded by an index that ends in the sequence, however long the log is.

A page that is filtered by several actions is merged from one short index read for each of them, of one page at
most, so that a rare action is found as fast as a common one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select, union_all
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent, AuditHead, AuditSubject, AuditVerification
from csdesk.audit.moments import span
from csdesk.audit.tags import Action
from csdesk.kernel.paging import PAGE_SIZE, Page, page_of, row_number


@dataclass(frozen=True)
class Filter:
    """What the reader asks for; everything is a reference or a closed word."""

    who: str = ""
    actions: tuple[Action, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    contact: str = ""
    request: str = ""
    subject: str | None = None
    nobody: bool = False  # a customer was asked for whom nobody knows


@dataclass(frozen=True)
class Line:
    """One line of the log page."""

    seq: int
    at: datetime
    actor_name: str
    action: Action
    subject: str | None
    contact: str | None
    request: str | None
    outcome: str
    body: str


_COLUMNS = (
    AuditEvent.seq, AuditEvent.at, AuditEvent.actor_name, AuditEvent.action, AuditEvent.subject,
    AuditEvent.contact, AuditEvent.request, AuditEvent.outcome, AuditEvent.body,
)  # fmt: skip


def list_events(
    session: Session, wanted: Filter, *, cursor: str | None = None, backwards: bool = False, size: int = PAGE_SIZE
) -> Page[Line]:
    """One page of the log, newest first; `cursor` is the sequence number at the page's edge."""
    edge = row_number(cursor)
    lines = events_before(session, wanted, edge=edge, backwards=backwards, limit=size + 1)
    return page_of(
        lines, size=size, cursor_of=lambda line: str(line.seq), cursor=cursor if edge is not None else None,
        backwards=backwards,
    )  # fmt: skip


def events_before(
    session: Session, wanted: Filter, *, edge: int | None, limit: int, backwards: bool = False
) -> list[Line]:
    """Up to `limit` lines older than `edge` (newer when backwards, oldest first)."""
    if wanted.nobody:
        return []
    keys = _keys(
        wanted, _bounds(session, wanted, edge, backwards=backwards), limit=limit, backwards=backwards
    ).subquery()
    # The keys come first, from an index alone; only one page of rows is then fetched.
    query = select(*_COLUMNS).join(keys, keys.c.seq == AuditEvent.seq).order_by(_turned(keys.c.seq, backwards))
    return [_line(row) for row in session.execute(query)]


def event_at(session: Session, seq: int) -> AuditEvent | None:
    """One event by its number."""
    return session.get(AuditEvent, seq)


def events_for_contact(session: Session, contact: str, limit: int = 50) -> list[Line]:
    """What was done in one contact, newest first."""
    return events_before(session, Filter(contact=contact), edge=None, limit=limit)


def count_by_action(
    session: Session, *, start: datetime, end: datetime, actions: Collection[Action] = tuple(Action)
) -> dict[Action, int]:
    """How often each action happened in [start, end)."""
    low, high = span(session, start, end)
    query = (
        select(AuditEvent.action, func.count())
        .where(AuditEvent.action.in_([action.value for action in actions]), AuditEvent.seq.between(low, high))
        .group_by(AuditEvent.action)
    )
    return {Action(action): number for action, number in session.execute(query)}


def staff_names(session: Session) -> list[str]:
    """Everybody the log names, by hopping from name to name through the index."""
    names: list[str] = []
    last = ""
    while (
        name := session.scalar(select(func.min(AuditEvent.actor_name)).where(AuditEvent.actor_name > last))
    ) is not None:
        names.append(name)
        last = name
    return names


def log_size(session: Session) -> int:
    """How many events there are."""
    return session.scalar(select(AuditHead.size).where(AuditHead.id == 1)) or 0


def latest_verification(session: Session) -> AuditVerification | None:
    """The newest check of the log; one that found a fault goes first until a check of its kind holds again."""
    order = (AuditVerification.ok, AuditVerification.at.desc())
    return session.scalar(select(AuditVerification).order_by(*order).limit(1))


Number = SQLColumnExpression[int]
Bound = Callable[[Number], ColumnElement[bool]]


def _bounds(session: Session, wanted: Filter, edge: int | None, *, backwards: bool) -> Bound:
    """Between which sequence numbers to look, for whatever column holds them."""
    low, high = 1, 2**62
    if wanted.start is not None or wanted.end is not None:
        low, high = span(session, wanted.start, wanted.end)
    if edge is not None and backwards:
        low = max(low, edge + 1)
    elif edge is not None:
        high = min(high, edge - 1)
    return lambda column: column.between(low, high)


def _keys(wanted: Filter, within: Bound, *, limit: int, backwards: bool) -> Select[int]:
    """The sequence numbers of one page, by the narrowest index for this filter."""
    if wanted.subject:
        return _keys_of_subject(wanted, within).order_by(_turned(AuditSubject.seq, backwards)).limit(limit)
    seq = AuditEvent.seq
    if wanted.contact or wanted.request or len(wanted.actions) <= 1:
        return select(seq).where(*_conditions(wanted), within(seq)).order_by(_turned(seq, backwards)).limit(limit)
    pieces = [
        select(seq).where(*_conditions(replace(wanted, actions=(action,))), within(seq))
        .order_by(_turned(seq, backwards)).limit(limit).subquery()
        for action in wanted.actions
    ]  # fmt: skip
    merged = union_all(*(select(piece.c.seq) for piece in pieces)).subquery()
    return select(merged.c.seq).order_by(_turned(merged.c.seq, backwards)).limit(limit)


def _keys_of_subject(wanted: Filter, within: Bound) -> Select[int]:
    """Through the index of persons; events are looked at only when something else is asked for too."""
    query = select(AuditSubject.seq).where(AuditSubject.subject_ref == wanted.subject, within(AuditSubject.seq))
    also = _conditions(wanted)
    return query.join(AuditEvent, AuditEvent.seq == AuditSubject.seq).where(*also) if also else query


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    event = AuditEvent
    what = [action.value for action in wanted.actions]
    asked = (
        (wanted.who, event.actor_name == wanted.who),
        (what, event.action == what[0] if len(what) == 1 else event.action.in_(what)),
        (wanted.contact, event.contact == wanted.contact),
        (wanted.request, event.request == wanted.request),
    )
    return [condition for given, condition in asked if given]


def _turned(column: Number, backwards: bool) -> ColumnElement[int]:  # noqa: FBT001 - a direction
    return column.asc() if backwards else column.desc()


def _line(row: Sequence[object]) -> Line:
    seq, at, name, action, *rest = row
    return Line(seq, at, name, Action(action), *rest)  # type: ignore[arg-type]
