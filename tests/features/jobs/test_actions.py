from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.errors import InvalidState, NotAllowed, NotFound
from csdesk.jobs.actions import LeaseLost, enqueue, fail, finish, put_back, retry_job, save_progress, take_turn
from csdesk.jobs.models import Job, State
from csdesk.jobs.rules import LEASE, MAX_ATTEMPTS
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from tests.factories.jobs import claim_one, claimed, job_row, make_dead_job, make_job


def test_work_owed_in_a_deed_that_fails_is_not_owed(session: Session, now: datetime) -> None:
    def fails() -> None:
        with unit_of_work(session):
            enqueue(session, name="test.work", payload={}, now=now)
            raise InvalidState("no")

    with pytest.raises(InvalidState):
        fails()
    assert session.scalar(select(Job.id)) is None


def test_the_same_unfinished_work_is_owed_once(session: Session, now: datetime) -> None:
    first = make_job(session, unique_key="reach:R-2026-000001")
    assert make_job(session, unique_key="reach:R-2026-000001") == first
    job = claim_one(session, now=now)
    assert job is not None
    with unit_of_work(session):
        finish(session, job=job, now=now)
    assert make_job(session, unique_key="reach:R-2026-000001") != first


def test_takes_what_is_due_in_order(session: Session, now: datetime) -> None:
    later = make_job(session, due_at=now + timedelta(minutes=5))
    second = make_job(session, due_at=now)
    first = make_job(session, due_at=now - timedelta(minutes=1))
    taken = [claim_one(session, now=now, lease=timedelta(hours=1)) for _ in range(3)]
    assert [job.id if job else None for job in taken] == [first, second, None]
    due = claim_one(session, now=now + timedelta(minutes=5))
    assert due is not None
    assert due.id == later


def test_a_claim_brings_payload_and_cursor(session: Session, now: datetime) -> None:
    job = claimed(session, now=now)
    assert (job.payload, job.cursor, job.attempt) == ({"ref": "x1"}, None, 1)
    with unit_of_work(session):
        save_progress(session, job=job, now=now, progress=0.4, note="40 of 100", cursor={"row": 40})
    again = claim_one(session, owner="w2", now=now + LEASE * 2)
    assert again is not None
    assert (again.id, again.cursor, again.attempt) == (job.id, {"row": 40}, 2)


def test_a_silent_worker_loses_its_job_and_can_change_nothing_more(session: Session, now: datetime) -> None:
    job = claimed(session, now=now)
    assert claim_one(session, owner="w2", now=now + LEASE / 2) is None
    other = claim_one(session, owner="w2", now=now + LEASE * 1.1)
    assert other is not None
    for change in (
        lambda: save_progress(session, job=job, now=now),
        lambda: finish(session, job=job, now=now),
        lambda: fail(session, job=job, now=now, error="OSError"),
        lambda: put_back(session, job=job, now=now),
    ):
        with pytest.raises(LeaseLost), unit_of_work(session):
            change()
    with unit_of_work(session):
        finish(session, job=other, now=now)
    assert job_row(session, job.id).state == State.DONE


def test_saving_progress_keeps_the_job(session: Session, now: datetime) -> None:
    job = claimed(session, now=now)
    with unit_of_work(session):
        save_progress(session, job=job, now=now + LEASE / 2, progress=7.0)
    assert claim_one(session, owner="w2", now=now + LEASE * 1.2) is None
    assert job_row(session, job.id).progress == 1.0


def test_a_failure_waits_and_is_tried_again_until_it_is_given_up(session: Session, now: datetime) -> None:
    job_id = make_job(session, now=now)
    moment = now
    for attempt in range(1, MAX_ATTEMPTS + 1):
        job = claim_one(session, now=moment)
        assert job is not None
        with unit_of_work(session):
            state = fail(session, job=job, now=moment, error="TimeoutError")
        assert state == (State.FAILED if attempt < MAX_ATTEMPTS else State.DEAD)
        row = job_row(session, job_id)
        assert row.last_error == "TimeoutError"
        assert attempt == MAX_ATTEMPTS or row.due_at > moment
        moment = max(row.due_at, moment) + timedelta(seconds=1)
    assert claim_one(session, now=moment + timedelta(days=9)) is None


def test_a_job_that_kills_its_workers_is_given_up(session: Session, now: datetime) -> None:
    job_id = make_job(session, now=now)
    moment = now
    for _ in range(MAX_ATTEMPTS):
        assert claim_one(session, now=moment) is not None
        moment += LEASE * 2
    assert claim_one(session, now=moment) is None
    assert (job_row(session, job_id).state, job_row(session, job_id).last_error) == ("dead", "the worker was lost")


def test_a_job_put_back_goes_on_at_once_and_loses_no_try(session: Session, now: datetime) -> None:
    job = claimed(session, now=now)
    with unit_of_work(session):
        put_back(session, job=job, now=now)
    again = claim_one(session, owner="w2", now=now)
    assert again is not None
    assert again.attempt == 1


def test_a_supervisor_has_a_dead_job_tried_again(session: Session, supervisor: Actor, now: datetime) -> None:
    job_id = make_dead_job(session, now)
    with unit_of_work(session):
        retry_job(session, actor=supervisor, now=now, job_id=job_id, reason="The disk is back")
    job = claim_one(session, now=now)
    assert job is not None
    assert (job.id, job.attempt) == (job_id, 1)
    noted = session.scalars(select(AuditEvent).where(AuditEvent.action == "job.retried")).one()
    assert f'"object":["job","{job_id}"]' in noted.body
    assert "disk" not in noted.body


def test_refuses_a_retry_that_makes_no_sense(session: Session, supervisor: Actor, agent: Actor, now: datetime) -> None:
    waiting = make_job(session, now=now)
    dead = make_dead_job(session, now)
    for actor, job_id, refusal in (
        (supervisor, 999, NotFound), (supervisor, waiting, InvalidState), (agent, dead, NotAllowed),
    ):  # fmt: skip
        with pytest.raises(refusal), unit_of_work(session):
            retry_job(session, actor=actor, now=now, job_id=job_id)


def test_refuses_a_retry_while_the_same_work_is_owed_anew(session: Session, supervisor: Actor, now: datetime) -> None:
    dead = make_dead_job(session, now)
    with unit_of_work(session):
        session.get_one(Job, dead).unique_key = "k"
    make_job(session, unique_key="k")
    with pytest.raises(InvalidState), unit_of_work(session):
        retry_job(session, actor=supervisor, now=now, job_id=dead)


def test_each_turn_of_periodic_work_is_taken_once(session: Session, now: datetime) -> None:
    turns = []
    for slot in (5, 5, 6, 5, 8, 8):
        with unit_of_work(session):
            turns.append(take_turn(session, name="test.round", slot=slot, now=now))
    assert turns == [True, False, True, False, True, False]


def test_many_workers_share_the_jobs_each_once(session: Session, now: datetime) -> None:
    for number in range(24):
        make_job(session, payload={"number": number})
    bind = session.get_bind()
    taken: list[int] = []

    def work(owner: str) -> None:
        with Session(bind, info=dict(session.info)) as own:
            while (job := claim_one(own, owner=owner, now=now + timedelta(days=1))) is not None:
                taken.append(job.id)
                with unit_of_work(own):
                    finish(own, job=job, now=now)

    crowd = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    session.rollback()
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 24
