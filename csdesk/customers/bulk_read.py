"""What the desk holds of many customers, read by customer number in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.customers.bulk_rows import among, in_portions
from csdesk.customers.changes import Held, corrected_field
from csdesk.customers.models import (
    ConsentEvent,
    Customer,
    EmailAddress,
    FieldCorrection,
    PhoneNumber,
    PostalAddress,
)


def held_by_number(session: Session, numbers: Sequence[str]) -> dict[str, Held]:
    """Those of the numbers that are known, with current address, e-mail, phone, consent and corrections."""
    found: dict[str, Held] = {}
    for portion in in_portions(numbers):
        found.update(_held_portion(session, portion))
    return found


def numbers_and_refs(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Customer number and the log's reference, by id."""
    query = select(Customer.id, Customer.customer_number, Customer.subject_ref).where(Customer.id.in_(ids))
    return {key: (number, subject) for key, number, subject in session.execute(query)}


def _held_portion(session: Session, numbers: Sequence[str]) -> dict[str, Held]:
    rows = session.execute(
        select(
            Customer.customer_number, Customer.id, Customer.subject_ref, Customer.first_name, Customer.middle_name,
            Customer.last_name, Customer.suffix, Customer.source, Customer.source_code,
        ).where(among(session, Customer.customer_number, numbers))
    )  # fmt: skip
    held = {row[0]: Held(*row[1:]) for row in rows}
    if not held:
        return held
    more: dict[int, dict[str, Any]] = defaultdict(dict)
    for key, values in _points(session, [one.id for one in held.values()]):
        more[key].update(values)
    return {number: replace(one, **more[one.id]) if one.id in more else one for number, one in held.items()}


def _points(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, dict[str, object]]]:
    """What the other tables hold, as fields of `Held`; where there are several rows the newest comes last and wins."""
    current = select(
        PostalAddress.customer_id, PostalAddress.id, PostalAddress.line1, PostalAddress.line2, PostalAddress.city,
        PostalAddress.state, PostalAddress.zip,
    ).where(PostalAddress.is_current, PostalAddress.kind == "billing")  # fmt: skip
    current = current.where(among(session, PostalAddress.customer_id, ids))
    for key, address_id, *address in session.execute(current.order_by(PostalAddress.id)):
        yield key, {"address_id": address_id, "address": tuple(address)}
    emails = select(EmailAddress.customer_id, EmailAddress.id, EmailAddress.address)
    emails = emails.where(among(session, EmailAddress.customer_id, ids), EmailAddress.is_current)
    for key, email_id, email in session.execute(emails.order_by(EmailAddress.id)):
        yield key, {"email_id": email_id, "email": email}
    phones = select(PhoneNumber.customer_id, PhoneNumber.id, PhoneNumber.number)
    phones = phones.where(among(session, PhoneNumber.customer_id, ids), PhoneNumber.is_current)
    for key, phone_id, number in session.execute(phones.order_by(PhoneNumber.id)):
        yield key, {"phone_id": phone_id, "phone": number}
    consents = select(ConsentEvent.customer_id, ConsentEvent.status, ConsentEvent.captured_at)
    consents = consents.where(among(session, ConsentEvent.customer_id, ids), ConsentEvent.contact_point_type == "email")
    for key, status, moment in session.execute(consents.order_by(ConsentEvent.id)):
        yield key, {"consent": status, "consent_at": moment}
    for key, fields in _corrections(session, ids).items():
        yield key, {"corrected": frozenset(fields)}


def _corrections(session: Session, ids: Sequence[int]) -> dict[int, set[str]]:
    """Which fields the desk corrected."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    query = select(FieldCorrection.customer_id, FieldCorrection.field).where(
        among(session, FieldCorrection.customer_id, ids)
    )
    for key, name in session.execute(query):
        found[key].add(corrected_field(name))
    return found
