"""Writes of the job table: owe, claim, keep progress, finish, fail, retry. None of them commits."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Update, and_, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.errors import InvalidState, NotFound
from csdesk.jobs.models import WAITING, Job, PeriodicWork, State
from csdesk.jobs.rules import LEASE, may_retry, wait_after
from csdesk.kernel import clock
from csdesk.kernel.actor import Actor
from csdesk.kernel.permissions import Permission, authorize

OWED = "jobs_owed"  # set beside the session when it owes new work, so that a commit can wake a worker
NOTE_LENGTH = 200
_chance = random.SystemRandom()


class LeaseLost(RuntimeError):
    """Another worker has taken this job over; whatever was not committed is undone."""


@dataclass(frozen=True)
class Claimed:
    """A job that is ours until its lease ends; `attempt` tells our claim from any later one."""

    id: int
    name: str
    payload: Mapping[str, Any]
    cursor: Any
    attempt: int
    owner: str


def enqueue(
    session: Session, *, name: str, payload: Mapping[str, object], now: datetime | None = None,
    due_at: datetime | None = None, unique_key: str | None = None,
) -> int:  # fmt: skip
    """Owe a piece of work, in the caller's transaction; gives its number.

    `payload` holds references only. While a job with the same `unique_key` is unfinished, that one is given.
    """
    moment = now or clock.now()
    if unique_key is not None:
        there = session.scalar(_unfinished(unique_key))
        if there is not None:
            return there
    job = Job(
        name=name, payload=json.dumps(dict(payload), sort_keys=True), unique_key=unique_key, state=State.QUEUED,
        due_at=due_at or moment, created_at=moment,
    )  # fmt: skip
    session.add(job)
    session.flush()
    session.info[OWED] = True
    return job.id


def claim(session: Session, *, owner: str, now: datetime, lease: timedelta = LEASE) -> Claimed | None:
    """Take the next job that is due, or whose worker has gone silent; None when there is nothing to do."""
    while (row := session.scalars(_due(now).limit(1).with_for_update(skip_locked=True)).one_or_none()) is not None:
        attempt = row.attempts + 1
        if row.state == State.RUNNING and not may_retry(row.attempts):  # it takes its workers down with it
            _give_up(row, now, "the worker was lost")
            session.flush()
            continue
        row.state, row.owner, row.attempts, row.lease_until = State.RUNNING, owner, attempt, now + lease
        session.flush()
        cursor = json.loads(row.cursor) if row.cursor else None
        return Claimed(row.id, row.name, json.loads(row.payload), cursor, attempt, owner)
    return None


def save_progress(
    session: Session, *, job: Claimed, now: datetime, progress: float | None = None, note: str | None = None,
    cursor: object = None, lease: timedelta = LEASE,
) -> None:  # fmt: skip
    """Prolong the lease and keep how far the work is; raises LeaseLost when the job is no longer ours."""
    values: dict[str, Any] = {"lease_until": now + lease}
    if progress is not None:
        values["progress"] = min(max(progress, 0.0), 1.0)
    if note is not None:
        values["progress_note"] = note[:NOTE_LENGTH]
    if cursor is not None:
        values["cursor"] = json.dumps(cursor)
    _change(session, job, _ours(job).values(**values))


def finish(session: Session, *, job: Claimed, now: datetime) -> None:
    """The work is done."""
    done = _ours(job).values(state=State.DONE, finished_at=now, progress=1.0, lease_until=None, last_error=None)
    _change(session, job, done)


def fail(session: Session, *, job: Claimed, now: datetime, error: str) -> State:
    """The work failed: try again later, or give up. `error` names the kind of failure and holds no personal data."""
    values: dict[str, Any] = {"last_error": error[:NOTE_LENGTH], "lease_until": None, "owner": None}
    if may_retry(job.attempt):
        state, values = State.FAILED, {**values, "due_at": now + wait_after(job.attempt, _chance)}
    else:
        state, values = State.DEAD, {**values, "finished_at": now}
    _change(session, job, _ours(job).values(state=state, **values))
    return state


def put_back(session: Session, *, job: Claimed, now: datetime) -> None:
    """Our worker stops: whoever is next goes on at once where the last save stands; it does not count as a try."""
    back = {"state": State.QUEUED, "due_at": now, "lease_until": None, "owner": None, "attempts": job.attempt - 1}
    _change(session, job, _ours(job).values(**back))


def retry_job(session: Session, *, actor: Actor, now: datetime, job_id: int, reason: str = "") -> None:
    """A supervisor has a job that was given up tried again, from where it stood."""
    authorize(actor, Permission.SEE_JOBS)
    job = session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound("There is no such job.")
    if job.state != State.DEAD:
        raise InvalidState("This job was not given up; it is tried by itself.")
    if job.unique_key is not None and session.scalar(_unfinished(job.unique_key)) is not None:
        raise InvalidState("The same work is owed again already.")
    job.state, job.due_at, job.attempts, job.finished_at = State.QUEUED, now, 0, None
    session.info[OWED] = True
    record(session, actor=actor, at=now, action=Action.JOB_RETRIED, obj=("job", str(job_id)), reason=reason or None)


def take_turn(session: Session, *, name: str, slot: int, now: datetime) -> bool:
    """Whether this turn of periodic work is ours; the one who moves the slot on has it."""
    table = PeriodicWork
    moved = update(table).where(table.name == name, table.slot < slot).values(slot=slot, ran_at=now)
    if _rows(session, moved):
        return True
    if session.get(PeriodicWork, name) is not None:
        return False
    session.add(PeriodicWork(name=name, slot=slot, ran_at=now))
    session.flush()
    return True


def _due(now: datetime) -> Select[Job]:
    waiting = and_(Job.state.in_(WAITING), Job.due_at <= now)
    abandoned = and_(Job.state == State.RUNNING, Job.lease_until < now)
    return select(Job).where(or_(waiting, abandoned)).order_by(Job.due_at, Job.id)


def _unfinished(unique_key: str) -> Select[int]:
    return select(Job.id).where(Job.unique_key == unique_key, Job.finished_at.is_(None))


def _ours(job: Claimed) -> Update:
    mine = (Job.id == job.id, Job.state == State.RUNNING, Job.owner == job.owner, Job.attempts == job.attempt)
    return update(Job).where(*mine)


def _change(session: Session, job: Claimed, statement: Update) -> None:
    if not _rows(session, statement):
        raise LeaseLost(f"job {job.id} is no longer ours")


def _rows(session: Session, statement: Update) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return result.rowcount if isinstance(result, CursorResult) else 0


def _give_up(job: Job, now: datetime, error: str) -> None:
    job.state, job.finished_at, job.last_error, job.lease_until = State.DEAD, now, error, None
