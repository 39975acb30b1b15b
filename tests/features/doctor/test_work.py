"""The doctor sees whether anybody does the owed work, and whether the log can be believed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.models import AuditVerification
from csdesk.audit.tags import Action
from csdesk.doctor.findings import Finding, Grade
from csdesk.doctor.work import check_work
from csdesk.jobs import actions, registry, runner
from csdesk.kernel.actor import Actor
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work


def findings(session: Session, about: str) -> list[Finding]:
    session.rollback()
    return [finding for finding in check_work(session.connection()) if finding.about == about]


def grade(session: Session, about: str) -> Grade:
    (finding,) = findings(session, about)
    return finding.grade


def a_round(session: Session, name: str = "test.round") -> None:
    """Have a worker do its round once."""
    registry.every(name, timedelta(seconds=15), lambda session, now: None)
    assert runner.run_periodic(session, name)
    del registry.periodic[name]


def test_an_installation_where_no_worker_ever_ran_is_noted(session: Session, clock: frozen) -> None:
    assert grade(session, "worker") is Grade.NOTE


def test_a_worker_that_does_its_round_is_fine(session: Session, clock: frozen) -> None:
    a_round(session)
    clock.tick(timedelta(minutes=1))
    assert grade(session, "worker") is Grade.FINE


def test_a_silent_worker_is_noted_while_nothing_waits(session: Session, clock: frozen) -> None:
    a_round(session)
    clock.tick(timedelta(hours=1))
    assert grade(session, "worker") is Grade.NOTE


def test_work_that_waits_for_nobody_is_wrong(session: Session, clock: frozen) -> None:
    with unit_of_work(session):
        actions.enqueue(session, name="test.job", payload={}, now=clock.moment)
    clock.tick(timedelta(hours=1))
    assert grade(session, "worker") is Grade.WRONG


def test_a_log_from_the_future_means_a_wrong_clock(session: Session, clock: frozen, agent: Actor) -> None:
    with unit_of_work(session):
        record(session, actor=agent, at=clock.moment + timedelta(days=1), action=Action.SIGNED_IN)
    assert grade(session, "clock") is Grade.WRONG


def test_a_log_that_was_never_checked_is_noted(session: Session, clock: frozen) -> None:
    assert grade(session, "log") is Grade.NOTE


def verified(session: Session, at: datetime, *, ok: bool) -> None:
    with unit_of_work(session):
        session.add(AuditVerification(kind="full", at=at, size=0, mac=b"0" * 32, ok=ok, message=""))


def test_a_log_whose_check_held_is_fine(session: Session, clock: frozen) -> None:
    verified(session, clock.moment, ok=True)
    assert grade(session, "log") is Grade.FINE


def test_a_log_whose_check_failed_is_wrong(session: Session, clock: frozen) -> None:
    verified(session, clock.moment, ok=False)
    assert grade(session, "log") is Grade.WRONG
