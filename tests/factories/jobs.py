"""Jobs for tests, owed by the real action."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from csdesk.jobs.actions import Claimed, claim, enqueue
from csdesk.jobs.models import Job
from csdesk.jobs.rules import MAX_ATTEMPTS
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work


def make_job(session: Session, name: str = "test.work", *, now: datetime | None = None, **options: Any) -> int:
    """Owe a job and commit it."""
    with unit_of_work(session):
        return enqueue(session, name=name, payload=options.pop("payload", {"ref": "x1"}), now=now, **options)


def claim_one(session: Session, *, owner: str = "w1", now: datetime | None = None, **options: Any) -> Claimed | None:
    """Claim the next job and commit the claim."""
    with unit_of_work(session):
        return claim(session, owner=owner, now=now or clock.now(), **options)


def claimed(session: Session, **options: Any) -> Claimed:
    """Owe a job and claim it."""
    make_job(session)
    job = claim_one(session, **options)
    assert job is not None
    return job


def make_dead_job(session: Session, now: datetime) -> int:
    """A job that was given up."""
    job_id = make_job(session, now=now)
    with unit_of_work(session):
        job = session.get_one(Job, job_id)
        job.state, job.attempts, job.finished_at, job.last_error = "dead", MAX_ATTEMPTS, now, "OSError"
    return job_id


def job_row(session: Session, job_id: int) -> Job:
    """The row as it lies in the database now."""
    session.rollback()
    return session.get_one(Job, job_id, populate_existing=True)
