"""The worker counts whom a removal catches, on both databases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.customers.models import Customer
from csdesk.jobs import registry, runner
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Street
from csdesk.privacy.actions import REACH_JOB
from csdesk.privacy.given import GivenWords
from csdesk.privacy.models import PrivacyRequest
from csdesk.privacy.tasks import count_reach, refresh_reach
from csdesk.suppression.channels import Channel, Scope
from tests.factories.customers import HOME, make_customer
from tests.factories.privacy import DANI, make_removal

NUMBER = "R-2026-000001"


def caught(session: Session, now: datetime, number: str = NUMBER) -> int:
    with unit_of_work(session):
        return count_reach(session, number, now=now)


def test_the_owed_work_is_done_by_the_worker(session: Session, agent: Actor, now: datetime) -> None:
    with unit_of_work(session):
        ref = make_customer(session).ref
    make_removal(session, agent, now, customer_ref=ref)
    registry.handle(REACH_JOB, refresh_reach)
    assert runner.drain(session, owner="worker") == 1
    session.expire_all()
    assert session.scalars(select(PrivacyRequest.reach_count)).one() == 1


def test_somebody_who_comes_later_is_counted_later(session: Session, agent: Actor, now: datetime) -> None:
    make_removal(session, agent, now, given=DANI)
    assert caught(session, now) == 0
    with unit_of_work(session):
        make_customer(session, first="DANIELLE")
    assert caught(session, now) == 1


def test_everybody_with_the_number_or_address_is_counted(session: Session, agent: Actor, now: datetime) -> None:
    with unit_of_work(session):
        for first in ("Ann", "Bob", "Cy"):
            make_customer(session, first=first, phones=["(206) 555-0142"], emails=["shared@example.com"])
        make_customer(session, first="Dee", address=Street("9 Elm St", zip="98104"))
    make_removal(session, agent, now, Channel.PHONE, given=GivenWords(phone="206-555-0142"))
    make_removal(session, agent, now, Channel.EMAIL, given=GivenWords(email="Shared@Example.com"))
    door = GivenWords(address=f"{HOME.line1} {HOME.line2}", zip=HOME.zip)
    make_removal(session, agent, now, given=door, scope=Scope.ADDRESS)
    assert [caught(session, now, f"R-2026-00000{number}") for number in (1, 2, 3)] == [3, 3, 3]


def test_a_deleted_person_is_no_longer_counted(session: Session, agent: Actor, now: datetime) -> None:
    with unit_of_work(session):
        customer = make_customer(session)
    make_removal(session, agent, now, customer_ref=customer.ref)
    with unit_of_work(session):
        session.delete(session.get_one(Customer, customer.id))
    assert caught(session, now) == 0
