"""Numbers of one day for the strip above the log; read off the sequence, so that they cost nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.audit.moments import first_seqs
from csdesk.audit.tags import Action

HOURS = 24
LOOKS = (Action.CUSTOMER_SEARCHED, Action.CUSTOMER_OPENED, Action.FIELD_REVEALED)
REMOVALS = (Action.REMOVAL_IN_FORCE,)
REFUSALS = (Action.ACCESS_DENIED, Action.SIGN_IN_FAILED, Action.LOCKED_OUT, Action.OUT_OF_HOURS_REFUSED)


@dataclass(frozen=True)
class DayFigures:
    """One day of the log: how much happened, when, and what of it deserves an eye."""

    events: int
    looks: int
    removals: int
    refusals: int
    by_hour: tuple[int, ...]


def day_figures(session: Session, midnight: datetime) -> DayFigures:
    """The figures of the 24 hours from `midnight`."""
    edges = first_seqs(session, [midnight + timedelta(hours=hour) for hour in range(HOURS + 1)])
    by_hour = tuple(later - earlier for earlier, later in pairwise(edges))
    first, last = edges[0], edges[-1] - 1
    looks, removals, refusals = (_count(session, group, first, last) for group in (LOOKS, REMOVALS, REFUSALS))
    return DayFigures(sum(by_hour), looks, removals, refusals, by_hour)


def _count(session: Session, actions: tuple[Action, ...], first: int, last: int) -> int:
    named = [action.value for action in actions]
    query = select(func.count()).where(AuditEvent.action.in_(named), AuditEvent.seq.between(first, last))
    return session.scalar(query) or 0
