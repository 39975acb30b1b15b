"""Looking at a request is an action: the event is committed with what was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.kernel.actor import Actor
from csdesk.privacy.queries import RequestDetail, request_for
from csdesk.suppression.queries import InForce, given_parts_of, suppressions_of


@dataclass(frozen=True)
class ShownRequest:
    """A request with what it has in force, and which words were given (not the words)."""

    detail: RequestDetail
    in_force: tuple[InForce, ...]
    given: tuple[str, ...]


def view_request(session: Session, *, actor: Actor, now: datetime, number: str) -> ShownRequest:
    """Read one request and record the look."""
    detail = request_for(session, actor, number, now=now)
    record(
        session,
        actor=actor,
        at=now,
        action=Action.REQUEST_VIEWED,
        subject=detail.subject_ref,
        contact=detail.row.contact_number,
        request=number,
    )
    return ShownRequest(detail, suppressions_of(session, number), given_parts_of(session, number))
