"""Invented people and suppressions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.kernel.actor import SYSTEM, Actor
from csdesk.kernel.person import Person, Street
from csdesk.suppression.actions import NewSuppression, Origin, add_suppressions
from csdesk.suppression.channels import Channel, Scope
from csdesk.suppression.queries import InForce
from csdesk.suppression.rules import keys_given

OKAFOR_HOME = Street("1102 15th St SW", "Ste 102", "Auburn", "WA", "98001")


def make_person(**changes: object) -> Person:
    """Danielle Okafor as a customer file would have her."""
    values: dict[str, object] = {
        "first": "Danielle",
        "last": "Okafor",
        "addresses": (OKAFOR_HOME,),
        "emails": ("danielle.okafor@example.com",),
        "phones": ("(206) 555-0142",),
        **changes,
    }
    return Person(**values)  # type: ignore[arg-type]


def suppress(
    session: Session,
    person: Person,
    *channels: Channel,
    now: datetime,
    scope: Scope = Scope.PERSON,
    actor: Actor = SYSTEM,
    request_number: str | None = "R-2026-000001",
) -> tuple[InForce, ...]:
    """Suppress a person as given, on all channels unless told otherwise."""
    return add_suppressions(
        session,
        actor=actor,
        now=now,
        entries=[
            NewSuppression(channel, keys_given(person, channel, scope), scope) for channel in channels or tuple(Channel)
        ],
        as_given={
            "first": person.first,
            "last": person.last,
            "address": person.addresses[0].line1 if person.addresses else "",
        },
        origin=Origin("phone", request_number, "C-1001"),
    )
