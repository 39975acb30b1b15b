"""The one file that knows huey: it wakes worker threads; what there is to do stands in the job table alone.

huey forgets a task the moment it hands it out, so a killed worker would lose its work. Here a task carries nothing
but "look into the table", a look round finds what a lost wake-up left lying, and leases find what a lost worker had.
The queue is a small SQLite file in the instance folder on every database: with several machines each has its own,
and they share the work through the job table (claims skip locked rows).
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from datetime import timedelta
from functools import cached_property

from flask import Flask
from huey import Huey, SqliteHuey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from sqlalchemy.orm import Session

from csdesk.extensions import db
from csdesk.jobs import queries, registry, runner
from csdesk.jobs.rules import LEASE, slot_of
from csdesk.kernel import clock
from csdesk.kernel.db import end_read

logger = logging.getLogger(__name__)
LOOK_ROUND = timedelta(seconds=1)
THREADS = 2
PATIENCE = 30  # seconds that a stopping worker gives the jobs in its hands


class QuietConsumer(Consumer):  # type: ignore[misc]  # huey has no types
    """A consumer inside another program: the signals stay that program's own."""

    def _set_signal_handlers(self) -> None:
        """Leave them alone."""


class Engine:
    """The worker side of one application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._stop = threading.Event()
        self._consumer: Consumer | None = None
        self._looker: threading.Thread | None = None
        self.lease = LEASE

    @cached_property
    def queue(self) -> Huey:
        """The queue of wake-ups, signed so that nobody can put a pickle of his own into it."""
        settings, keys = (self.app.extensions["csdesk_session_info"][name] for name in ("settings", "keys"))
        return SqliteHuey(
            "csdesk", filename=str(settings.instance / "queue.sqlite"), results=False,
            serializer=SignedSerializer(secret=keys.web.hex(), salt="csdesk jobs"),
        )  # fmt: skip

    @cached_property
    def _wake_task(self) -> object:
        return self.queue.task(name="look_into_the_table")(self._drain)

    @cached_property
    def _turn_task(self) -> object:
        return self.queue.task(name="periodic_turn")(self._turn)

    def wake(self) -> None:
        """Have some worker of this machine look into the table now; a wake-up that is lost costs a look round."""
        try:
            if self.queue.pending_count() < THREADS:
                self._wake_task()  # type: ignore[operator]
        except sqlite3.Error as error:
            logger.warning("no wake-up: %s", type(error).__name__)

    def run(self, threads: int = THREADS) -> None:
        """Work until SIGTERM or SIGINT; jobs in hand are saved and put back."""
        self._begin(Consumer, threads)
        if self._consumer is not None:
            self._consumer.run()
        self._end()

    def start(self, threads: int = THREADS) -> None:
        """Work in threads of this process until `stop`; for the demo and for tests."""
        self._begin(QuietConsumer, threads)
        if self._consumer is not None:
            self._consumer.start()

    def stop(self) -> None:
        """End what `start` began."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
        self._end()

    def drain(self) -> int:
        """Do everything that is due now, periodic work included, in this thread; gives the number of jobs done."""
        for name in list(registry.periodic):
            self._turn(name)
        return self._drain()

    def _begin(self, kind: type[Consumer], threads: int) -> None:
        _ = self._wake_task, self._turn_task  # tasks are known before a worker hands one out
        self._stop.clear()
        self._consumer = kind(
            self.queue, workers=threads, periodic=False, initial_delay=0.05, max_delay=0.5,
            shutdown_timeout=PATIENCE, graceful_signal="TERM",
        )  # fmt: skip
        self._looker = threading.Thread(target=self._look_round, name="look-round", daemon=True)
        self._looker.start()

    def _end(self) -> None:
        self._stop.set()
        if self._looker is not None:
            self._looker.join()
        self.queue.storage.close()

    def _is_stopping(self) -> bool:
        return self._stop.is_set() or (self._consumer is not None and self._consumer.stop_flag.is_set())

    def _drain(self) -> int:
        with self.app.app_context(), self._session() as session:
            return runner.drain(session, owner=runner.new_owner(), should_stop=self._is_stopping, lease=self.lease)

    def _turn(self, name: str) -> bool:
        with self.app.app_context(), self._session() as session:
            return runner.run_periodic(session, name)

    def _session(self) -> Session:
        return Session(db.engine, info=dict(self.app.extensions["csdesk_session_info"]))

    def _look_round(self) -> None:
        """See every second whether anything is due, a worker has gone silent, or it is somebody's turn."""
        with self.app.app_context(), self._session() as session:
            while not self._stop.wait(LOOK_ROUND.total_seconds()):
                with runner.Parked() as parked:
                    self._look(session)
                if parked.error is not None:
                    logger.error("look round: %s\n%s", parked.reason, parked.place)
                end_read(session)

    def _look(self, session: Session) -> None:
        now = clock.now()
        slots = queries.periodic_slots(session)
        is_due = queries.anything_due(session, now=now)
        end_read(session)
        if is_due:
            self.wake()
        for name, work in registry.periodic.items():
            if slots.get(name, -1) < slot_of(now, work.every) and self.queue.pending_count() < THREADS:
                self._turn_task(name)  # type: ignore[operator]


def engine_of(app: Flask) -> Engine:
    """The engine of an application."""
    engine: Engine = app.extensions["csdesk_jobs"]
    return engine


def start_in_thread(app: Flask, threads: int = 1) -> Engine:
    """Work beside a server in the same process (demo, tests); call `stop()` on what is returned."""
    engine = engine_of(app)
    engine.start(threads)
    return engine
