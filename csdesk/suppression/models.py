"""Suppressions: exactly as given, beside keyed match keys; no foreign key to a customer, nothing is ever edited.

A lift is a row of its own that points at what it counters. The database refuses to change or delete rows (`ddl`).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, event
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.kernel.db import Base, UtcDateTime
from csdesk.suppression import ddl
from csdesk.suppression.channels import Entry, Scope

BigId = BigInteger().with_variant(Integer, "sqlite")


class Suppression(Base):
    """One entry of the list: what was said, for which channel and reach, by whom taken, and from when."""

    __tablename__ = "suppression"
    __table_args__ = (
        Index("ix_suppression_request", "request_number"),
        CheckConstraint("(entry = 'lift') = (counter_to IS NOT NULL)", name="lift_counters"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(20), unique=True)
    entry: Mapped[str] = mapped_column(String(4), default=Entry.ADD.value)
    counter_to: Mapped[int | None] = mapped_column(ForeignKey("suppression.id"), unique=True)
    """Unique: a suppression is lifted once; whoever wants it back is suppressed anew."""
    channel: Mapped[str] = mapped_column(String(12))
    scope: Mapped[str] = mapped_column(String(10), default=Scope.PERSON.value)
    as_given: Mapped[dict[str, str]] = mapped_column(JSON)
    """The exact words, by field; never the zip, which is for confirmation only (P5)."""
    request_number: Mapped[str | None] = mapped_column(String(20))
    contact_number: Mapped[str | None] = mapped_column(String(20))
    source_channel: Mapped[str] = mapped_column(String(10))
    """phone, email, web or import."""
    reason_code: Mapped[str] = mapped_column(String(40), default="asked")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    effective_from: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(64))
    person_ref: Mapped[str | None] = mapped_column(String(32))
    """The log's reference of the person picked, when one was; only a hint, and it may outlive them."""


class SuppressionKey(Base):
    """One keyed digest by which a suppression is found again; says nothing without the key file."""

    __tablename__ = "suppression_key"
    __table_args__ = (Index("ix_suppression_key_digest", "digest", "kind"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    suppression_id: Mapped[int] = mapped_column(ForeignKey("suppression.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    mark: Mapped[str] = mapped_column(String(12), default="")
    """What tells two people with one key apart when both are known: Jr or Sr, or the unit of a household."""


for _model in (Suppression, SuppressionKey):
    event.listen(_model.__table__, "after_create", ddl.install_on)
