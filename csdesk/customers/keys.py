"""Comparison keys of a customer: the rows by which lookup finds them.

One function makes them, for a single correction as for an import of millions, so both are found alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from csdesk.customers.lookup_rows import (
    FORMER_ADDRESS,
    FORMER_NAME,
    LAST_KEY,
    LOOKUP_COLUMNS,
    PART_OF_SURNAME,
    LookupRow,
)
from csdesk.customers.models import Customer
from csdesk.customers.models_lookup import LookupEntry
from csdesk.customers.surnames import note_surnames
from csdesk.kernel.compare.addresses import EMPTY, AddressKey, address_key
from csdesk.kernel.compare.names import generation, given_key, surname_key
from csdesk.kernel.compare.zips import zip5

__all__ = [
    "LAST_KEY",
    "LOOKUP_COLUMNS",
    "AddressLine",
    "CustomerKeys",
    "LookupRow",
    "NameLine",
    "bearers_in",
    "forget_keys",
    "insert_rows",
    "keys_of_customer",
    "lookup_rows",
    "rebuild_keys",
]

# A customer with more addresses than this is found by the latest ones and by name.
MOST_ADDRESSES = 12


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name as stored."""

    first: str
    middle: str
    last: str
    suffix: str
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address as stored, as far as it is compared."""

    line1: str
    line2: str
    zip: str
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class CustomerKeys:
    """All that lookup needs to know of one customer: names and addresses, current first."""

    customer_id: int
    names: tuple[NameLine, ...]
    addresses: tuple[AddressLine, ...] = ()


def lookup_rows(customer: CustomerKeys) -> list[LookupRow]:
    """One row for each surname form at each address; a customer without an address still has rows."""
    names = [entry for name in customer.names for entry in _name_entries(name)]
    places = [_place(line) for line in customer.addresses[:MOST_ADDRESSES]] or [(EMPTY, "", 0)]
    rows = [
        (
            customer.customer_id, last, first, given, suffix,
            place.number, place.street, place.rest, place.unit, zip_code, name_flags | place_flags,
        )
        for (last, first, given, suffix, name_flags), (place, zip_code, place_flags) in product(names, places)
    ]  # fmt: skip
    return list(dict.fromkeys(rows)) if len(rows) > 1 else rows


def bearers_in(rows: Iterable[LookupRow]) -> Counter[str]:
    """How many of the customers bear each surname form: what an import adds to the vocabulary of surnames."""
    return Counter(last_key for _, last_key in {(row[0], row[LAST_KEY]) for row in rows})


def keys_of_customer(customer: Customer) -> CustomerKeys:
    """The names and addresses of a loaded customer."""
    names = [NameLine(customer.first_name, customer.middle_name, customer.last_name, customer.suffix)]
    names += [
        NameLine(
            former.first_name or customer.first_name,
            former.middle_name,
            former.last_name,
            former.suffix,
            is_current=False,
        )
        for former in customer.former_names
    ]
    addresses = sorted(customer.addresses, key=lambda address: (not address.is_current, -address.id))
    return CustomerKeys(
        customer.id,
        tuple(names),
        tuple(AddressLine(each.line1, each.line2, each.zip, each.is_current) for each in addresses),
    )


def rebuild_keys(session: Session, customer: Customer) -> int:
    """Replace the lookup rows of one customer, in the caller's transaction; the next search finds the new values."""
    session.flush()
    session.refresh(customer, ["addresses", "former_names"])
    forget_keys(session, customer.id)
    if customer.is_child_hold:
        return 0
    rows = lookup_rows(keys_of_customer(customer))
    insert_rows(session, rows)
    note_surnames(session, dict.fromkeys({row[LAST_KEY] for row in rows}, 0))
    return len(rows)


def forget_keys(session: Session, customer_id: int) -> None:
    """Remove a customer from lookup."""
    session.execute(delete(LookupEntry).where(LookupEntry.customer_id == customer_id))


def insert_rows(session: Session, rows: Iterable[LookupRow]) -> None:
    """Insert lookup rows; bulk loads may write the tuples by their own means instead."""
    values: list[Mapping[str, str | int]] = [dict(zip(LOOKUP_COLUMNS, row, strict=True)) for row in rows]
    if values:
        session.execute(insert(LookupEntry), values)


def _name_entries(name: NameLine) -> list[tuple[str, str, str, str, int]]:
    """Surname form, first name, given names, generation and flags: one for each way to file the name."""
    first = given_key(name.first)
    given = f"{first} {given_key(name.middle)}".strip() if name.middle else first
    surname = surname_key(name.last)
    suffix = generation(name.suffix) if name.suffix else surname.suffix
    flags = 0 if name.is_current else FORMER_NAME
    head = given.partition(" ")[0]
    entries = [(surname.whole, head, given, suffix, flags)]
    entries += [(part, head, given, suffix, flags | PART_OF_SURNAME) for part in surname.parts]
    return entries


def _place(line: AddressLine) -> tuple[AddressKey, str, int]:
    return address_key(line.line1, line.line2), zip5(line.zip), 0 if line.is_current else FORMER_ADDRESS
