"""How a request comes in: in which contact and manner, and whether the desk is open at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csdesk.config import Settings
from csdesk.contacts.queries import contact_row
from csdesk.errors import Rejected
from csdesk.hours.queries import hours_now
from csdesk.hours.rules import Hours
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import session_option

# What a contact is called, and what the manner of a request is called.
MANNERS: Final = {
    "call": "phone", "phone": "phone", "mail": "email", "email": "email", "web": "web", "import": "import",
}  # fmt: skip


@dataclass(frozen=True)
class Arrival:
    """When, in which contact and manner, about whom; and the desk's hours at that moment."""

    at: datetime
    zone: ZoneInfo
    contact_number: str | None
    source_channel: str
    subject_ref: str | None
    hours: Hours

    @property
    def outside_hours(self) -> bool:
        """Whether the desk is closed; the clock of a request starts all the same."""
        return not self.hours.is_open

    @property
    def is_spoken(self) -> bool:
        """Whether the person hears the answer at once."""
        return self.source_channel == "phone"


def arrival_of(
    session: Session, *, now: datetime, contact_number: str | None, contact_channel: str, subject_ref: str | None
) -> Arrival:
    """Stamp an arrival; the manner is given in the words of contacts or of requests."""
    manner = MANNERS.get(contact_channel)
    if manner is None:
        raise Rejected("A request comes in by phone, e-mail, web or import.")
    zone = ZoneInfo(settings_of(session).timezone)
    return Arrival(now, zone, contact_number, manner, subject_ref, hours_now(session, now=now))


def lock_contact(session: Session, actor: Actor, contact_number: str | None) -> None:
    """The contact must be the actor's; its lock also makes a double click one request and not two."""
    if contact_number is not None:
        contact_row(session, actor, contact_number, lock=True)


def settings_of(session: Session) -> Settings:
    """The installation's settings, as they travel beside every session."""
    settings: Settings = session_option(session, "settings")
    return settings
