"""Removals for tests, carried out by the real action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.privacy.actions import RemovalResult, carry_out_removal
from csdesk.privacy.given import GivenWords
from csdesk.suppression.channels import Channel, Scope

DANI = GivenWords(first="Dani", last="Okafor", address="1102 fifteenth st sw", zip="98001")
EVERYTHING = GivenWords(
    first="Dani",
    last="Okafor",
    address="1102 fifteenth st sw",
    email="dani@example.org",
    phone="206 555 0199",
    zip="98001",
)


def make_removal(
    session: Session,
    actor: Actor,
    now: datetime,
    *channels: Channel,
    given: GivenWords = DANI,
    customer_ref: str | None = None,
    contact_number: str | None = None,
    contact_channel: str = "call",
    scope: Scope = Scope.PERSON,
) -> RemovalResult:
    """Carry a removal out and commit it; from mail unless told otherwise."""
    chosen: Sequence[Channel] = channels or (Channel.MAIL,)
    with unit_of_work(session):
        return carry_out_removal(
            session,
            actor=actor,
            now=now,
            contact_number=contact_number,
            contact_channel=contact_channel,
            customer_ref=customer_ref,
            given=given,
            channels=chosen,
            scope=scope,
        )
