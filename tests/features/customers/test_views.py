"""Customers outside a contact: every byte of every answer read; a value shows only to a supervisor who said why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from csdesk.audit.models import AuditEvent
from csdesk.customers.models import (
    ConsentEvent,
    CreditAccount,
    Customer,
    Order,
    PaymentCard,
    Quote,
    Registration,
    Subscription,
    SurveyAnswer,
)
from csdesk.extensions import db
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Street
from csdesk.suppression.channels import Channel
from tests.factories.agents import sign_in, signed_in, staff_in
from tests.factories.customers import SINCE, make_customer
from tests.factories.suppression import make_person, suppress

SECRETS = (
    "1102", "15th", "Auburn", "98001", "98104", "Elm", "danielle.okafor", "example.com", "0142", "Lindqvist",
    "Blue lamp", "O-778", "4.99", "Weekly deals", "very happy", "Toaster", "1881", "Visa", "net 30", "Q-12",
)  # fmt: skip
TYPED = {"first": "Dani", "last": "Okafor", "zip": "98001"}


@pytest.fixture
def ref(app: Flask, clock: frozen) -> str:
    with app.app_context(), unit_of_work(db.session()) as session:
        customer = make_customer(
            session,
            former_addresses=[Street("9 Elm St", "", "Seattle", "WA", "98104")],
            emails=["danielle.okafor@example.com"],
            phones=["(206) 555-0142"],
            former_lasts=["Lindqvist"],
        )
        owner = {"customer_id": customer.id}
        session.add_all([
            Order(**owner, number="O-778", ordered_at=SINCE, item="Blue lamp", amount=Decimal("4.99")),
            Quote(**owner, number="Q-12", quoted_at=SINCE, item="Blue lamp", amount=Decimal("4.99")),
            SurveyAnswer(**owner, survey="2025", question="How?", answer="very happy", answered_at=SINCE),
            Subscription(**owner, name="Weekly deals", since=SINCE),
            Registration(**owner, name="Toaster", registered_at=SINCE),
            PaymentCard(**owner, brand="Visa", last_four="1881", added_on=date(2025, 1, 2)),
            CreditAccount(**owner, terms="net 30", opened_on=date(2025, 1, 2)),
            ConsentEvent(
                **owner, contact_point_type="email", status="opt_in", captured_at=SINCE,
                capture_source="checkout form", wording="Yes, send me offers",
            ),
        ])  # fmt: skip
        suppress(session, make_person(), Channel.MAIL, now=clock.moment)
        return customer.ref


@pytest.fixture
def supervisor(app: Flask, ref: str) -> FlaskClient:
    return signed_in(app, Role.SUPERVISOR)


def read_every_byte(answer: TestResponse, allowed: tuple[str, ...] = ()) -> str:
    everything = answer.get_data(as_text=True) + repr(answer.headers)
    for secret in SECRETS:
        assert secret in allowed or secret.casefold() not in everything.casefold(), "a stored value is on a page"
    return everything


def last_event(app: Flask) -> AuditEvent:
    with app.app_context():
        return db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()


def line_of(app: Flask, kind: str) -> str:
    with app.app_context():
        customer = db.session.scalars(select(Customer)).one()
        return f"email:{customer.emails[0].id}" if kind == "email" else f"address:{customer.addresses[0].id}"


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_the_whole_look_shows_nothing_on_file(app: Flask, ref: str, role: Role) -> None:
    client = signed_in(app, role)
    read_every_byte(client.get("/customers"))
    for fragment in ({}, {"HX-Request": "true"}):
        found = client.post("/customers/lookup", data=TYPED, headers=fragment)
        page = read_every_byte(found).replace(ref, "")
        assert found.status_code == 200
        assert "Danielle Okafor" in page
        assert "mail suppressed since" in page
    record = read_every_byte(client.get(f"/customers/{ref}"))
    assert "Opt-in ledger" in record
    assert "Yes, send me offers" in record
    assert all(title in record for title in ("Surveys", "Registrations", "E-mail subscriptions", "Quotes and orders"))


def test_a_look_outside_a_contact_is_an_orphan(app: Flask, supervisor: FlaskClient, ref: str) -> None:
    supervisor.post("/customers/lookup", data=TYPED)
    searched = last_event(app)
    assert (searched.action, "orphan" in searched.body) == ("customer.searched", True)
    supervisor.get(f"/customers/{ref}")
    opened = last_event(app)
    assert (opened.action, "orphan" in opened.body) == ("customer.opened", True)


def test_what_was_typed_stands_in_no_address(supervisor: FlaskClient) -> None:
    assert supervisor.get("/customers/lookup?last=Okafor").status_code in {404, 405}
    answer = supervisor.post("/customers/lookup", data=TYPED)
    assert "Location" not in answer.headers


def test_browsing_by_zip_is_refused(supervisor: FlaskClient) -> None:
    answer = supervisor.post("/customers/lookup", data={"zip": "98002"})
    assert "The zip only confirms" in answer.get_data(as_text=True)


def test_too_long_a_word_is_refused(supervisor: FlaskClient) -> None:
    assert supervisor.post("/customers/lookup", data={"last": "x" * 500}).status_code == 422


def test_a_supervisor_reveals_one_value(app: Flask, supervisor: FlaskClient, ref: str) -> None:
    data = {"field": line_of(app, "email"), "reason": "letter came back"}
    page = read_every_byte(supervisor.post(f"/customers/{ref}/reveal", data=data), ("danielle.okafor", "example.com"))
    assert "danielle.okafor@example.com" in page
    read_every_byte(supervisor.get(f"/customers/{ref}"))


def test_without_a_reason_nothing_is_revealed(app: Flask, supervisor: FlaskClient, ref: str) -> None:
    answer = supervisor.post(f"/customers/{ref}/reveal", data={"field": line_of(app, "email"), "reason": " "})
    assert answer.status_code == 422
    read_every_byte(answer)


def test_nothing_is_revealed_at_night(app: Flask, supervisor: FlaskClient, ref: str, clock: frozen) -> None:
    field = line_of(app, "email")
    clock.tick(timedelta(hours=12))
    with app.app_context():
        night = app.test_client()
    sign_in(night, "sam.ortiz")
    answer = night.post(f"/customers/{ref}/reveal", data={"field": field, "reason": "curious"})
    assert answer.status_code == 409
    assert "Closed until" in read_every_byte(answer)


def test_an_agent_reveals_and_corrects_nothing(app: Flask, ref: str) -> None:
    client = signed_in(app)
    assert client.post(f"/customers/{ref}/reveal", data={"field": "email:1", "reason": "x"}).status_code == 403
    assert client.get(f"/customers/{ref}/corrections/email").status_code == 403


def test_a_correction_form_is_empty_and_versioned(app: Flask, supervisor: FlaskClient, ref: str) -> None:
    path = f"/customers/{ref}/corrections/address"
    page = read_every_byte(supervisor.get(path))
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    data = {"line1": "3 New Rd", "zip": "98101", "version": version, "reason": "caller moved"}
    assert supervisor.post(path, data={**data, "zip": "981"}).status_code == 422
    assert supervisor.post(path, data={**data, "reason": ""}).status_code == 422
    assert supervisor.post(path, data=data).status_code == 303
    assert supervisor.post(path, data={**data, "line1": "4 New Rd"}).status_code == 409
    assert last_event(app).action == "customer.corrected"


@pytest.mark.parametrize(
    "path", ["/customers/c0", "/customers/c0/corrections/email", "/customers/{ref}/corrections/card"]
)
def test_what_is_not_there_is_not_found(supervisor: FlaskClient, ref: str, path: str) -> None:
    assert supervisor.get(path.format(ref=ref)).status_code == 404


def test_a_reported_child_is_hidden_at_once(app: Flask, supervisor: FlaskClient, ref: str) -> None:
    with app.app_context(), unit_of_work(db.session()) as session:
        session.scalars(select(Customer)).one().is_child_hold = True
    assert supervisor.get(f"/customers/{ref}").status_code == 404


def test_an_admin_and_a_stranger_look_at_nobody(app: Flask, ref: str) -> None:
    client = app.test_client()
    assert client.get(f"/customers/{ref}").status_code == 303
    app.config["WTF_CSRF_ENABLED"] = False
    sign_in(client, staff_in(app, Role.ADMIN).username)
    assert client.get(f"/customers/{ref}").status_code == 403
    assert client.post("/customers/lookup", data=TYPED).status_code == 403
