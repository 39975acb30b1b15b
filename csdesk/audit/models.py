"""Tables of the log. Only `actions.py` writes them; triggers in `ddl.py` refuse every change to what is written.

Nothing here refers to another feature's tables: a customer may vanish, the log about the customer stays.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Index, Integer, LargeBinary, String, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.audit import ddl
from csdesk.kernel.db import Base, UtcDateTime

# SQLite makes only a plain INTEGER primary key an alias of its row number; it holds 64 bits all the same.
Sequence = BigInteger().with_variant(Integer(), "sqlite")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class AuditEvent(Base):
    """One thing that happened. `body` holds the exact bytes that the chain covers; the rest is copied from it."""

    __tablename__ = "audit_event"

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    event_id: Mapped[str] = mapped_column(String(36), unique=True)
    body: Mapped[str] = mapped_column(Text)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_epoch: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str | None] = mapped_column(String(32))
    contact: Mapped[str | None] = mapped_column(String(20))
    request: Mapped[str | None] = mapped_column(String(24))
    outcome: Mapped[str] = mapped_column(String(32))
    session_ref: Mapped[str | None] = mapped_column(String(64))

    # Each index ends in the sequence, so that a filtered page is read without sorting. There are no more of them
    # because each costs a page of every commit: by time the sequence itself is searched (see `moments.py`).
    __table_args__ = (
        Index("ix_audit_event_actor_seq", "actor_name", "seq"),
        Index("ix_audit_event_action_seq", "action", "seq"),
        Index("ix_audit_event_actor_action_seq", "actor_name", "action", "seq"),
        Index("ix_audit_event_contact_seq", "contact", "seq", **_where("contact IS NOT NULL")),
        Index("ix_audit_event_request_seq", "request", "seq", **_where("request IS NOT NULL")),
    )


class AuditHead(Base):
    """The end of the chain, one row; locking it is what puts writers in line."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditSubject(Base):
    """Whom an event was about or whom it showed: answers "who saw this person?"."""

    __tablename__ = "audit_subject"
    __table_args__ = (
        Index("ix_audit_subject_ref_seq", "subject_ref", "seq"),
        {"sqlite_with_rowid": False},
    )

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    subject_ref: Mapped[str] = mapped_column(String(32), primary_key=True)


class AuditDetail(Base):
    """Reasons and values, sealed under the person's own key; may be erased, the chain holds only its digest."""

    __tablename__ = "audit_detail"

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    event_id: Mapped[str] = mapped_column(String(36), unique=True)
    subject: Mapped[str] = mapped_column(String(32), index=True)
    key_id: Mapped[int] = mapped_column(Integer)
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class SubjectKey(Base):
    """The key of one person's details, wrapped; destroying it is what erases them, in every backup at once."""

    __tablename__ = "subject_key"

    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    wrapped_dek: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditVerification(Base):
    """The newest check of the log by kind; `size` and `mac` stay those of the last check that held."""

    __tablename__ = "audit_verification"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    size: Mapped[int] = mapped_column(BigInteger)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    ok: Mapped[bool] = mapped_column(Boolean)
    message: Mapped[str] = mapped_column(String(400))


for _model in (AuditEvent, AuditHead, AuditSubject, AuditDetail):
    event.listen(_model.__table__, "after_create", ddl.install_on)
