"""Inquire, review, update and copy: taken at any hour, worked on in business hours, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.customers.models import Customer
from csdesk.errors import NotAllowed, Rejected
from csdesk.identity.rules import Level
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.privacy.actions import AccessResult, take_access_request
from csdesk.privacy.models import PrivacyRequest
from csdesk.privacy.queries import requests_of_subject
from tests.factories.customers import make_customer


@pytest.fixture
def customer(session: Session) -> Customer:
    with unit_of_work(session):
        return make_customer(session)


def take(
    session: Session, actor: Actor, at: datetime, verb: str, ref: str | None, channel: str = "call"
) -> AccessResult:
    with unit_of_work(session):
        return take_access_request(
            session, actor=actor, now=at, contact_number=None, contact_channel=channel, customer_ref=ref, verb=verb
        )


@pytest.mark.parametrize(
    ("verb", "request_type", "level"),
    [
        ("inquire", "inquiry", Level.L1),
        ("review", "access", Level.L2),
        ("update", "update", Level.L1),
        ("copy", "access", Level.L2),
    ],
)
def test_it_waits_for_identity_with_its_clocks_running(
    session: Session, agent: Actor, now: datetime, customer: Customer, verb: str, request_type: str, level: Level
) -> None:
    taken = take(session, agent, now, verb, customer.ref)
    request = session.scalars(select(PrivacyRequest)).one()
    assert (taken.level, taken.is_refused_now, taken.is_repeat) == (level, False, False)
    assert (request.request_type, request.status) == (request_type, "identity_pending")
    assert "25 calendar days" in request.due_derivation
    assert (request.legal_due_at - now).days in {44, 45}
    assert [step.name for step in request.steps] == ["Acknowledge", "Confirm identity", "Answer"]
    assert session.scalars(select(AuditEvent.action)).all() == ["request.opened"]


def test_outside_hours_it_is_taken_and_the_work_refused(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    night = now + timedelta(hours=12)
    taken = take(session, agent, night, "review", customer.ref, "mail")
    request = session.scalars(select(PrivacyRequest)).one()
    assert taken.is_refused_now
    assert "Closed until" in taken.say
    assert (request.status, request.outside_hours, request.received_at) == ("open", True, night)
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.outcome, event.request) == ("hours.refused", "taken_in", "R-2026-000001")


def test_the_same_wish_still_open_opens_no_second_clock(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    first = take(session, agent, now, "copy", customer.ref)
    again = take(session, agent, now + timedelta(days=3), "copy", customer.ref)
    other = take(session, agent, now, "review", customer.ref)
    assert (again.is_repeat, again.request_number, again.due_at) == (True, first.request_number, first.due_at)
    assert not other.is_repeat
    assert len(requests_of_subject(session, customer.subject_ref)) == 2


def test_nobody_found_is_taken_in_as_well(session: Session, agent: Actor, now: datetime) -> None:
    one, two = (take(session, agent, now, "inquire", None) for _ in range(2))
    assert one.request_number != two.request_number
    assert session.scalar(select(func.count(PrivacyRequest.id))) == 2


def test_unknown_wishes_and_admins_are_refused(session: Session, agent: Actor, admin: Actor, now: datetime) -> None:
    with pytest.raises(Rejected):
        take(session, agent, now, "sell", None)
    with pytest.raises(NotAllowed):
        take(session, admin, now, "inquire", None)
