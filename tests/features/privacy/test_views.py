"""The request pages up the ladder: works, colleague, wrong role, bad number, wrong method; and every byte read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from csdesk.audit.models import AuditEvent
from csdesk.extensions import db
from csdesk.kernel import clock as desk_clock
from csdesk.kernel.actor import SYSTEM, Actor, Role
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from csdesk.privacy.models import RequestStep
from csdesk.suppression.channels import Channel
from tests.factories.agents import sign_in, staff_in
from tests.factories.customers import make_customer
from tests.factories.privacy import EVERYTHING, make_removal

NUMBER = "R-2026-000001"
# What is on file, and what the caller said: no byte of either may stand on a page.
ON_FILE = ("1102", "15th", "Auburn", "98001", "danielle.okafor", "555-0142", "5550142")
SAID = ("fifteenth", "dani@example", "555 0199", "5550199", "Okafor")


@pytest.fixture(autouse=True)
def _stopped(clock: frozen) -> None:
    """Every page is looked at in business hours unless a test says otherwise."""


@pytest.fixture
def agent_user(app: Flask) -> Actor:
    app.config["WTF_CSRF_ENABLED"] = False
    return staff_in(app, Role.AGENT)


@pytest.fixture
def removal(app: Flask, agent_user: Actor) -> str:
    with app.app_context():
        session: Session = db.session()
        with unit_of_work(session):
            customer = make_customer(session, emails=["danielle.okafor@example.com"], phones=["(206) 555-0142"])
            ref = customer.ref
        done = make_removal(session, agent_user, desk_clock.now(), *Channel, given=EVERYTHING, customer_ref=ref)
        assert done.request_number == NUMBER
        return ref


@pytest.fixture
def agent_client(app: Flask, agent_user: Actor, removal: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, agent_user.username)
    return client


@pytest.fixture
def supervisor_client(app: Flask, removal: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, staff_in(app, Role.SUPERVISOR).username)
    return client


def events(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))


def read_every_byte(answer: TestResponse) -> str:
    everything = answer.get_data(as_text=True) + repr(answer.headers)
    for secret in (*ON_FILE, *SAID):
        assert secret.casefold() not in everything.casefold(), "a stored or spoken value is on a page"
    return everything


@pytest.mark.parametrize(
    "query", ["", "?view=all", "?view=overdue", "?type=removal&first=2026-03-01&last=2026-03-31", "?channel=mail"]
)
def test_the_list_names_nobody(agent_client: FlaskClient, query: str) -> None:
    answer = agent_client.get(f"/requests{query}")
    page = read_every_byte(answer)
    assert answer.status_code == 200
    assert (NUMBER in page) == ("overdue" not in query)


@pytest.mark.parametrize("query", ["?view=nonsense", "?type=x&channel=y", "?first=never", "?cursor=x~y&back=1"])
def test_nonsense_in_the_address_is_ignored(agent_client: FlaskClient, query: str) -> None:
    assert agent_client.get(f"/requests{query}").status_code == 200


def test_a_request_shows_its_clocks_and_no_value(app: Flask, agent_client: FlaskClient) -> None:
    answer = agent_client.get(f"/requests/{NUMBER}")
    page = read_every_byte(answer)
    assert answer.status_code == 200
    assert "10 business days" in page
    assert "Tell recipients" in page
    assert "first name, last name, address, e-mail, phone" in page
    assert events(app)[-1] == "request.viewed"


def test_the_status_bar_counts_what_is_due(app: Flask, agent_client: FlaskClient, clock: frozen) -> None:
    assert "<b>0</b> due today" in agent_client.get("/requests").get_data(as_text=True)
    clock.tick(timedelta(days=2))
    with app.app_context():
        agent = app.test_client()
    sign_in(agent, "ann.lee")
    assert "<b>1</b> due today" in agent.get("/requests").get_data(as_text=True)


def test_its_agent_takes_it_back_from_the_page(app: Flask, agent_client: FlaskClient) -> None:
    answer = agent_client.post(f"/requests/{NUMBER}/undo", data={"reason": ""})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/requests/{NUMBER}")
    assert events(app)[-1] == "removal.undone"
    assert "taken back" in read_every_byte(agent_client.get(f"/requests/{NUMBER}"))


def test_a_supervisor_must_say_why(supervisor_client: FlaskClient) -> None:
    refused = supervisor_client.post(f"/requests/{NUMBER}/undo", data={"reason": " "})
    assert refused.status_code == 422
    assert "Say why" in read_every_byte(refused)
    assert supervisor_client.post(f"/requests/{NUMBER}/undo", data={"reason": "wrong person"}).status_code == 303


def test_a_colleague_does_not_take_it_back(app: Flask, removal: str) -> None:
    client = app.test_client()
    sign_in(client, staff_in(app, Role.AGENT, "m.osei").username)
    assert client.get(f"/requests/{NUMBER}").status_code == 200
    assert client.post(f"/requests/{NUMBER}/undo", data={"reason": "mine now"}).status_code == 403


def test_a_supervisor_closes_a_step(app: Flask, supervisor_client: FlaskClient) -> None:
    with app.app_context():
        step = db.session.scalars(select(RequestStep.id).where(RequestStep.name == "Tell recipients")).one()
    path = f"/requests/{NUMBER}/steps/{step}/completion"
    assert supervisor_client.post(path, data={"note": ""}).status_code == 422
    assert supervisor_client.post(path, data={"note": "sent to the printer"}).status_code == 303
    assert events(app)[-1] == "request.fulfilled"
    assert supervisor_client.post(path, data={"note": "again"}).status_code == 409


def test_an_agent_closes_no_step(agent_client: FlaskClient) -> None:
    assert agent_client.post(f"/requests/{NUMBER}/steps/1/completion", data={"note": "x"}).status_code == 403


@pytest.mark.parametrize("number", ["R-2026-999999", "R", "%00", "R-2026-000001'--"])
def test_an_unknown_request_is_not_there(agent_client: FlaskClient, number: str) -> None:
    assert agent_client.get(f"/requests/{number}").status_code == 404


def test_an_admin_and_a_stranger_see_nothing(app: Flask, removal: str) -> None:
    client = app.test_client()
    assert client.get("/requests").status_code == 303
    sign_in(client, staff_in(app, Role.ADMIN).username)
    assert client.get("/requests").status_code == 403
    assert client.get(f"/requests/{NUMBER}").status_code == 403


def test_changes_need_a_post(agent_client: FlaskClient) -> None:
    assert agent_client.get(f"/requests/{NUMBER}/undo").status_code == 405


def test_a_form_without_its_token_is_refused(app: Flask, agent_client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert agent_client.post(f"/requests/{NUMBER}/undo", data={"reason": "x"}).status_code == 400


def test_the_empty_list_says_what_would_be_here(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    sign_in(client, staff_in(app, Role.SUPERVISOR).username)
    assert "No requests here" in client.get("/requests").get_data(as_text=True)
    assert SYSTEM.id is None
