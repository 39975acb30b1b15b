"""Thousands of customers in one transaction: create them, and carry out planned changes with history.

For imports. The caller's unit of work holds the write lock, judges the rows and records the event.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, update
from sqlalchemy.orm import Session

from csdesk.customers.bulk_keys import add_keys, rebuild_many
from csdesk.customers.bulk_rows import in_portions, insert_rows, next_ids, stored_moment, table_of
from csdesk.customers.changes import ADDRESS_FIELDS, NAME_FIELDS, Changes, is_rewritten
from csdesk.customers.incoming import IncomingCustomer, OptIn
from csdesk.customers.keys import AddressLine, CustomerKeys, NameLine
from csdesk.customers.models import ConsentEvent, Customer, EmailAddress, FormerName, PhoneNumber, PostalAddress
from csdesk.kernel.compare.emails import exact_key
from csdesk.kernel.compare.phones import phone_key
from csdesk.kernel.compare.text import fold_tight
from csdesk.kernel.refs import ALPHABET

IMPORT_SOURCE = "import"
_USUAL_PHONE = re.compile(r"(?:\+?1[-. ]?)?\(?([2-9][0-9]{2})\)?[-. ]?([0-9]{3})[-. ]?([0-9]{4})")
_REF_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())
_CUSTOMER = (
    "id", "ref", "customer_number", "number_key", "subject_ref", *NAME_FIELDS, "source", "source_code", "is_child_hold",
    "created_at", "updated_at", "version",
)  # fmt: skip
_POINT = ("customer_id", "is_current", "valid_from", "valid_to", "source")
_ADDRESS = (*_POINT, "kind", *ADDRESS_FIELDS)
_EMAIL = (*_POINT, "address", "exact_key")
_PHONE = (*_POINT, "number", "digits", "extension")
_FORMER_NAME = (*_POINT, *NAME_FIELDS)
_CONSENT = ("customer_id", "contact_point_type", "purpose", "status", "captured_at", "capture_source", "wording")


def create_customers(session: Session, people: Sequence[IncomingCustomer], now: datetime) -> None:
    """Insert new customers with everything the file says of them, and the keys by which they are found."""
    moment = stored_moment(session, now)
    numbered = list(zip(next_ids(session, Customer, len(people)), people, strict=True))
    insert_rows(session, Customer, _CUSTOMER, [
        (
            key, ref, one.number, _number_key(one.number), secrets.token_hex(16),
            one.first_name, one.middle_name, one.last_name, one.suffix, one.source, one.source_code,
            False, moment, moment, 1,
        )
        for (key, one), ref in zip(numbered, _random_refs(len(people)), strict=True)
    ])  # fmt: skip
    _insert_points(
        session,
        moment,
        addresses=[(key, one.address) for key, one in numbered if any(one.address)],
        emails=[(key, one.email) for key, one in numbered if one.email],
        phones=[(key, one.phone) for key, one in numbered if one.phone],
    )
    insert_rows(session, ConsentEvent, _CONSENT, [
        _consent(session, key, one.opt_in, moment) for key, one in numbered if one.opt_in or one.may_email is False
    ])  # fmt: skip
    add_keys(session, [_keys(key, one) for key, one in numbered])


def change_customers(session: Session, plans: Sequence[Changes], now: datetime) -> None:
    """Carry out what differs: the new value becomes the current one, the old one stays as former."""
    moment = stored_moment(session, now)
    plans = [plan for plan in plans if not plan.is_empty]
    _change_names(session, plans, now, moment)
    addresses = [(plan.held, plan.address) for plan in plans if plan.address]
    emails = [(plan.held, plan.email) for plan in plans if plan.email]
    phones = [(plan.held, plan.phone) for plan in plans if plan.phone]
    _end_or_replace(session, PostalAddress, [(held.address_id, held.address, new) for held, new in addresses], now)
    _end_or_replace(session, EmailAddress, [(held.email_id, held.email, new) for held, new in emails], now)
    _end_or_replace(session, PhoneNumber, [(held.phone_id, held.phone, new) for held, new in phones], now)
    _insert_points(
        session,
        moment,
        addresses=[(held.id, new) for held, new in addresses],
        emails=[(held.id, new) for held, new in emails],
        phones=[(held.id, new) for held, new in phones],
    )
    insert_rows(session, ConsentEvent, _CONSENT, [
        _consent(session, plan.held.id, plan.opt_in, moment) for plan in plans if plan.opt_in or plan.opts_out
    ])  # fmt: skip
    rebuild_many(session, [plan.held.id for plan in plans if plan.address or plan.names])


def _change_names(session: Session, plans: Sequence[Changes], now: datetime, moment: object) -> None:
    """Write names and source, keep the name before, and mark every changed record as newer."""
    table = table_of(Customer)
    columns = (*NAME_FIELDS, "source", "source_code")
    values = [
        {
            "key": plan.held.id,
            "moment": now,
            **{f"new_{name}": plan.names.get(name, getattr(plan.held, name)) for name in columns},
        }
        for plan in plans
    ]
    if values:
        statement = update(table).where(table.c.id == bindparam("key"))
        statement = statement.values({name: bindparam(f"new_{name}") for name in columns})
        session.connection().execute(
            statement.values(updated_at=bindparam("moment"), version=table.c.version + 1), values
        )
    insert_rows(session, FormerName, _FORMER_NAME, [
        (
            plan.held.id, False, None, moment, IMPORT_SOURCE,
            plan.held.first_name, plan.held.middle_name, plan.held.last_name, plan.held.suffix,
        )
        for plan in plans if plan.keeps_former_name
    ])  # fmt: skip


def _end_or_replace(
    session: Session,
    model: type[PostalAddress | EmailAddress | PhoneNumber],
    replaced: Sequence[tuple[int, tuple[str, ...] | str, tuple[str, ...] | str]],
    now: datetime,
) -> None:
    """Make the old value a former one; where only capitals or spaces differ it was no other value, so it goes."""
    table, connection = table_of(model), session.connection()
    former = [{"key": key, "until": now} for key, old, new in replaced if key and not is_rewritten(old, new)]
    if former:
        statement = update(table).where(table.c.id == bindparam("key"))
        connection.execute(statement.values(is_current=False, valid_to=bindparam("until")), former)
    for keys in in_portions([key for key, old, new in replaced if key and is_rewritten(old, new)]):
        connection.execute(delete(table).where(table.c.id.in_(keys)))


def _insert_points(
    session: Session,
    moment: object,
    *,
    addresses: Iterable[tuple[int, tuple[str, ...]]],
    emails: Iterable[tuple[int, str]],
    phones: Iterable[tuple[int, str]],
) -> None:
    """Insert current addresses, e-mail addresses and phone numbers, valid from this moment."""
    insert_rows(session, PostalAddress, _ADDRESS, [
        (key, True, moment, None, IMPORT_SOURCE, "billing", *address) for key, address in addresses
    ])  # fmt: skip
    insert_rows(session, EmailAddress, _EMAIL, [
        (key, True, moment, None, IMPORT_SOURCE, email, exact_key(email)) for key, email in emails
    ])  # fmt: skip
    insert_rows(session, PhoneNumber, _PHONE, [
        (key, True, moment, None, IMPORT_SOURCE, phone, *_phone_parts(phone)) for key, phone in phones
    ])  # fmt: skip


def _consent(session: Session, key: int, opt_in: OptIn | None, moment: object) -> tuple[object, ...]:
    """An opt-in with its evidence, or the refusal that the file reports."""
    if opt_in is None:
        return key, "email", "marketing", "opt_out", moment, IMPORT_SOURCE, ""
    return key, "email", "marketing", "opt_in", stored_moment(session, opt_in.at), opt_in.source, opt_in.wording


def _keys(key: int, one: IncomingCustomer) -> CustomerKeys:
    """What lookup needs to know of a new customer."""
    addresses = (AddressLine(one.line1, one.line2, one.zip),) if any(one.address) else ()
    return CustomerKeys(key, (NameLine(one.first_name, one.middle_name, one.last_name, one.suffix),), addresses)


def _number_key(number: str) -> str:
    """The key of a customer number; digits are their own key."""
    return number if number.isascii() and number.isdecimal() else fold_tight(number)


def _phone_parts(phone: str) -> tuple[str, str]:
    """Digits and extension, as `phone_key` has them; the usual forms of ten digits are taken on a short way."""
    found = _USUAL_PHONE.fullmatch(phone)
    return ("".join(found.groups()), "") if found else phone_key(phone)


def _random_refs(count: int) -> list[str]:
    """Public references as `random_ref("c")` makes them, from one draw of chance for all."""
    letters = base64.b32encode(secrets.token_bytes(15 * (count // 2 + 1))).translate(_REF_LETTERS).decode()
    return [f"c{letters[start : start + 12]}" for start in range(0, 12 * count, 12)]
