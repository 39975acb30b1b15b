"""The job table is the truth about owed work; the queue beside it only wakes workers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Float, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.kernel.db import Base, UtcDateTime


class State(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Failed, and to be tried again when it is due."""
    DEAD = "dead"
    """Given up; a supervisor may have it tried again."""


WAITING = (State.QUEUED, State.FAILED)


class Job(Base):
    """One piece of owed work. The payload holds references, never personal data."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[str] = mapped_column(Text, default="{}")
    unique_key: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default=State.QUEUED)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    owner: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cursor: Mapped[str | None] = mapped_column(Text)
    """Where the next try goes on, as the handler wrote it in the transaction of its own work."""
    progress: Mapped[float] = mapped_column(Float, default=0.0)
    progress_note: Mapped[str] = mapped_column(String(200), default="")
    last_error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_job_state_due", "state", "due_at"),
        Index(
            "uq_job_unfinished_key", "unique_key", unique=True,
            sqlite_where=text("unique_key IS NOT NULL AND finished_at IS NULL"),
            postgresql_where=text("unique_key IS NOT NULL AND finished_at IS NULL"),
        ),
    )  # fmt: skip


class PeriodicWork(Base):
    """The last turn of each piece of periodic work; moving `slot` on is what gives one worker the turn."""

    __tablename__ = "periodic_work"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    slot: Mapped[int] = mapped_column(BigInteger)
    ran_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(200))
