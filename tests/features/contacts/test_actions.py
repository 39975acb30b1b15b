from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.contacts import actions, queries
from csdesk.contacts.models import Contact, Draft
from csdesk.errors import InvalidState, NotAllowed, NotFound, Rejected
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from tests.factories.contacts import ADMIN, AGENT, COLLEAGUE, SUPERVISOR, make_contact


def events(session: Session) -> list[tuple[str, str | None]]:
    rows = session.execute(select(AuditEvent.action, AuditEvent.contact).order_by(AuditEvent.seq))
    return [(action, contact) for action, contact in rows]


def start_and_fail(session: Session, clock: frozen) -> None:
    with unit_of_work(session):
        actions.start_contact(session, actor=AGENT, now=clock.moment, channel="call")
        raise Rejected("The line went dead.")


def stored(session: Session, number: str) -> Contact:
    session.expire_all()
    return session.scalars(select(Contact).where(Contact.number == number)).one()


def test_a_contact_has_its_number_before_anything_is_typed(session: Session, clock: frozen) -> None:
    first = make_contact(session, now=clock.moment)
    second = make_contact(session, now=clock.moment, channel="mail")
    assert (first, second) == ("C-1001", "C-1002")
    assert stored(session, first).owner_name == AGENT.username
    assert events(session) == [("contact.started", "C-1001"), ("contact.started", "C-1002")]


def test_a_contact_that_is_rolled_back_gives_its_number_back(session: Session, clock: frozen) -> None:
    with pytest.raises(Rejected):
        start_and_fail(session, clock)
    assert make_contact(session, now=clock.moment) == "C-1001"
    assert len(events(session)) == 1


def test_a_contact_is_a_call_or_a_mail(session: Session, clock: frozen) -> None:
    with pytest.raises(Rejected), unit_of_work(session):
        actions.start_contact(session, actor=AGENT, now=clock.moment, channel="fax")


def test_an_admin_takes_no_calls(session: Session, clock: frozen) -> None:
    with pytest.raises(NotAllowed), unit_of_work(session):
        actions.start_contact(session, actor=ADMIN, now=clock.moment, channel="call")


def test_a_call_at_night_is_taken_and_flagged(session: Session, clock: frozen) -> None:
    night = clock.tick(timedelta(hours=12))
    assert stored(session, make_contact(session, now=night)).out_of_hours
    body = session.scalars(select(AuditEvent.body)).one()
    assert "out_of_hours" in body


def test_a_caller_id_is_kept_as_four_digits(session: Session, clock: frozen) -> None:
    with unit_of_work(session):
        number = actions.start_contact(
            session, actor=AGENT, now=clock.moment, channel="call", caller_id="+1 (206) 555-0148"
        )
    assert stored(session, number).caller_id == "••• 0148"


def test_a_second_call_parks_the_first_and_resuming_swaps_them(session: Session, clock: frozen) -> None:
    first = make_contact(session, now=clock.moment)
    second = make_contact(session, now=clock.tick(timedelta(minutes=1)))
    assert stored(session, first).state == "parked"
    with unit_of_work(session):
        actions.resume_contact(session, actor=AGENT, now=clock.tick(timedelta(minutes=2)), number=first)
    assert stored(session, first).state == "open"
    assert stored(session, first).held_seconds == 120
    assert stored(session, second).state == "parked"
    assert [action for action, _ in events(session)] == [
        "contact.started", "contact.parked", "contact.started", "contact.parked", "contact.resumed",
    ]  # fmt: skip


def test_a_mail_does_not_put_a_caller_on_hold(session: Session, clock: frozen) -> None:
    call = make_contact(session, now=clock.moment)
    make_contact(session, now=clock.moment, channel="mail")
    assert stored(session, call).state == "open"


