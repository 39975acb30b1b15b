"""Closes the steps that are owed, one by one, with a note; the last one fulfils the request."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.errors import InvalidState, NotFound, Rejected
from csdesk.kernel.actor import Actor
from csdesk.kernel.mask import mask_cards
from csdesk.kernel.permissions import Permission, authorize
from csdesk.privacy import register
from csdesk.privacy.kinds import UNFINISHED, Status
from csdesk.privacy.models import PrivacyRequest
from csdesk.privacy.queries import request_row


def mark_step_done(
    session: Session, *, actor: Actor, now: datetime, request_number: str, step_id: int, note: str
) -> None:
    """Close a step with a note; a request whose last step is closed is fulfilled."""
    authorize(actor, Permission.CLOSE_REQUEST_STEP)
    request = request_row(session, actor, request_number, lock=True)
    step = next((one for one in request.steps if one.id == step_id), None)
    if step is None:
        raise NotFound("There is no such step.")
    if step.done_at is not None:
        raise InvalidState("This step is done already.")
    kept = mask_cards(note.replace("\0", "").strip())
    if not kept:
        raise Rejected("Say how it was done.", {"note": ["Say how it was done."]})
    step.done_at, step.done_by, step.note = now, actor.username, kept
    if step.name in {register.CONFIRM, register.ANSWER} and request.responded_at is None:
        request.responded_at = now
    record(
        session,
        actor=actor,
        at=now,
        action=Action.REQUEST_STEP_DONE,
        subject=request.subject_ref,
        obj=("step", str(step.id)),
        contact=request.contact_number,
        request=request_number,
        reason=kept,
    )
    if all(one.done_at is not None for one in request.steps):
        _finish(session, actor, now, request)


def _finish(session: Session, actor: Actor, now: datetime, request: PrivacyRequest) -> None:
    """Nothing is owed any more: fulfilled, unless it was taken back meanwhile."""
    request.is_open = False
    if request.status not in UNFINISHED:
        return
    request.status = Status.FULFILLED.value
    record(
        session,
        actor=actor,
        at=now,
        action=Action.REQUEST_FULFILLED,
        subject=request.subject_ref,
        contact=request.contact_number,
        request=request.request_number,
    )
