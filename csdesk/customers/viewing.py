"""Looking at a record is an action: the event is committed with what was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.customers.actions import open_customer
from csdesk.customers.queries import CustomerCard, customer_for
from csdesk.customers.record import Consent, DataClass, consents_of, data_classes_of
from csdesk.kernel.actor import Actor


@dataclass(frozen=True)
class ShownRecord:
    """A record as its page shows it: no address, e-mail, phone or zip is in here."""

    card: CustomerCard
    classes: tuple[DataClass, ...]
    consents: tuple[Consent, ...]


def view_record(
    session: Session, *, actor: Actor, now: datetime, ref: str, contact_number: str | None = None
) -> ShownRecord:
    """Open a record and read the nine data classes, masked."""
    card = open_customer(session, actor=actor, now=now, contact_number=contact_number, ref=ref)
    customer = customer_for(session, actor, ref)
    return ShownRecord(card, data_classes_of(session, customer), consents_of(customer))
