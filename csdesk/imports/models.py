"""Tables of imports: each run with its totals, the rows it refused, and what a person must settle."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Boolean, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.kernel.db import Base, UtcDateTime

BigId = BigInteger().with_variant(Integer, "sqlite")


class RunStatus(StrEnum):
    """Where a run stands."""

    UPLOADED = "uploaded"
    """The file is here; its columns are being mapped."""
    REHEARSED = "rehearsed"
    """A dry run has counted what an import would do."""
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    """It cannot go on with this file; what was written stays and adds up."""
    DISCARDED = "discarded"


class ImportRun(Base):
    """One import of one file; cursor and totals move in the transaction that writes the rows."""

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_plan", "plan_digest", "status"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(20), unique=True)
    file_name: Mapped[str] = mapped_column(Text)
    stored_name: Mapped[str | None] = mapped_column(String(60))
    """Its name in the instance's folder of uploads; nothing for a file that a command reads where it lies."""
    file_digest: Mapped[str] = mapped_column(String(64))
    plan_digest: Mapped[str] = mapped_column(String(64))
    """File, encoding, delimiter and mapping as one digest: the same plan carries on where it stopped."""
    encoding: Mapped[str] = mapped_column(String(40), default="")
    delimiter: Mapped[str] = mapped_column(String(4), default="")
    mapping: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    header: Mapped[list[str]] = mapped_column(JSON, default=list)
    ignored_columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_dry_run: Mapped[bool] = mapped_column(Boolean, default=False)
    status: Mapped[str] = mapped_column(String(10), default=RunStatus.UPLOADED)
    problem: Mapped[str] = mapped_column(Text, default="")
    worker: Mapped[str] = mapped_column(String(32), default="")
    """Who carries it out now; a second one takes over, and the first then stops at its next chunk."""
    share: Mapped[float] = mapped_column(Float, default=0.0)
    rows: Mapped[int] = mapped_column(Integer, default=0)
    """Rows judged so far: the cursor, and the sum of the five counts that follow."""
    created: Mapped[int] = mapped_column(Integer, default=0)
    updated: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    rejected: Mapped[int] = mapped_column(Integer, default=0)
    conflicts: Mapped[int] = mapped_column(Integer, default=0)
    opt_ins_refused: Mapped[int] = mapped_column(Integer, default=0)
    born_suppressed: Mapped[int] = mapped_column(Integer, default=0)
    started_by: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    progressed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportReject(Base):
    """A row that could not be taken: its line, the reasons, and the row itself for mending."""

    __tablename__ = "import_reject"
    __table_args__ = (Index("ix_import_reject_run_line", "run_id", "line"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"))
    line: Mapped[int] = mapped_column(Integer)
    reasons: Mapped[str] = mapped_column(Text)
    cells: Mapped[list[str]] = mapped_column(JSON)


class ImportConflict(Base):
    """A file contradicts what the desk corrected; nothing was overwritten, a person decides."""

    __tablename__ = "import_conflict"
    __table_args__ = (Index("ix_import_conflict_customer_field", "customer_id", "field"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(20), unique=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    line: Mapped[int] = mapped_column(Integer)
    field: Mapped[str] = mapped_column(String(40))
    ours: Mapped[list[str]] = mapped_column(JSON)
    theirs: Mapped[list[str]] = mapped_column(JSON)
    decision: Mapped[str] = mapped_column(String(8), default="", index=True)
    """Nothing yet, `ours` or `theirs`."""
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
