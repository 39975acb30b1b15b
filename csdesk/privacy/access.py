"""Takes access work in: inquire, review, update, copy. Nothing is revealed here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.customers.queries import known_person
from csdesk.errors import Rejected
from csdesk.hours.rules import Hours
from csdesk.identity.rules import NEEDS, REQUIRED
from csdesk.kernel.actor import Actor
from csdesk.kernel.permissions import Permission, authorize
from csdesk.privacy import register, texts
from csdesk.privacy.arrival import arrival_of, lock_contact
from csdesk.privacy.models import PrivacyRequest
from csdesk.privacy.results import AccessResult


def take_access_request(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    contact_number: str | None,
    contact_channel: str,
    customer_ref: str | None,
    verb: str,
) -> AccessResult:
    """Take in a wish to inquire, review, update or copy; nothing is revealed here.

    Its clock starts now at any hour. Outside hours the work itself is refused, as a result that is remembered.
    The same wish of the same person, still open, opens no second clock.
    """
    authorize(actor, Permission.OPEN_REQUEST)
    if verb not in register.TYPE_OF_VERB:
        raise Rejected("Choose to inquire, review, update or copy.")
    lock_contact(session, actor, contact_number)
    subject = known_person(session, actor, customer_ref).subject_ref if customer_ref else None
    arrival = arrival_of(
        session, now=now, contact_number=contact_number, contact_channel=contact_channel, subject_ref=subject
    )
    hours = arrival.hours
    earlier = _open_access(session, subject, verb)
    request = earlier or register.register_access(session, actor, arrival, verb)
    record(
        session,
        actor=actor,
        at=now,
        action=Action.REQUEST_OPENED if hours.is_open else Action.OUT_OF_HOURS_REFUSED,
        subject=subject,
        contact=contact_number,
        request=request.request_number,
        outcome="repeated" if earlier else "ok" if hours.is_open else "taken_in",
        fields=[verb],
        flags=[] if hours.is_open else ["outside_hours"],
    )
    return _access_result(request, verb, hours, is_repeat=earlier is not None)


def _open_access(session: Session, subject: str | None, verb: str) -> PrivacyRequest | None:
    if subject is None:
        return None
    statement = select(PrivacyRequest).where(
        PrivacyRequest.subject_ref == subject, PrivacyRequest.verb == verb, PrivacyRequest.is_open
    )
    return session.scalars(statement.order_by(PrivacyRequest.id).limit(1)).one_or_none()


def _access_result(request: PrivacyRequest, verb: str, hours: Hours, *, is_repeat: bool) -> AccessResult:
    level = REQUIRED[verb]
    return AccessResult(
        request_number=request.request_number,
        verb=verb,
        level=level,
        needs=NEEDS[level],
        due_at=request.due_at,
        due_derivation=request.due_derivation,
        legal_due_at=request.legal_due_at,
        is_refused_now=not hours.is_open,
        is_repeat=is_repeat,
        say=texts.access_say(request.request_number, hours.is_open, hours.sentence),
    )
