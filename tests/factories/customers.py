"""Make invented customers who can be found: sensible by default, every part can be given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from csdesk.customers.keys import rebuild_keys
from csdesk.customers.models import Customer, EmailAddress, FormerName, PhoneNumber, PostalAddress
from csdesk.kernel.person import Street
from csdesk.kernel.refs import random_ref, subject_ref

SINCE = datetime(2019, 5, 3, 17, 0, tzinfo=UTC)
UNTIL = datetime(2024, 2, 1, 17, 0, tzinfo=UTC)
HOME = Street("1102 15th Street SW", "Suite 102", "Auburn", "WA", "98001")
_NUMBERS = count(1)


def make_customer(
    session: Session,
    *,
    first: str = "Danielle",
    last: str = "Okafor",
    middle: str = "",
    suffix: str = "",
    number: str | None = None,
    address: Street | None = HOME,
    former_addresses: Sequence[Street] = (),
    emails: Sequence[str] = (),
    former_emails: Sequence[str] = (),
    phones: Sequence[str] = (),
    former_lasts: Sequence[str] = (),
    **columns: Any,
) -> Customer:
    """Add a customer with contact points and lookup keys, and flush; the caller commits if it needs to."""
    customer = Customer(
        ref=random_ref("c"),
        customer_number=number or f"{next(_NUMBERS):08}",
        subject_ref=subject_ref(),
        first_name=first,
        middle_name=middle,
        last_name=last,
        suffix=suffix,
        **{"created_at": SINCE, "updated_at": SINCE, "source": "catalog", **columns},
    )
    customer.addresses = [make_address(street, is_current=False) for street in former_addresses]
    if address:
        customer.addresses.append(make_address(address))
    customer.emails = [EmailAddress(address=email, valid_from=SINCE) for email in emails]
    customer.emails += [
        EmailAddress(address=email, valid_from=SINCE, valid_to=UNTIL, is_current=False) for email in former_emails
    ]
    customer.phones = [PhoneNumber(number=phone, valid_from=SINCE) for phone in phones]
    customer.former_names = [FormerName(first_name=first, last_name=name, is_current=False) for name in former_lasts]
    session.add(customer)
    session.flush()
    rebuild_keys(session, customer)
    return customer


def make_address(street: Street, *, is_current: bool = True, kind: str = "billing") -> PostalAddress:
    """Make an address, current or former."""
    return PostalAddress(
        kind=kind,
        line1=street.line1,
        line2=street.line2,
        city=street.city,
        state=street.state,
        zip=street.zip,
        is_current=is_current,
        valid_from=SINCE,
        valid_to=None if is_current else UNTIL,
    )
