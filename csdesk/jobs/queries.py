"""Reads of the job table, for workers and for the supervisors' page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from csdesk.errors import InvalidState, NotFound
from csdesk.jobs.models import WAITING, Job, PeriodicWork, State
from csdesk.kernel.actor import Actor
from csdesk.kernel.permissions import Permission, authorize

SHOWN = 100


@dataclass(frozen=True)
class JobLists:
    """What the page shows: each list short, the counts true."""

    stuck: Sequence[Job]
    running: Sequence[Job]
    waiting: Sequence[Job]
    dead: Sequence[Job]
    finished: Sequence[Job]
    periodic: Sequence[PeriodicWork]
    counts: dict[State, int]


def job_lists(session: Session, actor: Actor, *, now: datetime) -> JobLists:
    """All jobs by how much they deserve an eye."""
    authorize(actor, Permission.SEE_JOBS)
    oldest = (Job.due_at, Job.id)
    newest = (Job.finished_at.desc(), Job.id.desc())
    silent = and_(Job.state == State.RUNNING, Job.lease_until < now)
    alive = and_(Job.state == State.RUNNING, Job.lease_until >= now)

    def some(*conditions: object, order: Sequence[object]) -> Sequence[Job]:
        return session.scalars(select(Job).where(*conditions).order_by(*order).limit(SHOWN)).all()  # type: ignore[arg-type]

    counted = session.execute(select(Job.state, func.count()).group_by(Job.state))
    return JobLists(
        stuck=some(silent, order=oldest),
        running=some(alive, order=oldest),
        waiting=some(Job.state.in_(WAITING), order=oldest),
        dead=some(Job.state == State.DEAD, order=newest),
        finished=some(Job.state == State.DONE, order=newest)[:20],
        periodic=session.scalars(select(PeriodicWork).order_by(PeriodicWork.name)).all(),
        counts={State(state): number for state, number in counted},
    )


def given_up(session: Session, job_id: int) -> Job:
    """A job that was given up, for the question before its retry."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound("There is no such job.")
    if job.state != State.DEAD:
        raise InvalidState("This job was not given up; it is tried by itself.")
    return job


def anything_due(session: Session, *, now: datetime) -> bool:
    """Whether a worker would find something to do."""
    waiting = and_(Job.state.in_(WAITING), Job.due_at <= now)
    abandoned = and_(Job.state == State.RUNNING, Job.lease_until < now)
    return bool(session.scalar(select(exists().where(or_(waiting, abandoned)))))


def periodic_slots(session: Session) -> dict[str, int]:
    """The last turn of each piece of periodic work."""
    rows = session.execute(select(PeriodicWork.name, PeriodicWork.slot))
    return {row.name: row.slot for row in rows}
