"""What else is held about customers, written thousands at once: orders, quotes, surveys, cards, terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.customers.bulk_rows import insert_rows, stored_moment, table_of
from csdesk.customers.models import (
    CreditAccount,
    Customer,
    Order,
    PaymentCard,
    Quote,
    Registration,
    Subscription,
    SurveyAnswer,
)

HOLDINGS = {
    "order": (Order, ("customer_id", "number", "ordered_at", "item", "amount", "status")),
    "quote": (Quote, ("customer_id", "number", "quoted_at", "item", "amount")),
    "survey": (SurveyAnswer, ("customer_id", "survey", "question", "answer", "answered_at")),
    "subscription": (Subscription, ("customer_id", "name", "status", "since", "until")),
    "registration": (Registration, ("customer_id", "kind", "name", "registered_at")),
    "card": (PaymentCard, ("customer_id", "brand", "last_four", "added_on")),
    "credit": (CreditAccount, ("customer_id", "terms", "status", "opened_on", "note")),
}


def add_holdings(session: Session, rows: Mapping[str, Sequence[Sequence[object]]]) -> int:
    """Insert rows by kind, in the columns of `HOLDINGS`; returns how many."""
    for kind, found in rows.items():
        model, columns = HOLDINGS[kind]
        insert_rows(session, model, columns, [_storable(session, row) for row in found])
    return sum(len(found) for found in rows.values())


def customer_portions(session: Session, size: int) -> Iterator[Sequence[tuple[int, str]]]:
    """Id and number of every customer, in portions by id."""
    table, last = table_of(Customer), 0
    while True:
        query = select(table.c.id, table.c.customer_number).where(table.c.id > last).order_by(table.c.id).limit(size)
        found = [(key, number) for key, number in session.execute(query)]
        if not found:
            return
        last = found[-1][0]
        yield found


def _storable(session: Session, row: Sequence[object]) -> list[object]:
    """Moments as the driver takes them."""
    is_plain = session.get_bind().dialect.name != "sqlite"
    return [cell if is_plain else _sqlite_form(session, cell) for cell in row]


def _sqlite_form(session: Session, cell: object) -> object:
    """SQLite has neither moments, days nor exact numbers; SQLAlchemy stores them in these forms."""
    if isinstance(cell, datetime):
        return stored_moment(session, cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return float(cell) if isinstance(cell, Decimal) else cell
