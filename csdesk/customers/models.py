"""Tables of customers and of every way to reach them, with history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csdesk.customers.models_holdings import (
    CreditAccount,
    Order,
    PaymentCard,
    Quote,
    Registration,
    Subscription,
    SurveyAnswer,
)
from csdesk.customers.models_lookup import BigId, LookupEntry, Surname, SurnameEdit
from csdesk.kernel.compare.emails import exact_key
from csdesk.kernel.compare.phones import phone_key
from csdesk.kernel.compare.text import fold_tight
from csdesk.kernel.db import Base, UtcDateTime

__all__ = [
    "ConsentEvent",
    "CreditAccount",
    "Customer",
    "EmailAddress",
    "FieldCorrection",
    "FormerName",
    "LookupEntry",
    "Order",
    "PaymentCard",
    "PhoneNumber",
    "PostalAddress",
    "Quote",
    "Registration",
    "Subscription",
    "Surname",
    "SurnameEdit",
    "SurveyAnswer",
]


def _number_key(context: DefaultExecutionContext) -> str:
    return fold_tight(_given(context, "customer_number"))


def _exact_key(context: DefaultExecutionContext) -> str:
    return exact_key(_given(context, "address"))


def _digits(context: DefaultExecutionContext) -> str:
    return phone_key(_given(context, "number")).digits


def _extension(context: DefaultExecutionContext) -> str:
    return phone_key(_given(context, "number")).extension


def _given(context: DefaultExecutionContext, column: str) -> str:
    """The value that the same insert gives another column."""
    return str(context.get_current_parameters()[column])  # type: ignore[no-untyped-call]


class Customer(Base):
    """One person we hold data about; names are kept exactly as they arrived."""

    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    """Random public reference: the only name of a customer that may stand in a URL."""
    customer_number: Mapped[str] = mapped_column(String(40), unique=True)
    number_key: Mapped[str] = mapped_column(String(40), default=_number_key, index=True)
    """The number as it is found: lower case, without spaces and dashes."""
    subject_ref: Mapped[str] = mapped_column(String(32), unique=True)
    """Random reference in the log; it dies with this row, and the log still verifies."""
    first_name: Mapped[str] = mapped_column(Text, default="")
    middle_name: Mapped[str] = mapped_column(Text, default="")
    last_name: Mapped[str] = mapped_column(Text, default="")
    suffix: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(80), default="")
    source_code: Mapped[str] = mapped_column(String(40), default="")
    is_child_hold: Mapped[bool] = mapped_column(Boolean, default=False)
    """Reported as a child under 13: hidden from every search until deleted."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    addresses: Mapped[list[PostalAddress]] = relationship(
        order_by="PostalAddress.id", cascade="all, delete-orphan", passive_deletes=True
    )
    emails: Mapped[list[EmailAddress]] = relationship(
        order_by="EmailAddress.id", cascade="all, delete-orphan", passive_deletes=True
    )
    phones: Mapped[list[PhoneNumber]] = relationship(
        order_by="PhoneNumber.id", cascade="all, delete-orphan", passive_deletes=True
    )
    former_names: Mapped[list[FormerName]] = relationship(
        order_by="FormerName.id", cascade="all, delete-orphan", passive_deletes=True
    )
    consents: Mapped[list[ConsentEvent]] = relationship(
        order_by="ConsentEvent.id", cascade="all, delete-orphan", passive_deletes=True
    )

    # Optimistic locking: two agents correcting one record at once must not undo each other.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ContactPoint:
    """Columns that every way to reach a customer shares: whose it is, and when it held."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), index=True)
    is_current: Mapped[bool] = mapped_column(Boolean, default=True)
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(80), default="")


class PostalAddress(ContactPoint, Base):
    """A billing or shipping address, current or former."""

    __tablename__ = "postal_address"

    kind: Mapped[str] = mapped_column(String(10), default="billing")
    """`billing` or `shipping`."""
    line1: Mapped[str] = mapped_column(Text, default="")
    line2: Mapped[str] = mapped_column(Text, default="")
    city: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(Text, default="")
    zip: Mapped[str] = mapped_column(String(20), default="")


class EmailAddress(ContactPoint, Base):
    """An e-mail address as given, beside the exact key it is found by."""

    __tablename__ = "email_address"
    __table_args__ = (Index("ix_email_exact", "exact_key", "customer_id"),)

    address: Mapped[str] = mapped_column(Text)
    exact_key: Mapped[str] = mapped_column(Text, default=_exact_key)


class PhoneNumber(ContactPoint, Base):
    """A phone number as given, beside its digits; the extension stands apart."""

    __tablename__ = "phone_number"
    __table_args__ = (Index("ix_phone_digits", "digits", "customer_id"),)

    number: Mapped[str] = mapped_column(Text)
    digits: Mapped[str] = mapped_column(String(80), default=_digits)
    extension: Mapped[str] = mapped_column(String(20), default=_extension)


class FormerName(ContactPoint, Base):
    """A name the customer had before, such as a maiden name."""

    __tablename__ = "former_name"

    first_name: Mapped[str] = mapped_column(Text, default="")
    middle_name: Mapped[str] = mapped_column(Text, default="")
    last_name: Mapped[str] = mapped_column(Text, default="")
    suffix: Mapped[str] = mapped_column(Text, default="")


class ConsentEvent(Base):
    """Evidence of one opt-in or opt-out; the latest by id decides, nothing is edited."""

    __tablename__ = "consent_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), index=True)
    contact_point_type: Mapped[str] = mapped_column(String(20))
    """`email`, `mail`, `phone` or `third_party`."""
    purpose: Mapped[str] = mapped_column(String(40), default="marketing")
    status: Mapped[str] = mapped_column(String(10))
    """`opt_in` or `opt_out`."""
    captured_at: Mapped[datetime] = mapped_column(UtcDateTime)
    capture_source: Mapped[str] = mapped_column(String(200), default="")
    wording: Mapped[str] = mapped_column(Text, default="")


class FieldCorrection(Base):
    """A field that the desk corrected; an import must not overwrite it silently."""

    __tablename__ = "field_correction"
    __table_args__ = (Index("ix_field_correction_customer_field", "customer_id", "field"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(40))
    corrected_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))
