"""Which customers a removal may reach: candidates by the lookup indexes, for the list's own keys to decide on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import Session

from csdesk.customers.models import Customer, EmailAddress, LookupEntry, PhoneNumber
from csdesk.customers.queries import names_of
from csdesk.kernel.compare.addresses import AddressKey, address_key, address_text_key
from csdesk.kernel.compare.emails import exact_key
from csdesk.kernel.compare.phones import phone_digits
from csdesk.kernel.person import Person

# A removal for a whole address block stays countable; beyond this the count says "at least".
MOST_CANDIDATES: Final = 2000


def candidate_ids(session: Session, people: Sequence[Person]) -> list[int]:
    """Customers who share an e-mail address, a phone number or a delivery point with one of these people."""
    found: set[int] = set()
    emails = {key for person in people for email in person.emails if (key := exact_key(email))}
    phones = {key for person in people for phone in person.phones if (key := phone_digits(phone))}
    places = {(key.number, key.street) for person in people for key in _places(person) if key.street}
    for owner, condition in (
        (EmailAddress.customer_id, EmailAddress.exact_key.in_(emails)),
        (PhoneNumber.customer_id, PhoneNumber.digits.in_(phones)),
        (LookupEntry.customer_id, _at_one_of(places)),
    ):
        found |= set(session.scalars(select(owner).where(condition).distinct().limit(MOST_CANDIDATES)))
    return sorted(found)[:MOST_CANDIDATES]


def names_of_subject(session: Session, subject_ref: str | None) -> tuple[Person, ...]:
    """The person behind the log's reference, under every name; nobody when the record is gone."""
    if subject_ref is None:
        return ()
    customer = session.scalars(select(Customer).where(Customer.subject_ref == subject_ref)).one_or_none()
    return names_of(customer) if customer else ()


def _at_one_of(places: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    place = tuple_(LookupEntry.number, LookupEntry.street_key)
    return or_(*(place == one for one in sorted(places))) if places else LookupEntry.id.is_(None)


def _places(person: Person) -> Iterator[AddressKey]:
    for street in person.addresses:
        yield address_key(street.line1, street.line2) if street.line2 else address_text_key(street.line1)
