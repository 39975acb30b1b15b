"""What a confirmation came to; the value that was spoken has no column here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.kernel.db import Base, UtcDateTime


class Confirmation(Base):
    """One item compared blind for one person in one contact: item, outcome and level, never the answer."""

    __tablename__ = "confirmation"
    __table_args__ = (
        Index("ix_confirmation_contact", "contact_number", "subject_ref"),
        Index("ix_confirmation_subject", "subject_ref", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    contact_number: Mapped[str | None] = mapped_column(String(20))
    subject_ref: Mapped[str] = mapped_column(String(32))
    item: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(10))
    """match, close, no or not_asked."""
    reason: Mapped[str] = mapped_column(String(20), default="")
    """Why it was close: digit, swap or former."""
    level: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(64))
    rules_version: Mapped[int] = mapped_column(Integer, default=1)
    """Which version of the comparison decided."""
