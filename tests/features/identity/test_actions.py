"""The blind zip on both databases: the outcome is kept, the spoken value is nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.customers.models import Customer
from csdesk.errors import NotAllowed, NotFound
from csdesk.identity.actions import ZipJudgement, judge_zip
from csdesk.identity.models import Confirmation
from csdesk.identity.queries import NOT_ASKED, failed_tries, zip_outcome_for
from csdesk.identity.rules import Outcome
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Street
from tests.factories.customers import make_customer

OLD = Street("9 Elm St", "", "Seattle", "WA", "98104")


@pytest.fixture
def customer(session: Session) -> Customer:
    with unit_of_work(session):
        return make_customer(session, former_addresses=[OLD])


def judge(session: Session, actor: Actor, now: datetime, customer: Customer, spoken: str) -> ZipJudgement:
    with unit_of_work(session):
        return judge_zip(
            session, actor=actor, now=now, contact_number="C-1042", customer_ref=customer.ref, zip_spoken=spoken
        )


@pytest.mark.parametrize(
    ("spoken", "outcome", "action"),
    [
        ("98001", Outcome.MATCH, "identity.confirmed"),
        ("98010", Outcome.CLOSE, "identity.confirmed"),
        ("98104", Outcome.CLOSE, "identity.confirmed"),
        ("60601", Outcome.NO, "identity.failed"),
    ],
)
def test_outcome_is_kept_and_logged(
    session: Session, agent: Actor, now: datetime, customer: Customer, spoken: str, outcome: Outcome, action: str
) -> None:
    assert judge(session, agent, now, customer, spoken).outcome is outcome
    kept = zip_outcome_for(session, contact_number="C-1042", subject_ref=customer.subject_ref)
    assert kept.outcome is outcome
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.outcome, event.contact) == (action, outcome.value, "C-1042")


def test_the_spoken_zip_is_stored_nowhere(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    judge(session, agent, now, customer, "60637")
    names = inspect(session.get_bind()).get_table_names()
    everything = "".join(repr(session.execute(text(f'SELECT * FROM "{name}"')).all()) for name in names)
    assert "60637" not in everything


def test_nothing_said_leaves_no_trace(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    assert judge(session, agent, now, customer, "none of your business").outcome is Outcome.NOT_ASKED
    assert session.scalars(select(Confirmation)).all() == []
    assert session.scalars(select(AuditEvent)).all() == []


def test_the_latest_outcome_counts(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    judge(session, agent, now, customer, "60601")
    judge(session, agent, now, customer, "98001")
    found = zip_outcome_for(session, contact_number="C-1042", subject_ref=customer.subject_ref)
    assert not found.is_mismatch
    assert zip_outcome_for(session, contact_number="C-9", subject_ref=customer.subject_ref) == NOT_ASKED
    assert zip_outcome_for(session, contact_number=None, subject_ref=customer.subject_ref) == NOT_ASKED


def test_after_three_misses_in_a_day_nothing_is_compared(
    session: Session, agent: Actor, supervisor: Actor, now: datetime, customer: Customer
) -> None:
    for actor, spoken in ((agent, "60601"), (supervisor, "60602"), (agent, "60603")):
        assert not judge(session, actor, now, customer, spoken).is_used_up
    right = judge(session, agent, now, customer, "98001")
    assert right.is_used_up
    assert right.outcome is Outcome.NO
    assert failed_tries(session, subject_ref=customer.subject_ref, now=now) == 3
    assert judge(session, agent, now + timedelta(hours=25), customer, "98001").outcome is Outcome.MATCH


def test_the_sentence_tells_nothing_that_is_on_file(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    for spoken in ("98001", "98002", "98104", "60601"):
        answer = judge(session, agent, now, customer, spoken)
        assert not any(char.isdigit() for char in answer.sentence)


def test_an_admin_confirms_nobody_and_a_stranger_does_not_exist(
    session: Session, admin: Actor, agent: Actor, now: datetime, customer: Customer
) -> None:
    with pytest.raises(NotAllowed):
        judge(session, admin, now, customer, "98001")
    with pytest.raises(NotFound), unit_of_work(session):
        judge_zip(session, actor=agent, now=now, contact_number=None, customer_ref="c0", zip_spoken="98001")
