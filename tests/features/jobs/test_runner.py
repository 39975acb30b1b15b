from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from csdesk.errors import InvalidState
from csdesk.jobs import registry, runner
from csdesk.jobs.models import Job, PeriodicWork
from csdesk.jobs.registry import Handler, JobContext
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from tests.factories.audit import make_event
from tests.factories.jobs import claim_one, job_row, make_job

Handled = Callable[[Handler], None]


@pytest.fixture
def handled() -> Iterator[Handled]:
    """Have jobs named test.work done by a function of the test."""
    yield lambda handler: registry.handle("test.work", handler)
    registry.handlers.pop("test.work", None)


def test_does_all_that_is_due(session: Session, handled: Handled) -> None:
    done: list[object] = []
    handled(lambda job: done.append(job.payload["n"]))
    for number in range(3):
        make_job(session, payload={"n": number})
    assert runner.drain(session, owner="w1") == 3
    assert done == [0, 1, 2]
    assert runner.drain(session, owner="w1") == 0


def test_a_failure_names_its_kind_and_nothing_that_was_said(
    session: Session, handled: Handled, caplog: pytest.LogCaptureFixture
) -> None:
    name = "Jane Vale"

    def breaks(job: JobContext) -> None:
        job.session.execute(text("SELECT * FROM nowhere WHERE x = :name"), {"name": name})

    handled(breaks)
    job_id = make_job(session)
    with caplog.at_level(logging.ERROR):
        runner.drain(session, owner="w1")
    row = job_row(session, job_id)
    assert row.state == "failed"
    assert row.last_error in {"OperationalError", "ProgrammingError"}
    assert name not in caplog.text


def test_our_own_refusals_are_told_in_words(session: Session, handled: Handled) -> None:
    def refuses(_job: JobContext) -> None:
        raise InvalidState("The file is gone.")

    handled(refuses)
    job_id = make_job(session)
    runner.drain(session, owner="w1")
    assert job_row(session, job_id).last_error == "The file is gone."


def test_a_job_that_nobody_handles_is_not_forgotten(session: Session) -> None:
    job_id = make_job(session, "test.unknown")
    runner.drain(session, owner="w1")
    assert job_row(session, job_id).last_error == "Nobody handles jobs named test.unknown."


def test_work_and_progress_are_one_commit(session: Session, handled: Handled) -> None:
    def half(job: JobContext) -> None:
        for step in range(job.cursor or 0, 4):
            with unit_of_work(job.session):
                job.session.execute(text("UPDATE number_series SET last = last + 1 WHERE name = 'test'"))
                job.save(progress=(step + 1) / 4, cursor=step + 1)
                if step == 2 and job.attempt == 1:
                    raise OSError

    with unit_of_work(session):
        session.execute(text("INSERT INTO number_series (name, last) VALUES ('test', 0)"))
    handled(half)
    job_id = make_job(session)
    runner.drain(session, owner="w1")
    assert job_row(session, job_id).progress == 0.5
    with frozen(job_row(session, job_id).due_at + timedelta(seconds=1)):
        runner.drain(session, owner="w1")
    assert job_row(session, job_id).state == "done"
    assert session.scalar(text("SELECT last FROM number_series WHERE name = 'test'")) == 4


def test_a_worker_asked_to_stop_puts_its_job_back(session: Session, handled: Handled) -> None:
    asked = False

    def long(job: JobContext) -> None:
        nonlocal asked
        for step in range(10):
            with unit_of_work(job.session):
                job.save(cursor=step)
            asked = True

    handled(long)
    job_id = make_job(session)
    runner.run_next(session, owner="w1", should_stop=lambda: asked)
    row = job_row(session, job_id)
    assert (row.state, row.attempts, row.cursor) == ("queued", 0, "0")


def test_a_long_silent_handler_keeps_its_job(session: Session, handled: Handled) -> None:
    lease = timedelta(seconds=0.9)
    seen: list[object] = []

    def silent(job: JobContext) -> None:
        with Session(job.session.get_bind(), info=dict(session.info)) as other:
            other.info["in_unit_of_work"] = False
            for _ in range(4):
                other.execute(text("SELECT 1"))
                other.rollback()
                time.sleep(0.4)
                seen.append(claim_one(other, owner="thief"))

    handled(silent)
    make_job(session)
    runner.run_next(session, owner="w1", lease=lease)
    assert seen == [None] * 4


def test_does_periodic_work_once_in_its_turn(session: Session, now: datetime) -> None:
    runs: list[datetime] = []
    registry.every("test.round", timedelta(minutes=1), lambda _session, at: runs.append(at))
    try:
        with frozen(now) as stopped:
            assert runner.run_periodic(session, "test.round")
            assert not runner.run_periodic(session, "test.round")
            stopped.tick(timedelta(minutes=1))
            assert runner.run_periodic(session, "test.round")
        assert runs == [now, now + timedelta(minutes=1)]
    finally:
        del registry.periodic["test.round"]


def test_periodic_work_that_fails_shows_and_comes_round_again(session: Session, now: datetime) -> None:
    def breaks(_session: Session, _now: datetime) -> None:
        raise OSError

    registry.every("test.round", timedelta(minutes=1), breaks)
    try:
        assert runner.run_periodic(session, "test.round")
        assert session.get_one(PeriodicWork, "test.round").last_error == "OSError"
    finally:
        del registry.periodic["test.round"]


def test_a_handler_may_write_events_of_its_own(session: Session, handled: Handled) -> None:
    def looks(job: JobContext) -> None:
        make_event(job.session)

    handled(looks)
    make_job(session)
    runner.drain(session, owner="w1")
    assert session.scalar(select(func.count()).select_from(Job).where(Job.state == "done")) == 1
