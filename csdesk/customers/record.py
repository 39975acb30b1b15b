"""The record page: the nine data classes of the privacy policy (P9), what there is of each, and no value of any.

A line says of what kind something is and since when; its value is shown by `reveal_field` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.customers.models import (
    ConsentEvent,
    ContactPoint,
    CreditAccount,
    Customer,
    Order,
    PaymentCard,
    Quote,
    Registration,
    Subscription,
    SurveyAnswer,
)
from csdesk.customers.models_holdings import Holding
from csdesk.customers.queries import full_name
from csdesk.kernel.paging import row_number

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is held: how to ask for it, what kind it is, since and until when."""

    field: str
    label: str
    mask: str
    since: datetime | date | None = None
    until: datetime | None = None
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class DataClass:
    """One of the nine classes: what is held of it, and how much more there is than is listed."""

    name: str
    title: str
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Consent:
    """One entry of the opt-in ledger: what was permitted or refused, when and by which words."""

    at: datetime
    contact_point_type: str
    status: str
    source: str
    wording: str


def data_classes_of(session: Session, customer: Customer) -> tuple[DataClass, ...]:
    """The nine classes in the order in which the policy names them."""
    return (
        DataClass("name", "Name", (Line("name", full_name(customer), ""), *_former_names(customer))),
        DataClass("address", "Billing and shipping addresses", _points("address", customer.addresses)),
        DataClass("phone", "Phone", _points("phone", customer.phones)),
        DataClass("email", "E-mail", _points("email", customer.emails)),
        DataClass("financial", "Card and financial information", _financial(session, customer.id)),
        _class(session, customer.id, "subscription", "E-mail subscriptions", Subscription),
        _class(session, customer.id, "survey", "Surveys", SurveyAnswer),
        _class(session, customer.id, "quote", "Quotes and orders", Quote, Order),
        _class(session, customer.id, "registration", "Registrations", Registration),
    )


def consents_of(customer: Customer) -> tuple[Consent, ...]:
    """The opt-in ledger, newest first; the latest entry decides."""
    return tuple(
        Consent(row.captured_at, row.contact_point_type, row.status, row.capture_source, row.wording)
        for row in _newest_first(customer.consents)
    )


def field_value(session: Session, customer: Customer, field: str) -> str | None:
    """The value behind a line, or nothing when the record has no such line."""
    name, _, number = field.partition(":")
    points: dict[str, Sequence[ContactPoint]] = {
        "address": customer.addresses,
        "phone": customer.phones,
        "email": customer.emails,
        "former": customer.former_names,
    }
    place = row_number(number)
    if place is None:
        return None
    if name in points:
        row = next((one for one in points[name] if one.id == place), None)
        return _spoken(row, _POINT_PARTS[name]) if row is not None else None
    model = _HOLDINGS.get(name)
    held = cast(Holding | None, session.get(model, place)) if model is not None else None
    return _spoken(held, _HOLDING_PARTS[name]) if held is not None and held.customer_id == customer.id else None


_POINT_PARTS = {
    "address": ("line1", "line2", "city", "state", "zip"),
    "phone": ("number", "extension"),
    "email": ("address",),
    "former": ("first_name", "middle_name", "last_name", "suffix"),
}
Held = Subscription | SurveyAnswer | Quote | Order | Registration | PaymentCard | CreditAccount
_POINT_NAMES = {"address": "address", "phone": "phone", "email": "e-mail"}
_HOLDINGS: dict[str, type[Held]] = {
    "subscription": Subscription,
    "survey": SurveyAnswer,
    "quote": Quote,
    "order": Order,
    "registration": Registration,
    "card": PaymentCard,
    "credit": CreditAccount,
}
_HOLDING_PARTS = {
    "subscription": ("name", "status"),
    "survey": ("survey", "question", "answer"),
    "quote": ("number", "item", "amount"),
    "order": ("number", "item", "amount", "status"),
    "registration": ("kind", "name"),
    "card": ("brand", "last_four"),
    "credit": ("terms", "status", "note"),
}
_NAMES = {model: name for name, model in _HOLDINGS.items()}
_LABELS = {
    "subscription": "Subscription",
    "survey": "Answer",
    "quote": "Quote",
    "order": "Order",
    "registration": "Registration",
    "card": "Card",
    "credit": "Credit terms",
}
_MOMENTS = ("ordered_at", "quoted_at", "answered_at", "since", "registered_at", "added_on", "opened_on")


def _points(name: str, rows: Iterable[ContactPoint]) -> tuple[Line, ...]:
    ordered = sorted(rows, key=lambda row: (not row.is_current, -row.id))
    return tuple(
        Line(
            f"{name}:{row.id}",
            f"{getattr(row, 'kind', '') or _POINT_NAMES[name]}{'' if row.is_current else ' (former)'}".capitalize(),
            name,
            row.valid_from,
            row.valid_to,
            row.is_current,
        )
        for row in ordered
    )


def _former_names(customer: Customer) -> tuple[Line, ...]:
    return tuple(
        Line(f"former:{row.id}", "Former name", "name", row.valid_from, row.valid_to, is_current=False)
        for row in customer.former_names
    )


def _financial(session: Session, customer_id: int) -> tuple[Line, ...]:
    lines, _ = _held(session, customer_id, PaymentCard, CreditAccount)
    return lines


def _class(session: Session, customer_id: int, name: str, title: str, *models: type[Held]) -> DataClass:
    lines, count = _held(session, customer_id, *models)
    return DataClass(name, title, lines, max(0, count - len(lines)))


def _held(session: Session, customer_id: int, *models: type[Held]) -> tuple[tuple[Line, ...], int]:
    lines: list[Line] = []
    total = 0
    for model in models:
        name = _NAMES[model]
        total += session.scalar(select(func.count(model.id)).where(model.customer_id == customer_id)) or 0
        statement = select(model).where(model.customer_id == customer_id).order_by(model.id.desc())
        lines += [_line(name, cast(Holding, row)) for row in session.scalars(statement.limit(MOST_LINES))]
    return tuple(lines), total


def _line(name: str, row: Holding) -> Line:
    moment = next((value for attribute in _MOMENTS if (value := getattr(row, attribute, None))), None)
    return Line(f"{name}:{row.id}", _LABELS[name], name, moment)


def _spoken(row: object, parts: Iterable[str]) -> str:
    return ", ".join(str(value) for part in parts if (value := getattr(row, part)) not in {None, ""})


def _newest_first(rows: Sequence[ConsentEvent]) -> list[ConsentEvent]:
    return sorted(rows, key=lambda row: -row.id)
