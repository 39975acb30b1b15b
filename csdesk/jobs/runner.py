"""Do one job, or one turn of periodic work. A failure is parked in the table, where a supervisor sees it."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from csdesk.errors import DeskError
from csdesk.jobs import actions, registry
from csdesk.jobs.actions import Claimed, LeaseLost
from csdesk.jobs.models import PeriodicWork
from csdesk.jobs.rules import LEASE, slot_of
from csdesk.kernel import clock
from csdesk.kernel.db import end_read, unit_of_work

logger = logging.getLogger(__name__)
ShouldStop = Callable[[], bool]


class StopWork(RuntimeError):
    """This worker is asked to stop; the job goes back and is taken up where it was last saved."""


class Parked:
    """Runs a block whose failure is kept instead of raised: one bad job must not take the worker down."""

    error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, Exception):
            self.error = error
        return self.error is not None

    @property
    def reason(self) -> str:
        """The kind of failure; a sentence only when it is ours and so holds no personal data."""
        return self.error.message if isinstance(self.error, DeskError) else type(self.error).__name__

    @property
    def place(self) -> str:
        """Where it failed; the exception's own text may hold a statement's values and is left out."""
        return "".join(traceback.format_tb(self.error.__traceback__)) if self.error else ""


class Running:
    """The JobContext of a job in hand."""

    def __init__(self, session: Session, job: Claimed, should_stop: ShouldStop, lease: timedelta) -> None:
        self.session = session
        self.id, self.name, self.attempt = job.id, job.name, job.attempt
        self.payload: Mapping[str, Any] = job.payload
        self.cursor: Any = job.cursor
        self._job = job
        self._should_stop = should_stop
        self._lease = lease

    def save(self, *, progress: float | None = None, note: str | None = None, cursor: object = None) -> None:
        """Keep how far the work is, in the unit of work that is open; see JobContext."""
        if self._should_stop():
            raise StopWork
        actions.save_progress(
            self.session,
            job=self._job,
            now=clock.now(),
            progress=progress,
            note=note,
            cursor=cursor,
            lease=self._lease,
        )
        self.cursor = self.cursor if cursor is None else cursor


class Pulse:
    """Prolongs the lease beside a handler that is silent for long (a big query, say)."""

    def __init__(self, session: Session, job: Claimed, lease: timedelta) -> None:
        self._lease = lease
        self._session = Session(session.get_bind(), info=dict(session.info))
        self._session.info["in_unit_of_work"] = False
        self._job = job
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"pulse-{job.id}", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()
        self._session.close()

    def _beat(self) -> None:
        while not self._over.wait(self._lease.total_seconds() / 3):
            with Parked() as parked, unit_of_work(self._session) as session:
                actions.save_progress(session, job=self._job, now=clock.now(), lease=self._lease)
            if (
                parked.error is not None
            ):  # the job is not ours any more, or the database is away: its own saves will tell
                logger.warning("no pulse for job %s: %s", self._job.id, parked.reason)


def new_owner() -> str:
    """A name for a worker thread: where it runs, and a random part that no later worker has."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def never() -> bool:
    """For workers that are not asked to stop."""
    return False


def run_next(session: Session, *, owner: str, should_stop: ShouldStop = never, lease: timedelta = LEASE) -> bool:
    """Claim one job and do it; False when none is due. Claim, work and result are commits of their own."""
    with unit_of_work(session):
        job = actions.claim(session, owner=owner, now=clock.now(), lease=lease)
    if job is None:
        return False
    with Parked() as parked:
        handler = registry.handlers.get(job.name)
        if handler is None:
            raise DeskError(f"Nobody handles jobs named {job.name}.")
        with Pulse(session, job, lease):
            handler(Running(session, job, should_stop, lease))
    end_read(session)
    _settle(session, job, parked)
    return True


def _settle(session: Session, job: Claimed, parked: Parked) -> None:
    now = clock.now()
    try:
        with unit_of_work(session):
            if parked.error is None:
                actions.finish(session, job=job, now=now)
            elif isinstance(parked.error, StopWork):
                actions.put_back(session, job=job, now=now)
            elif not isinstance(parked.error, LeaseLost):
                state = actions.fail(session, job=job, now=now, error=parked.reason)
                logger.error("job %s %s %s: %s\n%s", job.id, job.name, state, parked.reason, parked.place)
    except LeaseLost:
        logger.warning("job %s was taken over while we worked on it", job.id)


def run_periodic(session: Session, name: str) -> bool:
    """Do this turn of a piece of periodic work, unless another worker has it."""
    work = registry.periodic[name]
    now = clock.now()
    try:
        with unit_of_work(session):
            is_ours = actions.take_turn(session, name=name, slot=slot_of(now, work.every), now=now)
    except IntegrityError:  # two workers began their first turn together; the other one has it
        return False
    if not is_ours:
        return False
    with Parked() as parked:
        work.run(session, now)
    end_read(session)
    with unit_of_work(session):
        turn = session.get_one(PeriodicWork, name)
        turn.last_error = parked.reason if parked.error is not None else None
    if parked.error is not None:
        logger.error("periodic work %s: %s\n%s", name, parked.reason, parked.place)
    return True


def drain(session: Session, *, owner: str, should_stop: ShouldStop = never, lease: timedelta = LEASE) -> int:
    """Do everything that is due; gives the number of jobs done."""
    count = 0
    while not should_stop() and run_next(session, owner=owner, should_stop=should_stop, lease=lease):
        count += 1
    return count
