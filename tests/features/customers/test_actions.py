"""Looking up, opening, revealing, correcting and creating, on both databases."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent, AuditSubject
from csdesk.customers.actions import (
    ConsentEvidence,
    LookUp,
    NewCustomer,
    correct_field,
    create_customer,
    look_up,
    open_customer,
    record_consent,
    reveal_field,
)
from csdesk.customers.models import Customer, FieldCorrection
from csdesk.customers.queries import customer_for, in_force_for_customers, names_of, refs_of_subjects
from csdesk.customers.record import consents_of, data_classes_of
from csdesk.customers.search import LookupTerms
from csdesk.errors import Conflict, NotAllowed, NotFound, Rejected
from csdesk.hours.queries import DeskClosed
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Street
from csdesk.suppression.channels import Channel
from csdesk.suppression.queries import in_force_for
from tests.factories.customers import make_customer
from tests.factories.suppression import make_person, suppress

SECRETS = ("1102", "15th", "Auburn", "98001", "danielle.okafor@example.com", "555-0142", "0142")
TERMS = LookupTerms(first="Dani", last="Okafor", address="1102 fifteenth st", zip="98001")


@pytest.fixture
def customer(session: Session) -> Customer:
    with unit_of_work(session):
        return make_customer(
            session, emails=["danielle.okafor@example.com"], phones=["(206) 555-0142"], former_lasts=["Lindqvist"]
        )


def search(session: Session, actor: Actor, now: datetime, terms: LookupTerms, contact: str | None = "C-1042") -> LookUp:
    with unit_of_work(session):
        return look_up(session, actor=actor, now=now, contact_number=contact, terms=terms)


def last_event(session: Session) -> AuditEvent:
    return session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()


def correct(
    session: Session, actor: Actor, now: datetime, customer: Customer, field: str, version: int, **values: str
) -> None:
    with unit_of_work(session):
        correct_field(
            session,
            actor=actor,
            now=now,
            ref=customer.ref,
            field=field,
            values=values,
            version=version,
            reason="caller spelled it",
        )


def test_a_search_is_logged_with_whom_it_showed(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    answer = search(session, agent, now, TERMS)
    assert [row.match.ref for row in answer.rows] == [customer.ref]
    event = last_event(session)
    assert event.action == "customer.searched"
    assert '"count":1' in event.body
    assert session.scalars(select(AuditSubject.subject_ref)).all() == [customer.subject_ref]
    assert not any(secret in event.body for secret in ("Okafor", "okafor", "98001", "1102"))
    assert '"zip"' in event.body.split('"fields"')[1].split("]")[0]
    assert '"zip"' not in event.body.split('"terms"')[1].split("}")[0]


def test_a_look_outside_a_contact_is_flagged(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    search(session, agent, now, TERMS, contact=None)
    assert '"flags":["orphan"]' in last_event(session).body
    with unit_of_work(session):
        open_customer(session, actor=agent, now=now, contact_number=None, ref=customer.ref)
    assert '"flags":["orphan"]' in last_event(session).body


def test_a_search_that_browses_is_refused_and_remembered(session: Session, agent: Actor, now: datetime) -> None:
    answer = search(session, agent, now, LookupTerms(zip="98001"))
    assert answer.stage == "refused"
    assert answer.rows == ()
    assert last_event(session).outcome == "refused"


def test_found_people_show_where_they_are_suppressed(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    with unit_of_work(session):
        suppress(session, make_person(), Channel.MAIL, now=now)
    (row,) = search(session, agent, now, TERMS).rows
    assert [entry.channel for entry in row.in_force] == [Channel.MAIL]


def test_a_card_holds_nothing_to_leak(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    with unit_of_work(session):
        card = open_customer(session, actor=agent, now=now, contact_number="C-1042", ref=customer.ref)
    assert card.name == "Danielle Okafor"
    assert (card.state, card.has_address, card.has_email, card.phones) == ("WA", True, True, 1)
    shown = repr(asdict(card))
    assert not any(secret in shown for secret in SECRETS)
    event = last_event(session)
    assert (event.action, event.subject, event.contact) == ("customer.opened", customer.subject_ref, "C-1042")


def test_a_record_page_holds_nothing_to_leak(session: Session, customer: Customer) -> None:
    classes = data_classes_of(session, customer)
    assert len(classes) == 9
    assert not any(secret in repr((classes, consents_of(customer))) for secret in SECRETS)


def test_the_gate_hides_children_and_strangers(
    session: Session, agent: Actor, admin: Actor, customer: Customer
) -> None:
    assert customer_for(session, agent, customer.ref).id == customer.id
    with pytest.raises(NotAllowed):
        customer_for(session, admin, customer.ref)
    with pytest.raises(NotFound):
        customer_for(session, agent, "c000")
    with unit_of_work(session):
        session.get_one(Customer, customer.id).is_child_hold = True
    with pytest.raises(NotFound):
        customer_for(session, agent, customer.ref)


def reveal(
    session: Session, actor: Actor, now: datetime, customer: Customer, field: str, reason: str = "a letter"
) -> str:
    with unit_of_work(session):
        return reveal_field(session, actor=actor, now=now, ref=customer.ref, field=field, reason=reason).value


def test_a_supervisor_reveals_one_value_with_a_reason(
    session: Session, agent: Actor, supervisor: Actor, now: datetime, customer: Customer
) -> None:
    email = customer.emails[0].id
    assert reveal(session, supervisor, now, customer, f"email:{email}") == "danielle.okafor@example.com"
    event = last_event(session)
    assert (event.action, event.subject) == ("field.revealed", customer.subject_ref)
    assert "danielle" not in event.body
    with pytest.raises(Rejected):
        reveal(session, supervisor, now, customer, f"email:{email}", "  ")
    with pytest.raises(NotAllowed):
        reveal(session, agent, now, customer, f"email:{email}")
    for wrong in ("email:999999", "email:x", "version:1", "name", ""):
        with pytest.raises(NotFound):
            reveal(session, supervisor, now, customer, wrong)


def test_nothing_is_revealed_outside_business_hours(
    session: Session, supervisor: Actor, now: datetime, customer: Customer
) -> None:
    with pytest.raises(DeskClosed):
        reveal(session, supervisor, now + timedelta(hours=12), customer, f"email:{customer.emails[0].id}")


def test_a_correction_keeps_history_and_is_found_at_once(
    session: Session, supervisor: Actor, agent: Actor, now: datetime, customer: Customer
) -> None:
    home = {"line1": "9 Elm St", "line2": "", "city": "Seattle", "state": "WA", "zip": "98104"}
    correct(session, supervisor, now, customer, "address", customer.version, **home)
    assert search(session, agent, now, LookupTerms(last="Okafor", address="9 elm street", zip="98104")).rows
    assert search(session, agent, now, TERMS).rows, "the former address still finds the person"
    session.expire_all()
    assert [row.is_current for row in customer.addresses] == [False, True]
    assert session.scalars(select(FieldCorrection.field)).all() == ["address"]


def test_values_before_and_after_are_sealed(
    session: Session, supervisor: Actor, now: datetime, customer: Customer
) -> None:
    correct(session, supervisor, now, customer, "email", customer.version, email="dani@example.org")
    event = last_event(session)
    assert event.action == "customer.corrected"
    assert "dani" not in event.body
    assert '"detail"' in event.body


def test_two_people_correcting_one_record_meet_a_conflict(
    session: Session, supervisor: Actor, now: datetime, customer: Customer
) -> None:
    drawn = customer.version
    correct(session, supervisor, now, customer, "phone", drawn, phone="206 555 0199")
    with pytest.raises(Conflict):
        correct(session, supervisor, now, customer, "phone", drawn, phone="206 555 0198")


def test_a_correction_that_changes_nothing_leaves_no_event(
    session: Session, supervisor: Actor, now: datetime, customer: Customer
) -> None:
    correct(session, supervisor, now, customer, "phone", customer.version, phone="(206) 555-0142")
    assert session.scalars(select(AuditEvent)).all() == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("email", {"email": "no address"}),
        ("phone", {"phone": "none"}),
        ("name", {"first_name": "Dana", "last_name": " "}),
        ("address", {"line1": "", "zip": "98001"}),
        ("address", {"line1": "9 Elm St", "zip": "9810"}),
        ("card", {"card": "4111111111111111"}),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    session: Session, supervisor: Actor, now: datetime, customer: Customer, field: str, values: dict[str, str]
) -> None:
    with pytest.raises(Rejected):
        correct(session, supervisor, now, customer, field, customer.version, **values)


def test_an_agent_corrects_nothing(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    with pytest.raises(NotAllowed):
        correct(session, agent, now, customer, "phone", customer.version, phone="206 555 0199")


def test_a_suppressed_person_stays_so_after_a_correction(
    session: Session, supervisor: Actor, now: datetime, customer: Customer
) -> None:
    with unit_of_work(session):
        suppress(session, make_person(), Channel.MAIL, Channel.EMAIL, now=now)
    home = {"line1": "9 Elm St", "line2": "", "city": "Seattle", "state": "WA", "zip": "98104"}
    correct(session, supervisor, now, customer, "address", customer.version, **home)
    session.expire_all()
    correct(session, supervisor, now, customer, "email", customer.version, email="new@example.com")
    session.expire_all()
    correct(session, supervisor, now, customer, "name", customer.version, first_name="Danielle", last_name="Smith")
    session.expire_all()
    found = in_force_for_customers(session, [customer.id])[customer.id]
    assert {entry.channel for entry in found} == {Channel.MAIL, Channel.EMAIL}


def test_whoever_is_deleted_and_created_again_is_born_suppressed(
    session: Session, supervisor: Actor, now: datetime, customer: Customer
) -> None:
    with unit_of_work(session):
        suppress(session, names_of(customer)[0], now=now)
        session.delete(session.get_one(Customer, customer.id))
    new = NewCustomer(
        first_name="DANI",
        last_name="okafor",
        address=Street("1102 Fifteenth Street Southwest", "", "Auburn", "WA", "98001"),
        email="Danielle.Okafor+again@example.com",
        phone="1-206-555-0142",
    )
    with unit_of_work(session):
        again = create_customer(session, actor=supervisor, now=now, new=new)
    assert {entry.channel for entry in in_force_for(session, *names_of(again))} == set(Channel)
    assert last_event(session).action == "customer.created"


def test_a_new_customer_needs_a_name_or_an_email_and_a_supervisor(
    session: Session, supervisor: Actor, agent: Actor, now: datetime
) -> None:
    with pytest.raises(Rejected), unit_of_work(session):
        create_customer(session, actor=supervisor, now=now, new=NewCustomer(first_name="Dana"))
    with pytest.raises(NotAllowed), unit_of_work(session):
        create_customer(session, actor=agent, now=now, new=NewCustomer(last_name="Okafor"))


def test_a_subject_leads_back_to_its_record_as_long_as_there_is_one(session: Session, customer: Customer) -> None:
    assert refs_of_subjects(session, [customer.subject_ref, "0" * 32]) == {customer.subject_ref: customer.ref}


def consent(session: Session, actor: Actor, now: datetime, customer: Customer, evidence: ConsentEvidence) -> None:
    with unit_of_work(session):
        record_consent(session, actor=actor, now=now, ref=customer.ref, evidence=evidence)
    session.expire_all()


def test_email_is_turned_on_only_by_evidence(
    session: Session, supervisor: Actor, agent: Actor, now: datetime, customer: Customer
) -> None:
    with pytest.raises(Rejected):
        consent(session, supervisor, now, customer, ConsentEvidence(is_opt_in=True, source="call"))
    with pytest.raises(NotAllowed):
        consent(session, agent, now, customer, ConsentEvidence(is_opt_in=False))
    consent(session, supervisor, now, customer, ConsentEvidence(True, "letter of 3 March", "Yes, send me offers"))
    consent(session, supervisor, now, customer, ConsentEvidence(is_opt_in=False))
    ledger = consents_of(session.get_one(Customer, customer.id))
    assert [(entry.status, entry.source) for entry in ledger] == [("opt_out", ""), ("opt_in", "letter of 3 March")]
    event = last_event(session)
    assert (event.action, event.outcome) == ("consent.recorded", "opt_out")


def test_an_opt_in_lifts_no_suppression(session: Session, supervisor: Actor, now: datetime, customer: Customer) -> None:
    with unit_of_work(session):
        suppress(session, make_person(), Channel.EMAIL, now=now)
    consent(session, supervisor, now, customer, ConsentEvidence(True, "letter", "Yes, send me offers"))
    assert in_force_for(session, *names_of(session.get_one(Customer, customer.id)))
