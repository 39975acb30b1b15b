"""Real workers in processes of their own: killed, stopped, and run once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from csdesk.audit.queries import latest_verification
from csdesk.config import Settings
from csdesk.extensions import db
from csdesk.jobs import registry
from csdesk.jobs.actions import enqueue
from csdesk.jobs.engine import engine_of, start_in_thread
from csdesk.kernel.db import unit_of_work
from tests.factories.jobs import job_row, make_job
from tests.features.jobs.killed_worker import STEPS

PATIENCE = 60.0


def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(session: Session, database_url: str) -> None:
    with unit_of_work(session):
        session.execute(text("INSERT INTO number_series (name, last) VALUES ('test', 0)"))
    job_id = make_job(session, "test.count")
    for kill_at in (0.2, 0.5):
        worker = _start("tests.features.jobs.killed_worker", database_url)
        _until(lambda: job_row(session, job_id).progress >= kill_at)  # noqa: B023 - called at once
        worker.kill()
        worker.wait()
        assert job_row(session, job_id).state == "running"
        time.sleep(1.2)  # the lease of the dead worker ends
    assert _start("tests.features.jobs.killed_worker", database_url).wait(PATIENCE) == 0
    row = job_row(session, job_id)
    assert (row.state, row.attempts, row.progress) == ("done", 3, 1.0)
    assert session.scalar(text("SELECT last FROM number_series WHERE name = 'test'")) == STEPS


def test_the_worker_command_checks_the_log_and_stops_when_told(session: Session, settings: Settings) -> None:
    worker = _start("csdesk.cli", "worker", settings=settings)
    _until(lambda: _verified(session))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0


def test_the_worker_command_runs_once(session: Session, settings: Settings) -> None:
    job_id = make_job(session, "test.nobody")
    worker = _start("csdesk.cli", "worker", "--once", settings=settings)
    assert worker.wait(PATIENCE) == 0
    assert job_row(session, job_id).attempts == 1
    assert _verified(session)


def test_a_commit_wakes_a_worker_of_the_same_process(app: Flask) -> None:
    done: list[object] = []
    registry.handle("test.work", lambda job: done.append(job.payload["n"]))
    engine = start_in_thread(app)
    try:
        with app.app_context():
            with unit_of_work(db.session()) as session:
                enqueue(session, name="test.work", payload={"n": 7})
            _until(lambda: done == [7])
    finally:
        engine.stop()
        del registry.handlers["test.work"]


def test_what_is_rolled_back_wakes_nobody(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        with unit_of_work(session):
            enqueue(session, name="test.work", payload={})
            session.rollback()
        assert engine_of(app).queue.pending_count() == 0


def test_draining_does_periodic_work_too(app: Flask) -> None:
    with app.app_context():
        assert engine_of(app).drain() == 0
        last = latest_verification(db.session())
    assert last is not None
    assert last.ok


def _start(module: str, *arguments: str, settings: Settings | None = None) -> subprocess.Popen[bytes]:
    given = {} if settings is None else {
        "CSDESK_ENVIRONMENT": "test", "CSDESK_DATABASE_URL": settings.database_url,
        "CSDESK_INSTANCE": str(settings.instance), "CSDESK_KEY_FILE": str(settings.keys),
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-m", module, *arguments], env={**os.environ, **given})


def _verified(session: Session) -> bool:
    session.rollback()
    found = latest_verification(session) is not None
    session.rollback()
    return found


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            pytest.fail("it did not happen in time")
        time.sleep(0.02)
