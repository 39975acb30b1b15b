"""Events of the log, written by the real writer in a transaction of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from csdesk.audit.actions import Recorded, record
from csdesk.audit.tags import Action
from csdesk.kernel.actor import Actor, Role
from csdesk.kernel.clock import now
from csdesk.kernel.db import unit_of_work

ANN = Actor(1, "ann.lee", Role.AGENT, session_ref="s1")
PERSON = "a1" * 16
NEIGHBOUR = "b2" * 16


def make_event(
    session: Session, action: Action = Action.CUSTOMER_OPENED, *, at: datetime | None = None, **options: Any
) -> Recorded:
    """Record one event and commit it."""
    options.setdefault("actor", ANN)
    with unit_of_work(session):
        return record(session, action=action, at=at or now(), **options)


def make_morning(session: Session) -> list[Recorded]:
    """Eight events of one call: enough of every kind of row to tamper with."""
    call: dict[str, Any] = {"contact": "C-1001"}
    return [
        make_event(session, Action.CONTACT_STARTED, **call),
        make_event(
            session, Action.CUSTOMER_SEARCHED, shown=[PERSON, NEIGHBOUR], count=2, terms={"last": "Vale"}, **call
        ),
        make_event(session, Action.CUSTOMER_OPENED, subject=PERSON, **call),
        make_event(session, Action.IDENTITY_CONFIRMED, subject=PERSON, fields=["zip"], **call),
        make_event(
            session, Action.CUSTOMER_CORRECTED, subject=PERSON, reason="moved", detail={"before": "1 Elm"}, **call
        ),
        make_event(session, Action.REMOVAL_IN_FORCE, subject=PERSON, request="R-2026-000001", fields=["mail"], **call),
        make_event(session, Action.CONTACT_WRAPPED_UP, **call),
        make_event(session, Action.SIGNED_OUT),
    ]
