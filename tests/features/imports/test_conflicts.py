"""Files against the desk's corrections: set aside, shown with an event, settled by a person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent, AuditSubject
from csdesk.audit.tags import Action
from csdesk.customers.models import Customer, EmailAddress, FieldCorrection
from csdesk.errors import InvalidState, NotAllowed, NotFound
from csdesk.imports.actions import decide_conflict, note_conflicts_viewed
from csdesk.imports.models import ImportConflict
from csdesk.imports.queries import count_open_conflicts, list_conflicts
from csdesk.kernel.db import unit_of_work
from tests.factories.imports import ADMIN, SUPERVISOR, bring_in, row

THEIRS = row(email="old@example.com", phone="206-555-0199")


@pytest.fixture
def contradicted(session: Session, tmp_path: Path, now: datetime) -> str:
    """A customer whose e-mail the desk corrected, and a file that disagrees; gives the contradiction's reference."""
    bring_in(session, tmp_path, row())
    correct(session, "email", now)
    bring_in(session, tmp_path, THEIRS)
    return session.scalars(select(ImportConflict.ref)).one()


def correct(session: Session, field: str, now: datetime) -> None:
    """Remember that the desk corrected this field of everybody."""
    with unit_of_work(session):
        for key in session.scalars(select(Customer.id)):
            session.add(FieldCorrection(customer_id=key, field=field, corrected_at=now, by="r.tan"))


def emails(session: Session) -> list[tuple[str, bool]]:
    """Every e-mail address with whether it is current."""
    query = select(EmailAddress.address, EmailAddress.is_current).order_by(EmailAddress.id)
    return [(address, is_current) for address, is_current in session.execute(query)]


def decide(session: Session, ref: str, now: datetime, *, keep_ours: bool) -> None:
    """Settle it as a supervisor."""
    with unit_of_work(session):
        decide_conflict(session, actor=SUPERVISOR, now=now, ref=ref, keep_ours=keep_ours)


def test_a_contradiction_is_set_aside_and_the_rest_of_the_row_is_taken(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    bring_in(session, tmp_path, row())
    correct(session, "email", now)
    counts = bring_in(session, tmp_path, THEIRS, row(customer_number="2"))
    assert (counts.conflicts, counts.created, counts.updated, counts.rows) == (1, 1, 0, 2)
    assert emails(session)[0] == ("dana.okafor@example.com", True)
    customer = session.scalars(select(Customer).where(Customer.customer_number == "10482913")).one()
    assert [phone.number for phone in customer.phones if phone.is_current] == ["206-555-0199"]


def test_the_same_file_again_asks_only_once(session: Session, tmp_path: Path, contradicted: str) -> None:
    assert bring_in(session, tmp_path, THEIRS).conflicts == 1
    assert count_open_conflicts(session) == 1


def test_kept_ours_is_remembered(session: Session, tmp_path: Path, contradicted: str, now: datetime) -> None:
    decide(session, contradicted, now, keep_ours=True)
    assert emails(session) == [("dana.okafor@example.com", True)]
    assert bring_in(session, tmp_path, THEIRS).unchanged == 1
    assert bring_in(session, tmp_path, row(email="third@example.com")).conflicts == 1


def test_taken_theirs_becomes_current_and_ends_the_protection(
    session: Session, tmp_path: Path, contradicted: str, now: datetime
) -> None:
    decide(session, contradicted, now, keep_ours=False)
    assert emails(session) == [("dana.okafor@example.com", False), ("old@example.com", True)]
    assert bring_in(session, tmp_path, THEIRS).unchanged == 1
    assert bring_in(session, tmp_path, row(email="third@example.com", phone="")).updated == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("last_name", {"last_name": "Lee"}),
        ("address", {"address_line1": "9 Elm St"}),
        ("phone", {"phone": "206-555-0111"}),
        ("name", {"first_name": "Danielle"}),
    ],
)
def test_every_protected_field_can_be_taken_over(
    session: Session, tmp_path: Path, now: datetime, field: str, changes: dict[str, str]
) -> None:
    bring_in(session, tmp_path, row())
    correct(session, field, now)
    assert bring_in(session, tmp_path, row(**changes)).conflicts == 1
    decide(session, session.scalars(select(ImportConflict.ref)).one(), now, keep_ours=False)
    assert bring_in(session, tmp_path, row(**changes)).unchanged == 1


def test_a_decision_is_one_event_about_that_person(session: Session, contradicted: str, now: datetime) -> None:
    decide(session, contradicted, now, keep_ours=True)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert event is not None
    assert (event.action, event.outcome) == (Action.IMPORT_CONFLICT_DECIDED, "kept_ours")
    assert event.subject == session.scalars(select(Customer.subject_ref)).one()
    assert "old@example.com" not in str(event.body)


def test_a_contradiction_is_settled_once(session: Session, contradicted: str, now: datetime) -> None:
    decide(session, contradicted, now, keep_ours=True)
    with pytest.raises(InvalidState):
        decide(session, contradicted, now, keep_ours=False)
    with pytest.raises(NotFound):
        decide(session, "xnothing", now, keep_ours=True)


def test_only_who_may_correct_may_see_and_decide(session: Session, contradicted: str, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        list_conflicts(session, ADMIN)
    with pytest.raises(NotAllowed), unit_of_work(session):
        decide_conflict(session, actor=ADMIN, now=now, ref=contradicted, keep_ours=True)


def test_the_list_shows_both_sides_and_the_look_is_an_event(session: Session, contradicted: str, now: datetime) -> None:
    (shown,) = list_conflicts(session, SUPERVISOR).items
    assert (shown.field, shown.ours, shown.theirs) == ("email", ("dana.okafor@example.com",), ("old@example.com",))
    with unit_of_work(session):
        note_conflicts_viewed(session, actor=SUPERVISOR, now=now, shown=[shown.subject_ref])
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert event is not None
    assert event.action == Action.IMPORT_CONFLICTS_VIEWED
    assert session.scalars(select(AuditSubject.subject_ref).where(AuditSubject.seq == event.seq)).all() == [
        shown.subject_ref
    ]
