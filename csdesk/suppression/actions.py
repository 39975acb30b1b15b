"""Writes: add suppressions, and lift one by a counter-entry. Nothing is ever edited or deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.errors import Conflict, NotFound, Rejected
from csdesk.kernel.actor import Actor
from csdesk.kernel.crypto import keys_of
from csdesk.kernel.permissions import Permission, authorize
from csdesk.kernel.refs import random_ref
from csdesk.suppression.channels import Channel, Entry, Scope
from csdesk.suppression.digests import digests_of
from csdesk.suppression.models import Suppression, SuppressionKey
from csdesk.suppression.queries import InForce
from csdesk.suppression.rules import MatchKey

AS_GIVEN_FIELDS = ("first", "last", "address", "email", "phone")


@dataclass(frozen=True)
class NewSuppression:
    """One channel to be closed: the keys it is matched by."""

    channel: Channel
    keys: frozenset[MatchKey]
    scope: Scope = Scope.PERSON


@dataclass(frozen=True)
class Origin:
    """Where a suppression comes from: request and contact, manner, and the person picked if there was one."""

    source_channel: str
    request_number: str | None = None
    contact_number: str | None = None
    person_ref: str | None = None
    reason_code: str = "asked"


def add_suppressions(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    entries: Sequence[NewSuppression],
    as_given: Mapping[str, str],
    origin: Origin,
    requested_at: datetime | None = None,
    effective_from: datetime | None = None,
) -> tuple[InForce, ...]:
    """Put entries on the list, with the exact words beside keyed digests; one event for all of them.

    `requested_at` and `effective_from` default to now; an import gives the date of the old list.
    """
    authorize(actor, Permission.REMOVE)
    words = {name: as_given[name] for name in AS_GIVEN_FIELDS if as_given.get(name)}
    added = []
    for entry in entries:
        if not entry.keys:
            raise Rejected(f"Nothing that was given identifies whom to suppress for {entry.channel.value}.")
        row = Suppression(
            ref=random_ref("s"),
            entry=Entry.ADD.value,
            channel=entry.channel.value,
            scope=entry.scope.value,
            as_given=words,
            request_number=origin.request_number,
            contact_number=origin.contact_number,
            source_channel=origin.source_channel,
            reason_code=origin.reason_code,
            requested_at=requested_at or now,
            effective_from=effective_from or now,
            actor=actor.username,
            person_ref=origin.person_ref,
        )
        session.add(row)
        session.flush()
        _store_keys(session, row.id, entry.keys)
        added.append(
            InForce(entry.channel, row.effective_from, origin.request_number, entry.scope, origin.reason_code, row.ref)
        )
    _record(session, actor=actor, at=now, action=Action.SUPPRESSION_CREATED, entries=added, origin=origin)
    return tuple(added)


def lift_suppressions(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    refs: Sequence[str],
    origin: Origin,
    permission: Permission = Permission.UNDO_ANY_REMOVAL,
) -> tuple[InForce, ...]:
    """Counter entries with entries of their own; both stay. Raises when one is unknown or already lifted."""
    authorize(actor, permission)
    rows = session.scalars(select(Suppression).where(Suppression.ref.in_(refs)).order_by(Suppression.id)).all()
    if len(rows) != len(set(refs)) or any(row.entry != Entry.ADD.value for row in rows):
        raise NotFound("There is no such suppression.")
    if session.scalars(select(Suppression.id).where(Suppression.counter_to.in_([row.id for row in rows]))).first():
        raise Conflict("This suppression has been lifted already.")
    lifted = [_counter(session, row, actor, now, origin) for row in rows]
    session.flush()
    _record(session, actor=actor, at=now, action=Action.SUPPRESSION_LIFTED, entries=lifted, origin=origin)
    return tuple(lifted)


def _counter(session: Session, row: Suppression, actor: Actor, now: datetime, origin: Origin) -> InForce:
    session.add(
        Suppression(
            ref=random_ref("s"),
            entry=Entry.LIFT.value,
            counter_to=row.id,
            channel=row.channel,
            scope=row.scope,
            as_given={},
            request_number=row.request_number,
            contact_number=origin.contact_number,
            source_channel=origin.source_channel,
            reason_code=origin.reason_code,
            requested_at=now,
            effective_from=now,
            actor=actor.username,
            person_ref=row.person_ref,
        )
    )
    return InForce(
        Channel(row.channel), row.effective_from, row.request_number, Scope(row.scope), row.reason_code, row.ref
    )


def _store_keys(session: Session, suppression_id: int, keys: frozenset[MatchKey]) -> None:
    digests = digests_of(keys_of(session).suppression, keys)
    session.execute(
        insert(SuppressionKey),
        [
            {"suppression_id": suppression_id, "kind": key.kind, "digest": key.value, "mark": key.mark}
            for key in digests
        ],
    )


def _record(
    session: Session, *, actor: Actor, at: datetime, action: Action, entries: Sequence[InForce], origin: Origin
) -> None:
    one = entries[0].ref if len(entries) == 1 else None
    record(
        session,
        actor=actor,
        at=at,
        action=action,
        subject=origin.person_ref,
        obj=("suppression", one) if one else None,
        contact=origin.contact_number,
        request=origin.request_number,
        fields=[entry.channel.value for entry in entries],
        count=len(entries),
        flags=[origin.reason_code] if origin.reason_code != "asked" else [],
    )
