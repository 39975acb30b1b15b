"""The persons behind customer rows, many at once and without loading records: plain columns, five statements.

The statements are built once: lookup asks for its ten rows at every pause in typing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from csdesk.customers.models import Customer, EmailAddress, FormerName, PhoneNumber, PostalAddress
from csdesk.kernel.person import Person, Street

Value = TypeVar("Value")
_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_NAMES: Final = select(
    Customer.id, Customer.first_name, Customer.last_name, Customer.middle_name, Customer.suffix
).where(Customer.id.in_(_IDS))
_FORMER: Final = (
    select(
        FormerName.customer_id, FormerName.first_name, FormerName.last_name, FormerName.middle_name, FormerName.suffix
    )
    .where(FormerName.customer_id.in_(_IDS))
    .order_by(FormerName.id)
)
_STREETS: Final = (
    select(
        PostalAddress.customer_id,
        PostalAddress.line1,
        PostalAddress.line2,
        PostalAddress.city,
        PostalAddress.state,
        PostalAddress.zip,
    )
    .where(PostalAddress.customer_id.in_(_IDS))
    .order_by(PostalAddress.id)
)
_EMAILS: Final = select(EmailAddress.customer_id, EmailAddress.address).where(EmailAddress.customer_id.in_(_IDS))
_PHONES: Final = select(PhoneNumber.customer_id, PhoneNumber.number).where(PhoneNumber.customer_id.in_(_IDS))


def people_for(session: Session, ids: Sequence[int]) -> dict[int, tuple[Person, ...]]:
    """Each customer under every name they have had, the present one first; only that has e-mails and phones."""
    asked = {"ids": list(ids)}
    streets = _gathered((line[0], Street(*line[1:])) for line in session.execute(_STREETS, asked))
    emails = _gathered((line[0], line[1]) for line in session.execute(_EMAILS, asked))
    phones = _gathered((line[0], line[1]) for line in session.execute(_PHONES, asked))
    former = _gathered((line[0], (line[1], line[2], line[3], line[4])) for line in session.execute(_FORMER, asked))
    people = {}
    for number, first, last, middle, suffix in session.execute(_NAMES, asked):
        there = streets.get(number, ())
        present = Person(first, last, middle, suffix, there, emails.get(number, ()), phones.get(number, ()))
        earlier = [
            Person(name[0] or first, name[1], name[2], name[3] or suffix, there) for name in former.get(number, ())
        ]
        people[number] = (present, *earlier)
    return people


def _gathered(lines: Iterable[tuple[int, Value]]) -> dict[int, tuple[Value, ...]]:
    """The values of each customer, each once."""
    found: dict[int, dict[Value, None]] = defaultdict(dict)
    for number, value in lines:
        found[number][value] = None
    return {number: tuple(values) for number, values in found.items()}
