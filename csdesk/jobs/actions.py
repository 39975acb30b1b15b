"""Owe work, claim it, report on it. `enqueue` writes into the caller's transaction, so work and reason commit together."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.errors import InvalidState, NotFound
from csdesk.jobs.models import Job, JobState
from csdesk.jobs.rules import LEASE, is_hopeless, wait_before
from csdesk.kernel.actor import Actor
from csdesk.kernel.permissions import Permission, authorize


@dataclass(frozen=True)
class Claim:
    """A job that this worker may now do; `owner` is its fencing token."""

    id: int
    name: str
    payload: Mapping[str, str | int]
    owner: str
    attempt: int
    cursor: str


class LeaseLost(InvalidState):
    """Another worker has the job now; this one must stop without writing."""


def enqueue(
    session: Session,
    *,
    name: str,
    payload: Mapping[str, str | int] | None = None,
    now: datetime,
    due_at: datetime | None = None,
    unique_key: str | None = None,
) -> int | None:
    """Owe a piece of work from `due_at` on (now, if not said); None when `unique_key` owes it already."""
    if unique_key is not None and session.scalar(select(Job.id).where(Job.unique_key == unique_key)) is not None:
        return None
    job = Job(name=name, payload=dict(payload or {}), unique_key=unique_key, due_at=due_at or now, created_at=now)
    session.add(job)
    session.flush()
    return job.id


def claim_next(session: Session, *, now: datetime, names: frozenset[str]) -> Claim | None:
    """Take the job that is due longest, or one whose worker has gone silent."""
    due = (Job.state == JobState.QUEUED.value) & (Job.due_at <= now)
    silent = (Job.state == JobState.RUNNING.value) & (Job.lease_until < now)
    wanted = select(Job).where(or_(due, silent), Job.name.in_(names)).order_by(Job.due_at, Job.id).limit(1)
    job = session.scalars(wanted.with_for_update(skip_locked=True)).first()
    if job is None:
        return None
    job.state, job.owner, job.lease_until = JobState.RUNNING.value, secrets.token_hex(16), now + LEASE
    job.attempts += 1
    return Claim(job.id, job.name, dict(job.payload), job.owner, job.attempts, job.cursor)


def save_progress(
    session: Session, *, now: datetime, claim: Claim, share: float, note: str = "", cursor: str | None = None
) -> None:
    """Say how far the work is, and keep the lease. Raises LeaseLost when somebody else has the job."""
    values: dict[str, object] = {"progress": min(max(share, 0.0), 1.0), "progress_note": note[:200]}
    if cursor is not None:
        values["cursor"] = cursor
    _write(session, claim, lease_until=now + LEASE, **values)


def finish(session: Session, *, now: datetime, claim: Claim) -> None:
    """The work is done."""
    _write(session, claim, state=JobState.DONE.value, progress=1.0, finished_at=now, lease_until=None, last_error="")


def fail(session: Session, *, now: datetime, claim: Claim, kind: str, jitter: float) -> JobState:
    """Try again later, or give the job to a person after too many attempts; returns where it stands."""
    state = JobState.DEAD if is_hopeless(claim.attempt) else JobState.QUEUED
    _write(
        session, claim, state=state.value, last_error=kind[:200], lease_until=None,
        due_at=now + wait_before(claim.attempt, jitter), finished_at=now if state is JobState.DEAD else None,
    )  # fmt: skip
    return state


def retry_job(session: Session, *, actor: Actor, now: datetime, job_id: int) -> None:
    """A supervisor or admin has a dead job tried again from the start of its patience."""
    authorize(actor, Permission.SEE_JOBS)
    job = session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound("There is no such job.")
    if job.state != JobState.DEAD.value:
        raise InvalidState("Only a job that was given up can be tried again.")
    job.state, job.attempts, job.due_at, job.finished_at = JobState.QUEUED.value, 0, now, None
    record(session, actor=actor, at=now, action=Action.JOB_RETRIED, obj=("job", str(job.id)))


def _write(session: Session, claim: Claim, **values: object) -> None:
    """Change the claimed row, if it is still ours."""
    ours = update(Job).where(Job.id == claim.id, Job.owner == claim.owner, Job.state == JobState.RUNNING.value)
    if session.execute(ours.values(**values)).rowcount != 1:  # type: ignore[attr-defined]
        message = "Another worker has this job now."
        raise LeaseLost(message)
