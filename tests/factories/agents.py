"""Staff for tests: accounts with a known password, and browsers that are signed in."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from csdesk.agents.actions_staff import create_staff
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.actor import SYSTEM, Actor, Role
from csdesk.kernel.db import unit_of_work

PASSWORD = "four violet otters juggle"
NAMES = {Role.AGENT: "ann.lee", Role.SUPERVISOR: "sam.ortiz", Role.ADMIN: "ada.kim"}


def make_staff(session: Session, role: Role = Role.AGENT, username: str | None = None) -> Actor:
    """Add an account with `PASSWORD` inside a unit of work of its own."""
    name = username or NAMES[role]
    with unit_of_work(session):
        made = create_staff(
            session, actor=SYSTEM, now=clock.now(), username=name, display_name=name.replace(".", " ").title(),
            role=role, password=PASSWORD,
        )  # fmt: skip
    return Actor(made.user_id, made.username, role)


def staff_in(app: Flask, role: Role = Role.AGENT, username: str | None = None) -> Actor:
    """Add an account to an application's database."""
    with app.app_context():
        return make_staff(db.session(), role, username)


def sign_in(client: FlaskClient, username: str, password: str = PASSWORD) -> None:
    """Sign a browser in by the real form."""
    answer = client.post("/sign-in", data={"username": username, "password": password})
    assert answer.status_code == 303, answer.status


def signed_in(app: Flask, role: Role = Role.AGENT, username: str | None = None) -> FlaskClient:
    """Give a browser in which a new member of staff of this role has signed in."""
    app.config["WTF_CSRF_ENABLED"] = False
    actor = staff_in(app, role, username)
    client = app.test_client()
    sign_in(client, actor.username)
    return client
