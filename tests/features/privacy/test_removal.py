"""Putting a removal in force, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.config import Settings
from csdesk.customers.models import Customer
from csdesk.customers.queries import in_force_for_customers, names_of
from csdesk.errors import NotAllowed, NotFound, Rejected, Unavailable
from csdesk.identity.actions import judge_zip
from csdesk.jobs.models import Job
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Street
from csdesk.privacy.given import GivenWords
from csdesk.privacy.models import PrivacyRequest, RequestItem, RequestStep
from csdesk.privacy.tasks import count_reach
from csdesk.suppression.channels import Channel, Scope
from csdesk.suppression.models import Suppression
from csdesk.suppression.queries import as_given_of, in_force_for
from tests.factories.contacts import make_contact
from tests.factories.customers import make_customer
from tests.factories.privacy import DANI, EVERYTHING, make_removal
from tests.factories.suppression import make_person, suppress

OLD_HOME = Street("9 Elm St", "", "Seattle", "WA", "98104")
STRANGER = GivenWords(first="Nobody", last="Known", address="77 Nowhere Rd", zip="10001")


@pytest.fixture
def customer(session: Session) -> Customer:
    with unit_of_work(session):
        return make_customer(
            session,
            former_addresses=[OLD_HOME],
            emails=["danielle.okafor@example.com"],
            phones=["(206) 555-0142"],
            former_lasts=["Lindqvist"],
        )


def events(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))


def channels_of(session: Session, customer: Customer) -> set[Channel]:
    return {entry.channel for entry in in_force_for_customers(session, [customer.id])[customer.id]}


def test_one_transaction_writes_suppressions_request_log_and_owed_work(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    done = make_removal(session, agent, now, Channel.MAIL, Channel.THIRD_PARTY, customer_ref=customer.ref)
    assert done.request_number == "R-2026-000001"
    assert [entry.channel for entry in done.in_force] == [Channel.MAIL, Channel.THIRD_PARTY]
    assert channels_of(session, customer) == {Channel.MAIL, Channel.THIRD_PARTY}
    request = session.scalars(select(PrivacyRequest)).one()
    assert (request.status, request.subject_ref, request.channel) == ("in_progress", customer.subject_ref, "phone")
    assert request.responded_at == now
    assert events(session) == ["suppression.created", "removal.put_in_force"]
    assert session.scalars(select(Job.name)).all() == ["suppression.refresh_reach"]


def test_a_log_that_cannot_be_written_leaves_nothing(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    rowless = "DROP TRIGGER audit_head_no_delete" + (
        " ON audit_head" if session.get_bind().dialect.name == "postgresql" else ""
    )
    with unit_of_work(session):
        session.execute(text(rowless))
        session.execute(text("DELETE FROM audit_head"))
    with pytest.raises(Unavailable):
        make_removal(session, agent, now, customer_ref=customer.ref)
    for model in (PrivacyRequest, Suppression, Job, AuditEvent):
        assert session.scalar(select(func.count()).select_from(model)) == 0


def test_each_channel_has_a_clock_of_its_own(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    make_removal(session, agent, now, Channel.MAIL, Channel.THIRD_PARTY, customer_ref=customer.ref)
    mail, sharing = session.scalars(select(RequestItem).order_by(RequestItem.id))
    assert "10 business days" in mail.legal_derivation
    assert "15 business days" in sharing.legal_derivation
    assert mail.legal_due_at < sharing.legal_due_at
    request = session.scalars(select(PrivacyRequest)).one()
    assert request.legal_due_at == mail.legal_due_at
    assert "2 business days" in request.due_derivation
    steps = session.scalars(select(RequestStep).order_by(RequestStep.id)).all()
    assert [(step.name, step.done_at is not None) for step in steps] == [
        ("Put in force", True),
        ("Confirm to the person", True),
        ("Tell recipients", False),
    ]


def test_a_mail_is_answered_in_writing(session: Session, agent: Actor, now: datetime) -> None:
    make_removal(session, agent, now, contact_channel="mail", given=DANI)
    request = session.scalars(select(PrivacyRequest)).one()
    assert request.responded_at is None
    assert [step.name for step in request.steps if step.done_at is None] == ["Confirm to the person", "Tell recipients"]


def test_a_picked_person_is_reached_everywhere(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    make_removal(session, agent, now, *Channel, given=EVERYTHING, customer_ref=customer.ref)
    at_old_home = make_person(addresses=(OLD_HOME,), emails=(), phones=())
    assert {entry.channel for entry in in_force_for(session, at_old_home)} == {Channel.MAIL, Channel.THIRD_PARTY}
    assert in_force_for(session, make_person(first="x", last="y", addresses=(), emails=(), phones=("2065550142",)))
    assert in_force_for(session, make_person(addresses=(), emails=("dani@example.org",), phones=()))
    assert in_force_for(session, make_person(last="Lindqvist", emails=(), phones=()))


def test_a_nickname_said_for_the_person_picked_does_not_reach_another_at_the_same_address(
    session: Session, agent: Actor, now: datetime
) -> None:
    with unit_of_work(session):
        ref = make_customer(session, first="Christopher").ref
        make_customer(session, first="Christine")
    make_removal(session, agent, now, given=replace(DANI, first="Chris"), customer_ref=ref)
    home = make_person().addresses
    assert in_force_for(session, make_person(first="Christopher", addresses=home))
    assert in_force_for(session, make_person(first="Chris", addresses=home))
    assert not in_force_for(session, make_person(first="Christine", addresses=home))


def test_another_name_the_caller_goes_by_is_reached_as_well(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    make_removal(session, agent, now, given=replace(DANI, last="Marquez"), customer_ref=customer.ref)
    assert in_force_for(session, make_person(last="Marquez"))
    assert in_force_for(session, make_person())


def test_a_person_on_file_need_not_spell_out_what_is_held(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    done = make_removal(
        session, agent, now, *Channel, given=GivenWords(first="Dani", last="Okafor"), customer_ref=customer.ref
    )
    assert not done.refused
    assert channels_of(session, customer) == set(Channel)


def test_nobody_found_is_suppressed_as_given_with_the_same_words(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    known = make_removal(session, agent, now, customer_ref=customer.ref)
    unknown = make_removal(session, agent, now, given=STRANGER)
    assert unknown.request_number == "R-2026-000002"
    assert unknown.read_back.replace("000002", "000001") == known.read_back
    assert (unknown.say, unknown.next_steps) == (known.say, known.next_steps)
    assert as_given_of(session, "R-2026-000002") == {"first": "Nobody", "last": "Known", "address": "77 Nowhere Rd"}
    assert in_force_for(
        session, make_person(first="NOBODY", last="known", addresses=(Street("77 nowhere road", zip="10001"),))
    )


def test_a_mismatched_zip_stops_nothing(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    number = make_contact(session, now=now, actor=agent)
    with unit_of_work(session):
        judge_zip(session, actor=agent, now=now, contact_number=number, customer_ref=customer.ref, zip_spoken="60601")
    given = replace(DANI, zip="60601")
    done = make_removal(session, agent, now, given=given, customer_ref=customer.ref, contact_number=number)
    matched = make_removal(session, agent, now + timedelta(days=1), Channel.EMAIL, customer_ref=customer.ref)
    assert done.request_number
    assert "no longer" in done.read_back or "you are off our mailing list" in done.read_back.lower()
    assert [row.subject_ref for row in session.scalars(select(PrivacyRequest).order_by(PrivacyRequest.id))] == [
        None,
        customer.subject_ref,
    ]
    assert channels_of(session, customer) == {Channel.MAIL, Channel.EMAIL}, "a zip may have been misheard"
    assert matched.request_number == "R-2026-000002"
    assert not in_force_for(session, make_person(addresses=(OLD_HOME,), emails=(), phones=()))


def test_the_spoken_zip_is_kept_nowhere(session: Session, agent: Actor, now: datetime) -> None:
    given = GivenWords(first="Ann", last="Gray", address="12 Oak Ave, Dayton, OH 45402", zip="45402")
    make_removal(session, agent, now, Channel.MAIL, Channel.THIRD_PARTY, given=given)
    names = inspect(session.get_bind()).get_table_names()
    everything = "".join(repr(session.execute(text(f'SELECT * FROM "{name}"')).all()) for name in names)
    assert "45402" not in everything
    assert "12 Oak Ave, Dayton, OH" in everything


@pytest.mark.parametrize(
    ("channel", "given"),
    [
        (Channel.EMAIL, GivenWords(email="a@example.com")),
        (Channel.PHONE, GivenWords(phone="206 555 0142")),
        (Channel.MAIL, GivenWords(first="A", last="Bell", address="1 Oak St")),
        (Channel.THIRD_PARTY, GivenWords(first="A", last="Bell", address="1 Oak St", zip="98001")),
        (Channel.THIRD_PARTY, GivenWords(first="A", last="Bell", email="a@example.com")),
    ],
)
def test_a_removal_needs_its_key_and_nothing_else(
    session: Session, agent: Actor, now: datetime, channel: Channel, given: GivenWords
) -> None:
    done = make_removal(session, agent, now, channel, given=given)
    assert [entry.channel for entry in done.in_force] == [channel]


def test_a_channel_that_lacks_something_says_what_to_ask_for_and_the_others_go_through(
    session: Session, agent: Actor, now: datetime
) -> None:
    done = make_removal(session, agent, now, *Channel, given=DANI)
    assert [entry.channel for entry in done.in_force] == [Channel.MAIL, Channel.THIRD_PARTY]
    assert [(one.channel, "ask for" in one.ask) for one in done.refused] == [
        (Channel.EMAIL, True),
        (Channel.PHONE, True),
    ]
    assert "one thing more" in done.say


def test_words_that_identify_nobody_are_refused_with_what_to_ask_for(
    session: Session, agent: Actor, now: datetime
) -> None:
    with pytest.raises(Rejected) as refused:
        make_removal(session, agent, now, Channel.MAIL, Channel.EMAIL, given=GivenWords(last="Okafor"))
    assert set(refused.value.fields) == {"mail", "email"}
    assert session.scalar(select(func.count(PrivacyRequest.id))) == 0


def test_a_wide_scope_asks_for_the_zip(session: Session, agent: Actor, now: datetime) -> None:
    with pytest.raises(Rejected, match="zip"):
        make_removal(session, agent, now, given=replace(DANI, zip=""), scope=Scope.HOUSEHOLD)
    done = make_removal(session, agent, now, given=DANI, scope=Scope.HOUSEHOLD)
    assert "everybody of your name" in done.read_back
    assert in_force_for(session, make_person(first="Chidi"))


def test_asking_again_opens_no_second_clock(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    first = make_removal(session, agent, now, customer_ref=customer.ref)
    again = make_removal(session, agent, now + timedelta(days=40), customer_ref=customer.ref)
    assert again.is_repeat
    assert again.request_number == first.request_number
    assert [(one.channel, one.since) for one in again.already] == [(Channel.MAIL, now)]
    assert "on 17 March 2026" in again.read_back
    assert "R, 2026, 000001" in again.read_back
    assert session.scalar(select(func.count(PrivacyRequest.id))) == 1
    assert events(session)[-1] == "removal.repeated"


def test_asking_again_in_other_words_is_recognised(session: Session, agent: Actor, now: datetime) -> None:
    make_removal(session, agent, now, given=DANI)
    other = GivenWords(first="DANIELLE", last="okafor", address="1102 15th Street Southwest, Auburn, WA 98001")
    assert make_removal(session, agent, now, given=other).is_repeat


def test_only_what_is_new_gets_a_new_number(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    make_removal(session, agent, now, customer_ref=customer.ref)
    more = make_removal(session, agent, now, Channel.MAIL, Channel.EMAIL, customer_ref=customer.ref)
    assert more.request_number == "R-2026-000002"
    assert [entry.channel for entry in more.in_force] == [Channel.EMAIL]
    assert [one.request_number for one in more.already] == ["R-2026-000001"]
    assert session.scalars(select(RequestItem.channel).order_by(RequestItem.id)).all() == ["mail", "email"]


def test_a_further_number_of_the_same_person_is_new(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    make_removal(session, agent, now, Channel.PHONE, customer_ref=customer.ref)
    other = replace(DANI, phone="206 555 0177")
    assert not make_removal(session, agent, now, Channel.PHONE, given=other, customer_ref=customer.ref).is_repeat


def test_a_wider_scope_is_new_and_a_narrower_one_is_not(session: Session, agent: Actor, now: datetime) -> None:
    make_removal(session, agent, now, given=DANI)
    assert not make_removal(session, agent, now, given=DANI, scope=Scope.HOUSEHOLD).is_repeat
    assert make_removal(session, agent, now, given=DANI).is_repeat
    assert make_removal(session, agent, now, given=DANI, scope=Scope.HOUSEHOLD).is_repeat


def test_an_old_list_without_numbers_does_not_leave_the_caller_without_one(
    session: Session, agent: Actor, now: datetime
) -> None:
    with unit_of_work(session):
        suppress(session, make_person(), Channel.MAIL, now=now, request_number=None)
    assert make_removal(session, agent, now, given=DANI).request_number == "R-2026-000001"


def test_junior_and_senior_are_two_people(session: Session, agent: Actor, now: datetime) -> None:
    make_removal(session, agent, now, given=replace(DANI, last="Okafor Jr"))
    assert not make_removal(session, agent, now, given=replace(DANI, last="Okafor Sr")).is_repeat


def test_a_removal_at_night_is_in_force_at_once_and_flagged(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    night = now + timedelta(hours=12)
    done = make_removal(session, agent, night, customer_ref=customer.ref)
    assert done.in_force[0].since == night
    assert session.scalars(select(PrivacyRequest)).one().outside_hours
    body = session.scalars(select(AuditEvent.body).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert "outside_hours" in body


def test_a_house_may_let_removals_wait_for_the_opening(
    session: Session, agent: Actor, now: datetime, customer: Customer, settings: Settings
) -> None:
    session.info["settings"] = settings.model_copy(update={"removals_outside_hours": "at_opening"})
    done = make_removal(session, agent, now + timedelta(hours=12), customer_ref=customer.ref)
    assert done.in_force[0].since > now + timedelta(hours=12)
    assert "next opening" in done.next_steps[0]
    assert channels_of(session, customer) == {Channel.MAIL}


def test_whoever_it_catches_is_counted(session: Session, agent: Actor, now: datetime, customer: Customer) -> None:
    with unit_of_work(session):
        make_customer(session, first="Dani")
        make_customer(session, first="Chidi")
        make_customer(session, first="Danielle", address=OLD_HOME)
        make_customer(session, first="Danielle", last="Stone")
    make_removal(session, agent, now, customer_ref=customer.ref)
    make_removal(session, agent, now, given=DANI, scope=Scope.HOUSEHOLD)
    with unit_of_work(session):
        assert count_reach(session, "R-2026-000001", now=now) == 3
        assert count_reach(session, "R-2026-000002", now=now) == 3
    assert session.scalars(select(PrivacyRequest.reach_count).order_by(PrivacyRequest.id)).all() == [3, 3]


def test_a_contact_must_be_ones_own(session: Session, agent: Actor, now: datetime) -> None:
    number = make_contact(session, now=now)
    with pytest.raises(NotFound):
        make_removal(session, agent, now, contact_number=number)


def test_an_admin_removes_nobody_and_a_manner_must_be_known(
    session: Session, admin: Actor, agent: Actor, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        make_removal(session, admin, now)
    with pytest.raises(Rejected):
        make_removal(session, agent, now, contact_channel="pigeon")


def test_a_card_number_among_the_words_is_masked(session: Session, agent: Actor, now: datetime) -> None:
    make_removal(session, agent, now, given=replace(DANI, first="Dani 4111 1111 1111 1111"))
    assert "4111 1111" not in repr(as_given_of(session, "R-2026-000001"))


def test_deleted_and_created_again_is_still_caught(
    session: Session, agent: Actor, now: datetime, customer: Customer
) -> None:
    make_removal(session, agent, now, *Channel, given=EVERYTHING, customer_ref=customer.ref)
    people = names_of(customer)
    with unit_of_work(session):
        session.delete(session.get_one(Customer, customer.id))
    assert {entry.channel for entry in in_force_for(session, *people)} == set(Channel)
