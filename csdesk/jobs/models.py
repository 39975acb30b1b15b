"""The table of owed work, written in the transaction of what owes it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Float, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.kernel.db import Base, UtcDateTime

BigId = BigInteger().with_variant(Integer(), "sqlite")


class JobState(StrEnum):
    """Where a job stands; `dead` waits for a person."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Job(Base):
    """One piece of owed work. The payload holds references only, never personal data."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_due", "state", "due_at", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, str | int]] = mapped_column(JSON, default=dict)
    unique_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    """A second job with the same key is not made: periodic work runs once over all machines."""
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED.value)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    owner: Mapped[str | None] = mapped_column(String(64))
    """Changes with every claim: a worker that lost its lease can no longer write here."""
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cursor: Mapped[str] = mapped_column(String(200), default="")
    progress: Mapped[float] = mapped_column(Float, default=0.0)
    progress_note: Mapped[str] = mapped_column(String(200), default="")
    last_error: Mapped[str] = mapped_column(String(200), default="")
    """The kind of failure, never its text: a text may hold somebody's data."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
