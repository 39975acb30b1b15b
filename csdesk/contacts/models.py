"""Tables of contacts and of what has been typed in them so far."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.kernel.db import Base, UtcDateTime

BigId = BigInteger().with_variant(Integer, "sqlite")


class Contact(Base):
    """One call or one mail, from the moment it is picked up until it is wrapped up."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_owner_state", "owner_id", "state"),
        Index("ix_contact_started", "started_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    channel: Mapped[str] = mapped_column(String(10))
    direction: Mapped[str] = mapped_column(String(10), default="inbound")
    state: Mapped[str] = mapped_column(String(12), default="open")
    owner_id: Mapped[int | None] = mapped_column(BigId)
    owner_name: Mapped[str] = mapped_column(String(80))
    """The owner's sign-in name when the contact began: the record stays readable when staff leave."""
    caller_id: Mapped[str] = mapped_column(String(40), default="")
    """Last digits of the caller's number only: a hint, never a proof."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_seconds: Mapped[int] = mapped_column(Integer, default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the talking ended and the wrap-up began."""
    wrapped_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handle_seconds: Mapped[int | None] = mapped_column(Integer)
    acw_seconds: Mapped[int | None] = mapped_column(Integer)
    disposition_code: Mapped[str | None] = mapped_column(String(40), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    """The wrap-up note; card and social-security numbers are masked before it is stored."""
    customer_ref: Mapped[str | None] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(32), index=True)
    """The log's random reference of the person picked; no foreign key: a contact outlives a deleted customer."""
    out_of_hours: Mapped[bool] = mapped_column(Boolean, default=False)


class Draft(Base):
    """What the caller has said so far, without the zip; deleted when the contact is wrapped up."""

    __tablename__ = "contact_draft"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    said: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    picked: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """Ticked channels, scope, and whether nobody was found ("as given")."""
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    """Counted by the browser in milliseconds of its own clock, so a save that arrives late is recognised."""
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
