"""A small office in which every route can be called once with success."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.agents.models import UserSession
from csdesk.audit.models import AuditEvent
from csdesk.customers.models import Customer, FieldCorrection
from csdesk.extensions import db
from csdesk.hours.calendar import week_text
from csdesk.hours.models import Holiday, Overtime
from csdesk.hours.queries import current_week
from csdesk.imports.models import ImportConflict
from csdesk.kernel import clock
from csdesk.kernel.actor import Role
from csdesk.kernel.db import unit_of_work
from csdesk.privacy.models import RequestStep
from tests.factories.agents import PASSWORD, sign_in, staff_in
from tests.factories.customers import make_customer
from tests.factories.imports import bring_in, csv_text, row
from tests.factories.jobs import make_dead_job

SAID = {"first_name": "Dani", "last_name": "Okafor", "address": "1102 fifteenth st sw ste 102", "zip": "98001"}
NAMES = {"a": "ann.lee", "s": "sam.ortiz", "d": "ada.kim"}
ROLES = {"a": Role.AGENT, "s": Role.SUPERVISOR, "d": Role.ADMIN}
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "06:00-17:00")


class World:
    """Browsers of one person of each role and one of nobody, and ways to bring things about."""

    def __init__(self, app: Flask, folder: Path) -> None:
        """Hire the staff and put one customer on file."""
        app.config["WTF_CSRF_ENABLED"] = False
        self.app, self.folder = app, folder
        self.clients: dict[str, FlaskClient] = {"*": app.test_client()}
        self.ids: dict[str, int] = {}
        for letter, role in ROLES.items():
            self.ids[letter] = staff_in(app, role, NAMES[letter]).id or 0
            self.clients[letter] = app.test_client()
            sign_in(self.clients[letter], NAMES[letter])
        with app.app_context(), unit_of_work(db.session()) as session:
            self.customer = make_customer(session, emails=["danielle.okafor@example.com"]).ref
        self.who = "a"
        self.before: list[str] = []

    @property
    def client(self) -> FlaskClient:
        """The browser of whoever is to make the call."""
        return self.clients[self.who]

    def do(self, path: str, letter: str = "", **fields: Any) -> str:
        """Post something that goes before; gives the address where it led."""
        answer = self.clients[letter or self.who].post(path, data=fields)
        assert answer.status_code in {200, 204, 303}, (path, answer.status, answer.text)
        return answer.headers.get("Location", "")

    def events(self) -> list[str]:
        """What the log has."""
        with self.app.app_context():
            return list(db.session().scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))

    def one(self, statement: Any) -> Any:
        """The first row of a question to the database."""
        with self.app.app_context():
            return db.session().scalars(statement).first()

    def call(self) -> str:
        """A call that has just begun."""
        return self.do("/contacts/calls").rpartition("/")[2]

    def parked(self) -> str:
        """A call on hold."""
        number = self.call()
        self.do(f"/contacts/{number}/parking")
        return number

    def picked(self) -> str:
        """A call in which the person was picked."""
        number = self.call()
        self.do(f"/contacts/{number}/customer", **{**SAID, "zip": "", "customer": self.customer})
        return number

    def removed(self) -> str:
        """A call in which a removal was put in force."""
        number = self.picked()
        self.do(f"/contacts/{number}/removals", **SAID, channels=["mail"])
        return number

    def request(self) -> str:
        """A removal that was put in force by whoever acts."""
        self.removed()
        return "R-2026-000001"

    def step(self) -> int:
        """An open step of that removal."""
        return int(self.one(select(RequestStep.id).where(RequestStep.done_at.is_(None)).order_by(RequestStep.id)))

    def credentials(self) -> Mapping[str, str]:
        """A name and its password."""
        return {"username": NAMES["a"], "password": PASSWORD}

    def password(self) -> Mapping[str, str]:
        """One's own password."""
        return {"password": PASSWORD}

    def new_password(self) -> Mapping[str, str]:
        """A change of one's own password."""
        return {"current": PASSWORD, "new": "nine amber herons waltz", "again": "nine amber herons waltz"}

    def locked(self, path: str) -> str:
        """A desk that is locked."""
        self.do("/lock")
        return path

    def other_session(self) -> int:
        """A second device of one's own."""
        sign_in(self.app.test_client(), NAMES[self.who])
        newest = select(UserSession.id).where(UserSession.user_id == self.ids[self.who]).order_by(UserSession.id.desc())
        return int(self.one(newest))

    def colleague(self) -> int:
        """Somebody whose account may be changed."""
        return self.ids["a"]

    def disabled(self) -> int:
        """An account that was closed."""
        self.do(f"/staff/{self.ids['a']}/disabling")
        return self.ids["a"]

    def week(self) -> Mapping[str, str]:
        """Other weekly hours."""
        return {**WEEK, "friday": "06:00-15:00", **self.drawn_from()}

    def new_week(self, path: str) -> str:
        """Weekly hours that were changed once."""
        self.do("/hours/weekly", **self.week())
        return path

    def drawn_from(self) -> Mapping[str, str]:
        """The pattern beside which the undo was offered."""
        with self.app.app_context():
            return {"drawn_from": week_now(db.session())}

    def holiday(self) -> int:
        """A day on which the desk is closed."""
        self.do("/hours/holidays", day="2026-08-03", name="Inventory")
        return int(self.one(select(Holiday.id).order_by(Holiday.id.desc())))

    def removed_holiday(self) -> int:
        """A holiday that was taken out."""
        holiday = self.holiday()
        self.do(f"/hours/holidays/{holiday}/removal")
        return holiday

    def overtime_fields(self) -> Mapping[str, str]:
        """An evening of overtime."""
        day = (clock.now() + timedelta(days=1)).date().isoformat()
        return {"day": day, "begins": "17:00", "ends": "19:00", "reason": "catalog week"}

    def overtime(self) -> int:
        """An overtime that was opened."""
        self.do("/hours/overtime", **self.overtime_fields())
        return int(self.one(select(Overtime.id).order_by(Overtime.id.desc())))

    def file(self) -> Mapping[str, Any]:
        """A customer file with one row."""
        return {"file": (io.BytesIO(csv_text([row()]).encode()), "customers.csv")}

    def upload(self) -> str:
        """The page of a file that was uploaded."""
        return self.do("/imports", **self.file())

    def conflict(self) -> str:
        """A file that says otherwise than the desk has corrected."""
        with self.app.app_context():
            session = db.session()
            bring_in(session, self.folder, row())
            with unit_of_work(session):
                customer = session.scalars(select(Customer.id).order_by(Customer.id.desc())).first()
                session.add(FieldCorrection(customer_id=customer, field="email", corrected_at=clock.now(), by="r.tan"))
            bring_in(session, self.folder, row(email="old@example.com"))
        return str(self.one(select(ImportConflict.ref)))

    def dead_job(self) -> int:
        """A job that was given up."""
        with self.app.app_context():
            return make_dead_job(db.session(), clock.now())


def week_now(session: Session) -> str:
    """The weekly pattern in force, in words."""
    return week_text(current_week(session))
