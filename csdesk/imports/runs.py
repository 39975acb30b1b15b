"""A run between two chunks: who carries it out, how far it is, and how a new process takes it over."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.errors import Conflict, InvalidState, NotFound
from csdesk.imports.models import ImportRun, RunStatus
from csdesk.imports.values import Counts, Plan


@dataclass(frozen=True, slots=True)
class StartedRun:
    """A run that the caller now carries out, from the row after `counts.rows`."""

    ref: str
    worker: str
    counts: Counts
    plan: Plan
    stored_name: str | None
    is_dry_run: bool


def take_over(session: Session, *, ref: str, now: datetime) -> StartedRun:
    """Become the worker of a run that is going; whoever was it before stops at its next chunk."""
    run = run_to_change(session, ref)
    if run.status != RunStatus.RUNNING:
        raise InvalidState("This import is not going on.")
    run.progressed_at = now
    return handed_over(run)


def handed_over(run: ImportRun) -> StartedRun:
    """Name a new worker and tell it all it needs."""
    run.worker = secrets.token_hex(16)
    plan = Plan(run.encoding or None, run.delimiter or None, dict(run.mapping) or None)
    return StartedRun(run.ref, run.worker, totals_of(run), plan, run.stored_name, run.is_dry_run)


def run_to_change(session: Session, ref: str) -> ImportRun:
    """The run, locked."""
    run = session.scalars(select(ImportRun).where(ImportRun.ref == ref).with_for_update()).one_or_none()
    if run is None:
        raise NotFound("There is no such import.")
    return run


def locked_run(session: Session, ref: str, worker: str) -> ImportRun:
    """The run, ours until the transaction ends; raises Conflict when somebody else has taken it over."""
    query = select(ImportRun).where(ImportRun.ref == ref).with_for_update()
    run = session.scalars(query.execution_options(populate_existing=True)).one()
    if run.worker != worker:
        raise Conflict("Another process carries on with this import.")
    return run


def add_counts(run: ImportRun, counts: Counts, share: float, now: datetime) -> Counts:
    """Move the run's cursor and totals; returns the totals."""
    for name in Counts.__dataclass_fields__:
        setattr(run, name, getattr(run, name) + getattr(counts, name))
    run.share = share
    run.progressed_at = now
    return totals_of(run)


def totals_of(run: ImportRun) -> Counts:
    """The run's totals as plain values."""
    return Counts(**{name: getattr(run, name) for name in Counts.__dataclass_fields__})
