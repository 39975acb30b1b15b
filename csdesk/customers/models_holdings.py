"""Tables of what else is held about a customer: orders, quotes, surveys, cards and terms."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.customers.models_lookup import BigId
from csdesk.kernel.db import Base, UtcDateTime


class Holding:
    """Columns that every holding shares: it belongs to one customer and goes with them."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), index=True)


class Order(Holding, Base):
    """An order; its number, month and amount are the reliable points of a confirmation."""

    __tablename__ = "customer_order"

    number: Mapped[str] = mapped_column(String(40), index=True)
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    item: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))
    status: Mapped[str] = mapped_column(String(20), default="shipped")


class Quote(Holding, Base):
    """A price offered and not (yet) ordered."""

    __tablename__ = "quote"

    number: Mapped[str] = mapped_column(String(40), index=True)
    quoted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    item: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2), default=Decimal(0))


class SurveyAnswer(Holding, Base):
    """One answer to one survey question."""

    __tablename__ = "survey_answer"

    survey: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Subscription(Holding, Base):
    """An e-mail subscription, such as a newsletter."""

    __tablename__ = "subscription"

    name: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(12), default="active")
    """`active` or `ended`."""
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Registration(Holding, Base):
    """A registered product or web account."""

    __tablename__ = "registration"

    kind: Mapped[str] = mapped_column(String(20), default="product")
    """`product` or `account`."""
    name: Mapped[str] = mapped_column(Text)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PaymentCard(Holding, Base):
    """A card as brand and last four digits; nothing else about it exists here."""

    __tablename__ = "payment_card"

    brand: Mapped[str] = mapped_column(String(20))
    last_four: Mapped[str] = mapped_column(String(4))
    added_on: Mapped[date | None] = mapped_column(Date)


class CreditAccount(Holding, Base):
    """Terms of credit and their standing; never a bank account number."""

    __tablename__ = "credit_account"

    terms: Mapped[str] = mapped_column(String(40))
    """For example `net 30`."""
    status: Mapped[str] = mapped_column(String(20), default="good")
    opened_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
