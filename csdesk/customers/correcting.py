"""What a correction does to a record: the new value becomes current, the old one stays as history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from csdesk.customers.changes import ADDRESS_FIELDS, NAME_FIELDS
from csdesk.customers.models import ContactPoint, Customer, EmailAddress, FormerName, PhoneNumber, PostalAddress
from csdesk.errors import Rejected
from csdesk.kernel.compare.emails import exact_key
from csdesk.kernel.compare.phones import phone_key
from csdesk.kernel.compare.zips import zip5

CORRECTABLE: Final = ("name", "address", "email", "phone")
LONGEST: Final = 200


def values_of(customer: Customer, field: str) -> dict[str, str]:
    """What stands there now, for the sealed detail of the event."""
    if field == "name":
        return {name: getattr(customer, name) for name in NAME_FIELDS}
    current = _current(customer, field)
    if current is None:
        return {}
    if isinstance(current, PostalAddress):
        return {name: getattr(current, name) for name in ADDRESS_FIELDS}
    return {field: current.address if isinstance(current, EmailAddress) else str(getattr(current, "number", ""))}


def apply_correction(customer: Customer, field: str, values: Mapping[str, str], now: datetime) -> bool:
    """Put the new value in; says whether anything changed. Raises Rejected when it cannot be such a value."""
    cut = {name: " ".join(value.replace("\0", "").split())[:LONGEST] for name, value in values.items()}
    if cut == values_of(customer, field):
        return False
    if field == "name":
        _correct_name(customer, cut, now)
    elif field == "address":
        _correct_address(customer, cut, now)
    elif field == "email":
        _correct_email(customer, cut.get("email", ""), now)
    else:
        _correct_phone(customer, cut.get("phone", ""), now)
    return True


def _correct_name(customer: Customer, values: Mapping[str, str], now: datetime) -> None:
    if not values.get("last_name", "").strip():
        raise Rejected("A name needs a last name.", {"last_name": ["A name needs a last name."]})
    customer.former_names.append(
        FormerName(
            first_name=customer.first_name,
            middle_name=customer.middle_name,
            last_name=customer.last_name,
            suffix=customer.suffix,
            is_current=False,
            valid_to=now,
            source="desk",
        )
    )
    for name in NAME_FIELDS:
        setattr(customer, name, values.get(name, ""))


def _correct_address(customer: Customer, values: Mapping[str, str], now: datetime) -> None:
    if not values.get("line1"):
        raise Rejected("An address needs its first line.", {"line1": ["An address needs its first line."]})
    if not zip5(values.get("zip", "")):
        raise Rejected("A zip has five digits.", {"zip": ["A zip has five digits."]})
    old = _retire(_current(customer, "address"), now)
    parts = {name: values.get(name, "") for name in ADDRESS_FIELDS}
    kind = old.kind if isinstance(old, PostalAddress) else "billing"
    customer.addresses.append(PostalAddress(**parts, kind=kind, valid_from=now, source="desk"))


def _correct_email(customer: Customer, email: str, now: datetime) -> None:
    exact = exact_key(email)
    if not exact:
        raise Rejected("This cannot be an e-mail address.", {"email": ["This cannot be an e-mail address."]})
    _retire(_current(customer, "email"), now)
    customer.emails.append(EmailAddress(address=email, exact_key=exact, valid_from=now, source="desk"))


def _correct_phone(customer: Customer, number: str, now: datetime) -> None:
    key = phone_key(number)
    if not key.digits:
        raise Rejected("This cannot be a phone number.", {"phone": ["This cannot be a phone number."]})
    _retire(_current(customer, "phone"), now)
    customer.phones.append(
        PhoneNumber(number=number, digits=key.digits, extension=key.extension, valid_from=now, source="desk")
    )


def _retire(row: ContactPoint | None, now: datetime) -> ContactPoint | None:
    if row is not None:
        row.is_current, row.valid_to = False, now
    return row


def _current(customer: Customer, field: str) -> ContactPoint | None:
    """The value that counts now; for an address the billing one comes first."""
    points: dict[str, list[ContactPoint]] = {
        "address": [*sorted(customer.addresses, key=lambda row: row.kind != "billing")],
        "email": [*customer.emails],
        "phone": [*customer.phones],
    }
    return next((row for row in points[field] if row.is_current), None)
