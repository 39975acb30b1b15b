from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.contacts import actions, drafting, queries
from csdesk.contacts.models import Draft
from csdesk.errors import InvalidState, NotFound
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from tests.factories.contacts import AGENT, COLLEAGUE, WORDS, make_contact


@pytest.fixture
def number(session: Session, clock: frozen) -> str:
    return make_contact(session, now=clock.moment)


def save(session: Session, clock: frozen, number: str, version: int, **parts: object) -> drafting.Saved:
    with unit_of_work(session):
        return drafting.save_draft(
            session,
            actor=AGENT,
            now=clock.moment,
            number=number,
            version=version,
            **parts,  # type: ignore[arg-type]
        )


def test_every_pause_keeps_what_was_typed(session: Session, clock: frozen, number: str) -> None:
    assert save(session, clock, number, 1, said=WORDS).was_kept
    draft = queries.draft_for(session, AGENT, number)
    assert draft.said == WORDS
    assert draft.saved_at == clock.moment


def test_the_zip_is_nowhere_in_the_stored_draft(session: Session, clock: frozen, number: str) -> None:
    save(session, clock, number, 1, said={**WORDS, "zip": "98001", "address": "1102 15th St SW, Auburn WA 98001"})
    row = session.scalars(select(Draft)).one()
    assert "98001" not in json.dumps([row.said, row.picked, row.note])


def test_a_save_that_arrives_late_changes_nothing(session: Session, clock: frozen, number: str) -> None:
    save(session, clock, number, 20, said={**WORDS, "first_name": "Danielle"})
    late = save(session, clock, number, 10, said={**WORDS, "first_name": "Dani"})
    assert not late.was_kept
    assert late.version == 20
    assert queries.draft_for(session, AGENT, number).said["first_name"] == "Danielle"


def test_the_same_save_sent_twice_is_one_save(session: Session, clock: frozen, number: str) -> None:
    save(session, clock, number, 5, said=WORDS)
    assert save(session, clock, number, 5, said=WORDS).was_kept
    assert queries.draft_for(session, AGENT, number).version == 5


def test_parts_are_saved_without_touching_the_others(session: Session, clock: frozen, number: str) -> None:
    save(session, clock, number, 1, said=WORDS)
    save(session, clock, number, 2, note="two catalogs")
    save(session, clock, number, 3, picked={"channels": ["mail"], "scope": "person"})
    save(session, clock, number, 4, picked={"channels": ["mail", "phone"]})
    draft = queries.draft_for(session, AGENT, number)
    assert draft.said == WORDS
    assert draft.note == "two catalogs"
    assert draft.picked == {"channels": ["mail", "phone"], "scope": "person"}


def test_a_card_number_in_a_note_is_masked_before_it_is_stored(session: Session, clock: frozen, number: str) -> None:
    saved = save(session, clock, number, 1, note="4111 1111 1111 1111")
    assert saved.was_masked
    assert session.scalars(select(Draft.note)).one() == "•••• 1111"


def test_saving_a_draft_is_no_event_of_its_own(session: Session, clock: frozen, number: str) -> None:
    save(session, clock, number, 1, said=WORDS)
    assert session.scalars(select(AuditEvent.action)).all() == ["contact.started"]


def test_a_colleague_cannot_write_into_a_draft(session: Session, clock: frozen, number: str) -> None:
    with pytest.raises(NotFound), unit_of_work(session):
        drafting.save_draft(session, actor=COLLEAGUE, now=clock.moment, number=number, version=1, note="x")


def test_the_draft_note_becomes_the_note_of_the_contact(session: Session, clock: frozen, number: str) -> None:
    save(session, clock, number, 1, note="wants them to stop")
    with unit_of_work(session):
        actions.wrap_up(
            session, actor=AGENT, now=clock.moment, number=number, code="removal.in_force", note="calls back"
        )
    assert queries.contact_for(session, AGENT, number).note == "wants them to stop\ncalls back"
    assert queries.draft_for(session, AGENT, number).said == {}
    with pytest.raises(InvalidState), unit_of_work(session):
        drafting.save_draft(session, actor=AGENT, now=clock.moment, number=number, version=9, note="late")
