"""Contacts for tests: one call turns into another state."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.contacts import actions
from csdesk.kernel.actor import Actor, Role, Source
from csdesk.kernel.db import unit_of_work

AGENT = Actor(101, "d.lindqvist", Role.AGENT, Source.WEB, "s-agent")
COLLEAGUE = Actor(102, "m.osei", Role.AGENT, Source.WEB, "s-colleague")
SUPERVISOR = Actor(103, "r.tan", Role.SUPERVISOR, Source.WEB, "s-supervisor")
ADMIN = Actor(104, "k.admin", Role.ADMIN, Source.WEB, "s-admin")

WORDS = {
    "first_name": "Dani",
    "last_name": "Okafor",
    "address": "1102 fifteenth st sw ste 102",
    "email": "",
    "phone": "",
    "code": "",
}


def make_contact(session: Session, *, now: datetime, actor: Actor = AGENT, channel: str = "call") -> str:
    """Start a contact and commit it; gives its number."""
    with unit_of_work(session):
        return actions.start_contact(session, actor=actor, now=now, channel=channel)
