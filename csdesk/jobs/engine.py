"""The one file that knows huey: a pool of worker threads, woken every second, that does what the job table owes.

huey's own queue stays in memory and holds nothing but wake-ups: the table is the queue, so a killed worker loses
nothing and both databases behave alike (stack.md 6: huey forgets a task when it hands it out).
"""

from __future__ import annotations

import random
import threading
from types import TracebackType
from typing import Self

import structlog
from flask import Flask
from huey import MemoryHuey
from huey.consumer import Consumer
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from csdesk.extensions import db
from csdesk.jobs.actions import Claim, LeaseLost, claim_next, enqueue, fail, finish
from csdesk.jobs.registry import Registry, Work, period_key, registry_of
from csdesk.kernel import clock
from csdesk.kernel.db import end_read, unit_of_work

log = structlog.get_logger("csdesk.jobs")
TICK_SECONDS = 1.0
STOP_WITHIN = 20


class _Pool(Consumer):  # type: ignore[misc]  # huey has no types
    """huey's consumer without its own signal handlers: the command decides when to stop."""

    def _set_signal_handlers(self) -> None:
        """Leave the process's signals alone."""


class Engine:
    """Worker threads for one application; a context manager, or started and stopped by hand."""

    def __init__(self, app: Flask, *, threads: int = 2) -> None:
        self.app = app
        self._huey = MemoryHuey("csdesk", results=False)
        self._wake = self._huey.task(name="drain")(lambda: drain(app))
        self._pool = _Pool(self._huey, workers=threads, periodic=False, shutdown_timeout=STOP_WITHIN)
        self._stopped = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="csdesk-ticker", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._pool.start()
        self._ticker.start()

    def stop(self) -> None:
        """Finish what is being done, take nothing new."""
        self._stopped.set()
        self._pool.stop(graceful=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _tick(self) -> None:
        """Wake the pool every second, unless it has wake-ups waiting."""
        while not self._stopped.wait(TICK_SECONDS):
            if self._huey.pending_count() == 0:
                self._wake()


def drain(app: Flask) -> int:
    """Owe the periodic work, then do everything that is due; returns how many jobs were done or tried."""
    done = 0
    with app.app_context():
        registry, session = registry_of(app), db.session()
        try:
            owe_periodic(session, registry)
            while do_next(session, registry):
                done += 1
        except OperationalError as error:
            # The database is away: say so and let the next tick try; nothing is lost, the table is the queue.
            log.warning("database_away", kind=type(error).__name__)
        finally:
            db.session.remove()
    return done


def owe_periodic(session: Session, registry: Registry) -> None:
    """Owe each periodic job once in its turn, over all machines."""
    now = clock.now()
    for name, every in registry.periodic.items():
        try:
            with unit_of_work(session):
                enqueue(session, name=name, now=now, unique_key=period_key(name, every, now))
        except IntegrityError:
            log.debug("owed_elsewhere", job=name)


def do_next(session: Session, registry: Registry) -> bool:
    """Claim one job and do it; False when nothing is due."""
    with unit_of_work(session):
        claim = claim_next(session, now=clock.now(), names=frozenset(registry.handlers))
    if claim is None:
        return False
    try:
        registry.handlers[claim.name](Work(session, claim))
        end_read(session)
        with unit_of_work(session):
            finish(session, now=clock.now(), claim=claim)
    except LeaseLost:
        log.warning("lease_lost", job=claim.id, name=claim.name)
    except Exception as error:  # noqa: BLE001 - whatever went wrong is kept on the job and shown to a supervisor
        end_read(session)
        _failed(session, claim, type(error).__name__)
    return True


def _failed(session: Session, claim: Claim, kind: str) -> None:
    """Put the job back with a pause, or give it up; only the kind of error is kept."""
    log.warning("job_failed", job=claim.id, name=claim.name, kind=kind, attempt=claim.attempt)
    try:
        with unit_of_work(session):
            fail(session, now=clock.now(), claim=claim, kind=kind, jitter=random.random())  # noqa: S311
    except LeaseLost:
        log.warning("lease_lost", job=claim.id, name=claim.name)
