"""Another agent's contact, session or removal: answered like nothing or refused, remembered, and left as it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from csdesk.agents.models import UserSession
from csdesk.audit.models import AuditEvent
from csdesk.contacts.models import Contact, Draft
from csdesk.extensions import db
from csdesk.identity.models import Confirmation
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from csdesk.privacy.models import PrivacyRequest
from csdesk.suppression.models import Suppression
from tests.factories.agents import sign_in, staff_in
from tests.house.routes import POLICY
from tests.house.world import SAID, World

OF_A_CONTACT = sorted(
    key for key, policy in POLICY.items() if key[1].startswith(("desk.", "contacts.")) and callable(policy.path)
)
WORK = (Contact, Draft, Confirmation, PrivacyRequest, Suppression)
AFTER_THE_END = {
    "lookup": SAID, "again": {}, "confirmation": {"zip": "98001"}, "plan": {"channels": ["mail"]},
    "removals": {**SAID, "channels": ["mail"]}, "requests": {"verb": "inquire"}, "note": {"note": "x"},
    "customer": SAID, "wrap-up": {"disposition_code": "caller.gone"}, "parking": {}, "resumption": {}, "ending": {},
}  # fmt: skip


@pytest.fixture
def world(app: Flask, clock: frozen, tmp_path: Path) -> World:
    return World(app, tmp_path)


@pytest.fixture
def other(world: World) -> FlaskClient:
    """A colleague of the same role."""
    staff_in(world.app, Role.AGENT, "bo.finch")
    client = world.app.test_client()
    sign_in(client, "bo.finch")
    return client


def work(world: World) -> list[Any]:
    with world.app.app_context():
        return [repr(row) for model in WORK for row in db.session().execute(select(model.__table__))]


def newest(world: World) -> AuditEvent:
    event = world.one(select(AuditEvent).order_by(AuditEvent.seq.desc()))
    assert isinstance(event, AuditEvent)
    return event


@pytest.mark.parametrize(("method", "endpoint"), OF_A_CONTACT, ids=[f"{one} {two}" for one, two in OF_A_CONTACT])
def test_a_colleague_s_contact_does_not_exist(world: World, other: FlaskClient, method: str, endpoint: str) -> None:
    policy = POLICY[method, endpoint]
    path = policy.path(world) if callable(policy.path) else policy.path
    fields = policy.fields(world) if callable(policy.fields) else policy.fields
    before, events = work(world), world.events()
    data = dict(fields) if method == "POST" else None
    answer = other.open(path, method=method, data=data)
    nobody_s = other.open(path.replace("C-1001", "C-9999"), method=method, data=data)
    assert (answer.status_code, nobody_s.status_code) == (404, 404)
    assert work(world) == before
    assert world.events()[len(events) :] == ["access.denied"]
    refused = newest(world)
    assert (refused.actor_name, refused.contact) == ("bo.finch", "C-1001")


def test_a_colleague_s_removal_is_not_undone(world: World, other: FlaskClient) -> None:
    number = world.request()
    before = work(world)
    assert other.post(f"/requests/{number}/undo", data={"reason": "mine now"}).status_code == 403
    assert work(world) == before
    assert (newest(world).action, newest(world).request) == ("access.denied", number)


def test_one_s_own_removal_is_not_undone_after_ten_minutes(world: World, clock: frozen) -> None:
    number = world.request()
    clock.tick(timedelta(minutes=10, seconds=1))
    for path in (f"/requests/{number}/undo", f"/contacts/C-1001/removals/{number}/undo"):
        assert world.client.post(path, data={"reason": "too late"}).status_code == 403
        assert newest(world).action == "access.denied"
    assert world.clients["s"].post(f"/requests/{number}/undo").status_code == 422
    assert world.clients["s"].post(f"/requests/{number}/undo", data={"reason": "asked to"}).status_code == 303
    assert world.clients["s"].post(f"/requests/{number}/undo", data={"reason": "asked to"}).status_code == 409


def test_a_colleague_s_device_stays_signed_in(world: World, other: FlaskClient) -> None:
    theirs = world.one(select(UserSession.id).where(UserSession.user_id == world.ids["a"]))
    assert other.post(f"/account/devices/{theirs}/revocation").status_code == 404
    assert newest(world).action == "access.denied"
    assert world.client.get("/desk").status_code == 200


@pytest.mark.parametrize("step", list(AFTER_THE_END))
def test_a_contact_that_is_over_is_worked_on_no_more(world: World, step: str) -> None:
    number = world.picked()
    world.do(f"/contacts/{number}/wrap-up", disposition_code="caller.gone")
    before, events = work(world), world.events()
    answer = world.client.post(f"/contacts/{number}/{step}", data=AFTER_THE_END[step])
    assert answer.status_code == 409
    assert (work(world), world.events()) == (before, events)
