"""Comparison keys for thousands of customers at once, from the same function that makes them for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from csdesk.customers.bulk_rows import in_portions, insert_rows
from csdesk.customers.keys import (
    AddressLine,
    CustomerKeys,
    NameLine,
    bearers_in,
    lookup_rows,
)
from csdesk.customers.lookup_rows import LOOKUP_COLUMNS, LookupRow
from csdesk.customers.models import Customer, FormerName, LookupEntry, PostalAddress
from csdesk.customers.surnames import note_surnames


def add_keys(session: Session, people: Iterable[CustomerKeys]) -> None:
    """Make new customers findable."""
    rows = [row for person in people for row in lookup_rows(person)]
    insert_rows(session, LookupEntry, LOOKUP_COLUMNS, rows)
    note_surnames(session, bearers_in(rows))


def rebuild_many(session: Session, ids: Sequence[int]) -> None:
    """Replace the lookup rows of customers whose names or addresses changed; a child on hold stays hidden."""
    for portion in in_portions(ids):
        rows: list[LookupRow] = [row for person in _people(session, portion) for row in lookup_rows(person)]
        session.connection().execute(delete(LookupEntry).where(LookupEntry.customer_id.in_(portion)))
        insert_rows(session, LookupEntry, LOOKUP_COLUMNS, rows)
        note_surnames(session, {row[1]: 0 for row in rows})


def _people(session: Session, ids: Sequence[int]) -> Iterable[CustomerKeys]:
    """Names and addresses, current first, of customers that may be found."""
    addresses = _addresses(session, ids)
    former = _former_names(session, ids)
    found = select(Customer.id, Customer.first_name, Customer.middle_name, Customer.last_name, Customer.suffix)
    for key, first, middle, last, suffix in session.execute(
        found.where(Customer.id.in_(ids), Customer.is_child_hold.is_(False))
    ):
        names = [NameLine(first, middle, last, suffix)]
        names += [replace(old, first=old.first or first) for old in former[key]]
        yield CustomerKeys(key, tuple(names), tuple(addresses[key]))


def _addresses(session: Session, ids: Sequence[int]) -> defaultdict[int, list[AddressLine]]:
    """Every address, the current and the newest first."""
    found: defaultdict[int, list[AddressLine]] = defaultdict(list)
    columns = select(
        PostalAddress.customer_id, PostalAddress.line1, PostalAddress.line2, PostalAddress.zip, PostalAddress.is_current
    )
    order = columns.order_by(PostalAddress.is_current.desc(), PostalAddress.id.desc())
    for key, line1, line2, zip_code, is_current in session.execute(order.where(PostalAddress.customer_id.in_(ids))):
        found[key].append(AddressLine(line1, line2, zip_code, is_current))
    return found


def _former_names(session: Session, ids: Sequence[int]) -> defaultdict[int, list[NameLine]]:
    """Every former name, oldest first."""
    found: defaultdict[int, list[NameLine]] = defaultdict(list)
    columns = select(
        FormerName.customer_id, FormerName.first_name, FormerName.middle_name, FormerName.last_name, FormerName.suffix
    )
    for key, first, middle, last, suffix in session.execute(
        columns.where(FormerName.customer_id.in_(ids)).order_by(FormerName.id)
    ):
        found[key].append(NameLine(first, middle, last, suffix, is_current=False))
    return found
