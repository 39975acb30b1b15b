"""Taking a removal back, and closing the steps that are owed, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.errors import InvalidState, NotAllowed, NotFound, Rejected
from csdesk.kernel.actor import Actor, Role
from csdesk.kernel.db import unit_of_work
from csdesk.privacy.actions import UndoResult, mark_step_done, take_access_request, undo_removal
from csdesk.privacy.models import PrivacyRequest, RequestStep
from csdesk.privacy.queries import request_for
from csdesk.suppression.channels import Channel
from csdesk.suppression.models import Suppression
from csdesk.suppression.queries import in_force_for
from tests.factories.privacy import make_removal
from tests.factories.suppression import make_person

NUMBER = "R-2026-000001"
COLLEAGUE = Actor(9, "m.osei", Role.AGENT)


@pytest.fixture(autouse=True)
def removal(session: Session, agent: Actor, now: datetime) -> None:
    make_removal(session, agent, now, Channel.MAIL, Channel.THIRD_PARTY)


def undo(session: Session, actor: Actor, at: datetime, reason: str | None = None, number: str = NUMBER) -> UndoResult:
    with unit_of_work(session):
        return undo_removal(session, actor=actor, now=at, request_number=number, reason=reason)


def close(session: Session, actor: Actor, at: datetime, name: str, note: str = "list sent to the printer") -> None:
    step = session.scalars(select(RequestStep.id).where(RequestStep.name == name)).one()
    with unit_of_work(session):
        mark_step_done(session, actor=actor, now=at, request_number=NUMBER, step_id=step, note=note)


def status(session: Session) -> tuple[str, bool]:
    session.expire_all()
    request = session.scalars(select(PrivacyRequest).order_by(PrivacyRequest.id).limit(1)).one()
    return request.status, request.is_open


def events(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))


def test_its_agent_takes_it_back_within_ten_minutes(session: Session, agent: Actor, now: datetime) -> None:
    done = undo(session, agent, now + timedelta(minutes=9))
    assert done.lifted == (Channel.MAIL, Channel.THIRD_PARTY)
    assert in_force_for(session, make_person()) == ()
    assert status(session) == ("revoked", False)
    assert session.scalar(select(func.count(Suppression.id))) == 4, "both entries stay"
    assert events(session)[-2:] == ["suppression.lifted", "removal.undone"]


def test_later_only_a_supervisor_does_and_says_why(
    session: Session, agent: Actor, supervisor: Actor, now: datetime
) -> None:
    late = now + timedelta(minutes=11)
    with pytest.raises(NotAllowed):
        undo(session, agent, late)
    with pytest.raises(NotAllowed):
        undo(session, COLLEAGUE, now)
    with pytest.raises(Rejected):
        undo(session, supervisor, late, " ")
    undo(session, supervisor, late, "took the wrong person")
    assert status(session) == ("revoked", False)


def test_it_is_taken_back_once(session: Session, agent: Actor, supervisor: Actor, now: datetime) -> None:
    undo(session, agent, now)
    with pytest.raises(InvalidState):
        undo(session, supervisor, now, "again")
    with pytest.raises(NotFound):
        undo(session, supervisor, now, "which", "R-2026-000099")


def test_whoever_was_told_is_told_again(session: Session, supervisor: Actor, now: datetime) -> None:
    close(session, supervisor, now, "Tell recipients")
    undo(session, supervisor, now + timedelta(days=1), "the caller changed her mind")
    assert status(session) == ("revoked", True)
    close(session, supervisor, now, "Tell recipients that it was taken back")
    assert status(session) == ("revoked", False)


def test_after_an_undo_the_same_removal_is_new(session: Session, agent: Actor, now: datetime) -> None:
    undo(session, agent, now)
    again = make_removal(session, agent, now)
    assert (again.is_repeat, again.request_number) == (False, "R-2026-000002")


def test_the_last_step_fulfils_the_request(session: Session, supervisor: Actor, now: datetime) -> None:
    assert status(session) == ("in_progress", True)
    close(session, supervisor, now, "Tell recipients")
    assert status(session) == ("fulfilled", False)
    assert events(session)[-2:] == ["request.step_done", "request.fulfilled"]


def test_a_step_is_closed_once_with_a_note_by_a_supervisor(
    session: Session, agent: Actor, supervisor: Actor, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        close(session, agent, now, "Tell recipients")
    with pytest.raises(Rejected):
        close(session, supervisor, now, "Tell recipients", "  ")
    close(session, supervisor, now, "Tell recipients", "told, paid with 4111 1111 1111 1111")
    note = session.scalars(select(RequestStep.note).where(RequestStep.name == "Tell recipients")).one()
    assert "4111 1111" not in note
    with pytest.raises(InvalidState):
        close(session, supervisor, now, "Tell recipients")
    with pytest.raises(NotFound), unit_of_work(session):
        mark_step_done(session, actor=supervisor, now=now, request_number=NUMBER, step_id=10**6, note="x")


def test_only_a_removal_is_taken_back(session: Session, supervisor: Actor, now: datetime) -> None:
    with unit_of_work(session):
        taken = take_access_request(
            session,
            actor=supervisor,
            now=now,
            contact_number=None,
            contact_channel="call",
            customer_ref=None,
            verb="inquire",
        )
    with pytest.raises(InvalidState):
        undo(session, supervisor, now, "no", taken.request_number)


def test_the_page_knows_who_may_take_it_back(session: Session, agent: Actor, supervisor: Actor, now: datetime) -> None:
    late = now + timedelta(hours=1)
    assert request_for(session, agent, NUMBER, now=now).may_undo
    assert not request_for(session, agent, NUMBER, now=now).undo_needs_reason
    assert not request_for(session, agent, NUMBER, now=late).may_undo
    assert request_for(session, supervisor, NUMBER, now=late).undo_needs_reason
