"""Writes a new request with its items, steps and clocks; used by the actions of this feature only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.kernel.actor import Actor
from csdesk.kernel.refs import request_number
from csdesk.privacy import texts
from csdesk.privacy.arrival import Arrival
from csdesk.privacy.clocks import access_clock, acknowledge_due, earliest, removal_clock
from csdesk.privacy.kinds import RequestType, Status
from csdesk.privacy.models import PrivacyRequest, RequestItem, RequestStep
from csdesk.privacy.removal import PlannedChannel

PUT_IN_FORCE = "Put in force"
TELL_RECIPIENTS = "Tell recipients"
TELL_UNDONE = "Tell recipients that it was taken back"
CONFIRM = "Confirm to the person"
ACKNOWLEDGE = "Acknowledge"
CONFIRM_IDENTITY = "Confirm identity"
ANSWER = "Answer"
UNDONE = "Taken back"

TYPE_OF_VERB = {
    "inquire": RequestType.INQUIRY,
    "review": RequestType.ACCESS,
    "update": RequestType.UPDATE,
    "copy": RequestType.ACCESS,
}


def register_removal(
    session: Session, actor: Actor, arrival: Arrival, channels: Sequence[PlannedChannel], in_force_from: datetime
) -> PrivacyRequest:
    """A removal with one item and clock for each channel, and the steps that are owed."""
    clocks = {plan.channel: removal_clock(plan.channel, arrival.at, arrival.zone) for plan in channels}
    governing = earliest(clocks.values())
    request = _request(session, actor, arrival, RequestType.REMOVAL, Status.IN_PROGRESS)
    request.due_at, request.due_derivation = governing.target.due_at, governing.target.derivation
    request.legal_due_at, request.legal_derivation = governing.legal.due_at, governing.legal.derivation
    request.response_nature = f"put in force: {', '.join(texts.SHORT[plan.channel] for plan in channels)}"
    request.responded_at = arrival.at if arrival.is_spoken else None
    for plan in channels:
        clock = clocks[plan.channel]
        request.items.append(
            RequestItem(
                channel=plan.channel.value,
                scope=plan.scope.value,
                in_force_from=in_force_from,
                due_at=clock.target.due_at,
                due_derivation=clock.target.derivation,
                legal_due_at=clock.legal.due_at,
                legal_derivation=clock.legal.derivation,
            )
        )
    confirm_by = acknowledge_due(arrival.at, arrival.zone)
    request.steps += [
        done_step(PUT_IN_FORCE, actor, arrival.at),
        _told_on_the_call(actor, arrival)
        or RequestStep(name=CONFIRM, due_at=confirm_by.due_at, due_derivation=confirm_by.derivation),
        RequestStep(name=TELL_RECIPIENTS, due_at=request.due_at, due_derivation=request.due_derivation),
    ]
    session.add(request)
    session.flush()
    return request


def register_access(session: Session, actor: Actor, arrival: Arrival, verb: str) -> PrivacyRequest:
    """An access request: acknowledged, then identity, then the answer; outside hours it is only taken."""
    clock = access_clock(arrival.at, arrival.zone)
    status = Status.OPEN if arrival.outside_hours else Status.IDENTITY_PENDING
    request = _request(session, actor, arrival, TYPE_OF_VERB[verb], status)
    request.verb = verb
    request.due_at, request.due_derivation = clock.target.due_at, clock.target.derivation
    request.legal_due_at, request.legal_derivation = clock.legal.due_at, clock.legal.derivation
    acknowledge = acknowledge_due(arrival.at, arrival.zone)
    told = _told_on_the_call(actor, arrival, ACKNOWLEDGE)
    request.steps += [
        told or RequestStep(name=ACKNOWLEDGE, due_at=acknowledge.due_at, due_derivation=acknowledge.derivation),
        RequestStep(name=CONFIRM_IDENTITY),
        RequestStep(name=ANSWER, due_at=request.due_at, due_derivation=request.due_derivation),
    ]
    session.add(request)
    session.flush()
    return request


def done_step(name: str, actor: Actor, at: datetime, note: str = "") -> RequestStep:
    """A step that is done as it is written down."""
    return RequestStep(name=name, done_at=at, done_by=actor.username, note=note)


def _told_on_the_call(actor: Actor, arrival: Arrival, name: str = CONFIRM) -> RequestStep | None:
    return done_step(name, actor, arrival.at, "told on the call") if arrival.is_spoken else None


def _request(
    session: Session, actor: Actor, arrival: Arrival, request_type: RequestType, status: Status
) -> PrivacyRequest:
    return PrivacyRequest(
        request_number=request_number(session, arrival.at.astimezone(arrival.zone).year),
        request_type=request_type.value,
        status=status.value,
        contact_number=arrival.contact_number,
        channel=arrival.source_channel,
        subject_ref=arrival.subject_ref,
        received_at=arrival.at,
        outside_hours=arrival.outside_hours,
        taken_by_id=actor.id,
        taken_by=actor.username,
    )
