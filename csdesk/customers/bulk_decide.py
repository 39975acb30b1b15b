"""Take a file's value over a correction of the desk's, because a person said so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from csdesk.customers.bulk import change_customers
from csdesk.customers.bulk_read import held_by_number
from csdesk.customers.changes import NAME_FIELDS, Changes, Held, corrected_field, is_another_name
from csdesk.customers.models import Customer, FieldCorrection


def overrule_correction(
    session: Session, *, customer_id: int, field: str, value: tuple[str, ...] | None, now: datetime
) -> str:
    """Write the value (nothing: leave ours) and end its protection; returns the subject reference for the log."""
    customer = session.get_one(Customer, customer_id, with_for_update=True)
    if value is None:
        return customer.subject_ref
    number, subject_ref = customer.customer_number, customer.subject_ref
    held = held_by_number(session, [number])[number]
    change_customers(session, [_plan(held, field, value)], now)
    _end_protection(session, customer_id, field)
    session.expire(customer)
    return subject_ref


def _plan(held: Held, field: str, value: tuple[str, ...]) -> Changes:
    """The change of that one field."""
    if field in NAME_FIELDS:
        names = {field: value[0]}
        return Changes(held=held, names=names, keeps_former_name=is_another_name(held, names))
    if field == "address":
        line1, line2, city, state, zip_code = value
        return Changes(held=held, address=(line1, line2, city, state, zip_code))
    return Changes(held=held, email=value[0]) if field == "email" else Changes(held=held, phone=value[0])


def _end_protection(session: Session, customer_id: int, field: str) -> None:
    """Forget that the desk corrected this field: the file speaks for it again."""
    rows = session.execute(
        select(FieldCorrection.id, FieldCorrection.field).where(FieldCorrection.customer_id == customer_id)
    )
    ended = [key for key, name in rows if corrected_field(name) == field]
    session.execute(delete(FieldCorrection).where(FieldCorrection.id.in_(ended)))
