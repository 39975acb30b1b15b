"""Once suppressed, never contactable until lifted: whatever happens to the record, on both databases."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from csdesk.customers.actions import NewCustomer, correct_field, create_customer
from csdesk.customers.models import Customer
from csdesk.customers.queries import in_force_for_customers
from csdesk.kernel.actor import SYSTEM, Actor
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Street
from csdesk.privacy.actions import undo_removal
from csdesk.privacy.given import GivenWords
from csdesk.suppression.channels import Channel
from csdesk.suppression.models import Suppression
from tests.factories.privacy import make_removal

HOMES = (
    {"line1": "1102 15th St SW", "line2": "Ste 102", "city": "Auburn", "state": "WA", "zip": "98001"},
    {"line1": "9 Elm Street", "line2": "", "city": "Seattle", "state": "WA", "zip": "98104"},
    {"line1": "PO Box 77", "line2": "", "city": "Kent", "state": "WA", "zip": "98030"},
)
SPELLINGS = ("Danielle", "DANI", "Dani ", "danielle")
EMAILS = ("danielle.okafor@example.com", "Danielle.Okafor+list@Example.com", "d.okafor@example.org")
PHONES = ("(206) 555-0142", "+1 206 555 0142", "206-555-0177")


@dataclass
class Life:
    """A customer's changing record, and what was promised to the person."""

    session: Session
    agent: Actor
    supervisor: Actor
    now: datetime
    chance: random.Random
    promised: dict[str, set[Channel]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    ref: str | None = None

    @property
    def kept(self) -> set[Channel]:
        return set().union(*self.promised.values())

    def create(self) -> None:
        """The person comes back in some spelling, with everything the desk ever held."""
        if self.ref is not None:
            return
        home = self.chance.choice(HOMES[:1])
        new = NewCustomer(
            first_name=self.chance.choice(SPELLINGS),
            last_name=self.chance.choice(("Okafor", "OKAFOR", "O'Kafor")),
            address=Street(**home),
            email=self.chance.choice(EMAILS[:2]),
            phone=self.chance.choice(PHONES[:2]),
        )
        with unit_of_work(self.session):
            self.ref = create_customer(self.session, actor=self.supervisor, now=self.now, new=new).ref

    def delete(self) -> None:
        with unit_of_work(self.session):
            self.session.execute(delete(Customer).where(Customer.ref == self.ref))
        self.ref = None

    def correct(self) -> None:
        if self.ref is None:
            return
        kind, values = self.chance.choice([
            ("address", self.chance.choice(HOMES)),
            ("email", {"email": self.chance.choice(EMAILS)}),
            ("phone", {"phone": self.chance.choice(PHONES)}),
            ("name", {"first_name": self.chance.choice(SPELLINGS), "last_name": "Okafor-Smith"}),
        ])  # fmt: skip
        version = self.session.scalars(select(Customer.version).where(Customer.ref == self.ref)).one()
        with unit_of_work(self.session):
            correct_field(
                self.session, actor=self.supervisor, now=self.now, ref=self.ref, field=kind, values=values,
                version=version, reason="the caller said so",
            )  # fmt: skip

    def remove(self) -> None:
        """A removal with what the caller knows by heart; with the record when there is one."""
        channels = set(self.chance.sample(list(Channel), self.chance.randint(1, 4)))
        given = GivenWords("Dani", "Okafor", "1102 15th st sw", EMAILS[0], PHONES[0], "98001")
        done = make_removal(self.session, self.agent, self.now, *channels, given=given, customer_ref=self.ref)
        assert {entry.channel for entry in done.in_force} | {one.channel for one in done.already} == channels
        if done.in_force and done.request_number:
            self.promised[done.request_number] = {entry.channel for entry in done.in_force}

    def undo(self) -> None:
        if self.promised:
            number = self.chance.choice(sorted(self.promised))
            with unit_of_work(self.session):
                undo_removal(
                    self.session, actor=self.supervisor, now=self.now, request_number=number, reason="asked for mail"
                )
            del self.promised[number]

    def check(self) -> None:
        """Whoever is on file is suppressed on every channel that was promised, and no word was rewritten."""
        self.session.expire_all()
        for ref, words in self.session.execute(select(Suppression.ref, Suppression.as_given)):
            assert self.words.setdefault(ref, repr(words)) == repr(words)
        if self.ref is not None:
            customer = self.session.scalars(select(Customer).where(Customer.ref == self.ref)).one()
            found = in_force_for_customers(self.session, [customer.id])[customer.id]
            assert {entry.channel for entry in found} == self.kept


@pytest.mark.parametrize("seed", range(12))
def test_a_promise_outlives_the_record(
    session: Session, agent: Actor, supervisor: Actor, now: datetime, seed: int
) -> None:
    life = Life(session, agent, supervisor, now, random.Random(seed))
    steps: list[Callable[[], None]] = [life.create, life.delete, life.correct, life.correct, life.remove, life.undo]
    for _ in range(14):
        life.chance.choice(steps)()
        life.check()
    assert SYSTEM.id is None
