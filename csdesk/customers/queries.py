"""Reads: the one gate to a record, the person behind it, and what may be shown of it masked.

Views get cards and records that hold no address, e-mail, phone or zip at all: what is not there cannot leak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from csdesk.customers.models import ContactPoint, Customer, Order, PostalAddress
from csdesk.customers.people import people_for
from csdesk.errors import NotFound
from csdesk.kernel.actor import Actor
from csdesk.kernel.permissions import Permission, authorize
from csdesk.kernel.person import Person, Street
from csdesk.suppression.queries import InForce, in_force_for_many

Point = TypeVar("Point", bound=ContactPoint)
CONTACT_POINTS = (
    selectinload(Customer.addresses),
    selectinload(Customer.emails),
    selectinload(Customer.phones),
    selectinload(Customer.former_names),
)


@dataclass(frozen=True, slots=True)
class Zips:
    """The zips of a person, for a comparison on the server; never for a page."""

    current: tuple[str, ...]
    former: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person on file as other features may know them: the log's reference, and every name with what is held."""

    subject_ref: str
    names: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A person picked, before anything is confirmed: a name, a state, and what there is of the rest."""

    ref: str
    subject_ref: str
    name: str
    state: str
    has_address: bool
    has_email: bool
    phones: int
    former_addresses: int
    since: int
    orders: int
    in_force: tuple[InForce, ...]
    version: int


def customer_for(session: Session, actor: Actor, ref: str, *, lock: bool = False) -> Customer:
    """The gate: permission first, then the record; one that is hidden does not exist."""
    authorize(actor, Permission.OPEN_CUSTOMER)
    statement = select(Customer).where(Customer.ref == ref, Customer.is_child_hold.is_(False)).options(*CONTACT_POINTS)
    customer = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if customer is None:
        raise NotFound("There is no such customer.")
    return customer


def known_person(session: Session, actor: Actor, ref: str) -> KnownPerson:
    """The person behind a reference, through the gate, with their row locked until the transaction ends."""
    customer = customer_for(session, actor, ref, lock=True)
    return KnownPerson(customer.subject_ref, names_of(customer))


def in_force_for_customers(session: Session, ids: Sequence[int]) -> Mapping[int, tuple[InForce, ...]]:
    """On which channels each of these customers is suppressed, for the rows of a list."""
    return in_force_for_many(session, people_for(session, ids)) if ids else {}


def names_of(customer: Customer) -> tuple[Person, ...]:
    """The person under every name they have had, the present one first; only that has e-mails and phones."""
    present = person_of(customer)
    former = tuple(
        Person(
            name.first_name or customer.first_name,
            name.last_name,
            name.middle_name,
            name.suffix or customer.suffix,
            present.addresses,
        )
        for name in customer.former_names
    )
    return (present, *former)


def person_of(customer: Customer) -> Person:
    """The person with all that is known of them, former addresses, e-mails and phones included."""
    return Person(
        first=customer.first_name,
        last=customer.last_name,
        middle=customer.middle_name,
        suffix=customer.suffix,
        addresses=tuple(dict.fromkeys(street_of(row) for row in _current_first(customer.addresses))),
        emails=tuple(dict.fromkeys(row.address for row in _current_first(customer.emails))),
        phones=tuple(dict.fromkeys(row.number for row in _current_first(customer.phones))),
    )


def street_of(row: PostalAddress) -> Street:
    """A stored address as a plain value."""
    return Street(row.line1, row.line2, row.city, row.state, row.zip)


def zips_of(customer: Customer) -> Zips:
    """The zips of present and former addresses."""
    return Zips(
        tuple(row.zip for row in customer.addresses if row.is_current),
        tuple(row.zip for row in customer.addresses if not row.is_current),
    )


def card_of(session: Session, customer: Customer) -> CustomerCard:
    """What the desk shows of a person who was picked."""
    current = [row for row in _current_first(customer.addresses) if row.is_current]
    return CustomerCard(
        ref=customer.ref,
        subject_ref=customer.subject_ref,
        name=full_name(customer),
        state=current[0].state if current else "",
        has_address=bool(current),
        has_email=any(row.is_current for row in customer.emails),
        phones=sum(row.is_current for row in customer.phones),
        former_addresses=len(customer.addresses) - len(current),
        since=_since(session, customer).year,
        orders=session.scalar(select(func.count(Order.id)).where(Order.customer_id == customer.id)) or 0,
        in_force=in_force_for_many(session, {0: names_of(customer)})[0],
        version=customer.version,
    )


def full_name(customer: Customer) -> str:
    """The name as it is kept."""
    parts = (customer.first_name, customer.middle_name, customer.last_name, customer.suffix)
    return " ".join(part for part in parts if part)


def subjects_of(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The log's references of customer rows."""
    statement = select(Customer.id, Customer.subject_ref).where(Customer.id.in_(ids))
    return {row.id: row.subject_ref for row in session.execute(statement)} if ids else {}


def refs_of_subjects(session: Session, subject_refs: Sequence[str]) -> dict[str, str]:
    """Refs of customers by the log's reference of them, for links from a request; the deleted are missing."""
    statement = select(Customer.subject_ref, Customer.ref).where(
        Customer.subject_ref.in_(subject_refs), Customer.is_child_hold.is_(False)
    )
    return {row.subject_ref: row.ref for row in session.execute(statement)}


def _since(session: Session, customer: Customer) -> datetime:
    """The first sign of them: the first order, or the row itself."""
    first = session.scalar(select(func.min(Order.ordered_at)).where(Order.customer_id == customer.id))
    return min(first, customer.created_at) if first else customer.created_at


def _current_first(rows: Sequence[Point]) -> list[Point]:
    return sorted(rows, key=lambda row: (not row.is_current, -row.id))