def test_parks_once_and_resumes_once(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    with pytest.raises(InvalidState), unit_of_work(session):
        actions.resume_contact(session, actor=AGENT, now=clock.moment, number=number)
    with unit_of_work(session):
        actions.park_contact(session, actor=AGENT, now=clock.moment, number=number)
    with pytest.raises(InvalidState), unit_of_work(session):
        actions.park_contact(session, actor=AGENT, now=clock.moment, number=number)
    assert stored(session, number).parked_at == clock.moment


def test_wrap_up_counts_handling_and_after_call_work(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    with unit_of_work(session):
        actions.park_contact(session, actor=AGENT, now=clock.tick(timedelta(seconds=60)), number=number)
    with unit_of_work(session):
        actions.resume_contact(session, actor=AGENT, now=clock.tick(timedelta(seconds=30)), number=number)
    with unit_of_work(session):
        actions.end_contact(session, actor=AGENT, now=clock.tick(timedelta(seconds=100)), number=number)
    with unit_of_work(session):
        done = actions.wrap_up(
            session, actor=AGENT, now=clock.tick(timedelta(seconds=20)), number=number, code="removal.in_force"
        )
    assert (done.handle_seconds, done.acw_seconds) == (180, 20)
    contact = stored(session, number)
    assert (contact.state, contact.held_seconds, contact.disposition_code) == ("wrapped_up", 30, "removal.in_force")
    assert [action for action, _ in events(session)][-2:] == ["contact.ended", "contact.wrapped_up"]


def test_wrap_up_masks_the_note_and_deletes_what_the_caller_said(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    with unit_of_work(session):
        done = actions.wrap_up(
            session, actor=AGENT, now=clock.moment, number=number, code="question.answered",
            note="paid with 4111 1111 1111 1111",
        )  # fmt: skip
    assert done.was_masked
    assert stored(session, number).note == "paid with •••• 1111"
    assert session.scalars(select(Draft)).all() == []


def test_wrap_up_needs_an_outcome_of_the_list(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    with pytest.raises(Rejected) as refused, unit_of_work(session):
        actions.wrap_up(session, actor=AGENT, now=clock.moment, number=number, code="")
    assert "disposition_code" in refused.value.fields
    assert stored(session, number).state == "open"


def test_a_wrapped_up_contact_is_closed_for_good(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    with unit_of_work(session):
        actions.wrap_up(session, actor=AGENT, now=clock.moment, number=number, code="caller.gone")
    for move in (actions.park_contact, actions.resume_contact, actions.end_contact):
        with pytest.raises(InvalidState), unit_of_work(session):
            move(session, actor=AGENT, now=clock.moment, number=number)


def test_a_contact_that_was_ended_by_mistake_goes_on(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    with unit_of_work(session):
        actions.end_contact(session, actor=AGENT, now=clock.moment, number=number)
    with pytest.raises(InvalidState), unit_of_work(session):
        actions.end_contact(session, actor=AGENT, now=clock.moment, number=number)
    with unit_of_work(session):
        actions.resume_contact(session, actor=AGENT, now=clock.moment, number=number)
    assert stored(session, number).ended_at is None


@pytest.mark.parametrize("move", [actions.park_contact, actions.end_contact, actions.view_contact])
def test_a_colleagues_contact_does_not_exist(session: Session, clock: frozen, move: object) -> None:
    number = make_contact(session, now=clock.moment)
    with pytest.raises(NotFound), unit_of_work(session):
        move(session, actor=COLLEAGUE, now=clock.moment, number=number)  # type: ignore[operator]
    assert len(events(session)) == 1


def test_a_supervisor_looks_into_a_contact_and_leaves_a_trace(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    with unit_of_work(session):
        actions.view_contact(session, actor=SUPERVISOR, now=clock.moment, number=number)
    row = session.execute(select(AuditEvent.action, AuditEvent.actor_name).order_by(AuditEvent.seq.desc())).first()
    assert row is not None
    assert tuple(row) == ("contact.opened", SUPERVISOR.username)


def test_leaving_the_picked_person_is_remembered(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    for ref, subject in (("cABC", "a" * 32), (None, None)):
        with unit_of_work(session):
            actions.pick_customer(
                session, actor=AGENT, now=clock.moment, number=number, customer_ref=ref, subject=subject
            )
    row = session.execute(select(AuditEvent.action, AuditEvent.subject).order_by(AuditEvent.seq.desc())).first()
    assert row is not None
    assert tuple(row) == ("contact.customer_left", "a" * 32)
    assert queries.contact_for(session, AGENT, number).customer_ref is None
