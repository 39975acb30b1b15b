"""What customers put into the frame, and the names under which the log knows them."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.subjects import subject_labellers, subject_resolvers
from csdesk.customers.models import Customer
from csdesk.web import layout


def init_app(app: Flask) -> None:
    """Register the menu entry and the two ways between a customer's reference and the log's."""
    layout.register_menu_entry(app, "Customer", "Look up a customer", "customers.index", key="g u", order=10)
    subject_resolvers["customers"] = subject_of_customer
    subject_labellers["customers"] = customers_of_subjects


def subject_of_customer(session: Session, ref: str) -> str | None:
    """Under which reference the log knows this customer."""
    return session.scalar(select(Customer.subject_ref).where(Customer.ref == ref))


def customers_of_subjects(session: Session, subjects: Collection[str]) -> dict[str, str]:
    """The customers' own references, for those that are still there."""
    rows = session.execute(select(Customer.subject_ref, Customer.ref).where(Customer.subject_ref.in_(subjects)))
    return {row.subject_ref: row.ref for row in rows}
