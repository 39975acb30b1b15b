"""The request register: what was asked, what each part is due by and why, and every step taken.

A request names its subject by the log's random reference only; what was said is kept by the suppression list.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csdesk.kernel.db import Base, UtcDateTime

BigId = BigInteger().with_variant(Integer, "sqlite")


class PrivacyRequest(Base):
    """One request with the facts that must be kept of it (11 CCR 7101): when, what, how, and what was answered."""

    __tablename__ = "privacy_request"
    __table_args__ = (
        Index("ix_privacy_request_due", "is_open", "due_at", "id"),
        Index("ix_privacy_request_received", "received_at", "id"),
        Index("ix_privacy_request_contact", "contact_number"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_number: Mapped[str] = mapped_column(String(20), unique=True)
    request_type: Mapped[str] = mapped_column(String(12))
    verb: Mapped[str] = mapped_column(String(10), default="")
    """For access work: inquire, review, update or copy."""
    status: Mapped[str] = mapped_column(String(20))
    is_open: Mapped[bool] = mapped_column(Boolean, default=True)
    contact_number: Mapped[str | None] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(10))
    """In which manner it was made: phone, email, web or import."""
    subject_ref: Mapped[str | None] = mapped_column(String(32), index=True)
    """Nothing when nobody was matched."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_derivation: Mapped[str] = mapped_column(Text)
    legal_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    legal_derivation: Mapped[str] = mapped_column(Text, default="")
    responded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    response_nature: Mapped[str] = mapped_column(String(200), default="")
    denial_basis: Mapped[str] = mapped_column(String(200), default="")
    outside_hours: Mapped[bool] = mapped_column(Boolean, default=False)
    duplicate_of: Mapped[str | None] = mapped_column(String(20))
    reach_count: Mapped[int | None] = mapped_column(Integer)
    """How many customers the suppressions of this request catch, when that was last counted."""
    reach_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_by_id: Mapped[int | None] = mapped_column(BigInteger)
    taken_by: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer, default=1)

    items: Mapped[list[RequestItem]] = relationship(order_by="RequestItem.id", cascade="all, delete-orphan")
    steps: Mapped[list[RequestStep]] = relationship(order_by="RequestStep.id", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class RequestItem(Base):
    """One channel of a removal, with a clock of its own."""

    __tablename__ = "request_item"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("privacy_request.id"), index=True)
    channel: Mapped[str] = mapped_column(String(12))
    scope: Mapped[str] = mapped_column(String(10), default="person")
    in_force_from: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_derivation: Mapped[str] = mapped_column(Text)
    legal_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    legal_derivation: Mapped[str] = mapped_column(Text)


class RequestStep(Base):
    """Something that has to be done for a request, and who did it when."""

    __tablename__ = "request_step"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("privacy_request.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_derivation: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(Text, default="")
