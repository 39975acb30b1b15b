"""The supervisors' list of suppressions: every byte read, every look logged."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from csdesk.audit.models import AuditEvent
from csdesk.extensions import db
from csdesk.kernel import clock as desk_clock
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from tests.factories.agents import signed_in
from tests.factories.suppression import make_person, suppress


@pytest.fixture(autouse=True)
def _suppressed(app: Flask, clock: frozen) -> None:
    with app.app_context(), unit_of_work(db.session()) as session:
        suppress(session, make_person(), now=desk_clock.now())


@pytest.mark.parametrize(
    "query", ["", "?channel=mail", "?entry=add&number=r-2026-000001", "?channel=zzz&cursor=x&back=1"]
)
def test_a_supervisor_sees_entries_and_no_words(app: Flask, query: str) -> None:
    answer = signed_in(app, Role.SUPERVISOR).get(f"/suppressions{query}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "R-2026-000001" in page
    assert "first name, last name, address" in page
    assert not any(secret in page for secret in ("Okafor", "Danielle", "1102", "98001", "example.com", "0142"))
    with app.app_context():
        last = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert last == "suppression.viewed"


def test_the_list_can_be_empty(app: Flask) -> None:
    page = signed_in(app, Role.SUPERVISOR).get("/suppressions?entry=lift").get_data(as_text=True)
    assert "No suppressions here" in page


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMIN])
def test_others_are_refused(app: Flask, role: Role) -> None:
    client = signed_in(app, role)
    assert client.get("/suppressions").status_code == 403
    assert client.post("/suppressions").status_code == 405
